//! Bad input: each kind is told, nothing fills the memory, and the rest is read.

use std::cell::Cell;
use std::io::{self, Read};

use actlas_intake::{Event, Kept, Mapping, Options, read_from};

use crate::common::{check, check_findings, read_as, vocabulary};

/// A stream that is made while it is read: a beginning, then one byte without end up to a length.
struct Endless {
    start: &'static [u8],
    fill: u8,
    left: u64,
    taken: std::rc::Rc<Cell<u64>>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.start.is_empty() {
            return self.start.read(buffer);
        }
        let count = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        buffer.iter_mut().take(count).for_each(|byte| *byte = self.fill);
        self.left -= count as u64;
        self.taken.set(self.taken.get() + count as u64);
        Ok(count)
    }
}

/// Reads a beginning and two gigabytes of one byte: records, findings, and how much was taken in.
fn endless(name: &str, start: &'static [u8], fill: u8) -> (u64, Vec<String>, u64) {
    let taken = std::rc::Rc::new(Cell::new(0));
    let input = Endless { start, fill, left: 2 << 30, taken: std::rc::Rc::clone(&taken) };
    let vocabulary = vocabulary();
    let options = Options { vocabulary: &vocabulary, mapping: Mapping::default(), sheet: None };
    let mut findings = Vec::new();
    let Kept { records, .. } = read_from(name, input, &options, &mut |event| {
        findings.extend(match event {
            Event::Finding(finding) => vec![finding.to_string()],
            Event::Record(record) => record.findings.iter().map(ToString::to_string).collect(),
            Event::Mapped(_) | Event::Package(_) => Vec::new(),
        });
    });
    (records, findings, taken.get())
}

/// A line of two gigabytes is passed over as far as that is of use, and never kept.
#[test]
fn a_line_of_two_gigabytes() {
    let too_long = "a record is longer than 16 MiB";
    for (name, start, fill, records, most) in [
        ("r.csv", b"id,name\nR1,a\nR2,".as_slice(), b'x', 1, 160),
        ("r.csv", b"id,name\nR1,a\nR2,\"", b'\n', 1, 160),
        ("r.csv", b"id,name\nR1,a\nR2,", b',', 1, 160),
        ("r.jsonl", b"{\"id\":\"R1\",\"name\":\"a\"}\n{\"id\":\"", b'x', 1, 160),
        ("r.json", b"[{\"id\":\"R1\",\"name\":\"a\"},{\"id\":\"", b'x', 1, 160),
        ("r.json", b"[{\"id\":\"R1\",\"name\":\"a\"},", b' ', 1, 160),
    ] {
        let (read, findings, taken) = endless(name, start, fill);
        assert_eq!(read, records, "{name}: {findings:?}");
        assert!(findings.iter().any(|at| at.contains(too_long)), "{name}: {findings:?}");
        assert!(taken <= most << 20, "{name}: {taken} bytes were read");
    }
    for (name, start, fill) in [
        ("r.yaml", b"- name: ".as_slice(), b'x'),
        ("r.json", b"{\"name\":\"", b'x'),
        ("r.xml", b"<bom xmlns='http://cyclonedx.org/schema/bom/1.6'><name>", b'x'),
        ("r.xlsx", b"PK\x03\x04", b'x'),
        ("r.xlsx", b"\xd0\xcf\x11\xe0", b'x'),
        ("r.csv", b"", b'x'),
        ("r.csv", b"", b' '),
        ("r.json", b"", b'\n'),
    ] {
        let (read, findings, taken) = endless(name, start, fill);
        assert_eq!(read, 0, "{name}");
        assert!(!findings.is_empty(), "{name}: nobody was told");
        assert!(taken <= 300 << 20, "{name}: {taken} bytes were read");
    }
}

#[test]
fn ten_thousand_columns() {
    let names: Vec<String> = (0..9_998).map(|at| format!("c{at}")).collect();
    let values = "x,".repeat(9_998);
    let text = format!("id,name,{}\nR1,a,{values}\nR2,b\n", names.join(","));
    check(
        "reg.csv",
        text.as_bytes(),
        &["R1 name=a", "R2 name=b"],
        &[
            "warning[columns-not-recognised]: reg.csv: no column for a purpose",
            "warning[columns-too-many]: reg.csv: the table has 10000 columns; the first 4096 are read; check",
        ],
    );
    // Also where the header alone is longer than what is looked at first, and the columns are far out.
    let long: Vec<String> =
        (0..3_000).map(|at| format!("a column with a long name, number {at}")).collect();
    let text = format!("\"{}\",id,goal\n{}R1,a\n", long.join("\",\""), ",".repeat(3_000));
    check("reg.csv", text.as_bytes(), &["R1 `goal`=a"], &[]);
}

#[test]
fn a_table_that_is_a_page() {
    for (name, text) in [
        ("reg.csv", "<!DOCTYPE html>\n<html><body><table><tr><td>id,name</td></tr></table>"),
        ("reg.xlsx", "<html><table>"),
        ("reg.html", "\n<!-- x --><HTML>"),
        ("reg.tsv", "<table>\n<tr>"),
    ] {
        let start = format!("error[file-not-a-register]: {name}: the file is a web page or XML");
        check(name, text.as_bytes(), &[], &[&start]);
    }
}

#[test]
fn names_that_hold_more_than_a_name() {
    let place = |record: u64, column: &str| {
        format!(
            "note[name-odd]: reg.csv, record {record} (`R{record}`), `{column}`: the {column} holds"
        )
    };
    check(
        "reg.csv",
        "id,name,organisation\nR1,<script>alert(1)</script>,a\nR2,a\u{7}b,b\nR3,c,x\u{202e}y\nR4,1 < 2 > 0,</b>\nR5,a <- b,\n"
            .as_bytes(),
        &[
            "R1 name=<script>alert(1)</script> organisation=a",
            "R2 name=a\u{7}b organisation=b",
            "R3 name=c organisation=x\u{202e}y",
            "R4 name=1 < 2 > 0 organisation=</b>",
            "R5 name=a <- b",
        ],
        &[
            &format!("{} markup; it is shown as text and never interpreted", place(1, "name")),
            &format!("{} a control character", place(2, "name")),
            &format!("{} a character that turns the direction of writing", place(3, "organisation")),
            &format!("{} markup", place(4, "organisation")),
        ],
    );
    // NUL in JSON is a character like others; in a table it is told, first or later.
    check(
        "reg.jsonl",
        br#"{"id":"R1","name":"a\u0000b"}"#,
        &["R1 name=a\0b"],
        &["note[name-odd]: reg.jsonl, record 1 (`R1`), `name`: the name holds a NUL character"],
    );
    let rows: String = (0..9_000).map(|at| format!("R{at},name\n")).collect();
    let read = read_as("reg.csv", format!("id,name\n{rows}Z,a\0b\n").as_bytes(), "");
    assert_eq!(read.records.len(), 9_001);
    check_findings(
        &read.findings,
        &["note[name-odd]: reg.csv, record 9001 (`Z`), `name`: the name holds a NUL character"],
    );
}

#[test]
fn duplicate_ids_keep_both_records() {
    check(
        "reg.csv",
        b"id,name\nR1,a\nR1,b\n",
        &["R1 name=a", "R1~reg:2 name=b"],
        &[
            "warning[id-duplicate]: reg.csv, record 2: the id `R1` was used before, in reg.csv, record 1",
        ],
    );
}

#[test]
fn wrong_encodings_are_told_and_read() {
    for (name, bytes, records, finding) in [
        (
            "reg.csv",
            b"id,name\nR1,caf\xe9\n".as_slice(),
            vec!["R1 name=caf\u{e9}"],
            "note[text-not-utf8]: reg.csv, record 1, `name`",
        ),
        (
            "reg.jsonl",
            b"{\"id\":\"R1\"}\n{\"id\":\"caf\xe9\"}\n{\"id\":\"R3\"}\n",
            vec!["R1", "R3"],
            "error[record-unreadable]: reg.jsonl:2, record 2",
        ),
        ("reg.yaml", b"- id: caf\xe9\n", vec![], "error[file-unreadable]: reg.yaml"),
        (
            "reg.xml",
            b"<bom xmlns='http://cyclonedx.org/schema/bom/1.6'><name>\xe9</name></bom>",
            vec![],
            "error[file-not-a-register]: reg.xml",
        ),
    ] {
        let read = read_as(name, bytes, "");
        assert_eq!(read.shown(), records, "{name}");
        assert!(
            read.findings.iter().any(|at| at.starts_with(finding)),
            "{name}: {:?}",
            read.findings
        );
    }
}

/// A row with a quote in doubt in every cell: it is looked at a few times, not once for each.
#[test]
fn quotes_in_doubt_are_counted() {
    let cell = "\"a\n\"b,";
    let table = format!("name,purpose,y\n{}", cell.repeat((6 << 20) / cell.len()));
    let read = read_as("r.csv", table.as_bytes(), "");
    assert_eq!(read.records.len(), 1);
}
