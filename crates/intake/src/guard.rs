use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Longest record that is read. A record of a real register has some ten thousand characters.
pub(crate) const MAX_RECORD_BYTES: usize = 16 << 20;

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
}

impl<R> Guard<R> {
    pub(crate) fn new(inner: R) -> (Guard<R>, Mark) {
        let since = Mark::default();
        (Guard { inner, since: since.clone() }, since)
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let since = self.since.0.get() + count;
        self.since.0.set(since);
        if since > MAX_RECORD_BYTES {
            let says = format!("a record is longer than {} MiB", MAX_RECORD_BYTES >> 20);
            return Err(io::Error::new(io::ErrorKind::InvalidData, says));
        }
        Ok(count)
    }
}
