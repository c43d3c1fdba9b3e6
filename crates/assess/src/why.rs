//! The reasons of a point, a class or a rule.
//!
//! The tree is walked on demand and shows only the parts that carry a value: a false "all" its false
//! parts, an unknown one its unknown parts. Values come from the very evaluation that gave the outcome,
//! so the explanation is the computation and not a story told afterwards.

use std::collections::BTreeSet;

use actlas_facts::{Fact, FactIx, Knowledge, Layer, Resolved};
use actlas_law::{Class, Condition, ConditionNode, Lowered, PointKind, RuleIx};
use actlas_logic::{Connective, Truth, cited};
use serde::Serialize;

use crate::assess::SubjectView;

/// Deepest tree that is shown; the law nests some ten levels.
const MAX_DEPTH: usize = 40;

/// A part of an explanation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Reason {
    /// `true`, `false` or `unknown`.
    pub value: String,
    /// What has that value.
    pub says: String,
    /// Where it stands in the law.
    pub cite: String,
    /// What is known of the fact, where this is one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub answer: String,
    /// Who says so and in which layer, where this is a fact.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// The reading that was chosen, or what else should be known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The parts that carry the value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Reason>,
}

/// Explains a rule for a subject.
pub fn explain(lowered: &Lowered, subject: &SubjectView, rule: RuleIx) -> Reason {
    Walk { lowered, subject }.rule(rule, 0)
}

/// Of several uses and actors the one that decides a rule: the first for which it has its highest value; of those that
/// it is unknown of, one of whom it holds but for exceptions that are unknown.
pub fn subject_of<'a>(
    lowered: &Lowered,
    subjects: &'a [SubjectView],
    rule: RuleIx,
) -> Option<&'a SubjectView> {
    let lit = lowered.lit(rule);
    let wording = lowered.view().wording(rule).and_then(|version| version.when.as_ref());
    let base = wording.and_then(|when| match &when.node {
        ConditionNode::Unless(base, _) => lowered.condition(base),
        _ => None,
    });
    let values = |at: &&SubjectView| {
        let values = &at.judgement().values;
        (values.get(lit), base.map(|base| values.get(base)))
    };
    // Of equal ones the last is taken.
    subjects.iter().rev().max_by_key(values)
}

/// The rule that decides a class for a kind of record.
pub fn rule_of_class(lowered: &Lowered, kind: PointKind, class: Class) -> Option<RuleIx> {
    let word = class.as_str();
    let decides = |(_, rule): &(RuleIx, &actlas_law::Rule)| {
        rule.class.as_ref().is_some_and(|(name, of)| name == word && *of == kind)
    };
    lowered.view().pack().rules().find(decides).map(|(ix, _)| ix)
}

struct Walk<'w, 'l> {
    lowered: &'w Lowered<'l>,
    subject: &'w SubjectView,
}

impl Walk<'_, '_> {
    fn value(&self, condition: &Condition) -> Truth {
        match self.lowered.condition(condition) {
            Some(lit) => self.subject.judgement().values.get(lit),
            None => Truth::Unknown,
        }
    }

    /// What the parts of a condition say together. It differs from the condition's value only where
    /// looking at all possible worlds settled what its parts leave open.
    fn joined(&self, condition: &Condition) -> Truth {
        let values =
            |parts: &[Condition]| parts.iter().map(|at| self.value(at)).collect::<Vec<_>>();
        match &condition.node {
            ConditionNode::All(parts) => Truth::all(values(parts)),
            ConditionNode::Any(parts) => Truth::any(values(parts)),
            ConditionNode::None(parts) => !Truth::any(values(parts)),
            ConditionNode::AtLeast(n, parts) => Truth::at_least(*n, values(parts)),
            ConditionNode::Unless(base, exceptions) => {
                Truth::all([self.value(base), !Truth::any(values(exceptions))])
            }
            _ => self.value(condition),
        }
    }

    fn rule(&self, ix: RuleIx, depth: usize) -> Reason {
        let pack = self.lowered.view().pack();
        let value = self.subject.judgement().values.get(self.lowered.lit(ix));
        let Some(rule) = pack.rule(ix) else { return empty(value) };
        let mut reason =
            Reason { says: rule.title.clone(), cite: rule.cite.words(), ..empty(value) };
        let Some(when) = self.lowered.view().wording(ix).and_then(|version| version.when.as_ref())
        else {
            reason.note = "this provision does not exist on that day".to_owned();
            return reason;
        };
        if depth < MAX_DEPTH {
            let by_parts = self.joined(when);
            if by_parts != value {
                reason.note =
                    "settled although its parts are unknown: however the missing facts turn \
                               out, the answer is the same"
                        .to_owned();
            }
            reason.because = self.parts_of(when, by_parts, depth + 1);
        }
        reason
    }

    /// The reasons of a condition, without a line of its own where it only joins others.
    fn parts_of(&self, condition: &Condition, value: Truth, depth: usize) -> Vec<Reason> {
        if depth >= MAX_DEPTH {
            return Vec::new();
        }
        match &condition.node {
            ConditionNode::All(parts) => self.cited(Connective::All, parts, value, depth),
            ConditionNode::Any(parts) => self.cited(Connective::Any, parts, value, depth),
            ConditionNode::None(parts) => self.cited(Connective::None, parts, value, depth),
            ConditionNode::AtLeast(n, parts) => {
                self.cited(Connective::AtLeast(*n), parts, value, depth)
            }
            ConditionNode::Not(part) => self.parts_of(part, !value, depth),
            ConditionNode::Unless(base, exceptions) => {
                let (holds, excepted) =
                    (self.value(base), Truth::any(exceptions.iter().map(|at| self.value(at))));
                let mut reasons = Vec::new();
                if value == Truth::True || holds == value {
                    reasons.extend(self.parts_of(base, holds, depth));
                }
                // An exception is named if it decides, or could: a law that holds because no exception
                // applies says so.
                if value == Truth::True || !excepted == value {
                    let named = self.cited(Connective::None, exceptions, !excepted, depth);
                    reasons.extend(named.into_iter().map(as_exception));
                }
                reasons
            }
            _ => vec![self.leaf(condition, depth)],
        }
    }

    fn cited(
        &self,
        how: Connective,
        parts: &[Condition],
        value: Truth,
        depth: usize,
    ) -> Vec<Reason> {
        let values: Vec<Truth> = parts.iter().map(|part| self.value(part)).collect();
        let named = cited(how, value, &values).into_iter().filter_map(|at| parts.get(at));
        named.flat_map(|part| self.line(part, depth)).collect()
    }

    /// One part of a list: a leaf is a line; a list inside a list is joined with its parent where both
    /// say the same, and is a line of its own otherwise.
    fn line(&self, condition: &Condition, depth: usize) -> Vec<Reason> {
        let value = self.value(condition);
        let words = match &condition.node {
            ConditionNode::All(_) => "all of these",
            ConditionNode::Any(_) => "one of these",
            ConditionNode::None(_) => "none of these",
            ConditionNode::AtLeast(..) => "enough of these",
            ConditionNode::Unless(..) => "this, unless an exception applies",
            _ => return vec![self.leaf(condition, depth)],
        };
        let because = self.parts_of(condition, value, depth + 1);
        if because.len() == 1 && !matches!(condition.node, ConditionNode::None(_)) {
            return because;
        }
        vec![Reason { says: words.to_owned(), because, ..empty(value) }]
    }

    /// What is known of a fact.
    fn stated(&self, fact: FactIx, cite: String, value: Truth) -> Reason {
        let Some(definition) = self.lowered.view().pack().vocabulary.get(fact) else {
            return empty(value);
        };
        let known = self.subject.facts.get(fact);
        let nothing = Knowledge::nothing(&definition.kind);
        let answer = known.map_or(&nothing, |known| &known.indicated);
        let by = match known.and_then(|known| known.layer) {
            Some(Layer::Attested) => "attested",
            Some(Layer::Proposed) => "proposed",
            Some(Layer::Assumed) => "assumed",
            None => "",
        };
        Reason {
            says: definition.question.clone(),
            cite,
            answer: definition.words(answer),
            by: by.to_owned(),
            note: known.map(|known| contradicting(definition, known)).unwrap_or_default(),
            ..empty(value)
        }
    }

    /// A fact that a calculation reads: where it is known, and where the calculation waits for it.
    fn read_by_a_calculation(&self, fact: FactIx, value: Truth) -> Option<Reason> {
        let vocabulary = &self.lowered.view().pack().vocabulary;
        match (self.subject.is_settled(vocabulary, fact), value) {
            (true, _) => Some(self.stated(fact, String::new(), value)),
            (false, Truth::Unknown) => Some(self.stated(fact, String::new(), Truth::Unknown)),
            (false, _) => None,
        }
    }

    fn leaf(&self, condition: &Condition, depth: usize) -> Reason {
        let pack = self.lowered.view().pack();
        let value = self.value(condition);
        let cite = condition.cite().map(|cite| cite.words()).unwrap_or_default();
        match &condition.node {
            ConditionNode::Rule(rule, _) => {
                let reason = self.rule(*rule, depth);
                if reason.cite.is_empty() { Reason { cite, ..reason } } else { reason }
            }
            ConditionNode::Not(part) => {
                let inner = self.line(part, depth);
                match inner.into_iter().next() {
                    Some(inner) => inner,
                    None => empty(value),
                }
            }
            ConditionNode::Fact(fact, _, _) => self.stated(*fact, cite, value),
            ConditionNode::MayBe(may, _) => {
                let roles =
                    pack.vocabulary.find("actor_role").and_then(|at| pack.vocabulary.get(at));
                let option =
                    roles.and_then(|fact| fact.kind.options().get(usize::from(may.role.0)));
                let name = option.map_or("", |option| option.id.as_str()).replace('_', " ");
                let says = format!("an actor of this record may be its {name}");
                Reason { says, cite, ..empty(value) }
            }
            ConditionNode::SaidToBe(role, _) => {
                let roles =
                    pack.vocabulary.find("actor_role").and_then(|at| pack.vocabulary.get(at));
                let option = roles.and_then(|fact| fact.kind.options().get(usize::from(role.0)));
                let name = option.map_or("", |option| option.id.as_str()).replace('_', " ");
                let says = format!("stated to be its {name}");
                Reason { says, cite, ..empty(value) }
            }
            ConditionNode::Unstated(fact, _) => {
                let question = pack.vocabulary.get(*fact).map_or("", |fact| &fact.question);
                Reason { says: format!("not stated: {question}"), cite, ..empty(value) }
            }
            ConditionNode::Compute(compute, _) => {
                let read = compute.inputs().iter();
                let told = read.filter_map(|fact| self.read_by_a_calculation(*fact, value));
                let because = told.collect();
                Reason { says: compute.words().to_owned(), cite, because, ..empty(value) }
            }
            ConditionNode::Begun(provision, _) => {
                Reason { says: format!("{provision} applies on that day"), cite, ..empty(value) }
            }
            ConditionNode::Constant(..) => {
                Reason { says: "the text says no more than that".to_owned(), cite, ..empty(value) }
            }
            ConditionNode::Reading(reading, alternatives) => {
                let chosen = self.lowered.choices().of(*reading);
                let Some(question) = pack.readings.get(reading.0) else { return empty(value) };
                let held = question.alternatives.get(chosen);
                let note = held.map(|held| {
                    format!("{}: {} ({}, {})", question.id, held.says, held.holder, held.status)
                });
                let taken = alternatives.iter().find(|(at, _)| *at == chosen);
                let because = taken.map(|(_, part)| self.line(part, depth + 1)).unwrap_or_default();
                Reason {
                    says: question.question.clone(),
                    note: note.unwrap_or_default(),
                    because,
                    ..empty(value)
                }
            }
            _ => {
                let because = self.parts_of(condition, value, depth);
                Reason { says: "these together".to_owned(), because, ..empty(value) }
            }
        }
    }
}

/// What is said of a fact by those who contradict each other: "contradicting: yes, no".
fn contradicting(fact: &Fact, known: &Resolved) -> String {
    let mut said: Vec<String> = Vec::new();
    for (_, side) in &known.sides {
        let words = fact.words(side);
        if !said.contains(&words) {
            said.push(words);
        }
    }
    if said.is_empty() { String::new() } else { format!("contradicting: {}", said.join(", ")) }
}

fn as_exception(mut reason: Reason) -> Reason {
    if reason.note.is_empty() {
        reason.note = "exception".to_owned();
    }
    reason
}

fn empty(value: Truth) -> Reason {
    Reason {
        value: value.to_string(),
        says: String::new(),
        cite: String::new(),
        answer: String::new(),
        by: String::new(),
        note: String::new(),
        because: Vec::new(),
    }
}

impl Reason {
    /// The tree in lines, readable without colour.
    pub fn text(&self) -> String {
        self.text_after(&mut BTreeSet::new())
    }

    /// The tree in lines. What was explained before, here or in a tree above, is not explained again:
    /// `told` holds it.
    pub fn text_after(&self, told: &mut BTreeSet<String>) -> String {
        let mut text = String::new();
        self.write(&mut text, told, "", "", true);
        text
    }

    fn write(
        &self,
        text: &mut String,
        told: &mut BTreeSet<String>,
        stem: &str,
        branch: &str,
        last: bool,
    ) {
        let mut line = format!("{:<7}  {}", self.value, self.says);
        if !self.answer.is_empty() {
            line += &format!("  [{}", self.answer);
            if !self.by.is_empty() {
                line += &format!(", {}", self.by);
            }
            line += "]";
        }
        if !self.cite.is_empty() {
            line += &format!("  ({})", self.cite);
        }
        // Only rules are named so that a reader can find them again.
        let named = !self.cite.is_empty() && !self.because.is_empty();
        let again = named && !told.insert(line.clone());
        let note = if again { "as above" } else { &self.note };
        if !note.is_empty() {
            line += &format!("  - {note}");
        }
        text.push_str(format!("{stem}{branch}{line}").trim_end());
        text.push('\n');
        if again {
            return;
        }
        let stem = match branch {
            "" => String::new(),
            _ if last => format!("{stem}   "),
            _ => format!("{stem}│  "),
        };
        for (at, reason) in self.because.iter().enumerate() {
            let last = at + 1 == self.because.len();
            let branch = if last { "└─ " } else { "├─ " };
            reason.write(text, told, &stem, branch, last);
        }
    }
}
