//! What is said with something else: whoever says that a system makes credit scores says that it judges.
//! Who denies the one while stating the other contradicts himself.

use actlas_facts::{FactIx, Knowledge, Test};
use actlas_logic::Truth;

use crate::model::{FactTest, Pack, Spot};

/// A statement that comes with others about the same system, use, actor or model.
#[derive(Clone, Debug, PartialEq)]
pub struct Follow {
    /// What is stated; all of it.
    pub when: Vec<(FactIx, FactTest)>,
    /// The fact that is stated with it.
    pub fact: FactIx,
    /// What is said of that.
    pub says: Knowledge,
    /// Where it stands.
    pub at: Spot,
}

impl Follow {
    /// Whether what is said of a fact is what `when` asks of it; of a test that no `when` has, unknown.
    pub fn meets(test: &FactTest, says: &Knowledge) -> Truth {
        match test {
            FactTest::Yes => says.test(&Test::Yes),
            FactTest::Is(option) => says.test(&Test::Is(*option)),
            FactTest::HasAny(of) => Truth::any(of.iter().map(|at| says.test(&Test::Has(*at)))),
            FactTest::Above(_)
            | FactTest::AtLeast(_)
            | FactTest::Before(_)
            | FactTest::FromUntilAsked(_) => Truth::Unknown,
        }
    }
}

impl Pack {
    /// Adds what is said with facts of one system, use and actor; what contradicts itself is unknown.
    pub fn with_what_follows(&self, facts: &mut Vec<(FactIx, Knowledge)>) {
        for follow in &self.follows {
            let holds = |(fact, test): &(FactIx, FactTest)| {
                let about = facts.iter().find(|(ix, _)| ix == fact);
                about.is_some_and(|(_, says)| Follow::meets(test, says) == Truth::True)
            };
            if !follow.when.iter().all(holds) {
                continue;
            }
            let kind = self.vocabulary.get(follow.fact).map(|fact| &fact.kind);
            let place = facts.iter_mut().find(|(ix, _)| *ix == follow.fact);
            match (place, kind) {
                (Some((_, known)), Some(kind)) => {
                    let (joined, disputed) = known.join(&follow.says);
                    let nothing = || Knowledge::nothing(kind);
                    *known = joined.map_or_else(nothing, |at| at.undisputed(disputed, kind));
                }
                _ => facts.push((follow.fact, follow.says.clone())),
            }
        }
    }
}
