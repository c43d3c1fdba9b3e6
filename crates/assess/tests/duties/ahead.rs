//! Days before an act that is published: what only starts once it is in force is what it then says.

use super::*;

const BEFORE: &str = "2026-06-01";

fn machine(law: Value) -> Value {
    json!({"product_law": law, "place_in_product": "product_itself", "third_party_assessment": "required",
        "assessed_only_for_other_risks": false, "first_placed_on": "2028-09-01"})
}

#[test]
fn what_the_act_takes_out_is_not_owed_from_the_days_it_sets() {
    let pack = pack();
    let check = |law: Value, known: &str, want: &str| {
        let duties = Case::system(&pack, machine(law), provider()).on(BEFORE, known);
        assert_eq!(says(&duties, "O-PRV-09", "provider"), want);
    };
    // As published, machinery is under Section A from August 2027; the omnibus moves it to Section B.
    check(json!(["machinery"]), "2026-06-01", "later 2028-09-01");
    check(
        json!({"has": ["machinery"], "not": ["toys", "lifts", "medical_devices"]}),
        TODAY,
        "open 2028-09-01",
    );
    check(json!(["toys"]), TODAY, "later 2028-09-01");
}

/// What stands in the text of the day alone is owed on the day, and what comes with the act is said.
#[test]
fn what_runs_on_the_day_stays_and_what_the_act_adds_is_told() {
    let pack = pack();
    let system = json!({"makes_intimate_material": true, "depicted_person_identifiable": true,
        "depicted_person_consents": false, "such_material_is_the_purpose": ["intimate"],
        "intimate_edit": "exposes_or_changes"});
    let case = Case::system(&pack, system, provider());
    let duties = case.on(BEFORE, TODAY);
    assert_eq!(says(&duties, "O-LIT-1", "provider"), "owed 2025-02-02");
    let ban: Vec<&Owing> =
        duties.duties.iter().filter(|at| at.ceiling.tier == "prohibited").collect();
    assert!(ban.iter().any(|at| at.effective.as_deref() == Some("2026-12-02")), "{ban:?}");
    assert!(ban.iter().all(|at| at.status == DutyStatus::Later), "{ban:?}");
    assert!(case.on(BEFORE, BEFORE).duties.iter().all(|at| at.ceiling.tier != "prohibited"));
    // The catalogue's order, actor by actor and role by role, is that of any other day.
    let order = |duties: &Duties| -> Vec<(String, String)> {
        duties.duties.iter().map(|at| (at.role.clone(), at.duty.clone())).collect()
    };
    let after = order(&case.on("2026-09-01", TODAY));
    let shared: Vec<_> = order(&duties).into_iter().filter(|at| after.contains(at)).collect();
    let same: Vec<_> = after.into_iter().filter(|at| shared.contains(at)).collect();
    assert_eq!(shared, same);
}

/// Actors without names are told apart on such a day as on any other.
#[test]
fn actors_of_one_name_keep_their_duties() {
    let pack = pack();
    let mut record = Case::system(&pack, machine(json!(["toys"])), provider()).record();
    record.actors.push(record.actors[0].clone());
    let view = View::new(&pack, day(BEFORE), day(TODAY)).expect("a view");
    let lowered = Lowered::new(view, Choices::defaults(&pack));
    let mut assessor = Assessor::new(&lowered, Settings::default());
    let assessed = assessor.assess(&record);
    let duties = assessor.duties(&record, &assessed);
    let of = |at: &&Owing| at.duty == "O-PRV-09" && at.role == "provider";
    assert_eq!(duties.duties.iter().filter(of).count(), 2);
}
