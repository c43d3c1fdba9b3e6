//! From what was concluded of a record's uses and actors to its published outcome.

use std::collections::{BTreeSet, HashSet};

use actlas_facts::{FactIx, Finding, Knowledge, Layer, OptionIx, Record, Statement, day_text};
use actlas_files::{Digest as _, Sha256};
use actlas_law::{
    Applies, Atom, Class, Duty, Pack, PointKind, ReadingIx, RuleIx, Status, Target, Until,
};
use actlas_logic::{Input, Truth};
use serde_json::Value;

use crate::assess::{Assessor, SubjectView, gravest, union};
use crate::duties::{By, role_may_follow};
use crate::outcome::{AppliesAt, Contested, Evidence, Missing, Noted, RoleOf, Step, UseOutcome};
use crate::questions;

/// Missing facts in an outcome, unless all are asked for.
const MISSING: usize = 5;

/// The word for a proposal that somebody rejected, where others have their layer.
pub const REJECTED: &str = "rejected";

impl Assessor<'_, '_> {
    pub(crate) fn applies(
        &self,
        points: &[(RuleIx, Truth)],
        subjects: &[SubjectView],
    ) -> Vec<AppliesAt> {
        let mut applies = Vec::new();
        for (rule, _) in points.iter().filter(|(_, truth)| *truth == Truth::True) {
            let holds = |at: &&SubjectView| {
                at.judged.indicated.values.get(self.lowered.lit(*rule)) == Truth::True
            };
            let found = subjects.iter().filter(holds).find_map(|at| {
                let at = Some(self.protected_as(subjects, at, By::All)).filter(holds).unwrap_or(at);
                let known = |fact: FactIx| at.facts.get(fact).map(|at| &at.indicated);
                Some((at, self.lowered.applies(*rule, &at.judged.indicated.values, &known)?))
            });
            applies.extend(found.map(|(at, found)| self.published(at, found)));
        }
        applies
    }

    pub(crate) fn published(&self, at: &SubjectView, applies: Applies) -> AppliesAt {
        let route = self.pack().rule(applies.rule).and_then(|rule| rule.starts.as_ref());
        let route = route.and_then(|starts| starts.route.as_deref()).unwrap_or_default();
        let decided_by = match applies.if_existing {
            Some(_) => self.unsettled_cut_offs(at, &applies.undecided, route),
            None => self.deciding_protection(at, &applies.undecided, route),
        };
        AppliesAt {
            at_least: applies.status == Status::Legacy && !applies.undecided.is_empty(),
            if_existing: applies.if_existing.as_ref().map(until_word),
            decided_by: decided_by
                .iter()
                .map(|at| self.pack().vocabulary.id(*at).to_owned())
                .collect(),
            point: self.id(applies.rule),
            status: applies.status.as_str().to_owned(),
            effective: applies.effective.map(day_text),
            formal: applies.formal.map(day_text),
            basis: applies.basis.short(),
            until: applies.until.as_ref().map(until_word),
            by_act_in_force_from: applies.by_act_in_force_from.map(day_text),
        }
    }

    pub(crate) fn contested(
        &self,
        class: Class,
        points: &[(RuleIx, Truth)],
        subjects: &[SubjectView],
    ) -> Vec<Contested> {
        let variants: BTreeSet<(ReadingIx, usize)> = subjects
            .iter()
            .flat_map(|at| {
                at.judged.contested.iter().map(|(reading, other, ..)| (*reading, *other))
            })
            .collect();
        let now: BTreeSet<RuleIx> =
            points.iter().filter(|(_, truth)| *truth == Truth::True).map(|(ix, _)| *ix).collect();
        let mut contested = Vec::new();
        for (reading, alternative) in variants {
            let mut classes = Vec::new();
            let mut rules: BTreeSet<RuleIx> = BTreeSet::new();
            for at in subjects {
                let same = |(of, other, ..): &&(ReadingIx, usize, Class, Vec<RuleIx>)| {
                    (*of, *other) == (reading, alternative)
                };
                match at.judged.contested.iter().find(same) {
                    Some((_, _, class, points)) => {
                        classes.push(*class);
                        rules.extend(points);
                    }
                    None => {
                        classes.push(at.judged.indicated.class);
                        let holds = at.judged.indicated.points.iter();
                        rules.extend(
                            holds.filter(|(_, truth)| *truth == Truth::True).map(|(ix, _)| *ix),
                        );
                    }
                }
            }
            let other = gravest(classes);
            if other == class && rules == now {
                continue;
            }
            let Some(question) = self.pack().readings.get(reading.0) else { continue };
            let answer = question.alternatives.get(alternative);
            contested.push(Contested {
                question: question.id.clone(),
                reading: answer.map_or(String::new(), |answer| answer.id.clone()),
                class: other.to_string(),
                points: rules.into_iter().map(|rule| self.id(rule)).collect(),
                applies: Vec::new(),
            });
        }
        contested
    }

    pub(crate) fn missing(&self, open: &[RuleIx], subjects: &[SubjectView]) -> Vec<Missing> {
        if open.is_empty() {
            return Vec::new();
        }
        let mut effects: Vec<questions::FactEffect> = Vec::new();
        for at in subjects {
            let rules: Vec<RuleIx> =
                open.iter().filter(|rule| self.is_open(**rule, at)).copied().collect();
            let targets: Vec<&Target> =
                rules.iter().filter_map(|rule| self.lowered.point(*rule)).collect();
            let known = &mut self.effects.borrow_mut();
            for effect in questions::effects(self.lowered, at, &targets, known) {
                match effects.iter_mut().find(|other| other.fact == effect.fact) {
                    Some(other) => other.join(&effect),
                    None => effects.push(effect),
                }
            }
        }
        questions::sort(&mut effects);
        let disputed = |fact| subjects.iter().any(|at| at.facts.is_disputed(fact));
        effects.sort_by_key(|effect| !disputed(effect.fact));
        let wanted = if self.settings.all_missing { usize::MAX } else { MISSING };
        let vocabulary = &self.pack().vocabulary;
        effects
            .into_iter()
            .take(wanted)
            .filter_map(|effect| {
                let fact = vocabulary.get(effect.fact)?;
                Some(Missing {
                    fact: fact.id.clone(),
                    question: fact.question.clone(),
                    settles: effect.settles.iter().map(|rule| self.id(*rule)).collect(),
                })
            })
            .collect()
    }

    /// What decides whether the Act applies, where nothing else is open. No point settles it, so its rule stands for
    /// what is settled.
    pub(crate) fn missing_of_scope(
        &self,
        kind: PointKind,
        points: &[(RuleIx, Truth)],
        subjects: &[SubjectView],
    ) -> Vec<Missing> {
        let pack = self.pack();
        let scope = match kind {
            PointKind::System => pack.find("scope"),
            PointKind::Model => pack.find("gpai.scope"),
        };
        let Some(scope) = scope else { return Vec::new() };
        let starts = |(rule, truth): &(RuleIx, Truth)| {
            *truth == Truth::True && pack.rule(*rule).is_some_and(|rule| rule.starts.is_some())
        };
        // Where nothing is known there is more to ask first.
        if points.iter().any(|(_, truth)| *truth == Truth::Unknown) && !points.iter().any(starts) {
            return Vec::new();
        }
        let mut facts = Vec::new();
        for at in subjects {
            if !at.judgement().values.get(self.lowered.lit(scope)).is_known() {
                self.unstated(at, (scope, ""), &mut BTreeSet::new(), &mut facts);
            }
        }
        let mut seen = BTreeSet::new();
        facts.retain(|fact| seen.insert(*fact));
        facts.truncate(if self.settings.all_missing { usize::MAX } else { MISSING });
        let facts = facts.into_iter().filter_map(|fact| pack.vocabulary.get(fact));
        let asked = facts.map(|fact| Missing {
            fact: fact.id.clone(),
            question: fact.question.clone(),
            settles: vec![self.id(scope)],
        });
        asked.collect()
    }

    /// Statements that bear on points that are decided or open, in the order of the record, and what was rejected.
    pub(crate) fn evidence(
        &self,
        record: &Record,
        points: &[(RuleIx, Truth)],
        open: &[RuleIx],
    ) -> Vec<Evidence> {
        let concerned: HashSet<RuleIx> = points
            .iter()
            .filter(|(rule, truth)| truth.is_known() || open.contains(rule))
            .map(|(rule, _)| *rule)
            .collect();
        let bears_on = |said: &Statement, counts: &dyn Fn(&RuleIx) -> bool| -> Vec<String> {
            let is_told = |input: &Input| match self.lowered.atoms().get(input.0 as usize) {
                Some(Atom::Test(_, test)) => said.says.test(test).is_known(),
                Some(_) => true,
                None => false,
            };
            let bearing = self.bearing.get(&said.fact).map(Vec::as_slice).unwrap_or_default();
            bearing
                .iter()
                .filter(|(rule, inputs)| counts(rule) && inputs.iter().any(is_told))
                .map(|(rule, _)| self.id(*rule))
                .collect()
        };
        let uses = record.uses.iter().flat_map(|at| &at.statements);
        let actors = record.actors.iter().flat_map(|at| &at.statements);
        let said = record.statements.iter().chain(uses).chain(actors);
        let stated = said.filter_map(|said| {
            let points = bears_on(said, &|rule| concerned.contains(rule));
            let bears = !points.is_empty();
            bears.then(|| self.evidence_of(said, said.layer.as_str(), points)).flatten()
        });
        // What was rejected states nothing, so it is listed whatever became of the points it would bear on.
        let rejected = record
            .rejected
            .iter()
            .filter_map(|at| self.evidence_of(&at.said, REJECTED, bears_on(&at.said, &|_| true)));
        stated.chain(rejected).collect()
    }

    fn evidence_of(&self, said: &Statement, layer: &str, points: Vec<String>) -> Option<Evidence> {
        let fact = self.pack().vocabulary.get(said.fact)?;
        Some(Evidence {
            fact: fact.id.clone(),
            value: fact.write(&said.says),
            layer: layer.to_owned(),
            points,
            field: said.quote.as_ref().map(|quote| quote.field.clone()),
            start: said.quote.as_ref().map(|quote| quote.start),
            end: said.quote.as_ref().map(|quote| quote.end),
            quote: said.quote.as_ref().map(|quote| quote.text.clone()),
            by: said.by.clone(),
            at: said.at.clone(),
            why: said.why.clone(),
            source: said.source.clone(),
        })
    }

    pub(crate) fn uses(&self, record: &Record, subjects: &[SubjectView]) -> Vec<UseOutcome> {
        if record.uses.len() < 2 {
            return Vec::new();
        }
        let mut uses = Vec::new();
        for (number, of) in record.uses.iter().enumerate() {
            let mine: Vec<&SubjectView> =
                subjects.iter().filter(|at| at.subject.use_at == number).collect();
            let points = union(mine.iter().map(|at| at.judged.indicated.points.as_slice()));
            let with = |wanted: &dyn Fn(RuleIx, Truth) -> bool| -> Vec<String> {
                let fits = points.iter().filter(|(rule, truth)| wanted(*rule, *truth));
                fits.map(|(rule, _)| self.id(*rule)).collect()
            };
            let open = |rule, truth| {
                truth == Truth::Unknown && mine.iter().any(|at| self.is_open(rule, at))
            };
            uses.push(UseOutcome {
                id: of.id.clone(),
                purpose: of.purpose.clone(),
                class: gravest(mine.iter().map(|at| at.judged.indicated.class)).to_string(),
                points: with(&|_, truth| truth == Truth::True),
                open: with(&open),
            });
        }
        uses
    }

    pub(crate) fn roles(
        &self,
        record: &Record,
        kind: PointKind,
        subjects: &[SubjectView],
    ) -> Vec<RoleOf> {
        let pack = self.pack();
        let Some(fact) = self.roles.and_then(|fact| pack.vocabulary.get(fact)) else {
            return Vec::new();
        };
        // Nothing rules out that the provider of a model imports machines; of models the Act knows few roles.
        let of_models = self.roles_of_models();
        let may_hold = |role: OptionIx| kind == PointKind::System || of_models.contains(&role);
        let mut roles: Vec<RoleOf> = Vec::new();
        for actor_at in 0..record.actors.len().max(1) {
            let mine: Vec<&SubjectView> =
                subjects.iter().filter(|at| at.subject.actor_at == actor_at).collect();
            // Of actors that were not judged nothing is said; a finding says that.
            if mine.is_empty() {
                continue;
            }
            let holds_rule = |id: &str| {
                let lit = pack.find(id).map(|rule| self.lowered.lit(rule));
                let holds =
                    |lit| mine.iter().any(|at| at.judgement().values.get(lit) == Truth::True);
                lit.is_some_and(holds)
            };
            let denied = mine.iter().any(|at| {
                let known = self.roles.and_then(|fact| at.facts.get(fact)).map(|at| &at.indicated);
                matches!(known, Some(Knowledge::Set { hasnt, .. }) if !hasnt.is_empty())
            });
            let options = fact.kind.options().iter().enumerate();
            let truths: Vec<(&str, Truth)> = options
                .map(|(number, option)| {
                    let role = OptionIx(number as u8);
                    (option.id.as_str(), role_may_follow(self.lowered, role, &mine))
                })
                .collect();
            let with = |wanted: Truth| {
                let such = truths.iter().enumerate().filter(move |(_, (_, at))| *at == wanted);
                such.map(|(number, (id, _))| (OptionIx(number as u8), (*id).to_owned()))
            };
            let holds: Vec<String> = with(Truth::True).map(|(_, id)| id).collect();
            let unruled = with(Truth::Unknown).filter(|(role, _)| may_hold(*role));
            let becomes = ["art25.1a", "art25.1b", "art25.1c", "art25.3"];
            let becomes_provider_by: Vec<String> = becomes
                .into_iter()
                .filter(|id| kind == PointKind::System && holds_rule(id))
                .filter_map(|id| pack.find(id).and_then(|rule| pack.rule(rule)))
                .map(|rule| rule.cite.short())
                .collect();
            let told = !holds.is_empty() || denied || !becomes_provider_by.is_empty();
            let name = record.actors.get(actor_at).map(|actor| actor.name.clone());
            if !told && name.is_none() {
                continue;
            }
            roles.push(RoleOf {
                actor: name.unwrap_or_default(),
                may_hold: unruled.map(|(_, id)| id).collect(),
                holds,
                becomes_provider_by,
            });
        }
        roles
    }

    /// The roles that duties of models are addressed to.
    fn roles_of_models(&self) -> BTreeSet<OptionIx> {
        let pack = self.pack();
        let of_model = |duty: &&Duty| {
            pack.triggers.get(duty.trigger).is_some_and(|at| at.of == PointKind::Model)
        };
        pack.duties.iter().filter(of_model).flat_map(|duty| duty.roles.iter().copied()).collect()
    }
}

/// A day, or `significant-change`.
pub(crate) fn until_word(until: &Until) -> String {
    match until {
        Until::Day(day) => day_text(*day),
        Until::SignificantChange => "significant-change".to_owned(),
    }
}

/// Equal vendor and product make two records instances of the same thing. It is a proposal, and shown
/// as one; no fact is shared because of it.
pub(crate) fn proposed_instance(record: &Record) -> Option<String> {
    let word = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let (vendor, product) = (word(&record.vendor), word(&record.product));
    (!vendor.is_empty() && !product.is_empty()).then(|| format!("proposed:{vendor}/{product}"))
}

pub(crate) fn noted(finding: &Finding, step: Step) -> Noted {
    Noted {
        code: finding.code.to_string(),
        severity: finding.severity.as_str().to_owned(),
        place: finding.place.to_string(),
        fact: finding.fact.clone(),
        hint: finding.hint.clone(),
        at: finding.place.clone(),
        step,
    }
}

/// The hash of everything said of a record, and of what was rejected: the same facts give the same hash, in whatever
/// file.
pub(crate) fn facts_hash(record: &Record, pack: &Pack) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut add = |of: &str, statements: &[Statement]| {
        for said in statements {
            let Some(fact) = pack.vocabulary.get(said.fact) else { continue };
            let value = fact.write(&said.says);
            let value = if value == Value::Null { String::new() } else { value.to_string() };
            lines.push(format!("{of}\t{}\t{value}\t{}", fact.id, said.layer.as_str()));
        }
    };
    add("", &record.statements);
    record.uses.iter().for_each(|at| add(&format!("use {}", at.id), &at.statements));
    record.actors.iter().for_each(|at| add(&format!("actor {}", at.name), &at.statements));
    for at in &record.rejected {
        let Some(fact) = pack.vocabulary.get(at.said.fact) else { continue };
        let of = match (at.of_use.as_str(), at.actor.as_str()) {
            ("", "") => String::new(),
            ("", actor) => format!("actor {actor}"),
            (of_use, _) => format!("use {of_use}"),
        };
        lines.push(format!("{of}\t{}\t{}\t{REJECTED}", fact.id, fact.write(&at.said.says)));
    }
    lines.sort_unstable();
    lines.dedup_by(|one, other| one == other && one.ends_with(REJECTED));
    let mut hash = Sha256::new();
    for line in &lines {
        hash.update(line);
        hash.update("\n");
    }
    actlas_files::labelled(hash)
}

/// The language models among those who proposed something.
pub(crate) fn models_of(record: &Record) -> Vec<String> {
    let of_uses = record.uses.iter().flat_map(|at| &at.statements);
    let of_actors = record.actors.iter().flat_map(|at| &at.statements);
    let all = record.statements.iter().chain(of_uses).chain(of_actors);
    let proposed = all.filter(|said| said.layer == Layer::Proposed);
    let models: BTreeSet<&str> = proposed.filter_map(|said| said.by.strip_prefix("llm:")).collect();
    models.into_iter().map(str::to_owned).collect()
}
