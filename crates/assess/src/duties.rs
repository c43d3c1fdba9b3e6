//! What is owed for a record, as whom, from when, and what is still open.

mod ahead;
mod authority;
mod ceiling;
mod conduct;
mod deciding;
mod due;
mod evidence;
mod excluded;
mod find;
mod other_readings;
mod placed;
mod search;
mod taken_over;
mod words;

use actlas_law::Stands as Standing;
use actlas_law::compute::Size;
use serde::Serialize;

pub use due::INCIDENT_WITHOUT_DAY;
pub use excluded::is_brought;
pub(crate) use excluded::role_may_follow;
pub(crate) use find::{By, stated};
pub use words::Fines;

use crate::outcome::{Contested, Noted, Place, Receipt, is_false};

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands references")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// Where a duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyStatus {
    /// Owed on the day asked about.
    Owed,
    /// Owed from a later day.
    Later,
    /// A listed use: owed unless an assessment under Article 6(3) is documented.
    UnlessExempted,
    /// Article 111 protects the system.
    Legacy,
    /// Something is stated that points to it, and facts are missing.
    Open,
}

impl DutyStatus {
    /// All of them, the most pressing first.
    pub const ALL: [DutyStatus; 5] = [
        DutyStatus::Owed,
        DutyStatus::Later,
        DutyStatus::UnlessExempted,
        DutyStatus::Legacy,
        DutyStatus::Open,
    ];

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            DutyStatus::Owed => "owed",
            DutyStatus::Later => "later",
            DutyStatus::UnlessExempted => "unless_exempted",
            DutyStatus::Legacy => "legacy",
            DutyStatus::Open => "open",
        }
    }

    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            DutyStatus::Owed => "owed",
            DutyStatus::Later => "owed later",
            DutyStatus::UnlessExempted => "owed unless exempt under Article 6(3)",
            DutyStatus::Legacy => "legacy",
            DutyStatus::Open => "open",
        }
    }
}

impl From<Standing> for DutyStatus {
    fn from(stands: Standing) -> DutyStatus {
        match stands {
            Standing::Owed => DutyStatus::Owed,
            Standing::Later => DutyStatus::Later,
            Standing::UnlessExempted => DutyStatus::UnlessExempted,
            Standing::Legacy => DutyStatus::Legacy,
            Standing::Undecided => DutyStatus::Open,
        }
    }
}

impl From<DutyStatus> for Standing {
    fn from(status: DutyStatus) -> Standing {
        match status {
            DutyStatus::Owed => Standing::Owed,
            DutyStatus::Later => Standing::Later,
            DutyStatus::UnlessExempted => Standing::UnlessExempted,
            DutyStatus::Legacy => Standing::Legacy,
            DutyStatus::Open => Standing::Undecided,
        }
    }
}

/// How sure it is that the actor holds the role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// It follows from what is known; where all its duties are owed unless exempt, so is the role.
    Holds,
    /// Nothing rules it out.
    MayHold,
}

/// What a breach can cost at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ceiling {
    /// `prohibited`, `operator`, `information`, `model`, or `national` where national law sets it.
    pub tier: String,
    /// Where it stands.
    pub cite: String,
    /// The open question it depends on.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unsure: String,
    /// The day from which the article that sets it can be used, where that is still to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The ceiling that would count if facts that nobody stated were so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<OtherCeiling>,
    /// The ceiling in euro, where the turnover is known: never an expected fine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<String>,
    /// What a small mid-cap counts as under the law by which the duty was read: the first act did not know them.
    #[serde(skip)]
    pub mid_cap: Size,
}

/// A ceiling that unknown facts decide about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherCeiling {
    /// Its tier.
    pub tier: String,
    /// Where it stands.
    pub cite: String,
    /// The facts.
    pub decided_by: Vec<String>,
    /// In euro, where the turnover is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<String>,
}

/// A kind of authority, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Competent {
    /// `market_surveillance`, `ai_office` …
    pub kind: String,
    /// For people.
    pub title: String,
    /// Where it stands.
    pub cite: String,
    /// What the provision says, in our own words.
    pub says: String,
    /// The amending provision that made it so, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Facts that would decide it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decided_by: Vec<String>,
    /// What is unsure about it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unsure: String,
}

/// A last day that counts from something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// What happened; of several kinds the one that sets the day.
    pub what: String,
    /// What is stated beside it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<String>,
    /// When it was known; the first day on which it can have been where that is not stated to the day.
    pub known: String,
    /// The last day, in plain calendar days; the earliest that it can be where facts decide.
    pub latest: String,
    /// The latest that it can be, where facts decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_latest: Option<String>,
    /// Facts that would decide the day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decided_by: Vec<String>,
    /// Where the period stands.
    pub cite: String,
}

/// Where the evidence of a duty stands on the day asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Evidence is named that is valid on the day. Whether it is enough nobody here can say.
    Evidenced,
    /// All that is named was valid up to an earlier day.
    Expired,
    /// The duty is owed and nothing that counts is named.
    Missing,
    /// Nothing is named, and nothing has to be yet: the duty is not owed, or waits for an event.
    NotDue,
}

impl Shown {
    /// All of them, the most pressing first.
    pub const ALL: [Shown; 4] = [Shown::Expired, Shown::Missing, Shown::Evidenced, Shown::NotDue];

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Shown::Evidenced => "evidenced",
            Shown::Expired => "expired",
            Shown::Missing => "missing",
            Shown::NotDue => "not_due",
        }
    }

    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Shown::Evidenced => "evidence named",
            Shown::Expired => "evidence expired",
            Shown::Missing => "no evidence named",
            Shown::NotDue => "no evidence due yet",
        }
    }
}

/// How a piece of evidence stands on the day asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// It counts.
    Valid,
    /// It was valid up to an earlier day.
    Expired,
    /// It is named on a later day.
    Later,
    /// The file at hand is not the one that was named.
    Differs,
    /// The file that was named with its hash is not there.
    Absent,
    /// It is from before the incident that is to be reported was known.
    Early,
}

/// What somebody names as evidence: a claim, shown as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedEvidence {
    /// The duty, as written.
    pub duty: String,
    /// How it stands on the day asked about.
    pub stands: Stands,
    /// Who names it.
    pub by: String,
    /// Since when.
    pub at: String,
    /// The last day on which it is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// A file or an address.
    pub source: String,
    /// The SHA-256 of the file.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    /// What it shows.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Whether the file was at hand and is the one that was named.
    pub file_checked: bool,
}

impl NamedEvidence {
    /// "named by A. Example on 1 March 2026, valid until 1 March 2027".
    pub fn words(&self) -> String {
        let mut words = format!("named by {} on {}", self.by, crate::long_date(&self.at));
        if let Some(until) = &self.until {
            let was = if self.stands == Stands::Expired { "was valid" } else { "valid" };
            words += &format!(", {was} until {}", crate::long_date(until));
        }
        match (self.stands, self.file_checked) {
            (Stands::Differs, _) => words += "; the file at hand is another one",
            (Stands::Absent, _) => words += "; the file is not there",
            (Stands::Later, _) => words += "; not yet on the day asked about",
            (Stands::Early, _) => words += "; from before the incident was known",
            (_, true) => words += "; the file at hand has that hash",
            (_, false) => {}
        }
        words
    }
}

/// Where a duty stands by another answer to a contested question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherAnswer {
    /// The question.
    pub question: String,
    /// The other answer.
    pub reading: String,
    /// Where it stands; `None`, `not_brought` in files, where nothing brings it.
    #[serde(serialize_with = "words::status_or_not_brought")]
    pub status: Option<DutyStatus>,
    /// The first day on which it can bite; for a protected system the day by which it complies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<String>,
    /// How long Article 111 protects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A duty that another answer to a contested question alone brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherOwing {
    /// The duty.
    pub duty: String,
    /// What it is called.
    pub title: String,
    /// The actor; empty if the record names none.
    pub actor: String,
    /// The role; `anyone` where the duty is addressed to whoever acts.
    pub role: String,
    /// Whether the actor holds the role.
    pub held: Held,
    /// Where it stands in the law.
    pub cite: String,
    /// Where it stands by that answer.
    #[serde(flatten)]
    pub answer: OtherAnswer,
}

/// One duty of one actor in one role.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Owing {
    /// The duty.
    pub duty: String,
    /// What it is called.
    pub title: String,
    /// The actor; empty if the record names none.
    pub actor: String,
    /// The role; `anyone` where the duty is addressed to whoever acts.
    pub role: String,
    /// Whether the actor holds the role.
    pub held: Held,
    /// The uses it comes from, where the record has several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<String>,
    /// Where it stands.
    pub status: DutyStatus,
    /// `established` if attested facts alone say so, else `indicated`.
    pub layer: String,
    /// The first day on which it can bite; for a protected system the day by which it complies.
    pub effective: Option<String>,
    /// The day by the law alone, where what the duty is about is only first placed on a later one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_law: Option<String>,
    /// The letter of Article 113.
    pub formal: Option<String>,
    /// What that rests on.
    pub basis: String,
    /// How long Article 111 protects: a day, or `significant-change`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Whether that is the earliest day, and facts that nobody stated decide whether it protects longer.
    #[serde(skip_serializing_if = "is_false")]
    pub at_least: bool,
    /// Whether, of a protected duty, what it turns on itself is open: it is `open` once the protection ends.
    #[serde(skip_serializing_if = "is_false")]
    pub condition_open: bool,
    /// Nobody stated when the system was first there: until when Article 111 protects it, or did, if it was there
    /// before its cut-off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_existing: Option<String>,
    /// The day on which the act that sets the date enters into force, where that is still to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_act_in_force_from: Option<String>,
    /// The amending provision that set the day, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_by: Option<String>,
    /// The amending provision that made the wording, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wording_by: Option<String>,
    /// Facts that would decide it, three at most.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decided_by: Vec<String>,
    /// How many more there are.
    #[serde(skip_serializing_if = "is_zero")]
    pub decided_by_more: usize,
    /// What other answers to contested questions make of it, where that is something else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contested: Vec<OtherAnswer>,
    /// Where it stands.
    pub cite: String,
    /// What is to be done.
    pub does: String,
    /// What must happen before anything is to be done; empty for standing duties.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub event: String,
    /// What shows that it is done.
    pub evidence: Vec<String>,
    /// Other actors of the record who became provider of the system under Article 25(1): for the system they took
    /// over this actor is provider no more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub released_by: Vec<String>,
    /// Where its evidence stands on the day.
    pub shown: Shown,
    /// What somebody names as evidence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<NamedEvidence>,
    /// By when, in words.
    pub clock: String,
    /// A last day that follows from what happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// How long records are kept.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub retention: String,
    /// What is made easier for whom.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub relief: String,
    /// Annexes that list its fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// What a breach can cost at most.
    pub ceiling: Ceiling,
    /// Who is competent, by what is known.
    pub authority: Vec<Competent>,
    /// Who would be instead or beside, if facts that nobody stated were so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authority_otherwise: Vec<Competent>,
}

/// The duties of one record.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Duties {
    /// The record.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `system`, `model`, `component` or `other`.
    pub kind: String,
    /// `planned`, `in_use`, `retired` or `unknown`.
    pub stage: String,
    /// The organisation; empty if the record names none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub organisation: String,
    /// Where it stands.
    pub source: Place,
    /// The class in the indicated layer.
    pub class: String,
    /// The classes that other answers to contested questions give, or other days of its points.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contested: Vec<Contested>,
    /// The duties, in the order of the catalogue, actor by actor.
    pub duties: Vec<Owing>,
    /// Duties that only other answers to contested questions bring.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_other_readings: Vec<OtherOwing>,
    /// Evidence of duties that nothing known brings here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_asked_for: Vec<NamedEvidence>,
    /// Findings.
    pub findings: Vec<Noted>,
    /// What the answer rests on.
    pub receipt: Receipt,
}
