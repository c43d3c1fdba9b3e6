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

/// Claims of the example in a file of their own.
fn claims(name: &str) -> std::path::PathBuf {
    let file = folder(name).join("claims.jsonl");
    let ran = pact(&["read", "examples/pact/news"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    fs::write(&file, ran.out).unwrap();
    file
}

#[test]
fn claims_stand_beside_positions_and_apart() {
    let file = claims("news-beside");
    let on = ["--on", "2026-11-21", "--claims", shown(&file)];
    let ask = |more: &[&str]| {
        let mut args = vec!["positions", "--org", "Meta"];
        args.extend(on);
        args.extend(more);
        let ran = pact(&args);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.out
    };
    let (recorded, read) = {
        let text = ask(&[]);
        let (before, after) = text.split_once("Read in news, proposed until").unwrap();
        (before.to_owned(), after.to_owned())
    };
    assert!(!recorded.contains("1-launch"), "{recorded}");
    assert!(read.contains("will not sign the EU AI Pact for now"), "{read}");
    assert!(read.contains("1-launch.en.md") && read.contains("2-hiep-uoc.vi.md"), "{read}");
    assert!(read.contains("reason as stated: “because, it"), "{read}");
    assert!(read.contains("recorded with a source: "), "{read}");
    let json: serde_json::Value = serde_json::from_str(&ask(&["--format", "json"])).unwrap();
    let proposed = json["proposed"].as_array().unwrap();
    assert!(proposed.iter().all(|one| one["status"] == "proposed"), "{proposed:?}");
    let all: Vec<_> = proposed.iter().map(|one| one["sources"].as_array().unwrap().len()).collect();
    assert_eq!(all, [2, 1], "one claim with two sources, and an event");
    // Nothing read in news is among the rows with a source.
    assert!(!ask(&["--format", "csv"]).contains("1-launch"));
    assert!(ask(&["--format", "proposed"]).contains(",meta,Meta,claim,ai-pact,declined,"));
    let before =
        pact(&["positions", "--org", "Meta", "--on", "2024-09-01", "--claims", shown(&file)]);
    assert!(!before.out.contains("Read in news"), "nothing was said by then: {}", before.out);
}

#[test]
fn who_attests_is_shown_and_what_is_rejected_is_not() {
    let file = claims("news-attested");
    let text = fs::read_to_string(&file).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let mut reviews = String::new();
    for line in lines.filter(|line| line["organisation"] == "meta") {
        let act = if line["kind"] == "event" { "reject" } else { "attest" };
        let id = line["id"].as_str().unwrap();
        reviews += &format!(
            "{{\"claim\":\"{id}\",\"act\":\"{act}\",\"by\":\"Ada Example\",\"at\":\"2026-11-21\",\"why\":\"read both\"}}\n"
        );
    }
    let reviewed = file.with_file_name("reviewed.claims.jsonl");
    fs::write(&reviewed, reviews).unwrap();
    let args = ["--claims", shown(&file), "--reviewed", shown(&reviewed)];
    let ran = pact(&[&["positions", "--org", "Meta"], args.as_slice()].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("[attested by Ada Example, 2026-11-21: read both]"), "{}", ran.out);
    assert!(!ran.out.contains("delays a release"), "{}", ran.out);
    let site = file.with_file_name("site");
    let ran = pact(&[&["site", "-o", shown(&site)], args.as_slice()].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let page = fs::read_to_string(site.join("organisation-meta.html")).unwrap();
    assert!(page.contains("attested</span> by Ada Example"), "the site says who attests");
    let rows = fs::read_to_string(site.join("proposed.csv")).unwrap();
    assert!(rows.contains("attested,Ada Example,2026-11-21,read both"), "{rows}");
    assert!(!fs::read_to_string(site.join("positions.csv")).unwrap().contains("1-launch"));
}

#[test]
fn a_site_without_claims_is_as_before() {
    let site = folder("news-none").join("site");
    assert_eq!(pact(&["site", "-o", shown(&site)]).code, 0);
    assert!(!site.join("proposed.csv").exists());
    let page = fs::read_to_string(site.join("organisation-meta.html")).unwrap();
    assert!(!page.contains("Read in news"));
}

#[test]
fn three_hundred_megabytes_are_refused_and_the_rest_goes_on() {
    let folder = folder("news-large");
    let file = fs::File::create(folder.join("1-large.txt")).unwrap();
    file.set_len(300 << 20).unwrap();
    fs::write(folder.join("2-small.txt"), "Google has signed the AI Pact.\n").unwrap();
    let ran = pact(&["read", shown(&folder)]);
    assert_eq!(ran.code, 3);
    assert!(
        ran.err.contains("error[news-too-large]") && ran.err.contains("1-large.txt"),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("\"organisation\":\"google\""), "{}", ran.out);
}

#[test]
fn files_are_told_in_their_order() {
    let folder = folder("news-order");
    for at in 0..40 {
        let text = format!("Google has signed the AI Pact, and this is text {at}.\n");
        fs::write(folder.join(format!("{at:02}.txt")), text).unwrap();
    }
    let ran = pact(&["read", shown(&folder)]);
    let files: Vec<usize> = ran
        .out
        .lines()
        .map(|line| line.split("and this is text ").nth(1).unwrap())
        .map(|rest| rest.split('.').next().unwrap().parse().unwrap())
        .collect();
    assert_eq!(files, (0..40).collect::<Vec<_>>());
}

#[test]
fn what_cannot_be_reviewed_is_told() {
    let file = folder("news-unread").join("claims.jsonl");
    fs::write(&file, "{\"kind\":\"claim\"}\n").unwrap();
    let ran = pact(&["review", shown(&file), "-o", shown(&file.with_file_name("page.html"))]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("warning[news-claim-invalid]"), "{}", ran.err);
    assert!(!file.with_file_name("page.html").exists());
}

/// The line of a list says nothing without what stands above it, however far that is.
#[test]
fn what_stands_above_a_list_goes_wherever_its_lines_go() {
    let folder = folder("news-list");
    let article = folder.join("list.md");
    let cisco = "- Cisco\n".repeat(500);
    fs::write(&article, format!("Signatories of the AI Pact:\n\n{cisco}- Google\n")).unwrap();
    let above = "Signatories of the AI Pact:";
    let brief = pact(&["read", shown(&article), "--brief"]);
    assert!(brief.out.contains(&format!("“Google”\n  listed under “{above}”")), "{}", brief.out);
    let lines = pact(&["read", shown(&article)]).out;
    let line = lines.lines().find(|line| line.contains("\"google\"")).unwrap();
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(
        (line["under"].as_str(), line["paragraph"].as_str()),
        (Some(above), Some("- Google"))
    );
    let rows = folder.join("rows.csv");
    assert_eq!(pact(&["read", shown(&article), "--to", shown(&rows)]).code, 0);
    let rows = fs::read_to_string(rows).unwrap();
    assert!(rows.contains(&format!("{above} Google")), "{rows}");
    let claims = folder.join("claims.jsonl");
    fs::write(&claims, lines).unwrap();
    let positions = pact(&["positions", "--org", "Google", "--claims", shown(&claims)]);
    assert!(positions.out.contains(&format!("listed under “{above}”")), "{}", positions.out);
    let page = folder.join("review.html");
    assert_eq!(pact(&["review", shown(&claims), "-o", shown(&page)]).code, 0);
    let page = fs::read_to_string(page).unwrap();
    assert!(page.contains(&format!("Listed under: <q dir=\"auto\" lang=\"en\">{above}</q>")));
    let site = folder.join("site");
    assert_eq!(pact(&["site", "--claims", shown(&claims), "-o", shown(&site)]).code, 0);
    let table = fs::read_to_string(site.join("proposed.csv")).unwrap();
    assert!(table.lines().next().unwrap().ends_with(",under"), "{table}");
    assert!(table.lines().any(|row| row.contains(",google,") && row.ends_with(above)), "{table}");
    let data = fs::read_to_string(site.join("proposed.json")).unwrap();
    assert!(data.contains(&format!("\"under\": \"{above}\"")), "{data}");
}
