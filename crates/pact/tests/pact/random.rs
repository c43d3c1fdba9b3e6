//! Files that nobody wrote on purpose.

use actlas_pact::{Filter, PactFiles, Pacts, Pledge, Story, When, date_words, sentence};
use proptest::prelude::*;

use crate::common::{HEADER, day, pacts, small, today};

fn text() -> impl Strategy<Value = String> {
    let parts = [
        "format: 1\n",
        "organisations:\n",
        "  - ",
        "id: ",
        "a",
        "name: ",
        "commitments:\n",
        "evidence:\n",
        "for: [",
        "]",
        "{",
        "}",
        ": ",
        ", ",
        "\n",
        "instrument: ",
        "ai-pact",
        "2024-09",
        "..",
        "'",
        "\"",
        "&a ",
        "*a",
        "core-1",
        "art.9",
        "\u{feff}",
        "é",
        "- {id: core-1}\n",
        "organisation: Meta\n",
        "#",
        "instrument: ai-pact\n",
        "---\n",
        "file: ../x\n",
    ];
    let part = prop_oneof![
        6 => prop::sample::select(parts.to_vec()).prop_map(str::to_owned),
        1 => "[ -~]{1,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

fn cell() -> impl Strategy<Value = String> {
    let known = [
        "Acme",
        "signed",
        "declined",
        "absent",
        "absence",
        "official-list",
        "2024-09",
        "2024-09-25",
        "left",
        "listed-by",
        "https://a.example/",
        "",
        "=1+1",
        "\"",
        "顶点",
        "partial",
        "own-statement",
    ];
    prop_oneof![
        5 => prop::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => "[ -~]{0,8}",
    ]
}

proptest! {
    // Each case reads all files.
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Nothing panics, and a file that says nothing is told.
    #[test]
    fn any_text_is_survived_as_any_file(
        text in text(),
        path in prop::sample::select(vec![
            "organisations.yaml", "ai-pact/instrument.yaml", "ai-pact/commitments.yaml",
            "ai-pact/positions.csv", "events.yaml", "duties.yaml",
        ]),
    ) {
        let mut files = PactFiles::embedded();
        files.files.insert(path.to_owned(), text);
        let (pacts, findings) = Pacts::load(&files, today());
        let (again, same) = Pacts::load(&files, today());
        prop_assert_eq!(&pacts, &again);
        prop_assert_eq!(findings, same);
        for claim in &pacts.claims {
            prop_assert!(!claim.source.is_empty());
        }
    }

}

proptest! {
    #[test]
    fn any_text_is_survived_as_a_pledge_or_story(text in text()) {
        let (pledge, findings) = Pledge::read(&text, "p.yaml", &pacts(), today());
        prop_assert!(pledge.is_some() || !findings.is_empty());
        let (story, findings) = Story::read(&text, "s.yaml", &pacts());
        prop_assert!(story.is_some() || !findings.is_empty());
    }

    /// Every row is a claim, a row kept apart, a duplicate or empty: none is lost.
    #[test]
    fn no_row_is_lost(rows in prop::collection::vec(prop::collection::vec(cell(), 9), 0..12)) {
        let mut text = String::new();
        for row in &rows {
            let quoted = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
            text += &quoted.collect::<Vec<_>>().join(",");
            text.push('\n');
        }
        let (pacts, findings) = small(&text);
        let twice = findings.iter().filter(|at| at.code.0 == "position-duplicate").count();
        let empty: std::collections::BTreeSet<&Vec<String>> = rows
            .iter()
            .filter(|row| row.iter().all(|cell| cell.trim().is_empty()))
            .collect();
        prop_assert_eq!(pacts.claims.len() + pacts.left_out.len() + twice + empty.len(), rows.len());
        for standing in pacts.standings(Filter::default()) {
            prop_assert!(standing.main().is_some());
            for claim in standing.current.iter().chain(&standing.earlier) {
                prop_assert!(!sentence(&pacts, claim).is_empty());
                prop_assert!(!date_words(claim).is_empty());
            }
        }
        prop_assert!(!HEADER.is_empty());
    }

    /// On a later day nobody has fewer claims than before.
    #[test]
    fn time_only_adds_claims(early in 0i64..2000, more in 0i64..800) {
        let pacts = pacts();
        let first = day("2023-01-01");
        let at = |days: i64| first.checked_add(time::Duration::days(days)).unwrap();
        let of = |on| pacts.claims_of(Filter { on: Some(on), ..Filter::default() }).count();
        prop_assert!(of(at(early)) <= of(at(early + more)));
    }

    #[test]
    fn a_span_reads_back_as_it_was_written(a in 0i32..9000, b in 0i32..900) {
        let start = day("2015-01-01").to_julian_day() + a;
        let date = |at| actlas_facts::Date::from_julian_day(at).unwrap();
        let when = When { first: date(start), last: date(start + b) };
        prop_assert_eq!(When::parse(&when.text()), Some(when));
    }
}
