//! A signatory's progress report: as Markdown for whoever keeps the instrument, and as a public page.

use std::fmt::Write as _;

use actlas_facts::day_text;
use actlas_pact::{
    Claim, Deployment, Evidence, FileState, Instrument, Kept, Line, MapArea, MapRow, PactMap,
    Pacts, Pledge, Pledged, Progress, Promise, RetiredProduct, When, Whose, contradicting,
    date_words, kept_apart, kept_apart_words, recorded, sentence,
};
use maud::{Markup, html};

use crate::pact_parts::{Rank, Stands, capital, claim, foot, page, unsure};

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
    materials alike. Nothing stated is not the same as excluded. Deployments are those that the register \
    names, so there are at least these; areas in brackets are those of their own use.";
const NOTICE: &str = "A pledge is a promise, not law: it changes no duty, date or class of the AI Act, and \
    this report shows no compliance.";

const MISSING: &str = "not in the file";
const EVERYBODY: &str =
    "Every signatory takes it, so it counts among the commitments; add it to the file.";

impl PactReport<'_> {
    /// What stands in the file and is not counted, by why.
    fn apart(&self) -> impl Iterator<Item = (&'static str, &[Promise])> {
        let parts = [
            ("Not among the commitments of the instrument", self.pledge.unknown.as_slice()),
            ("Listed again; the first is kept", self.pledge.duplicates.as_slice()),
        ];
        parts.into_iter().filter(|(_, promises)| !promises.is_empty())
    }

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
            (Pledged::Yes, None) => match self.pledge.signs {
                Some(when) => format!("To be signed: {}.", when.words()),
                None => "The day of signing is not stated.".to_owned(),
            },
        };
        let due = match (self.progress.due, self.pledge.published) {
            (Some(due), Some(from)) => format!(
                "Commitments published on {}; the report is due by {}.",
                words(from),
                words(due)
            ),
            (None, Some(from)) => format!("Commitments published on {}.", words(from)),
            (_, None) => match self.pledge.publishes {
                Some(when) => format!("Commitments to be published: {}.", when.words()),
                None => {
                    "The day of publication is not stated, so no date of report follows.".to_owned()
                }
            },
        };
        let progress = self.progress;
        let done = format!("{} on {}.", capital(&progress.words()), words(progress.on));
        let mut head = vec![pledged, due, done];
        if !contradicting(self.pacts, self.pledge, progress.on).is_empty() {
            head.push(CONTRADICTED.to_owned());
        }
        head
    }

    /// What is recorded of the organisation here: each claim in words with its day, its source and what
    /// is not certain about it.
    fn recorded(&self) -> Vec<Recorded<'_>> {
        let on = self.progress.on;
        let against = contradicting(self.pacts, self.pledge, on);
        let standings = recorded(self.pacts, self.pledge, on);
        let mut lines = Vec::new();
        for standing in standings {
            let current = standing.current.into_iter().map(|claim| (claim, Rank::Current));
            let earlier = standing.earlier.into_iter().rev().map(|claim| (claim, Rank::Earlier));
            lines.extend(current.chain(earlier).map(|(claim, rank)| {
                let contradicts = against.iter().any(|at| std::ptr::eq(*at, claim));
                let side = if contradicts { Side::Against } else { Side::Beside };
                Recorded { claim, rank, side }
            }));
        }
        lines
    }

    /// What there is to say if nothing is recorded, and of the rows that are kept apart.
    fn recorded_words(&self, lines: &[Recorded]) -> Vec<String> {
        let rows = kept_apart(self.pacts, self.pledge, self.progress.on);
        let apart = kept_apart_words(self.pacts, &rows);
        let mut words = Vec::new();
        if self.pledge.known_as.is_none() {
            words.push(
                "The organisation is not listed here, so no position is recorded.".to_owned(),
            );
        } else if lines.is_empty() {
            words.push("No position with a source is recorded.".to_owned());
        }
        if !apart.is_empty() {
            words.push(format!("{apart}."));
        }
        words
    }

    fn coverage(&self) -> Option<String> {
        let map = self.progress.map.as_ref()?;
        let at = map.coverage;
        let systems = if at.systems == 1 { "system" } else { "systems" };
        let mut words = format!(
            "{} {systems}: {} with every area answered, {} with some area open, {} of which nothing is stated.",
            at.systems, at.settled, at.open, at.untouched
        );
        match at.models {
            0 => {}
            1 => words += " 1 model, of which no areas are asked.",
            more => {
                let _ = write!(words, " {more} models, of which no areas are asked.");
            }
        }
        if at.part_unknown > 0 {
            let _ = write!(
                words,
                " Of {} it is not stated whether one provides or deploys them.",
                at.part_unknown
            );
        }
        let unstated = match (at.unstated, at.unstated_models) {
            (0, 0) => String::new(),
            (1, 0) => "1 system beside these".to_owned(),
            (systems, 0) => format!("{systems} systems beside these"),
            (0, 1) => "1 model beside these".to_owned(),
            (0, models) => format!("{models} models beside these"),
            (systems, models) => {
                format!("{} systems and models beside these", systems + models)
            }
        };
        if !unstated.is_empty() {
            let _ = write!(
                words,
                " Of {unstated} it is not stated whose: no organisation is named; state it in the register."
            );
        }
        Some(words)
    }
}

const CONTRADICTED: &str =
    "A position recorded here contradicts the pledge file; see the recorded positions.";

/// Whether a recorded claim can be right beside the pledge.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Beside,
    Against,
}

/// A recorded claim beside a pledge.
struct Recorded<'p> {
    claim: &'p Claim,
    rank: Rank,
    side: Side,
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
    line.evidence.is_empty() && !matches!(line.kept, Kept::ByMap | Kept::InPart { .. })
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
    for at in &report.progress.missing {
        let _ = write!(text, "### {}: {MISSING}\n\n{}.\n", plain(&at.id), plain(&at.says));
        if !at.unsure.is_empty() {
            let _ = writeln!(text, "\nUNSURE: {}.", plain(&at.unsure));
        }
        let _ = write!(text, "\n{EVERYBODY}\n\n\n");
    }
    for (title, promises) in report.apart() {
        let _ = write!(text, "## {title}\n\n");
        for at in promises {
            let plan = if at.plan.is_empty() { String::new() } else { format!(" ({})", at.plan) };
            let _ = writeln!(text, "- {}{}", plain(&at.id), plain(&plan));
        }
        text.push('\n');
    }
    recorded_markdown(&mut text, report);
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

fn recorded_markdown(text: &mut String, report: &PactReport) {
    let lines = report.recorded();
    text.push_str("## Recorded positions\n\n");
    for words in report.recorded_words(&lines) {
        let _ = writeln!(text, "{}\n", plain(&capital(&words)));
    }
    for Recorded { claim, rank, side } in &lines {
        let head = match (side, rank) {
            (Side::Against, _) => "CONTRADICTS THE PLEDGE FILE: ",
            (Side::Beside, Rank::Earlier) => "earlier: ",
            (Side::Beside, Rank::Current) => "",
        };
        let source = &claim.source;
        let gap = if source.title.is_empty() || source.url.is_empty() { "" } else { " " };
        let url = if source.url.is_empty() { String::new() } else { format!("<{}>", source.url) };
        let unsure = match claim.unsure.as_str() {
            "" => String::new(),
            why => format!(". UNSURE: {why}"),
        };
        let _ = writeln!(
            text,
            "- {head}{} ({}; source: {}{gap}{url}){}",
            plain(&sentence(report.pacts, claim)),
            plain(&date_words(claim)),
            plain(&source.title),
            plain(&unsure)
        );
    }
    if !lines.is_empty() {
        text.push('\n');
    }
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
            part_words(row),
            plain(&cells.within),
            cells.excluded,
            plain(&cells.open),
            plain(&cells.deployments)
        );
    }
    for words in retired_words(&map.retired) {
        let _ = writeln!(text, "\n{}", plain(&words));
    }
    let _ = writeln!(text, "\nRead: {}. {}", plain(&map.inputs.join(", ")), plain(&map.method));
}

/// What the organisation is to a system, or that it is not known whether it is anything to it.
fn part_words(row: &MapRow) -> &'static str {
    match row.whose {
        Whose::Own | Whose::Theirs => row.part.as_str(),
        Whose::Unstated => "not stated whose",
    }
}

/// Whether some deployment is known or planned in an area.
fn is_known(area: &MapArea) -> bool {
    area.there + area.planned > 0
}

/// Known deployments: each, or how many there are and what not all of them are.
fn known_words(deployments: &[Deployment]) -> String {
    match deployments.len() {
        0 => return "none known".to_owned(),
        1..=5 => return deployments.iter().map(Deployment::words).collect::<Vec<_>>().join(", "),
        _ => {}
    }
    let count = |is: fn(&Deployment) -> bool| deployments.iter().filter(|at| is(at)).count();
    let parts = [
        (count(|at| at.is_model), "models built on it"),
        (count(|at| at.is_planned), "planned"),
        (count(|at| at.whose == Whose::Unstated), "of which it is not stated whose"),
        (count(|at| !at.open.is_empty()), "with open areas"),
        (count(Deployment::is_untouched), "of which nothing is stated"),
    ];
    let parts = parts.iter().filter(|(many, _)| *many > 0);
    let parts: Vec<String> = parts.map(|(many, what)| format!("{many} {what}")).collect();
    let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    format!("{} known{parts}", deployments.len())
}

/// What is said of retired products: how many there are, and who still has them.
fn retired_words(retired: &[RetiredProduct]) -> Vec<String> {
    let mut words = match retired.len() {
        0 => return Vec::new(),
        1 => vec!["1 retired record is left out.".to_owned()],
        many => vec![format!("{many} retired records are left out.")],
    };
    let living = retired.iter().filter(|product| !product.deployments.is_empty());
    words.extend(living.map(|product| {
        format!("{} is retired; still known: {}.", product.name, known_words(&product.deployments))
    }));
    words
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
        let within = row.areas.iter();
        let within = within.filter(|at| at.state.is_within() || (row.is_model && is_known(at)));
        let within: Vec<String> = within
            .map(|at| {
                let state = at.state.is_within().then(|| at.state.as_str().to_owned());
                let there = (at.there > 0).then(|| format!("{} known there", at.there));
                let planned = (at.planned > 0).then(|| format!("{} planned there", at.planned));
                let words: Vec<String> = [state, there, planned].into_iter().flatten().collect();
                format!("{} ({})", at.area.label(), words.join("; "))
            })
            .collect();
        let list = |wanted: &[S]| {
            let found = row.areas.iter().filter(|at| wanted.contains(&at.state));
            let found: Vec<&str> = found.map(|at| at.area.label()).collect();
            if found.len() == row.areas.len() { "all areas".to_owned() } else { found.join(", ") }
        };
        let mut open = list(&[S::Open]);
        let unstated = list(&[S::NothingStated]);
        if row.is_model {
            "not asked of models".clone_into(&mut open);
        } else if !unstated.is_empty() {
            let gap = if open.is_empty() { "" } else { "; " };
            open += &format!("{gap}nothing stated: {unstated}");
        }
        let theirs = row.areas.iter().filter(|at| at.open > 0);
        let theirs: Vec<String> =
            theirs.map(|at| format!("{} ({})", at.area.label(), at.open)).collect();
        if !theirs.is_empty() {
            let gap = if open.is_empty() { "" } else { "; " };
            open += &format!("{gap}of known deployments: {}", theirs.join(", "));
        }
        let known = known_words(&row.deployments);
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
        @if progress.total() == 0 { p { "None is taken." } }
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
        @for at in &progress.missing {
            section id=(at.id) {
                h3 { code { (at.id) } " " span.overdue { (MISSING) } }
                p { (at.says) "." (unsure(&at.unsure)) }
                p.soft { (EVERYBODY) }
            }
        }
        @for (title, promises) in report.apart() {
            h2 { (title) }
            ul { @for at in promises { li { code { (at.id) } " " (at.plan) } } }
        }
        (recorded_markup(report))
        h2 { "Map of areas that the Act treats as high-risk" }
        @match (&progress.map, report.coverage()) {
            (Some(map), Some(coverage)) => { (map_markup(map, &coverage)) },
            _ => { p { "No register was given, so there is no map." } },
        }
    };
    let foot = foot(report.pacts, progress.on, report.engine);
    page(&report.title(), Stands::Alone, &foot, &body)
}

fn recorded_markup(report: &PactReport) -> Markup {
    let lines = report.recorded();
    html! {
        h2 { "Recorded positions" }
        @for words in report.recorded_words(&lines) { p { (capital(&words)) } }
        @if lines.iter().any(|line| line.side == Side::Against) {
            p.odd { "These contradict the pledge file:" }
            ul.claims {
                @for line in lines.iter().filter(|line| line.side == Side::Against) {
                    (claim(report.pacts, line.claim, line.rank))
                }
            }
        }
        @if lines.iter().any(|line| line.side == Side::Beside) {
            ul.claims {
                @for line in lines.iter().filter(|line| line.side == Side::Beside) {
                    (claim(report.pacts, line.claim, line.rank))
                }
            }
        }
    }
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
                            td data-label="Part" { (part_words(row)) }
                            td data-label="Meant for" { (cells.within) }
                            td.area data-label="Excluded" { (cells.excluded) }
                            td.area data-label="Open" { (cells.open) }
                            td data-label="Deployments" { (cells.deployments) }
                        }
                    }
                }
            }
        }
        @for words in retired_words(&map.retired) { p { (words) } }
        p.soft { "Read: " (map.inputs.join(", ")) ". " (map.method) }
    }
}
