//! The law as data.
//!
//! A [`Pack`] is read from files that mirror the Act, one article or annex each ([`Pack::load`]). A
//! [`View`] says which wording speaks on a day and when a provision starts, given what was published
//! by another day. [`Lowered`] turns a view and a choice of readings into one program of
//! `actlas-logic`; [`Lowered::judge`] answers it for one subject.
//!
//! The pack is data that a lawyer can read and sign: conditions are lists that mirror an article, every
//! leaf carries a citation, contested points name who holds which reading, and what is left out says
//! why. [`lint`] checks it, [`scenario`] tests it, [`mutate`] tests the tests; [`coverage`] tells article by article what
//! is encoded.
//!
//! This crate reads no clock, no network and no record from a file.

mod authority;
mod bulk;
mod calendar;
mod choices;
mod cite;
pub mod compute;
mod contested;
pub mod coverage;
mod dates;
mod duty;
pub mod explain_dates;
mod follow;
mod incident;
mod judge;
pub mod lint;
mod load;
mod lower;
mod misfit;
mod model;
pub mod months;
pub mod mutate;
mod paper;
pub mod reference;
mod remembered;
pub mod scenario;
mod source;
mod standing;
mod subject;
mod view;

pub use authority::{Authority, AuthorityKind, Beside, Owed, Told};
pub use bulk::Bulk;
pub use calendar::{Provision, Start};
pub use choices::Choices;
pub use cite::Citation;
pub use contested::Contested;
pub use duty::{
    Counts, Duty, DutyIx, DutyVersion, Fine, Otherwise, Penalty, Raise, Route, Shelter, Spare,
    Tells, Trigger, Undecided, Whose,
};
pub use follow::Follow;
pub use incident::{INCIDENT_FACTS, KnownIncident, incident};
pub use judge::{Applies, Class, Judgement, Memory, Settled, Status};
pub use lower::protections::OtherProtection;
pub use lower::roster::{Asked as RosterAsked, DutyRow, Of, Roster};
pub use lower::{Lowered, Outcome, Target, Variant};
pub use misfit::Misfit;
pub use model::{
    Act, ActDay, ActIx, Alternative, Amendment, AnnexRow, ApplicationRow, Assumptions, Condition,
    ConditionNode, Cut, FactTest, Legacy, LegacyScope, MayBe, Milestone, MilestoneDay, Pack,
    Placing, PointKind, Reading, ReadingIx, Rule, RuleFile, RuleIx, RuleVersion, Spot, StartsWith,
    Until, Untranslated,
};
pub use paper::{Enough, Field, Interval, Known, Paper, PaperNote, Section};
pub use remembered::Remembered;
pub use source::PackFiles;
pub use standing::{
    Brought, Pressing, PresumedRole, Runs, Standing, Stands, presumed_role, reached_by, role_bar,
};
pub use subject::{Atom, Subject};
pub use view::{View, ViewError};

/// The findings this crate reports while reading a pack; the lints have their own list.
pub const CODES: &[actlas_facts::CodeInfo] = &[load::PACK_UNREADABLE, load::PACK_INVALID];
