//! Which lists of an object hold records, where the object is none itself.

use actlas_facts::RecordKind;
use serde_json::{Map, Value};

use crate::columns::{Field, assign};
use crate::flat::{Given, Pairs};
use crate::walk::Options;
use crate::words;

/// Keys under which somebody else's file may keep its list of records.
const LIST_KEYS: &[&str] = &["records", "systems", "use_cases"];
/// The same, unless the object has an id and so may be a record with a list of its own.
const LOOSE_LIST_KEYS: &[&str] = &["items", "data", "results", MODELS];
/// The key of a list whose records are models.
const MODELS: &str = "models";
/// Keys of a record under which parts of it stand, some of them lists.
pub(crate) const PARTS: &[&str] = &["facts", "uses", "actors", "texts", "built_on"];

/// Where records stand in an object that is none: keys, one within the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// In the list there.
    List(Vec<String>),
    /// There, each under its id.
    Key(Vec<String>),
}

impl At {
    /// What records are that stand there, where the place says it and they do not.
    pub(crate) fn kind(&self) -> Option<RecordKind> {
        let called = match self {
            At::List(keys) => keys.last(),
            At::Key(keys) => keys.iter().rev().nth(1),
        };
        called.filter(|key| *key == MODELS).map(|_| RecordKind::Model)
    }
}

/// The records of an object.
pub(crate) struct Lists {
    /// Where they stand; `None` if the object is a record.
    pub(crate) read: Option<Vec<At>>,
    /// Keys of the lists of which nobody can tell, and how many objects they hold. A list of which a record
    /// says something, such as its contacts, is none of them.
    pub(crate) passed_over: Vec<(String, usize)>,
}

/// A list of objects.
struct List<'v> {
    keys: Vec<&'v str>,
    values: &'v [Value],
    /// It is called as lists of records are.
    named: bool,
    /// What stands in it is a record.
    holds: bool,
}

impl Lists {
    /// A list is read by its key or, because everybody calls it otherwise, by what stands in it.
    pub(crate) fn of(object: &Map<String, Value>, options: &Options) -> Lists {
        let kind = Kind::of(object, options);
        let mut lists = lists(object, &[], options);
        let deeper = deeper(object, options);
        let is_none = lists.iter().any(|list| list.named)
            || (lists.iter().any(|list| list.holds) && kind != Kind::Record)
            || (!lists.is_empty() && kind == Kind::None)
            || !deeper.is_empty();
        lists.extend(deeper);
        let (mut read, mut passed_over) = (Vec::new(), Vec::new());
        for List { keys, values, named, holds } in lists {
            if is_none && (named || holds) {
                read.push(At::List(keys.iter().map(|key| (*key).to_owned()).collect()));
            } else if is_none || holds {
                let count = values.iter().filter(|value| value.is_object()).count();
                passed_over.push((keys.join("/"), count));
            }
        }
        let keyed = if is_none || kind != Kind::None { Vec::new() } else { keyed(object, options) };
        if !keyed.is_empty() {
            return Lists { read: Some(keyed), passed_over };
        }
        Lists { read: is_none.then_some(read), passed_over }
    }
}

/// The lists of objects under the keys of an object.
fn lists<'v>(
    object: &'v Map<String, Value>,
    above: &[&'v str],
    options: &Options,
) -> Vec<List<'v>> {
    let loose = !object.contains_key("id");
    let named = |key: &str| LIST_KEYS.contains(&key) || (loose && LOOSE_LIST_KEYS.contains(&key));
    let list = |(key, value): (&'v String, &'v Value)| {
        let values = value.as_array()?.as_slice();
        let empty = values.is_empty() && LIST_KEYS.contains(&key.as_str());
        let first = values.iter().find_map(Value::as_object);
        if PARTS.contains(&key.as_str()) || !(empty || first.is_some()) {
            return None;
        }
        let holds = first.is_some_and(|first| is_record(first, options));
        let keys = above.iter().copied().chain([key.as_str()]).collect();
        Some(List { keys, values, named: named(key), holds })
    };
    object.iter().filter_map(list).collect()
}

/// Lists one object deeper: those that hold records and, if nothing else is there, those of which nobody
/// can tell. An object that says anything itself may be a record, unless they are called records.
fn deeper<'v>(object: &'v Map<String, Value>, options: &Options) -> Vec<List<'v>> {
    let silent = is_silent(object, options);
    if !silent && says_what(object, options) {
        return Vec::new();
    }
    let inner = |(key, value): (&'v String, &'v Value)| {
        let inner = value.as_object().filter(|_| !PARTS.contains(&key.as_str()))?;
        Some(lists(inner, &[key.as_str()], options))
    };
    let all: Vec<List> = object.iter().filter_map(inner).flatten().collect();
    let called = |list: &List| list.keys.last().is_some_and(|key| LIST_KEYS.contains(key));
    let is_one = |list: &List| list.holds && (silent || called(list));
    let found = all.iter().any(is_one);
    let alone = silent && !object.values().any(Value::is_array);
    all.into_iter().filter(|list| if found { is_one(list) } else { alone }).collect()
}

/// Records under their ids, in an object that is none or one deeper. Where other things stand beside them,
/// they must say more than a name.
fn keyed(object: &Map<String, Value>, options: &Options) -> Vec<At> {
    let silent = is_silent(object, options);
    if silent {
        let here = keys_of_records(object, object.values().all(Value::is_object), options);
        if !here.is_empty() {
            return here.into_iter().map(|key| At::Key(vec![key])).collect();
        }
    }
    let inner = |(key, value): (&String, &Value)| {
        let called = LIST_KEYS.contains(&key.as_str());
        let inner = value.as_object().filter(|_| silent || called)?;
        let keys = keys_of_records(inner, called, options).into_iter();
        Some(keys.map(|inner| At::Key(vec![key.clone(), inner])).collect::<Vec<At>>())
    };
    object.iter().filter_map(inner).flatten().collect()
}

fn keys_of_records(
    object: &Map<String, Value>,
    name_is_enough: bool,
    options: &Options,
) -> Vec<String> {
    let objects = || object.iter().filter_map(|(key, value)| Some((key, value.as_object()?)));
    let is_one = |object: &Map<String, Value>| {
        let fields = fields(object, options);
        let named = fields.contains(&Field::Name);
        fields.contains(&Field::Purpose)
            || (named && (name_is_enough || fields.contains(&Field::Text) || has_parts(object)))
    };
    match objects().any(|(_, value)| is_one(value)) {
        // What is none among them is told when it is read.
        true => objects().map(|(key, _)| key.clone()).collect(),
        false => Vec::new(),
    }
}

/// Whether no word, number or part of an object is one that a record has.
fn is_silent(object: &Map<String, Value>, options: &Options) -> bool {
    let plain = object.iter().filter(|(_, value)| !value.is_object() && !value.is_array());
    let keys = plain.map(|(key, _)| key.as_str());
    let known = assign(keys, &options.mapping, options.vocabulary);
    known.iter().all(Option::is_none) && !has_parts(object)
}

/// How much an object looks like a record.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// It says what only a record says.
    Record,
    /// A name and a description, which a register has too.
    Perhaps,
    None,
}

impl Kind {
    fn of(object: &Map<String, Value>, options: &Options) -> Kind {
        let fields = fields(object, options);
        let has = |wanted: &[Field]| fields.iter().any(|field| wanted.contains(field));
        let facts = fields.iter().any(|field| matches!(field, Field::Fact(_) | Field::Use(_)));
        if facts || has_parts(object) || has(&[Field::Id, Field::Purpose]) {
            Kind::Record
        } else if has(&[Field::Name]) && has(&[Field::Text]) {
            Kind::Perhaps
        } else {
            Kind::None
        }
    }
}

/// Whether an object in a list is a record, and not somebody's address or a link: it is called something
/// and says what it is for.
fn is_record(object: &Map<String, Value>, options: &Options) -> bool {
    let fields = fields(object, options);
    let has = |wanted: &[Field]| fields.iter().any(|field| wanted.contains(field));
    has(&[Field::Id, Field::Name]) && (has(&[Field::Purpose, Field::Text]) || has_parts(object))
}

/// Whether an object says what a system is for, or a fact of it.
fn says_what(object: &Map<String, Value>, options: &Options) -> bool {
    let fields = fields(object, options);
    let says = |field: &Field| {
        matches!(field, Field::Purpose | Field::Text | Field::Fact(_) | Field::Use(_))
    };
    has_parts(object) || fields.iter().any(says)
}

/// Whether an object knows its id, or says nothing that an id could be of.
pub(crate) fn needs_no_id(object: &Map<String, Value>, options: &Options) -> bool {
    let fields = fields(object, options);
    fields.contains(&Field::Id) || (fields.is_empty() && !has_parts(object))
}

/// Whether an object says of what kind it is, in words that are known.
pub(crate) fn says_kind(object: &Pairs, options: &Options) -> bool {
    let keys = object.iter().map(|(key, _)| key.as_ref());
    let fields = assign(keys, &options.mapping, options.vocabulary);
    let is_known = |given: &Given| match given {
        Given::Text(word) => !word.trim().is_empty() && words::kind(word).is_some(),
        _ => false,
    };
    let mut all = object.iter().zip(fields);
    all.any(|((_, given), field)| field == Some(Field::Kind) && is_known(given))
}

fn has_parts(object: &Map<String, Value>) -> bool {
    PARTS.iter().any(|key| object.contains_key(*key))
}

fn fields(object: &Map<String, Value>, options: &Options) -> Vec<Field> {
    let keys = object.keys().map(String::as_str);
    assign(keys, &options.mapping, options.vocabulary).into_iter().flatten().collect()
}
