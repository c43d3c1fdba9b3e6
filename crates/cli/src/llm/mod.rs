//! The door to a language model: off unless `--llm` is given, and nothing depends on it.

mod cache;
mod endpoint;

use std::collections::BTreeMap;
use std::time::Duration;

use actlas_facts::{Finding, Place, Record, Vocabulary};
use actlas_screen::{
    Lexicon, MODEL_ANSWER_UNREADABLE, MODEL_FAILED, MODEL_STOPPED, ModelReader, PROMPT, Proposal,
};
use actlas_text::model::{Model, NoItems, Request, Tokens};
use anyhow::Result;

use crate::args::llm::LlmArgs;
use crate::run::counted;
use crate::style;
use cache::Cache;
use endpoint::{Endpoint, host};

/// How long one answer may take, unless somebody says otherwise.
const WAIT: Duration = Duration::from_secs(60);
/// Failures in a row after which nobody is asked any more: the rest would wait in vain as long.
const MOST_FAILURES: u32 = 3;

/// What became of the questions.
#[derive(Default)]
struct Counts {
    asked: u64,
    remembered: u64,
    failed: u64,
    unreadable: u64,
    passed: u64,
    kept: u64,
    /// Said already by what was found without a model.
    known: u64,
    dropped: BTreeMap<&'static str, usize>,
    tokens: Tokens,
}

/// A model with its cache.
pub struct Door {
    model: Box<dyn Model>,
    shown: String,
    cache: Cache,
    counts: Counts,
    failures: u32,
    closed: bool,
    /// Whether the cache could not be written; that is said once.
    forgets: bool,
}

impl LlmArgs {
    /// The door, if the command opens it.
    pub fn door(&self) -> Result<Option<Door>> {
        let (Some(url), Some(name)) = (&self.llm, &self.model) else { return Ok(None) };
        let wait = self.llm_timeout.map_or(WAIT, Duration::from_secs);
        Ok(Some(Door {
            model: Box::new(Endpoint::new(url, name, wait)?),
            shown: host(url),
            cache: Cache::new(self.llm_cache.as_ref()),
            counts: Counts::default(),
            failures: 0,
            closed: false,
            forgets: false,
        }))
    }
}

impl Door {
    pub fn name(&self) -> &str {
        self.model.name()
    }

    /// Puts a request to the model, or finds the answer to it in the cache, and hands the answer to
    /// `read`. Nothing if there is no answer, or none that can be read; the finding says why.
    pub fn ask<T>(
        &mut self,
        prompt: &str,
        request: &Request,
        place: &Place,
        findings: &mut Vec<Finding>,
        read: impl Fn(&str) -> Result<T, NoItems>,
    ) -> Option<T> {
        let key = Cache::key(prompt, self.model.name(), request);
        if let Some(read) = self.cache.get(&key).and_then(|answer| read(&answer).ok()) {
            self.counts.remembered += 1;
            return Some(read);
        }
        if self.closed {
            self.counts.passed += 1;
            return None;
        }
        self.counts.asked += 1;
        let answer = match self.model.ask(request) {
            Ok(answer) => answer,
            Err(error) => {
                self.counts.failed += 1;
                let is_final = error.is_final();
                findings.push(Finding::new(MODEL_FAILED, place.clone(), error.to_string()));
                self.failed(is_final, place, findings);
                return None;
            }
        };
        // What an endpoint counts is its own affair; it must not bring the sum down.
        let tokens = &mut self.counts.tokens;
        tokens.read = tokens.read.saturating_add(answer.tokens.read);
        tokens.written = tokens.written.saturating_add(answer.tokens.written);
        match read(&answer.text) {
            Ok(read) => {
                self.failures = 0;
                self.keep(&key, prompt, &answer.text);
                Some(read)
            }
            Err(why) => {
                // An answer it was.
                self.failures = 0;
                self.counts.unreadable += 1;
                let says = format!("the answer of the model is not used: {why}");
                findings.push(Finding::new(MODEL_ANSWER_UNREADABLE, place.clone(), says));
                None
            }
        }
    }

    fn failed(&mut self, is_final: bool, place: &Place, findings: &mut Vec<Finding>) {
        self.failures += 1;
        if is_final || self.failures >= MOST_FAILURES {
            self.closed = true;
            let says = match is_final {
                true => "the endpoint would refuse every other question too".to_owned(),
                false => format!("{} questions in a row got no answer", self.failures),
            };
            let hint = "what was answered is kept; run the command again to ask the rest";
            findings.push(Finding::new(MODEL_STOPPED, place.clone(), says).hint(hint));
        }
    }

    fn keep(&mut self, key: &str, prompt: &str, answer: &str) {
        let done = self.cache.put(key, prompt, self.model.name(), answer);
        if let (Err(error), false) = (done, self.forgets) {
            self.forgets = true;
            mention!("{} answers of the model cannot be kept: {error}", style::warning("note:"));
        }
    }

    /// Counts what of an answer was kept and what was not.
    pub fn count(
        &mut self,
        kept: usize,
        known: usize,
        dropped: impl Iterator<Item = (&'static str, usize)>,
    ) {
        self.counts.kept += kept as u64;
        self.counts.known += known as u64;
        for (why, count) in dropped {
            *self.counts.dropped.entry(why).or_default() += count;
        }
    }

    /// What it did and cost, in one line.
    pub fn summary(&self) -> String {
        let Counts { asked, remembered, failed, unreadable, passed, kept, known, dropped, tokens } =
            &self.counts;
        let mut said = vec![format!(
            "asked {} at {}, {} at hand",
            counted(asked, "time"),
            style::plain(&self.shown),
            counted(remembered, "answer")
        )];
        let sum: usize = dropped.values().sum();
        said.push(format!("{} kept, {sum} dropped", counted(kept, "proposal")));
        if *known > 0 {
            said.push(format!("{known} known without it"));
        }
        said.extend(dropped.iter().map(|(why, count)| format!("{count} {why}")));
        for (count, what) in
            [(failed, "without an answer"), (unreadable, "unreadable"), (passed, "not asked")]
        {
            if *count > 0 {
                said.push(format!("{count} {what}"));
            }
        }
        said.push(format!("{} tokens read and {} written", tokens.read, tokens.written));
        format!("model `{}`: {}", style::plain(self.name()), said.join("; "))
    }
}

/// Reads records with a model.
pub struct ModelScreener<'v> {
    door: Door,
    reader: ModelReader<'v>,
}

impl<'v> ModelScreener<'v> {
    /// One that asks for what a lexicon can propose, if the command opens the door.
    pub fn new(
        args: &LlmArgs,
        vocabulary: &'v Vocabulary,
        lexicon: &Lexicon,
    ) -> Result<Option<ModelScreener<'v>>> {
        let door = args.door()?;
        Ok(door.map(|door| ModelScreener { door, reader: ModelReader::new(vocabulary, lexicon) }))
    }

    /// What the model proposes about a record.
    pub fn screen(&mut self, record: &Record, findings: &mut Vec<Finding>) -> Vec<Proposal> {
        let Some((request, cut)) = self.reader.request(record) else { return Vec::new() };
        if let Some(finding) = cut {
            findings.push(finding);
        }
        let place = Place {
            record: Some(record.number),
            id: Some(record.id.clone()),
            ..Place::file(record.path.as_str())
        };
        let name = self.door.name().to_owned();
        let reader = &self.reader;
        let read = |answer: &str| reader.read(record, &name, answer);
        let Some(answered) = self.door.ask(PROMPT, &request, &place, findings, read) else {
            return Vec::new();
        };
        findings.extend(answered.findings(&place));
        let dropped = answered.dropped.iter().map(|(why, count)| (why.words(), *count));
        self.door.count(answered.proposals.len(), 0, dropped);
        answered.proposals
    }

    /// Says what it did and cost.
    pub fn finish(&self) {
        mention!("{}", self.door.summary());
    }
}
