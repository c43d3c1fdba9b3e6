//! Questions of the program, and what a subject answers.

use actlas_facts::{FactIx, Knowledge, OptionIx, Test};
use actlas_logic::Truth;

use crate::compute::Compute;
use crate::model::MayBe;

/// A question of the program that a record answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Atom {
    /// A test of one fact.
    Test(FactIx, Test),
    /// Whether an actor of the record may hold a role; never unknown.
    MayBe(OptionIx),
    /// Whether it is stated that the actor holds a role; never unknown.
    SaidToBe(OptionIx),
    /// Whether a yes/no fact is stated to hold; never unknown.
    Stated(FactIx),
    /// Whether anything is stated of a yes/no fact or a day; never unknown.
    Spoken(FactIx),
    /// A calculation over several facts.
    Compute(Compute),
}

impl Atom {
    /// The facts whose knowledge can change the answer.
    pub fn facts(&self) -> &[FactIx] {
        match self {
            Atom::Test(fact, _) | Atom::Stated(fact) | Atom::Spoken(fact) => {
                std::slice::from_ref(fact)
            }
            Atom::MayBe(_) | Atom::SaidToBe(_) => &[],
            Atom::Compute(compute) => compute.inputs(),
        }
    }
}

/// One use and one actor of a record, as far as they are known.
pub struct Subject<'a> {
    /// What is known of each fact.
    pub known: &'a dyn Fn(FactIx) -> Option<&'a Knowledge>,
    /// The fact that holds the actor's roles.
    pub roles: Option<FactIx>,
    /// Look at this role only.
    pub role: Option<OptionIx>,
}

impl Subject<'_> {
    /// What the subject answers to a question of the program.
    pub fn answer(&self, atom: &Atom) -> Truth {
        match atom {
            Atom::Test(fact, test) => match (self.known)(*fact) {
                Some(knowledge) => knowledge.test(test),
                None => Truth::Unknown,
            },
            Atom::MayBe(role) => Truth::from(self.may_hold(*role)),
            Atom::SaidToBe(role) => Truth::from(self.is_said_to_be(*role)),
            Atom::Stated(fact) => Truth::from(self.is_stated(*fact)),
            Atom::Spoken(fact) => Truth::from(self.is_spoken_of(*fact)),
            Atom::Compute(compute) => compute.evaluate(&|fact| (self.known)(fact).cloned()),
        }
    }

    /// Whether the actor may hold a role and nothing stated takes it out of the role's duties.
    pub fn may_be(&self, may: MayBe) -> bool {
        self.may_hold(may.role) && !may.unless_stated.is_some_and(|fact| self.is_stated(fact))
    }

    /// Whether it is stated that the actor holds a role.
    pub(crate) fn is_said_to_be(&self, role: OptionIx) -> bool {
        let known = self.roles.and_then(|fact| (self.known)(fact));
        known.is_some_and(|known| matches!(known, Knowledge::Set { has, .. } if has.contains(role)))
    }

    fn is_stated(&self, fact: FactIx) -> bool {
        (self.known)(fact).is_some_and(|known| *known == Knowledge::YesNo(Truth::True))
    }

    /// Whether anything is known of a yes/no fact or a day.
    pub(crate) fn is_spoken_of(&self, fact: FactIx) -> bool {
        (self.known)(fact).is_some_and(|known| match known {
            Knowledge::YesNo(truth) => truth.is_known(),
            Knowledge::Date(day) => day.low.is_some() || day.high.is_some(),
            _ => false,
        })
    }

    /// Whether the actor may hold a role: it is not known not to, and it is not filtered out.
    fn may_hold(&self, role: OptionIx) -> bool {
        let denied =
            self.roles.and_then(|fact| (self.known)(fact)).map(|knowledge| match knowledge {
                Knowledge::Set { hasnt, .. } => hasnt.contains(role),
                _ => false,
            });
        denied != Some(true) && self.role.is_none_or(|only| only == role)
    }
}
