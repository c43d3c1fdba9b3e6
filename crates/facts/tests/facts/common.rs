//! A small vocabulary with every kind of fact.

use actlas_facts::{Entity, Fact, Kind, OptionDef, Raw, Unit, Vocabulary};
use serde_json::Value;

pub fn options(words: &[(&str, &str)]) -> Vec<OptionDef> {
    let option =
        |(id, label): &(&str, &str)| OptionDef { id: (*id).to_owned(), label: (*label).to_owned() };
    words.iter().map(option).collect()
}

pub fn fact(id: &str, of: Entity, kind: Kind) -> Fact {
    Fact {
        id: id.to_owned(),
        question: format!("{id}?"),
        help: String::new(),
        kind,
        of,
        known_by: Vec::new(),
        assessed: false,
        shared: false,
        context: false,
        of_other_uses: None,
    }
}

pub fn vocabulary() -> Vocabulary {
    let spellings = [("YFLOP", 24), ("EFLOP", 18), ("FLOPs", 0), ("FLOP", 0)];
    let unit = Unit {
        symbol: "FLOP".to_owned(),
        spellings: spellings.iter().map(|(word, power)| ((*word).to_owned(), *power)).collect(),
    };
    let sectors =
        options(&[("schools", "in schools"), ("police", "for the police"), ("other", "")]);
    let traits = options(&[
        ("age", "their age"),
        ("sex", "their sex"),
        ("health", "their health, body or mind"),
    ]);
    let mut vocabulary = Vocabulary::default();
    for fact in [
        fact("minors", Entity::Use, Kind::YesNo),
        fact("sector", Entity::Use, Kind::Choice(sectors)),
        fact("traits", Entity::System, Kind::Set(traits)),
        fact("compute", Entity::Model, Kind::Number(unit)),
        fact("start", Entity::System, Kind::Date),
        fact("in_union", Entity::Actor, Kind::YesNo),
    ] {
        vocabulary.add(fact).unwrap();
    }
    vocabulary
}

/// A value as JSON gives it, written as files do; `!` and what would have been understood if it cannot
/// be read.
pub fn reads(vocabulary: &Vocabulary, id: &str, raw: Raw) -> String {
    let fact = vocabulary.get(vocabulary.find(id).unwrap()).unwrap();
    match fact.read(raw) {
        Ok(knowledge) => fact.write(&knowledge).to_string(),
        Err(error) => format!("! {}", error.wanted),
    }
}

pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}
