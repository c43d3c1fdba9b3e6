//! Every article and annex of the Act has a date and is encoded, or left out with a reason.

use actlas_facts::day_text;
use actlas_law::coverage::{Covered, coverage};
use actlas_law::{Pack, PackFiles};

fn covered() -> Vec<Covered> {
    coverage(&Pack::load(&PackFiles::embedded()).0)
}

/// 113 articles, six inserted ones, fourteen annexes: counted in the Act, not in the pack.
#[test]
fn every_article_and_annex_of_the_act_is_there() {
    let mut expected: Vec<String> = (1..=113).map(|number| format!("art.{number}")).collect();
    expected.extend(["4a", "60a", "75a", "75b", "75c", "75d"].map(|at| format!("art.{at}")));
    let annexes =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV"];
    expected.extend(annexes.map(|at| format!("anx.{at}")));
    expected.sort_unstable();
    let mut found: Vec<String> = covered().into_iter().map(|at| at.id).collect();
    found.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn none_is_without_dates_and_none_without_a_rule_or_a_reason() {
    let gaps: Vec<String> =
        covered().iter().filter_map(|at| at.gap().map(|gap| format!("{}: {gap}", at.id))).collect();
    assert!(gaps.is_empty(), "{}", gaps.join("\n"));
}

#[test]
fn a_forgotten_article_is_a_gap() {
    let mut files = PackFiles::embedded();
    files.files.remove("rules/elsewhere.yaml");
    let rows = coverage(&Pack::load(&files).0);
    let gap = |id: &str| rows.iter().find(|at| at.id == id).map(Covered::gap);
    assert_eq!(gap("art.28"), Some(Some("neither encoded nor left out with a reason")));
    assert_eq!([gap("art.5"), gap("art.9")], [Some(None); 2], "rules of its own, and a duty");
}

#[test]
fn an_article_lists_the_duties_that_cite_it() {
    let rows = covered();
    let duties = |id: &str| {
        let row = rows.iter().find(|at| at.id == id);
        row.map(|at| at.duties.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert_eq!(duties("art.73"), Some(vec!["O-DEP-5c", "O-PRV-73"]), "cited beside another");
    assert_eq!(duties("art.27"), Some(vec!["O-DEP-27"]));
    assert_eq!(duties("art.2"), Some(vec![]), "no part of Article 26");
}

/// Rows of the fact base, part 10.1: as published, formally as amended, effectively as amended.
#[test]
fn dates_are_those_of_the_act() {
    let rows = covered();
    let check = |id: &str, route: Option<&str>, part: &str, want: [&str; 3]| {
        let row = rows.iter().find(|at| at.id == id);
        let fits = |at: &&actlas_law::coverage::CoveredDates| {
            at.route.as_deref() == route
                && (at.parts.is_empty() && part.is_empty()
                    || at.parts.iter().any(|name| name == part))
        };
        let Some(dates) = row.and_then(|row| row.dates.iter().find(fits)) else {
            panic!("{id} {route:?} {part} has no dates");
        };
        let [published, amended] = dates.by_act.as_slice() else { panic!("two acts") };
        let day = |at: Option<actlas_facts::Date>| at.map_or("-".to_owned(), day_text);
        let found = [
            day(published.map(|at| at.0)),
            day(amended.map(|at| at.0)),
            day(amended.map(|at| at.1)),
        ];
        assert_eq!(found, want, "{id} {route:?} {part}");
    };
    let (a3, a1) = (Some("annex3"), Some("annex1"));
    check("art.4", None, "", ["2025-02-02", "2025-02-02", "2025-02-02"]);
    check("art.4a", None, "", ["-", "2026-07-27", "2026-07-27"]);
    check("art.5", None, "Article 5(1)(ba)", ["-", "2026-12-02", "2026-12-02"]);
    check("art.6", a1, "Article 6(1)", ["2027-08-02", "2028-08-02", "2028-08-02"]);
    check("art.6", a3, "Article 6(1a)", ["-", "2027-12-02", "2026-07-27"]);
    check("art.6", a3, "Article 6(3)", ["2026-08-02", "2027-12-02", "2027-12-02"]);
    check("art.6", None, "Article 6(5)", ["2026-08-02", "2026-08-02", "2026-08-02"]);
    check("art.9", a3, "", ["2026-08-02", "2027-12-02", "2027-12-02"]);
    check("art.9", a1, "", ["2027-08-02", "2028-08-02", "2028-08-02"]);
    check("art.43", a1, "", ["2027-08-02", "2026-08-02", "2028-08-02"]);
    check("art.50", None, "", ["2026-08-02", "2026-08-02", "2026-08-02"]);
    check("art.75c", None, "", ["-", "2026-08-02", "2026-08-02"]);
    check("art.101", None, "", ["2026-08-02", "2026-08-02", "2026-08-02"]);
    check("art.104", None, "", ["2026-08-02", "2026-07-27", "2026-07-27"]);
    check("anx.III", a3, "", ["2026-08-02", "2027-12-02", "2027-12-02"]);
    check("anx.XI", None, "", ["2025-08-02", "2025-08-02", "2025-08-02"]);
    check("anx.XIV", None, "", ["-", "2025-08-02", "2025-08-02"]);
}
