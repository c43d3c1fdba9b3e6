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
use super::eval_prose::Prose;
use crate::args::{EvalExamples, EvalLexicon, EvalPurposes, ScreenArgs};
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

/// How many of so many came out as meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Right(usize, usize);

impl Right {
    fn add(&mut self, right: bool) {
        self.0 += usize::from(right);
        self.1 += 1;
    }

    fn words(self) -> String {
        share(self.0, self.1)
    }
}

/// How purposes came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    /// Those that meet their point, in which it is found.
    met: Right,
    /// The others, in which it is not.
    left: Right,
    /// Areas of the group found in its purposes and in ordinary ones: those that the purpose was written for.
    areas: Right,
}

impl Tally {
    fn add(&mut self, purpose: &Purpose, flagged: &BTreeSet<String>) {
        let is_found = purpose.is_found(flagged);
        match purpose.meets() {
            true => self.met.add(is_found),
            false => self.left.add(!is_found),
        }
    }

    fn words(self) -> String {
        format!("in: found {}  out: not found {}", self.met.words(), self.left.words())
    }
}

/// All purposes of a run, and those of each group of points.
#[derive(Debug, Default)]
struct Tallies {
    all: Tally,
    by_group: BTreeMap<&'static str, Tally>,
    ordinary: Right,
}

impl Tallies {
    fn add(&mut self, purpose: &Purpose, flagged: &BTreeSet<String>) {
        self.all.add(purpose, flagged);
        match group(&purpose.point) {
            Some(group) => self.by_group.entry(group).or_default().add(purpose, flagged),
            None => self.ordinary.add(!purpose.is_found(flagged)),
        }
        let own = BTreeSet::from([purpose.point.clone()]);
        let own = if purpose.meets() { areas(&own) } else { BTreeSet::new() };
        // A prohibited practice mostly is a listed use as well, and the other way round.
        let counts = |of: &&str| group(&purpose.point).is_none_or(|own| own == *of);
        let of_group = |area: &String| group(area).filter(|of| *of != TRANSPARENCY).filter(counts);
        for area in &areas(flagged) {
            if let Some(group) = of_group(area) {
                self.by_group.entry(group).or_default().areas.add(own.contains(area));
            }
        }
    }

    fn tell(&self) {
        say!("all in: found {}  out: not found {}", self.all.met.words(), self.all.left.words());
        for (name, tally) in &self.by_group {
            say!("{name:<28} {}", tally.words());
            if tally.areas.1 > 0 {
                say!("{:<28} areas found, for which it was written {}", "", tally.areas.words());
            }
        }
        if self.ordinary.1 > 0 {
            say!("{:<28} none found {}", "ordinary systems", self.ordinary.words());
        }
    }
}

pub fn run(args: &EvalPurposes) -> Result<Exit> {
    let (law, _) = pack::load(&args.reading.pack)?;
    let screen = ScreenArgs { lexicon: args.reading.lexicon.clone(), ..ScreenArgs::default() };
    let Some(lexicon) = pack::lexicon(&screen, &law.vocabulary)? else { bail!("no lexicon") };
    let mut prose = Prose::new(&law.vocabulary, &lexicon, &args.reading.llm)?;
    let lowered = Lowered::new(View::new(&law, law.state, law.state)?, Choices::defaults(&law));
    let mut assessor = Assessor::new(&lowered, Settings::default());
    // For each purpose its areas in each language.
    let mut by_id: BTreeMap<String, Vec<(String, BTreeSet<String>)>> = BTreeMap::new();
    // The ideas of each purpose of the first file.
    let mut first: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut tallies = Tallies::default();
    for path in &args.files {
        let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut own = Tally::default();
        for (number, purpose) in (1..).zip(purposes(path)?) {
            let text = Text { field: "purpose".to_owned(), text: purpose.text.clone() };
            let mut record = Record {
                path: path.display().to_string(),
                number,
                id: purpose.id.clone(),
                language: language.clone(),
                texts: vec![text],
                ..Record::default()
            };
            if args.ideas {
                tell_lacking(&mut first, &purpose, &language, prose.screener.ideas(&record));
            }
            prose.read(&mut record);
            let (_, flagged) = found(&assessor.assess(&record).outcome);
            let of = (language.clone(), areas(&flagged));
            by_id.entry(purpose.id.clone()).or_default().push(of);
            own.add(&purpose, &flagged);
            tallies.add(&purpose, &flagged);
            if args.errors && purpose.is_found(&flagged) != purpose.meets() {
                let what = if purpose.meets() { "not found" } else { "found" };
                let others: Vec<&str> = flagged.iter().map(|at| at.as_str()).collect();
                say!("{language} {} {what} [{}]: {}", purpose.id, others.join(" "), purpose.text);
            }
        }
        say!("{language}  {}", own.words());
    }
    prose.finish();
    tallies.tell();
    tell_agreement(&by_id, args.errors);
    Ok(Exit::Done)
}

/// How far languages find the same in the same purpose.
fn tell_agreement(by_id: &BTreeMap<String, Vec<(String, BTreeSet<String>)>>, errors: bool) {
    let (mut same, mut listed, mut pairs) = (0, 0, 0);
    for (id, of) in by_id {
        let (own_pairs, own_same) = agreement(of, |_| true);
        pairs += own_pairs;
        same += own_same;
        listed += agreement(of, |area| area.starts_with("annex3.")).1;
        if errors && own_same < own_pairs {
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
pub fn examples(args: &EvalExamples) -> Result<Exit> {
    let (law, files) = pack::load(&args.reading.pack)?;
    let screen = ScreenArgs { lexicon: args.reading.lexicon.clone(), ..ScreenArgs::default() };
    let Some(lexicon) = pack::lexicon(&screen, &law.vocabulary)? else { bail!("no lexicon") };
    let mut prose = Prose::new(&law.vocabulary, &lexicon, &args.reading.llm)?;
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
        prose.read(&mut record);
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
    prose.finish();
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
    use super::{HIGH_RISK, NONE, Purpose, Right, Tallies};

    #[test]
    fn areas_that_a_purpose_was_not_written_for_count_against_what_is_found() {
        let mut tallies = Tallies::default();
        let mut add = |point: &str, meant_in: bool, flagged: &[&str]| {
            let (id, text) = (String::new(), String::new());
            let purpose = Purpose { id, point: point.to_owned(), meant_in, text };
            tallies.add(&purpose, &flagged.iter().map(|at| (*at).to_owned()).collect());
        };
        add("annex3.4a", true, &["annex3.4a", "annex3.5a"]);
        add("annex3.4a", true, &["annex3.4b"]);
        add("annex3.4a", false, &["annex3.4a"]);
        add(NONE, true, &["annex3.2"]);
        let listed = tallies.by_group[HIGH_RISK];
        assert_eq!((listed.met, listed.left), (Right(1, 2), Right(0, 1)));
        assert_eq!(listed.areas, Right(2, 5));
        assert_eq!(tallies.ordinary, Right(0, 1));
    }

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
