//! What other readings and an act to come make of an outcome.

use actlas_assess::{Assessor, Settings, headline};
use actlas_facts::{Record, RecordKind, parse_date};
use actlas_law::{Choices, Lowered, View};

use super::{outcome_of, pack, said};

/// Between publication and entry into force the text in force is judged; what the act to come takes out never starts.
#[test]
fn an_act_to_come_that_takes_a_point_out_is_said_to() {
    let pack = pack();
    let on = parse_date("2026-07-26").expect("a day").0;
    let view = View::new(&pack, on, pack.state).expect("a view");
    let lowered = Lowered::new(view, Choices::defaults(&pack));
    let mut record = Record { id: "R".to_owned(), ..Record::default() };
    for (id, value) in [
        ("product_law", "machinery"),
        ("place_in_product", "component"),
        ("component_function", "safety_function"),
        ("third_party_assessment", "required"),
    ] {
        record.statements.push(said(&pack, id, value));
    }
    let outcome = Assessor::new(&lowered, Settings::default()).assess(&record).outcome;
    assert_eq!(
        headline(&outcome, &pack),
        "high-risk system, I.1; an act in force from 27 July 2026 takes that out before duties start"
    );
    assert!(outcome.applies.iter().all(|at| at.point != "annex1.1"), "{:?}", outcome.applies);
}

/// A reading that asks of something nobody has spoken of is no dispute.
#[test]
fn a_chatbot_is_not_contested_because_it_might_be_a_machine() {
    let pack = pack();
    let chatbot = [
        ("interacts_with_people", "yes"),
        ("nature_is_obvious", "no"),
        ("authorised_by_law_against_crime", "no"),
    ];
    let outcome = outcome_of(&pack, RecordKind::System, &chatbot);
    assert_eq!(outcome.indicated.class, "transparency");
    assert_eq!(outcome.contested, Vec::new());
    let monitor = outcome_of(&pack, RecordKind::System, &[("worker_tasks", "monitor")]);
    let questions: Vec<&str> = monitor.contested.iter().map(|at| at.question.as_str()).collect();
    assert_eq!(questions, ["U-28"], "the text joins the two by and");
}

/// A reading that changes no point and no class, but the day, stands beside the answer.
#[test]
fn a_reading_that_changes_a_day_is_contested() {
    let pack = pack();
    let day = parse_date("2026-11-21").expect("a day").0;
    let lowered =
        Lowered::new(View::new(&pack, day, day).expect("a view"), Choices::defaults(&pack));
    let mut assessor = Assessor::new(&lowered, Settings::default());
    let mut check = |more: &[(&str, &str)], want: &[(&str, &str)]| {
        let facts = [
            ("generated_content", "text"),
            ("standard_editing_aid", "no"),
            ("substantially_alters", "yes"),
            ("law_enforcement_purpose", "no"),
        ];
        let said = facts.iter().chain(more).map(|(id, value)| said(&pack, id, value)).collect();
        let record = Record { id: "R".to_owned(), statements: said, ..Record::default() };
        let outcome = assessor.assess(&record).outcome;
        let found: Vec<(&str, String)> =
            outcome.contested.iter().map(|at| (at.question.as_str(), at.dates())).collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(of, at)| (*of, at.as_str())).collect();
        assert_eq!(found, want);
    };
    let placed = ("first_placed_on", "2026-05-01");
    let by_text = [("U-11", "art50.2 since 2026-08-02")];
    check(&[placed, ("only_put_into_service", "yes")], &by_text);
    check(&[placed], &[("U-11", "art50.2 from 2026-08-02 unless protected")]);
    check(&[placed, ("only_put_into_service", "no")], &[]);
    check(&[("first_placed_on", "2026-09-01"), ("only_put_into_service", "yes")], &[]);
}
