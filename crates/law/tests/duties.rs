//! The catalogue of duties: every obligation of the index is there, dated as the law dates it.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

use std::collections::BTreeSet;

use actlas_facts::{Date, day_text, parse_date};
use actlas_law::{
    ActIx, Condition, ConditionNode, Duty, DutyVersion, Pack, PackFiles, Route, View,
};

const INDEX: &str = include_str!("data/obligations.csv");

fn pack() -> Pack {
    Pack::load(&PackFiles::embedded()).0
}

fn day(text: &str) -> Date {
    parse_date(text).expect("a day").0
}

/// One row of the index: id, then the first effective day by route as published and as amended.
struct Row<'a> {
    id: &'a str,
    days: [&'a str; 4],
    tiers: [&'a str; 2],
}

fn rows() -> Vec<Row<'static>> {
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split(',').collect();
        match cells.as_slice() {
            [id, a, b, c, d, before, after] => {
                Row { id, days: [a, b, c, d], tiers: [before, after] }
            }
            _ => unreachable!("seven columns in {line}"),
        }
    };
    INDEX.lines().skip(1).filter(|line| !line.is_empty()).map(row).collect()
}

#[test]
fn every_obligation_of_the_index_is_in_the_catalogue_and_no_other() {
    let pack = pack();
    let listed: BTreeSet<&str> = rows().iter().map(|row| row.id).collect();
    let held: BTreeSet<&str> = pack.duties.iter().map(|duty| duty.id.as_str()).collect();
    assert_eq!(listed, held);
    assert_eq!(rows().len(), pack.duties.len(), "no id twice");
}

fn start(pack: &Pack, duty: &Duty, known: &str, route: &Route) -> Option<String> {
    let view = View::new(pack, day(known), day(known)).expect("a view");
    duty.version(&view)?;
    duty.start(&view, route).map(|start| day_text(start.effective))
}

/// A duty on several routes without names, as prohibited practices are, starts with its first.
#[test]
fn duties_start_when_the_index_says_by_both_versions() {
    let pack = pack();
    for row in rows() {
        let duty = pack.duty(row.id).and_then(|at| pack.duties.get(at.0)).expect("a duty");
        let routes = &pack.triggers.get(duty.trigger).expect("a trigger").routes;
        for (column, (route, known)) in
            [("annex3", "2026-07-01"), ("annex1", "2026-07-01")].into_iter().enumerate()
        {
            for (offset, known) in [(0, known), (2, "2026-11-21")] {
                let mine = routes
                    .iter()
                    .filter(|at| at.route.as_deref().is_none_or(|of| of == route))
                    .filter_map(|at| start(&pack, duty, known, at))
                    .min()
                    .unwrap_or_else(|| "-".to_owned());
                let want = row.days.get(column + offset).copied().unwrap_or_default();
                assert_eq!(mine, want, "{} on {route}, known {known}", row.id);
            }
        }
    }
}

#[test]
fn ceilings_are_those_of_the_index_by_both_versions() {
    let pack = pack();
    for row in rows() {
        let duty = pack.duty(row.id).and_then(|at| pack.duties.get(at.0)).expect("a duty");
        for (known, want) in ["2026-07-01", "2026-11-21"].into_iter().zip(row.tiers) {
            let view = View::new(&pack, day(known), day(known)).expect("a view");
            let tier = duty.version(&view).map(|version| match version.penalty.tier {
                Some(tier) => tier.as_str(),
                None => "national",
            });
            assert_eq!(tier.unwrap_or("-"), want, "{} known {known}", row.id);
        }
    }
}

/// Exactly one version speaks on each day of a duty's life, and it is that of the last act in force;
/// before the act that made a duty none does. All days from 2024 to 2032, with everything known.
#[test]
fn one_version_speaks_on_each_day() {
    let pack = pack();
    for duty in &pack.duties {
        let in_order = duty.versions.is_sorted_by(|a, b| a.by < b.by);
        assert!(in_order, "{}: in order, none twice", duty.id);
    }
    let (mut on, mut days) = (day("2024-01-01"), 0);
    while on < day("2033-01-01") {
        let view = View::new(&pack, on, day("2026-11-21")).expect("a view");
        for duty in &pack.duties {
            let in_force = |by: ActIx| {
                let act = pack.acts.get(by.0).expect("an act");
                // Before the first act is in force its text is what will speak.
                by == ActIx(0) || act.in_force <= on
            };
            let speaking: Vec<&DutyVersion> =
                duty.versions.iter().filter(|at| in_force(at.by)).collect();
            let last = speaking.last().copied();
            assert_eq!(duty.version(&view), last, "{} on {}", duty.id, day_text(on));
            let born = duty.versions.first().is_some_and(|first| in_force(first.by));
            assert_eq!(last.is_some(), born, "{} on {}", duty.id, day_text(on));
        }
        (on, days) = (on.next_day().expect("a day"), days + 1);
    }
    assert_eq!(days, 3288);
}

/// A provision without a row of its own article would silently have no date.
#[test]
fn every_route_of_every_duty_has_a_start() {
    let pack = pack();
    let view = View::new(&pack, pack.state, pack.state).expect("a view");
    for duty in &pack.duties {
        for route in &pack.triggers.get(duty.trigger).expect("a trigger").routes {
            assert!(duty.start(&view, route).is_some(), "{} {:?}", duty.id, route.route);
        }
    }
}

fn codes_after(path: &str, from: &str, to: &str) -> Vec<&'static str> {
    let mut files = PackFiles::embedded();
    let text = files.files.get_mut(path).expect("the file");
    assert!(text.contains(from), "{path} holds {from}");
    *text = text.replacen(from, to, 1);
    let (_, findings) = Pack::load(&files);
    findings.iter().map(|finding| finding.code.0).collect()
}

#[test]
fn slips_of_the_pen_are_found() {
    let provider = "duties/provider.yaml";
    assert!(codes_after(provider, "[provider]", "[provder]").contains(&"unknown-id"));
    assert!(codes_after(provider, "trigger: high-risk", "trigger: risky").contains(&"unknown-id"));
    assert!(codes_after(provider, "    cite: art.9\n", "").contains(&"uncited-leaf"));
    assert!(codes_after(provider, "tier: operator", "tier: huge").contains(&"pack-invalid"));
    let triggers = "duties/triggers.yaml";
    assert!(codes_after(triggers, "rule: high_risk.listed", "rule: risky").contains(&"unknown-id"));
    let models = "duties/models.yaml";
    assert!(codes_after(models, "[art111.3]", "[art111.9]").contains(&"unknown-id"));
}

/// A condition without its place in the pack.
fn shape(at: &Condition) -> String {
    let parts = at.parts().into_iter().map(shape).collect::<Vec<_>>().join(", ");
    match &at.node {
        ConditionNode::Fact(fact, test, cite) => format!("{fact:?} {test:?} {cite:?}"),
        ConditionNode::Rule(rule, cite) => format!("{rule:?} {cite:?}"),
        ConditionNode::All(_) => format!("all({parts})"),
        ConditionNode::Any(_) => format!("any({parts})"),
        ConditionNode::Not(_) => format!("not({parts})"),
        other => format!("{other:?}"),
    }
}

/// Where the AI Office is competent, it is told instead, and fines: Article 75(1) stands in three lists, since
/// each names the facts that would decide in its own way.
#[test]
fn the_ai_office_is_described_alike_where_it_is_competent_told_and_fines() {
    let pack = pack();
    let office = |id: &str| {
        let latest = pack.authorities.iter().rfind(|at| at.id == id);
        shape(latest.and_then(|at| at.when.as_ref()).expect("a condition"))
    };
    let competent = format!("any({}, {})", office("AU-7"), office("AU-6"));
    let told = pack.duties.iter().find(|at| at.id == "O-PRV-75-1a").expect("a duty");
    assert_eq!(told.when.as_ref().map(shape), Some(competent.clone()));
    assert_eq!(shape(&pack.raises.first().expect("a raise").when), competent);
}
