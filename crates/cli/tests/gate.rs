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
        ("2027-12-01", "provider falls due: 1 system (h CV ranking), unless it is an existing one"),
        (
            "2027-12-02",
            "provider may fall due: 1 system (h CV ranking); `first_placed_on`, `for_public_authorities`",
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

/// A role that nobody stated is no "owes nothing", and roles that the register states are not narrowed.
#[test]
fn roles_that_nobody_stated_are_said() {
    let register = "id,name,purpose,stage\na,CV,Ranks job applicants,in use\n";
    let open = config("")
        .replace("evidence = \"off\"\n", "")
        .replace("evidence-open = \"off\"", "evidence-open = \"error\"");
    let check = |roles: &str, register: &str| {
        let config = format!("{roles}{open}");
        let files = [("actlas.toml", config.as_str()), ("r.csv", register)];
        checked("gate-roles", "2026-11-28", &files)
    };
    let (passes, said) = check("", register);
    let says = "error[evidence-open]: r.csv:2, record 1 (`a`): no role is stated: 1 duty may be owed by 2027-02-26 as \
                deployer (1), provider (1): O-LIT-1 AI literacy; state the fact `actor_role`, or set `roles`";
    assert!(!passes && said.contains(says), "{said}");
    let (passes, said) = check("roles = [\"deployer\"]\n", register);
    assert!(
        !passes && !said.contains("no role") && said.contains("deployer: 1 duty owed"),
        "{said}"
    );
    let stated =
        "id,name,purpose,stage,provider,deployer\na,CV,Ranks job applicants,in use,ACME,ACME\n";
    let (_, said) = check("roles = [\"deployer\"]\n", stated);
    for role in ["provider", "deployer"] {
        assert!(said.contains(&format!("ACME as {role}: 1 duty owed by")), "{said}");
    }
    // A report that is late is said too.
    let late = UNPLACED.replace(",provider,deployer", "").replace(",Prov X,Org A", "");
    let config = config(ATTESTED);
    let files = [("actlas.toml", config.as_str()), ("r.csv", late.as_str())];
    let (_, said) = checked("gate-roles-late", "2028-02-01", &files);
    let says = "warning[overdue-open]: r.csv:2, record 1 (`h`): no role is stated: the report of ";
    assert!(said.contains(says) && said.contains("O-PRV-73"), "{said}");
}

/// What is not understood of a stage is not "planned".
#[test]
fn a_stage_that_is_not_known_is_not_planned() {
    let strict = "inputs = [\"r.csv\"]\n[policy]\nevidence-open = \"off\"\n";
    let check = |register: &str| {
        let files = [("actlas.toml", strict), ("r.csv", register)];
        checked("gate-stage", "2026-11-28", &files)
    };
    let register = "id,name,purpose,stage\na,Thing,Sorts parcels,in ues\n";
    let (passes, said) = check(register);
    let says = "error[undetermined]: r.csv:2, record 1 (`a`): it may be in use, since its stage is not known,";
    assert!(!passes && said.contains(says), "{said}");
    let says = "warning[findings]: r.csv:2, record 1 (`a`), `stage`: `in ues` is no stage that is known (word-not-recognised)";
    assert!(said.contains(says), "{said}");
    let (passes, said) = check("id,name,purpose\na,Thing,Sorts parcels\n");
    assert!(!passes && said.contains("error[undetermined]"), "{said}");
    let (passes, said) = check(&register.replace("in ues", "planned"));
    assert!(passes && !said.contains("undetermined"), "{said}");
}

/// Evidence that is not where it was named shows nothing.
#[test]
fn evidence_that_is_not_there_does_not_count() {
    let register = "id,name,purpose,stage,deployer,provider,fact:actor_in_union\n\
        a,CV,Ranks job applicants,in use,ACME,ACME,yes\n";
    let config = "inputs = [\"r.csv\"]\nanswers = [\"e.facts.jsonl\"]\n[policy]\nowner = \"off\"\n\
        assessment = \"off\"\nevidence-open = \"off\"\n";
    let hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let check = |source: &str, more: &[(&str, &str)]| {
        let line = format!(
            "{{\"id\": \"a\", \"duty\": \"O-LIT-1\", \"act\": \"evidence\", \"by\": \"Ann\", \
             \"at\": \"2026-10-12\", {source}}}\n"
        );
        let files = [("actlas.toml", config), ("r.csv", register), ("e.facts.jsonl", &line)];
        checked("gate-evidence", "2026-11-28", &[&files[..], more].concat())
    };
    let hashed = |source: &str| format!("\"source\": \"{source}\", \"sha256\": \"{hash}\"");
    let (passes, said) = check(&hashed("plan.pdf"), &[("plan.pdf", "")]);
    assert!(passes && !said.contains("evidence"), "{said}");
    let (passes, said) = check(&hashed("paln.pdf"), &[("plan.pdf", "")]);
    let says = "warning[findings]: e.facts.jsonl:1 (`a`), `O-LIT-1`: `paln.pdf` is not there (evidence-file-missing)";
    assert!(!passes && said.contains(says) && said.contains("error[evidence]"), "{said}");
    // What is no path from here is not looked for.
    let others = ["https://example.org/plan", "urn:example:plan", "/srv/no/such/plan.pdf"];
    let others = others.map(hashed).into_iter().chain(["\"source\": \"minute 7\"".to_owned()]);
    for source in others {
        let (passes, said) = check(&source, &[]);
        assert!(passes && !said.contains("evidence"), "{source}: {said}");
    }
}

/// Columns and keys that miss a fact by their prefix are told, with the right spelling.
#[test]
fn nearly_a_fact_is_told() {
    let strict = "inputs = [\"r.csv\"]\n[policy]\nundetermined = \"off\"\nowner = \"off\"\nassessment = \"off\"\n\
        evidence-open = \"off\"\nfindings = \"error\"\n";
    for (column, code) in [
        ("performs_profiling", "fact-not-read"),
        ("facts:performs_profiling", "fact-not-read"),
        ("fact.performs_profiling", "fact-not-read"),
        ("fact_performs_profiling", "fact-not-read"),
        ("Performs profiling", "fact-not-read"),
        ("Fact:Performs_Profiling", "fact-not-in-vocabulary"),
    ] {
        let register =
            format!("id,name,purpose,stage,{column}\na,CV,Ranks job applicants,in use,yes\n");
        let files = [("actlas.toml", strict), ("r.csv", register.as_str())];
        let (passes, said) = checked("gate-nearly", "2026-11-28", &files);
        let says = format!("error[findings]: r.csv, `{column}`: ");
        assert!(!passes && said.contains(&says) && said.contains(code), "{column}: {said}");
        assert!(said.contains("performs_profiling` meant?"), "{column}: {said}");
    }
    let lines = "{\"id\": \"a\", \"name\": \"CV\", \"performs_profiling\": true, \"Facts\": {\"minors\": true}}\n";
    let at = folder("gate-nearly-keys", &[("r.jsonl", lines)]);
    let done = run_on(&at, "2026-11-28", &["classify", "r.jsonl", "--format", "jsonl"]);
    let outcome = out(&done);
    for hint in ["is `facts` meant?", "is `fact:performs_profiling` meant?"] {
        assert!(outcome.contains(hint), "{outcome}");
    }
    let mapped = strict.replace("[policy]", "mapping = \"m.yaml\"\n[policy]");
    let register =
        "id,name,purpose,stage,performs_profiling\na,CV,Ranks job applicants,in use,yes\n";
    let files = [
        ("actlas.toml", mapped.as_str()),
        ("r.csv", register),
        ("m.yaml", "performs_profiling: ignore\n"),
    ];
    let (passes, said) = checked("gate-nearly-mapped", "2026-11-28", &files);
    assert!(passes, "{said}");
}

/// What was found of one record stands in its outcome.
#[test]
fn findings_of_a_record_are_in_its_outcome() {
    let lines = "{\"id\": \"a\", \"name\": \"X\", \"purpose\": \"p\", \"purpose\": \"q\"}\n\
        {\"id\": \"l\", \"name\": \"L\", \"purpose\": \"q\", \"built_on\": [\"l\"]}\n";
    let at = folder("gate-outcomes", &[("r.jsonl", lines)]);
    let done = run_on(&at, "2026-11-28", &["classify", "r.jsonl", "--format", "jsonl"]);
    let outcomes: Vec<Value> =
        out(&done).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let codes = |at: usize| outcomes[at].pointer("/findings/0/code").cloned();
    assert_eq!(codes(0), Some("key-doubled".into()));
    assert_eq!(codes(1), Some("reference-circular".into()));
}

/// A check of a folder passes over what it wrote there itself.
#[test]
fn a_folder_is_checked_twice() {
    let config = format!("inputs = [\".\"]\n{QUIET}unreadable = \"error\"\n")
        .replace("findings = \"off\"\n", "");
    let files = [("actlas.toml", config.as_str()), ("r.csv", LISTED)];
    let at = folder("gate-twice", &files);
    let written = [
        "--write",
        "junit=j.xml",
        "--write",
        "sarif=s.json",
        "--write",
        "json=c.json",
        "--write",
        "github=g.txt",
        "--write",
        "text=t.txt",
    ];
    let words = [&["check"][..], &written].concat();
    let first = run_on(&at, "2026-11-28", &words);
    assert_eq!(first.status.code(), Some(0), "{}", out(&first));
    let second = run_on(&at, "2026-11-28", &words);
    assert_eq!((second.status.code(), out(&second)), (Some(0), out(&first)));
    let plain = run_on(&at, "2026-11-28", &["check"]);
    assert_eq!((plain.status.code(), out(&plain)), (Some(0), out(&first)));
    let broken = at.join("actlas.toml");
    fs::write(&broken, config.replace("unreadable", "overdue-open = \"error\"\nunreadable"))
        .expect("written");
    let done = run_on(&at, "2028-02-01", &["check", "--format", "sarif"]);
    assert!(out(&done).contains("\"uri\": \"r.csv\""), "{}", out(&done));
}

/// Why a file of answers is of no use, and which line of the configuration is.
#[test]
fn faults_name_their_line() {
    let bad =
        "{\"id\": \"i\", \"duty\": \"O-LIT-1\", \"act\": \"evidence\", \"util\": \"2026-01-30\"}\n";
    let with = config("answers = [\"e.facts.jsonl\"]\n");
    let files = [("actlas.toml", with.as_str()), ("r.csv", LISTED), ("e.facts.jsonl", bad)];
    let at = folder("gate-answers", &files);
    for words in [&["check"][..], &["classify", "r.csv", "--answers", "e.facts.jsonl"]] {
        let done = run_on(&at, "2026-11-28", words);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2));
        assert!(said.contains("(e.facts.jsonl:1: there is no key `util`, only"), "{said}");
    }
    let reading = config("title = \"x\"\nreadings = [\"U-99=text\"]\n");
    let at = folder("gate-readings", &[("actlas.toml", reading.as_str()), ("r.csv", LISTED)]);
    let done = run_on(&at, "2026-11-28", &["check"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2));
    assert!(
        said.contains("error[config-value]: actlas.toml:3: no contested question `U-99`;"),
        "{said}"
    );
}

/// What came is told as what changed is: with its class, its points and its duties.
#[test]
fn drift_says_what_was_added() {
    let new = format!("{}{}", PRACTICES, "b,Spam,Sorts mail,in use,,,,\n");
    let old = PRACTICES.lines().next().unwrap_or_default().to_owned()
        + "\nb,Spam,Sorts mail,in use,,,,\n";
    let at = folder("gate-drift", &[("n.csv", &new), ("o.csv", &old)]);
    let drift = |from: &str, to: &str, more: &[&str]| {
        out(&run_on(&at, "2026-11-28", &[&["drift", to, "--against", from][..], more].concat()))
    };
    let text = drift("o.csv", "n.csv", &[]);
    for says in [
        "m  Mood: added\n  class: prohibited\n",
        "not there → indicated: ",
        ": not there → owed 2 February 2025\n    O-PROH-1\n",
        "1 record: not there → prohibited practice",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    let sum = drift("o.csv", "n.csv", &["--summary"]);
    assert!(sum.contains("1 record: not there → prohibited practice"), "{sum}");
    assert!(sum.contains("not there → indicated") && sum.contains("not there → owed"), "{sum}");
    let json = drift("o.csv", "n.csv", &["--format", "jsonl"]);
    let json: Value = serde_json::from_str(json.lines().next().unwrap_or_default()).expect("JSON");
    let points = json.pointer("/points").and_then(Value::as_array).expect("points");
    assert!(points.iter().any(|at| at["point"] == "art5.1f" && at["to"] == "indicated"), "{json}");
    let gone = drift("n.csv", "o.csv", &[]);
    assert!(gone.contains("m  Mood: gone\n  class: prohibited\n  indicated → not there"), "{gone}");
    assert!(!gone.contains("O-PROH-1"), "{gone}");
}
