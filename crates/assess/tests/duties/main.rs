//! Duties of records, from the vectors of the fact base (10.5): facts and day in, duties out.
#![expect(clippy::expect_used, clippy::panic, reason = "a test may panic; that is how it fails")]

mod addressees;
mod ahead;
mod article_111;
mod drift;
mod fines;
mod readings;
mod roles;
mod uses;

use std::collections::BTreeSet;

use actlas_assess::calendar::{Calendar, Entry, Happening};
use actlas_assess::duties::{Duties, DutyStatus, Held, Owing};
use actlas_assess::{Assessor, Noted, Outcome, RoleOf, Settings};
use actlas_facts::{Actor, Date, Layer, Raw, Record, RecordKind, Stage, Statement, parse_date};
use actlas_law::{Choices, Lowered, Pack, PackFiles, View};
use serde_json::{Value, json};

fn pack() -> Pack {
    Pack::load(&PackFiles::embedded()).0
}

fn day(text: &str) -> Date {
    parse_date(text).expect("a day").0
}

fn statements(pack: &Pack, said: &Value) -> Vec<Statement> {
    let said = said.as_object().expect("an object of facts");
    said.iter()
        .map(|(id, value)| {
            let ix = pack.vocabulary.find(id).unwrap_or_else(|| panic!("no fact {id}"));
            let fact = pack.vocabulary.get(ix).expect("a fact");
            let read = fact.read(Raw::Json(value)).unwrap_or_else(|_| panic!("{id}: {value}"));
            Statement::new(ix, read, Layer::Attested, "somebody")
        })
        .collect()
}

/// One system (or model) with one actor; facts of system, use and actor alike.
struct Case<'a> {
    pack: &'a Pack,
    kind: RecordKind,
    system: Value,
    actor: Value,
    choices: Choices,
}

impl<'a> Case<'a> {
    fn system(pack: &'a Pack, system: Value, actor: Value) -> Case<'a> {
        Case { pack, kind: RecordKind::System, system, actor, choices: Choices::defaults(pack) }
    }

    fn model(pack: &'a Pack, system: Value, actor: Value) -> Case<'a> {
        Case { pack, kind: RecordKind::Model, system, actor, choices: Choices::defaults(pack) }
    }

    fn record(&self) -> Record {
        Record {
            id: "R".to_owned(),
            kind: self.kind,
            statements: statements(self.pack, &self.system),
            actors: vec![Actor {
                name: "A".to_owned(),
                statements: statements(self.pack, &self.actor),
            }],
            ..Record::default()
        }
    }

    fn on(&self, on: &str, known: &str) -> Duties {
        self.staged(Stage::Unknown, on, known)
    }

    fn staged(&self, stage: Stage, on: &str, known: &str) -> Duties {
        self.judged(stage, on, known).1
    }

    /// The roles of its actor, as the outcome says them.
    fn roles(&self, on: &str, known: &str) -> RoleOf {
        self.judged(Stage::Unknown, on, known).0.roles.into_iter().next().expect("an actor")
    }

    fn judged(&self, stage: Stage, on: &str, known: &str) -> (Outcome, Duties) {
        let view = View::new(self.pack, day(on), day(known)).expect("a view");
        let lowered = Lowered::new(view, self.choices.clone());
        let settings = Settings { all_missing: true, ..Settings::default() };
        let mut assessor = Assessor::new(&lowered, settings);
        let record = Record { stage, ..self.record() };
        let assessed = assessor.assess(&record);
        let duties = assessor.duties(&record, &assessed);
        (assessed.outcome, duties)
    }
}

fn find<'d>(duties: &'d Duties, id: &str, role: &str) -> Option<&'d Owing> {
    duties.duties.iter().find(|owing| owing.duty == id && owing.role == role)
}

/// Status and effective day of a duty, as `later 2027-12-02`; `-` if it is not there.
fn says(duties: &Duties, id: &str, role: &str) -> String {
    match find(duties, id, role) {
        None => "-".to_owned(),
        Some(owing) => {
            let day = owing.until.as_deref().or(owing.effective.as_deref()).unwrap_or_default();
            format!("{} {day}", owing.status.as_str())
        }
    }
}

const TODAY: &str = "2026-11-21";

fn provider() -> Value {
    json!({"actor_role": ["provider"], "actor_in_union": true})
}

fn deployer() -> Value {
    json!({"actor_role": ["deployer"], "actor_in_union": true})
}

fn ranking(placed: &str) -> Value {
    json!({"hiring_tasks": ["evaluate"], "claims_exemption": false, "first_placed_on": placed,
           "design_unchanged": true, "for_public_authorities": false,
           "large_scale_it_component": false})
}

/// T01: placed before the cut-off, so legacy; literacy is owed at once.
#[test]
fn a_ranking_tool_from_before_the_cut_off_is_legacy_and_owes_literacy() {
    let pack = pack();
    let duties = Case::system(&pack, ranking("2027-01-10"), provider()).on(TODAY, TODAY);
    assert_eq!(says(&duties, "O-LIT-1", "provider"), "owed 2025-02-02");
    assert_eq!(says(&duties, "O-PRV-09", "provider"), "legacy significant-change");
    assert_eq!(says(&duties, "O-PRV-49", "provider"), "legacy significant-change");
    let standing =
        |at: &&Owing| at.role == "provider" && at.status == DutyStatus::Owed && at.event.is_empty();
    let owed = duties.duties.iter().filter(standing);
    assert_eq!(owed.map(|at| at.duty.as_str()).collect::<Vec<_>>(), ["O-LIT-1"]);
}

/// T02: a significant redesign ends the protection.
#[test]
fn a_significant_change_ends_legacy() {
    let pack = pack();
    let mut system = ranking("2027-01-10");
    system["design_unchanged"] = json!(false);
    system["significant_design_change_on"] = json!("2028-03-01");
    let case = Case::system(&pack, system, provider());
    assert_eq!(says(&case.on("2028-02-29", TODAY), "O-PRV-09", "provider"), "legacy 2028-03-01");
    assert_eq!(says(&case.on("2028-03-01", TODAY), "O-PRV-09", "provider"), "owed 2028-03-01");
}

/// T03: the cut-off is exclusive. The day before and the day of the start.
#[test]
fn a_tool_placed_on_the_day_owes_from_that_day() {
    let pack = pack();
    let case = Case::system(&pack, ranking("2027-12-02"), provider());
    assert_eq!(says(&case.on("2027-12-01", TODAY), "O-PRV-09", "provider"), "later 2027-12-02");
    assert_eq!(says(&case.on("2027-12-02", TODAY), "O-PRV-09", "provider"), "owed 2027-12-02");
    assert_eq!(says(&case.on("2027-12-02", TODAY), "O-DEP-1", "provider"), "-");
    // As published, the same duty would have started on 2 August 2026.
    let before = Case::system(&pack, ranking("2026-12-02"), provider());
    assert_eq!(
        says(&before.on("2026-12-03", "2026-07-01"), "O-PRV-09", "provider"),
        "owed 2026-12-02"
    );
}

/// Formal and effective day differ outside Sections 1 to 3 of Chapter III (fact base 1.6).
#[test]
fn conformity_assessment_has_two_dates() {
    let pack = pack();
    let duties = Case::system(&pack, ranking("2027-12-02"), provider()).on(TODAY, TODAY);
    for id in ["O-PRV-43", "O-PRV-47", "O-PRV-72", "O-PRV-73", "O-PRV-74"] {
        let owing = find(&duties, id, "provider").expect("a duty");
        assert_eq!(owing.formal.as_deref(), Some("2026-08-02"), "{id}");
        assert_eq!(owing.effective.as_deref(), Some("2027-12-02"), "{id}");
    }
}

/// T05: an exempted use is documented and registered, and brings no other duty of Chapter III.
#[test]
fn an_exempted_use_is_documented_and_registered() {
    let pack = pack();
    let system = json!({"hiring_tasks": ["supporting_step"],
        "contribution": {"has": ["checks_form"], "complete": true},
        "value_judgement": false, "recommends_on_case": false, "performs_profiling": false,
        "materially_influences_outcome": false, "claims_exemption": true,
        "product_law": "none"});
    let duties = Case::system(&pack, system, provider()).on(TODAY, TODAY);
    for id in ["FLT-1", "FLT-2", "FLT-3"] {
        assert_eq!(says(&duties, id, "provider"), "later 2027-12-02");
    }
    assert_eq!(says(&duties, "O-PRV-09", "provider"), "-");
    let fields = &find(&duties, "FLT-3", "provider").expect("a duty").does;
    assert!(fields.contains("no longer asked for"), "{fields}");
}

/// A listed use of which nothing more is known: owed unless an exemption is documented.
#[test]
fn a_listed_use_owes_unless_exempted() {
    let pack = pack();
    let system = json!({"hiring_tasks": ["evaluate"]});
    let duties = Case::system(&pack, system, provider()).on(TODAY, TODAY);
    assert_eq!(says(&duties, "O-PRV-09", "provider"), "unless_exempted 2027-12-02");
    let filter = find(&duties, "FLT-1", "provider").expect("open");
    assert_eq!(filter.status, DutyStatus::Open);
    assert!(filter.decided_by.contains(&"contribution".to_owned()), "{:?}", filter.decided_by);
}

/// T07, T10: private lenders and health insurers owe an impact assessment; others only if public.
#[test]
fn who_owes_a_rights_impact_assessment() {
    let pack = pack();
    let credit = json!({"credit_tasks": ["credit_score"], "evaluates_natural_persons": true,
        "essential_private_service": true, "mainly_detects_financial_fraud": false,
        "prudential_only": false, "performs_profiling": true});
    let duties = Case::system(&pack, credit, deployer()).on(TODAY, TODAY);
    assert_eq!(says(&duties, "O-DEP-27", "deployer"), "later 2027-12-02");
    let mut private = deployer();
    private["public_body"] = json!(false);
    private["provides_public_services"] = json!(false);
    let mut hiring = ranking("2028-01-01");
    hiring["used_by"] = json!("none");
    let hiring = Case::system(&pack, hiring, private).on(TODAY, TODAY);
    assert_eq!(says(&hiring, "O-DEP-27", "deployer"), "-");
    let asks = Case::system(&pack, ranking("2028-01-01"), deployer()).on(TODAY, TODAY);
    let owing = find(&asks, "O-DEP-27", "deployer").expect("open");
    assert_eq!(owing.status, DutyStatus::Open);
    assert!(owing.decided_by.contains(&"public_body".to_owned()), "{:?}", owing.decided_by);
}

/// T41: point 2 brings neither assessment, explanation nor registration of the use, and points to none of them; what
/// another area may bring is open.
#[test]
fn infrastructure_alone_points_to_no_rights_impact_assessment() {
    let pack = pack();
    let grid = json!({"infrastructure_sector": {"has": ["electricity"], "complete": true},
        "component_function": "safety_function", "directly_protects_integrity": true,
        "used_by_designated_critical_entity": true, "only_cybersecurity": false,
        "claims_exemption": false, "decisions_have_legal_effect": true,
        "first_placed_on": "2028-01-01"});
    let mut operator = deployer();
    operator["public_body"] = json!(true);
    let said = |system: &Value, id: &str| {
        let duties = Case::system(&pack, system.clone(), operator.clone()).on("2028-02-01", TODAY);
        find(&duties, id, "deployer").map(|at| (at.status, at.decided_by.is_empty()))
    };
    for id in ["O-DEP-8", "O-DEP-27", "O-DEP-86"] {
        assert_eq!(said(&grid, id), None, "{id}");
    }
    let mut hires = grid.clone();
    hires["hiring_tasks"] = json!(["evaluate"]);
    assert_eq!(said(&hires, "O-DEP-27"), Some((DutyStatus::Owed, true)));
    let mut lends = grid;
    lends["credit_tasks"] = json!(["creditworthiness"]);
    for id in ["O-DEP-8", "O-DEP-27", "O-DEP-86"] {
        assert_eq!(said(&lends, id), Some((DutyStatus::Open, false)), "{id}");
    }
}

/// T28 to T30: the chatbot has no grace, its text output has until December; a new generator has none.
#[test]
fn transparency_and_its_short_grace() {
    let pack = pack();
    let bot = |placed: &str| {
        json!({"interacts_with_people": true, "nature_is_obvious": false,
            "law_enforcement_purpose": false, "generated_content": ["text"],
            "standard_editing_aid": false, "substantially_alters": true,
            "first_placed_on": placed})
    };
    let old = Case::system(&pack, bot("2024-05-01"), provider()).on(TODAY, TODAY);
    assert_eq!(says(&old, "O-50-1", "provider"), "owed 2026-08-02");
    assert_eq!(says(&old, "O-50-2", "provider"), "legacy 2026-12-02");
    let last = Case::system(&pack, bot("2026-08-01"), provider()).on("2026-12-02", TODAY);
    assert_eq!(says(&last, "O-50-2", "provider"), "owed 2026-12-02");
    let new = Case::system(&pack, bot("2026-08-02"), provider()).on(TODAY, TODAY);
    assert_eq!(says(&new, "O-50-2", "provider"), "owed 2026-08-02");
}

/// T34, T42: products under Section B carry no duty of Chapter III.
#[test]
fn section_b_carries_no_duty() {
    let pack = pack();
    let machine = json!({"product_law": ["machinery"], "place_in_product": "component",
        "component_function": "safety_function", "third_party_assessment": "required",
        "assessed_only_for_other_risks": false, "infrastructure_sector": "none",
        "offered_for_any_purpose": false});
    let case = Case::system(&pack, machine, provider());
    let duties = case.on(TODAY, TODAY);
    assert_eq!(duties.class, "high_risk");
    // That no act of Section A covers it as well is not stated, and never assumed.
    let owing = find(&duties, "O-PRV-09", "provider").expect("open");
    assert_eq!(owing.status, DutyStatus::Open);
    assert_eq!(owing.decided_by, ["product_law"]);
    // As published, machinery stood in Section A.
    let before = case.on("2026-07-01", "2026-07-01");
    assert_eq!(says(&before, "O-PRV-09", "provider"), "later 2027-08-02");
}

/// T52: an open model above the threshold owes everything, and notification within two weeks.
#[test]
fn an_open_model_with_systemic_risk_owes_all() {
    let pack = pack();
    let model = json!({"wide_range_of_tasks": true, "modifies_general_model": false,
        "prototype_only": false, "training_compute": "1.1e25", "licence_is_open": true,
        "model_information_public": true, "model_monetised": false,
        "first_placed_on": "2025-09-01"});
    let duties = Case::model(&pack, model, provider()).on(TODAY, TODAY);
    for id in ["O-G-53a", "O-G-53b", "O-G-53c", "O-G-53d"] {
        assert_eq!(says(&duties, id, "provider"), "owed 2025-09-01", "{id}");
    }
    // A model is notified while it is trained, and tested before it is placed.
    for id in ["O-G-52", "O-G-55a", "O-G-55d"] {
        assert_eq!(says(&duties, id, "provider"), "owed 2025-08-02", "{id}");
    }
    assert!(find(&duties, "O-G-52", "provider").expect("owed").clock.contains("2 weeks"));
    assert_eq!(find(&duties, "O-G-53c", "provider").expect("owed").ceiling.tier, "model");
}

/// T55, T56: an open model without systemic risk owes policy and summary; an old one has until 2027.
#[test]
fn open_and_legacy_models() {
    let pack = pack();
    let model = |placed: &str| {
        json!({"wide_range_of_tasks": true, "modifies_general_model": false,
            "prototype_only": false, "training_compute": "1e24", "licence_is_open": true,
            "model_information_public": true, "model_monetised": false,
            "high_impact_capabilities": false, "designated_by_commission": false,
            "original_has_systemic_risk": false, "first_placed_on": placed})
    };
    let open = Case::model(&pack, model("2025-09-01"), provider()).on(TODAY, TODAY);
    assert_eq!(says(&open, "O-G-53a", "provider"), "-");
    assert_eq!(says(&open, "O-G-53c", "provider"), "owed 2025-09-01");
    assert_eq!(says(&open, "O-G-53d", "provider"), "owed 2025-09-01");
    let old = Case::model(&pack, model("2025-06-01"), provider()).on(TODAY, TODAY);
    assert_eq!(says(&old, "O-G-53c", "provider"), "legacy 2027-08-02");
}

/// Three facts are named, and it is said how many others there are.
#[test]
fn facts_that_are_not_named_are_counted() {
    let pack = pack();
    let facts = json!({"wide_range_of_tasks": true, "modifies_general_model": false});
    let model = Case::model(&pack, facts, provider()).on(TODAY, TODAY);
    let owing = find(&model, "O-G-53a", "provider").expect("the duty");
    let named = ["high_impact_capabilities", "training_compute", "licence_is_open"];
    assert_eq!(
        (owing.decided_by.as_slice(), owing.decided_by_more),
        (&named.map(str::to_owned)[..], 3)
    );
}

/// T62 to T64: latest days of incident reports.
#[test]
fn incidents_have_latest_days() {
    let pack = pack();
    let rows = [
        ("death", json!(null), Some("2028-01-20")),
        ("infrastructure_or_widespread", json!(null), Some("2028-01-12")),
        ("other", json!(null), Some("2028-01-25")),
        // Fact base 5.4, O-PRV-73, Article 73(10): what happens with medical devices is reported by their law.
        ("death", json!({"has": ["medical_devices"]}), None),
        ("other", json!({"has": ["in_vitro_devices"]}), None),
        ("fundamental_rights", json!({"has": ["medical_devices"]}), Some("2028-01-25")),
        ("death", json!({"has": ["machinery"]}), Some("2028-01-20")),
        ("none", json!(null), None),
    ];
    for (kind, law, want) in rows {
        let mut system = ranking("2027-12-15");
        system["serious_incident"] = json!(kind);
        system["incident_known_on"] = json!("2028-01-10");
        if !law.is_null() {
            system["product_law"] = law.clone();
        }
        let duties = Case::system(&pack, system, provider()).on("2028-01-11", TODAY);
        let owing = find(&duties, "O-PRV-73", "provider").expect("owed");
        assert_eq!(owing.due.as_ref().map(|due| due.latest.as_str()), want, "{kind} {law}");
    }
}

/// Where the day is known by month alone, the earliest stands in the calendar, and once it has passed the latest.
#[test]
fn an_incident_known_by_month_has_an_earliest_day() {
    let pack = pack();
    let of = |known: Value, on: &str| {
        let mut system = ranking("2027-12-15");
        system["serious_incident"] = json!(["death", "infrastructure_or_widespread"]);
        system["incident_known_on"] = known;
        let duties = Case::system(&pack, system, provider()).on(on, TODAY);
        let mut calendar = Calendar::new(day(on));
        calendar.add(&duties);
        let is_report = |at: &&Entry| at.duty == "O-PRV-73" && at.happening.is_report();
        let report = calendar.entries().find(is_report).cloned();
        let code = |at: &Noted| at.code == "incident-without-day";
        let found = duties.findings.iter().any(code);
        (report.map(|at| (at.day, at.happening, at.decided_by)), found)
    };
    let decided = BTreeSet::from(["incident_known_on".to_owned()]);
    let early = Some((day("2028-01-03"), Happening::MayFallDue, decided.clone()));
    assert_eq!(of(json!("2028-01"), "2027-12-20"), (early, false));
    let late = Some((day("2028-02-02"), Happening::FallsDue, decided.clone()));
    assert_eq!(of(json!("2028-01"), "2028-01-04"), (late, false));
    let since = Some((day("2028-01-12"), Happening::MayFallDue, decided));
    assert_eq!(of(json!({"from": "2028-01-10"}), "2028-01-04"), (since, false));
    assert_eq!(of(json!({"until": "2028-01-10"}), "2028-01-04"), (None, true));
    assert_eq!(of(json!(null), "2028-01-04"), (None, true));
    assert_eq!(of(json!("2028-01-10"), "2028-02-04"), (None, false));
}

/// T65: a municipality's legacy system has until 2030.
#[test]
fn public_authorities_have_a_last_day() {
    let pack = pack();
    let system = json!({"benefit_tasks": ["eligibility"], "essential_public_service": true,
        "used_by": ["public_authority"], "evaluates_natural_persons": true,
        "claims_exemption": false, "for_public_authorities": true,
        "first_placed_on": "2025-05-01", "design_unchanged": true});
    let duties = Case::system(&pack, system, deployer()).on(TODAY, TODAY);
    assert_eq!(says(&duties, "O-DEP-1", "deployer"), "legacy 2030-08-02");
}

/// T67, T68: Article 4 has no fine of the Act for most, but any breach has one under the AI Office.
#[test]
fn a_system_under_the_ai_office_has_a_ceiling_for_every_breach() {
    let pack = pack();
    let own = json!({"built_on_own_model": true, "product_law": "none", "infrastructure_sector": "none",
        "judicial_tasks": "none", "offered_for_any_purpose": false});
    let mut actor = provider();
    actor["financial_institution"] = json!(false);
    actor["public_body"] = json!(false);
    let ceiling = |case: &Case| {
        let duties = case.on(TODAY, TODAY);
        find(&duties, "O-LIT-1", "provider").expect("owed").ceiling.tier.clone()
    };
    assert_eq!(ceiling(&Case::system(&pack, json!({}), provider())), "national");
    let office = Case::system(&pack, own, actor);
    assert_eq!(ceiling(&office), "operator");
}

/// T69: the wording of Article 4 is that of the day.
#[test]
fn the_wording_is_that_of_the_day() {
    let pack = pack();
    let does = |on: &str| {
        let duties = Case::system(&pack, json!({}), provider()).on(on, on);
        find(&duties, "O-LIT-1", "provider").expect("owed").does.clone()
    };
    assert!(does("2026-07-26").contains("sufficient level"));
    assert!(does("2026-07-27").contains("no level is guaranteed"));
}

/// T70: safeguards for sensitive data, which the first version did not know for other systems.
#[test]
fn safeguards_for_sensitive_data() {
    let pack = pack();
    let case = Case::system(&pack, json!({"sensitive_data_against_bias": true}), deployer());
    assert_eq!(says(&case.on(TODAY, TODAY), "O-BIAS-1", "anyone"), "owed 2026-07-27");
    assert_eq!(says(&case.on("2026-07-23", "2026-07-23"), "O-BIAS-1", "anyone"), "-");
}

/// T80: an importer has to see to a representative.
#[test]
fn an_importer_checks_the_representative() {
    let pack = pack();
    let importer = json!({"actor_role": ["importer"], "actor_in_union": true});
    let duties = Case::system(&pack, ranking("2027-12-02"), importer).on(TODAY, TODAY);
    assert_eq!(says(&duties, "O-IMP-1", "importer"), "later 2027-12-02");
    assert!(find(&duties, "O-IMP-1", "importer").expect("owed").does.contains("representative"));
}

/// A day of the calendar is the day from which, or until which, something counts.
#[test]
fn the_calendar_holds_begins_ends_and_reports() {
    let pack = pack();
    let mut system = ranking("2027-12-15");
    system["serious_incident"] = json!("death");
    system["incident_known_on"] = json!("2028-01-10");
    let incident = Case::system(&pack, system, provider()).on(TODAY, TODAY);
    let bot = json!({"generated_content": ["text"], "standard_editing_aid": false,
        "substantially_alters": true, "law_enforcement_purpose": false,
        "first_placed_on": "2025-01-01"});
    let mut calendar = Calendar::new(day(TODAY));
    calendar.add(&incident);
    calendar.add(&Case::system(&pack, bot, provider()).on(TODAY, TODAY));
    let has = |id: &str, on: &str, happening: Happening| {
        calendar.entries().any(|at| {
            (at.duty.as_str(), at.day, at.happening) == (id, day(on), happening)
                && at.role == "provider"
                && at.holds == 1
        })
    };
    assert!(has("O-PRV-09", "2027-12-15", Happening::Begins));
    assert!(has("O-PRV-73", "2028-01-20", Happening::FallsDue));
    assert!(has("O-50-2", "2026-12-02", Happening::ProtectionEnds));
    assert!(calendar.entries().all(|at| at.day >= day(TODAY)), "nothing of the past");
    let mut retired = incident;
    retired.stage = "retired".to_owned();
    let mut none = Calendar::new(day(TODAY));
    none.add(&retired);
    assert_eq!(none.entries().count(), 0);
}

/// Nothing known brings nothing but what everybody owes, and unknown never reads as "no".
#[test]
fn nothing_known_opens_nothing() {
    let pack = pack();
    let duties = Case::system(&pack, json!({}), json!({})).on(TODAY, TODAY);
    let kept: Vec<&str> = duties.duties.iter().map(|at| at.duty.as_str()).collect();
    assert!(kept.iter().all(|id| ["O-LIT-1", "O-COOP-1"].contains(id)), "{kept:?}");
    assert!(duties.duties.iter().all(|at| at.role == "anyone" || at.layer == "indicated"));
}

/// The kinds of authorities that are competent for a duty, by what is known.
fn authorities(duties: &Duties, id: &str, role: &str) -> Vec<String> {
    let owing = find(duties, id, role).unwrap_or_else(|| panic!("no {id} as {role}"));
    owing.authority.iter().map(|at| at.kind.clone()).collect()
}

/// Fact base 5.25, AU-1 and AU-8.
#[test]
fn the_national_authority_watches_systems_and_the_commission_models() {
    let pack = pack();
    let mut private = provider();
    private["public_body"] = json!(false);
    private["financial_institution"] = json!(false);
    let mut system = ranking("2028-01-01");
    system["built_on_own_model"] = json!(false);
    system["in_very_large_platform"] = json!(false);
    let duties = Case::system(&pack, system, private).on(TODAY, TODAY);
    assert_eq!(authorities(&duties, "O-PRV-09", "provider"), ["market_surveillance"]);
    let owing = find(&duties, "O-PRV-09", "provider").expect("a duty");
    assert_eq!(owing.authority_otherwise, [], "nothing is left open");
    let model = json!({"wide_range_of_tasks": true, "modifies_general_model": false,
        "prototype_only": false, "training_compute": "1e24", "first_placed_on": "2026-01-01"});
    let duties = Case::model(&pack, model, provider()).on(TODAY, TODAY);
    assert_eq!(authorities(&duties, "O-G-53c", "provider"), ["commission"]);
}

/// AU-3; vector T07: the authority for a bank's credit scoring is its supervisor.
#[test]
fn a_bank_has_its_supervisor() {
    let pack = pack();
    let credit = json!({"credit_tasks": ["credit_score"], "evaluates_natural_persons": true,
        "essential_private_service": true, "mainly_detects_financial_fraud": false,
        "prudential_only": false, "performs_profiling": true});
    let mut bank = deployer();
    bank["financial_institution"] = json!(true);
    let duties = Case::system(&pack, credit.clone(), bank).on(TODAY, TODAY);
    assert_eq!(authorities(&duties, "O-DEP-1", "deployer"), ["financial"]);
    let unknown = Case::system(&pack, credit, deployer()).on(TODAY, TODAY);
    assert_eq!(authorities(&unknown, "O-DEP-1", "deployer"), ["market_surveillance"]);
    let owing = find(&unknown, "O-DEP-1", "deployer").expect("a duty");
    let other: Vec<&str> = owing.authority_otherwise.iter().map(|at| at.kind.as_str()).collect();
    assert_eq!(other, ["edps", "financial"]);
}

/// AU-2 and AU-4.
#[test]
fn products_and_police_have_authorities_of_their_own() {
    let pack = pack();
    let lift = json!({"product_law": ["lifts"], "place_in_product": "component",
        "component_function": "safety_function", "third_party_assessment": "required",
        "assessed_only_for_other_risks": false, "infrastructure_sector": "none"});
    let duties = Case::system(&pack, lift.clone(), provider()).on(TODAY, TODAY);
    assert_eq!(authorities(&duties, "O-PRV-09", "provider"), ["product"]);
    // Where the point is open, the facts that would decide it decide who is competent; where nothing points
    // to one, nobody is asked.
    let product = |lift: &serde_json::Value| {
        let duties = Case::system(&pack, lift.clone(), provider()).on(TODAY, TODAY);
        let owing = find(&duties, "O-PRV-09", "provider").expect("a duty").clone();
        let other = owing.authority_otherwise.into_iter().find(|at| at.kind == "product");
        other.map(|at| at.decided_by)
    };
    let mut open = lift;
    open["hiring_tasks"] = json!(["evaluate"]);
    open.as_object_mut().unwrap().remove("third_party_assessment");
    let asked = product(&open).expect("it may be the authority of the product");
    assert!(asked.contains(&"third_party_assessment".to_owned()), "{asked:?}");
    let all = ["product_law", "place_in_product", "component_function"];
    all.iter().for_each(|fact| drop(open.as_object_mut().unwrap().remove(*fact)));
    assert_eq!(product(&open), None);
    let polygraph = json!({"used_by": ["law_enforcement"], "law_enforcement_purpose": true,
        "assesses_truthfulness": true, "evaluates_natural_persons": true,
        "claims_exemption": false, "first_placed_on": "2028-01-01"});
    let duties = Case::system(&pack, polygraph, deployer()).on(TODAY, TODAY);
    assert_eq!(authorities(&duties, "O-DEP-1", "deployer"), ["data_protection"]);
}

/// AU-6 and AU-7: as published the AI Office would have stood beside the national authority from 2 August 2026 on (fact
/// base 1.7: that never applied); it is alone from that day on, for providers, save the exceptions; a very large
/// platform has none.
#[test]
fn the_ai_office_is_alone_from_the_second_of_august() {
    let pack = pack();
    let chat = json!({"interacts_with_people": true, "nature_is_obvious": false,
        "authorised_by_law_against_crime": false, "law_enforcement_purpose": false,
        "built_on_own_model": true, "product_law": "none", "place_in_product": "neither",
        "infrastructure_sector": "none", "judicial_tasks": "none",
        "offered_for_any_purpose": false});
    let mut maker = provider();
    maker["financial_institution"] = json!(false);
    maker["public_body"] = json!(false);
    let case = Case::system(&pack, chat.clone(), maker.clone());
    let of = |on: &str, known: &str| authorities(&case.on(on, known), "O-LIT-1", "provider");
    assert_eq!(of("2026-07-20", "2026-07-20"), ["market_surveillance"]);
    assert_eq!(of("2026-08-02", "2026-07-20"), ["ai_office", "market_surveillance"]);
    assert_eq!(of("2026-08-01", TODAY), ["market_surveillance"], "not yet");
    assert_eq!(of("2026-08-02", TODAY), ["ai_office"]);
    let mut bank = maker.clone();
    bank["financial_institution"] = json!(true);
    let bank = Case::system(&pack, chat.clone(), bank).on(TODAY, TODAY);
    // Whether Article 74(6) covers what is not high-risk, no source says: both stay possible.
    assert_eq!(authorities(&bank, "O-LIT-1", "provider"), ["market_surveillance"]);
    let owing = find(&bank, "O-LIT-1", "provider").expect("owed");
    let unsure = owing.authority_otherwise.iter().filter(|at| !at.unsure.is_empty());
    let unsure: Vec<&str> = unsure.map(|at| at.kind.as_str()).collect();
    assert_eq!(unsure, ["ai_office", "financial"]);
    // A public body that provides what the police uses may be the police.
    let mut force = maker.clone();
    force["public_body"] = json!(true);
    let mut seeks = chat.clone();
    seeks["used_by"] = json!(["law_enforcement"]);
    let force = Case::system(&pack, seeks, force).on(TODAY, TODAY);
    assert_eq!(authorities(&force, "O-LIT-1", "provider"), ["market_surveillance"]);
    let owing = find(&force, "O-LIT-1", "provider").expect("owed");
    let unsure = owing.authority_otherwise.iter().filter(|at| !at.unsure.is_empty());
    assert_eq!(unsure.map(|at| at.kind.as_str()).collect::<Vec<_>>(), ["ai_office"]);
    let mut user = deployer();
    user["financial_institution"] = json!(false);
    let user = Case::system(&pack, chat.clone(), user).on(TODAY, TODAY);
    assert_eq!(authorities(&user, "O-LIT-1", "deployer"), ["market_surveillance"]);
    let mut platform = chat;
    platform["built_on_own_model"] = json!(false);
    platform["in_very_large_platform"] = json!(true);
    let platform = Case::system(&pack, platform, maker).on(TODAY, TODAY);
    let owing = find(&platform, "O-50-1", "provider").expect("owed");
    assert_eq!(
        owing.authority.iter().map(|at| at.cite.as_str()).collect::<Vec<_>>(),
        ["Art. 75(1)(b)"]
    );
    assert_eq!(
        owing.authority[0].by.as_deref(),
        Some("Article 1, point 31 of Regulation (EU) 2026/1744")
    );
}
