//! Outcomes in sentences.

use actlas_facts::{Raw, day_text, parse_date};
use actlas_law::{Class, Pack, RuleVersion};

use crate::outcome::{AppliesAt, Contested, Evidence, Outcome};
use crate::publish::REJECTED;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2 December 2027`. A text that is no day stays as it is.
pub fn long_date(text: &str) -> String {
    match parse_date(text) {
        Some((day, last)) if day == last => {
            let (year, month, day) = day.to_calendar_date();
            let name = MONTHS.get(usize::from(u8::from(month)) - 1).copied().unwrap_or_default();
            format!("{day} {name} {year}")
        }
        _ => text.to_owned(),
    }
}

/// Who rejected a proposal, when and why, and what it was; nothing of what is stated.
pub fn rejection_words(at: &Evidence, pack: &Pack) -> Option<String> {
    if at.layer != REJECTED {
        return None;
    }
    let fact = pack.vocabulary.get(pack.vocabulary.find(&at.fact)?)?;
    let says = fact.read(Raw::Json(&at.value)).ok()?;
    let why = if at.why.is_empty() { String::new() } else { format!(": {}", at.why) };
    Some(format!(
        "rejected by {}, {}{why}. It states nothing: {} {}",
        at.by,
        long_date(&at.at),
        fact.question,
        fact.words(&says)
    ))
}

/// A share as a whole percentage; `<1 %` and `>99 %` where rounding would hide a remainder.
pub fn percent(part: usize, whole: usize) -> String {
    match (part, whole) {
        (_, 0) => "–".to_owned(),
        (0, _) => "0 %".to_owned(),
        (part, whole) if part == whole => "100 %".to_owned(),
        (part, whole) => match (part * 200 / whole).div_ceil(2) {
            0 => "<1 %".to_owned(),
            100 => ">99 %".to_owned(),
            percent => format!("{percent} %"),
        },
    }
}

/// Class and time in one sentence: "high-risk use, 4(a); duties from 2 December 2027".
pub fn headline(outcome: &Outcome, pack: &Pack) -> String {
    let class = Class::parse(&outcome.indicated.class).unwrap_or(Class::Undetermined);
    let label = |id: &String| {
        let rule = pack.find(id).and_then(|rule| pack.rule(rule));
        rule.map_or(
            id.clone(),
            |rule| if rule.label.is_empty() { id.clone() } else { rule.label.clone() },
        )
    };
    let decisive: Vec<String> =
        outcome.indicated.points.iter().filter(|id| bears(class, id)).map(label).collect();
    let mut words = class.words().to_owned();
    if !decisive.is_empty() {
        words += &format!(", {}", decisive.join(", "));
    }
    let first =
        outcome.applies.iter().filter(|at| bears(class, &at.point)).min_by_key(|at| rank(at));
    if let Some(applies) = first {
        words += &format!("; {}", when(class, applies));
        words += reworded(applies, pack);
    } else if let Some(from) = taken_out(class, outcome, pack) {
        words += &format!(
            "; an act in force from {} takes that out before duties start",
            long_date(&from)
        );
    } else if class == Class::Undetermined {
        let starts = |id: &&String| {
            pack.find(id).and_then(|rule| pack.rule(rule)).is_some_and(|rule| rule.starts.is_some())
        };
        let waiting: Vec<String> =
            outcome.indicated.points.iter().filter(starts).map(label).collect();
        words += &match (outcome.open.len(), waiting.as_slice()) {
            // Article 2(4) takes out the authority alone.
            (_, [_, ..]) if outcome.indicated.points.iter().any(|id| id == "art2.4") => format!(
                "; {} for whoever else offers or uses it; the authority is outside the Act, 2(4)",
                waiting.join(", ")
            ),
            (_, [_, ..]) => {
                format!("; {} if the Act applies, which is open", waiting.join(", "))
            }
            (0, []) => "; nothing stated bears on any point".to_owned(),
            (1, []) => "; one point is open".to_owned(),
            (open, []) => format!("; {open} points are open"),
        };
    }
    words
}

/// Whether attested facts alone give class and points: what stands beside [`headline`] wherever it is handed on.
/// Empty where no class is found.
pub fn layer_words(outcome: &Outcome, pack: &Pack) -> String {
    let class = Class::parse(&outcome.indicated.class).unwrap_or(Class::Undetermined);
    if outcome.established.class == outcome.indicated.class {
        return match class {
            Class::Undetermined => String::new(),
            _ => "established: attested facts alone say so".to_owned(),
        };
    }
    let label = |id: &&String| {
        let rule = pack.find(id).and_then(|rule| pack.rule(rule));
        rule.map(|rule| rule.label.clone()).filter(|label| !label.is_empty())
    };
    let attested = outcome.indicated.points.iter().filter(|id| bears(class, id));
    let attested = attested.filter(|id| outcome.established.points.contains(id));
    let attested: Vec<String> =
        attested.map(|id| label(&id).unwrap_or_else(|| id.clone())).collect();
    match attested.is_empty() {
        true => "indicated, not established: it rests on what is proposed or assumed".to_owned(),
        false => format!(
            "indicated; attested facts establish {}, the class rests on what is assumed or proposed too",
            attested.join(", ")
        ),
    }
}

/// What the act that sets the date does to the point itself, if it is not in force yet: until then the
/// point is judged by the text that is.
fn reworded(applies: &AppliesAt, pack: &Pack) -> &'static str {
    let rule = pack.find(&applies.point).and_then(|rule| pack.rule(rule));
    let (Some(rule), Some(from)) = (rule, &applies.by_act_in_force_from) else { return "" };
    let by_it = |version: &RuleVersion| {
        pack.acts.get(version.by.0).is_some_and(|act| day_text(act.in_force) == *from)
    };
    match rule.versions.iter().any(by_it) {
        true => " that words this point anew",
        false => "",
    }
}

/// The day from which an act published and not yet in force takes out all points that a class rests on.
fn taken_out(class: Class, outcome: &Outcome, pack: &Pack) -> Option<String> {
    let receipt = &outcome.receipt;
    let out = |id: &String| -> Option<String> {
        let rule = pack.rule(pack.find(id)?)?;
        rule.starts.as_ref()?;
        let gone = rule.versions.iter().filter(|version| version.when.is_none());
        let mut acts = gone.filter_map(|version| pack.acts.get(version.by.0));
        let act = acts.find(|act| {
            day_text(act.published) <= receipt.known && day_text(act.in_force) > receipt.on
        });
        act.map(|act| day_text(act.in_force))
    };
    let bearing = outcome.indicated.points.iter().filter(|id| bears(class, id));
    bearing.map(out).reduce(|all, one| all.and(one)).flatten()
}

/// Whether a point is what a class rests on.
fn bears(class: Class, id: &str) -> bool {
    match class {
        Class::Prohibited => id.starts_with("art5."),
        Class::HighRisk => id.starts_with("annex3.") || id.starts_with("annex1."),
        Class::Listed | Class::Exempted => id.starts_with("annex3.") || id.starts_with("art6.3"),
        Class::Transparency => id.starts_with("art50."),
        Class::GpaiSystemic | Class::Gpai => id.starts_with("gpai"),
        Class::OutOfScope => id.starts_with("art2."),
        Class::Undetermined | Class::Minimal | Class::NotAi => false,
    }
}

fn rank(applies: &AppliesAt) -> (u8, Option<String>) {
    let status = match applies.status.as_str() {
        "now" => 0,
        "unknown" => 1,
        "later" => 2,
        "legacy" => 3,
        _ => 4,
    };
    (status, applies.effective.clone())
}

fn when(class: Class, applies: &AppliesAt) -> String {
    let what = if class == Class::Prohibited { "the prohibition applies" } else { "duties" };
    let day = applies.effective.as_deref().map(long_date).unwrap_or_default();
    let act = match &applies.by_act_in_force_from {
        Some(from) => format!(", by an act in force from {}", long_date(from)),
        None => String::new(),
    };
    let words = match (applies.status.as_str(), applies.until.as_deref()) {
        ("now", _) => format!("{what} since {day}{}", applies.reservation()),
        ("later", _) => format!("{what} from {day}{}", applies.reservation()),
        ("legacy", Some("significant-change")) => {
            "protected as an existing system until its design changes significantly".to_owned()
        }
        ("legacy", _) => {
            format!("protected as an existing system until {day}{}", applies.reservation())
        }
        ("sectoral", _) => "requirements come through the law of the product".to_owned(),
        _ if applies.decided_by.is_empty() => format!("{what} from {day}, if at all"),
        _ => format!(
            "{what} from {day} unless protected as an existing system, depending on {}",
            applies.decided_by.join(", ")
        ),
    };
    words + &act
}

impl Contested {
    /// When points run under the reading, where that differs: `art50.2 since 2026-08-02`.
    pub fn dates(&self) -> String {
        let dates = self.applies.iter().map(|at| {
            let point = &at.point;
            match (at.status.as_str(), at.effective.as_deref()) {
                ("legacy", None) => format!("{point} protected until a significant change"),
                ("legacy", Some(day)) => format!("{point} protected until {day}"),
                ("now", Some(day)) => format!("{point} since {day}"),
                ("later", Some(day)) => format!("{point} from {day}"),
                ("unknown", Some(day)) => format!("{point} from {day} unless protected"),
                (status, _) => format!("{point} {status}"),
            }
        });
        dates.collect::<Vec<_>>().join(", ")
    }
}

impl AppliesAt {
    /// What facts that nobody stated may change about the day, to stand behind it; mostly nothing.
    pub fn reservation(&self) -> String {
        match self.if_existing.as_deref() {
            Some(until) => existing(until, self.status == "now"),
            None if self.at_least => {
                format!(" at least, for longer depending on {}", self.decided_by.join(", "))
            }
            None => String::new(),
        }
    }
}

/// What else would count if the system was there before a cut-off of Article 111, which nobody stated.
pub(crate) fn existing(until: &str, runs: bool) -> String {
    match (until, runs) {
        ("significant-change", _) => " unless it is an existing system".to_owned(),
        (day, true) => format!(", or since {} if it is an existing system", long_date(day)),
        (day, false) => {
            format!(" unless it is an existing system, which has time until {}", long_date(day))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_never_hide_a_remainder() {
        let check = |part, whole, want: &str| assert_eq!(percent(part, whole), want);
        check(0, 10, "0 %");
        check(1, 1000, "<1 %");
        check(1, 3, "33 %");
        check(2, 3, "67 %");
        check(999, 1000, ">99 %");
        check(10, 10, "100 %");
        check(0, 0, "–");
    }

    #[test]
    fn days_are_written_out() {
        assert_eq!(long_date("2027-12-02"), "2 December 2027");
        assert_eq!(long_date("significant-change"), "significant-change");
    }
}
