//! Reading, judging and writing registers.

use std::fs::{self, File};
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use actlas_assess::{Assessor, Settings};
use actlas_bench::make_register::{self, Stated};
use actlas_facts::{Record, parse_date};
use actlas_intake::{Event, Ids, Input, Mapping, Options, read};
use actlas_law::{Choices, Lowered, Pack, PackFiles, View};
use actlas_screen::{Lexicon, Screener};
use anyhow::{Context, Result, ensure};

use super::report::{Report, figure};

/// Records judged at once while the stages are timed apart.
const BATCH: usize = 4_096;
const DAY: &str = "2026-11-21";

pub fn measure(records: u64, report: &mut Report) -> Result<()> {
    report.section(
        &format!("`classify` end to end: {records} records as JSON lines"),
        "Synthetic records of some 420 bytes with up to five stated facts, drawn from all of the \
         vocabulary: nearly no two know the same. First on one thread, the \
         stages of the command timed apart: reading into records, reading facts from prose, judging, \
         writing JSON lines to nowhere. Then the same of records that state no facts, as in public \
         registers. Then the command itself, from file to file.",
    );
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let path = PathBuf::from(format!("target/bench-register-{records}.jsonl"));
    let write = |states| -> Result<()> {
        let mut file = BufWriter::new(File::create(&path).context("cannot write in target/")?);
        make_register::write(&pack.vocabulary, records, states, &mut file)?;
        Ok(file.flush()?)
    };
    write(Stated::Some)?;
    let bytes = fs::metadata(&path)?.len() as f64;
    let options =
        Options { vocabulary: &pack.vocabulary, mapping: Mapping::default(), sheet: None };
    let input = Input::File(path.clone());

    let mut reading = f64::INFINITY;
    for _ in 0..5 {
        let start = Instant::now();
        read(&input, &options, &mut |event| {
            black_box(matches!(event, Event::Record(_)));
        });
        reading = reading.min(start.elapsed().as_secs_f64());
    }
    report.at_least("JSON lines read into records, a core", bytes / reading / 1e6, 150.0, "MB/s");
    let lexicon = Lexicon::embedded(&pack.vocabulary);
    for (what, lexicon) in [("without screening", None), ("with screening", Some(&lexicon))] {
        stages(&pack, lexicon, &input, &options, records, what, report)?;
    }
    write(Stated::Nothing)?;
    let what = "no stated facts, with screening";
    stages(&pack, Some(&lexicon), &input, &options, records, what, report)?;
    write(Stated::Some)?;
    command(&path, records, report)?;
    fs::remove_file(&path)?;
    Ok(())
}

/// Seconds of the stages.
#[derive(Default)]
struct Stages {
    screening: f64,
    judging: f64,
    writing: f64,
}

fn stages(
    pack: &Pack,
    lexicon: Option<&Lexicon>,
    input: &Input,
    options: &Options,
    records: u64,
    what: &str,
    report: &mut Report,
) -> Result<()> {
    let (on, _) = parse_date(DAY).context("no day")?;
    let lowered = Lowered::new(View::new(pack, on, on)?, Choices::defaults(pack));
    let mut assessor = Assessor::new(&lowered, Settings::default());
    let mut screener = lexicon.map(Screener::new);
    let mut out = BufWriter::new(File::create(if cfg!(windows) { "NUL" } else { "/dev/null" })?);
    let mut took = Stages::default();
    let mut ids = Ids::default();
    let mut batch: Vec<Record> = Vec::with_capacity(BATCH);
    let mut failed = None;
    let whole = Instant::now();
    let mut judge = |batch: &mut Vec<Record>| -> Result<()> {
        let start = Instant::now();
        if let Some(screener) = &mut screener {
            batch.iter_mut().for_each(|record| screener.screen(record).propose_to(record));
        }
        took.screening += start.elapsed().as_secs_f64();
        let start = Instant::now();
        let assessed: Vec<_> = batch.iter().map(|record| assessor.assess(record)).collect();
        took.judging += start.elapsed().as_secs_f64();
        let start = Instant::now();
        for assessed in &assessed {
            serde_json::to_writer(&mut out, &assessed.outcome)?;
            out.write_all(b"\n")?;
        }
        took.writing += start.elapsed().as_secs_f64();
        batch.clear();
        Ok(())
    };
    read(input, options, &mut |event| {
        if let Event::Record(mut record) = event {
            ids.settle(&mut record);
            batch.push(*record);
            if batch.len() == BATCH {
                failed = judge(&mut batch).err().or(failed.take());
            }
        }
    });
    judge(&mut batch)?;
    if let Some(error) = failed {
        return Err(error);
    }
    let whole = whole.elapsed().as_secs_f64();
    report
        .says(&format!("{what}: records a second, one thread"), figure(records as f64 / whole, ""));
    let reading = whole - took.screening - took.judging - took.writing;
    let parts = [
        ("reading", reading),
        ("screening", took.screening),
        ("judging", took.judging),
        ("writing", took.writing),
    ];
    let share = |(part, took): &(&str, f64)| format!("{part} {:.0} %", took / whole * 100.0);
    let shares: Vec<String> = parts.iter().filter(|at| at.1 > 1e-3).map(share).collect();
    report.says(&format!("{what}: where the time goes"), shares.join(", "));
    Ok(())
}

/// The command itself, on one thread and on two.
fn command(path: &Path, records: u64, report: &mut Report) -> Result<()> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let built = Command::new(cargo).args(["build", "--release", "-q", "-p", "actlas"]).status()?;
    ensure!(built.success(), "the command line cannot be built");
    let (what, screens) = ("`actlas classify`", ["--no-screen", ""]);
    for screen in screens {
        let screened = if screen.is_empty() { "with" } else { "without" };
        let mut run = |threads: &str| -> Result<(f64, PathBuf)> {
            let out = PathBuf::from(format!("target/bench-outcomes-{threads}.jsonl"));
            let start = Instant::now();
            let done = Command::new("target/release/actlas")
                .args(["classify", "--format", "jsonl", "--on", DAY, "--known", DAY])
                .args(["--threads", threads])
                .args(Some(screen).filter(|screen| !screen.is_empty()))
                .arg(path)
                .stdout(File::create(&out)?)
                .stderr(Stdio::null())
                .status()?;
            ensure!(done.success(), "`actlas classify` failed");
            let took = start.elapsed().as_secs_f64();
            let speed = figure(records as f64 / took, "");
            report.says(
                &format!("{what} {screened} screening, {threads} judging, records a second"),
                speed,
            );
            Ok((took, out))
        };
        let ((one, mine), (two, theirs)) = (run("1")?, run("2")?);
        ensure!(fs::read(&mine)? == fs::read(&theirs)?, "two threads wrote something else");
        report.says("two threads, times one, output equal", figure(one / two, "×"));
        fs::remove_file(mine)?;
        fs::remove_file(theirs)?;
    }
    Ok(())
}
