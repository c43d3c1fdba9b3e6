//! Expectations about duties, from the block of a scenario.
//!
//! `duties: {provider: {O-PRV-09: later 2027-12-02}}`, `only: {provider: [O-LIT-1]}`,
//! `terms: {O-PRV-73: {clock: [15 days, 2 days], latest: 2028-01-20}}`.

use actlas_facts::{OptionIx, parse_date};
use actlas_logic::Decimal;
use actlas_yaml::Node;

use super::Expectation;
use super::owed::{DutyExpectation, ExpectedStanding, OnlyExpectation, Wants};
use crate::compute::{Size, Tier};
use crate::duty::DutyIx;
use crate::model::{Pack, Until};
use crate::standing::Stands;

/// A role by its word; `anyone` for duties of whoever acts.
fn role(pack: &Pack, word: &str) -> Option<Option<OptionIx>> {
    if word == "anyone" {
        return Some(None);
    }
    let fact = pack.vocabulary.find("actor_role")?;
    let roles = pack.vocabulary.get(fact)?.kind.options();
    Some(roles.iter().position(|role| role.id == word).map(|at| OptionIx(at as u8)))
        .filter(Option::is_some)
}

/// `duties:` of a scenario.
pub(super) fn duties(pack: &Pack, value: &Node) -> Option<Vec<Expectation>> {
    let mut made = Vec::new();
    for (word, duties) in value.map()? {
        let role = role(pack, word.text()?)?;
        for (duty, stands) in duties.map()? {
            let duty = pack.duty(duty.text()?)?;
            let wants = match stands.text()? {
                "none" => Wants::NotOwed(role),
                words => Wants::Stands(role, standing(words)?),
            };
            made.push(Expectation::Owes(DutyExpectation { duty, wants }));
        }
    }
    Some(made)
}

/// `only:` of a scenario.
pub(super) fn only(pack: &Pack, value: &Node) -> Option<Vec<Expectation>> {
    let mut made = Vec::new();
    for (word, duties) in value.map()? {
        let role = role(pack, word.text()?)?;
        let duties: Option<Vec<DutyIx>> =
            duties.list()?.iter().map(|at| pack.duty(at.text()?)).collect();
        made.push(Expectation::OwesOnly(OnlyExpectation { role, duties: duties? }));
    }
    Some(made)
}

/// `terms:` of a scenario.
pub(super) fn terms(pack: &Pack, value: &Node) -> Option<Vec<Expectation>> {
    let mut made = Vec::new();
    for (duty, terms) in value.map()? {
        let duty = pack.duty(duty.text()?)?;
        for (term, value) in terms.map()? {
            let words: Vec<&str> = match value.list() {
                Some(list) => list.iter().filter_map(Node::text).collect(),
                None => value.text().into_iter().collect(),
            };
            for word in words {
                let wants = wants(pack, term.text()?, word)?;
                made.push(Expectation::Owes(DutyExpectation { duty, wants }));
            }
        }
    }
    Some(made)
}

fn wants(pack: &Pack, term: &str, word: &str) -> Option<Wants> {
    let owned = word.to_owned();
    Some(match term {
        "clock" => Wants::Clock(owned),
        "retention" => Wants::Retention(owned),
        "does" => Wants::Does(owned),
        "relief" => Wants::Relief(owned),
        "tier" => {
            let (word, of) = word.split_once(" for ").unwrap_or((word, "anyone"));
            Wants::Tier(role(pack, of)?, tier(word)?)
        }
        "ceiling" => ceiling(word)?,
        "latest" if word == "none" => Wants::Latest(None),
        "latest" => Wants::Latest(Some(parse_date(word)?.0)),
        _ => return None,
    })
}

fn tier(word: &str) -> Option<Option<Tier>> {
    match word {
        "national" => Some(None),
        word => Tier::parse(word).map(Some),
    }
}

/// `mid-cap 120000000 is 3600000`.
fn ceiling(words: &str) -> Option<Wants> {
    let (company, cap) = words.split_once(" is ")?;
    let (size, turnover) = company.split_once(' ')?;
    let size = match size {
        "small" => Size::Small,
        "mid-cap" => Size::MidCap,
        "large" => Size::Large,
        _ => return None,
    };
    let euro = |text: &str| text.trim().parse::<Decimal>().ok();
    Some(Wants::Ceiling(size, euro(turnover)?, euro(cap)?))
}

/// `later 2027-12-02 formally 2026-08-02`, `legacy until significant-change`, `legacy by 2030-08-02`.
fn standing(words: &str) -> Option<ExpectedStanding> {
    let mut words = words.split_whitespace();
    let word = words.next()?;
    let all =
        [Stands::Owed, Stands::Later, Stands::UnlessExempted, Stands::Legacy, Stands::Undecided];
    let stands = all.into_iter().find(|stands| stands.as_str() == word)?;
    let mut expected = ExpectedStanding { stands, effective: None, formal: None, until: None };
    while let Some(word) = words.next() {
        let day = |word: &str| parse_date(word).map(|(day, _)| day);
        match word {
            "until" => {
                words.next().filter(|word| *word == "significant-change")?;
                expected.until = Some(Until::SignificantChange);
            }
            "by" => {
                let by = day(words.next()?)?;
                (expected.until, expected.effective) = (Some(Until::Day(by)), Some(by));
            }
            "formally" => expected.formal = Some(day(words.next()?)?),
            other => expected.effective = Some(day(other)?),
        }
    }
    Some(expected)
}
