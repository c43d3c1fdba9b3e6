//! The door to a language model: what is asked, what may come back, and whether its quotes hold.
//!
//! A model proposes and never decides. What it reads is data, what it says is data too: an answer is
//! parsed strictly, and a quote counts only if it stands in the text, word for word. Who carries the
//! request to a model is the caller's matter; nothing here opens a connection.

use std::ops::Range;

use serde_json::{Map, Value, json};
use thiserror::Error;

use crate::words::{is_by_letter, is_mark};

/// Most items of one answer that are looked at.
const MAX_ITEMS: usize = 256;

/// What ends the thoughts that some models write before they answer.
const THOUGHTS_END: &str = "</think>";

/// What is put to a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What it is to do, in our words alone.
    pub instructions: String,
    /// What it is to read: JSON, so that no text can end its own quotation.
    pub material: String,
    /// The JSON Schema of the answer, for endpoints that hold a model to one. An answer is checked all the same.
    pub schema: Value,
}

/// What an endpoint says it counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Tokens of the request.
    pub read: u64,
    /// Tokens of the answer.
    pub written: u64,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The model's words.
    pub text: String,
    /// What they cost.
    pub tokens: Tokens,
}

/// Why there is no answer.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ModelError {
    /// Nobody answered at the address.
    #[error("the endpoint cannot be reached ({0})")]
    Unreachable(String),
    /// Nothing came in time.
    #[error("the endpoint did not answer in time")]
    TimedOut,
    /// The endpoint refused, with a status and maybe a reason.
    #[error("the endpoint answered with status {status}{}", reason(.says))]
    Refused {
        /// The status.
        status: u16,
        /// The reason, or nothing.
        says: String,
    },
    /// More came than is read.
    #[error("the answer of the endpoint is larger than is read")]
    TooLarge,
    /// What came is no answer of a chat endpoint.
    #[error("the answer of the endpoint is not what a chat endpoint sends")]
    Unreadable,
}

impl ModelError {
    /// Whether the same request may well succeed a moment later.
    pub fn may_pass(&self) -> bool {
        match self {
            ModelError::Unreachable(_) => true,
            ModelError::Refused { status, .. } => matches!(status, 408 | 425 | 429 | 500..),
            ModelError::TimedOut | ModelError::TooLarge | ModelError::Unreadable => false,
        }
    }

    /// Whether every further request will fare the same: a wrong key, a wrong address, a wrong name.
    pub fn is_final(&self) -> bool {
        matches!(self, ModelError::Refused { status: 300..=399 | 401 | 402 | 403 | 404 | 405, .. })
    }
}

fn reason(said: &str) -> String {
    if said.is_empty() { String::new() } else { format!(": `{said}`") }
}

/// A language model behind whatever transport.
pub trait Model {
    /// Its name, as proposals will carry it.
    fn name(&self) -> &str;

    /// Puts a request to it.
    fn ask(&mut self, request: &Request) -> Result<Answer, ModelError>;
}

/// An answer that is not the JSON that was asked for.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoItems {
    /// No JSON, or something around it.
    #[error("it is not JSON")]
    NotJson,
    /// JSON of another shape.
    #[error("it is not one object with one list")]
    OtherShape,
    /// A list that is too long to be an answer.
    #[error("its list is longer than is read")]
    TooMany,
}

/// The schema of `{"<key>": [<item>, …]}`, all properties of an item being required.
pub fn schema_of_items(key: &str, properties: &Map<String, Value>) -> Value {
    let required: Vec<&String> = properties.keys().collect();
    let item = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    let mut list = Map::new();
    list.insert(key.to_owned(), json!({"type": "array", "items": item}));
    json!({"type": "object", "properties": list, "required": [key], "additionalProperties": false})
}

/// The items of `{"<key>": [{…}, …]}`. Nothing may stand around the object but a code fence, which models
/// put there unasked, and thoughts before it that end in `</think>`; nothing may stand in it beside the list.
pub fn items(answer: &str, key: &str) -> Result<Vec<Map<String, Value>>, NoItems> {
    let read = |answer: &str| serde_json::from_str::<Value>(unfenced(answer)).ok();
    let thought = || answer.split_once(THOUGHTS_END).and_then(|(_, rest)| read(rest));
    let value = read(answer).or_else(thought).ok_or(NoItems::NotJson)?;
    let Value::Object(mut object) = value else { return Err(NoItems::OtherShape) };
    let Some(Value::Array(list)) = object.remove(key) else { return Err(NoItems::OtherShape) };
    if !object.is_empty() {
        return Err(NoItems::OtherShape);
    }
    if list.len() > MAX_ITEMS {
        return Err(NoItems::TooMany);
    }
    let item = |value| match value {
        Value::Object(item) => Ok(item),
        _ => Err(NoItems::OtherShape),
    };
    list.into_iter().map(item).collect()
}

fn unfenced(answer: &str) -> &str {
    let answer = answer.trim();
    let inside = answer.strip_prefix("```").and_then(|rest| rest.strip_suffix("```"));
    let Some(inside) = inside else { return answer };
    inside.strip_prefix("json").unwrap_or(inside).trim()
}

/// Where a quote stands in a text: the same words, letter for letter and whole. `exam` does not quote
/// `example`. Runs of blanks and line breaks count as one: models write a sentence in one line, whatever
/// breaks the text has, and it is the text's own bytes that the range gives.
pub fn find_quote(text: &str, quote: &str) -> Option<Range<usize>> {
    let mut pieces = quote.split_whitespace();
    let first = pieces.next().filter(|_| quote.chars().any(char::is_alphanumeric))?;
    let rest: Vec<&str> = pieces.collect();
    let end_of = |start: usize| -> Option<usize> {
        let mut at = start + first.len();
        for piece in &rest {
            let after = text.get(at..)?;
            let next = after.trim_start();
            if next.len() == after.len() || !next.starts_with(piece) {
                return None;
            }
            at += after.len() - next.len() + piece.len();
        }
        Some(at)
    };
    let found = text.match_indices(first).map(|(start, _)| start);
    found
        .filter(|start| !splits(text, *start))
        .find_map(|start| Some(start..end_of(start).filter(|end| !splits(text, *end))?))
}

/// Whether a place is inside a word.
fn splits(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return true };
    let (Some(before), Some(after)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    let inside = |of: char| of.is_alphanumeric() || is_mark(of);
    inside(before) && inside(after) && !is_by_letter(before) && !is_by_letter(after)
}

/// A sentence of a model, as it may be kept: one line, no control characters, not long.
pub fn one_line(text: &str, most: usize) -> String {
    let plain = text.chars().map(|at| if at.is_control() { ' ' } else { at });
    plain.take(most).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ModelError, NoItems, find_quote, items, one_line};

    #[test]
    fn quotes_are_whole_words() {
        type Case<'t> = (&'t str, &'t str, Option<(usize, usize)>);
        let cases: &[Case] = &[
            ("an example, an exam", "exam", Some((15, 19))),
            ("an example", "exam", None),
            ("Élèves évalués", "Élèves", Some((0, 8))),
            ("Élèves évalués", "Élève", None),
            ("cafe\u{301} noir", "cafe", None),
            ("自愿承诺已经签署", "承诺", Some((6, 12))),
            ("it ranks \n candidates", "ranks candidates", Some((3, 21))),
            ("rankscandidates", "ranks candidates", None),
            ("ranks candidates", "rankscandidates", None),
            ("ab ac ab ad", "ab ad", Some((6, 11))),
            ("ranks candidates", " ranks candidates\n", Some((0, 16))),
            ("ranks candidates", "Ranks candidates", None),
            ("a - b", "-", None),
            ("text", "", None),
        ];
        for (text, quote, wanted) in cases {
            let found = find_quote(text, quote).map(|at| (at.start, at.end));
            assert_eq!(found, *wanted, "{quote:?} in {text:?}");
        }
    }

    #[test]
    fn answers_are_parsed_strictly() {
        let cases: &[(&str, Result<usize, NoItems>)] = &[
            (r#"{"facts": []}"#, Ok(0)),
            (r#" {"facts": [{"a": 1}, {}]} "#, Ok(2)),
            ("```json\n{\"facts\": []}\n```", Ok(0)),
            ("<think>{\"facts\": [1]}? No.</think>\n\n```json\n{\"facts\": []}\n```", Ok(0)),
            ("No facts, then.\n</think>\n{\"facts\": [{}]}", Ok(1)),
            (r#"{"facts": [{"quote": "</think>"}]}"#, Ok(1)),
            ("<think>{\"facts\": []}", Err(NoItems::NotJson)),
            ("<think></think> Sure! {\"facts\": []}", Err(NoItems::NotJson)),
            ("Sure! {\"facts\": []}", Err(NoItems::NotJson)),
            (r#"{"facts": []} {"facts": []}"#, Err(NoItems::NotJson)),
            (r#"{"facts": [], "class": "minimal"}"#, Err(NoItems::OtherShape)),
            (r#"{"claims": []}"#, Err(NoItems::OtherShape)),
            (r#"{"facts": {}}"#, Err(NoItems::OtherShape)),
            (r#"{"facts": ["yes"]}"#, Err(NoItems::OtherShape)),
            (r#"[]"#, Err(NoItems::OtherShape)),
            ("", Err(NoItems::NotJson)),
        ];
        for (answer, wanted) in cases {
            assert_eq!(items(answer, "facts").map(|at| at.len()), *wanted, "{answer}");
        }
        let many = format!(r#"{{"facts": [{}]}}"#, vec!["{}"; 257].join(","));
        assert_eq!(items(&many, "facts"), Err(NoItems::TooMany));
        let deep = "[".repeat(100_000);
        assert_eq!(items(&deep, "facts"), Err(NoItems::NotJson));
    }

    #[test]
    fn errors_say_whether_to_try_again() {
        let refused = |status| ModelError::Refused { status, says: String::new() };
        assert!(refused(503).may_pass() && !refused(503).is_final());
        assert!(refused(401).is_final() && !refused(401).may_pass());
        assert!(!ModelError::TimedOut.may_pass() && !ModelError::TimedOut.is_final());
    }

    #[test]
    fn a_refusal_says_the_reason_if_there_is_one() {
        let said =
            |says: &str| ModelError::Refused { status: 404, says: says.to_owned() }.to_string();
        assert_eq!(said(""), "the endpoint answered with status 404");
        assert_eq!(said("no such model"), "the endpoint answered with status 404: `no such model`");
    }

    #[test]
    fn a_reason_is_one_short_line() {
        assert_eq!(one_line("a\n\u{1b}[31mb ", 5), "a  [3");
    }

    proptest! {
        #[test]
        fn a_found_quote_is_in_the_text(text in ".{0,60}", quote in ".{0,6}") {
            if let Some(range) = find_quote(&text, &quote) {
                let words = |of: &str| of.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
                prop_assert_eq!(text.get(range).map(words), Some(words(&quote)));
            }
        }

        #[test]
        fn no_answer_brings_it_down(answer in ".{0,200}") {
            let _ = items(&answer, "facts");
        }
    }
}
