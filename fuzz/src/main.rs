//! `cargo xtask fuzz TARGET --runs N --seed S`: the driver without a nightly compiler.

use std::path::Path;
use std::process::ExitCode;

use actlas_fuzz::drive::{Plan, run};
use actlas_fuzz::grow::growth;
use actlas_fuzz::{TARGETS, target};

fn main() -> ExitCode {
    match go(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(says) => {
            eprintln!("{says}");
            ExitCode::FAILURE
        }
    }
}

fn go(arguments: &[String]) -> Result<(), String> {
    let (mut names, mut runs, mut seed, mut input) = (Vec::new(), 100_000, 1, None);
    let (mut dictionary, mut stats, mut grow) = (false, false, false);
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut number = || {
            let value = rest.next().and_then(|value| value.replace('_', "").parse::<u64>().ok());
            value.ok_or_else(|| format!("`{argument}` needs a number"))
        };
        match argument.as_str() {
            "--runs" => runs = number()?,
            "--seed" => seed = number()?,
            "--input" => input = rest.next(),
            "--dictionary" => dictionary = true,
            "--stats" => stats = true,
            "--grow" => grow = true,
            "all" => names.extend(TARGETS.iter().map(|target| target.name)),
            name => names.push(target(name).ok_or_else(|| usage(name))?.name),
        }
    }
    if names.is_empty() {
        return Err(usage(""));
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in names {
        let target = target(name).ok_or_else(|| usage(name))?;
        if dictionary {
            target.words.iter().for_each(|word| println!("{}", quoted(word)));
            continue;
        }
        if let Some(path) = input {
            let bytes = std::fs::read(path).map_err(|error| format!("{path}: {error}"))?;
            println!("{name}: {:x}", (target.run)(&bytes));
            continue;
        }
        let seeds = here.join("seeds").join(name);
        let corpus = here.join("corpus").join(name);
        if grow {
            println!("{name}: {}", growth(target, &[seeds, corpus], seed, &here.join("found"))?);
            continue;
        }
        let done = run(&Plan { target, runs, seed, seeds, corpus, found: here.join("found") })?;
        if stats {
            // In the words of libFuzzer, so that both are read in one way.
            println!("stat::number_of_executed_units: {}", done.runs);
            println!("stat::slowest_unit_time_sec: {}", done.slowest.as_secs());
            println!("stat::peak_rss_mb: {}", peak_kb().unwrap_or_default() / 1_024);
            continue;
        }
        println!(
            "{name}: {} runs from seed {seed} in {:.1} s, {:.0} runs/s, {} inputs kept, slowest {} ms, \
             peak {}, no panic, no hang",
            done.runs,
            done.seconds,
            done.runs as f64 / done.seconds,
            done.pool,
            done.slowest.as_millis(),
            peak_kb().map_or("unknown".to_owned(), |peak| format!("{peak} kB"))
        );
    }
    Ok(())
}

/// A word as dictionaries of libFuzzer hold it.
fn quoted(word: &str) -> String {
    let byte = |byte: u8| match byte {
        b'"' | b'\\' => format!("\\{}", char::from(byte)),
        b' '..=b'~' => char::from(byte).to_string(),
        _ => format!("\\x{byte:02x}"),
    };
    format!("\"{}\"", word.bytes().map(byte).collect::<String>())
}

/// The most memory the process ever had, as the system says.
fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

fn usage(name: &str) -> String {
    let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    let what = if name.is_empty() { String::new() } else { format!("no target `{name}`\n") };
    format!(
        "{what}usage: cargo xtask fuzz TARGET… [--runs N] [--seed S] [--input FILE] [--dictionary] [--stats] [--grow]\ntargets: all, {}",
        names.join(", ")
    )
}
