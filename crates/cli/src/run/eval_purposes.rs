//! How well purposes of our own are read, by language.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use actlas_assess::{Assessor, Settings};
use actlas_facts::{Record, Severity, Text};
use actlas_law::scenario::{Expectation, commission};
use actlas_law::{Choices, Lowered, RuleIx, View};
use actlas_screen::Screener;
use anyhow::{Context, Result, bail};

use super::eval::{areas, found, share};
use crate::args::{EvalLexicon, EvalPurposes, ScreenArgs};
use crate::findings::{Exit, Findings};
use crate::pack;

/// A purpose, and whether the point is met.
pub(super) struct Purpose {
    pub(super) id: String,
    pub(super) point: String,
    pub(super) meant_in: bool,
    pub(super) text: String,
}

/// The point of purposes that touch none.
const NONE: &str = "none";

impl Purpose {
    /// Whether it meets a point.
    fn meets(&self) -> bool {
        self.meant_in && self.point != NONE
    }

    /// Whether its point is among those found; of a purpose that touches none, whether a listed use or a
    /// prohibited practice is.
    fn is_found(&self, flagged: &BTreeSet<String>) -> bool {
        let listed = |point: &String| group(point).is_some_and(|group| group != TRANSPARENCY);
        if self.point == NONE { flagged.iter().any(listed) } else { flagged.contains(&self.point) }
    }
}

pub(super) fn purposes(path: &Path) -> Result<Vec<Purpose>> {
    let mut reader = csv::Reader::from_path(path)
        .with_context(|| format!("cannot read the purposes `{}`", path.display()))?;
    let mut purposes = Vec::new();
    for row in reader.records() {
        let row = row?;
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        let (id, point, meant, text) = (cell(0), cell(1), cell(2), cell(3));
        if !["in", "out"].contains(&meant.as_str()) {
            bail!("`{}`, `{id}`: `{meant}` is neither `in` nor `out`", path.display());
        }
        purposes.push(Purpose { id, point, meant_in: meant == "in", text });
    }
    Ok(purposes)
}

pub fn run(args: &EvalPurposes) -> Result<Exit> {
    let (law, _) = pack::load(&args.pack)?;
    let screen = ScreenArgs { lexicon: args.lexicon.clone(), ..ScreenArgs::default() };
    let Some(lexicon) = pack::lexicon(&screen, &law.vocabulary)? else { bail!("no lexicon") };
    let mut screener = Screener::new(&lexicon);
    let lowered = Lowered::new(View::new(&law, law.state, law.state)?, Choices::defaults(&law));
    let mut assessor = Assessor::new(&lowered, Settings::default());
    // For each purpose its areas in each language.
    let mut by_id: BTreeMap<String, Vec<(String, BTreeSet<String>)>> = BTreeMap::new();
    // The ideas of each purpose of the first file.
    let mut first: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut all_in, mut all_out) = ((0, 0), (0, 0));
    for path in &args.files {
        let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (mut met, mut left) = ((0, 0), (0, 0));
        for purpose in purposes(path)? {
            let text = Text { field: "purpose".to_owned(), text: purpose.text.clone() };
            let mut record = Record {
                id: purpose.id.clone(),
                language: language.clone(),
                texts: vec![text],
                ..Record::default()
            };
            if args.ideas {
                tell_lacking(&mut first, &purpose, &language, screener.ideas(&record));
            }
            screener.screen(&record).propose_to(&mut record);
            let (_, flagged) = found(&assessor.assess(&record).outcome);
            let of = (language.clone(), areas(&flagged));
            by_id.entry(purpose.id.clone()).or_default().push(of);
            let is_flagged = purpose.is_found(&flagged);
            let meets = purpose.meets();
            let counted = if meets { &mut met } else { &mut left };
            counted.1 += 1;
            counted.0 += usize::from(is_flagged == meets);
            if args.errors && is_flagged != meets {
                let what = if meets { "not found" } else { "found" };
                let others: Vec<&str> = flagged.iter().map(|at| at.as_str()).collect();
                say!("{language} {} {what} [{}]: {}", purpose.id, others.join(" "), purpose.text);
            }
        }
        say!(
            "{language}  in: found {}  out: not found {}",
            share(met.0, met.1),
            share(left.0, left.1)
        );
        all_in = (all_in.0 + met.0, all_in.1 + met.1);
        all_out = (all_out.0 + left.0, all_out.1 + left.1);
    }
    say!(
        "all in: found {}  out: not found {}",
        share(all_in.0, all_in.1),
        share(all_out.0, all_out.1)
    );
    let (mut same, mut listed, mut pairs) = (0, 0, 0);
    for (id, of) in &by_id {
        let (own_pairs, own_same) = agreement(of, |_| true);
        pairs += own_pairs;
        same += own_same;
        listed += agreement(of, |area| area.starts_with("annex3.")).1;
        if args.errors && own_same < own_pairs {
            tell_areas(id, of);
        }
    }
    if pairs > 0 {
        say!(
            "the same purpose in two languages touches the same areas, Article 5 and Article 50: {}",
            share(same, pairs)
        );
        say!("the same areas of Annex III: {}", share(listed, pairs));
    }
    Ok(Exit::Done)
}

/// The ideas that a purpose of the first file has and the same purpose of another has not.
fn tell_lacking(
    first: &mut BTreeMap<String, BTreeSet<String>>,
    purpose: &Purpose,
    language: &str,
    ideas: BTreeSet<String>,
) {
    let Some(wanted) = first.get(&purpose.id) else {
        first.insert(purpose.id.clone(), ideas);
        return;
    };
    let lacks: Vec<&str> = wanted.difference(&ideas).map(String::as_str).collect();
    if !lacks.is_empty() {
        say!("{language} {} lacks {}: {}", purpose.id, lacks.join(", "), purpose.text);
    }
}

/// Pairs of languages, and those that find the same areas among some.
fn agreement(of: &[(String, BTreeSet<String>)], among: impl Fn(&str) -> bool) -> (usize, usize) {
    let some = |areas: &BTreeSet<String>| -> BTreeSet<String> {
        areas.iter().filter(|area| among(area)).cloned().collect()
    };
    let (mut same, mut pairs) = (0, 0);
    for (at, (_, one)) in of.iter().enumerate() {
        for (_, other) in of.iter().skip(at + 1) {
            pairs += 1;
            same += usize::from(some(one) == some(other));
        }
    }
    (pairs, same)
}

/// The areas that each language finds, where they differ.
fn tell_areas(id: &str, of: &[(String, BTreeSet<String>)]) {
    let mut by_areas: BTreeMap<&BTreeSet<String>, Vec<&str>> = BTreeMap::new();
    for (language, areas) in of {
        by_areas.entry(areas).or_default().push(language);
    }
    for (areas, languages) in by_areas {
        let areas: Vec<&str> = areas.iter().map(String::as_str).collect();
        let areas = if areas.is_empty() { "none".to_owned() } else { areas.join(", ") };
        say!("{id} {areas}: {}", languages.join(" "));
    }
}

/// The Commission's examples, in our own words, read as a register would hold them.
pub fn examples(args: &EvalLexicon) -> Result<Exit> {
    let (law, files) = pack::load(&args.pack)?;
    let screen = ScreenArgs { lexicon: args.lexicon.clone(), ..ScreenArgs::default() };
    let Some(lexicon) = pack::lexicon(&screen, &law.vocabulary)? else { bail!("no lexicon") };
    let mut screener = Screener::new(&lexicon);
    let lowered = Lowered::new(View::new(&law, law.state, law.state)?, Choices::defaults(&law));
    let mut assessor = Assessor::new(&lowered, Settings::default());
    // By group of points: met and found, met; not met and not shown, not met.
    let mut groups: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for example in commission::load(&law, &files).list {
        let text = Text { field: "purpose".to_owned(), text: example.text.clone() };
        let mut record = Record {
            id: example.id.clone(),
            language: "en".to_owned(),
            texts: vec![text],
            ..Record::default()
        };
        screener.screen(&record).propose_to(&mut record);
        let (shown, flagged) = found(&assessor.assess(&record).outcome);
        let id = |rule: &RuleIx| law.rule(*rule).map_or("", |rule| rule.id.as_str());
        for point in example.points.iter().map(id) {
            let Some(name) = group(point) else { continue };
            let exempt = name == HIGH_RISK && is_exempt(&example.scenario.expect);
            for name in std::iter::once(name).chain(exempt.then_some(EXEMPT)) {
                let [right, met, ..] = groups.entry(name).or_default();
                *right += usize::from(flagged.contains(point));
                *met += 1;
            }
        }
        for point in example.excluded.iter().map(id) {
            let Some(name) = group(point) else { continue };
            let [.., left, not_met] = groups.entry(name).or_default();
            *left += usize::from(!shown.contains(point));
            *not_met += 1;
        }
    }
    for (name, [right, met, left, not_met]) in groups {
        say!(
            "{name:<28} met: shown or open {}  not met: not shown {}",
            share(right, met),
            share(left, not_met)
        );
    }
    Ok(Exit::Done)
}

const HIGH_RISK: &str = "high-risk points";
const TRANSPARENCY: &str = "transparency";
/// Single steps of listed uses, which say little of the use itself.
const EXEMPT: &str = "high-risk points, exempt";

/// Whether an example illustrates Article 6(3): listed, and exempt.
fn is_exempt(expect: &[Expectation]) -> bool {
    expect.iter().any(|at| matches!(at, Expectation::Derogation(_)))
}

/// The groups that prose can speak of.
fn group(point: &str) -> Option<&'static str> {
    let of = |start: &str| point.starts_with(start);
    match point {
        _ if of("annex3.") || of("annex1") => Some(HIGH_RISK),
        _ if of("art5.") => Some("prohibited practices"),
        _ if of("art50.") => Some(TRANSPARENCY),
        _ => None,
    }
}

/// Runs the examples of the lexicon.
pub fn lexicon(args: &EvalLexicon) -> Result<Exit> {
    let (law, _) = pack::load(&args.pack)?;
    let screen = ScreenArgs { lexicon: args.lexicon.clone(), ..ScreenArgs::default() };
    let Some(lexicon) = pack::lexicon(&screen, &law.vocabulary)? else { bail!("no lexicon") };
    let found = Screener::new(&lexicon).check_examples();
    let mut findings = Findings::default();
    found.iter().for_each(|finding| findings.tell(finding));
    findings.finish();
    for (language, reviewed) in lexicon.languages() {
        let state = if reviewed { "reviewed" } else { "unreviewed" };
        say!("{language}  {} entries, {state}", lexicon.entries(language).len());
    }
    say!("{} phrases, {} examples come out otherwise", lexicon.phrases(), found.len());
    let wrong = found.iter().any(|at| at.severity == Severity::Error);
    Ok(if wrong { Exit::Breach } else { Exit::Done })
}

#[cfg(test)]
mod tests {
    use super::{NONE, Purpose};

    #[test]
    fn an_ordinary_purpose_is_wrong_where_a_use_is_found() {
        let check = |point: &str, flagged: &[&str], found: bool, meets: bool| {
            let (id, text) = (String::new(), String::new());
            let purpose = Purpose { id, point: point.to_owned(), meant_in: true, text };
            let flagged = flagged.iter().map(|at| (*at).to_owned()).collect();
            assert_eq!(purpose.is_found(&flagged), found, "{point} in {flagged:?}");
            assert_eq!(purpose.meets(), meets, "{point}");
        };
        check(NONE, &[], false, false);
        check(NONE, &["art50.2"], false, false);
        check(NONE, &["annex3.4a"], true, false);
        check(NONE, &["art5.1f"], true, false);
        check("annex3.4a", &["annex3.4a"], true, true);
        check("annex3.4a", &["annex3.4b"], false, true);
    }
}
