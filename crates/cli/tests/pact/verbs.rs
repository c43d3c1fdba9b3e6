use std::fs;

use crate::{example, folder, pact, shown};

#[test]
fn init_never_overwrites() {
    let file = folder("init").join("pledge.yaml");
    let args = ["init", "--org", "Meta", "--commit", "dev-7", "-o", shown(&file)];
    let first = pact(&args);
    assert_eq!(first.code, 0, "{}", first.err);
    fs::write(&file, "mine").unwrap();
    let again = pact(&args);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is not overwritten"), "{}", again.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_new_pledge_can_be_reported_at_once() {
    let file = folder("new").join("pledge.yaml");
    assert_eq!(pact(&["init", "--org", "PwC", "-o", shown(&file)]).code, 0);
    let report = pact(&["report", shown(&file)]);
    assert_eq!((report.code, report.err.as_str()), (0, ""));
    assert!(report.out.contains("0 of 3 commitments done"), "{}", report.out);
    assert!(report.out.contains("No register was given"), "{}", report.out);
}

/// What lies ahead is stated all the same, and where nothing is listed nothing is counted.
#[test]
fn a_report_says_what_lies_ahead_and_what_is_not_listed() {
    let file = pledge("ahead", "organisation: PwC\nsigned: 2030-05-03\npublished: 2030-06\n");
    for ran in reports(&file) {
        assert!(ran.out.contains("To be signed: 3 May 2030."), "{}", ran.out);
        assert!(ran.out.contains("Commitments to be published: June 2030."), "{}", ran.out);
        assert!(!ran.out.contains("not stated, so"), "{}", ran.out);
    }
    let file = folder("unlisted").join("pledge.yaml");
    fs::write(&file, "format: 1\ninstrument: gpai-code\norganisation: PwC\n").unwrap();
    for ran in reports(&file) {
        assert!(!ran.out.contains("0 of 0"), "{}", ran.out);
        assert!(ran.out.contains("No commitment is listed, so none is counted on"), "{}", ran.out);
        assert!(ran.err.contains("pledge-without-commitments"), "{}", ran.err);
        assert!(ran.err.contains("Safety and security"), "{}", ran.err);
    }
}

/// Nobody takes part in what does not exist, whatever is asked of it.
#[test]
fn an_instrument_that_did_not_exist_yet_is_told() {
    let on = |on: &str, org: &[&str]| {
        let all = ["positions", "--instrument", "gpai-code", "--on", on];
        pact(&[all.as_slice(), org].concat()).out
    };
    let mistral = ["--org", "Mistral"];
    assert!(on("2025-07-05", &mistral).contains("did not exist yet"));
    assert!(!on("2025-07-15", &mistral).contains("did not exist yet"));
    let out = pact(&["positions", "--instrument", "ai-pact", "--on", "2024-09-24"]).out;
    assert!(out.contains("did not exist yet") && !out.contains("counted:"), "{out}");
    let out = pact(&["positions", "--instrument", "ai-pact", "--on", "2024-09-25"]).out;
    assert!(!out.contains("did not exist yet") && out.contains("counted: 116"), "{out}");
}

/// A pledge of a known organisation with these lines.
fn pledge(name: &str, lines: &str) -> std::path::PathBuf {
    let file = folder(name).join("pledge.yaml");
    fs::write(&file, format!("format: 1\ninstrument: ai-pact\n{lines}")).unwrap();
    file
}

/// Both shapes of a report. What is wrong with the pledge makes the run fail, as `lint` does.
fn reports(file: &std::path::Path) -> [crate::Ran; 2] {
    ["markdown", "html"].map(|format| {
        let ran = pact(&["report", shown(file), "--on", "2026-11-21", "--format", format]);
        assert_eq!(ran.code, i32::from(ran.err.contains("error[")), "{}", ran.err);
        ran
    })
}

/// What every signatory takes counts whether it is listed; what is listed twice is no unknown one.
#[test]
fn a_report_counts_what_the_file_leaves_out() {
    let file = pledge(
        "missing",
        "organisation: PwC\ncommitments:\n  - id: core-1\n  - {id: core-1, plan: again}\n  - id: z-9\n",
    );
    for ran in reports(&file) {
        assert!(ran.out.contains("0 of 3 commitments done"), "{}", ran.out);
        assert_eq!(ran.out.matches("not in the file").count(), 2, "{}", ran.out);
        let unknown = ran.out.split("Not among the commitments").nth(1).unwrap();
        let (unknown, again) = unknown.split_once("Listed again; the first is kept").unwrap();
        assert!(unknown.contains("z-9") && !unknown.contains("core-1"), "{unknown}");
        assert!(!unknown.contains("()"), "{unknown}");
        assert!(again.contains("core-1") && again.contains("again"), "{again}");
    }
    let out = folder("missing-out");
    let ran = pact(&["report", shown(&file), "-o", shown(&out)]);
    assert!(ran.out.starts_with("0 of 3 commitments done"), "{}", ran.out);
}

/// Who says to have pledged and is on record with a refusal: both are shown, and that they contradict.
#[test]
fn a_report_shows_the_recorded_positions() {
    let refused = "will not sign the EU AI Pact";
    let file = pledge("refused", "organisation: Meta\npledged: yes\n");
    for ran in reports(&file) {
        assert!(ran.out.contains("A position recorded here contradicts the pledge"), "{}", ran.out);
        assert!(ran.out.contains(refused) && ran.out.contains("Jiemian"), "{}", ran.out);
        assert!(ran.err.contains("warning[pledge-contradicted]"), "{}", ran.err);
        let named = "pledge.yaml:4, `pledged`: `pledged` is `yes`, but Meta says that it will not";
        assert!(ran.err.contains(named), "{}", ran.err);
    }
    let later = pledge("refused-later", "organisation: Meta\npledged: yes\nsigned: 2026-01-20\n");
    for ran in reports(&later) {
        assert!(ran.out.contains(refused), "{}", ran.out);
        assert!(!ran.out.to_lowercase().contains("contradict"), "{}", ran.out);
        assert!(!ran.err.contains("pledge-contradicted"), "{}", ran.err);
    }
    let apart = pledge("apart", "organisation: PwC\n");
    for ran in reports(&apart) {
        assert!(ran.out.contains("No position with a source is recorded."), "{}", ran.out);
        assert!(ran.out.contains("1 row without a source is kept apart: signed"), "{}", ran.out);
    }
}

/// Nothing stands behind a row without a source; it is said all the same.
#[test]
fn rows_without_a_source_are_counted_for_a_known_organisation() {
    let said = |org: &str, on: &str| pact(&["positions", "--org", org, "--on", on]).out;
    let row = "1 row without a source is kept apart: signed (EU AI Pact)";
    for org in ["PwC", "Allianz"] {
        assert!(said(org, "2026-11-21").contains(&format!("{org}: {row}")), "{org}");
    }
    assert!(!said("Allianz", "2024-10-31").contains(row), "it is of November 2024");
    assert!(!said("Mistral", "2026-11-21").contains("kept apart"));
    let json = pact(&["positions", "--org", "PwC", "--on", "2026-11-21", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let rows = json.pointer("/kept_apart").and_then(|rows| rows.as_array()).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["organisation"], "pwc");
    assert_eq!(
        (&rows[0]["position"], &rows[0]["why"]),
        (&"signed".into(), &"it has no source".into())
    );
}

/// What was typed is wrong: exit code 2, and the message names what there is.
#[test]
fn wrong_words_are_usage() {
    let check = |args: &[&str], wanted: &str| {
        let ran = pact(args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert!(ran.err.contains(wanted), "{args:?}: {}", ran.err);
    };
    let file = folder("wrong").join("p.yaml");
    check(&["positions", "--org", "Mistrall"], "name-unresolved");
    check(&["positions", "--instrument", "pact"], "ai-pact");
    check(&["positions", "--on", "soon"], "is no day");
    check(&["init", "--org", "M", "--commit", "dev-99", "-o", shown(&file)], "commitment-unknown");
    check(&["report", "nowhere.yaml"], "nowhere.yaml");
    check(&["positions", "--pacts", "crates"], "no organisations.yaml");
    assert!(!file.exists());
}

#[test]
fn evidence_that_is_gone_is_told_and_counts_for_nothing() {
    let folder = folder("gone");
    let text = fs::read_to_string(crate::root().join(example("pledge.yaml"))).unwrap();
    let file = folder.join("pledge.yaml");
    fs::write(&file, text).unwrap();
    for verb in ["report", "gap"] {
        assert_eq!(pact(&[verb, shown(&file), "--on", "2026-11-21"]).code, 1);
    }
    let report = pact(&["report", shown(&file), "--on", "2026-11-21"]);
    assert!(report.err.contains("error[evidence-file-gone]"), "{}", report.err);
    assert!(report.out.contains("0 of 5 commitments done"), "{}", report.out);
    let lint = pact(&["lint", shown(&file)]);
    assert_eq!(lint.code, 1, "{}", lint.err);
    assert!(lint.err.contains("pledge.yaml:"), "a finding names file and line: {}", lint.err);
}

#[test]
fn a_pledge_without_a_findable_instrument_is_told() {
    let file = folder("broken").join("pledge.yaml");
    fs::write(&file, "format: 1\norganisation: Meta\ninstrument: nothing\n").unwrap();
    let report = pact(&["report", shown(&file)]);
    assert_eq!(report.code, 2);
    assert!(report.err.contains("instrument-unknown"), "{}", report.err);
}

#[test]
fn a_register_without_records_ends_with_3() {
    let file = folder("empty").join("systems.csv");
    fs::write(&file, "id,name\n").unwrap();
    let pledge = example("pledge.yaml");
    assert_eq!(pact(&["report", &pledge, "--register", shown(&file)]).code, 3);
}

#[test]
fn the_built_in_data_and_the_examples_have_no_error() {
    let ran =
        pact(&["lint", &example("pledge.yaml"), &example("story.yaml"), "--on", "2026-11-21"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("warning[position-without-source]"), "{}", ran.err);
    let from_disk = pact(&["lint", "--pacts", "pacts"]);
    assert_eq!(from_disk.out, pact(&["lint"]).out, "the folder and what is built in are the same");
}

#[test]
fn every_verb_shows_an_example() {
    for verb in ["positions", "init", "report", "gap", "site", "lint"] {
        let ran = pact(&[verb, "--help"]);
        assert_eq!(ran.code, 0, "{verb}");
        assert!(ran.out.contains("Example"), "{verb}");
        assert!(ran.out.contains(&format!("actlas pact {verb}")), "{verb}");
    }
}

#[test]
fn a_pledge_can_come_from_standard_input() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_actlas"))
        .args(["pact", "report", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = "format: 1\norganisation: Meta\ninstrument: ai-pact\npledged: no\n";
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("Nothing is pledged"));
}

/// Both shapes of the report on a pledge of Meta that is none, with a register of these lines.
fn reported(name: &str, lines: &[&str]) -> [crate::Ran; 2] {
    let file = folder(name).join("pledge.yaml");
    let text = "format: 1\norganisation: Meta\ninstrument: ai-pact\npledged: no\n";
    let rest = "roles: [provider]\ncommitments: [{id: core-2}]\nevidence: []\n";
    fs::write(&file, format!("{text}{rest}")).unwrap();
    let register = file.with_file_name("r.jsonl");
    fs::write(&register, lines.join("\n") + "\n").unwrap();
    ["markdown", "html"].map(|format| {
        let days = ["--on", "2026-11-21", "--known", "2026-11-21", "--format", format];
        let args = ["report", shown(&file), "--register", shown(&register)];
        let ran = pact(&[&args[..], &days[..]].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        crate::Ran { out: ran.out.replace('\\', ""), ..ran }
    })
}

const LLAMA: &str = r#"{"id":"llama","name":"Llama","kind":"model","organisation":"Meta"}"#;
const RANKER: &str = r#"{"id":"s3","name":"CV ranker","kind":"system","organisation":"HR Corp","built_on":["ft1"],"purpose":"Ranks job applicants by their CV for recruiters","stage":"in_use"}"#;

/// Neither a retired link, nor a retired product, nor another spelling of it hides who has it.
#[test]
fn a_report_names_every_deployment_that_the_register_does() {
    let tuned = r#"{"id":"ft1","name":"HR-Llama","kind":"model","organisation":"HR Corp","built_on":["LLAMA"],"stage":"retired"}"#;
    let ranker = "HR Corp: CV ranker [III.4 work]";
    for ran in reported("old-link", &[LLAMA, tuned, RANKER]) {
        assert!(ran.out.contains(ranker), "{}", ran.out);
        assert!(ran.out.contains("III.4 work (1 known there)"), "{}", ran.out);
        assert!(!ran.out.contains("none known") && !ran.out.contains("retired"), "{}", ran.out);
        assert!(!ran.err.contains("built-on"), "{}", ran.err);
    }
    let retired = LLAMA.replace("Meta\"", "Meta\",\"stage\":\"retired\"");
    for ran in reported("old-product", &[&retired, tuned, RANKER]) {
        assert!(ran.out.contains("1 retired record is left out."), "{}", ran.out);
        let said = format!("Llama is retired; still known: {ranker}.");
        assert!(ran.out.contains(&said), "{}", ran.out);
    }
    let elsewhere = tuned.replace("LLAMA", "meta-llama/Llama-3");
    for ran in reported("no-such-base", &[LLAMA, &elsewhere, RANKER]) {
        assert!(ran.out.contains("none known"), "{}", ran.out);
        let said = "r.jsonl: 1 record is built on what no record is: `meta-llama/Llama-3`";
        assert!(
            ran.err.contains("note[built-on-missing]") && ran.err.contains(said),
            "{}",
            ran.err
        );
    }
}

/// What nobody stated is told as such: whose a system is, and whether it is meant for an area.
#[test]
fn a_report_reads_nothing_missing_as_a_no() {
    let nobodys = RANKER.replace(r#""organisation":"HR Corp","#, "").replace("ft1", "Llama");
    let lies = r#"{"id":"s4","name":"Lies","organisation":"Police","built_on":["llama"],"purpose":"Lie detector for the police during interrogations","stage":"planned"}"#;
    for ran in reported("nobodys", &[LLAMA, &nobodys, lies]) {
        let said = "CV ranker (not stated whose) [III.4 work], Police: Lies (planned) [";
        assert!(ran.out.contains(said), "{}", ran.out);
        let areas = ran.out.split("Police: Lies (planned) [").nth(1).unwrap().split(']').next();
        assert!(areas.unwrap().contains("open: III."), "{}", ran.out);
        let open = "not asked of models; of known deployments: III.";
        assert!(ran.out.contains(open), "{}", ran.out);
        assert!(ran.out.contains("Of 1 system beside these it is not stated whose"), "{}", ran.out);
    }
}

/// A gap of who has pledged nothing says so, in text and in JSON, and words Article 4 as of the day.
#[test]
fn a_gap_of_no_pledge_calls_nothing_pledged() {
    let file = folder("not-pledged").join("pledge.yaml");
    let init = ["init", "--org", "Meta", "--not-pledged", "--commit", "dev-7", "-o", shown(&file)];
    assert_eq!(pact(&init).code, 0);
    let made = fs::read_to_string(&file).unwrap();
    assert!(made.starts_with("# Evidence beside the EU AI Pact. Nothing is pledged"), "{made}");
    let gap = |day: &str, format: &str| {
        let ran = pact(&["gap", shown(&file), "--on", day, "--known", day, "--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    let text = gap("2026-11-21", "text");
    assert!(text.contains("  nothing is pledged;"), "{text}");
    assert!(text.contains("    not pledged, nothing shows it (dev-7)"), "{text}");
    assert!(!text.contains("    pledged, nothing"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&gap("2026-06-01", "json")).unwrap();
    assert_eq!(json["pledged"], "no");
    let of = |provision: &str| {
        json["owed"].as_array().unwrap().iter().find(|at| at["provision"] == provision).unwrap()
    };
    assert_eq!(of("art.50(1)")["state"], "not pledged, nothing shows it");
    assert!(of("art.4")["says"].as_str().unwrap().contains("sufficient"), "{}", of("art.4"));
}

#[test]
fn a_gap_lists_no_duty_that_the_law_excludes() {
    let folder = folder("gap-excluded");
    let pledge = folder.join("pledge.yaml");
    let roles = "[gpai-provider, provider]";
    let head = format!("format: 1\norganisation: OpenLM\ninstrument: ai-pact\nroles: {roles}\n");
    fs::write(&pledge, head + "commitments:\n  - {id: core-1}\n").unwrap();
    let gpai =
        r#""wide_range_of_tasks":true,"prototype_only":false,"modifies_general_model":false"#;
    let open = r#""licence_is_open":true,"model_information_public":true,"model_monetised":false"#;
    let small = r#""training_compute":"6e24","designated_by_commission":false,"high_impact_capabilities":false,"placed_on_union_market":true,"first_placed_on":"2024-12-06""#;
    let away = r#""placed_on_union_market":false,"essential_internal_use":false,"put_into_service_in_union":false"#;
    let exempt = r#""hiring_tasks":["supporting_step"],"contribution":{"has":["checks_form"],"complete":true},"value_judgement":false,"recommends_on_case":false,"changes_result":false,"influences_without_review":false,"significant_harm_likely":false,"performs_profiling":false,"materially_influences_outcome":false,"claims_exemption":true,"product_law":"none""#;
    let by = r#""organisation":"OpenLM","actors":[{"name":"OpenLM","facts":{"actor_role":["provider"],"actor_in_union":true}}]"#;
    let gap = |name: &str, kind: &str, facts: &str| {
        let register = folder.join(format!("{name}.jsonl"));
        let id = format!(r#""id":"{name}","name":"{name}","kind":"{kind}""#);
        fs::write(&register, format!("{{{id},{by},\"facts\":{{{facts}}}}}\n")).unwrap();
        let days = ["--on", "2026-11-21", "--known", "2026-11-21"];
        let args = ["gap", shown(&pledge), "--register", shown(&register)];
        let ran = pact(&[&args[..], &days[..]].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    let model = gap("open", "model", &format!("{gpai},{open},{small}"));
    assert!(!model.contains("Art. 53(1)(a)"), "open models do not owe it: {model}");
    assert!(!model.contains("Art. 4 "), "a model brings no literacy: {model}");
    assert!(model.contains("Art. 53(1)(c)"), "{model}");
    assert!(model.contains("open (protected until 2 August 2027)"), "{model}");
    let away = gap("away", "model", &format!("{gpai},{away},\"training_compute\":\"3e25\""));
    assert!(!away.contains("Art. 5"), "nothing is owed outside the Act: {away}");
    let exempted = gap("exempt", "system", exempt);
    assert!(!exempted.contains("Art. 9 "), "an exempt use brings no requirements: {exempted}");
    assert!(exempted.contains("Art. 6(4)"), "{exempted}");
    let army = r#""hiring_tasks":["evaluate"],"exclusively_defence_or_national_security":true"#;
    let army = gap("army", "system", army);
    assert!(army.contains("none of those recorded"), "{army}");
}
