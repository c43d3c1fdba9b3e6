//! How long Article 111 protects, and what runs meanwhile.

use super::*;

/// Article 111(2), last sentence: whether it is meant for public authorities decides how long it is protected.
#[test]
fn a_protection_is_as_short_as_an_unknown_fact_may_make_it() {
    let pack = pack();
    let mut system = ranking("2025-01-01");
    system.as_object_mut().expect("facts").remove("for_public_authorities");
    let check = |system: &Value, on: &str, want: &str, decides: &[&str]| {
        let duties = Case::system(&pack, system.clone(), provider()).on(on, TODAY);
        assert_eq!(says(&duties, "O-PRV-09", "provider"), want, "{on}");
        let owing = find(&duties, "O-PRV-09", "provider").expect("a duty");
        assert_eq!(owing.decided_by, decides, "{on}");
    };
    check(&system, "2030-08-01", "legacy 2030-08-02", &["for_public_authorities"]);
    check(&system, "2030-08-02", "open 2027-12-02", &["for_public_authorities"]);
    let mut silent = system.clone();
    silent.as_object_mut().expect("facts").remove("large_scale_it_component");
    let both = ["for_public_authorities", "large_scale_it_component"];
    check(&silent, "2030-08-01", "legacy 2030-08-02", &both);
    check(
        &silent,
        "2031-01-01",
        "open 2027-12-02",
        &["large_scale_it_component", "for_public_authorities"],
    );
    system["for_public_authorities"] = json!(true);
    check(&system, "2030-08-01", "legacy 2030-08-02", &[]);
    check(&system, "2030-08-02", "owed 2030-08-02", &[]);
    // Whether a longer one protects it too is not known.
    let mut public = silent.clone();
    public["for_public_authorities"] = json!(true);
    check(&public, "2030-09-01", "open 2027-12-02", &["large_scale_it_component"]);
    system["for_public_authorities"] = json!(false);
    check(&system, "2030-08-02", "legacy significant-change", &[]);
}

/// A duty of which a condition is unknown asks for nothing while the system is protected.
#[test]
fn what_is_protected_is_not_open() {
    let pack = pack();
    let asks = |placed: &str| {
        let somewhere = json!({"actor_role": ["provider"]});
        let duties = Case::system(&pack, ranking(placed), somewhere).on("2028-01-01", TODAY);
        find(&duties, "O-PRV-22", "provider").map(|at| (at.status, at.decided_by.is_empty()))
    };
    assert_eq!(asks("2027-12-31"), Some((DutyStatus::Open, false)));
    assert_eq!(asks("2027-01-10"), Some((DutyStatus::Legacy, false)));
}

/// What sets the day: Article 113 its own letter, Article 111 none but for what it protects.
#[test]
fn a_day_of_article_111_has_no_letter_of_article_113() {
    let pack = pack();
    let mut system = ranking("2027-01-10");
    system["for_public_authorities"] = json!(true);
    let of = |on: &str| {
        let duties = Case::system(&pack, system.clone(), provider()).on(on, TODAY);
        let owing = find(&duties, "O-PRV-09", "provider").expect("a duty");
        (owing.status, owing.formal.clone())
    };
    assert_eq!(of("2030-08-01"), (DutyStatus::Legacy, Some("2027-12-02".to_owned())));
    assert_eq!(of("2030-08-02"), (DutyStatus::Owed, None));
}

/// A change in design ends a protection; where there was none, it sets no day.
#[test]
fn a_change_of_what_was_never_protected_sets_no_day() {
    let pack = pack();
    let mut system = ranking("2028-02-01");
    system["design_unchanged"] = json!(false);
    system["significant_design_change_on"] = json!("2028-06-01");
    let duties = Case::system(&pack, system, provider()).on("2028-07-01", TODAY);
    assert_eq!(says(&duties, "O-PRV-09", "provider"), "owed 2027-12-02");
}

/// An incident has a last day only under a duty that runs by then.
#[test]
fn a_last_day_follows_only_from_a_duty_that_runs() {
    let pack = pack();
    let due = |placed: &str, known: &str| {
        let mut system = ranking(placed);
        system["serious_incident"] = json!("death");
        system["incident_known_on"] = json!(known);
        let duties = Case::system(&pack, system, provider()).on("2028-01-15", TODAY);
        let owing = find(&duties, "O-PRV-73", "provider").expect("a duty");
        owing.due.as_ref().map(|due| due.latest.clone())
    };
    assert_eq!(due("2027-12-15", "2028-01-10").as_deref(), Some("2028-01-20"));
    assert_eq!(due("2027-01-10", "2028-01-10"), None);
    assert_eq!(due("2027-12-15", "2026-11-10"), None);
}

/// Article 111(3): once the protection has ended, what is open is dated by its end, as what is owed is.
#[test]
fn what_is_open_is_dated_by_the_end_of_a_protection() {
    let pack = pack();
    let mut model = json!({"wide_range_of_tasks": true, "prototype_only": false,
        "modifies_general_model": false, "placed_on_union_market": true, "first_placed_on": "2024-12-06"});
    let says = |model: &Value, duty: &str, on: &str| {
        let duties = Case::model(&pack, model.clone(), provider()).on(on, TODAY);
        says(&duties, duty, "provider")
    };
    assert_eq!(says(&model, "O-G-53c", "2027-08-02"), "owed 2027-08-02");
    assert_eq!(says(&model, "O-G-53-4", "2027-08-02"), "open 2027-08-02");
    assert_eq!(says(&model, "O-G-53-4", "2027-08-01"), "legacy 2027-08-02");
    model.as_object_mut().expect("facts").remove("modifies_general_model");
    assert_eq!(says(&model, "O-G-53c", "2027-08-02"), "open 2027-08-02");
    model["first_placed_on"] = json!("2026-01-01");
    assert_eq!(says(&model, "O-G-53c", "2027-08-02"), "open 2025-08-02");
}
