//! Chores: `cargo xtask docs` writes the documents that are made from code, `cargo xtask numbers` the
//! numbers that are measured.

mod docs;
mod numbers;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "cargo xtask CHORE

  docs           write the documents that are made from the code and the pack
  docs --check   say which of them are stale, and fail if any is
  numbers        run the measuring commands and write docs/numbers.md";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<()> {
    match words {
        ["docs"] => docs::write(&root()),
        ["docs", "--check"] => docs::check(&root()),
        ["numbers"] => numbers::write(&root()),
        _ => bail!("no such chore\n\n{USAGE}"),
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
