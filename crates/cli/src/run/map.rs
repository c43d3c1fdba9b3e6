use std::io::Write as _;
use std::path::{Path, PathBuf};

use actlas_assess::calendar::{Calendar, Entry};
use actlas_assess::duties::Fines;
use actlas_assess::{Assessed, Assessor};
use actlas_atlas::{
    AtlasData, Collector, DutyBook, Meta, PAGE_SYSTEMS, Retired, Sheet, atlas_html, atlas_svg,
    calendar_svg, cells_csv, system_row, systems_header,
};
use actlas_facts::{Record, day_text};
use actlas_law::Lowered;
use anyhow::Result;
use clap::ValueEnum;

use super::{as_paths, counted, question, title};
use crate::args::{AssumeArg, InputArgs, Map, MapFormat, ScreenArgs, StageArg, ViewArgs};
use crate::findings::{Exit, Findings};
use crate::output::Folder;
use crate::pack;
use crate::parquet::{Cell, Systems, Table, cell_columns, cell_rows};
use crate::pipeline::{Read, Source, tell_mapping};
use crate::threads::{self, Judge};

/// What is written into the folder.
const FILES: [&str; 7] = [
    "systems.jsonl",
    "systems.csv",
    "systems.parquet",
    "cells.csv",
    "cells.parquet",
    "atlas.svg",
    "atlas.html",
];

/// One system, and its lines in the files.
struct Written {
    record: Record,
    assessed: Assessed,
    json: Vec<u8>,
    line: String,
    row: Option<Vec<Cell>>,
}

pub fn run(args: &Map) -> Result<Exit> {
    let (law, _) = pack::load(&args.judge.view.pack)?;
    let (lowered, mut settings) = pack::lower_for(&law, &args.judge, args.role.as_deref())?;
    let lexicon = pack::lexicon(&args.input.screen, &law.vocabulary)?;
    settings.lexicon = lexicon.as_ref().map(|at| at.hash.clone());
    let engine = settings.engine.clone();
    let retired = match args.stage {
        Some(StageArg::All) => Retired::Included,
        None => Retired::Apart,
    };
    let mut collector = Collector::new(&lowered, retired);
    let (mut book, mut calendar) = (DutyBook::default(), Calendar::new(lowered.view().on()));
    let fines = Fines::default();
    let question = |id: &str| question(&law, id);
    let input = &args.input;
    let wanted = input.wanted(lexicon.as_ref());
    let files: Vec<PathBuf> = FILES.iter().map(|name| args.output.join(name)).collect();
    wanted.spare(files.iter().map(PathBuf::as_path))?;
    let source = Source::new(&law.vocabulary, &wanted)?;
    let mut folder = Folder::create(&args.output)?;
    let mut jsonl = folder.file("systems.jsonl")?;
    let mut csv = folder.file("systems.csv")?;
    csv.write_all(systems_header().as_bytes())?;
    let systems = &Systems::new(&lowered);
    let mut table = match args.format {
        Some(MapFormat::Parquet) => {
            Some(Table::create(folder.file("systems.parquet")?, systems.columns())?)
        }
        None => None,
    };
    let wants_row = table.is_some();
    let judge = || -> Judge<Result<Written>> {
        let mut assessor = Assessor::new(&lowered, settings.clone());
        Box::new(move |record| {
            let assessed = assessor.assess(&record);
            let mut json = serde_json::to_vec(&assessed.outcome)?;
            json.push(b'\n');
            let line = system_row(&assessed.outcome);
            let row = wants_row.then(|| systems.row(&record, &assessed.outcome));
            Ok(Written { record, assessed, json, line, row })
        })
    };
    let threads = threads::threads(args.threads.threads);
    // Duties are looked up where it is known whether the page keeps the sheet; most of a large register is
    // not kept.
    let mut of_sheets = Assessor::new(&lowered, settings.clone());
    let mut findings = Findings::default();
    let read = source.judged(threads, &judge, |written| {
        let Written { record, assessed, json, line, row } = written?;
        findings.tell_assessed(&assessed.outcome.findings);
        jsonl.write_all(&json)?;
        csv.write_all(line.as_bytes())?;
        if let (Some(table), Some(row)) = (&mut table, row) {
            table.push(row)?;
        }
        if collector.add(&record, &assessed) == Sheet::Kept {
            let of_sheets = &mut of_sheets;
            let duties = of_sheets.duties(&record, &assessed);
            book.add(&duties, &fines, &question);
            calendar.add(&duties);
        }
        Ok(())
    })?;
    findings.finish();
    folder.add(jsonl);
    folder.add(csv);

    let meta = meta(args, &lowered, &read);
    let mut data = collector.finish(Meta { engine, screened: lexicon.is_some(), ..meta });
    let entries: Vec<Entry> = calendar.entries().cloned().collect();
    data.calendar = calendar_svg("What begins and falls due", &entries, "");
    data.duties = book;
    if let Some(systems) = table {
        folder.add(systems.finish()?);
        let mut cells = Table::create(folder.file("cells.parquet")?, cell_columns())?;
        cell_rows(&data).try_for_each(|row| cells.push(row))?;
        folder.add(cells.finish()?);
    }
    folder.write("cells.csv", &cells_csv(&data))?;
    folder.write("atlas.svg", &atlas_svg(&data))?;
    folder.write("atlas.html", &atlas_html(&data))?;
    folder.keep_of(read.records)?;
    tell_mapping(&read);
    if read.records > 0 {
        tell(&data, &args.output);
    }
    Ok(read.exit(input.strictness()))
}

/// How an option writes a value.
fn named<V: ValueEnum>(value: &V) -> Option<String> {
    value.to_possible_value().map(|at| at.get_name().to_owned())
}

/// The words that draw the map again: what was read, with which answers and options. How many threads judge
/// and where it is written change nothing of it.
fn redraw(args: &Map) -> Vec<String> {
    let Map { input, judge, role, output: _, title, stage, format, threads: _ } = args;
    let InputArgs { inputs, mapping, sheet, answers, attest, strict, screen } = input;
    let ScreenArgs { no_screen, lexicon, llm } = screen;
    let ViewArgs { pack, on, known } = &judge.view;
    let mut words = vec!["map".to_owned()];
    words.extend(inputs.iter().map(|path| path.display().to_string()));
    let mut add = |option: &str, value: Option<String>| {
        if let Some(value) = value {
            words.extend([option.to_owned(), value]);
        }
    };
    let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    add("--mapping", path(mapping));
    add("--sheet", sheet.clone());
    answers.iter().for_each(|file| add("--answers", Some(file.display().to_string())));
    add("--attest", attest.clone());
    add("--lexicon", path(lexicon));
    // Where a model runs is nobody's business whom the page is sent to.
    add("--llm", llm.llm.as_ref().map(|_| "URL".to_owned()));
    add("--model", llm.model.clone());
    add("--law", path(&pack.law));
    add("--on", on.clone());
    add("--known", known.clone());
    judge.reading.iter().for_each(|reading| add("--reading", Some(reading.clone())));
    let assume = (judge.assume != AssumeArg::default()).then_some(judge.assume);
    add("--assume", assume.and_then(|at| named(&at)));
    add("--role", role.clone());
    add("--stage", stage.as_ref().and_then(named));
    add("--format", format.as_ref().and_then(named));
    add("--title", title.clone());
    words.extend(no_screen.then(|| "--no-screen".to_owned()));
    words.extend(strict.then(|| "--strict".to_owned()));
    words
}

/// What the map says of itself.
fn meta(args: &Map, lowered: &Lowered, read: &Read) -> Meta {
    let view = lowered.view();
    let law = view.pack();
    let act = law.acts.get(view.speaks().0);
    Meta {
        title: args.title.clone().unwrap_or_else(|| title(&as_paths(&args.input.inputs))),
        inputs: read.names.clone(),
        on: day_text(view.on()),
        known: day_text(view.known()),
        wording: act.map_or(String::new(), |act| act.number.clone()),
        readings: lowered.choices().differing(law),
        assumed: match args.judge.assume {
            AssumeArg::InScope => {
                law.assumed("in-scope").map_or(String::new(), |set| set.title.clone())
            }
            AssumeArg::None => String::new(),
        },
        role: args.role.clone().unwrap_or_default(),
        redraw: redraw(args),
        law: law.hash.clone(),
        notice: law.notice.clone(),
        unreadable: read.unreadable,
        ..Meta::default()
    }
}

fn tell(data: &AtlasData, folder: &Path) {
    let apart = match data.meta.retired {
        0 => String::new(),
        retired if data.meta.stage_all => format!(", {retired} of them retired"),
        retired => format!(", {retired} retired ones apart"),
    };
    let systems = counted(data.meta.systems, "system");
    say!("{systems}{apart}: {}", folder.join("atlas.html").display());
    if data.meta.sheets < data.meta.systems {
        say!(
            "the page holds the sheets of {} systems (at most {PAGE_SYSTEMS}); systems.jsonl holds all",
            data.meta.sheets
        );
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::redraw;
    use crate::args::{Cli, Command};

    fn redrawn(line: &str) -> Vec<String> {
        let cli = Cli::try_parse_from(line.split(' ')).expect("a command");
        let Command::Map(args) = cli.command else { panic!("{line} draws no map") };
        redraw(&args)
    }

    /// Whatever says what the map is of and how it is judged is said again.
    #[test]
    fn the_command_is_said_again_without_where_it_writes() {
        let cases = [
            ("map a.csv -o x", "map a.csv"),
            ("map a.csv - --threads 2 -o x --title T", "map a.csv - --title T"),
            (
                "map -o x a.csv --answers 1.facts.jsonl --answers 2.facts.jsonl --on 2026-12-01",
                "map a.csv --answers 1.facts.jsonl --answers 2.facts.jsonl --on 2026-12-01",
            ),
            (
                "map a.xlsx --mapping m.yaml --sheet S --attest Ada --law l --known 2026-01-01 --on 2026-02-01 \
                 --reading U-32=text --assume none --role deployer --stage all --strict --lexicon d -o x",
                "map a.xlsx --mapping m.yaml --sheet S --attest Ada --lexicon d --law l --on 2026-02-01 \
                 --known 2026-01-01 --reading U-32=text --assume none --role deployer --stage all --strict",
            ),
            ("map a.csv --no-screen -o x", "map a.csv --no-screen"),
        ];
        for (line, words) in cases {
            let said = redrawn(&format!("actlas {line}"));
            assert_eq!(said.join(" "), words);
            let again = redrawn(&format!("actlas {} -o elsewhere", said.join(" ")));
            assert_eq!(again, said);
        }
    }

    #[test]
    fn where_a_model_runs_is_not_told() {
        let said = redrawn("actlas map a.csv --llm http://user:pass@inside/v1 --model m -o x");
        assert_eq!(said.join(" "), "map a.csv --llm URL --model m");
    }
}
