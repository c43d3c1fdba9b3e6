//! `cargo run --release -p actlas-bench -- --help`

mod speed;

use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use actlas_bench::make_register;
use actlas_law::{Pack, PackFiles};
use anyhow::Result;
use clap::{Parser, Subcommand};

/// Speed of the evaluator, beside a plain baseline and other engines.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure everything in one run
    Speed(speed::Speed),
    /// Seconds and checksum of one evaluation, for comparing builds
    Census {
        /// How many systems
        systems: usize,
        /// On how many threads
        #[arg(long, default_value = "1")]
        threads: NonZeroUsize,
    },
    /// Duties beside classification in one run, and no more
    Duties {
        /// How many systems
        #[arg(long, default_value_t = 1_000_000)]
        systems: usize,
        /// The day of the run, for the report
        #[arg(long, default_value = "not stated")]
        date: String,
        /// Put this section into the report in this file, in place of the one there
        #[arg(long, value_name = "FILE")]
        write: Option<PathBuf>,
    },
    /// Write a synthetic register as JSON lines to standard output
    MakeRegister {
        /// How many records
        records: u64,
    },
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Speed(speed) => speed.run()?,
        Command::Duties { systems, date, write } => {
            speed::duties(systems, &date, write.as_deref())?;
        }
        Command::Census { systems, threads } => {
            let (seconds, checksum) = speed::census(systems, threads);
            writeln!(io::stdout(), "{seconds} {checksum:016x}")?;
        }
        Command::MakeRegister { records } => {
            let (pack, _) = Pack::load(&PackFiles::embedded());
            let mut out = BufWriter::new(io::stdout().lock());
            make_register::write(&pack.vocabulary, records, make_register::Stated::Some, &mut out)?;
            out.flush()?;
        }
    }
    Ok(())
}
