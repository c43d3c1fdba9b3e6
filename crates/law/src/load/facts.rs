use actlas_facts::{Bundle, Entity, Fact, FactIx, Kind, Knowledge, OptionDef, Raw, Unit};
use actlas_yaml::{Node, Plain, Value};

use super::Loader;

const KEYS: &[&str] = &[
    "id",
    "of",
    "kind",
    "question",
    "help",
    "options",
    "unit",
    "known_by",
    "assessed",
    "shared",
    "context",
    "of_other_uses",
];

impl Loader {
    pub(super) fn facts(&mut self, path: &str, tree: Option<&Node>) {
        for node in self.entries(path, tree, "facts") {
            self.only(path, node, KEYS);
            let of = match self.required(path, node, "of").as_str() {
                "system" => Entity::System,
                "use" => Entity::Use,
                "actor" => Entity::Actor,
                "model" => Entity::Model,
                other => {
                    self.wrong(path, node.at, format!("`of` cannot be `{other}`"));
                    continue;
                }
            };
            let kind = match self.text(path, node, "kind").as_str() {
                "" | "yes-no" => Kind::YesNo,
                "choice" => Kind::Choice(self.options(path, node)),
                "set" => Kind::Set(self.options(path, node)),
                "number" => Kind::Number(self.unit(path, node)),
                "date" => Kind::Date,
                other => {
                    self.wrong(path, node.at, format!("`kind` cannot be `{other}`"));
                    continue;
                }
            };
            let known_by = self.entries(path, Some(node), "known_by");
            let of_other_uses = self.of_other_uses(path, node, of, &kind);
            let fact = Fact {
                id: self.required(path, node, "id"),
                question: self.required(path, node, "question"),
                help: self.text(path, node, "help"),
                kind,
                of,
                known_by: known_by.iter().filter_map(Node::text).map(str::to_owned).collect(),
                assessed: self.flag(path, node, "assessed"),
                shared: self.flag(path, node, "shared"),
                context: self.flag(path, node, "context"),
                of_other_uses,
            };
            if let Err(error) = self.vocabulary.add(fact) {
                self.wrong(path, node.at, error.to_string());
            }
        }
    }

    /// The fact, defined before, that a fact tells of the other uses.
    fn of_other_uses(
        &mut self,
        path: &str,
        node: &Node,
        of: Entity,
        kind: &Kind,
    ) -> Option<FactIx> {
        let id = node.get("of_other_uses").and_then(Node::text)?;
        let other = self.fact(path, node, id)?;
        let is_of_use = |fact: &Fact| fact.of == Entity::Use && fact.kind == Kind::YesNo;
        let fits = self.vocabulary.get(other).is_some_and(is_of_use);
        if !fits || of != Entity::Use || *kind != Kind::YesNo {
            self.wrong(path, node.at, "`of_other_uses` joins yes/no facts of a use");
            return None;
        }
        Some(other)
    }

    fn options(&mut self, path: &str, node: &Node) -> Vec<OptionDef> {
        let Some(entries) = node.get("options").and_then(Node::map) else {
            self.wrong(path, node.at, "`options` must be a map of ids to labels");
            return Vec::new();
        };
        let option = |(id, label): &(Node, Node)| {
            Some(OptionDef { id: id.text()?.to_owned(), label: label.text()?.trim().to_owned() })
        };
        entries.iter().filter_map(option).collect()
    }

    fn unit(&mut self, path: &str, node: &Node) -> Unit {
        let Some(unit) = node.get("unit") else {
            self.wrong(path, node.at, "`unit` is missing");
            return Unit { symbol: String::new(), spellings: Vec::new() };
        };
        let spellings = unit.get("spellings").and_then(Node::map).unwrap_or_default();
        let spelling = |(spelling, power): &(Node, Node)| {
            Some((spelling.text()?.to_owned(), power.text()?.parse().ok()?))
        };
        Unit {
            symbol: self.required(path, unit, "symbol"),
            spellings: spellings.iter().filter_map(spelling).collect(),
        }
    }

    pub(super) fn bundles(&mut self, path: &str, tree: Option<&Node>) {
        for node in self.entries(path, tree, "bundles") {
            self.only(path, node, &["id", "question", "help", "none"]);
            let mut none = Vec::new();
            for entry in self.entries(path, Some(node), "none") {
                none.extend(self.none_of(path, entry));
            }
            let bundle = Bundle {
                id: self.required(path, node, "id"),
                question: self.required(path, node, "question"),
                help: self.text(path, node, "help"),
                none,
            };
            self.vocabulary.add_bundle(bundle);
        }
    }

    /// `fact` (its "no" or empty set) or `fact: value`.
    fn none_of(&mut self, path: &str, entry: &Node) -> Option<(FactIx, Knowledge)> {
        if let Some([(id, value)]) = entry.map() {
            return self.said(path, id, value);
        }
        let fact = self.fact(path, entry, entry.text().unwrap_or_default())?;
        let none = self.vocabulary.get(fact).and_then(|fact| Knowledge::none(&fact.kind));
        if none.is_none() {
            self.wrong(path, entry.at, "a choice, number or date has no `none`; give a value");
        }
        Some((fact, none?))
    }

    pub(super) fn fact(&mut self, path: &str, at: &Node, id: &str) -> Option<FactIx> {
        let fact = self.vocabulary.find(id);
        if fact.is_none() {
            let hint = match self.vocabulary.nearest(id) {
                Some(near) => format!("; is `{near}` meant?"),
                None => String::new(),
            };
            self.unknown(path, at.at, format!("no fact `{id}`{hint}"));
        }
        fact
    }

    /// A fact and what is said about it, as `id: value`.
    pub(super) fn said(
        &mut self,
        path: &str,
        id: &Node,
        value: &Node,
    ) -> Option<(FactIx, Knowledge)> {
        let ix = self.fact(path, id, id.text().unwrap_or_default())?;
        let json = to_json(value);
        let read = self.vocabulary.get(ix)?.read(Raw::Json(&json));
        match read {
            Ok(knowledge) => Some((ix, knowledge)),
            Err(error) => {
                self.wrong(path, value.at, error.to_string());
                None
            }
        }
    }
}

/// The JSON that a value in YAML stands for. Numbers stay text: a fact reads its own digits.
pub(crate) fn to_json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Scalar(_, Plain::Yes) if node.is_null() => serde_json::Value::Null,
        Value::Scalar(text, Plain::Yes) if text == "true" => true.into(),
        Value::Scalar(text, Plain::Yes) if text == "false" => false.into(),
        Value::Scalar(text, _) => text.as_str().into(),
        Value::List(nodes) => nodes.iter().map(to_json).collect(),
        Value::Map(entries) => {
            let entry = |(key, value): &(Node, Node)| {
                (key.text().unwrap_or_default().to_owned(), to_json(value))
            };
            serde_json::Value::Object(entries.iter().map(entry).collect())
        }
    }
}
