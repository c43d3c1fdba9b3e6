//! Tasks of the people who work on Actlas: `cargo xtask NAME`.

mod eval_registers;
mod fuzz;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask TASK\n  \
    eval-registers DIR   load the registers of eval/registers.yaml below DIR and compare their counts\n  \
    fuzz TARGET… [--runs N] [--seed S]   run fuzz targets on a stable compiler; `fuzz` alone lists them";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest = arguments.get(1..).unwrap_or_default();
    let done = match arguments.first().map(String::as_str) {
        Some("eval-registers") => eval_registers::run(rest),
        Some("fuzz") => fuzz::run(rest),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(says) => {
            eprintln!("{says}");
            ExitCode::FAILURE
        }
    }
}
