//! From the inputs of a command to records, one by one.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::PathBuf;

use actlas_facts::{Entity, Finding, Place, Record, Statement, Vocabulary, day_text};
use actlas_intake::{
    Answers, Attesting, BASE_MISSING, Event, Ids, Input, Mapped, Mapping, Options, attest, list,
    mentions, read, read_answers, same_files,
};
use actlas_screen::{Lexicon, Screener};
use anyhow::{Context, Result};

use crate::args::InputArgs;
use crate::args::llm::LlmArgs;
use crate::evidence::look_at_files;
use crate::findings::{Exit, Findings};
use crate::llm::ModelScreener;
use crate::pack::today;
use crate::progress::Progress;

/// What was read.
#[derive(Default)]
pub struct Read {
    pub records: u64,
    pub unreadable: u64,
    /// Inputs that yielded no record.
    pub empty: u64,
    pub mapped: Vec<Mapped>,
    pub names: Vec<String>,
    /// What was found, if it was kept and not printed.
    pub findings: Vec<Finding>,
}

impl Read {
    pub fn exit(&self, strict: Strictness) -> Exit {
        if self.empty > 0 || (strict == Strictness::Strict && self.unreadable > 0) {
            Exit::NoRecord
        } else {
            Exit::Done
        }
    }
}

/// Whether an unreadable record ends a run with another exit code.
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

/// What shapes records on their way.
pub struct Source<'v> {
    vocabulary: &'v Vocabulary,
    options: Options<'v>,
    inputs: Vec<Input>,
    answers: Answers,
    attesting: Option<Attesting>,
    screener: Option<Screener<'v>>,
    model: Option<ModelScreener<'v>>,
    /// The one record that is wanted, if it is one.
    only: Option<String>,
    bases: BTreeMap<String, Vec<Statement>>,
    ids: Ids,
    findings: Findings,
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
        let mut joined = Answers::default();
        for path in wanted.answers {
            let (mut lines, wrong) = read_answers(path)?;
            wrong.iter().for_each(|finding| findings.tell(finding));
            look_at_files(path, &mut lines);
            joined.add(lines);
        }
        let model = match wanted.llm.zip(wanted.lexicon) {
            Some((args, lexicon)) => ModelScreener::new(args, vocabulary, lexicon)?,
            None => None,
        };
        let found = list(wanted.paths)?;
        for finding in found.passed_over.iter().chain(&same_files(&found.inputs)) {
            findings.tell(finding);
        }
        let mut source = Source {
            vocabulary,
            options: Options { vocabulary, mapping, sheet: wanted.sheet.cloned() },
            inputs: found.inputs,
            answers: joined,
            attesting: wanted
                .attest
                .map(|name| Attesting { name: name.clone(), at: day_text(today()) }),
            screener: wanted.lexicon.map(Screener::new),
            model,
            only: None,
            bases: BTreeMap::new(),
            ids: Ids::default(),
            findings,
        };
        source.find_bases();
        Ok(source)
    }

    /// Wants one record; a language model is not asked about the others.
    pub fn only(mut self, id: &str) -> Source<'v> {
        self.only = Some(id.to_owned());
        self
    }

    /// Records that others are instances of are read first, so that their facts are at hand whatever
    /// the order of the input; only inputs that mention instances at all are read twice.
    fn find_bases(&mut self) {
        let said = ["instance_of", "instance of", "Instance of"];
        let mentioned =
            self.inputs.iter().any(|input| said.iter().any(|word| mentions(input, word)));
        if !mentioned {
            return;
        }
        let mut wanted: HashSet<String> = HashSet::new();
        for input in &self.inputs {
            read(input, &self.options, &mut |event| {
                if let Event::Record(record) = event {
                    wanted.extend(record.instance_of);
                }
            });
        }
        let (answers, vocabulary) = (&mut self.answers, self.vocabulary);
        let bases = &mut self.bases;
        for input in &self.inputs {
            read(input, &self.options, &mut |event| {
                if let Event::Record(mut record) = event
                    && wanted.contains(&record.id)
                {
                    answers.apply(&mut record, vocabulary);
                    let of_system = |said: &Statement| {
                        let fact = vocabulary.get(said.fact);
                        fact.is_some_and(|fact| fact.of == Entity::System)
                    };
                    let shared = record.statements.into_iter().filter(of_system).collect();
                    bases.insert(record.id, shared);
                }
            });
        }
    }

    /// Hands every record to `on`, in the order of the input. An error of `on` ends the run.
    pub fn each(mut self, mut on: impl FnMut(Record) -> Result<()>) -> Result<Read> {
        let mut done = Read::default();
        let mut progress = Progress::new("records");
        let mut failed: Option<anyhow::Error> = None;
        for input in self.inputs.clone() {
            let mut mapped = Vec::new();
            let options = Options {
                vocabulary: self.vocabulary,
                mapping: self.options.mapping.clone(),
                sheet: self.options.sheet.clone(),
            };
            let kept = read(&input, &options, &mut |event| match event {
                Event::Finding(finding) => self.findings.tell(&finding),
                Event::Mapped(says) => mapped.push(says),
                Event::Record(record) => {
                    if failed.is_none() {
                        let record = self.prepare(*record);
                        failed = on(record).err();
                        done.records += 1;
                        progress.tell(done.records);
                    }
                }
            });
            if let Some(error) = failed {
                return Err(error);
            }
            done.unreadable += kept.unreadable;
            done.empty += u64::from(kept.records == 0);
            done.mapped.append(&mut mapped);
            done.names.push(input.name());
        }
        drop(progress);
        self.ids.numbered().for_each(|finding| self.findings.tell(&finding));
        self.answers.unmatched().iter().for_each(|finding| self.findings.tell(finding));
        self.findings.finish();
        if let Some(model) = &self.model {
            model.finish();
        }
        done.findings = self.findings.into_kept();
        Ok(done)
    }

    /// Gives a record its id, the attestations of its own facts, what its words propose, its answers,
    /// and what it shares with the record it is an instance of.
    fn prepare(&mut self, mut record: Record) -> Record {
        if let Some(finding) = self.ids.settle(&mut record) {
            self.findings.tell(&finding);
        }
        if let Some(attesting) = &self.attesting {
            for finding in attest(&mut record, attesting, self.vocabulary) {
                self.findings.tell(&finding);
            }
        }
        // After attesting, because nobody who attests a file attests what is read into its words; before
        // the answers, because they may reject it.
        if let Some(screener) = &mut self.screener {
            let mut screened = screener.screen(&record);
            let wanted = self.only.as_ref().is_none_or(|id| *id == record.id);
            if let Some(model) = self.model.as_mut().filter(|_| wanted) {
                screened.proposals.extend(model.screen(&record, &mut self.findings));
            }
            screened.propose_to(&mut record);
        }
        for finding in self.answers.apply(&mut record, self.vocabulary) {
            self.findings.tell(&finding);
        }
        if let Some(base) = record.instance_of.clone() {
            match self.bases.get(&base) {
                Some(shared) => record.statements.extend(shared.iter().cloned()),
                None => {
                    let place = Place { id: Some(record.id.clone()), ..Place::file(&record.path) };
                    let says = format!("it is an instance of `{base}`, which is not in the input");
                    self.findings.tell(&Finding::new(BASE_MISSING, place, says));
                }
            }
        }
        record
    }
}

/// Says what the columns of each file were taken for.
pub fn tell_mapping(read: &Read) {
    for mapped in &read.mapped {
        eprintln!("read {}", crate::style::plain(&mapped.to_string()));
    }
}
