//! What is named as evidence of a duty: claims and a day in, where the duty's evidence stands out.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

use std::sync::LazyLock;

use actlas_assess::duties::{Duties, Owing, Shown, Stands};
use actlas_assess::{Assessor, Settings};
use actlas_facts::{
    Actor, Date, FileSeen, Layer, Named, Place, Raw, Record, Statement, parse_date,
};
use actlas_law::{Choices, Lowered, Pack, PackFiles, View};
use proptest::prelude::*;
use serde_json::json;

fn day(text: &str) -> Date {
    parse_date(text).expect("a day").0
}

static PACK: LazyLock<Pack> = LazyLock::new(|| Pack::load(&PackFiles::embedded()).0);

fn says(id: &str, value: serde_json::Value) -> Statement {
    let ix = PACK.vocabulary.find(id).expect("a fact");
    let fact = PACK.vocabulary.get(ix).expect("a fact");
    let read = fact.read(Raw::Json(&value)).expect("a value");
    Statement::new(ix, read, Layer::Attested, "somebody")
}

/// An actor `A` in the Union, in a role.
fn record(role: &str, statements: Vec<Statement>, named: Vec<Named>) -> Record {
    let of_actor = vec![says("actor_role", json!([role])), says("actor_in_union", json!(true))];
    let actor = Actor { name: "A".to_owned(), statements: of_actor };
    Record { id: "R".to_owned(), statements, actors: vec![actor], named, ..Record::default() }
}

/// Those of a deployer of any AI system: it owes literacy from 2 February 2025 on.
fn duties(named: Vec<Named>, on: &str) -> Duties {
    judged(&record("deployer", Vec::new(), named), on)
}

fn judged(record: &Record, on: &str) -> Duties {
    let pack = &*PACK;
    let view = View::new(pack, day(on), day("2026-11-21")).expect("a view");
    let lowered = Lowered::new(view, Choices::defaults(pack));
    let mut assessor = Assessor::new(&lowered, Settings::default());
    let assessed = assessor.assess(record);
    assessor.duties(record, &assessed)
}

fn literacy(duties: &Duties) -> &Owing {
    let owing = duties.duties.iter().find(|at| at.duty == "O-LIT-1" && at.role == "deployer");
    owing.expect("the duty")
}

/// A claim written as `2026-01-01..2027-01-01`, with what differs from the usual after it.
fn named(text: &str) -> Named {
    let (days, rest) = text.split_once(' ').unwrap_or((text, ""));
    let (at, until) = days.split_once("..").expect("two days");
    let said = |key: &str| {
        let found = rest.split(' ').find_map(|word| word.strip_prefix(key)?.strip_prefix('='));
        found.unwrap_or_default().to_owned()
    };
    let duty = said("duty");
    Named {
        duty: if duty.is_empty() { "O-LIT-1".to_owned() } else { duty },
        actor: said("actor"),
        role: said("role"),
        by: "Ann Example".to_owned(),
        at: day(at),
        until: (!until.is_empty()).then(|| day(until)),
        source: "plan.pdf".to_owned(),
        sha256: String::new(),
        why: String::new(),
        file: match rest {
            rest if rest.contains("differs") => FileSeen::Differs,
            rest if rest.contains("absent") => FileSeen::Absent,
            _ => FileSeen::Unseen,
        },
        place: Place::file("x.facts.jsonl").line(1),
    }
}

#[test]
fn claims_count_on_their_days() {
    let none: &[&str] = &[];
    for (on, claims, want, findings) in [
        ("2026-11-21", none, Shown::Missing, none),
        ("2026-11-21", &["2026-01-01.."], Shown::Evidenced, none),
        ("2026-11-21", &["2026-11-21..2026-11-21"], Shown::Evidenced, none),
        ("2026-11-22", &["2026-11-21..2026-11-21"], Shown::Expired, none),
        ("2026-11-20", &["2026-11-21.."], Shown::Missing, none),
        ("2026-11-21", &["2025-01-01..2026-01-01", "2026-01-02.."], Shown::Evidenced, none),
        ("2026-11-21", &["2026-01-01.. differs"], Shown::Missing, &["evidence-file-differs"]),
        ("2026-11-21", &["2026-01-01.. absent"], Shown::Missing, &["evidence-file-missing"]),
        ("2026-11-21", &["2026-01-01.. actor=A role=deployer"], Shown::Evidenced, none),
        (
            "2026-11-21",
            &["2026-01-01.. role=importer"],
            Shown::Missing,
            &["evidence-not-asked-for"],
        ),
        ("2026-11-21", &["2026-01-01.. actor=B"], Shown::Missing, &["evidence-not-asked-for"]),
        ("2026-11-21", &["2026-01-01.. role=king"], Shown::Missing, &["evidence-unusable"]),
        ("2026-11-21", &["2026-01-01.. duty=O-LIT-11"], Shown::Missing, &["duty-not-in-catalogue"]),
        ("2026-11-21", &["2026-01-01.. duty=O-G-53a"], Shown::Missing, &["evidence-not-asked-for"]),
        // Before the duty runs nothing has to be named.
        ("2025-02-01", none, Shown::NotDue, none),
    ] {
        let duties = duties(claims.iter().map(|text| named(text)).collect(), on);
        let owing = literacy(&duties);
        assert_eq!(owing.shown, want, "{claims:?} on {on}: {:?}", owing.named);
        let codes: Vec<&str> = duties.findings.iter().map(|at| at.code.as_str()).collect();
        assert_eq!(codes, findings, "{claims:?} on {on}");
    }
}

/// Nothing waits for evidence that waits for an event itself.
#[test]
fn what_stands_by_is_not_missing() {
    let duties = duties(Vec::new(), "2026-11-21");
    let events: Vec<&Owing> = duties.duties.iter().filter(|at| !at.event.is_empty()).collect();
    assert!(!events.is_empty());
    assert!(events.iter().all(|at| at.shown == Shown::NotDue), "{events:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// A claim changes neither class nor status nor day of any duty.
    #[test]
    fn claims_change_nothing_but_themselves(days in 0i64..2_000, length in 0i64..800) {
        let at = day("2024-01-01") + time_of(days);
        let claim = Named { at, until: Some(at + time_of(length)), ..named("2026-01-01..") };
        let (with, without) = (duties(vec![claim], "2026-11-21"), duties(Vec::new(), "2026-11-21"));
        prop_assert_eq!(&with.class, &without.class);
        let bare = |duties: &Duties| {
            let mut all = duties.duties.clone();
            all.iter_mut().for_each(|at| { at.named.clear(); at.shown = Shown::NotDue; });
            all
        };
        prop_assert_eq!(bare(&with), bare(&without));
    }
}

/// Article 73: what was named before an incident was known is no report of it.
#[test]
fn what_is_older_than_an_incident_reports_none() {
    let facts = [
        ("hiring_tasks", json!(["evaluate"])),
        ("performs_profiling", json!(true)),
        ("first_placed_on", json!("2027-12-15")),
        ("serious_incident", json!("other")),
        ("incident_known_on", json!("2028-01-10")),
    ];
    let of = |at: &str| {
        let named = named(&format!("{at}.. duty=O-PRV-73"));
        let statements = facts.iter().map(|(id, value)| says(id, value.clone())).collect();
        let duties = judged(&record("provider", statements, vec![named]), "2028-02-01");
        let owing = duties.duties.iter().find(|at| at.duty == "O-PRV-73").expect("the duty");
        (owing.shown, owing.named[0].stands)
    };
    assert_eq!(of("2028-01-09"), (Shown::Missing, Stands::Early));
    assert_eq!(of("2028-01-10"), (Shown::Evidenced, Stands::Valid));
}

fn time_of(days: i64) -> time::Duration {
    time::Duration::days(days)
}
