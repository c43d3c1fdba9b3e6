//! Parts that the pages about pacts share.

use actlas_facts::{Date, day_text};
use actlas_pact::{
    Agreement, Basis, Claim, Event, Filter, Instrument, InstrumentIx, OrgIx, Pacts, Position,
    SourceRef, Standing, When, date_words, sentence,
};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::pact_svg::basis_words;
use crate::page::GENERATOR;

/// Where a page stands in the site.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    Overview,
    Organisations,
    Timeline,
    Unknown,
    Other,
}

const TABS: [(Tab, &str, &str); 4] = [
    (Tab::Overview, "index.html", "Instruments"),
    (Tab::Organisations, "organisations.html", "Organisations"),
    (Tab::Timeline, "timeline.html", "Timeline"),
    (Tab::Unknown, "unknown.html", "What is not known"),
];

/// Whether a page stands in a site or by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stands {
    InSite(Tab),
    Alone,
}

/// A whole page. It fetches nothing, so it works from disk and nobody learns that it was read.
pub(crate) fn page(title: &str, stands: Stands, foot: &Markup, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="generator" content=(GENERATOR);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self'";
                title { (title) " · Actlas" }
                style { (PreEscaped(include_str!("../assets/pact.css"))) }
            }
            body {
                @if let Stands::InSite(tab) = stands {
                    a.skip href="#main" { "Skip to the content" }
                    div.top {
                        nav.bar aria-label="Site" {
                            strong { "Who pledged what about AI" }
                            @for (at, address, name) in TABS {
                                a href=(address) aria-current=[(at == tab).then_some("page")] { (name) }
                            }
                        }
                    }
                }
                main #main { h1 { (title) } (body) }
                footer { (foot) }
            }
        }
    };
    page.into_string()
}

/// What every page ends with.
pub(crate) fn foot(pacts: &Pacts, on: Date, engine: &str) -> Markup {
    html! {
        p {
            "State of " (day_text(on)) ", by the sources recorded. Actlas " (engine) ", data "
            code { (pacts.hash.chars().take(19).collect::<String>()) } ". "
            "Summaries are in our own words; the source beside each claim says more. A voluntary pledge \
             gives no legal effect beyond what is said here, and nothing here is legal advice."
        }
    }
}

/// A link to a source, or its title where it has no address.
pub(crate) fn source(at: &SourceRef) -> Markup {
    html! {
        @if at.url.is_empty() { (at.title) " (no address recorded)" }
        @else { a href=(at.url) rel="noreferrer" { (at.name()) } }
        @if !at.language.is_empty() && at.language != "en" { " (" (language(&at.language)) ")" }
    }
}

/// The name of a language; its code where it is not listed.
pub(crate) fn language(code: &str) -> &str {
    let names = [
        ("ar", "Arabic"),
        ("bg", "Bulgarian"),
        ("cs", "Czech"),
        ("da", "Danish"),
        ("de", "German"),
        ("el", "Greek"),
        ("en", "English"),
        ("es", "Spanish"),
        ("et", "Estonian"),
        ("fi", "Finnish"),
        ("fr", "French"),
        ("ga", "Irish"),
        ("hr", "Croatian"),
        ("hu", "Hungarian"),
        ("id", "Indonesian"),
        ("it", "Italian"),
        ("ja", "Japanese"),
        ("ko", "Korean"),
        ("lt", "Lithuanian"),
        ("lv", "Latvian"),
        ("mt", "Maltese"),
        ("nl", "Dutch"),
        ("no", "Norwegian"),
        ("pl", "Polish"),
        ("pt", "Portuguese"),
        ("ro", "Romanian"),
        ("ru", "Russian"),
        ("sk", "Slovak"),
        ("sl", "Slovenian"),
        ("sv", "Swedish"),
        ("tr", "Turkish"),
        ("uk", "Ukrainian"),
        ("vi", "Vietnamese"),
        ("zh", "Chinese"),
    ];
    names.iter().find(|(at, _)| *at == code).map_or(code, |(_, name)| name)
}

/// The mark that everything unsure carries.
pub(crate) fn unsure(why: &str) -> Markup {
    html! { @if !why.is_empty() { " " span.unsure { b { "UNSURE" } " " (why) } } }
}

/// The first letter large.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn side(position: Position) -> &'static str {
    match position {
        Position::Signed | Position::Partial => "in",
        Position::Declined | Position::Left => "out",
        Position::Announced | Position::Undecided | Position::Absent => "neither",
    }
}

/// Whether a later claim took the place of a claim.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rank {
    Current,
    Earlier,
}

/// A claim with its date, basis and source.
pub(crate) fn claim(pacts: &Pacts, at: &Claim, rank: Rank) -> Markup {
    let class = format!("{} {}", side(at.position), at.basis.as_str());
    let class = if rank == Rank::Earlier { format!("{class} replaced") } else { class };
    html! {
        li class=(class) {
            (capital(&sentence(pacts, at))) "." (unsure(&at.unsure))
            span.meta {
                span.tag { (basis_words(at.basis)) } " "
                (capital(&date_words(at))) ". Source: " (source(&at.source)) "."
                @if rank == Rank::Earlier { " Later claims take its place." }
            }
        }
    }
}

/// An event with its date and source.
pub(crate) fn event(pacts: &Pacts, at: &Event) -> Markup {
    html! {
        li {
            strong { (pacts.name(at.organisation)) } ": " (at.says) "."
            @if !at.reason.is_empty() { " Reason as stated: " (at.reason) "." }
            (unsure(&at.unsure))
            span.meta {
                span.tag { (at.kind.as_str().replace('-', " ")) } " "
                (capital(&at.when.at_words())) ". Source: " (source(&at.source)) "."
            }
        }
    }
}

/// The claims of a standing, side by side, then the earlier ones.
pub(crate) fn standing(pacts: &Pacts, at: &Standing) -> Markup {
    html! {
        @if at.agreement() == Agreement::Contradict {
            p.odd { "Sources contradict each other; they stay side by side." }
        }
        ul.claims {
            @for one in &at.current { (claim(pacts, one, Rank::Current)) }
            @for one in at.earlier.iter().rev() { (claim(pacts, one, Rank::Earlier)) }
        }
    }
}

/// The page of an organisation.
pub(crate) fn org_file(pacts: &Pacts, at: OrgIx) -> String {
    pacts.organisation(at).map(|at| format!("organisation-{}.html", at.id)).unwrap_or_default()
}

/// The page of an instrument.
pub(crate) fn instrument_file(pacts: &Pacts, at: InstrumentIx) -> String {
    pacts.instrument(at).map(|at| format!("instrument-{}.html", at.id)).unwrap_or_default()
}

/// What is known of a pair by a day, for sections of a story.
pub(crate) fn standings_of(
    pacts: &Pacts,
    organisation: Option<OrgIx>,
    instrument: Option<InstrumentIx>,
    on: Date,
) -> Vec<Standing<'_>> {
    pacts.standings(Filter { organisation, instrument, on: Some(on) })
}

/// Whether a claim is no more than a missing name.
pub(crate) fn is_mere_absence(at: &Claim) -> bool {
    at.basis == Basis::Absence
}

/// Says that an instrument did not exist yet on a day: nobody taking part is then no finding.
pub fn pact_not_yet(instrument: &Instrument, on: Date) -> Option<String> {
    let first = instrument.not_yet(on)?;
    let on = When::day(on).words();
    Some(format!("did not exist yet on {on}: {}, {}", first.says, first.when.words()))
}
