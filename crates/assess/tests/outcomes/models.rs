//! Outcomes of models, and of what is said of the wrong kind of record.

use actlas_assess::{Assessor, Settings};
use actlas_facts::{Actor, Layer, Quote, Raw, Record, RecordKind, Statement};

use super::{all_said, lowered, outcome_of, pack};

/// The presumption above 10^25 FLOP stands in the indicated layer, and yields to a fact.
#[test]
fn the_presumption_of_systemic_risk_stands_until_it_is_rebutted() {
    let pack = pack();
    let model = [
        ("wide_range_of_tasks", "yes"),
        ("modifies_general_model", "no"),
        ("training_compute", "3.8e25"),
    ];
    assert_eq!(outcome_of(&pack, RecordKind::Model, &model).indicated.class, "gpai_systemic");
    let rebutted = [model.as_slice(), &[("rebuttal_accepted", "yes")]].concat();
    let outcome = outcome_of(&pack, RecordKind::Model, &rebutted);
    assert!(!outcome.indicated.points.contains(&"gpai.systemic".to_owned()));
    let sure = &outcome_of(&pack, RecordKind::Model, &model).established;
    assert_eq!(sure.points, Vec::<String>::new(), "an assumption never enters `established`");
}

/// The Commission's indicative criterion opens the question whether a model is general-purpose, and what follows
/// from it. That a model stays below the threshold of systemic risk says nothing of its licence.
#[test]
fn an_indication_opens_a_point_and_no_exception_does() {
    let pack = pack();
    let lowered = lowered(&pack);
    let open = |facts: &[(&str, serde_json::Value)]| {
        let mut record = Record { kind: RecordKind::Model, ..Record::default() };
        for (id, value) in facts {
            let ix = pack.vocabulary.find(id).expect("a fact");
            let fact = pack.vocabulary.get(ix).expect("a fact");
            let says = fact.read(Raw::Json(value)).expect("a value");
            record.statements.push(Statement::new(ix, says, Layer::Proposed, "somebody"));
        }
        Assessor::new(&lowered, Settings::default()).assess(&record).outcome.open
    };
    let writes = ("generates_language_or_images", serde_json::json!(true));
    let trained = |compute: &str| ("training_compute", serde_json::json!(compute));
    let follows = ["gpai", "art53.1a", "art53.1b", "art53.1c", "art53.1d"];
    assert_eq!(open(&[trained("2e23"), writes.clone()]), follows);
    assert!(open(&[trained("2e22"), writes.clone()]).is_empty());
    assert!(open(&[writes]).is_empty());
    let licensed = ("licence_is_open", serde_json::json!(true));
    assert_eq!(open(&[trained("2e22"), licensed]), ["art53.2"]);
}

/// What is stated of a record of the wrong kind bears on nothing, and is not passed over in silence.
#[test]
fn facts_of_another_kind_are_named() {
    let pack = pack();
    let lowered = lowered(&pack);
    let found = |kind: RecordKind, facts: serde_json::Value| {
        let mut record = Record { id: "R".to_owned(), kind, ..Record::default() };
        for (id, value) in facts.as_object().expect("facts") {
            let ix = pack.vocabulary.find(id).expect("a fact");
            let fact = pack.vocabulary.get(ix).expect("a fact");
            let says = fact.read(Raw::Json(value)).expect("a value");
            record.statements.push(Statement::new(ix, says, Layer::Proposed, "somebody"));
        }
        let outcome = Assessor::new(&lowered, Settings::default()).assess(&record).outcome;
        outcome.findings.into_iter().map(|at| (at.code, at.fact)).collect::<Vec<_>>()
    };
    let of_model = serde_json::json!({"training_compute": "3e25", "wide_range_of_tasks": true,
        "placed_on_union_market": true, "first_placed_on": "2026-01-01"});
    let code = "fact-of-other-kind".to_owned();
    let says = "`wide_range_of_tasks`, `training_compute` bear on models alone and this record is of the \
                kind system";
    let of_system = found(RecordKind::System, of_model.clone());
    assert_eq!(of_system, [(code.clone(), says.to_owned())]);
    assert_eq!(found(RecordKind::Model, of_model), []);
    let hires =
        serde_json::json!({"hiring_tasks": ["evaluate"], "made_solely_for_research": false});
    let says = "`hiring_tasks` bears on systems alone and this record is of the kind model";
    assert_eq!(found(RecordKind::Model, hires.clone()), [(code, says.to_owned())]);
    assert_eq!(found(RecordKind::System, hires), []);
}

/// A model carries no point of systems, and what its card says of a use is not dropped in silence.
#[test]
fn uses_in_the_words_of_a_model_are_told() {
    let pack = pack();
    let lowered = lowered(&pack);
    let mut assessor = Assessor::new(&lowered, Settings::default());
    let mut found = |kind: RecordKind, facts: serde_json::Value| {
        let mut statements = all_said(&pack, &facts);
        for at in &mut statements {
            let text = "Ranks  job applicants".to_owned();
            at.quote =
                Some(Quote { field: "useCases".to_owned(), start: 0, end: text.len(), text });
        }
        let record = Record { id: "R".to_owned(), kind, statements, ..Record::default() };
        let findings = assessor.assess(&record).outcome.findings;
        findings.into_iter().map(|at| (at.code, at.fact)).collect::<Vec<_>>()
    };
    let hires = serde_json::json!({"hiring_tasks": ["evaluate"]});
    let says = "its words `Ranks job applicants` speak of Annex III(4)(a), which systems carry and models do not";
    let told = ("use-of-model".to_owned(), says.to_owned());
    assert_eq!(found(RecordKind::Model, hires.clone()), [told]);
    assert_eq!(found(RecordKind::System, hires), []);
    // What is denied, and what is no use of the kind, is nothing to tell.
    assert_eq!(found(RecordKind::Model, serde_json::json!({"hiring_tasks": []})), []);
    let speaks = serde_json::json!({"interacts_with_people": true});
    assert_eq!(found(RecordKind::Model, speaks), []);
}

#[test]
fn where_only_the_scope_is_open_its_facts_are_missing() {
    let pack = pack();
    let lowered = lowered(&pack);
    let mut assessor = Assessor::new(&lowered, Settings::default());
    let facts = serde_json::json!({"wide_range_of_tasks": true, "modifies_general_model": false,
        "placed_on_union_market": false, "training_compute": "1e24", "high_impact_capabilities": false,
        "licence_is_open": false});
    let roles = serde_json::json!({"actor_role": ["provider"]});
    let record = Record {
        kind: RecordKind::Model,
        statements: all_said(&pack, &facts),
        actors: vec![
            Actor { name: "Lab".to_owned(), statements: all_said(&pack, &roles) },
            Actor { name: "Shop".to_owned(), statements: Vec::new() },
        ],
        ..Record::default()
    };
    let outcome = assessor.assess(&record).outcome;
    assert_eq!((outcome.indicated.class.as_str(), outcome.open.len()), ("undetermined", 0));
    let missing: Vec<(&str, &[String])> =
        outcome.missing.iter().map(|at| (at.fact.as_str(), at.settles.as_slice())).collect();
    assert_eq!(missing, [("essential_internal_use", &["gpai.scope".to_owned()][..])]);
    // Of models the Act knows few roles.
    let roles: Vec<(&str, Vec<String>, Vec<String>)> = outcome
        .roles
        .iter()
        .map(|at| (at.actor.as_str(), at.holds.clone(), at.may_hold.clone()))
        .collect();
    let word = str::to_owned;
    let few = vec![word("provider"), word("authorised_representative")];
    assert_eq!(roles, [("Lab", vec![word("provider")], vec![]), ("Shop", vec![], few)]);
}
