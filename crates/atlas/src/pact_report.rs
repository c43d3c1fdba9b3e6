//! A signatory's progress report: as Markdown for whoever keeps the instrument, and as a public page.

use std::fmt::Write as _;

use actlas_facts::day_text;
use actlas_pact::{
    Evidence, FileState, Instrument, Kept, Line, MapRow, PactMap, Pacts, Pledge, Pledged, Progress,
    When,
};
use maud::{Markup, html};

use crate::pact_parts::{Stands, foot, page, unsure};

/// What a report is made from.
#[derive(Clone, Copy, Debug)]
pub struct PactReport<'p> {
    /// The data.
    pub pacts: &'p Pacts,
    /// The pledge.
    pub pledge: &'p Pledge,
    /// How far it is kept.
    pub progress: &'p Progress<'p>,
    /// The version of the engine.
    pub engine: &'p str,
}

const METHOD: &str = "Areas are judged from the stated facts under the wording and readings named below. \
    Not consistently excluded: offered for anything, feasible in the area, and not ruled out in all \
    materials alike. Nothing stated is not the same as excluded.";
const NOTICE: &str = "A pledge is a promise, not law: it changes no duty, date or class of the AI Act, and \
    this report shows no compliance.";

impl PactReport<'_> {
    fn instrument(&self) -> Option<&Instrument> {
        self.pacts.instrument(self.pledge.instrument)
    }

    fn name(&self) -> &str {
        match self.pledge.known_as {
            Some(at) => self.pacts.name(at),
            None => &self.pledge.organisation,
        }
    }

    fn title(&self) -> String {
        let instrument = self.instrument().map_or("", |at| at.name.as_str());
        format!("{}: progress under the {instrument}", self.name())
    }

    /// Who, what, when, in a few lines.
    fn head(&self) -> Vec<String> {
        let words = |day| When::day(day).words();
        let pledged = match (self.pledge.pledged, self.pledge.signed) {
            (Pledged::No, _) => {
                "Nothing is pledged; this gathers evidence beside the instrument.".to_owned()
            }
            (Pledged::Yes, Some(day)) => format!("Signed on {}.", words(day)),
            (Pledged::Yes, None) => "The day of signing is not stated.".to_owned(),
        };
        let due = match (self.progress.due, self.pledge.published) {
            (Some(due), Some(from)) => format!(
                "Commitments published on {}; the report is due by {}.",
                words(from),
                words(due)
            ),
            (None, Some(from)) => format!("Commitments published on {}.", words(from)),
            (_, None) => {
                "The day of publication is not stated, so no date of report follows.".to_owned()
            }
        };
        let progress = self.progress;
        let done = format!(
            "{} of {} commitments done on {}.",
            progress.done(),
            progress.lines.len(),
            words(progress.on)
        );
        vec![pledged, due, done]
    }

    fn coverage(&self) -> Option<String> {
        let map = self.progress.map.as_ref()?;
        let at = map.coverage;
        let systems = if at.systems == 1 { "system" } else { "systems" };
        let mut words = format!(
            "{} {systems}: {} with every area answered, {} with some area open, {} of which nothing is stated.",
            at.systems, at.settled, at.open, at.untouched
        );
        if at.part_unknown > 0 {
            let _ = write!(
                words,
                " Of {} it is not stated whether one provides or deploys them.",
                at.part_unknown
            );
        }
        Some(words)
    }
}

/// Whether an evidence counts, in words.
fn evidence_state(at: &Evidence, progress: &Progress) -> &'static str {
    match at.state {
        FileState::Gone => "its file is not there",
        FileState::Changed => "its file is not the one that was attached",
        FileState::Outside => "its file was not opened",
        FileState::NotLooked | FileState::There if at.is_over(progress.on) => "no longer valid",
        FileState::NotLooked | FileState::There if at.counts(progress.on) => "counts",
        FileState::NotLooked | FileState::There => "does not count yet",
    }
}

fn evidence_words(at: &Evidence) -> String {
    let signed = match (at.by.as_str(), at.at) {
        ("", _) => String::new(),
        (by, None) => format!(", by {by}"),
        (by, Some(day)) => format!(", by {by} on {}", When::day(day).words()),
    };
    let until = at.valid_until.map(|day| format!(", valid until {}", When::day(day).words()));
    let what = if at.says.is_empty() { "evidence" } else { &at.says };
    format!("{what}{signed}{}", until.unwrap_or_default())
}

fn plan_words(line: &Line) -> String {
    let promise = line.promise;
    let mut parts = Vec::new();
    if !promise.owner.is_empty() {
        parts.push(format!("owner: {}", promise.owner));
    }
    if let Some(due) = promise.due {
        parts.push(format!("due: {}", When::day(due).words()));
    }
    if !promise.plan.is_empty() {
        parts.push(format!("plan: {}", promise.plan));
    }
    if !promise.systems.is_empty() {
        parts.push(format!("systems: {}", promise.systems.join(", ")));
    }
    parts.join("; ")
}

/// Text that Markdown takes for nothing but text, on one line.
fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '!' | '~' | '&' => {
                safe.push('\\');
                safe.push(character);
            }
            control if control.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}

/// Whether nothing shows a commitment, neither evidence nor the map.
fn wants_evidence(line: &Line) -> bool {
    line.evidence.is_empty() && !matches!(line.kept, Kept::ByMap | Kept::InPart(_))
}

/// The report as Markdown.
pub fn pact_report_markdown(report: &PactReport) -> String {
    let mut text = format!("# {}\n\n", plain(&report.title()));
    // Writing to a string cannot fail.
    for line in report.head() {
        let _ = writeln!(text, "{}  ", plain(&line));
    }
    let _ = write!(text, "\n{NOTICE}\n\n## Commitments\n\n");
    for line in &report.progress.lines {
        let at = line.commitment;
        let _ =
            write!(text, "### {}: {}\n\n{}.\n", plain(&at.id), line.kept.words(), plain(&at.says));
        if !at.unsure.is_empty() {
            let _ = writeln!(text, "\nUNSURE: {}.", plain(&at.unsure));
        }
        let plan = plan_words(line);
        if !plan.is_empty() {
            let _ = writeln!(text, "\n{}", plain(&plan));
        }
        if wants_evidence(line) {
            let _ = writeln!(text, "\nNo evidence. It would be shown by {}.", plain(&at.shown_by));
        }
        for evidence in &line.evidence {
            let place = if evidence.url.is_empty() {
                plain(&evidence.file)
            } else {
                format!("<{}>", evidence.url)
            };
            let _ = write!(
                text,
                "\n- {} ({}; {place})",
                plain(&evidence_words(evidence)),
                evidence_state(evidence, report.progress)
            );
        }
        text.push_str("\n\n");
    }
    if !report.pledge.unknown.is_empty() {
        text.push_str("## Not among the commitments of the instrument\n\n");
        for at in &report.pledge.unknown {
            let _ = writeln!(text, "- {} ({})", plain(&at.id), plain(&at.plan));
        }
        text.push('\n');
    }
    text.push_str("## Map of areas that the Act treats as high-risk\n\n");
    match (&report.progress.map, report.coverage()) {
        (Some(map), Some(coverage)) => map_markdown(&mut text, map, &coverage),
        _ => text.push_str("No register was given, so there is no map.\n"),
    }
    let _ = writeln!(
        text,
        "\n---\n\nState of {}. Actlas {}, data {}.",
        day_text(report.progress.on),
        report.engine,
        report.pacts.hash
    );
    text
}

fn map_markdown(text: &mut String, map: &PactMap, coverage: &str) {
    let _ = write!(text, "{}\n\n{METHOD}\n\n", plain(coverage));
    text.push_str("| system | part | meant for, or not consistently excluded | excluded | open | known deployments |\n|---|---|---|---|---|---|\n");
    for row in &map.rows {
        let cells = MapCells::of(row);
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            plain(&row.name),
            row.part.as_str(),
            plain(&cells.within),
            cells.excluded,
            cells.open,
            plain(&cells.deployments)
        );
    }
    let _ = writeln!(text, "\nRead: {}. {}", plain(&map.inputs.join(", ")), plain(&map.method));
}

/// The cells of a row, in words.
struct MapCells {
    within: String,
    excluded: String,
    open: String,
    deployments: String,
}

impl MapCells {
    fn of(row: &MapRow) -> MapCells {
        use actlas_pact::AreaState as S;
        let within = row.areas.iter().filter(|(_, state, _)| state.is_within());
        let within: Vec<String> = within
            .map(|(area, state, users)| match users.len() {
                0 => format!("{} ({})", area.label(), state.as_str()),
                many => format!("{} ({}; {many} known there)", area.label(), state.as_str()),
            })
            .collect();
        let list = |wanted: &[S]| {
            let found = row.areas.iter().filter(|(_, state, _)| wanted.contains(state));
            let found: Vec<&str> = found.map(|(area, ..)| area.label()).collect();
            if found.len() == row.areas.len() { "all areas".to_owned() } else { found.join(", ") }
        };
        let mut open = list(&[S::Open]);
        let unstated = list(&[S::NothingStated]);
        if !unstated.is_empty() {
            let gap = if open.is_empty() { "" } else { "; " };
            open += &format!("{gap}nothing stated: {unstated}");
        }
        let known = match row.deployments.len() {
            0 => "none known".to_owned(),
            1..=5 => row.deployments.join(", "),
            more => format!("{more} known"),
        };
        let deployments = match row.unknown_downstream.as_str() {
            "" => known,
            reason => format!("{known}; others cannot be known: {reason}"),
        };
        MapCells { within: within.join(", "), excluded: list(&[S::Excluded]), open, deployments }
    }
}

/// The report as a page for the public.
pub fn pact_report_html(report: &PactReport) -> String {
    let progress = report.progress;
    let body = html! {
        @for line in report.head() { p { (line) } }
        p.soft { (NOTICE) }
        h2 { "Commitments" }
        @if progress.lines.is_empty() { p { "None is taken." } }
        @for line in &progress.lines {
            section id=(line.commitment.id) {
                h3 {
                    code { (line.commitment.id) } " " span class=(line.kept.as_str()) { (line.kept.words()) }
                }
                p { (line.commitment.says) "." (unsure(&line.commitment.unsure)) }
                @let plan = plan_words(line);
                @if !plan.is_empty() { p.soft { (plan) } }
                @if wants_evidence(line) { p.soft { "No evidence. It would be shown by " (line.commitment.shown_by) "." } }
                @else { ul { @for at in &line.evidence { (evidence_item(at, progress)) } } }
            }
        }
        @if !report.pledge.unknown.is_empty() {
            h2 { "Not among the commitments of the instrument" }
            ul { @for at in &report.pledge.unknown { li { code { (at.id) } " " (at.plan) } } }
        }
        h2 { "Map of areas that the Act treats as high-risk" }
        @match (&progress.map, report.coverage()) {
            (Some(map), Some(coverage)) => { (map_markup(map, &coverage)) },
            _ => { p { "No register was given, so there is no map." } },
        }
    };
    let foot = foot(report.pacts, progress.on, report.engine);
    page(&report.title(), Stands::Alone, &foot, &body)
}

fn evidence_item(at: &Evidence, progress: &Progress) -> Markup {
    html! {
        li {
            (evidence_words(at)) ": " (evidence_state(at, progress)) ". "
            @if !at.url.is_empty() { a href=(at.url) rel="noreferrer" { (at.url) } }
            @if !at.file.is_empty() { code { (at.file) } }
            @if !at.sha256.is_empty() { " " span.soft { "sha256 " code { (at.sha256.trim_start_matches("sha256:").chars().take(12).collect::<String>()) } } }
        }
    }
}

fn map_markup(map: &PactMap, coverage: &str) -> Markup {
    html! {
        p { strong { (coverage) } }
        p { (METHOD) }
        div.wide {
            table.stack {
                thead { tr { th { "System" } th { "Part" } th { "Meant for, or not consistently excluded" } th { "Excluded" } th { "Open" } th { "Known deployments" } } }
                tbody {
                    @for row in &map.rows {
                        @let cells = MapCells::of(row);
                        tr {
                            th scope="row" { (row.name) @if !row.headline.is_empty() { br; span.soft.area { (row.headline) } } }
                            td data-label="Part" { (row.part.as_str()) }
                            td data-label="Meant for" { (cells.within) }
                            td.area data-label="Excluded" { (cells.excluded) }
                            td.area data-label="Open" { (cells.open) }
                            td data-label="Deployments" { (cells.deployments) }
                        }
                    }
                }
            }
        }
        p.soft { "Read: " (map.inputs.join(", ")) ". " (map.method) }
    }
}
