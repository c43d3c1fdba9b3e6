//! Files that nobody wrote on purpose.

use actlas_facts::Raw;
use proptest::prelude::*;

use crate::common::{Read, read_as, vocabulary};

const NAMES: &[&str] = &[
    "r.csv", "r.tsv", "r.txt", "r.json", "r.jsonl", "r.yaml", "r.yml", "r.xlsx", "r.xml", "r.bin",
    "r",
];

/// Bytes that mean something to one reader or another.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        4 => prop::sample::select(
            [
                "id,name,purpose\n", "id;name\n", "\"", "\"\"", "\n", "\r\n", "\r", ",", ";", "\t", "|",
                "{", "}", "[", "]", "{\"id\":\"R1\"}", "\"name\":", "\"facts\":{", "\"minors\":true",
                "\"uses\":[", "- ", "id: ", "---\n", "&a ", "*a", "<<: ", "<html>", "\u{feff}", "é",
                "fact:minors", "fact:start,", "yes", "\\", "\\u0000", "'", "#", "? ", "!!str ", "%",
            ]
            .map(|part| part.as_bytes().to_vec())
            .to_vec()
        ),
        1 => prop::collection::vec(any::<u8>(), 1..4),
        1 => "[a-z0-9 ]{1,8}".prop_map(String::into_bytes),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

/// Cells without what a table cannot hold: a NUL, and a mark at the start of a cell, which is dropped.
fn cell() -> impl Strategy<Value = String> {
    "([a-zA-Z0-9 ,;|\t\"'=\n\r-]|é|[^\u{0}\u{feff}]){0,12}"
}

fn texts(read: &Read) -> String {
    let of = |record: &actlas_facts::Record| {
        let texts = record.texts.iter().map(|at| at.text.clone());
        [record.id.clone(), record.name.clone()].into_iter().chain(texts).collect::<Vec<_>>()
    };
    read.records.iter().flat_map(of).collect::<Vec<_>>().join("\u{1}")
}

proptest! {
    /// Nothing panics, nothing hangs, and where nothing is read somebody is told why.
    #[test]
    fn any_bytes_are_survived(name in prop::sample::select(NAMES.to_vec()), bytes in bytes()) {
        let read = read_as(name, &bytes, "");
        prop_assert!(!read.records.is_empty() || !read.findings.is_empty());
        prop_assert_eq!(read.kept.records as usize, read.records.len());
        let again = read_as(name, &bytes, "");
        prop_assert_eq!(read.shown(), again.shown());
        prop_assert_eq!(read.findings, again.findings);
        let ids: std::collections::BTreeSet<&str> = read.records.iter().map(|at| at.id.as_str()).collect();
        prop_assert_eq!(ids.len(), read.records.len(), "ids are unique");
    }

    /// The parts of a workbook may hold anything.
    #[test]
    fn any_sheet_is_survived(rows in "(<row>|</row>|<row r=\"[0-9]{1,8}\">|<c( r=\"[A-Z]{1,4}[0-9]{0,3}\")?( t=\"(s|str|b|e|inlineStr|d)\")?( s=\"1\")?>|</c>|<v>|</v>|<f>|</f>|<is><t>|</t></is>|[0-9.eE-]{1,5}|name|id|&amp;|&#[0-9]{1,7};|_x00[0-9]{2}_){0,30}") {
        let bytes = crate::workbooks::sheet(&rows, "<mergeCells><mergeCell ref=\"A1:B3\"/></mergeCells>");
        let read = read_as("r.xlsx", &bytes, "");
        prop_assert!(!read.records.is_empty() || !read.findings.is_empty());
        prop_assert_eq!(read.kept.records as usize, read.records.len());
    }

    /// What a proper writer wrote into a sheet is read cell by cell.
    #[test]
    fn sheets_are_read_as_they_were_written(rows in prop::collection::vec("[^\u{0}-\u{1f}\u{7f}\u{feff}\u{fffe}\u{ffff}]{1,12}", 1..8)) {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (column, name) in ["id", "purpose"].iter().enumerate() {
            sheet.write(0, column as u16, *name).unwrap();
        }
        for (at, text) in rows.iter().enumerate() {
            sheet.write(at as u32 + 1, 0, format!("R{at}")).unwrap();
            sheet.write_string(at as u32 + 1, 1, text).unwrap();
        }
        let read = read_as("r.xlsx", &book.save_to_buffer().unwrap(), "");
        let mine: Vec<String> = read.records.iter().map(|record| record.texts.iter().map(|at| at.text.clone()).collect::<String>()).collect();
        let theirs: Vec<String> = rows.iter().map(|text| if text.trim().is_empty() { String::new() } else { text.clone() }).collect();
        prop_assert_eq!(mine, theirs);
    }

    /// What a proper writer wrote is read cell by cell, with no finding.
    #[test]
    fn cells_are_read_as_they_were_written(
        rows in prop::collection::vec(prop::collection::vec(cell(), 2), 1..8),
        delimiter in prop::sample::select(b",;\t|".to_vec()),
        crlf in any::<bool>(),
        mark in any::<bool>(),
    ) {
        let end = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let start = if mark { "\u{feff}" } else { "" };
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(end)
            .from_writer(start.as_bytes().to_vec());
        writer.write_record(["id", "name", "purpose", "description"]).unwrap();
        for (at, row) in rows.iter().enumerate() {
            let (id, name) = (format!("R{at}"), format!("n{at}"));
            writer.write_record([id.as_str(), name.as_str(), &row[0], &row[1]]).unwrap();
        }
        let read = read_as("r.csv", &writer.into_inner().unwrap(), "");
        prop_assert_eq!(&read.findings, &[""; 0]);
        prop_assert_eq!(read.records.len(), rows.len());
        for (at, (record, row)) in read.records.iter().zip(&rows).enumerate() {
            prop_assert_eq!(&record.id, &format!("R{at}"));
            prop_assert_eq!(&record.name, &format!("n{at}"));
            let found: Vec<(&str, &str)> =
                record.texts.iter().map(|text| (text.field.as_str(), text.text.as_str())).collect();
            let named = ["purpose", "description"].into_iter().zip(row.iter().map(String::as_str));
            let want: Vec<(&str, &str)> = named.filter(|(_, cell)| !cell.trim().is_empty()).collect();
            prop_assert_eq!(found, want);
        }
    }

    /// Lines with quotes anywhere: what each line says is in some record, or a finding says that rows
    /// may be wrong; and there are as many records as lines unless a quote holds lines together.
    #[test]
    fn no_line_is_lost_without_a_word(
        cells in prop::collection::vec(("[a-c\" ]{0,5}", "[a-c\",; ]{0,5}"), 1..10),
    ) {
        let lines: Vec<String> = cells
            .iter()
            .enumerate()
            .map(|(at, (one, two))| format!("R{at}x,{one},{two}"))
            .collect();
        let text = format!("id,name,purpose\n{}\n", lines.join("\n"));
        let read = read_as("r.csv", text.as_bytes(), "");
        let all = texts(&read);
        for at in 0..lines.len() {
            prop_assert!(all.contains(&format!("R{at}x")) || !read.findings.is_empty(), "{} of {}", at, text);
        }
        if !text.contains('"') {
            prop_assert_eq!(read.records.len(), lines.len());
        }
        if read.records.len() < lines.len() {
            prop_assert!(all.contains('\n') || !read.findings.is_empty(), "{}", text);
        }
    }

    /// One stray quote, wherever it stands, costs no row, and changes none but its own.
    #[test]
    fn one_stray_quote_costs_nothing(
        rows in prop::collection::vec(prop::collection::vec("[a-z]{0,3}", 3), 1..8),
        at in any::<prop::sample::Index>(),
        column in 0usize..3,
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let at = at.index(rows.len());
        let line = |stray: bool| {
            let rows = rows.iter().enumerate().map(|(number, row)| {
                let cells = row.iter().enumerate().map(|(place, cell)| {
                    let quote = if stray && (number, place) == (at, column) { "\"" } else { "" };
                    format!("{quote}{cell}")
                });
                format!("R{number},{}", cells.collect::<Vec<_>>().join(","))
            });
            let rows: Vec<String> = rows.collect();
            format!("id,name,purpose,description{end}{}", rows.join(end))
        };
        let (clean, stray) = (read_as("r.csv", line(false).as_bytes(), ""), read_as("r.csv", line(true).as_bytes(), ""));
        prop_assert_eq!(stray.records.len(), rows.len(), "{}", line(true));
        for (number, (stray, clean)) in stray.shown().iter().zip(clean.shown()).enumerate() {
            prop_assert!(number == at || *stray == clean, "{} is not {}", stray, clean);
        }
        prop_assert!(stray.findings.iter().any(|at| at.contains("[quote-astray]")));
    }

    /// Each line is a record, a finding, or counted in one.
    #[test]
    fn no_json_line_is_lost(
        lines in prop::collection::vec("\\{\"name\":\"[a-z]{0,3}\"\\}|\\{\"id\":[0-9]?\\}|[a-z\\[\\]{}:\"0-9]{1,6}", 1..12),
    ) {
        let read = read_as("r.jsonl", lines.join("\n").as_bytes(), "");
        let says = |value: &serde_json::Value| {
            ["id", "name"].iter().any(|key| value.get(key).is_some_and(|at| at.as_str() != Some("")))
        };
        let objects = lines.iter().filter_map(|line| serde_json::from_str(line).ok());
        let hollow = objects.filter(|value: &serde_json::Value| value.is_object() && !says(value)).count();
        prop_assert_eq!(read.kept.records + read.kept.unreadable + hollow as u64, lines.len() as u64);
        let told = read.findings.iter().any(|at| at.contains("[record-without-content]"));
        prop_assert_eq!(told, hollow > 0);
        let unreadable = read.findings.iter().filter(|at| at.contains("[record-unreadable]")).count();
        prop_assert_eq!(unreadable as u64, read.kept.unreadable);
    }

    /// A number of a file is the number that is compared with a threshold, in every format.
    #[test]
    fn numbers_keep_their_digits(number in "(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?") {
        let vocabulary = vocabulary();
        let fact = vocabulary.get(vocabulary.find("compute").unwrap()).unwrap();
        let want = fact.write(&fact.read(Raw::Text(&number)).unwrap());
        let texts = [
            ("r.jsonl", format!(r#"{{"id":"R1","name":"a","facts":{{"compute":{number}}}}}"#)),
            ("r.json", format!(r#"[{{"id":"R1","name":"a","facts":{{"compute":{number}}}}}]"#)),
            ("r.json", format!("{{\n\"id\":\"R1\",\"name\":\"a\",\"fact:compute\":\"{number} FLOP\"}}")),
            ("r.yaml", format!("- {{id: R1, name: a, facts: {{compute: {number}}}}}\n")),
            ("r.csv", format!("id,name,fact:compute\nR1,a,{number}\n")),
        ];
        for (name, text) in texts {
            let read = read_as(name, text.as_bytes(), "");
            let says = format!("R1 name=a facts=p:compute={want}");
            prop_assert_eq!(read.shown(), [says], "{}", text);
        }
    }
}
