//! Records with several uses and actors: none of them stands for the others.

use std::collections::BTreeSet;

use actlas_assess::duties::Held;
use actlas_assess::{Assessed, Assessor, Settings};
use actlas_facts::{Actor, Record, Use};
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
    let (uses, actors) = ([("a", json!({})), ("b", json!({}))], [("A", json!({})), ("B", json!({}))]);
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
    let hire = ("hire", json!({"hiring_tasks": ["filter", "evaluate"], "performs_profiling": true}));
    let bank = json!({"gives_existing_system_this_use": true, "uses_under_own_authority": true});
    let held = |uses: &[(&str, Value)]| {
        let record = record(&pack, uses, &[("Bank", bank.clone())]);
        judged(&pack, &record, |assessor, assessed| {
            let duties = assessor.duties(&record, assessed).duties;
            let held = duties.into_iter().filter(|at| at.held == Held::Holds && at.role != "anyone");
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
