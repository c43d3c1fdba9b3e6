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
        "Purposes of our own, by language",
        "Purposes written for each point, two that meet it and two that nearly do, and translated before \
         the lexicon of the language was written. Entries were made with them, so these numbers say how \
         far a lexicon reaches what it was made for, not how it does on other texts.",
        &["eval", "purposes", "eval/purposes/*.csv"],
    ),
    (
        "The same purposes in all languages, only measured",
        "Purposes that nothing was made with, in 24 languages: how many are found, and whether two languages \
         find the same.",
        &["eval", "purposes", "eval/parallel/*.csv"],
    ),
    (
        "Longer and more varied purposes in all languages, only measured",
        "As above, in the words of notices, advertisements, model cards and letters, nearly half of them near \
         misses and ordinary systems.",
        &["eval", "purposes", "eval/varied/*.csv"],
    ),
    (
        "Purposes worded in each of ten languages, only measured",
        "Not translated from one another, with each country's institutions, see `eval/native`. Some late \
         entries had their cases in mind.",
        &["eval", "purposes", "eval/native/*.csv"],
    ),
    (
        "Fresh purposes in every language, only measured",
        "Written in each language by hands that had seen neither the lexicon nor any other purpose, and not \
         translated from one another, see `eval/fresh`. Nothing was made or mended with them. A text may touch \
         more than it was written for, so the share of areas is a lower bound.",
        &["eval", "purposes", "eval/fresh/*.csv"],
    ),
    (
        "Purposes told in many voices, and as guidance explains them, only measured",
        "In English, what points list and what nearly meets them; nothing was made with them, see \
         `eval/blind`.",
        &["eval", "purposes", "eval/blind/*.csv"],
    ),
    (
        "The Commission's examples, read from their words",
        "The examples in our own words, as prose without any stated fact. No entry was made or mended \
         with them.",
        &["eval", "examples"],
    ),
    (
        "Two readings of the same records",
        "How far two independent readings agree on the areas that the thousand records of `labels.csv` touch, \
         see `eval/labels`.",
        &["eval", "agreement", "eval/labels/labels.csv", "eval/labels/second.csv"],
    ),
    (
        "The lexicon",
        "Its entries by language, and whether their examples come out as they say.",
        &["eval", "lexicon"],
    ),
    (
        "News",
        "Invented articles of `eval/news`: with `made` rules may be written, `held` is only measured; the \
         short ones are of twenty more languages, and `held*` is both together. A hit is the right \
         organisation, instrument and position together.",
        &["eval", "news", "eval/news"],
    ),
    (
        "The real examples",
        "The systems and models of `examples/registers` and `examples/story`, by class.",
        &[
            "classify",
            "examples/registers",
            "examples/story",
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
        let printed = actlas(root, arguments)?;
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
        .args([
            "map",
            "examples/registers",
            "examples/story",
            "--title",
            "Real systems",
            "--on",
            "2026-11-21",
        ])
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

/// The registers that the labels are of.
const REGISTERS: &[&str] = &[
    "us_omb_2025",
    "us_omb_2023",
    "nl_algoritmeregister_2026",
    "uk_atrs_2026",
    "eu_pstw_2026",
    "eu_aiwatch_2021",
];

/// Sets that others labelled.
const OTHERS: &[&str] = &["lucairn_fixtures_2026", "aiact_benchmark_demokritos_2026"];

/// Measures how prose is read, with the texts of registers in a folder, and writes the page about it.
pub fn screening(root: &Path, folder: &Path) -> Result<()> {
    let texts: Vec<String> = REGISTERS
        .iter()
        .map(|name| folder.join(format!("{name}.jsonl")).display().to_string())
        .collect();
    let labels = "eval/labels/labels.csv";
    let mut measured: Vec<(&str, &str, Vec<String>)> = Vec::new();
    let (second, further, left) =
        ("eval/labels/second.csv", "eval/labels/training-2.csv", "eval/labels/training-3.csv");
    let read: [(&str, &str, &[&str]); 5] = [
        (
            "The half that was only measured",
            "Labels of real records that no entry of the lexicon was made or mended with. \"Shown\" is a \
             point that is true by what the words state, \"open\" one that they point to.",
            &[labels, "--half", "held"],
        ),
        (
            "The same half, where two readings agree",
            "What only one of two independent readings says counts neither way.",
            &[labels, "--second", second, "--half", "held"],
        ),
        (
            "The half that entries were made with",
            "Higher, because the entries were fitted to it.",
            &[labels, "--half", "made"],
        ),
        (
            "The further labels",
            "The classifier was trained with these, and entries were mended with them.",
            &[further, "--half", "all"],
        ),
        (
            "All that was left of the registers",
            "The classifier was trained with these too; no entry was mended with them.",
            &[left, "--half", "all"],
        ),
    ];
    for (title, says, of) in read {
        let words = ["eval", "screen"].into_iter().chain(of.iter().copied()).chain(["--texts"]);
        let mut arguments: Vec<String> = words.map(str::to_owned).collect();
        arguments.extend(texts.iter().cloned());
        measured.push((title, says, arguments));
    }
    let mut arguments = vec!["eval".to_owned(), "others".to_owned()];
    arguments.extend(
        OTHERS.iter().map(|name| folder.join(format!("{name}.jsonl")).display().to_string()),
    );
    measured.push((
        "The opinions of others",
        "Test cases of another classifier (Lucairn) and a benchmark of invented systems (Demokritos). Their \
         labels are noisy: opinions of their makers, some at odds with the text of the Act, and \"limited\" \
         systems there often touch nothing of Article 50. No entry was made with them.",
        arguments,
    ));
    let mut text = String::from(
        "<!-- Written by `cargo xtask screening DIR`; do not edit. -->\n\n# How well prose is read\n\n\
         [Labels](../eval/labels/README.md) say who read and how. `DIR` holds the registers, which are not \
         in this repository.\n",
    );
    for (title, says, arguments) in &measured {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let printed = actlas(root, &words)?;
        let shown: Vec<String> =
            words.iter().map(|word| word.replace(&folder.display().to_string(), "DIR")).collect();
        text += &format!(
            "\n## {title}\n\n{says}\n\n```console\n$ actlas {}\n{printed}```\n",
            shown.join(" ")
        );
    }
    fs::write(root.join("docs/screening-numbers.md"), text)
        .context("cannot write `docs/screening-numbers.md`")
}

/// What a command prints.
pub fn actlas(root: &Path, arguments: &[&str]) -> Result<String> {
    eprintln!("actlas {}", arguments.join(" "));
    let mut given: Vec<String> = Vec::new();
    for word in arguments {
        match word.strip_suffix("/*.csv") {
            Some(folder) => given.extend(tables(root, folder)?),
            None => given.push((*word).to_owned()),
        }
    }
    let output = Command::new(root.join("target/release/actlas"))
        .args(&given)
        .current_dir(root)
        .output()
        .context("cannot run actlas; `cargo build --release -p actlas` makes it")?;
    if !output.status.success() {
        bail!("`actlas {}` failed", arguments.join(" "));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The tables in a folder, as a shell would list them.
fn tables(root: &Path, folder: &str) -> Result<Vec<String>> {
    let entries = fs::read_dir(root.join(folder)).with_context(|| format!("no `{folder}`"))?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".csv"))
        .map(|name| format!("{folder}/{name}"))
        .collect();
    names.sort();
    Ok(names)
}

/// Of a list of systems, only the sum.
fn kept(arguments: &[&str], printed: &str) -> String {
    let wanted =
        |line: &&str| arguments.first() != Some(&"classify") || line.contains(" records: ");
    printed.lines().filter(wanted).map(|line| format!("{line}\n")).collect()
}
