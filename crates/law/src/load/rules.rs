use actlas_facts::{Kind, OptionIx, parse_date};
use actlas_files::{Digest as _, Sha256};
use actlas_logic::Decimal;
use actlas_yaml::Node;

use super::Loader;
use crate::calendar::Provision;
use crate::cite::Citation;
use crate::compute::Compute;
use crate::model::{
    Condition, ConditionNode, Cut, FactTest, Legacy, LegacyScope, MayBe, Pack, Placing, PointKind,
    ReadingIx, Review, Rule, RuleFile, RuleIx, RuleVersion, StartsWith, Until, Untranslated,
};

const RULE_KEYS: &[&str] = &[
    "id",
    "title",
    "point",
    "label",
    "area",
    "section",
    "class",
    "of",
    "conclusion",
    "opened_by",
    "asked_with",
    "starts",
    "legacy",
    "says",
    "cite",
    "when",
    "unless",
    "versions",
];
const VERSION_KEYS: &[&str] = &["by", "item", "says", "when", "unless", "deleted"];

impl Loader {
    /// Gives every rule its number before any condition is read, so that rules may refer to rules of
    /// later files.
    pub(super) fn name_rules(&mut self, path: &str, tree: Option<&Node>) {
        for node in self.entries(path, tree, "rules") {
            let id = self.required(path, node, "id");
            let next = RuleIx(self.rules.len());
            if self.rules.insert(id.clone(), next).is_some() {
                self.wrong(path, node.at, format!("rule `{id}` stands here a second time"));
            }
        }
    }

    pub(super) fn rule_file(
        &mut self,
        path: &str,
        text: &str,
        tree: Option<&Node>,
        pack: &mut Pack,
    ) {
        let Some(tree) = tree else { return };
        self.only(path, tree, &["title", "reviewed", "rules", "untranslated"]);
        let mut rules = Vec::new();
        for node in self.entries(path, Some(tree), "rules") {
            rules.push(RuleIx(pack.rules.len()));
            let rule = self.rule(path, node);
            pack.rules.push(rule);
        }
        let mut untranslated = Vec::new();
        for node in self.entries(path, Some(tree), "untranslated") {
            let provision = self.required(path, node, "provision");
            match Citation::parse(&provision) {
                Some(provision) => {
                    let why = self.required(path, node, "why");
                    untranslated.push(Untranslated { provision, why });
                }
                None => self.wrong(path, node.at, format!("`{provision}` is not a citation")),
            }
        }
        let mut reviewed = Vec::new();
        for node in self.entries(path, Some(tree), "reviewed") {
            reviewed.push(Review {
                by: self.required(path, node, "by"),
                on: self.required(path, node, "on"),
                of: self.required(path, node, "of"),
            });
        }
        pack.files.push(RuleFile {
            path: path.to_owned(),
            title: self.required(path, tree, "title"),
            reviewed,
            hash: hash_without_reviews(text),
            rules,
            untranslated,
        });
    }

    fn rule(&mut self, path: &str, node: &Node) -> Rule {
        self.only(path, node, RULE_KEYS);
        let kind = |loader: &mut Loader, key: &str| match loader.text(path, node, key).as_str() {
            "" => None,
            "system" => Some(PointKind::System),
            "model" => Some(PointKind::Model),
            other => {
                loader.wrong(path, node.at, format!("`{key}` cannot be `{other}`"));
                None
            }
        };
        let point = kind(self, "point");
        let class = self.text(path, node, "class");
        let class = match (class.is_empty(), kind(self, "of")) {
            (true, _) => None,
            (false, of) => Some((class, of.unwrap_or(PointKind::System))),
        };
        let says = self.text(path, node, "says");
        let mut versions = Vec::new();
        match node.get("versions") {
            Some(_) => {
                for version in self.entries(path, Some(node), "versions") {
                    versions.push(self.version(path, version, &says));
                }
            }
            None => {
                let at = self.spot(path, node.at);
                let when = self.when(path, node);
                let by = crate::model::ActIx(0);
                versions.push(RuleVersion { by, item: None, says: says.clone(), when, at });
            }
        }
        Rule {
            id: self.required(path, node, "id"),
            title: self.required(path, node, "title"),
            label: self.text(path, node, "label"),
            point,
            class,
            conclusion: self.flag(path, node, "conclusion"),
            opened_by: self.named(path, node, "opened_by"),
            asked_with: self.named(path, node, "asked_with"),
            area: self.text(path, node, "area"),
            section: self.text(path, node, "section"),
            starts: self.starts(path, node),
            legacy: self.legacy(path, node),
            cite: self.cite(path, node).unwrap_or_else(nowhere),
            versions,
            at: self.spot(path, node.at),
        }
    }

    fn version(&mut self, path: &str, node: &Node, says: &str) -> RuleVersion {
        self.only(path, node, VERSION_KEYS);
        let own = self.text(path, node, "says");
        let deleted = self.flag(path, node, "deleted");
        let item = self.text(path, node, "item");
        RuleVersion {
            by: self.act(path, node, "by"),
            item: item.parse().ok(),
            says: if own.is_empty() { says.to_owned() } else { own },
            when: if deleted { None } else { self.when(path, node) },
            at: self.spot(path, node.at),
        }
    }

    fn when(&mut self, path: &str, node: &Node) -> Option<Condition> {
        let Some(when) = node.get("when") else {
            self.wrong(path, node.at, "`when` is missing");
            return None;
        };
        let base = self.condition(path, when)?;
        let exceptions = self.conditions(path, node, "unless");
        Some(self.unless(path, node, base, exceptions))
    }

    fn made(&mut self, path: &str, node: &Node, made: ConditionNode) -> Condition {
        self.conditions += 1;
        Condition { id: self.conditions, node: made, at: self.spot(path, node.at) }
    }

    fn unless(
        &mut self,
        path: &str,
        node: &Node,
        base: Condition,
        except: Vec<Condition>,
    ) -> Condition {
        if except.is_empty() {
            return base;
        }
        self.made(path, node, ConditionNode::Unless(Box::new(base), except))
    }

    fn conditions(&mut self, path: &str, node: &Node, key: &str) -> Vec<Condition> {
        let entries = self.entries(path, Some(node), key);
        entries.iter().filter_map(|entry| self.condition(path, entry)).collect()
    }

    pub(super) fn condition(&mut self, path: &str, node: &Node) -> Option<Condition> {
        let Some(entries) = node.map() else {
            self.wrong(path, node.at, "a condition must be a map");
            return None;
        };
        let name = entries.first().and_then(|(key, _)| key.text()).unwrap_or_default();
        let (made, keys): (ConditionNode, &[&str]) = match name {
            "all" => (ConditionNode::All(self.conditions(path, node, "all")), &["all", "unless"]),
            "any" => (ConditionNode::Any(self.conditions(path, node, "any")), &["any", "unless"]),
            "none" => {
                (ConditionNode::None(self.conditions(path, node, "none")), &["none", "unless"])
            }
            "at_least" => {
                let n = self.text(path, node, "at_least").parse();
                let Ok(n) = n else {
                    self.wrong(path, node.at, "`at_least` must be a whole number");
                    return None;
                };
                let of = self.conditions(path, node, "of");
                (ConditionNode::AtLeast(n, of), &["at_least", "of", "unless"])
            }
            "not" => {
                let part = self.condition(path, node.get("not")?)?;
                (ConditionNode::Not(Box::new(part)), &["not"])
            }
            "fact" => (
                self.fact_leaf(path, node)?,
                &[
                    "fact", "is", "has", "has_any", "above", "at_least", "before", "from", "until",
                    "cite",
                ],
            ),
            "rule" => (self.rule_leaf(path, node)?, &["rule", "cite"]),
            "may_be" => (self.role_leaf(path, node)?, &["may_be", "unless_stated", "cite"]),
            "said_to_be" => {
                let role = self.role(path, node, "said_to_be")?;
                (ConditionNode::SaidToBe(role, self.cite(path, node)?), &["said_to_be", "cite"])
            }
            "unstated" => (self.unstated_leaf(path, node)?, &["unstated", "cite"]),
            "compute" => (self.compute_leaf(path, node)?, &["compute", "cite"]),
            "begun" => {
                let provision = self.provision(path, node, "begun")?;
                (ConditionNode::Begun(provision, self.cite(path, node)?), &["begun", "cite"])
            }
            "always" | "never" => {
                let cite = self.cite(path, node)?;
                (ConditionNode::Constant(name == "always", cite), &["always", "never", "cite"])
            }
            "reading" => {
                let made = self.reading_node(path, node)?;
                self.findings_for_exceptions(path, node);
                return Some(self.made(path, node, made));
            }
            other => {
                self.wrong(path, node.at, format!("a condition cannot start with `{other}`"));
                return None;
            }
        };
        self.only(path, node, keys);
        let base = self.made(path, node, made);
        let exceptions = self.conditions(path, node, "unless");
        Some(self.unless(path, node, base, exceptions))
    }

    fn findings_for_exceptions(&mut self, path: &str, node: &Node) {
        if node.get("unless").is_some() {
            self.wrong(path, node.at, "put `unless` into the alternatives of a reading");
        }
    }

    pub(super) fn fact_leaf(&mut self, path: &str, node: &Node) -> Option<ConditionNode> {
        let id = self.text(path, node, "fact");
        let fact = self.fact(path, node, &id)?;
        let kind = self.vocabulary.get(fact)?.kind.clone();
        let test = self.fact_test(path, node, &kind)?;
        Some(ConditionNode::Fact(fact, test, self.cite(path, node)?))
    }

    fn fact_test(&mut self, path: &str, node: &Node, kind: &Kind) -> Option<FactTest> {
        let option = |loader: &mut Loader, word: &str| {
            let at = kind.options().iter().position(|option| option.id == word);
            if at.is_none() {
                loader.unknown(path, node.at, format!("no option `{word}`"));
            }
            at.map(|at| OptionIx(at as u8))
        };
        let number = |loader: &mut Loader, key: &str| {
            let text = loader.text(path, node, key);
            let number = text.parse::<Decimal>().ok();
            if number.is_none() {
                loader.wrong(path, node.at, format!("`{key}` must be a number, not `{text}`"));
            }
            number
        };
        match kind {
            Kind::YesNo => Some(FactTest::Yes),
            Kind::Choice(_) => {
                let word = self.required(path, node, "is");
                option(self, &word).map(FactTest::Is)
            }
            Kind::Set(_) => {
                let one = self.text(path, node, "has");
                let words: Vec<String> = match one.is_empty() {
                    false => vec![one],
                    true => {
                        let list = self.entries(path, Some(node), "has_any");
                        list.iter().filter_map(Node::text).map(str::to_owned).collect()
                    }
                };
                if words.is_empty() {
                    self.wrong(path, node.at, "a set is asked with `has` or `has_any`");
                    return None;
                }
                let members: Option<Vec<OptionIx>> =
                    words.iter().map(|word| option(self, word)).collect();
                members.map(FactTest::HasAny)
            }
            Kind::Number(_) if node.get("above").is_some() => {
                number(self, "above").map(FactTest::Above)
            }
            Kind::Number(_) => number(self, "at_least").map(FactTest::AtLeast),
            Kind::Date => {
                let cut = |loader: &mut Loader, key: &str| {
                    let text = loader.text(path, node, key);
                    match (text.as_str(), parse_date(&text)) {
                        ("start", _) => Some(Cut::Start),
                        (_, Some((first, last))) if first == last => Some(Cut::Day(first)),
                        _ => {
                            let says = format!("`{key}` must be a day or `start`, not `{text}`");
                            loader.wrong(path, node.at, says);
                            None
                        }
                    }
                };
                if node.get("before").is_some() {
                    return cut(self, "before").map(FactTest::Before);
                }
                if self.text(path, node, "until") != "asked" {
                    self.wrong(
                        path,
                        node.at,
                        "a day is asked with `before`, or `from` and `until: asked`",
                    );
                }
                cut(self, "from").map(FactTest::FromUntilAsked)
            }
        }
    }

    fn named(&mut self, path: &str, node: &Node, key: &str) -> Vec<RuleIx> {
        let mut rules = Vec::new();
        for entry in self.entries(path, Some(node), key) {
            let id = entry.text().unwrap_or_default();
            match self.rules.get(id) {
                Some(rule) => rules.push(*rule),
                None => self.unknown(path, entry.at, format!("no rule `{id}`")),
            }
        }
        rules
    }

    fn rule_leaf(&mut self, path: &str, node: &Node) -> Option<ConditionNode> {
        let id = self.text(path, node, "rule");
        let rule = self.rules.get(&id).copied();
        if rule.is_none() {
            self.unknown(path, node.at, format!("no rule `{id}`"));
        }
        Some(ConditionNode::Rule(rule?, self.cite(path, node)?))
    }

    fn role(&mut self, path: &str, node: &Node, key: &str) -> Option<OptionIx> {
        let word = self.text(path, node, key);
        let roles = self.vocabulary.find("actor_role").and_then(|fact| self.vocabulary.get(fact));
        let at = roles.and_then(|fact| fact.kind.options().iter().position(|role| role.id == word));
        if at.is_none() {
            self.unknown(path, node.at, format!("no role `{word}` in the fact `actor_role`"));
        }
        Some(OptionIx(at? as u8))
    }

    fn role_leaf(&mut self, path: &str, node: &Node) -> Option<ConditionNode> {
        let role = self.role(path, node, "may_be");
        let bar = match node.get("unless_stated") {
            Some(_) => {
                let id = self.text(path, node, "unless_stated");
                let fact = self.vocabulary.find(&id);
                if fact.is_none() {
                    self.unknown(path, node.at, format!("no fact `{id}`"));
                }
                Some(fact?)
            }
            None => None,
        };
        let may = MayBe { role: role?, unless_stated: bar };
        Some(ConditionNode::MayBe(may, self.cite(path, node)?))
    }

    fn unstated_leaf(&mut self, path: &str, node: &Node) -> Option<ConditionNode> {
        let id = self.text(path, node, "unstated");
        let fact = self.vocabulary.find(&id);
        let kind = fact.and_then(|ix| self.vocabulary.get(ix)).map(|fact| &fact.kind);
        match kind {
            None => self.unknown(path, node.at, format!("no fact `{id}`")),
            Some(Kind::YesNo | Kind::Date) => {}
            Some(_) => self.wrong(path, node.at, "only yes/no facts and days can be `unstated`"),
        }
        Some(ConditionNode::Unstated(fact?, self.cite(path, node)?))
    }

    fn compute_leaf(&mut self, path: &str, node: &Node) -> Option<ConditionNode> {
        let name = self.text(path, node, "compute");
        let compute = Compute::named(&name, &self.vocabulary);
        if compute.is_none() {
            self.unknown(
                path,
                node.at,
                format!("no calculation `{name}`, or a fact it reads is missing"),
            );
        }
        Some(ConditionNode::Compute(compute?, self.cite(path, node)?))
    }

    fn reading_node(&mut self, path: &str, node: &Node) -> Option<ConditionNode> {
        let id = self.text(path, node, "reading");
        let Some((at, alternatives)) = self.readings.get(&id).cloned() else {
            self.unknown(path, node.at, format!("no contested question `{id}` in readings.yaml"));
            return None;
        };
        let mut made = Vec::new();
        for (number, alternative) in alternatives.iter().enumerate() {
            match node.get(alternative) {
                Some(condition) => {
                    made.extend(self.condition(path, condition).map(|made| (number, made)));
                }
                None => {
                    self.wrong(path, node.at, format!("alternative `{alternative}` is missing"))
                }
            }
        }
        let keys: Vec<&str> =
            std::iter::once("reading").chain(alternatives.iter().map(String::as_str)).collect();
        self.only(path, node, &keys);
        (!made.is_empty()).then_some(ConditionNode::Reading(ReadingIx(at), made))
    }

    pub(super) fn provision(&mut self, path: &str, node: &Node, key: &str) -> Option<Provision> {
        let text = self.required(path, node, key);
        let provision = Provision::parse(&text);
        if provision.is_none() {
            self.wrong(path, node.at, format!("`{text}` is not a provision such as art.6(1)"));
        }
        provision
    }

    fn starts(&mut self, path: &str, node: &Node) -> Option<StartsWith> {
        let starts = node.get("starts")?;
        self.only(path, starts, &["provision", "route", "before_placing"]);
        let route = self.text(path, starts, "route");
        Some(StartsWith {
            provision: self.provision(path, starts, "provision")?,
            route: (!route.is_empty()).then_some(route),
            placing: match self.flag(path, starts, "before_placing") {
                true => Placing::NotAwaited,
                false => Placing::Awaited,
            },
        })
    }

    fn legacy(&mut self, path: &str, node: &Node) -> Option<Legacy> {
        let legacy = node.get("legacy")?;
        self.only(path, legacy, &["routes", "provisions", "points", "until", "unless"]);
        let words = |loader: &mut Loader, key: &str| -> Vec<String> {
            let entries = loader.entries(path, Some(legacy), key);
            entries.iter().filter_map(Node::text).map(str::to_owned).collect()
        };
        let (routes, provisions, points) =
            (words(self, "routes"), words(self, "provisions"), words(self, "points"));
        let of = if !routes.is_empty() {
            LegacyScope::Routes(routes)
        } else if !provisions.is_empty() {
            LegacyScope::Provisions(
                provisions.iter().filter_map(|at| Provision::parse(at)).collect(),
            )
        } else {
            LegacyScope::Points(points)
        };
        let until = match self.text(path, legacy, "until").as_str() {
            "significant-change" => Until::SignificantChange,
            _ => Until::Day(self.day(path, legacy, "until")?),
        };
        let unless = self.rule_at(path, legacy, "unless");
        Some(Legacy { of, until, unless })
    }
}

/// A citation to stand in for one that could not be read; the finding has been made.
fn nowhere() -> Citation {
    Citation::default()
}

/// The hash of a file without its `reviewed` entry: a signature must not change what it signs.
fn hash_without_reviews(text: &str) -> String {
    let mut hash = Sha256::new();
    let mut in_reviews = false;
    for line in text.lines() {
        let top_level = !line.starts_with([' ', '-', '#']) && !line.is_empty();
        if top_level {
            in_reviews = line.starts_with("reviewed:");
        }
        if !in_reviews {
            hash.update(line);
            hash.update("\n");
        }
    }
    actlas_files::labelled(hash)
}
