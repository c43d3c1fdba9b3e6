//! A story told from recorded claims, as one page that stands by itself.

use actlas_pact::{Filter, InstrumentIx, OrgIx, Pacts, Story, StorySection, When};
use maud::{Markup, PreEscaped, html};

use crate::pact_parts::{Rank, Stands, capital, claim, event, foot, page, source, unsure};
use crate::pact_site::timeline_picture;
use crate::pact_svg::{Rows, pact_matrix_svg};

/// The story as one page.
pub fn pact_story(pacts: &Pacts, story: &Story, engine: &str) -> String {
    let mut organisations: Vec<OrgIx> = Vec::new();
    let mut instruments: Vec<InstrumentIx> = Vec::new();
    for section in &story.sections {
        for org in &section.organisations {
            if !organisations.contains(org) {
                organisations.push(*org);
            }
        }
        for at in &section.instruments {
            if !instruments.contains(at) {
                instruments.push(*at);
            }
        }
    }
    let span = (story.span.first, story.span.last);
    let rows = Rows::These(&organisations);
    let matrix = pact_matrix_svg(pacts, rows, &instruments, story.on, "Who stood where");
    let body = html! {
        p.lead { (story.lead) }
        @if !organisations.is_empty() {
            div.picture tabindex="0" role="region" aria-label="Matrix of positions; the claims below say the same as text" { (PreEscaped(matrix)) }
        }
        @for section in &story.sections { (section_markup(pacts, story, section)) }
        @if !organisations.is_empty() {
            h2 { "In the order of time" }
            (timeline_picture(pacts, &organisations, &instruments, span, "When it was said"))
        }
        h2 { "How many" }
        (counts(pacts, &instruments, story))
    };
    page(&story.title, Stands::Alone, &foot(pacts, story.on, engine), &body)
}

fn section_markup(pacts: &Pacts, story: &Story, section: &StorySection) -> Markup {
    let within = |when: Option<When>| match (section.span, when) {
        (Some(span), Some(when)) => when.first <= span.last && when.last >= span.first,
        (Some(_), None) => false,
        (None, _) => true,
    };
    let of = |instrument: InstrumentIx| {
        section.instruments.is_empty() || section.instruments.contains(&instrument)
    };
    let filter = Filter { on: Some(story.on), ..Filter::default() };
    let claims = section.organisations.iter().flat_map(|org| {
        let own = pacts.claims_of(Filter { organisation: Some(*org), ..filter });
        own.filter(|claim| of(claim.instrument) && within(claim.when)).collect::<Vec<_>>()
    });
    let claims: Vec<_> = claims.collect();
    let events: Vec<_> = pacts
        .events
        .iter()
        .filter(|at| section.organisations.contains(&at.organisation) && within(Some(at.when)))
        .filter(|at| at.instrument.is_none_or(of) && at.when.first <= story.on)
        .collect();
    html! {
        h2 { (section.title) }
        @for says in &section.says { p { (says) } }
        @if !section.sources.is_empty() {
            p.soft {
                "Read in "
                @for (number, at) in section.sources.iter().enumerate() { @if number > 0 { ", " } (source(at)) }
                "."
            }
        }
        @if !claims.is_empty() || !events.is_empty() {
            ul.claims {
                @for one in &claims { (claim(pacts, one, Rank::Current)) }
                @for one in &events { (event(pacts, one)) }
            }
        }
    }
}

fn counts(pacts: &Pacts, instruments: &[InstrumentIx], story: &Story) -> Markup {
    html! {
        @for at in instruments {
            @if let Some(instrument) = pacts.instrument(*at) {
                @let counts: Vec<_> = instrument.counts_by(story.on).collect();
                @if !counts.is_empty() {
                    h3 { (instrument.name) }
                    ul {
                        @for count in counts {
                            li { (capital(&count.when.words())) ": " (count.words()) " " (count.of) " (" (source(&count.source)) ")" (unsure(&count.unsure)) }
                        }
                    }
                    p { "What joining changes in law: " (instrument.joining.says) " " span.soft { "(" (instrument.joining.provision) ")" } }
                }
            }
        }
    }
}
