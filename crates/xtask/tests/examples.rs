//! The examples are what the documents say of them.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test may panic; that is how it fails")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use actlas_facts::{Record, RecordKind};
use actlas_intake::{Event, Mapping, Options, inputs, read};
use actlas_law::{Pack, PackFiles};

/// Every record of a folder of the examples, read without a finding.
fn records(folder: &str) -> Vec<Record> {
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let options =
        Options { vocabulary: &pack.vocabulary, mapping: Mapping::default(), sheet: None };
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(folder);
    let mut records = Vec::new();
    for input in inputs(&[path]).unwrap() {
        read(&input, &options, &mut |event| match event {
            Event::Record(record) => {
                assert_eq!(record.findings, []);
                records.push(*record);
            }
            Event::Finding(finding) => panic!("{finding}"),
            Event::Mapped(_) | Event::Package(_) => {}
        });
    }
    records
}

#[test]
fn registers_hold_real_systems_of_many_countries_with_their_sources() {
    let records = records("registers");
    let countries: BTreeSet<&str> = records.iter().map(|at| at.country.as_str()).collect();
    assert!(records.len() > 100, "{} systems", records.len());
    assert!(countries.len() > 20, "{countries:?}");
    for record in &records {
        assert!(record.origin.starts_with("https://"), "{} has no source", record.id);
        assert!(!record.organisation.is_empty(), "{} has no operator", record.id);
        let has_purpose = record.texts.iter().any(|text| text.field == "purpose");
        assert!(has_purpose || !record.uses.is_empty(), "{} has no purpose", record.id);
    }
}

/// Four companies, each with one product and one model, and a source for every fact that is not a
/// matter of course.
#[test]
fn the_story_is_whole() {
    let records = records("story");
    for company in ["Meta", "Google", "Microsoft", "Mistral AI"] {
        for kind in [RecordKind::System, RecordKind::Model] {
            let of = records.iter().filter(|at| at.organisation == company && at.kind == kind);
            assert_eq!(of.count(), 1, "{company} {kind:?}");
        }
    }
    for record in &records {
        for said in &record.statements {
            let shown = !said.source.is_empty() || !said.why.is_empty();
            assert!(shown, "{}: a fact without source or reason", record.id);
        }
    }
}
