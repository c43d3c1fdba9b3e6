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
    let decides = other(&system).expect("another ceiling").decided_by;
    assert_eq!(
        decides[..3],
        ["in_very_large_platform", "built_on_own_model", "financial_institution"]
    );
    // The points of the exceptions are named by what each asks first.
    assert_eq!(decides[3..], ["public_body", "used_by", "product_law", "infrastructure_sector"]);
    system["in_very_large_platform"] = json!(false);
    system["built_on_own_model"] = json!(false);
    assert_eq!(other(&system), None);
    system["built_on_own_model"] = json!(true);
    let other = other(&system).expect("another ceiling");
    assert_eq!(other.cite, "Art. 75c(4)");
    assert!(other.decided_by.contains(&"financial_institution".to_owned()), "{other:?}");
    // Where only points are left, each is named by what it asks first.
    let mut actor = provider();
    actor["financial_institution"] = json!(false);
    actor["public_body"] = json!(false);
    let duties = Case::system(&pack, system, actor).on(TODAY, TODAY);
    let ceiling = &find(&duties, "O-LIT-1", "provider").expect("a duty").ceiling;
    let decides = ceiling.otherwise.as_ref().map(|at| at.decided_by.join(" "));
    assert_eq!(decides.as_deref(), Some("product_law infrastructure_sector used_by"));
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
    Fines::default().work_out(&mut duties);
    assert_eq!(at_most(&duties), None);
    Fines::of("120e6".parse().expect("a number"), Size::MidCap).work_out(&mut duties);
    assert_eq!(at_most(&duties).as_deref(), Some("3600000"));
}

/// Article 100: an institution of the Union has fixed ceilings, and one supervisor.
#[test]
fn institutions_of_the_union_have_ceilings_of_their_own() {
    let pack = pack();
    let mut actor = deployer();
    actor["public_body"] = json!(true);
    let of = |actor: &Value| {
        let mut duties = Case::system(&pack, ranking("2028-01-01"), actor.clone()).on(TODAY, TODAY);
        let words = Fines::default()
            .words(&find(&duties, "O-LIT-1", "deployer").expect("a duty").ceiling, &str::to_owned);
        Fines::of("2e9".parse().expect("a number"), Size::Large).work_out(&mut duties);
        let owing = find(&duties, "O-LIT-1", "deployer").expect("a duty");
        let kinds: Vec<String> = owing.authority.iter().map(|at| at.kind.clone()).collect();
        let asks: Vec<String> = owing
            .authority_otherwise
            .iter()
            .filter(|at| at.kind == "edps")
            .flat_map(|at| at.decided_by.clone())
            .collect();
        (words, owing.ceiling.at_most.clone(), kinds.join(" "), asks.join(" "))
    };
    let at = of(&actor);
    assert_eq!((at.1, at.2.as_str(), at.3.as_str()), (None, "market_surveillance", "union_body"));
    actor["union_body"] = json!(true);
    let at = of(&actor);
    assert_eq!(at.0, "at most EUR 750 000 (Art. 100(3))");
    assert_eq!((at.1.as_deref(), at.2.as_str(), at.3.as_str()), (Some("750000"), "edps", ""));
    actor["public_body"] = json!(false);
    actor.as_object_mut().expect("facts").remove("union_body");
    assert_eq!(of(&actor).3, "", "no public body is no institution of the Union");
}

/// Article 99(6a): what only starts under the amending act has its ceilings too, small mid-caps known; what runs
/// before has those of the first act.
#[test]
fn a_ceiling_is_read_by_the_law_under_which_the_duty_starts() {
    let pack = pack();
    let at_most = |on: &str, id: &str| {
        let mut duties =
            Case::system(&pack, ranking("2028-01-01"), provider()).on(on, "2026-07-25");
        Fines::of("120e6".parse().expect("a number"), Size::MidCap).work_out(&mut duties);
        let owing = find(&duties, id, "provider").expect("a duty");
        owing.ceiling.at_most.clone()
    };
    assert_eq!(at_most("2026-07-26", "O-PRV-09").as_deref(), Some("3600000"));
    assert_eq!(at_most("2026-07-27", "O-PRV-09").as_deref(), Some("3600000"));
    let case = Case::system(&pack, ranking("2028-01-01"), provider());
    let words = |on: &str| {
        let duties = case.on(on, on);
        let owing = find(&duties, "O-PRV-09", "provider").expect("a duty");
        Fines::default().words(&owing.ceiling, &str::to_owned)
    };
    assert!(!words("2026-07-23").contains("mid-caps"), "{}", words("2026-07-23"));
    assert!(words("2026-07-26").contains("mid-caps"), "{}", words("2026-07-26"));
}
