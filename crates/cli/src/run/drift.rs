use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use actlas_assess::drift::{
    Amended, Change, Drifted, PointState, Points, Side, Sum, Words, drift, points,
};
use actlas_assess::duties::Duties;
use actlas_assess::{Assessed, Assessor, Noted, Step};
use actlas_atlas::drift_svg;
use actlas_facts::Record;
use actlas_law::{Class, Pack};
use anyhow::{Result, bail};

use super::drift_match::{Matching, Met, Rest};
use super::{as_paths, counted, point_words, title};
use crate::args::duties::{Drift as Args, DriftFormat};
use crate::args::{JudgeArgs, format};
use crate::findings::{Exit, Findings};
use crate::output::{self, Output};
use crate::pipeline::{Source, Wanted};
use crate::{pack, style};

pub fn run(args: &Args) -> Result<Exit> {
    let format = format(args.format, args.output.as_deref())?;
    let two_registers = !args.against.is_empty() || !args.against_answers.is_empty();
    if args.from.is_empty() && args.to.is_empty() && !two_registers {
        bail!(
            "nothing to compare; give two views with --from and --to, a register --against, or \
             --against-answers"
        );
    }
    let no_answers = is_none(&args.against_answers) && args.input.answers.is_empty();
    if no_answers && args.against.is_empty() && args.from.is_empty() && args.to.is_empty() {
        bail!("nothing to compare: `--against-answers none` compares with what `--answers` gives");
    }
    if args.summary && format != DriftFormat::Text {
        bail!("`--summary` is of `--format text`; a picture is of the sum anyway");
    }
    if args.title.is_some() && format != DriftFormat::Svg {
        bail!("`--title` is of `--format svg`; only a picture has a title");
    }
    let (law, _) = pack::load(&args.judge.view.pack)?;
    let (earlier, settings) =
        pack::lower_for(&law, &viewed(&args.judge, &args.from)?, args.role.as_deref())?;
    let (later, _) = pack::lower(&law, &viewed(&args.judge, &args.to)?)?;
    let lexicon = pack::lexicon(&args.input.screen, &law.vocabulary)?;
    let mut before = Assessor::new(&earlier, settings.clone());
    let mut after = Assessor::new(&later, settings);
    let (amended_before, amended) = (before.amended_points(), after.amended_points());
    let wanted = args.input.wanted(lexicon.as_ref());
    wanted.spare(args.output.as_deref())?;
    output::spare(args.output.as_deref(), earlier_files(args))?;
    let mut out = Output::to(args.output.as_ref())?;
    let mut sum = Sum::default();
    let mut exit = Exit::Done;
    let mut found = Found::default();
    let source = Source::new(&law.vocabulary, &wanted)?;
    let mut matching: Option<Matching<Answer>> = None;
    if two_registers {
        // Without an earlier register, or without earlier answers, those of the later side hold.
        let paths = if args.against.is_empty() { wanted.paths } else { &args.against };
        let answers = match is_none(&args.against_answers) {
            true => &[],
            false if args.against_answers.is_empty() => wanted.answers,
            false => args.against_answers.as_slice(),
        };
        let against = Source::new(&law.vocabulary, &Wanted { paths, answers, ..wanted })?;
        let mut met = Matching::new(&against.files(), &source.files());
        let read = against.each(|record| {
            let assessed = before.assess(&record);
            found.tell_once(&assessed.outcome.findings);
            met.earlier(&record, Answer::of(&mut before, &record, &assessed));
            Ok(())
        })?;
        met.torn(&read.torn);
        matching = Some(met);
        exit = read.exit(args.input.strictness());
        if read.records == 0 {
            // Everything would be called added.
            tell!("no record was read of the earlier side, so nothing is compared");
            return Ok(Exit::NoRecord);
        }
    }
    let mut compare = |from: Option<&Answer>, to: Option<&Answer>| {
        let from = from.map(|from| from.side(&amended_before));
        let drifted = drift(from, to.map(|to| to.side(&amended)));
        tell(&mut out, (format, args.summary), &law, drifted, &mut sum)
    };
    let mut records = 0;
    let read = source.each(|record| {
        let assessed = after.assess(&record);
        found.tell_once(&assessed.outcome.findings);
        let to = Answer::of(&mut after, &record, &assessed);
        records += 1;
        let Some(matching) = &mut matching else {
            let assessed = before.assess(&record);
            return compare(Some(&Answer::of(&mut before, &record, &assessed)), Some(&to));
        };
        match matching.later(&record, to) {
            Met::Pair(from, to) => compare(from.as_ref(), Some(&to)),
            Met::Waits => Ok(()),
        }
    })?;
    if matching.is_some() && read.records == 0 && !read.torn.is_empty() {
        // Everything would be called gone.
        tell!("no record was read of the later side, so nothing is compared");
        return Ok(Exit::NoRecord);
    }
    if let Some(rest) = matching.map(|matching| matching.rest(&read.torn)) {
        rest.pairs.iter().try_for_each(|(from, to)| compare(from.as_ref(), to.as_ref()))?;
        unsure(&rest);
    }
    found.findings.finish();
    sum.records = records;
    if format == DriftFormat::Svg {
        let title = args.title.clone().unwrap_or_else(|| title_of(args, &read.names));
        write!(out, "{}", drift_svg(&title, &sum))?;
    }
    if format == DriftFormat::Text {
        writeln!(out, "{}", summed(&sum))?;
        writeln!(out, "{}", style::soft(&law.notice))?;
    }
    out.keep_of(read.records)?;
    Ok(exit.or(read.exit(args.input.strictness())))
}

/// Says which comparisons rest on numbers, which move when records are inserted, and which there are none of.
fn unsure(rest: &Rest<Answer>) {
    if rest.by_number > 0 {
        tell!(
            "{} {} without an id compared by the number in the file alone, since the names differ; give the records ids",
            style::warning("warning:"),
            counted(rest.by_number, "record")
        );
    }
    if rest.unread > 0 {
        tell!(
            "{} {} compared with nothing: what is on the other side may stand in a file that cannot be read",
            style::warning("warning:"),
            counted(rest.unread, "record")
        );
    }
    if rest.unpaired > 0 {
        tell!(
            "{} {} without an id compared with nothing: it is unclear which file of the other side stands for theirs; \
             give the records ids, or as many files on both sides",
            style::warning("warning:"),
            counted(rest.unpaired, "record")
        );
    }
}

/// What was found by judging records; what both sides share is told once.
#[derive(Default)]
struct Found {
    findings: Findings,
    told: BTreeSet<(String, String)>,
}

impl Found {
    fn tell_once(&mut self, noted: &[Noted]) {
        for at in noted.iter().filter(|at| at.step == Step::Assessing) {
            if self.told.insert((at.place.clone(), at.fact.clone())) {
                self.findings.tell_noted(at);
            }
        }
    }
}

/// What is known of a record on one side.
struct Answer {
    duties: Duties,
    points: Points,
    purpose: Words,
}

impl Answer {
    fn of(assessor: &mut Assessor, record: &Record, assessed: &Assessed) -> Answer {
        Answer {
            duties: assessor.duties(record, assessed),
            points: points(&assessed.outcome),
            purpose: Words::of_purpose(record),
        }
    }

    fn side<'a>(&'a self, amended: &'a Amended) -> Side<'a> {
        let Answer { duties, points, purpose } = self;
        Side { duties, points, amended, purpose: *purpose }
    }
}

/// Whether the earlier side has no answers.
fn is_none(answers: &[PathBuf]) -> bool {
    answers.iter().any(|path| path.as_os_str() == "none")
}

/// Where the earlier side is read from.
fn earlier_files(args: &Args) -> impl Iterator<Item = &Path> {
    args.against.iter().chain(&args.against_answers).map(PathBuf::as_path)
}

/// Points that are named one by one where several change alike.
const POINTS: usize = 8;

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
    let class =
        |id: &str| Class::parse(id).map_or_else(|| id.to_owned(), |at| at.words().to_owned());
    for ((from, to), count) in &sum.classes {
        let records = counted(*count, "record");
        words += &format!("\n  {records}: {} → {}", class(from), class(to));
    }
    for ((from, to), count) in &sum.stages {
        let (from, to) = (from.replace('_', " "), to.replace('_', " "));
        words += &format!("\n  {}: {from} → {to}", counted(*count, "record"));
    }
    for (field, count) in &sum.told {
        words += &format!("\n  {}: {field} given otherwise", counted(*count, "record"));
    }
    for ((from, to), count) in &sum.points {
        let points = counted(count, "point");
        words += &format!("\n  {points}: {} → {}", from.words(), to.words());
    }
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
    (format, summary): (DriftFormat, bool),
    law: &Pack,
    drifted: Option<Drifted>,
    sum: &mut Sum,
) -> Result<()> {
    let Some(drifted) = drifted else { return Ok(()) };
    sum.add(&drifted);
    match format {
        // The sum is all that is wanted.
        DriftFormat::Text if summary => {}
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
        Change::Described => "described otherwise",
    };
    let id = style::strong(&style::plain(&drifted.id));
    writeln!(out, "{id}  {}: {what}", style::plain(&drifted.name))?;
    match &drifted.class {
        (Some(from), Some(to)) if from != to => writeln!(out, "  class: {from} to {to}")?,
        (None, Some(class)) | (Some(class), None) => writeln!(out, "  class: {class}")?,
        _ => {}
    }
    if let Some((from, to)) = &drifted.stage {
        writeln!(out, "  stage: {} → {}", from.replace('_', " "), to.replace('_', " "))?;
    }
    for told in &drifted.told {
        writeln!(out, "  {}", style::plain(&told.words()))?;
    }
    let mut moved: BTreeMap<(PointState, PointState, &[String]), Vec<String>> = BTreeMap::new();
    for at in &drifted.points {
        let key = (at.from, at.to, at.because.as_slice());
        moved.entry(key).or_default().push(point_words(law, &at.point));
    }
    for ((from, to, because), names) in moved {
        let more = match names.len().saturating_sub(POINTS) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        let shown = names.into_iter().take(POINTS).collect::<Vec<_>>().join("; ");
        let because = style::soft(&by_effect(law, because));
        writeln!(out, "  {} → {}: {shown}{more}{because}", from.words(), to.words())?;
    }
    let mut groups: Groups = BTreeMap::new();
    for duty in drifted.told_duties() {
        let who = format!("{} {}", style::plain(&duty.actor), duty.role.replace('_', " "));
        let key = (who.trim().to_owned(), duty.words(), duty.because.clone());
        groups.entry(key).or_default().push(&duty.duty);
    }
    for ((who, change, because), duties) in groups {
        writeln!(out, "  {who}: {change}{}", style::soft(&by_effect(law, &because)))?;
        writeln!(out, "    {}", duties.join(", "))?;
    }
    Ok(())
}

/// Duties that change alike: whose, from what to what, by which provisions.
type Groups<'d> = BTreeMap<(String, String, Vec<String>), Vec<&'d str>>;

/// By which provisions, and what they do, in brackets; nothing where there are none.
fn by_effect(law: &Pack, because: &[String]) -> String {
    let because = because.iter().map(|by| format!("{by}{}", effect(law, by)));
    let because = because.collect::<Vec<_>>().join("; ");
    if because.is_empty() { because } else { format!(" ({because})") }
}

/// What an amending point does, in one line.
fn effect(law: &Pack, by: &str) -> String {
    let named = |at: &&actlas_law::Amendment| {
        let act = law.acts.get(at.act.0).map(|act| act.number.as_str()).unwrap_or_default();
        by == format!("Article 1, point {} of {act}", at.item)
    };
    law.amendments.iter().find(named).map_or(String::new(), |at| format!(": {}", at.effect))
}
