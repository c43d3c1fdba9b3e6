//! Values of facts, as cells and as JSON give them.
use crate::common::{json, reads, vocabulary};
use actlas_facts::{Bound, Interval, Kind, Knowledge, OptionIx, Options, Raw, Truth, parse_date};
use actlas_facts::{Date, Fact, day_text};
use proptest::prelude::*;
use serde_json::Value;

const YES_NO: &str = "! yes or no";
const SECTOR: &str = "! one of schools, police, other (or `not` some of them)";
const TRAITS: &str = "! some of age, sex, health (or `none`)";
const COMPUTE: &str = "! a number in FLOP, not below 0";
const START: &str = "! a day such as 2026-07-27, a month or a year";

fn check_cells(id: &str, cells: &[(&str, &str)]) {
    let vocabulary = vocabulary();
    for (cell, want) in cells {
        assert_eq!(reads(&vocabulary, id, Raw::Text(cell)), *want, "cell {cell:?} of {id}");
        // JSON text is read as a cell is.
        let text = Value::from(*cell);
        assert_eq!(reads(&vocabulary, id, Raw::Json(&text)), *want, "text {cell:?} of {id}");
    }
}

fn check_json(id: &str, values: &[(&str, &str)]) {
    let vocabulary = vocabulary();
    for (value, want) in values {
        assert_eq!(reads(&vocabulary, id, Raw::Json(&json(value))), *want, "{value} of {id}");
    }
}

#[test]
fn yes_and_no_in_the_languages_of_registers() {
    for yes in [
        "true",
        "TRUE",
        "yes",
        "Y",
        "1",
        "ja",
        "Ja ",
        "oui",
        "si",
        "sí",
        "SÌ",
        "sim",
        "tak",
        "ano",
        "áno",
        "da",
        "kyllä",
        "jah",
        "igen",
        "jā",
        "taip",
        "ναι",
        "ΝΑΙ",
        "да",
        "ДА",
        "wahr",
        "vrai",
        "waar",
        "VERDADERO",
        "VERO",
        "verdadeiro",
        "PRAWDA",
        "PRAVDA",
        "IGAZ",
        "ADEVĂRAT",
        "SANT",
        "SAND",
        "TOSI",
        "x",
        "X",
        "\u{a0}yes\u{a0}",
    ] {
        check_cells("minors", &[(yes, "true")]);
    }
    for no in [
        "false", "no", "N", "0", "nee", "nein", "non", "não", "nie", "ne", "nej", "ei", "nem",
        "nē", "nu", "όχι", "ΌΧΙ", "ΟΧΙ", "не", "falsch", "faux", "onwaar", "FALSO", "FAŁSZ",
        "NEPRAVDA", "HAMIS", "FALS", "FALSKT", "FALSK", "EPÄTOSI",
    ] {
        check_cells("minors", &[(no, "false")]);
    }
    let silent = [
        "",
        " ",
        "\t",
        "unknown",
        "Not known",
        "?",
        "onbekend",
        "unbekannt",
        "inconnu",
        "desconocido",
        "sconosciuto",
    ];
    for silent in silent {
        for id in ["minors", "sector", "traits", "compute", "start"] {
            check_cells(
                id,
                &[(silent, "null")]
                    .map(|(cell, want)| (cell, if id == "traits" { "[]" } else { want })),
            );
        }
    }
    check_cells(
        "minors",
        &[
            ("perhaps", YES_NO),
            ("n/a", YES_NO),
            ("none", YES_NO),
            ("-", YES_NO),
            ("yes!", YES_NO),
            ("yes, mostly", YES_NO),
            ("not applicable", YES_NO),
            ("2", YES_NO),
            ("null", YES_NO),
        ],
    );
    check_json(
        "minors",
        &[
            ("true", "true"),
            ("false", "false"),
            ("1", "true"),
            ("0", "false"),
            ("null", "null"),
            ("2", YES_NO),
            ("1.0", YES_NO),
            ("[]", YES_NO),
            ("[true]", YES_NO),
            ("{}", YES_NO),
            (r#"{"not": true}"#, YES_NO),
        ],
    );
}

#[test]
fn choices_are_picked_or_narrowed() {
    check_cells(
        "sector",
        &[
            ("police", r#""police""#),
            (" Police ", r#""police""#),
            ("for the police", r#""police""#),
            ("police: for the police", r#""police""#),
            ("Police : For the police", r#""police""#),
            ("police: for schools", SECTOR),
            ("not police: for the police; schools", r#""other""#),
            ("not police", r#"{"not":["police"]}"#),
            ("not police; schools", r#""other""#),
            ("not police, schools", r#""other""#),
            ("not police; schools; other", SECTOR),
            ("not hospitals", SECTOR),
            ("not", SECTOR),
            ("not ;", SECTOR),
            ("police; schools", SECTOR),
            ("hospitals", SECTOR),
            ("none", SECTOR),
            ("no", SECTOR),
            ("yes", SECTOR),
        ],
    );
    check_json(
        "sector",
        &[
            (r#"{"not": ["police"]}"#, r#"{"not":["police"]}"#),
            (r#"{"not": "police"}"#, r#"{"not":["police"]}"#),
            (r#"{"not": ["police", "schools"]}"#, r#""other""#),
            (r#"{"not": []}"#, "null"),
            (r#"{"not": ["police", "schools", "other"]}"#, SECTOR),
            (r#"{"not": ["hospitals"]}"#, SECTOR),
            (r#"{"not": [""]}"#, SECTOR),
            (r#"{"not": ["police"], "is": "police"}"#, SECTOR),
            (r#"{"is": "police"}"#, SECTOR),
            ("{}", SECTOR),
            (r#"["police"]"#, SECTOR),
            ("1", SECTOR),
            ("false", SECTOR),
        ],
    );
}

/// What is not named stays unknown unless somebody says that the list is complete.
#[test]
fn sets_are_closed_only_by_saying_so() {
    let nothing = r#"{"has":[],"complete":true}"#;
    check_cells(
        "traits",
        &[
            ("age", r#"["age"]"#),
            ("age; sex", r#"["age","sex"]"#),
            ("Age, THEIR SEX;", r#"["age","sex"]"#),
            ("sex: their sex; age", r#"["age","sex"]"#),
            ("sex: their sex\nage: their age", r#"["age","sex"]"#),
            ("their health, body or mind; not age", r#"{"has":["health"],"not":["age"]}"#),
            ("health: their health, body or mind", r#"["health"]"#),
            ("not their health, body or mind", r#"{"has":[],"not":["health"]}"#),
            ("age; age", r#"["age"]"#),
            ("not age", r#"{"has":[],"not":["age"]}"#),
            ("sex; not age", r#"{"has":["sex"],"not":["age"]}"#),
            ("only age", r#"{"has":["age"],"complete":true}"#),
            ("only age; not sex", r#"{"has":["age"],"complete":true}"#),
            ("age; sex; health", r#"{"has":["age","sex","health"],"complete":true}"#),
            ("none", nothing),
            ("None of these", nothing),
            ("geen", nothing),
            ("keine", nothing),
            ("aucune", nothing),
            ("no", nothing),
            ("age; not age", TRAITS),
            ("age; height", TRAITS),
            ("none; age", TRAITS),
            ("not height", TRAITS),
            (";", TRAITS),
            (", ;", TRAITS),
            ("only", TRAITS),
            ("only ;", TRAITS),
            ("only not age", TRAITS),
            ("0", TRAITS),
            ("yes", TRAITS),
        ],
    );
    check_json(
        "traits",
        &[
            (r#"["age"]"#, r#"["age"]"#),
            ("0", TRAITS),
            (r#""0""#, TRAITS),
            ("[]", "[]"),
            (r#"{"has": ["age"]}"#, r#"["age"]"#),
            (r#"{"has": "age", "not": "sex"}"#, r#"{"has":["age"],"not":["sex"]}"#),
            (r#"{"not": ["sex"]}"#, r#"{"has":[],"not":["sex"]}"#),
            (r#"{"has": ["age"], "complete": true}"#, r#"{"has":["age"],"complete":true}"#),
            (r#"{"has": ["age"], "complete": false}"#, r#"["age"]"#),
            (r#"{"has": [], "complete": true}"#, nothing),
            ("false", nothing),
            ("{}", "[]"),
            (r#"{"complete": true}"#, TRAITS),
            (r#"{"not": ["sex"], "complete": true}"#, TRAITS),
            (r#"{"has": ["age"], "not": ["age"]}"#, TRAITS),
            (r#"{"has": ["age"], "not": ["age"], "complete": true}"#, TRAITS),
            (r#"{"has": ["age"], "complete": "yes"}"#, TRAITS),
            (r#"{"has": null}"#, TRAITS),
            (r#"{"has": ["age"], "hasnt": ["sex"]}"#, TRAITS),
            (r#"["age", 1]"#, TRAITS),
            (r#"["age", ""]"#, TRAITS),
            (r#"["height"]"#, TRAITS),
            ("true", TRAITS),
        ],
    );
}

#[test]
fn numbers_keep_every_digit() {
    let same = r#""1e25""#;
    check_cells(
        "compute",
        &[
            ("1e25", same),
            ("1.0e25", same),
            ("1E+25", same),
            ("10^25", same),
            ("1 × 10^25 FLOP", same),
            ("10 YFLOP", same),
            ("10yflop", same),
            ("10000000000000000000000000", same),
            ("10 000 000 000 000 000 000 000 000", same),
            ("10000000000000000000000001", r#""1.0000000000000000000000001e25""#),
            ("9999999999999999999999999 FLOPs", r#""9.999999999999999999999999e24""#),
            ("3.8e25", r#""3.8e25""#),
            ("0", r#""0""#),
            ("-2.50", COMPUTE),
            ("-3e25 FLOP", COMPUTE),
            ("-0", r#""0""#),
            (">-1", COMPUTE),
            (">1e25", r#"{"above":"1e25"}"#),
            (">= 1e25", r#"{"at_least":"1e25"}"#),
            ("≥1e25", r#"{"at_least":"1e25"}"#),
            ("<1 EFLOP", r#"{"below":"1e18"}"#),
            ("≤ 5", r#"{"at_most":"5"}"#),
            ("1,000", COMPUTE),
            ("1.000.000", COMPUTE),
            ("1e25 or more", COMPUTE),
            ("about 1e25", COMPUTE),
            ("1e25-2e25", COMPUTE),
            ("5 GFLOP", COMPUTE),
            ("YFLOP", COMPUTE),
            (">", COMPUTE),
            (">?", COMPUTE),
            (">>5", COMPUTE),
            ("NaN", COMPUTE),
            ("infinity", COMPUTE),
            ("0x10", COMPUTE),
            ("1e999999999999", COMPUTE),
            ("10e100000", COMPUTE),
            ("yes", COMPUTE),
        ],
    );
    check_json(
        "compute",
        &[
            ("1e25", same),
            ("1.0e25", same),
            ("1.0E+25", same),
            ("10000000000000000000000000", same),
            ("10000000000000000000000001", r#""1.0000000000000000000000001e25""#),
            ("0.1", r#""0.1""#),
            (r#"{"above": 1e25}"#, r#"{"above":"1e25"}"#),
            (r#"{"above": 1, "at_most": "2"}"#, r#"{"above":"1","at_most":"2"}"#),
            (r#"{"at_least": 2, "at_most": 2}"#, r#""2""#),
            ("{}", "null"),
            (r#"{"above": 2, "below": 1}"#, COMPUTE),
            (r#"{"above": 2, "at_most": 2}"#, COMPUTE),
            (r#"{"above": null}"#, COMPUTE),
            (r#"{"above": ""}"#, COMPUTE),
            (r#"{"more": 1}"#, COMPUTE),
            (r#"{"above": -1}"#, COMPUTE),
            ("-3e25", COMPUTE),
            ("[1]", COMPUTE),
            ("true", COMPUTE),
        ],
    );
}

#[test]
fn dates_are_days_months_years_or_bounds() {
    let year = r#"{"from":"2026-01-01","until":"2026-12-31"}"#;
    check_cells(
        "start",
        &[
            ("2026-07-27", r#""2026-07-27""#),
            (" 2026-07-27 ", r#""2026-07-27""#),
            ("2026-07-27T23:59:59Z", r#""2026-07-27""#),
            ("2026-07-27 00:00:00", r#""2026-07-27""#),
            ("2026-07-27T01:00:00.000+02:00", r#""2026-07-27""#),
            ("2026-02", r#"{"from":"2026-02-01","until":"2026-02-28"}"#),
            ("2024-02", r#"{"from":"2024-02-01","until":"2024-02-29"}"#),
            ("2026", year),
            (">= 2026", r#"{"from":"2026-01-01"}"#),
            (">2026", r#"{"from":"2027-01-01"}"#),
            ("<2026-08-02", r#"{"until":"2026-08-01"}"#),
            ("<=2026-07", r#"{"until":"2026-07-31"}"#),
            ("2026-02-29", START),
            ("2026-13", START),
            ("2026-00", START),
            ("2026-7-27", START),
            ("26-07-27", START),
            ("27/07/2026", START),
            ("27.07.2026", START),
            ("07/27/2026", START),
            ("20260727", START),
            ("+202", START),
            ("2026-+1", START),
            ("-2026", START),
            ("2026-07-27-01", START),
            ("2026 or 2027", START),
            ("2026 (planned)", START),
            ("2026-07-27 or later", START),
            ("2026-07-27 to 2027-01-01", START),
            ("2026-07T10:00", START),
            ("2026-07-27T", START),
            ("TBD", START),
            ("٢٠٢٦", START),
            ("Q3 2026", START),
            ("no", START),
        ],
    );
    check_json(
        "start",
        &[
            ("2026", year),
            (r#"{"from": "2026", "until": 2026}"#, year),
            (r#"{"after": "2026-08-01"}"#, r#"{"from":"2026-08-02"}"#),
            (r#"{"before": "2026-08-02"}"#, r#"{"until":"2026-08-01"}"#),
            (r#"{"after": "2026-08-01", "before": "2026-08-03"}"#, r#""2026-08-02""#),
            (r#"{"after": "2026-08-01", "before": "2026-08-02"}"#, START),
            (r#"{"from": "2027", "until": "2026"}"#, START),
            (r#"{"after": "9999"}"#, START),
            (r#"{"before": "0000"}"#, START),
            (r#"{"since": "2026"}"#, START),
            ("1e10", START),
            ("[2026]", START),
        ],
    );
}

/// A cut-off is a day, and the day after the one before it is that day.
#[test]
fn after_the_first_of_august_is_from_the_second() {
    let vocabulary = vocabulary();
    let fact = vocabulary.get(vocabulary.find("start").unwrap()).unwrap();
    let cut = actlas_facts::Test::From(parse_date("2026-08-02").unwrap().0);
    for (given, want) in [
        (r#"{"after": "2026-08-01"}"#, Truth::True),
        (r#"{"from": "2026-08-02"}"#, Truth::True),
        (r#"{"before": "2026-08-02"}"#, Truth::False),
        (r#"{"until": "2026-08-01"}"#, Truth::False),
        (r#"{"after": "2026-07-31"}"#, Truth::Unknown),
        (r#"{"until": "2026-08-02"}"#, Truth::Unknown),
        (r#""2026-08""#, Truth::Unknown),
    ] {
        let knowledge = fact.read(Raw::Json(&json(given))).unwrap();
        assert_eq!(knowledge.test(&cut), want, "{given}");
    }
}

#[test]
fn what_is_refused_is_shown_shortened() {
    let vocabulary = vocabulary();
    let fact = vocabulary.get(vocabulary.find("minors").unwrap()).unwrap();
    let error = fact.read(Raw::Text(&"ä".repeat(1_000_000))).unwrap_err();
    assert_eq!(error.to_string(), format!("`{}` is not yes or no", "ä".repeat(60)));
}

#[test]
fn values_in_words() {
    let vocabulary = vocabulary();
    for (id, value, want) in [
        ("minors", "true", "yes"),
        ("minors", "null", "not known"),
        ("sector", r#""police""#, "for the police"),
        ("sector", r#"{"not": ["other"]}"#, "in schools or for the police"),
        ("traits", r#"["age"]"#, "their age"),
        ("traits", r#"{"has": ["age"], "not": ["sex"]}"#, "their age; not their sex"),
        ("traits", r#"{"has": ["age"], "complete": true}"#, "their age; none of the others"),
        ("traits", r#"{"not": ["age"]}"#, "not their age"),
        ("traits", "false", "none of these"),
        ("traits", "[]", "not known"),
        ("compute", "1e25", "1e25 FLOP"),
        ("compute", r#"{"above": 1e25}"#, "above 1e25 FLOP"),
        ("start", "2026", "from 2026-01-01, until 2026-12-31"),
    ] {
        let fact = vocabulary.get(vocabulary.find(id).unwrap()).unwrap();
        let knowledge = fact.read(Raw::Json(&json(value))).unwrap();
        assert_eq!(fact.words(&knowledge), want, "{value} of {id}");
    }
}

/// The years 1 to 9999.
const DAYS: std::ops::Range<i32> = 1_721_426..5_373_485;

/// What a file can say about a fact.
fn knowledge(kind: &Kind) -> BoxedStrategy<Knowledge> {
    let len = kind.options().len();
    match kind {
        Kind::YesNo => prop::sample::select(vec![Truth::True, Truth::False, Truth::Unknown])
            .prop_map(Knowledge::YesNo)
            .boxed(),
        Kind::Choice(_) => (1u8..1 << len)
            .prop_map(move |bits| Knowledge::Choice(picked(len, |at| bits >> at & 1 == 1)))
            .boxed(),
        Kind::Set(_) => prop::collection::vec(0u8..3, len)
            .prop_map(move |members| Knowledge::Set {
                has: picked(len, |at| members[usize::from(at)] == 1),
                hasnt: picked(len, |at| members[usize::from(at)] == 2),
            })
            .boxed(),
        Kind::Number(_) => {
            let number = "[0-9]{1,40}(\\.[0-9]{1,40})?(e-?[0-9]{1,4})?"
                .prop_map(|at| at.parse::<actlas_logic::Decimal>().unwrap());
            interval(number, any::<bool>().boxed()).prop_map(Knowledge::Number).boxed()
        }
        Kind::Date => {
            let day = DAYS.prop_map(|day| Date::from_julian_day(day).unwrap());
            interval(day, Just(true).boxed()).prop_map(Knowledge::Date).boxed()
        }
    }
}

/// A fact, by its position, and what a file can say about it.
fn any_knowledge() -> impl Strategy<Value = (usize, Knowledge)> {
    let facts = 0..vocabulary().len();
    facts.prop_flat_map(|at| {
        let known = knowledge(&vocabulary().facts().nth(at).unwrap().1.kind);
        known.prop_map(move |known| (at, known))
    })
}

fn picked(len: usize, is: impl Fn(u8) -> bool) -> Options {
    Options::of((0..len as u8).filter(|at| is(*at)).map(OptionIx))
}

fn interval<T: Ord + Clone + std::fmt::Debug + 'static>(
    value: impl Strategy<Value = T> + Clone + 'static,
    included: BoxedStrategy<bool>,
) -> BoxedStrategy<Interval<T>> {
    let bound = move || {
        let bound = (value.clone(), included.clone());
        prop::option::of(bound.prop_map(|(value, included)| Bound { value, included }))
    };
    let ordered = |(low, high): (Option<Bound<T>>, Option<Bound<T>>)| {
        let alone = |low, high| Interval { low, high };
        let (Some(a), Some(b)) = (&low, &high) else { return alone(low, high) };
        match a.value.cmp(&b.value) {
            std::cmp::Ordering::Less => alone(low, high),
            std::cmp::Ordering::Greater => alone(high, low),
            std::cmp::Ordering::Equal => Interval::exactly(a.value.clone()),
        }
    };
    (bound(), bound()).prop_map(ordered).boxed()
}

fn json_value() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "age", "sex", "police", "not", "has", "complete", "above", "below", "from", "until",
        "none", "yes", "2026", "1e25", "only age", "",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((word.clone(), inner), 0..4).prop_map(|entries| {
                entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
            }),
        ]
    })
}

/// What was read comes back the same after it was written.
fn comes_back(fact: &Fact, knowledge: &Knowledge) -> Result<(), TestCaseError> {
    let written = fact.write(knowledge);
    let read = fact.read(Raw::Json(&written));
    prop_assert_eq!(read.as_ref(), Ok(knowledge), "{} of {}", written, fact.id);
    Ok(())
}

proptest! {
    #[test]
    fn whatever_is_known_is_written_and_read_back((at, known) in any_knowledge()) {
        let vocabulary = vocabulary();
        comes_back(vocabulary.facts().nth(at).unwrap().1, &known)?;
    }

    #[test]
    fn no_text_is_too_strange(text in "(only |not |[><]=?|≥)?[a-z0-9;, .:^eT×+-]{0,30}|\\PC{0,40}") {
        for (_, fact) in vocabulary().facts() {
            if let Ok(known) = fact.read(Raw::Text(&text)) {
                comes_back(fact, &known)?;
            }
        }
    }

    #[test]
    fn no_json_is_too_strange(value in json_value()) {
        for (_, fact) in vocabulary().facts() {
            if let Ok(known) = fact.read(Raw::Json(&value)) {
                comes_back(fact, &known)?;
            }
        }
    }

    #[test]
    fn days_months_and_years_are_what_they_say(day in DAYS) {
        let day = Date::from_julian_day(day).unwrap();
        let text = day_text(day);
        prop_assert_eq!(parse_date(&text), Some((day, day)));
        for part in [text.get(..7).unwrap(), text.get(..4).unwrap()] {
            let (first, last) = parse_date(part).unwrap();
            prop_assert!(first <= day && day <= last);
            prop_assert!(day_text(first).starts_with(part) && day_text(last).starts_with(part));
            let (before, after) = (first.previous_day(), last.next_day());
            prop_assert!(!before.is_some_and(|day| day_text(day).starts_with(part)));
            prop_assert!(!after.is_some_and(|day| day_text(day).starts_with(part)));
        }
    }

    /// A date is read from nothing but digits in their places.
    #[test]
    fn what_is_read_as_a_date_is_one(text in "[0-9+ -]{4,12}") {
        if let Some((first, last)) = parse_date(&text) {
            let text = text.trim();
            prop_assert!(day_text(first).starts_with(text), "{} is no beginning of {}", text, first);
            prop_assert!(day_text(last).starts_with(text));
        }
    }
}
