//! What becomes of a proposal that somebody rejected: it states nothing, and is not forgotten.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

use actlas_assess::{Assessor, Outcome, Settings, rejection_words};
use actlas_facts::{Layer, Quote, Raw, Record, Rejected, Statement};
use actlas_law::{Choices, Lowered, Pack, PackFiles, View};
use serde_json::json;

fn pack() -> Pack {
    Pack::load(&PackFiles::embedded()).0
}

fn outcome(pack: &Pack, rejected: Vec<Rejected>) -> Outcome {
    let view = View::new(pack, pack.state, pack.state).expect("a view");
    let lowered = Lowered::new(view, Choices::defaults(pack));
    let record = Record { id: "R".to_owned(), rejected, ..Record::default() };
    Assessor::new(&lowered, Settings::default()).assess(&record).outcome
}

#[test]
fn a_rejected_proposal_is_listed_and_concludes_nothing() {
    let pack = pack();
    let fact = pack.vocabulary.find("hiring_tasks").expect("a fact");
    let of = pack.vocabulary.get(fact).expect("a fact");
    let says = of.read(Raw::Json(&json!(["evaluate"]))).expect("a value");
    let (field, text) = ("purpose".to_owned(), "scores applicants".to_owned());
    let said = Statement {
        at: "2026-11-27".to_owned(),
        why: "not candidates".to_owned(),
        quote: Some(Quote { field, start: 3, end: 20, text }),
        ..Statement::new(fact, says, Layer::Proposed, "Bob")
    };
    let rejected = Rejected { said, of_use: String::new(), actor: String::new() };
    let (without, with) = (outcome(&pack, Vec::new()), outcome(&pack, vec![rejected]));
    assert_eq!(with.indicated, without.indicated);
    assert_eq!(with.established, without.established);
    assert_eq!((with.open, with.unexamined), (without.open, without.unexamined));
    assert_ne!(with.receipt.facts, without.receipt.facts);
    let [at] = with.evidence.as_slice() else { unreachable!("{:?}", with.evidence) };
    assert_eq!(
        (at.layer.as_str(), at.by.as_str(), at.at.as_str()),
        ("rejected", "Bob", "2026-11-27")
    );
    assert_eq!(
        (at.why.as_str(), at.quote.as_deref()),
        ("not candidates", Some("scores applicants"))
    );
    assert!(at.points.contains(&"annex3.4a".to_owned()), "{:?}", at.points);
    let words = rejection_words(at, &pack).expect("words");
    assert!(words.starts_with("rejected by Bob, 27 November 2026: not candidates. "), "{words}");
}
