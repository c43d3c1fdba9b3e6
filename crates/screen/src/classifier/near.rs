use std::collections::HashSet;

use actlas_facts::Record;
use actlas_text::words;

/// Words of a run by which texts are compared.
const RUN: usize = 5;

/// Texts that are only measured: what is near them is not learned from.
#[derive(Debug, Default)]
pub struct NearTexts {
    runs: HashSet<Vec<String>>,
}

impl NearTexts {
    /// Adds the texts of a record.
    pub fn add(&mut self, record: &Record) {
        self.runs.extend(runs(record));
    }

    /// Whether more than three tenths of its runs of words stand in those texts.
    pub fn is_near(&self, record: &Record) -> bool {
        let own = runs(record);
        let shared = own.iter().filter(|run| self.runs.contains(*run)).count();
        shared * 10 > own.len() * 3
    }
}

fn runs(record: &Record) -> Vec<Vec<String>> {
    let mut runs = Vec::new();
    for text in &record.texts {
        let mut folded = String::new();
        let words: Vec<String> =
            words(&text.text, &mut folded).iter().map(|at| at.folded.to_owned()).collect();
        match words.len() {
            0 => {}
            few if few < RUN => runs.push(words),
            _ => runs.extend(words.windows(RUN).map(<[String]>::to_vec)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use actlas_facts::{Record, Text};

    use super::NearTexts;

    #[test]
    fn the_same_words_are_near() {
        let record = |text: &str| Record {
            texts: vec![Text { field: "purpose".to_owned(), text: text.to_owned() }],
            ..Record::default()
        };
        let mut held = NearTexts::default();
        held.add(&record("The tool ranks applicants for jobs at the city hall of our town."));
        assert!(
            held.is_near(&record(
                "The tool ranks applicants for jobs at the city hall; it is new."
            ))
        );
        assert!(!held.is_near(&record("A model forecasts the weather over the mountains.")));
        assert!(!held.is_near(&record("")));
    }
}
