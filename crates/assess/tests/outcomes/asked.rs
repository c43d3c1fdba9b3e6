//! What is open, and what is asked for.

use actlas_assess::{Asked, Assessor, QuestionKind, Settings, headline, questions, why};
use actlas_facts::{Actor, Record, RecordKind};
use actlas_law::PointKind;

use super::{lowered, outcome_of, pack, said};

/// Nothing opens a point but what points to it.
#[test]
fn context_and_exceptions_open_nothing() {
    let pack = pack();
    let open = |facts: &[(&str, &str)]| outcome_of(&pack, RecordKind::System, facts).open;
    let nothing: Vec<String> = Vec::new();
    assert_eq!(open(&[("used_by", "law_enforcement")]), nothing, "who uses it");
    assert_eq!(open(&[("evaluates_natural_persons", "yes")]), nothing, "whom it judges");
    assert_eq!(open(&[("law_enforcement_purpose", "no")]), nothing, "an exception that is out");
    let denied = "the point asks for it, and only its exception for the contrary";
    assert_eq!(open(&[("identity_task", "none")]), nothing, "{denied}");
    assert_eq!(open(&[("infers_emotions_or_intentions", "no")]), nothing, "{denied}");
    assert_eq!(open(&[("identity_task", "identify")]), ["annex3.1a", "art5.1h"].map(str::to_owned));
    assert_eq!(open(&[("predicts_offending", "yes")]), ["annex3.6d", "art5.1d"].map(str::to_owned));
    let product = open(&[("component_function", "safety_function")]);
    assert!(product.contains(&"annex1".to_owned()), "{product:?}");
    assert!(!product.contains(&"annex1.4".to_owned()), "no act is named: {product:?}");
    let machine = open(&[("product_law", "machinery")]);
    assert!(machine.contains(&"annex1.21".to_owned()), "{machine:?}");
    assert!(!machine.contains(&"annex1.4".to_owned()), "another act is named: {machine:?}");
}

/// A point that waits for the Act to apply is named, and what settles that is asked first.
#[test]
fn a_record_without_a_link_says_what_is_open() {
    let pack = pack();
    let lowered = lowered(&pack);
    let mut record = Record { id: "R".to_owned(), ..Record::default() };
    for (id, value) in [
        ("hiring_tasks", "evaluate"),
        ("performs_profiling", "yes"),
        ("placed_on_union_market", "no"),
        ("put_into_service_in_union", "no"),
        ("output_used_in_union", "no"),
        ("actor_in_union", "no"),
    ] {
        record.statements.push(said(&pack, id, value));
    }
    let mut assessor = Assessor::new(&lowered, Settings::default());
    let assessed = assessor.assess(&record);
    let words = headline(&assessed.outcome, &pack);
    assert_eq!(words, "undetermined; 4(a) if the Act applies, which is open");
    let mut by_authority = record.clone();
    for fact in ["third_country_authority", "under_cooperation_agreement", "cooperation_safeguards"]
    {
        by_authority.statements.push(said(&pack, fact, "yes"));
    }
    by_authority.statements.retain(|at| pack.vocabulary.id(at.fact) != "placed_on_union_market");
    by_authority.statements.push(said(&pack, "placed_on_union_market", "yes"));
    by_authority.statements.push(said(&pack, "actor_role", "deployer"));
    let words = headline(&assessor.assess(&by_authority).outcome, &pack);
    assert_eq!(
        words,
        "undetermined; 4(a) for whoever else offers or uses it; the authority is outside the Act, 2(4)"
    );
    let subject = assessed.subjects.first().expect("one subject");
    let none = |_| false;
    let asked = questions::next(&lowered, PointKind::System, subject, &none, &Asked::default(), 1);
    let outside = pack.find("class.out_of_scope").expect("the class");
    assert!(asked.iter().all(|at| at.settles == [outside]) && asked.len() == 1, "{asked:?}");
}

/// The conditions of Article 6(3) exempt listed uses: where nothing is listed, nobody is asked about them.
#[test]
fn nobody_is_asked_about_an_exemption_where_nothing_is_listed() {
    let pack = pack();
    let lowered = lowered(&pack);
    let asks = |hiring: &str| {
        let mut record = Record { id: "R".to_owned(), ..Record::default() };
        for (id, value) in [
            ("education_tasks", "none"),
            ("hiring_tasks", hiring),
            ("worker_tasks", "none"),
            ("benefit_tasks", "none"),
            ("credit_tasks", "none"),
            ("insurance_tasks", "none"),
            ("emergency_tasks", "none"),
            ("used_by", "none"),
            ("influences_votes", "no"),
            ("infrastructure_sector", "none"),
            ("uses_biometric_data", "no"),
            ("offered_for_any_purpose", "no"),
        ] {
            record.statements.push(said(&pack, id, value));
        }
        let assessed = Assessor::new(&lowered, Settings::default()).assess(&record);
        let subject = assessed.subjects.first().expect("one subject");
        let (none, all) = (|_| false, Asked::default());
        let asked = questions::next(&lowered, PointKind::System, subject, &none, &all, 200);
        let contribution = pack.vocabulary.find("contribution").expect("the fact");
        asked.iter().any(|at| at.kind == QuestionKind::Fact(contribution))
    };
    assert!(asks("filter"));
    assert!(!asks("none"));
}

/// The exception of Article 50 is for whoever a law authorises against crime: that no authority uses a
/// system does not settle whether it serves against crime.
#[test]
fn no_question_about_authorities_says_what_others_do_against_crime() {
    let pack = pack();
    let bundle = pack.vocabulary.bundles().iter().find(|at| at.id == "police-and-borders");
    let settled: Vec<_> = bundle.expect("the bundle").none.iter().map(|(fact, _)| *fact).collect();
    let fact = |id: &str| pack.vocabulary.find(id).expect("the fact");
    assert!(!settled.contains(&fact("law_enforcement_purpose")));
    assert!(settled.contains(&fact("authorised_by_law_against_crime")));
}

/// Of a calculation that waits for facts, those that are known are told and the others asked for.
#[test]
fn a_calculation_names_what_it_reads_and_asks_for_what_it_lacks() {
    let pack = pack();
    let lowered = lowered(&pack);
    let modified = [
        ("wide_range_of_tasks", "yes"),
        ("modifies_general_model", "yes"),
        ("modification_compute", "5e23"),
    ];
    let told = |more: &[(&str, &str)]| {
        let said = modified.iter().chain(more).map(|(id, value)| said(&pack, id, value)).collect();
        let record = Record {
            id: "R".to_owned(),
            kind: RecordKind::Model,
            statements: said,
            ..Record::default()
        };
        let assessed = Assessor::new(&lowered, Settings::default()).assess(&record);
        let rule = pack.find("gpai.modifier").expect("a rule");
        let subject = why::subject_of(&lowered, &assessed.subjects, rule).expect("a subject");
        let reason = format!("{:?}", why::explain(&lowered, subject, rule));
        let missing = assessed.outcome.missing.into_iter().map(|at| at.fact).collect::<Vec<_>>();
        (reason, missing)
    };
    let (reason, missing) = told(&[]);
    assert!(reason.contains("5e23 FLOP") && reason.contains("training of the original model"));
    assert!(missing.contains(&"original_compute".to_owned()), "{missing:?}");
    assert!(!missing.contains(&"modification_compute".to_owned()), "{missing:?}");
    let (reason, _) = told(&[("original_compute", "1e24")]);
    assert!(reason.contains("1e24 FLOP") && !reason.contains("impossible to find out"), "{reason}");
}

/// Article 25(2): of several actors of whom a rule is undecided, the one who did what it speaks of explains it.
#[test]
fn what_only_an_exception_leaves_open_is_explained_by_who_did_it() {
    let pack = pack();
    let lowered = lowered(&pack);
    let actor = |name: &str, facts: &[(&str, &str)]| Actor {
        name: name.to_owned(),
        statements: facts.iter().map(|(id, value)| said(&pack, id, value)).collect(),
    };
    let first = actor("First", &[("actor_role", "provider")]);
    let new = actor("New", &[("actor_role", "distributor"), ("rebrands_existing_system", "yes")]);
    for actors in [vec![first.clone(), new.clone()], vec![new, first]] {
        let system = [("hiring_tasks", "evaluate"), ("performs_profiling", "yes")];
        let statements = system.iter().map(|(id, value)| said(&pack, id, value)).collect();
        let record = Record { id: "R".to_owned(), statements, actors, ..Record::default() };
        let assessed = Assessor::new(&lowered, Settings::default()).assess(&record);
        let rule = pack.find("art25.2").expect("a rule");
        let subject = why::subject_of(&lowered, &assessed.subjects, rule).expect("a subject");
        assert_eq!(record.actors[subject.subject.actor_at].name, "New");
    }
}
