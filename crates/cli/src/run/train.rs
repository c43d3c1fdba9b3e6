//! Repeats the weights of the classifier from labels and texts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use actlas_facts::{Record, Text};
use actlas_screen::classifier::{Lesson, Mark, NearTexts, Origin, Trained, Tried, train};
use anyhow::{Context, Result, bail};

use super::eval::{Label, labels, share};
use super::eval_purposes::purposes;
use crate::args::{Half, ScreenArgs, Train};
use crate::findings::Exit;
use crate::output;
use crate::pack;
use crate::pipeline::{Source, Wanted};

pub fn run(args: &Train) -> Result<Exit> {
    let read = args.texts.iter().chain(&args.purposes).chain([&args.labels]);
    output::spare([args.output.as_path()], read.map(PathBuf::as_path))?;
    let (law, _) = pack::load(&args.pack)?;
    let screen = ScreenArgs { lexicon: args.lexicon.clone(), ..ScreenArgs::default() };
    let Some(lexicon) = pack::lexicon(&screen, &law.vocabulary)? else { bail!("no lexicon") };
    let lexicon = lexicon.phrases_only();
    let read = read_labels(&args.labels)?;
    let wanted = Wanted {
        paths: &args.texts,
        mapping: None,
        sheet: None,
        answers: &[],
        attest: None,
        lexicon: None,
        llm: None,
    };
    let mut records: Vec<Record> = Vec::new();
    let mut held = NearTexts::default();
    Source::new(&law.vocabulary, &wanted)?.each(|mut record| {
        record.statements.clear();
        if read.held.contains(&record.id) {
            held.add(&record);
        } else if read.made.contains_key(&record.id) {
            records.push(record);
        }
        Ok(())
    })?;
    let found = records.len();
    records.retain(|record| !held.is_near(record));
    let near = found - records.len();
    if records.is_empty() {
        bail!("no labelled record is among the texts");
    }
    records.sort_by(|a, b| a.id.cmp(&b.id));
    let registers = records.len();
    let mut lessons: Vec<Lesson> =
        records.into_iter().filter_map(|record| lesson(record, &read.made)).collect();
    for folder in &args.purposes {
        for path in tables(folder)? {
            written(&path, &mut lessons)?;
        }
    }
    let trained = train(&lexicon, &lessons).map_err(anyhow::Error::msg)?;
    output::write(&args.output, &trained.weights)?;
    tell(&trained);
    say!(
        "{} texts: {registers} of registers, {} written purposes; {near} left out because they are near \
         texts that are only measured",
        trained.texts,
        trained.texts - registers,
    );
    let kib = trained.weights.len().div_ceil(1024);
    say!("{} ({kib} KiB)", args.output.display());
    Ok(Exit::Done)
}

fn tell(trained: &Trained) {
    say!(
        "point        found, right             met, found               written, found  marks, doubts"
    );
    let (mut found, mut right, mut met) = (0, 0, 0);
    for at in &trained.tried {
        found += at.found;
        right += at.right;
        met += at.met;
        let (written, seen) = at.written;
        let [short, long, by_ideas, long_by_ideas] = at.fills;
        say!(
            "{:12} {:24} {:24} {:4} of {written:<4}    {short:.2} {long:.2} {by_ideas:.2} {long_by_ideas:.2}  {}",
            at.point,
            share(at.right, at.found),
            share(at.right, at.met),
            seen,
            at.assents.map(|mark| format!("{mark:.2}")).join(" ")
        );
    }
    say!("all          {:24} {:24}", share(right, found), share(right, met));
    let sum = |of: fn(&Tried) -> usize| trained.tried.iter().map(of).sum::<usize>();
    let (seen, all) = (sum(|at| at.written.1), sum(|at| at.written.0));
    let (wrong, others) = (sum(|at| at.near.1), sum(|at| at.near.0));
    say!("written purposes that meet a point: found {}", share(seen, all));
    say!("written purposes that do not: found {}", share(wrong, others));
}

/// Labels that may be learned from, and ids that may not.
struct Labels {
    made: BTreeMap<String, Label>,
    held: BTreeSet<String>,
}

/// Of `labels.csv` the half that entries may be made with; of other tables everything that is not of the
/// other half.
fn read_labels(folder: &Path) -> Result<Labels> {
    let first = labels(&folder.join("labels.csv"))?;
    let is_held = |id: &String| Label::half(id) == Half::Held;
    let held: BTreeSet<String> = first.keys().filter(|id| is_held(id)).cloned().collect();
    let mut made: BTreeMap<String, Label> = first;
    for path in tables(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("training") {
            made.extend(labels(&path)?);
        }
    }
    made.retain(|id, _| !held.contains(id));
    Ok(Labels { made, held })
}

fn tables(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list `{}`", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "csv"))
        .collect();
    paths.sort();
    Ok(paths)
}

fn lesson(record: Record, labels: &BTreeMap<String, Label>) -> Option<Lesson> {
    let label = labels.get(&record.id)?;
    let unsaid = label.possible.iter().map(|point| (point.clone(), Mark::Unsaid));
    let yes = label.points.iter().map(|point| (point.clone(), Mark::Yes));
    let mut marks: BTreeMap<String, Mark> = unsaid.collect();
    marks.extend(yes);
    Some(Lesson { record, marks, origin: Origin::Register })
}

fn written(path: &Path, lessons: &mut Vec<Lesson>) -> Result<()> {
    let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    for purpose in purposes(path)? {
        let text = Text { field: "purpose".to_owned(), text: purpose.text };
        let record = Record {
            id: format!("{language}:{}", purpose.id),
            language: language.clone(),
            texts: vec![text],
            ..Record::default()
        };
        let mark = if purpose.meant_in { Mark::Yes } else { Mark::No };
        lessons.push(Lesson::written(record, &purpose.point, mark));
    }
    Ok(())
}
