//! `actlas pact read` from outside.

use std::fs;

use crate::{folder, pact, shown};

#[test]
fn the_seed_story_is_told_from_two_articles() {
    let ran = pact(&["read", "examples/pact/news", "--brief"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let refusal = "The press reports that Meta will not sign the EU AI Pact for now; it does not exclude \
                   doing so later.";
    assert!(ran.out.contains(refusal), "{}", ran.out);
    let (_, meta) = ran.out.split_once(refusal).unwrap();
    let first = meta.find("1-launch.en.md").unwrap();
    assert!(meta.find("2-hiep-uoc.vi.md").unwrap() > first, "one claim with two sources");
}

#[test]
fn claims_are_lines_and_rows() {
    let ran = pact(&["read", "examples/pact/news"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = |name: &str| fs::read_to_string(crate::root().join(name)).unwrap();
    for line in ran.out.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let at = |key: &str| line[key].as_u64().unwrap() as usize;
        let file = text(line["file"].as_str().unwrap());
        let quote = file.get(at("start")..at("end")).unwrap();
        assert_eq!(line["quote"].as_str().unwrap(), quote);
    }
    let file = folder("news").join("proposals.csv");
    assert_eq!(pact(&["read", "examples/pact/news", "--to", shown(&file)]).code, 0);
    let rows = fs::read_to_string(&file).unwrap();
    assert!(rows.starts_with("instrument,organisation,position,basis,"), "{rows}");
    assert!(rows.contains("ai-pact,Meta,declined,"), "{rows}");
}

#[test]
fn a_file_without_text_is_told() {
    let file = folder("news-empty").join("empty.txt");
    fs::write(&file, " \n").unwrap();
    let ran = pact(&["read", shown(&file)]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("error[news-empty]"), "{}", ran.err);
    assert_eq!(ran.out, "");
}

#[test]
fn one_file_may_hold_both_articles() {
    let text = |name: &str| fs::read_to_string(crate::root().join(name)).unwrap();
    let both =
        text("examples/pact/news/1-launch.en.md") + &text("examples/pact/news/2-hiep-uoc.vi.md");
    let file = folder("news-both").join("both.md");
    fs::write(&file, both).unwrap();
    let ran = pact(&["read", shown(&file)]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for (article, language) in [(1, "en"), (2, "vi")] {
        let said = format!("\"article\":{article},\"language\":\"{language}\"");
        assert!(ran.out.contains(&said), "{said}: {}", ran.out);
    }
}
