//! Claims of news taken up again, and what people say of them.

use actlas_pact::{Position, Proposals, Review, proposal_id, proposal_sentence};
use proptest::prelude::*;
use serde_json::json;

use crate::common::{day, pacts, small};

fn line(organisation: Option<&str>, name: &str, position: &str, quote: &str, file: &str) -> String {
    json!({
        "kind": "claim", "organisation": organisation, "named_as": name, "instrument": "ai-pact",
        "position": position, "basis": "press-report", "later": "", "date": "2024-09-25",
        "date_is": "reported-on", "quote": quote, "paragraph": format!("Before. {quote} After."),
        "by": "signed", "file": file, "article": 1, "language": "en",
    })
    .to_string()
}

fn two() -> String {
    [
        line(Some("google"), "Google", "signed", "Google has signed it.", "a.txt"),
        line(Some("google"), "Google", "signed", "Google signed.", "b.txt"),
        line(Some("google"), "Google", "left", "Google left it.", "c.txt"),
        json!({"kind": "date", "quote": "2 August 2026"}).to_string(),
    ]
    .join("\n")
}

#[test]
fn the_same_is_one_and_what_disagrees_stands_beside() {
    let pacts = pacts();
    let mut proposals = Proposals::default();
    assert_eq!(proposals.read(&pacts, "claims.jsonl", &two()), []);
    let joined = proposals.joined(&pacts);
    let positions: Vec<_> =
        joined.iter().map(|at| (at.position().unwrap(), at.sources.len())).collect();
    assert_eq!(positions, [(Position::Signed, 2), (Position::Left, 1)]);
    assert_eq!(joined[0].beside, [Position::Left]);
    assert_eq!(joined[1].beside, [Position::Signed]);
    let words = proposal_sentence(&pacts, &joined[0]);
    assert_eq!(words, "the press reports that Google has signed the EU AI Pact");
    // The same file again adds nothing.
    proposals.read(&pacts, "again.jsonl", &two());
    assert_eq!(proposals.all.len(), 3);
}

#[test]
fn nothing_of_later_stands_beside_what_is_shown_of_a_day() {
    let (pacts, _) = small(
        "Acme,declined,press-report,2024-09-20,reported-on,https://example.org/a,,,\n\
         Acme,signed,press-report,2024-10-01,signed-on,https://example.org/b,,,\n\
         Bird,declined,press-report,2024-09-20,reported-on,https://example.org/c,,,\n",
    );
    let dated = |org: &str, position: &str, date: &str, file: &str| {
        let mut line: serde_json::Value =
            serde_json::from_str(&line(Some(org), org, position, position, file)).unwrap();
        (line["instrument"], line["date"]) = (json!("test"), json!(date));
        line.to_string()
    };
    let lines = [
        dated("acme", "announced", "2024-09-01", "a.txt"),
        dated("acme", "left", "2024-11-01", "b.txt"),
        dated("bird", "signed", "2024-09-01", "c.txt"),
    ];
    let mut proposals = Proposals::default();
    assert_eq!(proposals.read(&pacts, "c.jsonl", &lines.join("\n")), []);
    let check = |on: &str, want: &[(&str, &[Position], &[Position])]| {
        let joined = proposals.by(&pacts, day(on));
        let got: Vec<_> = joined
            .iter()
            .map(|at| (at.first.name.as_str(), at.beside.as_slice(), at.recorded.as_slice()))
            .collect();
        assert_eq!(got, want, "{on}");
    };
    check("2024-09-01", &[("Acme", &[], &[]), ("Bird", &[], &[])]);
    let declined: &[Position] = &[Position::Declined];
    check("2024-09-20", &[("Acme", &[], declined), ("Bird", &[], declined)]);
    let signed: &[Position] = &[Position::Signed];
    check("2024-10-01", &[("Acme", &[], signed), ("Bird", &[], declined)]);
    check(
        "2024-11-01",
        &[
            ("Acme", &[Position::Left], signed),
            ("Acme", &[Position::Announced], signed),
            ("Bird", &[], declined),
        ],
    );
}

#[test]
fn lines_of_lists_and_rumours_keep_what_they_rest_on() {
    let pacts = pacts();
    let mut value: serde_json::Value =
        serde_json::from_str(&line(Some("google"), "Google", "signed", "Google", "a.txt")).unwrap();
    value["under"] = json!("Signatories:");
    value["paragraph"] = json!("Signatories:\n- Google Cloud\n- Google");
    value["speaker"] = json!("reports");
    let mut proposals = Proposals::default();
    assert_eq!(proposals.read(&pacts, "c.jsonl", &value.to_string()), []);
    let one = &proposals.all[0];
    assert_eq!((one.under.as_str(), one.quote_at), ("Signatories:", 30));
    assert_eq!(one.id, proposal_id("Google", "ai-pact", "signed", ("Signatories:", "Google")));
    assert_ne!(one.id, proposal_id("Google", "ai-pact", "signed", ("", "Google")));
    let words = proposal_sentence(&pacts, &proposals.joined(&pacts)[0]);
    assert_eq!(words, "rumour has it that Google has signed the EU AI Pact");
    value["speaker"] = json!("nobody");
    let found = proposals.read(&pacts, "c.jsonl", &value.to_string());
    assert_eq!(found[0].code.0, "news-claim-invalid");
}

#[test]
fn the_last_signed_review_counts() {
    let pacts = pacts();
    let mut proposals = Proposals::default();
    proposals.read(&pacts, "claims.jsonl", &two());
    let id = proposal_id("Google", "ai-pact", "signed", ("", "Google has signed it."));
    assert_eq!(proposals.all[0].id, id);
    let said = |act: &str, by: &str| {
        json!({"claim": id, "act": act, "by": by, "at": "2026-11-21", "why": "read it"}).to_string()
    };
    let lines = [said("reject", "Ada"), said("attest", "Ben"), said("reject", "")].join("\n");
    let found = proposals.review("reviewed.claims.jsonl", &lines);
    let codes: Vec<_> = found.iter().map(|at| (at.code.0, at.place.to_string())).collect();
    assert_eq!(codes, [("news-review-unsigned", "reviewed.claims.jsonl:3".to_owned())]);
    let Review::Attested(word) = &proposals.all[0].review else { panic!("it is attested") };
    assert_eq!((word.by.as_str(), word.why.as_str()), ("Ben", "read it"));
    let joined = proposals.joined(&pacts);
    assert_eq!(joined[0].attested().unwrap().by, "Ben");
    proposals.review("more.jsonl", &said("reject", "Ada"));
    assert_eq!(proposals.joined(&pacts)[0].sources.len(), 1, "the other source still says so");
}

#[test]
fn what_cannot_be_used_is_told_with_its_line() {
    let pacts = pacts();
    let check = |line: &str, want: Option<&str>| {
        let mut proposals = Proposals::default();
        let found = proposals.read(&pacts, "c.jsonl", &format!("\n{line}\n"));
        let codes: Vec<_> = found.iter().map(|at| (at.code.0, at.place.line)).collect();
        let want: Vec<_> = want.iter().map(|code| (*code, Some(2))).collect();
        assert_eq!(codes, want, "{line}");
        assert!(proposals.all.is_empty());
    };
    let good = line(Some("google"), "Google", "signed", "Google signed.", "a.txt");
    check("no json", Some("news-claim-invalid"));
    check("[]", Some("news-claim-invalid"));
    check(&good.replace("\"google\"", "\"nobody-here\""), Some("news-claim-invalid"));
    check(&good.replace("ai-pact", "no-pact"), Some("news-claim-invalid"));
    check(&good.replace("signed\",\"basis", "perhaps\",\"basis"), Some("news-claim-invalid"));
    check(&good.replace("Before. Google signed.", "Before."), Some("news-claim-invalid"));
    check(&good.replace("Before.", &"long ".repeat(20_000)), Some("news-claim-invalid"));
    check("{\"kind\":\"summary\",\"quote\":\"a\"}", None);
    let mut proposals = Proposals::default();
    proposals.read(&pacts, "c.jsonl", &good);
    let review = |line: &str| {
        let found = proposals.clone().review("r.jsonl", line);
        found.iter().map(|at| at.code.0).collect::<Vec<_>>()
    };
    assert_eq!(
        review("{\"claim\":\"n-0\",\"act\":\"attest\",\"by\":\"A\",\"at\":\"2026\"}"),
        ["news-review-unknown"]
    );
    assert_eq!(review("{\"claim\":\"n-0\",\"act\":\"sign\"}"), ["news-review-invalid"]);
    assert_eq!(
        review("{\"claim\":\"n-0\",\"act\":\"attest\",\"extra\":1}"),
        ["news-review-invalid"]
    );
}

proptest! {
    #[test]
    fn any_lines_are_survived(text in "[\\PC\n]{0,200}", keep in any::<bool>()) {
        let pacts = pacts();
        let mut proposals = Proposals::default();
        let text = if keep { format!("{}\n{text}", two()) } else { text };
        proposals.read(&pacts, "c.jsonl", &text);
        proposals.review("r.jsonl", &text);
        let joined = proposals.joined(&pacts);
        let sources: usize = joined.iter().map(|at| at.sources.len()).sum();
        prop_assert_eq!(sources, proposals.all.len());
        for one in &proposals.all {
            prop_assert_eq!(one.paragraph.get(one.quote_at..one.quote_at + one.quote.len()), Some(one.quote.as_str()));
        }
    }
}
