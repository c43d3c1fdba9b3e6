//! How well news is read, by what a careful reader takes from articles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use actlas_pact::{InstrumentIx, News, NewsReader, Pacts, Position};
use anyhow::{Context, Result, bail};

use super::eval::share;
use super::pact::{files, read};
use crate::args::pact::EvalNews;
use crate::findings::Exit;
use crate::pack;

/// Organisation (as listed, else as written), instrument and position.
type Triple = (String, InstrumentIx, Position);

/// What is expected of one article.
#[derive(Default)]
struct Expected {
    /// Each with the positions that meet it.
    rows: Vec<(String, InstrumentIx, &'static [Position])>,
}

#[derive(Default)]
struct Tally {
    articles: usize,
    right: usize,
    wrong: usize,
    missed: usize,
    listed: usize,
    listed_right: usize,
}

pub fn run(args: &EvalNews) -> Result<Exit> {
    let (law, _) = pack::load(&args.pack)?;
    let pacts = files::load(&args.pacts)?;
    let reader = read::reader(&args.pacts, &pacts, &law)?;
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let (mut quotes, mut outside, mut summaries) = (0_usize, 0_usize, 0_usize);
    for folder in &args.folders {
        let expected = expected(folder, &pacts, &reader)?;
        for (file, expected) in &expected {
            if args.without.as_ref().is_some_and(|name| file.starts_with(&format!("{name}/"))) {
                continue;
            }
            let news = reader.read(file, &read::bytes(&folder.join(file))?);
            let found = found(&pacts, &news);
            for article in &news.articles {
                quotes += article.claims.len();
                summaries += article.summary.len();
                let ranges = article.claims.iter().map(|at| &at.quote).chain(&article.summary);
                outside += ranges.filter(|at| news.quote(at).is_empty()).count();
            }
            let group = match file.split_once('/') {
                Some((group, _)) => group.to_owned(),
                None => folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            };
            let language = news.articles.first().and_then(|at| at.language).unwrap_or("unknown");
            let all = group.strip_suffix("-short").unwrap_or(&group);
            for name in [group.clone(), format!("{group} {language}"), format!("{all}*")] {
                let tally = tallies.entry(name).or_default();
                tally.add(&pacts, expected, &found);
            }
            if args.errors {
                errors(&pacts, file, expected, &found);
            }
        }
    }
    for (group, tally) in &tallies {
        say!(
            "{group:<15} {:>3} articles  precision {}  recall {}",
            tally.articles,
            share(tally.right, tally.right + tally.wrong),
            share(tally.right, tally.right + tally.missed),
        );
        if !group.contains(' ') {
            say!(
                "{:<15}     listed organisations alone: recall {}",
                "",
                share(tally.listed_right, tally.listed)
            );
        }
    }
    for folder in &args.folders {
        polar(folder, &reader, args.errors)?;
    }
    say!("{quotes} quotes and {summaries} sentences of summaries, {outside} not in their text");
    Ok(Exit::Done)
}

/// How sentences with small words that turn what they say are read, if the folder holds some.
fn polar(folder: &Path, reader: &NewsReader, errors: bool) -> Result<()> {
    let path = folder.join("polar/sentences.csv");
    if !path.exists() {
        return Ok(());
    }
    let cannot = || format!("cannot read `{}`", path.display());
    let table = fs::read_to_string(&path).with_context(cannot)?;
    // Of each part: how many there are, how many are right, how many are a wrong `signed`.
    let mut parts: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    for read in reader.polar(&table).with_context(cannot)? {
        let (of, right) = (&read.of, read.is_right());
        if errors && !right {
            let got: Vec<&str> = read.got.iter().map(|at| at.as_str()).collect();
            let wanted = of.position.map_or("none", Position::as_str);
            let (part, language, name) = (&of.part, &of.language, &of.organisation);
            say!(
                "polar {part} {language}: {name} {}, not {wanted}: {}",
                got.join("+"),
                of.sentence
            );
        }
        let tally = parts.entry(of.part.clone()).or_default();
        let signed = read.is_wrongly_signed();
        *tally = (tally.0 + 1, tally.1 + usize::from(right), tally.2 + usize::from(signed));
    }
    for (part, (all, right, signed)) in parts {
        say!(
            "polar {part:<9} {all:>3} sentences  right {}  wrongly signed {}",
            share(right, all),
            share(signed, all)
        );
    }
    Ok(())
}

impl Tally {
    fn add(&mut self, pacts: &Pacts, expected: &Expected, found: &BTreeSet<Triple>) {
        self.articles += 1;
        for row in &expected.rows {
            let met = found.iter().any(|at| meets(row, at));
            self.right += usize::from(met);
            self.missed += usize::from(!met);
            if pacts.names.resolve(&row.0, None).is_ok() {
                self.listed += 1;
                self.listed_right += usize::from(met);
            }
        }
        let wrong = found.iter().filter(|at| !expected.rows.iter().any(|row| meets(row, at)));
        self.wrong += wrong.count();
    }
}

fn meets(row: &(String, InstrumentIx, &[Position]), at: &Triple) -> bool {
    row.0 == at.0 && row.1 == at.1 && row.2.contains(&at.2)
}

fn errors(pacts: &Pacts, file: &str, expected: &Expected, found: &BTreeSet<Triple>) {
    let id = |at: InstrumentIx| pacts.instrument(at).map_or("", |at| at.id.as_str());
    for row in expected.rows.iter().filter(|row| !found.iter().any(|at| meets(row, at))) {
        let position = row.2.first().map_or("", |at| at.as_str());
        say!("missed {file}: {} {} {position}", row.0, id(row.1));
    }
    for at in found.iter().filter(|at| !expected.rows.iter().any(|row| meets(row, at))) {
        say!("wrong  {file}: {} {} {}", at.0, id(at.1), at.2.as_str());
    }
}

fn found(pacts: &Pacts, news: &News) -> BTreeSet<Triple> {
    let claims = news.articles.iter().flat_map(|at| &at.claims);
    claims
        .map(|claim| {
            let name = match claim.organisation {
                Some(at) => pacts.name(at).to_owned(),
                None => claim.named_as.clone(),
            };
            (name, claim.instrument, claim.position)
        })
        .collect()
}

/// Reads `expected.csv`: either `file, organisation, instrument, position`, or a table whose articles are
/// `text_id` and whose positions are coarser: an announcement counts as signed, absence as undecided.
fn expected(
    folder: &Path,
    pacts: &Pacts,
    reader: &NewsReader,
) -> Result<BTreeMap<String, Expected>> {
    let path = folder.join("expected.csv");
    let cannot = || format!("cannot read `{}`", path.display());
    let mut table = csv::Reader::from_path(&path).with_context(cannot)?;
    let header = table.headers().with_context(cannot)?.clone();
    let column = |name: &str| header.iter().position(|at| at == name);
    let need = |name: &str| {
        column(name).with_context(|| format!("`{}` has no column `{name}`", path.display()))
    };
    let (organisation, instrument, position) =
        (need("organisation")?, need("instrument")?, need("position")?);
    let (file, coarse) = match (column("file"), column("text_id")) {
        (Some(file), _) => (file, false),
        (None, Some(text)) => (text, true),
        (None, None) => bail!("`{}` has no column `file` or `text_id`", path.display()),
    };
    let mut expected: BTreeMap<String, Expected> = BTreeMap::new();
    for row in table.records() {
        let row = row.with_context(cannot)?;
        let cell = |at: usize| row.get(at).unwrap_or_default().trim();
        let towards = pacts
            .find_instrument(cell(instrument))
            .or_else(|| reader.instrument_named(cell(instrument)))
            .with_context(|| format!("no instrument `{}`", cell(instrument)))?;
        let id = pacts.instrument(towards).map(|at| at.id.as_str());
        let name = match pacts.names.resolve(cell(organisation), id) {
            Ok(at) => pacts.name(at).to_owned(),
            Err(_) => cell(organisation).to_owned(),
        };
        let said = Position::parse(cell(position))
            .with_context(|| format!("no position `{}`", cell(position)))?;
        let met: &[Position] = match (coarse, said) {
            (true, Position::Signed) => &[Position::Signed, Position::Announced],
            (true, Position::Undecided) => &[Position::Undecided, Position::Absent],
            (_, Position::Signed) => &[Position::Signed],
            (_, Position::Partial) => &[Position::Partial],
            (_, Position::Announced) => &[Position::Announced],
            (_, Position::Undecided) => &[Position::Undecided],
            (_, Position::Declined) => &[Position::Declined],
            (_, Position::Left) => &[Position::Left],
            (_, Position::Absent) => &[Position::Absent],
        };
        let file = if coarse { format!("{}.txt", cell(file)) } else { cell(file).to_owned() };
        expected.entry(file).or_default().rows.push((name, towards, met));
    }
    Ok(expected)
}
