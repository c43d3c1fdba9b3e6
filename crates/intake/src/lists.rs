//! Which lists of an object hold records, where the object is none itself.

use serde_json::{Map, Value};

use crate::columns::{Field, assign};
use crate::walk::Options;

/// Keys under which somebody else's file may keep its list of records.
const LIST_KEYS: &[&str] = &["records", "systems", "use_cases"];
/// The same, unless the object has an id and so may be a record with a list of its own.
const LOOSE_LIST_KEYS: &[&str] = &["items", "data", "results", "models"];
/// Keys of a record under which parts of it stand, some of them lists.
pub(crate) const PARTS: &[&str] = &["facts", "uses", "actors", "texts", "built_on"];

/// The lists of an object.
pub(crate) struct Lists {
    /// Keys of those that hold records; `None` if the object is a record.
    pub(crate) read: Option<Vec<String>>,
    /// Keys of those of which nobody can tell, and how many objects they hold. A list of which a record
    /// says something, such as its contacts, is none of them.
    pub(crate) passed_over: Vec<(String, usize)>,
}

impl Lists {
    /// A list is read by its key or, because everybody calls it otherwise, by what stands in it.
    pub(crate) fn of(object: &Map<String, Value>, options: &Options) -> Lists {
        let loose = !object.contains_key("id");
        let named =
            |key: &str| LIST_KEYS.contains(&key) || (loose && LOOSE_LIST_KEYS.contains(&key));
        let lists: Vec<(&String, &Vec<Value>)> = object
            .iter()
            .filter(|(key, _)| !PARTS.contains(&key.as_str()))
            .filter_map(|(key, value)| Some((key, value.as_array()?)))
            .filter(|(key, list)| {
                let empty = list.is_empty() && LIST_KEYS.contains(&key.as_str());
                empty || list.iter().any(Value::is_object)
            })
            .collect();
        let by_key = lists.iter().any(|(key, _)| named(key));
        let holds = |list: &[Value]| {
            list.iter().find_map(Value::as_object).is_some_and(|first| is_record(first, options))
        };
        let by_what_they_hold = lists.iter().any(|(_, list)| holds(list));
        let kind = Kind::of(object, options);
        let is_none = by_key
            || (by_what_they_hold && kind != Kind::Record)
            || (!lists.is_empty() && kind == Kind::None);
        let (mut read, mut passed_over) = (Vec::new(), Vec::new());
        for (key, list) in lists {
            if is_none && (named(key) || holds(list)) {
                read.push(key.clone());
            } else if is_none || holds(list) {
                let count = list.iter().filter(|value| value.is_object()).count();
                passed_over.push((key.clone(), count));
            }
        }
        Lists { read: is_none.then_some(read), passed_over }
    }
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

fn has_parts(object: &Map<String, Value>) -> bool {
    PARTS.iter().any(|key| object.contains_key(*key))
}

fn fields(object: &Map<String, Value>, options: &Options) -> Vec<Field> {
    let keys = object.keys().map(String::as_str);
    assign(keys, &options.mapping, options.vocabulary).into_iter().flatten().collect()
}
