//! Ceilings: from when, and which.

use actlas_assess::duties::Fines;
use actlas_law::compute::Size;

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

/// Article 99(8): of a public authority national law says whether it is fined.
#[test]
fn a_public_authority_is_fined_by_national_law_if_at_all() {
    let pack = pack();
    let mut system = ranking("2028-01-01");
    let ceiling = |system: &Value, public: Option<bool>| {
        let mut actor = deployer();
        if let Some(public) = public {
            actor["public_body"] = json!(public);
        }
        let duties = Case::system(&pack, system.clone(), actor).on(TODAY, TODAY);
        find(&duties, "O-DEP-1", "deployer").expect("a duty").ceiling.clone()
    };
    let at = ceiling(&system, Some(true));
    assert_eq!((at.tier.as_str(), at.cite.as_str()), ("national", "Art. 99(8)"));
    assert_eq!(ceiling(&system, Some(false)).tier, "operator");
    assert_eq!(ceiling(&system, None).otherwise, None);
    system["used_by"] = json!(["public_authority"]);
    let at = ceiling(&system, None);
    let other = at.otherwise.expect("another ceiling");
    assert_eq!((at.tier.as_str(), other.cite.as_str()), ("operator", "Art. 99(8)"));
    assert_eq!(other.decided_by, ["public_body"]);
}

/// With a turnover the ceilings stand in euro beside the tiers.
#[test]
fn ceilings_are_worked_out_for_a_turnover() {
    let pack = pack();
    let mut duties = Case::system(&pack, ranking("2028-01-01"), provider()).on(TODAY, TODAY);
    let at_most = |duties: &Duties| {
        find(duties, "O-PRV-09", "provider").expect("a duty").ceiling.at_most.clone()
    };
    let view = View::new(&pack, day(TODAY), day(TODAY)).expect("a view");
    Fines::new(&view).work_out(&mut duties);
    assert_eq!(at_most(&duties), None);
    Fines::new(&view).of("120e6".parse().expect("a number"), Size::MidCap).work_out(&mut duties);
    assert_eq!(at_most(&duties).as_deref(), Some("3600000"));
}
