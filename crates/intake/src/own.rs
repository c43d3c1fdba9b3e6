//! What our own commands write about systems. Outcomes, duties and days have ids and names as a register
//! has, and would pass for one if a folder holds both.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use csv::ByteRecord;
use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::csv_rows::{CsvRows, Quoting};
use crate::workbook::{Go, Workbook};

pub(crate) const SAYS: &str = "the file was written by actlas and is no register";

/// Columns that only one of our tables has together: systems, cells of a map, duties, days of a calendar,
/// questions; positions towards a pact, as recorded and as read in news, commitments, events, instruments.
const TABLES: &[&[&str]] = &[
    &["id", "class_established", "class_indicated", "unexamined"],
    &["systems", "point", "label", "established", "indicated"],
    &["duty", "held", "layer", "effective", "cite"],
    &["day", "duty", "cite", "holds", "may_hold"],
    &["id", "question", "settles", "answer", "fact"],
    &["instrument", "position", "basis", "date_is", "source_url"],
    &["instrument", "position", "basis", "quote", "file", "status"],
    &["instrument", "group", "addressee", "anticipates", "shown_by"],
    &["organisation", "instrument", "kind", "says", "reason", "source_url"],
    &["instrument", "kind", "says", "source_url", "source_title"],
];
/// The columns of organisations, which are nothing special: a table of ours has no others.
const ORGANISATIONS: &[&str] = &["id", "name", "country", "names"];
/// Keys that only one of our objects has together: what drifts, facts read from words, questions; claims read
/// in news and what they were joined to; positions, events, instruments, organisations of a pact.
const LINES: &[&[&str]] = &[
    &["change", "class", "duties"],
    &["fact", "quote", "field", "by", "why"],
    &["id", "headline", "questions"],
    &["quote", "start", "end", "kind", "file", "article"],
    &["sentence", "organisation", "beside", "recorded", "sources"],
    &["pacts", "standings"],
    &["organisation", "instrument", "kind", "says", "reason", "unsure", "source"],
    &["id", "issuer", "joining", "staying_out"],
    &["id", "names", "names_in"],
];
/// What the head of our pages says.
const PAGE: &[u8] = b"<meta name=\"generator\" content=\"Actlas ";
/// What the heads of our checks as JUnit and as SARIF hold.
const JUNIT: &[&[u8]] = &[b"<testsuites ", b" classname=\"actlas."];
const SARIF: &[&[u8]] = &[b"/sarif-schema-", b"\"name\": \"Actlas\""];
/// How much of a file is looked at, and the largest workbook that is opened for it.
const MAX_LOOK_BYTES: u64 = 1 << 20;
const MAX_BOOK_BYTES: u64 = 8 << 20;
const MAX_HEAD_BYTES: u64 = 8 << 10;

/// Whether these are the columns of one of our tables.
pub(crate) fn has_columns(names: &[String]) -> bool {
    let has = |wanted: &&str| names.iter().any(|name| name.trim() == *wanted);
    TABLES.iter().any(|table| table.iter().all(has))
        || names.iter().map(|name| name.trim()).eq(ORGANISATIONS.iter().copied())
}

/// Whether an object is one of ours. Whatever is answered bears what it rests on.
pub(crate) fn is_line(object: &Map<String, Value>) -> bool {
    let receipt = object.get("receipt").and_then(Value::as_object);
    receipt.is_some_and(|receipt| receipt.contains_key("engine") && receipt.contains_key("law"))
        || object
            .get("runs")
            .and_then(|runs| runs.pointer("/0/tool/driver/name"))
            .is_some_and(|name| name == "Actlas")
        || LINES.iter().any(|line| line.iter().all(|key| object.contains_key(*key)))
}

/// Whether a file begins like something of ours. One that cannot be read does not.
pub(crate) fn is_own(path: &Path) -> bool {
    let Ok(mut file) = File::open(path) else { return false };
    let mut start = [0; 4];
    let is_book = file.read(&mut start).is_ok_and(|read| read == 4) && start == *b"PK\x03\x04";
    if is_book {
        let mut bytes = start.to_vec();
        let read = file.take(MAX_BOOK_BYTES).read_to_end(&mut bytes);
        return read.is_ok_and(|read| (read as u64) < MAX_BOOK_BYTES) && is_book_of_ours(bytes);
    }
    if head_holds(path, JUNIT) || head_holds(path, SARIF) {
        return true;
    }
    let Ok(file) = File::open(path) else { return false };
    let mut reader = BufReader::new(file.take(MAX_LOOK_BYTES));
    let is_object = match skip_to_object(&mut reader) {
        Ok(is_object) => is_object,
        Err(_) => return false,
    };
    if is_object {
        return is_line(&first_object(reader));
    }
    let mut line = Vec::new();
    if reader.read_until(b'\n', &mut line).is_err() {
        return false;
    }
    let mut row = ByteRecord::new();
    let read = CsvRows::new(line.as_slice(), b',', Quoting::On).read(&mut row);
    read.is_ok_and(|read| read) && has_columns(&texts(&row))
}

/// Whether a page says that we wrote it.
pub(crate) fn is_own_page(path: &Path) -> bool {
    head_holds(path, &[PAGE])
}

pub(crate) fn head_holds(path: &Path, marks: &[&[u8]]) -> bool {
    let Ok(file) = File::open(path) else { return false };
    let mut head = Vec::new();
    let read = file.take(MAX_HEAD_BYTES).read_to_end(&mut head);
    let holds = |mark: &&[u8]| head.windows(mark.len()).any(|part| part == *mark);
    read.is_ok() && marks.iter().all(holds)
}

/// Passes over what stands before the first object, if an object, or a list, is the first thing there is.
fn skip_to_object(reader: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let chunk = reader.fill_buf()?;
        let before = |byte: &u8| byte.is_ascii_whitespace() || b"[\xef\xbb\xbf".contains(byte);
        let passed = chunk.iter().take_while(|byte| before(byte)).count();
        let (next, ends) = (chunk.get(passed).copied(), chunk.is_empty());
        reader.consume(passed);
        if next.is_some() || ends {
            return Ok(next == Some(b'{'));
        }
    }
}

/// The keys and values of the object that comes next, as far as it is at hand and no fault is in it.
fn first_object(reader: impl Read) -> Map<String, Value> {
    let mut object = Map::new();
    // Whatever is at fault, what stands before it is known.
    let _ = serde_json::Deserializer::from_reader(reader).deserialize_map(Keys(&mut object));
    object
}

/// Keeps each key before its value is read, which may be cut off.
struct Keys<'o>(&'o mut Map<String, Value>);

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            self.0.insert(key.clone(), Value::Null);
            let value = map.next_value()?;
            self.0.insert(key, value);
        }
        Ok(())
    }
}

fn is_book_of_ours(bytes: Vec<u8>) -> bool {
    let Ok(mut book) = Workbook::open(bytes) else { return false };
    let Some(sheet) = book.sheets.first().cloned() else { return false };
    let mut names = Vec::new();
    let read = book.rows(&sheet, &mut |row| {
        names = row.cells.into_iter().map(|(_, text)| text).collect();
        Go::Stop
    });
    read.is_ok() && has_columns(&names)
}

fn texts(row: &ByteRecord) -> Vec<String> {
    row.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
}
