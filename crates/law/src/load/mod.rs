//! From files to a pack. Loading never stops at the first error: it returns what it understood and
//! findings with file and line for the rest.

mod authorities;
mod duties;
mod facts;
mod families;
mod follows;
mod misfits;
mod papers;
mod rest;
mod rules;

pub(crate) use facts::to_json;

use std::collections::BTreeMap;

use actlas_facts::{Code, CodeInfo, Date, Finding, Place, Severity, Vocabulary, parse_date};
use actlas_yaml::{Node, Position};

use crate::cite::Citation;
use crate::lint::{uncited_leaf, unknown_id};
use crate::model::{ActIx, Pack, RuleIx, Spot};
use crate::source::PackFiles;

/// A file of the pack is not YAML.
pub const PACK_UNREADABLE: CodeInfo = CodeInfo {
    code: Code("pack-unreadable"),
    severity: Severity::Error,
    title: "a file of the pack is not valid YAML",
};
/// Something in the pack is not as the format says.
pub const PACK_INVALID: CodeInfo = CodeInfo {
    code: Code("pack-invalid"),
    severity: Severity::Error,
    title: "something in the pack is not as its format says",
};

/// What loading knows while it reads.
pub(crate) struct Loader {
    paths: Vec<String>,
    findings: Vec<Finding>,
    acts: BTreeMap<String, ActIx>,
    rules: BTreeMap<String, RuleIx>,
    readings: BTreeMap<String, (usize, Vec<String>)>,
    vocabulary: Vocabulary,
    conditions: usize,
}

impl Pack {
    /// Reads a pack. The findings name every error; a pack with errors is usable for what was
    /// understood, but must not be trusted.
    pub fn load(source: &PackFiles) -> (Pack, Vec<Finding>) {
        let mut loader = Loader {
            paths: source.files.keys().cloned().collect(),
            findings: Vec::new(),
            acts: BTreeMap::new(),
            rules: BTreeMap::new(),
            readings: BTreeMap::new(),
            vocabulary: Vocabulary::default(),
            conditions: 0,
        };
        let trees: BTreeMap<&str, Node> = source
            .files
            .iter()
            .filter(|(path, _)| path.ends_with(".yaml") && !path.starts_with("scenarios/"))
            .filter_map(|(path, text)| {
                let tree = loader.tree(path, text)?;
                let tree = match path.starts_with("rules/") {
                    true => loader.written_out(path, tree),
                    false => tree,
                };
                Some((path.as_str(), tree))
            })
            .collect();
        let folder = |name: &str| {
            let inside = move |path: &&str| path.starts_with(name);
            trees.keys().filter(move |path| inside(path)).copied().collect::<Vec<_>>()
        };
        let mut pack = loader.head(trees.get("pack.yaml"));
        pack.acts = loader.acts(trees.get("acts.yaml"));
        pack.amendments = loader.amendments(trees.get("amendments.yaml"));
        for path in folder("facts/") {
            loader.facts(path, trees.get(path));
        }
        for path in folder("facts/") {
            loader.bundles(path, trees.get(path));
        }
        for path in folder("facts/") {
            pack.follows.extend(loader.follows(path, trees.get(path)));
        }
        loader.no_chains(&pack.follows);
        pack.readings = loader.readings(trees.get("readings.yaml"));
        let rule_files = folder("rules/");
        for path in &rule_files {
            loader.name_rules(path, trees.get(path));
        }
        for path in &rule_files {
            let text = source.files.get(*path).map(String::as_str).unwrap_or_default();
            loader.rule_file(path, text, trees.get(path), &mut pack);
        }
        pack.misfits = loader.misfits("misfits.yaml", trees.get("misfits.yaml"));
        pack.application = loader.application(trees.get("application.yaml"));
        pack.annexes = loader.annexes(trees.get("application.yaml"));
        pack.milestones = loader.milestones(trees.get("milestones.yaml"));
        loader.triggers(trees.get("duties/triggers.yaml"), &mut pack);
        for path in folder("duties/").into_iter().filter(|path| *path != "duties/triggers.yaml") {
            loader.duty_file(path, trees.get(path), &mut pack);
        }
        loader.authorities(trees.get("authorities.yaml"), &mut pack);
        for path in folder("papers/") {
            loader.paper(path, trees.get(path), &mut pack);
        }
        for path in folder("assumptions/") {
            pack.assumptions.extend(loader.assumptions(path, trees.get(path)));
        }
        pack.paths = loader.paths;
        pack.vocabulary = loader.vocabulary;
        pack.hash = source.hash();
        (pack, loader.findings)
    }
}

impl Loader {
    fn tree(&mut self, path: &str, text: &str) -> Option<Node> {
        match actlas_yaml::parse(text) {
            Ok(mut documents) if documents.len() == 1 => documents.pop(),
            Ok(documents) => {
                let says = format!("the file holds {} documents instead of one", documents.len());
                self.findings.push(Finding::new(PACK_UNREADABLE, Place::file(path), says));
                None
            }
            Err(error) => {
                let place = Place::file(path).line(error.at.line);
                self.findings.push(Finding::new(PACK_UNREADABLE, place, error.message));
                None
            }
        }
    }

    fn wrong(&mut self, path: &str, at: Position, says: impl Into<String>) {
        let place = Place::file(path).line(at.line);
        self.findings.push(Finding::new(PACK_INVALID, place, says));
    }

    fn unknown(&mut self, path: &str, at: Position, says: impl Into<String>) {
        let place = Place::file(path).line(at.line);
        self.findings.push(Finding::new(unknown_id::CODE, place, says));
    }

    fn spot(&self, path: &str, at: Position) -> Spot {
        let file = self.paths.iter().position(|other| other == path).unwrap_or_default();
        Spot { file, line: at.line }
    }

    /// The entries of a list under a key; an absent key is an empty list.
    fn entries<'a>(&mut self, path: &str, node: Option<&'a Node>, key: &str) -> &'a [Node] {
        let Some(value) = node.and_then(|node| node.get(key)) else { return &[] };
        if value.is_null() {
            return &[];
        }
        match value.list() {
            Some(list) => list,
            None => {
                self.wrong(path, value.at, format!("`{key}` must be a list"));
                &[]
            }
        }
    }

    /// The text under a key; an absent key is empty.
    fn text(&mut self, path: &str, node: &Node, key: &str) -> String {
        match node.get(key) {
            None => String::new(),
            Some(value) => match value.text() {
                Some(text) => text.trim().to_owned(),
                None => {
                    self.wrong(path, value.at, format!("`{key}` must be text"));
                    String::new()
                }
            },
        }
    }

    /// The text under a key that must be there.
    fn required(&mut self, path: &str, node: &Node, key: &str) -> String {
        let text = self.text(path, node, key);
        if text.is_empty() {
            self.wrong(path, node.at, format!("`{key}` is missing"));
        }
        text
    }

    fn flag(&mut self, path: &str, node: &Node, key: &str) -> bool {
        match self.text(path, node, key).as_str() {
            "" | "false" | "no" => false,
            "true" | "yes" => true,
            other => {
                let says = format!("`{key}` must be true or false, not `{other}`");
                self.wrong(path, node.at, says);
                false
            }
        }
    }

    fn day(&mut self, path: &str, node: &Node, key: &str) -> Option<Date> {
        let text = self.required(path, node, key);
        match parse_date(&text) {
            Some((first, last)) if first == last => Some(first),
            _ => {
                self.wrong(path, node.at, format!("`{key}` must be a day, not `{text}`"));
                None
            }
        }
    }

    fn cite(&mut self, path: &str, node: &Node) -> Option<Citation> {
        let text = self.text(path, node, "cite");
        let cite = Citation::parse(&text);
        if cite.is_none() {
            let says = match text.is_empty() {
                true => "`cite` is missing".to_owned(),
                false => format!("`{text}` is not a citation"),
            };
            let place = Place::file(path).line(node.at.line);
            self.findings.push(Finding::new(uncited_leaf::CODE, place, says));
        }
        cite
    }

    fn act(&mut self, path: &str, node: &Node, key: &str) -> ActIx {
        let id = self.required(path, node, key);
        match self.acts.get(&id) {
            Some(act) => *act,
            None => {
                self.unknown(path, node.at, format!("no act `{id}` in acts.yaml"));
                ActIx(0)
            }
        }
    }

    /// Names keys that the format does not know, so that a slip of the pen is not silently ignored.
    fn only(&mut self, path: &str, node: &Node, keys: &[&str]) {
        for (key, _) in node.map().unwrap_or_default() {
            let name = key.text().unwrap_or_default();
            if !keys.contains(&name) {
                self.wrong(path, key.at, format!("unknown key `{name}`"));
            }
        }
    }
}

/// What is wrong with the pack after a change in one of its files.
#[cfg(test)]
fn wrong_after(file: &str, from: &str, to: &str) -> String {
    let mut files = PackFiles::embedded();
    let text = files.files.get_mut(file).unwrap();
    assert!(text.contains(from), "{from}");
    *text = text.replacen(from, to, 1);
    let words: Vec<String> = Pack::load(&files).1.iter().map(ToString::to_string).collect();
    words.join("\n")
}
