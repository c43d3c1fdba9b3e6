//! Days and ceilings of duties in words.

use actlas_law::Class;
use actlas_law::compute::{Size, Tier, fine_ceiling};
use actlas_logic::Decimal;

use serde::Serializer;

use super::{Ceiling, Competent, Due, Duties, DutyStatus, Held, OtherAnswer, OtherOwing, Owing};
use crate::words::{existing, long_date};

/// How many of the facts that decide who is competent, or which ceiling counts, are named in words; the data name all.
const DEPENDING: usize = 3;

/// The turnover and size that ceilings are computed with, if they are known. Ceilings are never an
/// expected fine.
#[derive(Clone, Debug, Default)]
pub struct Fines {
    known: Option<(Decimal, Size)>,
}

impl Fines {
    /// Ceilings of an undertaking with a worldwide annual turnover in euro and a size.
    pub fn of(turnover: Decimal, size: Size) -> Fines {
        Fines { known: Some((turnover, size)) }
    }

    /// Writes the ceilings in euro beside the tiers, where the turnover is known.
    pub fn work_out(&self, duties: &mut Duties) {
        let Some((turnover, size)) = &self.known else { return };
        for ceiling in duties.duties.iter_mut().map(|owing| &mut owing.ceiling) {
            let size = counted(*size, ceiling.mid_cap);
            let at_most =
                |word: &str| Some(fine_ceiling(Tier::parse(word)?, size, turnover).to_string());
            ceiling.at_most = at_most(&ceiling.tier);
            if let Some(other) = &mut ceiling.otherwise {
                other.at_most = at_most(&other.tier);
            }
        }
    }

    /// The ceiling in words, with its arithmetic where the turnover is known; `asks` names a fact.
    pub fn words(&self, ceiling: &Ceiling, asks: &dyn Fn(&str) -> String) -> String {
        let mid_cap = ceiling.mid_cap;
        let mut words = self.of_tier((&ceiling.tier, mid_cap), &ceiling.cite, &ceiling.unsure);
        if let Some(day) = ceiling.from.as_deref() {
            words += &format!("; nobody can be fined before {}", long_date(day));
        }
        if let Some(other) = &ceiling.otherwise {
            let facts: Vec<&str> = other.decided_by.iter().map(String::as_str).collect();
            let other = self.of_tier((&other.tier, mid_cap), &other.cite, "");
            words += &format!("; or {other}{}", depending(&facts, asks));
        }
        words
    }

    fn of_tier(&self, (word, mid_cap): (&str, Size), cite: &str, unsure: &str) -> String {
        let unsure = match unsure.is_empty() {
            true => String::new(),
            false => format!(", unsure ({unsure})"),
        };
        let Some(tier) = Tier::parse(word) else {
            return format!("set by national law ({cite}){unsure}");
        };
        let (fixed, percent) = tier.figures();
        let fixed = grouped(&fixed.to_string());
        let words = match &self.known {
            _ if percent == 0 => format!("at most EUR {fixed}"),
            None => format!(
                "at most EUR {fixed} or {percent} % of worldwide annual turnover, the higher{}",
                relief(tier, mid_cap)
            ),
            Some((turnover, size)) => {
                let share = turnover.times(percent).scaled(-2);
                let size = counted(*size, mid_cap);
                let cap = fine_ceiling(tier, size, turnover);
                let pick = if tier.takes_lower(size) { "lower" } else { "higher" };
                format!(
                    "at most EUR {}, the {pick} of EUR {fixed} and {percent} % of EUR {} = EUR {}",
                    grouped(&cap.to_string()),
                    grouped(&turnover.to_string()),
                    grouped(&share.to_string())
                )
            }
        };
        format!("{words} ({cite}){unsure}")
    }
}

/// The size that counts where a small mid-cap counts as this.
fn counted(size: Size, mid_cap: Size) -> Size {
    if size == Size::MidCap { mid_cap } else { size }
}

fn relief(tier: Tier, mid_cap: Size) -> &'static str {
    match (tier.takes_lower(Size::Small), tier.takes_lower(mid_cap)) {
        (true, true) => " (the lower for small companies and small mid-caps)",
        (true, false) => " (the lower for small companies)",
        (false, _) => "",
    }
}

/// `15 000 000`. A text that is not made of digits stays as it is.
fn grouped(text: &str) -> String {
    let (whole, rest) = text.split_once('.').map_or((text, ""), |(whole, rest)| (whole, rest));
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    if !rest.is_empty() {
        grouped.push('.');
        grouped += rest;
    }
    grouped
}

impl Due {
    /// "20 January 2028"; where facts decide, "11 January 2028 at the earliest and 10 February 2028 at the latest,
    /// depending on `incident_known_on`". `day` writes a day, `asks` names a fact.
    pub fn latest_words(
        &self,
        day: &dyn Fn(&str) -> String,
        asks: &dyn Fn(&str) -> String,
    ) -> String {
        let mut words = day(&self.latest);
        if self.decided_by.is_empty() {
            return words;
        }
        words += " at the earliest";
        if let Some(at_latest) = &self.at_latest {
            words += &format!(" and {} at the latest", day(at_latest));
        }
        let facts: Vec<&str> = self.decided_by.iter().map(String::as_str).collect();
        words + &depending(&facts, asks)
    }

    /// "somebody died, known on 10 January 2028; Art. 73(4); earlier once the cause is clear".
    pub fn why(&self) -> String {
        let mut words = self.what.clone();
        if !self.beside.is_empty() {
            words += &format!(", and beside that: {}", self.beside.join("; "));
        }
        let known = long_date(&self.known);
        words += &match self.decided_by.is_empty() {
            true => format!(", known on {known}"),
            false => format!(", known on {known} at the earliest"),
        };
        format!("{words}; {}; earlier once the cause is clear", self.cite)
    }
}

#[expect(clippy::ref_option, reason = "serde passes references")]
pub(super) fn status_or_not_brought<S: Serializer>(
    status: &Option<DutyStatus>,
    to: S,
) -> Result<S::Ok, S::Error> {
    to.serialize_str(status.map_or("not_brought", DutyStatus::as_str))
}

impl OtherAnswer {
    /// `U-04=text`.
    pub fn chosen(&self) -> String {
        format!("{}={}", self.question, self.reading)
    }

    /// "nothing that is known brings it", "owed since 2 August 2026".
    pub fn words(&self) -> String {
        let Some(status) = self.status else { return "nothing that is known brings it".to_owned() };
        let day = self.effective.as_deref().map(long_date);
        match (status, day) {
            (DutyStatus::Owed, Some(day)) => format!("owed since {day}"),
            (DutyStatus::Legacy, Some(day)) => format!("legacy, to be met by {day}"),
            (DutyStatus::Legacy, None) => {
                "legacy, not before a significant change of design".to_owned()
            }
            (DutyStatus::Open, _) | (_, None) => status.words().to_owned(),
            (status, Some(day)) => format!("{} from {day}", status.words()),
        }
    }

    /// `U-04=text not_brought`, `U-11=text owed 2026-08-02`, as a cell of a table.
    pub fn cell(&self) -> String {
        let status = self.status.map_or("not_brought", DutyStatus::as_str);
        let day = self.effective.as_ref().map(|day| format!(" {day}")).unwrap_or_default();
        format!("{} {status}{day}", self.chosen())
    }
}

impl OtherOwing {
    /// "O-PROH-1 Do without: owed since 2 February 2025 by G-5d=text".
    pub fn words(&self) -> String {
        let answer = &self.answer;
        format!("{} {}: {} by {}", self.duty, self.title, answer.words(), answer.chosen())
    }

    /// "Shop as deployer".
    pub fn who(&self) -> String {
        let as_role = match (self.role.as_str(), self.held) {
            ("anyone", _) => "whoever acts".to_owned(),
            (role, Held::Holds) => format!("as {}", role.replace('_', " ")),
            (role, Held::MayHold) => format!("as {}, if it is one", role.replace('_', " ")),
        };
        match self.actor.is_empty() {
            true => as_role,
            false => format!("{} {as_role}", self.actor),
        }
    }
}

impl Duties {
    /// "U-28=text gives undetermined", one for each answer that gives another class or other days.
    pub fn contested_words(&self) -> Vec<String> {
        let words = self.contested.iter().map(|at| {
            let class = Class::parse(&at.class).map_or(at.class.as_str(), |class| class.words());
            let dates = at.dates();
            let dates = if dates.is_empty() { dates } else { format!(" ({dates})") };
            format!("{}={} gives {class}{dates}", at.question, at.reading)
        });
        words.collect()
    }
}

impl Owing {
    /// "by U-04=text nothing that is known brings it; by U-11=text owed since 2 August 2026"; empty where no other answer differs.
    pub fn contested_words(&self) -> String {
        let words = self.contested.iter().map(|at| format!("by {} {}", at.chosen(), at.words()));
        words.collect::<Vec<_>>().join("; ")
    }

    /// The day and what it rests on: "from 2 December 2027 (Art. 113(c)(i); formally since 2 August 2026)".
    pub fn when(&self) -> String {
        let effective = self.effective.as_deref();
        let mut basis = self.basis.clone();
        if self.status != DutyStatus::Legacy
            && let (Some(formal), Some(effective)) = (self.formal.as_deref(), effective)
            && formal != effective
        {
            basis += &format!("; by the letter from {}", long_date(formal));
        }
        if let Some(day) = self.by_act_in_force_from.as_deref() {
            basis += &format!("; by an act in force from {}", long_date(day));
        }
        let day = effective.map(long_date);
        let says = match (self.status, self.until.as_deref(), day) {
            (DutyStatus::Legacy, Some("significant-change"), _) => {
                "not before a significant change of design".to_owned()
            }
            (DutyStatus::Legacy, _, Some(day)) if self.decided_by.is_empty() => {
                format!("to be met by {day}")
            }
            (DutyStatus::Legacy, _, Some(day)) => {
                format!("to be met by {day}, unless what would decide says otherwise")
            }
            (DutyStatus::Owed, _, Some(day)) => format!("since {day}{}", self.unless_existing()),
            (_, _, Some(day)) => format!("from {day}{}", self.unless_existing()),
            (_, _, None) => String::new(),
        };
        format!("{says} ({basis}){}", self.released())
    }

    /// What else would count if the system was there before, where nobody stated whether it was.
    pub fn unless_existing(&self) -> String {
        let runs = self.status == DutyStatus::Owed;
        self.if_existing.as_deref().map(|until| existing(until, runs)).unwrap_or_default()
    }

    /// Who became provider instead, where somebody did.
    pub fn released(&self) -> String {
        match self.released_by.is_empty() {
            true => String::new(),
            false => format!(
                "; not for the system of which {} became provider (Art. 25(2))",
                self.released_by.join(", ")
            ),
        }
    }

    /// Who is competent, and who would be if something that is not stated were so.
    /// `asks` names a fact.
    pub fn authority_words(&self, asks: &dyn Fn(&str) -> String) -> String {
        let sure = self.authority.iter().map(|at| match at.unsure.is_empty() {
            true => format!("{} ({})", at.title, at.cite),
            false => format!("{} ({}, unsure)", at.title, at.cite),
        });
        let mut words = sure.collect::<Vec<_>>().join(" and ");
        let mut facts: Vec<&str> = Vec::new();
        for fact in self.authority_otherwise.iter().flat_map(|at| &at.decided_by) {
            if !facts.contains(&fact.as_str()) {
                facts.push(fact);
            }
        }
        let is_told = |title: &str| {
            let told = |at: &&Competent| at.title == title && at.unsure.is_empty();
            self.authority_otherwise.iter().any(|at| told(&at))
        };
        let mut titles: Vec<String> = Vec::new();
        for other in &self.authority_otherwise {
            let title = match is_told(&other.title) {
                true => other.title.clone(),
                false => format!("unsure: {}", other.title),
            };
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        if !titles.is_empty() {
            words += &format!(", or another ({})", titles.join(", "));
            words += &depending(&facts, asks);
        }
        words
    }
}

/// ", depending on A, B, C and 2 more facts"; nothing where no fact is known to decide.
fn depending(facts: &[&str], asks: &dyn Fn(&str) -> String) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let named: Vec<String> = facts.iter().take(DEPENDING).map(|fact| asks(fact)).collect();
    let more = match facts.len().saturating_sub(DEPENDING) {
        0 => String::new(),
        1 => " and 1 more fact".to_owned(),
        more => format!(" and {more} more facts"),
    };
    format!(", depending on {}{more}", named.join(", "))
}
