//! Runs the fuzz targets, which are a package of their own: with the driver in it, or with libFuzzer.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// What makes the compiler count which branches an input took. All of it is stable.
const COVERAGE: &[&str] = &[
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "--cfg fuzzing",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
    "-Cllvm-args=-sanitizer-coverage-stack-depth",
    "-Cdebug-assertions",
    "-Ccodegen-units=1",
];
const START: &str = "<!-- Written by `cargo xtask fuzz --coverage`; do not edit. -->";
const END: &str = "<!-- Until here. -->";

pub fn run(root: &Path, arguments: &[String]) -> Result<()> {
    let coverage = arguments.first().is_some_and(|first| first == "--coverage");
    if coverage {
        return by_coverage(root, arguments.get(1..).unwrap_or_default());
    }
    let done = cargo()
        .args(["run", "--release", "--quiet", "--manifest-path"])
        .arg(root.join("fuzz/Cargo.toml"))
        .arg("--")
        .args(arguments)
        .status()
        .context("cannot run cargo")?;
    if done.success() { Ok(()) } else { bail!("fuzzing ended with an error") }
}

fn cargo() -> Command {
    Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}

/// One target after the other, and what happened into the document after each.
fn by_coverage(root: &Path, arguments: &[String]) -> Result<()> {
    let (mut targets, mut limits) = (Vec::new(), Vec::new());
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let flag = match argument.as_str() {
            "--runs" => "-runs",
            "--seconds" => "-max_total_time",
            name => {
                targets.push(name.to_owned());
                continue;
            }
        };
        let value = rest.next().and_then(|value| value.replace('_', "").parse::<u64>().ok());
        limits.push(format!(
            "{flag}={}",
            value.with_context(|| format!("`{argument}` needs a number"))?
        ));
    }
    let fuzz = root.join("fuzz");
    let all = names(&fuzz)?;
    if targets.is_empty() {
        targets.clone_from(&all);
    }
    if let Some(name) = targets.iter().find(|name| !all.contains(name)) {
        bail!("no target `{name}`; there are {}", all.join(", "));
    }
    if limits.is_empty() {
        limits.push("-runs=1000000".to_owned());
    }
    let built = build(&fuzz, &targets)?;
    for target in &targets {
        let row = campaign(&fuzz, &built, target, &limits)?;
        println!("{row}");
        tell(root, target, &row)?;
    }
    Ok(())
}

/// The targets, by the files that hold them.
fn names(fuzz: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(fuzz.join("fuzz_targets"))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut names: Vec<String> =
        paths.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    Ok(names)
}

fn build(fuzz: &Path, targets: &[String]) -> Result<PathBuf> {
    let host = host()?;
    let done = cargo()
        .args(["build", "--release", "--quiet", "--features", "libfuzzer"])
        // With a platform named, the flags do not reach build scripts and macros, and what the other
        // driver has built stays where it is.
        .args(["--target", &host, "--manifest-path"])
        .arg(fuzz.join("Cargo.toml"))
        .args(targets.iter().map(|target| format!("--bin={target}")))
        .env("RUSTFLAGS", COVERAGE.join(" "))
        .status()
        .context("cannot run cargo")?;
    if !done.success() {
        bail!("the targets do not build");
    }
    Ok(fuzz.join("target").join(host).join("release"))
}

fn host() -> Result<String> {
    let told = Command::new("rustc").arg("-vV").output().context("cannot run rustc")?;
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not say what it builds for")?.to_owned())
}

/// Runs a target. Inputs that reached something new stay in `fuzz/corpus`, which is not committed.
fn campaign(fuzz: &Path, built: &Path, target: &str, limits: &[String]) -> Result<String> {
    let corpus = fuzz.join("corpus").join(target);
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(fuzz.join("found"))?;
    let done = Command::new(built.join(target))
        .args(limits)
        .args(["-seed=1", "-timeout=10", "-rss_limit_mb=2048", "-max_len=4096"])
        .args(["-print_final_stats=1", "-artifact_prefix=found/"])
        .arg(&corpus)
        .arg(fuzz.join("seeds").join(target))
        .current_dir(fuzz)
        .stdout(Stdio::null())
        .output()
        .with_context(|| format!("cannot run the target `{target}`"))?;
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    if !done.status.success() {
        let end: Vec<&str> = told.lines().rev().take(30).collect();
        let end: Vec<&str> = end.into_iter().rev().collect();
        bail!("`{target}` came down; the input is in fuzz/found\n{}", end.join("\n"));
    }
    let stat = |name: &str| {
        let line = told.lines().find_map(|line| line.strip_prefix(&format!("stat::{name}:")));
        line.map(|value| value.trim().to_owned()).unwrap_or_default()
    };
    let last = told.lines().rev().find(|line| line.contains(" cov: ")).unwrap_or_default();
    let covered = last.split(" cov: ").nth(1).and_then(|rest| rest.split(' ').next());
    Ok(format!(
        "| `{target}` | {} | {} | {} | {} s | {} MB |",
        grouped(&stat("number_of_executed_units")),
        grouped(&stat("average_exec_per_sec")),
        grouped(covered.unwrap_or_default()),
        stat("slowest_unit_time_sec"),
        stat("peak_rss_mb"),
    ))
}

/// `10,000,000`
fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Writes the row of a target; those of other targets stay.
fn tell(root: &Path, target: &str, row: &str) -> Result<()> {
    let path = root.join("docs/fuzzing.md");
    let text = fs::read_to_string(&path)?;
    let (before, rest) = text.split_once(START).context("docs/fuzzing.md has no place for runs")?;
    let (table, after) = rest.split_once(END).context("docs/fuzzing.md has no place for runs")?;
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let mut rows: BTreeMap<&str, &str> =
        rows.filter_map(|row| Some((row.split('`').nth(1)?, row))).collect();
    rows.insert(target, row);
    let mut table = String::from(
        "| target | runs | a second | branches reached | slowest | peak memory |\n|---|---|---|---|---|---|\n",
    );
    for row in rows.values() {
        // Writing to a string cannot fail.
        let _ = writeln!(table, "{row}");
    }
    fs::write(&path, format!("{before}{START}\n{table}{END}{after}"))?;
    Ok(())
}
