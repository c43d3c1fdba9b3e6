//! Whole registers: the workload of 400 rules.

use std::hint::black_box;
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::Command;

use actlas_bench::checksum::{checksum, expected};
use actlas_bench::records::System;
use actlas_bench::register::{self, Columns};
use actlas_bench::{Workload, walk};
use actlas_logic::census::{Census, Table};
use actlas_logic::{Builder, Lit};
use anyhow::{Context, Result, ensure};

use super::engines::{self, Engines};
use super::report::{Report, figure};
use super::{peers, shortest};

const ONE: NonZeroUsize = NonZeroUsize::MIN;
const TWO: NonZeroUsize = ONE.saturating_add(1);
const TURNS: usize = 20;
const WALKED: usize = 20_000;
/// A tree walk slower than this is no baseline.
const HONEST_WALK: f64 = 40_000.0;

/// What the workload's program makes of a register: seconds, and the checksum.
pub fn census(systems: usize, threads: NonZeroUsize, repetitions: usize) -> (f64, u64) {
    let workload = Workload::new();
    let (program, conclusions) = register::program(&workload);
    let census = Census::new(&program, &conclusions);
    let mut facts = register::facts(&workload, systems);
    register::compare(&workload, &Columns::new(systems), &mut facts);
    let mut answers = census.answers_for(&facts);
    let took = shortest(repetitions, || census.run_into(black_box(&facts), threads, &mut answers));
    (took, checksum(&register::counts(&answers)))
}

pub fn measure(
    systems: usize,
    widths: bool,
    big: bool,
    (python, engines): (&Path, &Engines),
    report: &mut Report,
) -> Result<()> {
    report.section(
        &format!("Whole registers: {systems} systems, 400 rules, 150 conclusions"),
        "120 facts of which 60 % are unknown, five numbers, two choices. The tree walk is plain Rust \
         over structs. Numbers are turned to bits when they are read; the second row adds that to the \
         time. Safe Rust, built for plain x86-64.",
    );
    report.says("day and commit of this section", report.run());
    let workload = Workload::new();
    let (program, conclusions) = register::program(&workload);
    let census = Census::new(&program, &conclusions);
    let mut facts = register::facts(&workload, systems);
    let columns = Columns::new(systems);
    let compare = shortest(7, || register::compare(&workload, &columns, &mut facts));
    drop(columns);
    let mut answers = census.answers_for(&facts);
    // In turns, so that what disturbs the machine disturbs all.
    let walked: Vec<System> = (0..WALKED as u64).map(System::new).collect();
    let (mut walk, mut one, mut two) = (f64::INFINITY, f64::INFINITY, f64::INFINITY);
    let mut found = None;
    for _ in 0..TURNS {
        let walking = shortest(1, || drop(black_box(walk::count(&workload, &walked))));
        walk = walk.min(walking / WALKED as f64);
        for (threads, best) in [(ONE, &mut one), (TWO, &mut two)] {
            *best =
                best.min(shortest(2, || census.run_into(black_box(&facts), threads, &mut answers)));
            let again = checksum(&register::counts(&answers));
            ensure!(*found.get_or_insert(again) == again, "two threads found something else");
        }
    }
    let found = found.context("nothing was found")?;
    if let Some(expected) = expected(systems) {
        ensure!(found == expected, "the checksum is {found:016x}, not {expected:016x}");
    }
    let mut again = || {
        let took = shortest(TURNS, || census.run_into(black_box(&facts), ONE, &mut answers));
        one = one.min(took);
    };
    let peers = peers::run(&workload, systems.min(1_000_000), python, found, &mut again)?;
    let each = |seconds: f64| seconds / systems as f64;
    report.at_least("tree walk, systems a second", 1.0 / walk, HONEST_WALK, "");
    report.says("checksum, equal for all engines of this run", format!("`{found:016x}`"));
    report.says("systems a second, one thread", figure(1.0 / each(one), ""));
    if 1.0 / walk < HONEST_WALK {
        report.says("the ratio to the tree walk below is void", "the walk itself was too slow");
    }
    report.at_least("times the tree walk", walk / each(one), 1_000.0, "×");
    report.says("the same with comparing numbers", figure(walk / each(one + compare), "×"));
    report.at_least("two threads, times one", one / two, 1.9, "×");
    let bytes = (facts.bytes() + answers.bytes()) as f64 / systems as f64;
    report.at_most("facts and answers of a system", bytes, 120.0, "bytes");
    versions(&workload, &facts, report);
    if widths {
        avx2(systems, each(one), found, report)?;
    }
    peers::tell(&peers, (each(one), each(compare)), report);
    engines::in_bulk(engines, each(one), report);
    drop((facts, answers));
    if big {
        let (took, found) = self::census(10_000_000, ONE, 3);
        report.says("ten million systems in memory, systems a second", figure(1e7 / took, ""));
        let equal = if Some(found) == expected(10_000_000) { "equal" } else { "DIFFERENT" };
        report.says("their checksum", format!("`{found:016x}`, {equal}"));
    }
    Ok(())
}

/// Eight versions of the law in one pass: what they share is evaluated once.
fn versions(workload: &Workload, facts: &Table, report: &mut Report) {
    let lowered = |count: u64, changed: usize| {
        let mut builder = Builder::default();
        let mut all: Vec<Lit> = Vec::new();
        for version in 0..count {
            let rules = register::lower(&mut builder, &workload.amended(version, changed));
            all.extend(workload.conclusions.iter().filter_map(|rule| rules.get(*rule)));
        }
        // Conclusions that no version changes are answered once.
        all.sort_unstable();
        all.dedup();
        (builder.finish(), all)
    };
    let cases = [lowered(1, 0), lowered(8, 4), lowered(8, 12)];
    let mut best = [f64::INFINITY; 3];
    for _ in 0..TURNS {
        for ((program, all), best) in cases.iter().zip(&mut best) {
            let census = Census::new(program, all);
            let mut answers = census.answers_for(facts);
            let took = shortest(2, || census.run_into(black_box(facts), ONE, &mut answers));
            *best = best.min(took);
        }
    }
    let [alone, four, twelve] = best;
    for (changed, took) in [(4, four), (12, twelve)] {
        let what =
            format!("eight versions, {changed} of 400 rules amended in each, times one version");
        report.at_most(&what, took / alone, 3.0, "×");
    }
}

/// Builds this bench for AVX2 and compares.
fn avx2(systems: usize, plain: f64, found: u64, report: &mut Report) -> Result<()> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["run", "--release", "-q", "-p", "actlas-bench", "--target-dir", "target/avx2"])
        .args(["--", "census", &systems.to_string()])
        .env("RUSTFLAGS", "-C target-feature=+avx2,+bmi1,+bmi2,+popcnt")
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .context("cannot run cargo")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let (seconds, checksum) = text.trim().split_once(' ').context("the AVX2 build said nothing")?;
    let wide = seconds.parse::<f64>()? / systems as f64;
    ensure!(checksum == format!("{found:016x}"), "AVX2 found something else: {checksum}");
    report.says("built for AVX2, bits identical, systems a second", figure(1.0 / wide, ""));
    report.at_least("plain x86-64, times AVX2", wide / plain, 0.2, "×");
    Ok(())
}
