//! Input that is wrong: a finding with a code and a place, and nothing lost.

use actlas_facts::Finding;
use actlas_pact::{PactFiles, Pacts};

use crate::common::{codes, small, today};

/// One row and the finding it gives; the row is kept apart.
#[test]
fn a_wrong_row_is_told_and_kept() {
    let check = |row: &str, code: &str| {
        let (pacts, findings) = small(&format!("{row}\n"));
        assert_eq!(codes(&findings), [code], "{row}: {findings:?}");
        assert_eq!(findings[0].place.path, "test/positions.csv", "{row}");
        assert_eq!(findings[0].place.line, Some(2), "{row}");
        assert!(pacts.claims.is_empty(), "{row}");
        assert_eq!(pacts.left_out.len(), 1, "{row}");
        assert!(pacts.left_out[0].place.line.is_some());
        let read = !["name-unresolved", "pacts-invalid"].contains(&code);
        assert_eq!(pacts.left_out[0].about.is_some(), read, "{row}");
    };
    check("Acme,signed,press-report,2025-01-01,,,,,", "position-without-source");
    check("Acme,signed,press-report,2027-01-01,,https://a.example/,,,", "date-in-future");
    check("Acne,signed,press-report,2025-01-01,,https://a.example/,,,", "name-unresolved");
    check("Acme Lab,signed,press-report,2025-01-01,,https://a.example/,,,", "name-unresolved");
    check("Acme,signed,absence,2025-01-01,,https://a.example/,,,", "position-basis-mismatch");
    check("Acme,maybe,press-report,2025-01-01,,https://a.example/,,,", "pacts-invalid");
    check("Acme,signed,rumour,2025-01-01,,https://a.example/,,,", "pacts-invalid");
    check("Acme,signed,press-report,soon,,https://a.example/,,,", "pacts-invalid");
    check("Acme,signed,press-report,2025-01-01,,javascript:alert(1),,,", "pacts-invalid");
    check("Acme,signed,press-report,2025-01-01,,https://a.example/\" onclick=,,,", "pacts-invalid");
}

#[test]
fn a_month_that_has_begun_is_not_the_future() {
    let (pacts, findings) =
        small("Acme,signed,press-report,2026-11,reported-on,https://a.example/,,,\n");
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(pacts.claims.len(), 1);
}

#[test]
fn a_row_without_a_date_is_drawn_and_told() {
    let (pacts, findings) = small("Acme,signed,press-report,,,https://a.example/,,,\n");
    assert_eq!(codes(&findings), ["position-without-date"]);
    assert_eq!(pacts.claims.len(), 1);
    assert!(pacts.standings(actlas_pact::Filter::default())[0].is_unsure());
}

#[test]
fn a_name_for_one_instrument_counts_there_only() {
    let (pacts, findings) = small("Old Bird,left,press-report,2025-01-01,,https://a.example/,,,\n");
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(pacts.claims[0].named_as, "Old Bird");
    assert!(pacts.names.resolve("Old Bird", None).is_err());
}

#[test]
fn the_same_row_twice_counts_once() {
    let row = "Acme,signed,press-report,2025-01-01,,https://a.example/,,,\n";
    let (pacts, findings) = small(&row.repeat(2));
    assert_eq!(codes(&findings), ["position-duplicate"]);
    assert_eq!(pacts.claims.len(), 1);
}

fn with(path: &str, text: &str) -> (Pacts, Vec<&'static str>) {
    let mut files = PactFiles::embedded();
    files.files.retain(|name, _| name.starts_with("ai-pact/i") || name == "organisations.yaml");
    files.files.insert(path.to_owned(), text.to_owned());
    let (pacts, findings) = Pacts::load(&files, today());
    let codes = codes(&findings);
    (pacts, codes)
}

#[test]
fn organisations_are_unique() {
    let twice = "format: 1\norganisations:\n  - {id: a, name: A}\n  - {id: a, name: B}\n";
    let (pacts, codes) = with("organisations.yaml", twice);
    assert_eq!(codes, ["organisation-duplicate"]);
    assert_eq!(pacts.organisations.len(), 1);
    assert_eq!(pacts.left_out[0].says, "B");
    let shared = "format: 1\norganisations:\n  - {id: a, name: A, names: {any: [C]}}\n  - {id: b, name: C}\n";
    let (pacts, codes) = with("organisations.yaml", shared);
    assert_eq!(codes, ["name-ambiguous"]);
    assert!(pacts.names.resolve("C", None).is_err());
    assert!(pacts.names.resolve("b", None).is_ok());
}

#[test]
fn broken_files_are_told() {
    let check = |path, text, wanted: &str| {
        let (_, codes) = with(path, text);
        assert!(codes.contains(&wanted), "{path}: {codes:?}");
    };
    check("ai-pact/commitments.yaml", "format: 1\ncommitments: [", "pacts-unreadable");
    check("ai-pact/commitments.yaml", "format: 2\ncommitments: []", "pacts-invalid");
    check("ai-pact/commitments.yaml", "format: 1\ncomitments: []", "pacts-invalid");
    check("other/instrument.yaml", "format: 1\nid: another\n", "pacts-invalid");
    check("../x/instrument.yaml", "format: 1\nid: ../x\n", "pacts-invalid");
    check("nowhere/positions.csv", "organisation,position,basis\n", "instrument-unknown");
    check("ai-pact/positions.csv", "organisation,position\n", "pacts-invalid");
    check("ai-pact/positions.csv", "", "pacts-invalid");
    let event = "format: 1\nevents:\n  - {on: 2024-01-01, organisation: Meta, kind: release-withheld, says: a model}\n";
    check("events.yaml", event, "claim-without-source");
    let late =
        event.replace("says:", "source: 'https://a.example/', says:").replace("2024", "2030");
    check("events.yaml", &late, "date-in-future");
    let duty =
        "format: 1\nduties:\n  - {provision: somewhere, of: [provider], when: any, says: x}\n";
    check("duties.yaml", duty, "pacts-invalid");
}

#[test]
fn an_event_with_a_source_is_kept() {
    let event = "format: 1\nevents:\n  - {on: 2024-01, organisation: Meta, kind: release-withheld, says: a model, reason: rules, source: 'https://a.example/'}\n";
    let (pacts, codes) = with("events.yaml", event);
    assert!(codes.is_empty(), "{codes:?}");
    assert_eq!(pacts.events[0].reason, "rules");
}

#[test]
fn a_story_says_what_it_cannot_tell() {
    let pacts = crate::common::pacts();
    let read = |text: &str| {
        let (story, findings) = actlas_pact::Story::read(text, "s.yaml", &pacts);
        (story, codes(&findings))
    };
    let head = "format: 1\ntitle: T\nlead: L\non: 2024-10-09\nspan: 2024-09\n";
    let part = "sections:\n  - {title: A, says: [b], sources: ['https://jiemian.com/article/11759637.html'], organisations: [脸书], instruments: [ai-pact]}\n";
    let (story, found) = read(&format!("{head}{part}"));
    assert!(found.is_empty(), "{found:?}");
    let source = story.unwrap().sections[0].sources[0].clone();
    assert_eq!((source.title.as_str(), source.language.as_str()), ("Jiemian", "zh"));
    let check = |text: String, wanted: &str| assert_eq!(read(&text).1, [wanted], "{text}");
    check(format!("{head}sections:\n  - {{title: A, says: [b]}}\n"), "claim-without-source");
    check(
        format!("{head}sections:\n  - {{title: A, organisations: [Nobody]}}\n"),
        "name-unresolved",
    );
    check(
        format!("{head}sections:\n  - {{title: A, instruments: [pact]}}\n"),
        "instrument-unknown",
    );
    check("format: 1\ntitle: T\nlead: L\n".to_owned(), "story-invalid");
    check("sections: [".to_owned(), "story-unreadable");
}

#[test]
fn nobody_signs_what_there_was_not_yet() {
    let check = |position: &str, date: &str, want: &[&str]| {
        let mut files = PactFiles::embedded();
        let text = files.files.get_mut("ai-pact/positions.csv").unwrap();
        *text = format!(
            "organisation,position,basis,date,date_is,source_url\n\
             Mistral,{position},own-statement,{date},reported-on,https://a.example/\n"
        );
        let findings = Pacts::load(&files, today()).1;
        let row = |at: &&Finding| at.place.to_string().starts_with("ai-pact/positions.csv:2");
        let here = findings.iter().filter(row);
        let found: Vec<_> = here.map(|at| at.code.0).collect();
        let found: Vec<_> =
            found.into_iter().filter(|at| *at != "source-without-address").collect();
        assert_eq!(found, want, "{position} {date}");
    };
    let early: &[&str] = &["date-before-instrument"];
    check("signed", "2023-01-05", early);
    check("partial", "2024-09-24", early);
    check("left", "2024-08", early);
    // A span that reaches the first day, words of before, and no date.
    check("signed", "2024-09", &[]);
    check("signed", "2024-09-25", &[]);
    check("announced", "2023-06-01", &[]);
    check("declined", "2023-06-01", &[]);
}

#[test]
fn a_pledge_is_not_signed_before_its_instrument() {
    let pacts = crate::common::pacts();
    let read = |signed: &str| {
        let text = format!(
            "format: 1\ninstrument: gpai-code\norganisation: PwC\nsigned: {signed}\n\
             commitments:\n  - id: {}\n",
            pacts.instruments[pacts.find_instrument("gpai-code").unwrap().0].commitments[0].id
        );
        codes(&actlas_pact::Pledge::read(&text, "p.yaml", &pacts, today()).1)
    };
    assert_eq!(read("2025-07-01"), ["date-before-instrument"]);
    assert!(read("2025-07-10").is_empty());
}

#[test]
fn an_instrument_begins_once() {
    let check = |from: &str, to: &str, says: &str| {
        let mut files = PactFiles::embedded();
        let text = files.files.get_mut("content-code/instrument.yaml").unwrap();
        assert!(text.contains(from), "{from}");
        *text = text.replacen(from, to, 1);
        let findings = Pacts::load(&files, today()).1;
        assert!(findings.iter().any(|at| at.to_string().contains(says)), "{findings:?}");
    };
    check("begins: yes", "begins: soon", "`begins` is `yes` or left out");
    check("says: First draft", "says: First draft, begins: yes", "an instrument begins once");
}
