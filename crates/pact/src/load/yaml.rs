//! Reading values out of YAML trees, with findings.

use actlas_facts::{CodeInfo, Finding, Place};
use actlas_yaml::{Node, Position};

use crate::codes::{
    PACTS_INVALID, PACTS_UNREADABLE, PLEDGE_INVALID, PLEDGE_UNREADABLE, STORY_INVALID,
    STORY_UNREADABLE,
};
use crate::date::When;
use crate::model::SourceRef;

/// Longest text of one value.
const MAX_TEXT: usize = 8_000;

/// Reads values and gathers what is wrong with them.
pub(crate) struct Reader {
    pub(crate) findings: Vec<Finding>,
    unreadable: CodeInfo,
    invalid: CodeInfo,
}

impl Reader {
    pub(crate) fn pacts() -> Reader {
        Reader { findings: Vec::new(), unreadable: PACTS_UNREADABLE, invalid: PACTS_INVALID }
    }

    pub(crate) fn pledge() -> Reader {
        Reader { findings: Vec::new(), unreadable: PLEDGE_UNREADABLE, invalid: PLEDGE_INVALID }
    }

    pub(crate) fn story() -> Reader {
        Reader { findings: Vec::new(), unreadable: STORY_UNREADABLE, invalid: STORY_INVALID }
    }

    pub(crate) fn tree(&mut self, path: &str, text: &str) -> Option<Node> {
        match actlas_yaml::parse(text) {
            Ok(mut documents) if documents.len() == 1 => documents.pop(),
            Ok(documents) => {
                let says = format!("the file holds {} documents instead of one", documents.len());
                self.findings.push(Finding::new(self.unreadable, Place::file(path), says));
                None
            }
            Err(error) => {
                let place = Place::file(path).line(error.at.line);
                self.findings.push(Finding::new(self.unreadable, place, error.message));
                None
            }
        }
    }

    pub(crate) fn wrong(&mut self, path: &str, at: Position, says: impl Into<String>) {
        let place = Place::file(path).line(at.line);
        self.findings.push(Finding::new(self.invalid, place, says));
    }

    /// The line of a key; where the map has no such key, its own.
    pub(crate) fn line_of(node: &Node, key: &str) -> u64 {
        Reader::at(node, key).line
    }

    fn at(node: &Node, key: &str) -> Position {
        let mut entries = node.map().unwrap_or_default().iter();
        entries.find(|(name, _)| name.text() == Some(key)).map_or(node.at, |(name, _)| name.at)
    }

    fn wrong_under(&mut self, path: &str, node: &Node, key: &str, says: impl Into<String>) {
        self.wrong(path, Reader::at(node, key), says);
    }

    /// Says so unless the file is of a format this version reads.
    pub(crate) fn format(&mut self, path: &str, tree: &Node) {
        let format = self.required(path, tree, "format");
        if format != "1" {
            let says = format!("format `{format}` is not known; this version reads 1");
            self.wrong_under(path, tree, "format", says);
        }
    }

    /// The entries of a list under a key; an absent key is an empty list.
    pub(crate) fn entries<'a>(&mut self, path: &str, node: &'a Node, key: &str) -> &'a [Node] {
        let Some(value) = node.get(key).filter(|value| !value.is_null()) else { return &[] };
        match value.list() {
            Some(list) => list,
            None => {
                self.wrong(path, value.at, format!("`{key}` must be a list"));
                &[]
            }
        }
    }

    /// A list of texts under a key.
    pub(crate) fn texts(&mut self, path: &str, node: &Node, key: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for entry in self.entries(path, node, key) {
            match entry.text() {
                Some(text) => texts.push(self.bounded(path, entry, text)),
                None => self.wrong(path, entry.at, format!("`{key}` must be a list of texts")),
            }
        }
        texts
    }

    /// The text under a key; an absent key is empty.
    pub(crate) fn text(&mut self, path: &str, node: &Node, key: &str) -> String {
        let Some(value) = node.get(key).filter(|value| !value.is_null()) else {
            return String::new();
        };
        match value.text() {
            Some(text) => self.bounded(path, value, text),
            None => {
                self.wrong(path, value.at, format!("`{key}` must be text"));
                String::new()
            }
        }
    }

    fn bounded(&mut self, path: &str, node: &Node, text: &str) -> String {
        let text = text.trim();
        if text.len() > MAX_TEXT {
            let says = format!("a text is longer than {MAX_TEXT} bytes and was cut");
            self.wrong(path, node.at, says);
            return text.chars().take(MAX_TEXT / 4).collect();
        }
        text.to_owned()
    }

    /// The text under a key that must be there.
    pub(crate) fn required(&mut self, path: &str, node: &Node, key: &str) -> String {
        let text = self.text(path, node, key);
        if text.is_empty() {
            self.wrong_under(path, node, key, format!("`{key}` is missing"));
        }
        text
    }

    /// The date under a key, if there is one.
    pub(crate) fn when(&mut self, path: &str, node: &Node, key: &str) -> Option<When> {
        let text = self.text(path, node, key);
        if text.is_empty() {
            return None;
        }
        let when = When::parse(&text);
        if when.is_none() {
            self.wrong_under(path, node, key, format!("`{key}` must be a date, not `{text}`"));
        }
        when
    }

    /// One of some words under a key.
    pub(crate) fn word<T>(
        &mut self,
        path: &str,
        node: &Node,
        key: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(path, node, key);
        let found = parse(&text);
        if found.is_none() {
            self.wrong_under(path, node, key, format!("`{key}` cannot be `{text}`"));
        }
        found
    }

    /// Where a node was read.
    pub(crate) fn source(&mut self, path: &str, node: &Node) -> SourceRef {
        SourceRef {
            url: self.address(path, node, "source"),
            title: self.text(path, node, "source_title"),
            language: self.text(path, node, "language"),
        }
    }

    /// An address of the web; anything else under the key is a finding.
    pub(crate) fn address(&mut self, path: &str, node: &Node, key: &str) -> String {
        let text = self.text(path, node, key);
        if !text.is_empty() && !is_address(&text) {
            self.wrong_under(
                path,
                node,
                key,
                format!("`{key}` must start with http:// or https://"),
            );
            return String::new();
        }
        text
    }

    /// Names keys that the format does not know, so that a slip of the pen is not silently ignored.
    pub(crate) fn only(&mut self, path: &str, node: &Node, keys: &[&str]) {
        let Some(entries) = node.map() else {
            self.wrong(path, node.at, "this must be a map of keys and values");
            return;
        };
        for (key, _) in entries {
            let name = key.text().unwrap_or_default();
            if !keys.contains(&name) {
                self.wrong(path, key.at, format!("unknown key `{name}`"));
            }
        }
    }
}

/// Whether a text is an address that a page may link to.
pub(crate) fn is_address(text: &str) -> bool {
    let web = text.starts_with("https://") || text.starts_with("http://");
    web && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"".contains(c))
}
