//! Claims read in news beside those with a recorded source: always marked, never mixed.

use actlas_pact::{JoinedProposal, Pacts, Proposal, ProposalOf, Review, When, proposal_sentence};
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::pact_parts::{capital, language, org_file};
use crate::pact_review::{beside, quoted};
use crate::tables::write;

/// How far somebody stands for it.
fn standing(one: &JoinedProposal) -> Markup {
    html! {
        @match one.attested() {
            Some(word) => {
                span.tag { "attested" } " by " (word.by) ", " (word.at)
                @if !word.why.is_empty() { ": " (word.why) }
            }
            None => { span.tag.proposed { "proposed" } " read in news, attested by nobody" }
        }
    }
}

/// The claims that a page is about.
pub(crate) fn proposed_section(
    pacts: &Pacts,
    news: &[JoinedProposal],
    about: impl Fn(&JoinedProposal) -> bool,
) -> Markup {
    let mine: Vec<&JoinedProposal> = news.iter().filter(|one| about(one)).collect();
    html! {
        @if !mine.is_empty() {
            h2 { "Read in news" }
            p {
                "Found in articles by phrases and proposed until a person attests it. Nothing here counts among "
                "the positions above."
            }
            ul.claims.news {
                @for one in mine {
                    li {
                        (capital(&proposal_sentence(pacts, one))) ". " (standing(one)) "."
                        (beside(one))
                        @for source in &one.sources { (source_of(source)) }
                    }
                }
            }
        }
    }
}

fn source_of(at: &Proposal) -> Markup {
    html! {
        (quoted(at))
        @if let ProposalOf::Event { reason, .. } = &at.of {
            @if !reason.is_empty() { p.soft { "Reason as stated: " q dir="auto" { (reason) } } }
        }
        span.meta {
            "Source: " (at.file)
            @if !at.language.is_empty() { " (" (language(&at.language)) ")" }
            @if let Some(when) = at.when { ", " (when.words()) }
            ". " code { (at.id) }
        }
    }
}

/// Entries of a timeline; what has no date has no place in it.
pub(crate) fn proposed_entries(pacts: &Pacts, news: &[JoinedProposal]) -> Vec<(When, Markup)> {
    let entry = |one: &JoinedProposal| {
        let when = one.sources.iter().find_map(|at| at.when)?;
        let words = capital(&proposal_sentence(pacts, one));
        let markup = html! {
            @match one.first.organisation {
                Some(at) => { a href=(org_file(pacts, at)) { (words) } },
                None => { (words) },
            }
            ". " (standing(one)) " "
            span.soft { "(" (one.sources.iter().map(|at| at.file.as_str()).collect::<Vec<_>>().join(", ")) ")" }
        };
        Some((when, markup))
    };
    news.iter().filter_map(entry).collect()
}

fn status(at: &Proposal) -> &'static str {
    match at.review {
        Review::Attested(_) => "attested",
        Review::Open | Review::Rejected(_) => "proposed",
    }
}

/// Claims read in news as a table, one line for each article.
pub fn pact_proposed_csv(pacts: &Pacts, news: &[JoinedProposal]) -> String {
    let names = [
        "id",
        "organisation",
        "name",
        "kind",
        "instrument",
        "position",
        "basis",
        "date",
        "later",
        "reason",
        "quote",
        "file",
        "language",
        "status",
        "by",
        "at",
        "why",
        "under",
    ];
    let header = names.map(str::to_owned).to_vec();
    let rows = news.iter().flat_map(|one| &one.sources).map(|at| {
        let (kind, instrument, position, basis, later, reason) = match &at.of {
            ProposalOf::Position { instrument, position, basis, later } => (
                "claim",
                pacts.instrument(*instrument).map_or("", |at| at.id.as_str()),
                position.as_str(),
                basis.as_str(),
                later.as_str(),
                "",
            ),
            ProposalOf::Event { kind, reason } => {
                ("event", "", kind.as_str(), "", "", reason.as_str())
            }
        };
        let id = at.organisation.and_then(|at| pacts.organisation(at)).map_or("", |at| &at.id);
        let date = at.when.map(|when| when.text()).unwrap_or_default();
        let (by, day, why) = match &at.review {
            Review::Attested(word) => (word.by.as_str(), word.at.as_str(), word.why.as_str()),
            Review::Open | Review::Rejected(_) => ("", "", ""),
        };
        [
            &at.id,
            id,
            &at.name,
            kind,
            instrument,
            position,
            basis,
            &date,
            later,
            reason,
            &at.quote,
            &at.file,
            &at.language,
            status(at),
            by,
            day,
            why,
            &at.under,
        ]
        .map(str::to_owned)
        .to_vec()
    });
    write(std::iter::once(header).chain(rows))
}

/// Claims read in news with all their articles, as JSON.
pub fn pact_proposed_json(pacts: &Pacts, news: &[JoinedProposal]) -> Value {
    let id = |at: &Proposal| {
        let organisation = at.organisation.and_then(|at| pacts.organisation(at));
        organisation.map(|at| at.id.clone())
    };
    let source = |at: &&Proposal| {
        json!({
            "id": at.id, "quote": at.quote, "under": at.under, "file": at.file, "article": at.article,
            "language": at.language, "date": at.when.map(|when| when.text()), "status": status(at),
        })
    };
    let one = |one: &JoinedProposal| {
        let mut value = json!({
            "sentence": proposal_sentence(pacts, one),
            "organisation": id(one.first),
            "name": one.first.name,
            "status": if one.attested().is_some() { "attested" } else { "proposed" },
            "beside": one.beside.iter().map(|at| at.as_str()).collect::<Vec<_>>(),
            "recorded": one.recorded.iter().map(|at| at.as_str()).collect::<Vec<_>>(),
            "sources": one.sources.iter().map(source).collect::<Vec<_>>(),
        });
        let parts = match &one.first.of {
            ProposalOf::Position { instrument, position, .. } => {
                let instrument = pacts.instrument(*instrument).map(|at| at.id.as_str());
                json!({"instrument": instrument, "position": position.as_str()})
            }
            ProposalOf::Event { kind, reason } => {
                json!({"event": kind.as_str(), "reason": reason})
            }
        };
        if let (Some(map), Value::Object(parts)) = (value.as_object_mut(), parts) {
            map.extend(parts);
            if let Some(word) = one.attested() {
                map.insert(
                    "attested".to_owned(),
                    json!({"by": word.by, "at": word.at, "why": word.why}),
                );
            }
        }
        value
    };
    news.iter().map(one).collect()
}
