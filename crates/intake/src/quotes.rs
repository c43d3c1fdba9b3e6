//! Quotes that swallow rows.
//!
//! A stray quote at the beginning of a cell opens a quoted cell, and what follows, line by line, is
//! read into it: rows disappear without a sound. This watches the bytes on their way to the reader and
//! keeps those of the rows it doubts, so that they can be read again.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::rc::Rc;

use crate::guard::{MAX_SKIPPED_BYTES, too_long};

/// Where in a table a byte stands. The same states as those of the `csv` crate.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum State {
    CellStart,
    Plain,
    Quoted,
    /// After a quote within quotes: the end of the cell or half of a doubled quote.
    Closing,
}

impl State {
    fn after(self, byte: u8, delimiter: u8) -> State {
        match (self, byte) {
            (State::Quoted, b'"') => State::Closing,
            (State::Quoted, _) | (State::Closing, b'"') => State::Quoted,
            (State::CellStart, b'"') => State::Quoted,
            (_, b'\n' | b'\r') => State::CellStart,
            (_, byte) if byte == delimiter => State::CellStart,
            _ => State::Plain,
        }
    }
}

/// A quoted cell of several lines after which its row does not go on as it should.
#[derive(Clone, Copy)]
pub(crate) struct Stray {
    /// The line where the quote stands.
    pub(crate) opened: u64,
    /// Whether there is another quote at all.
    pub(crate) closed: bool,
    /// The line where the row starts.
    pub(crate) line: u64,
    /// The byte where the row starts.
    at: u64,
}

/// What was seen of a table.
pub(crate) struct Watch {
    delimiter: u8,
    state: State,
    line: u64,
    byte: u64,
    opened: u64,
    row_line: u64,
    row_at: u64,
    /// Where rows start that the reader may not have reached yet: the byte and the line.
    starts: VecDeque<(u64, u64)>,
    strays: VecDeque<Stray>,
    /// The bytes since the first row in doubt or, if there is none, since the last row started.
    kept: Vec<u8>,
    kept_at: u64,
}

impl Watch {
    fn see(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let before = self.state;
            self.state = before.after(*byte, self.delimiter);
            if before == State::CellStart && self.state == State::Quoted {
                self.opened = self.line;
            } else if before == State::Closing
                && self.state == State::Plain
                && self.line > self.opened
            {
                self.doubt(true);
            }
            self.byte += 1;
            self.line += u64::from(*byte == b'\n');
            if matches!(byte, b'\n' | b'\r') && self.state == State::CellStart {
                // Of an empty line, and of the second half of a line end, the reader makes no row.
                self.starts.pop_back_if(|(at, _)| *at + 1 == self.byte);
                (self.row_at, self.row_line) = (self.byte, self.line);
                self.starts.push_back((self.row_at, self.row_line));
            }
        }
        self.kept.extend_from_slice(bytes);
        self.trim();
    }

    /// Where the next byte stands, and on which line.
    pub(crate) fn state(&self) -> (State, u64) {
        (self.state, self.line)
    }

    /// The line where the row starts that ends before this byte, which is the next that was read.
    pub(crate) fn line_of(&mut self, end: u64) -> Option<u64> {
        let mut line = None;
        while let Some((_, at)) = self.starts.pop_front_if(|(at, _)| *at < end) {
            line = Some(at);
        }
        line
    }

    fn doubt(&mut self, closed: bool) {
        let (opened, line, at) = (self.opened, self.row_line, self.row_at);
        self.strays.push_back(Stray { opened, closed, line, at });
    }

    fn trim(&mut self) {
        let from = self.strays.front().map_or(self.row_at, |stray| stray.at.min(self.row_at));
        let passed = usize::try_from(from - self.kept_at).unwrap_or(usize::MAX);
        self.kept.drain(..passed.min(self.kept.len()));
        self.kept_at = from;
    }

    /// There is no more to come: a quote that is still open is never closed.
    pub(crate) fn ends(&mut self) {
        if self.state == State::Quoted {
            self.doubt(false);
            self.state = State::CellStart;
        }
    }

    /// The next row in doubt, if it starts before this byte.
    pub(crate) fn stray_before(&mut self, byte: u64) -> Option<Stray> {
        self.strays.pop_front_if(|stray| stray.at < byte)
    }

    /// All bytes of a row in doubt from its start on, until more is read.
    pub(crate) fn row(&self, stray: &Stray) -> &[u8] {
        let passed = usize::try_from(stray.at - self.kept_at).unwrap_or(usize::MAX);
        self.kept.get(passed..).unwrap_or_default()
    }
}

/// A reader that is watched.
pub(crate) struct Quotes<R> {
    inner: R,
    watch: Rc<RefCell<Watch>>,
}

impl<R> Quotes<R> {
    /// Watches a table from a line on.
    pub(crate) fn new(inner: R, delimiter: u8, line: u64) -> (Quotes<R>, Rc<RefCell<Watch>>) {
        let watch = Rc::new(RefCell::new(Watch {
            delimiter,
            state: State::CellStart,
            line,
            byte: 0,
            opened: line,
            row_line: line,
            row_at: 0,
            starts: VecDeque::from([(0, line)]),
            strays: VecDeque::new(),
            kept: Vec::new(),
            kept_at: 0,
        }));
        (Quotes { inner, watch: Rc::clone(&watch) }, watch)
    }
}

impl<R: Read> Read for Quotes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let mut watch = self.watch.borrow_mut();
        match count {
            0 if !buffer.is_empty() => watch.ends(),
            count => watch.see(buffer.get(..count).unwrap_or_default()),
        }
        Ok(count)
    }
}

/// A reader to which bytes can be given back.
pub(crate) struct Again<R> {
    inner: R,
    given_back: Vec<io::Cursor<Vec<u8>>>,
}

impl<R> Again<R> {
    pub(crate) fn new(inner: R) -> Again<R> {
        Again { inner, given_back: Vec::new() }
    }

    /// The next bytes are these.
    pub(crate) fn give_back(&mut self, bytes: Vec<u8>) {
        self.given_back.push(io::Cursor::new(bytes));
    }
}

impl<R: Read> Read for Again<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(bytes) = self.given_back.last_mut() {
            match bytes.read(buffer)? {
                0 if !buffer.is_empty() => drop(self.given_back.pop()),
                count => return Ok(count),
            }
        }
        self.inner.read(buffer)
    }
}

/// Passes over the rest of a row, however long it is; the line on which the next one starts.
pub(crate) fn skip_row(
    body: &mut Again<impl Read>,
    delimiter: u8,
    (mut state, mut line): (State, u64),
) -> io::Result<u64> {
    let mut buffer = vec![0; 64 << 10];
    let (mut skipped, mut ended) = (0, None);
    while skipped <= MAX_SKIPPED_BYTES {
        let count = body.read(&mut buffer)?;
        if count == 0 {
            return Ok(line);
        }
        skipped += count;
        let bytes = buffer.get(..count).unwrap_or_default();
        for (at, byte) in bytes.iter().enumerate() {
            // The second half of a line break belongs to it.
            let half = ended == Some(b'\r') && *byte == b'\n';
            line += u64::from(*byte == b'\n' && (half || ended.is_none()));
            if ended.is_some() {
                let rest = bytes.get(at + usize::from(half)..).unwrap_or_default();
                body.give_back(rest.to_vec());
                return Ok(line);
            }
            state = state.after(*byte, delimiter);
            if matches!(byte, b'\n' | b'\r') && state == State::CellStart {
                ended = Some(*byte);
            }
        }
    }
    Err(io::Error::new(io::ErrorKind::InvalidData, too_long()))
}
