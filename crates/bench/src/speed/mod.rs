//! Everything that is measured, in one run.

mod core;
mod duties;
mod engines;
mod files;
mod law;
mod missing;
mod peers;
mod report;
mod screening;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Instant;

use actlas_bench::Workload;
use anyhow::Result;
use clap::{Args, ValueEnum};

pub use report::Report;

/// A part of what is measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Registers,
    Missing,
    Pack,
    Duties,
    Screening,
    Classify,
}

/// What to measure.
#[derive(Args)]
pub struct Speed {
    /// How many systems
    #[arg(long, default_value_t = 1_000_000)]
    systems: usize,
    /// How many records are classified end to end
    #[arg(long, default_value_t = 100_000)]
    records: u64,
    /// Write the report to this file; of one part, that section of it
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// The day of the run, for the report
    #[arg(long, default_value = "not stated")]
    date: String,
    /// Also ten million systems in memory
    #[arg(long)]
    big: bool,
    /// Also build and run this bench for AVX2
    #[arg(long)]
    widths: bool,
    /// Only this part
    #[arg(long, value_name = "PART")]
    only: Option<Part>,
    /// A Python with numpy, polars or duckdb, see bench/peers/README.md
    #[arg(long, default_value = "target/peers-venv/bin/python")]
    python: PathBuf,
    /// The policy engines, see bench/engines/README.md
    #[arg(long, default_value = "target/engines/release/actlas-bench-engines")]
    engines: PathBuf,
}

impl Speed {
    /// Measures and reports.
    pub fn run(&self) -> Result<()> {
        let mut report = Report::new(&self.date);
        let wanted = |part: Part| self.only.is_none_or(|only| only == part);
        let with_engines = wanted(Part::Registers) || wanted(Part::Missing);
        let engines = match with_engines {
            true => engines::run(&Workload::new(), &self.engines)?,
            false => Vec::new(),
        };
        if wanted(Part::Registers) {
            let others = (self.python.as_path(), &engines);
            core::measure(self.systems, self.widths, self.big, others, &mut report)?;
        }
        if wanted(Part::Missing) {
            missing::measure(&engines, &mut report);
        }
        if wanted(Part::Pack) {
            law::measure(&mut report);
        }
        if wanted(Part::Duties) {
            duties::measure(self.systems, &mut report);
        }
        if wanted(Part::Screening) {
            screening::measure(&mut report);
        }
        if wanted(Part::Classify) {
            files::measure(self.records, &mut report)?;
        }
        let text = report.to_string();
        println!("{text}");
        if let Some(path) = &self.write {
            let text = match self.only {
                None => text,
                Some(part) => {
                    let whole = std::fs::read_to_string(path)?;
                    report::with_section(&whole, part.heading(), &report.sections())
                }
            };
            std::fs::write(path, text)?;
        }
        Ok(())
    }
}

impl Part {
    /// How its section of the report begins.
    fn heading(self) -> &'static str {
        match self {
            Part::Registers => "## Whole registers: ",
            Part::Missing => "## Missing facts: ",
            Part::Pack => "## The real pack: ",
            Part::Duties => "## Duties: ",
            Part::Screening => "## Screening: ",
            Part::Classify => "## `classify` end to end: ",
        }
    }
}

/// Duties alone: prints the section, and puts it into the report in a file.
pub fn duties(systems: usize, date: &str, write: Option<&Path>) -> Result<()> {
    let mut report = Report::new(date);
    duties::measure(systems, &mut report);
    let sections = report.sections();
    println!("{sections}");
    if let Some(path) = write {
        let whole = std::fs::read_to_string(path)?;
        std::fs::write(path, report::with_section(&whole, Part::Duties.heading(), &sections))?;
    }
    Ok(())
}

/// Seconds and checksum of one evaluation.
pub fn census(systems: usize, threads: NonZeroUsize) -> (f64, u64) {
    core::census(systems, threads, 15)
}

/// The shortest of some repetitions, in seconds: what disturbs a run only makes it longer.
pub fn shortest(repetitions: usize, mut work: impl FnMut()) -> f64 {
    let once = |_| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    (0..repetitions).map(once).fold(f64::INFINITY, f64::min)
}
