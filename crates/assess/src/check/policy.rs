//! What an organisation asks of its own register.

use std::collections::BTreeMap;

use actlas_facts::{Date, Place};

/// What is done about a breach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing is looked at.
    Off,
    /// It is said.
    Note,
    /// It is said loudly.
    Warning,
    /// The check fails.
    Error,
}

impl Level {
    /// All of them.
    pub const ALL: [Level; 4] = [Level::Off, Level::Note, Level::Warning, Level::Error];

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// What a policy can ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Nothing prohibited.
    Prohibited,
    /// No practice of Article 5 left open.
    ProhibitedOpen,
    /// Nothing undetermined that is in use.
    Undetermined,
    /// Everything listed or high-risk has an owner.
    Owner,
    /// Everything listed has a documented assessment under Article 6(3).
    Assessment,
    /// Every duty that is owed soon has evidence.
    Evidence,
    /// No evidence has expired.
    Expired,
    /// No report is overdue.
    Overdue,
    /// What the configuration names is in the register.
    Absent,
    /// Everything can be read.
    Unreadable,
    /// Nothing was found that may be meant otherwise, such as facts that contradict each other.
    Findings,
}

impl Rule {
    /// All of them, the gravest first.
    pub const ALL: [Rule; 11] = [
        Rule::Prohibited,
        Rule::ProhibitedOpen,
        Rule::Undetermined,
        Rule::Owner,
        Rule::Assessment,
        Rule::Evidence,
        Rule::Expired,
        Rule::Overdue,
        Rule::Absent,
        Rule::Unreadable,
        Rule::Findings,
    ];

    /// The key in the configuration.
    pub fn key(self) -> &'static str {
        match self {
            Rule::Prohibited => "prohibited",
            Rule::ProhibitedOpen => "prohibited-open",
            Rule::Undetermined => "undetermined",
            Rule::Owner => "owner",
            Rule::Assessment => "assessment",
            Rule::Evidence => "evidence",
            Rule::Expired => "expired-evidence",
            Rule::Overdue => "overdue-report",
            Rule::Absent => "absent",
            Rule::Unreadable => "unreadable",
            Rule::Findings => "findings",
        }
    }

    /// What it asks, in one line.
    pub fn asks(self) -> &'static str {
        match self {
            Rule::Prohibited => "no practice of Article 5 is indicated",
            Rule::ProhibitedOpen => "no practice of Article 5 is left open",
            Rule::Undetermined => "nothing in use is undetermined",
            Rule::Owner => "every listed or high-risk use has an owner",
            Rule::Assessment => "every listed use has an assessment under Article 6(3) named",
            Rule::Evidence => "every duty owed within the days set has evidence named",
            Rule::Expired => "no evidence named has expired",
            Rule::Overdue => "no report of an incident is overdue",
            Rule::Absent => "what the configuration names is in the register",
            Rule::Unreadable => "everything in the input can be read",
            Rule::Findings => "nothing in the input may be meant otherwise than it was read",
        }
    }

    /// The level if the configuration sets none.
    pub fn default_level(self) -> Level {
        match self {
            Rule::ProhibitedOpen | Rule::Findings => Level::Warning,
            _ => Level::Error,
        }
    }
}

/// A breach that somebody accepts for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accept {
    /// The rule.
    pub rule: Rule,
    /// The record.
    pub id: String,
    /// Who accepts it.
    pub by: String,
    /// The last day on which it is accepted.
    pub until: Date,
    /// Why.
    pub why: String,
    /// Where that is written.
    pub place: Place,
}

/// What is asked, how strictly, and what is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    levels: BTreeMap<Rule, Level>,
    /// Days from the day of the check within which duties need evidence.
    pub within_days: u16,
    /// The duty whose evidence is the assessment under Article 6(3).
    pub assessment: String,
    /// Roles of the organisation; empty for those that the register says are held.
    pub roles: Vec<String>,
    /// What is accepted.
    pub accepts: Vec<Accept>,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            levels: BTreeMap::new(),
            within_days: 90,
            assessment: "FLT-1".to_owned(),
            roles: Vec::new(),
            accepts: Vec::new(),
        }
    }
}

impl Policy {
    /// Sets the level of a rule.
    pub fn set(&mut self, rule: Rule, level: Level) {
        self.levels.insert(rule, level);
    }

    /// The level of a rule.
    pub fn level(&self, rule: Rule) -> Level {
        self.levels.get(&rule).copied().unwrap_or(rule.default_level())
    }

    pub(super) fn within(&self) -> time::Duration {
        time::Duration::days(i64::from(self.within_days))
    }

    pub(super) fn accepted(&self, rule: Rule, id: &str, on: Date) -> Option<&Accept> {
        self.accepts.iter().find(|at| at.rule == rule && at.id == id && at.until >= on)
    }
}
