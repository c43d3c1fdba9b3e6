//! Reading facts from prose.

use std::hint::black_box;

use actlas_bench::prose::{Prose, texts};
use actlas_facts::Record;
use actlas_law::{Pack, PackFiles};
use actlas_screen::{Lexicon, Screener};

use super::report::{Report, figure};
use super::shortest;

const TEXTS: usize = 8_000;
const TURNS: usize = 10;

pub fn measure(report: &mut Report) {
    report.section(
        &format!("Screening: {TEXTS} texts of some 900 characters"),
        "Synthetic texts in eight languages in turn, of neutral sentences with names that no other text \
         has; every fifth holds a sentence that is an example of the lexicon. One thread; the lexicon is \
         read before, and the screener has seen no text. First with the language stated, as some \
         registers do, then with the language to be found out; phrases alone, and with the classifier.",
    );
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let with = Lexicon::embedded(&pack.vocabulary);
    let phrases = Lexicon::embedded(&pack.vocabulary).phrases_only();
    let languages = with.languages().count();
    report.says("languages, phrases", format!("{languages}, {}", with.phrases()));
    phrases.phrases();
    let texts = texts(&with, TEXTS);
    let bytes: usize = texts.iter().map(|at| at.text.len()).sum();
    let stated: Vec<Record> = texts.iter().map(|at| at.record(at.language)).collect();
    let silent: Vec<Record> = texts.iter().map(|at| at.record("")).collect();
    found(&phrases, &stated, &texts, report);
    let ways = [
        (&phrases, &stated, "phrases, language stated", Some(20.0)),
        (&phrases, &silent, "phrases, language found out", Some(20.0)),
        (&with, &stated, "phrases and classifier, language stated", None),
        (&with, &silent, "phrases and classifier, language found out", None),
    ];
    let mut best = [f64::INFINITY; 4];
    // In turns, so that what disturbs the machine disturbs all.
    for _ in 0..TURNS {
        for ((lexicon, records, ..), best) in ways.iter().zip(&mut best) {
            let took = shortest(1, || {
                let mut screener = Screener::new(lexicon);
                for record in *records {
                    black_box(screener.screen(record));
                }
            });
            *best = best.min(took);
        }
    }
    for ((_, _, what, goal), took) in ways.into_iter().zip(best) {
        let speed = bytes as f64 / took / 1e6;
        match goal {
            Some(goal) => report.at_least(what, speed, goal, "MB/s"),
            None => report.says(what, figure(speed, "MB/s")),
        }
    }
}

/// In how many texts something is found, and in how many of the neutral ones.
fn found(lexicon: &Lexicon, records: &[Record], texts: &[Prose], report: &mut Report) {
    let mut screener = Screener::new(lexicon);
    let [mut examples, mut neutral] = [[0u32; 2]; 2];
    for (record, text) in records.iter().zip(texts) {
        let found = !screener.screen(record).proposals.is_empty();
        let row = if text.touches { &mut examples } else { &mut neutral };
        row[0] += u32::from(found);
        row[1] += 1;
    }
    let says = |[found, of]: [u32; 2]| format!("{found} of {of}");
    report.says("texts with an example in which something is found", says(examples));
    report.says("neutral texts in which something is found", says(neutral));
}
