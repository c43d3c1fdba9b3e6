//! The examples of the Commission's guidelines, and how their words become facts.
//!
//! `scenarios/commission/examples.yaml` carries the examples in our own words; `phrases.yaml` maps
//! each phrase of theirs to facts, once for all examples; `beyond.yaml` adds what only the words of
//! one example say, with those words as the quote.

use std::collections::{BTreeMap, BTreeSet};

use actlas_facts::{FactIx, Finding, Knowledge, Place, Raw};
use actlas_logic::Truth;
use actlas_yaml::Node;

use super::{Assume, Expectation, Scenario, Source};
use crate::judge::Class;
use crate::load::{PACK_INVALID, PACK_UNREADABLE, to_json};
use crate::model::{Pack, PointKind, RuleIx, Spot};
use crate::source::PackFiles;

const EXAMPLES: &str = "scenarios/commission/examples.yaml";
const PHRASES: &str = "scenarios/commission/phrases.yaml";
const BEYOND: &str = "scenarios/commission/beyond.yaml";
const DISAGREEMENTS: &str = "scenarios/commission/disagreements.yaml";

/// One example, with what it should give.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its id.
    pub id: String,
    /// The provision it illustrates.
    pub provision: String,
    /// Where it stands in the guidelines.
    pub source: String,
    /// The example in our own words.
    pub text: String,
    /// Points that should be true.
    pub points: Vec<RuleIx>,
    /// Points that should be false.
    pub excluded: Vec<RuleIx>,
    /// The facts and the expectation on the class.
    pub scenario: Scenario,
}

/// The examples, the reasons for those that come out otherwise, and findings.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    /// The examples.
    pub list: Vec<Example>,
    /// Why an example comes out otherwise, by `id point`.
    pub reasons: BTreeMap<String, String>,
    /// What could not be read.
    pub findings: Vec<Finding>,
}

struct Reader<'a> {
    pack: &'a Pack,
    findings: Vec<Finding>,
}

/// What a phrase says, if it holds and if it does not.
#[derive(Default)]
struct Phrase {
    yes: Vec<(FactIx, Knowledge)>,
    no: Vec<(FactIx, Knowledge)>,
}

/// Reads the examples of a pack.
pub fn load(pack: &Pack, source: &PackFiles) -> Examples {
    let mut reader = Reader { pack, findings: Vec::new() };
    let Some(examples) = reader.tree(source, EXAMPLES) else { return Examples::default() };
    let phrases = reader.tree(source, PHRASES);
    let beyond = reader.tree(source, BEYOND);
    let disagreements = reader.tree(source, DISAGREEMENTS);

    let phrases = reader.phrases(phrases.as_ref());
    let mut beyond: BTreeMap<String, Node> = entries(beyond.as_ref(), "beyond")
        .iter()
        .filter_map(|(id, node)| Some((id.text()?.to_owned(), node.clone())))
        .collect();
    let mut used = BTreeSet::new();
    let nodes = examples.get("examples").and_then(Node::list).unwrap_or_default();
    let list = nodes
        .iter()
        .filter_map(|node| reader.example(node, &phrases, &mut used, &mut beyond))
        .collect();
    for phrase in phrases.keys().filter(|phrase| !used.contains(*phrase)) {
        reader.wrong(PHRASES, 0, format!("phrase `{phrase}` stands in no example"));
    }
    for id in beyond.keys() {
        reader.wrong(BEYOND, 0, format!("no example `{id}`"));
    }
    let reasons = entries(disagreements.as_ref(), "disagreements")
        .iter()
        .filter_map(|(id, why)| Some((id.text()?.to_owned(), why.text()?.to_owned())))
        .collect();
    Examples { list, reasons, findings: reader.findings }
}

fn entries<'a>(tree: Option<&'a Node>, key: &str) -> &'a [(Node, Node)] {
    tree.and_then(|tree| tree.get(key)).and_then(Node::map).unwrap_or_default()
}

impl Reader<'_> {
    fn wrong(&mut self, path: &str, line: u64, says: impl Into<String>) {
        let place = Place::file(path).line(line);
        self.findings.push(Finding::new(PACK_INVALID, place, says));
    }

    fn tree(&mut self, source: &PackFiles, path: &str) -> Option<Node> {
        match actlas_yaml::parse(source.files.get(path)?) {
            Ok(documents) => documents.into_iter().next(),
            Err(error) => {
                let place = Place::file(path).line(error.at.line);
                self.findings.push(Finding::new(PACK_UNREADABLE, place, error.message));
                None
            }
        }
    }

    /// `fact: value` entries.
    fn facts(&mut self, path: &str, node: Option<&Node>) -> Vec<(FactIx, Knowledge)> {
        let mut facts = Vec::new();
        for (id, value) in node.and_then(Node::map).unwrap_or_default() {
            let word = id.text().unwrap_or_default();
            let fact = self.pack.vocabulary.find(word);
            let read = fact.and_then(|fact| {
                let definition = self.pack.vocabulary.get(fact)?;
                definition.read(Raw::Json(&to_json(value))).ok().map(|says| (fact, says))
            });
            match read {
                Some(said) => facts.push(said),
                None => self.wrong(path, id.at.line, format!("`{word}` cannot be read")),
            }
        }
        facts
    }

    fn phrases(&mut self, tree: Option<&Node>) -> BTreeMap<String, Phrase> {
        let mut phrases = BTreeMap::new();
        for (name, node) in entries(tree, "phrases") {
            let phrase = Phrase {
                yes: self.facts(PHRASES, node.get("yes")),
                no: self.facts(PHRASES, node.get("no")),
            };
            phrases.insert(name.text().unwrap_or_default().to_owned(), phrase);
        }
        phrases
    }

    fn example(
        &mut self,
        node: &Node,
        phrases: &BTreeMap<String, Phrase>,
        used: &mut BTreeSet<String>,
        beyond: &mut BTreeMap<String, Node>,
    ) -> Option<Example> {
        let text = |key: &str| node.get(key).and_then(Node::text).unwrap_or_default().to_owned();
        let line = node.at.line;
        let id = text("id");
        let words = text("text");
        let points = self.points(node, "points")?;
        let excluded = self.points(node, "excluded")?;
        let expected = text("expected");
        let mut facts: Vec<(FactIx, Knowledge)> = Vec::new();
        for (phrase, holds) in node.get("phrases").and_then(Node::map).unwrap_or_default() {
            let name = phrase.text().unwrap_or_default();
            let Some(says) = phrases.get(name) else {
                self.wrong(EXAMPLES, phrase.at.line, format!("phrase `{name}` is not mapped"));
                continue;
            };
            used.insert(name.to_owned());
            let says = if holds.text() == Some("yes") { &says.yes } else { &says.no };
            self.add(&id, &mut facts, says);
        }
        if let Some(more) = beyond.remove(&id) {
            self.beyond(&id, &words, &more, &mut facts);
        }
        // Each example tells of one purpose, so the system is not offered for anything, unless the
        // example is about just that.
        if node.get("phrases").is_none_or(|at| at.get("multi-purpose system").is_none()) {
            let one = self.pack.vocabulary.find("offered_for_any_purpose");
            let already = one.is_some_and(|one| facts.iter().any(|(fact, _)| *fact == one));
            if let Some(one) = one.filter(|_| !already) {
                facts.push((one, Knowledge::YesNo(Truth::False)));
            }
        }
        let kind = match text("provision").starts_with("Art 3(63)") {
            true => PointKind::Model,
            false => PointKind::System,
        };
        let verdict_scope = text("verdict_scope");
        let mut expect: Vec<Expectation> = Vec::new();
        if verdict_scope == "class" {
            expect.extend(self.class(&expected, &points));
        }
        let file = self.pack.paths.iter().position(|path| path == EXAMPLES).unwrap_or_default();
        let source = format!("{} {}", text("guideline"), text("source_ref"));
        self.pack.with_what_follows(&mut facts);
        let scenario = Scenario {
            id: id.clone(),
            title: text("provision"),
            at: Spot { file, line },
            source: Source::Outside(source.clone()),
            on: self.pack.state,
            known: self.pack.state,
            role: None,
            kind,
            readings: Vec::new(),
            assume: Assume::InScope,
            facts,
            expect,
        };
        Some(Example {
            id,
            provision: text("provision"),
            source,
            text: words,
            points,
            excluded,
            scenario,
        })
    }

    fn add(
        &mut self,
        id: &str,
        facts: &mut Vec<(FactIx, Knowledge)>,
        says: &[(FactIx, Knowledge)],
    ) {
        for (fact, knowledge) in says {
            match facts.iter_mut().find(|(other, _)| other == fact) {
                None => facts.push((*fact, knowledge.clone())),
                Some((_, before)) => match before.join(knowledge) {
                    (Some(joined), actlas_facts::Disputed::Nothing) => *before = joined,
                    _ => {
                        let name = self.pack.vocabulary.id(*fact).to_owned();
                        self.wrong(EXAMPLES, 0, format!("`{id}`: `{name}` is said and denied"));
                    }
                },
            }
        }
    }

    /// Facts that only the words of one example say. The words must stand in it.
    fn beyond(&mut self, id: &str, text: &str, node: &Node, facts: &mut Vec<(FactIx, Knowledge)>) {
        for entry in node.list().unwrap_or_default() {
            let words = entry.get("words").and_then(Node::text).unwrap_or_default();
            if words.is_empty() || !text.contains(words) {
                let says = format!("`{id}`: the words `{words}` do not stand in the example");
                self.wrong(BEYOND, entry.at.line, says);
                continue;
            }
            let says = self.facts(BEYOND, entry.get("says"));
            self.add(id, facts, &says);
        }
    }

    fn points(&mut self, node: &Node, key: &str) -> Option<Vec<RuleIx>> {
        let mut points = Vec::new();
        for point in node.get(key).and_then(Node::list).unwrap_or_default() {
            let word = point.text().unwrap_or_default();
            match self.pack.find(word) {
                Some(rule) => points.push(rule),
                None => self.wrong(EXAMPLES, point.at.line, format!("no point `{word}`")),
            }
        }
        Some(points)
    }

    fn class(&mut self, expected: &str, points: &[RuleIx]) -> Option<Expectation> {
        let conditions = || {
            let is_condition = |rule: &&RuleIx| {
                self.pack.rule(**rule).is_some_and(|rule| rule.id.starts_with("art6.3"))
            };
            points.iter().filter(is_condition).copied().collect()
        };
        match expected {
            "high_risk" => Some(Expectation::Class(vec![Class::HighRisk, Class::Listed])),
            "derogation" => Some(Expectation::Derogation(conditions())),
            "prohibited" => Some(Expectation::Class(vec![Class::Prohibited])),
            "transparency" => Some(Expectation::Class(vec![Class::Transparency])),
            "not_ai_system" => Some(Expectation::Class(vec![Class::NotAi])),
            "out_of_scope" => Some(Expectation::Class(vec![Class::OutOfScope])),
            "gpai" => Some(Expectation::Class(vec![Class::Gpai, Class::GpaiSystemic])),
            "not_gpai" => Some(Expectation::Class(vec![Class::OutOfScope])),
            // "Not high-risk" says that the points named do not hold, not what else the system is.
            _ => None,
        }
    }
}

/// One expectation of one example that came out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The example.
    pub id: String,
    /// The point, or `class`.
    pub what: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
}

/// How the examples came out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Points that should be true, and those that are.
    pub points: (usize, usize),
    /// Points that should be false, and those that are.
    pub excluded: (usize, usize),
    /// Points that should be false and are true.
    pub excluded_true: usize,
    /// Examples with an expectation on the class, and those that meet it.
    pub classes: (usize, usize),
    /// Everything that came out otherwise.
    pub misses: Vec<Miss>,
}

/// Judges all examples.
pub fn score(pack: &Pack, examples: &Examples) -> Result<Score, crate::ViewError> {
    let mut score = Score::default();
    let Some(first) = examples.list.first() else { return Ok(score) };
    let lowered = first.scenario.lower(pack)?;
    for example in &examples.list {
        let mut scenario = example.scenario.clone();
        let of = |rules: &[RuleIx], truth: Truth| -> Vec<Expectation> {
            rules.iter().map(|rule| Expectation::Rule(*rule, truth)).collect()
        };
        let mut miss = |what: String, expected: &str, found: String| {
            let expected = expected.to_owned();
            score.misses.push(Miss { id: example.id.clone(), what, expected, found });
        };
        let name = |expectation: &Expectation| match expectation {
            Expectation::Rule(rule, _) => pack.rule(*rule).map_or("", |rule| &rule.id).to_owned(),
            _ => "class".to_owned(),
        };
        scenario.expect = of(&example.points, Truth::True);
        let failures = scenario.run(&lowered);
        score.points.0 += example.points.len();
        score.points.1 += example.points.len() - failures.len();
        for failure in failures {
            miss(name(&failure.expectation), "true", failure.found);
        }
        scenario.expect = of(&example.excluded, Truth::False);
        let failures = scenario.run(&lowered);
        score.excluded.0 += example.excluded.len();
        score.excluded.1 += example.excluded.len() - failures.len();
        for failure in failures {
            score.excluded_true += usize::from(failure.found == "true");
            miss(name(&failure.expectation), "false", failure.found);
        }
        scenario.expect.clone_from(&example.scenario.expect);
        let failures = scenario.run(&lowered);
        score.classes.0 += scenario.expect.len();
        score.classes.1 += scenario.expect.len() - failures.len();
        for failure in failures {
            miss("class".to_owned(), &failure.expectation.words(pack), failure.found);
        }
    }
    Ok(score)
}
