//! What commands write: never over what they read, whole or not at all, and nothing that steers a terminal.
#![expect(clippy::expect_used, reason = "a test may panic; that is how it fails")]

mod runs;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use runs::{ANSWER, REGISTER, Ran, folder, run, run_with};

/// The files of a folder, with what is in them.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push((path.clone(), fs::read(&path).expect("a file"))),
        }
    }
    found.sort();
    found
}

#[test]
fn nothing_is_written_over_what_is_read() {
    let folder = folder("over");
    let before = files(&folder);
    for words in [
        &["classify", "a.jsonl", "-o", "a.jsonl"][..],
        &["classify", "a.jsonl", "-o", "./registers/../a.jsonl"],
        &["classify", "registers", "-o", "registers/b.csv"],
        &["classify", "a.jsonl", "--answers", "a.facts.jsonl", "-o", "a.facts.jsonl"],
        &["classify", "a.jsonl", "--mapping", "columns", "-o", "columns"],
        &["duties", "systems.csv", "-o", "systems.csv"],
        &["duties", "a.jsonl", "-o", "a.jsonl"],
        &["duties", "plain", "--format", "xlsx", "-o", "plain"],
        &["ask", "plain", "--format", "html", "-o", "plain"],
        &["ask", "A-1", "a.jsonl", "--attest", "Ann", "--interactive", "a.jsonl"],
        &["map", "systems.csv", "-o", "."],
        &["check", "c.toml", "--write", "json=c.toml"],
        &["check", "c.toml", "--write", "text=a.jsonl"],
        &["law", "explain-dates", "in 2026", "--input", "plain", "--id", "A-1", "-o", "plain"],
        &["pact", "gap", "plain", "-o", "plain"],
        &["pact", "gap", "nothing", "--register", "plain", "-o", "plain"],
        &["pact", "positions", "--claims", "plain", "-o", "plain"],
        &["pact", "read", "article", "--to", "article"],
        &["pact", "read", "article.txt", "--brief", "-o", "article.txt"],
        &["pact", "review", "plain", "-o", "plain"],
    ] {
        let ran = run(&folder, words);
        assert_eq!(ran.code, 2, "{words:?}: {}", ran.told);
        assert!(
            ran.told.contains("which is read; write to another file"),
            "{words:?} {}",
            ran.told
        );
        assert!(files(&folder) == before, "{words:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_what_is_read_is_the_same_file() {
    let folder = folder("link");
    std::os::unix::fs::symlink("a.jsonl", folder.join("link")).expect("a link");
    fs::hard_link(folder.join("a.jsonl"), folder.join("hard")).expect("a link");
    for to in ["link", "hard"] {
        assert_eq!(run(&folder, &["classify", "a.jsonl", "-o", to]).code, 2);
    }
    assert_eq!(fs::read_to_string(folder.join("a.jsonl")).expect("a file"), REGISTER);
    // A link to something else stays one, and what it leads to keeps its permissions.
    std::os::unix::fs::symlink("result", folder.join("to")).expect("a link");
    fs::write(folder.join("result"), "before").expect("a file");
    let mode = || {
        let about = fs::metadata(folder.join("result")).expect("a file");
        std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o777
    };
    let narrow = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    fs::set_permissions(folder.join("result"), narrow).expect("permissions");
    assert_eq!(run(&folder, &["classify", "a.jsonl", "-o", "to"]).code, 0);
    assert!(fs::symlink_metadata(folder.join("to")).expect("a link").is_symlink());
    assert!(fs::read_to_string(folder.join("result")).expect("a file").contains("1 record: "));
    assert_eq!(mode(), 0o600);
}

/// One file by two names is one file, whether it is there or not.
#[cfg(unix)]
#[test]
fn two_outputs_are_two_files() {
    let folder = folder("apart");
    std::os::unix::fs::symlink("out", folder.join("link")).expect("a link");
    for (one, other) in
        [("out", "out"), ("out", "./out"), ("registers/../out", "out"), ("out", "link")]
    {
        let (one, other) = (format!("sarif={one}"), format!("junit={other}"));
        let ran = run(&folder, &["check", "c.toml", "--write", &one, "--write", &other]);
        assert!(ran.code == 2 && ran.told.contains("written twice"), "{other}: {}", ran.told);
        assert!(!folder.join("out").exists());
    }
    let both = ["check", "c.toml", "--write", "sarif=out", "--write", "junit=registers/out"];
    run(&folder, &both);
    assert!(folder.join("out").exists() && folder.join("registers/out").exists());
}

#[test]
fn a_run_that_reads_nothing_replaces_nothing() {
    let folder = folder("nothing");
    fs::create_dir_all(folder.join("atlas")).expect("a folder");
    for name in ["result", "atlas/atlas.html", "atlas/systems.csv", "atlas/report.md"] {
        fs::write(folder.join(name), "a good result").expect("a file");
    }
    fs::write(folder.join("none.toml"), "inputs = [\"empty.csv\"]\n").expect("a file");
    let pledge = "format: 1\norganisation: Example Bank\ninstrument: ai-pact\npledged: yes\n";
    fs::write(folder.join("pledge.yaml"), pledge).expect("a file");
    let before = files(&folder);
    for words in [
        &["classify", "empty.csv", "-o", "result"][..],
        &["duties", "empty.csv", "--format", "md", "-o", "result"],
        &["ask", "empty.csv", "--format", "html", "-o", "result"],
        &["map", "empty.csv", "-o", "atlas"],
        &["map", "empty.csv", "-o", "new"],
        &["check", "none.toml", "--write", "json=result"],
        &["pact", "report", "pledge.yaml", "--register", "empty.csv", "-o", "atlas"],
        &["pact", "report", "pledge.yaml", "--register", "empty.csv", "-o", "new"],
        &["pact", "gap", "pledge.yaml", "--register", "empty.csv", "-o", "result"],
    ] {
        let ran = run(&folder, words);
        assert_eq!(ran.code, 3, "{words:?}: {}", ran.told);
        assert!(ran.told.contains("no record was read, so "), "{}", ran.told);
        assert!(files(&folder) == before && !folder.join("new").exists(), "{words:?}");
    }
    // Against nothing, everything would be added.
    fs::write(folder.join("junk.csv"), "xx").expect("a file");
    let before = files(&folder);
    for against in ["empty.csv", "junk.csv"] {
        for to in [&[][..], &["--summary"], &["--format", "jsonl", "-o", "result"]] {
            let ran = run(&folder, &[&["drift", "a.jsonl", "--against", against], to].concat());
            assert_eq!(ran.code, 3, "{against}: {}", ran.told);
            assert!(ran.out.is_empty() && ran.told.contains("nothing is compared"), "{}", ran.told);
            assert!(files(&folder) == before, "{against}");
        }
    }
    let both = ["drift", "a.jsonl", "--against", "a.jsonl", "junk.csv", "-o", "result"];
    let ran = run(&folder, &both);
    assert!(ran.code == 3 && files(&folder) != before, "{}", ran.told);
    let ran = run(&folder, &["map", "a.jsonl", "-o", "atlas"]);
    assert_eq!(ran.code, 0, "{}", ran.told);
    let names: Vec<PathBuf> = files(&folder.join("atlas")).into_iter().map(|at| at.0).collect();
    let names: Vec<_> = names.iter().filter_map(|path| path.file_name()).collect();
    let all = ["atlas.html", "atlas.svg", "cells.csv", "report.md", "systems.csv", "systems.jsonl"];
    assert_eq!(names, all);
}

/// What commands write about systems passes for no register, neither by its name nor in a folder.
#[test]
fn what_is_written_is_no_register() {
    let folder = folder("written");
    fs::create_dir_all(folder.join("out")).expect("a folder");
    for words in [
        &["map", "a.jsonl", "-o", "out/atlas"][..],
        &["duties", "a.jsonl", "--format", "xlsx", "-o", "out/duties.xlsx"],
        &["ask", "a.jsonl", "--format", "xlsx", "-o", "out/questions.xlsx"],
        &["ask", "a.jsonl", "--format", "html", "-o", "out/questions.html"],
        &["law", "book", "-o", "out/book"],
        &["pact", "site", "-o", "out/pact"],
    ] {
        let ran = run(&folder, words);
        assert_eq!(ran.code, 0, "{words:?}: {}", ran.told);
    }
    let drift = "drift a.jsonl --from on=2025-11-26 --to on=2028-01-01 --format jsonl";
    for (words, name) in [
        ("classify a.jsonl --format jsonl", "outcomes.jsonl"),
        ("classify a.jsonl --format csv", "outcomes.csv"),
        ("screen a.jsonl", "screened.jsonl"),
        ("duties a.jsonl --format jsonl", "duties.jsonl"),
        ("duties a.jsonl --format csv", "duties.csv"),
        ("calendar a.jsonl --format csv", "days.csv"),
        (drift, "drift.jsonl"),
        ("pact positions --format csv", "positions.csv"),
        ("duties a.jsonl --format html", "duties.html"),
        ("why A-1 a.jsonl --format html", "why.html"),
        ("draft annex-iv a.jsonl --format html", "draft.html"),
    ] {
        let ran = run(&folder, &words.split(' ').collect::<Vec<_>>());
        assert_eq!(ran.code, 0, "{words}: {}", ran.told);
        fs::write(folder.join("out").join(name), ran.out).expect("a file");
    }
    let written: Vec<PathBuf> = files(&folder.join("out")).into_iter().map(|at| at.0).collect();
    let is_page = |path: &&PathBuf| {
        path.extension().is_some_and(|ending| ending == "html" || ending == "svg")
    };
    assert!(written.iter().filter(is_page).count() > 20);
    for path in written.iter().filter(|path| !is_page(path)) {
        let ran = run(&folder, &["classify", &path.to_string_lossy()]);
        assert_eq!(ran.code, 3, "{}: {}", path.display(), ran.told);
        assert!(ran.told.contains("was written by actlas"), "{}: {}", path.display(), ran.told);
    }
    fs::copy(folder.join("a.jsonl"), folder.join("out/z.jsonl")).expect("a copy");
    let ran = run(&folder, &["classify", "out", "--format", "csv"]);
    assert_eq!(
        (ran.code, String::from_utf8_lossy(&ran.out).lines().count()),
        (0, 2),
        "{}",
        ran.told
    );
    assert!(!ran.told.contains("error["), "pages are passed over too: {}", ran.told);
}

/// Neither case nor blanks tell organisations apart; a row is called as most of its records call it.
#[test]
fn one_organisation_is_one_row() {
    let folder = folder("spellings");
    let names = ["Stad Gent", "STAD GENT", " Stad  Gent ", "Stad Gent", "Stad Antwerpen", " "];
    let lines: String = (names.iter().enumerate())
        .map(|(at, name)| format!("{{\"id\":\"r{at}\",\"organisation\":\"{name}\"}}\n"))
        .collect();
    fs::write(folder.join("r.jsonl"), lines).expect("a file");
    assert_eq!(run(&folder, &["map", "r.jsonl", "-o", "atlas"]).code, 0);
    let cells = fs::read_to_string(folder.join("atlas/cells.csv")).expect("a table");
    let rows = cells.lines().filter(|line| line.contains(",annex1,"));
    let rows: Vec<String> =
        rows.map(|line| line.split(',').take(2).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(rows, ["Stad Gent 4", "(no organisation named) 1", "Stad Antwerpen 1"]);
}

/// A folder that is called like a page was meant as one.
#[test]
fn a_folder_is_not_called_like_a_page() {
    let folder = folder("called");
    let ran = run(&folder, &["map", "a.jsonl", "-o", "register.html"]);
    assert_eq!((ran.code, folder.join("register.html").exists()), (2, false));
    assert!(ran.told.contains("write `-o register`"), "{}", ran.told);
    fs::create_dir(folder.join("old.html")).expect("a folder");
    assert_eq!(run(&folder, &["map", "a.jsonl", "-o", "old.html"]).code, 0);
}

/// What reading a record found stands with its outcome, however often it was told already, and is told once.
#[test]
fn what_was_not_read_is_said_with_the_record() {
    let folder = folder("not-read");
    let lines: String = (0..12)
        .map(|at| format!("{{\"id\":\"r{at}\",\"name\":\"a\",\"facts\":{{\"foo\":1}}}}\n"))
        .collect();
    fs::write(folder.join("r.jsonl"), lines).expect("a file");
    for command in ["classify", "duties"] {
        let ran = run(&folder, &[command, "r.jsonl", "--no-screen", "--format", "jsonl"]);
        let out = String::from_utf8_lossy(&ran.out).into_owned();
        let codes = out.lines().filter(|line| line.contains("fact-not-in-vocabulary")).count();
        assert_eq!((codes, ran.told.matches("no fact `foo`").count()), (12, 8), "{}", ran.told);
    }
    fs::write(folder.join("r.toml"), "inputs = [\"r.jsonl\"]\n[policy]\nfindings = \"error\"\n")
        .expect("a file");
    let ran = run(&folder, &["check", "r.toml", "--format", "json"]);
    let out = String::from_utf8_lossy(&ran.out).into_owned();
    assert_eq!(out.matches("no fact `foo`").count(), 12, "{out}{}", ran.told);
}

#[test]
fn an_output_is_written_or_refused() {
    let folder = folder("refused");
    let ran = run(&folder, &["ask", "A-1", "a.jsonl", "-o", "questions.docx"]);
    assert_eq!((ran.code, ran.out.len(), folder.join("questions.docx").exists()), (2, 0, false));
    assert!(ran.told.contains("let the file end with `.txt`, `.json`, `.xlsx`"), "{}", ran.told);
}

/// The day on which a command runs is the last on which somebody can have answered.
#[test]
fn nobody_has_answered_on_a_day_to_come() {
    let folder = folder("to-come");
    fs::write(folder.join("late.facts.jsonl"), ANSWER.replace("2026", "2999")).expect("a file");
    let ran = run(&folder, &["classify", "a.jsonl", "--answers", "late.facts.jsonl"]);
    assert!(ran.told.contains("`2999-11-21` in `at` is still to come"), "{}", ran.told);
}

/// What a run that was killed left is taken away by another a day later, and nothing else is.
#[test]
fn what_was_left_behind_goes_in_the_end() {
    let folder = folder("left-behind");
    let day = std::time::Duration::from_secs(24 * 60 * 60);
    let put = |name: &str, age: std::time::Duration| {
        let file = fs::File::create(folder.join(name)).expect("a file");
        file.set_modified(std::time::SystemTime::now() - age).expect("a day");
    };
    put(".actlas-1-0.part", 2 * day);
    put(".actlas-2-0.part", day / 2);
    put("mine.part", 2 * day);
    put(".actlas-notes", 2 * day);
    let ran = run(&folder, &["classify", "a.jsonl", "--format", "csv", "-o", "result"]);
    assert_eq!(ran.code, 0, "{}", ran.told);
    let there = |name: &str| folder.join(name).exists();
    assert!(!there(".actlas-1-0.part"), "it is gone");
    for name in [".actlas-2-0.part", "mine.part", ".actlas-notes", "result"] {
        assert!(there(name), "{name}");
    }
}

/// A run that has not come to its end has written nothing yet to where the result goes.
#[test]
fn a_run_that_is_broken_off_replaces_nothing() {
    let folder = folder("broken-off");
    fs::write(folder.join("result"), "a good result").expect("a file");
    fs::write(folder.join("long.jsonl"), REGISTER.repeat(400_000)).expect("a file");
    let mut child = Command::new(env!("CARGO_BIN_EXE_actlas"))
        .args(["classify", "long.jsonl", "--format", "csv", "-o", "result"])
        .current_dir(&folder)
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let parts = || {
        let entries = fs::read_dir(&folder).expect("a folder").filter_map(Result::ok);
        entries.filter(|at| at.file_name().to_string_lossy().ends_with(".part")).count()
    };
    for _ in 0..1_200 {
        if parts() > 0 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(parts(), 1, "it writes beside the result");
    child.kill().expect("it is ended");
    let _ = child.wait();
    assert_eq!(fs::read_to_string(folder.join("result")).expect("a file"), "a good result");
}

/// A record is an instance of another however its column is called and however the register comes.
#[test]
fn instances_share_facts_whatever_their_column_is_called() {
    let folder = folder("instances");
    let rows = "p,Product,,yes,yes\nq,Deployed,p,,\n";
    let register = |column: &str| {
        format!("id,name,{column},fact:builds_face_database,fact:untargeted_face_scraping\n{rows}")
    };
    fs::write(folder.join("map.yaml"), "Base: instance_of\n").expect("a file");
    let wide: Vec<u8> = std::iter::once(0xfeff)
        .chain(register("instance_of").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    fs::write(folder.join("wide.csv"), wide).expect("a file");
    let formats = ["--format", "csv"];
    let check = |words: &[&str], typed: &str| {
        let ran = run_with(&folder, &[&["classify"], words, &formats[..]].concat(), typed);
        assert_eq!(ran.code, 0, "{}", ran.told);
        assert!(!ran.told.contains("instance-base-missing"), "{words:?}: {}", ran.told);
        let out = String::from_utf8_lossy(&ran.out);
        let deployed = out.lines().find(|line| line.starts_with("q,"));
        assert!(deployed.is_some_and(|line| line.contains("prohibited")), "{words:?}: {out}");
    };
    for (at, column) in ["Instance Of", "INSTANCE_OF", "instance of"].iter().enumerate() {
        let name = format!("{at}.csv");
        fs::write(folder.join(&name), register(column)).expect("a file");
        check(&[&name], "");
    }
    check(&["wide.csv"], "");
    check(&["-"], &register("Instance Of"));
    fs::write(folder.join("base.csv"), register("Base")).expect("a file");
    check(&["base.csv", "--mapping", "map.yaml"], "");
    let attested = ["0.csv", "--attest", "Ann Example", "--format", "jsonl"];
    let ran = run(&folder, &[&["classify"], &attested[..]].concat());
    let out = String::from_utf8_lossy(&ran.out);
    let deployed = out.lines().find(|line| line.contains(r#""id":"q""#)).expect("an outcome");
    let outcome: serde_json::Value = serde_json::from_str(deployed).expect("an outcome");
    let points = outcome.pointer("/established/points").and_then(|at| at.as_array());
    let attested = points.is_some_and(|at| at.iter().any(|point| point == "art5.1e"));
    assert!(attested, "what is shared is attested too: {deployed}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_page_lists_the_duties_that_tables_list() {
    let folder = folder("page");
    for asked in [&[][..], &["--all"], &["--role", "provider"]] {
        let count = |format: &str| {
            let words = [&["duties", "a.jsonl", "--format", format], asked].concat();
            let written = String::from_utf8_lossy(&run(&folder, &words).out).into_owned();
            written.matches("O-PRV-08").count()
        };
        let listed = usize::from(!asked.is_empty());
        assert_eq!((count("csv"), count("html")), (1, listed), "{asked:?}");
    }
}

#[test]
fn a_full_disk_is_told_in_one_way() {
    let folder = folder("full");
    let line = |target: &str| format!("error: cannot write {target}: No space left on device");
    for words in [
        &["classify", "a.jsonl", "-o", "/dev/full"][..],
        &["classify", "a.jsonl", "--format", "jsonl", "-o", "/dev/full"],
        &["duties", "a.jsonl", "--format", "jsonl", "-o", "/dev/full"],
        &["duties", "a.jsonl", "--format", "xlsx", "-o", "/dev/full"],
        &["ask", "a.jsonl", "--format", "html", "-o", "/dev/full"],
        &["check", "c.toml", "--write", "json=/dev/full"],
        &["pact", "read", "article.txt", "--to", "/dev/full"],
    ] {
        let ran = run(&folder, words);
        assert_eq!(ran.code, 4, "{words:?}: {}", ran.told);
        assert!(ran.told.contains(&line("`/dev/full`")), "{words:?}: {}", ran.told);
    }
    for words in
        ["classify a.jsonl", "screen a.jsonl", "law facts", "completions bash", "calendar a.jsonl"]
    {
        let words: Vec<&str> = words.split(' ').collect();
        let done = Command::new(env!("CARGO_BIN_EXE_actlas"))
            .args(&words)
            .current_dir(&folder)
            .stdout(fs::OpenOptions::new().write(true).open("/dev/full").expect("a device"))
            .output()
            .expect("the binary runs");
        let told = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(4), "{words:?}: {told}");
        assert!(told.contains(&line("standard output")), "{words:?}: {told}");
    }
    let ran = run(&folder, &["classify", "a.jsonl", "-o", "no-such-folder/a"]);
    assert_eq!(ran.code, 4);
    assert!(ran.told.contains("cannot write `no-such-folder/a`: "), "{}", ran.told);
    // What is no ordinary file is written as it is.
    let ran = run(&folder, &["classify", "a.jsonl", "--format", "csv", "-o", "/dev/stdout"]);
    assert_eq!((ran.code, ran.out.iter().filter(|byte| **byte == b'\n').count()), (0, 2));
}

#[test]
fn what_is_asked_for_in_vain_is_told() {
    let folder = folder("vain");
    let ran = run(&folder, &["classify", "a.jsonl", "--threads", "20000"]);
    assert_eq!(ran.code, 2);
    assert!(ran.told.contains("it is a number from 1 to 256"), "{}", ran.told);
    assert_eq!(run(&folder, &["classify", "a.jsonl", "--threads", "256"]).code, 0);
    let ran = run(&folder, &["law", "facts", "zzzz"]);
    assert_eq!(ran.code, 2);
    assert!(ran.told.contains("no fact has `zzzz` in its id or question"), "{}", ran.told);
    let ran = run(&folder, &["ask", "A-1", "a.jsonl", "-n", "0"]);
    let said = String::from_utf8_lossy(&ran.out).into_owned();
    assert!(!said.contains("nothing is left") && said.contains("more questions"), "{said}");
    let ran = run(&folder, &["classify", "a.jsonl", "--on", "2020-01-01"]);
    assert!(ran.told.contains("no act was in force on 2020-01-01"), "{}", ran.told);
}

/// Codes of a terminal and marks that turn the direction of writing, in everything a record names.
#[test]
fn nothing_of_a_record_steers_a_terminal() {
    let folder = folder("steering");
    let bad = "x\\u202ey\\u001b[31mz";
    let record = format!(
        "{{\"id\": \"i{bad}\", \"name\": \"{bad}\", \"organisation\": \"{bad}\", \"purpose\": \"Ranks \
         applicants {bad}\", \"actors\": [{{\"name\": \"{bad}\", \"role\": \"provider\"}}]}}\n"
    );
    fs::write(folder.join("bad.jsonl"), format!("{record}{record}")).expect("a register");
    for words in [
        &["draft", "annex-iv", "bad.jsonl"][..],
        &["draft", "annex-iv", "bad.jsonl", "--id", "none\u{202e}\u{1b}[31m"],
        &["classify", "bad.jsonl"],
        &["duties", "bad.jsonl", "--all"],
        &["duties", "bad.jsonl", "--format", "md"],
        &["duties", "bad.jsonl", "--format", "html"],
        &["calendar", "bad.jsonl"],
        &["calendar", "bad.jsonl", "--format", "ics"],
        &["calendar", "bad.jsonl", "--format", "svg"],
        &["ask", "bad.jsonl", "--format", "html"],
        &["why", "ix\u{202e}y\u{1b}[31mz", "bad.jsonl"],
        &["why", "ix\u{202e}y\u{1b}[31mz", "bad.jsonl", "--format", "html"],
        &["ask", "ix\u{202e}y\u{1b}[31mz", "bad.jsonl"],
    ] {
        let ran = run(&folder, words);
        let mut all = String::from_utf8_lossy(&ran.out).into_owned() + &ran.told;
        assert!(all.len() > 100, "{words:?}");
        if words.contains(&"html") {
            // Attributes hold ids as they are; nobody reads them.
            all = all.split('>').filter_map(|text| text.split('<').next()).collect();
        }
        assert!(!all.contains(['\u{202e}', '\u{1b}']), "{words:?}: {all}");
    }
    assert_eq!(run(&folder, &["map", "bad.jsonl", "-o", "atlas"]).code, 0);
    let picture = fs::read_to_string(folder.join("atlas/atlas.svg")).expect("a picture");
    assert!(picture.contains("x y [31mz") && !picture.contains(['\u{202e}', '\u{1b}']));
}

/// Ids may hold blanks, so blanks do not separate them.
#[test]
fn systems_of_a_calendar_are_told_apart() {
    let folder = folder("calendar");
    let two = REGISTER.to_owned() + &REGISTER.replace("A-1", "A 2");
    fs::write(folder.join("two.jsonl"), two).expect("a register");
    let ran = run(&folder, &["calendar", "two.jsonl", "--format", "csv", "--on", "2026-11-21"]);
    let table = String::from_utf8_lossy(&ran.out).into_owned();
    assert!(table.contains(",A-1; A 2,"), "{table}");
}

/// The archive of a workbook tells the seconds, in steps of two.
#[test]
fn a_workbook_is_the_same_whenever_it_is_made() {
    let folder = folder("workbook");
    let make = || {
        let duties = ["duties", "a.jsonl", "--format", "xlsx", "-o", "duties.xlsx"];
        assert_eq!(run(&folder, &duties).code, 0);
        let ask = ["ask", "a.jsonl", "--format", "xlsx", "-o", "questions.xlsx"];
        assert_eq!(run(&folder, &ask).code, 0);
        let read = |name: &str| fs::read(folder.join(name)).expect("a workbook");
        (read("duties.xlsx"), read("questions.xlsx"))
    };
    let first = make();
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    assert!(first == make());
}

/// What a record states is not proposed from its words again.
#[test]
fn what_is_stated_is_not_proposed() {
    let folder = folder("stated");
    let proposed = |ran: &Ran| String::from_utf8_lossy(&ran.out).lines().count();
    let plain = run(&folder, &["screen", "a.jsonl"]);
    let found = proposed(&plain);
    assert!(
        found > 0 && plain.told.contains("; 0 more of facts that the records state"),
        "{}",
        plain.told
    );
    let first: serde_json::Value =
        serde_json::from_slice(plain.out.split(|byte| *byte == b'\n').next().expect("a line"))
            .expect("a proposal");
    let (fact, value) = (first.get("fact").expect("a fact"), first.get("value").expect("a value"));
    let stated = REGISTER.replace("}\n", &format!(", \"facts\": {{{fact}: {value}}}}}\n"));
    fs::write(folder.join("stated.jsonl"), stated).expect("a register");
    let ran = run(&folder, &["screen", "stated.jsonl"]);
    assert!(proposed(&ran) < found, "{}", ran.told);
    assert!(!ran.told.contains("; 0 more of facts that the records state"), "{}", ran.told);
    assert!(!String::from_utf8_lossy(&ran.out).contains(&format!("\"fact\":{fact}")));
    fs::write(folder.join("name.jsonl"), "{\"id\": \"N\", \"name\": \"Ranking of applicants\"}\n")
        .expect("a register");
    let ran = run(&folder, &["screen", "name.jsonl"]);
    assert!(ran.told.contains("1 without prose beside their names"), "{}", ran.told);
}

/// What is too long to explain is refused, and nothing of it is cut in silence.
#[test]
fn too_many_dates_are_refused() {
    let folder = folder("dates");
    let explain = ["law", "explain-dates", "-", "--format", "json"];
    let ran = run_with(&folder, &explain, &"2026 de ".repeat(1_000));
    let said: serde_json::Value = serde_json::from_slice(&ran.out).expect("JSON");
    let claims = said.get("claims").and_then(serde_json::Value::as_array).expect("claims");
    assert_eq!((ran.code, claims.len()), (0, 1_000));
    let ran = run_with(&folder, &explain, &"2026 de ".repeat(2_001));
    assert!(ran.code == 2 && ran.told.contains("names 2001 dates"), "{}", ran.told);
    let ran = run_with(&folder, &explain, &("in 2026 ".to_owned() + &"ä".repeat(2 << 20)));
    assert!(ran.code == 2 && ran.told.contains("larger than 4 MiB"), "{}", ran.told);
}
