//! The same work in other engines.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use actlas_bench::checksum::{Counts, checksum};
use actlas_bench::records::{choice, fact, number};
use actlas_bench::register::NO_CHOICE;
use actlas_bench::{Atom, Expr, How, Literal, Name, Workload};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::report::{Report, figure};

const FOLDER: &str = "target/bench-peers";

/// What another engine took.
pub struct Peer {
    /// Its name and version.
    name: String,
    /// How many times as long as ours it should take.
    goal: f64,
    /// Seconds for a system, if it is installed and did not fail.
    each: Option<f64>,
}

/// Runs `bench/peers/peers.py` for every engine that `python` has, and `between` after each. Nothing is
/// run without such a Python.
pub fn run(
    workload: &Workload,
    systems: usize,
    python: &Path,
    found: u64,
    between: &mut dyn FnMut(),
) -> Result<Vec<Peer>> {
    let mut peers = Vec::new();
    if !python.exists() {
        return Ok(peers);
    }
    export(Path::new(FOLDER), workload, systems)?;
    // DuckDB is three orders slower and is asked about fewer systems.
    for (engine, goal, share) in [("numpy", 5.0, 1), ("polars", 15.0, 1), ("duckdb", 1_500.0, 10)] {
        eprintln!("{engine}");
        let output = Command::new(python)
            .args(["bench/peers/peers.py", FOLDER, engine, &share.to_string()])
            .output()
            .context("cannot run python")?;
        between();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let Ok(said) = serde_json::from_str::<Value>(text.trim()) else {
            peers.push(Peer { name: engine.to_owned(), goal, each: None });
            continue;
        };
        let seconds = said.get("seconds").and_then(Value::as_f64).context("no seconds")?;
        let over = said.get("systems").and_then(Value::as_u64).context("no systems")? as f64;
        let counts: Vec<Counts> =
            serde_json::from_value(said.get("counts").cloned().unwrap_or_default())?;
        if over == systems as f64 {
            ensure!(checksum(&counts) == found, "{engine} found something else");
        } else if let Some(expected) = actlas_bench::checksum::expected(over as usize) {
            ensure!(checksum(&counts) == expected, "{engine} found something else");
        }
        let version = said.get("version").and_then(Value::as_str).unwrap_or_default();
        peers.push(Peer { name: format!("{engine} {version}"), goal, each: Some(seconds / over) });
    }
    fs::remove_dir_all(FOLDER)?;
    Ok(peers)
}

/// What they took beside ours: seconds for a system, without and for comparing numbers.
pub fn tell(peers: &[Peer], (ours, compare): (f64, f64), report: &mut Report) {
    if peers.is_empty() {
        report.says("other engines", "not compared: no Python with numpy, polars, duckdb");
    }
    for Peer { name, goal, each } in peers {
        let Some(theirs) = each else {
            report.says(name, "not compared: it is not installed or failed");
            continue;
        };
        let engine = name.split(' ').next().unwrap_or_default();
        report.says(&format!("{name}, systems a second"), figure(1.0 / theirs, ""));
        report.at_least(&format!("times {engine}"), theirs / ours, *goal, "×");
        report.says(
            &format!("times {engine}, our time with comparing numbers as theirs"),
            figure(theirs / (ours + compare), "×"),
        );
    }
}

/// Rules as JSON, columns as raw bytes: facts 0 no, 1 unknown, 2 yes.
pub fn export(folder: &Path, workload: &Workload, systems: usize) -> Result<()> {
    fs::create_dir_all(folder)?;
    let rules: Vec<Value> = workload.rules.iter().map(|rule| expr(&rule.expr)).collect();
    let atoms: Vec<Value> = workload
        .atoms
        .iter()
        .map(|atom| match atom {
            Atom::AtLeast(column, cut) => json!({"number": column, "at_least": cut}),
            Atom::Is(column, option) => json!({"choice": column, "is": option}),
        })
        .collect();
    let layers: Vec<usize> = workload.rules.iter().map(|rule| rule.layer).collect();
    let all = json!({
        "systems": systems, "rules": rules, "layers": layers, "atoms": atoms,
        "conclusions": workload.conclusions,
    });
    fs::write(folder.join("rules.json"), all.to_string())?;
    let systems = systems as u64;
    let mut out = BufWriter::new(File::create(folder.join("facts.i8"))?);
    for row in 0..120 {
        for system in 0..systems {
            out.write_all(&[fact(system, row).map_or(1, |yes| u8::from(yes) * 2)])?;
        }
    }
    out.flush()?;
    let mut out = BufWriter::new(File::create(folder.join("numbers.f64"))?);
    for row in 0..5 {
        for system in 0..systems {
            out.write_all(&number(system, row).unwrap_or(f64::NAN).to_le_bytes())?;
        }
    }
    out.flush()?;
    let mut out = BufWriter::new(File::create(folder.join("choices.u8"))?);
    for row in 0..2 {
        for system in 0..systems {
            out.write_all(&[choice(system, row).unwrap_or(NO_CHOICE)])?;
        }
    }
    out.flush()?;
    Ok(())
}

fn expr(of: &Expr) -> Value {
    match of {
        Expr::Literal(Literal { name, negated }) => {
            let name = match name {
                Name::Fact(at) => format!("f{at}"),
                Name::Atom(at) => format!("a{at}"),
                Name::Rule(at) => format!("r{at}"),
            };
            json!({"name": name, "not": negated})
        }
        Expr::Join { how, parts, negated } => {
            let parts: Vec<Value> = parts.iter().map(expr).collect();
            let n = match how {
                How::All => parts.len() as u32,
                How::Any => 1,
                How::AtLeast(n) => *n,
            };
            json!({"n": n, "of": parts, "not": negated})
        }
    }
}
