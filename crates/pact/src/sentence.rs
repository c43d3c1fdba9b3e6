//! Claims in words. What is said depends on the position and on what it rests on: a report is not a
//! statement, and not being on a list is not a refusal.

use crate::model::{Basis, Claim, DateIs, Later, Pacts, Position, Verb};
use crate::news::Speaker;

/// One claim as a sentence without a full stop: "the press reports that X will not sign the EU AI
/// Pact".
pub fn sentence(pacts: &Pacts, claim: &Claim) -> String {
    sentence_about(pacts, pacts.name(claim.organisation), claim, Speaker::Reporter)
}

/// The same about an organisation that may not be listed; what is only heard is a rumour.
pub(crate) fn sentence_about(pacts: &Pacts, name: &str, claim: &Claim, speaker: Speaker) -> String {
    let who = match claim.service.as_str() {
        "" => name.to_owned(),
        service => format!("{name} ({service})"),
    };
    let Some(instrument) = pacts.instrument(claim.instrument) else { return who };
    let what = format!("the {}", instrument.name);
    let (did, will, part) = match instrument.verb {
        Verb::Sign => ("has signed", "sign", "has signed a part of"),
        Verb::Join => ("has joined", "join", "has joined a part of"),
    };
    let not_now = if claim.later == Later::Open { " for now" } else { "" };
    let deed = match claim.position {
        Position::Signed => format!("{did} {what}"),
        Position::Partial => format!("{part} {what}"),
        Position::Announced => format!("will {will} {what}"),
        Position::Undecided => format!("leaves open whether it will {will} {what}"),
        Position::Declined => format!("will not {will} {what}{not_now}"),
        Position::Left => format!("has left {what}"),
        Position::Absent => format!("is not among those who take part in {what}"),
    };
    let mut words = match (claim.basis, claim.position) {
        (Basis::OwnStatement, Position::Undecided) => format!("{who} {deed}"),
        (Basis::OwnStatement, _) => format!("{who} says that it {deed}"),
        (Basis::PressReport, _) if speaker == Speaker::Reports => {
            format!("rumour has it that {who} {deed}")
        }
        (Basis::PressReport, _) => format!("the press reports that {who} {deed}"),
        (Basis::OfficialList, Position::Signed) => format!("the list of {what} names {who}"),
        (Basis::OfficialList, Position::Absent) => {
            format!("the list of {what} does not name {who}")
        }
        (Basis::OfficialList, Position::Left) => {
            format!("the list of {what} no longer names {who}")
        }
        (Basis::OfficialList, _) => format!("whoever keeps {what} states that {who} {deed}"),
        (Basis::Absence, _) => {
            format!("{who} was not seen on a list of {what}, which is no refusal")
        }
    };
    if claim.position == Position::Declined && claim.later == Later::Open {
        words += "; it does not exclude doing so later";
    }
    if claim.position == Position::Partial && !claim.chapters.is_empty() {
        let chapter = |id: &String| instrument.group_name(id).to_lowercase();
        words +=
            &format!(" ({})", claim.chapters.iter().map(chapter).collect::<Vec<_>>().join(", "));
    }
    if !claim.reason.is_empty() {
        let link = if claim.position == Position::Announced { "; it says" } else { "; its reason" };
        words += &format!("{link}: {}", claim.reason);
    }
    if !claim.scope.is_empty() {
        words += &format!(" ({})", claim.scope);
    }
    words
}

/// The date of a claim in words, and what it is the date of.
pub fn date_words(claim: &Claim) -> String {
    let Some(when) = claim.when else { return "the date is not known".to_owned() };
    match claim.date_is {
        Some(DateIs::SignedOn) => format!("signed {}", when.at_words()),
        Some(DateIs::ListedBy) if claim.position == Position::Absent => {
            format!("by a list of {}", when.words())
        }
        Some(DateIs::ListedBy) => {
            format!("listed by {}; the day of signing is not known", when.words())
        }
        Some(DateIs::StatedOn) => format!("stated {}", when.at_words()),
        Some(DateIs::ReportedOn) => format!("reported {}", when.at_words()),
        Some(DateIs::SeenOn) => format!("seen {}", when.at_words()),
        None => format!("dated {}", when.words()),
    }
}

/// Short words of a position for tables.
pub fn position_words(position: Position) -> &'static str {
    match position {
        Position::Signed => "takes part",
        Position::Partial => "takes part in part",
        Position::Announced => "said it will",
        Position::Undecided => "leaves it open",
        Position::Declined => "will not",
        Position::Left => "left",
        Position::Absent => "not on the list",
    }
}
