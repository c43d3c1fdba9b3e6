use actlas_assess::{Assessor, Settings};
use actlas_facts::{Layer, Raw, Record, Statement, Use};
use actlas_law::{Choices, Lowered, Pack, PackFiles, View};
use serde_json::{Value, json};

use super::{Collector, Retired};
use crate::data::{AtlasData, Meta};

fn pack() -> Pack {
    Pack::load(&PackFiles::embedded()).0
}

fn said(pack: &Pack, facts: &Value) -> Vec<Statement> {
    let facts = facts.as_object().expect("an object of facts");
    let one = |(id, value): (&String, &Value)| {
        let ix = pack.vocabulary.find(id).unwrap_or_else(|| panic!("no fact {id}"));
        let fact = pack.vocabulary.get(ix).expect("a fact");
        let read = fact.read(Raw::Json(value)).unwrap_or_else(|_| panic!("{id}: {value}"));
        Statement::new(ix, read, Layer::Proposed, "reg.csv")
    };
    facts.iter().map(one).collect()
}

fn map(pack: &Pack, records: &[Record]) -> AtlasData {
    let view = View::new(pack, pack.state, pack.state).expect("the pack has a view");
    let lowered = Lowered::new(view, Choices::defaults(pack));
    let mut assessor = Assessor::new(&lowered, Settings::default());
    let mut collector = Collector::new(&lowered, Retired::Apart);
    for record in records {
        collector.add(record, &assessor.assess(record));
    }
    collector.finish(Meta::default())
}

/// The answer trees of a system, in lines.
fn trees(data: &AtlasData, id: &str) -> Vec<(String, String)> {
    let system = data.systems.iter().find(|at| at.id == id).expect("the system is on the map");
    let set = data.tree_sets.get(system.tree).expect("its trees");
    let text = |at: &usize| data.trees.get(*at).expect("a tree").text();
    set.iter().map(|(of, at)| (of.clone(), text(at))).collect()
}

/// What one record states and another leaves to an assumption has the same value and another source.
#[test]
fn each_sheet_names_its_own_sources() {
    let pack = pack();
    let record = |id: &str, facts: &Value| Record {
        id: id.to_owned(),
        statements: said(&pack, facts),
        ..Record::default()
    };
    let plain = json!({"hiring_tasks": ["evaluate"]});
    let told = json!({"hiring_tasks": ["evaluate"], "machine_based": true});
    let both = [record("told", &told), record("plain", &plain)];
    let [first, second] = both.clone();
    let alone = |record: &Record| trees(&map(&pack, std::slice::from_ref(record)), &record.id);
    let mut turned = both.clone();
    turned.reverse();
    for together in [both, turned].map(|records| map(&pack, &records)) {
        assert_eq!(trees(&together, "told"), alone(&first));
        assert_eq!(trees(&together, "plain"), alone(&second));
    }
    assert_ne!(alone(&first), alone(&second));
}

/// The class of a record is explained by the use that brings it, wherever it stands.
#[test]
fn the_class_is_explained_by_the_use_that_brings_it() {
    let pack = pack();
    let of_use = |id: &str, facts: Value| Use {
        id: id.to_owned(),
        statements: said(&pack, &facts),
        ..Use::default()
    };
    let menu = of_use("menu", json!({"hiring_tasks": "none", "performs_profiling": false}));
    let hiring = json!({"hiring_tasks": ["filter", "evaluate"], "performs_profiling": true});
    let hire = of_use("hire", hiring);
    for uses in [vec![menu.clone(), hire.clone()], vec![hire, menu]] {
        let record = Record { id: "R".to_owned(), uses, ..Record::default() };
        let data = map(&pack, &[record]);
        assert_eq!(data.systems.first().expect("a system").indicated, "high_risk");
        let trees = trees(&data, "R");
        let (_, class) = trees.iter().find(|(of, _)| of == "class").expect("a tree of the class");
        assert!(class.starts_with("true "), "{class}");
    }
}
