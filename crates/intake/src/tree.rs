//! JSON as a tree, with the keys that stand twice in one object: of those `serde_json` keeps the last and
//! says nothing.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Error, Map, Number, Value};

/// Most keys that are named.
const MAX_NAMED: usize = 4;
/// How `serde_json` tells a number that keeps its digits.
const NUMBER: &str = "$serde_json::private::Number";

/// A value, and the keys that stand twice within it.
pub(crate) struct Tree {
    pub(crate) value: Value,
    pub(crate) doubled: Vec<String>,
}

impl Tree {
    pub(crate) fn read(text: &[u8]) -> Result<Tree, Error> {
        let mut doubled = Vec::new();
        let mut from = serde_json::Deserializer::from_slice(text);
        let value = Part(&mut doubled).deserialize(&mut from)?;
        from.end()?;
        Ok(Tree { value, doubled })
    }
}

struct Part<'d>(&'d mut Vec<String>);

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(Part(&mut *self.0))? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = object.next_key::<String>()? {
            if key == NUMBER && map.is_empty() {
                let digits: String = object.next_value()?;
                let number: Number = digits.parse().map_err(A::Error::custom)?;
                return Ok(Value::Number(number));
            }
            let value = object.next_value_seed(Part(&mut *self.0))?;
            if map.contains_key(&key) && self.0.len() < MAX_NAMED && !self.0.contains(&key) {
                self.0.push(key.clone());
            }
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_stand_twice_are_named() {
        let doubled = |text: &str| Tree::read(text.as_bytes()).map(|tree| tree.doubled).ok();
        let named = |keys: &[&str]| Some(keys.iter().map(|key| (*key).to_owned()).collect());
        assert_eq!(doubled(r#"{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}"#), named(&[]));
        assert_eq!(doubled(r#"{"a":1,"b":[{"c":2,"d":0,"c":3}],"a":1,"a":1}"#), named(&["c", "a"]));
        assert_eq!(doubled(r#"{"\u0061":1,"a":1}"#), named(&["a"]));
        assert_eq!(doubled(r#"{"a":1}}"#), None);
    }

    #[test]
    fn the_tree_is_that_of_serde_json() {
        for text in [
            r#"{"a":[1,-0.0,1e25,123456789012345678901234567890,0.10],"b":null,"c":"\u00e9\n","d":true}"#,
            r#"{"$serde_json::private::Number":"12"}"#,
            r#"{"$serde_json::private::Number":"x"}"#,
            r#"{"x":{"$serde_json::private::Number":"1"}}"#,
            "3",
            "[",
            "",
            "\"\\ud800\"",
            &"[".repeat(200),
        ] {
            let theirs = serde_json::from_slice::<Value>(text.as_bytes()).ok();
            let mine = Tree::read(text.as_bytes()).ok().map(|tree| tree.value);
            assert_eq!(mine, theirs, "{text}");
        }
    }
}
