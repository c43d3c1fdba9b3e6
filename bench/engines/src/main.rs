//! The workload of `actlas-bench` in policy engines: `actlas-bench-engines FOLDER ENGINE`.
//!
//! Prints one JSON object: engine, version, systems, seconds (the shortest of some runs) and, for each
//! conclusion, for how many systems it is true, false and unknown. What is timed is one system after
//! the other; rules are compiled and facts are in the engine's own form before the clock starts.

mod cedar;
mod rails;
mod rego;
mod workload;
mod zen;

use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::json;

use workload::{Counts, Workload};

/// How often all systems are evaluated; the shortest run counts.
const RUNS: usize = 5;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let [_, folder, engine] = args.as_slice() else {
        bail!("usage: actlas-bench-engines FOLDER ENGINE");
    };
    let workload = Workload::read(Path::new(folder))?;
    let (of, (seconds, counts)) = match engine.as_str() {
        "zen-expression" => ("zen-expression", zen::run(&workload)?),
        "regorus" => ("regorus", rego::run(&workload)?),
        "cedar" => ("cedar-policy", cedar::run(&workload)?),
        other => bail!("no engine `{other}`"),
    };
    let found = json!({
        "engine": engine, "version": version(of).context("not in Cargo.lock")?,
        "systems": workload.systems.len(), "seconds": seconds, "counts": counts,
    });
    writeln!(io::stdout(), "{found}")?;
    Ok(())
}

/// Which version of a crate this was built with.
fn version(of: &str) -> Option<&'static str> {
    let lock = include_str!("../Cargo.lock");
    let (_, after) = lock.split_once(&format!("name = \"{of}\"\nversion = \""))?;
    after.split_once('"').map(|(version, _)| version)
}

/// The shortest of some runs over all systems, and what the last one found.
fn shortest(mut run: impl FnMut() -> Result<Vec<Counts>>) -> Result<(f64, Vec<Counts>)> {
    let (mut best, mut counts) = (f64::INFINITY, Vec::new());
    for _ in 0..RUNS {
        let start = Instant::now();
        counts = run()?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    Ok((best, counts))
}
