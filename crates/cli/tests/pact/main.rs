//! `actlas pact` from outside: exit codes, goldens, and what must never happen.
//!
//! Goldens are reviewed after `ACTLAS_GOLDEN=write cargo test -p actlas --test pact`.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod goldens;
mod news;
mod site;
mod verbs;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How a run ended and what it printed.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn example(name: &str) -> String {
    format!("examples/pact/{name}")
}

/// `actlas pact …` in the root of the repository.
fn pact(args: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_actlas"));
    let output = command.arg("pact").args(args).current_dir(root()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    // How far it got is said every few seconds, so how often depends on the machine.
    let told = text(output.stderr);
    let err = told.split_inclusive('\n').filter(|line| !line.ends_with(" …\n")).collect();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err }
}

/// An empty folder of this test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pact-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}
