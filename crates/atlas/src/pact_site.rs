//! The public site about instruments and positions: static pages that fetch nothing.

use actlas_facts::{Date, day_text};
use actlas_pact::{
    Effect, Filter, Instrument, InstrumentIx, JoinedProposal, OrgIx, Pacts, Procedure, Proposals,
    Standing, When, date_words, position_words,
};
use maud::{Markup, PreEscaped, html};

use crate::pact_parts::{
    Stands, Tab, event, foot, instrument_file, is_mere_absence, org_file, pact_not_yet, page,
    source, standing, standings_of, unsure,
};
use crate::pact_proposed::{
    pact_proposed_csv, pact_proposed_json, proposed_entries, proposed_section,
};
use crate::pact_svg::{Rows, basis_words, mark_of, mark_words, pact_matrix_svg, pact_timeline_svg};
use crate::pact_tables::{
    pact_commitments_csv, pact_events, pact_instruments_csv, pact_instruments_json,
    pact_organisations_csv, pact_organisations_json, pact_positions_csv, pact_positions_json,
};

/// What a site is made from.
#[derive(Clone, Copy, Debug)]
pub struct PactSite<'p> {
    /// The data.
    pub pacts: &'p Pacts,
    /// The day it shows.
    pub on: Date,
    /// The version of the engine.
    pub engine: &'p str,
    /// Pages beside the site: file name and title, such as stories.
    pub beside: &'p [(String, String)],
    /// Claims read in news, shown apart from those with a recorded source.
    pub proposals: &'p Proposals,
}

/// The files of the site: name and content.
pub fn pact_site(site: &PactSite) -> Vec<(String, String)> {
    let PactSite { pacts, on, .. } = *site;
    let joined = site.proposals.by(pacts, on);
    let news = joined.as_slice();
    let filter = Filter { on: Some(on), ..Filter::default() };
    let foot = foot(pacts, on, site.engine);
    let whole =
        |title: &str, tab: Tab, body: &Markup| page(title, Stands::InSite(tab), &foot, body);
    let title = "Voluntary commitments on AI";
    let mut files = vec![
        ("index.html".to_owned(), whole(title, Tab::Overview, &overview(site, news))),
        (
            "organisations.html".to_owned(),
            whole("Organisations", Tab::Organisations, &organisations(pacts, on)),
        ),
        ("timeline.html".to_owned(), whole("Timeline", Tab::Timeline, &timeline(pacts, on, news))),
        (
            "unknown.html".to_owned(),
            whole("What is not known", Tab::Unknown, &unknown(pacts, on, news)),
        ),
    ];
    for (at, instrument) in pacts.numbered() {
        let body = instrument_page(pacts, at, on, news);
        files.push((instrument_file(pacts, at), whole(&instrument.name, Tab::Other, &body)));
    }
    for at in (0..pacts.organisations.len()).map(OrgIx) {
        let body = organisation_page(pacts, at, on, news);
        files.push((org_file(pacts, at), whole(pacts.name(at), Tab::Other, &body)));
    }
    let json = |value: &serde_json::Value| {
        // A tree of plain values cannot fail to be written.
        serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
    };
    let (events_csv, events_json) = pact_events(pacts, Some(on));
    let title = "Positions on voluntary AI instruments";
    files.extend(
        [
            ("positions.csv", pact_positions_csv(pacts, filter)),
            ("positions.json", json(&pact_positions_json(pacts, filter))),
            ("organisations.csv", pact_organisations_csv(pacts)),
            ("organisations.json", json(&pact_organisations_json(pacts))),
            ("instruments.csv", pact_instruments_csv(pacts)),
            ("instruments.json", json(&pact_instruments_json(pacts))),
            ("commitments.csv", pact_commitments_csv(pacts)),
            ("events.csv", events_csv),
            ("events.json", json(&events_json)),
            ("matrix.svg", pact_matrix_svg(pacts, Rows::Notable, &[], on, title)),
        ]
        .map(|(name, text)| (name.to_owned(), text)),
    );
    if !news.is_empty() {
        files.push(("proposed.csv".to_owned(), pact_proposed_csv(pacts, news)));
        files.push(("proposed.json".to_owned(), json(&pact_proposed_json(pacts, news))));
    }
    files
}

fn overview(site: &PactSite, news: &[JoinedProposal]) -> Markup {
    let PactSite { pacts, on, .. } = *site;
    let filter = Filter { on: Some(on), ..Filter::default() };
    let claims = pacts.claims_of(filter).count();
    let about: std::collections::BTreeSet<OrgIx> =
        pacts.claims_of(filter).map(|claim| claim.organisation).collect();
    let title = "Positions on voluntary AI instruments";
    html! {
        p.lead {
            "Who signed, who announced it, who stayed out, and who only was not on a list: " (claims)
            " claims about " (about.len()) " organisations and " (pacts.instruments.len())
            " instruments, each with the source that makes it. What an organisation says, what a list \
             shows and what the press reports are kept apart."
        }
        @if !site.beside.is_empty() {
            ul { @for (file, title) in site.beside { li { a href=(file) { (title) } } } }
        }
        h2 { "Instruments" }
        div.wide {
            table.stack {
                thead {
                    tr {
                        th { "Instrument" } th { "Joining changes in law" } th { "Recorded here" } th { "Counted" }
                    }
                }
                tbody {
                    @for (at, instrument) in pacts.numbered() {
                        tr {
                            th scope="row" {
                                a href=(instrument_file(pacts, at)) { (instrument.name) }
                                br; span.soft { (instrument.issuer) }
                            }
                            td { (instrument.joining.says) " " span.soft { (instrument.joining.provision) } (unsure(&instrument.joining.unsure)) }
                            td data-label="Recorded here" {
                                @if let Some(not_yet) = pact_not_yet(instrument, on) { (not_yet) }
                                @else { (pacts.taking_part(at, Some(on))) }
                            }
                            td data-label="Counted" { (latest_count(instrument, on)) }
                        }
                    }
                }
            }
        }
        h2 { "Who stands where" }
        p {
            "Organisations of which more is known than one signature; all others are under "
            a href="organisations.html" { "Organisations" } ". "
            a href="matrix.svg" { "The picture by itself" } "."
        }
        div.picture tabindex="0" role="region" aria-label="Matrix of positions; the same is under Organisations as text" {
            (PreEscaped(pact_matrix_svg(pacts, Rows::Notable, &[], on, title)))
        }
        h2 { "Data" }
        ul {
            @for (name, what) in [
                ("positions", "every claim with its source"), ("organisations", "names and countries"),
                ("instruments", "legal effects, dates and counts"), ("events", "what happened beside"),
            ] {
                li {
                    (what) ": " a href=(format!("{name}.csv")) { (name) ".csv" } ", "
                    a href=(format!("{name}.json")) { (name) ".json" }
                }
            }
            @if !news.is_empty() {
                li {
                    "read in news, proposed until a person attests: " a href="proposed.csv" { "proposed.csv" } ", "
                    a href="proposed.json" { "proposed.json" }
                }
            }
            li { "commitments: " a href="commitments.csv" { "commitments.csv" } ", or within instruments.json" }
        }
    }
}

fn latest_count(instrument: &Instrument, on: Date) -> Markup {
    let known = instrument.counts_by(on).next_back();
    html! {
        @match known {
            None => { span.soft { "no count with a source" } }
            Some(count) => {
                (count.words()) " " (count.of) ", " (count.when.words()) " (" (source(&count.source)) ")"
                (unsure(&count.unsure))
            }
        }
    }
}

fn effect(title: &str, at: &Effect) -> Markup {
    html! {
        div {
            h3 { (title) }
            p { (at.says) }
            p.soft {
                (at.provision) @if !at.about.is_empty() { " (" (at.about) ")" }
                ". Source: " (source(&at.source)) "."
            }
            @if !at.unsure.is_empty() { p { (unsure(&at.unsure)) } }
        }
    }
}

fn procedure(at: &Procedure) -> Markup {
    html! {
        (at.says) (unsure(&at.unsure))
        @if !at.source.is_empty() { " " span.soft { "Source: " (source(&at.source)) "." } }
    }
}

fn instrument_page(pacts: &Pacts, at: InstrumentIx, on: Date, news: &[JoinedProposal]) -> Markup {
    let Some(instrument) = pacts.instrument(at) else { return html! {} };
    let standings = standings_of(pacts, None, Some(at), on);
    html! {
        p.lead { (instrument.what) }
        h2 { "Legal effect" }
        div.effect {
            (effect("Of joining", &instrument.joining))
            (effect("Of staying out", &instrument.staying_out))
        }
        h2 { "How it works" }
        dl.facts {
            dt { "Kept by" } dd { (instrument.issuer) }
            dt { "Joining" } dd { (procedure(&instrument.join)) }
            dt { "Leaving" } dd { (procedure(&instrument.leave)) }
            dt { "Reporting" } dd { (procedure(&instrument.report)) }
        }
        h2 { "Dates" }
        ol.years {
            @for dated in instrument.dates.iter().filter(|dated| dated.when.first <= on) {
                li { span { (dated.when.words()) } span { (dated.says) (unsure(&dated.unsure)) " " span.soft { "(" (source(&dated.source)) ")" } } }
            }
        }
        h2 { "How many" }
        @if let Some(not_yet) = pact_not_yet(instrument, on) { p { "It " (not_yet) "." } }
        @else { p {
            (pacts.taking_part(at, Some(on))) " organisations take part by the rows recorded here. "
            "Counts of others differ, because lists change from day to day; each is right about its own day."
        } }
        @if !instrument.counts.is_empty() {
            div.wide {
                table.stack {
                    thead { tr { th { "Day" } th.num { "Number" } th { "Of" } th { "Source" } } }
                    tbody {
                        @for count in instrument.counts_by(on) {
                            tr {
                                td { (count.when.words()) } td.num { (count.words()) }
                                td { (count.of) (unsure(&count.unsure)) } td { (source(&count.source)) }
                            }
                        }
                    }
                }
            }
        }
        h2 { "Commitments" }
        div.wide { (commitments(instrument)) }
        h2 { "Positions" }
        (position_table(pacts, &standings, Which::Organisation))
        (proposed_section(pacts, news, |one| one.instrument() == Some(at)))
        @if !instrument.unknown.is_empty() {
            h2 { "What is not known" }
            ul { @for what in &instrument.unknown { li { (what) } } }
        }
    }
}

fn commitments(instrument: &actlas_pact::Instrument) -> Markup {
    html! {
        table.stack {
            thead { tr { th { "Id" } th { "Promise" } th { "Anticipates or resembles" } th { "Would be shown by" } } }
            tbody {
                @for at in &instrument.commitments {
                    tr id=(at.id) {
                        th scope="row" { code { (at.id) } }
                        td {
                            (at.says) ". " span.soft { "For: " (at.addressee) "." } (unsure(&at.unsure))
                            " " span.soft { "(" (source(&at.source)) ")" }
                        }
                        td data-label="Anticipates" {
                            (at.anticipates.iter().filter_map(|cite| actlas_law::Citation::parse(cite)).map(|cite| cite.short()).collect::<Vec<_>>().join(", "))
                            @if !at.also.is_empty() { " " span.soft { (at.also) } }
                        }
                        td data-label="Shown by" { (at.shown_by) }
                    }
                }
            }
        }
    }
}

/// What the first column of a table of positions names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Organisation,
    Instrument,
}

fn position_table(pacts: &Pacts, standings: &[Standing], which: Which) -> Markup {
    if standings.is_empty() {
        return html! { p { "No position with a source is recorded." } };
    }
    html! {
        div.wide {
            table.stack {
                thead { tr { th { "Who" } th { "Position" } th { "When" } th { "Rests on" } } }
                tbody {
                    @for at in standings {
                        @if let (Some(main), Some((mark, _, _))) = (at.main(), mark_of(at)) {
                            tr {
                                th scope="row" {
                                    @match which {
                                        Which::Organisation => { a href=(org_file(pacts, at.organisation)) { (pacts.name(at.organisation)) } },
                                        Which::Instrument => { a href=(instrument_file(pacts, at.instrument)) { (pacts.instrument(at.instrument).map_or("", |at| at.name.as_str())) } },
                                    }
                                    @if !at.service.is_empty() { " (" (at.service) ")" }
                                }
                                td data-label="Position" { (mark_words(mark)) @if at.is_unsure() { (unsure(if main.unsure.is_empty() { "the date is not known" } else { &main.unsure })) } }
                                td data-label="When" { (date_words(main)) }
                                td data-label="Rests on" {
                                    (basis_words(main.basis)) ": " (source(&main.source))
                                    @if at.current.len() > 1 { " and " (at.current.len() - 1) " more" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn organisations(pacts: &Pacts, on: Date) -> Markup {
    html! {
        p.lead { "Every organisation with a recorded claim, and what it says in short. Its page has each claim with date and source." }
        div.wide {
            table.stack {
                thead { tr { th { "Organisation" } th { "Positions" } } }
                tbody {
                    @for at in (0..pacts.organisations.len()).map(OrgIx) {
                        @let standings = standings_of(pacts, Some(at), None, on);
                        @if !standings.is_empty() {
                            tr {
                                th scope="row" { a href=(org_file(pacts, at)) { (pacts.name(at)) } }
                                td { (short_line(pacts, &standings)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn short_line(pacts: &Pacts, standings: &[Standing]) -> Markup {
    html! {
        @for (number, at) in standings.iter().enumerate() {
            @if let Some((mark, basis, _)) = mark_of(at) {
                @if number > 0 { "; " }
                (pacts.instrument(at.instrument).map_or("", |at| at.name.as_str()))
                @if !at.service.is_empty() { " (" (at.service) ")" }
                ": " (mark_words(mark)) " " span.soft { "(" (basis_words(basis)) ")" }
                @if at.is_unsure() { (unsure("")) " " span.unsure { b { "UNSURE" } } }
            }
        }
    }
}

fn organisation_page(pacts: &Pacts, at: OrgIx, on: Date, news: &[JoinedProposal]) -> Markup {
    let Some(organisation) = pacts.organisation(at) else { return html! {} };
    let standings = standings_of(pacts, Some(at), None, on);
    let names: Vec<String> = organisation.names.iter().map(|(_, name)| name.clone()).collect();
    let events =
        || pacts.events.iter().filter(|event| event.organisation == at && event.when.first <= on);
    html! {
        @if !names.is_empty() { p.soft { "Also: " (names.join(", ")) } }
        @if standings.is_empty() { p { "No position with a source is recorded by this day." } }
        @else { (position_table(pacts, &standings, Which::Instrument)) }
        @for one in &standings {
            h2 {
                (pacts.instrument(one.instrument).map_or("", |at| at.name.as_str()))
                @if !one.service.is_empty() { " (" (one.service) ")" }
            }
            (standing(pacts, one))
        }
        @if events().next().is_some() {
            h2 { "Beside the positions" }
            ul.claims { @for one in events() { (event(pacts, one)) } }
        }
        (proposed_section(pacts, news, |one| one.first.organisation == Some(at)))
    }
}

fn timeline(pacts: &Pacts, on: Date, news: &[JoinedProposal]) -> Markup {
    let mut entries: Vec<(When, Markup)> = Vec::new();
    for (at, instrument) in pacts.numbered() {
        for dated in instrument.dates.iter().filter(|dated| dated.when.first <= on) {
            entries.push((dated.when, html! {
                strong { a href=(instrument_file(pacts, at)) { (instrument.name) } } ": " (dated.says)
                (unsure(&dated.unsure)) " " span.soft { "(" (source(&dated.source)) ")" }
            }));
        }
    }
    for one in pacts.events.iter().filter(|event| event.when.first <= on) {
        entries.push((one.when, html! {
            a href=(org_file(pacts, one.organisation)) { (pacts.name(one.organisation)) } ": " (one.says) "."
            @if !one.reason.is_empty() { " Reason as stated: " (one.reason) "." }
            (unsure(&one.unsure)) " " span.soft { "(" (source(&one.source)) ")" }
        }));
    }
    for (when, of) in claims_by_day(pacts, on) {
        entries.push((when, of));
    }
    entries.extend(proposed_entries(pacts, news));
    entries.sort_by_key(|(when, _)| (when.last, when.first));
    html! {
        p.lead { "What happened to the instruments, and what was said of positions, in the order of time. Claims without a date are at the end of the page " a href="unknown.html" { "What is not known" } "." }
        ol.years { @for (when, what) in &entries { li { span { (when.words()) } span { (what) } } } }
    }
}

/// Claims of one day, instrument, position and basis in one entry; long lists are counted.
fn claims_by_day(pacts: &Pacts, on: Date) -> Vec<(When, Markup)> {
    let mut groups: std::collections::BTreeMap<_, Vec<&actlas_pact::Claim>> =
        std::collections::BTreeMap::new();
    for claim in pacts.claims_of(Filter { on: Some(on), ..Filter::default() }) {
        let Some(when) = claim.when else { continue };
        let key = (when, claim.instrument, claim.position, claim.basis, &claim.source);
        groups.entry(key).or_default().push(claim);
    }
    groups
        .into_iter()
        .map(|((when, instrument, position, basis, from), claims)| {
            let name = pacts.instrument(instrument).map_or("", |at| at.name.as_str());
            let shown = claims.iter().take(12);
            let markup = html! {
                (name) ", " (position_words(position)) ": "
                @for (number, claim) in shown.enumerate() {
                    @if number > 0 { ", " }
                    a href=(org_file(pacts, claim.organisation)) { (pacts.name(claim.organisation)) }
                    @if !claim.service.is_empty() { " (" (claim.service) ")" }
                    @if !claim.unsure.is_empty() { " " span.unsure { b { "UNSURE" } } }
                }
                @if claims.len() > 12 { " and " (claims.len() - 12) " more" }
                " " span.soft { "(" (basis_words(basis)) ": " (source(from)) ")" }
            };
            (when, markup)
        })
        .collect()
}

fn unknown(pacts: &Pacts, on: Date, news: &[JoinedProposal]) -> Markup {
    let claims: Vec<_> = pacts.claims_of(Filter { on: Some(on), ..Filter::default() }).collect();
    let absences = claims.iter().filter(|claim| is_mere_absence(claim)).count();
    let marked = || claims.iter().filter(|claim| !claim.unsure.is_empty());
    let undated = || claims.iter().filter(|claim| claim.when.is_none());
    let unconfirmed = pacts.instruments.iter().flat_map(|at| &at.commitments);
    let unconfirmed = unconfirmed.filter(|at| !at.unsure.is_empty()).count();
    let no_country = pacts.organisations.iter().filter(|at| at.country.is_empty()).count();
    let releases = pacts.events.iter().any(|event| event.kind != actlas_pact::EventKind::Statement);
    html! {
        p.lead { "What could not be found out, what rests on little, and what was left out and why." }
        h2 { "Open questions by instrument" }
        @for (at, instrument) in pacts.numbered() {
            @let effects = [&instrument.joining.unsure, &instrument.staying_out.unsure];
            @let ways = [&instrument.join.unsure, &instrument.leave.unsure, &instrument.report.unsure];
            @let doubts: Vec<&&String> = effects.iter().chain(&ways).filter(|why| !why.is_empty()).collect();
            @if !instrument.unknown.is_empty() || !doubts.is_empty() {
                h3 { a href=(instrument_file(pacts, at)) { (instrument.name) } }
                ul {
                    @for what in &instrument.unknown { li { (what) } }
                    @for why in doubts { li { (why) "." } }
                }
            }
        }
        h2 { "Claims marked unsure" }
        ul.claims { @for one in marked() { (crate::pact_parts::claim(pacts, one, crate::pact_parts::Rank::Current)) } }
        h2 { "Claims without a date" }
        ul { @for one in undated() { li { a href=(org_file(pacts, one.organisation)) { (pacts.name(one.organisation)) } ": " (pacts.instrument(one.instrument).map_or("", |at| at.name.as_str())) ", " (position_words(one.position)) " (" (source(&one.source)) ")" } } }
        (proposed_section(pacts, news, |one| one.first.organisation.is_none()))
        h2 { "Rows that are not drawn" }
        p { "They were read and are kept; nothing here stands behind them." }
        div.wide {
            table.stack {
                thead { tr { th { "Where" } th { "What it says" } th { "Why not drawn" } } }
                tbody { @for left in &pacts.left_out { tr { td { code { (left.place.to_string()) } } td { (left.says) } td { (left.why) } } } }
            }
        }
        h2 { "In general" }
        ul {
            li { (absences) " claims rest on nothing but a name that is not on a list. That is not a refusal." }
            li { (unconfirmed) " commitments are not confirmed by their document; each is marked." }
            li { (no_country) " organisations have no country here, because it was not checked; the others have the one generally known." }
            @if !releases { li { "No release that was delayed in or withheld from the Union is recorded, because none with a source was at hand." } }
            li { "Who is on a live list on " (day_text(on)) " is not known; each claim says of which day it is." }
        }
    }
}

/// The timeline of some organisations as a picture in a page.
pub(crate) fn timeline_picture(
    pacts: &Pacts,
    organisations: &[OrgIx],
    instruments: &[InstrumentIx],
    span: (Date, Date),
    title: &str,
) -> Markup {
    html! {
        div.picture tabindex="0" role="region" aria-label=(format!("{title}; the claims below say the same as text")) {
            (PreEscaped(pact_timeline_svg(pacts, organisations, instruments, span, title)))
        }
    }
}
