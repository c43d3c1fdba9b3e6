//! What a record holds, and what it is called.

use std::path::PathBuf;

use actlas_facts::Record;
use actlas_intake::{Ids, Input};

use crate::common::{Folder, Read, check, check_findings, read_as};

#[test]
fn a_record_in_full() {
    check(
        "reg.json",
        br#"[{"id": "R1", "name": "Sorter", "kind": "model", "stage": "in_use",
             "organisation": "Tax", "unit": "IT", "country": "NL", "vendor": "V", "product": "P",
             "language": "nl", "source": {"url": "https://x", "title": "t"}, "purpose": "sorts",
             "texts": {"note": "n"}, "built_on": ["m"], "instance_of": "B",
             "facts": {"start": "2026", "traits": {"has": ["age"], "complete": true}},
             "fact:compute": 1.0e25,
             "uses": [{"id": "u", "purpose": "pupils", "facts": {"minors": true}}, {"purpose": "staff"}],
             "actors": [{"name": "Tax", "roles": ["deployer"], "facts": {}}, {"roles": "provider"}]}]"#,
        &["R1 name=Sorter kind=model stage=in_use organisation=Tax unit=IT country=NL vendor=V product=P \
           language=nl source=https://x built_on=m instance_of=B `purpose`=sorts `note`=n \
           `uses/u/purpose`=pupils `uses/use-2/purpose`=staff \
           facts=p:start={\"from\":\"2026-01-01\",\"until\":\"2026-12-31\"} \
           p:traits={\"has\":[\"age\"],\"complete\":true} p:compute=\"1e25\" \
           use=u p:minors=true use=use-2  actor=Tax p:actor_role=[\"deployer\"] \
           actor= p:actor_role=[\"provider\"]"],
        &[],
    );
    check(
        "reg.csv",
        b"id;name;kind;stage;organisation;unit;country;vendor;product;language;source;built_on;instance_of;text\n\
          R1;Sorter;AI model;Planned;Tax;IT;NL;V;P;nl;https://x;m, n;B;prose\n",
        &["R1 name=Sorter kind=model stage=planned organisation=Tax unit=IT country=NL vendor=V product=P \
           language=nl source=https://x built_on=m+n instance_of=B `text`=prose"],
        &[],
    );
}

#[test]
fn facts_come_with_who_says_so() {
    let read = read_as(
        "reg.json",
        br#"[{"id":"R1","name":"a","facts":{"harm":{"value":true,"why":"w","by":"Anna","at":"2026-01-01",
             "source":"s.pdf"},"minors":{"value":null},"start":"2026"}}]"#,
        "",
    );
    let said = &read.records[0].statements;
    let told = |at: usize| {
        let said = &said[at];
        [&said.by, &said.at, &said.why, &said.source].map(String::as_str)
    };
    assert_eq!(said.len(), 2, "a value that says nothing is no statement");
    assert_eq!(told(0), ["Anna", "2026-01-01", "w", "s.pdf"]);
    assert!(told(1)[0].ends_with("reg.json"), "the file says so");
    assert_eq!(
        read.shown(),
        ["R1 name=a facts=p:harm=true p:start={\"from\":\"2026-01-01\",\"until\":\"2026-12-31\"}"]
    );
}

/// Never a value, never a "no", always a finding with its place; the rest of the record stays.
#[test]
fn facts_that_cannot_be_read_are_unknown() {
    check(
        "reg.csv",
        b"id,name,fact:minors,fact:sector,fact:traits,fact:compute,Fact: start,fact:minor\n\
          R1,a,perhaps,hospital,height,\"1,000\",03/04/2026,yes\n\
          R2,b,,,,,,\n\
          R3,c,?,unknown,,?,?,no\n\
          R4,d,nee,not police,only age,1e25,2026-07-27,\n",
        &[
            "R1 name=a",
            "R2 name=b",
            "R3 name=c",
            "R4 name=d facts=p:minors=false p:sector={\"not\":[\"police\"]} \
             p:traits={\"has\":[\"age\"],\"complete\":true} p:compute=\"1e25\" p:start=\"2026-07-27\"",
        ],
        &[
            "warning[fact-not-in-vocabulary]: reg.csv, `fact:minor`: no fact `minor`; is `minors` meant?",
            "warning[fact-unreadable]: reg.csv, record 1 (`R1`), `fact:minors`: `perhaps` is not yes or no; \
             the fact stays unknown",
            "warning[fact-unreadable]: reg.csv, record 1 (`R1`), `fact:sector`: `hospital` is not one of",
            "warning[fact-unreadable]: reg.csv, record 1 (`R1`), `fact:traits`: `height` is not some of",
            "warning[fact-unreadable]: reg.csv, record 1 (`R1`), `fact:compute`: `1,000` is not a number",
            "warning[fact-unreadable]: reg.csv, record 1 (`R1`), `Fact: start`: `03/04/2026` is not a day",
        ],
    );
    check(
        "reg.jsonl",
        br#"{"id":"R1","name":"a","facts":{"minors":"perhaps","minor":true,"zzz":1,"traits":["height"]},"fact:nope":1,"fact:start":null,"uses":[{"facts":{"minors":2}}],"actors":[{"roles":["king"]}]}"#,
        &["R1 name=a use=use-1  actor= "],
        &[
            "warning[fact-unreadable]: reg.jsonl, record 1 (`R1`), `minors`: `\"perhaps\"` is not yes or no",
            "warning[fact-not-in-vocabulary]: reg.jsonl, record 1 (`R1`), `minor`: no fact `minor`; is `minors` meant?",
            "warning[fact-not-in-vocabulary]: reg.jsonl, record 1 (`R1`), `zzz`: no fact `zzz`; `actlas law facts`",
            "warning[fact-unreadable]: reg.jsonl, record 1 (`R1`), `traits`: ",
            "warning[fact-not-in-vocabulary]: reg.jsonl, record 1 (`R1`), `nope`: no fact `nope`",
            "warning[fact-unreadable]: reg.jsonl, record 1 (`R1`), `minors`: `2` is not yes or no",
            "warning[fact-unreadable]: reg.jsonl, record 1 (`R1`), `roles`: `[\"king\"]` is not some of",
        ],
    );
}

/// A day may be written as people write it; what could be two days is none.
#[test]
fn days_as_people_write_them() {
    for (written, want) in [
        ("2026-07-27", "2026-07-27"),
        ("15.03.2025", "2025-03-15"),
        (" 3.4.2025 ", "2025-04-03"),
        ("15-03-2025", "2025-03-15"),
        ("15/03/2025", "2025-03-15"),
        ("03/15/2025", "2025-03-15"),
        ("2025/03/15", "2025-03-15"),
        ("05/05/2025", "2025-05-05"),
        ("03/04/2025", ""),
        ("31.02.2025", ""),
        ("15.03.25", ""),
    ] {
        let want = match want {
            "" => "R1 name=a".to_owned(),
            day => format!("R1 name=a facts=p:start=\"{day}\""),
        };
        for (name, text) in [
            ("reg.csv", format!("id,name,fact:start\nR1,a,{written}\n")),
            ("reg.json", format!(r#"[{{"id":"R1","name":"a","facts":{{"start":"{written}"}}}}]"#)),
            (
                "reg.jsonl",
                format!("{{\"id\":\"R1\",\"name\":\"a\",\"fact:start\":\"{written}\"}}\n"),
            ),
            ("reg.yaml", format!("- {{id: R1, name: a, facts: {{start: '{written}'}}}}\n")),
        ] {
            let read = read_as(name, text.as_bytes(), "");
            assert_eq!(read.shown(), [want.as_str()], "{text}");
            let told = read.findings.iter().any(|at| at.starts_with("warning[fact-unreadable]"));
            assert_eq!(told, !want.contains("start"), "{text}");
        }
    }
}

#[test]
fn uses_and_actors_that_are_broken_leave_the_others() {
    check(
        "reg.jsonl",
        br#"{"id":"R1","name":"a","uses":[5,{"id":7,"purpose":"p","minors":true},{"id":"7"},{"id":["x"]},{"purpose":{"en":"q"},"facts":5}],"actors":["Tax",{"name":"Tax","role":"deployer"},{"name":9}]}"#,
        &["R1 name=a `uses/7/purpose`=p use=7  use=7~3  use=use-4  use=use-5  actor=Tax  actor=9 "],
        &[
            "warning[field-unreadable]: reg.jsonl, record 1 (`R1`), `uses`: a use must be an object",
            "warning[field-unreadable]: reg.jsonl, record 1 (`R1`), `uses`: `minors` is not read here; id, purpose, facts are",
            "warning[id-duplicate]: reg.jsonl, record 1 (`R1`), `uses`: the record has two uses `7`; the later use is called `7~3`",
            "warning[field-unreadable]: reg.jsonl, record 1 (`R1`), `uses`: `id` must be text",
            "warning[field-unreadable]: reg.jsonl, record 1 (`R1`), `uses`: `purpose` must be text",
            "warning[field-unreadable]: reg.jsonl, record 1 (`R1`), `uses`: `facts` must be an object",
            "warning[field-unreadable]: reg.jsonl, record 1 (`R1`), `actors`: an actor must be an object",
            "warning[field-unreadable]: reg.jsonl, record 1 (`R1`), `actors`: `role` is not read here; name, roles, facts are",
        ],
    );
}

/// Of two keys for one thing, that of this format counts, then the first; an empty one gives way.
#[test]
fn keys_for_one_thing_do_not_overwrite_each_other() {
    for text in [
        r#"{"title":"b","name":"a","reference":"R2","id":"R1"}"#,
        r#"{"name":"a","title":"b","id":"R1","reference":"R2"}"#,
        r#"{"name":null,"title":"a","id":" ","reference":"R1"}"#,
        r#"{"use_case_name":"a","title":"b","kenmerk":"R1","identifier":"R2"}"#,
    ] {
        check("reg.jsonl", text.as_bytes(), &["R1 name=a"], &[]);
    }
    check(
        "reg.jsonl",
        br#"{"id":"R1","name":"a","fact:minors":"yes","facts":{"start":"2026-01-01"},"base model":"m","built_on":["n"],"purpose":"p","texts":{"purpose":"q"}}"#,
        &["R1 name=a built_on=m+n `purpose`=p `purpose (2)`=q facts=p:minors=true p:start=\"2026-01-01\""],
        &[],
    );
}

#[test]
fn numbers_are_kept_digit_by_digit() {
    check(
        "reg.jsonl",
        br#"{"id":12345678901234567890123.40,"name":1e3,"facts":{"compute":10000000000000000000000001}}"#,
        &["12345678901234567890123.40 name=1e+3 facts=p:compute=\"1.0000000000000000000000001e25\""],
        &[],
    );
}

#[test]
fn kinds() {
    for (word, want) in [
        ("system", ""),
        ("AI system", ""),
        ("Model", " kind=model"),
        ("machine-learning-model", " kind=model"),
        ("LLM", " kind=model"),
        ("Foundation model", " kind=model"),
        ("large_language_model", " kind=model"),
        ("component", " kind=component"),
        ("other", " kind=other"),
        ("", ""),
    ] {
        let text = format!("id,name,goal,kind,type\nR1,a,p,{word},Model\n");
        check("reg.csv", text.as_bytes(), &[&format!("R1 name=a{want} `goal`=p")], &[]);
    }
    check(
        "reg.csv",
        b"id,name,kind\nR1,a,robot\n",
        &["R1 name=a"],
        &["warning[word-not-recognised]: reg.csv, record 1 (`R1`), `kind`: `robot` is no kind"],
    );
}

#[test]
fn circles_of_references_are_told_once() {
    let text = "id,name,built on,instance of\nR1,a,R2;x,\nR2,b,R3;R4,\nR3,c,R1,\nR4,d,R4,R5\nR5,e,R1,R4\nR6,f,R1,R1\n";
    let read = read_as("reg.csv", text.as_bytes(), "");
    assert_eq!(read.records.len(), 6);
    check_findings(
        &read.findings,
        &[
            "warning[reference-circular]: reg.csv, record 4 (`R4`): the record is built on itself; check",
            "warning[reference-circular]: reg.csv, record 4 (`R4`): the record is an instance of itself, by \
             way of `R5`; check",
            "warning[reference-circular]: reg.csv, record 1 (`R1`): the record is built on itself, by way of \
             `R2`, `R3`; check",
        ],
    );
}

#[test]
fn ids_are_given_and_made_unique() {
    check(
        "reg.csv",
        b"id,name\nR1,a\n,b\nR1,c\n ,d\nR1,e\nR1~reg:3,f\nreg:2,g\n",
        &[
            "R1 name=a",
            "reg:2 name=b",
            "R1~reg:3 name=c",
            "reg:4 name=d",
            "R1~reg:5 name=e",
            "R1~reg:3~reg:6 name=f",
            "reg:2~reg:7 name=g",
        ],
        &[
            "warning[id-duplicate]: reg.csv, record 3: the id `R1` was used before, in reg.csv, record 1; \
             this record is called `R1~reg:3`",
            "warning[id-duplicate]: reg.csv, record 5: the id `R1` was used before, in reg.csv, record 1; \
             this record is called `R1~reg:5`",
            "warning[id-duplicate]: reg.csv, record 6: the id `R1~reg:3` was used before, in reg.csv, record 3",
            "warning[id-duplicate]: reg.csv, record 7: the id `reg:2` was used before, in reg.csv, record 2",
            "note[id-missing]: reg.csv: 2 records have no id and were numbered",
        ],
    );
    check(
        "reg.csv",
        b"name\na\n",
        &["reg:1 name=a"],
        &["note[id-missing]: reg.csv: one record has no id"],
    );
}

/// Only the last part of a name is its format.
#[test]
fn a_file_with_dots_in_its_name_keeps_them_in_ids() {
    let folder = Folder::new();
    let (mut read, mut ids) = (Read::default(), Ids::default());
    for name in ["models-1.5.csv", "models-1.6.csv"] {
        let path: PathBuf = folder.write(name, b"id,name\n,x\nR1,y\n");
        read.input(&Input::File(path), "", &mut ids);
    }
    let shown: Vec<&str> = read.records.iter().map(|record: &Record| record.id.as_str()).collect();
    assert_eq!(shown, ["models-1.5:1", "R1", "models-1.6:1", "R1~models-1.6:2"]);
}

/// Files of one name in several folders must not share ids.
#[test]
fn ids_are_unique_across_files() {
    let folder = Folder::new();
    let (mut read, mut ids) = (Read::default(), Ids::default());
    for part in ["a", "b", "c"] {
        let path: PathBuf = folder.write(&format!("{part}/reg.csv"), b"id,name\n,x\nR1,y\nR1,z\n");
        read.input(&Input::File(path), "", &mut ids);
    }
    let shown: Vec<&str> = read.records.iter().map(|record: &Record| record.id.as_str()).collect();
    assert_eq!(
        shown,
        [
            "reg:1",
            "R1",
            "R1~reg:3",
            "reg:1#2",
            "R1~reg:2",
            "R1~reg:3#2",
            "reg:1#3",
            "R1~reg:2#2",
            "R1~reg:3#3"
        ]
    );
    let first = format!("was used before, in {}/a/reg.csv, record 2;", folder.path().display());
    assert_eq!(
        read.findings.iter().filter(|at| at.contains(&first)).count(),
        5,
        "{:#?}",
        read.findings
    );
    assert_eq!(ids.numbered().count(), 3);
}

/// A finding names the record by the id that it has when all is read.
#[test]
fn findings_of_a_renamed_record_bear_its_new_id() {
    let table = "id,name,fact:minors\nR1,a,yes\nR1,b,perhaps\n";
    let read = read_as("reg.csv", table.as_bytes(), "");
    let unreadable = read.findings.iter().find(|at| at.contains("fact-unreadable"));
    assert!(unreadable.is_some_and(|at| at.contains("record 2 (`R1~reg:2`)")), "{unreadable:?}");
}
