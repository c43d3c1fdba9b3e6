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

/// Article 5(2): a condition that turns on a rule of another article is open as one that turns on a fact.
#[test]
fn a_condition_about_another_rule_is_open() {
    let pack = pack();
    let mut live = json!({"uses_biometric_data": true, "identity_task": "identify", "real_time": true,
        "publicly_accessible_space": true, "used_by": ["law_enforcement"], "active_involvement": false});
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
        let mut new = json!({"actor_role": ["provider"], "rebrands_existing_system": true});
        if let Some(out) = ruled_out {
            new["provider_ruled_out_such_change"] = json!(out);
        }
        let first = json!({"actor_role": ["provider"]});
        let mut record = Case::system(&pack, ranking("2028-01-01"), json!({})).record();
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
