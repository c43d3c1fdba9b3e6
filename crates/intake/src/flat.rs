//! One line of JSON, read without building a tree of it.
//!
//! Lines of registers are mostly flat: an object of texts, and one of facts within it. [`object`] reads
//! those from the bytes as they lie there. What is nested deeper is handed to `serde_json`, part by
//! part, and a line that is anything but a plain object is left to it as a whole: this reader then says
//! nothing, and the tree of `serde_json` is what counts.

use std::borrow::Cow;

use serde_json::{Map, Number, Value};

use crate::tree::Tree;

/// A value of an object, as far as reading a record tells values apart.
#[derive(Clone, Debug)]
pub(crate) enum Given<'l> {
    Null,
    Bool(bool),
    /// Digit by digit as it was written.
    Number(Cow<'l, str>),
    Text(Cow<'l, str>),
    /// A list or an object.
    Tree(Cow<'l, Value>),
    /// An object that was read flat.
    Pairs(Pairs<'l>),
}

/// Keys and values in their order. No key stands twice.
pub(crate) type Pairs<'l> = Vec<(Cow<'l, str>, Given<'l>)>;

impl<'l> Given<'l> {
    pub(crate) fn of(value: &'l Value) -> Given<'l> {
        match value {
            Value::Null => Given::Null,
            Value::Bool(value) => Given::Bool(*value),
            Value::Number(number) => Given::Number(number.as_str().into()),
            Value::String(text) => Given::Text(text.into()),
            tree @ (Value::Array(_) | Value::Object(_)) => Given::Tree(Cow::Borrowed(tree)),
        }
    }

    /// Whether nothing is under the key.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Given::Null => true,
            Given::Text(text) => text.trim().is_empty(),
            Given::Bool(_) | Given::Number(_) | Given::Tree(_) | Given::Pairs(_) => false,
        }
    }

    /// The list or object, if it is one.
    pub(crate) fn tree(&self) -> Option<&Value> {
        match self {
            Given::Tree(tree) => Some(tree),
            _ => None,
        }
    }
}

/// The keys and values of an object that was read as a tree.
pub(crate) fn pairs(object: &Map<String, Value>) -> Pairs<'_> {
    object.iter().map(|(key, value)| (key.into(), Given::of(value))).collect()
}

/// Objects with more keys than this are read as trees: looking for a key that stands twice would take
/// too long here.
const MAX_KEYS: usize = 64;
/// Parts that are nested deeper are read with the whole, which knows how deep it is.
const MAX_DEPTH: usize = 64;

/// The object that a line holds, or `None` if the line is for the reader of trees.
pub(crate) fn object(line: &[u8]) -> Option<Pairs<'_>> {
    let mut scan = Scan { text: str::from_utf8(line).ok()?, at: 0 };
    scan.blanks();
    let pairs = scan.pairs(Level::Record)?;
    scan.blanks();
    (scan.at == line.len()).then_some(pairs)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Record,
    Facts,
}

struct Scan<'l> {
    text: &'l str,
    at: usize,
}

impl<'l> Scan<'l> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn eat(&mut self, wanted: u8) -> Option<()> {
        self.peek().filter(|byte| *byte == wanted)?;
        self.at += 1;
        Some(())
    }

    fn pairs(&mut self, level: Level) -> Option<Pairs<'l>> {
        self.eat(b'{')?;
        let mut pairs: Pairs = Vec::with_capacity(12);
        self.blanks();
        if self.eat(b'}').is_some() {
            return Some(pairs);
        }
        loop {
            self.blanks();
            let key = self.string()?;
            // Keys of this kind are how `serde_json` tells numbers to itself.
            if pairs.len() == MAX_KEYS
                || key.starts_with('$')
                || pairs.iter().any(|(other, _)| *other == key)
            {
                return None;
            }
            self.blanks();
            self.eat(b':')?;
            self.blanks();
            let given = match (level, key.as_ref(), self.peek()) {
                (Level::Record, "facts", Some(b'{')) => Given::Pairs(self.pairs(Level::Facts)?),
                _ => self.value()?,
            };
            pairs.push((key, given));
            self.blanks();
            if self.eat(b',').is_none() {
                self.eat(b'}')?;
                return Some(pairs);
            }
        }
    }

    fn value(&mut self) -> Option<Given<'l>> {
        match self.peek()? {
            b'"' => self.string().map(Given::Text),
            b't' => self.word("true").map(|()| Given::Bool(true)),
            b'f' => self.word("false").map(|()| Given::Bool(false)),
            b'n' => self.word("null").map(|()| Given::Null),
            b'{' | b'[' => self.tree().map(|tree| Given::Tree(Cow::Owned(tree))),
            _ => self.number().map(Given::Number),
        }
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.text.get(self.at..)?.starts_with(word).then(|| self.at += word.len())
    }

    fn string(&mut self) -> Option<Cow<'l, str>> {
        let open = self.at;
        let escaped = self.skip_string()?;
        let written = self.text.get(open..self.at)?;
        match escaped {
            Escapes::None => written.get(1..written.len() - 1).map(Cow::Borrowed),
            Escapes::Some => serde_json::from_str(written).ok().map(Cow::Owned),
        }
    }

    /// Goes behind the quote that ends a text. Control characters are left to the reader of trees.
    fn skip_string(&mut self) -> Option<Escapes> {
        self.eat(b'"')?;
        let mut escapes = Escapes::None;
        loop {
            self.at += special(self.text.as_bytes().get(self.at..)?)?;
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(escapes);
                }
                b'\\' => {
                    escapes = Escapes::Some;
                    self.at += 2;
                }
                _ => return None,
            }
        }
    }

    fn number(&mut self) -> Option<Cow<'l, str>> {
        let rest = self.text.get(self.at..)?;
        let is_part = |byte: u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        let end = rest.bytes().position(|byte| !is_part(byte)).unwrap_or(rest.len());
        let written = rest.get(..end)?;
        self.at += end;
        if is_plain(written) {
            return Some(Cow::Borrowed(written));
        }
        let number: Number = serde_json::from_str(written).ok()?;
        Some(Cow::Owned(number.as_str().to_owned()))
    }

    fn tree(&mut self) -> Option<Value> {
        let open = self.at;
        let mut depth = 0usize;
        loop {
            match self.peek()? {
                b'"' => {
                    self.skip_string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            match depth {
                0 => break,
                MAX_DEPTH.. => return None,
                _ => {}
            }
        }
        let tree = Tree::read(self.text.get(open..self.at)?.as_bytes()).ok()?;
        // A key that stands twice is told by whoever reads the whole.
        tree.doubled.is_empty().then_some(tree.value)
    }
}

enum Escapes {
    None,
    Some,
}

/// A whole number or a fraction of a few digits, as JSON writes it.
fn is_plain(number: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.strip_prefix('-').unwrap_or(number);
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    digits(whole) && digits(part) && (whole.len() == 1 || !whole.starts_with('0'))
}

/// Where the first quote, backslash or control character is: eight bytes at a time.
fn special(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let is = |byte: u8| {
            let other = word ^ (u64::from(byte) * ONES);
            other.wrapping_sub(ONES) & !other
        };
        let below_blank = word.wrapping_sub(0x20 * ONES) & !word;
        // A borrow can only mark bytes above one that is marked rightly.
        let marks = (is(b'"') | is(b'\\') | below_blank) & HIGH;
        if marks != 0 {
            return Some(at * 8 + marks.trailing_zeros() as usize / 8);
        }
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\') || *byte < 0x20;
    rest.iter().position(is_special).map(|at| words.len() * 8 + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same as a tree, with the numbers as they were written.
    fn tree(pairs: &Pairs) -> Value {
        let value = |given: &Given| match given {
            Given::Null => Value::Null,
            Given::Bool(value) => Value::Bool(*value),
            Given::Number(number) => Value::Array(vec!["number".into(), number.as_ref().into()]),
            Given::Text(text) => Value::from(text.as_ref()),
            Given::Tree(value) => value.clone().into_owned(),
            Given::Pairs(inner) => tree(inner),
        };
        Value::Object(pairs.iter().map(|(key, given)| (key.to_string(), value(given))).collect())
    }

    fn agrees(line: &[u8]) -> Option<bool> {
        let flat = object(line)?;
        let whole = serde_json::from_slice::<Value>(line.trim_ascii());
        let Ok(Value::Object(whole)) = &whole else { return Some(false) };
        let mut theirs = pairs(whole);
        for (key, given) in &mut theirs {
            if let (true, Some(Value::Object(facts))) = (key.as_ref() == "facts", given.tree()) {
                let facts = pairs(facts);
                *given = Given::Text(tree(&facts).to_string().into());
            }
        }
        let mut mine = flat.clone();
        for (_, given) in &mut mine {
            if let Given::Pairs(facts) = given {
                *given = Given::Text(tree(facts).to_string().into());
            }
        }
        // As text, because the order of keys counts.
        let (mine, theirs) = (tree(&mine).to_string(), tree(&theirs).to_string());
        Some(mine == theirs)
    }

    fn line() -> impl Strategy<Value = String> {
        let text = "([a-z \"\\\\/\u{e9}\u{1f600}\n\t\u{0}]|[^a]){0,12}";
        let number = "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?";
        let leaf = prop_oneof![
            text.prop_map(|text| Value::from(text).to_string()),
            number.prop_map(|number| number),
            prop::sample::select(vec!["true", "false", "null", "{}", "[]"]).prop_map(str::to_owned),
        ];
        let value = leaf.prop_recursive(3, 12, 4, |inner| {
            let key = "[a-z$]{0,3}";
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4)
                    .prop_map(|values| format!("[{}]", values.join(" , "))),
                prop::collection::vec((key, inner), 0..4).prop_map(|pairs| {
                    let pair = |(key, value): &(String, String)| format!("\"{key}\" :{value}");
                    format!("{{{}}}", pairs.iter().map(pair).collect::<Vec<_>>().join(","))
                }),
            ]
        });
        let key = prop_oneof![Just("facts".to_owned()), "[a-z\\\\\"\u{e9}]{0,4}"];
        prop::collection::vec((key, value), 0..6).prop_map(|pairs| {
            let pair = |(key, value): &(String, String)| {
                format!("{} :  {value}", Value::from(key.as_str()))
            };
            format!("{{{}}}", pairs.iter().map(pair).collect::<Vec<_>>().join("\t,"))
        })
    }

    #[test]
    fn what_real_registers_hold_is_read_flat() {
        for line in [
            r#"{}"#,
            r#" {"id": "R1", "n": -12.50, "c": 1.0e25, "facts": {"a": true, "b": [1, {"c": "}"}]}} "#,
            r#"{"text": "a \"quote\" and a line\nand \u00e9", "list": ["]"], "none": null}"#,
        ] {
            assert_eq!(agrees(line.as_bytes()), Some(true), "{line}");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_reader_of_trees() {
        let deep = format!(r#"{{"a": {}{}}}"#, "[".repeat(70), "]".repeat(70));
        for line in [
            "",
            "[]",
            "1",
            r#"{"a": 1, "a": 2}"#,
            r#"{"facts": {"a": 1, "a": 2}}"#,
            r#"{"$serde_json::private::Number": "1"}"#,
            r#"{"a": 01}"#,
            r#"{"a": 1.}"#,
            r#"{"a": -}"#,
            r#"{"a": 1} x"#,
            r#"{"a": 1,}"#,
            r#"{"a" 1}"#,
            r#"{"a": "b"#,
            r#"{"a": "\x"}"#,
            r#"{"a": "\ud800"}"#,
            "{\"a\": \"\u{1}\"}",
            r#"{"a": [1}]}"#,
            deep.as_str(),
        ] {
            assert!(object(line.as_bytes()).is_none(), "{line}");
        }
        assert!(object(b"{\"a\": \"\xff\"}").is_none());
    }

    proptest! {
        /// An object that is read flat is what the reader of trees makes of it.
        #[test]
        fn flat_objects_are_what_their_trees_are(line in line()) {
            prop_assert_ne!(agrees(line.as_bytes()), Some(false), "{}", line);
        }

        /// Also if a byte of it was changed.
        #[test]
        fn broken_objects_are_what_their_trees_are(
            line in line(),
            at in any::<prop::sample::Index>(),
            byte in prop_oneof![any::<u8>(), prop::sample::select(b"\"\\{}[]:,0.eE-+ \n".to_vec())],
        ) {
            let mut line = line.into_bytes();
            let at = at.index(line.len());
            line[at] = byte;
            prop_assert_ne!(agrees(&line), Some(false), "{:?}", String::from_utf8_lossy(&line));
        }

        #[test]
        fn special_bytes_are_found(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let is_special = |byte: &u8| matches!(byte, b'"' | b'\\') || *byte < 0x20;
            prop_assert_eq!(special(&bytes), bytes.iter().position(is_special));
        }
    }
}
