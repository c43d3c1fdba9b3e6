//! Whether what is known leaves room for a duty. A duty that nothing brings may be owed all the same; one
//! that is excluded is not.

use actlas_facts::{FactIx, Knowledge, OptionIx, Record};
use actlas_law::{Duty, Lowered, RuleIx, Subject, Whose, presumed_role, role_bar};
use actlas_logic::{Truth, Values};

use super::find::{By, stated};
use crate::assess::{Assessed, Assessor, SubjectView};

/// Whether something brings a duty to a record: false where all that is known excludes it, by its class,
/// its scope, an exemption or what its actors are not.
pub fn is_brought(lowered: &Lowered, record: &Record, assessed: &Assessed, duty: &Duty) -> Truth {
    let view = lowered.view();
    let kind = Assessor::kind_of(record);
    let trigger = view.pack().triggers.get(duty.trigger).filter(|at| at.of == kind);
    let worded = duty.version(&view).or(duty.coming(&view)).is_some();
    let Some(trigger) = trigger.filter(|_| worded) else { return Truth::False };
    let roles = view.pack().vocabulary.find("actor_role");
    let by_subject = |at: &SubjectView| {
        let values = &at.judgement().values;
        let own = |rule: RuleIx| values.get(lowered.lit(rule));
        let value = |rule: RuleIx| match trigger.whose {
            Whose::Own => own(rule),
            Whose::Anyone => Truth::any(
                assessed.subjects.iter().map(|at| at.judgement().values.get(lowered.lit(rule))),
            ),
        };
        let routes = trigger.routes.iter();
        let base = Truth::any(routes.map(|at| lowered.brought(trigger, at, &own, &value).base));
        let known = |fact: FactIx| stated(at, fact, By::All);
        let subject = Subject { known: &known, roles, role: None };
        let condition =
            duty.when.as_ref().map_or(Truth::True, |when| lowered.truth(when, values, &subject));
        let held = match duty.roles.as_slice() {
            [] => Truth::True,
            of => Truth::any(of.iter().map(|role| {
                let reached = lowered.reached(Some(*role), &own);
                Truth::all([role_truth(lowered, *role, at, By::All), reached])
            })),
        };
        Truth::all([base, condition, held])
    };
    Truth::any(assessed.subjects.iter().map(by_subject))
}

/// The word of a role.
pub(super) fn role_word<'p>(lowered: &Lowered<'p>, role: OptionIx) -> &'p str {
    let vocabulary = &lowered.view().pack().vocabulary;
    let fact = vocabulary.find("actor_role").and_then(|fact| vocabulary.get(fact));
    let option = fact.and_then(|fact| fact.kind.options().get(usize::from(role.0)));
    option.map_or("", |option| option.id.as_str())
}

/// Whether an actor holds a role in one of its uses.
pub(super) fn role_in_uses(lowered: &Lowered, role: OptionIx, uses: &[&SubjectView]) -> Truth {
    Truth::any(uses.iter().map(|at| role_truth(lowered, role, at, By::All)))
}

/// Whether an actor holds a role, by what is stated of it and by what follows.
pub(super) fn role_truth(lowered: &Lowered, role: OptionIx, at: &SubjectView, by: By) -> Truth {
    let pack = lowered.view().pack();
    let word = role_word(lowered, role);
    let resolved = pack.vocabulary.find("actor_role").and_then(|fact| at.facts.get(fact));
    let said = match (resolved, by) {
        (Some(known), By::All) => Some(&known.indicated),
        (Some(known), By::Attested) => Some(&known.established),
        (None, _) => None,
    };
    let said = match said {
        Some(Knowledge::Set { has, .. }) if has.contains(role) => Truth::True,
        Some(Knowledge::Set { hasnt, .. }) if hasnt.contains(role) => Truth::False,
        _ => Truth::Unknown,
    };
    // What bars a role bars it for good, whoever says so.
    let bar = role_bar(&lowered.view(), word).and_then(|fact| stated(at, fact, By::All));
    if bar == Some(&Knowledge::YesNo(Truth::True)) {
        return Truth::False;
    }
    let values = match by {
        By::All => &at.judgement().values,
        By::Attested => &at.established_judgement().values,
    };
    let rule = pack.find(&format!("role.{word}"));
    let follows = rule.map(|rule| values.get(lowered.lit(rule)));
    // A definition that leaves somebody out rules out only what nobody stated.
    let left_out = pack.find(&format!("role.{word}.none"));
    let left_out = left_out.map(|rule| values.get(lowered.lit(rule)));
    let holds = match (said, follows) {
        (_, Some(Truth::True)) => Truth::True,
        (Truth::Unknown, Some(Truth::False)) => Truth::False,
        (Truth::Unknown, _) if left_out == Some(Truth::True) => Truth::False,
        (said, _) => said,
    };
    Truth::all([holds, !role_over(lowered, word, values)])
}

/// Whether an actor gets a role by what it did to a system of a listed use, unless the use is exempt.
pub(super) fn is_presumed(lowered: &Lowered, role: OptionIx, at: &SubjectView, by: By) -> bool {
    let values = match by {
        By::All => &at.judgement().values,
        By::Attested => &at.established_judgement().values,
    };
    let value = |rule: RuleIx| values.get(lowered.lit(rule));
    presumed_role(lowered.view().pack(), role).is_some_and(|presumed| presumed.holds(&value))
}

/// Whether an actor has given up a role by what it did to a system of a listed use: what it owes in that role for
/// high-risk systems it never owes, since the exemption that leaves it the role leaves no such system.
pub(super) fn is_presumed_over(lowered: &Lowered, role: OptionIx, values: &Values) -> bool {
    let word = role_word(lowered, role);
    let rule = lowered.view().pack().find(&format!("role.{word}.over.listed"));
    rule.is_some_and(|rule| values.get(lowered.lit(rule)) == Truth::True)
}

/// Whether an actor holds a role in one of its uses, or would get it unless a listed use is exempt.
pub(crate) fn role_may_follow(lowered: &Lowered, role: OptionIx, uses: &[&SubjectView]) -> Truth {
    let presumed = uses.iter().any(|at| is_presumed(lowered, role, at, By::All));
    match role_in_uses(lowered, role, uses) {
        Truth::False if presumed => Truth::Unknown,
        truth => truth,
    }
}

/// Whether an actor has given up a role by what it did, whoever says that it holds it.
fn role_over(lowered: &Lowered, word: &str, values: &Values) -> Truth {
    let rule = lowered.view().pack().find(&format!("role.{word}.over"));
    rule.map_or(Truth::False, |rule| values.get(lowered.lit(rule)))
}
