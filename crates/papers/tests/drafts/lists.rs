use actlas_facts::{Actor, Layer, Record, RecordKind};
use actlas_papers::{Draft, DraftField, Standing, State};
use serde_json::json;

use super::{BEFORE, TODAY, pack, provider, said, write};

fn ids(draft: &Draft) -> Vec<&str> {
    let fields = draft.sections.iter().flat_map(|section| &section.fields);
    fields.filter(|field| field.state != State::NotAsked).map(|field| field.id.as_str()).collect()
}

fn field<'d>(draft: &'d Draft, id: &str) -> &'d DraftField {
    let mut fields = draft.sections.iter().flat_map(|section| &section.fields);
    fields.find(|field| field.id == id).unwrap_or_else(|| panic!("no field {id}"))
}

/// Fact base 5.12: nine fields as published, seven as amended.
#[test]
fn the_amending_act_shortened_the_registration_of_exempted_uses() {
    let record = Record { id: "R".to_owned(), ..Record::default() };
    let before = write("annex-viii-b", &record, &BEFORE);
    assert_eq!(ids(&before), ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    assert!(before.gone.is_empty());
    let after = write("annex-viii-b", &record, &TODAY);
    assert_eq!(ids(&after), ["1", "2", "3", "4", "5", "6", "8"]);
    assert_eq!(after.gone.len(), 2);
    assert!(after.gone.iter().all(|at| at.cite.contains("point 42")), "{:?}", after.gone);
}

/// Fact base 5.11 to 5.13: fewer points in the part that is not public.
#[test]
fn police_and_migration_uses_register_less() {
    let pack = pack();
    let mut record = Record { id: "R".to_owned(), ..Record::default() };
    for (id, value) in [
        ("used_by", json!(["law_enforcement"])),
        ("law_enforcement_purpose", json!(true)),
        ("assesses_truthfulness", json!(true)),
        ("evaluates_natural_persons", json!(true)),
    ] {
        record.statements.push(said(pack, id, &value, Layer::Attested));
    }
    let by_provider = write("annex-viii-a", &record, &TODAY);
    assert_eq!(ids(&by_provider), ["1", "2", "3", "4", "5", "7", "10"], "{}", by_provider.headline);
    assert_eq!(ids(&write("annex-viii-c", &record, &TODAY)), ["1", "2", "3"]);
    assert_eq!(ids(&write("annex-viii-b", &record, &TODAY)), ["1", "2", "3", "4", "5", "8"]);
    let nothing = Record { id: "R".to_owned(), ..Record::default() };
    let open = write("annex-viii-a", &nothing, &TODAY);
    assert_eq!(ids(&open).len(), 13, "unknown is not a reason to ask for less");
    assert!(field(&open, "6").remark.contains("not known"));
}

/// Section 2 of Annex XI is for models with systemic risk.
#[test]
fn the_second_section_is_for_systemic_risk() {
    let pack = pack();
    let model = |compute: &str| {
        let mut record =
            Record { id: "M".to_owned(), kind: RecordKind::Model, ..Record::default() };
        for (id, value) in [
            ("wide_range_of_tasks", json!(true)),
            ("modifies_general_model", json!(false)),
            ("prototype_only", json!(false)),
            ("high_impact_capabilities", json!(false)),
            ("designated_by_commission", json!(false)),
            ("original_has_systemic_risk", json!(false)),
            ("training_compute", json!(compute)),
        ] {
            record.statements.push(said(pack, id, &value, Layer::Attested));
        }
        write("annex-xi", &record, &TODAY)
    };
    assert_eq!(ids(&model("1.1e25")).len(), 14);
    assert_eq!(ids(&model("1e24")).len(), 11);
}

#[test]
fn attested_proposed_and_missing_are_told_apart() {
    let pack = pack();
    let mut record = Record {
        id: "R".to_owned(),
        name: "Sieve".to_owned(),
        organisation: "Somewhere".to_owned(),
        ..Record::default()
    };
    let nobody = write("annex-v", &record, &TODAY);
    let lines = &field(&nobody, "2").lines;
    assert!(lines.iter().all(|at| at.label.contains("role is not stated")), "{lines:?}");
    // Of whom another role is stated, none is left unstated.
    record.actors = vec![Actor {
        name: "Somewhere".to_owned(),
        statements: vec![said(pack, "actor_role", &json!(["deployer"]), Layer::Attested)],
    }];
    assert!(field(&write("annex-v", &record, &TODAY), "2").lines.is_empty());
    record.actors = vec![provider(pack, "Maker")];
    record.statements.push(said(pack, "built_with_parts_of_others", &json!(true), Layer::Proposed));
    record.statements.push(said(pack, "free_open_source_licence", &json!(false), Layer::Attested));
    let draft = write("annex-iv", &record, &TODAY);
    let line = |id: &str, words: &str| {
        let found = field(&draft, id).lines.iter().find(|at| at.label.contains(words));
        found.unwrap_or_else(|| panic!("{words} in {id}")).clone()
    };
    assert_eq!(line("1a", "provider").value, "Maker");
    assert!(matches!(line("1b", "supply").standing, Standing::Proposed { .. }));
    let attested = line("1d", "open-source");
    assert!(matches!(attested.standing, Standing::Attested { .. }));
    assert_eq!(attested.value, "no");
    let asks = &field(&draft, "1d").asks;
    assert!(asks.iter().any(|(_, fact)| fact.as_deref() == Some("placed_on_union_market")));
    assert!(asks.iter().all(|(_, fact)| fact.as_deref() != Some("free_open_source_licence")));
    assert_eq!(field(&draft, "1e").state, State::Gap);
    assert_eq!(field(&draft, "1e").asks.len(), 1);
}

/// Every paper of the pack can be written of a record of which nothing is known: all its fields are
/// gaps, and each asks at least one question.
#[test]
fn of_nothing_known_every_field_asks() {
    let pack = pack();
    assert_eq!(pack.papers.len(), 10);
    for paper in &pack.papers {
        for kind in [RecordKind::System, RecordKind::Model] {
            let record = Record { id: "R".to_owned(), kind, ..Record::default() };
            let draft = write(&paper.id, &record, &TODAY);
            let (asked, gaps) = draft.counts();
            assert!(asked >= 5, "{}: {asked} fields", paper.id);
            assert_eq!(asked, gaps, "{}", paper.id);
            let fields = draft.sections.iter().flat_map(|section| &section.fields);
            for field in fields.filter(|field| field.state != State::NotAsked) {
                assert!(!field.asks.is_empty(), "{} {}", paper.id, field.id);
            }
        }
    }
}

/// What is known to exclude a duty is not told as what merely nothing brings.
#[test]
fn an_excluded_duty_is_told_from_one_that_nothing_brings() {
    let pack = pack();
    let model = |facts: &[(&str, serde_json::Value)]| {
        let actors = vec![provider(pack, "Acme")];
        let kind = RecordKind::Model;
        let mut record = Record { id: "M".to_owned(), kind, actors, ..Record::default() };
        for (id, value) in facts {
            record.statements.push(said(pack, id, value, Layer::Attested));
        }
        write("annex-xi", &record, &TODAY).duty.join("\n")
    };
    let open = [
        ("wide_range_of_tasks", json!(true)),
        ("modifies_general_model", json!(false)),
        ("training_compute", json!("1e24")),
        ("high_impact_capabilities", json!(false)),
        ("designated_by_commission", json!(false)),
        ("licence_is_open", json!(true)),
        ("model_information_public", json!(true)),
        ("model_monetised", json!(false)),
    ];
    assert!(model(&open).contains("what is known excludes this duty here"), "{}", model(&open));
    assert!(model(&[]).contains("does not say that it is not owed"), "{}", model(&[]));
    let closed = [open[0].clone(), open[1].clone(), ("licence_is_open", json!(false))];
    assert!(model(&closed).contains("as provider: open"), "{}", model(&closed));
}

/// Only a Member State stands where Member States are asked for.
#[test]
fn other_countries_are_no_member_states() {
    let states = |country: &str| {
        let country = country.to_owned();
        let record = Record { id: "R".to_owned(), country, ..Record::default() };
        let draft = write("annex-viii-a", &record, &TODAY);
        let lines = &field(&draft, "10").lines;
        lines.iter().map(|at| at.value.clone()).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(states("DE"), "DE");
    assert_eq!(states("Germany; US"), "Germany");
    assert_eq!(states("US"), "");
}

/// The country of a record is where its system is, which says nothing of where the provider is.
#[test]
fn the_country_of_a_record_is_no_address_of_a_provider() {
    let record = Record { id: "R".to_owned(), country: "DE".to_owned(), ..Record::default() };
    for (list, number) in [("annex-v", "2"), ("annex-viii-a", "1"), ("annex-viii-b", "1")] {
        let draft = write(list, &record, &TODAY);
        let lines = &field(&draft, number).lines;
        assert!(lines.iter().all(|at| at.value != "DE"), "{list}: {lines:?}");
    }
}

/// A modification that did not happen is not asked about, and a number has its unit.
#[test]
fn the_computing_of_a_modification_is_asked_of_modified_models() {
    let pack = pack();
    let model = |modified: Option<bool>| {
        let kind = RecordKind::Model;
        let mut record = Record { id: "M".to_owned(), kind, ..Record::default() };
        let compute = json!("3.8e25");
        record.statements.push(said(pack, "training_compute", &compute, Layer::Attested));
        if let Some(modified) = modified {
            let value = json!(modified);
            record.statements.push(said(pack, "modifies_general_model", &value, Layer::Attested));
        }
        write("annex-xi", &record, &TODAY)
    };
    let of = |modified: Option<bool>| field(&model(modified), "1.2d-modification").state;
    assert_eq!(of(Some(false)), State::NotAsked);
    assert_eq!(of(Some(true)), State::Gap);
    assert_eq!(of(None), State::Gap);
    assert_eq!(field(&model(None), "1.2d").lines[0].value, "3.8e25 FLOP");
    let unmodified = model(Some(false));
    let asks = &field(&unmodified, "1.2d").asks;
    assert!(asks.iter().all(|(_, fact)| fact.is_none()), "{asks:?}");
}

/// What a bill of materials says of a model fills the fields that ask for it.
#[test]
fn texts_of_bills_fill_their_fields() {
    let text = |field: &str, text: &str| actlas_facts::Text {
        field: field.to_owned(),
        text: text.to_owned(),
    };
    let record = Record {
        id: "M".to_owned(),
        kind: RecordKind::Model,
        texts: vec![
            text("licence", "Apache-2.0"),
            text("datasets", "CV corpus"),
            text("energy", "training: 12.5 kWh"),
            text("modelArchitecture", "transformer"),
            text("inputs", "text"),
        ],
        ..Record::default()
    };
    let value = |paper: &str, id: &str| {
        let draft = write(paper, &record, &TODAY);
        let at = field(&draft, id);
        assert_eq!(at.state, State::Partly, "{paper} {id}");
        at.lines[0].value.clone()
    };
    for (paper, id, want) in [
        ("annex-xi", "1.1d", "transformer"),
        ("annex-xi", "1.1e", "text"),
        ("annex-xi", "1.1f", "Apache-2.0"),
        ("annex-xi", "1.2c", "CV corpus"),
        ("annex-xi", "1.2e", "training: 12.5 kWh"),
        ("annex-xii", "1f", "transformer"),
        ("annex-xii", "1g", "text"),
        ("annex-xii", "1h", "Apache-2.0"),
        ("annex-xii", "2c", "CV corpus"),
    ] {
        assert_eq!(value(paper, id), want, "{paper} {id}");
    }
}

fn text(field: &str, text: &str) -> actlas_facts::Text {
    actlas_facts::Text { field: field.to_owned(), text: text.to_owned() }
}

/// The column that was taken for the purpose is the purpose, whatever it is called; a name is none.
#[test]
fn the_purpose_is_what_was_taken_for_it() {
    let named = Record { id: "R".to_owned(), name: "CV".to_owned(), ..Record::default() };
    let record = Record {
        texts: vec![text("Zweck", "Ranks applicants"), text("uses/u1/purpose", "Sorts mail")],
        purposes: vec!["Zweck".to_owned()],
        uses: vec![actlas_facts::Use {
            id: "u1".to_owned(),
            purpose: "Sorts mail".to_owned(),
            statements: Vec::new(),
        }],
        ..named.clone()
    };
    for (paper, id) in [("art6-4", "purpose"), ("annex-viii-b", "5")] {
        let filled = write(paper, &record, &TODAY);
        assert_eq!(field(&filled, id).state, State::Filled, "{paper}");
        let lines = &field(&filled, id).lines;
        assert!(lines.iter().any(|at| at.value == "Ranks applicants"), "{lines:?}");
        let asked = write(paper, &named, &TODAY);
        assert!(!field(&asked, id).asks.is_empty(), "{paper}");
        assert_ne!(field(&asked, id).state, State::Filled, "{paper}");
    }
    let listed = write("annex-viii-a", &record, &TODAY);
    let lines = |id: &str| field(&listed, id).lines.iter().map(|at| at.value.clone());
    assert!(lines("5").any(|at| at == "Ranks applicants"));
    assert_eq!(lines("6").count(), 0, "a purpose is no logic");
}

/// Article 6(3), third subparagraph: whoever profiles relies on none of the conditions.
#[test]
fn profiling_is_no_condition() {
    let pack = pack();
    let record = Record {
        id: "R".to_owned(),
        statements: vec![said(pack, "performs_profiling", &json!(true), Layer::Attested)],
        ..Record::default()
    };
    let draft = write("annex-viii-b", &record, &BEFORE);
    for id in ["6", "7"] {
        let at = field(&draft, id);
        assert_eq!((at.state, at.lines.len()), (State::Gap, 0), "{id}: {:?}", at.lines);
        assert!(at.remark.contains("no condition helps: Profiling"), "{id}: {}", at.remark);
    }
}

/// Whoever gets the page can answer: the answers stand with the question.
#[test]
fn questions_come_with_their_answers() {
    let record = Record { id: "R".to_owned(), ..Record::default() };
    let draft = write("art6-4", &record, &TODAY);
    let asks = &field(&draft, "condition").asks;
    let found = asks.iter().find(|(_, fact)| fact.as_deref() == Some("contribution"));
    let (question, _) = found.unwrap_or_else(|| panic!("{asks:?}"));
    assert!(question.contains("Any of: it converts"), "{question}");
}

/// Two people who contradict each other leave the fact unknown, and the page says why.
#[test]
fn contradicting_answers_are_told() {
    let pack = pack();
    let profiles = |value: bool| said(pack, "performs_profiling", &json!(value), Layer::Attested);
    let record = Record {
        id: "R".to_owned(),
        statements: vec![profiles(true), profiles(false)],
        ..Record::default()
    };
    let draft = write("art6-4", &record, &TODAY);
    let at = field(&draft, "profiling");
    assert!(at.remark.contains("contradict each other"), "{}", at.remark);
    assert!(at.asks.iter().any(|(ask, _)| ask.contains("which of it holds?")), "{:?}", at.asks);
    assert_eq!(at.lines.len(), 2);
}

/// What was rejected stands there with who and why, and fills nothing.
#[test]
fn rejections_are_shown_and_fill_nothing() {
    let pack = pack();
    let mut rejected = said(pack, "hiring_tasks", &json!(["evaluate"]), Layer::Proposed);
    rejected.by = "Bob".to_owned();
    rejected.at = "2026-11-01".to_owned();
    rejected.why = "only sorts by date".to_owned();
    let rejected =
        actlas_facts::Rejected { said: rejected, of_use: String::new(), actor: String::new() };
    let record = Record { id: "R".to_owned(), rejected: vec![rejected], ..Record::default() };
    let draft = write("art6-4", &record, &TODAY);
    let at = field(&draft, "listed");
    assert_eq!(at.state, State::Gap);
    let words = at.lines.iter().map(|at| actlas_papers::markdown(&draft).contains(&at.value));
    assert_eq!(words.filter(|shown| *shown).count(), 1, "{:?}", at.lines);
    let page = actlas_papers::markdown(&draft);
    assert!(page.contains("rejected by Bob, 1 November 2026; because: only sorts by date"));
}

/// Another reading, or another stage, is another foot.
#[test]
fn the_foot_says_what_was_asked() {
    let record = |stage| Record { id: "R".to_owned(), stage, ..Record::default() };
    let foot = |stage| write("annex-viii-c", &record(stage), &TODAY).footer.join("\n");
    let planned = foot(actlas_facts::Stage::Planned);
    assert!(planned.contains("the Commission's readings; assumed: in-scope; law "), "{planned}");
    assert_ne!(planned, foot(actlas_facts::Stage::InUse));
}
