//! What is answered for whole registers in one pass is what records are answered one by one.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

use std::collections::BTreeMap;

use actlas_assess::duties::{DutyStatus, Held, Owing};
use actlas_assess::{Assessor, Assume, Settings};
use actlas_facts::{
    Actor, Entity, FactIx, Interval, Kind, Knowledge, Layer, OptionIx, Options, Record, RecordKind,
    Statement, Truth, parse_date,
};
use actlas_law::{Choices, Lowered, Of, Pack, PackFiles, Roster, Stands, Subject, View, Whose};

/// A plain generator, the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most.max(1)
    }
}

/// Facts that Article 111 and the exceptions of roles ask for, which hardly any random record states.
const ASKED_OFTEN: &[&str] = &[
    "first_placed_on",
    "significant_design_change_on",
    "design_unchanged",
    "for_public_authorities",
    "large_scale_it_component",
    "private_use",
];
/// Days before and after the cut-offs.
const DAYS: &[&str] = &["2025-06-01", "2026-07-01", "2027-03-01", "2027-11-01", "2028-01-01"];

/// Something about a third of the facts, and the roles the actor has.
fn said(pack: &Pack, random: &mut Random) -> Vec<(FactIx, Knowledge)> {
    let roles = pack.vocabulary.find("actor_role");
    // In scope, or nothing is ever brought.
    let scope = pack.assumed("in-scope").expect("a set of assumptions");
    let mut said: Vec<(FactIx, Knowledge)> =
        scope.says.iter().map(|at| (at.fact, at.says.clone())).collect();
    // A private person acts in some of them.
    let private = pack.vocabulary.find("private_use");
    said.retain(|(fact, _)| Some(*fact) != private || random.below(3) > 0);
    for (ix, fact) in pack.vocabulary.facts() {
        if said.iter().any(|(other, _)| *other == ix) {
            continue;
        }
        let is_asked_often = ASKED_OFTEN.contains(&fact.id.as_str());
        let (of, said_in) = if is_asked_often { (5, 3) } else { (3, 1) };
        if Some(ix) != roles && random.below(of) >= said_in {
            continue;
        }
        let some = |random: &mut Random, len: usize| {
            Options::of([OptionIx(random.below(len as u64) as u8)])
        };
        let says = match &fact.kind {
            Kind::YesNo => Knowledge::YesNo(Truth::from(random.below(3) > 0)),
            Kind::Choice(options) => Knowledge::Choice(some(random, options.len())),
            Kind::Set(members) => {
                let has = some(random, members.len()).or(some(random, members.len()));
                Knowledge::Set { has, hasnt: Options::first(members.len()).without(has) }
            }
            Kind::Date => {
                let day = DAYS.get(random.below(DAYS.len() as u64) as usize).expect("a day");
                Knowledge::Date(Interval::exactly(parse_date(day).expect("a day").0))
            }
            Kind::Number(_) => continue,
        };
        said.push((ix, says));
    }
    said
}

fn record(pack: &Pack, kind: RecordKind, said: &[(FactIx, Knowledge)]) -> Record {
    let statement = |(ix, says): &(FactIx, Knowledge)| {
        Statement::new(*ix, says.clone(), Layer::Attested, "somebody")
    };
    let is_of_actor = |(ix, _): &&(FactIx, Knowledge)| {
        pack.vocabulary.get(*ix).is_some_and(|fact| fact.of == Entity::Actor)
    };
    Record {
        id: "R".to_owned(),
        kind,
        statements: said.iter().filter(|at| !is_of_actor(at)).map(statement).collect(),
        actors: vec![Actor {
            name: "A".to_owned(),
            statements: said.iter().filter(is_of_actor).map(statement).collect(),
        }],
        ..Record::default()
    }
}

#[test]
fn one_pass_says_what_records_are_told() {
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let mut decided = BTreeMap::new();
    for (seed, day) in ["2026-11-21", "2028-01-01", "2030-10-01", "2031-02-01"].iter().enumerate() {
        one_pass_on(&pack, day, Random(seed as u64), &mut decided);
    }
    for (stands, least) in [
        (Stands::Owed, 1000),
        (Stands::Later, 100),
        (Stands::Legacy, 1000),
        (Stands::UnlessExempted, 500),
    ] {
        let count = decided.get(stands.as_str()).copied().unwrap_or_default();
        assert!(count > least, "{}: {count} of {decided:?}", stands.as_str());
    }
}

fn one_pass_on(
    pack: &Pack,
    day: &str,
    mut random: Random,
    decided: &mut BTreeMap<&'static str, usize>,
) {
    let day = parse_date(day).expect("a day").0;
    let view = View::new(pack, day, day).expect("a view");
    let lowered = Lowered::new(view, Choices::defaults(pack));
    let roster = Roster::new(view, Choices::defaults(pack));
    let roles = pack.vocabulary.find("actor_role").expect("roles");
    let words: Vec<&str> = pack
        .vocabulary
        .get(roles)
        .expect("a fact")
        .kind
        .options()
        .iter()
        .map(|option| option.id.as_str())
        .collect();
    for number in 0..80 {
        let kind = if number % 5 == 0 { RecordKind::Model } else { RecordKind::System };
        let said = said(pack, &mut random);
        let settings =
            Settings { all_missing: true, assume: Assume::Nothing, ..Settings::default() };
        let mut assessor = Assessor::new(&lowered, settings);
        let record = record(pack, kind, &said);
        let assessed = assessor.assess(&record);
        let told = assessor.duties(&record, &assessed);
        let mut more = said.clone();
        pack.with_what_follows(&mut more);
        let known = |fact: FactIx| more.iter().find(|(ix, _)| *ix == fact).map(|(_, at)| at);
        let subject = Subject { known: &known, roles: Some(roles), role: None };
        // Nothing is assumed, so all that is known is stated.
        let answers: Vec<Truth> = roster
            .asked()
            .iter()
            .map(|at| match at.of {
                Of::Known | Of::Stated => subject.answer(&at.atom),
            })
            .collect();
        let values = roster
            .program()
            .evaluate(|input| answers.get(input.0 as usize).copied().unwrap_or_default());
        let row =
            |at: usize| roster.conclusions().get(at).map_or(Truth::Unknown, |at| values.get(*at));
        for at in roster.rows() {
            let duty = pack.duties.get(at.duty.0).expect("a duty");
            let trigger = pack.triggers.get(duty.trigger).expect("a trigger");
            let role =
                at.role.map_or("anyone", |role| words.get(usize::from(role.0)).expect("a role"));
            // What somebody else does to a system cannot be told of one actor.
            if trigger.of != Assessor::kind_of(&record) || trigger.whose == Whose::Anyone {
                continue;
            }
            let mine = |owing: &&Owing| owing.duty == duty.id && owing.role == role;
            let found = told.duties.iter().find(mine);
            let stands = at.stands(&view, &row).filter(|stands| *stands != Stands::Undecided);
            // One pass says what the law says on a day; that something is first placed later is told one by one.
            let placed = trigger.placed.as_ref().and_then(|(fact, _)| known(*fact));
            let later =
                matches!(placed, Some(Knowledge::Date(at)) if at.exact() > Some(&view.on()));
            let stands = match stands {
                Some(Stands::Owed) if later => Some(Stands::Later),
                stands => stands,
            };
            match stands {
                // A condition that only points decide of which nothing is known lists nothing one by one.
                Some(Stands::Legacy) if found.is_none() && duty.when.is_some() => {}
                Some(stands) => {
                    let found = found.map(|at| at.status);
                    assert_eq!(
                        found,
                        Some(DutyStatus::from(stands)),
                        "{day} {number} {} {role}",
                        duty.id
                    );
                    *decided.entry(stands.as_str()).or_default() += 1;
                }
                // What the roster leaves undecided, or rules out, is neither owed nor protected one by
                // one, but for what only all possible worlds settle.
                None => {
                    let sure = found.filter(|at| at.held == Held::Holds).map(|at| at.status);
                    let decided = [Some(DutyStatus::Owed), Some(DutyStatus::Legacy)];
                    assert!(!decided.contains(&sure), "{day} {number} {} {role}", duty.id);
                }
            }
        }
    }
}
