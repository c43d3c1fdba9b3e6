use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use actlas_assess::{Assessor, Deployments, Outcome, headline};
use actlas_atlas::{system_row, systems_header};
use actlas_law::{Class, Pack};
use anyhow::Result;

use super::point_words;
use crate::args::{Classify, ClassifyFormat, MissingArg};
use crate::findings::Exit;
use crate::pipeline::{Source, tell_mapping};
use crate::{pack, style};

pub fn run(args: &Classify) -> Result<Exit> {
    let (law, _) = pack::load(&args.judge.view.pack)?;
    let (lowered, mut settings) = pack::lower(&law, &args.judge)?;
    let lexicon = pack::lexicon(&args.input.screen, &law.vocabulary)?;
    settings.lexicon = lexicon.as_ref().map(|at| at.hash.clone());
    settings.list_unexamined = args.all;
    settings.all_missing = args.missing == Some(MissingArg::All);
    let mut assessor = Assessor::new(&lowered, settings);
    let input = &args.input;
    let source = Source::new(&law.vocabulary, &input.wanted(lexicon.as_ref()))?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut classes: BTreeMap<Class, usize> = BTreeMap::new();
    let mut deployments = Deployments::default();
    if args.format == ClassifyFormat::Csv {
        write!(out, "{}", systems_header())?;
    }
    let read = source.each(|record| {
        let assessed = assessor.assess(&record);
        *classes.entry(assessed.class).or_default() += 1;
        match args.format {
            ClassifyFormat::Jsonl => {
                serde_json::to_writer(&mut out, &assessed.outcome)?;
                writeln!(out)?;
            }
            ClassifyFormat::Csv => write!(out, "{}", system_row(&assessed.outcome))?,
            ClassifyFormat::Text => {
                deployments.add(&assessed.outcome);
                text(&mut out, &law, &assessed.outcome)?;
            }
        }
        Ok(())
    })?;
    out.flush()?;
    if args.format == ClassifyFormat::Text {
        tell_mapping(&read);
        let count = |(class, count): (&Class, &usize)| format!("{count} {}", class.words());
        let classes: Vec<String> = classes.iter().map(count).collect();
        let sum = if classes.is_empty() {
            "0 records".to_owned()
        } else {
            format!("{} records: {}", read.records, classes.join(", "))
        };
        writeln!(out, "{sum}")?;
        for system in deployments.several() {
            let of = match system.of.strip_prefix("proposed:") {
                Some(product) => format!("`{product}` (proposed, by equal vendor and product)"),
                None => format!("`{}`", system.of),
            };
            let (records, deployers) = (system.records, system.organisations.len());
            let line =
                format!("one system in {records} records of {deployers} organisations: {of}");
            writeln!(out, "{}", style::plain(&line))?;
        }
        writeln!(out, "{}", style::soft(&law.notice))?;
        out.flush()?;
    }
    Ok(read.exit(input.strictness()))
}

fn text(out: &mut impl Write, law: &Pack, outcome: &Outcome) -> io::Result<()> {
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
    if !outcome.open.is_empty() {
        writeln!(out, "  open: {}", list(&outcome.open))?;
    }
    for contested in &outcome.contested {
        let points =
            if contested.points.is_empty() { "no point" } else { &contested.points.join(", ") };
        writeln!(
            out,
            "  contested: {}={} gives {} ({points})",
            contested.question, contested.reading, contested.class
        )?;
    }
    for missing in outcome.missing.iter().take(2) {
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
            "{} points excluded, {} with nothing stated",
            outcome.indicated.excluded.len(),
            outcome.unexamined
        ))
    )
}
