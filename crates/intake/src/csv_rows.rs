//! Rows of CSV.
//!
//! They are those that the `csv` crate reads; but its parser is a table that costs as much to make as
//! thousands of bytes to read. Here one is needed for each delimiter that is tried and three for every
//! row in doubt, so the states are followed by hand.

use std::io::{self, BufRead};

use csv::{ByteRecord, Position};

/// Whether quotes hold cells together.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Quoting {
    On,
    Off,
}

/// Where in a row the next byte stands.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// Before it: ends of lines are passed over.
    Start,
    CellStart,
    Plain,
    Quoted,
    /// After a quote within quotes: the end of the cell or half of a doubled quote.
    Closing,
    End,
}

/// Takes rows out of bytes, any number of cells in each.
pub(crate) struct CsvRows<R> {
    input: R,
    delimiter: u8,
    quoting: Quoting,
    byte: u64,
    line: u64,
    ended: bool,
    /// The beginning of a cell that is not over yet.
    cell: Vec<u8>,
}

impl<R: BufRead> CsvRows<R> {
    pub(crate) fn new(input: R, delimiter: u8, quoting: Quoting) -> CsvRows<R> {
        CsvRows { input, delimiter, quoting, byte: 0, line: 1, ended: false, cell: Vec::new() }
    }

    /// How many bytes were taken for the rows that were read.
    pub(crate) fn byte(&self) -> u64 {
        self.byte
    }

    /// Reads the next row; `false` at the end. After an error there is nothing more.
    pub(crate) fn read(&mut self, row: &mut ByteRecord) -> io::Result<bool> {
        row.clear();
        let mut start = Position::new();
        start.set_byte(self.byte).set_line(self.line);
        row.set_position(Some(start));
        self.cell.clear();
        let mut state = State::Start;
        while !self.ended {
            let bytes = self.input.fill_buf().inspect_err(|_| self.ended = true)?;
            if bytes.is_empty() {
                self.ended = true;
                if state != State::Start {
                    row.push_field(&self.cell);
                }
                return Ok(state != State::Start);
            }
            let mut rest = bytes;
            if self.byte == 0 {
                rest = rest.strip_prefix(b"\xef\xbb\xbf").unwrap_or(rest);
            }
            let plan = Plan { delimiter: self.delimiter, quoting: self.quoting };
            while state != State::End && !rest.is_empty() {
                (state, rest) = plan.step(state, rest, &mut self.cell, row);
            }
            let taken = bytes.len() - rest.len();
            let ends = bytes.iter().take(taken).filter(|byte| **byte == b'\n').count();
            self.byte += taken as u64;
            self.line += ends as u64;
            self.input.consume(taken);
            if state == State::End {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// What tells cells apart.
struct Plan {
    delimiter: u8,
    quoting: Quoting,
}

impl Plan {
    /// Goes on to the next state and says what is left of the bytes, of which there is at least one.
    fn step<'b>(
        &self,
        state: State,
        bytes: &'b [u8],
        cell: &mut Vec<u8>,
        row: &mut ByteRecord,
    ) -> (State, &'b [u8]) {
        match state {
            State::Start => {
                let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
                match bytes.iter().position(|byte| !is_end(byte)) {
                    Some(at) => (State::CellStart, bytes.get(at..).unwrap_or_default()),
                    None => (State::Start, &[]),
                }
            }
            State::CellStart => match bytes.strip_prefix(b"\"") {
                Some(rest) if self.quoting == Quoting::On => (State::Quoted, rest),
                _ => (State::Plain, bytes),
            },
            State::Quoted => match split(bytes, |byte| byte == b'"') {
                Some((part, _, rest)) => {
                    cell.extend_from_slice(part);
                    (State::Closing, rest)
                }
                None => {
                    cell.extend_from_slice(bytes);
                    (State::Quoted, &[])
                }
            },
            State::Closing => match bytes.strip_prefix(b"\"") {
                Some(rest) => {
                    cell.push(b'"');
                    (State::Quoted, rest)
                }
                None => (State::Plain, bytes),
            },
            State::Plain => {
                let ends = |byte| byte == self.delimiter || byte == b'\n' || byte == b'\r';
                let Some((part, end, rest)) = split(bytes, ends) else {
                    cell.extend_from_slice(bytes);
                    return (State::Plain, &[]);
                };
                if cell.is_empty() {
                    row.push_field(part);
                } else {
                    cell.extend_from_slice(part);
                    row.push_field(cell);
                    cell.clear();
                }
                (if end == self.delimiter { State::CellStart } else { State::End }, rest)
            }
            State::End => (State::End, bytes),
        }
    }
}

/// The bytes before the first of a kind, that byte, and those after it.
fn split(bytes: &[u8], is: impl Fn(u8) -> bool) -> Option<(&[u8], u8, &[u8])> {
    let (part, rest) = bytes.split_at_checked(bytes.iter().position(|byte| is(*byte))?)?;
    let (byte, rest) = rest.split_first()?;
    Some((part, *byte, rest))
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;

    use super::*;

    type Row = (Vec<Vec<u8>>, Option<Position>, u64);

    fn ours(bytes: &[u8], buffer: usize, delimiter: u8, quoting: Quoting) -> Vec<Row> {
        let mut rows = CsvRows::new(BufReader::with_capacity(buffer, bytes), delimiter, quoting);
        let (mut row, mut all) = (ByteRecord::new(), Vec::new());
        while rows.read(&mut row).unwrap() {
            let cells = row.iter().map(<[u8]>::to_vec).collect();
            all.push((cells, row.position().cloned(), rows.byte()));
        }
        all
    }

    fn theirs(bytes: &[u8], buffer: usize, delimiter: u8, quoting: Quoting) -> Vec<Row> {
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .quoting(quoting == Quoting::On)
            .buffer_capacity(buffer)
            .from_reader(bytes);
        let (mut row, mut all) = (ByteRecord::new(), Vec::new());
        while rows.read_byte_record(&mut row).unwrap() {
            // The crate counts the rows too, which nobody here asks for.
            let at = row.position().map(|at| {
                let mut place = Position::new();
                place.set_byte(at.byte()).set_line(at.line());
                place
            });
            let cells = row.iter().map(<[u8]>::to_vec).collect();
            all.push((cells, at, rows.position().byte()));
        }
        all
    }

    proptest! {
        #[test]
        fn rows_are_those_of_the_crate(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "\"", "\"\"", ",", ";", "\t", "\u{1f}", "\n", "\r\n", "\r", "a", "é", " ",
                    "\u{feff}", "word", "\0",
                ]),
                0..60,
            ),
            buffer in 8usize..80,
            delimiter in prop::sample::select(b",;\t\x1f\xff".to_vec()),
            off in any::<bool>(),
        ) {
            let bytes = parts.concat().into_bytes();
            let quoting = if off { Quoting::Off } else { Quoting::On };
            prop_assert_eq!(
                ours(&bytes, buffer, delimiter, quoting),
                theirs(&bytes, buffer, delimiter, quoting)
            );
        }
    }

    #[test]
    fn long_rows_are_read_whole() {
        let cell = "x".repeat(1_000);
        let table =
            format!("{}\n\"{}\"\n", vec!["a"; 500].join(","), [cell.as_str(); 9].join("\n"));
        let bytes = table.as_bytes();
        assert_eq!(
            ours(bytes, 8 << 10, b',', Quoting::On),
            theirs(bytes, 8 << 10, b',', Quoting::On)
        );
    }
}
