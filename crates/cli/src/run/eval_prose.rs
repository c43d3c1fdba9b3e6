//! Prose as the commands that measure read it: by the lexicon, and by a language model if one is named.

use actlas_facts::{Record, Vocabulary};
use actlas_screen::{Lexicon, Screener};
use anyhow::Result;

use crate::args::llm::LlmArgs;
use crate::findings::Findings;
use crate::llm::ModelScreener;

pub(super) struct Prose<'v> {
    pub(super) screener: Screener<'v>,
    model: Option<ModelScreener<'v>>,
    findings: Findings,
}

impl<'v> Prose<'v> {
    pub(super) fn new(
        vocabulary: &'v Vocabulary,
        lexicon: &'v Lexicon,
        llm: &LlmArgs,
    ) -> Result<Prose<'v>> {
        let model = ModelScreener::new(llm, vocabulary, lexicon)?;
        Ok(Prose { screener: Screener::new(lexicon), model, findings: Findings::default() })
    }

    /// Gives a record what its words propose.
    pub(super) fn read(&mut self, record: &mut Record) {
        let mut screened = self.screener.screen(record);
        if let Some(model) = &mut self.model {
            let mut told = Vec::new();
            screened.proposals.extend(model.screen(record, &mut told));
            told.iter().for_each(|finding| self.findings.tell(finding));
        }
        screened.propose_to(record);
    }

    /// Says what the model did and cost.
    pub(super) fn finish(&self) {
        self.findings.finish();
        if let Some(model) = &self.model {
            model.finish();
        }
    }
}
