use std::collections::BTreeMap;
use std::io::{self, Write};

use actlas_assess::Assessor;
use actlas_assess::drift::{Change, Drifted, Sum, drift};
use actlas_assess::duties::Duties;
use actlas_atlas::drift_svg;
use actlas_law::Pack;
use anyhow::{Result, bail};

use super::{as_paths, counted, title};
use crate::args::JudgeArgs;
use crate::args::duties::{Drift as Args, DriftFormat};
use crate::findings::Exit;
use crate::output::Output;
use crate::pipeline::{Source, Wanted};
use crate::{pack, style};

pub fn run(args: &Args) -> Result<Exit> {
    let two_registers = !args.against.is_empty() || !args.against_answers.is_empty();
    if args.from.is_empty() && args.to.is_empty() && !two_registers {
        bail!(
            "nothing to compare; give two views with --from and --to, a register --against, or \
             --against-answers"
        );
    }
    let (law, _) = pack::load(&args.judge.view.pack)?;
    let (earlier, settings) = pack::lower(&law, &viewed(&args.judge, &args.from)?)?;
    let (later, _) = pack::lower(&law, &viewed(&args.judge, &args.to)?)?;
    let lexicon = pack::lexicon(&args.input.screen, &law.vocabulary)?;
    let mut before = Assessor::new(&earlier, settings.clone());
    let mut after = Assessor::new(&later, settings);
    let wanted = args.input.wanted(lexicon.as_ref());
    let mut out = Output::stdout();
    let mut sum = Sum::default();
    let mut old: BTreeMap<String, Duties> = BTreeMap::new();
    if two_registers {
        // Without an earlier register, or without earlier answers, those of the later side hold.
        let paths = if args.against.is_empty() { wanted.paths } else { &args.against };
        let answers = match args.against_answers.iter().any(|path| path.as_os_str() == "none") {
            true => &[],
            false if args.against_answers.is_empty() => wanted.answers,
            false => args.against_answers.as_slice(),
        };
        let source = Source::new(&law.vocabulary, &Wanted { paths, answers, ..wanted })?;
        source.each(|record| {
            let assessed = before.assess(&record);
            old.insert(record.id.clone(), before.duties(&record, &assessed));
            Ok(())
        })?;
    }
    let read = Source::new(&law.vocabulary, &wanted)?.each(|record| {
        let assessed = after.assess(&record);
        let to = after.duties(&record, &assessed);
        let from = match two_registers {
            false => {
                let assessed = before.assess(&record);
                Some(before.duties(&record, &assessed))
            }
            true => old.remove(&record.id),
        };
        sum.records += 1;
        tell(&mut out, args.format, &law, drift(from.as_ref(), Some(&to)), &mut sum)
    })?;
    for from in old.values() {
        tell(&mut out, args.format, &law, drift(Some(from), None), &mut sum)?;
    }
    if args.format == DriftFormat::Svg {
        let title = args.title.clone().unwrap_or_else(|| title_of(args, &read.names));
        write!(out, "{}", drift_svg(&title, &sum))?;
    }
    if args.format == DriftFormat::Text {
        writeln!(out, "{}", summed(&sum))?;
        writeln!(out, "{}", style::soft(&law.notice))?;
    }
    out.keep()?;
    Ok(read.exit(args.input.strictness()))
}

/// What is compared, for the head of a picture.
fn title_of(args: &Args, names: &[String]) -> String {
    let view = |own: &[String]| own.join(", ");
    let register = title(names);
    match (args.from.is_empty() && args.to.is_empty(), args.against.is_empty()) {
        (false, _) => format!("{register}: {} to {}", view(&args.from), view(&args.to)),
        (true, false) => format!("{register} against {}", title(&as_paths(&args.against))),
        (true, true) => register,
    }
}

/// The view of one side: what both sides share, and what is said of this one.
fn viewed(shared: &JudgeArgs, own: &[String]) -> Result<JudgeArgs> {
    let mut judge = shared.clone();
    for said in own {
        match said.split_once('=') {
            Some(("known", day)) => judge.view.known = Some(day.to_owned()),
            Some(("on", day)) => judge.view.on = Some(day.to_owned()),
            Some(_) => judge.reading.push(said.clone()),
            None => bail!("`{said}` is no view; write known=DAY, on=DAY or QUESTION=READING"),
        }
    }
    Ok(judge)
}

/// The sum in words.
fn summed(sum: &Sum) -> String {
    let mut words = format!(
        "{}: {} changed, {} added, {} gone",
        counted(sum.records, "record"),
        sum.changed,
        sum.added,
        sum.gone
    );
    for (change, (count, because)) in &sum.duties {
        let because = because.iter().map(String::as_str).collect::<Vec<_>>().join("; ");
        let because = if because.is_empty() { because } else { format!(" (all by {because})") };
        let duties = if *count == 1 { "duty" } else { "duties" };
        words += &format!("\n  {count} {duties}: {change}{because}");
    }
    words
}

fn tell(
    out: &mut impl Write,
    format: DriftFormat,
    law: &Pack,
    drifted: Option<Drifted>,
    sum: &mut Sum,
) -> Result<()> {
    let Some(drifted) = drifted else { return Ok(()) };
    sum.add(&drifted);
    match format {
        DriftFormat::Jsonl => {
            serde_json::to_writer(&mut *out, &drifted).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        DriftFormat::Text => text(out, law, &drifted)?,
        // A picture is of all of them.
        DriftFormat::Svg => {}
    }
    Ok(())
}

fn text(out: &mut impl Write, law: &Pack, drifted: &Drifted) -> io::Result<()> {
    let what = match drifted.change {
        Change::Added => "added",
        Change::Gone => "gone",
        Change::Changed => "changed",
    };
    let id = style::strong(&style::plain(&drifted.id));
    writeln!(out, "{id}  {}: {what}", style::plain(&drifted.name))?;
    if let (Some(from), Some(to)) = &drifted.class
        && from != to
    {
        writeln!(out, "  class: {from} to {to}")?;
    }
    // A record that came or went is one line; its duties are what `actlas duties` lists.
    let mut groups: Groups = BTreeMap::new();
    for duty in drifted.duties.iter().filter(|_| drifted.change == Change::Changed) {
        let who = format!("{} {}", style::plain(&duty.actor), duty.role.replace('_', " "));
        let key = (who.trim().to_owned(), duty.words(), duty.because.clone());
        groups.entry(key).or_default().push(&duty.duty);
    }
    for ((who, change, because), duties) in groups {
        let because = because.iter().map(|by| format!("{by}{}", effect(law, by)));
        let because = because.collect::<Vec<_>>().join("; ");
        let because = if because.is_empty() { because } else { format!(" ({because})") };
        writeln!(out, "  {who}: {change}{}", style::soft(&because))?;
        writeln!(out, "    {}", duties.join(", "))?;
    }
    Ok(())
}

/// Duties that change alike: whose, from what to what, by which provisions.
type Groups<'d> = BTreeMap<(String, String, Vec<String>), Vec<&'d str>>;

/// What an amending point does, in one line.
fn effect(law: &Pack, by: &str) -> String {
    let named = |at: &&actlas_law::Amendment| {
        let act = law.acts.get(at.act.0).map(|act| act.number.as_str()).unwrap_or_default();
        by == format!("Article 1, point {} of {act}", at.item)
    };
    law.amendments.iter().find(named).map_or(String::new(), |at| format!(": {}", at.effect))
}
