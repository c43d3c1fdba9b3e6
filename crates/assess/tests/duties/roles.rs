//! Who owes at all.

use super::*;

/// Article 2(10), T48: a private person owes nothing as a deployer, whatever is stated of the role.
#[test]
fn a_private_person_owes_nothing_as_a_deployer() {
    let pack = pack();
    let of = |private: bool| {
        let actor = json!({"actor_role": ["deployer"], "private_use": private});
        let duties = Case::system(&pack, ranking("2028-01-01"), actor).on("2028-02-01", TODAY);
        duties.duties.iter().filter(|at| at.role == "deployer").count()
    };
    assert!(of(false) > 0);
    assert_eq!(of(true), 0);
}

/// Article 2(1)(b) and (c): the provider's link to the Union is not that of somebody who uses the system elsewhere.
#[test]
fn a_deployer_elsewhere_is_reached_by_the_output_alone() {
    let pack = pack();
    let of = |output: Option<bool>| {
        let mut system = ranking("2028-01-01");
        system["placed_on_union_market"] = json!(true);
        if let Some(used) = output {
            system["output_used_in_union"] = json!(used);
        }
        let actor = json!({"actor_role": ["deployer"], "actor_in_union": false});
        let duties = Case::system(&pack, system, actor).on("2028-02-01", TODAY);
        let owing = find(&duties, "O-DEP-1", "deployer");
        owing.map(|at| (at.status, at.decided_by.join(" ")))
    };
    assert_eq!(of(Some(false)), None);
    assert_eq!(of(Some(true)), Some((DutyStatus::Owed, String::new())));
    assert_eq!(of(None), Some((DutyStatus::Open, "output_used_in_union".to_owned())));
}

/// Article 25(1)(c): who made a system that is not high-risk owes nothing for the use that somebody else gave it.
#[test]
fn a_use_that_another_gave_is_not_that_of_the_first_provider() {
    let pack = pack();
    let of = |what: &str| {
        let mut record = Case::system(&pack, ranking("2028-01-01"), json!({})).record();
        let new = json!({"actor_role": ["deployer"], what: true});
        record.actors = [("First", json!({"actor_role": ["provider"]})), ("New", new)]
            .map(|(name, facts)| Actor {
                name: name.to_owned(),
                statements: statements(&pack, &facts),
            })
            .into();
        let view = View::new(&pack, day("2028-02-01"), day(TODAY)).expect("a view");
        let lowered = Lowered::new(view, Choices::defaults(&pack));
        let mut assessor = Assessor::new(&lowered, Settings::default());
        let assessed = assessor.assess(&record);
        let owed = assessor.duties(&record, &assessed).duties;
        let by = |name: &str, duty: &str| {
            owed.iter().any(|at| at.actor == name && at.duty == duty && at.role == "provider")
        };
        (
            by("First", "O-PRV-09"),
            by("First", "O-IP-1"),
            by("First", "O-LIT-1"),
            by("New", "O-PRV-09"),
        )
    };
    assert_eq!(of("gives_existing_system_this_use"), (false, true, true, true));
    assert_eq!(of("rebrands_existing_system"), (true, true, true, true));
}

/// Article 3(9): what is only tested is not there yet, whatever has started.
#[test]
fn what_is_only_tested_owes_nothing_of_what_waits_for_placing() {
    let pack = pack();
    let bot = json!({"not_yet_on_market": true, "tested_in_real_world": true, "interacts_with_people": true,
        "nature_is_obvious": false, "law_enforcement_purpose": false});
    let of = |bot: &Value| {
        let duties = Case::system(&pack, bot.clone(), provider()).on(TODAY, TODAY);
        let owing = find(&duties, "O-50-1", "provider").expect("a duty");
        assert_eq!(says(&duties, "O-LIT-1", "provider"), "owed 2025-02-02");
        (owing.status, owing.decided_by.join(" "))
    };
    assert_eq!(of(&bot), (DutyStatus::Open, "first_placed_on".to_owned()));
    let mut placed = bot;
    placed["not_yet_on_market"] = json!(false);
    assert_eq!(of(&placed), (DutyStatus::Owed, String::new()));
}

/// Article 5(2): a condition that turns on a rule of another article is open as one that turns on a fact.
#[test]
fn a_condition_about_another_rule_is_open() {
    let pack = pack();
    let mut live = json!({"uses_biometric_data": true, "identity_task": "identify", "real_time": true,
        "publicly_accessible_space": true, "used_by": ["law_enforcement"], "active_involvement": false,
        "law_enforcement_purpose": true});
    let of = |live: &Value| {
        let duties = Case::system(&pack, live.clone(), deployer()).on(TODAY, TODAY);
        let owing = find(&duties, "RBI-1", "deployer");
        owing.map(|at| (at.status, at.decided_by.join(" ")))
    };
    let decides = "compares_with_reference_database".to_owned();
    assert_eq!(of(&live), Some((DutyStatus::Open, decides)));
    live["compares_with_reference_database"] = json!(true);
    assert_eq!(of(&live), Some((DutyStatus::Owed, String::new())));
    live["compares_with_reference_database"] = json!(false);
    assert_eq!(of(&live), None);
}

/// Article 25(2): the first provider helps; who took the system over does not help itself.
#[test]
fn only_the_first_provider_helps_the_new_one() {
    let pack = pack();
    let actor = |name: &str, facts: Value| Actor {
        name: name.to_owned(),
        statements: statements(&pack, &facts),
    };
    let status = |ruled_out: Option<bool>| {
        let new = json!({"actor_role": ["provider"], "rebrands_existing_system": true});
        let first = json!({"actor_role": ["provider"]});
        let mut system = ranking("2028-01-01");
        // Of the system, since it is the first provider's word and the new one's change.
        if let Some(out) = ruled_out {
            system["provider_ruled_out_such_change"] = json!(out);
        }
        let mut record = Case::system(&pack, system, json!({})).record();
        record.actors = vec![actor("new", new), actor("first", first)];
        let view = View::new(&pack, day("2028-02-01"), day(TODAY)).expect("a view");
        let lowered = Lowered::new(view, Choices::defaults(&pack));
        let settings = Settings { all_missing: true, ..Settings::default() };
        let mut assessor = Assessor::new(&lowered, settings);
        let assessed = assessor.assess(&record);
        let duties = assessor.duties(&record, &assessed);
        let of = |name: &str| {
            let mine = duties.duties.iter().find(|at| at.duty == "O-IP-1" && at.actor == name);
            mine.map(|at| (at.status, at.decided_by.join(" ")))
        };
        (of("new"), of("first"))
    };
    let open = (DutyStatus::Open, "provider_ruled_out_such_change".to_owned());
    assert_eq!(status(Some(false)), (None, Some((DutyStatus::Owed, String::new()))));
    assert_eq!(status(None), (None, Some(open)));
    assert_eq!(status(Some(true)), (None, None));
}

/// A role that is asked for leaves out the duties of others, and changes nothing that is said of the system.
#[test]
fn a_role_narrows_the_list_and_not_the_law() {
    let pack = pack();
    let view = View::new(&pack, day("2028-02-01"), day(TODAY)).expect("a view");
    let lowered = Lowered::new(view, Choices::defaults(&pack));
    let fact = pack.vocabulary.find("actor_role").and_then(|at| pack.vocabulary.get(at));
    let roles = fact.expect("roles").kind.options();
    let chats = json!({"interacts_with_people": true, "placed_on_union_market": true});
    let records = [
        Case::system(&pack, ranking("2028-01-01"), json!({})).record(),
        Case::system(&pack, chats, provider()).record(),
        Case::system(&pack, ranking("2026-01-01"), deployer()).record(),
    ];
    let ask = |record: &Record, role: Option<usize>| {
        let role = role.map(|at| actlas_facts::OptionIx(u8::try_from(at).expect("few roles")));
        let mut assessor = Assessor::new(&lowered, Settings { role, ..Settings::default() });
        let assessed = assessor.assess(record);
        let duties = assessor.duties(record, &assessed).duties;
        (assessed.outcome, duties)
    };
    for record in &records {
        let (outcome, duties) = ask(record, None);
        for (at, role) in roles.iter().enumerate() {
            let (narrowed, listed) = ask(record, Some(at));
            assert_eq!(narrowed, outcome, "{}", role.id);
            let mine = duties.iter().filter(|at| at.role == role.id || at.role == "anyone");
            assert_eq!(listed, mine.cloned().collect::<Vec<Owing>>(), "{}", role.id);
        }
    }
}

/// A layer is established only where attested facts alone say so: of the role, of what brings the duty, and
/// of what leaves it open.
#[test]
fn a_duty_is_established_by_attested_facts_alone() {
    let pack = pack();
    let model = json!({"wide_range_of_tasks": true, "training_compute": "3e25",
        "first_placed_on": "2026-01-01", "licence_is_open": true});
    let case = Case::model(&pack, model, provider());
    let view = View::new(&pack, day(TODAY), day(TODAY)).expect("a view");
    let lowered = Lowered::new(view, Choices::defaults(&pack));
    let layers = |of_model: Layer, of_actor: Layer| {
        let mut record = case.record();
        record.statements.iter_mut().for_each(|at| at.layer = of_model);
        let actors = record.actors.iter_mut().flat_map(|at| &mut at.statements);
        actors.for_each(|at| at.layer = of_actor);
        let mut assessor = Assessor::new(&lowered, Settings::default());
        let assessed = assessor.assess(&record);
        let duties = assessor.duties(&record, &assessed).duties;
        assert!(duties.iter().any(|at| at.status == DutyStatus::Open));
        let sure = duties.iter().filter(|at| at.layer == "established").count();
        (sure, duties.len())
    };
    assert_eq!(layers(Layer::Proposed, Layer::Proposed).0, 0);
    assert_eq!(layers(Layer::Proposed, Layer::Attested).0, 0);
    assert_eq!(layers(Layer::Attested, Layer::Proposed).0, 0);
    // What rests on an assumption, such as that no prototype is meant, stays indicated.
    assert!(layers(Layer::Attested, Layer::Attested).0 > 0);
}

/// Duties of a record with a vendor and somebody who does something to its system.
fn taken_over(pack: &Pack, other: Value) -> Duties {
    let mut system = ranking("2028-01-01");
    let facts = system.as_object_mut().expect("facts");
    facts.insert("provider_ruled_out_such_change".to_owned(), json!(false));
    let actor = |name: &str, facts: Value| Actor {
        name: name.to_owned(),
        statements: statements(pack, &facts),
    };
    let mut record = Case::system(pack, system, json!({})).record();
    record.actors =
        vec![actor("vendor", json!({"actor_role": ["provider"]})), actor("other", other)];
    let view = View::new(pack, day("2028-02-01"), day(TODAY)).expect("a view");
    let lowered = Lowered::new(view, Choices::defaults(pack));
    let settings = Settings { all_missing: true, ..Settings::default() };
    let mut assessor = Assessor::new(&lowered, settings);
    let assessed = assessor.assess(&record);
    assessor.duties(&record, &assessed)
}

/// Fact base 5.0, R-25-2; vector T49: the first provider is provider no more of the system that was taken over.
#[test]
fn the_first_provider_is_released() {
    let pack = pack();
    let duties = taken_over(&pack, json!({"rebrands_existing_system": true}));
    let of = |name: &str, id: &str| {
        let mine = |at: &&Owing| at.duty == id && at.actor == name && at.role == "provider";
        duties.duties.iter().find(mine).map(|at| (at.released_by.join(" "), at.when()))
    };
    let (by, words) = of("vendor", "O-PRV-09").expect("a duty");
    assert_eq!(by, "other");
    assert!(words.ends_with("not for the system of which other became provider (Art. 25(2))"));
    assert_eq!(of("other", "O-PRV-09").map(|at| at.0).as_deref(), Some(""));
    assert_eq!(of("vendor", "O-LIT-1").map(|at| at.0).as_deref(), Some(""));
    assert_eq!(of("vendor", "O-IP-1").map(|at| at.0).as_deref(), Some(""));
}

/// Articles 3(23) and 25(1)(b): a change of which nobody said whether it was planned leaves the duty to help open.
#[test]
fn a_change_of_unknown_planning_leaves_help_open() {
    let pack = pack();
    let change = |planned: Option<bool>| {
        let mut other = json!({"changes_existing_system": true,
            "change_affects_requirements_or_purpose": true, "rebrands_existing_system": false,
            "gives_existing_system_this_use": false});
        if let Some(planned) = planned {
            other["change_was_planned"] = json!(planned);
        }
        let duties = taken_over(&pack, other);
        let of = |name: &str| {
            let mine = duties.duties.iter().find(|at| at.duty == "O-IP-1" && at.actor == name);
            mine.map(|at| (at.status, at.decided_by.join(" ")))
        };
        (of("other"), of("vendor"))
    };
    let open = (DutyStatus::Open, "change_was_planned".to_owned());
    assert_eq!(change(None), (None, Some(open)));
    assert_eq!(change(Some(false)), (None, Some((DutyStatus::Owed, String::new()))));
    assert_eq!(change(Some(true)), (None, None));
}

/// Fact base 5.25, AU-6: where only exceptions of Article 75(1) are left, they are asked for, and the AI Office is named.
#[test]
fn exceptions_that_decide_who_is_competent_are_asked_for() {
    let pack = pack();
    let mut bot = json!({"interacts_with_people": true, "built_on_own_model": true,
        "in_very_large_platform": false});
    let mut actor = provider();
    actor["public_body"] = json!(false);
    actor["financial_institution"] = json!(false);
    let of = |bot: &Value| {
        let duties = Case::system(&pack, bot.clone(), actor.clone()).on(TODAY, TODAY);
        let owing = find(&duties, "O-LIT-1", "provider").expect("a duty");
        let other = owing.ceiling.otherwise.as_ref().map(|at| at.decided_by.clone());
        (owing.authority_words(&str::to_owned), other)
    };
    let (words, other) = of(&bot);
    assert!(words.contains("or another (AI Office), depending on "), "{words}");
    let other = other.expect("another ceiling");
    assert!(!other.is_empty());
    assert!(other.iter().all(|fact| words.contains(fact.as_str())), "{other:?} {words}");
    for (fact, none) in [
        ("product_law", json!("none")),
        ("place_in_product", json!("neither")),
        ("infrastructure_sector", json!("none")),
        ("judicial_tasks", json!("none")),
        ("offered_for_any_purpose", json!(false)),
    ] {
        bot[fact] = none;
    }
    assert!(of(&bot).0.starts_with("AI Office (Art. 75(1)(a))"), "{}", of(&bot).0);
}

/// What is high-risk is not therefore tested in the real world.
#[test]
fn tests_are_asked_about_where_something_is_said_of_them() {
    let pack = pack();
    let mut system = ranking("2028-01-01");
    let of = |system: &Value| {
        let duties = Case::system(&pack, system.clone(), provider()).on(TODAY, TODAY);
        find(&duties, "RWT-1", "provider").map(|at| (at.status, at.decided_by.join(" ")))
    };
    assert_eq!(of(&system), None);
    system["tested_in_real_world"] = json!(true);
    let asks = "takes_part_in_sandbox".to_owned();
    assert_eq!(of(&system), Some((DutyStatus::Open, asks)));
}

/// Article 3(5) to (7): the provider of a system is not its importer, distributor or representative, the
/// importer not its distributor, and nobody outside the Union is an importer or a representative. What is
/// stated stays; of whom nothing is known everything is possible.
#[test]
fn definitions_leave_roles_out() {
    let pack = pack();
    let possible = |actor: Value| {
        let duties = Case::system(&pack, ranking("2028-01-01"), actor).on("2028-02-01", TODAY);
        let others = ["importer", "distributor", "authorised_representative"];
        let mine = |role: &&str| duties.duties.iter().any(|at| at.role == **role);
        others.into_iter().filter(mine).collect::<Vec<_>>()
    };
    let all = ["importer", "distributor", "authorised_representative"];
    assert_eq!(possible(json!({})), all);
    assert_eq!(possible(json!({"actor_role": ["provider"]})), <[&str; 0]>::default());
    assert_eq!(possible(json!({"actor_role": ["deployer"]})), all);
    assert_eq!(
        possible(json!({"actor_role": ["importer"]})),
        ["importer", "authorised_representative"]
    );
    assert_eq!(possible(json!({"actor_in_union": false})), ["distributor"]);
    assert_eq!(possible(json!({"actor_role": ["provider", "distributor"]})), ["distributor"]);
}

/// Articles 75(1) and 75c(4) are about providers: who only uses such a system is not fined by the AI Office.
#[test]
fn a_duty_of_whoever_acts_is_raised_for_providers() {
    let pack = pack();
    let mut system = ranking("2028-01-01");
    system["sensitive_data_against_bias"] = json!(true);
    system["in_very_large_platform"] = json!(true);
    let of = |actor: Value| {
        let duties = Case::system(&pack, system.clone(), actor).on(TODAY, TODAY);
        let owing = find(&duties, "O-BIAS-1", "anyone").expect("a duty");
        let kinds: Vec<&str> = owing.authority.iter().map(|at| at.kind.as_str()).collect();
        let ceiling = &owing.ceiling;
        let other = ceiling.otherwise.as_ref().map(|at| at.tier.clone());
        (ceiling.tier.clone(), other, kinds.contains(&"ai_office"))
    };
    let raised = "operator".to_owned();
    let national = "national".to_owned();
    assert_eq!(of(json!({"actor_role": ["provider"]})), (raised.clone(), None, true));
    assert_eq!(of(json!({"actor_role": ["deployer"]})), (national.clone(), Some(raised), false));
    let only = json!({"actor_role": {"has": ["deployer"], "not": ["provider"]},
        "develops_system": false, "rebrands_existing_system": false, "changes_existing_system": false,
        "gives_existing_system_this_use": false, "sells_product_with_it_under_own_name": false});
    assert_eq!(of(only), (national, None, false));
}

/// Fact base 5.0, R-25-1a, and 2.6, no. 6 and 7: who becomes provider under its own name owes what providers owe, and
/// no longer what it was stated to owe as distributor or importer; who uses the system still uses it.
#[test]
fn a_provider_by_its_own_name_is_distributor_no_more() {
    let pack = pack();
    let roles = |actor: Value| {
        let case = Case::system(&pack, ranking("2028-01-01"), actor);
        let duties = case.on("2028-02-01", TODAY);
        let held = duties.duties.iter().filter(|at| at.held == Held::Holds);
        let roles: std::collections::BTreeSet<String> = held.map(|at| at.role.clone()).collect();
        roles.into_iter().filter(|role| role != "anyone").collect::<Vec<_>>()
    };
    for role in ["distributor", "importer"] {
        let stated = json!({"actor_role": [role]});
        assert_eq!(roles(stated), [role]);
        let rebrands = json!({"actor_role": [role], "rebrands_existing_system": true});
        assert_eq!(roles(rebrands), ["provider"], "{role}");
    }
    // The outcome says the same as the duties.
    let of_outcome = |actor: Value| {
        let role = Case::system(&pack, ranking("2028-01-01"), actor).roles("2028-02-01", TODAY);
        (role.holds, role.may_hold.contains(&"distributor".to_owned()))
    };
    let distributes = json!({"actor_role": ["distributor"], "rebrands_existing_system": true});
    assert_eq!(of_outcome(distributes), (vec!["provider".to_owned()], false));
    let rebrands = json!({"rebrands_existing_system": true});
    assert!(
        !of_outcome(rebrands).1,
        "nobody becomes distributor of what is offered under an own name"
    );
    assert!(of_outcome(json!({})).1);
    let uses = json!({"actor_role": ["deployer"], "rebrands_existing_system": true});
    assert_eq!(roles(uses), ["deployer", "provider"]);
}

/// Fact base 5.21, rows O-DEP-8 and O-DEP-27: that an institution of the Union is a public body needs no second answer;
/// who denies it contradicts himself.
#[test]
fn an_institution_of_the_union_is_a_public_body() {
    let pack = pack();
    let of = |actor: Value| {
        let duties = Case::system(&pack, ranking("2028-01-01"), actor).on("2028-02-01", TODAY);
        let conflict = duties.findings.iter().any(|at| at.code == "facts-conflict");
        let status = |id: &str| find(&duties, id, "deployer").map(|at| at.status);
        (status("O-DEP-8"), status("O-DEP-27"), conflict)
    };
    let owed = Some(DutyStatus::Owed);
    let union = json!({"actor_role": ["deployer"], "union_body": true});
    assert_eq!(of(union), (owed, owed, false));
    let denied = json!({"actor_role": ["deployer"], "union_body": true, "public_body": false});
    let open = Some(DutyStatus::Open);
    assert_eq!(of(denied), (open, open, true));
}

/// Article 25(1): who rebrands a system of a listed use is its provider under the presumption of Article 6(3), whatever
/// role it says it has; in its old one it owes nothing for high-risk systems.
#[test]
fn who_rebrands_a_listed_use_is_its_provider_unless_it_is_exempt() {
    let pack = pack();
    let system = json!({"hiring_tasks": ["evaluate"], "contribution": ["prepares_material"],
        "first_placed_on": "2028-01-01", "for_public_authorities": false,
        "large_scale_it_component": false});
    let actor = |rebrands: bool| {
        json!({"actor_role": {"has": ["distributor"], "complete": true}, "develops_system": false,
            "offers_under_own_name": false, "actor_in_union": true,
            "rebrands_existing_system": rebrands})
    };
    let of = |rebrands: bool| {
        let case = Case::system(&pack, system.clone(), actor(rebrands));
        (case.roles(TODAY, TODAY), case.on(TODAY, TODAY))
    };
    let (roles, duties) = of(true);
    assert_eq!(roles.may_hold, ["provider", "distributor"]);
    assert_eq!(says(&duties, "O-PRV-09", "provider"), "unless_exempted 2028-01-01");
    assert_eq!(says(&duties, "O-LIT-1", "provider"), "unless_exempted 2025-02-02");
    assert_eq!(find(&duties, "O-PRV-09", "provider").expect("a duty").held, Held::Holds);
    assert_eq!(says(&duties, "O-DIS-1", "distributor"), "-");
    let (roles, duties) = of(false);
    assert_eq!(roles.holds, ["distributor"]);
    assert_eq!(says(&duties, "O-PRV-09", "provider"), "-");
    assert_eq!(says(&duties, "O-DIS-1", "distributor"), "unless_exempted 2028-01-01");
    let mut exempt = system.clone();
    for (fact, is) in [
        ("claims_exemption", true),
        ("before_assessment", true),
        ("value_judgement", false),
        ("recommends_on_case", false),
        ("performs_profiling", false),
        ("profiles_in_another_use", false),
        ("materially_influences_outcome", false),
    ] {
        exempt[fact] = json!(is);
    }
    exempt["contribution"] = json!({"has": ["prepares_material"], "complete": true});
    exempt["product_law"] = json!({"has": [], "complete": true});
    let duties = Case::system(&pack, exempt, actor(true)).on(TODAY, TODAY);
    assert_eq!(says(&duties, "O-PRV-09", "provider"), "-");
}
