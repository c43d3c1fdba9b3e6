use std::collections::BTreeMap;

use actlas_facts::{Finding, Severity};
use actlas_law::mutate::{self, DutyFate, Fate, Killed, Unlisted};
use actlas_law::scenario::{self, Expectation, Scenario, Source, commission};
use actlas_law::{Pack, PackFiles, RuleIx, lint};
use anyhow::Result;

use super::counted;
use crate::args::{Lint, Mutate, Test};
use crate::findings::{Exit, Findings};
use crate::progress::Progress;
use crate::{pack, style};

pub fn lint(args: &Lint) -> Result<Exit> {
    let files = pack::files(&args.pack)?;
    let (law, mut found) = Pack::load(&files);
    found.extend(lint::check(&law));
    let count = |severity: Severity| found.iter().filter(|at| at.severity == severity).count();
    let (errors, warnings, notes) =
        (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let shown = |finding: &&Finding| args.notes || finding.severity > Severity::Note;
    found.iter().filter(shown).for_each(|finding| say!("{finding}"));
    if !args.notes {
        folded(&found).iter().for_each(|line| say!("{line}"));
    }
    let unreviewed = law
        .files
        .iter()
        .filter(|file| !file.reviewed.iter().any(|review| review.of == file.hash))
        .count();
    say!(
        "{}, {}, {}",
        counted(errors, "error"),
        counted(warnings, "warning"),
        counted(notes, "note")
    );
    say!(
        "{} in {}, {} unreviewed",
        counted(law.rules.len(), "rule"),
        counted(law.files.len(), "file"),
        counted(unreviewed, "file")
    );
    Ok(if errors + warnings > 0 { Exit::Breach } else { Exit::Done })
}

/// One line for all notes of a kind.
fn folded(found: &[Finding]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for note in found.iter().filter(|at| at.severity == Severity::Note) {
        *counts.entry(note.code.0).or_default() += 1;
    }
    let title =
        |code: &str| lint::CODES.iter().find(|at| at.code.0 == code).map_or("", |at| at.title);
    let line = |(code, count): (&str, usize)| {
        format!("note[{code}]: {count} times: {}; `--notes` lists them", title(code))
    };
    counts.into_iter().map(line).collect()
}

pub fn test(args: &Test) -> Result<Exit> {
    let (law, files) = pack::load(&args.pack)?;
    let (scenarios, found) = scenario::load(&law, &files);
    let examples = commission::load(&law, &files);
    let mut findings = Findings::default();
    found.iter().chain(&examples.findings).for_each(|finding| findings.tell(finding));
    findings.finish();

    let mut failed = findings.errors();
    let expectations: usize = scenarios.iter().map(|scenario| scenario.expect.len()).sum();
    for (scenario, failure) in scenario::failures(&law, &scenarios)? {
        failed += 1;
        let path = law.paths.get(scenario.at.file).map_or("", String::as_str);
        let expected = failure.expectation.words(&law);
        say!("{path} {}: expected {expected}, found {}", scenario.id, failure.found);
    }
    say!(
        "{}, {}, {failed} failed",
        counted(scenarios.len(), "scenario"),
        counted(expectations, "expectation")
    );

    let score = commission::score(&law, &examples)?;
    let share = |(all, met): (usize, usize)| {
        format!("{met} of {all} ({:.1} %)", met as f64 * 100.0 / all.max(1) as f64)
    };
    say!("examples of the Commission: {}", examples.list.len());
    say!("  points that should be true and are: {}", share(score.points));
    say!("  points that should be false and are: {}", share(score.excluded));
    say!("  points that should be false and are true: {}", score.excluded_true);
    say!("  classes as expected: {}", share(score.classes));
    let mut unlisted = 0;
    for miss in &score.misses {
        let reason = examples.reasons.get(&format!("{} {}", miss.id, miss.what));
        unlisted += usize::from(reason.is_none());
        if args.misses || reason.is_none() {
            let why = reason.map_or("not listed in disagreements.yaml", String::as_str);
            say!(
                "  {} {}: expected {}, found {}. {why}",
                miss.id,
                miss.what,
                miss.expected,
                miss.found
            );
        }
    }
    if args.questions {
        super::ask::measure(&law, &examples)?;
    }
    Ok(if failed + unlisted > 0 { Exit::Breach } else { Exit::Done })
}

/// All scenarios, the Commission's examples with their points as expectations.
fn all(law: &Pack, files: &PackFiles) -> Vec<Scenario> {
    let (mut scenarios, _) = scenario::load(law, files);
    for example in commission::load(law, files).list {
        let mut scenario = example.scenario;
        let of = |rules: &[RuleIx], truth: actlas_facts::Truth| -> Vec<Expectation> {
            rules.iter().map(|rule| Expectation::Rule(*rule, truth)).collect()
        };
        scenario.expect.extend(of(&example.points, actlas_facts::Truth::True));
        scenario.expect.extend(of(&example.excluded, actlas_facts::Truth::False));
        scenarios.push(scenario);
    }
    scenarios
}

pub fn mutate(args: &Mutate) -> Result<Exit> {
    let (law, files) = pack::load(&args.pack)?;
    let scenarios = all(&law, &files);
    let (listed, found) = mutate::load_survivors(&files);
    let mut findings = Findings::default();
    found.iter().for_each(|finding| findings.tell(finding));
    findings.finish();
    let mut progress = Progress::new("mutants");
    let fates = mutate::run(&law, &scenarios, &mut |done| progress.tell(done as u64));
    drop(progress);
    let mut progress = Progress::new("mutants of duties");
    let duties = mutate::run_duties(&law, &scenarios, &mut |done| progress.tell(done as u64));
    drop(progress);
    let outside = scenarios.iter().filter(|at| at.source != Source::Golden).count();
    let mut by_change: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut by_file: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for fate in &fates {
        let killed = usize::from(fate.killed_by.is_some());
        let file = law.rule(fate.mutant.rule).and_then(|rule| law.paths.get(rule.at.file));
        for entry in [
            by_change.entry(fate.mutant.change.words()).or_default(),
            by_file.entry(file.map_or("", String::as_str)).or_default(),
        ] {
            entry.0 += 1;
            entry.1 += killed;
        }
    }
    let mut by_part: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for fate in &duties {
        let entry = by_part.entry(fate.mutant.change.words()).or_default();
        entry.0 += 1;
        entry.1 += usize::from(fate.killed_by.is_some());
    }
    let every: Vec<Killed> =
        fates.iter().map(Fate::killed).chain(duties.iter().map(DutyFate::killed)).collect();
    let killed = every.iter().filter(|fate| fate.by.is_some()).count();
    let share = |killed: usize, all: usize| {
        format!("{killed} of {all} killed ({:.1} %)", killed as f64 * 100.0 / all.max(1) as f64)
    };
    for (name, (all, killed)) in by_file.iter().chain(&by_change).chain(&by_part) {
        say!("{name:24} {}", share(*killed, *all));
    }
    let can_die = every.len() - listed.len().min(every.len());
    say!("{}", style::strong(&format!("all mutants: {}", share(killed, every.len()))));
    say!(
        "without the {} listed in scenarios/survivors.yaml: {}",
        listed.len(),
        share(killed.min(can_die), can_die)
    );
    say!("scenarios with an outside source: {outside}");
    if args.survivors {
        for fate in fates.iter().filter(|fate| fate.killed_by.is_none()) {
            say!("survives: {}", survivor(&law, fate));
            if let Some(known) = listed.iter().find(|at| at.mutant == fate.mutant.id) {
                say!("  {}", style::soft(&known.why));
            }
        }
        for fate in duties.iter().filter(|fate| fate.killed_by.is_none()) {
            say!("survives: {} ({})", fate.mutant.id, fate.mutant.change.words());
            if let Some(known) = listed.iter().find(|at| at.mutant == fate.mutant.id) {
                say!("  {}", style::soft(&known.why));
            }
        }
    }
    let unlisted = mutate::compare(&every, &listed);
    for at in &unlisted {
        match at {
            Unlisted::Survives(id) => say!("not listed, but survives: {id}"),
            Unlisted::Killed(id, by) => say!("listed, but killed by {by}: {id}"),
            Unlisted::Unknown(id) => say!("listed, but no such mutant: {id}"),
        }
    }
    Ok(if unlisted.is_empty() { Exit::Done } else { Exit::Breach })
}

/// `art50.2:drop:U-04 (exception dropped, rules/art-050.yaml:66)`.
fn survivor(law: &Pack, fate: &Fate) -> String {
    let mutant = &fate.mutant;
    let rule = law.rule(mutant.rule);
    let path = rule.and_then(|rule| law.paths.get(rule.at.file)).map_or("", String::as_str);
    format!("{} ({}, {path}:{})", mutant.id, mutant.change.words(), mutant.line)
}
