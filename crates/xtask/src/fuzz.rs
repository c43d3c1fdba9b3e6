//! Runs the fuzz targets, which are a package of their own: with the driver in it, or with libFuzzer.

mod runs;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use runs::{Campaign, Runs, reader};

/// What makes the compiler count which branches an input took. All of it is stable. Comparisons are not
/// traced: that halves the runs, and what they would tell is in the dictionaries.
const COVERAGE: &[&str] = &[
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "--cfg fuzzing",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
    "-Cllvm-args=-sanitizer-coverage-stack-depth",
    "-Cdebug-assertions",
    "-Ccodegen-units=1",
];
/// Most runs of one process. What was done is written down after each.
const PART: u64 = 1_000_000;
/// Longest input of most parts, unless every seed is longer, and of one in so many.
const USUAL_LENGTH: u64 = 512;
const LONGEST: u64 = 4_096;
const LONG_PARTS: u64 = 8;

pub fn run(root: &Path, arguments: &[String]) -> Result<()> {
    let rest = arguments.get(1..).unwrap_or_default();
    match arguments.first().map(String::as_str) {
        Some("--coverage") => return campaign(root, Driver::Coverage, rest),
        Some("--volume") => return campaign(root, Driver::Volume, rest),
        _ => {}
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

/// What makes inputs.
#[derive(Clone, Copy)]
enum Driver {
    /// libFuzzer, by the branches they reach.
    Coverage,
    /// The driver in `fuzz/src/drive.rs`, from the seeds and what libFuzzer has found: several times faster.
    Volume,
}

/// How long a target runs.
#[derive(Clone, Copy)]
enum Until {
    /// So many runs more.
    Runs(u64),
    /// So many runs with the reader as it is, those of earlier campaigns among them.
    Total(u64),
    Seconds(u64),
}

/// One target after the other, and what happened into the document after each part.
fn campaign(root: &Path, driver: Driver, arguments: &[String]) -> Result<()> {
    let (mut targets, mut until) = (Vec::new(), Until::Runs(PART));
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let limit = match argument.as_str() {
            "--runs" => Until::Runs,
            "--total" => Until::Total,
            "--seconds" => Until::Seconds,
            name => {
                targets.push(name.to_owned());
                continue;
            }
        };
        let value = rest.next().and_then(|value| value.replace('_', "").parse::<u64>().ok());
        until = limit(value.with_context(|| format!("`{argument}` needs a number"))?);
    }
    let fuzz = root.join("fuzz");
    let all = names(&fuzz)?;
    if targets.is_empty() {
        targets.clone_from(&all);
    }
    if let Some(name) = targets.iter().find(|name| !all.contains(name)) {
        bail!("no target `{name}`; there are {}", all.join(", "));
    }
    let readers = targets.iter().map(|target| reader(root, target));
    let readers: Vec<Option<String>> = readers.collect::<Result<_>>()?;
    let words = build_driver(&fuzz)?;
    let built = match driver {
        Driver::Coverage => build(&fuzz, &targets)?,
        Driver::Volume => words.clone(),
    };
    let mut down = Vec::new();
    for (target, reader) in targets.iter().zip(&readers) {
        let reader = reader.as_deref();
        let dictionary = dictionary(&fuzz, &words, target)?;
        let dictionary = dictionary.as_deref();
        let plan = Plan { root, driver, fuzz: &fuzz, built: &built, target, reader, dictionary };
        if let Err(error) = plan.parts(until) {
            eprintln!("{error:#}");
            down.push(target.as_str());
        }
    }
    if down.is_empty() { Ok(()) } else { bail!("these targets came down: {}", down.join(", ")) }
}

/// A target, and where it is.
struct Plan<'p> {
    root: &'p Path,
    driver: Driver,
    fuzz: &'p Path,
    built: &'p Path,
    target: &'p str,
    reader: Option<&'p str>,
    dictionary: Option<&'p str>,
}

impl Plan<'_> {
    fn parts(&self, until: Until) -> Result<()> {
        let mut done = Campaign::default();
        loop {
            let known = match self.reader {
                Some(reader) => Runs::read(self.root)?.of(self.target, reader),
                None => done,
            };
            let runs_left = match until {
                Until::Runs(wanted) => wanted.saturating_sub(done.runs),
                Until::Total(wanted) => wanted.saturating_sub(known.runs),
                Until::Seconds(wanted) if done.seconds < wanted as f64 => PART,
                Until::Seconds(_) => 0,
            };
            let runs_next = runs_left.min(PART);
            if runs_next == 0 {
                return Ok(());
            }
            let part = match (self.driver, until) {
                (Driver::Coverage, Until::Seconds(wanted)) => {
                    self.by_coverage(&format!("-max_total_time={wanted}"), known.parts)?
                }
                (Driver::Coverage, _) => {
                    self.by_coverage(&format!("-runs={runs_next}"), known.parts)?
                }
                (Driver::Volume, _) => self.by_volume(runs_next, known.parts)?,
            };
            done = done.and(part);
            // Nobody could say later what it was that ran.
            let Some(reader) = self.reader else { continue };
            // Read again: campaigns of other targets may have written meanwhile.
            let mut runs = Runs::read(self.root)?;
            runs.add(self.target, reader, part);
            runs.write(self.root)?;
        }
    }

    /// Runs the target with libFuzzer. Inputs that reached something new stay in `fuzz/corpus`, which is
    /// not committed.
    fn by_coverage(&self, limit: &str, number: u64) -> Result<Campaign> {
        let corpus = self.fuzz.join("corpus").join(self.target);
        fs::create_dir_all(&corpus)?;
        fs::create_dir_all(self.fuzz.join("found"))?;
        let seeds = self.fuzz.join("seeds").join(self.target);
        let length = match number % LONG_PARTS {
            part if part == LONG_PARTS - 1 => LONGEST,
            _ => usual_length(&seeds)?,
        };
        let mut command = Command::new(self.built.join(self.target));
        command
            .arg(limit)
            .arg(format!("-seed={}", number + 1))
            .arg(format!("-max_len={length}"))
            .args(self.dictionary)
            .args(["-timeout=10", "-rss_limit_mb=2048"])
            .args(["-print_final_stats=1", "-artifact_prefix=found/"])
            .args([&corpus, &seeds]);
        let part = self.process(&mut command)?;
        Ok(part.guided())
    }

    fn by_volume(&self, runs: u64, number: u64) -> Result<Campaign> {
        let mut command = Command::new(self.built.join("actlas-fuzz"));
        command.args([self.target, "--stats", "--runs", &runs.to_string()]);
        self.process(command.args(["--seed", &(number + 1).to_string()]))
    }

    fn process(&self, command: &mut Command) -> Result<Campaign> {
        let begin = Instant::now();
        let done = command
            .current_dir(self.fuzz)
            .output()
            .with_context(|| format!("cannot run the target `{}`", self.target))?;
        let told = [done.stdout, done.stderr].concat();
        let told = String::from_utf8_lossy(&told).into_owned();
        if !done.status.success() {
            let end: Vec<&str> = told.lines().rev().take(30).collect();
            let end: Vec<&str> = end.into_iter().rev().collect();
            bail!("`{}` came down; the input is in fuzz/found\n{}", self.target, end.join("\n"));
        }
        let part = Campaign::read(&told, begin.elapsed().as_secs_f64())?;
        println!("{}: {} runs in {:.0} s", self.target, part.runs, part.seconds);
        Ok(part)
    }
}

/// Longest input of most parts: it may hold the longest of the seeds that are short, or the shortest.
fn usual_length(seeds: &Path) -> Result<u64> {
    let mut lengths = Vec::new();
    for entry in fs::read_dir(seeds).with_context(|| format!("{}", seeds.display()))? {
        lengths.push(entry?.metadata()?.len());
    }
    let short = lengths.iter().filter(|length| **length <= 2 * USUAL_LENGTH).max();
    let length = short.or(lengths.iter().min()).copied().unwrap_or_default();
    Ok(length.next_multiple_of(USUAL_LENGTH).clamp(USUAL_LENGTH, LONGEST))
}

/// The driver without coverage, built.
fn build_driver(fuzz: &Path) -> Result<PathBuf> {
    let done = cargo()
        .args(["build", "--release", "--quiet", "--manifest-path"])
        .arg(fuzz.join("Cargo.toml"))
        .status()
        .context("cannot run cargo")?;
    if !done.success() {
        bail!("the driver does not build");
    }
    Ok(fuzz.join("target/release"))
}

/// Writes the words of a target, if it has any, as a dictionary, and says so to libFuzzer.
fn dictionary(fuzz: &Path, driver: &Path, target: &str) -> Result<Option<String>> {
    let told = Command::new(driver.join("actlas-fuzz"))
        .args([target, "--dictionary"])
        .output()
        .context("cannot run the driver")?;
    if !told.status.success() {
        bail!("the words of `{target}` are not told: {}", String::from_utf8_lossy(&told.stderr));
    }
    let folder = fuzz.join("corpus");
    fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{target}.dict"));
    let says = (!told.stdout.is_empty()).then(|| format!("-dict={}", path.display()));
    fs::write(&path, told.stdout)?;
    Ok(says)
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
