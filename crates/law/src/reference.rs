//! The law, read by recursion: the executable specification of [`crate::Lowered`].
//!
//! It walks the conditions of a view as they stand in the pack and shares nothing with the program.
//! Tests compare the two on random facts.

use actlas_facts::{Date, Knowledge, Test};
use actlas_logic::Truth;

use crate::choices::Choices;
use crate::model::{Condition, ConditionNode, Cut, FactTest, RuleIx};
use crate::subject::{Atom, Subject};
use crate::view::View;

/// The value of a rule for a subject. `start` is what `start` means in the cuts of legacy rules.
pub fn evaluate(
    view: &View,
    choices: &Choices,
    rule: RuleIx,
    subject: &Subject,
    start: Option<Date>,
) -> Truth {
    match view.wording(rule).and_then(|version| version.when.as_ref()) {
        Some(when) => condition(view, choices, when, subject, start),
        None => Truth::False,
    }
}

fn condition(
    view: &View,
    choices: &Choices,
    at: &Condition,
    subject: &Subject,
    start: Option<Date>,
) -> Truth {
    let of = |part: &Condition| condition(view, choices, part, subject, start);
    match &at.node {
        ConditionNode::All(parts) => Truth::all(parts.iter().map(of)),
        ConditionNode::Any(parts) => Truth::any(parts.iter().map(of)),
        ConditionNode::None(parts) => !Truth::any(parts.iter().map(of)),
        ConditionNode::AtLeast(n, parts) => Truth::at_least(*n, parts.iter().map(of)),
        ConditionNode::Not(part) => !of(part),
        ConditionNode::Unless(base, exceptions) => {
            Truth::all([of(base), !Truth::any(exceptions.iter().map(of))])
        }
        ConditionNode::Fact(fact, test, _) => match (subject.known)(*fact) {
            Some(knowledge) => fact_test(view, test, knowledge, start),
            None => Truth::Unknown,
        },
        ConditionNode::Rule(rule, _) => evaluate(view, choices, *rule, subject, start),
        ConditionNode::MayBe(may, _) => Truth::from(subject.may_be(*may)),
        ConditionNode::SaidToBe(role, _) => Truth::from(subject.is_said_to_be(*role)),
        ConditionNode::Unstated(fact, _) => Truth::from(!subject.is_spoken_of(*fact)),
        ConditionNode::Compute(compute, _) => subject.answer(&Atom::Compute(compute.clone())),
        ConditionNode::Begun(provision, _) => {
            let start = view.start(provision, None);
            Truth::from(start.is_some_and(|start| start.effective <= view.on()))
        }
        ConditionNode::Constant(value, _) => Truth::from(*value),
        ConditionNode::Reading(reading, alternatives) => {
            let chosen = choices.of(*reading);
            match alternatives.iter().find(|(number, _)| *number == chosen) {
                Some((_, condition)) => of(condition),
                None => Truth::False,
            }
        }
    }
}

/// The value of a test of which nothing is known: what begins after the day asked about has not happened by then.
pub(crate) fn test_of_nothing(view: &View, test: &FactTest, start: Option<Date>) -> Truth {
    match test {
        FactTest::FromUntilAsked(Cut::Day(day)) if *day > view.on() => Truth::False,
        FactTest::FromUntilAsked(Cut::Start) if start.is_none_or(|day| day > view.on()) => {
            Truth::False
        }
        _ => Truth::Unknown,
    }
}

pub(crate) fn fact_test(
    view: &View,
    test: &FactTest,
    knowledge: &Knowledge,
    start: Option<Date>,
) -> Truth {
    let day = |cut: &Cut| match cut {
        Cut::Day(day) => Some(*day),
        Cut::Start => start,
    };
    match test {
        FactTest::Yes => knowledge.test(&Test::Yes),
        FactTest::Is(option) => knowledge.test(&Test::Is(*option)),
        FactTest::HasAny(members) => {
            Truth::any(members.iter().map(|member| knowledge.test(&Test::Has(*member))))
        }
        FactTest::Above(cut) => knowledge.test(&Test::Above(cut.clone())),
        FactTest::AtLeast(cut) => knowledge.test(&Test::AtLeast(cut.clone())),
        FactTest::Before(cut) => match day(cut) {
            Some(day) => !knowledge.test(&Test::From(day)),
            None => Truth::False,
        },
        FactTest::FromUntilAsked(cut) => match day(cut).filter(|day| *day <= view.on()) {
            Some(day) => {
                let after = view.on().next_day().unwrap_or(view.on());
                Truth::all([knowledge.test(&Test::From(day)), !knowledge.test(&Test::From(after))])
            }
            None => Truth::False,
        },
    }
}
