//! Positions over time, as sources told them.

use actlas_pact::{Agreement, Basis, Position, date_words, sentence};

use crate::common::{pacts, small, standing};

/// organisation, instrument, day asked about, position, basis
const STORIES: &[(&str, &str, &str, Position, Basis)] = &[
    ("Meta", "ai-pact", "2024-09-24", Position::Declined, Basis::OwnStatement),
    ("Meta", "ai-pact", "2026-11-21", Position::Declined, Basis::OwnStatement),
    ("Mistral AI", "ai-pact", "2024-09-25", Position::Declined, Basis::PressReport),
    ("Microsoft", "ai-pact", "2024-09-24", Position::Announced, Basis::OwnStatement),
    ("Google", "ai-pact", "2024-09-24", Position::Announced, Basis::OwnStatement),
    ("Microsoft", "ai-pact", "2024-09-25", Position::Signed, Basis::PressReport),
    ("Google", "ai-pact", "2024-10-09", Position::Signed, Basis::OfficialList),
    ("Anthropic", "ai-pact", "2024-09-30", Position::Absent, Basis::Absence),
    ("Twitter", "disinformation-code", "2022-12-31", Position::Signed, Basis::PressReport),
    ("X", "disinformation-code", "2024-09-25", Position::Left, Basis::PressReport),
    ("X", "ai-pact", "2024-09-25", Position::Declined, Basis::PressReport),
    ("Mistral AI", "gpai-code", "2025-07-31", Position::Announced, Basis::OwnStatement),
    ("Mistral AI", "gpai-code", "2025-08-01", Position::Signed, Basis::PressReport),
    ("Microsoft", "gpai-code", "2025-07-20", Position::Undecided, Basis::OwnStatement),
    ("xAI", "gpai-code", "2025-08-01", Position::Partial, Basis::OwnStatement),
    ("Google", "disinformation-code", "2025-09-01", Position::Signed, Basis::PressReport),
    ("Google", "disinformation-code", "2025-09-11", Position::Partial, Basis::PressReport),
    ("Apple", "white-house", "2024-07-26", Position::Signed, Basis::PressReport),
];

#[test]
fn positions_follow_the_sources_day_by_day() {
    let pacts = pacts();
    for (organisation, instrument, on, position, basis) in STORIES {
        let main = standing(&pacts, organisation, instrument, on).main().unwrap();
        assert_eq!(
            (main.position, main.basis),
            (*position, *basis),
            "{organisation}, {instrument}, {on}"
        );
    }
}

#[test]
fn sentences_say_what_they_rest_on() {
    let pacts = pacts();
    let says = |organisation: &str, instrument: &str, on: &str| {
        sentence(&pacts, standing(&pacts, organisation, instrument, on).main().unwrap())
    };
    let check = |organisation, instrument, on, want: &str| {
        assert_eq!(says(organisation, instrument, on), want);
    };
    check(
        "Meta",
        "ai-pact",
        "2024-09-24",
        "Meta says that it will not sign the EU AI Pact for now; it does not exclude doing so later; \
         its reason: compliance work for the AI Act comes first",
    );
    check(
        "Mistral AI",
        "ai-pact",
        "2024-09-24",
        "the press reports that Mistral AI will not sign the EU AI Pact",
    );
    check(
        "Anthropic",
        "ai-pact",
        "2024-09-30",
        "Anthropic was not seen on a list of the EU AI Pact, which is no refusal (not on the launch list)",
    );
    check("Google", "ai-pact", "2024-10-09", "the list of the EU AI Pact names Google");
}

#[test]
fn a_day_on_a_list_is_not_the_day_of_signing() {
    let pacts = pacts();
    let words = |organisation, instrument, on| {
        date_words(standing(&pacts, organisation, instrument, on).main().unwrap())
    };
    assert_eq!(
        words("Google", "ai-pact", "2024-10-09"),
        "listed by 9 October 2024; the day of signing is not known"
    );
    assert_eq!(words("Amazon", "seoul", "2024-06-01"), "signed on 21 May 2024");
    assert_eq!(words("Magic", "seoul", "2026-11-21"), "the date is not known");
}

#[test]
fn the_services_of_an_organisation_stand_apart() {
    let pacts = pacts();
    let microsoft = standing(&pacts, "Microsoft", "disinformation-code", "2026-01-01");
    assert_eq!(microsoft.main().unwrap().position, Position::Signed);
    let filter = actlas_pact::Filter {
        organisation: Some(microsoft.organisation),
        instrument: Some(microsoft.instrument),
        on: None,
    };
    let all = pacts.standings(filter);
    let linkedin = all.iter().find(|at| at.service == "LinkedIn").unwrap();
    assert_eq!(linkedin.main().unwrap().position, Position::Partial);
}

#[test]
fn contradicting_sources_stay_side_by_side() {
    let rows = "Acme,signed,press-report,2025-01-10,reported-on,https://a.example/,,,\n\
                Acme,declined,own-statement,2025-01-10,stated-on,https://b.example/,,,\n\
                Bird,signed,official-list,2025-01-01,listed-by,https://a.example/,,,\n\
                Bird,absent,official-list,2025-06-01,listed-by,https://b.example/,,,\n";
    let (pacts, findings) = small(rows);
    assert!(findings.is_empty(), "{findings:?}");
    for who in ["acme", "bird"] {
        let both = standing(&pacts, who, "test", "2025-12-31");
        assert_eq!(both.agreement(), Agreement::Contradict, "{who}");
        assert_eq!(both.current.len(), 2, "{who}");
    }
    let at = pacts.find_instrument("test").unwrap();
    assert_eq!(pacts.taking_part(at, None), 0, "a contradiction counts for neither side");
}

#[test]
fn what_was_done_replaces_what_was_said_before() {
    let rows = "Acme,declined,own-statement,2025-01,stated-on,https://a.example/,,,\n\
                Acme,announced,own-statement,2025-02-10,stated-on,https://a.example/,,,\n\
                Acme,signed,official-list,2025-03-01,listed-by,https://a.example/,,,\n\
                Acme,left,own-statement,2025-05-01,stated-on,https://a.example/,,,\n";
    let (pacts, _) = small(rows);
    let check = |on, position, current, earlier| {
        let at = standing(&pacts, "acme", "test", on);
        assert_eq!(at.main().unwrap().position, position, "{on}");
        assert_eq!((at.current.len(), at.earlier.len()), (current, earlier), "{on}");
    };
    check("2025-01-15", Position::Declined, 1, 0);
    check("2025-02-10", Position::Announced, 1, 1);
    check("2025-03-01", Position::Signed, 1, 2);
    check("2025-05-01", Position::Left, 1, 3);
    assert!(
        standing(&pacts, "acme", "test", "2025-01-15")
            .may_be_later(crate::common::day("2025-01-15"))
    );
}
