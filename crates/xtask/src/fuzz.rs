//! Runs the fuzz targets, which are a package of their own: with the driver in it, or with libFuzzer.

mod runs;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
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
fn by_coverage(root: &Path, arguments: &[String]) -> Result<()> {
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
    let built = build(&fuzz, &targets)?;
    let mut down = Vec::new();
    for (target, reader) in targets.iter().zip(&readers) {
        let reader = reader.as_deref();
        let plan = Plan { root, fuzz: &fuzz, built: &built, target, reader };
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
    fuzz: &'p Path,
    built: &'p Path,
    target: &'p str,
    reader: Option<&'p str>,
}

impl Plan<'_> {
    fn parts(&self, until: Until) -> Result<()> {
        let dictionary = dictionary(self.fuzz, self.target)?;
        let mut done = Campaign::default();
        loop {
            let mut runs = Runs::read(self.root)?;
            let known = self.reader.map_or(done, |reader| runs.of(self.target, reader));
            let runs_left = match until {
                Until::Runs(wanted) => wanted.saturating_sub(done.runs),
                Until::Total(wanted) => wanted.saturating_sub(known.runs),
                Until::Seconds(wanted) if done.seconds < wanted as f64 => PART,
                Until::Seconds(_) => 0,
            };
            let limit = match (until, runs_left.min(PART)) {
                (_, 0) => return Ok(()),
                (Until::Seconds(wanted), _) => format!("-max_total_time={wanted}"),
                (_, runs) => format!("-runs={runs}"),
            };
            let part = self.part(&limit, known.parts, &dictionary)?;
            done = done.and(part);
            // Nobody could say later what it was that ran.
            let Some(reader) = self.reader else { continue };
            runs.add(self.target, reader, part);
            runs.write(self.root)?;
        }
    }

    /// Runs the target in a process of its own. Inputs that reached something new stay in `fuzz/corpus`,
    /// which is not committed.
    fn part(&self, limit: &str, number: u64, dictionary: &Path) -> Result<Campaign> {
        let corpus = self.fuzz.join("corpus").join(self.target);
        fs::create_dir_all(&corpus)?;
        fs::create_dir_all(self.fuzz.join("found"))?;
        let seeds = self.fuzz.join("seeds").join(self.target);
        let length = match number % LONG_PARTS {
            part if part == LONG_PARTS - 1 => LONGEST,
            _ => usual_length(&seeds)?,
        };
        let begin = Instant::now();
        let done = Command::new(self.built.join(self.target))
            .arg(limit)
            .arg(format!("-seed={}", number + 1))
            .arg(format!("-max_len={length}"))
            .arg(format!("-dict={}", dictionary.display()))
            .args(["-timeout=10", "-rss_limit_mb=2048"])
            .args(["-print_final_stats=1", "-artifact_prefix=found/"])
            .args([&corpus, &seeds])
            .current_dir(self.fuzz)
            .stdout(Stdio::null())
            .output()
            .with_context(|| format!("cannot run the target `{}`", self.target))?;
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        if !done.status.success() {
            let end: Vec<&str> = told.lines().rev().take(30).collect();
            let end: Vec<&str> = end.into_iter().rev().collect();
            bail!("`{}` came down; the input is in fuzz/found\n{}", self.target, end.join("\n"));
        }
        let part = Campaign::read(&told, begin.elapsed().as_secs_f64())?;
        println!(
            "{}: {} runs of at most {length} bytes in {:.0} s, {} branches",
            self.target, part.runs, part.seconds, part.branches
        );
        Ok(part)
    }
}

/// Twice as long as the shortest seed, and a power of two: a longer input may hold all that a seed does.
fn usual_length(seeds: &Path) -> Result<u64> {
    let mut lengths = Vec::new();
    for entry in fs::read_dir(seeds).with_context(|| format!("{}", seeds.display()))? {
        lengths.push(entry?.metadata()?.len());
    }
    let shortest = lengths.into_iter().min().unwrap_or_default();
    Ok((shortest * 2).next_power_of_two().clamp(USUAL_LENGTH, LONGEST))
}

/// Writes the words of a target as a dictionary.
fn dictionary(fuzz: &Path, target: &str) -> Result<PathBuf> {
    let told = cargo()
        .args(["run", "--release", "--quiet", "--manifest-path"])
        .arg(fuzz.join("Cargo.toml"))
        .args(["--", target, "--dictionary"])
        .output()
        .context("cannot run cargo")?;
    if !told.status.success() {
        bail!("the words of `{target}` are not told: {}", String::from_utf8_lossy(&told.stderr));
    }
    let folder = fuzz.join("corpus");
    fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{target}.dict"));
    fs::write(&path, told.stdout)?;
    Ok(path)
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
