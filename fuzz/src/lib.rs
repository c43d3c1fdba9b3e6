//! Fuzz targets as plain functions.
//!
//! Each takes bytes and must neither panic nor hang, whatever they are. It returns a number that stands
//! for what happened: inputs with a new one are kept by the driver and mutated further.

pub mod drive;
mod evaluator;
pub mod grow;
mod news;
mod packs;
mod readers;

/// A target.
#[derive(Clone, Copy)]
pub struct Target {
    /// Its name, and that of its folder of seeds.
    pub name: &'static str,
    /// What it does with an input.
    pub run: fn(&[u8]) -> u64,
    /// Pieces that mean something to it.
    pub words: &'static [&'static str],
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target { name: "csv", run: readers::csv, words: readers::TABLE_WORDS },
    Target { name: "workbook", run: readers::workbook, words: readers::WORKBOOK_WORDS },
    Target { name: "workbook_parts", run: readers::workbook_parts, words: readers::WORKBOOK_WORDS },
    Target { name: "json", run: readers::json, words: readers::JSON_WORDS },
    Target { name: "lines", run: readers::lines, words: readers::JSON_WORDS },
    Target { name: "yaml", run: readers::yaml, words: readers::YAML_WORDS },
    Target { name: "bill_json", run: readers::json, words: readers::BILL_WORDS },
    Target { name: "bill_xml", run: readers::bill_xml, words: readers::BILL_WORDS },
    Target { name: "any", run: readers::any, words: readers::JSON_WORDS },
    Target { name: "mapping", run: readers::mapping, words: readers::YAML_WORDS },
    Target { name: "answers", run: readers::answers, words: readers::ANSWER_WORDS },
    Target { name: "answer_sheet", run: readers::answer_sheet, words: readers::WORKBOOK_WORDS },
    Target { name: "facts", run: readers::facts, words: readers::FACT_WORDS },
    Target { name: "pack", run: packs::pack, words: packs::WORDS },
    Target { name: "news_page", run: news::page, words: news::PAGE_WORDS },
    Target { name: "news_pdf", run: news::pdf, words: news::PDF_WORDS },
    Target { name: "news_claims", run: news::claims, words: readers::JSON_WORDS },
    Target { name: "evaluator", run: evaluator::evaluator, words: &[] },
];

/// The target of a name.
pub fn target(name: &str) -> Option<Target> {
    TARGETS.iter().find(|target| target.name == name).copied()
}

/// Folds what happened into a number: kinds of things, and whether they happened once, twice or often.
pub(crate) struct Seen(Vec<(String, u32)>);

impl Seen {
    pub(crate) fn new() -> Seen {
        Seen(Vec::new())
    }

    pub(crate) fn add(&mut self, what: &str) {
        match self.0.iter_mut().find(|(known, _)| known == what) {
            Some((_, count)) => *count += 1,
            None => self.0.push((what.to_owned(), 1)),
        }
    }

    pub(crate) fn number(mut self) -> u64 {
        self.0.sort();
        let mut hash = 0xcbf2_9ce4_8422_2325u64;
        let mut fold = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        for (what, count) in self.0 {
            what.bytes().for_each(&mut fold);
            fold(count.min(3) as u8);
        }
        hash
    }
}
