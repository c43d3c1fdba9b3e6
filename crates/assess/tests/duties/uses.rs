//! Records with several uses and actors: none of them stands for the others.

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
