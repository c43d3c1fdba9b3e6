//! Facts that bear on nothing because of the kind of their record: what is asked of models alone, stated of a
//! system, and the reverse.

use std::collections::BTreeSet;

use actlas_facts::{
    Code, CodeInfo, Entity, FactIx, Finding, Layer, Place, Record, Severity, Statement,
};
use actlas_law::{Condition, ConditionNode, Lowered, PointKind, RuleIx};

/// A fact of models stated of a system, or the reverse.
pub(crate) const FACT_OF_OTHER_KIND: CodeInfo = CodeInfo {
    code: Code("fact-of-other-kind"),
    severity: Severity::Warning,
    title: "a fact bears on models alone and the record is none, or on systems alone and the record is a model",
};

/// A use that the words of a model speak of.
pub(crate) const USE_OF_MODEL: CodeInfo = CodeInfo {
    code: Code("use-of-model"),
    severity: Severity::Warning,
    title: "the words of a model speak of a use that is prohibited or listed; systems carry such points, models do not",
};
/// Points and letters that are named in one finding.
const NAMED: usize = 3;
const QUOTED: usize = 100;

/// The facts that the law asks for of one kind and not of the other.
pub(crate) struct Kinds {
    of_systems: BTreeSet<FactIx>,
    of_models: BTreeSet<FactIx>,
}

impl Kinds {
    pub(crate) fn new(lowered: &Lowered) -> Kinds {
        let (systems, models) =
            (asked(lowered, PointKind::System), asked(lowered, PointKind::Model));
        Kinds {
            of_systems: systems.difference(&models).copied().collect(),
            of_models: models.difference(&systems).copied().collect(),
        }
    }

    /// Whether something is read from the words of a record that bears on systems alone.
    pub(crate) fn is_read_of_systems(&self, record: &Record) -> bool {
        said(record).any(|said| {
            said.layer > Layer::Assumed
                && said.quote.is_some()
                && self.of_systems.contains(&said.fact)
        })
    }

    /// Says which points a model would carry if it were a system, with the first words that speak for one.
    pub(crate) fn use_of_model(
        &self,
        record: &Record,
        bears: &dyn Fn(&FactIx) -> bool,
        cites: &[String],
    ) -> Option<Finding> {
        let of_systems = |said: &&Statement| self.of_systems.contains(&said.fact);
        let quote = said(record)
            .filter(of_systems)
            .filter(|said| bears(&said.fact))
            .find_map(|said| said.quote.as_ref())?;
        let words: String = quote.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let shown: String = words.chars().take(QUOTED).collect();
        let more = match cites.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let named: Vec<&str> = cites.iter().take(NAMED).map(String::as_str).collect();
        let says = format!(
            "its words `{shown}` speak of {}{more}, which systems carry and models do not",
            named.join(", ")
        );
        let place = Place {
            record: Some(record.number),
            id: Some(record.id.clone()),
            column: Some(quote.field.clone()),
            ..Place::file(&record.path)
        };
        let hint = "give the system that is used so a record of its own that names the model in `built_on`";
        Some(Finding::new(USE_OF_MODEL, place, says).hint(hint))
    }

    /// Names the facts of a record that bear on nothing. What is read from its prose is not what somebody
    /// gave it for, and an actor is the same whatever it has to do with.
    pub(crate) fn finding(
        &self,
        lowered: &Lowered,
        record: &Record,
        kind: PointKind,
    ) -> Option<Finding> {
        let (idle, alone, hint) = match kind {
            PointKind::System => (
                &self.of_models,
                "models",
                "say `kind: model` if it is one; else give the model a record of its own and name it in \
                 `built_on`",
            ),
            PointKind::Model => (
                &self.of_systems,
                "systems",
                "give the system a record of its own that names the model in `built_on`",
            ),
        };
        let vocabulary = &lowered.view().pack().vocabulary;
        let is_idle = |said: &&Statement| {
            idle.contains(&said.fact)
                && said.layer > Layer::Assumed
                && said.quote.is_none()
                && vocabulary.get(said.fact).is_some_and(|fact| {
                    fact.of != Entity::Actor && said.says.says_something(&fact.kind)
                })
        };
        let said = said(record).filter(is_idle);
        let facts: BTreeSet<FactIx> = said.map(|said| said.fact).collect();
        if facts.is_empty() {
            return None;
        }
        let named: Vec<String> =
            facts.iter().map(|fact| format!("`{}`", vocabulary.id(*fact))).collect();
        let bear = if named.len() == 1 { "bears" } else { "bear" };
        let says = format!(
            "{} {bear} on {alone} alone and this record is of the kind {}",
            named.join(", "),
            record.kind.as_str()
        );
        let place = Place {
            record: Some(record.number),
            id: Some(record.id.clone()),
            ..Place::file(&record.path)
        };
        Some(Finding::new(FACT_OF_OTHER_KIND, place, says).hint(hint))
    }
}

/// What is said of a record and of its uses.
fn said(record: &Record) -> impl Iterator<Item = &Statement> {
    let of_uses = record.uses.iter().flat_map(|at| &at.statements);
    record.statements.iter().chain(of_uses)
}

/// The facts that points, classes and duties of a kind ask for, through other rules, under any reading.
fn asked(lowered: &Lowered, kind: PointKind) -> BTreeSet<FactIx> {
    let pack = lowered.view().pack();
    let mut walk = Walk { lowered, facts: BTreeSet::new(), seen: BTreeSet::new() };
    for (ix, rule) in pack.rules() {
        let of_kind = rule.point == Some(kind)
            || rule.class.as_ref().is_some_and(|(_, of)| *of == kind)
            // What Article 111 asks for dates both.
            || rule.legacy.is_some();
        if of_kind {
            walk.rule(ix);
            rule.opened_by.iter().for_each(|other| walk.rule(*other));
        }
    }
    for duty in &pack.duties {
        let Some(trigger) = pack.triggers.get(duty.trigger).filter(|at| at.of == kind) else {
            continue;
        };
        for route in &trigger.routes {
            let others =
                route.with.iter().chain(&route.within).chain(&route.listed).chain(&route.exempted);
            walk.rule(route.rule);
            others.for_each(|rule| walk.rule(*rule));
        }
        duty.when.iter().for_each(|when| walk.condition(when));
    }
    walk.facts
}

struct Walk<'w, 'p> {
    lowered: &'w Lowered<'p>,
    facts: BTreeSet<FactIx>,
    seen: BTreeSet<RuleIx>,
}

impl Walk<'_, '_> {
    fn rule(&mut self, rule: RuleIx) {
        let wording = self.lowered.view().wording(rule);
        let when = wording.and_then(|version| version.when.as_ref());
        if let Some(when) = when.filter(|_| self.seen.insert(rule)) {
            self.condition(when);
        }
    }

    fn condition(&mut self, condition: &Condition) {
        let mut rules = Vec::new();
        condition.walk(&mut |part| match &part.node {
            ConditionNode::Fact(fact, ..) => {
                self.facts.insert(*fact);
            }
            ConditionNode::Compute(compute, _) => self.facts.extend(compute.inputs()),
            ConditionNode::Rule(rule, _) => rules.push(*rule),
            _ => {}
        });
        rules.into_iter().for_each(|rule| self.rule(rule));
    }
}
