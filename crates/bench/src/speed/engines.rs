//! The same work in policy engines, one system after the other.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::Command;

use actlas_bench::checksum::{Counts, checksum};
use actlas_bench::register::{self, Columns};
use actlas_bench::{Workload, checksum};
use actlas_logic::census::Census;
use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::peers;
use super::report::{Report, figure};

const FOLDER: &str = "target/bench-engines";
/// They take up to milliseconds for one.
const SYSTEMS: usize = 1_000;
const NAMES: [&str; 3] = ["zen-expression", "regorus", "cedar"];

/// What a policy engine took.
pub struct Engine {
    /// Its name and version.
    name: String,
    /// Seconds for all conclusions of a system.
    each: f64,
}

/// What the policy engines took, if they were compared.
pub type Engines = Vec<Engine>;

/// Runs `bench/engines`, if it was built, for each of its engines. Each must find what we find.
pub fn run(workload: &Workload, binary: &Path) -> Result<Engines> {
    if !binary.exists() {
        return Ok(Vec::new());
    }
    let (program, conclusions) = register::program(workload);
    let mut facts = register::facts(workload, SYSTEMS);
    register::compare(workload, &Columns::new(SYSTEMS), &mut facts);
    let census = Census::new(&program, &conclusions);
    let ours = register::counts(&census.run(&facts, NonZeroUsize::MIN));
    ensure!(checksum::expected(SYSTEMS) == Some(checksum(&ours)), "we found something else");

    let folder = Path::new(FOLDER);
    peers::export(folder, workload, SYSTEMS)?;
    let engines = NAMES.iter().map(|name| engine(binary, folder, name, &ours)).collect();
    fs::remove_dir_all(folder)?;
    engines
}

fn engine(binary: &Path, folder: &Path, name: &str, ours: &[Counts]) -> Result<Engine> {
    eprintln!("{name}");
    let output = Command::new(binary).arg(folder).arg(name).output();
    let output = output.with_context(|| format!("cannot run {}", binary.display()))?;
    ensure!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    let said: Value = serde_json::from_slice(&output.stdout)?;
    let counts: Vec<Counts> =
        serde_json::from_value(said.get("counts").cloned().unwrap_or_default())?;
    ensure!(counts == ours, "{name} found something else");
    let seconds = said.get("seconds").and_then(Value::as_f64).context("no seconds")?;
    let version = said.get("version").and_then(Value::as_str).context("no version")?;
    Ok(Engine { name: format!("{name} {version}"), each: seconds / SYSTEMS as f64 })
}

fn not_compared(report: &mut Report) {
    report.says(
        "policy engines (zen-expression, regorus, Cedar)",
        "not compared in this run: bench/engines is not built",
    );
}

/// Systems a second beside ours, of which a system takes so many seconds on one thread. Numbers are
/// compared before for them as for us.
pub fn in_bulk(engines: &Engines, ours: f64, report: &mut Report) {
    if engines.is_empty() {
        not_compared(report);
    }
    for Engine { name, each } in engines {
        report.says(&format!("{name}, systems a second"), figure(1.0 / each, ""));
        report.says(&format!("times {name}"), figure(each / ours, "×"));
    }
}

/// What one system takes beside ours, with missing facts and a proof.
pub fn alone(engines: &Engines, ours: f64, report: &mut Report) {
    if engines.is_empty() {
        not_compared(report);
    }
    for Engine { name, each } in engines {
        report.says(
            &format!("{name}, one system alone: 150 conclusions, no missing facts, no proof"),
            figure(each * 1e6, "µs"),
        );
        report.says(&format!("{name}, times ours with both"), figure(each / ours, "×"));
    }
}
