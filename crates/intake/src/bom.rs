//! Bills of materials: CycloneDX 1.5 to 1.7 (JSON, XML) and SPDX 3 with its AI profile.
//!
//! Models are records of kind `model`. What is described as a whole is a record, and so is what is built
//! on a model directly, or states a fact; all other components of a bill stay out, because they say nothing
//! of AI. Data sets are texts of the models that name them, services names of what something is built on. A
//! fact is read only where a property names it.

mod cyclonedx;
mod cyclonedx_xml;
mod spdx;
mod tree;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read;

use actlas_facts::{Finding, Place, Vocabulary};
use serde_json::{Map, Value, json};

use crate::codes::{FACT_NEARLY, FILE_EMPTY, FILE_NOT_A_REGISTER};
use crate::columns::{Mapped, fact_id};
use crate::flat::{Given, Pairs, pairs};
use crate::nearly::{self, fact_meant};
use crate::objects::Objects;
use crate::walk::{Event, Kept, Options};

/// What every bill says somewhere in its head.
pub(crate) const MARKS: &[&[u8]] =
    &[b"\"CycloneDX\"", b"cyclonedx.org/schema/bom", b"spdx.org/rdf/3"];
/// Most properties that are named in one finding.
const NAMED: usize = 3;

/// What a bill holds.
pub(crate) struct Bill {
    /// `CycloneDX 1.6`.
    pub(crate) format: String,
    pub(crate) entries: Vec<Entry>,
    /// Services that something is built on, and that are no records.
    services: usize,
    /// Components, services and data sets that became no record.
    left_out: usize,
    /// Properties that name a fact, or nearly do, of what became no record.
    astray: Vec<String>,
}

/// An entry of a bill that is a record.
pub(crate) struct Entry {
    /// What it says but for facts, in the shape of section "Record" of the documentation.
    record: Map<String, Value>,
    /// Facts in their order. One may be stated twice, and then neither wins.
    facts: Vec<(String, Value)>,
    /// Names of properties that state no fact, with the fact that is probably meant.
    nearly: Vec<(String, String)>,
    /// Its package URL, where that is not its id.
    pub(crate) package: Option<String>,
}

impl<'e> Entry {
    /// The record, as one in an object is read.
    pub(crate) fn pairs(&'e self) -> Pairs<'e> {
        let mut pairs = pairs(&self.record);
        if !self.facts.is_empty() {
            let fact = |(id, value): &'e (String, Value)| (Cow::from(id), Given::of(value));
            let facts = self.facts.iter().map(fact).collect();
            pairs.push(("facts".into(), Given::Pairs(facts)));
        }
        pairs
    }

    /// What there is to tell of its properties.
    pub(crate) fn findings(&self, place: &Place) -> Vec<Finding> {
        let told = self.nearly.iter().map(|(name, fact)| {
            nearly::not_read(name, &format!("fact:{fact}"), place.clone().column(name))
        });
        told.collect()
    }
}

/// The bill that a JSON document is, if it is one.
pub(crate) fn of(value: &Value, vocabulary: &Vocabulary) -> Option<Bill> {
    match cyclonedx::is_one(value) {
        true => Some(cyclonedx::of(value, vocabulary)),
        false => Some(spdx::of(spdx::elements(value)?, vocabulary)),
    }
}

/// Whether a JSON document is a bill.
pub(crate) fn is_one(value: &Value) -> bool {
    cyclonedx::is_one(value) || spdx::elements(value).is_some()
}

/// What the name of a property says.
enum Says<'n, 'v> {
    /// A fact of this id.
    Fact(&'n str),
    /// No fact, but nearly this one.
    Nearly(&'v str),
    Nothing,
}

/// `fact:<id>` states a fact, and so does `actlas:fact:<id>` where names have a namespace.
fn says<'n, 'v>(name: &'n str, vocabulary: &'v Vocabulary) -> Says<'n, 'v> {
    let bare = match name.split_once(':') {
        Some((space, rest)) if space.trim().eq_ignore_ascii_case("actlas") => rest,
        _ => name,
    };
    match (fact_id(bare), fact_meant(bare, vocabulary)) {
        (Some(id), _) => Says::Fact(id),
        (None, Some(meant)) => Says::Nearly(meant),
        (None, None) => Says::Nothing,
    }
}

/// Whether text that begins like this may be a bill in XML.
pub(crate) fn is_xml(start: &[u8]) -> bool {
    let start = start.get(..start.len().min(4 << 10)).unwrap_or_default();
    let word = b"cyclonedx.org/schema/bom";
    start.windows(word.len()).any(|part| part == word)
}

/// Reads a bill in XML.
pub(crate) fn read_xml(
    path: &str,
    input: impl Read,
    options: &Options,
    on: &mut dyn FnMut(Event),
) -> Kept {
    let read = tree::read(input).map_err(|error| error.to_string()).and_then(|tree| {
        let value = cyclonedx_xml::json_of(&tree);
        value.ok_or_else(|| "the XML is no CycloneDX document".to_owned())
    });
    match read {
        Ok(value) => {
            let bill = cyclonedx::of(&value, options.vocabulary);
            Objects::new(path, "XML", options, on).bill(bill)
        }
        Err(says) => {
            on(Event::Finding(Finding::new(FILE_NOT_A_REGISTER, Place::file(path), says)));
            Kept { records: 0, unreadable: 1 }
        }
    }
}

/// Says what a bill was taken for.
pub(crate) fn report(path: &str, bill: &Bill, on: &mut dyn FnMut(Event)) {
    let count = |kind: &str| {
        let is = |entry: &&Entry| entry.record.get("kind").and_then(Value::as_str) == Some(kind);
        bill.entries.iter().filter(is).count()
    };
    let counted = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {many}")),
    };
    let counts = [
        counted(count("model"), "model", "models"),
        counted(count("component"), "component", "components"),
        counted(count("system"), "system", "systems"),
        counted(count("other"), "data set that states a fact", "data sets that state facts"),
        counted(bill.services, "service that one is built on", "services that they are built on"),
        counted(bill.left_out, "other entry not read", "other entries not read"),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    let counts = if counts.is_empty() { "no entries".to_owned() } else { counts.join(", ") };
    let format = format!("{}, {counts}", bill.format);
    on(Event::Mapped(Mapped { path: path.to_owned(), format, ..Mapped::default() }));
    if !bill.astray.is_empty() {
        let named: Vec<String> =
            bill.astray.iter().take(NAMED).map(|name| format!("`{}`", short(name))).collect();
        let more = match bill.astray.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let says = format!(
            "facts seem to be stated of what becomes no record, and were not read: {}{more}",
            named.join(", ")
        );
        let hint =
            "a property `fact:<id>` of the component, model or service that it is about is read";
        on(Event::Finding(Finding::new(FACT_NEARLY, Place::file(path), says).hint(hint)));
    }
    if bill.entries.is_empty() {
        let says = match bill.left_out {
            0 => "the document lists nothing".to_owned(),
            1 => "the document lists one entry, which is no model nor built on one".to_owned(),
            many => format!(
                "the document lists {many} entries, none of which is a model or built on one"
            ),
        };
        on(Event::Finding(Finding::new(FILE_EMPTY, Place::file(path), says)));
    }
}

fn short(name: &str) -> String {
    name.trim().chars().take(60).collect()
}

/// A record in the making.
pub(crate) struct Draft<'v> {
    vocabulary: &'v Vocabulary,
    entry: Entry,
    /// By name; there are few, and each may be put together of many parts.
    texts: Vec<(String, String)>,
    /// What was stated of which fact.
    stated: BTreeSet<(String, String)>,
    built_on: Vec<Value>,
    named: BTreeSet<String>,
}

impl<'v> Draft<'v> {
    fn new(vocabulary: &'v Vocabulary) -> Draft<'v> {
        let (facts, nearly) = (Vec::new(), Vec::new());
        let entry = Entry { record: Map::new(), facts, nearly, package: None };
        let (texts, built_on) = (Vec::new(), Vec::new());
        let (stated, named) = (BTreeSet::new(), BTreeSet::new());
        Draft { vocabulary, entry, texts, stated, built_on, named }
    }

    fn put(&mut self, key: &str, text: &str) {
        if !text.trim().is_empty() {
            self.entry.record.insert(key.to_owned(), json!(text));
        }
    }

    fn put_as_is(&mut self, key: &str, value: &Value) {
        self.entry.record.insert(key.to_owned(), value.clone());
    }

    /// Adds to the text of this name.
    fn text(&mut self, field: &str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        match self.texts.iter_mut().find(|(known, _)| known == field) {
            Some((_, before)) => {
                before.push('\n');
                before.push_str(text);
            }
            None => self.texts.push((field.to_owned(), text.to_owned())),
        }
    }

    /// The package URL of what has this id.
    fn package(&mut self, id: &str, url: &str) {
        let is_other = url.starts_with("pkg:") && url != id;
        self.entry.package = is_other.then(|| url.to_owned());
    }

    fn built_on(&mut self, name: &str) {
        if self.named.insert(name.to_owned()) {
            self.built_on.push(json!(name));
        }
    }

    /// A property, which may name a fact. Properties may have one name and several values, and each counts.
    fn property(&mut self, name: &str, value: &Value) {
        match says(name, self.vocabulary) {
            Says::Fact(id) => {
                if self.stated.insert((id.to_owned(), value.to_string())) {
                    self.entry.facts.push((id.to_owned(), value.clone()));
                }
            }
            Says::Nearly(fact) => self.entry.nearly.push((name.to_owned(), fact.to_owned())),
            Says::Nothing => {}
        }
    }

    fn finish(self) -> Entry {
        let Draft { mut entry, texts, built_on, .. } = self;
        if !texts.is_empty() {
            let texts = texts.into_iter().map(|(field, text)| (field, Value::String(text)));
            entry.record.insert("texts".to_owned(), Value::Object(texts.collect()));
        }
        if !built_on.is_empty() {
            entry.record.insert("built_on".to_owned(), Value::Array(built_on));
        }
        entry
    }
}
