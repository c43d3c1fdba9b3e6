//! Positions as pictures: who stands where, and when it was said.

use std::fmt::Write as _;

use actlas_facts::Date;
use actlas_pact::{
    Agreement, Basis, Claim, Filter, InstrumentIx, OrgIx, Pacts, Position, Standing, When,
    position_words,
};

use crate::svg::{escape, shorten};

/// What a mark shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    At(Position),
    Contradict,
}

/// Whether a mark rests on claims marked as unsure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    Sure,
    Unsure,
}

const INK: &str = "#1d1b18";
const SOFT: &str = "#5f5a52";
const LINE: &str = "#d9d3c5";
const ROW: usize = 24;
const SIDE: usize = 18;

/// Colour by what was done: taking part, staying out, neither. The shape says the same without colour.
fn colour(mark: Mark) -> &'static str {
    match mark {
        Mark::At(Position::Signed | Position::Partial) => "#0b3d78",
        Mark::At(Position::Declined | Position::Left) => "#8a3d00",
        Mark::At(Position::Announced | Position::Undecided | Position::Absent) => "#5f5a52",
        Mark::Contradict => "#8a0050",
    }
}

/// The stroke of a shape, within a square of 18 by 18.
fn shape(mark: Mark) -> &'static str {
    match mark {
        Mark::At(Position::Signed) => "M4 9.5l3.5 3.5L14 5.5",
        Mark::At(Position::Partial) => "M4 9h5M9 5v8",
        Mark::At(Position::Announced) => "M4 9h9M10 5.5L13.5 9 10 12.5",
        Mark::At(Position::Undecided) => "M4 9h1M8.5 9h1M13 9h1",
        Mark::At(Position::Declined) => "M5 5l8 8M13 5l-8 8",
        Mark::At(Position::Left) => "M14 9H5M8 5.5L4.5 9 8 12.5",
        Mark::At(Position::Absent) => "M6 9h6",
        Mark::Contradict => "M4 7h10M4 11h10M11.5 4l-5 10",
    }
}

/// One mark: shape and colour say the position, the ground says what it rests on.
pub(crate) fn glyph(x: usize, y: usize, mark: Mark, basis: Basis, sure: Certainty) -> String {
    let colour = colour(mark);
    let (ground, border, stroke) = match basis {
        Basis::OwnStatement => (colour, "", "#fff"),
        Basis::OfficialList => (colour, "", "#fff"),
        Basis::PressReport => ("#fff", "", colour),
        Basis::Absence => ("#fff", " stroke-dasharray=\"2 2\"", colour),
    };
    let ring = match basis {
        Basis::OfficialList => {
            "<rect x=\"-1.5\" y=\"-1.5\" width=\"21\" height=\"21\" rx=\"4\" fill=\"none\" \
             stroke=\"currentColor\"/>"
        }
        _ => "",
    };
    let doubt = match sure {
        Certainty::Sure => "",
        Certainty::Unsure => {
            "<circle cx=\"17\" cy=\"1\" r=\"5.5\" fill=\"#fbe9c0\" stroke=\"#8a5200\"/>\
             <text x=\"17\" y=\"4.2\" text-anchor=\"middle\" font-size=\"9\" font-weight=\"700\" \
             fill=\"#5a3500\">?</text>"
        }
    };
    format!(
        "<g transform=\"translate({x} {y})\" color=\"{colour}\"><rect x=\".5\" y=\".5\" width=\"17\" \
         height=\"17\" rx=\"3\" fill=\"{ground}\" stroke=\"{colour}\"{border}/>{ring}\
         <path d=\"{}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"2\" \
         stroke-linecap=\"round\" stroke-linejoin=\"round\"/>{doubt}</g>",
        shape(mark)
    )
}

/// What the mark of a standing shows.
pub(crate) fn mark_of(standing: &Standing) -> Option<(Mark, Basis, Certainty)> {
    let main = standing.main()?;
    let mark = match standing.agreement() {
        Agreement::Agree => Mark::At(main.position),
        Agreement::Contradict => Mark::Contradict,
    };
    let sure = if standing.is_unsure() { Certainty::Unsure } else { Certainty::Sure };
    Some((mark, main.basis, sure))
}

/// The words of a mark.
pub(crate) fn mark_words(mark: Mark) -> &'static str {
    match mark {
        Mark::At(position) => position_words(position),
        Mark::Contradict => "sources contradict each other",
    }
}

/// The words of a basis.
pub(crate) fn basis_words(basis: Basis) -> &'static str {
    match basis {
        Basis::OwnStatement => "its own statement",
        Basis::OfficialList => "official list",
        Basis::PressReport => "press report",
        Basis::Absence => "absence from a list",
    }
}

/// Which organisations a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows<'r> {
    /// Those of which more than one list is known: several instruments, or anything but a signature.
    Notable,
    /// These.
    These(&'r [OrgIx]),
}

/// The rows of a picture and how many organisations it leaves to the tables.
pub(crate) fn rows(pacts: &Pacts, wanted: Rows, on: Date) -> (Vec<OrgIx>, usize) {
    let filter = Filter { on: Some(on), ..Filter::default() };
    let standings = pacts.standings(filter);
    let has = |org: OrgIx| standings.iter().any(|at| at.organisation == org);
    let all: Vec<OrgIx> =
        (0..pacts.organisations.len()).map(OrgIx).filter(|org| has(*org)).collect();
    let rows: Vec<OrgIx> = match wanted {
        Rows::These(wanted) => wanted.to_vec(),
        Rows::Notable => all
            .iter()
            .copied()
            .filter(|org| {
                let mut of = standings.iter().filter(|at| at.organisation == *org);
                let other = |at: &Standing| {
                    at.main().is_none_or(|claim| claim.position != Position::Signed)
                };
                let instruments: Vec<InstrumentIx> = of.clone().map(|at| at.instrument).collect();
                let several = instruments.iter().any(|at| Some(at) != instruments.first());
                several || of.any(other)
            })
            .collect(),
    };
    let left = all.len() - all.iter().filter(|org| rows.contains(org)).count();
    (rows, left)
}

/// Organisations by instruments, all of them if none is named: the position as shape and colour, its
/// basis as ground.
pub fn pact_matrix_svg(
    pacts: &Pacts,
    wanted: Rows,
    instruments: &[InstrumentIx],
    on: Date,
    title: &str,
) -> String {
    let (rows, left) = rows(pacts, wanted, on);
    let filter = Filter { on: Some(on), ..Filter::default() };
    let standings = pacts.standings(filter);
    let columns: Vec<InstrumentIx> = pacts
        .numbered()
        .map(|(at, _)| at)
        .filter(|at| instruments.is_empty() || instruments.contains(at))
        .filter(|at| {
            standings.iter().any(|one| one.instrument == *at && rows.contains(&one.organisation))
        })
        .collect();
    let (side, head, step) = (200, 168, 64);
    let width = (side + columns.len() * step + 110).max(640);
    let height = head + rows.len() * ROW + 118;
    let mut svg = open(width, height, &format!("{title}, {}", When::day(on).words()));
    let _ = write!(
        svg,
        "<text x=\"12\" y=\"24\" font-size=\"17\" font-weight=\"600\" fill=\"{INK}\">{}</text>\
         <text x=\"12\" y=\"43\" fill=\"{SOFT}\">On {}, by the sources recorded</text>",
        escape(&shorten(title, 70)),
        When::day(on).words()
    );
    if left > 0 && wanted == Rows::Notable {
        let more = if left == 1 { "organisation is" } else { "organisations are" };
        let _ = write!(
            svg,
            "<text x=\"12\" y=\"60\" fill=\"{SOFT}\">{left} more {more} in the tables</text>"
        );
    }
    for (at, column) in columns.iter().enumerate() {
        let x = side + at * step + step / 2;
        let _ = write!(
            svg,
            "<text transform=\"translate({x} {}) rotate(-38)\" fill=\"{INK}\">{}</text>",
            head - 10,
            escape(&shorten(short_name(pacts, *column), 24))
        );
    }
    for (at, org) in rows.iter().enumerate() {
        let y = head + at * ROW;
        let name = pacts.name(*org);
        let _ = write!(
            svg,
            "<line x1=\"12\" x2=\"{}\" y1=\"{y}\" y2=\"{y}\" stroke=\"{LINE}\"/>\
             <text x=\"{}\" y=\"{}\" text-anchor=\"end\" fill=\"{INK}\">{}</text>",
            side + columns.len() * step,
            side - 8,
            y + 16,
            escape(&shorten(name, 26))
        );
        for (number, column) in columns.iter().enumerate() {
            let here = standings
                .iter()
                .find(|one| {
                    (one.organisation, one.instrument) == (*org, *column) && one.service.is_empty()
                })
                .or_else(|| {
                    standings
                        .iter()
                        .find(|one| (one.organisation, one.instrument) == (*org, *column))
                });
            let Some((mark, basis, sure)) = here.and_then(mark_of) else { continue };
            let x = side + number * step + (step - SIDE) / 2;
            let instrument = pacts.instrument(*column).map_or("", |at| at.name.as_str());
            let _ = write!(
                svg,
                "<g><title>{}</title>{}</g>",
                escape(&format!(
                    "{name}, {instrument}: {} ({}{})",
                    mark_words(mark),
                    basis_words(basis),
                    if sure == Certainty::Unsure { "; unsure" } else { "" }
                )),
                glyph(x, y + 3, mark, basis, sure)
            );
        }
    }
    legend(&mut svg, 12, head + rows.len() * ROW + 16, width);
    svg.push_str("</svg>\n");
    svg
}

fn short_name(pacts: &Pacts, at: InstrumentIx) -> &str {
    let Some(instrument) = pacts.instrument(at) else { return "" };
    if instrument.short.is_empty() { &instrument.name } else { &instrument.short }
}

fn open(width: usize, height: usize, title: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"system-ui, sans-serif\" \
         font-size=\"12\"><title>{}</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>",
        escape(title)
    )
}

fn legend(svg: &mut String, left: usize, top: usize, width: usize) {
    let mut marks: Vec<(Mark, Basis, Certainty, &str)> = Position::ALL
        .iter()
        .map(|position| {
            let basis = match position {
                Position::Absent => Basis::Absence,
                _ => Basis::OwnStatement,
            };
            (Mark::At(*position), basis, Certainty::Sure, position_words(*position))
        })
        .collect();
    marks.push((Mark::Contradict, Basis::OwnStatement, Certainty::Sure, "sources contradict"));
    marks.extend(
        [Basis::OwnStatement, Basis::OfficialList, Basis::PressReport]
            .map(|basis| (Mark::At(Position::Signed), basis, Certainty::Sure, basis_words(basis))),
    );
    let signed = Mark::At(Position::Signed);
    marks.push((signed, Basis::PressReport, Certainty::Unsure, "marked unsure"));
    let (mut x, mut y) = (left, top);
    for (mark, basis, sure, words) in marks {
        let wide = 34 + words.len() * 7;
        if x + wide > width {
            (x, y) = (left, y + 26);
        }
        let _ = write!(
            svg,
            "{}<text x=\"{}\" y=\"{}\" fill=\"{INK}\">{words}</text>",
            glyph(x, y, mark, basis, sure),
            x + 25,
            y + 13
        );
        x += wide;
    }
}

/// Claims of some organisations along time: a row for each, a mark where something was said, a bar where
/// only a span is known.
pub fn pact_timeline_svg(
    pacts: &Pacts,
    organisations: &[OrgIx],
    instruments: &[InstrumentIx],
    (from, to): (Date, Date),
    title: &str,
) -> String {
    let shown = |claim: &&Claim| {
        organisations.contains(&claim.organisation)
            && (instruments.is_empty() || instruments.contains(&claim.instrument))
            && claim.when.is_some_and(|when| when.first <= to && when.last >= from)
    };
    let claims: Vec<&Claim> = pacts.claims.iter().filter(shown).collect();
    let mut lanes: Vec<(OrgIx, InstrumentIx)> = Vec::new();
    for org in organisations {
        let of = claims.iter().filter(|claim| claim.organisation == *org);
        for claim in of {
            let lane = (*org, claim.instrument);
            if !lanes.contains(&lane) {
                lanes.push(lane);
            }
        }
    }
    let (left, head, plot, lane_height) = (250, 62, 560, 30);
    let (width, height) = (left + plot + 30, head + lanes.len() * lane_height + 120);
    let mut svg = open(width, height, title);
    let days = i64::from(to.to_julian_day() - from.to_julian_day()).max(1);
    let across = |day: Date| {
        let at = i64::from(day.to_julian_day() - from.to_julian_day()).clamp(0, days);
        left + usize::try_from(at * plot as i64 / days).unwrap_or_default()
    };
    let _ = write!(
        svg,
        "<text x=\"12\" y=\"24\" font-size=\"16\" font-weight=\"600\" fill=\"{INK}\">{}</text>\
         <text x=\"{left}\" y=\"48\" fill=\"{SOFT}\">{}</text>\
         <text x=\"{}\" y=\"48\" text-anchor=\"end\" fill=\"{SOFT}\">{}</text>",
        escape(&shorten(title, 80)),
        When::day(from).words(),
        left + plot,
        When::day(to).words()
    );
    for (at, (org, instrument)) in lanes.iter().enumerate() {
        let y = head + at * lane_height;
        let _ = write!(
            svg,
            "<line x1=\"12\" x2=\"{}\" y1=\"{y}\" y2=\"{y}\" stroke=\"{LINE}\"/>\
             <text x=\"12\" y=\"{}\" fill=\"{INK}\">{} <tspan fill=\"{SOFT}\">{}</tspan></text>",
            left + plot,
            y + 19,
            escape(&shorten(pacts.name(*org), 18)),
            escape(&shorten(short_name(pacts, *instrument), 20))
        );
        let mut last = 0;
        for claim in
            claims.iter().filter(|at| (at.organisation, at.instrument) == (*org, *instrument))
        {
            let Some(when) = claim.when else { continue };
            let (start, end) = (across(when.first), across(when.last));
            // Marks of one day would hide each other, so they are moved a little apart.
            let x = ((start + end) / 2).saturating_sub(SIDE / 2).max(last);
            last = x + SIDE + 3;
            if end > start {
                let _ = write!(
                    svg,
                    "<line x1=\"{start}\" x2=\"{end}\" y1=\"{0}\" y2=\"{0}\" stroke=\"{SOFT}\" \
                     stroke-width=\"3\" stroke-dasharray=\"1 3\"/>",
                    y + 15
                );
            }
            let sure = if claim.unsure.is_empty() { Certainty::Sure } else { Certainty::Unsure };
            let _ = write!(
                svg,
                "<g><title>{}</title>{}</g>",
                escape(&format!(
                    "{}, {}: {} ({}; {})",
                    pacts.name(*org),
                    when.words(),
                    position_words(claim.position),
                    basis_words(claim.basis),
                    claim.source.name()
                )),
                glyph(x, y + 6, Mark::At(claim.position), claim.basis, sure)
            );
        }
    }
    legend(&mut svg, 12, head + lanes.len() * lane_height + 16, width);
    svg.push_str("</svg>\n");
    svg
}
