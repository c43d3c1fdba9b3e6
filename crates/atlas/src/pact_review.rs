//! The page on which a person accepts or rejects claims that were read in news.

use actlas_pact::{
    JoinedProposal, Pacts, Proposal, ProposalOf, Proposals, Review, position_words,
    proposal_sentence,
};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::pact_parts::{capital, language};
use crate::page::{GENERATOR, POLICY};

const SCRIPT: &str =
    concat!(include_str!("../assets/shared.js"), include_str!("../assets/review.js"));

/// A self-contained page with every claim in its paragraph. It saves a file of lines and sends nothing.
pub fn pact_review(pacts: &Pacts, proposals: &Proposals, engine: &str) -> String {
    // Rejected ones stay on the page, so that a rejection can be taken back.
    let mut all = proposals.clone();
    all.all.iter_mut().for_each(|at| at.review = Review::Open);
    let joined = all.joined(pacts);
    let review = |id: &str| proposals.all.iter().find(|at| at.id == id).map(|at| &at.review);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="generator" content=(GENERATOR);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { "Review of claims read in news · Actlas" }
                style {
                    (PreEscaped(include_str!("../assets/pact.css")))
                    (PreEscaped(include_str!("../assets/review.css")))
                }
            }
            body {
                main {
                    h1 { "Claims read in news" }
                    p.lead {
                        "Each was read by phrases and stays proposed until a person accepts it. Accept what the "
                        "marked words say of who stands where; reject what they do not. Rejecting does not say "
                        "the opposite."
                    }
                    p.keys {
                        "Keys: " kbd { "j" } " next, " kbd { "k" } " back, " kbd { "a" } " accept, "
                        kbd { "r" } " reject, " kbd { "u" } " undo."
                    }
                    div.desk {
                        label { "Your name " input #by name="by" type="text" autocomplete="name" required; }
                        span #done {}
                        button #save type="button" { "Save the review" }
                        p #status role="status" {}
                    }
                    @for one in &joined {
                        section {
                            h2 { (capital(&proposal_sentence(pacts, one))) }
                            (beside(one))
                            @for source in &one.sources {
                                (claim(source, review(&source.id), &proposal_sentence(pacts, one)))
                            }
                        }
                    }
                }
                footer {
                    p {
                        "Actlas " (engine) ". Nothing leaves this page until you save; the file goes to "
                        code { "--reviewed" } " of " code { "actlas pact positions" } " and "
                        code { "actlas pact site" } "."
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

/// What else is said of the same pair.
pub(crate) fn beside(one: &JoinedProposal) -> Markup {
    let words = |positions: &[actlas_pact::Position]| {
        positions.iter().map(|at| position_words(*at)).collect::<Vec<_>>().join(", ")
    };
    html! {
        @if one.first.organisation.is_none() {
            p.soft { "Nobody listed goes by the name " (one.first.name) "; the claim stays unresolved." }
        }
        @if !one.beside.is_empty() {
            p.odd { "Other articles say otherwise: " (words(&one.beside)) "." }
        }
        @if let (Some(position), false) = (one.position(), one.recorded.is_empty()) {
            @if one.recorded == [position] { p.soft { "The rows recorded with sources say the same." } }
            @else { p.soft { "The rows recorded with sources say: " (words(&one.recorded)) "." } }
        }
    }
}

fn claim(at: &Proposal, review: Option<&Review>, says: &str) -> Markup {
    let (before, word) = match review {
        Some(Review::Attested(word)) => ("attest", Some(word)),
        Some(Review::Rejected(word)) => ("reject", Some(word)),
        Some(Review::Open) | None => ("", None),
    };
    html! {
        article.claim tabindex="0" data-id=(at.id) data-before=(before) data-state=(before)
            data-says=(says) aria-label={ (says) ", by " (at.file) } {
            (quoted(at))
            p.meta {
                (at.file) ", article " (at.article)
                @if !at.language.is_empty() { ", " (language(&at.language)) }
                @if let Some(when) = at.when { ", " (when.words()) }
                @if !at.by.is_empty() { ". Decided by: " q dir="auto" { (at.by) } }
                "."
            }
            @if let ProposalOf::Event { reason, .. } = &at.of {
                @if !reason.is_empty() { p.meta { "Reason as stated: " q dir="auto" { (reason) } } }
            }
            @if let Some(word) = word {
                p.meta { "Reviewed by " (word.by) ", " (word.at) @if !word.why.is_empty() { ": " (word.why) } "." }
            }
            div.acts {
                button type="button" data-act="attest" aria-pressed="false" { "Accept" }
                button type="button" data-act="reject" aria-pressed="false" { "Reject" }
                button type="button" data-act="undo" { "Undo" }
                label { "Why " input.why type="text" placeholder="optional"; }
            }
            p.meta.state {}
        }
    }
}

/// The paragraph with the sentence marked.
pub(crate) fn quoted(at: &Proposal) -> Markup {
    let before = at.paragraph.get(..at.quote_at).unwrap_or_default();
    let after = at.paragraph.get(at.quote_at + at.quote.len()..).unwrap_or_default();
    let language = (!at.language.is_empty()).then_some(at.language.as_str());
    // Of a long list only the line is shown.
    let under = Some(&at.under).filter(|under| !at.paragraph.contains(under.as_str()));
    html! {
        @if let Some(under) = under {
            p.meta { "Listed under: " q dir="auto" lang=[language] { (under) } }
        }
        blockquote dir="auto" lang=[language] { (before) mark { (at.quote) } (after) }
    }
}
