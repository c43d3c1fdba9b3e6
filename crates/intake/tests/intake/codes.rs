//! Every finding there is can be provoked, and says where.

use std::collections::{BTreeMap, BTreeSet};

use actlas_facts::CODES as FACT_CODES;
use actlas_intake::{Answers, Attesting, CODES, attest, read_answers};

use crate::common::{Folder, read_as, vocabulary};

/// The beginning of what an office program protects by a password, and its directory.
const LOCKED: &[u8] = b"\xd0\xcf\x11\xe0E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
/// An archive of one empty entry `../a`.
const CLIMBS: &[u8] = b"PK\x03\x04\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x04\0\0\0../a\
    PK\x01\x02\x0a\0\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0../a\
    PK\x05\x06\0\0\0\0\x01\0\x01\0\x32\0\0\0\x22\0\0\0\0\0";

/// A register, answers to it, and the code they provoke.
const PROVOKED: &[(&str, &str, &[u8], &str)] = &[
    ("file-unreadable", "reg.yaml", b"- name: \xff\n", ""),
    ("file-not-a-register", "reg.csv", b"a,b\n1,2\n", ""),
    ("file-empty", "reg.csv", b"", ""),
    ("file-protected", "reg.xlsx", LOCKED, ""),
    ("archive-unsafe", "reg.xlsx", CLIMBS, ""),
    ("name-odd", "reg.csv", b"id,name\nR1,<b>a</b>\n", ""),
    ("record-unreadable", "reg.jsonl", b"{}\n{\n", ""),
    ("record-without-content", "reg.csv", b"id,name,cost\nR1,a,5\n,,5\n", ""),
    ("row-ragged", "reg.csv", b"id,name\nR1,a,b\n", ""),
    ("quote-astray", "reg.csv", b"id,name\nR1,\"a\n", ""),
    ("text-not-utf8", "reg.csv", b"id,name\nR1,\xe9\n", ""),
    ("id-missing", "reg.csv", b"id,name\n,a\n", ""),
    ("id-duplicate", "reg.csv", b"id,name\nR1,a\nR1,b\n", ""),
    ("columns-not-recognised", "reg.csv", b"id,foo\nR1,a\n", ""),
    ("reference-circular", "reg.csv", b"id,name,instance of\nR1,a,R1\n", ""),
    ("field-unreadable", "reg.json", br#"[{"id":"R1","name":{}}]"#, ""),
    ("key-doubled", "reg.json", br#"[{"id":"R1","name":"a","name":"b"}]"#, ""),
    ("word-not-recognised", "reg.csv", b"id,name,stage\nR1,a,blue\n", ""),
    ("fact-unreadable", "reg.csv", b"id,name,fact:minors\nR1,a,blue\n", ""),
    ("fact-not-in-vocabulary", "reg.csv", b"id,name,fact:blue\nR1,a,yes\n", ""),
    ("fact-not-read", "reg.csv", b"id,name,facts:minors\nR1,a,yes\n", ""),
    ("assessed-needs-reason", "reg.csv", b"id,name,fact:harm\nR1,a,yes\n", ""),
    (
        "answer-unmatched",
        "reg.csv",
        b"id,name\nR1,a\n",
        r#"{"id":"R2","fact":"minors","value":true,"act":"attest"}"#,
    ),
    (
        "answer-of-another",
        "reg.csv",
        b"id,name\nR1,a\n",
        r#"{"id":"R1","name":"b","fact":"minors","value":true,"act":"propose"}"#,
    ),
    (
        "answer-by-number",
        "reg.csv",
        b"name\na\n",
        r#"{"id":"reg:1","fact":"minors","value":true,"act":"propose"}"#,
    ),
    (
        "attest-needs-name",
        "reg.csv",
        b"id,name\nR1,a\n",
        r#"{"id":"R1","fact":"minors","value":true,"act":"attest"}"#,
    ),
    (
        "answer-for-every-use",
        "reg.json",
        br#"{"id":"R1","uses":[{"id":"u"},{"id":"v"}]}"#,
        r#"{"id":"R1","fact":"sector","value":"police","act":"propose"}"#,
    ),
    (
        "evidence-unusable",
        "reg.csv",
        b"id,name\nR1,a\n",
        r#"{"id":"R1","duty":"D-1","act":"evidence","by":"A","at":"2026-11-01"}"#,
    ),
    ("facts-line-unreadable", "reg.csv", b"id,name\nR1,a\n", "{"),
    ("answers-empty", "reg.csv", b"id,name\nR1,a\n", " \n\n"),
    (
        "reject-needs-name",
        "reg.csv",
        b"id,name\nR1,a\n",
        r#"{"id":"R1","fact":"minors","value":true,"act":"reject"}"#,
    ),
    (
        "rejection-unmatched",
        "reg.csv",
        b"id,name\nR1,a\n",
        r#"{"id":"R1","fact":"minors","value":true,"act":"reject","by":"B","at":"2026"}"#,
    ),
    (
        "answer-on-other-words",
        "reg.csv",
        b"id,name\nR1,a\n",
        r#"{"id":"R1","fact":"minors","value":true,"act":"attest","by":"B","at":"2026","quote":"of pupils"}"#,
    ),
    (
        "attested-yet-rejected",
        "reg.csv",
        b"id,name\nR1,a\n",
        "{\"id\":\"R1\",\"fact\":\"minors\",\"value\":true,\"act\":\"attest\",\"by\":\"A\",\"at\":\"2026\"}\n\
         {\"id\":\"R1\",\"fact\":\"minors\",\"value\":true,\"act\":\"reject\",\"by\":\"B\",\"at\":\"2026\"}",
    ),
    (
        "answer-ambiguous",
        "reg.csv",
        b"name,organisation\na,O\na,P\n",
        r#"{"id":"reg:1","name":"a","fact":"minors","value":true,"act":"propose"}"#,
    ),
];

/// Reported elsewhere: by the joining of layers, by whoever knows the duties or hashes files, by whoever looks up the records that others are
/// instances of, and where a workbook, a wide table, a mapping or several files are needed for it.
const ELSEWHERE: &[&str] = &[
    "facts-conflict",
    "fact-misplaced",
    "instance-base-missing",
    "file-same-as-another",
    "sheet-not-found",
    "sheet-not-read",
    "columns-too-many",
    "mapping-column-missing",
    "cell-without-value",
    "evidence-file-differs",
    "evidence-file-missing",
    "duty-not-in-catalogue",
    "evidence-not-asked-for",
];

#[test]
fn every_code_is_provoked_and_has_a_place() {
    let mut provoked = BTreeSet::new();
    for (code, name, bytes, lines) in PROVOKED {
        let mut read = read_as(name, bytes, "");
        let folder = Folder::new();
        let path = folder.write("x.facts.jsonl", lines.as_bytes());
        let (lines, found) = read_answers(&path).unwrap();
        let mut answers = Answers::default();
        answers.add(lines);
        let mut found: Vec<String> = found.iter().map(ToString::to_string).collect();
        read.records.iter().for_each(|record| answers.meet(record));
        let attesting = Attesting { name: "Anna".to_owned(), at: "2026".to_owned() };
        for record in &mut read.records {
            let all = answers.apply(record, &vocabulary());
            found.extend(all.iter().map(ToString::to_string));
            let all = attest(record, &attesting, &vocabulary());
            found.extend(all.iter().map(ToString::to_string));
        }
        found.extend(answers.unmatched().iter().map(ToString::to_string));
        found.extend(read.findings);
        let place = |file: &str| format!("[{code}]: {file}");
        let is_it = |found: &String| {
            let found = folder.within(found);
            found.contains(&place(name)) || found.contains(&place("x.facts.jsonl"))
        };
        assert!(found.iter().any(is_it), "{code} is not among {found:?}");
        assert!(provoked.insert(*code), "{code} stands here twice");
    }
    let all: BTreeSet<&str> = CODES.iter().chain(FACT_CODES).map(|info| info.code.0).collect();
    let known: BTreeSet<&str> = provoked.iter().chain(ELSEWHERE).copied().collect();
    assert_eq!(known, all);
}

#[test]
fn codes_are_in_kebab_case_and_unique() {
    let mut titles = BTreeMap::new();
    for info in CODES.iter().chain(FACT_CODES) {
        let code = info.code.0;
        assert!(titles.insert(code, info.title).is_none(), "{code} twice");
        assert!(
            code.bytes().all(|at| at.is_ascii_lowercase() || at.is_ascii_digit() || at == b'-'),
            "{code}"
        );
        assert!(!code.starts_with('-') && !code.ends_with('-') && !code.contains("--"), "{code}");
        assert!(!info.title.is_empty() && !info.title.ends_with('.'), "{code}");
    }
}
