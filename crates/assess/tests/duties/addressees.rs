//! Whose conduct is caught, and who is competent for it.

use super::*;

fn live_search() -> Value {
    json!({"uses_biometric_data": true, "identity_task": "identify",
        "compares_with_reference_database": true, "active_involvement": false, "real_time": true,
        "publicly_accessible_space": true, "used_by": ["law_enforcement"],
        "law_enforcement_purpose": true, "strictly_necessary": false})
}

/// Fact base 3.1, 5(1)(h), and trap 35: only use is prohibited. Who is stated to offer the system is caught only if
/// it uses it too; of whom no role is known, whoever acts is.
#[test]
fn a_prohibition_of_use_is_no_duty_of_who_only_offers() {
    let pack = pack();
    let held = |actor: Value| {
        let (outcome, duties) =
            Case::system(&pack, live_search(), actor).judged(Stage::Unknown, TODAY, TODAY);
        let held = find(&duties, "O-PROH-1", "anyone").map(|at| at.held);
        (outcome.indicated.class, held)
    };
    let prohibited = "prohibited".to_owned();
    let mut vendor = provider();
    assert_eq!(held(vendor.clone()), (prohibited.clone(), Some(Held::MayHold)));
    vendor["uses_under_own_authority"] = json!(true);
    assert_eq!(held(vendor.clone()), (prohibited.clone(), Some(Held::Holds)));
    vendor["uses_under_own_authority"] = json!(false);
    assert_eq!(held(vendor), ("listed".to_owned(), None));
    assert_eq!(held(deployer()), (prohibited.clone(), Some(Held::Holds)));
    assert_eq!(held(json!({})), (prohibited, Some(Held::Holds)));
}

/// Fact base 3.1, table of 5(1a): a deployer that uses an unsafe app for nothing of the kind owes nothing of it.
#[test]
fn a_prohibition_to_offer_is_no_duty_of_who_only_uses() {
    let pack = pack();
    let app = json!({"makes_intimate_material": true, "depicted_person_identifiable": true,
        "depicted_person_consents": false, "intimate_edit": "makes_new",
        "such_material_is_the_purpose": "none", "such_material_foreseeable": ["intimate"],
        "needs_significant_technical_change": "none", "safeguards_prevent": "none",
        "misuse_is_corrected": "none", "deployer_uses_for_such_material": "none"});
    let held = |app: &Value, actor: Value| {
        let duties = Case::system(&pack, app.clone(), actor).on("2026-12-05", TODAY);
        find(&duties, "O-PROH-1", "anyone").map(|at| (at.status, at.held))
    };
    let owed = |held| Some((DutyStatus::Owed, held));
    let only = |role: &str| json!({"actor_role": {"has": [role], "complete": true}, "actor_in_union": true});
    assert_eq!(held(&app, only("deployer")), None);
    assert_eq!(held(&app, deployer()), owed(Held::MayHold));
    assert_eq!(held(&app, only("provider")), owed(Held::Holds));
    // What is open for the maker is still asked.
    let mut asked = app.clone();
    asked.as_object_mut().expect("facts").remove("misuse_is_corrected");
    asked["safeguards_prevent"] = json!(["intimate"]);
    let open = Some((DutyStatus::Open, Held::Holds));
    assert_eq!(held(&asked, only("provider")), open);
    assert_eq!(held(&asked, only("deployer")), None);
}

fn competent(pack: &Pack, system: Value, actor: Value, role: &str) -> [Vec<String>; 2] {
    let duties = Case::system(pack, system, actor).on("2028-02-01", TODAY);
    let owing = find(&duties, "O-LIT-1", role).expect("a duty");
    [&owing.authority, &owing.authority_otherwise]
        .map(|of| of.iter().map(|at| at.kind.clone()).collect())
}

/// Fact base 5.25, AU-3: the supervisor of a bank only where a system is directly linked to its services; AU-6 excepts
/// banks only so far.
#[test]
fn a_recruiting_tool_of_a_bank_is_linked_to_no_financial_service() {
    let pack = pack();
    let mut system = ranking("2028-01-01");
    for (fact, value) in [
        ("built_on_own_model", json!(false)),
        ("in_very_large_platform", json!(false)),
        ("product_law", json!("none")),
        ("place_in_product", json!("neither")),
        ("infrastructure_sector", json!("none")),
        ("judicial_tasks", json!("none")),
        ("offered_for_any_purpose", json!(false)),
        ("used_by", json!("none")),
    ] {
        system[fact] = value;
    }
    let mut bank = provider();
    bank["financial_institution"] = json!(true);
    bank["public_body"] = json!(false);
    let of = |system: &Value| competent(&pack, system.clone(), bank.clone(), "provider");
    assert_eq!(of(&system), [vec!["market_surveillance"], vec!["financial"]]);
    let duties = Case::system(&pack, system.clone(), bank.clone()).on("2028-02-01", TODAY);
    let words =
        find(&duties, "O-LIT-1", "provider").expect("a duty").authority_words(&str::to_owned);
    assert!(words.ends_with(", or another (unsure: financial supervisor)"), "{words}");
    system["built_on_own_model"] = json!(true);
    let [sure, otherwise] = of(&system);
    assert_eq!(sure, ["market_surveillance"]);
    assert_eq!(otherwise, ["ai_office", "financial"]);
    for (fact, value) in [
        ("credit_tasks", json!(["credit_score"])),
        ("evaluates_natural_persons", json!(true)),
        ("essential_private_service", json!(true)),
        ("mainly_detects_financial_fraud", json!(false)),
        ("prudential_only", json!(false)),
    ] {
        system[fact] = value;
    }
    assert_eq!(of(&system), [vec!["financial"], vec![]]);
}

/// Fact base 5.25: AU-6 covers deployers only if they are the provider.
#[test]
fn a_provider_that_uses_its_own_system_has_one_authority() {
    let pack = pack();
    let system = json!({"built_on_own_model": true, "in_very_large_platform": false,
        "product_law": "none", "place_in_product": "neither", "infrastructure_sector": "none",
        "component_function": "other", "failure_endangers_people": false,
        "failure_endangers_property": false, "offered_for_any_purpose": false, "used_by": "none",
        "judicial_tasks": "none"});
    let actor = |roles: Value| {
        json!({"actor_role": roles, "actor_in_union": true, "public_body": false,
            "union_body": false, "financial_institution": false})
    };
    let of = |roles: Value| competent(&pack, system.clone(), actor(roles), "deployer");
    assert_eq!(of(json!(["provider", "deployer"])), [vec!["ai_office"], vec![]]);
    assert_eq!(of(json!(["deployer"])), [vec!["market_surveillance"], vec![]]);
}

/// Fact base 10.6, traps 24, 26 and 27: what a hospital is points to no listed use of a device.
#[test]
fn what_an_organisation_is_points_to_no_use() {
    let pack = pack();
    let device = json!({"product_law": {"has": ["medical_devices"], "complete": true},
        "place_in_product": "product_itself", "third_party_assessment": "required",
        "assessed_only_for_other_risks": false, "first_placed_on": "2028-09-01"});
    let mut hospital = deployer();
    hospital["public_body"] = json!(true);
    hospital["provides_public_services"] = json!(true);
    for system in [device, json!({})] {
        let duties = Case::system(&pack, system, hospital.clone()).on(TODAY, TODAY);
        for id in ["O-DEP-8", "O-DEP-27", "O-DEP-86"] {
            assert_eq!(says(&duties, id, "deployer"), "-", "{id}");
        }
    }
    // A listed use that is open is asked about all the same.
    let hiring = json!({"hiring_tasks": ["supporting_step"]});
    let duties = Case::system(&pack, hiring, hospital).on(TODAY, TODAY);
    assert_eq!(says(&duties, "O-DEP-27", "deployer"), "unless_exempted 2027-12-02");
}

/// Article 54(6): an open model has no representative unless it has systemic risk, which its computation tells.
#[test]
fn the_computation_decides_whether_an_open_model_has_a_representative() {
    let pack = pack();
    let model = json!({"wide_range_of_tasks": true, "placed_on_union_market": true,
        "modifies_general_model": false, "prototype_only": false, "licence_is_open": true,
        "model_information_public": true, "model_monetised": false,
        "designated_by_commission": false});
    let actor = json!({"actor_role": ["provider"], "actor_in_union": false});
    let duties = Case::model(&pack, model, actor).on(TODAY, TODAY);
    let owing = find(&duties, "O-G-54", "provider").expect("a duty");
    assert_eq!(owing.status, DutyStatus::Open);
    assert!(owing.decided_by.contains(&"training_compute".to_owned()), "{:?}", owing.decided_by);
}
