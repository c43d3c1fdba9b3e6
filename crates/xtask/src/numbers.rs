//! The numbers in the documents: what commands print, with the command beside it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// What is measured: a heading, what it means, and the arguments of `actlas`.
const MEASURED: &[(&str, &str, &[&str])] = &[
    (
        "Scenarios, and the Commission's examples",
        "Scenarios of the pack, and the 296 examples of the Commission's guidelines with the points \
         they say are met or not met. Every example that comes out otherwise is listed with its reason.",
        &["law", "test", "--misses"],
    ),
    (
        "Questions",
        "How many questions it takes until an example of the Commission stands as all its facts make \
         it stand. The simulated answerer says \"not known\" wherever the example does not state the \
         fact, and a bundle (\"none of these\") counts as one question.",
        &["law", "test", "--questions"],
    ),
    (
        "Mutation",
        "Each leaf of each condition is flipped and each exception dropped; a mutant counts as killed \
         only if a scenario with an outside source notices.",
        &["law", "mutate"],
    ),
    (
        "News",
        "Invented articles of `eval/news`: with `made` rules may be written, `held` is only measured. A \
         hit is the right organisation, instrument and position together.",
        &["eval", "news", "eval/news"],
    ),
    (
        "The real examples",
        "The systems of `examples/`, by class.",
        &[
            "classify",
            "examples",
            "--format",
            "text",
            "--on",
            "2026-11-21",
            "--known",
            "2026-11-21",
        ],
    ),
];

/// Runs the commands on a release build and writes `docs/numbers.md`.
pub fn write(root: &Path) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--release", "-p", "actlas"])
        .current_dir(root)
        .status()
        .context("cannot run cargo")?;
    if !built.success() {
        bail!("the release build failed");
    }
    let mut text = String::from(
        "<!-- Written by `cargo xtask numbers`; do not edit. -->\n\n# Numbers\n\nEvery number here was \
         printed by the command above it.\n",
    );
    for (title, says, arguments) in MEASURED {
        eprintln!("actlas {}", arguments.join(" "));
        let output = Command::new(root.join("target/release/actlas"))
            .args(*arguments)
            .current_dir(root)
            .output()
            .context("cannot run actlas")?;
        if !output.status.success() {
            bail!("`actlas {}` failed", arguments.join(" "));
        }
        let printed = String::from_utf8_lossy(&output.stdout);
        text += &format!(
            "\n## {title}\n\n{says}\n\n```console\n$ actlas {}\n{}```\n",
            arguments.join(" "),
            kept(arguments, &printed)
        );
    }
    fs::write(root.join("docs/numbers.md"), text).context("cannot write `docs/numbers.md`")?;
    draw(root)
}

/// The picture of the README.
fn draw(root: &Path) -> Result<()> {
    let folder = root.join("target/atlas");
    let drawn = Command::new(root.join("target/release/actlas"))
        .args(["map", "examples", "--title", "Real systems", "--on", "2026-11-21"])
        .args(["--known", "2026-11-21", "-o"])
        .arg(&folder)
        .current_dir(root)
        .output()
        .context("cannot run actlas")?;
    if !drawn.status.success() {
        bail!("the atlas of the examples could not be drawn");
    }
    fs::copy(folder.join("atlas.svg"), root.join("docs/atlas.svg"))
        .context("cannot write `docs/atlas.svg`")?;
    Ok(())
}

/// Of a list of systems, only the sum.
fn kept(arguments: &[&str], printed: &str) -> String {
    let wanted =
        |line: &&str| arguments.first() != Some(&"classify") || line.contains(" records: ");
    printed.lines().filter(wanted).map(|line| format!("{line}\n")).collect()
}
