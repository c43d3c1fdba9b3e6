//! From the inputs of a command to records, one by one.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::slice::from_ref;
use std::sync::{Mutex, PoisonError};

use actlas_facts::{Entity, Finding, Place, Record, Severity, Statement, Vocabulary, day_text};
use actlas_intake::{
    Answers, Attesting, BASE_MISSING, Event, Ids, Input, Mapped, Mapping, Options, References,
    attest, list, mentions, read, read_answers, same_files,
};
use actlas_screen::{Lexicon, Proposal, Screener};
use anyhow::{Context, Result, bail};

use crate::args::InputArgs;
use crate::args::llm::LlmArgs;
use crate::evidence::look_at_files;
use crate::findings::{Exit, Findings};
use crate::json_words;
use crate::llm::ModelScreener;
use crate::output;
use crate::pack::today;
use crate::progress::Progress;
use crate::style;

/// What was read.
#[derive(Default)]
pub struct Read {
    pub records: u64,
    pub unreadable: u64,
    /// Inputs, as they were typed, that yielded no record, and files of folders that could not be read.
    pub empty: u64,
    /// Files without a record in folders that yielded some.
    pub silent: u64,
    pub mapped: Vec<Mapped>,
    pub names: Vec<String>,
    /// The files of which something could not be read.
    pub torn: Vec<String>,
    /// What was found, if it was kept and not printed.
    pub findings: Vec<Finding>,
}

impl Read {
    pub fn exit(&self, strict: Strictness) -> Exit {
        let lacks = strict == Strictness::Strict && self.unreadable + self.silent > 0;
        let exit = if self.empty > 0 || lacks { Exit::NoRecord } else { Exit::Done };
        // Warnings say why, and with `--quiet` nobody has read them.
        if exit != Exit::Done && style::is_quiet() && !style::has_told() {
            tell!(
                "{} {}; run it without `--quiet` to see which",
                style::error("error:"),
                self.lack()
            );
        }
        exit
    }

    /// What is lacking, counted.
    fn lack(&self) -> String {
        let parts = [
            (self.empty, "input that yielded no record", "inputs that yielded no record"),
            (self.silent, "file of a folder without a record", "files of folders without a record"),
            (self.unreadable, "record that cannot be read", "records that cannot be read"),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
            .collect();
        parts.join(", ")
    }
}

/// The input holds no record to speak of. Ends a run with exit code 3.
#[derive(Debug)]
pub struct NothingRead;

impl fmt::Display for NothingRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the input holds no record")
    }
}

impl std::error::Error for NothingRead {}

/// Whether an unreadable record or a file without any ends a run with another exit code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    Strict,
    Lenient,
}

impl InputArgs {
    pub fn strictness(&self) -> Strictness {
        if self.strict { Strictness::Strict } else { Strictness::Lenient }
    }
}

/// What to read, and how.
#[derive(Clone, Copy)]
pub struct Wanted<'a, 'v> {
    pub paths: &'a [PathBuf],
    pub mapping: Option<&'a PathBuf>,
    /// The sheet of workbooks that is read, if not the first.
    pub sheet: Option<&'a String>,
    pub answers: &'a [PathBuf],
    pub attest: Option<&'a String>,
    /// Reads facts from prose, if it is to be read.
    pub lexicon: Option<&'v Lexicon>,
    /// A language model that reads it too; only where there is a lexicon, which says what to ask.
    pub llm: Option<&'a LlmArgs>,
}

impl<'a> Wanted<'a, '_> {
    /// Refuses outputs that would be written over what is read. Called before anything is opened.
    pub fn spare(&self, written: impl IntoIterator<Item = &'a Path>) -> Result<()> {
        let read = self.paths.iter().chain(self.mapping).chain(self.answers);
        output::spare(written, read.map(PathBuf::as_path))
    }
}

impl InputArgs {
    pub fn wanted<'a, 'v>(&'a self, lexicon: Option<&'v Lexicon>) -> Wanted<'a, 'v> {
        Wanted {
            paths: &self.inputs,
            mapping: self.mapping.as_ref(),
            sheet: self.sheet.as_ref(),
            answers: &self.answers,
            attest: self.attest.as_ref(),
            lexicon,
            llm: Some(&self.screen.llm),
        }
    }
}

/// What comes of inputs, in their order.
pub enum Came {
    /// A record, and what a language model proposes of it.
    Record(Box<Record>, Vec<Proposal>),
    Finding(Finding),
}

/// Records on their way.
pub struct Source<'v> {
    pub reader: Reader<'v>,
    pub completing: Completing<'v>,
    findings: Findings,
}

/// Reads records and gives them what depends on those before.
pub struct Reader<'v> {
    vocabulary: &'v Vocabulary,
    options: Options<'v>,
    /// By what was typed: a file, or all files of a folder.
    inputs: Vec<Vec<Input>>,
    attesting: Option<Attesting>,
    model: Option<ModelScreener<'v>>,
    /// The one record that is wanted, if it is one.
    only: Option<String>,
    ids: Ids,
    references: References,
}

/// Gives a record what does not depend on others, on any thread.
pub struct Completing<'v> {
    vocabulary: &'v Vocabulary,
    lexicon: Option<&'v Lexicon>,
    answers: Option<Mutex<Answers>>,
    bases: BTreeMap<String, Vec<Statement>>,
}

impl<'v> Source<'v> {
    pub fn new(vocabulary: &'v Vocabulary, wanted: &Wanted<'_, 'v>) -> Result<Source<'v>> {
        Source::with(vocabulary, wanted, Findings::default())
    }

    /// The same, with a place for the findings.
    pub fn with(
        vocabulary: &'v Vocabulary,
        wanted: &Wanted<'_, 'v>,
        mut findings: Findings,
    ) -> Result<Source<'v>> {
        let mapping = match wanted.mapping {
            Some(path) => {
                let text = fs::read_to_string(path)
                    .with_context(|| format!("cannot read the mapping `{}`", path.display()))?;
                Mapping::read(&text, vocabulary)
                    .with_context(|| format!("cannot use the mapping `{}`", path.display()))?
            }
            None => Mapping::default(),
        };
        let mut joined = Answers::read_on(today());
        for path in wanted.answers {
            if path.is_dir() {
                bail!("`{}` is a folder; `--answers` takes files", path.display());
            }
            let (mut lines, wrong) = read_answers(path)?;
            wrong.iter().for_each(|finding| findings.tell(finding));
            // One bad line is passed over; a file of nothing else is not what was meant to be given.
            let fault = wrong.iter().find(|at| at.severity == Severity::Error);
            if let Some(fault) = fault.filter(|_| lines.is_empty()) {
                bail!(
                    "`{}` holds no answer that can be read ({}: {}); `--answers` takes *.facts.jsonl or an \
                     answer sheet",
                    path.display(),
                    style::plain(&fault.place.to_string()),
                    style::plain(&json_words::ours(&fault.fact))
                );
            }
            look_at_files(path, &mut lines);
            joined.add(lines);
        }
        let model = match wanted.llm.zip(wanted.lexicon) {
            Some((args, lexicon)) => ModelScreener::new(args, vocabulary, lexicon)?,
            None => None,
        };
        let typed = wanted.paths.iter().map(|path| list(from_ref(path)));
        let typed = typed.collect::<Result<Vec<_>, _>>()?;
        let all: Vec<Input> = typed.iter().flat_map(|at| at.inputs.iter().cloned()).collect();
        let passed_over = typed.iter().flat_map(|at| &at.passed_over);
        for finding in passed_over.chain(&same_files(&all)) {
            findings.tell(finding);
        }
        // What is an instance of what is known only when all is read, so nothing is read once.
        let kept = |inputs: Vec<Input>| inputs.into_iter().map(Input::kept).collect();
        let inputs: io::Result<Vec<Vec<Input>>> =
            typed.into_iter().map(|at| kept(at.inputs)).collect();
        let inputs = inputs.context("cannot read standard input")?;
        let options = Options { vocabulary, mapping, sheet: wanted.sheet.cloned() };
        let whole: Vec<&Input> = inputs.iter().flatten().filter(|at| at.is_whole()).collect();
        let references = References::of(&whole, &options);
        let reader = Reader {
            vocabulary,
            options,
            ids: Ids::with(references.clone()),
            references,
            inputs,
            attesting: wanted
                .attest
                .map(|name| Attesting { name: name.clone(), at: day_text(today()) }),
            model,
            only: None,
        };
        reader.meet(&mut joined);
        let bases = reader.find_bases(&mut joined);
        let answers = (!wanted.answers.is_empty()).then(|| Mutex::new(joined));
        let completing = Completing { vocabulary, lexicon: wanted.lexicon, answers, bases };
        Ok(Source { reader, completing, findings })
    }

    /// What is read, by name and in order; a record knows the one it stands in.
    pub fn files(&self) -> Vec<String> {
        self.reader.inputs.iter().flatten().map(Input::name).collect()
    }

    /// Wants one record; a language model is not asked about the others.
    pub fn only(mut self, id: &str) -> Source<'v> {
        self.reader.only = Some(id.to_owned());
        self
    }

    /// Hands every record to `on`, in the order of the input. An error of `on` ends the run.
    pub fn each(mut self, mut on: impl FnMut(Record) -> Result<()>) -> Result<Read> {
        let mut findings = self.take_findings();
        let mut progress = Progress::new("records");
        let mut failed: Option<anyhow::Error> = None;
        let mut done = 0;
        let mut screener = self.completing.screener();
        let mut read = self.reader.read(&mut |came| {
            match came {
                Came::Finding(finding) => findings.tell(&finding),
                Came::Record(record, proposed) => {
                    let record = self.completing.complete(*record, proposed, screener.as_mut());
                    record.findings.iter().for_each(|finding| findings.tell(finding));
                    failed = on(record).err();
                    done += 1;
                    progress.tell(done);
                }
            }
            failed.is_none()
        });
        drop(progress);
        if let Some(error) = failed {
            return Err(error);
        }
        read.findings = self.finish(findings);
        Ok(read)
    }

    pub fn take_findings(&mut self) -> Findings {
        std::mem::take(&mut self.findings)
    }

    /// Tells what is known when all is read. What was kept and not printed is handed back.
    pub fn finish(self, mut findings: Findings) -> Vec<Finding> {
        self.reader.ids.numbered().for_each(|finding| findings.tell(&finding));
        if let Some(answers) = self.completing.answers {
            let answers = answers.into_inner().unwrap_or_else(PoisonError::into_inner);
            answers.unmatched().iter().for_each(|finding| findings.tell(finding));
        }
        findings.finish();
        if let Some(model) = &self.reader.model {
            model.finish();
        }
        findings.into_kept()
    }
}

impl<'v> Completing<'v> {
    /// Reads facts from prose, if it is to be read; every thread has its own.
    pub fn screener(&self) -> Option<Screener<'v>> {
        self.lexicon.map(Screener::new)
    }

    /// Gives a record what its words propose, its answers, and what it shares with the record it is an
    /// instance of.
    pub fn complete(
        &self,
        mut record: Record,
        proposed: Vec<Proposal>,
        screener: Option<&mut Screener<'v>>,
    ) -> Record {
        // After attesting, because nobody who attests a file attests what is read into its words; before
        // the answers, because they may reject it.
        if let Some(screener) = screener {
            let mut screened = screener.screen(&record);
            screened.proposals.extend(proposed);
            screened.propose_to(&mut record);
        }
        if let Some(answers) = &self.answers {
            let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
            let found = answers.apply(&mut record, self.vocabulary);
            record.findings.extend(found);
        }
        if let Some(base) = record.instance_of.clone() {
            match self.bases.get(&base) {
                Some(shared) => record.statements.extend(shared.iter().cloned()),
                None => {
                    let place = Place { id: Some(record.id.clone()), ..Place::file(&record.path) };
                    let says = format!("it is an instance of `{base}`, which is not in the input");
                    record.findings.push(Finding::new(BASE_MISSING, place, says));
                }
            }
        }
        record
    }
}

/// What came of a file.
enum Yield {
    Records,
    /// Nothing was in it.
    Nothing,
    /// It could not be read.
    Failure,
}

impl Reader<'_> {
    /// Lets answers meet all records: an id may be that of several, and one that is a number of a row another's.
    fn meet(&self, answers: &mut Answers) {
        if answers.is_empty() {
            return;
        }
        let mut ids = Ids::default();
        for input in self.inputs.iter().flatten().filter(|input| input.is_whole()) {
            read(input, &self.options, &mut |event| {
                if let Event::Record(mut record) = event {
                    // As it is called where it is read again.
                    ids.settle(&mut record);
                    answers.meet(&record);
                }
            });
        }
    }

    /// Records that others are instances of are read first, so that their facts are at hand whatever
    /// the order of the input; only inputs that mention instances at all are read twice.
    fn find_bases(&self, answers: &mut Answers) -> BTreeMap<String, Vec<Statement>> {
        let mut bases = BTreeMap::new();
        let again: Vec<&Input> =
            self.inputs.iter().flatten().filter(|input| input.is_whole()).collect();
        let mentioned = self.options.mapping.names_bases()
            || again.iter().any(|input| mentions(input, "instance of"));
        if !mentioned {
            return bases;
        }
        let mut wanted: HashSet<String> = HashSet::new();
        let mut ids = Ids::with(self.references.clone());
        for input in &again {
            read(input, &self.options, &mut |event| {
                if let Event::Record(mut record) = event {
                    ids.settle(&mut record);
                    wanted.extend(record.instance_of);
                }
            });
        }
        let vocabulary = self.vocabulary;
        let mut ids = Ids::with(self.references.clone());
        for input in &again {
            read(input, &self.options, &mut |event| {
                let Event::Record(mut record) = event else { return };
                // As it is called and attested where it is read again.
                ids.settle(&mut record);
                if !wanted.contains(&record.id) {
                    return;
                }
                if let Some(attesting) = &self.attesting {
                    attest(&mut record, attesting, vocabulary);
                }
                answers.apply(&mut record, vocabulary);
                let of_system = |said: &Statement| {
                    let fact = vocabulary.get(said.fact);
                    fact.is_some_and(|fact| fact.of == Entity::System)
                };
                let shared = record.statements.into_iter().filter(of_system).collect();
                bases.insert(record.id, shared);
            });
        }
        bases
    }

    /// Reads all inputs and hands on what comes, in their order, as long as `on` wants more.
    pub fn read(&mut self, on: &mut dyn FnMut(Came) -> bool) -> Read {
        let mut done = Read::default();
        for typed in self.inputs.clone() {
            let (before, mut silent) = (done.records, 0);
            for input in typed {
                match self.read_one(&input, &mut done, on) {
                    Some(Yield::Records) => {}
                    Some(Yield::Nothing) => silent += 1,
                    Some(Yield::Failure) => done.empty += 1,
                    None => return done,
                }
            }
            // A folder is one input: a file in it that holds nothing is told of and is no failure.
            if done.records == before {
                done.empty += u64::from(silent > 0)
            } else {
                done.silent += silent
            }
        }
        self.tell_idle_sheet(&done);
        done
    }

    /// Says that a sheet was asked for where there is no workbook.
    fn tell_idle_sheet(&self, done: &Read) {
        let Some(name) = &self.options.sheet else { return };
        let is_book = |mapped: &Mapped| mapped.format.starts_with("XLSX");
        // What could not be read is told of, and may have been one.
        if done.empty > 0 || done.mapped.is_empty() || done.mapped.iter().any(is_book) {
            return;
        }
        mention!(
            "{} no input is a workbook, so there is no sheet `{}` to choose; all that was given is read",
            style::warning("warning:"),
            style::plain(name)
        );
    }

    /// Reads one file; nothing if no more is wanted.
    fn read_one(
        &mut self,
        input: &Input,
        done: &mut Read,
        on: &mut dyn FnMut(Came) -> bool,
    ) -> Option<Yield> {
        let (mut wanted, mut failed) = (true, false);
        let mut mapped = Vec::new();
        let options = Options {
            vocabulary: self.vocabulary,
            mapping: self.options.mapping.clone(),
            sheet: self.options.sheet.clone(),
        };
        let kept = read(input, &options, &mut |event| {
            let came = match event {
                _ if !wanted => return,
                Event::Package(_) => return,
                Event::Mapped(says) => return mapped.push(says),
                Event::Finding(finding) => {
                    failed |= finding.severity == Severity::Error;
                    Came::Finding(finding)
                }
                Event::Record(mut record) => {
                    self.settle(&mut record);
                    let mut told = Vec::new();
                    let proposed = self.ask(&record, &mut told);
                    for finding in told {
                        wanted = wanted && on(Came::Finding(finding));
                    }
                    done.records += 1;
                    Came::Record(record, proposed)
                }
            };
            wanted = wanted && on(came);
        });
        if !wanted {
            return None;
        }
        done.unreadable += kept.unreadable;
        done.mapped.append(&mut mapped);
        done.names.push(input.name());
        if failed || kept.unreadable > 0 {
            done.torn.push(input.name());
        }
        Some(match (kept.records, failed) {
            (1.., _) => Yield::Records,
            (0, true) => Yield::Failure,
            (0, false) => Yield::Nothing,
        })
    }

    /// Gives a record its id and the attestations of its own facts.
    fn settle(&mut self, record: &mut Record) {
        let named = self.ids.settle(record);
        record.findings.extend(named);
        if let Some(attesting) = &self.attesting {
            let found = attest(record, attesting, self.vocabulary);
            record.findings.extend(found);
        }
    }

    /// What a language model proposes of a record. Asked here and not on the threads that complete, so
    /// that one that fails does so at the same record in every run.
    fn ask(&mut self, record: &Record, told: &mut Vec<Finding>) -> Vec<Proposal> {
        let wanted = self.only.as_ref().is_none_or(|id| *id == record.id);
        match self.model.as_mut().filter(|_| wanted) {
            Some(model) => model.screen(record, told),
            None => Vec::new(),
        }
    }
}

/// Says what the columns of each file were taken for.
pub fn tell_mapping(read: &Read) {
    for mapped in &read.mapped {
        mention!("read {}", style::plain(&mapped.to_string()));
    }
}
