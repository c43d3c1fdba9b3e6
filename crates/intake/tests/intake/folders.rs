//! Files, folders, and what is passed over in them.

use std::path::PathBuf;

use actlas_intake::{Ids, Input, inputs, list, mentions};

use crate::common::{Folder, Read, check_findings, read_as};

fn names(folder: &Folder, found: &[Input]) -> Vec<String> {
    found.iter().map(|input| folder.within(&input.name())).collect()
}

#[test]
fn a_folder_is_read_in_the_order_of_its_names() {
    let folder = Folder::new();
    for name in [
        "b.csv",
        "a/z.jsonl",
        "a/2.yaml",
        "a.json",
        "C.TSV",
        "c/x.ndjson",
        "a-b.txt",
        "d.yml",
        ".hidden.csv",
        ".git/x.csv",
        "readme.md",
        "a/book.xlsx",
        "a/Page.HTM",
        "a/done.facts.jsonl",
        "none",
    ] {
        folder.write(name, b"id,name\nR1,a\n");
    }
    let root = [folder.path().to_path_buf()];
    let found = list(&root).unwrap();
    assert_eq!(
        names(&folder, &found.inputs),
        [
            "C.TSV",
            "a/2.yaml",
            "a/book.xlsx",
            "a/z.jsonl",
            "a-b.txt",
            "a.json",
            "b.csv",
            "c/x.ndjson",
            "d.yml"
        ]
    );
    assert_eq!(inputs(&root).unwrap(), found.inputs);
    let passed: Vec<String> =
        found.passed_over.iter().map(|at| folder.within(&at.to_string())).collect();
    check_findings(
        &passed,
        &[
            "error[file-not-a-register]: a/Page.HTM: the file is a web page, not a table; save the table in it",
            "error[file-not-a-register]: a/done.facts.jsonl: the file holds answers, not records; give it \
             with `--answers`",
            "note[file-not-a-register]: none: files of this kind",
            "note[file-not-a-register]: readme.md: files of this kind",
        ],
    );
}

#[test]
fn what_is_given_is_read_in_the_order_given() {
    let folder = Folder::new();
    let (b, a) = (folder.write("b.csv", b""), folder.write("a", b""));
    let given = [b.clone(), PathBuf::from("-"), a.clone(), b.clone()];
    let want = [Input::File(b.clone()), Input::Stdin, Input::File(a), Input::File(b)];
    assert_eq!(inputs(&given).unwrap(), want);
    let missing = folder.path().join("missing.csv");
    let error = inputs(std::slice::from_ref(&missing)).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot read `{}`: ", missing.display())), "{error}");
    assert!(list(&[]).unwrap().inputs.is_empty());
}

#[test]
fn a_file_that_is_gone_or_holds_answers_is_told() {
    let folder = Folder::new();
    let mut read = Read::default();
    read.input(&Input::File(folder.path().join("gone.csv")), "", &mut Ids::default());
    read.input(&Input::File(folder.path().to_path_buf()), "", &mut Ids::default());
    assert_eq!((read.records.len(), read.kept.unreadable), (0, 2));
    let found: Vec<String> = read.findings.iter().map(|at| folder.within(at)).collect();
    check_findings(&found, &["error[file-unreadable]: gone.csv: ", "error[file-unreadable]: "]);

    let line = br#"{"id":"R1","fact":"minors","value":true,"act":"attest"}"#;
    let read = read_as("done.FACTS.jsonl", line, "");
    assert_eq!(read.shown(), [""; 0]);
    check_findings(
        &read.findings,
        &[
            "error[file-not-a-register]: done.FACTS.jsonl: the file holds answers, not records; give it with",
        ],
    );
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_folders_do_not_hang() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new();
    let file = folder.write("a/reg.csv", b"id,name\nR1,a\n");
    symlink(folder.path(), folder.path().join("a/circle")).unwrap();
    symlink(&file, folder.path().join("link.csv")).unwrap();
    symlink("nowhere", folder.path().join("broken.csv")).unwrap();
    let pipe = folder.path().join("pipe.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    let found = list(&[folder.path().to_path_buf()]).unwrap();
    assert_eq!(names(&folder, &found.inputs), ["a/reg.csv"]);
    let passed: Vec<String> =
        found.passed_over.iter().map(|at| folder.within(&at.to_string())).collect();
    let mut want = vec![
        "error[file-not-a-register]: a/circle: links in folders are not followed; it was passed over",
        "error[file-not-a-register]: broken.csv: links in folders",
        "error[file-not-a-register]: link.csv: links in folders",
    ];
    if made.is_ok_and(|status| status.success()) {
        want.push("error[file-not-a-register]: pipe.csv: this is neither a file nor a folder");
    }
    check_findings(&passed, &want);
    // Given by name, a link is what it points to.
    let link = folder.path().join("link.csv");
    let mut read = Read::default();
    read.input(&inputs(&[link]).unwrap()[0], "", &mut Ids::default());
    assert_eq!(read.shown(), ["R1 name=a"]);
}

#[test]
fn folders_have_a_bottom() {
    let folder = Folder::new();
    let deep = "d/".repeat(40);
    folder.write(&format!("{deep}reg.csv"), b"id,name\n");
    folder.write("d/reg.csv", b"id,name\n");
    let found = list(&[folder.path().to_path_buf()]).unwrap();
    assert_eq!(names(&folder, &found.inputs), ["d/reg.csv"]);
    let passed: Vec<String> =
        found.passed_over.iter().map(|at| folder.within(&at.to_string())).collect();
    let bottom = format!(
        "error[file-unreadable]: {}: the folder lies too deep",
        "d/".repeat(33).trim_end_matches('/')
    );
    check_findings(&passed, &[&bottom]);
}

#[test]
fn words_are_found_wherever_they_stand() {
    let folder = Folder::new();
    for before in [0, 1, (1 << 20) - 5, (1 << 20) - 1, 1 << 20, 3 << 20] {
        let mut bytes = vec![b'x'; before];
        bytes.extend_from_slice(b"instance_of");
        let input = Input::File(folder.write("reg.csv", &bytes));
        assert!(mentions(&input, "instance_of"), "after {before} bytes");
        assert!(!mentions(&input, "instance_off"), "after {before} bytes");
    }
    assert!(!mentions(&Input::File(folder.path().join("gone")), "x"));
}
