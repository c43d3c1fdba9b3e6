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
    /// No duty that may be owed soon is open.
    EvidenceOpen,
    /// No evidence has expired.
    Expired,
    /// No report is overdue.
    Overdue,
    /// No report that may be owed is overdue.
    OverdueOpen,
    /// No other answer to a contested question gives another class or other duties.
    Contested,
    /// What the configuration names is in the register.
    Absent,
    /// Exceptions cover something and say what.
    Exceptions,
    /// Everything can be read.
    Unreadable,
    /// Nothing was found that may be meant otherwise, such as facts that contradict each other.
    Findings,
}

impl Rule {
    /// All of them, the gravest first.
    pub const ALL: [Rule; 15] = [
        Rule::Prohibited,
        Rule::ProhibitedOpen,
        Rule::Undetermined,
        Rule::Owner,
        Rule::Assessment,
        Rule::Evidence,
        Rule::EvidenceOpen,
        Rule::Expired,
        Rule::Overdue,
        Rule::OverdueOpen,
        Rule::Contested,
        Rule::Absent,
        Rule::Exceptions,
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
            Rule::EvidenceOpen => "evidence-open",
            Rule::Expired => "expired-evidence",
            Rule::Overdue => "overdue-report",
            Rule::OverdueOpen => "overdue-open",
            Rule::Contested => "contested",
            Rule::Absent => "absent",
            Rule::Exceptions => "exceptions",
            Rule::Unreadable => "unreadable",
            Rule::Findings => "findings",
        }
    }

    /// What it asks, in one line.
    pub fn asks(self) -> &'static str {
        match self {
            Rule::Prohibited => "no practice of Article 5 is indicated",
            Rule::ProhibitedOpen => "no practice of Article 5 is left open",
            Rule::Undetermined => "nothing that is or may be in use is undetermined",
            Rule::Owner => "every listed or high-risk use has an owner",
            Rule::Assessment => "every listed use has an assessment under Article 6(3) named",
            Rule::Evidence => "every duty owed within the days set has evidence named",
            Rule::EvidenceOpen => {
                "no duty that may be owed within the days set is open for want of facts"
            }
            Rule::Expired => "no evidence named has expired",
            Rule::Overdue => "no report of an incident is overdue",
            Rule::OverdueOpen => "no report of an incident that may be owed is overdue",
            Rule::Contested => {
                "no other answer to a contested question gives another class or other duties"
            }
            Rule::Absent => "what the configuration names is in the register",
            Rule::Exceptions => "every exception covers something and says what",
            Rule::Unreadable => "everything in the input can be read",
            Rule::Findings => "nothing in the input may be meant otherwise than it was read",
        }
    }

    /// The level if the configuration sets none.
    pub fn default_level(self) -> Level {
        match self {
            Rule::ProhibitedOpen | Rule::EvidenceOpen | Rule::OverdueOpen | Rule::Findings => {
                Level::Warning
            }
            Rule::Exceptions | Rule::Contested => Level::Note,
            _ => Level::Error,
        }
    }

    /// What an exception names that is not from all that the rule finds of a record.
    pub fn names(self) -> Option<&'static str> {
        match self {
            Rule::Prohibited | Rule::ProhibitedOpen => Some("points"),
            Rule::Evidence
            | Rule::EvidenceOpen
            | Rule::Expired
            | Rule::Overdue
            | Rule::OverdueOpen => Some("duties"),
            Rule::Contested => Some("answers"),
            Rule::Unreadable | Rule::Findings => Some("codes"),
            Rule::Undetermined
            | Rule::Owner
            | Rule::Assessment
            | Rule::Absent
            | Rule::Exceptions => None,
        }
    }

    pub(super) fn is_of_duties(self) -> bool {
        self.names() == Some("duties")
    }
}

/// A breach that somebody accepts for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accept {
    /// The rule.
    pub rule: Rule,
    /// The record.
    pub id: String,
    /// The points, duties or codes that it covers; all of the record where none is named, but for practices that are
    /// indicated.
    pub of: Vec<String>,
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
}
