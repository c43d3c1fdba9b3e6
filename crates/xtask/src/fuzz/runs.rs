//! How often each target ran, over all campaigns: `fuzz/runs.jsonl`, and the table of `docs/fuzzing.md`
//! that is made of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

const START: &str = "<!-- Written by `cargo xtask fuzz --coverage`; do not edit. -->";
const END: &str = "<!-- Until here. -->";

/// What was done to one state of a target's reader.
#[derive(Clone, Copy, Default)]
pub(super) struct Campaign {
    pub(super) runs: u64,
    /// Those among them that were guided by coverage.
    guided: u64,
    pub(super) seconds: f64,
    branches: u64,
    /// Whole seconds, as libFuzzer tells them.
    slowest: u64,
    peak_mb: u64,
    /// Processes that were run.
    pub(super) parts: u64,
}

impl Campaign {
    /// What libFuzzer, and in its words the other driver, says of itself at the end.
    pub(super) fn read(told: &str, seconds: f64) -> Result<Campaign> {
        let number = |name: &str| {
            let line = told.lines().find_map(|line| line.strip_prefix(&format!("stat::{name}:")));
            line.and_then(|value| value.trim().parse::<u64>().ok())
                .with_context(|| format!("the driver does not say `{name}`"))
        };
        let last = told.lines().rev().find(|line| line.contains(" cov: ")).unwrap_or_default();
        let covered = last.split(" cov: ").nth(1).and_then(|rest| rest.split(' ').next());
        Ok(Campaign {
            runs: number("number_of_executed_units")?,
            guided: 0,
            seconds,
            branches: covered.and_then(|count| count.parse().ok()).unwrap_or_default(),
            slowest: number("slowest_unit_time_sec")?,
            peak_mb: number("peak_rss_mb")?,
            parts: 1,
        })
    }

    /// The same, guided by coverage.
    pub(super) fn guided(self) -> Campaign {
        Campaign { guided: self.runs, ..self }
    }

    pub(super) fn and(self, other: Campaign) -> Campaign {
        Campaign {
            runs: self.runs + other.runs,
            guided: self.guided + other.guided,
            seconds: self.seconds + other.seconds,
            branches: self.branches.max(other.branches),
            slowest: self.slowest.max(other.slowest),
            peak_mb: self.peak_mb.max(other.peak_mb),
            parts: self.parts + other.parts,
        }
    }
}

/// All campaigns, by target and state of its reader.
pub(super) struct Runs(BTreeMap<(String, String), Campaign>);

impl Runs {
    pub(super) fn read(root: &Path) -> Result<Runs> {
        let mut runs = Runs(BTreeMap::new());
        for line in fs::read_to_string(root.join("fuzz/runs.jsonl")).unwrap_or_default().lines() {
            let line: Value = serde_json::from_str(line).context("fuzz/runs.jsonl")?;
            let text = |key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default();
            let number = |key: &str| line.get(key).and_then(Value::as_u64).unwrap_or_default();
            let campaign = Campaign {
                runs: number("runs"),
                guided: number("guided"),
                seconds: line.get("seconds").and_then(Value::as_f64).unwrap_or_default(),
                branches: number("branches"),
                slowest: number("slowest"),
                peak_mb: number("peak_mb"),
                parts: number("parts"),
            };
            runs.add(text("target"), text("reader"), campaign);
        }
        Ok(runs)
    }

    /// What was done to a reader as it is.
    pub(super) fn of(&self, target: &str, reader: &str) -> Campaign {
        self.0.get(&(target.to_owned(), reader.to_owned())).copied().unwrap_or_default()
    }

    pub(super) fn add(&mut self, target: &str, reader: &str, campaign: Campaign) {
        let known = self.0.entry((target.to_owned(), reader.to_owned())).or_default();
        *known = known.and(campaign);
    }

    /// Writes the file, and the table into the document.
    pub(super) fn write(&self, root: &Path) -> Result<()> {
        let mut lines = String::new();
        for ((target, reader), campaign) in &self.0 {
            let line = json!({
                "target": target,
                "reader": reader,
                "runs": campaign.runs,
                "guided": campaign.guided,
                "seconds": campaign.seconds.round(),
                "branches": campaign.branches,
                "slowest": campaign.slowest,
                "peak_mb": campaign.peak_mb,
                "parts": campaign.parts,
            });
            // Writing to a string cannot fail.
            let _ = writeln!(lines, "{line}");
        }
        fs::write(root.join("fuzz/runs.jsonl"), lines)?;
        let path = root.join("docs/fuzzing.md");
        let text = fs::read_to_string(&path)?;
        let place = "docs/fuzzing.md has no place for runs";
        let (before, rest) = text.split_once(START).context(place)?;
        let (_, after) = rest.split_once(END).context(place)?;
        fs::write(&path, format!("{before}{START}\n{}{END}{after}", self.table(root)?))?;
        Ok(())
    }

    fn table(&self, root: &Path) -> Result<String> {
        let mut table = String::from(
            "| target | runs, reader as it is | of them by coverage | runs in all | a second | branches \
             reached | slowest | peak memory |\n|---|---|---|---|---|---|---|---|\n",
        );
        let mut targets: Vec<&str> = self.0.keys().map(|(target, _)| target.as_str()).collect();
        targets.dedup();
        for target in targets {
            let now = reader(root, target)?.map(|reader| self.of(target, &reader));
            let now = now.unwrap_or_default();
            let of_target = self.0.iter().filter(|((of, _), _)| of == target);
            let all = of_target.map(|(_, at)| *at).fold(Campaign::default(), Campaign::and);
            // How fast is told of the reader as it is, if that has run at all.
            let last = if now.runs > 0 { now } else { all };
            let _ = writeln!(
                table,
                "| `{target}` | {} | {} | {} | {} | {} | {} s | {} MB |",
                grouped(now.runs),
                grouped(now.guided),
                grouped(all.runs),
                grouped((last.runs as f64 / last.seconds.max(1.0)) as u64),
                grouped(all.branches),
                last.slowest,
                last.peak_mb,
            );
        }
        Ok(table)
    }
}

/// The rooms whose code a target runs.
fn rooms(target: &str) -> &'static [&'static str] {
    match target {
        "evaluator" => &["logic"],
        "pack" => &["facts", "law", "logic", "yaml"],
        "facts" => &["facts"],
        _ if target.starts_with("news_") => &["facts", "pact", "text"],
        _ => &["facts", "intake", "yaml"],
    }
}

/// The state of a target's reader: what git calls the folders of its code; none if it is not committed.
pub(super) fn reader(root: &Path, target: &str) -> Result<Option<String>> {
    let folders: Vec<String> =
        rooms(target).iter().map(|room| format!("crates/{room}/src")).collect();
    let git = |arguments: &[&str]| -> Result<String> {
        let told = Command::new("git")
            .args(arguments)
            .args(&folders)
            .current_dir(root)
            .stderr(Stdio::inherit())
            .output()
            .context("cannot run git")?;
        if !told.status.success() {
            bail!("git does not know the folders of `{target}`");
        }
        Ok(String::from_utf8_lossy(&told.stdout).trim().to_owned())
    };
    if !git(&["status", "--porcelain", "--"])?.is_empty() {
        return Ok(None);
    }
    let trees = git(&["ls-tree", "--format=%(objectname)", "HEAD", "--"])?;
    Ok(Some(trees.lines().filter_map(|tree| tree.get(..10)).collect::<Vec<_>>().join("-")))
}

/// `10,000,000`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn campaigns_add_up() {
        let told = "#9\tDONE   cov: 12 ft: 30 corp: 5/9b\nstat::number_of_executed_units: 900\n\
                    stat::slowest_unit_time_sec:  1\nstat::peak_rss_mb: 40\n";
        let part = Campaign::read(told, 2.0).unwrap();
        let mut runs = Runs(BTreeMap::new());
        runs.add("csv", "a", part);
        runs.add("csv", "a", Campaign { slowest: 0, branches: 20, ..part });
        runs.add("csv", "b", part);
        let sum = runs.of("csv", "a");
        assert_eq!((sum.runs, sum.branches, sum.slowest, sum.parts), (1_800, 20, 1, 2));
        assert_eq!(runs.of("csv", "c").runs, 0);
        assert!(Campaign::read("stat::peak_rss_mb: 40\n", 2.0).is_err());
        assert_eq!(grouped(10_000_000), "10,000,000");
    }
}
