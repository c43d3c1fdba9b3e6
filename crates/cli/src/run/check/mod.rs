//! `actlas check`: the gate for CI.

mod accept;
mod config;
mod github;
mod json;
mod junit;
mod sarif;
mod text;
mod typed;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use actlas_assess::check::{Breach, CONFIG_BY_NUMBER, Judged, Level, Policy, Rule};
use actlas_assess::{Assessor, Receipt};
use actlas_facts::{Date, Finding, Place, day_text};
use actlas_intake::is_numbered;
use anyhow::{Result, bail};

use self::config::{Assumes, Config, ReadsProse};
use super::counted;
use crate::args::check::{Check as Args, CheckFormat, Write};
use crate::args::{AssumeArg, JudgeArgs, ScreenArgs};
use crate::findings::{Exit, Findings};
use crate::output::{CannotWrite, Output};
use crate::pack;
use crate::pipeline::{Source, Wanted};

/// What a check found.
pub struct Report {
    pub config: String,
    pub title: String,
    pub on: Date,
    pub known: Date,
    /// Records judged, and those that are retired and were not.
    pub systems: u64,
    pub retired: u64,
    /// Inputs that yielded no record.
    pub empty: u64,
    pub policy: Policy,
    pub breaches: Vec<Breach>,
    pub receipt: Receipt,
    pub notice: String,
}

impl Report {
    /// Breaches that make the check fail, those that are only said, and those that are accepted.
    pub fn counts(&self) -> (usize, usize, usize) {
        let accepted = self.breaches.iter().filter(|at| at.accepted.is_some()).count();
        let fails = self.breaches.iter().filter(|at| at.fails()).count();
        (fails, self.breaches.len() - accepted - fails, accepted)
    }

    /// How many systems were judged, in words.
    pub fn systems_words(&self) -> String {
        counted(self.systems, "system")
    }

    /// Why a check that nothing fails may still end with the code of an input without a record; nothing
    /// if every input yielded one.
    pub fn empty_words(&self) -> String {
        match self.empty {
            0 => String::new(),
            1 => "1 input yielded no record\n".to_owned(),
            many => format!("{many} inputs yielded no record\n"),
        }
    }

    /// Whether a rule is looked at.
    pub fn rules(&self) -> impl Iterator<Item = (Rule, Level)> {
        let levels = Rule::ALL.into_iter().map(|rule| (rule, self.policy.level(rule)));
        levels.filter(|(_, level)| *level != Level::Off)
    }

    fn print(&self, format: CheckFormat) -> Result<String> {
        Ok(match format {
            CheckFormat::Text => text::text(self),
            CheckFormat::Json => json::json(self)?,
            CheckFormat::Sarif => sarif::sarif(self)?,
            CheckFormat::Junit => junit::junit(self),
            CheckFormat::Github => github::github(self),
            CheckFormat::Accept => accept::accept(self),
        })
    }
}

pub fn run(args: &Args) -> Result<Exit> {
    let (law, _) = pack::load(&args.view.pack)?;
    crate::output::apart(args.write.iter().map(|write| write.path.as_path()))?;
    let path = &config_of(args);
    let (config, wrong) = config::read(path, &law);
    if !wrong.is_empty() {
        let mut findings = Findings::default();
        wrong.iter().for_each(|finding| findings.tell(finding));
        findings.finish();
        bail!("`{}` is not used until that is right", path.display());
    }
    let judge = JudgeArgs {
        view: args.view.clone(),
        reading: config.readings.clone(),
        assume: match config.assumes {
            Assumes::InScope => AssumeArg::InScope,
            Assumes::Nothing => AssumeArg::None,
        },
    };
    let (lowered, mut settings) = pack::lower(&law, &judge)?;
    let screen =
        ScreenArgs { no_screen: config.reads_prose == ReadsProse::No, ..ScreenArgs::default() };
    let lexicon = pack::lexicon(&screen, &law.vocabulary)?;
    settings.lexicon = lexicon.as_ref().map(|at| at.hash.clone());
    let view = lowered.view();
    let mut assessor = Assessor::new(&lowered, settings);
    let wanted = Wanted {
        paths: &config.inputs,
        mapping: config.mapping.as_ref(),
        sheet: config.sheet.as_ref(),
        answers: &config.answers,
        attest: config.attest.as_ref(),
        lexicon: lexicon.as_ref(),
        // A gate must say the same every time, whoever is asked.
        llm: None,
    };
    let written = || args.write.iter().map(|write| write.path.as_path());
    wanted.spare(written())?;
    crate::output::spare(written(), [path.as_path()])?;
    let source = Source::with(&law.vocabulary, &wanted, Findings::keeping())?;
    let typed = typed::typed(&config, &args.view);
    let (mut seen, mut receipts) = (Seen::default(), assessor.receipts());
    let mut breaches = Vec::new();
    let read = source.each(|record| {
        let assessed = assessor.assess(&record);
        let duties = assessor.duties(&record, &assessed);
        seen.add(&record, config.owners.contains_key(&record.id), &config.policy);
        let owner = config.owners.get(&record.id).map(|(owner, _)| owner.as_str());
        let outcome = &assessed.outcome;
        receipts.add(&outcome.receipt);
        let judged = Judged { record: &record, outcome, duties: &duties, owner, typed: &typed };
        breaches.extend(config.policy.judge(&judged, view.on()));
        Ok(())
    })?;
    let told: Vec<_> = read.findings.iter().map(|finding| seen.placed(finding)).collect();
    breaches.extend(config.policy.judge_findings(&told, view.on()));
    breaches.extend(config.policy.judge_findings(&seen.by_number(&config), view.on()));
    breaches.extend(config.policy.judge_absent(seen.absent(&config), view.on()));
    let is_there = |id: &str| seen.named.contains(id);
    breaches.extend(config.policy.judge_accepts(&breaches, &is_there, view.on()));
    breaches.sort_by(|a, b| (&a.place.path, a.place.line).cmp(&(&b.place.path, b.place.line)));
    let report = Report {
        config: path.display().to_string(),
        title: config.title.clone(),
        on: view.on(),
        known: view.known(),
        systems: read.records - seen.retired,
        retired: seen.retired,
        empty: read.empty,
        policy: config.policy,
        breaches,
        receipt: receipts.receipt(),
        notice: law.notice.clone(),
    };
    for Write { format, path } in &args.write {
        let mut out = Output::create(path)?;
        out.write_all(report.print(*format)?.as_bytes())?;
        out.keep_of(read.records)?;
    }
    let (fails, ..) = report.counts();
    let exit = match (read.records, fails, read.empty) {
        (0, ..) => Exit::NoRecord,
        (_, 1.., _) => Exit::Breach,
        (_, 0, 1..) => Exit::NoRecord,
        (_, 0, 0) => Exit::Done,
    };
    let text = report.print(args.format)?;
    let mut out = io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // A gate stays shut when whoever reads it has seen enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(CannotWrite::stdout(error).into())
        }
        _ => Ok(exit),
    }
}

/// The configuration: the file, or the one of that name in a folder.
fn config_of(args: &Args) -> PathBuf {
    if args.config.is_dir() { args.config.join("actlas.toml") } else { args.config.clone() }
}

/// What was seen of the input.
#[derive(Default)]
struct Seen {
    retired: u64,
    named: BTreeSet<String>,
    /// Those of them that are numbers of records.
    numbered: BTreeSet<String>,
    /// The line of each record, by file and number.
    lines: BTreeMap<String, BTreeMap<u64, u64>>,
}

impl Seen {
    fn add(&mut self, record: &actlas_facts::Record, owned: bool, policy: &Policy) {
        self.retired += u64::from(record.stage == actlas_facts::Stage::Retired);
        if owned || policy.accepts.iter().any(|accept| accept.id == record.id) {
            self.named.insert(record.id.clone());
            if is_numbered(&record.id, &record.path, record.number) {
                self.numbered.insert(record.id.clone());
            }
        }
        if let Some(line) = record.line {
            if !self.lines.contains_key(&record.path) {
                self.lines.insert(record.path.clone(), BTreeMap::new());
            }
            if let Some(lines) = self.lines.get_mut(&record.path) {
                lines.insert(record.number, line);
            }
        }
    }

    /// A finding about a record, with the record's line.
    fn placed(&self, finding: &actlas_facts::Finding) -> actlas_facts::Finding {
        let mut finding = finding.clone();
        if finding.place.line.is_none() {
            let number = finding.place.record;
            let lines = self.lines.get(&finding.place.path);
            finding.place.line =
                lines.zip(number).and_then(|(at, number)| at.get(&number).copied());
        }
        finding
    }

    /// Names in the configuration that no record has.
    fn absent(&self, config: &Config) -> Vec<(Place, String)> {
        names(config).filter(|(_, id)| !self.named.contains(id)).collect()
    }

    /// Names in the configuration that are numbers, and another record's when one is inserted.
    fn by_number(&self, config: &Config) -> Vec<Finding> {
        let numbers = names(config).filter(|(_, id)| self.numbered.contains(id));
        let told = numbers.map(|(place, id)| {
            let says = format!("`{id}` is the number of a record in its file");
            let place = Place { id: Some(id), ..place };
            Finding::new(CONFIG_BY_NUMBER, place, says).hint(
                "it was used; give the records ids, since numbers move when records are inserted",
            )
        });
        told.collect()
    }
}

/// The records that the configuration names, and where.
fn names(config: &Config) -> impl Iterator<Item = (Place, String)> {
    let owners = config.owners.iter().map(|(id, (_, place))| (place.clone(), id.clone()));
    let of_record = |accept: &&actlas_assess::check::Accept| !accept.id.is_empty();
    let accepts = config.policy.accepts.iter().filter(of_record);
    owners.chain(accepts.map(|accept| (accept.place.clone(), accept.id.clone())))
}

/// The address of a file in a report: as it was named, with `/` between folders.
pub fn address(path: &str) -> String {
    let path = path.replace('\\', "/").replace("/./", "/");
    path.strip_prefix("./").unwrap_or(&path).to_owned()
}

/// The file and line of a breach; what has no place of its own stands in the configuration.
pub fn file_and_line<'r>(breach: &'r Breach, report: &'r Report) -> (&'r str, u64) {
    match breach.place.path.as_str() {
        "" => (&report.config, 1),
        path => (path, breach.place.line.unwrap_or(1)),
    }
}

/// What happened and what to do, in one sentence.
pub fn sentence(breach: &Breach) -> String {
    let mut says = match &breach.place.id {
        Some(id) => format!("{id}: {}", breach.fact),
        None => breach.fact.clone(),
    };
    if !breach.hint.is_empty() {
        says += &format!("; {}", breach.hint);
    }
    if let Some(accept) = &breach.accepted {
        let until = day_text(accept.until);
        says += &format!(" (accepted by {} until {until}: {})", accept.by, accept.why);
    }
    if let Some(uncovered) = &breach.uncovered {
        says += &format!(" ({})", uncovered.words(&breach.of));
    }
    says
}

/// A format and a file, as typed: `sarif=actlas.sarif`.
pub fn parse_write(text: &str) -> Result<Write, String> {
    use clap::ValueEnum as _;
    let Some((format, path)) = text.split_once('=').filter(|(_, path)| !matches!(*path, "" | "-"))
    else {
        return Err("write it as FORMAT=FILE, such as sarif=actlas.sarif".to_owned());
    };
    let format = CheckFormat::from_str(format, false).map_err(|_| {
        format!("no format `{format}`; there are text, json, sarif, junit, github, accept")
    })?;
    Ok(Write { format, path: PathBuf::from(Path::new(path)) })
}
