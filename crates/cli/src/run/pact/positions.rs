use std::path::PathBuf;

use actlas_atlas::{
    Rows, pact_matrix_svg, pact_not_yet, pact_positions_csv, pact_positions_json,
    pact_proposed_csv, pact_proposed_json,
};
use actlas_facts::Date;
use actlas_pact::{
    Agreement, Claim, Count, Filter, JoinedProposal, LeftOut, OrgIx, Pacts, ProposalOf, Standing,
    When, date_words, kept_apart_words, position_words, proposal_sentence, sentence,
};
use anyhow::Result;

use super::{files, review};
use crate::args::format;
use crate::args::pact::{Positions, PositionsFormat};
use crate::findings::Exit;
use crate::{output, style};

pub fn run(args: &Positions) -> Result<Exit> {
    let format = format(args.format, args.output.as_deref())?;
    let read = args.news.claims.iter().chain(&args.news.reviewed);
    output::spare(args.output.as_deref(), read.map(PathBuf::as_path))?;
    let pacts = files::load(&args.pacts)?;
    let on = files::on(args.on.as_ref())?;
    let instrument = args.instrument.as_deref();
    let at = instrument.map(|id| files::instrument(&pacts, id)).transpose()?;
    let orgs = args
        .org
        .iter()
        .map(|name| files::organisation(&pacts, name, instrument))
        .collect::<Result<Vec<OrgIx>>>()?;
    let filter = Filter { organisation: None, instrument: at, on: Some(on) };
    let wanted = |org: OrgIx| orgs.is_empty() || orgs.contains(&org);
    let proposals = review::proposals(&pacts, &args.news)?;
    let news: Vec<JoinedProposal> = proposals
        .by(&pacts, on)
        .into_iter()
        .filter(|one| {
            let org = one.first.organisation;
            let named = orgs.is_empty() || org.is_some_and(|org| orgs.contains(&org));
            named && (at.is_none() || one.instrument() == at)
        })
        .collect();
    let said = style::say_into(args.output.as_ref())?;
    match format {
        PositionsFormat::Text => {
            text(&pacts, filter, on, &wanted, &orgs);
            proposed(&pacts, &news);
        }
        // The other shapes are data; a choice of organisations drops the rest of it.
        PositionsFormat::Json => {
            let chosen = only(&pacts, &orgs);
            let mut value = pact_positions_json(&chosen, filter);
            if let (Some(map), false) = (value.as_object_mut(), args.news.claims.is_empty()) {
                map.insert("proposed".to_owned(), pact_proposed_json(&pacts, &news));
            }
            say!("{}", serde_json::to_string_pretty(&value)?);
        }
        PositionsFormat::Proposed => put!("{}", pact_proposed_csv(&pacts, &news)),
        PositionsFormat::Csv => put!("{}", pact_positions_csv(&only(&pacts, &orgs), filter)),
        PositionsFormat::Svg => {
            let rows = if orgs.is_empty() { Rows::Notable } else { Rows::These(&orgs) };
            let title = "Positions on voluntary AI instruments";
            put!("{}", pact_matrix_svg(&pacts, rows, at.as_slice(), on, title));
        }
    }
    said.keep()?;
    Ok(Exit::Done)
}

/// Claims read in news, apart from those with a recorded source.
fn proposed(pacts: &Pacts, news: &[JoinedProposal]) {
    if news.is_empty() {
        return;
    }
    say!("{}", style::strong("Read in news, proposed until a person attests it"));
    for one in news {
        let status = match one.attested() {
            Some(word) if word.why.is_empty() => format!("attested by {}, {}", word.by, word.at),
            Some(word) => format!("attested by {}, {}: {}", word.by, word.at, word.why),
            None => "proposed".to_owned(),
        };
        let words = format!("{} [{status}]", proposal_sentence(pacts, one));
        say!("  {}", style::plain(&words));
        for source in &one.sources {
            say!("    “{}”", style::plain(&source.quote));
            if !source.under.is_empty() {
                say!("    listed under “{}”", style::plain(&source.under));
            }
            if let ProposalOf::Event { reason, .. } = &source.of
                && !reason.is_empty()
            {
                say!("    reason as stated: “{}”", style::plain(reason));
            }
            let when = source.when.map(|when| format!(", {}", when.words())).unwrap_or_default();
            let place = format!("source: {}{when} ({})", source.file, source.id);
            say!("    {}", style::soft(&style::plain(&place)));
        }
        let words = |of: &[actlas_pact::Position]| {
            of.iter().map(|at| position_words(*at)).collect::<Vec<_>>().join(", ")
        };
        if !one.beside.is_empty() {
            say!("    other articles say otherwise: {}", words(&one.beside));
        }
        if !one.recorded.is_empty() && one.position().is_some() {
            say!("    recorded with a source: {}", words(&one.recorded));
        }
    }
}

fn only(pacts: &Pacts, orgs: &[OrgIx]) -> Pacts {
    let mut chosen = pacts.clone();
    if !orgs.is_empty() {
        chosen.claims.retain(|claim| orgs.contains(&claim.organisation));
        let about = |row: &LeftOut| row.about.map(|about| about.organisation);
        chosen.left_out.retain(|row| about(row).is_some_and(|org| orgs.contains(&org)));
    }
    chosen
}

fn text(pacts: &Pacts, filter: Filter, on: Date, wanted: &dyn Fn(OrgIx) -> bool, orgs: &[OrgIx]) {
    let standings = pacts.standings(filter);
    let named = filter.instrument;
    for (at, instrument) in pacts.numbered() {
        if filter.instrument.is_some_and(|only| only != at) {
            continue;
        }
        let of: Vec<&Standing> = standings
            .iter()
            .filter(|standing| standing.instrument == at && wanted(standing.organisation))
            .collect();
        if of.is_empty() && !orgs.is_empty() {
            if let Some(not_yet) = pact_not_yet(instrument, on).filter(|_| named.is_some()) {
                say!("{} {}", style::strong(&instrument.name), style::plain(&not_yet));
            }
            continue;
        }
        say!("{}", style::strong(&instrument.name));
        let joining =
            format!("joining: {} ({})", instrument.joining.says, instrument.joining.provision);
        say!("  {}", style::soft(&joining));
        // A list of more than these is a table's work; the ways of taking part are counted instead.
        if orgs.is_empty() && of.len() > 30 {
            summary(pacts, &of);
        } else {
            of.iter().for_each(|standing| lines(pacts, standing, on));
        }
        match pact_not_yet(instrument, on) {
            Some(not_yet) => say!("  it {}", style::plain(&not_yet)),
            None if orgs.is_empty() => {
                let taking_part = pacts.taking_part(at, Some(on));
                say!("  {taking_part} take part by the rows recorded here");
            }
            None => {}
        }
        if orgs.is_empty() {
            instrument.counts_by(on).for_each(count_line);
        }
    }
    let events = pacts.events.iter().filter(|event| {
        wanted(event.organisation)
            && event.when.first <= on
            && filter.instrument.is_none_or(|at| event.instrument == Some(at))
            && !orgs.is_empty()
    });
    for event in events {
        say!("beside: {}", style::plain(&format!("{}: {}", event.when.words(), event.says)));
        source_line(&event.source.title, &event.source.url, &event.unsure);
    }
    let silent = |org: &&OrgIx| {
        let here = |at: &Standing| at.organisation == **org;
        !standings.iter().any(here)
    };
    for org in orgs.iter().filter(silent) {
        let name = style::plain(pacts.name(*org));
        say!("no position of {name} is recorded by that day");
    }
    for org in orgs {
        let filter = Filter { organisation: Some(*org), ..filter };
        let rows: Vec<&LeftOut> = pacts.kept_apart(filter).collect();
        if !rows.is_empty() {
            let words = format!("{}: {}", pacts.name(*org), kept_apart_words(pacts, &rows));
            say!("{}", style::plain(&words));
        }
    }
    say!("{}", style::soft(&format!("by the sources recorded, on {}", When::day(on).words())));
}

fn summary(pacts: &Pacts, of: &[&Standing]) {
    for position in actlas_pact::Position::ALL {
        let name = |at: &&Standing| match at.is_unsure() {
            true => format!("{} UNSURE", pacts.name(at.organisation)),
            false => pacts.name(at.organisation).to_owned(),
        };
        let names: Vec<String> = of
            .iter()
            .filter(|at| at.main().is_some_and(|claim| claim.position == *position))
            .map(name)
            .collect();
        if !names.is_empty() {
            let shown = names.iter().take(40).cloned().collect::<Vec<_>>().join(", ");
            let more = match names.len() {
                0..=40 => String::new(),
                many => format!(" and {} more (--format csv lists them)", many - 40),
            };
            say!("  {}: {} ({shown}{more})", position_words(*position), names.len());
        }
    }
}

fn count_line(count: &Count) {
    let source = if count.source.url.is_empty() { &count.source.title } else { &count.source.url };
    let unsure =
        if count.unsure.is_empty() { String::new() } else { format!("; UNSURE: {}", count.unsure) };
    say!(
        "  counted: {} {}, {}{} {}",
        count.words(),
        style::plain(&count.of),
        count.when.words(),
        style::plain(&unsure),
        style::soft(&style::plain(source))
    );
}

fn lines(pacts: &Pacts, standing: &Standing, on: Date) {
    if standing.agreement() == Agreement::Contradict {
        say!("  sources contradict each other about {}:", pacts.name(standing.organisation));
    }
    if standing.may_be_later(on) {
        say!(
            "  the latest claim is not dated to the day and may be later than {}",
            When::day(on).words()
        );
    }
    standing.current.iter().for_each(|claim| claim_lines(pacts, claim, ""));
    standing.earlier.iter().rev().for_each(|claim| claim_lines(pacts, claim, "earlier: "));
}

fn claim_lines(pacts: &Pacts, claim: &Claim, head: &str) {
    say!("  {head}{}", style::plain(&sentence(pacts, claim)));
    say!("    {}", style::plain(&date_words(claim)));
    source_line(&claim.source.title, &claim.source.url, &claim.unsure);
}

fn source_line(title: &str, url: &str, unsure: &str) {
    if !unsure.is_empty() {
        say!("    UNSURE: {}", style::plain(unsure));
    }
    let gap = if title.is_empty() || url.is_empty() { "" } else { " " };
    say!("    {}", style::soft(&style::plain(&format!("source: {title}{gap}{url}"))));
}
