//! How well prose is read, by labels that readers gave to real records.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use actlas_assess::{Assessor, Outcome, Settings};
use actlas_facts::Record;
use actlas_law::{Choices, Lowered, View};
use anyhow::{Context, Result, bail};

use super::counted;
use super::eval_prose::Prose;
use crate::args::{EvalAgreement, EvalScreen, Half, ScreenArgs};
use crate::findings::Exit;
use crate::output;
use crate::pack;
use crate::pipeline::{Source, Wanted};

/// Pairs of points that are listed.
const MOST_CONFUSED: usize = 12;
/// Characters of a text that a page of errors shows.
const MOST_SHOWN: usize = 600;

/// What a reader said of one record.
#[derive(Clone, Debug, Default)]
pub(super) struct Label {
    source: String,
    /// Points in play.
    pub(super) points: BTreeSet<String>,
    /// Points that may be: neither right nor wrong to show.
    pub(super) possible: BTreeSet<String>,
}

impl Label {
    /// What two readings agree on; what only one of them says may be.
    fn agreed(self, other: Label) -> Label {
        let points: BTreeSet<String> = self.points.intersection(&other.points).cloned().collect();
        let said = [self.points, self.possible, other.points, other.possible];
        let possible = said.into_iter().flatten().filter(|at| !points.contains(at)).collect();
        Label { source: self.source, points, possible }
    }

    /// The half of the labels it belongs to, by its id alone.
    pub(super) fn half(id: &str) -> Half {
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325, mix);
        if (hash >> 32) & 1 == 0 { Half::Made } else { Half::Held }
    }
}

pub(super) fn labels(path: &Path) -> Result<BTreeMap<String, Label>> {
    let mut reader = csv::Reader::from_path(path)
        .with_context(|| format!("cannot read the labels `{}`", path.display()))?;
    let header = reader.headers()?.clone();
    let column = |name: &str| {
        let found = header.iter().position(|at| at == name);
        found.with_context(|| format!("`{}` has no column `{name}`", path.display()))
    };
    let (source, id) = (column("source")?, column("id")?);
    let (points, possible) = (column("points")?, column("possible")?);
    let (art5, art50) = (column("art5")?, column("art50")?);
    let mut labels = BTreeMap::new();
    for row in reader.records() {
        let row = row?;
        let list = |at: usize| row.get(at).unwrap_or_default().split_whitespace();
        let mut label =
            Label { source: row.get(source).unwrap_or_default().to_owned(), ..Label::default() };
        for point in list(points).chain(list(art5)).chain(list(art50)) {
            // A question mark before a point says that a deciding fact is missing.
            match point.strip_prefix('?') {
                Some(point) => label.possible.insert(point.to_owned()),
                None => label.points.insert(point.to_owned()),
            };
        }
        label.possible.extend(list(possible).map(str::to_owned));
        labels.insert(row.get(id).unwrap_or_default().to_owned(), label);
    }
    Ok(labels)
}

/// What the readings of a table and of another one agree on, of the records that both hold.
fn read_twice(first: BTreeMap<String, Label>, second: &Path) -> Result<BTreeMap<String, Label>> {
    let mut second = labels(second)?;
    let both = |(id, label): (String, Label)| {
        let other = second.remove(&id)?;
        Some((id, label.agreed(other)))
    };
    Ok(first.into_iter().filter_map(both).collect())
}

/// Right, wrongly shown, missed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Counts {
    pub(super) fn add(
        &mut self,
        gold: &BTreeSet<String>,
        neutral: &BTreeSet<String>,
        found: &BTreeSet<String>,
    ) {
        self.right += gold.intersection(found).count();
        self.missed += gold.difference(found).count();
        self.wrong += found.difference(gold).filter(|at| !neutral.contains(*at)).count();
    }

    pub(super) fn words(self) -> String {
        let precision = share(self.right, self.right + self.wrong);
        let recall = share(self.right, self.right + self.missed);
        let all = 2 * self.right + self.wrong + self.missed;
        let f1 = if all == 0 { 0.0 } else { 2.0 * self.right as f64 / all as f64 };
        format!("precision {precision}  recall {recall}  F1 {f1:.2}")
    }
}

/// A share with its 95 % interval by Wilson's score.
pub(super) fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "– (0 of 0)".to_owned();
    }
    let (n, p, z) = (whole as f64, part as f64 / whole as f64, 1.96_f64);
    let centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let spread = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt() / (1.0 + z * z / n);
    format!(
        "{:.0} % ({part} of {whole}; {:.0}–{:.0} %)",
        p * 100.0,
        (centre - spread).max(0.0) * 100.0,
        (centre + spread) * 100.0
    )
}

/// `annex3.6d` is of area `annex3.6`, an act of Annex I of `annex1`.
pub(super) fn area(point: &str) -> String {
    match point.split_once('.') {
        Some(("annex3", rest)) => {
            format!("annex3.{}", rest.trim_end_matches(|at: char| at.is_ascii_alphabetic()))
        }
        Some((group, _)) => group.to_owned(),
        None => point.to_owned(),
    }
}

pub(super) fn areas(points: &BTreeSet<String>) -> BTreeSet<String> {
    points.iter().map(|at| area(at)).collect()
}

/// Points that labels speak of.
fn spoken_of(point: &str) -> bool {
    point == "annex1" || ["annex3.", "art5.", "art50."].iter().any(|at| point.starts_with(at))
}

/// What the outcome shows, and what it shows or leaves open.
pub(super) fn found(outcome: &Outcome) -> (BTreeSet<String>, BTreeSet<String>) {
    let of = |ids: &[String]| ids.iter().filter(|at| spoken_of(at)).cloned().collect();
    let shown: BTreeSet<String> = of(&outcome.indicated.points);
    let open: BTreeSet<String> = of(&outcome.open);
    let flagged = shown.union(&open).cloned().collect();
    (shown, flagged)
}

#[derive(Default)]
struct Score {
    shown: Counts,
    flagged: Counts,
    area_shown: Counts,
    area_flagged: Counts,
    /// Areas of Annexes I and III only: chatbots are so many that they hide the rest.
    high_risk: Counts,
}

impl Score {
    fn add(&mut self, label: &Label, shown: &BTreeSet<String>, flagged: &BTreeSet<String>) {
        self.shown.add(&label.points, &label.possible, shown);
        self.flagged.add(&label.points, &label.possible, flagged);
        let (gold, neutral) = (areas(&label.points), areas(&label.possible));
        self.area_shown.add(&gold, &neutral, &areas(shown));
        self.area_flagged.add(&gold, &neutral, &areas(flagged));
        let annexes = |of: BTreeSet<String>| -> BTreeSet<String> {
            of.into_iter().filter(|at| at.starts_with("annex")).collect()
        };
        let found = annexes(areas(flagged));
        self.high_risk.add(&annexes(gold), &neutral, &found);
    }
}

pub fn screen(args: &EvalScreen) -> Result<Exit> {
    let read = args.texts.iter().chain([&args.labels]).chain(&args.second).map(PathBuf::as_path);
    output::spare(args.errors.as_deref(), read)?;
    let mut labels = labels(&args.labels)?;
    if let Some(second) = &args.second {
        labels = read_twice(labels, second)?;
    }
    let (law, _) = pack::load(&args.reading.pack)?;
    let screen = ScreenArgs { lexicon: args.reading.lexicon.clone(), ..ScreenArgs::default() };
    let Some(lexicon) = pack::lexicon(&screen, &law.vocabulary)? else { bail!("no lexicon") };
    let mut prose = Prose::new(&law.vocabulary, &lexicon, &args.reading.llm)?;
    let lowered = Lowered::new(View::new(&law, law.state, law.state)?, Choices::defaults(&law));
    let mut assessor = Assessor::new(&lowered, Settings::default());
    let wanted = Wanted {
        paths: &args.texts,
        mapping: None,
        sheet: None,
        answers: &[],
        attest: None,
        lexicon: None,
        llm: None,
    };
    let mut all = Score::default();
    let mut by_source: BTreeMap<String, Score> = BTreeMap::new();
    let mut by_point: BTreeMap<String, Counts> = BTreeMap::new();
    let mut by_language: BTreeMap<String, Score> = BTreeMap::new();
    let mut confused: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut page = Page::default();
    let mut seen = 0;
    Source::new(&law.vocabulary, &wanted)?.each(|mut record| {
        let Some(label) = labels.get(&record.id) else { return Ok(()) };
        if args.half != Half::All && args.half != Label::half(&record.id) {
            return Ok(());
        }
        seen += 1;
        // The labels are about words alone.
        record.statements.clear();
        prose.read(&mut record);
        let outcome = assessor.assess(&record).outcome;
        let (shown, flagged) = found(&outcome);
        all.add(label, &shown, &flagged);
        by_source.entry(label.source.clone()).or_default().add(label, &shown, &flagged);
        for point in label.points.union(&flagged) {
            let of =
                |set: &BTreeSet<String>| set.iter().filter(|at| *at == point).cloned().collect();
            let counts = by_point.entry(point.clone()).or_default();
            counts.add(&of(&label.points), &of(&label.possible), &of(&flagged));
        }
        let missed: Vec<&String> = label.points.difference(&flagged).collect();
        let wrong: Vec<&String> =
            flagged.difference(&label.points).filter(|at| !label.possible.contains(*at)).collect();
        for meant in &missed {
            for taken in &wrong {
                *confused.entry(((*meant).clone(), (*taken).clone())).or_default() += 1;
            }
        }
        let language = language_of(&record);
        by_language.entry(language).or_default().add(label, &shown, &flagged);
        if args.errors.is_some() && !(missed.is_empty() && wrong.is_empty()) {
            page.add(&record, &missed, &wrong, &outcome);
        }
        Ok(())
    })?;
    prose.finish();
    if seen == 0 {
        bail!("no labelled record is among the texts");
    }
    say!("{seen} labelled records");
    say!("points shown              {}", all.shown.words());
    say!("points shown or open      {}", all.flagged.words());
    say!("areas shown               {}", all.area_shown.words());
    say!("areas shown or open       {}", all.area_flagged.words());
    say!("high-risk areas           {}", all.high_risk.words());
    say!("\nby register, areas shown or open");
    for (source, score) in &by_source {
        say!("{source:28}{}", score.area_flagged.words());
    }
    say!("\nby language, areas shown or open");
    for (language, score) in &by_language {
        say!("{language:28}{}", score.area_flagged.words());
    }
    say!("\nby point, shown or open");
    for (point, counts) in &by_point {
        say!("{point:12}{}", counts.words());
    }
    let mut confused: Vec<((String, String), usize)> = confused.into_iter().collect();
    confused.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    if !confused.is_empty() {
        say!("\nmissed, and found in the same text instead");
    }
    for ((meant, taken), count) in confused.iter().take(MOST_CONFUSED) {
        say!("{meant:12}{taken:12}{count}");
    }
    if let Some(path) = &args.errors {
        page.write(path)?;
    }
    Ok(Exit::Done)
}

/// The language that a register states, or says of itself to be.
fn language_of(record: &Record) -> String {
    if record.language.is_empty() { "not stated".to_owned() } else { record.language.clone() }
}

/// A page of what came out otherwise.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn add(&mut self, record: &Record, missed: &[&String], wrong: &[&String], outcome: &Outcome) {
        let list =
            |points: &[&String]| points.iter().map(|at| at.as_str()).collect::<Vec<_>>().join(", ");
        self.text += &format!("\n## `{}`\n\n", plain(&record.id));
        self.text += &format!("{}\n\n", plain(&record.name));
        if !missed.is_empty() {
            self.text += &format!("- missed: {}\n", list(missed));
        }
        if !wrong.is_empty() {
            self.text += &format!("- found, and not meant: {}\n", list(wrong));
        }
        for at in &outcome.evidence {
            let quote = at.quote.as_deref().unwrap_or_default();
            self.text +=
                &format!("- `{}` by `{}`: \u{201c}{}\u{201d}\n", at.fact, at.by, plain(quote));
        }
        for text in &record.texts {
            let shown: String = text.text.chars().take(MOST_SHOWN).collect();
            self.text += &format!("\n> {}\n", plain(&shown));
        }
    }

    fn write(&self, path: &Path) -> Result<()> {
        let page = format!("# What came out otherwise\n{}", self.text);
        output::write(path, page)
    }
}

/// Words of a register in a page of Markdown: on one line, and no markup.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for at in text.chars() {
        match at {
            '<' => plain.push_str("&lt;"),
            '&' => plain.push_str("&amp;"),
            '`' | '*' | '_' | '[' | ']' | '#' | '|' => plain.extend(['\\', at]),
            at if at.is_control() => plain.push(' '),
            at => plain.push(at),
        }
    }
    plain
}

/// How far two readings agree: by record and area, with Cohen's kappa on "touches the area".
pub fn agreement(args: &EvalAgreement) -> Result<Exit> {
    let (first, second) = (labels(&args.first)?, labels(&args.second)?);
    let both: Vec<(&Label, &Label)> =
        second.iter().filter_map(|(id, label)| Some((first.get(id)?, label))).collect();
    if both.is_empty() {
        bail!("the two readings have no record in common");
    }
    let touched = |label: &Label| -> BTreeSet<String> {
        let points = label.points.union(&label.possible).filter(|at| !at.starts_with("art50"));
        points.map(|at| area(at)).collect()
    };
    let mut names: BTreeSet<String> = BTreeSet::new();
    for (a, b) in &both {
        names.extend(touched(a));
        names.extend(touched(b));
    }
    let same = both.iter().filter(|(a, b)| touched(a) == touched(b)).count();
    let twice = counted(both.len(), "record");
    say!("{twice} read twice; the same areas in {}", share(same, both.len()));
    for name in &names {
        let yes = |label: &Label| touched(label).contains(name);
        let pairs: Vec<(bool, bool)> = both.iter().map(|(a, b)| (yes(a), yes(b))).collect();
        let count = |is: &dyn Fn(&(bool, bool)) -> bool| pairs.iter().filter(|at| is(at)).count();
        let n = pairs.len() as f64;
        let agree = count(&|(a, b)| a == b) as f64 / n;
        let (a, b) = (count(&|(a, _)| *a) as f64 / n, count(&|(_, b)| *b) as f64 / n);
        let chance = a * b + (1.0 - a) * (1.0 - b);
        let kappa = if chance < 1.0 { (agree - chance) / (1.0 - chance) } else { 1.0 };
        say!(
            "{name:10} both {}, first only {}, second only {}; kappa {kappa:.2}",
            count(&|(a, b)| *a && *b),
            count(&|(a, b)| *a && !*b),
            count(&|(a, b)| !*a && *b)
        );
    }
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Label, share};

    #[test]
    fn what_one_of_two_readings_says_may_be() {
        let set = |of: &[&str]| of.iter().map(|at| (*at).to_owned()).collect::<BTreeSet<String>>();
        let label = |points: &[&str], possible: &[&str]| Label {
            source: String::new(),
            points: set(points),
            possible: set(possible),
        };
        let agreed = label(&["a", "b"], &["c"]).agreed(label(&["a", "c", "d"], &["e"]));
        assert_eq!(agreed.points, set(&["a"]));
        assert_eq!(agreed.possible, set(&["b", "c", "d", "e"]));
    }

    #[test]
    fn intervals_stay_between_none_and_all() {
        assert_eq!(share(0, 5), "0 % (0 of 5; 0–43 %)");
        assert_eq!(share(5, 5), "100 % (5 of 5; 57–100 %)");
        assert_eq!(share(0, 0), "– (0 of 0)");
    }
}
