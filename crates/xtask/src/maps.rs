//! What the maps of three registers show, counted; the words about them are in `docs/maps.md` already.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::numbers::actlas;

const REGISTERS: &[&str] = &["us_omb_2025", "nl_algoritmeregister_2026", "eu_pstw_2026"];
const DAY: &str = "2026-11-21";
const START: &str = "<!-- counts, written by `cargo xtask maps DIR` -->\n";
const END: &str = "<!-- end of counts -->\n";

/// Classifies the registers in a folder and writes the counts into the page about them.
pub fn write(root: &Path, folder: &Path) -> Result<()> {
    let mut counts = String::from(START);
    for name in REGISTERS {
        let file = folder.join(format!("{name}.jsonl")).display().to_string();
        let arguments = ["classify", &file, "--format", "jsonl", "--on", DAY, "--known", DAY];
        counts += &table(name, &actlas(root, &arguments)?)?;
    }
    counts += END;
    let path = root.join("docs/maps.md");
    let text = fs::read_to_string(&path).context("cannot read `docs/maps.md`")?;
    let (Some(start), Some(end)) = (text.find(START), text.find(END)) else {
        bail!("`docs/maps.md` has no place for the counts");
    };
    let (before, after) = (text.get(..start), text.get(end + END.len()..));
    let text = before.unwrap_or_default().to_owned() + &counts + after.unwrap_or_default();
    fs::write(path, text).context("cannot write `docs/maps.md`")
}

/// The point without its letter: its area.
fn area(point: &str) -> Option<&str> {
    let of_annex = point.starts_with("annex3.") || point.starts_with("art5.");
    match point {
        "annex1" => Some(point),
        _ if of_annex => Some(point.trim_end_matches(|at: char| at.is_ascii_lowercase())),
        _ => None,
    }
}

fn table(name: &str, outcomes: &str) -> Result<String> {
    let mut classes: BTreeMap<String, usize> = BTreeMap::new();
    let mut areas: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let (mut systems, mut silent) = (0, 0);
    for line in outcomes.lines() {
        let outcome: Value = serde_json::from_str(line).context("an outcome cannot be read")?;
        let text = |at: &Value| at.as_str().unwrap_or_default().to_owned();
        if outcome.get("stage").map(text).as_deref() == Some("retired") {
            continue;
        }
        let ids = |list: Option<&Value>| -> Vec<String> {
            list.and_then(Value::as_array)
                .map(|at| at.iter().map(text).collect())
                .unwrap_or_default()
        };
        systems += 1;
        let shown = ids(outcome.pointer("/indicated/points"));
        let open = ids(outcome.get("open"));
        silent += usize::from(
            !shown.iter().chain(&open).any(|at| at.starts_with("a") && !at.starts_with("art3")),
        );
        *classes
            .entry(outcome.pointer("/indicated/class").map(text).unwrap_or_default())
            .or_default() += 1;
        let of = |points: &[String]| -> Vec<String> {
            let mut of: Vec<String> =
                points.iter().filter_map(|at| area(at)).map(str::to_owned).collect();
            of.sort();
            of.dedup();
            of
        };
        let of_shown = of(&shown);
        for at in of(&open).into_iter().filter(|at| !of_shown.contains(at)) {
            areas.entry(at).or_default()[1] += 1;
        }
        for at in of_shown {
            areas.entry(at).or_default()[0] += 1;
        }
    }
    let mut says =
        format!("\n### `{name}`\n\n{systems} systems in use, planned or of unknown stage; ");
    let classes: Vec<String> =
        classes.iter().map(|(class, count)| format!("{count} `{class}`")).collect();
    let _ = writeln!(says, "{}. {silent} touch no point at all.\n", classes.join(", "));
    says += "| area | indicated | only open |\n|---|---|---|\n";
    for (area, [shown, open]) in &areas {
        let _ = writeln!(says, "| `{area}` | {shown} | {open} |");
    }
    Ok(says + "\n")
}
