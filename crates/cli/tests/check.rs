//! `actlas check`: its formats read back by their own rules, and the snippets of its page tried.
#![expect(clippy::expect_used, clippy::panic, reason = "a test may panic; that is how it fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use actlas_yaml::Node;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

const DAY: [&str; 4] = ["--on", "2026-11-21", "--known", "2026-11-21"];
const EXAMPLE: &str = "examples/check/actlas.toml";
const INPUTS: &str = "crates/cli/tests/input/check-inputs.toml";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn run(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_actlas"));
    command.args(words).args(DAY).current_dir(root()).env("NO_COLOR", "1");
    command.output().expect("the binary runs")
}

fn printed(config: &str, format: &str) -> String {
    let done = run(&["check", config, "--format", format]);
    assert_eq!(done.status.code(), Some(1), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text")
}

fn of(config: &str, format: &str) -> Value {
    serde_json::from_str(&printed(config, format)).expect("JSON")
}

fn list<'v>(value: &'v Value, at: &str) -> &'v [Value] {
    let found = value.pointer(at).and_then(Value::as_array);
    found.unwrap_or_else(|| panic!("no list at {at}"))
}

fn text<'v>(value: &'v Value, at: &str) -> &'v str {
    value.pointer(at).and_then(Value::as_str).unwrap_or_else(|| panic!("no text at {at}: {value}"))
}

/// What the published schema of SARIF 2.1.0 asks of the parts that are written here.
#[test]
fn sarif_has_the_published_structure() {
    for config in [EXAMPLE, INPUTS] {
        let sarif = of(config, "sarif");
        let json = of(config, "json");
        assert_eq!(text(&sarif, "/version"), "2.1.0");
        assert!(text(&sarif, "/$schema").ends_with("sarif-schema-2.1.0.json"));
        assert_eq!(list(&sarif, "/runs").len(), 1);
        let run = sarif.pointer("/runs/0").expect("a run");
        assert_eq!(text(run, "/tool/driver/name"), "Actlas");
        let columns = ["utf16CodeUnits", "unicodeCodePoints"];
        assert!(columns.contains(&text(run, "/columnKind")));
        let rules = list(run, "/tool/driver/rules");
        let levels = ["none", "note", "warning", "error"];
        for rule in rules {
            assert!(
                !text(rule, "/id").is_empty() && !text(rule, "/shortDescription/text").is_empty()
            );
            assert!(levels.contains(&text(rule, "/defaultConfiguration/level")));
        }
        let results = list(run, "/results");
        assert_eq!(results.len(), list(&json, "/breaches").len());
        assert!(!results.is_empty());
        let mut fingerprints = BTreeMap::new();
        for result in results {
            let at = result.pointer("/ruleIndex").and_then(Value::as_u64).expect("an index");
            let rule = rules.get(usize::try_from(at).expect("small")).expect("a rule");
            assert_eq!(text(rule, "/id"), text(result, "/ruleId"));
            assert!(levels.contains(&text(result, "/level")));
            assert!(!text(result, "/message/text").is_empty());
            let uri = text(result, "/locations/0/physicalLocation/artifactLocation/uri");
            assert!(root().join(uri).is_file(), "{uri}");
            assert!(!uri.starts_with('/') && !uri.contains([' ', '\\', ':']), "{uri}");
            let line = result.pointer("/locations/0/physicalLocation/region/startLine");
            assert!(line.and_then(Value::as_u64).is_some_and(|line| line > 0));
            let print = text(result, "/partialFingerprints/actlas~1v1").to_owned();
            *fingerprints.entry(print).or_insert(0) += 1;
            for suppression in
                result.pointer("/suppressions").and_then(Value::as_array).into_iter().flatten()
            {
                assert!(["inSource", "external"].contains(&text(suppression, "/kind")));
                assert!(
                    ["accepted", "underReview", "rejected"].contains(&text(suppression, "/status"))
                );
            }
        }
        assert!(fingerprints.values().all(|times| *times == 1), "{config}: {fingerprints:?}");
    }
}

/// Cases and failures as a reader of XML counts them: those that the suites say and JSON lists.
#[test]
fn junit_is_read_back() {
    for config in [EXAMPLE, INPUTS] {
        let json = of(config, "json");
        let junit = printed(config, "junit");
        let mut reader = Reader::from_str(&junit);
        let (mut counts, mut said) = (BTreeMap::new(), BTreeMap::new());
        loop {
            match reader.read_event().expect("XML") {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag) => {
                    let name = tag.name().as_ref().to_owned();
                    for attribute in tag.attributes() {
                        let attribute = attribute.expect("an attribute");
                        let key = attribute.key.as_ref().to_owned();
                        let value = attribute.value.into_owned();
                        if let (true, Ok(number)) = (name == "testsuite", value.parse::<u64>()) {
                            *said.entry(key).or_insert(0) += number;
                        }
                    }
                    *counts.entry(name).or_insert(0u64) += 1;
                }
                _ => {}
            }
        }
        let number = |key: &str| json.pointer(key).and_then(Value::as_u64).expect("a number");
        assert_eq!(counts.get("failure").copied().unwrap_or(0), number("/failing"));
        assert_eq!(counts.get("skipped").copied().unwrap_or(0), number("/accepted"));
        assert_eq!(said.get("tests"), counts.get("testcase"));
        assert_eq!(said.get("failures"), counts.get("failure"));
        assert_eq!(counts.get("testsuite"), Some(&(list(&json, "/rules").len() as u64)));
    }
}

/// One command a line, and nothing of a register ends it or begins another.
#[test]
fn annotations_are_one_line_each() {
    for config in [EXAMPLE, INPUTS] {
        let json = of(config, "json");
        let github = printed(config, "github");
        let commands: Vec<&str> = github.lines().filter(|line| line.starts_with("::")).collect();
        assert_eq!(commands.len(), list(&json, "/breaches").len());
        for command in commands {
            let (head, message) =
                command.trim_start_matches("::").split_once("::").expect("a message");
            let (level, properties) = head.split_once(' ').expect("properties");
            assert!(["error", "warning", "notice"].contains(&level), "{command}");
            let keys: Vec<&str> =
                properties.split(',').map(|at| at.split_once('=').expect("a value").0).collect();
            assert_eq!(keys, ["file", "line", "title"], "{command}");
            assert!(!message.is_empty());
        }
    }
}

/// Every rule stands on the page with its level and what it asks, and no other.
#[test]
fn the_page_lists_the_rules() {
    let page = fs::read_to_string(root().join("docs/check.md")).expect("the page");
    let json = of(EXAMPLE, "json");
    let defaults = of(INPUTS, "json");
    let rows = page.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, list(&json, "/rules").len());
    for rule in list(&defaults, "/rules") {
        let row = format!(
            "| `{}` | {} | {} |",
            text(rule, "/rule"),
            text(rule, "/level"),
            text(rule, "/asks")
        );
        assert!(page.contains(&row), "{row}");
    }
}

/// What `actlas check` says of a configuration that stands in an empty folder with these registers.
fn checked(name: &str, files: &[(&str, &str)], more: &[&str]) -> Output {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    for (file, text) in files {
        fs::write(folder.join(file), text).expect("a file");
    }
    let config = folder.join("actlas.toml");
    run(&[&["check", config.to_str().expect("a path")], more].concat())
}

const ONE: (&str, &str) = ("one.csv", "id,name\nA-1,Spelling\n");
const ALL_OFF: &str = "[policy]\nundetermined = \"off\"\nowner = \"off\"\nassessment = \"off\"\n\
    evidence = \"off\"\nunreadable = \"off\"\nfindings = \"off\"\nprohibited-open = \"off\"\n";

/// A check that nothing fails and that ends with 3 says why, and the page and the help say the same.
#[test]
fn an_input_without_a_record_is_said() {
    let config = format!("inputs = [\"one.csv\", \"none.csv\"]\n{ALL_OFF}");
    let files = [("actlas.toml", config.as_str()), ONE, ("none.csv", "id,name\n")];
    for (format, wanted) in [
        ("text", "1 input yielded no record\n"),
        ("github", "1 input yielded no record\n"),
        ("json", "\"inputs_without_record\": 1,"),
    ] {
        let done = checked("check-none", &files, &["--format", format]);
        let out = String::from_utf8_lossy(&done.stdout);
        assert_eq!(done.status.code(), Some(3), "{out}");
        assert!(out.contains(wanted), "{out}");
        assert!(
            format == "json" || out.contains("1 system") && !out.contains("1 systems"),
            "{out}"
        );
    }
    let help = run(&["check", "--help"]);
    let page = fs::read_to_string(root().join("docs/check.md")).expect("the page");
    for text in [String::from_utf8_lossy(&help.stdout).into_owned(), page] {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("3 an input yielded no record"), "{text}");
    }
}

/// What the page says of a practice that is left open.
#[test]
fn an_open_practice_passes_until_the_policy_says_otherwise() {
    let page = fs::read_to_string(root().join("docs/check.md")).expect("the page");
    let said = page.split("## `actlas.toml`").next().expect("a beginning");
    assert!(said.contains("left open passes") && said.contains("`prohibited-open = \"error\"`"));
    let code = |level: &str| {
        let policy = ALL_OFF.replace("open = \"off\"", &format!("open = \"{level}\""));
        let config = format!("inputs = [\"mood.csv\"]\n{policy}");
        let mood = "id,name,purpose\n\
            mood,Mood in calls,Recognises the emotions of call-centre employees during calls.\n";
        let files = [("actlas.toml", config.as_str()), ("mood.csv", mood)];
        let done = checked("check-open", &files, &[]);
        let out = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(out.contains(&format!("{level}[prohibited-open]")), "{out}");
        done.status.code()
    };
    assert_eq!(code("warning"), Some(0));
    assert_eq!(code("error"), Some(1));
}

/// A practice that is indicated fails although scope, and with it the class, is unknown: here by a contradiction.
#[test]
fn an_indicated_practice_fails_whatever_the_class() {
    let config = format!("inputs = [\"k.csv\"]\nroles = [\"deployer\"]\n{ALL_OFF}");
    let facts = [
        ("actor_role", "deployer"),
        ("actor_in_union", "yes"),
        ("infers_emotions_or_intentions", "yes"),
        ("medical_or_safety_reason", "no"),
        ("only_own_training", "no"),
        ("observed_setting", "workers"),
    ];
    let code = |more: &[(&str, &str)]| {
        let mut head = "id,name,purpose,stage".to_owned();
        let mut row = "m,Mood,Recognises the emotions of employees at work.,planned".to_owned();
        for (fact, value) in facts.into_iter().chain(more.iter().copied()) {
            head += &format!(",fact:{fact}");
            row += &format!(",{value}");
        }
        let register = format!("{head}\n{row}\n");
        let files = [("actlas.toml", config.as_str()), ("k.csv", register.as_str())];
        let done = checked("check-indicated", &files, &[]);
        (done.status.code(), String::from_utf8_lossy(&done.stdout).into_owned())
    };
    let research = "made_solely_for_research";
    let (plain, said) = code(&[]);
    assert!(plain == Some(1) && said.contains("indicated: art5.1f;"), "{said}");
    let (torn, said) = code(&[(research, "yes"), (research, "no")]);
    assert!(torn == Some(1) && said.contains("indicated: art5.1f, if the Act applies;"), "{said}");
    let (outside, said) = code(&[("machine_based", "no")]);
    assert!(outside == Some(0) && !said.contains("art5.1f"), "{said}");
}

/// What `--format accept` prints is read once it is signed, whatever fails and however records are called; and of
/// two breaches that nothing tells apart each has a fingerprint of its own.
#[test]
fn exceptions_are_read_when_they_are_signed() {
    let config = "inputs = [\"s.jsonl\"]\n[policy]\nevidence = \"off\"\nevidence-open = \"off\"\n";
    let good = "{\"id\": \"a\u{7f}\\\"b\", \"name\": \"Tool\", \"stage\": \"in use\"}\n";
    let register = format!("{good}{{broken\n{{broken\n");
    let files = [("actlas.toml", config), ("s.jsonl", register.as_str())];
    let done = checked("check-accept", &files, &["--format", "accept"]);
    let entries = String::from_utf8(done.stdout).expect("text");
    assert_eq!(entries.matches("[[accept]]").count(), 1, "{entries}");
    assert_eq!(entries.matches("# No exception can name it").count(), 2, "{entries}");
    let signed =
        entries.replace("by = \"\"", "by = \"Ann\"").replace("why = \"\"", "why = \"soon\"");
    let signed = format!("{config}{signed}");
    let files = [("actlas.toml", signed.as_str()), ("s.jsonl", register.as_str())];
    let done = checked("check-accept", &files, &["--format", "sarif"]);
    assert_eq!(done.status.code(), Some(1), "{}", String::from_utf8_lossy(&done.stderr));
    let sarif: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    let results = list(&sarif, "/runs/0/results");
    let suppressed = results.iter().filter(|at| at.pointer("/suppressions").is_some()).count();
    assert_eq!((results.len(), suppressed), (3, 1));
    let prints = results.iter().map(|at| text(at, "/partialFingerprints/actlas~1v1"));
    assert_eq!(prints.collect::<std::collections::BTreeSet<_>>().len(), 3);
}

/// What turns the direction of writing or steers a terminal is no part of an annotation.
#[test]
fn annotations_steer_nothing() {
    let config = "inputs = [\"s.jsonl\"]\n";
    let register =
        "{\"id\": \"a\\u202eb\\u001b[31m\", \"name\": \"Tool\", \"stage\": \"in use\"}\n";
    let files = [("actlas.toml", config), ("s.jsonl", register)];
    let done = checked("check-annotations", &files, &["--format", "github"]);
    let said = String::from_utf8(done.stdout).expect("text");
    assert!(said.contains("::ab[31m: ") && !said.contains(['\u{202e}', '\u{1b}']), "{said}");
}

/// An exception by nobody or for no reason is told as what it is.
#[test]
fn an_empty_text_is_not_told_to_be_quoted() {
    let config = "inputs = [\"one.csv\"]\n[[accept]]\nrule = \"owner\"\nid = \"A-1\"\nby = \"\"\n\
        until = 2027-01-31\nwhy = \" \"\n";
    let done = checked("check-by-nobody", &[("actlas.toml", config), ONE], &[]);
    let told = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(2), "{told}");
    assert!(told.contains("actlas.toml:5: `by` is empty; "), "{told}");
    assert!(told.contains("actlas.toml:7: `why` is empty; "), "{told}");
    assert!(!told.contains("quotes"), "{told}");
}

/// The blocks of a language on the page.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let fence = format!("\n```{language}\n");
    let parts = page.split(&fence).skip(1);
    parts.map(|part| part.split("\n```").next().expect("an end").to_owned() + "\n").collect()
}

/// The texts under a key, wherever it stands.
fn under(node: &Node, key: &str, found: &mut Vec<String>) {
    for node in node.list().unwrap_or_default() {
        under(node, key, found);
    }
    for (name, value) in node.map().unwrap_or_default() {
        if name.text() == Some(key) {
            let list = value.list().unwrap_or(std::slice::from_ref(value));
            found.extend(list.iter().filter_map(|node| node.text().map(str::to_owned)));
        }
        under(value, key, found);
    }
}

/// A folder with the example in it, as a repository of its own would hold it.
fn copy(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("evidence")).expect("a folder");
    let from = root().join("examples/check");
    for file in ["actlas.toml", "systems.csv", "systems.facts.jsonl", "evidence/literacy-2026.txt"]
    {
        fs::copy(from.join(file), folder.join(file)).expect("a copy");
    }
    folder
}

/// Runs a line of shell in a folder, with the binary in its path.
fn shell(line: &str, folder: &Path) -> i32 {
    let binary = Path::new(env!("CARGO_BIN_EXE_actlas")).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let done = Command::new("sh")
        .args(["-eu", "-c", line])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", binary.display()))
        .output()
        .expect("a shell");
    done.status.code().unwrap_or(-1)
}

#[test]
fn the_snippets_work() {
    let page = fs::read_to_string(root().join("docs/check.md")).expect("the page");
    let folder = copy("check-snippets");
    let mut tried = 0;
    for block in blocks(&page, "yaml") {
        let nodes = actlas_yaml::parse(&block).unwrap_or_else(|error| panic!("{block}: {error}"));
        let mut commands = Vec::new();
        for key in ["run", "script", "before_script"] {
            nodes.iter().for_each(|node| under(node, key, &mut commands));
        }
        // The hook of pre-commit is its entry with the arguments of the snippet.
        let mut hooks = Vec::new();
        nodes.iter().for_each(|node| under(node, "id", &mut hooks));
        if hooks == ["actlas-check"] {
            let text = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).expect("hooks");
            let declared = actlas_yaml::parse(&text).expect("YAML");
            let hook = declared[0].list().expect("a list")[0].clone();
            let get = |key: &str| hook.get(key).and_then(Node::text).expect("a text").to_owned();
            assert_eq!((get("id"), get("language")), ("actlas-check".into(), "system".into()));
            let mut args = Vec::new();
            nodes.iter().for_each(|node| under(node, "args", &mut args));
            commands.push(format!("{} {}", get("entry"), args.join(" ")));
        }
        let (own, others): (Vec<String>, Vec<String>) =
            commands.into_iter().partition(|line| line.starts_with("actlas "));
        assert!(others.iter().all(|line| line.starts_with("cargo install ")), "{others:?}");
        for line in &own {
            assert_eq!(shell(line, &folder), 1, "{line}");
            tried += 1;
        }
    }
    for block in blocks(&page, "sh") {
        assert_eq!(shell(&block, &folder), 1, "{block}");
        tried += 1;
    }
    assert_eq!(tried, 4);
    let sarif = fs::read_to_string(folder.join("actlas.sarif")).expect("the file of the snippet");
    assert!(serde_json::from_str::<Value>(&sarif).is_ok());
    let junit =
        fs::read_to_string(folder.join("actlas-junit.xml")).expect("the file of the snippet");
    assert!(junit.contains("<testsuites "));
}

/// The configuration on the page is one: every key of it is known.
#[test]
fn the_configuration_on_the_page_is_read() {
    let page = fs::read_to_string(root().join("docs/check.md")).expect("the page");
    let folder = copy("check-page");
    let toml = blocks(&page, "toml").concat();
    fs::write(folder.join("actlas.toml"), &toml).expect("a file");
    fs::write(folder.join("columns.yaml"), "department: unit\n").expect("a file");
    let done = run(&["check", folder.join("actlas.toml").to_str().expect("a path")]);
    let told = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{told}");
}

/// With every file edited by one character, the check ends with one of its codes and says something.
#[test]
fn no_configuration_brings_it_down() {
    let folder = copy("check-edited");
    let path = folder.join("actlas.toml");
    let whole = fs::read_to_string(&path).expect("the example");
    for (at, c) in whole.char_indices().step_by(29) {
        let mut edited = whole.clone();
        edited.replace_range(at..at + c.len_utf8(), if c == '"' { "=" } else { "\"" });
        fs::write(&path, &edited).expect("a file");
        let done = run(&["check", path.to_str().expect("a path")]);
        let code = done.status.code().unwrap_or(-1);
        assert!([0, 1, 2, 3].contains(&code), "{code} for {edited}");
        assert!(code != 2 || !done.stderr.is_empty());
    }
}
