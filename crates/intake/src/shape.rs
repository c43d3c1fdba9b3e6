//! From named values to a record.

use actlas_facts::{
    Actor, FACT_UNKNOWN, FACT_UNREADABLE, Finding, Layer, Place, Raw, Record, Statement, Text, Use,
};
use serde_json::{Map, Value};

use crate::codes::{FIELD_UNREADABLE, VALUE_UNKNOWN};
use crate::columns::Field;
use crate::walk::Options;
use crate::words;

/// A record in the making, with what was wrong about it.
pub(crate) struct Shape<'o> {
    options: &'o Options<'o>,
    pub(crate) record: Record,
    pub(crate) findings: Vec<Finding>,
}

impl<'o> Shape<'o> {
    pub(crate) fn new(options: &'o Options<'o>, path: &str, number: u64) -> Shape<'o> {
        let record = Record { path: path.to_owned(), number, ..Record::default() };
        Shape { options, record, findings: Vec::new() }
    }

    fn place(&self, column: &str) -> Place {
        Place {
            path: self.record.path.clone(),
            record: Some(self.record.number),
            line: None,
            column: Some(column.to_owned()),
            id: (!self.record.id.is_empty()).then(|| self.record.id.clone()),
        }
    }

    fn wrong(&mut self, column: &str, says: impl Into<String>) {
        let place = self.place(column);
        self.findings.push(Finding::new(FIELD_UNREADABLE, place, says));
    }

    /// Puts the text of a column where it belongs.
    pub(crate) fn text(&mut self, field: &Field, column: &str, text: &str) {
        let trimmed = text.trim();
        let record = &mut self.record;
        let place = match field {
            Field::Id => &mut record.id,
            Field::Name => &mut record.name,
            Field::Organisation => &mut record.organisation,
            Field::Unit => &mut record.unit,
            Field::Country => &mut record.country,
            Field::Vendor => &mut record.vendor,
            Field::Product => &mut record.product,
            Field::Language => &mut record.language,
            Field::Origin => &mut record.origin,
            Field::Purpose | Field::Text => {
                if !trimmed.is_empty() {
                    // The text itself stays as read: quotes point into it by byte.
                    record.texts.push(Text { field: column.to_owned(), text: text.to_owned() });
                }
                return;
            }
            Field::BuiltOn => {
                let parts =
                    trimmed.split([';', ',']).map(str::trim).filter(|part| !part.is_empty());
                record.built_on.extend(parts.map(str::to_owned));
                return;
            }
            Field::InstanceOf => {
                record.instance_of = (!trimmed.is_empty()).then(|| trimmed.to_owned());
                return;
            }
            Field::Stage => {
                match words::stage(trimmed) {
                    Some(stage) => record.stage = stage,
                    None => self.unknown_word(column, trimmed, "stage"),
                }
                return;
            }
            Field::Kind => {
                match words::kind(trimmed) {
                    Some(kind) => record.kind = kind,
                    None => self.unknown_word(column, trimmed, "kind"),
                }
                return;
            }
            Field::Fact(fact) => {
                let said = self.fact(*fact, column, Raw::Text(text));
                self.record.statements.extend(said);
                return;
            }
        };
        trimmed.clone_into(place);
    }

    fn unknown_word(&mut self, column: &str, word: &str, what: &str) {
        let word: String = word.chars().take(60).collect();
        let place = self.place(column);
        let says = format!("`{word}` is no {what} that is known");
        self.findings.push(
            Finding::new(VALUE_UNKNOWN, place, says)
                .hint(format!("the {what} of this record stays as if it were not stated")),
        );
    }

    fn fact(&mut self, fact: actlas_facts::FactIx, column: &str, raw: Raw) -> Option<Statement> {
        let definition = self.options.vocabulary.get(fact)?;
        match definition.read(raw) {
            Ok(says) if says.says_something(&definition.kind) => {
                let path = self.record.path.clone();
                Some(Statement::new(fact, says, Layer::Proposed, path))
            }
            Ok(_) => None,
            Err(error) => {
                let place = self.place(column);
                self.findings.push(
                    Finding::new(FACT_UNREADABLE, place, error.to_string())
                        .hint("the fact stays unknown"),
                );
                None
            }
        }
    }

    /// Reads a JSON object in the shape of a record, or in that of somebody else's register.
    pub(crate) fn object(&mut self, object: &Map<String, Value>) {
        // The id first, so that findings about the rest can name it.
        for (key, value) in object {
            if self.options.mapping.field(key, self.options.vocabulary) == Some(Field::Id) {
                self.scalar(&Field::Id, key, value);
            }
        }
        for (key, value) in object {
            match key.as_str() {
                "facts" => self.record.statements = self.facts("facts", value),
                "uses" => self.uses(value),
                "actors" => self.actors(value),
                "texts" => self.texts(value),
                "built_on" => {
                    self.record.built_on = self.words(key, value);
                }
                // Somebody else's `source` may be an object with an address.
                "source" if value.is_object() => {
                    let address = value.get("url").or_else(|| value.get("title"));
                    self.record.origin =
                        address.and_then(Value::as_str).unwrap_or_default().to_owned();
                }
                key => {
                    let field = self.options.mapping.field(key, self.options.vocabulary);
                    if let Some(field) = field.filter(|field| *field != Field::Id) {
                        self.scalar(&field, key, value);
                    }
                }
            }
        }
    }

    fn scalar(&mut self, field: &Field, key: &str, value: &Value) {
        match (field, value) {
            (Field::Fact(fact), value) => {
                let said = self.fact(*fact, key, Raw::Json(value));
                self.record.statements.extend(said);
            }
            (_, Value::Null) => {}
            (field, Value::String(text)) => self.text(field, key, text),
            (field, Value::Number(number)) => self.text(field, key, &number.to_string()),
            (field, Value::Bool(value)) => self.text(field, key, &value.to_string()),
            (Field::BuiltOn | Field::Text | Field::Purpose, Value::Array(_)) => {
                let words = self.words(key, value);
                for word in words {
                    self.text(field, key, &word);
                }
            }
            (_, Value::Array(_) | Value::Object(_)) => {
                self.wrong(key, "the field must be text");
            }
        }
    }

    fn words(&mut self, key: &str, value: &Value) -> Vec<String> {
        let words = match value {
            Value::Null => Some(Vec::new()),
            Value::String(word) => Some(vec![word.clone()]),
            Value::Array(words) => {
                words.iter().map(|word| word.as_str().map(str::to_owned)).collect()
            }
            _ => None,
        };
        match words {
            Some(words) => words,
            None => {
                self.wrong(key, "the field must be a list of texts");
                Vec::new()
            }
        }
    }

    fn texts(&mut self, value: &Value) {
        let Some(object) = value.as_object() else {
            self.wrong("texts", "`texts` must be an object of field names and texts");
            return;
        };
        for (field, text) in object {
            match text.as_str() {
                Some(text) => {
                    self.record.texts.push(Text { field: field.clone(), text: text.to_owned() });
                }
                None => self.wrong(field, "the field must be text"),
            }
        }
    }

    /// `{"fact": value}`, or `{"fact": {"value": …, "why": …, "source": …}}`.
    fn facts(&mut self, column: &str, value: &Value) -> Vec<Statement> {
        let Some(object) = value.as_object() else {
            if !value.is_null() {
                self.wrong(column, "`facts` must be an object of fact ids and values");
            }
            return Vec::new();
        };
        let mut statements = Vec::new();
        for (id, value) in object {
            let Some(fact) = self.options.vocabulary.find(id) else {
                self.unknown_fact(id);
                continue;
            };
            let told = value.as_object().filter(|object| object.contains_key("value"));
            let (value, told) = match told {
                Some(object) => (object.get("value").unwrap_or(&Value::Null), Some(object)),
                None => (value, None),
            };
            let Some(mut said) = self.fact(fact, id, Raw::Json(value)) else { continue };
            if let Some(told) = told {
                let text = |key: &str| told.get(key).and_then(Value::as_str).unwrap_or_default();
                text("why").clone_into(&mut said.why);
                text("source").clone_into(&mut said.source);
                if !text("by").is_empty() {
                    text("by").clone_into(&mut said.by);
                }
                text("at").clone_into(&mut said.at);
            }
            statements.push(said);
        }
        statements
    }

    fn unknown_fact(&mut self, id: &str) {
        let place = self.place(id);
        let near = self.options.vocabulary.nearest(id).map(|near| format!("is `{near}` meant?"));
        self.findings.push(
            Finding::new(FACT_UNKNOWN, place, format!("no fact `{id}`"))
                .hint(near.unwrap_or_else(|| "`actlas law facts` lists them".to_owned())),
        );
    }

    fn uses(&mut self, value: &Value) {
        let Some(list) = value.as_array() else {
            self.wrong("uses", "`uses` must be a list");
            return;
        };
        for (at, value) in list.iter().enumerate() {
            let Some(object) = value.as_object() else {
                self.wrong("uses", "a use must be an object");
                continue;
            };
            let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
            let id = match text("id") {
                "" => format!("use-{}", at + 1),
                id => id.to_owned(),
            };
            let purpose = text("purpose").to_owned();
            let facts = object.get("facts").unwrap_or(&Value::Null);
            let statements = self.facts("uses", facts);
            if !purpose.is_empty() {
                let field = format!("uses/{id}/purpose");
                self.record.texts.push(Text { field, text: purpose.clone() });
            }
            self.record.uses.push(Use { id, purpose, statements });
        }
    }

    fn actors(&mut self, value: &Value) {
        let Some(list) = value.as_array() else {
            self.wrong("actors", "`actors` must be a list");
            return;
        };
        for value in list {
            let Some(object) = value.as_object() else {
                self.wrong("actors", "an actor must be an object");
                continue;
            };
            let name = object.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
            let mut statements = self.facts("actors", object.get("facts").unwrap_or(&Value::Null));
            if let (Some(roles), Some(fact)) =
                (object.get("roles"), self.options.vocabulary.find("actor_role"))
            {
                statements.extend(self.fact(fact, "roles", Raw::Json(roles)));
            }
            self.record.actors.push(Actor { name, statements });
        }
    }
}
