//! Reading, judging and writing registers.

use std::fs::{self, File};
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::time::Instant;

use actlas_assess::{Assessor, Settings};
use actlas_bench::make_register;
use actlas_facts::{Record, parse_date};
use actlas_intake::{Event, Ids, Input, Mapping, Options, read};
use actlas_law::{Choices, Lowered, Pack, PackFiles, View};
use anyhow::{Context, Result};

use super::report::{Report, figure};

/// Records judged at once while the stages are timed apart.
const BATCH: usize = 4_096;

pub fn measure(records: u64, report: &mut Report) -> Result<()> {
    report.section(
        &format!("`classify` end to end: {records} records as JSON lines"),
        "Synthetic records of some 420 bytes with up to five stated facts, one thread, the stages of \
         the command timed apart: reading into records, judging, writing JSON lines to nowhere.",
    );
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let path = PathBuf::from(format!("target/bench-register-{records}.jsonl"));
    let mut file = BufWriter::new(File::create(&path).context("cannot write in target/")?);
    make_register::write(&pack.vocabulary, records, &mut file)?;
    file.flush()?;
    let bytes = fs::metadata(&path)?.len() as f64;
    let options =
        Options { vocabulary: &pack.vocabulary, mapping: Mapping::default(), sheet: None };
    let input = Input::File(path.clone());

    let mut reading = f64::INFINITY;
    for _ in 0..3 {
        let start = Instant::now();
        read(&input, &options, &mut |event| {
            black_box(matches!(event, Event::Record(_)));
        });
        reading = reading.min(start.elapsed().as_secs_f64());
    }
    report.at_least("JSON lines read into records, a core", bytes / reading / 1e6, 150.0, "MB/s");

    let (on, _) = parse_date("2026-11-21").context("no day")?;
    let lowered = Lowered::new(View::new(&pack, on, on)?, Choices::defaults(&pack));
    let mut assessor = Assessor::new(&lowered, Settings::default());
    let mut out = BufWriter::new(File::create(if cfg!(windows) { "NUL" } else { "/dev/null" })?);
    let (mut judging, mut writing) = (0.0, 0.0);
    let mut ids = Ids::default();
    let mut batch: Vec<Record> = Vec::with_capacity(BATCH);
    let mut failed = None;
    let whole = Instant::now();
    let mut judge = |batch: &mut Vec<Record>| -> Result<()> {
        let start = Instant::now();
        let assessed: Vec<_> = batch.iter().map(|record| assessor.assess(record)).collect();
        judging += start.elapsed().as_secs_f64();
        let start = Instant::now();
        for assessed in &assessed {
            serde_json::to_writer(&mut out, &assessed.outcome)?;
            out.write_all(b"\n")?;
        }
        writing += start.elapsed().as_secs_f64();
        batch.clear();
        Ok(())
    };
    read(&input, &options, &mut |event| {
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
    fs::remove_file(&path)?;
    report.says("records a second, one thread", figure(records as f64 / whole, ""));
    let share = |part: f64| format!("{:.0} %", part / whole * 100.0);
    report.says("of that, reading", share(whole - judging - writing));
    report.says("of that, judging", share(judging));
    report.says("of that, writing", share(writing));
    Ok(())
}
