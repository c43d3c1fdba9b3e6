//! Lines of a facts file.

use actlas_facts::{Act, Entry, Line};
use proptest::prelude::*;
use serde_json::{Number, Value};

use crate::common::json;

fn check(line: &str, want: &str) {
    let found = match Line::read(line) {
        Ok(line) => line.write(),
        Err(error) => format!("! {error}"),
    };
    assert!(found.starts_with(want), "{line}\n  is {found}\n  not {want}");
}

#[test]
fn lines_are_read_and_written_in_one_shape() {
    let full = r#"{"id":"r","name":"n","use":"u","actor":"a","fact":"f","value":[1],"act":"evidence","by":"B","at":"2026-01-01","why":"w","source":"s"}"#;
    check(full, full);
    // What is empty is not written.
    check(
        r#"{"act": "attest", "value": null, "fact": "f", "id": "r", "use": "", "by": ""}"#,
        r#"{"id":"r","fact":"f","value":null,"act":"attest"}"#,
    );
    let number = r#"{"id":"r","fact":"f","value":10000000000000000000000001,"act":"propose"}"#;
    check(number, number);
    for act in ["attest", "propose", "reject", "evidence"] {
        let line = format!(r#"{{"id":"r","fact":"f","value":true,"act":"{act}"}}"#);
        check(&line, &line);
    }
}

#[test]
fn broken_lines_say_what_is_wrong() {
    for (line, want) in [
        ("", "! EOF while parsing"),
        ("{", "! EOF while parsing"),
        ("[]", "! "),
        ("null", "! "),
        ("reject", "! expected value"),
        (r#"{"fact":"f","value":true,"act":"attest"}"#, "! missing field `id`"),
        (r#"{"id":"r","value":true,"act":"attest"}"#, "! missing field `fact`"),
        (r#"{"id":"r","fact":"f","act":"attest"}"#, "! missing field `value`"),
        (r#"{"id":"r","fact":"f","value":true}"#, "! missing field `act`"),
        (r#"{"id":"r","fact":"f","value":true,"act":"Attest"}"#, "! unknown variant `Attest`"),
        (r#"{"id":"r","fact":"f","value":true,"act":"deny"}"#, "! unknown variant `deny`"),
        (r#"{"id":7,"fact":"f","value":true,"act":"attest"}"#, "! invalid type: "),
        // A misspelt field must not be dropped: it may be the reason or the use.
        (r#"{"id":"r","fact":"f","value":1,"act":"attest","note":"w"}"#, "! unknown field `note`"),
        (r#"{"id":"r","id":"s","fact":"f","value":1,"act":"attest"}"#, "! duplicate field `id`"),
        (r#"{"id":"r","fact":"f","value":true,"act":"attest"} x"#, "! trailing characters"),
    ] {
        check(line, want);
    }
}

/// What names a duty is evidence of it; everything else is about a fact.
#[test]
fn evidence_of_duties_is_told_from_facts() {
    let evidence = r#"{"id":"r","name":"n","actor":"a","role":"deployer","duty":"D-1","act":"evidence","by":"B","at":"2026-01-01","why":"w","source":"s","sha256":"00","until":"2027"}"#;
    let fact = r#"{"id":"r","fact":"f","value":true,"act":"evidence","source":"s"}"#;
    for (line, want) in [
        (evidence, evidence),
        (fact, fact),
        (
            r#"{"id":"r","duty":"D-1","act":"evidence","by":""}"#,
            r#"{"id":"r","duty":"D-1","act":"evidence"}"#,
        ),
        (r#"{"id":"r","duty":"D-1","act":"attest"}"#, "! a line about a duty is `evidence`"),
        (r#"{"id":"r","duty":"D-1","act":"evidence","fact":"f"}"#, "! unknown field `fact`"),
        (r#"{"id":"r","duty":"D-1","act":"evidence","file":"Same"}"#, "! unknown field `file`"),
        (r#"{"id":"r","duty":7,"act":"evidence"}"#, "! invalid type"),
        (r#"{"duty":"D-1","act":"evidence"}"#, "! missing field `id`"),
        (r#"{"id":"r","act":"evidence"}"#, "! missing field `fact`"),
    ] {
        let found = match Entry::read(line) {
            Ok(entry) => entry.write(),
            Err(error) => format!("! {error}"),
        };
        assert!(found.starts_with(want), "{line}\n  is {found}\n  not {want}");
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,9})?"
            .prop_map(|text| Value::Number(text.parse::<Number>().unwrap())),
        ".{0,9}".prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 9, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((".{0,5}", inner), 0..3)
                .prop_map(|entries| entries.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        texts in prop::collection::vec(".{0,12}", 10),
        quotes in prop::collection::vec("[a-z ]{0,4}[a-z]", 0..3),
        value in value(),
        act in prop::sample::select(vec![Act::Attest, Act::Propose, Act::Reject, Act::Evidence]),
    ) {
        let text = |at: usize| texts[at].clone();
        let line = Line {
            id: text(0), of_use: text(1), actor: text(2), fact: text(3), value, act,
            by: text(4), at: text(5), why: text(6), source: text(7), name: text(8),
            organisation: text(9), quotes,
        };
        let written = line.write();
        prop_assert!(!written.contains('\n'));
        prop_assert_eq!(Line::read(&written), Ok(line));
        prop_assert!(json(&written).is_object());
    }

    #[test]
    fn no_line_is_too_strange(line in "\\{?(\"(id|fact|value|act|by)\":(\"[a-z]{0,6}\"|[0-9]{1,3}),?){0,5}\\}?|.{0,40}") {
        if let Ok(read) = Line::read(&line) {
            prop_assert_eq!(Line::read(&read.write()), Ok(read));
        }
    }
}
