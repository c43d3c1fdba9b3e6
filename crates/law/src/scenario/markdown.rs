//! Scenarios from Markdown.

use std::collections::BTreeSet;

use actlas_facts::{Finding, OptionIx, Place, Raw, parse_date};
use actlas_logic::Truth;
use actlas_yaml::Node;

use super::{Assume, Expectation, ExpectedStatus, Scenario, Source};
use crate::judge::{Class, Status};
use crate::load::{PACK_INVALID, to_json};
use crate::model::{Pack, PointKind, Spot, Until};

/// A scenario being read.
struct Draft {
    scenario: Scenario,
    sourced: bool,
}

struct Reader<'a> {
    pack: &'a Pack,
    path: &'a str,
    findings: Vec<Finding>,
}

pub(super) fn read(pack: &Pack, path: &str, text: &str) -> (Vec<Scenario>, Vec<Finding>) {
    let mut reader = Reader { pack, path, findings: Vec::new() };
    let mut scenarios = Vec::new();
    let mut draft: Option<Draft> = None;
    let mut ids = BTreeSet::new();
    let mut block: Option<(String, u64, String)> = None;
    for (line, number) in text.lines().zip(1u64..) {
        if let Some((name, first, body)) = &mut block {
            if line.trim_start().starts_with("```") {
                let (name, first, body) = (name.clone(), *first, std::mem::take(body));
                block = None;
                if let Some(draft) = &mut draft {
                    reader.block(draft, &name, first, &body);
                }
            } else {
                body.push_str(line);
                body.push('\n');
            }
        } else if let Some(name) = line.trim_start().strip_prefix("```") {
            block = Some((name.trim().to_owned(), number, String::new()));
        } else if let Some(heading) = line.strip_prefix("## ") {
            scenarios.extend(draft.take().and_then(|draft| reader.finish(draft)));
            let started = reader.start(heading, number);
            if !ids.insert(started.scenario.id.clone()) {
                let id = &started.scenario.id;
                reader.wrong(number, format!("another scenario of this file is called `{id}`"));
            }
            draft = Some(started);
        } else if let Some(draft) = &mut draft {
            reader.attribute(draft, line, number);
        }
    }
    if let Some((name, first, _)) = block {
        reader.wrong(first, format!("the block `{name}` does not end"));
    }
    scenarios.extend(draft.and_then(|draft| reader.finish(draft)));
    (scenarios, reader.findings)
}

impl Reader<'_> {
    fn wrong(&mut self, line: u64, says: impl Into<String>) {
        let place = Place::file(self.path).line(line);
        self.findings.push(Finding::new(PACK_INVALID, place, says));
    }

    fn start(&self, heading: &str, line: u64) -> Draft {
        let (id, title) = heading.trim().split_once(' ').unwrap_or((heading.trim(), ""));
        let file = self.pack.paths.iter().position(|path| path == self.path).unwrap_or_default();
        let scenario = Scenario {
            id: id.to_owned(),
            title: title.trim().to_owned(),
            at: Spot { file, line },
            source: Source::Golden,
            on: self.pack.state,
            known: self.pack.state,
            role: None,
            kind: PointKind::System,
            readings: Vec::new(),
            assume: Assume::InScope,
            facts: Vec::new(),
            expect: Vec::new(),
        };
        Draft { scenario, sourced: false }
    }

    fn finish(&mut self, mut draft: Draft) -> Option<Scenario> {
        self.pack.with_what_follows(&mut draft.scenario.facts);
        let line = draft.scenario.at.line;
        if !draft.sourced {
            self.wrong(line, format!("scenario `{}` names no source", draft.scenario.id));
            return None;
        }
        if draft.scenario.expect.is_empty() {
            self.wrong(line, format!("scenario `{}` expects nothing", draft.scenario.id));
            return None;
        }
        Some(draft.scenario)
    }

    fn attribute(&mut self, draft: &mut Draft, line: &str, number: u64) {
        let Some((key, value)) = line.split_once(':') else { return };
        let value = value.trim();
        let scenario = &mut draft.scenario;
        match key {
            "Source" => {
                draft.sourced = true;
                scenario.source = match value {
                    "golden" => Source::Golden,
                    other => Source::Outside(other.to_owned()),
                };
            }
            "On" | "Known" => match parse_date(value) {
                Some((day, last)) if day == last => {
                    if key == "On" {
                        scenario.on = day;
                        // Unless it says otherwise, a question about a later day is asked with
                        // today's knowledge, one about an earlier day with that day's.
                        scenario.known = scenario.known.max(day);
                    } else {
                        scenario.known = day;
                    }
                }
                _ => self.wrong(number, format!("`{value}` is not a day")),
            },
            "Kind" => match value {
                "model" => scenario.kind = PointKind::Model,
                "system" => scenario.kind = PointKind::System,
                other => self.wrong(number, format!("no kind `{other}`; there are system and model")),
            },
            "Assume" => match value {
                "nothing" => scenario.assume = Assume::Nothing,
                other => self.wrong(number, format!("`{other}` cannot be assumed; `nothing` can")),
            },
            "Role" => match self.role(value) {
                Some(role) => scenario.role = Some(role),
                None => self.wrong(number, format!("no role `{value}`")),
            },
            "Reading" => {
                let chosen = value.split_once('=').filter(|(reading, alternative)| {
                    let ix = self.pack.reading(reading);
                    let reading = ix.and_then(|ix| self.pack.readings.get(ix.0));
                    reading.is_some_and(|at| at.alternatives.iter().any(|at| at.id == *alternative))
                });
                match chosen {
                    Some((reading, alternative)) => {
                        scenario.readings.push((reading.to_owned(), alternative.to_owned()));
                    }
                    None => self.wrong(number, format!("no reading `{value}`")),
                }
            }
            // Prose has colons too.
            key if key.is_empty() || key.contains(|at: char| !at.is_ascii_alphabetic()) => {}
            other => self.wrong(
                number,
                format!("no attribute `{other}`; there are Source, On, Known, Kind, Assume, Role and Reading"),
            ),
        }
    }

    fn role(&self, word: &str) -> Option<OptionIx> {
        let fact = self.pack.vocabulary.find("actor_role")?;
        let roles = self.pack.vocabulary.get(fact)?.kind.options();
        roles.iter().position(|role| role.id == word).map(|at| OptionIx(at as u8))
    }

    fn block(&mut self, draft: &mut Draft, name: &str, line: u64, body: &str) {
        if name != "facts" && name != "expect" {
            self.wrong(line, format!("no block `{name}`; there are `facts` and `expect`"));
            return;
        }
        let tree = match actlas_yaml::parse(body) {
            Ok(documents) => documents.into_iter().next(),
            Err(error) => {
                self.wrong(line + error.at.line, error.message);
                return;
            }
        };
        let entries = tree.as_ref().and_then(Node::map).unwrap_or_default();
        for (key, value) in entries {
            let at = line + key.at.line;
            let word = key.text().unwrap_or_default();
            if name == "facts" {
                self.fact(draft, word, value, at);
            } else {
                self.expectation(draft, word, value, at);
            }
        }
    }

    fn fact(&mut self, draft: &mut Draft, id: &str, value: &Node, line: u64) {
        let Some(ix) = self.pack.vocabulary.find(id) else {
            self.wrong(line, format!("no fact `{id}`"));
            return;
        };
        let Some(fact) = self.pack.vocabulary.get(ix) else { return };
        match fact.read(Raw::Json(&to_json(value))) {
            Ok(says) => draft.scenario.facts.push((ix, says)),
            Err(error) => self.wrong(line, format!("`{id}`: {error}")),
        }
    }

    fn expectation(&mut self, draft: &mut Draft, key: &str, value: &Node, line: u64) {
        let words: Vec<&str> = match value.list() {
            Some(list) => list.iter().filter_map(Node::text).collect(),
            None => value.text().into_iter().collect(),
        };
        let made = match key {
            "class" => {
                let classes: Option<Vec<Class>> =
                    words.iter().map(|word| Class::parse(word)).collect();
                classes.map(|classes| vec![Expectation::Class(classes)])
            }
            "points" => self.rules(&words, |rule| Expectation::Rule(rule, Truth::True)),
            "excluded" => self.rules(&words, |rule| Expectation::Rule(rule, Truth::False)),
            "open" => self.rules(&words, |rule| Expectation::Rule(rule, Truth::Unknown)),
            "not" => self.rules(&words, Expectation::NotTrue),
            "contested" => {
                Some(words.iter().map(|at| Expectation::Contested((*at).to_owned())).collect())
            }
            "duties" => super::owed_read::duties(self.pack, value),
            "only" => super::owed_read::only(self.pack, value),
            "terms" => super::owed_read::terms(self.pack, value),
            "applies" => value.map().and_then(|entries| {
                entries
                    .iter()
                    .map(|(point, when)| self.applies(point.text()?, when.text()?))
                    .collect()
            }),
            other => {
                self.wrong(line, format!("cannot expect `{other}`"));
                return;
            }
        };
        match made {
            Some(made) => draft.scenario.expect.extend(made),
            None => self.wrong(line, format!("`{key}` cannot be read")),
        }
    }

    fn rules(
        &self,
        words: &[&str],
        make: impl Fn(crate::model::RuleIx) -> Expectation,
    ) -> Option<Vec<Expectation>> {
        words.iter().map(|word| self.pack.find(word).map(&make)).collect()
    }

    /// `later 2027-12-02`, `legacy until significant-change`, `legacy by 2030-08-02`,
    /// `later 2027-12-02 formally 2026-08-02`.
    fn applies(&self, point: &str, words: &str) -> Option<Expectation> {
        let rule = self.pack.find(point)?;
        let mut words = words.split_whitespace();
        let status = match words.next()? {
            "now" => Status::Now,
            "later" => Status::Later,
            "legacy" => Status::Legacy,
            "sectoral" => Status::Sectoral,
            "unknown" => Status::Unknown,
            _ => return None,
        };
        let mut expected = ExpectedStatus { status, effective: None, formal: None, until: None };
        while let Some(word) = words.next() {
            let day = |word: &str| parse_date(word).map(|(day, _)| day);
            match word {
                "until" => {
                    words.next().filter(|word| *word == "significant-change")?;
                    expected.until = Some(Until::SignificantChange);
                }
                "by" => {
                    let by = day(words.next()?)?;
                    (expected.until, expected.effective) = (Some(Until::Day(by)), Some(by));
                }
                "formally" => expected.formal = Some(day(words.next()?)?),
                other => expected.effective = Some(day(other)?),
            }
        }
        Some(Expectation::Applies(rule, expected))
    }
}
