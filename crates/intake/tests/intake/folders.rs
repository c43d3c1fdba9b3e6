//! Files, folders, and what is passed over in them.

use std::path::PathBuf;

use actlas_intake::{Ids, Input, Kept, inputs, list, mentions};

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
        ["C.TSV", "a/2.yaml", "a/book.xlsx", "a/z.jsonl", "a.json", "b.csv", "c/x.ndjson", "d.yml"]
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
            "note[file-not-a-register]: a-b.txt: files of this kind",
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
    assert_eq!((read.records.len(), read.kept.unreadable), (0, 1));
    let found: Vec<String> = read.findings.iter().map(|at| folder.within(at)).collect();
    check_findings(&found, &["error[file-unreadable]: gone.csv: ", "warning[file-empty]: "]);

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
        assert!(mentions(&input, "instance of"), "after {before} bytes");
        assert!(!mentions(&input, "instance off"), "after {before} bytes");
    }
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    for (bytes, found) in [
        (b"id,Instance Of".to_vec(), true),
        (b"id,INSTANCE_OF".to_vec(), true),
        (b"id,instanceOf".to_vec(), true),
        (wide("id,Instance-of"), true),
        (b"id,instinstance of".to_vec(), true),
        (b"id,an instance".to_vec(), false),
    ] {
        let input = Input::File(folder.write("reg.csv", &bytes));
        assert_eq!(mentions(&input, "instance of"), found, "{}", String::from_utf8_lossy(&bytes));
    }
    assert!(!mentions(&Input::File(folder.path().join("gone")), "x"));
}

/// A folder in which nothing is read stands for itself, so that its reader is told.
#[test]
fn a_folder_without_a_register_is_told() {
    let folder = Folder::new();
    for name in ["", "a/notes.txt", "readme.md", ".hidden.csv", "x.facts.jsonl"] {
        if !name.is_empty() {
            folder.write(name, b"id,name\nR1,a\n");
        }
        let found = inputs(&[folder.path().to_path_buf()]).unwrap();
        assert_eq!(found, [Input::File(folder.path().to_path_buf())], "{name}");
        let mut read = Read::default();
        read.input(&found[0], "", &mut Ids::default());
        assert_eq!(read.kept, Kept::default());
        let says =
            "the folder holds no register; files are told by their names, such as `systems.csv`";
        let path = folder.path().display();
        assert_eq!(read.findings, [format!("warning[file-empty]: {path}: {says}")]);
    }
}

/// What our own commands write beside a register is passed over in folders, and refused by name.
#[test]
fn what_we_write_is_no_register() {
    let folder = Folder::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let columns = ["id", "system", "question", "answer", "reason", "date", "settles", "fact"];
    for (column, name) in columns.iter().enumerate() {
        sheet.write(0, column as u16, *name).unwrap();
        sheet.write(1, column as u16, "x").unwrap();
    }
    let book = book.save_to_buffer().unwrap();
    let answer: &[u8] = br#"{"id":"R1","name":"a","receipt":{"engine":"1","law":"x"}}
{"id":"R2","name":"b","receipt":{"engine":"1","law":"x"}}"#;
    // Longer than what is looked at.
    let standings = r#"{"organisation": "a", "name": "A", "position": "signed"}, "#.repeat(40_000);
    let positions = format!(
        "{{\n  \"on\": \"2026\",\n  \"pacts\": \"x\",\n  \"standings\": [{standings}{{}}]\n}}"
    );
    let files: &[(&str, &[u8])] = &[
        (
            "ask.json",
            b"{\n  \"id\": \"u1\",\n  \"headline\": \"x\",\n  \"questions\": [\n    {\"id\": \"f\", \"question\": \"q\"}\n  ]\n}\n",
        ),
        ("cells.csv", b"organisation,systems,point,label,title,established,indicated,open\nT,9,a,b,c,0,0,0\n"),
        (
            "claims.jsonl",
            br#"{"id":"n-1","organisation":"a","named_as":"A","instrument":"p","position":"signed","quote":"q","start":1,"end":2,"status":"proposed","kind":"claim","file":"f","article":1,"language":"en"}"#,
        ),
        ("commitments.csv", b"instrument,id,group,addressee,says,anticipates,also,shown_by,status,unsure,source_url\np,c,g,all,s,,,,,,\n"),
        ("duties.csv", b"id,name,actor,role,held,duty,title,status,layer,effective,formal,cite\nR1,a,,,,,,,,,,\n"),
        ("events.csv", b"date,organisation,instrument,kind,says,reason,unsure,source_url\n2023,x,p,k,s,,,\n"),
        (
            "events.json",
            br#"[
  {"date": "2023", "organisation": "x", "instrument": "p", "kind": "k", "says": "s", "reason": "", "unsure": "", "source": {}}
]"#,
        ),
        ("instruments.csv", b"instrument,name,kind,date,says,unsure,source_url,source_title\np,P,k,,s,,,\n"),
        (
            "instruments.json",
            br#"[{"id": "p", "name": "P", "issuer": "C", "what": "w", "joining": {}, "staying_out": {}, "commitments": [{"id": "c"}]}]"#,
        ),
        ("organisations.csv", b"id,name,country,names\na,A,CN,\n"),
        ("organisations.json", br#"[{"id": "a", "name": "A", "country": "CN", "names": [], "names_in": []}]"#),
        ("out.jsonl", answer),
        ("positions.json", positions.as_bytes()),
        ("proposed.csv", b"id,organisation,name,kind,instrument,position,basis,date,later,reason,quote,file,language,status,by,at,why,under\nn,a,A,claim,p,signed,b,,,,q,f,en,proposed,,,,\n"),
        ("proposed.json", br#"[{"sentence": "s", "organisation": "a", "name": "A", "status": "proposed", "beside": [], "recorded": [], "sources": []}]"#),
        ("questions.xlsx", &book),
        ("systems.csv", b"\xef\xbb\xbfid,name,organisation,class_established,class_indicated,unexamined\nR1,a,T,x,y,0\n"),
    ];
    for (name, bytes) in files {
        folder.write(name, bytes);
        let read = read_as(name, bytes, "");
        assert_eq!((read.records.len(), read.kept.unreadable), (0, 1), "{name}");
        let says = format!("error[file-not-a-register]: {name}: the file was written by actlas");
        assert!(read.findings[0].starts_with(&says), "{:?}", read.findings);
    }
    folder.write("reg.csv", b"id,name,purpose\nR1,a,p\n");
    folder.write("orgs.csv", b"id,name,country,names,purpose\nR1,a,p,,\n");
    folder.write("reg.json", b"[\n {\"id\": \"R1\", \"names\": [], \"headline\": \"x\"}\n]");
    let found = list(&[folder.path().to_path_buf()]).unwrap();
    assert_eq!(names(&folder, &found.inputs), ["orgs.csv", "reg.csv", "reg.json"]);
    let passed: Vec<String> =
        found.passed_over.iter().map(|at| folder.within(&at.to_string())).collect();
    let says = |(name, _): &(&str, &[u8])| {
        format!(
            "note[file-not-a-register]: {name}: the file was written by actlas and is no register"
        )
    };
    let wanted: Vec<String> = files.iter().map(says).collect();
    check_findings(&passed, &wanted.iter().map(String::as_str).collect::<Vec<_>>());
}

/// Our page beside a register is no mistake; other pages may hold a table that was meant.
#[test]
fn a_page_of_ours_is_passed_over() {
    let folder = Folder::new();
    let head = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">";
    let ours = format!("{head}<meta name=\"generator\" content=\"Actlas 0.1.0\"></head>");
    folder.write("a/atlas.html", ours.as_bytes());
    folder.write("b.html", ours.replace("Actlas", "Word").as_bytes());
    folder.write("reg.csv", b"id,name\nR1,a\n");
    let found = list(&[folder.path().to_path_buf()]).unwrap();
    assert_eq!(names(&folder, &found.inputs), ["reg.csv"]);
    let passed: Vec<String> =
        found.passed_over.iter().map(|at| folder.within(&at.to_string())).collect();
    check_findings(
        &passed,
        &[
            "note[file-not-a-register]: a/atlas.html: the file was written by actlas and is no register",
            "error[file-not-a-register]: b.html: the file is a web page, not a table",
        ],
    );
}

/// A pipe can be read only once, and everybody who looks into it gets all of it.
#[cfg(unix)]
#[test]
fn a_pipe_is_read_as_often_as_wanted() {
    let folder = Folder::new();
    let pipe = folder.path().join("pipe");
    if !std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|at| at.success()) {
        return;
    }
    let into = pipe.clone();
    let writer = std::thread::spawn(move || {
        std::fs::write(into, b"id,name,instance_of\nR1,a,R2\n").unwrap();
    });
    let found = inputs(std::slice::from_ref(&pipe)).unwrap();
    writer.join().unwrap();
    assert_eq!(names(&folder, &found), ["pipe"]);
    assert!(mentions(&found[0], "instance_of") && !mentions(&found[0], "instance_off"));
    for _ in 0..2 {
        let mut read = Read::default();
        read.input(&found[0], "", &mut Ids::default());
        assert_eq!(read.shown(), ["R1 name=a instance_of=R2"]);
    }
}

/// The ends that tools give to bills are others' ends too.
#[test]
fn bills_in_folders_are_known_by_what_they_hold() {
    let folder = Folder::new();
    let bill = br#"{"bomFormat": "CycloneDX", "components": []}"#;
    let xml = br#"<bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>"#;
    let spdx = br#"{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": []}"#;
    folder.write("a.cdx", bill);
    folder.write("b.bom", xml);
    folder.write("c.jsonld", spdx);
    folder.write("d.spdx", spdx);
    folder.write("e.spdx", b"SPDXVersion: SPDX-2.3\n");
    folder.write("f.bom", b"IDCODE$\n");
    let found = list(&[folder.path().to_path_buf()]).unwrap();
    assert_eq!(names(&folder, &found.inputs), ["a.cdx", "b.bom", "c.jsonld", "d.spdx"]);
    assert_eq!(found.passed_over.len(), 2);
}
