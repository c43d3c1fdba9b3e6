use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// Longest record that is read. A record of a real register has some ten thousand characters.
pub(crate) const MAX_RECORD_BYTES: usize = 16 << 20;
/// How much more of a record is passed over in search of the next one.
pub(crate) const MAX_SKIPPED_BYTES: usize = 128 << 20;

/// A reader that refuses endless records, so that no input can fill the memory.
pub(crate) struct Guard<R> {
    inner: R,
    since: Mark,
}

/// Where the last record ended. Whoever takes records out of a guarded reader says so here: a line is
/// no measure, because a quoted cell may hold any number of them.
#[derive(Clone, Default)]
pub(crate) struct Mark(Rc<Cell<usize>>);

impl Mark {
    pub(crate) fn record_ends(&self) {
        self.0.set(0);
    }

    /// Whether the record that is being read is longer than one may be.
    pub(crate) fn is_long(&self) -> bool {
        self.0.get() > MAX_RECORD_BYTES
    }
}

impl<R> Guard<R> {
    pub(crate) fn new(inner: R) -> (Guard<R>, Mark) {
        let since = Mark::default();
        (Guard { inner, since: since.clone() }, since)
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Before anything is read, so that no byte is lost to whoever goes on behind the record.
        if self.since.is_long() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, too_long()));
        }
        let count = self.inner.read(buffer)?;
        self.since.0.set(self.since.0.get() + count);
        Ok(count)
    }
}

pub(crate) fn too_long() -> String {
    format!("a record is longer than {} MiB", MAX_RECORD_BYTES >> 20)
}

/// What was read of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// There is none.
    End,
    /// All of it.
    Whole,
    /// It is longer than a record may be and was passed over.
    Long,
}

/// Reads a line with its end. Of one that is too long nothing is kept, and the next one is read as usual.
pub(crate) fn next_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Line> {
    line.clear();
    let (mut read, mut skipped) = (Line::End, 0);
    loop {
        let chunk = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            chunk => chunk?,
        };
        if chunk.is_empty() {
            return Ok(read);
        }
        let end = chunk.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
        let taken = end.unwrap_or(chunk.len());
        if read == Line::End {
            read = Line::Whole;
        }
        if read == Line::Whole && line.len() + taken > MAX_RECORD_BYTES {
            read = Line::Long;
            *line = Vec::new();
        }
        if read == Line::Whole {
            line.extend_from_slice(chunk.get(..taken).unwrap_or_default());
        }
        reader.consume(taken);
        if read == Line::Long {
            skipped += taken;
            if skipped > MAX_SKIPPED_BYTES {
                return Err(io::Error::new(io::ErrorKind::InvalidData, too_long()));
            }
        }
        if end.is_some() {
            return Ok(read);
        }
    }
}
