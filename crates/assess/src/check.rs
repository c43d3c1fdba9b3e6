//! Whether records keep a policy that an organisation set itself: the gate of `actlas check`.
//!
//! A breach is a breach of that policy, never of the law; and no breach is no statement that anything
//! complies.

mod accepts;
mod contested;
mod owed;
mod policy;

use actlas_facts::{Code, CodeInfo, Date, Finding, Place, Record, Severity};

pub use accepts::{Short, Uncovered};
pub use policy::{Accept, Level, Policy, Rule};

use accepts::Cover;

use crate::duties::{Duties, Stands};
use crate::outcome::{Outcome, Step};

/// The configuration cannot be read.
pub const CONFIG_UNREADABLE: CodeInfo = CodeInfo {
    code: Code("config-unreadable"),
    severity: Severity::Error,
    title: "the configuration of a check could not be read",
};
/// No such key.
pub const CONFIG_KEY_UNKNOWN: CodeInfo = CodeInfo {
    code: Code("config-key-unknown"),
    severity: Severity::Error,
    title: "the configuration of a check has a key that does not exist",
};
/// Not a value that the key can have.
pub const CONFIG_VALUE: CodeInfo = CodeInfo {
    code: Code("config-value"),
    severity: Severity::Error,
    title: "a value in the configuration of a check is not one that its key can have",
};

/// An owner or an exception names the number of a record.
pub const CONFIG_BY_NUMBER: CodeInfo = CodeInfo {
    code: Code("config-by-number"),
    severity: Severity::Warning,
    title: "the configuration of a check names a record by its number in the file, which moves when records are inserted",
};

/// Something that the policy does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// What is breached.
    pub rule: Rule,
    /// How much it matters.
    pub level: Level,
    /// Where: the record, or the line of whatever is wrong.
    pub place: Place,
    /// What is the case, one sentence without a full stop.
    pub fact: String,
    /// What to do, likewise.
    pub hint: String,
    /// The duties it is about.
    pub duties: Vec<String>,
    /// What an exception from it names: points, duties or the code of a finding; nothing where the rule asks one thing
    /// of a record.
    pub of: Vec<String>,
    /// Who accepted it, if somebody did and it still counts.
    pub accepted: Option<Accept>,
    /// An exception for this rule and record that does not cover it.
    pub uncovered: Option<Uncovered>,
}

impl Breach {
    /// Whether it makes the check fail.
    pub fn fails(&self) -> bool {
        self.level == Level::Error && self.accepted.is_none()
    }
}

/// One record and everything a policy looks at.
#[derive(Clone, Copy)]
pub struct Judged<'a> {
    /// The record.
    pub record: &'a Record,
    /// Its outcome.
    pub outcome: &'a Outcome,
    /// Its duties.
    pub duties: &'a Duties,
    /// Who answers for it.
    pub owner: Option<&'a str>,
    /// The inputs and options by which it was read, as they are typed.
    pub typed: &'a str,
}

impl Policy {
    /// What a record breaches on a day. Retired records breach nothing.
    pub fn judge(&self, judged: &Judged, on: Date) -> Vec<Breach> {
        let Judged { record, outcome, .. } = judged;
        if outcome.stage == "retired" {
            return Vec::new();
        }
        let mut breaches = Breaches::new(self, place(record), on);
        breaches.class(judged);
        breaches.evidence(judged);
        breaches.contested(judged);
        let found = &judged.duties.findings;
        for noted in found.iter().filter(|at| at.step == Step::Assessing) {
            let mut place = noted.at.clone();
            if place.line.is_none() && place.path == record.path {
                place.line = record.line;
            }
            breaches.finding(place, &noted.severity, &noted.code, &noted.fact, &noted.hint);
        }
        breaches.found
    }

    /// What findings about the input and of its reading breach.
    pub fn judge_findings(&self, findings: &[Finding], on: Date) -> Vec<Breach> {
        let mut breaches = Breaches::new(self, Place::default(), on);
        for finding in findings {
            let Finding { code, severity, place, fact, hint } = finding;
            breaches.finding(place.clone(), severity.as_str(), code.0, fact, hint);
        }
        breaches.found
    }

    /// What the configuration names and the input does not hold.
    pub fn judge_absent(&self, absent: Vec<(Place, String)>, on: Date) -> Vec<Breach> {
        let mut breaches = Breaches::new(self, Place::default(), on);
        for (place, id) in absent {
            breaches.place = Place { id: Some(id.clone()), ..place };
            let says = format!("no record `{id}` in the input");
            breaches.add(Rule::Absent, says, "remove it here, or read the register it stands in");
        }
        breaches.found
    }
}

fn place(record: &Record) -> Place {
    Place {
        path: record.path.clone(),
        record: Some(record.number),
        line: record.line,
        column: None,
        id: Some(record.id.clone()),
    }
}

struct Breaches<'a> {
    policy: &'a Policy,
    place: Place,
    on: Date,
    found: Vec<Breach>,
}

impl<'a> Breaches<'a> {
    fn new(policy: &'a Policy, place: Place, on: Date) -> Breaches<'a> {
        Breaches { policy, place, on, found: Vec::new() }
    }

    fn add(&mut self, rule: Rule, fact: impl Into<String>, hint: impl Into<String>) {
        let cover = self.cover(rule, None);
        self.push(rule, cover, (fact.into(), hint.into()), (Vec::new(), Vec::new()));
    }

    /// Adds what a rule finds of several points or duties: one breach for all that the same exception covers, and one
    /// for all that none does.
    fn add_parts<T: Copy>(
        &mut self,
        rule: Rule,
        items: &[T],
        id: impl Fn(T) -> String,
        says: impl Fn(&Self, &[T]) -> (String, String),
    ) {
        let mut parts: Vec<(Cover<'a>, Vec<T>)> = Vec::new();
        for item in items.iter().copied() {
            let cover = self.cover(rule, Some(&id(item)));
            match parts.iter_mut().find(|(other, _)| *other == cover) {
                Some((_, mine)) => mine.push(item),
                None => parts.push((cover, vec![item])),
            }
        }
        for (cover, mine) in parts {
            let of: Vec<String> = mine.iter().map(|item| id(*item)).collect();
            let duties = if rule.is_of_duties() { of.clone() } else { Vec::new() };
            let said = says(self, &mine);
            self.push(rule, cover, said, (of, duties));
        }
    }

    fn cover(&self, rule: Rule, of: Option<&str>) -> Cover<'a> {
        let id = self.place.id.as_deref().unwrap_or_default();
        self.policy.cover((rule, id, of), self.on)
    }

    fn push(
        &mut self,
        rule: Rule,
        cover: Cover,
        (fact, hint): (String, String),
        (of, duties): (Vec<String>, Vec<String>),
    ) {
        let level = self.policy.level(rule);
        if level == Level::Off {
            return;
        }
        let (accepted, uncovered) = cover.owned();
        let place = self.place.clone();
        self.found.push(Breach { rule, level, place, fact, hint, duties, of, accepted, uncovered });
    }

    fn finding(&mut self, place: Place, severity: &str, code: &str, fact: &str, hint: &str) {
        let rule = match severity {
            "error" => Rule::Unreadable,
            "warning" => Rule::Findings,
            _ => return,
        };
        let of_record = std::mem::replace(&mut self.place, place);
        let says = |_: &Self, _: &[()]| (format!("{fact} ({code})"), hint.to_owned());
        self.add_parts(rule, &[()], |()| code.to_owned(), says);
        self.place = of_record;
    }

    fn class(&mut self, judged: &Judged) {
        let Judged { outcome, duties, owner, typed, .. } = judged;
        fn practices(points: &[String]) -> Vec<&str> {
            points.iter().map(String::as_str).filter(|id| id.starts_with("art5.")).collect()
        }
        let why = |points: &[&str]| {
            let point = points.first().copied().unwrap_or_default();
            format!("`actlas why {} {typed} --of {point}` says why", word(&outcome.id))
        };
        let (indicated, open) = (practices(&outcome.indicated.points), practices(&outcome.open));
        // Practices do not wait for scope or a day, which decide the class.
        let is_outside = matches!(outcome.indicated.class.as_str(), "out_of_scope" | "not_ai");
        if !is_outside {
            let says = |_: &Self, points: &[&str]| {
                let reserved = reserved(outcome, points);
                let named = points.join(", ");
                (format!("a prohibited practice is indicated: {named}{reserved}"), why(points))
            };
            self.add_parts(Rule::Prohibited, &indicated, str::to_owned, says);
        }
        match outcome.indicated.class.as_str() {
            // What is not known to be planned may be in use.
            "undetermined" if outcome.stage != "planned" => {
                let stage = match outcome.stage.as_str() {
                    "in_use" => "it is in use",
                    _ => "it may be in use, since its stage is not known,",
                };
                let says = format!(
                    "{stage} and its class is undetermined (open points: {}; nothing known of {} \
                     more)",
                    outcome.open.len(),
                    outcome.unexamined
                );
                let hint =
                    format!("`actlas ask {} {typed}` asks what settles most", word(&outcome.id));
                self.add(Rule::Undetermined, says, hint);
            }
            "high_risk" | "listed" | "exempted" => {
                if owner.is_none_or(|owner| owner.trim().is_empty()) {
                    let says = "a listed or high-risk use without an owner";
                    self.add(Rule::Owner, says, "name who answers for it under `[owners]`");
                }
                let wanted = outcome.indicated.class != "high_risk";
                if wanted && !self.is_assessed(duties) {
                    let duty = self.policy.assessment.clone();
                    let says = format!(
                        "a listed use, and no assessment under Article 6(3) is named as evidence of `{duty}`"
                    );
                    let hint = "name it in a facts file, or state the facts that decide the class";
                    let cover = self.cover(Rule::Assessment, None);
                    let said = (says, hint.to_owned());
                    self.push(Rule::Assessment, cover, said, (Vec::new(), vec![duty]));
                }
            }
            _ => {}
        }
        let says = |_: &Self, points: &[&str]| {
            (format!("a prohibited practice is not excluded: {}", points.join(", ")), why(points))
        };
        self.add_parts(Rule::ProhibitedOpen, &open, str::to_owned, says);
    }

    fn is_assessed(&self, duties: &Duties) -> bool {
        let of_duties = duties.duties.iter().flat_map(|owing| &owing.named);
        of_duties
            .chain(&duties.not_asked_for)
            .any(|named| named.duty == self.policy.assessment && named.stands == Stands::Valid)
    }
}

/// Why practices are indicated and the class is not yet `prohibited`.
fn reserved(outcome: &Outcome, practices: &[&str]) -> String {
    if outcome.indicated.class == "prohibited" {
        return String::new();
    }
    let later = outcome.applies.iter().find(|at| {
        at.status == "later" && at.effective.is_some() && practices.contains(&at.point.as_str())
    });
    match later.and_then(|at| at.effective.as_deref()) {
        Some(day) => format!(", which applies from {day}"),
        None => ", if the Act applies".to_owned(),
    }
}

/// A name as one word of a command line.
pub fn word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./~:+@%".contains(c);
    match !text.is_empty() && text.chars().all(plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}
