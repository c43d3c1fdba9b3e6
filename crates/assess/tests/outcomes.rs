//! What holds of every outcome, whatever a record says.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

use std::cell::RefCell;
use std::collections::BTreeSet;

use actlas_assess::{
    Asked, Assessed, Assessor, Assume, Outcome, QuestionKind, Settings, headline, questions, why,
};
use actlas_facts::{
    Actor, Entity, Fact, FactIx, Interval, Kind, Knowledge, Layer, OptionIx, Options, Record,
    RecordKind,
};
use actlas_facts::{Quote, Raw, Statement, Truth, Use, parse_date};
use actlas_law::{Atom, Choices, Lowered, Pack, PackFiles, PointKind, Subject, View};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn pack() -> Pack {
    Pack::load(&PackFiles::embedded()).0
}

fn lowered(pack: &Pack) -> Lowered<'_> {
    Lowered::new(View::new(pack, pack.state, pack.state).expect("a view"), Choices::defaults(pack))
}

/// Something that can be said of a fact.
fn says(fact: &Fact, bits: u64) -> Option<Knowledge> {
    Some(match &fact.kind {
        Kind::YesNo => Knowledge::YesNo(Truth::from(bits & 1 == 1)),
        Kind::Choice(options) => {
            let at = (bits % options.len() as u64) as u8;
            Knowledge::Choice(Options::of([OptionIx(at)]))
        }
        Kind::Set(options) => {
            let pick = |bits: u64| {
                Options::of((0..options.len() as u8).filter(|at| bits >> at & 1 == 1).map(OptionIx))
            };
            Knowledge::Set { has: pick(bits), hasnt: pick(!bits & (bits >> 24)) }
        }
        Kind::Number(_) => fact.read(Raw::Text(if bits & 1 == 1 { "1e26" } else { "1" })).ok()?,
        Kind::Date => {
            let (low, high) = parse_date(&format!("{}-08-02", 2023 + bits % 8))?;
            Knowledge::Date(Interval::between(low, high))
        }
    })
}

/// Some statements, each with its fact (by a number), its value, its layer.
type Said = Vec<(u16, u64, bool)>;

fn record(pack: &Pack, kind: RecordKind, said: &Said, uses: usize) -> Record {
    let mut record = Record { id: "R".to_owned(), kind, ..Record::default() };
    record.uses = (0..uses).map(|at| Use { id: format!("u{at}"), ..Use::default() }).collect();
    record.actors = vec![Actor { name: "Somebody".to_owned(), ..Actor::default() }];
    let facts: Vec<_> = pack.vocabulary.facts().collect();
    for (number, bits, attested) in said {
        let Some((ix, fact)) = facts.get(usize::from(*number) % facts.len()) else { continue };
        let Some(knowledge) = says(fact, *bits) else { continue };
        let layer = if *attested { Layer::Attested } else { Layer::Proposed };
        let statement = Statement::new(*ix, knowledge, layer, "somebody");
        match fact.of {
            Entity::System | Entity::Model => record.statements.push(statement),
            Entity::Actor => record.actors.iter_mut().for_each(|at| {
                at.statements.push(statement.clone());
            }),
            Entity::Use => match record.uses.get_mut((*bits >> 40) as usize % uses.max(1)) {
                Some(of_use) => of_use.statements.push(statement),
                None => record.statements.push(statement),
            },
        }
    }
    record
}

fn set(ids: &[String]) -> BTreeSet<&str> {
    ids.iter().map(String::as_str).collect()
}

fn check(pack: &Pack, outcome: &Outcome, kind: PointKind) -> Result<(), TestCaseError> {
    let (sure, all) = (&outcome.established, &outcome.indicated);
    prop_assert!(set(&sure.points).is_subset(&set(&all.points)), "points {sure:?} {all:?}");
    prop_assert!(set(&sure.excluded).is_subset(&set(&all.excluded)), "excluded {sure:?} {all:?}");
    let lists = [&all.points, &all.excluded, &outcome.open];
    let unexamined = outcome.unexamined_points.as_ref().expect("asked for");
    prop_assert_eq!(unexamined.len(), outcome.unexamined);
    let listed: Vec<&str> =
        lists.into_iter().chain([unexamined]).flatten().map(String::as_str).collect();
    let points: BTreeSet<&str> = pack
        .points(kind)
        .filter(|(_, rule)| rule.versions.iter().any(|version| version.when.is_some()))
        .map(|(_, rule)| rule.id.as_str())
        .collect();
    prop_assert_eq!(listed.len(), listed.iter().collect::<BTreeSet<_>>().len(), "each point once");
    for point in &listed {
        prop_assert!(points.contains(point), "{point} is no point of this kind of record");
    }
    let open = set(&outcome.open);
    for missing in &outcome.missing {
        let settles = set(&missing.settles);
        // Where no point is open, what decides whether the Act applies is.
        let is_scope = open.is_empty() && settles.iter().all(|at| at.ends_with("scope"));
        prop_assert!(settles.is_subset(&open) || is_scope, "{missing:?}");
    }
    for at in &outcome.applies {
        prop_assert!(all.points.contains(&at.point), "{at:?}");
    }
    for evidence in &outcome.evidence {
        for point in &evidence.points {
            let unexamined = unexamined.contains(point);
            prop_assert!(!unexamined, "{} bears on {point}, which is unexamined", evidence.fact);
        }
    }
    Ok(())
}

fn answers_are_those_of_each_question(
    lowered: &Lowered,
    assessed: &Assessed,
) -> Result<(), TestCaseError> {
    let roles = lowered.view().pack().vocabulary.find("actor_role");
    for at in &assessed.subjects {
        let known = |fact: FactIx| at.facts.get(fact).map(|known| &known.indicated);
        let subject = Subject { known: &known, roles, role: None };
        let attested = |fact: FactIx| at.facts.get(fact).map(|known| &known.established);
        let by_attested = Subject { known: &attested, roles, role: None };
        let both = at.indicated.iter().zip(&at.established);
        for (atom, (answer, sure)) in lowered.atoms().iter().zip(both) {
            prop_assert_eq!(subject.answer(atom), *answer, "{:?}", atom);
            // What is asked about the state of knowledge is asked of all that is known.
            let of_all = matches!(
                atom,
                Atom::MayBe(_) | Atom::SaidToBe(_) | Atom::Stated(_) | Atom::Spoken(_)
            );
            let expected = if of_all { *answer } else { by_attested.answer(atom) };
            prop_assert_eq!(expected, *sure, "{:?}", atom);
        }
    }
    Ok(())
}

#[test]
fn whatever_a_record_says() {
    let pack = pack();
    let lowered = lowered(&pack);
    let settings = |assume| Settings {
        assume,
        list_unexamined: true,
        all_missing: true,
        ..Settings::default()
    };
    let said = prop::collection::vec((any::<u16>(), any::<u64>(), any::<bool>()), 0..14);
    let mut runner = TestRunner::new(Config { cases: 150, ..Config::default() });
    let seasoned = [Assume::Nothing, Assume::InScope]
        .map(|assume| RefCell::new(Assessor::new(&lowered, settings(assume))));
    let compared = runner.run(&(said, 0usize..3, any::<bool>(), any::<bool>()), |case| {
        let (said, uses, model, assume) = case;
        let (kind, of) = match model {
            true => (RecordKind::Model, PointKind::Model),
            false => (RecordKind::System, PointKind::System),
        };
        let seasoned = &seasoned[usize::from(assume)];
        let assume = if assume { Assume::InScope } else { Assume::Nothing };
        let mut assessor = Assessor::new(&lowered, settings(assume));
        let record_of = |said: &Said| record(&pack, kind, said, uses);
        let record = record_of(&said);
        let assessed = assessor.assess(&record);
        check(&pack, &assessed.outcome, of)?;
        answers_are_those_of_each_question(&lowered, &assessed)?;
        // What is remembered of other records changes nothing, least of all of those that differ in one
        // answer.
        for at in 0..said.len() {
            let mut other = said.clone();
            other
                .iter_mut()
                .skip(at)
                .take(1)
                .for_each(|(_, bits, _)| *bits = bits.rotate_left(1) ^ 1);
            seasoned.borrow_mut().assess(&record_of(&other));
        }
        prop_assert_eq!(&seasoned.borrow_mut().assess(&record).outcome, &assessed.outcome);
        Ok(())
    });
    if let Err(error) = compared {
        panic!("{error}");
    }
}

/// A proposed statement, its value as text or JSON.
fn said(pack: &Pack, id: &str, value: &str) -> Statement {
    let ix = pack.vocabulary.find(id).expect("a fact");
    let fact = pack.vocabulary.get(ix).expect("a fact");
    let json = value.starts_with('{').then(|| serde_json::from_str(value).expect("JSON"));
    let raw = json.as_ref().map_or(Raw::Text(value), Raw::Json);
    let says = fact.read(raw).expect("a value");
    Statement::new(ix, says, Layer::Proposed, "somebody")
}

fn outcome_of(pack: &Pack, kind: RecordKind, facts: &[(&str, &str)]) -> Outcome {
    let lowered = lowered(pack);
    let mut record = Record { id: "R".to_owned(), kind, ..Record::default() };
    record.statements = facts.iter().map(|(id, value)| said(pack, id, value)).collect();
    let settings = Settings { list_unexamined: true, ..Settings::default() };
    Assessor::new(&lowered, settings).assess(&record).outcome
}

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

/// Article 6(3), third subparagraph: a system that profiles is high-risk, whichever use does.
#[test]
fn profiling_in_one_use_closes_the_exemption_of_another() {
    let pack = pack();
    let lowered = lowered(&pack);
    let harmless = [
        ("hiring_tasks", "supporting_step"),
        ("contribution", r#"{"has": ["checks_form"], "complete": true}"#),
        ("value_judgement", "no"),
        ("recommends_on_case", "no"),
        ("performs_profiling", "no"),
        ("materially_influences_outcome", "no"),
        ("claims_exemption", "yes"),
    ];
    let check = |other: &[(&str, &str)], want: &str| {
        let mut record = Record { id: "R".to_owned(), ..Record::default() };
        record.statements.push(said(&pack, "product_law", "none"));
        for facts in [harmless.as_slice(), other] {
            let statements = facts.iter().map(|(id, value)| said(&pack, id, value)).collect();
            record.uses.push(Use { statements, ..Use::default() });
        }
        let mut assessor = Assessor::new(&lowered, Settings::default());
        assert_eq!(assessor.assess(&record).outcome.indicated.class, want, "{other:?}");
    };
    check(&[("hiring_tasks", "none"), ("performs_profiling", "yes")], "high_risk");
    check(&[("hiring_tasks", "none"), ("performs_profiling", "no")], "exempted");
    check(&[("hiring_tasks", "none")], "listed");
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

/// What is remembered of one record is not taken for another that differs in one option: the order in which
/// records come changes nothing.
#[test]
fn the_order_of_records_changes_nothing() {
    let pack = pack();
    let lowered = lowered(&pack);
    let settings = Settings { all_missing: true, ..Settings::default() };
    let mut records = Vec::new();
    for (ix, fact) in pack.vocabulary.facts().filter(|(_, fact)| fact.of == Entity::System) {
        let options = fact.kind.options().len() as u8;
        for option in (0..options).map(|at| Options::of([OptionIx(at)])) {
            let without = Options::first(options.into()).without(option);
            let all = match &fact.kind {
                Kind::Set(_) => [
                    Knowledge::Set { has: option, hasnt: Options::default() },
                    Knowledge::Set { has: Options::default(), hasnt: option },
                ],
                _ => [Knowledge::Choice(option), Knowledge::Choice(without)],
            };
            records.extend(all.map(|knowledge| Record {
                id: fact.id.clone(),
                statements: vec![
                    said(&pack, "offered_for_any_purpose", "yes"),
                    Statement::new(ix, knowledge, Layer::Proposed, "somebody"),
                ],
                ..Record::default()
            }));
        }
    }
    let mut forward = Assessor::new(&lowered, settings.clone());
    let mut backward = Assessor::new(&lowered, settings);
    let first: Vec<Outcome> = records.iter().map(|at| forward.assess(at).outcome).collect();
    let last: Vec<Outcome> = records.iter().rev().map(|at| backward.assess(at).outcome).collect();
    assert!(first.len() > 100);
    for (one, other) in first.iter().zip(last.iter().rev()) {
        assert_eq!(one, other);
    }
}

/// What follows stands no firmer than what it follows from, and not at all where that is denied.
#[test]
fn what_follows_stands_as_what_it_follows_from() {
    let pack = pack();
    let lowered = lowered(&pack);
    let exchange = said(&pack, "interacts_with_people", "yes");
    let text = said(&pack, "generated_content", "text");
    let attested = |said: &Statement| Statement { layer: Layer::Attested, ..said.clone() };
    let follows = |statements: &[Statement]| {
        let record = Record { statements: statements.to_vec(), ..Record::default() };
        let outcome = Assessor::new(&lowered, Settings::default()).assess(&record).outcome;
        let found = outcome.evidence.into_iter().find(|at| at.by.starts_with("follows from"));
        found.map(|at| (at.fact, at.layer))
    };
    let layer = |layer: &str| Some(("substantially_alters".to_owned(), layer.to_owned()));
    assert_eq!(follows(&[exchange.clone(), text.clone()]), layer("proposed"));
    assert_eq!(follows(&[attested(&exchange), text.clone()]), layer("proposed"));
    assert_eq!(follows(&[attested(&exchange), attested(&text)]), layer("attested"));
    let denied = attested(&said(&pack, "interacts_with_people", "no"));
    assert_eq!(follows(&[exchange, text.clone(), denied]), None);
    assert_eq!(follows(&[text]), None);
}

/// What can hardly all be right is told and judged as it stands; each row takes one statement away.
#[test]
fn statements_that_do_not_fit_together_are_told() {
    let pack = pack();
    let day = parse_date("2026-11-21").expect("a day").0;
    let lowered =
        Lowered::new(View::new(&pack, day, day).expect("a view"), Choices::defaults(&pack));
    let mut assessor = Assessor::new(&lowered, Settings::default());
    let mut check = |system: &[(&str, &str)], actors: &[&[(&str, &str)]], want: &[&str]| {
        let all = |said_of: &[(&str, &str)]| {
            said_of.iter().map(|(id, value)| said(&pack, id, value)).collect::<Vec<_>>()
        };
        let actors = actors
            .iter()
            .enumerate()
            .map(|(at, facts)| Actor { name: format!("A{at}"), statements: all(facts) });
        let record = Record {
            id: "R".to_owned(),
            statements: all(system),
            actors: actors.collect(),
            ..Record::default()
        };
        let findings = assessor.assess(&record).outcome.findings;
        let told: Vec<&str> = findings.iter().map(|at| at.fact.as_str()).collect();
        assert_eq!(told.len(), want.len(), "{told:?}");
        want.iter().zip(&told).for_each(|(want, told)| assert!(told.contains(want), "{told}"));
    };
    check(
        &[("not_yet_on_market", "yes"), ("first_placed_on", "2026-01-01")],
        &[],
        &["neither offered"],
    );
    check(&[("not_yet_on_market", "yes"), ("first_placed_on", "2027-01-01")], &[], &[]);
    check(&[("first_placed_on", "2026-01-01")], &[], &[]);
    let provider = |inside| [("actor_role", "provider"), ("actor_in_union", inside)];
    let importer = [("actor_role", "importer"), ("actor_in_union", "yes")];
    let agent = [("actor_role", "authorised_representative")];
    check(&[], &[&provider("yes"), &importer], &["actor `A1`: an importer brings in"]);
    check(&[], &[&provider("no"), &importer], &[]);
    check(&[], &[&agent, &provider("yes")], &["actor `A0`: only a provider outside"]);
    check(&[], &[&agent], &[]);
    check(&[], &[&[("actor_role", "importer"), ("actor_in_union", "no")]], &["is said not to be"]);
    let claimed = [("hiring_tasks", "evaluate"), ("claims_exemption", "yes")];
    let with = |more: &[(&'static str, &'static str)]| [&claimed[..], more].concat();
    check(&with(&[("performs_profiling", "yes")]), &[], &["is closed to what profiles people"]);
    check(&with(&[]), &[], &[]);
    let weighs = with(&[("contribution", "reformats"), ("value_judgement", "yes")]);
    check(&weighs, &[], &["none of its four conditions is met"]);
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

fn all_said(pack: &Pack, facts: &serde_json::Value) -> Vec<Statement> {
    let said = facts.as_object().expect("facts").iter().map(|(id, value)| {
        let ix = pack.vocabulary.find(id).expect("a fact");
        let says =
            pack.vocabulary.get(ix).expect("a fact").read(Raw::Json(value)).expect("a value");
        Statement::new(ix, says, Layer::Proposed, "somebody")
    });
    said.collect()
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
