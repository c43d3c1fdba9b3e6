use std::collections::BTreeMap;
use std::io::{self, Write};

use actlas_assess::{Assessor, Deployments, Noted, Outcome, Step, headline, layer_words};
use actlas_atlas::{system_row, systems_header};
use actlas_law::{Class, Pack};
use anyhow::{Result, bail};

use super::{counted, point_words};
use crate::args::{Classify, ClassifyFormat, MissingArg, format};
use crate::findings::{Exit, Findings};
use crate::output::Output;
use crate::parquet::{Cell, Systems, Table};
use crate::pipeline::{Source, tell_mapping};
use crate::threads::{self, Judge};
use crate::{pack, style};

/// Missing facts that are asked for in the text of one system, unless all are wanted.
const ASKED: usize = 2;

/// What is written of one record.
struct Written {
    class: Class,
    bytes: Vec<u8>,
    /// What was found out while it was judged, and not while it was read.
    found: Vec<Noted>,
    /// Kept where the register as a whole is spoken of.
    outcome: Option<Outcome>,
    row: Option<Vec<Cell>>,
}

pub fn run(args: &Classify) -> Result<Exit> {
    let format = format(args.format, args.output.as_deref())?;
    refuse_idle(args, format)?;
    let (law, _) = pack::load(&args.judge.view.pack)?;
    let law = &law;
    let (lowered, mut settings) = pack::lower(law, &args.judge)?;
    let lexicon = pack::lexicon(&args.input.screen, &law.vocabulary)?;
    settings.lexicon = lexicon.as_ref().map(|at| at.hash.clone());
    settings.list_unexamined = args.all;
    settings.all_missing = args.missing == Some(MissingArg::All);
    let input = &args.input;
    let wanted = input.wanted(lexicon.as_ref());
    wanted.spare(args.output.as_deref())?;
    let source = Source::new(&law.vocabulary, &wanted)?;
    let systems = &Systems::new(&lowered);
    let mut table = match (format, &args.output) {
        (ClassifyFormat::Parquet, Some(path)) => {
            Some(Table::create(Output::create(path)?, systems.columns())?)
        }
        (ClassifyFormat::Parquet, None) => bail!("Parquet needs a file; give one with `-o FILE`"),
        _ => None,
    };
    let mut out = Output::to(args.output.as_ref().filter(|_| table.is_none()))?;
    let mut classes: BTreeMap<Class, usize> = BTreeMap::new();
    let mut deployments = Deployments::default();
    if format == ClassifyFormat::Csv {
        write!(out, "{}", systems_header())?;
    }
    let judge = || -> Judge<Result<Written>> {
        let mut assessor = Assessor::new(&lowered, settings.clone());
        Box::new(move |record| {
            let assessed = assessor.assess(&record);
            let found = assessed.outcome.findings.iter().filter(|at| at.step == Step::Assessing);
            let found = found.cloned().collect();
            let mut bytes = Vec::new();
            let (mut outcome, mut row) = (None, None);
            match format {
                ClassifyFormat::Jsonl => {
                    serde_json::to_writer(&mut bytes, &assessed.outcome)?;
                    bytes.push(b'\n');
                }
                ClassifyFormat::Csv => bytes = system_row(&assessed.outcome).into_bytes(),
                ClassifyFormat::Parquet => row = Some(systems.row(&record, &assessed.outcome)),
                ClassifyFormat::Text => {
                    text(&mut bytes, law, args, &assessed.outcome)?;
                    outcome = Some(assessed.outcome);
                }
            }
            Ok(Written { class: assessed.class, bytes, found, outcome, row })
        })
    };
    let threads = threads::threads(args.threads.threads);
    let mut findings = Findings::default();
    let read = source.judged(threads, &judge, |written| {
        let Written { class, bytes, found, outcome, row } = written?;
        found.iter().for_each(|noted| findings.tell_noted(noted));
        *classes.entry(class).or_default() += 1;
        out.write_all(&bytes)?;
        outcome.iter().for_each(|outcome| deployments.add(outcome));
        match (&mut table, row) {
            (Some(table), Some(row)) => table.push(row),
            _ => Ok(()),
        }
    })?;
    findings.finish();
    if let Some(table) = table {
        table.finish()?.keep_of(read.records)?;
    }
    if format == ClassifyFormat::Text {
        tell_mapping(&read);
        let count = |(class, count): (&Class, &usize)| format!("{count} {}", class.words());
        let classes: Vec<String> = classes.iter().map(count).collect();
        let sum = counted(read.records, "record");
        let sum = if classes.is_empty() { sum } else { format!("{sum}: {}", classes.join(", ")) };
        writeln!(out, "{sum}")?;
        for system in deployments.several() {
            let of = match system.of.strip_prefix("proposed:") {
                Some(product) => format!("`{product}` (proposed, by equal vendor and product)"),
                None => format!("`{}`", system.of),
            };
            let records = counted(system.records, "record");
            let deployers = match system.organisations.len() {
                0 => String::new(),
                some => format!(" of {}", counted(some, "organisation")),
            };
            let line = format!("one system in {records}{deployers}: {of}");
            writeln!(out, "{}", style::plain(&line))?;
        }
        writeln!(out, "{}", style::soft(&law.notice))?;
    }
    let unsettled = classes.get(&Class::Undetermined).copied().unwrap_or_default();
    out.keep_of(read.records)?;
    if format == ClassifyFormat::Text && unsettled > 0 {
        mention!(
            "{unsettled} undetermined: `actlas ask ID INPUT…` asks what would settle one, \
             `actlas ask -o questions.xlsx INPUT…` what would settle all"
        );
    }
    Ok(read.exit(input.strictness()))
}

/// Refuses what a format has no place for.
fn refuse_idle(args: &Classify, format: ClassifyFormat) -> Result<()> {
    let is_table = matches!(format, ClassifyFormat::Csv | ClassifyFormat::Parquet);
    if args.all && is_table {
        bail!(
            "`--all` is of `--format text` and `--format jsonl`; a table only counts the points of which \
             nothing is known"
        );
    }
    if args.missing.is_some() && format == ClassifyFormat::Parquet {
        bail!("`--missing` is of text, JSON lines and CSV; a Parquet table names no missing fact");
    }
    Ok(())
}

fn text(out: &mut impl Write, law: &Pack, args: &Classify, outcome: &Outcome) -> io::Result<()> {
    let name = if outcome.name.is_empty() { &outcome.id } else { &outcome.name };
    let retired = if outcome.stage == "retired" { " (retired)" } else { "" };
    writeln!(
        out,
        "{}  {}{retired}",
        style::strong(&style::plain(&outcome.id)),
        if *name == outcome.id { String::new() } else { style::plain(name) }
    )?;
    writeln!(out, "  {}", headline(outcome, law))?;
    if outcome.established.class != "undetermined" {
        writeln!(out, "  established: {}", outcome.established.class)?;
    }
    let list =
        |ids: &[String]| ids.iter().map(|id| point_words(law, id)).collect::<Vec<_>>().join("; ");
    if !outcome.indicated.points.is_empty() {
        writeln!(out, "  points: {}", list(&outcome.indicated.points))?;
    }
    let layer = layer_words(outcome, law);
    if !layer.is_empty() {
        writeln!(out, "  {layer}")?;
    }
    if !outcome.open.is_empty() {
        writeln!(out, "  open: {}", list(&outcome.open))?;
    }
    for contested in &outcome.contested {
        let points =
            if contested.points.is_empty() { "no point" } else { &contested.points.join(", ") };
        let then = match contested.dates() {
            dates if dates.is_empty() => format!("{} ({points})", contested.class),
            dates if contested.points == outcome.indicated.points => {
                format!("{} ({dates})", contested.class)
            }
            dates => format!("{} ({points}; {dates})", contested.class),
        };
        writeln!(out, "  contested: {}={} gives {then}", contested.question, contested.reading)?;
    }
    if let Some(unexamined) = outcome.unexamined_points.as_deref().filter(|at| !at.is_empty()) {
        writeln!(out, "  nothing stated: {}", list(unexamined))?;
    }
    let asked = if args.missing.is_some() { usize::MAX } else { ASKED };
    for missing in outcome.missing.iter().take(asked) {
        writeln!(
            out,
            "  ask: {} {}",
            missing.question,
            style::soft(&format!("({})", missing.fact))
        )?;
    }
    writeln!(
        out,
        "  {}",
        style::soft(&format!(
            "{} excluded, {} with nothing stated",
            counted(outcome.indicated.excluded.len(), "point"),
            outcome.unexamined
        ))
    )
}
