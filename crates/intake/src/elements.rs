//! The elements of a JSON list, cut out of a stream one by one: neither a broken one nor one that is too
//! long keeps those behind it from being read.

use std::io::{self, BufRead, ErrorKind};

use crate::guard::{MAX_RECORD_BYTES, MAX_SKIPPED_BYTES, too_long};

/// What comes next in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// An element, between its commas.
    Element,
    /// An element that is longer than a record may be and was passed over.
    Long,
    /// The list is closed.
    Closed,
    /// The input ends within the list; what stands behind the last comma, which may be nothing.
    Cut,
}

/// Reads a list whose bracket is the first thing in the input.
pub(crate) struct Elements<R> {
    reader: R,
    /// The line that is read.
    line: u64,
    state: State,
    inside: Inside,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Before,
    /// An element may follow; without one the list is empty.
    First,
    /// An element must follow.
    Comma,
    /// An element was handed out and the list ended with it.
    Last,
}

/// Where within an element the reading stands.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Inside {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Inside {
    fn takes(&mut self, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = self.in_text,
            b'"' => self.in_text = !self.in_text,
            _ if self.in_text => {}
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn ends_at(self, byte: u8) -> bool {
        self == Inside::default() && matches!(byte, b',' | b']')
    }
}

impl<R: BufRead> Elements<R> {
    pub(crate) fn new(reader: R) -> Elements<R> {
        Elements { reader, line: 1, state: State::Before, inside: Inside::default() }
    }

    /// Cuts out the next element, and says on which line it begins.
    pub(crate) fn next(&mut self, text: &mut Vec<u8>) -> io::Result<(Next, u64)> {
        text.clear();
        self.inside = Inside::default();
        if self.state == State::Last {
            return Ok((Next::Closed, self.line));
        }
        let (mut found, mut passed, mut start) = (Next::Element, 0, None);
        loop {
            let chunk = match self.reader.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                chunk => chunk?,
            };
            if chunk.is_empty() {
                return Ok((Next::Cut, start.unwrap_or(self.line)));
            }
            let (mut taken, mut from, mut end) = (0, 0, None);
            for byte in chunk {
                taken += 1;
                self.line += u64::from(*byte == b'\n');
                if self.state == State::Before {
                    if *byte == b'[' {
                        self.state = State::First;
                    }
                    from = taken;
                } else if self.inside.ends_at(*byte) {
                    end = Some(*byte);
                    break;
                } else if start.is_some() || !byte.is_ascii_whitespace() {
                    start.get_or_insert(self.line);
                    self.inside.takes(*byte);
                } else {
                    from = taken;
                }
            }
            let until = taken - usize::from(end.is_some());
            let part = chunk.get(from..until).unwrap_or_default();
            if text.len() + part.len() > MAX_RECORD_BYTES {
                found = Next::Long;
                *text = Vec::new();
            }
            if found == Next::Element {
                text.extend_from_slice(part);
            }
            self.reader.consume(taken);
            passed += taken;
            if passed > MAX_RECORD_BYTES + MAX_SKIPPED_BYTES {
                return Err(io::Error::new(ErrorKind::InvalidData, too_long()));
            }
            let Some(end) = end else { continue };
            let was = std::mem::replace(
                &mut self.state,
                if end == b']' { State::Last } else { State::Comma },
            );
            let is_empty = was == State::First && end == b']' && start.is_none();
            let found = if is_empty { Next::Closed } else { found };
            return Ok((found, start.unwrap_or(self.line)));
        }
    }

    /// Whether something stands behind the list.
    pub(crate) fn is_followed(&mut self) -> io::Result<bool> {
        loop {
            let chunk = self.reader.fill_buf()?;
            let (len, blank) = (chunk.len(), chunk.trim_ascii().is_empty());
            self.reader.consume(len);
            if len == 0 || !blank {
                return Ok(!blank);
            }
        }
    }
}
