use std::io::{self, Write};

use actlas_assess::calendar::{Calendar, Entry};
use actlas_assess::{Assessor, long_date};
use actlas_atlas::{calendar_csv, calendar_ics, calendar_svg};
use actlas_facts::{Date, day_text};
use anyhow::{Result, bail};

use super::{counted, title};
use crate::args::duties::{Calendar as Args, CalendarFormat};
use crate::args::format;
use crate::findings::{Exit, Findings};
use crate::output::Output;
use crate::pipeline::Source;
use crate::{pack, style};

pub fn run(args: &Args) -> Result<Exit> {
    let format = format(args.format, args.output.as_deref())?;
    if args.title.is_some() && matches!(format, CalendarFormat::Text | CalendarFormat::Csv) {
        bail!("`--title` is of `--format ics` and `--format svg`; lines and tables have no title");
    }
    let (law, _) = pack::load(&args.judge.view.pack)?;
    let (lowered, mut settings) = pack::lower_for(&law, &args.judge, args.role.as_deref())?;
    let lexicon = pack::lexicon(&args.input.screen, &law.vocabulary)?;
    settings.lexicon = lexicon.as_ref().map(|at| at.hash.clone());
    let view = lowered.view();
    let mut assessor = Assessor::new(&lowered, settings);
    let (mut receipts, mut findings) = (assessor.receipts(), Findings::default());
    let wanted = args.input.wanted(lexicon.as_ref());
    wanted.spare(args.output.as_deref())?;
    let source = Source::new(&law.vocabulary, &wanted)?;
    let mut out = Output::to(args.output.as_ref())?;
    let mut calendar = match format {
        CalendarFormat::Csv => Calendar::naming_all(view.on()),
        _ => Calendar::new(view.on()),
    };
    let read = source.each(|record| {
        let assessed = assessor.assess(&record);
        let duties = assessor.duties(&record, &assessed);
        findings.tell_assessed(&duties.findings);
        receipts.add(&duties.receipt);
        calendar.add(&duties);
        Ok(())
    })?;
    findings.finish();
    let asked_with = receipts.words();
    let entries: Vec<Entry> = calendar.entries().cloned().collect();
    let title = args.title.clone().unwrap_or_else(|| title(&read.names));
    match format {
        CalendarFormat::Text => text(&mut out, view.on(), &entries, &[&asked_with, &law.notice])?,
        CalendarFormat::Ics => {
            write!(out, "{}", calendar_ics(&title, view.known(), &entries, &asked_with))?;
        }
        CalendarFormat::Csv => write!(out, "{}", calendar_csv(&entries, &receipts))?,
        CalendarFormat::Svg => write!(out, "{}", calendar_svg(&title, &entries, &asked_with))?,
    }
    out.keep_of(read.records)?;
    Ok(read.exit(args.input.strictness()))
}

fn text(out: &mut impl Write, on: Date, entries: &[Entry], foot: &[&str]) -> io::Result<()> {
    let mut day: Option<Date> = None;
    for entry in entries {
        if day.replace(entry.day) != Some(entry.day) {
            writeln!(out, "{}", style::strong(&long_date(&day_text(entry.day))))?;
        }
        let if_held =
            |count| if count == 1 { "if it has that role" } else { "if they have that role" };
        let count = match (entry.holds, entry.may_hold) {
            (holds, 0) => counted(holds, "system"),
            (0, may) => format!("{} {}", counted(may, "system"), if_held(may)),
            (holds, may) => format!("{}, {may} more {}", counted(holds, "system"), if_held(may)),
        };
        writeln!(
            out,
            "  {} {} as {} {}: {count}{}{}{}{} {}",
            entry.duty,
            entry.title,
            entry.role.replace('_', " "),
            entry.happening.words(),
            named(entry),
            entry.unless_existing_words(),
            entry.decided_by_words(),
            entry.contested_words(),
            style::soft(&match entry.basis.as_str() {
                "" => format!("({})", entry.cite),
                basis => format!("({}; {basis})", entry.cite),
            })
        )?;
    }
    if entries.is_empty() {
        writeln!(out, "nothing that is known begins or falls due from {}", day_text(on))?;
    }
    foot.iter().try_for_each(|line| writeln!(out, "{}", style::soft(line)))
}

/// Systems that a line names; more are counted, but for those of a report.
const NAMED: usize = 3;

/// Which systems, in brackets, where they are few or have to report.
fn named(entry: &Entry) -> String {
    if entry.holds + entry.may_hold > NAMED && !entry.happening.is_report() {
        return String::new();
    }
    let ids = entry.systems_holding.iter().chain(&entry.systems_may_hold);
    let names: Vec<String> = ids.map(|id| style::plain(&entry.called(id))).collect();
    if names.is_empty() { String::new() } else { format!(" ({})", names.join("; ")) }
}
