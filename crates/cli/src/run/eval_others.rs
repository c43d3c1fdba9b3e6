//! How prose is read by the opinions of others: test cases of a classifier, and a benchmark of invented
//! systems. Both are noisy; neither was made or mended with.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use actlas_assess::{Assessor, Settings};
use actlas_facts::{Record, Text};
use actlas_law::{Choices, Lowered, View};
use actlas_screen::Screener;
use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;

use super::eval::{Counts, areas, found, share};
use crate::args::{EvalOthers, ScreenArgs};
use crate::findings::Exit;
use crate::{json_words, pack};

/// Longest line of a set.
const MAX_LINE: usize = 1 << 20;

/// What somebody else said of a text.
enum Opinion {
    /// Points or areas of Annex III, and letters of Article 5.
    Points(BTreeSet<String>),
    /// `prohibited`, `high-risk`, `limited`, `minimal`.
    Level(String),
}

struct Case {
    record: Record,
    opinion: Opinion,
}

pub fn run(args: &EvalOthers) -> Result<Exit> {
    let (law, _) = pack::load(&args.pack)?;
    let screen = ScreenArgs { lexicon: args.lexicon.clone(), ..ScreenArgs::default() };
    let Some(lexicon) = pack::lexicon(&screen, &law.vocabulary)? else { bail!("no lexicon") };
    let mut screener = Screener::new(&lexicon);
    let lowered = Lowered::new(View::new(&law, law.state, law.state)?, Choices::defaults(&law));
    let mut assessor = Assessor::new(&lowered, Settings::default());
    for path in &args.files {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut by_language: BTreeMap<String, [Counts; 2]> = BTreeMap::new();
        let mut by_level: BTreeMap<String, (BTreeMap<&str, usize>, usize)> = BTreeMap::new();
        let mut count = 0;
        for mut case in cases(path)? {
            count += 1;
            screener.screen(&case.record).propose_to(&mut case.record);
            let (_, flagged) = found(&assessor.assess(&case.record).outcome);
            match case.opinion {
                Opinion::Points(gold) => {
                    let [listed, prohibited] =
                        by_language.entry(case.record.language.clone()).or_default();
                    listed.add(&of(&gold, "annex3"), &BTreeSet::new(), &of(&flagged, "annex3"));
                    let any = |set: &BTreeSet<String>| -> BTreeSet<String> {
                        set.iter().filter(|at| at.starts_with("art5.")).cloned().collect()
                    };
                    prohibited.add(&any(&gold), &BTreeSet::new(), &any(&flagged));
                }
                Opinion::Level(level) => {
                    let (kinds, all) = by_level.entry(level).or_default();
                    *all += 1;
                    for kind in KINDS {
                        let touched = flagged.iter().any(|at| at.starts_with(kind.1));
                        *kinds.entry(kind.0).or_default() += usize::from(touched);
                    }
                }
            }
        }
        say!("{name}: {count} texts, labelled by others; noisy");
        for (language, [listed, prohibited]) in &by_language {
            say!("{language}  areas of Annex III   {}", listed.words());
            say!("{language}  letters of Article 5 {}", prohibited.words());
        }
        for (level, (kinds, all)) in &by_level {
            let of = |kind: &&str| share(kinds.get(kind).copied().unwrap_or_default(), *all);
            let shown: Vec<String> =
                KINDS.iter().map(|(kind, _)| format!("{kind} {}", of(kind))).collect();
            say!("said to be {level:11}{}", shown.join("  "));
        }
    }
    Ok(Exit::Done)
}

/// What may be touched, by the beginning of its points.
const KINDS: [(&str, &str); 3] = [
    ("a prohibited practice", "art5."),
    ("a listed use or product", "annex"),
    ("transparency", "art50."),
];

fn of(points: &BTreeSet<String>, start: &str) -> BTreeSet<String> {
    areas(points).into_iter().filter(|at| at.starts_with(start)).collect()
}

fn cases(path: &Path) -> Result<Vec<Case>> {
    let file = File::open(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let mut cases = Vec::new();
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let line = line?;
        if line.len() > MAX_LINE {
            bail!("`{}`, line {}: the line is too long", path.display(), number + 1);
        }
        let value: Value = serde_json::from_str(&line).map_err(|error| {
            let says = json_words::ours(&error.to_string());
            anyhow!("`{}`, line {}: {says}", path.display(), number + 1)
        })?;
        let text =
            |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let Some(opinion) = value.get("label_raw").and_then(opinion) else {
            bail!(
                "`{}`, line {}: `label_raw` holds neither `risk_level` nor `annex_iii_domains`",
                path.display(),
                number + 1
            );
        };
        let purpose = Text { field: "purpose_text".to_owned(), text: text("purpose_text") };
        let record = Record {
            id: text("id"),
            name: text("name"),
            language: text("language"),
            texts: vec![purpose],
            ..Record::default()
        };
        cases.push(Case { record, opinion });
    }
    Ok(cases)
}

fn opinion(label: &Value) -> Option<Opinion> {
    if let Some(level) = label.get("risk_level").and_then(Value::as_str) {
        return Some(Opinion::Level(level.to_owned()));
    }
    let list = |key: &str| label.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    label.get("annex_iii_domains")?;
    let domains = list("annex_iii_domains");
    let listed = domains.iter().filter_map(Value::as_u64).map(|at| format!("annex3.{at}"));
    let letters = list("article_5_letters");
    let letters = letters.iter().filter_map(Value::as_str).map(|at| format!("art5.1{at}"));
    Some(Opinion::Points(listed.chain(letters).collect()))
}
