//! Chores of the people who work on Actlas: `cargo xtask CHORE`.

mod docs;
mod eval_registers;
mod fuzz;
mod maps;
mod numbers;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Error, Result, bail};

const USAGE: &str = "cargo xtask CHORE

  docs                  write the documents that are made from the code and the pack
  docs --check          say which of them are stale, and fail if any is
  numbers               run the measuring commands and write docs/numbers.md
  screening DIR         read the registers in DIR and write docs/screening-numbers.md
  maps DIR              read three registers in DIR and write the counts of docs/maps.md
  eval-registers DIR    load the registers of eval/registers.yaml below DIR and compare their counts
  fuzz TARGET… [--runs N] [--seed S]
                        run fuzz targets with their own driver; `fuzz` alone lists them
  fuzz --coverage [TARGET…] [--runs N] [--total N] [--seconds S]
                        run them with libFuzzer, so many runs more or up to so many with the
                        reader as it is, and write fuzz/runs.jsonl and docs/fuzzing.md
  fuzz --volume [TARGET…] [--runs N] [--total N] [--seconds S]
                        the same with their own driver, which is several times faster";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let rest = arguments.get(1..).unwrap_or_default();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["docs"] => docs::write(&root()),
        ["docs", "--check"] => docs::check(&root()),
        ["numbers"] => numbers::write(&root()),
        ["screening", folder] => numbers::screening(&root(), Path::new(folder)),
        ["maps", folder] => maps::write(&root(), Path::new(folder)),
        ["eval-registers", ..] => eval_registers::run(rest).map_err(Error::msg),
        ["fuzz", ..] => fuzz::run(&root(), rest),
        _ => bail!("no such chore\n\n{USAGE}"),
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
