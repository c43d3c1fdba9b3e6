//! What holds of every outcome, whatever a record says.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

mod asked;
mod models;
mod versions;

use std::cell::RefCell;
use std::collections::BTreeSet;

use actlas_assess::{Assessed, Assessor, Assume, Outcome, Settings};
use actlas_facts::{
    Actor, Entity, Fact, FactIx, Interval, Kind, Knowledge, Layer, OptionIx, Options, Raw, Record,
    RecordKind, Statement, Truth, Use, parse_date,
};
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

fn all_said(pack: &Pack, facts: &serde_json::Value) -> Vec<Statement> {
    let said = facts.as_object().expect("facts").iter().map(|(id, value)| {
        let ix = pack.vocabulary.find(id).expect("a fact");
        let says =
            pack.vocabulary.get(ix).expect("a fact").read(Raw::Json(value)).expect("a value");
        Statement::new(ix, says, Layer::Proposed, "somebody")
    });
    said.collect()
}
