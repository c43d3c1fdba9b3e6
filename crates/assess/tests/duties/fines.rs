//! Ceilings: from when, and which.

use super::*;

/// Article 113(3)(b) and (2): duties can run before the articles that fine.
#[test]
fn nobody_is_fined_before_the_article_that_fines() {
    let pack = pack();
    let model = json!({"wide_range_of_tasks": true, "modifies_general_model": false,
        "prototype_only": false, "training_compute": "1.1e25", "first_placed_on": "2025-08-10"});
    let case = Case::model(&pack, model, provider());
    let from = |on: &str| {
        let duties = case.on(on, on);
        let owing = find(&duties, "O-G-52", "provider").expect("a duty");
        owing.ceiling.from.clone()
    };
    assert_eq!(from("2025-09-01").as_deref(), Some("2026-08-02"));
    assert_eq!(from("2026-08-02"), None);
}

/// Article 75c(4): where a fact decides between national law and the ceiling of the Act, both are told.
#[test]
fn a_ceiling_that_a_fact_decides_names_it() {
    let pack = pack();
    let mut system = ranking("2028-01-01");
    let other = |system: &Value| {
        let duties = Case::system(&pack, system.clone(), provider()).on(TODAY, TODAY);
        let owing = find(&duties, "O-LIT-1", "provider").expect("a duty");
        owing.ceiling.otherwise.clone()
    };
    assert_eq!(other(&system), None);
    system["built_on_own_model"] = json!(true);
    let other = other(&system).expect("another ceiling");
    assert_eq!(other.cite, "Art. 75c(4)");
    assert!(other.decided_by.contains(&"financial_institution".to_owned()), "{other:?}");
}
