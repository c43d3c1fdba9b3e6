//! What changes from one answer to another, and by which amending provision.

use actlas_assess::drift::{
    Amended, Change, Drifted, DutyChange, Points, Side, State, Sum, Words, drift, points,
};

use super::*;

/// What became of duties, no point aside.
pub(crate) fn between(from: Option<&Duties>, to: Option<&Duties>) -> Option<Drifted> {
    let (points, amended) = (Points::new(), Amended::new());
    let side =
        |duties| Side { duties, points: &points, amended: &amended, purpose: Words::default() };
    drift(from.map(side), to.map(side))
}

/// What the amending act did to a listed use, and what a register that lost a record says.
#[test]
fn drift_names_the_amending_provision() {
    let pack = pack();
    let case = Case::system(&pack, ranking("2028-01-01"), provider());
    let (before, after) = (case.on(TODAY, "2026-06-01"), case.on(TODAY, TODAY));
    let drifted = between(Some(&before), Some(&after)).expect("it changes");
    assert_eq!(drifted.change, Change::Changed);
    let of = |id: &str| {
        let mine = |at: &&DutyChange| at.duty == id && at.role == "provider";
        drifted.duties.iter().find(mine).unwrap_or_else(|| panic!("{id} changes"))
    };
    let risk = of("O-PRV-09");
    let day = |at: &Option<State>| at.as_ref().and_then(|at| at.day.clone());
    assert_eq!(day(&risk.from).as_deref(), Some("2026-08-02"));
    assert_eq!(day(&risk.to).as_deref(), Some("2027-12-02"));
    assert_eq!(risk.because, ["Article 1, point 40 of Regulation (EU) 2026/1744"]);
    let literacy = of("O-LIT-1");
    assert_eq!(literacy.from, literacy.to, "only the words");
    assert!(literacy.wording.is_some());
    assert_eq!(literacy.because, ["Article 1, point 5 of Regulation (EU) 2026/1744"]);
    assert_eq!(between(Some(&after), Some(&after)), None);
    let exempt = Case::system(&pack, json!({"hiring_tasks": ["evaluate"]}), provider());
    let told = between(Some(&exempt.on(TODAY, TODAY)), Some(&after)).expect("facts were told");
    assert!(told.duties.iter().all(|at| at.because.is_empty()), "the law is the same");
    assert_eq!(between(Some(&after), None).map(|at| at.change), Some(Change::Gone));
    assert_eq!(between(None, Some(&after)).map(|at| at.change), Some(Change::Added));
    assert_eq!(between(None, None), None);
}

/// What goes out of use has changed, though its duties stand as they stood.
#[test]
fn drift_sees_a_change_of_stage() {
    let pack = pack();
    let now = Case::system(&pack, ranking("2028-01-01"), provider()).on(TODAY, TODAY);
    let mut retired = now.clone();
    retired.stage = "retired".to_owned();
    let drifted = between(Some(&now), Some(&retired)).expect("it changes");
    assert_eq!(drifted.stage, Some((now.stage.clone(), "retired".to_owned())));
    assert!(drifted.duties.is_empty());
    let mut sum = Sum::default();
    sum.add(&drifted);
    assert_eq!((sum.changed, sum.stages.len()), (1, 1));
    assert_eq!(between(None, Some(&retired)).and_then(|at| at.stage), None);
}

/// An incident that is stated, a last day that moves, what somebody attests, and another name.
#[test]
fn drift_sees_last_days_layers_and_names() {
    let pack = pack();
    let answer = |known_on: Option<&str>| {
        let mut facts = ranking("2027-12-03");
        if let (Some(day), Some(facts)) = (known_on, facts.as_object_mut()) {
            facts.insert("serious_incident".to_owned(), json!("death"));
            facts.insert("incident_known_on".to_owned(), json!(day));
        }
        Case::system(&pack, facts, provider()).on("2027-12-10", TODAY)
    };
    let (none, first, moved) =
        (answer(None), answer(Some("2027-12-05")), answer(Some("2027-12-07")));
    let due = |from: &Duties, to: &Duties| {
        let drifted = between(Some(from), Some(to)).expect("it changes");
        let report = drifted.duties.iter().find(|at| at.duty == "O-PRV-73").expect("a report");
        report.words()
    };
    assert!(due(&none, &first).ends_with("latest day 15 December 2027"), "{}", due(&none, &first));
    let words = due(&first, &moved);
    assert!(
        words.contains("15 December 2027 → ") && words.ends_with("17 December 2027"),
        "{words}"
    );
    let mut sure = first.clone();
    let report = sure.duties.iter_mut().find(|at| at.duty == "O-PRV-73").expect("a report");
    let was = std::mem::replace(&mut report.layer, "other".to_owned());
    assert!(due(&first, &sure).ends_with(&format!(", {was} → other")), "{}", due(&first, &sure));
    let mut renamed = first.clone();
    renamed.name = "Sieve".to_owned();
    let drifted = between(Some(&first), Some(&renamed)).expect("a name is told");
    assert_eq!(drifted.change, Change::Described);
    let mut sum = Sum::default();
    sum.add(&drifted);
    assert_eq!((sum.changed, sum.told.get("name")), (0, Some(&1)));
}

/// Article 111(2) was replaced by point 39, whatever point 40 did to the days.
#[test]
fn drift_names_what_made_a_protection() {
    let pack = pack();
    let lift = |public: bool| {
        json!({"product_law": {"has": ["lifts"], "complete": true},
        "place_in_product": "component", "component_function": "safety_function",
        "third_party_assessment": "required", "assessed_only_for_other_risks": false,
        "for_public_authorities": public, "large_scale_it_component": false,
        "first_placed_on": "2027-01-01", "design_unchanged": true})
    };
    for public in [true, false] {
        let case = Case::system(&pack, lift(public), provider());
        let (before, after) = (case.on(TODAY, "2026-06-01"), case.on(TODAY, TODAY));
        let drifted = between(Some(&before), Some(&after)).expect("it changes");
        let risk = drifted.duties.iter().find(|at| at.duty == "O-PRV-09").expect("a duty");
        assert_eq!(risk.from.as_ref().map(|at| at.status), Some(DutyStatus::Later));
        assert_eq!(risk.to.as_ref().map(|at| at.status), Some(DutyStatus::Legacy));
        assert_eq!(risk.because, ["Article 1, point 39 of Regulation (EU) 2026/1744"]);
    }
}

/// Machinery moved from Section A to Section B by point 41, and its duties of Chapter III went with it.
#[test]
fn drift_names_what_moved_a_point() {
    let pack = pack();
    let machine = json!({"product_law": {"has": ["machinery"], "complete": true},
        "place_in_product": "component", "component_function": "safety_function",
        "third_party_assessment": "required", "assessed_only_for_other_risks": false,
        "infrastructure_sector": "none", "offered_for_any_purpose": false,
        "first_placed_on": "2029-01-01"});
    let case = Case::system(&pack, machine, provider());
    let answer = |known: &str| {
        let (outcome, duties) = case.judged(Stage::Unknown, TODAY, known);
        let view = View::new(&pack, day(TODAY), day(known)).expect("a view");
        let lowered = Lowered::new(view, Choices::defaults(&pack));
        let amended = Assessor::new(&lowered, Settings::default()).amended_points();
        (points(&outcome), duties, amended)
    };
    let (before, after) = (answer("2026-06-01"), answer(TODAY));
    let (from, to) = (side(&before), side(&after));
    let drifted = drift(Some(from), Some(to)).expect("it changes");
    let moved = ["Article 1, point 41 of Regulation (EU) 2026/1744"];
    for id in ["annex1.1", "annex1.21"] {
        let point = drifted.points.iter().find(|at| at.point == id).expect("a point");
        assert_eq!(point.because, moved, "{id}");
    }
    let gone = drifted.duties.iter().find(|at| at.duty == "O-PRV-09").expect("a duty");
    assert_eq!(
        (gone.to.as_ref(), gone.because.as_slice()),
        (None, moved.map(str::to_owned).as_slice())
    );
    // Under one and the same view the law changed nothing.
    let none = (Points::new(), after.1.clone(), after.2.clone());
    let drifted = drift(Some(side(&none)), Some(to)).expect("points differ");
    assert!(drifted.points.iter().all(|at| at.because.is_empty()));
}

fn side((points, duties, amended): &(Points, Duties, Amended)) -> Side<'_> {
    Side { duties, points, amended, purpose: Words::default() }
}
