//! Ideas are read in the language of a text.

use std::collections::BTreeSet;

use actlas_facts::{Record, Text, Vocabulary};
use actlas_screen::{Lexicon, Screener};

fn ideas(language: &str, text: &str) -> BTreeSet<String> {
    let lexicon = Lexicon::embedded(&Vocabulary::default());
    let texts = vec![Text { field: "purpose".to_owned(), text: text.to_owned() }];
    let record = Record { language: language.to_owned(), texts, ..Record::default() };
    Screener::new(&lexicon).ideas(&record)
}

#[test]
fn what_negates_in_english_does_not_in_portuguese() {
    let check = |language: &str, text: &str, want: bool| {
        let found = ideas(language, text);
        assert_eq!(found.contains("suspect"), want, "{text}: {found:?}");
    };
    // `no` is `in the`.
    check("pt", "É usado no interrogatório de suspeitos pela polícia.", true);
    check("pt", "Não interroga suspeitos.", false);
    check("en", "It is used in the questioning of suspects by the police.", true);
    check("en", "There is no questioning of suspects.", false);
}
