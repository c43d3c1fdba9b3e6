//! Rejections: what they take away, what is kept of them, and whom they contradict; and the words that answers were
//! given on.

use actlas_facts::{Layer, Quote, Record, Statement, parse_date};
use actlas_intake::{Answers, read_answer_lines};

use crate::common::{check_findings, read_as, show, vocabulary};

/// The words of the record, by which two entries propose the same, and one another value.
const TEXT: &str = "It is for pupils. It rates children by their age.";

fn record() -> Record {
    let text = format!(
        r#"{{"id":"R1","name":"a","purpose":"{TEXT}","uses":[{{"id":"u"}},{{"id":"v"}}],"actors":[{{"name":"Tax"}}]}}"#
    );
    let mut record = read_as("reg.json", text.as_bytes(), "").records.remove(0);
    let vocabulary = vocabulary();
    let mut propose = |fact: &str, value: serde_json::Value, words: &str| {
        let ix = vocabulary.find(fact).unwrap();
        let says = vocabulary.get(ix).unwrap().read(actlas_facts::Raw::Json(&value)).unwrap();
        let start = TEXT.find(words).unwrap();
        let (field, text) = ("purpose".to_owned(), words.to_owned());
        let quote = Some(Quote { field, start, end: start + words.len(), text });
        let said = Statement::new(ix, says, Layer::Proposed, "en:x");
        record.statements.push(Statement { quote, ..said });
    };
    propose("minors", true.into(), "for pupils");
    propose("minors", true.into(), "rates children");
    propose("traits", serde_json::json!(["age"]), "their age");
    record
}

/// Applies lines, as read on a day: what the record is then, from its facts on, and the findings.
fn check(lines: &[&str], want: &str, findings: &[&str]) {
    let mut answers = Answers::read_on(parse_date("2026-11-28").unwrap().0);
    answers.add(read_answer_lines("x", lines.join("\n").as_bytes()).0);
    let mut record = record();
    let found: Vec<String> =
        answers.apply(&mut record, &vocabulary()).iter().map(ToString::to_string).collect();
    let shown = show(&record);
    let (_, facts) = shown.split_once("facts=").unwrap_or_default();
    assert_eq!(facts, want, "{lines:?}");
    check_findings(&found, findings);
}

fn line(act: &str, fact: &str, value: &str, rest: &str) -> String {
    format!(r#"{{"id":"R1","fact":"{fact}","value":{value},"act":"{act}"{rest}}}"#)
}

const ADA: &str = r#","by":"Ada","at":"2026-11-26""#;
const BOB: &str = r#","by":"Bob","at":"2026-11-27""#;
const BOTH: &str = "p:minors=true p:minors=true";
const AGE: &str = r#"p:traits=["age"]"#;
const OTHERS: &str = "use=u  use=v  actor=Tax ";
const GONE: &str = "rejected=minors=true by Bob in ``";

#[test]
fn a_rejected_proposal_is_kept_as_rejected_and_says_nothing() {
    // Of each proposal, with its words.
    check(&[&line("reject", "minors", "true", BOB)], &format!("{AGE} {OTHERS} {GONE} {GONE}"), &[]);
    // Whoever was second is heard too, and nobody twice.
    let twice = line("reject", "traits", r#"["age"]"#, BOB);
    let ada = line("reject", "traits", r#"["age"]"#, ADA);
    let gone = |by: &str| format!(r#"rejected=traits=["age"] by {by} in ``"#);
    check(
        &[&twice, &ada, &twice],
        &format!("{BOTH} {OTHERS} {} {}", gone("Bob"), gone("Ada")),
        &[],
    );
    // What is proposed later is proposed.
    check(
        &[&line("reject", "minors", "true", BOB), &line("propose", "minors", "true", "")],
        &format!("{AGE} p:minors=true {OTHERS} {GONE} {GONE}"),
        &[],
    );
}

#[test]
fn a_rejection_that_meets_nothing_is_told() {
    check(
        &[&line("reject", "minors", "false", BOB)],
        &format!("{BOTH} {AGE} {OTHERS}"),
        &[
            "note[rejection-unmatched]: x:1 (`R1`), `minors`: nobody proposes what Bob rejected on 2026-11-27: \
           `minors` no; the line was not used",
        ],
    );
    check(
        &[&line("reject", "minors", "null", BOB)],
        &format!("{BOTH} {AGE} {OTHERS}"),
        &["warning[answer-unmatched]: x:1 (`R1`), `minors`: the line does not say which value"],
    );
}

/// Whoever takes a point off the map has a name and a day that there was.
#[test]
fn a_rejection_without_a_name_or_a_day_does_not_count() {
    for (rest, lacks) in [
        ("", "the rejection has neither a name nor a date"),
        (r#","by":"Bob""#, "the rejection has no date"),
        (r#","at":"2026""#, "the rejection has no name"),
        (r#","by":"Bob","at":"soon""#, "`soon` in `at` is no day"),
        (r#","by":"Bob","at":"2026-11-29""#, "`2026-11-29` in `at` is still to come"),
    ] {
        let says = format!(
            "warning[reject-needs-name]: x:1 (`R1`), `minors`: {lacks}; the proposal stays"
        );
        check(
            &[&line("reject", "minors", "true", rest)],
            &format!("{BOTH} {AGE} {OTHERS}"),
            &[&says],
        );
    }
}

/// The attested answer stands, and nobody overrules another unseen, in whatever order.
#[test]
fn what_one_attests_and_another_rejects_is_told() {
    let (yes, no) = (line("attest", "minors", "true", ADA), line("reject", "minors", "true", BOB));
    let told = "warning[attested-yet-rejected]: reg.json, record 1 (`R1`), `minors`: Bob rejected on 2026-11-27 \
                what Ada attested on 2026-11-26: `minors` yes; the answer of Ada stands until its line is deleted";
    let stands = format!("{AGE} a:minors=true {OTHERS} {GONE} {GONE}");
    check(&[&yes, &no], &stands, &[told]);
    check(&[&no, &yes], &stands, &[told]);
    // Of a use, and where nothing was proposed.
    let of_use = line("reject", "minors", "true", &format!(r#","use":"v"{BOB}"#));
    check(
        &[&of_use, &yes],
        &format!("{BOTH} {AGE} a:minors=true {OTHERS} rejected=minors=true by Bob in `v`"),
        &[told],
    );
    let of_other = line("attest", "minors", "true", &format!(r#","use":"u"{ADA}"#));
    check(
        &[&of_use, &of_other],
        &format!("{BOTH} {AGE} use=u a:minors=true use=v  actor=Tax "),
        &["note[rejection-unmatched]: x:1"],
    );
    // A set that holds what was rejected says it.
    check(
        &[
            &line("reject", "traits", r#"["age"]"#, BOB),
            &line("attest", "traits", r#"["age","sex"]"#, ADA),
        ],
        &format!(r#"{BOTH} a:traits=["age","sex"] {OTHERS} rejected=traits=["age"] by Bob in ``"#),
        &["warning[attested-yet-rejected]: reg.json, record 1 (`R1`), `traits`: Bob rejected"],
    );
}

/// Nobody answered about words that nobody had read.
#[test]
fn an_answer_holds_for_the_words_it_was_given_on() {
    let on = |words: &str, by: &str| format!(r#","quote":{words}{by}"#);
    check(
        &[&line("reject", "minors", "true", &on("\"for  pupils\"", BOB))],
        &format!("p:minors=true {AGE} {OTHERS} {GONE}"),
        &[],
    );
    check(
        &[&line("reject", "minors", "true", &on(r#"["for pupils","rates children"]"#, BOB))],
        &format!("{AGE} {OTHERS} {GONE} {GONE}"),
        &[],
    );
    check(
        &[&line("reject", "minors", "true", &on("\"for students\"", BOB))],
        &format!("{BOTH} {AGE} {OTHERS}"),
        &[
            "warning[answer-on-other-words]: x:1 (`R1`), `minors`: on 2026-11-27 Bob rejected what was read in \
           `for students`, which the record does not say; the rejection takes nothing away",
        ],
    );
    check(
        &[&line("attest", "minors", "true", &on("\"for pupils\"", ADA))],
        &format!("{BOTH} {AGE} a:minors=true {OTHERS}"),
        &[],
    );
    check(
        &[&line("attest", "minors", "true", &on("\"for students\"", ADA))],
        &format!("{BOTH} {AGE} a:minors=true {OTHERS}"),
        &[
            "warning[answer-on-other-words]: x:1 (`R1`), `minors`: on 2026-11-26 Ada attested what was read in \
           `for students`, which the record does not say; the answer stands",
        ],
    );
}

/// What an answer is for that is given to a place in a file, and is called as several are.
#[test]
fn an_answer_is_not_of_a_namesake() {
    let twins = "id,name,purpose\nR1,CV,p\nR1,CV,q\n";
    let several = "name,organisation,unit\nCV,Library,\nCV,HR,A\nCV,HR,B\nEmo,HR,\n";
    let another = |of: &str, is: &str| {
        format!(
            "warning[answer-of-another]: x:1 (`reg:1`): the answer is about `CV` of `{of}`, and the record of this id {is}"
        )
    };
    let which = |id: &str, of: &str| {
        format!(
            "warning[answer-ambiguous]: x:1 (`{id}`): several records are called `CV`{of}, and only their place tells \
             them apart; the answer was not used"
        )
    };
    for (register, id, name, of, want) in [
        (several, "reg:1", "CV", "", Some(which("reg:1", ""))),
        (several, "reg:1", "CV", "library", None),
        (several, "reg:1", "CV", "HR / A", Some(another("HR / A", "is of `Library`"))),
        (several, "reg:2", "CV", "HR", Some(which("reg:2", ""))),
        (several, "reg:2", "CV", "HR / A", None),
        (several, "reg:4", "Emo", "", None),
        ("name\nCV\n", "reg:1", "CV", "HR", Some(another("HR", "names no organisation"))),
        (
            "name,organisation\nCV,HR\nCV,HR\n",
            "reg:1",
            "CV",
            "HR",
            Some(which("reg:1", " of `HR`")),
        ),
        (twins, "R1", "CV", "", Some(which("R1", ""))),
        (twins, "R1~reg:2", "CV", "", Some(which("R1~reg:2", ""))),
        // An id that somebody gave stands for its record, whatever others are called.
        ("id,name,organisation\nR1,CV,HR\nR2,CV,HR\n", "R1", "CV", "Tax", None),
    ] {
        let line = format!(
            r#"{{"id":"{id}","name":"{name}","organisation":"{of}","fact":"minors","value":false,"act":"propose"}}"#
        );
        let mut answers = Answers::default();
        answers.add(read_answer_lines("x", line.as_bytes()).0);
        let (mut found, mut stated) = (Vec::new(), 0);
        let mut records = read_as("reg.csv", register.as_bytes(), "").records;
        records.iter().for_each(|record| answers.meet(record));
        for record in &mut records {
            found.extend(answers.apply(record, &vocabulary()).iter().map(ToString::to_string));
            stated += record.statements.len();
        }
        check_findings(&found, &want.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(stated, usize::from(want.is_none()), "{line} in {register}");
    }
}
