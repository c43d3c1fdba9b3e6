//! Records with several uses and actors: none of them stands for the others.

use std::collections::BTreeSet;

use actlas_assess::duties::Held;
use actlas_assess::{Assessed, Assessor, Settings};
use actlas_facts::{Actor, Layer, Record, Statement, Use};
use actlas_law::{Choices, Lowered, Pack, View};
use serde_json::{Value, json};

use super::{TODAY, day, pack, statements};

fn record(pack: &Pack, uses: &[(&str, Value)], actors: &[(&str, Value)]) -> Record {
    let of_use = |(id, says): &(&str, Value)| Use {
        id: (*id).to_owned(),
        statements: statements(pack, says),
        ..Use::default()
    };
    let of_actor = |(name, says): &(&str, Value)| Actor {
        name: (*name).to_owned(),
        statements: statements(pack, says),
    };
    Record {
        id: "R".to_owned(),
        uses: uses.iter().map(of_use).collect(),
        actors: actors.iter().map(of_actor).collect(),
        ..Record::default()
    }
}

fn judged<T>(pack: &Pack, record: &Record, with: impl Fn(&mut Assessor, &Assessed) -> T) -> T {
    let view = View::new(pack, day(TODAY), day(TODAY)).expect("a view");
    let lowered = Lowered::new(view, Choices::defaults(pack));
    let mut assessor = Assessor::new(&lowered, Settings::default());
    let assessed = assessor.assess(record);
    with(&mut assessor, &assessed)
}

#[test]
fn what_a_record_contradicts_is_told_once() {
    let pack = pack();
    let (uses, actors) =
        ([("a", json!({})), ("b", json!({}))], [("A", json!({})), ("B", json!({}))]);
    let mut record = record(&pack, &uses, &actors);
    for says in [true, false] {
        let both = json!({"machine_based": says, "runs_with_autonomy": says});
        record.statements.extend(statements(&pack, &both));
    }
    judged(&pack, &record, |_, assessed| {
        let found = &assessed.outcome.findings;
        let about: Vec<&str> =
            found.iter().map(|at| at.at.column.as_deref().unwrap_or_default()).collect();
        assert_eq!(about.len(), 2, "{found:?}");
        assert_ne!(about.first(), about.last());
    });
}

/// Whoever becomes provider by one use is provider, wherever that use stands.
#[test]
fn a_role_of_one_use_is_a_role() {
    let pack = pack();
    let menu = ("menu", json!({"hiring_tasks": "none", "performs_profiling": false}));
    let hire =
        ("hire", json!({"hiring_tasks": ["filter", "evaluate"], "performs_profiling": true}));
    let bank = json!({"gives_existing_system_this_use": true, "uses_under_own_authority": true});
    let held = |uses: &[(&str, Value)]| {
        let record = record(&pack, uses, &[("Bank", bank.clone())]);
        judged(&pack, &record, |assessor, assessed| {
            let duties = assessor.duties(&record, assessed).duties;
            let held =
                duties.into_iter().filter(|at| at.held == Held::Holds && at.role != "anyone");
            let by_duties: BTreeSet<String> = held.map(|at| at.role).collect();
            let role = assessed.outcome.roles.first().expect("a role").clone();
            assert_eq!(role.holds.iter().cloned().collect::<BTreeSet<_>>(), by_duties);
            (role.holds, role.may_hold, role.becomes_provider_by)
        })
    };
    let hire_first = held(&[hire.clone(), menu.clone()]);
    assert_eq!(hire_first, held(&[menu, hire]));
    assert_eq!(hire_first.0, ["provider", "deployer"]);
    assert_eq!(hire_first.2, ["Art. 25(1)(c)"]);
}

/// Who contradicts somebody closes nothing: what one side points to is open, and the fact is asked first.
#[test]
fn a_point_stays_open_while_people_disagree() {
    let pack = pack();
    let attested = |says: Value| statements(&pack, &says);
    let proposed = |says: Value| {
        let as_proposed = |said: Statement| Statement { layer: Layer::Proposed, ..said };
        attested(says).into_iter().map(as_proposed).collect::<Vec<_>>()
    };
    let feels = |yes: bool| json!({"infers_emotions_or_intentions": yes});
    let biometric = json!({"uses_biometric_data": true});
    let ranks = |tasks: Value| json!({"hiring_tasks": tasks});
    let open = |said: &[Vec<Statement>]| {
        let record = Record { id: "R".to_owned(), statements: said.concat(), ..Record::default() };
        judged(&pack, &record, |_, assessed| {
            let missing = assessed.outcome.missing.first().map(|at| at.fact.clone());
            (assessed.outcome.open.clone(), missing.unwrap_or_default())
        })
    };
    let (one_says, _) = open(&[attested(biometric.clone()), attested(feels(true))]);
    assert!(one_says.contains(&"art5.1f".to_owned()), "{one_says:?}");
    for both in [
        [attested(feels(true)), attested(feels(false))],
        [proposed(feels(false)), proposed(feels(true))],
    ] {
        let [one, other] = both;
        let (both_say, first) = open(&[attested(biometric.clone()), one, other]);
        assert!(one_says.iter().all(|at| both_say.contains(at)), "{one_says:?} {both_say:?}");
        assert_eq!(first, "infers_emotions_or_intentions");
    }
    // A point asks for one answer; that another member is disputed opens nothing.
    let (of_set, first) =
        open(&[proposed(ranks(json!(["evaluate"]))), proposed(ranks(json!("none")))]);
    assert_eq!((of_set.join(" "), first.as_str()), ("annex3.4a".to_owned(), "hiring_tasks"));
    // Whoever settles it closes it.
    let (settled, _) =
        open(&[proposed(feels(true)), proposed(feels(false)), attested(feels(false))]);
    assert_eq!(settled, open(&[attested(feels(false))]).0);
    assert!(!settled.contains(&"art5.1f".to_owned()), "{settled:?}");
}

/// Too many pairs are a finding, and nothing of what was not judged counts as "no".
#[test]
fn a_record_of_many_uses_and_actors_is_judged_within_bounds() {
    let pack = pack();
    let hiring = json!({"hiring_tasks": ["evaluate"], "performs_profiling": true});
    let of = |uses: usize, actors: usize| {
        let last = |at: usize, count: usize, says: &Value| match at + 1 == count {
            true => says.clone(),
            false => json!({}),
        };
        let deploys = json!({"actor_role": ["deployer"]});
        let names: Vec<String> = (0..uses.max(actors)).map(|at| format!("n{at}")).collect();
        let named = |count: usize, says: &Value| -> Vec<(&str, Value)> {
            let names = names.iter().take(count).enumerate();
            names.map(|(at, name)| (name.as_str(), last(at, count, says))).collect()
        };
        let record = record(&pack, &named(uses, &hiring), &named(actors, &deploys));
        judged(&pack, &record, |_, assessed| {
            let found = assessed.outcome.findings.iter();
            let told = found.filter(|at| at.code == "pairs-not-judged").count();
            (assessed.outcome.clone(), assessed.subjects.len(), told)
        })
    };
    let (outcome, subjects, told) = of(33, 33);
    assert_eq!((subjects, told), (67, 1));
    assert_eq!(outcome.indicated.class, "high_risk");
    assert_eq!(outcome.uses.len(), 33);
    assert_eq!(outcome.roles.last().expect("the last actor").holds, ["deployer"]);
    let (few, subjects, told) = of(32, 32);
    assert_eq!((subjects, told), (1024, 0));
    assert_eq!(outcome.indicated.excluded, few.indicated.excluded);
    // The only use is judged with all actors; those beyond the bound are nobody's "no".
    let (outcome, subjects, told) = of(1, 1500);
    assert_eq!((subjects, told), (1026, 1));
    assert_eq!(outcome.indicated.class, "high_risk");
    assert_eq!(outcome.roles.len(), 1024);
}
