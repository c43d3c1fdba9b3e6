//! Runs the driver of the fuzz targets, which is a package of its own.

use std::process::Command;

const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/Cargo.toml");

pub fn run(arguments: &[String]) -> Result<(), String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let done = Command::new(cargo)
        .args(["run", "--release", "--quiet", "--manifest-path", MANIFEST, "--"])
        .args(arguments)
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if done.success() { Ok(()) } else { Err("fuzzing ended with an error".to_owned()) }
}
