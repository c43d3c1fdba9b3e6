//! Whether records keep a policy that an organisation set itself: the gate of `actlas check`.
//!
//! A breach is a breach of that policy, never of the law; and no breach is no statement that anything
//! complies.

mod policy;

use actlas_facts::{Code, CodeInfo, Date, Finding, Place, Record, Severity, day_text};

pub use policy::{Accept, Level, Policy, Rule};

use crate::duties::{Duties, DutyStatus, Held, Owing, Shown, Stands};
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

/// Duties named at most in one sentence.
const NAMED: usize = 5;

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
    /// Who accepted it, if somebody did and it still counts.
    pub accepted: Option<Accept>,
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
}

impl Policy {
    /// What a record breaches on a day. Retired records breach nothing.
    pub fn judge(&self, judged: &Judged, on: Date) -> Vec<Breach> {
        let Judged { record, outcome, .. } = judged;
        if outcome.stage == "retired" {
            return Vec::new();
        }
        let mut breaches = Breaches { policy: self, place: place(record), on, found: Vec::new() };
        breaches.class(judged);
        breaches.evidence(judged);
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
        let place = Place::default();
        let mut breaches = Breaches { policy: self, place, on, found: Vec::new() };
        for finding in findings {
            let Finding { code, severity, place, fact, hint } = finding;
            breaches.finding(place.clone(), severity.as_str(), code.0, fact, hint);
        }
        breaches.found
    }

    /// What the configuration names and the input does not hold.
    pub fn judge_absent(&self, absent: Vec<(Place, String)>, on: Date) -> Vec<Breach> {
        let place = Place::default();
        let mut breaches = Breaches { policy: self, place, on, found: Vec::new() };
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

impl Breaches<'_> {
    fn add(&mut self, rule: Rule, fact: impl Into<String>, hint: impl Into<String>) {
        self.add_duties(rule, fact, hint, Vec::new());
    }

    fn add_duties(
        &mut self,
        rule: Rule,
        fact: impl Into<String>,
        hint: impl Into<String>,
        duties: Vec<String>,
    ) {
        let level = self.policy.level(rule);
        if level == Level::Off {
            return;
        }
        let id = self.place.id.as_deref().unwrap_or_default();
        let accepted = self.policy.accepted(rule, id, self.on).cloned();
        let (fact, hint, place) = (fact.into(), hint.into(), self.place.clone());
        self.found.push(Breach { rule, level, place, fact, hint, duties, accepted });
    }

    fn finding(&mut self, place: Place, severity: &str, code: &str, fact: &str, hint: &str) {
        let rule = match severity {
            "error" => Rule::Unreadable,
            "warning" => Rule::Findings,
            _ => return,
        };
        let of_record = std::mem::replace(&mut self.place, place);
        self.add(rule, format!("{fact} ({code})"), hint);
        self.place = of_record;
    }

    /// The register as it is typed.
    fn input(&self) -> String {
        word(&self.place.path)
    }

    fn class(&mut self, judged: &Judged) {
        let Judged { outcome, duties, owner, .. } = judged;
        let practices = |points: &[String]| -> Vec<String> {
            points.iter().filter(|id| id.starts_with("art5.")).cloned().collect()
        };
        let input = self.input();
        let why = |points: &[String]| {
            let point = points.first().map(String::as_str).unwrap_or_default();
            format!("`actlas why {} {} --of {point}` says why", word(&outcome.id), input)
        };
        let (indicated, open) = (practices(&outcome.indicated.points), practices(&outcome.open));
        // Practices do not wait for scope or a day, which decide the class.
        let is_outside = matches!(outcome.indicated.class.as_str(), "out_of_scope" | "not_ai");
        if !indicated.is_empty() && !is_outside {
            let says = format!(
                "a prohibited practice is indicated: {}{}",
                indicated.join(", "),
                reserved(outcome, &indicated)
            );
            self.add(Rule::Prohibited, says, why(&indicated));
        }
        match outcome.indicated.class.as_str() {
            "undetermined" if outcome.stage == "in_use" => {
                let says = format!(
                    "it is in use and its class is undetermined (open points: {}; nothing known of {} \
                     more)",
                    outcome.open.len(),
                    outcome.unexamined
                );
                let (id, input) = (word(&outcome.id), self.input());
                let hint = format!("`actlas ask {id} {input}` asks what settles most");
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
                    self.add_duties(Rule::Assessment, says, hint, vec![duty]);
                }
            }
            _ => {}
        }
        if !open.is_empty() {
            let says = format!("a prohibited practice is not excluded: {}", open.join(", "));
            self.add(Rule::ProhibitedOpen, says, why(&open));
        }
    }

    fn is_assessed(&self, duties: &Duties) -> bool {
        let of_duties = duties.duties.iter().flat_map(|owing| &owing.named);
        of_duties
            .chain(&duties.not_asked_for)
            .any(|named| named.duty == self.policy.assessment && named.stands == Stands::Valid)
    }

    fn evidence(&mut self, judged: &Judged) {
        let duties = judged.duties;
        let mut groups: Vec<((&str, &str), Vec<&Owing>)> = Vec::new();
        for owing in duties.duties.iter().filter(|owing| self.is_ours(owing, &duties.duties)) {
            let who = (owing.actor.as_str(), owing.role.as_str());
            match groups.iter_mut().find(|(other, _)| *other == who) {
                Some((_, mine)) => mine.push(owing),
                None => groups.push((who, vec![owing])),
            }
        }
        let assessed = self.is_assessed(duties);
        for ((actor, role), mine) in groups {
            let role = role.replace('_', " ");
            let who = if actor.is_empty() { role } else { format!("{actor} as {role}") };
            let expired = mine.iter().copied().filter(|owing| owing.shown == Shown::Expired);
            self.of_duties(Rule::Expired, &who, &expired.collect::<Vec<_>>());
            let wanted = |owing: &&Owing| {
                let named = matches!(owing.shown, Shown::Evidenced | Shown::Expired);
                !named && self.is_wanted(owing, assessed)
            };
            let without: Vec<&Owing> = mine.iter().copied().filter(wanted).collect();
            self.of_duties(Rule::Evidence, &who, &without);
            for owing in mine {
                let Some(due) = &owing.due else { continue };
                let owed = owing.status == DutyStatus::Owed;
                if owed && owing.shown != Shown::Evidenced && due.latest < day_text(self.on) {
                    let says = format!(
                        "{who}: {} {} was due on {} and no evidence of it is named",
                        owing.duty, owing.title, due.latest
                    );
                    let hint = "report, and name the report as evidence";
                    self.add_duties(Rule::Overdue, says, hint, vec![owing.duty.clone()]);
                }
            }
        }
    }

    /// Whether a duty is one of the organisation: of the roles that are held and, where none is known to
    /// be held, of those that the organisation says are its own.
    fn is_ours(&self, owing: &Owing, all: &[Owing]) -> bool {
        let own = |role: &str| {
            let roles = &self.policy.roles;
            roles.is_empty() || role == "anyone" || roles.iter().any(|own| own == role)
        };
        let known = all
            .iter()
            .any(|at| at.actor == owing.actor && at.role != "anyone" && at.held == Held::Holds);
        let assumed = !known && !self.policy.roles.is_empty();
        own(&owing.role) && (owing.held == Held::Holds || assumed)
    }

    /// Whether evidence is wanted of a duty: it is owed by the last day that counts.
    fn is_wanted(&self, owing: &Owing, assessed: bool) -> bool {
        let last = self.on.checked_add(self.policy.within()).unwrap_or(self.on);
        let by = |day: Option<&String>| day.is_some_and(|day| *day <= day_text(last));
        let happened = owing.event.is_empty() || owing.due.is_some();
        happened
            && match owing.status {
                DutyStatus::Owed => true,
                DutyStatus::Later => by(owing.effective.as_ref()),
                DutyStatus::UnlessExempted => !assessed && by(owing.effective.as_ref()),
                DutyStatus::Legacy => owing.effective.is_some() && by(owing.until.as_ref()),
                DutyStatus::Open => false,
            }
    }

    fn of_duties(&mut self, rule: Rule, who: &str, owings: &[&Owing]) {
        if owings.is_empty() {
            return;
        }
        let named = owings.iter().take(NAMED).map(|at| format!("{} {}", at.duty, at.title));
        let mut named = named.collect::<Vec<_>>().join(", ");
        if owings.len() > NAMED {
            named += &format!(" and {} more", owings.len() - NAMED);
        }
        let duties = if owings.len() == 1 { "1 duty" } else { &format!("{} duties", owings.len()) };
        let (says, hint) = match rule {
            Rule::Expired => (
                format!("{who}: the evidence of {duties} expired: {named}"),
                "name what is valid now, with `until`".to_owned(),
            ),
            _ => (
                format!(
                    "{who}: {duties} owed by {} without evidence: {named}",
                    day_text(self.on.checked_add(self.policy.within()).unwrap_or(self.on))
                ),
                "name it in a facts file: a line with `duty` and `act: evidence`".to_owned(),
            ),
        };
        let duties = owings.iter().map(|at| at.duty.clone()).collect();
        self.add_duties(rule, says, hint, duties);
    }
}

/// Why practices are indicated and the class is not yet `prohibited`.
fn reserved(outcome: &Outcome, practices: &[String]) -> String {
    if outcome.indicated.class == "prohibited" {
        return String::new();
    }
    let later = outcome
        .applies
        .iter()
        .find(|at| at.status == "later" && at.effective.is_some() && practices.contains(&at.point));
    match later.and_then(|at| at.effective.as_deref()) {
        Some(day) => format!(", which applies from {day}"),
        None => ", if the Act applies".to_owned(),
    }
}

/// A name as one word of a command line.
fn word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./~:+@%".contains(c);
    match !text.is_empty() && text.chars().all(plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}
