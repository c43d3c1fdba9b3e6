//! YAML text to a tree in which every node knows its place.
//!
//! Scalars stay text: nothing is turned into a number on the way, so no digit can change. Depth and
//! size are bounded, also where aliases would multiply a small text into a large tree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use saphyr_parser::{Event, Parser, ScalarStyle};

/// Deepest nesting that is read. Real files nest some twenty levels.
const MAX_DEPTH: usize = 100;
/// Most nodes of one text, aliases expanded.
const MAX_NODES: usize = 2_000_000;
/// Text that weighs as much as one more node where it is copied.
const NODE_BYTES: usize = 128;

/// A place in a text, counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u64,
    /// The column, in characters.
    pub column: u64,
}

/// A node and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it starts.
    pub at: Position,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text, with whether it was written without quotes.
    Scalar(String, Plain),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file. Keys are unique.
    Map(Vec<(Node, Node)>),
}

/// Whether a scalar was written plainly, so that `true`, `12` and `null` mean more than their text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// Without quotes.
    Yes,
    /// Quoted or as a block: it is text whatever it looks like.
    No,
}

/// Why a text is not a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Where.
    pub at: Position,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.at.line, self.at.column, self.message)
    }
}

impl std::error::Error for Error {}

impl Node {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text, _) => Some(text),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The members of a list.
    pub fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(nodes) => Some(nodes),
            Value::Scalar(..) | Value::Map(_) => None,
        }
    }

    /// The entries of a map.
    pub fn map(&self) -> Option<&[(Node, Node)]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            Value::Scalar(..) | Value::List(_) => None,
        }
    }

    /// The value under a key of a map.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let found = self.map()?.iter().find(|(name, _)| name.text() == Some(key));
        found.map(|(_, value)| value)
    }

    /// Whether this is an empty plain scalar, `~` or `null`.
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar(text, Plain::Yes) if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// What a copy costs, in nodes.
    fn size(&self) -> usize {
        1 + match &self.value {
            Value::Scalar(text, _) => text.len() / NODE_BYTES,
            Value::List(nodes) => nodes.iter().map(Node::size).sum(),
            Value::Map(entries) => {
                entries.iter().map(|(key, value)| key.size() + value.size()).sum()
            }
        }
    }
}

/// Reads all documents of a text.
pub fn parse(text: &str) -> Result<Vec<Node>, Error> {
    let mut reader = Reader::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| Error {
            at: position(error.marker().line(), error.marker().col()),
            message: error.info().to_owned(),
        })?;
        reader.event(event, position(span.start.line(), span.start.col()))?;
    }
    Ok(reader.documents)
}

fn position(line: usize, column: usize) -> Position {
    Position { line: line as u64, column: column as u64 + 1 }
}

/// A list or map that is still open.
struct Open {
    at: Position,
    anchor: usize,
    parts: Parts,
}

enum Parts {
    List(Vec<Node>),
    Map(MapParts),
}

#[derive(Default)]
struct MapParts {
    entries: Vec<(Node, Node)>,
    names: BTreeSet<String>,
    key: Option<Node>,
}

#[derive(Default)]
struct Reader {
    documents: Vec<Node>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Node>,
    nodes: usize,
}

impl Reader {
    fn event(&mut self, event: Event, at: Position) -> Result<(), Error> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let plain = if style == ScalarStyle::Plain { Plain::Yes } else { Plain::No };
                self.close(Node { value: Value::Scalar(text.into_owned(), plain), at }, anchor, 1)
            }
            Event::SequenceStart(anchor, _) => self.start(at, anchor, Parts::List(Vec::new())),
            Event::MappingStart(anchor, _) => {
                self.start(at, anchor, Parts::Map(MapParts::default()))
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned().ok_or_else(|| Error {
                    at,
                    message: "the alias names no anchor before it".to_owned(),
                })?;
                let size = node.size();
                self.close(node, 0, size)
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
        }
    }

    fn start(&mut self, at: Position, anchor: usize, parts: Parts) -> Result<(), Error> {
        if self.open.len() >= MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} levels");
            return Err(Error { at, message });
        }
        self.open.push(Open { at, anchor, parts });
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        let Some(Open { at, anchor, parts }) = self.open.pop() else { return Ok(()) };
        let value = match parts {
            Parts::List(nodes) => Value::List(nodes),
            Parts::Map(map) => Value::Map(map.entries),
        };
        self.close(Node { value, at }, anchor, 1)
    }

    /// Puts a finished node where it belongs. `size` counts nodes that were not counted before: all
    /// of an alias, else the node itself.
    fn close(&mut self, node: Node, anchor: usize, size: usize) -> Result<(), Error> {
        let at = node.at;
        // What has a name is copied to be found again, so anchors within anchors multiply too.
        self.nodes += size + if anchor > 0 { node.size() } else { 0 };
        if self.nodes > MAX_NODES {
            let message = format!("more than {MAX_NODES} nodes once its aliases are expanded");
            return Err(Error { at, message });
        }
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut().map(|open| &mut open.parts) {
            None => self.documents.push(node),
            Some(Parts::List(nodes)) => nodes.push(node),
            Some(Parts::Map(map)) => match map.key.take() {
                Some(key) => map.entries.push((key, node)),
                None => {
                    let Some(name) = node.text() else {
                        return Err(Error { at, message: "a key must be text".to_owned() });
                    };
                    if !map.names.insert(name.to_owned()) {
                        return Err(Error { at, message: format!("`{name}` stands here twice") });
                    }
                    map.key = Some(node);
                }
            },
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_error(text: &str, want: &str) {
        assert_eq!(parse(text).unwrap_err().to_string(), want);
    }

    #[test]
    fn nodes_know_their_place_and_keep_their_text() {
        let documents = parse("a: 1.0e25\nb:\n  - 'yes'\n  - yes\n").unwrap();
        let root = &documents[0];
        assert_eq!(root.get("a").unwrap().text(), Some("1.0e25"));
        let list = root.get("b").unwrap().list().unwrap();
        assert_eq!(list[0].value, Value::Scalar("yes".to_owned(), Plain::No));
        assert_eq!(list[1].value, Value::Scalar("yes".to_owned(), Plain::Yes));
        assert_eq!(list[1].at, Position { line: 4, column: 5 });
    }

    #[test]
    fn broken_text_is_an_error_with_its_place() {
        check_error("a: 1\na: 2\n", "line 2, column 1: `a` stands here twice");
        check_error("? [x]\n: y\n", "line 1, column 3: a key must be text");
        assert!(parse("a: [1").is_err());
        assert!(parse("a: *x").is_err());
    }

    #[test]
    fn a_small_text_cannot_become_a_large_tree() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let of = format!("*a{}", level - 1);
            bomb += &format!("a{level}: &a{level} [{}]\n", [of.as_str(); 10].join(", "));
        }
        assert!(parse(&bomb).unwrap_err().message.contains("aliases"));
        let deep = format!("{}{}", "[".repeat(150), "]".repeat(150));
        assert!(parse(&deep).unwrap_err().message.contains("deeper"));
        assert!(parse(&"[".repeat(50_000)).is_err());
    }
}
