//! From named values to a record.

use actlas_facts::{
    Actor, FACT_UNKNOWN, FACT_UNREADABLE, Finding, Kind, Layer, Place, Raw, Record, Stage,
    Statement, Text, Use, Vocabulary,
};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::codes::{FIELD_UNREADABLE, ID_DUPLICATE, NAME_ODD, VALUE_UNKNOWN};
use crate::columns::{Field, Holds, Role, assign_among, fact_id};
use crate::days;
use crate::flat::{Given, Pairs, pairs};
use crate::lists::PARTS;
use crate::nearly::{self, fact_meant};
use crate::walk::Options;
use crate::words;

/// Texts of a record whose names are compared one by one.
const MANY_TEXTS: usize = 16;

/// A record in the making, with what was wrong about it.
pub(crate) struct Shape<'o> {
    options: &'o Options<'o>,
    pub(crate) record: Record,
    /// The names of the texts, once there are many.
    fields: BTreeSet<String>,
    /// Uses and actors that columns of their own state.
    uses: BTreeMap<u8, Use>,
    actors: Vec<(String, Vec<Role>)>,
}

impl<'o> Shape<'o> {
    pub(crate) fn new(options: &'o Options<'o>, path: &str, number: u64) -> Shape<'o> {
        let record = Record { path: path.to_owned(), number, ..Record::default() };
        Shape {
            options,
            record,
            fields: BTreeSet::new(),
            uses: BTreeMap::new(),
            actors: Vec::new(),
        }
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
        self.record.findings.push(Finding::new(FIELD_UNREADABLE, place, says));
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
            Field::Purpose => {
                self.purpose(column, text);
                return;
            }
            Field::Text => {
                self.prose(column, text);
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
                self.stage(column, trimmed, words::stage_of(column, trimmed));
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
            Field::Use(number) => {
                if !trimmed.is_empty() {
                    let of = self.uses.entry(*number).or_default();
                    if !of.purpose.is_empty() {
                        of.purpose.push('\n');
                    }
                    of.purpose.push_str(text);
                }
                return;
            }
            Field::UseFact(number, fact) => {
                let said = self.fact(*fact, column, Raw::Text(text));
                if let Some(said) = said {
                    self.uses.entry(*number).or_default().statements.push(said);
                }
                return;
            }
            Field::Actor(role) => {
                self.actor(*role, trimmed);
                return;
            }
        };
        trimmed.clone_into(place);
    }

    /// Puts the words of a column for the stage where they belong, with what is remembered of them.
    pub(crate) fn stage_of(&mut self, column: &str, text: &str, words: &mut Words) {
        let word = text.trim();
        self.stage(column, word, words.stage(word).or_else(|| words::stage_of(column, word)));
    }

    fn stage(&mut self, column: &str, word: &str, stage: Option<Stage>) {
        match stage {
            Some(stage) => self.record.stage = stage,
            None => self.unknown_word(column, word, "stage"),
        }
    }

    /// Adds the names in a cell to those that have a role.
    fn actor(&mut self, role: Role, names: &str) {
        let names = names.split([';', '\n']).map(str::trim).filter(|name| !name.is_empty());
        for name in names {
            let same =
                |(known, _): &&mut (String, Vec<Role>)| known.to_lowercase() == name.to_lowercase();
            match self.actors.iter_mut().find(same) {
                Some((_, roles)) => roles.push(role),
                None => self.actors.push((name.to_owned(), vec![role])),
            }
        }
    }

    /// The record, with the uses and actors of columns of their own.
    pub(crate) fn finish(mut self) -> Record {
        for (number, mut of) in std::mem::take(&mut self.uses) {
            of.id = format!("use-{number}");
            while self.record.uses.iter().any(|other| other.id == of.id) {
                of.id.push('~');
            }
            self.prose(&format!("uses/{}/purpose", of.id), &of.purpose);
            self.record.uses.push(of);
        }
        let named = |wanted: Role| {
            let holds = |(_, roles): &&(String, Vec<Role>)| roles.contains(&wanted);
            self.actors.iter().find(holds).map(|(name, _)| name.clone()).unwrap_or_default()
        };
        let (deployer, provider) = (named(Role::Deployer), named(Role::Provider));
        if self.record.organisation.is_empty() {
            self.record.organisation = deployer;
        }
        if self.record.vendor.is_empty() {
            self.record.vendor = provider;
        }
        let role = self.options.vocabulary.find("actor_role");
        for (name, roles) in std::mem::take(&mut self.actors) {
            let words: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
            let roles = Value::from(words);
            let said = role.and_then(|fact| self.fact(fact, "roles", Raw::Json(&roles)));
            self.record.actors.push(Actor { name, statements: said.into_iter().collect() });
        }
        self.odd_names();
        self.record
    }

    /// Says which of id, name and organisation hold what a name should not.
    fn odd_names(&mut self) {
        let record = &self.record;
        let named =
            [("id", &record.id), ("name", &record.name), ("organisation", &record.organisation)];
        let odd: Vec<(&str, &str)> = named
            .into_iter()
            .filter_map(|(field, text)| Some((field, words::odd(text)?)))
            .collect();
        for (field, what) in odd {
            let place = self.place(field);
            let says = format!("the {field} holds {what}");
            self.record.findings.push(
                Finding::new(NAME_ODD, place, says)
                    .hint("it is shown as text and never interpreted"),
            );
        }
    }

    /// Adds a text under a name that no other text of the record has, because quotes point into it by
    /// name and byte. The text itself stays as read.
    fn prose(&mut self, field: &str, text: &str) -> Option<&Text> {
        if text.trim().is_empty() {
            return None;
        }
        let mut unique = field.to_owned();
        let mut number = 2u64;
        while self.has_text(&unique) {
            unique = format!("{field} ({number})");
            number += 1;
        }
        if !self.fields.is_empty() {
            self.fields.insert(unique.clone());
        }
        self.record.texts.push(Text { field: unique, text: text.to_owned() });
        self.record.texts.last()
    }

    /// Adds a text that says what the system is meant for, whatever its column is called.
    fn purpose(&mut self, field: &str, text: &str) {
        let name = self.prose(field, text).map(|text| text.field.clone());
        self.record.purposes.extend(name);
    }

    /// Most records have a handful of texts, some tables thousands.
    fn has_text(&mut self, field: &str) -> bool {
        let texts = &self.record.texts;
        if texts.len() < MANY_TEXTS {
            return texts.iter().any(|text| text.field == field);
        }
        if self.fields.is_empty() {
            self.fields = texts.iter().map(|text| text.field.clone()).collect();
        }
        self.fields.contains(field)
    }

    fn unknown_word(&mut self, column: &str, word: &str, what: &str) {
        let word: String = word.chars().take(60).collect();
        let place = self.place(column);
        let says = format!("`{word}` is no {what} that is known");
        self.record.findings.push(
            Finding::new(VALUE_UNKNOWN, place, says)
                .hint(format!("the {what} of this record stays as if it were not stated")),
        );
    }

    fn fact(&mut self, fact: actlas_facts::FactIx, column: &str, raw: Raw) -> Option<Statement> {
        let definition = self.options.vocabulary.get(fact)?;
        let read = definition.read(raw).or_else(|error| match (&definition.kind, raw) {
            (Kind::Date, Raw::Text(text) | Raw::String(text)) => {
                let day = days::written(text).ok_or(error)?;
                definition.read(Raw::Text(&day))
            }
            _ => Err(error),
        });
        match read {
            Ok(says) if says.says_something(&definition.kind) => {
                let path = self.record.path.clone();
                Some(Statement::new(fact, says, Layer::Proposed, path))
            }
            Ok(_) => None,
            Err(error) => {
                let place = self.place(column);
                self.record.findings.push(
                    Finding::new(FACT_UNREADABLE, place, error.to_string())
                        .hint("the fact stays unknown"),
                );
                None
            }
        }
    }

    /// A fact as an object gives it.
    fn given(
        &mut self,
        fact: actlas_facts::FactIx,
        column: &str,
        given: &Given,
    ) -> Option<Statement> {
        match given {
            Given::Null => None,
            Given::Bool(value) => self.fact(fact, column, Raw::Json(&Value::Bool(*value))),
            Given::Number(number) => self.fact(fact, column, Raw::Number(number)),
            Given::Text(text) => self.fact(fact, column, Raw::String(text)),
            Given::Tree(tree) => self.fact(fact, column, Raw::Json(tree)),
            // Only facts are read flat, and a fact that is called so does not exist.
            Given::Pairs(_) => None,
        }
    }

    /// Reads an object in the shape of a record, or in that of somebody else's register. Whether it held
    /// anything that is read.
    pub(crate) fn object(&mut self, object: &Pairs, assigned: &mut Assigned) -> bool {
        let (fields, words, meant) = assigned.of(object, self.options);
        let mut nearly = Vec::new();
        // The id first, so that findings about the rest can name it.
        for ((key, given), field) in object.iter().zip(fields) {
            if *field == Some(Field::Id) {
                self.scalar(&Field::Id, key, given);
            }
        }
        for ((key, given), field) in object.iter().zip(fields) {
            match (key.as_ref(), field) {
                ("facts", _) => {
                    let said = self.facts("facts", given);
                    self.record.statements.extend(said);
                }
                ("uses", _) => self.uses(given),
                ("actors", _) => self.actors(given),
                ("texts", _) => self.texts(given),
                ("built_on", _) => {
                    let words = self.words(key, given);
                    self.record.built_on.extend(words);
                }
                // Somebody else's `source` may be an object with an address.
                ("source", _) if given.tree().is_some_and(Value::is_object) => {
                    let part = |key: &str| given.tree().and_then(|tree| tree.get(key));
                    let address = part("url").or_else(|| part("title"));
                    self.record.origin =
                        address.and_then(Value::as_str).unwrap_or_default().to_owned();
                }
                ("<<", _) => self.wrong(key, "merge keys are not read; write the fields out"),
                (_, Some(Field::Id)) => {}
                (key, Some(field)) => match (field, given) {
                    (Field::Stage, Given::Text(text)) => self.stage_of(key, text, words),
                    _ => self.scalar(field, key, given),
                },
                (key, None) => {
                    if let Some((_, meant)) = meant.iter().find(|(name, _)| name == key) {
                        nearly.push((key.to_owned(), meant.clone()));
                    }
                    let unknown = |id: &&str| self.options.vocabulary.find(id).is_none();
                    if let Some(id) = fact_id(key).filter(unknown) {
                        self.unknown_fact(id);
                    }
                }
            }
        }
        for (key, meant) in nearly {
            let place = self.place(&key);
            self.record.findings.push(nearly::not_read(&key, &meant, place));
        }
        let is_part =
            |(key, given): &(Cow<str>, Given)| PARTS.contains(&key.as_ref()) && !given.is_empty();
        fields.iter().any(Option::is_some) || object.iter().any(is_part)
    }

    fn scalar(&mut self, field: &Field, key: &str, given: &Given) {
        match (field, given) {
            (Field::Fact(fact), given) => {
                let said = self.given(*fact, key, given);
                self.record.statements.extend(said);
            }
            (_, Given::Null) => {}
            (field, Given::Text(text) | Given::Number(text)) => self.text(field, key, text),
            (field, Given::Bool(value)) => self.text(field, key, &value.to_string()),
            (Field::BuiltOn, Given::Tree(tree)) if tree.is_array() => {
                let words = self.words(key, given);
                self.record.built_on.extend(words);
            }
            (Field::Text | Field::Purpose, Given::Tree(tree)) if tree.is_array() => {
                let lines = self.words(key, given);
                self.text(field, key, &lines.join("\n"));
            }
            (_, Given::Tree(_) | Given::Pairs(_)) => {
                self.wrong(key, "the field must be text");
            }
        }
    }

    fn words(&mut self, key: &str, given: &Given) -> Vec<String> {
        let words = match given {
            Given::Null => Some(Vec::new()),
            Given::Text(word) => Some(vec![word.to_string()]),
            given => given.tree().and_then(Value::as_array).and_then(|words| {
                words.iter().map(|word| word.as_str().map(str::to_owned)).collect()
            }),
        };
        match words {
            Some(words) => words,
            None => {
                self.wrong(key, "the field must be a list of texts");
                Vec::new()
            }
        }
    }

    fn texts(&mut self, given: &Given) {
        let Some(object) = given.tree().and_then(Value::as_object) else {
            if !matches!(given, Given::Null) {
                self.wrong("texts", "`texts` must be an object of field names and texts");
            }
            return;
        };
        for (field, text) in object {
            match text.as_str() {
                Some(text) if self.options.mapping.is_purpose(field, self.options.vocabulary) => {
                    self.purpose(field, text);
                }
                Some(text) => {
                    self.prose(field, text);
                }
                None if text.is_null() => {}
                None => self.wrong(field, "the field must be text"),
            }
        }
    }

    /// `{"fact": value}`, or `{"fact": {"value": …, "why": …, "source": …}}`.
    fn facts(&mut self, column: &str, given: &Given) -> Vec<Statement> {
        match given {
            Given::Null => Vec::new(),
            Given::Pairs(facts) => self.stated(facts),
            given => match given.tree().and_then(Value::as_object) {
                Some(object) => self.stated(&pairs(object)),
                None => {
                    self.wrong(column, "`facts` must be an object of fact ids and values");
                    Vec::new()
                }
            },
        }
    }

    fn stated(&mut self, facts: &Pairs) -> Vec<Statement> {
        let mut statements = Vec::with_capacity(facts.len());
        for (id, given) in facts {
            let Some(fact) = self.options.vocabulary.find(id) else {
                self.unknown_fact(id);
                continue;
            };
            let object = given.tree().and_then(Value::as_object);
            let told = object.and_then(|object| Some((object.get("value")?, object)));
            let said = match told {
                Some((value, _)) => self.given(fact, id, &Given::of(value)),
                None => self.given(fact, id, given),
            };
            let Some(mut said) = said else { continue };
            if let Some((_, told)) = told {
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
        let vocabulary = self.options.vocabulary;
        let near = fact_meant(id, vocabulary).or_else(|| vocabulary.nearest(id));
        let near = near.map(|near| format!("is `{near}` meant?"));
        self.record.findings.push(
            Finding::new(FACT_UNKNOWN, place, format!("no fact `{id}`"))
                .hint(near.unwrap_or_else(|| "`actlas law facts` lists them".to_owned())),
        );
    }

    fn uses(&mut self, given: &Given) {
        let Some(list) = given.tree().and_then(Value::as_array) else {
            if !matches!(given, Given::Null) {
                self.wrong("uses", "`uses` must be a list");
            }
            return;
        };
        let mut ids = BTreeSet::new();
        for (at, value) in list.iter().enumerate() {
            let Some(object) = value.as_object() else {
                self.wrong("uses", "a use must be an object");
                continue;
            };
            self.only("uses", object, &["id", "purpose", "facts"]);
            let mut id = self.word("uses", object, "id");
            if id.is_empty() {
                id = format!("use-{}", at + 1);
            }
            if !ids.insert(id.clone()) {
                let twice = id.clone();
                while !ids.insert(id.clone()) {
                    id = format!("{id}~{}", at + 1);
                }
                let says = format!("the record has two uses `{twice}`");
                let place = self.place("uses");
                self.record.findings.push(
                    Finding::new(ID_DUPLICATE, place, says)
                        .hint(format!("the later use is called `{id}`")),
                );
            }
            let purpose = self.word("uses", object, "purpose");
            let statements = self.facts("uses", &part(object, "facts"));
            self.prose(&format!("uses/{id}/purpose"), &purpose);
            self.record.uses.push(Use { id, purpose, statements });
        }
    }

    fn actors(&mut self, given: &Given) {
        let Some(list) = given.tree().and_then(Value::as_array) else {
            if !matches!(given, Given::Null) {
                self.wrong("actors", "`actors` must be a list");
            }
            return;
        };
        for value in list {
            let Some(object) = value.as_object() else {
                self.wrong("actors", "an actor must be an object");
                continue;
            };
            self.only("actors", object, &["name", "roles", "facts"]);
            let name = self.word("actors", object, "name");
            let mut statements = self.facts("actors", &part(object, "facts"));
            if let Some(roles) = object.get("roles") {
                match self.options.vocabulary.find("actor_role") {
                    Some(fact) => statements.extend(self.fact(fact, "roles", Raw::Json(roles))),
                    None => self.unknown_fact("actor_role"),
                }
            }
            self.record.actors.push(Actor { name, statements });
        }
    }

    /// A text or number of a use or an actor; empty if there is none.
    fn word(&mut self, column: &str, object: &Map<String, Value>, key: &str) -> String {
        match object.get(key) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => {
                self.wrong(column, format!("`{key}` must be text"));
                String::new()
            }
        }
    }

    /// Says which keys of a use or an actor are not read.
    fn only(&mut self, column: &str, object: &Map<String, Value>, known: &[&str]) {
        for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
            let key: String = key.chars().take(60).collect();
            let says = format!("`{key}` is not read here; {} are", known.join(", "));
            self.wrong(column, says);
        }
    }
}

/// What a key that is not read would be if it were spelled as it should be.
fn meant(name: &str, vocabulary: &Vocabulary) -> Option<String> {
    let word = name.trim().to_lowercase();
    let part = PARTS
        .iter()
        .copied()
        .find(|part| *part == word)
        .or_else(|| (word == "fact").then_some("facts"));
    let fact = || fact_meant(name, vocabulary).filter(|_| fact_id(name).is_none());
    part.map(str::to_owned).or_else(|| fact().map(|fact| format!("fact:{fact}")))
}

fn part<'l>(object: &'l Map<String, Value>, key: &str) -> Given<'l> {
    object.get(key).map_or(Given::Null, Given::of)
}

/// A key that is not read, and the spelling that is probably meant.
type Meant = (String, String);

/// What the keys of the last object stood for: the next one mostly has the same.
#[derive(Default)]
pub(crate) struct Assigned {
    names: Vec<(String, Holds)>,
    fields: Vec<Option<Field>>,
    words: Words,
    /// The keys that are called nearly as a fact, or as a part of a record, is.
    meant: Vec<Meant>,
}

impl Assigned {
    /// What the keys of an object stand for. A key without a value stands for nothing, so that another
    /// may give it.
    fn of(
        &mut self,
        object: &Pairs,
        options: &Options,
    ) -> (&[Option<Field>], &mut Words, &[Meant]) {
        let holds =
            |given: &Given| if given.is_empty() { Holds::Nothing } else { Holds::Something };
        let names = object.iter().map(|(key, given)| (key.as_ref(), holds(given)));
        let last = self.names.iter().map(|(name, holds)| (name.as_str(), *holds));
        if !last.eq(names.clone()) {
            let names: Vec<(&str, Holds)> = names.collect();
            self.fields = assign_among(names.iter().copied(), &options.mapping, options.vocabulary);
            let unread = names.iter().zip(&self.fields).filter(|((name, holds), field)| {
                let told = options.mapping.is_told_of(name);
                field.is_none() && *holds == Holds::Something && !told && !PARTS.contains(name)
            });
            let meant = |((name, _), _): (&(&str, Holds), _)| {
                Some(((*name).to_owned(), meant(name, options.vocabulary)?))
            };
            self.meant = unread.filter_map(meant).collect();
            self.names = names.iter().map(|(name, holds)| ((*name).to_owned(), *holds)).collect();
        }
        (&self.fields, &mut self.words, &self.meant)
    }
}

/// The stages that words of a register stand for: it has few, and finding one takes as long as reading
/// the rest of its record.
#[derive(Default)]
pub(crate) struct Words {
    stages: Vec<(String, Option<Stage>)>,
}

impl Words {
    /// Words remembered at most, and the longest of them.
    const MOST: usize = 32;
    const LONGEST: usize = 64;

    fn stage(&mut self, word: &str) -> Option<Stage> {
        if let Some((_, stage)) = self.stages.iter().find(|(known, _)| known == word) {
            return *stage;
        }
        let stage = words::stage(word);
        if self.stages.len() < Self::MOST && word.len() <= Self::LONGEST {
            self.stages.push((word.to_owned(), stage));
        }
        stage
    }
}
