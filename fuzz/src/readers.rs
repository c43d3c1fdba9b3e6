//! The readers of intake.

use std::io::{Cursor, Write};
use std::sync::OnceLock;

use actlas_facts::{Finding, Raw, Record, Vocabulary, parse_date, truth_word};
use actlas_intake::{
    Answers, Attesting, Event, Ids, Mapping, Options, attest, read_answer_lines, read_answer_sheet,
    read_from,
};
use actlas_law::{Pack, PackFiles};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::Seen;

pub const TABLE_WORDS: &[&str] = &[
    "id",
    "name",
    "purpose",
    "\"",
    "\"\"",
    "\n",
    "\r\n",
    "\r",
    ",",
    ";",
    "\t",
    "|",
    "sep=#\n",
    "\u{feff}",
    "fact:performs_profiling",
    "yes",
    "no",
    "use 1",
    "use 2",
    "provider",
    "deployer",
    "stage",
    "in use",
    "Nombre",
    "finalit\u{e0}",
    "=1+1",
    "<html>",
    "\0",
    "instance of",
    "built on",
];
pub const JSON_WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"id\":",
    "\"name\":\"x\"",
    "\"facts\":{",
    "\"uses\":[",
    "\"actors\":[",
    "\"roles\":[\"provider\"]",
    "\"texts\":{",
    "null",
    "true",
    "1e25",
    "-0.0",
    "\\u0000",
    "\\ud800",
    "\n",
    ",",
    "\"performs_profiling\":true",
    "\"training_compute\":",
    "{\"value\":",
    "{\"not\":[",
    "\"complete\":true",
];
pub const YAML_WORDS: &[&str] = &[
    "- ",
    "id: ",
    "name: ",
    "---\n",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "? ",
    ": ",
    "|\n  ",
    ">-\n  ",
    "#",
    "'",
    "\"",
    "{",
    "}",
    "[",
    "]",
    "\n",
    "  ",
    "\t",
    "%YAML 1.2\n",
    "...\n",
    "fact:performs_profiling",
    "ignore",
    "use:1",
    "actor:provider",
];
pub const BILL_WORDS: &[&str] = &[
    "\"bomFormat\":\"CycloneDX\"",
    "\"components\":[",
    "\"type\":\"machine-learning-model\"",
    "\"bom-ref\":",
    "\"modelCard\":{",
    "\"dependencies\":[",
    "\"ref\":",
    "\"dependsOn\":[",
    "\"services\":[",
    "\"properties\":[",
    "\"name\":\"fact:",
    "\"rootElement\":[",
    "\"@graph\":[",
    "\"spdxId\":",
    "\"type\":\"Relationship\"",
    "{",
    "}",
    "[",
    "]",
    "\"pedigree\":{\"ancestors\":[",
    "<component>",
    "</component>",
    "<modelCard>",
    "<!DOCTYPE a>",
    "&amp;",
    "&x;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?x?>",
    "bom-ref=\"a\"",
];
pub const WORKBOOK_WORDS: &[&str] = &[
    "PK\x03\x04",
    "PK\x01\x02",
    "PK\x05\x06",
    "<row>",
    "</row>",
    "<c t=\"s\">",
    "<c t=\"e\">",
    "<v>",
    "</v>",
    "</c>",
    "<f>",
    "</f>",
    "<is><t>",
    "</t></is>",
    "<mergeCell ref=\"A1:B9\"/>",
    "r=\"XFD1048576\"",
    "s=\"1\"",
    "1048576",
    "_x000D_",
    "&#0;",
    "&amp;",
    "&x;",
    "<!DOCTYPE a>",
    "../",
    "Target=\"/\"",
    "<sst>",
    "<si>",
    "</si>",
    "<rPh>",
    "\n=== xl/worksheets/s1.xml\n",
];
pub const ANSWER_WORDS: &[&str] = &[
    "\"id\":\"R1\"",
    "\"fact\":\"performs_profiling\"",
    "\"value\":true",
    "\"act\":\"attest\"",
    "\"act\":\"reject\"",
    "\"act\":\"evidence\"",
    "\"use\":\"u\"",
    "\"actor\":\"Tax\"",
    "\"by\":\"A\"",
    "\"at\":\"2026\"",
    "\"why\":\"w\"",
    "\n",
    "{",
    "}",
    ",",
];
pub const FACT_WORDS: &[&str] = &[
    "yes",
    "no",
    "not ",
    "only ",
    "none",
    "unknown",
    ";",
    ",",
    "2026-07-27",
    "2026-07",
    "T12:00",
    "1e25",
    "FLOP",
    "YFLOP",
    ">",
    "<",
    "at least ",
    "{\"has\":[",
    "{\"not\":[",
    "\"complete\":true",
    "{\"above\":",
    "{\"until\":",
    "-0",
    "e-999",
    "0.",
    "\"",
];

fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    VOCABULARY.get_or_init(|| Pack::load(&PackFiles::embedded()).0.vocabulary)
}

fn options() -> &'static Options<'static> {
    static OPTIONS: OnceLock<Options<'static>> = OnceLock::new();
    OPTIONS.get_or_init(|| Options {
        vocabulary: vocabulary(),
        mapping: Mapping::default(),
        sheet: None,
    })
}

fn is_told_well(finding: &Finding, name: &str, seen: &mut Seen) {
    assert!(finding.place.path == name, "a finding has a place: {finding}");
    let says = finding.to_string();
    assert!(!says.contains(char::is_control), "no file steers the terminal: {says:?}");
    seen.add(finding.code.0);
}

/// The name of a table.
const TABLE: &str = "f.csv";
/// The name of what has none.
const UNNAMED: &str = "-";

/// Reads bytes under a name, and checks what holds of every input.
fn read_as(name: &str, bytes: &[u8]) -> u64 {
    let (mut seen, mut ids) = (Seen::new(), Ids::default());
    let (mut records, mut told, mut known, mut is_table) = (0u64, 0usize, Vec::new(), false);
    let kept = read_from(name, bytes, options(), &mut |event| match event {
        Event::Record(mut record) => {
            records += 1;
            assert_eq!(
                record.number > 0,
                !record.path.is_empty(),
                "a record says where it is from"
            );
            for finding in &record.findings {
                is_told_well(finding, name, &mut seen);
            }
            told += record.findings.len() + usize::from(ids.settle(&mut record).is_some());
            assert!(!record.id.is_empty(), "every record has an id");
            known.push(record.id.clone());
            features(&record, &mut seen);
        }
        Event::Finding(finding) => {
            told += 1;
            is_told_well(&finding, name, &mut seen);
        }
        Event::Package(_) => {}
        Event::Mapped(mapped) => {
            is_table |= mapped.format.starts_with("CSV");
            seen.add(mapped.format.split(',').next().unwrap_or_default());
        }
    });
    assert_eq!(kept.records, records, "records are counted");
    assert!(records > 0 || told > 0, "where nothing is read somebody is told why");
    known.sort_unstable();
    known.dedup();
    assert_eq!(known.len() as u64, records, "ids are unique");
    // What is none of its own format is read as a table. Tables have a target of their own, and are much slower.
    let strays = is_table && name != TABLE && name != UNNAMED;
    if strays { 0 } else { seen.number() }
}

fn features(record: &Record, seen: &mut Seen) {
    seen.add("record");
    seen.add(record.kind.as_str());
    seen.add(record.stage.as_str());
    for (what, text) in [
        ("name", &record.name),
        ("organisation", &record.organisation),
        ("vendor", &record.vendor),
        ("origin", &record.origin),
    ] {
        if !text.is_empty() {
            seen.add(what);
        }
    }
    record.texts.iter().for_each(|_| seen.add("text"));
    record.statements.iter().for_each(|_| seen.add("statement"));
    record.uses.iter().for_each(|_| seen.add("use"));
    record.actors.iter().for_each(|_| seen.add("actor"));
    record.built_on.iter().for_each(|_| seen.add("built on"));
}

pub fn csv(bytes: &[u8]) -> u64 {
    read_as(TABLE, bytes)
}

pub fn json(bytes: &[u8]) -> u64 {
    read_as("f.json", bytes)
}

pub fn lines(bytes: &[u8]) -> u64 {
    read_as("f.jsonl", bytes)
}

pub fn yaml(bytes: &[u8]) -> u64 {
    read_as("f.yaml", bytes)
}

pub fn any(bytes: &[u8]) -> u64 {
    read_as(UNNAMED, bytes)
}

pub fn bill_xml(bytes: &[u8]) -> u64 {
    read_as("f.xml", bytes)
}

/// A workbook as bytes: directory and headers of the archive.
pub fn workbook(bytes: &[u8]) -> u64 {
    read_as("f.xlsx", bytes)
}

/// The parts of a workbook, packed here: what the archive holds. A line `=== NAME` begins a part.
pub fn workbook_parts(bytes: &[u8]) -> u64 {
    read_as("f.xlsx", &pack(bytes))
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut names: Vec<String> = Vec::new();
    for (name, body) in parts(bytes) {
        if names.contains(&name) || zip.start_file(name.as_str(), options).is_err() {
            continue;
        }
        names.push(name);
        zip.write_all(&body).expect("memory is never full");
    }
    zip.finish().expect("memory is never full").into_inner()
}

/// Parts with their names.
pub(crate) fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match (line.strip_prefix(b"=== "), parts.last_mut()) {
            (Some(name), _) => {
                parts.push((String::from_utf8_lossy(name).trim().to_owned(), Vec::new()));
            }
            (None, Some((_, body))) => body.extend_from_slice(line),
            (None, None) => {}
        }
    }
    parts
}

pub fn mapping(bytes: &[u8]) -> u64 {
    let mut seen = Seen::new();
    match Mapping::read(&String::from_utf8_lossy(bytes), vocabulary()) {
        Ok(_) => seen.add("mapping"),
        Err(error) => {
            let says = error.to_string();
            assert!(!says.is_empty());
            seen.add(&says.chars().filter(|c| c.is_ascii_lowercase()).take(12).collect::<String>());
        }
    }
    seen.number()
}

/// Lines of answers, applied to a record.
pub fn answers(bytes: &[u8]) -> u64 {
    let (lines, found) = read_answer_lines("f.facts.jsonl", bytes);
    apply(lines, found)
}

/// An answer sheet, its parts packed here.
pub fn answer_sheet(bytes: &[u8]) -> u64 {
    match read_answer_sheet("f.xlsx", pack(bytes)) {
        Ok((lines, found)) => apply(lines, found),
        Err(error) => {
            let mut seen = Seen::new();
            let says = error.to_string();
            seen.add(&says.chars().filter(|c| c.is_ascii_lowercase()).take(30).collect::<String>());
            seen.number()
        }
    }
}

fn apply(
    lines: Vec<(actlas_facts::Place, actlas_facts::Entry)>,
    found: Vec<actlas_facts::Finding>,
) -> u64 {
    let mut seen = Seen::new();
    found.iter().for_each(|finding| seen.add(finding.code.0));
    for (_, line) in &lines {
        // What is written is read back as it was.
        let again =
            actlas_facts::Entry::read(&line.write()).expect("a line that was written is read");
        assert_eq!(again.write(), line.write());
        match line {
            actlas_facts::Entry::Said(line) => seen.add(&format!("{:?}", line.act)),
            actlas_facts::Entry::Evidence(_) => seen.add("of a duty"),
        }
    }
    let mut record = Record { id: "R1".to_owned(), ..Record::default() };
    record.uses.push(actlas_facts::Use { id: "u".to_owned(), ..Default::default() });
    record.actors.push(actlas_facts::Actor { name: "Tax".to_owned(), ..Default::default() });
    let mut answers = Answers::default();
    answers.add(lines);
    for finding in answers.apply(&mut record, vocabulary()) {
        seen.add(finding.code.0);
    }
    let attesting = Attesting { name: "A".to_owned(), at: "2026".to_owned() };
    for finding in attest(&mut record, &attesting, vocabulary()) {
        seen.add(finding.code.0);
    }
    answers.unmatched().iter().for_each(|finding| seen.add(finding.code.0));
    features(&record, &mut seen);
    seen.number()
}

/// The value of a fact as text and as JSON; the first byte says of which kind of fact.
pub fn facts(bytes: &[u8]) -> u64 {
    let Some((first, rest)) = bytes.split_first() else { return 0 };
    let text = String::from_utf8_lossy(rest);
    let all = vocabulary().facts().count();
    let Some((_, fact)) = vocabulary().facts().nth(usize::from(*first) % all) else { return 0 };
    let mut seen = Seen::new();
    let json = serde_json::from_str::<serde_json::Value>(&text).ok();
    let raws = [Some(Raw::Text(&text)), json.as_ref().map(Raw::Json)];
    for raw in raws.into_iter().flatten() {
        match fact.read(raw) {
            Ok(says) => {
                let written = fact.write(&says);
                let again = fact.read(Raw::Json(&written));
                assert_eq!(again.as_ref(), Ok(&says), "{written} is read as it was written");
                seen.add(&format!("{:?}", fact.kind).chars().take(5).collect::<String>());
                if let serde_json::Value::Object(object) = written {
                    object.keys().for_each(|key| seen.add(key));
                }
            }
            Err(error) => seen.add(&error.wanted.chars().take(10).collect::<String>()),
        }
    }
    if let Some((from, to)) = parse_date(&text) {
        assert!(from <= to);
        seen.add("date");
    }
    if truth_word(&text).is_some() {
        seen.add("truth");
    }
    seen.number()
}
