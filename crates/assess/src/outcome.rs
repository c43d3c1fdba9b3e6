//! The published shape of an answer: one JSON object for each system (DESIGN, "Outcome"). It changes
//! only by adding.

use serde::Serialize;
use serde_json::Value;

/// A layer's class and points.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Layered {
    /// The gravest class whose condition is true: read it as "at least".
    pub class: String,
    /// Points that are true.
    pub points: Vec<String>,
    /// Points that are false.
    pub excluded: Vec<String>,
}

/// Where the record stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Place {
    /// The file.
    pub path: String,
    /// The record in it, from 1.
    pub record: u64,
}

/// When the consequences of a point run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AppliesAt {
    /// The point.
    pub point: String,
    /// `now`, `later`, `legacy`, `sectoral` or `unknown`.
    pub status: String,
    /// The first day on which they can bite; for a protected system the day by which it complies, or
    /// nothing if only a significant change ends the protection.
    pub effective: Option<String>,
    /// The letter of Article 113.
    pub formal: Option<String>,
    /// What it rests on.
    pub basis: String,
    /// How long Article 111 protects: a day, or `significant-change`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Whether that is the earliest day, and facts that nobody stated decide whether it protects longer.
    #[serde(skip_serializing_if = "is_false")]
    pub at_least: bool,
    /// Nobody stated when the system was first there: until when Article 111 protects it, or did, if it was there
    /// before its cut-off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_existing: Option<String>,
    /// Facts that would decide the day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decided_by: Vec<String>,
    /// The day on which the act that sets the date enters into force, where that is still to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_act_in_force_from: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
pub(crate) fn is_false(value: &bool) -> bool {
    !*value
}

/// Another reading of a contested question, and what it would give.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contested {
    /// The question.
    pub question: String,
    /// The other answer.
    pub reading: String,
    /// The class under it.
    pub class: String,
    /// The points under it.
    pub points: Vec<String>,
    /// When the consequences of points run under it, where that differs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub applies: Vec<AppliesAt>,
}

/// A fact that is not known and would settle something.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Missing {
    /// The fact.
    pub fact: String,
    /// The question.
    pub question: String,
    /// Points that some answer would settle.
    pub settles: Vec<String>,
}

/// A statement that bears on a point, or a proposal that somebody rejected, which states nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// The fact.
    pub fact: String,
    /// What is said.
    pub value: Value,
    /// `attested` or `proposed`; `rejected` is no layer: then `by`, `at` and `why` are of who rejected it.
    pub layer: String,
    /// The points it bears on, or would.
    pub points: Vec<String>,
    /// The field of the record the words stand in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Where they start, in bytes of the field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// Where they end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    /// The words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Who says it.
    pub by: String,
    /// When.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// Why.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// What shows it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
}

/// One use of a record that has several.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UseOutcome {
    /// The use.
    pub id: String,
    /// What it is for.
    pub purpose: String,
    /// Its class in the indicated layer.
    pub class: String,
    /// Its points in the indicated layer.
    pub points: Vec<String>,
    /// Points that stay open.
    pub open: Vec<String>,
}

/// The roles of one actor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoleOf {
    /// The actor; empty if the record names none.
    pub actor: String,
    /// Roles that follow from what is known.
    pub holds: Vec<String>,
    /// Roles that nothing rules out.
    pub may_hold: Vec<String>,
    /// Provisions by which the actor becomes provider.
    pub becomes_provider_by: Vec<String>,
}

/// A finding about the record.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Noted {
    /// The code.
    pub code: String,
    /// `note`, `warning` or `error`.
    pub severity: String,
    /// Where.
    pub place: String,
    /// What happened.
    pub fact: String,
    /// What to do.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// Where, in parts.
    #[serde(skip)]
    pub at: actlas_facts::Place,
    /// By which step it was found.
    #[serde(skip)]
    pub step: Step,
}

/// The step by which a finding about a record was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Reading the record; whoever read it knows of it.
    Reading,
    /// Finding its outcome or its duties.
    Assessing,
}

/// What an answer rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Receipt {
    /// The version of the engine.
    pub engine: String,
    /// The hash of the pack.
    pub law: String,
    /// The hash of the lexicon; nothing was screened if there is none.
    pub lexicon: Option<String>,
    /// The language models that proposed something about this record.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub models: Vec<String>,
    /// The hash of the facts of this record.
    pub facts: String,
    /// `commission`, and every question answered otherwise than by default.
    pub readings: Vec<String>,
    /// The sets assumed.
    pub assumed: Vec<String>,
    /// The day the question is about.
    pub on: String,
    /// The day of knowledge.
    pub known: String,
}

/// The answer about one record.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
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
    /// By attested facts alone.
    pub established: Layered,
    /// By attested, then proposed, then assumed facts.
    pub indicated: Layered,
    /// Undecided points of which something is known.
    pub open: Vec<String>,
    /// How many undecided points nothing is known of.
    pub unexamined: usize,
    /// Those points, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unexamined_points: Option<Vec<String>>,
    /// When the consequences of indicated points run.
    pub applies: Vec<AppliesAt>,
    /// Readings that would give another answer.
    pub contested: Vec<Contested>,
    /// Facts that would settle open points, the most decisive first.
    pub missing: Vec<Missing>,
    /// What points rest on, and what was rejected.
    pub evidence: Vec<Evidence>,
    /// What is taken for granted.
    pub assumed: Vec<String>,
    /// Uses, where there are several.
    pub uses: Vec<UseOutcome>,
    /// Roles, where something is known of them.
    pub roles: Vec<RoleOf>,
    /// The record this is an instance of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_of: Option<String>,
    /// Findings.
    pub findings: Vec<Noted>,
    /// What the answer rests on.
    pub receipt: Receipt,
}
