use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use actlas_assess::Assessor;
use actlas_assess::calendar::{Calendar, Entry};
use actlas_assess::duties::Fines;
use actlas_atlas::{
    Collector, DutyBook, Meta, PAGE_SYSTEMS, Retired, Sheet, atlas_html, atlas_svg, calendar_svg,
    cells_csv, system_row, systems_header,
};
use actlas_facts::day_text;
use anyhow::{Context, Result};

use super::{as_paths, title};
use crate::args::{AssumeArg, Map, StageArg};
use crate::findings::Exit;
use crate::pack;
use crate::pipeline::{Source, tell_mapping};

pub fn run(args: &Map) -> Result<Exit> {
    let (law, _) = pack::load(&args.judge.view.pack)?;
    let (lowered, mut settings) = pack::lower(&law, &args.judge)?;
    let lexicon = pack::lexicon(&args.input.screen, &law.vocabulary)?;
    settings.lexicon = lexicon.as_ref().map(|at| at.hash.clone());
    let engine = settings.engine.clone();
    let mut assessor = Assessor::new(&lowered, settings);
    let retired = match args.stage {
        Some(StageArg::All) => Retired::Included,
        None => Retired::Apart,
    };
    let mut collector = Collector::new(&lowered, retired);
    let (mut book, mut calendar) = (DutyBook::default(), Calendar::new(lowered.view().on()));
    let fines = Fines::new(&lowered.view());
    let question = |id: &str| {
        let fact = law.vocabulary.find(id).and_then(|ix| law.vocabulary.get(ix));
        fact.map_or_else(|| id.to_owned(), |fact| fact.question.clone())
    };
    let input = &args.input;
    let source = Source::new(&law.vocabulary, &input.wanted(lexicon.as_ref()))?;
    let folder = &args.output;
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    let create = |name: &str| -> Result<BufWriter<File>> {
        let path = folder.join(name);
        let file =
            File::create(&path).with_context(|| format!("cannot write `{}`", path.display()))?;
        Ok(BufWriter::new(file))
    };
    let mut jsonl = create("systems.jsonl")?;
    let mut csv = create("systems.csv")?;
    csv.write_all(systems_header().as_bytes())?;
    let read = source.each(|record| {
        let assessed = assessor.assess(&record);
        serde_json::to_writer(&mut jsonl, &assessed.outcome)?;
        jsonl.write_all(b"\n")?;
        csv.write_all(system_row(&assessed.outcome).as_bytes())?;
        if collector.add(&record, &assessed) == Sheet::Kept {
            let duties = assessor.duties(&record, &assessed);
            book.add(&duties, &fines, &question);
            calendar.add(&duties);
        }
        Ok(())
    })?;
    jsonl.flush()?;
    csv.flush()?;

    let view = lowered.view();
    let act = law.acts.get(view.speaks().0);
    let mut data = collector.finish(Meta {
        title: args.title.clone().unwrap_or_else(|| title(&as_paths(&input.inputs))),
        inputs: read.names.clone(),
        on: day_text(view.on()),
        known: day_text(view.known()),
        wording: act.map_or(String::new(), |act| act.number.clone()),
        readings: lowered.choices().differing(&law),
        assumed: match args.judge.assume {
            AssumeArg::InScope => {
                law.assumed("in-scope").map_or(String::new(), |set| set.title.clone())
            }
            AssumeArg::None => String::new(),
        },
        role: args.judge.role.clone().unwrap_or_default(),
        engine,
        law: law.hash.clone(),
        notice: law.notice.clone(),
        unreadable: read.unreadable,
        ..Meta::default()
    });
    let entries: Vec<Entry> = calendar.entries().cloned().collect();
    data.calendar = calendar_svg("What begins and falls due", &entries);
    data.duties = book;
    write(folder, "cells.csv", &cells_csv(&data))?;
    write(folder, "atlas.svg", &atlas_svg(&data))?;
    write(folder, "atlas.html", &atlas_html(&data))?;
    tell_mapping(&read);
    let apart = match data.meta.retired {
        0 => String::new(),
        retired if data.meta.stage_all => format!(", {retired} of them retired"),
        retired => format!(", {retired} retired ones apart"),
    };
    say!("{} systems{apart}: {}", data.meta.systems, folder.join("atlas.html").display());
    if data.meta.sheets < data.meta.systems {
        say!(
            "the page holds the sheets of {} systems (at most {PAGE_SYSTEMS}); systems.jsonl holds all",
            data.meta.sheets
        );
    }
    Ok(read.exit(input.strictness()))
}

fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    let path = folder.join(name);
    fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))
}
