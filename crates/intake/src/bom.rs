//! Bills of materials: CycloneDX 1.5 to 1.7 (JSON, XML) and SPDX 3 with its AI profile.
//!
//! Models are records of kind `model`. What is described as a whole is a record, and so is what is built
//! on a model directly; all other components of a bill stay out, because they say nothing of AI. Data
//! sets are texts of the models that name them. A fact is read only where a property names it.

mod cyclonedx;
mod spdx;
mod tree;

use std::io::Read;

use actlas_facts::{Finding, Place};
use serde_json::{Map, Value, json};

use crate::codes::{FILE_EMPTY, FILE_NOT_A_REGISTER};
use crate::columns::Mapped;
use crate::objects::Objects;
use crate::walk::{Event, Kept, Options};

/// What a bill holds.
pub(crate) struct Bill {
    /// `CycloneDX 1.6`.
    pub(crate) format: String,
    /// Records in the shape of section "Record" of the documentation.
    pub(crate) records: Vec<Map<String, Value>>,
    /// Components and data sets that became no record.
    pub(crate) left_out: usize,
}

/// The bill that a JSON document is, if it is one.
pub(crate) fn of(value: &Value) -> Option<Bill> {
    cyclonedx::of(value).or_else(|| spdx::of(value))
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
        cyclonedx::of_xml(&tree).ok_or_else(|| "the XML is no CycloneDX document".to_owned())
    });
    match read {
        Ok(bill) => Objects::new(path, "XML", options, on).bill(bill),
        Err(says) => {
            on(Event::Finding(Finding::new(FILE_NOT_A_REGISTER, Place::file(path), says)));
            Kept { records: 0, unreadable: 1 }
        }
    }
}

/// Says what a bill was taken for.
pub(crate) fn report(path: &str, bill: &Bill, on: &mut dyn FnMut(Event)) {
    let count = |kind: &str| {
        let is =
            |record: &&Map<String, Value>| record.get("kind").and_then(Value::as_str) == Some(kind);
        bill.records.iter().filter(is).count()
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
        counted(bill.left_out, "other entry not read", "other entries not read"),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    let counts = if counts.is_empty() { "no entries".to_owned() } else { counts.join(", ") };
    let format = format!("{}, {counts}", bill.format);
    on(Event::Mapped(Mapped { path: path.to_owned(), format, ..Mapped::default() }));
    if bill.records.is_empty() {
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

/// A record in the making.
#[derive(Default)]
pub(crate) struct Draft {
    record: Map<String, Value>,
    texts: Map<String, Value>,
    facts: Map<String, Value>,
    built_on: Vec<Value>,
}

impl Draft {
    pub(crate) fn put(&mut self, key: &str, text: &str) {
        if !text.trim().is_empty() {
            self.record.insert(key.to_owned(), json!(text));
        }
    }

    pub(crate) fn put_as_is(&mut self, key: &str, value: &Value) {
        self.record.insert(key.to_owned(), value.clone());
    }

    /// Adds to the text of this name.
    pub(crate) fn text(&mut self, field: &str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let entry = self.texts.entry(field.to_owned()).or_insert_with(|| json!(""));
        let before = entry.as_str().unwrap_or_default();
        *entry = match before {
            "" => json!(text),
            before => json!(format!("{before}\n{text}")),
        };
    }

    pub(crate) fn built_on(&mut self, name: &str) {
        let name = json!(name);
        if !self.built_on.contains(&name) {
            self.built_on.push(name);
        }
    }

    /// A property that names a fact: `fact:<id>`, or `actlas:fact:<id>` where names have a namespace.
    pub(crate) fn property(&mut self, name: &str, value: &str) {
        let name = name.strip_prefix("actlas:").unwrap_or(name);
        if let Some(id) = name.strip_prefix("fact:") {
            self.facts.insert(id.to_owned(), json!(value));
        }
    }

    pub(crate) fn finish(self) -> Map<String, Value> {
        let Draft { mut record, texts, facts, built_on } = self;
        if !texts.is_empty() {
            record.insert("texts".to_owned(), Value::Object(texts));
        }
        if !built_on.is_empty() {
            record.insert("built_on".to_owned(), Value::Array(built_on));
        }
        if !facts.is_empty() {
            record.insert("facts".to_owned(), Value::Object(facts));
        }
        record
    }
}
