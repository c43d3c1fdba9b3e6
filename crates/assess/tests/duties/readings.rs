//! What other answers to contested questions make of duties stands beside them.

use std::collections::BTreeSet;

use super::*;

fn rail() -> Value {
    json!({"product_law": {"has": ["rail"], "complete": true}, "place_in_product": "component",
        "component_function": "safety_function", "third_party_assessment": "required",
        "assessed_only_for_other_risks": false, "offered_for_any_purpose": false})
}

fn with(mut system: Value, more: &[(&str, Value)]) -> Value {
    for (fact, value) in more {
        let facts = system.as_object_mut().expect("facts");
        facts.insert((*fact).to_owned(), value.clone());
    }
    system
}

/// Systems of which contested questions decide.
fn contested() -> Vec<(Value, Value)> {
    let theft = json!({"predicts_offending": true, "solely_profiling_or_traits": true, "used_by": "none",
        "own_protection_only": true, "supports_assessment_on_objective_facts": false});
    let images = json!({"generated_content": ["image"], "standard_editing_aid": false,
        "substantially_alters": true, "law_enforcement_purpose": false,
        "first_placed_on": "2026-05-01", "only_put_into_service": true});
    let price = json!({"insurance_line": ["life"], "performs_profiling": true, "first_placed_on": "2028-01-01",
        "insurance_tasks": {"has": ["pricing"], "complete": true}, "offered_for_any_purpose": false});
    let both = with(
        rail(),
        &[
            ("hiring_tasks", json!(["evaluate"])),
            ("performs_profiling", json!(true)),
            ("first_placed_on", json!("2028-01-01")),
        ],
    );
    vec![
        (rail(), provider()),
        (rail(), deployer()),
        (theft, deployer()),
        (images, provider()),
        (price, provider()),
        (both, provider()),
        (ranking("2028-01-01"), provider()),
    ]
}

fn answers(duties: &Duties, id: &str, role: &str) -> Vec<String> {
    let owing = find(duties, id, role).unwrap_or_else(|| panic!("no {id}"));
    owing.contested.iter().map(|at| at.cell()).collect()
}

/// U-04, U-11, U-28, U-05 and G-5d, each where another answer brings something else.
#[test]
fn another_answer_stands_beside_a_duty() {
    let pack = pack();
    let on = |(system, actor): &(Value, Value)| {
        Case::system(&pack, system.clone(), actor.clone()).on(TODAY, TODAY)
    };
    let found: Vec<Duties> = contested().iter().map(on).collect();
    assert_eq!(answers(&found[0], "O-LIT-1", "provider"), ["U-04=text not_brought"]);
    assert_eq!(answers(&found[1], "O-COOP-1", "deployer"), ["U-04=text not_brought"]);
    let other: Vec<String> = found[2].by_other_readings.iter().map(|at| at.words()).collect();
    assert_eq!(other, ["O-PROH-1 No prohibited practice: owed since 2 February 2025 by G-5d=text"]);
    assert_eq!(found[2].contested_words(), ["G-5d=text gives prohibited practice"]);
    assert_eq!(answers(&found[3], "O-50-2", "provider"), ["U-11=text owed 2026-08-02"]);
    assert_eq!(answers(&found[4], "O-PRV-09", "provider"), ["U-28=text not_brought"]);
    assert_eq!(answers(&found[5], "O-PRV-09", "provider"), ["U-05=sectoral not_brought"]);
    assert!(found[6].duties.iter().all(|at| at.contested.is_empty()), "nothing contested");
}

/// What is told of an answer is what a run by that answer finds.
#[test]
fn what_stands_beside_is_what_that_answer_gives() {
    let pack = pack();
    let key = |at: &Owing| (at.duty.clone(), at.role.clone());
    let mut told = 0;
    for (system, actor) in contested() {
        let now = Case::system(&pack, system.clone(), actor.clone()).on(TODAY, TODAY);
        let questions = pack
            .readings
            .iter()
            .filter(|at| pack.reading(&at.id).is_some_and(|ix| pack.uses_reading(ix)));
        for question in questions {
            let ix = pack.reading(&question.id).expect("a question");
            for (at, answer) in question.alternatives.iter().enumerate() {
                if at == question.default {
                    continue;
                }
                let mut case = Case::system(&pack, system.clone(), actor.clone());
                case.choices = Choices::defaults(&pack).with(ix, at);
                let then = case.on(TODAY, TODAY);
                let is = |at: &actlas_assess::duties::OtherAnswer| {
                    (&at.question, &at.reading) == (&question.id, &answer.id)
                };
                for owing in now.duties.iter().filter(|at| at.status != DutyStatus::Open) {
                    let other = then.duties.iter().find(|at| key(at) == key(owing));
                    let says = owing.contested.iter().find(|at| is(at));
                    told += usize::from(says.is_some());
                    match (other, says) {
                        (None, says) => {
                            assert_eq!(says.map(|at| at.status), Some(None), "{}", owing.duty)
                        }
                        (Some(other), Some(says)) => {
                            assert_eq!(says.status, Some(other.status), "{}", owing.duty);
                            assert_eq!(
                                (&says.effective, &says.until),
                                (&other.effective, &other.until)
                            );
                        }
                        // That another answer leaves open what is missing for it alone is no difference.
                        (Some(other), None) if other.status != DutyStatus::Open => {
                            assert_eq!(
                                other.status, owing.status,
                                "{} {}",
                                question.id, owing.duty
                            );
                            assert_eq!(
                                other.effective, owing.effective,
                                "{} {}",
                                question.id, owing.duty
                            );
                        }
                        (Some(_), None) => {}
                    }
                }
                let besides = then.duties.iter().filter(|at| at.status != DutyStatus::Open);
                let besides =
                    besides.map(key).filter(|at| !now.duties.iter().any(|own| key(own) == *at));
                let said = now.by_other_readings.iter().filter(|at| is(&at.answer));
                let said: BTreeSet<(String, String)> =
                    said.map(|at| (at.duty.clone(), at.role.clone())).collect();
                assert_eq!(besides.collect::<BTreeSet<_>>(), said, "{}", question.id);
            }
        }
    }
    assert!(told > 0);
}
