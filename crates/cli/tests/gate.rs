//! What a gate must not let pass unsaid: deadlines that facts leave open, exceptions that cover more than was signed,
//! names that move; and that its hints say again what it says.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A folder of its own with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    for (file, text) in files {
        fs::write(folder.join(file), text).expect("a file");
    }
    folder
}

/// Runs the binary in a folder, as of a day.
fn run_on(folder: &Path, day: &str, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_actlas"));
    command.args(words).args(["--on", day, "--known", day]).current_dir(folder);
    command.env("NO_COLOR", "1").output().expect("the binary runs")
}

fn out(done: &Output) -> String {
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// Whether a check of these files passes, and what it says.
fn checked(name: &str, day: &str, files: &[(&str, &str)]) -> (bool, String) {
    let done = run_on(&folder(name, files), day, &["check"]);
    (done.status.code() == Some(0), out(&done))
}

const QUIET: &str = "[policy]\nowner = \"off\"\nassessment = \"off\"\nevidence = \"off\"\n\
    undetermined = \"off\"\nfindings = \"off\"\nevidence-open = \"off\"\n";

fn config(more: &str) -> String {
    format!("inputs = [\"r.csv\"]\n{more}{QUIET}")
}

const LISTED: &str = "id,name,purpose,stage,provider,deployer,fact:serious_incident,\
    fact:incident_known_on,fact:first_placed_on\n\
    i,CV ranking,Ranks job applications for vacancies,in use,Prov X,Org A,other,2028-01-10,2028-01-01\n";
/// When it was first placed nobody stated.
const UNPLACED: &str = "id,name,stage,provider,deployer,fact:hiring_tasks,fact:performs_profiling,\
    fact:serious_incident,fact:incident_known_on\n\
    h,CV ranking,in use,Prov X,Org A,evaluate,yes,other,2028-01-10\n";
const ATTESTED: &str = "attest = \"Ann Example\"\n";

/// A listed use owes the report unless it is exempt, and the calendar and the gate say so.
#[test]
fn the_report_of_a_listed_use_is_not_lost() {
    let plain = config("");
    let files = [("actlas.toml", plain.as_str()), ("r.csv", LISTED)];
    let at = folder("gate-listed", &files);
    let days = out(&run_on(&at, "2028-01-12", &["calendar", "r.csv"]));
    let says = "O-PRV-73 Report serious incidents as provider falls due unless exempt under Article 6(3): 1 system";
    assert!(days.starts_with("25 January 2028\n") && days.contains(says), "{days}");
    let (passes, said) = checked("gate-listed", "2028-02-01", &files);
    let says = "O-PRV-73 Report serious incidents was due on 2028-01-25, unless it is exempt under Article 6(3),";
    assert!(!passes && said.contains("error[overdue-report]") && said.contains(says), "{said}");
    assert!(checked("gate-listed", "2028-01-25", &files).0, "not before the day is over");
    // Whoever documented the exemption owes none.
    let exempt = "{\"id\": \"i\", \"duty\": \"FLT-1\", \"act\": \"evidence\", \"by\": \"Ann\", \
        \"at\": \"2027-11-01\", \"source\": \"https://example.org/assessment\"}\n";
    let config = config("answers = [\"e.facts.jsonl\"]\n");
    let files = [("actlas.toml", config.as_str()), ("r.csv", LISTED), ("e.facts.jsonl", exempt)];
    let (_, said) = checked("gate-exempt", "2028-02-01", &files);
    assert!(!said.contains("overdue-report"), "{said}");
}

/// A fact that nobody stated takes no deadline off the calendar, and the gate names what is open for want of it.
#[test]
fn a_missing_fact_turns_nothing_green_in_silence() {
    let open = config(ATTESTED).replace("evidence-open = \"off\"\n", "");
    let files = [("actlas.toml", open.as_str()), ("r.csv", UNPLACED)];
    let at = folder("gate-open", &files);
    for (day, says) in [
        ("2027-12-01", "provider falls due: 1 system, unless it is an existing one"),
        (
            "2027-12-02",
            "provider may fall due: 1 system; `first_placed_on`, `for_public_authorities`",
        ),
    ] {
        let days = out(&run_on(&at, day, &["calendar", "r.csv", "--attest", "Ann Example"]));
        assert!(days.contains(&format!("O-PRV-73 Report serious incidents as {says}")), "{days}");
        let table = ["calendar", "r.csv", "--attest", "Ann Example", "--format", "csv"];
        assert!(out(&run_on(&at, day, &table)).contains("O-PRV-73"));
    }
    let (_, said) = checked("gate-open", "2027-12-02", &files);
    let says = "Prov X as provider: 22 duties may be owed by 2028-03-01, open for want of `first_placed_on` (21)";
    assert!(said.contains("warning[evidence-open]") && said.contains(says), "{said}");
    let (passes, said) = checked("gate-open", "2028-02-01", &files);
    let says = "O-PRV-73 Report serious incidents was due on 2028-01-25, if it is owed, which ";
    assert!(passes && said.contains("warning[overdue-open]") && said.contains(says), "{said}");
    for rule in ["evidence-open", "overdue-open"] {
        let strict = format!("{open}{rule} = \"error\"\n");
        let files = [("actlas.toml", strict.as_str()), ("r.csv", UNPLACED)];
        let (passes, said) = checked("gate-open-strict", "2028-02-01", &files);
        assert!(!passes && said.contains(&format!("error[{rule}]")), "{said}");
    }
}

/// What was there before the incident was known is no report of it.
#[test]
fn older_evidence_reports_no_incident() {
    let config = config("answers = [\"e.facts.jsonl\"]\n");
    let check = |at: &str| {
        let evidence = format!(
            "{{\"id\": \"i\", \"duty\": \"O-PRV-73\", \"act\": \"evidence\", \"by\": \"Ann\", \
             \"at\": \"{at}\", \"source\": \"https://example.org/report\"}}\n"
        );
        let files =
            [("actlas.toml", config.as_str()), ("r.csv", LISTED), ("e.facts.jsonl", &evidence)];
        checked("gate-older", "2028-02-01", &files)
    };
    let (passes, said) = check("2028-01-09");
    let says = "and what is named is from before the incident was known on 2028-01-10";
    assert!(!passes && said.contains(says), "{said}");
    let (passes, said) = check("2028-01-10");
    assert!(passes && !said.contains("[overdue-report]"), "{said}");
}

const PRACTICES: &str = "id,name,purpose,stage,fact:infers_emotions_or_intentions,\
    fact:medical_or_safety_reason,fact:only_own_training,fact:observed_setting\n\
    m,Mood,Recognises the emotions of employees at work.,in use,yes,no,no,workers\n";
const SCRAPES: &str = "id,name,purpose,stage,fact:infers_emotions_or_intentions,\
    fact:medical_or_safety_reason,fact:only_own_training,fact:observed_setting,\
    fact:untargeted_face_scraping,fact:builds_face_database\n\
    m,Mood,Recognises the emotions of employees at work.,in use,yes,no,no,workers,yes,yes\n";

fn accept(rule: &str, of: &str, until: &str) -> String {
    let of = if of.is_empty() { String::new() } else { format!("of = [{of}]\n") };
    format!(
        "[[accept]]\nrule = \"{rule}\"\nid = \"m\"\n{of}by = \"Ann\"\nuntil = {until}\nwhy = \"soon\"\n"
    )
}

/// What somebody signed for emotions does not cover the faces that come later.
#[test]
fn an_exception_covers_what_it_was_given_for() {
    let plain = config("");
    let with = |accept: &str| format!("{plain}prohibited-open = \"off\"\n{accept}");
    let check = |accept: &str, register: &str| {
        let config = with(accept);
        let files = [("actlas.toml", config.as_str()), ("r.csv", register)];
        checked("gate-accept", "2026-11-28", &files)
    };
    let files = [("actlas.toml", plain.as_str()), ("r.csv", PRACTICES)];
    let at = folder("gate-accept-written", &files);
    let entries = out(&run_on(&at, "2026-11-28", &["check", "--format", "accept"]));
    assert!(entries.contains("\nid = \"m\"\nof = [\"art5.1f\"]\n"), "{entries}");
    let signed = accept("prohibited", "\"art5.1f\"", "2027-01-31");
    let (passes, said) = check(&signed, PRACTICES);
    assert!(passes && said.contains("accepted[prohibited]"), "{said}");
    let (passes, said) = check(&signed, SCRAPES);
    assert!(!passes && said.contains("accepted[prohibited]"), "{said}");
    let says = "indicated: art5.1e; ";
    assert!(
        said.contains(says) && said.contains("the exception by Ann is of art5.1f alone"),
        "{said}"
    );
    // One that names no practice covers none, and says what to write.
    let (passes, said) = check(&accept("prohibited", "", "2027-01-31"), PRACTICES);
    assert!(!passes && said.contains("it needs `of = [\"art5.1f\"]`"), "{said}");
    // One that has ended is named where it ended.
    let (passes, said) = check(&accept("prohibited", "\"art5.1f\"", "2026-11-27"), PRACTICES);
    assert!(!passes && said.contains("the exception by Ann ended on 2026-11-27"), "{said}");
    let json = with(&accept("prohibited", "\"art5.1f\"", "2026-11-27"));
    let at = folder("gate-ended", &[("actlas.toml", &json), ("r.csv", PRACTICES)]);
    let done = run_on(&at, "2026-11-28", &["check", "--format", "json"]);
    let json: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!(json.pointer("/breaches/0/uncovered_by/since"), Some(&"ended".into()));
    // One that covers nothing is named too, and one that names a point that there is not is not used.
    let (passes, said) = check(&(signed.clone() + &accept("owner", "", "2027-01-31")), PRACTICES);
    let says =
        "note[exceptions]: actlas.toml:17 (`m`): the exception from `owner` by Ann covers nothing";
    assert!(passes && said.contains(says), "{said}");
    let (passes, said) = check(&accept("prohibited", "\"art5.1x\"", "2027-01-31"), PRACTICES);
    assert!(!passes && said.is_empty(), "{said}");
    // The same of duties: without names it covers all, and says so.
    let evidence = with(&accept("evidence", "", "2027-01-31")).replace("evidence = \"off\"\n", "");
    let evidence = evidence.replace("prohibited-open", "prohibited = \"off\"\nprohibited-open");
    let register =
        PRACTICES.replace("stage,", "stage,deployer,").replace("in use,", "in use,Org A,");
    let files = [("actlas.toml", evidence.as_str()), ("r.csv", register.as_str())];
    let (passes, said) = checked("gate-accept-duties", "2026-11-28", &files);
    let says =
        "names no duties, so it covers all of the record, those still to come too; now O-PROH-1";
    assert!(passes && said.contains(says), "{said}");
    let other = evidence.replace("by = ", "of = [\"O-DEP-1\"]\nby = ");
    let files = [("actlas.toml", other.as_str()), ("r.csv", register.as_str())];
    let (passes, said) = checked("gate-accept-other", "2026-11-28", &files);
    assert!(!passes && said.contains("the exception by Ann is of O-DEP-1 alone"), "{said}");
}

/// Alerts that somebody dismissed for one practice do not hide another.
#[test]
fn fingerprints_tell_practices_apart() {
    let print = |register: &str| {
        let at = folder("gate-prints", &[("actlas.toml", &config("")), ("r.csv", register)]);
        let done = run_on(&at, "2026-11-28", &["check", "--format", "sarif"]);
        let sarif: Value = serde_json::from_slice(&done.stdout).expect("JSON");
        let results = sarif.pointer("/runs/0/results").and_then(Value::as_array).expect("results");
        let of = |at: &&Value| at.get("ruleId") == Some(&"prohibited".into());
        let result = results.iter().find(of).expect("a result");
        result.pointer("/partialFingerprints/actlas~1v1").cloned().expect("a print")
    };
    assert_ne!(print(PRACTICES), print(SCRAPES));
    let moved = PRACTICES.replacen('\n', "\nother,Spelling,,retired,,,,\n", 1);
    assert_eq!(print(PRACTICES), print(&moved));
}

/// Whoever names a number names another record when rows move.
#[test]
fn numbers_in_the_configuration_are_told() {
    let register = PRACTICES.replacen("\nm,", "\n,", 1);
    let more = "prohibited-open = \"off\"\n[owners]\n\"r:1\" = \"Carla\"\n[[accept]]\nrule = \"prohibited\"\n\
        id = \"r:1\"\nof = [\"art5.1f\"]\nby = \"Ann\"\nuntil = 2027-01-31\nwhy = \"soon\"\n";
    let used = format!("{}{more}", config("").replace("findings = \"off\"\n", ""));
    let files = [("actlas.toml", used.as_str()), ("r.csv", register.as_str())];
    let (passes, said) = checked("gate-number", "2026-11-28", &files);
    let told = "warning[findings]: actlas.toml:";
    let says = "(`r:1`): `r:1` is the number of a record in its file (config-by-number);";
    assert!(passes, "{said}");
    assert_eq!(said.matches(told).count(), 2, "{said}");
    assert_eq!(said.matches(says).count(), 2, "{said}");
    let at = folder("gate-number-accept", &[("actlas.toml", &config("")), ("r.csv", &register)]);
    let entries = out(&run_on(&at, "2026-11-28", &["check", "--format", "accept"]));
    let says = "# Its id is the number of a record, and another's when one is inserted: give it an id first.\n\
        [[accept]]\nrule = \"prohibited\"\nid = \"r:1\"\n";
    assert!(entries.contains(says), "{entries}");
}

/// What a hint tells to run says what the check says, whatever the configuration reads.
#[test]
fn hints_say_again_what_they_explain() {
    let files = [
        (
            "actlas.toml",
            "inputs = [\"first.csv\", \"my register.csv\"]\nmapping = \"columns.yaml\"\n\
             answers = [\"a.facts.jsonl\"]\nattest = \"Ann Example\"\nscreen = false\nassume = \"none\"\n\
             readings = [\"U-32=text\"]\n",
        ),
        ("first.csv", "id,Goal\nm,Checks the spelling of texts.\n"),
        ("my register.csv", "id,Goal\nm,Recognises the emotions of employees at work.\n"),
        ("columns.yaml", "Goal: purpose\n"),
        (
            "a.facts.jsonl",
            "{\"id\": \"m~my register:1\", \"fact\": \"infers_emotions_or_intentions\", \"value\": true, \"act\": \"attest\", \"why\": \"seen\", \"by\": \"Ann\", \"at\": \"2026-10-01\"}\n\
             {\"id\": \"m~my register:1\", \"fact\": \"uses_biometric_data\", \"value\": true, \"act\": \"attest\", \"why\": \"seen\", \"by\": \"Ann\", \"at\": \"2026-10-01\"}\n\
             {\"id\": \"m~my register:1\", \"fact\": \"medical_or_safety_reason\", \"value\": false, \"act\": \"attest\", \"why\": \"seen\", \"by\": \"Ann\", \"at\": \"2026-10-01\"}\n\
             {\"id\": \"m~my register:1\", \"fact\": \"observed_setting\", \"value\": \"workers\", \"act\": \"attest\", \"why\": \"seen\", \"by\": \"Ann\", \"at\": \"2026-10-01\"}\n\
             {\"id\": \"m~my register:1\", \"fact\": \"only_own_training\", \"value\": false, \"act\": \"attest\", \"why\": \"seen\", \"by\": \"Ann\", \"at\": \"2026-10-01\"}\n",
        ),
    ];
    let at = folder("gate-hints", &files);
    let said = out(&run_on(&at, "2026-11-28", &["check"]));
    let line = said.lines().find(|line| line.contains("[prohibited]")).expect("a breach");
    let command = line.split('`').find(|part| part.starts_with("actlas why")).expect("a hint");
    for option in
        ["--mapping", "--answers", "--attest", "--no-screen", "--assume none", "--reading", "--on"]
    {
        assert!(command.contains(option), "{command}");
    }
    let binary = Path::new(env!("CARGO_BIN_EXE_actlas")).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(&at).env("NO_COLOR", "1");
    let done = shell.env("PATH", format!("{}:{path}", binary.display())).output().expect("a shell");
    let why = out(&done);
    let told = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(0), "{command}: {told}");
    assert!(why.contains("\ntrue     Emotions at work"), "{why}{told}");
}

/// A register without ids is compared with a copy of another name, row by row, as the page shows it.
#[test]
fn a_register_without_ids_is_compared_with_itself() {
    let old = "name,purpose,stage\nMood,Recognises emotions of employees,in use\n\
        Ranking,Ranks job applications for vacancies,in use\n";
    let new = old.replace("stage\n", "stage\nChat,Answers questions of customers,in use\n");
    let at = folder("gate-drift", &[("new.csv", &new), ("old.csv", old), ("other.csv", old)]);
    let drift = |from: &str, to: &str| {
        let done = run_on(&at, "2026-11-28", &["drift", to, "--against", from, "--summary"]);
        out(&done).lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(drift("old.csv", "other.csv"), "2 records: 0 changed, 0 added, 0 gone");
    assert_eq!(drift("old.csv", "new.csv"), "3 records: 0 changed, 1 added, 0 gone");
    let done = Command::new("bash")
        .args(["-c", "\"$0\" drift other.csv --against <(cat old.csv) --summary"])
        .arg(env!("CARGO_BIN_EXE_actlas"))
        .current_dir(&at)
        .output();
    // Where there is no such shell, the page does not mean anybody.
    if let Ok(done) = done {
        assert!(out(&done).starts_with("2 records: 0 changed, 0 added, 0 gone"), "{}", out(&done));
    }
}

/// Of two files that share an id, each record stays itself, whichever file is named first.
#[test]
fn the_order_of_files_changes_no_record() {
    let a = "id,name,purpose\nx,Ranking,Ranks job applications for vacancies\n";
    let b = "id,name,purpose\nx,Spelling,Checks the spelling of texts\n";
    let at = folder("gate-order", &[("a.csv", a), ("b.csv", b)]);
    let words =
        ["drift", "a.csv", "b.csv", "--against", "b.csv", "--against", "a.csv", "--summary"];
    let done = run_on(&at, "2026-11-28", &words);
    assert!(out(&done).starts_with("2 records: 0 changed, 0 added, 0 gone"), "{}", out(&done));
}
