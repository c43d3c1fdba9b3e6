use actlas_facts::FactIx;
use actlas_yaml::Node;

use super::Loader;
use crate::model::{ActIx, Condition, Pack, PointKind};
use crate::paper::{Enough, Field, Interval, Known, Paper, PaperNote, Section};

const FIELD_KEYS: &[&str] = &[
    "id", "text", "cite", "by", "until", "item", "when", "but", "known", "facts", "ask",
    "complete", "unsure",
];

impl Loader {
    pub(super) fn paper(&mut self, path: &str, tree: Option<&Node>, pack: &mut Pack) {
        let Some(tree) = tree else { return };
        let keys = ["id", "title", "of", "who", "cite", "duty", "notes", "sections"];
        self.only(path, tree, &keys);
        let word = self.required(path, tree, "duty");
        let duty = pack.duty(&word);
        if duty.is_none() {
            self.unknown(path, tree.at, format!("no duty `{word}`"));
        }
        let of = match self.required(path, tree, "of").as_str() {
            "model" => Some(PointKind::Model),
            "system" => Some(PointKind::System),
            "any" => None,
            other => {
                self.wrong(
                    path,
                    tree.at,
                    format!("`of` must be system, model or any, not `{other}`"),
                );
                None
            }
        };
        let notes = self.entries(path, Some(tree), "notes");
        let notes = notes.iter().filter_map(|node| self.paper_note(path, node)).collect();
        let sections = self.entries(path, Some(tree), "sections");
        let sections = sections.iter().filter_map(|node| self.section(path, node)).collect();
        let (Some(cite), Some(duty)) = (self.cite(path, tree), duty) else { return };
        pack.papers.push(Paper {
            id: self.required(path, tree, "id"),
            title: self.required(path, tree, "title"),
            of,
            who: self.required(path, tree, "who"),
            cite,
            duty,
            notes,
            sections,
            at: self.spot(path, tree.at),
        });
    }

    fn interval(&mut self, path: &str, node: &Node) -> Interval {
        let act = |loader: &mut Self, key: &str| node.get(key).map(|_| loader.act(path, node, key));
        Interval {
            by: act(self, "by").unwrap_or(ActIx(0)),
            until: act(self, "until"),
            item: self.text(path, node, "item").parse().ok(),
        }
    }

    fn paper_note(&mut self, path: &str, node: &Node) -> Option<PaperNote> {
        self.only(path, node, &["by", "until", "item", "cite", "says", "unsure"]);
        Some(PaperNote {
            interval: self.interval(path, node),
            cite: self.cite(path, node)?,
            says: self.required(path, node, "says"),
            unsure: self.text(path, node, "unsure"),
        })
    }

    fn section(&mut self, path: &str, node: &Node) -> Option<Section> {
        self.only(path, node, &["title", "cite", "fields"]);
        let fields = self.entries(path, Some(node), "fields");
        Some(Section {
            title: self.required(path, node, "title"),
            cite: self.cite(path, node)?,
            fields: fields.iter().filter_map(|field| self.field(path, field)).collect(),
        })
    }

    fn field(&mut self, path: &str, node: &Node) -> Option<Field> {
        self.only(path, node, FIELD_KEYS);
        let known = self.words(path, node, "known");
        let known = known.iter().filter_map(|word| {
            let known = Known::parse(word);
            if known.is_none() {
                self.unknown(path, node.at, format!("records hold no `{word}`"));
            }
            known
        });
        let known = known.collect();
        Some(Field {
            id: self.required(path, node, "id"),
            text: self.required(path, node, "text"),
            cite: self.cite(path, node)?,
            interval: self.interval(path, node),
            when: self.condition_at(path, node, "when"),
            but: self.condition_at(path, node, "but"),
            known,
            facts: self.facts_named(path, node),
            ask: self.required(path, node, "ask"),
            enough: match self.flag(path, node, "complete") {
                true => Enough::CanBe,
                false => Enough::Never,
            },
            unsure: self.text(path, node, "unsure"),
            at: self.spot(path, node.at),
        })
    }

    fn condition_at(&mut self, path: &str, node: &Node, key: &str) -> Option<Condition> {
        let node = node.get(key)?;
        self.condition(path, node)
    }

    fn facts_named(&mut self, path: &str, node: &Node) -> Vec<FactIx> {
        let mut facts = Vec::new();
        for id in self.words(path, node, "facts") {
            match self.vocabulary.find(&id) {
                Some(fact) => facts.push(fact),
                None => self.unknown(path, node.at, format!("no fact `{id}`")),
            }
        }
        facts
    }
}
