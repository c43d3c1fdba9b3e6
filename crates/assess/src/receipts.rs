//! What an answer was asked with, in words and as columns: who has a paper in hand can ask the same again.

use actlas_facts::{Record, day_text};
use actlas_files::{Digest as _, Sha256};

use crate::assess::Assessor;
use crate::outcome::Receipt;
use crate::words::long_date;

/// What the answers of one run were asked with.
pub struct Receipts {
    /// What they share; the facts and language models are those of all.
    receipt: Receipt,
    /// The act whose wording is used.
    wording: String,
    facts: Vec<String>,
}

/// The columns of [`Receipts::cells`] in a table.
pub const ASKED_WITH: [&str; 7] =
    ["on", "known", "wording", "readings", "assumed", "law", "lexicon"];

impl Assessor<'_, '_> {
    /// What answers are asked with, no record yet among them.
    pub fn receipts(&self) -> Receipts {
        let view = self.lowered.view();
        let act = view.pack().acts.get(view.speaks().0);
        Receipts {
            receipt: self.receipt(),
            wording: act.map(|act| act.number.clone()).unwrap_or_default(),
            facts: Vec::new(),
        }
    }

    /// The receipt of an answer about no record.
    pub(crate) fn receipt(&self) -> Receipt {
        let view = self.lowered.view();
        let mut readings = vec!["commission".to_owned()];
        readings.extend(self.lowered.choices().differing(view.pack()));
        Receipt {
            engine: self.settings.engine.clone(),
            law: view.pack().hash.clone(),
            lexicon: self.settings.lexicon.clone(),
            models: Vec::new(),
            facts: String::new(),
            readings,
            assumed: self.assumed.clone(),
            on: day_text(view.on()),
            known: day_text(view.known()),
        }
    }
}

impl Receipts {
    /// Adds the answer about a record.
    pub fn add(&mut self, of: &Receipt) {
        self.facts.push(of.facts.clone());
        for model in &of.models {
            if !self.receipt.models.contains(model) {
                self.receipt.models.push(model.clone());
            }
        }
    }

    /// The receipt of all answers: with the language models of all, and one hash over their facts.
    pub fn receipt(self) -> Receipt {
        let facts = self.facts();
        Receipt { facts, ..self.receipt }
    }

    /// Days, wording, readings, what is assumed, hashes and version in one sentence.
    pub fn words(&self) -> String {
        let Receipt { engine, law, lexicon, models, readings, assumed, on, known, .. } =
            &self.receipt;
        let or = |list: &[String], none: &str| match list.is_empty() {
            true => none.to_owned(),
            false => list.join(", "),
        };
        let differing: Vec<String> =
            readings.iter().filter(|id| *id != "commission").cloned().collect();
        let differing = match differing.is_empty() {
            true => String::new(),
            false => format!("; {}", differing.join(", ")),
        };
        let lexicon = lexicon.as_deref().unwrap_or("none, so no prose was read");
        let models = match models.is_empty() {
            true => String::new(),
            false => format!("; language models {}", models.join(", ")),
        };
        format!(
            "Asked on {}, known on {}; wording as of {}; the Commission's readings{differing}; assumed: {}; \
             law {law}; lexicon {lexicon}{models}; facts {}; Actlas {engine}.",
            long_date(on),
            long_date(known),
            self.wording,
            or(assumed, "nothing"),
            self.facts()
        )
    }

    /// The same but for facts, models and version, below [`ASKED_WITH`].
    pub fn cells(&self) -> [String; 7] {
        let receipt = &self.receipt;
        [
            receipt.on.clone(),
            receipt.known.clone(),
            self.wording.clone(),
            receipt.readings.join(" "),
            receipt.assumed.join(" "),
            receipt.law.clone(),
            receipt.lexicon.clone().unwrap_or_default(),
        ]
    }

    /// The facts of one record, or of several one hash over theirs in the order of the input.
    fn facts(&self) -> String {
        match self.facts.as_slice() {
            [] => "none".to_owned(),
            [one] => one.clone(),
            many => hash(many.iter().map(String::as_str)),
        }
    }
}

/// The hash of what a record says of itself apart from facts: its names, its stage, its texts, its purposes, its actors.
pub fn record_hash(record: &Record) -> String {
    let fields = [
        &record.id,
        &record.name,
        &record.organisation,
        &record.unit,
        &record.country,
        &record.vendor,
        &record.product,
        &record.origin,
    ];
    let words = [record.kind.as_str(), record.stage.as_str()];
    let texts = record.texts.iter().flat_map(|at| [at.field.as_str(), at.text.as_str()]);
    let uses = record.uses.iter().flat_map(|at| [at.id.as_str(), at.purpose.as_str()]);
    let actors = record.actors.iter().map(|at| at.name.as_str());
    let said = fields.into_iter().map(String::as_str).chain(words).chain(texts).chain(uses);
    let parts = record.built_on.iter().chain(&record.purposes).map(String::as_str);
    hash(said.chain(actors).chain(parts))
}

fn hash<'t>(parts: impl Iterator<Item = &'t str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // With its length, so that no two lists are one text.
        hash.update(format!("{}\n", part.len()));
        hash.update(part);
    }
    actlas_files::labelled(hash)
}
