//! Which kind of authority is competent for a duty.

use actlas_facts::{Date, OptionIx};
use actlas_logic::{Truth, Values};

use crate::calendar::Provision;
use crate::cite::Citation;
use crate::duty::DutyIx;
use crate::lower::Lowered;
use crate::model::{ActIx, Condition, Pack, PointKind, Spot};
use crate::subject::Subject;

/// A kind of authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorityKind {
    /// The word used in files, such as `market_surveillance`.
    pub id: String,
    /// For people.
    pub title: String,
}

/// Whether others are competent beside an authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Nobody else.
    Nobody,
    /// Whoever comes after it in the list.
    Others,
}

/// How far the vocabulary can tell whether an authority is competent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Its condition says so.
    Exactly,
    /// Where its condition holds it is possible, no more.
    Possibly,
}

/// What an authority is competent for, as one act made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Authority {
    /// The word used in the pack; a later entry with the same word takes the place of an earlier one.
    pub id: String,
    /// The kind, by its position in [`Pack::authority_kinds`].
    pub kind: usize,
    /// The act that made it.
    pub by: ActIx,
    /// The point of the amending act.
    pub item: Option<u32>,
    /// The provision that dates it, where it starts apart from its act.
    pub starts: Option<Provision>,
    /// Systems or models; both if nothing is said.
    pub of: Option<PointKind>,
    /// Roles it is about; none means all.
    pub roles: Vec<OptionIx>,
    /// Roles it is about as well where the actor holds one of those.
    pub also: Vec<OptionIx>,
    /// Duties it is about; none means all.
    pub duties: Vec<DutyIx>,
    /// When it is competent; always if nothing is said.
    pub when: Option<Condition>,
    /// Whether others are competent beside it.
    pub beside: Beside,
    /// How far the vocabulary can tell.
    pub told: Told,
    /// Where it stands.
    pub cite: Citation,
    /// What it says, in our own words.
    pub says: String,
    /// What is unsure about it.
    pub unsure: String,
    /// Where it stands in the pack.
    pub at: Spot,
}

/// For whom an authority is looked up.
#[derive(Clone, Copy)]
pub struct Owed<'a> {
    /// The duty.
    pub duty: DutyIx,
    /// The role; `None` for duties of whoever acts.
    pub role: Option<OptionIx>,
    /// Systems or models.
    pub kind: PointKind,
    /// The day on which the duty is looked at.
    pub day: Date,
    /// The value of every rule.
    pub values: &'a Values,
}

impl Pack {
    /// The kind of an authority.
    pub fn authority_kind(&self, authority: &Authority) -> Option<&AuthorityKind> {
        self.authority_kinds.get(authority.kind)
    }
}

impl<'p> Lowered<'p> {
    /// The authorities that are or may be competent, in the order of the list, up to the one that is
    /// competent alone.
    pub fn competent(&self, owed: &Owed, subject: &Subject) -> Vec<(&'p Authority, Truth)> {
        let pack = self.view().pack();
        let mut competent = Vec::new();
        for authority in pack.authorities.iter().filter(|at| self.speaks_of(at, owed)) {
            let truth = match &authority.when {
                Some(when) => self.truth(when, owed.values, subject),
                None => Truth::True,
            };
            let acts = match authority.roles.as_slice() {
                [] => Truth::True,
                roles => self.acts_as(owed.role, (roles, &authority.also), owed.values),
            };
            let truth = match (Truth::all([truth, acts]), authority.told) {
                (Truth::True, Told::Possibly) => Truth::Unknown,
                (truth, _) => truth,
            };
            if truth != Truth::False {
                competent.push((authority, truth));
            }
            if truth == Truth::True && authority.beside == Beside::Nobody {
                break;
            }
        }
        competent
    }

    fn speaks_of(&self, authority: &Authority, owed: &Owed) -> bool {
        let within = authority.of.is_none_or(|of| of == owed.kind)
            && (authority.duties.is_empty() || authority.duties.contains(&owed.duty));
        let speaking = |at: &&Authority| at.id == authority.id && self.has_begun(at, owed.day);
        let last = self.view().pack().authorities.iter().rfind(speaking);
        within && last.is_some_and(|last| std::ptr::eq(last, authority))
    }

    /// Whether an entry speaks on a day: its act is known and in force by then, and it has started. What
    /// the first act says is what will speak before it is in force.
    fn has_begun(&self, authority: &Authority, day: Date) -> bool {
        let view = self.view();
        let Some(act) = view.pack().acts.get(authority.by.0) else { return false };
        let in_force = authority.by == ActIx(0) || act.in_force <= day;
        let starts = authority.starts.as_ref();
        let started =
            starts.is_none_or(|at| view.start(at, None).is_some_and(|at| at.effective <= day));
        act.published <= view.known() && in_force && started
    }
}
