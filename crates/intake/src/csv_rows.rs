//! Rows of CSV, as the `csv` crate reads them.

use std::io::{self, Read};

use csv::{ByteRecord, Reader, ReaderBuilder};

/// Whether quotes hold cells together.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Quoting {
    On,
    Off,
}

/// Takes rows out of bytes, any number of cells in each.
pub(crate) struct CsvRows<R> {
    reader: Reader<R>,
}

impl<R: Read> CsvRows<R> {
    pub(crate) fn new(input: R, delimiter: u8, quoting: Quoting) -> CsvRows<R> {
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .quoting(quoting == Quoting::On)
            .from_reader(input);
        CsvRows { reader }
    }

    /// How many bytes were taken for the rows that were read.
    pub(crate) fn byte(&self) -> u64 {
        self.reader.position().byte()
    }

    /// Reads the next row; `false` at the end. After an error there is nothing more.
    pub(crate) fn read(&mut self, row: &mut ByteRecord) -> io::Result<bool> {
        self.reader.read_byte_record(row).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        })
    }
}
