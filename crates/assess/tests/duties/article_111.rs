//! How long Article 111 protects, and what runs meanwhile.

use actlas_assess::drift::DutyChange;

use super::drift::between;
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
    // So it is with a listed use that may be exempt: what is brought by it either way is protected.
    let mut listed = ranking("2027-01-10");
    listed.as_object_mut().expect("facts").remove("claims_exemption");
    let duties = Case::system(&pack, listed, deployer()).on("2028-01-01", TODAY);
    for id in ["O-DEP-1", "O-DEP-4", "O-DEP-7", "O-DEP-27"] {
        assert_eq!(says(&duties, id, "deployer"), "legacy significant-change", "{id}");
    }
}

/// Article 111(2) as amended has a cut-off for each route: what decides about the design is asked all the same.
#[test]
fn an_unknown_design_of_what_is_for_public_authorities_is_asked_about() {
    let pack = pack();
    let check = |on: &str, known: &str, said: &[(&str, bool)], want: &[&str]| {
        let mut system = json!({"hiring_tasks": ["evaluate"], "performs_profiling": true,
            "first_placed_on": "2026-01-01"});
        for (fact, value) in said {
            system[*fact] = json!(value);
        }
        let duties = Case::system(&pack, system, provider()).on(on, known);
        let owing = find(&duties, "O-PRV-09", "provider").expect("a duty");
        assert_eq!(owing.status, DutyStatus::Open, "{on}");
        assert_eq!(owing.decided_by, want, "{said:?}");
    };
    let design = ["design_unchanged", "significant_design_change_on"];
    let public = ("for_public_authorities", true);
    let private = ("for_public_authorities", false);
    let small = ("large_scale_it_component", false);
    check("2028-06-01", TODAY, &[public, small], &design);
    check("2028-06-01", TODAY, &[private, small], &design);
    check("2028-06-01", "2026-07-20", &[public, small], &design);
    let all = ["large_scale_it_component", "design_unchanged", "significant_design_change_on"];
    check("2028-06-01", TODAY, &[public], &all);
    // What a stated day already tells is not asked.
    check("2030-09-01", TODAY, &[public, ("design_unchanged", true)], &all[..1]);
}

/// Fact base 0.2: what is brought on both routes is owed from the earlier one, whatever protects on the other; so a
/// condition that is unknown is open.
#[test]
fn a_protection_on_one_route_covers_no_other() {
    let pack = pack();
    let triage = json!({"emergency_tasks": ["patient_triage"], "performs_profiling": true,
        "product_law": {"has": ["medical_devices"], "complete": true},
        "place_in_product": "product_itself", "third_party_assessment": "required",
        "assessed_only_for_other_risks": false, "for_public_authorities": false,
        "large_scale_it_component": false, "first_placed_on": "2028-01-05",
        "design_unchanged": true});
    let check = |on: &str, controls: Option<bool>, want: &str, decides: &[&str]| {
        let mut system = triage.clone();
        if let Some(controls) = controls {
            system["controls_logs"] = json!(controls);
        }
        let duties = Case::system(&pack, system, provider()).on(on, TODAY);
        assert_eq!(says(&duties, "O-PRV-19", "provider"), want, "{on}");
        let decided_by = find(&duties, "O-PRV-19", "provider").map(|at| at.decided_by.clone());
        assert_eq!(decided_by.unwrap_or_default(), decides, "{on}");
    };
    check("2028-03-01", Some(true), "owed 2028-01-05", &[]);
    check("2028-03-01", None, "open 2028-01-05", &["controls_logs"]);
    check("2028-03-01", Some(false), "-", &[]);
}

/// T02: the protection is told until a change that is stated for a day to come, and the calendar has that day.
#[test]
fn a_change_to_come_ends_the_protection_on_its_day() {
    let pack = pack();
    let said = |leave_out: &[&str], change: &str| {
        let mut system = ranking("2027-01-10");
        let facts = system.as_object_mut().expect("facts");
        facts.retain(|id, _| id != "design_unchanged" && !leave_out.contains(&id.as_str()));
        system["significant_design_change_on"] = json!(change);
        let duties = Case::system(&pack, system, provider()).on(TODAY, TODAY);
        let mut calendar = Calendar::new(day(TODAY));
        calendar.add(&duties);
        let entry = calendar.entries().find(|at| at.duty == "O-PRV-09");
        let on_calendar = entry.map(|at| (at.happening, at.day, at.basis.clone()));
        let decides = find(&duties, "O-PRV-09", "provider").map(|at| at.decided_by.clone());
        (says(&duties, "O-PRV-09", "provider"), on_calendar, decides.unwrap_or_default())
    };
    let ends = |happening, on: &str| Some((happening, day(on), "Art. 111(2)".to_owned()));
    let none = Vec::<String>::new();
    let planned = ("legacy 2028-03-01".to_owned(), ends(Happening::ProtectionEnds, "2028-03-01"));
    let (planned, shown) = planned;
    assert_eq!(said(&[], "2028-03-01"), (planned.clone(), shown.clone(), none.clone()));
    // Whether it is for public authorities makes no difference to what ends sooner.
    assert_eq!(said(&["for_public_authorities"], "2028-03-01"), (planned.clone(), shown, none));
    // Article 111(1) protects whatever changes.
    let longer = said(&["large_scale_it_component"], "2028-03-01");
    let may = ends(Happening::ProtectionMayEnd, "2028-03-01");
    assert_eq!(longer, (planned, may, vec!["large_scale_it_component".to_owned()]));
    // Before the cut-off a change ends nothing.
    assert_eq!(said(&[], "2027-05-01"), ("legacy significant-change".to_owned(), None, Vec::new()));
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
    assert_eq!(says(&duties, "O-PRV-09", "provider"), "owed 2028-02-01");
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
    assert_eq!(due("2027-12-15", "2027-11"), None);
    assert_eq!(due("2027-12-15", "2027-12").as_deref(), Some("2027-12-25"), "not before it runs");
}

/// What the calendar says is to be met once a protection ends is owed then, and what is open then only may have to be.
#[test]
fn a_calendar_says_of_an_open_duty_that_it_may_have_to_be_met() {
    let pack = pack();
    let mut system = ranking("2027-01-10");
    system["for_public_authorities"] = json!(true);
    let on = |day: &str| Case::system(&pack, system.clone(), provider()).on(day, TODAY);
    let mut calendar = Calendar::new(day(TODAY));
    calendar.add(&on(TODAY));
    let then = on("2030-08-02");
    let (mut met, mut open) = (0, 0);
    for entry in calendar.entries().filter(|at| at.day == day("2030-08-02")) {
        let owing = find(&then, &entry.duty, &entry.role).expect("a duty");
        match entry.happening {
            Happening::ProtectionEnds => met += usize::from(owing.status == DutyStatus::Owed),
            Happening::ProtectionEndsIfOwed => {
                open += usize::from(owing.status == DutyStatus::Open);
                assert!(!entry.decided_by.is_empty(), "{}", entry.duty);
            }
            other => panic!("{} {other:?}", entry.duty),
        }
    }
    let all = calendar.entries().filter(|at| at.day == day("2030-08-02")).count();
    assert!(met > 0 && open > 0 && met + open == all, "{met} {open} {all}");
    let logs = calendar.entries().find(|at| at.duty == "O-PRV-19" && at.role == "provider");
    assert_eq!(logs.map(|at| at.happening), Some(Happening::ProtectionEndsIfOwed));
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
    assert_eq!(says(&model, "O-G-53c", "2027-08-02"), "open 2026-01-01");
}

/// Article 111(2): a stated day of a change says by itself that the design has not stayed.
#[test]
fn a_stated_change_ends_the_protection_whatever_else_is_said() {
    let pack = pack();
    let mut system = ranking("2027-01-10");
    system.as_object_mut().expect("facts").remove("design_unchanged");
    system["significant_design_change_on"] = json!("2028-03-01");
    let of = |system: &Value| {
        let duties = Case::system(&pack, system.clone(), provider()).on("2028-03-01", TODAY);
        let owing = find(&duties, "O-PRV-09", "provider").expect("a duty");
        (says(&duties, "O-PRV-09", "provider"), owing.decided_by.clone())
    };
    assert_eq!(of(&system), ("owed 2028-03-01".to_owned(), vec![]));
    // Before it nobody knows whether it was there at all.
    system.as_object_mut().expect("facts").remove("first_placed_on");
    assert_eq!(of(&system), ("owed 2027-12-02".to_owned(), vec!["first_placed_on".to_owned()]));
}

/// What a day says of a duty, the day it would be otherwise, and what decides.
fn reserved(duties: &Duties, id: &str, role: &str) -> (String, Option<String>, Vec<String>) {
    let owing = find(duties, id, role).expect("a duty");
    (says(duties, id, role), owing.if_existing.clone(), owing.decided_by.clone())
}

/// Fact base 1.5, T-111-2a: a system that is in use before its route starts is legacy, so that an unknown day is no
/// day after the cut-off.
#[test]
fn an_unknown_placing_date_is_reserved_before_the_duties_start() {
    let pack = pack();
    let mut system = ranking("2028-01-01");
    let of = |system: &Value, stage: Stage| {
        let case = Case::system(&pack, system.clone(), provider());
        reserved(&case.staged(stage, TODAY, TODAY), "O-PRV-09", "provider")
    };
    let placed = "later 2028-01-01".to_owned();
    assert_eq!(of(&system, Stage::InUse), (placed, None, vec![]), "placed after");
    system.as_object_mut().expect("facts").remove("first_placed_on");
    let later = "later 2027-12-02".to_owned();
    let asks = (later, Some("significant-change".to_owned()), vec!["first_placed_on".to_owned()]);
    for stage in [Stage::InUse, Stage::Unknown, Stage::Planned] {
        // What is planned today may be there before the duties start, and of its type others may be.
        assert_eq!(of(&system, stage), asks);
    }
    let case = Case::system(&pack, system, provider());
    let mut calendar = Calendar::new(day(TODAY));
    calendar.add(&case.staged(Stage::InUse, TODAY, TODAY));
    let begins = calendar.entries().find(|at| at.duty == "O-PRV-09").expect("an entry");
    assert_eq!((begins.holds, begins.unless_existing), (1, 1));
    assert_eq!(begins.unless_existing_words(), ", unless it is an existing one");
}

/// Fact base 1.5, T-111-3 and T-111-4: once a grace is over the duty is owed, since one of two days.
#[test]
fn an_unknown_placing_date_is_reserved_after_a_grace() {
    let pack = pack();
    let generator = json!({"generated_content": ["text"], "standard_editing_aid": false,
        "substantially_alters": true, "law_enforcement_purpose": false});
    let asks = vec!["first_placed_on".to_owned()];
    let duties = Case::system(&pack, generator.clone(), provider()).on("2026-12-02", TODAY);
    let want = ("owed 2026-08-02".to_owned(), Some("2026-12-02".to_owned()), asks.clone());
    assert_eq!(reserved(&duties, "O-50-2", "provider"), want);
    let words = find(&duties, "O-50-2", "provider").expect("a duty").when();
    assert!(words.contains("or since 2 December 2026 if it is an existing system"), "{words}");
    // What is said of the point agrees with what is said of the duty.
    let record = Case::system(&pack, generator.clone(), provider()).record();
    let view = View::new(&pack, day("2026-12-02"), day(TODAY)).expect("a view");
    let lowered = Lowered::new(view, Choices::defaults(&pack));
    let outcome = Assessor::new(&lowered, Settings::default()).assess(&record).outcome;
    let runs = outcome.applies.iter().find(|at| at.point == "art50.2").expect("a point");
    assert_eq!(runs.if_existing.as_deref(), Some("2026-12-02"));
    assert_eq!(runs.decided_by, asks);
    let mut known = generator;
    known["first_placed_on"] = json!("2026-08-02");
    let duties = Case::system(&pack, known, provider()).on("2026-12-02", TODAY);
    let want = ("owed 2026-08-02".to_owned(), None, vec![]);
    assert_eq!(reserved(&duties, "O-50-2", "provider"), want);
    let model = json!({"wide_range_of_tasks": true, "modifies_general_model": false,
        "prototype_only": false});
    let duties = Case::model(&pack, model, provider()).on("2027-08-02", TODAY);
    let want = ("owed 2025-08-02".to_owned(), Some("2027-08-02".to_owned()), asks);
    assert_eq!(reserved(&duties, "O-G-53c", "provider"), want);
}

/// Article 111(2), last sentence: for a private system there is no last day.
#[test]
fn a_protection_of_unknown_length_lasts_at_least() {
    let pack = pack();
    let mut system = ranking("2026-09-01");
    system.as_object_mut().expect("facts").remove("for_public_authorities");
    let duties = Case::system(&pack, system.clone(), provider()).on(TODAY, TODAY);
    let owing = find(&duties, "O-PRV-09", "provider").expect("a duty");
    assert!(owing.at_least);
    let mut calendar = Calendar::new(day(TODAY));
    calendar.add(&duties);
    let entry = calendar.entries().find(|at| at.duty == "O-PRV-09").expect("an entry");
    assert_eq!((entry.day, entry.happening), (day("2030-08-02"), Happening::ProtectionMayEnd));
    let before = Case::system(&pack, ranking("2028-01-01"), provider()).on(TODAY, TODAY);
    let drifted = between(Some(&before), Some(&duties)).expect("a change");
    let words = |id: &str| drifted.duties.iter().find(|at| at.duty == id).map(DutyChange::words);
    let want = "owed later 2 December 2027 → legacy at least until 2 August 2030";
    assert_eq!(words("O-PRV-09").as_deref(), Some(want));
    system["for_public_authorities"] = json!(true);
    let duties = Case::system(&pack, system.clone(), provider()).on(TODAY, TODAY);
    assert!(!find(&duties, "O-PRV-09", "provider").expect("a duty").at_least);
    // A component of a large-scale system has until the end of 2030, paragraph (1).
    system.as_object_mut().expect("facts").remove("large_scale_it_component");
    let duties = Case::system(&pack, system, provider()).on(TODAY, TODAY);
    let owing = find(&duties, "O-PRV-09", "provider").expect("a duty");
    assert_eq!(says(&duties, "O-PRV-09", "provider"), "legacy 2030-08-02");
    assert!(owing.at_least && owing.decided_by == ["large_scale_it_component"], "{owing:?}");
}

/// Article 3(9) and (11): what is not there yet owes nothing yet, but literacy.
#[test]
fn nothing_runs_before_something_is_placed() {
    let pack = pack();
    let of = |placed: &str, on: &str, id: &str| {
        let duties = Case::system(&pack, ranking(placed), provider()).on(on, TODAY);
        let owing = find(&duties, id, "provider").expect("a duty");
        (says(&duties, id, "provider"), owing.basis.clone(), owing.decided_by.join(" "))
    };
    let want =
        |says: &str, basis: &str, asks: &str| (says.to_owned(), basis.to_owned(), asks.to_owned());
    let placed = "Art. 3(9), Art. 3(11)";
    let (day, start) = ("2029-03-01", "2027-12-02");
    assert_eq!(of(day, "2028-06-01", "O-PRV-09"), want("later 2029-03-01", placed, ""));
    assert_eq!(of(day, "2029-02-28", "O-PRV-49").0, "later 2029-03-01");
    assert_eq!(of(day, day, "O-PRV-09"), want("owed 2029-03-01", placed, ""));
    assert_eq!(of(day, "2029-06-01", "O-PRV-09"), want("owed 2029-03-01", placed, ""));
    assert_eq!(of(day, "2027-06-01", "O-PRV-09"), want("later 2029-03-01", placed, ""));
    assert_eq!(of("2027-12-02", "2027-06-01", "O-PRV-09").0, format!("later {start}"));
    assert_eq!(
        of("2029", "2028-06-01", "O-PRV-09"),
        want("later 2029-01-01", placed, "first_placed_on")
    );
    assert_eq!(of(day, "2028-06-01", "O-LIT-1").0, "owed 2025-02-02");
    let model = |id: &str| {
        let model = json!({"wide_range_of_tasks": true, "modifies_general_model": false,
            "prototype_only": false, "training_compute": "1.1e25", "first_placed_on": "2027-03-01"});
        says(&Case::model(&pack, model, provider()).on(TODAY, TODAY), id, "provider")
    };
    assert_eq!(model("O-G-53c"), "later 2027-03-01");
    // The Commission is told while a model is still trained.
    assert_eq!(model("O-G-52"), "owed 2025-08-02");
}

/// Article 111(3): what is open of a protected model asks for nothing before the protection ends.
#[test]
fn what_is_open_waits_for_the_end_of_a_protection() {
    let pack = pack();
    let model = json!({"wide_range_of_tasks": true, "modifies_general_model": false,
        "prototype_only": false, "training_compute": "1e24", "designated_by_commission": false,
        "high_impact_capabilities": false, "first_placed_on": "2025-06-01"});
    let duties = Case::model(&pack, model, provider()).on(TODAY, TODAY);
    assert_eq!(says(&duties, "O-G-53a", "provider"), "open 2027-08-02");
    let owing = find(&duties, "O-G-53a", "provider").expect("a duty");
    assert_eq!((owing.basis.as_str(), owing.formal.as_deref()), ("Art. 111(3)", None));
    assert!(owing.decided_by.contains(&"licence_is_open".to_owned()), "{owing:?}");
}

/// Fact base 1.5, T-111-1 and T-111-2b: what may be brought asks for nothing before the first day on which the protection
/// may end, also where it may last longer.
#[test]
fn what_may_be_brought_waits_for_the_first_end_of_a_protection() {
    let pack = pack();
    let system = json!({"education_tasks": ["grading"],
        "first_placed_on": "2026-01-01", "design_unchanged": true, "for_public_authorities": true});
    let mut open = system.clone();
    open["large_scale_it_component"] = json!(false);
    for system in [open, system] {
        let duties = Case::system(&pack, system, provider()).on(TODAY, TODAY);
        assert_eq!(says(&duties, "O-PRV-09", "provider"), "open 2030-08-02");
    }
}

/// What is undecided because it is not known whether the Act applies asks what decides that.
#[test]
fn scope_that_is_undecided_is_asked_about() {
    let pack = pack();
    let mut system = ranking("2028-01-01");
    system["not_yet_on_market"] = json!(true);
    let duties = Case::system(&pack, system, provider()).on(TODAY, TODAY);
    let owing = find(&duties, "O-PRV-09", "provider").expect("a duty");
    assert_eq!(owing.decided_by, ["tested_in_real_world"]);
}

/// Article 111(2): that nobody stated when a listed system was first there is told after its rules have started too.
#[test]
fn a_listed_use_may_be_an_existing_system_after_the_start_as_before_it() {
    let pack = pack();
    let mut system = ranking("2028-01-01");
    let facts = system.as_object_mut().expect("facts");
    facts.retain(|id, _| {
        !["first_placed_on", "claims_exemption", "design_unchanged"].contains(&id.as_str())
    });
    let of = |on: &str| {
        let duties = Case::system(&pack, system.clone(), provider()).on(on, TODAY);
        let owing = find(&duties, "O-PRV-09", "provider").expect("a duty");
        assert_eq!(owing.status, DutyStatus::UnlessExempted, "{on}");
        owing.if_existing.clone()
    };
    let before = of("2027-12-01");
    assert!(before.is_some());
    assert_eq!(of("2027-12-02"), before);
}

/// Fact base 5.0, R-25-1c, and 1.5, T-111-2a: a new use that one actor gave an old system ends its protection for
/// all, unless it came before the cut-off.
#[test]
fn a_new_use_of_an_old_system_is_protected_for_nobody() {
    let pack = pack();
    let mut system = json!({"credit_tasks": ["creditworthiness"], "evaluates_natural_persons": true,
        "essential_private_service": true, "mainly_detects_financial_fraud": false,
        "prudential_only": false, "performs_profiling": true, "first_placed_on": "2024-03-01",
        "design_unchanged": true, "for_public_authorities": false,
        "large_scale_it_component": false, "provider_ruled_out_such_change": false});
    let bank = json!({"actor_role": ["deployer"], "actor_in_union": true,
        "gives_existing_system_this_use": true});
    let check = |system: &Value, on: &str, want: [&str; 4]| {
        let case = Case::system(&pack, system.clone(), provider());
        let bank = Actor { name: "B".to_owned(), statements: statements(&pack, &bank) };
        let mut record = case.record();
        record.actors.push(bank);
        let view = View::new(&pack, day(on), day(TODAY)).expect("a view");
        let lowered = Lowered::new(view, Choices::defaults(&pack));
        let mut assessor = Assessor::new(&lowered, Settings::default());
        let assessed = assessor.assess(&record);
        let duties = assessor.duties(&record, &assessed);
        let applies = assessed.outcome.applies.iter().find(|at| at.point == "annex3.5b");
        let applies = applies.expect("it applies");
        let until = applies.until.as_deref().or(applies.effective.as_deref()).unwrap_or_default();
        let owed = [("O-IP-1", "provider"), ("O-PRV-09", "provider"), ("O-DEP-27", "deployer")];
        let owed = owed.map(|(duty, role)| {
            let of = |at: &&Owing| at.duty == duty && at.role == role && at.held == Held::Holds;
            let owing = duties.duties.iter().find(of).expect("a duty");
            let day = owing.until.as_deref().or(owing.effective.as_deref()).unwrap_or_default();
            if owing.status == DutyStatus::Open {
                assert_eq!(owing.decided_by[0], "significant_design_change_on", "{duty}");
            }
            format!("{} {day}", owing.status.as_str())
        });
        assert_eq!(format!("{} {until}", applies.status), want[0], "{on}");
        assert_eq!(owed, want[1..], "{on}");
    };
    let later = "later 2027-12-02";
    check(&system, TODAY, [later, later, later, later]);
    let open = "open 2027-12-02";
    check(&system, "2028-03-01", ["unknown 2027-12-02", open, open, open]);
    system["significant_design_change_on"] = json!("2028-02-01");
    let since = "owed 2028-02-01";
    check(&system, "2028-03-01", ["now 2028-02-01", since, since, since]);
    system["significant_design_change_on"] = json!("2027-11-01");
    let legacy = "legacy significant-change";
    check(&system, "2028-03-01", [legacy, legacy, legacy, legacy]);
}
