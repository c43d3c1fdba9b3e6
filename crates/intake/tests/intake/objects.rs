//! JSON, JSON lines and YAML.

use crate::common::{check, check_findings, read_as};

#[test]
fn json_in_every_usual_shape() {
    let two = &["R1 name=a", "R2 name=b"][..];
    for text in [
        r#"[{"id":"R1","name":"a"},{"id":"R2","name":"b"}]"#,
        "\u{feff}[\r\n  {\"id\":\"R1\",\"name\":\"a\"},\r\n  {\"id\":\"R2\",\"name\":\"b\"}\r\n]\r\n",
        r#"{"records": [{"id":"R1","name":"a"},{"id":"R2","name":"b"}]}"#,
        r#"{"version": 3, "systems": [{"id":"R1","name":"a"},{"id":"R2","name":"b"}]}"#,
        r#"{"id": "register", "use_cases": [{"id":"R1","name":"a"},{"id":"R2","name":"b"}]}"#,
        r#"{"title": "x", "data": [{"id":"R1","name":"a"},{"id":"R2","name":"b"}]}"#,
        "\u{feff}{\n\"items\": [{\"id\":\"R1\",\"name\":\"a\"},\n{\"id\":\"R2\",\"name\":\"b\"}]\n}",
        // JSON lines, whatever the file is called.
        "{\"id\":\"R1\",\"name\":\"a\"}\n{\"id\":\"R2\",\"name\":\"b\"}\n",
        "\n{\"id\":\"R1\",\"name\":\"a\"}\r\n\r\n{\"id\":\"R2\",\"name\":\"b\"}",
    ] {
        check("reg.json", text.as_bytes(), two, &[]);
        check("reg", text.as_bytes(), two, &[]);
    }
    check("reg.json", br#"{"id":"R1","name":"a"}"#, &["R1 name=a"], &[]);
    // A record with a list of its own is a record.
    let read = read_as("reg.json", br#"{"id":"R1","name":"a","models":[{"name":"m"}]}"#, "");
    assert_eq!(read.shown(), ["R1 name=a"]);
    assert_eq!(read.mapped, ["reg.json: JSON; `id`, `name`; not read: `models`"]);
    check("reg.json", br#"{"name":"a","models":["m"]}"#, &["reg:1 name=a"], &["note[id-missing]"]);
    check("reg.json", br#"{"name":"a","models":[]}"#, &["reg:1 name=a"], &["note[id-missing]"]);
}

#[test]
fn a_key_that_stands_twice_is_told() {
    let twice = |place: &str, key: &str| {
        format!(
            "warning[key-doubled]: {place}, `{key}`: `{key}` stands twice in one object, and only the last is read; keep one"
        )
    };
    let first =
        "{\"id\":\"R1\",\"name\":\"a\",\"facts\":{\"real_time\":true,\"real_time\":false}}\n";
    let second = "{\"id\":\"R2\",\"name\":\"b\",\"uses\":[{\"id\":\"u\",\"purpose\":\"x\",\"purpose\":\"y\"}]}";
    let read = read_as("reg.jsonl", [first, second].concat().as_bytes(), "");
    let told = [
        twice("reg.jsonl:1, record 1 (`R1`)", "real_time"),
        twice("reg.jsonl:2, record 2 (`R2`)", "purpose"),
    ];
    let found: Vec<&String> =
        read.findings.iter().filter(|at| at.contains("key-doubled")).collect();
    assert_eq!(found.len(), 2, "{:?}", read.findings);
    assert!(
        found.iter().zip(&told).all(|(found, told)| found.starts_with(told.as_str())),
        "{found:?}"
    );
    let whole = read_as("reg.json", first.as_bytes(), "");
    assert!(
        whole
            .findings
            .iter()
            .any(|at| at.starts_with(&twice("reg.json, record 1 (`R1`)", "real_time"))),
        "{:?}",
        whole.findings
    );
}

#[test]
fn json_lines_go_on_after_a_broken_one() {
    check(
        "reg.jsonl",
        b"\xef\xbb\xbf{\"id\":\"R1\",\"name\":\"a\"}\n\n{\"id\": broken}\n[1]\nnull\n7\n\"x\"\n\
          {\"id\":\"R2\",\"name\":\"b\xff\"}\n  {\"id\":\"R3\",\"name\":\"c\"}  \r\n{\"id\":\"R4\",\"na",
        &["R1 name=a", "R3 name=c"],
        &[
            "error[record-unreadable]: reg.jsonl:3, record 2: the line is no JSON: expected value at column 8;",
            "error[record-unreadable]: reg.jsonl:4, record 3: the record is no object; a list of records",
            "error[record-unreadable]: reg.jsonl:5, record 4: the record is no object; a record is",
            "error[record-unreadable]: reg.jsonl:6, record 5: the record is no object; a record is",
            "error[record-unreadable]: reg.jsonl:7, record 6: the record is no object; a record is",
            "error[record-unreadable]: reg.jsonl:8, record 7: the line is no JSON: invalid unicode",
            "error[record-unreadable]: reg.jsonl:10, record 9: the line is no JSON: EOF",
        ],
    );
}

#[test]
fn a_json_list_goes_on_after_a_broken_record() {
    let text = r#"[{"id":"R1","name":"a]"}, 5, {"id":"R2","name":"b,\\"},
            {"id":
             oops}, {"note":"]}","id":"R4","name":"\"]"} ,, "x@",{"id":"R7","name":"c","uses":[{"id":"U"}]},
            }]"#;
    // A byte that is no UTF-8.
    let text: Vec<u8> = text.bytes().map(|byte| if byte == b'@' { 0xff } else { byte }).collect();
    check(
        "reg.json",
        &text,
        &["R1 name=a]", "R2 name=b,\\", "R4 name=\"]", "R7 name=c use=U "],
        &[
            "error[record-unreadable]: reg.json:1, record 2: the record is no object",
            "error[record-unreadable]: reg.json:3, record 4: the record is no JSON: expected value; it was \
             passed over; those after it are read",
            "error[record-unreadable]: reg.json:3, record 6: no record stands between two commas",
            "error[record-unreadable]: reg.json:3, record 7: the record is no JSON: invalid unicode",
            "error[record-unreadable]: reg.json:4, record 9: the record is no JSON: expected value",
        ],
    );
    let one = r#"{"id":"R1","name":"a"}"#;
    let (cut, follows) =
        ("the file ends before the list does", "what follows the list was not read");
    let nothing = "no record stands between two commas or behind the last";
    for (text, want) in [
        (format!("[{one}"), cut),
        (format!("[{one},"), cut),
        (format!(r#"[{one},{{"id":"R2","na"#), cut),
        (format!(r#"[{one},{{"id":"R2","name":"b]"#), cut),
        (format!("[{one},]"), nothing),
        (format!(r#"[{one}] [{{"id":"R2"}}]"#), follows),
        (format!("[{one}]\n{{\"id\":\"R2\"}}"), follows),
    ] {
        let want = format!("error[record-unreadable]: reg.json:1, record 2: {want}");
        check("reg.json", text.as_bytes(), &["R1 name=a"], &[&want]);
    }
    let lines = format!("[\n{one},\n\n{}]", one.replace("R1", "R2"));
    let read = read_as("reg.json", lines.as_bytes(), "").records.into_iter().map(|at| at.line);
    assert_eq!(read.collect::<Vec<_>>(), [Some(2), Some(4)]);
}

#[test]
fn what_is_no_json_is_told_once() {
    for text in [
        "{\n  \"id\": \"R1\",\n  \"name\": oops\n}\n",
        "{",
        "text",
        "{\"a\":1}} x",
        "id: R1, name: a",
        "name\na",
    ] {
        check(
            "reg.json",
            text.as_bytes(),
            &[],
            &["error[file-not-a-register]: reg.json: the file is no JSON"],
        );
    }
    for text in ["[]", r#"{"records": []}"#] {
        check(
            "reg.json",
            text.as_bytes(),
            &[],
            &["warning[file-empty]: reg.json: the file holds no record"],
        );
    }
}

/// A name is a hint; what a file evidently holds counts.
#[test]
fn a_file_under_the_name_of_another_format_is_read() {
    let want = &["R1 name=a"][..];
    for (name, text) in [
        ("reg.json", "id,name\nR1,a\n"),
        ("reg.json", "\u{feff}id;name\r\nR1;a\r\n"),
        ("reg.jsonl", "\"id\",\"name\"\n\"R1\",\"a\"\n"),
        ("reg.json", "{\"id\":\"R1\",\"name\":\"a\"}\n"),
        ("reg.csv", "{\"id\":\"R1\",\"name\":\"a\"}\n"),
        ("reg.csv", "[\n {\"id\":\"R1\",\"name\":\"a\"}\n]"),
        ("reg.tsv", "[{\"id\":\"R1\",\n\"name\":\"a\"}]"),
    ] {
        check(name, text.as_bytes(), want, &[]);
    }
    check("reg.csv", b"[id],{name}\nR1,a\n", want, &[]);
}

/// An object with several lists of records, under names of somebody's own, is no record.
#[test]
fn every_list_of_an_object_is_read_or_told() {
    let two = r#"{"generated": "2026", "tags": ["a", "b"],
        "internal": [{"id": "R1", "name": "a", "purpose": "p"}],
        "external": [{"id": "R2", "name": "b", "purpose": "p"}, {"id": "R3", "name": "c"}]}"#;
    let read = ["R1 name=a `purpose`=p", "R2 name=b `purpose`=p", "R3 name=c"];
    for name in ["reg.json", "reg.yaml"] {
        check(name, two.as_bytes(), &read, &[]);
    }
    let lines = read_as("reg.yaml", two.as_bytes(), "").records.into_iter().map(|at| at.line);
    assert_eq!(lines.collect::<Vec<_>>(), [Some(2), Some(3), Some(3)]);
    let named = r#"{"title": "x", "description": "y", "records": [{"id": "R1", "name": "a"}],
        "models": [{"id": "M1", "name": "m"}], "departments": [{"name": "Tax"}, {"name": "IT"}]}"#;
    check(
        "reg.json",
        named.as_bytes(),
        &["R1 name=a", "M1 name=m kind=model"],
        &[
            "error[record-unreadable]: reg.json, `departments`: a list of 2 objects was not read; records \
             stand in lists",
        ],
    );
    // A register that is named and described is no record, and neither is one of unknown shape.
    let titled = r#"{"title": "x", "description": "y", "all": [{"name": "a", "purpose": "p"}]}"#;
    check("reg.json", titled.as_bytes(), &["reg:1 name=a `purpose`=p"], &["note[id-missing]"]);
    check(
        "reg.json",
        br#"{"title": "x", "rows": [{"foo": 1}, {"foo": 2}]}"#,
        &[],
        &["error[record-unreadable]: reg.json, `rows`: a list of 2 objects was not read"],
    );
    // A record has lists of its own.
    check(
        "reg.json",
        br#"{"id": "R1", "name": "a", "uses": [{"id": "U1", "purpose": "p"}]}"#,
        &["R1 name=a `uses/U1/purpose`=p use=U1 "],
        &[],
    );
    check(
        "reg.json",
        br#"{"id": "R1", "name": "a", "contacts": [{"name": "x", "url": "y"}]}"#,
        &["R1 name=a"],
        &[],
    );
    check(
        "reg.json",
        br#"{"id": "R1", "name": "a", "purpose": "p", "parts": [{"name": "x", "purpose": "y"}]}"#,
        &["R1 name=a `purpose`=p"],
        &["error[record-unreadable]: reg.json, `parts`: a list of one object was not read"],
    );
    check(
        "reg.json",
        br#"{"name": "a", "description": "d", "contacts": [{"name": "x", "url": "y"}]}"#,
        &["reg:1 name=a `description`=d"],
        &["note[id-missing]"],
    );
    let parts = r#""parts": [{"name": "x", "purpose": "y"}]"#;
    for facts in [r#""fact:minors": true"#, r#""facts": {"minors": true}"#] {
        check(
            "reg.json",
            format!(r#"{{"name": "a", {facts}, {parts}}}"#).as_bytes(),
            &["reg:1 name=a facts=p:minors=true"],
            &["error[record-unreadable]: reg.json, `parts`: a list of one", "note[id-missing]"],
        );
    }
    // What is called something and states facts is a record too.
    let stated = r#"{"all": [{"name": "a", "facts": {"minors": true}}]}"#;
    let want = ["reg:1 name=a facts=p:minors=true"];
    check("reg.json", stated.as_bytes(), &want, &["note[id-missing]"]);
}

/// Lists one object deeper, and records under their ids.
#[test]
fn records_that_lie_deeper_are_read() {
    let one = r#"{"id": "R1", "name": "a", "purpose": "p"}"#;
    let want = &["R1 name=a `purpose`=p"][..];
    for text in [
        format!(r#"{{"meta": {{"version": 1}}, "inventory": {{"systems": [{one}]}}}}"#),
        format!(r#"{{"inventory": {{"all": [{one}], "tags": ["x"]}}}}"#),
        format!(r#"{{"id": "register", "name": "x", "register": {{"records": [{one}]}}}}"#),
        r#"{"R1": {"name": "a", "purpose": "p"}}"#.to_owned(),
        r#"{"version": 3, "R1": {"name": "a", "purpose": "p"}}"#.to_owned(),
        r#"{"systems": {"R1": {"name": "a", "purpose": "p"}}}"#.to_owned(),
        r#"{"title": "x", "systems": {"R1": {"name": "a", "purpose": "p"}}}"#.to_owned(),
        r#"{"systems": {"x": {"kenmerk": "R1", "name": "a", "purpose": "p"}}}"#.to_owned(),
        // One that says something of its own is a record, whatever lies in it.
        r#"{"id": "R1", "name": "a", "purpose": "p", "parts": {"systems": [{"name": "x", "purpose": "y"}]}}"#.to_owned(),
        r#"{"id": "R1", "name": "a", "purpose": "p", "owner": {"name": "x", "description": "y"}}"#.to_owned(),
    ] {
        check("reg.json", text.as_bytes(), want, &[]);
        check("reg.yaml", text.as_bytes(), want, &[]);
    }
    let named = br#"{"R1": {"name": "a"}, "R2": {"name": "b"}}"#;
    check("reg.json", named, &["R1 name=a", "R2 name=b"], &[]);
    for text in [
        r#"{"name": "a", "owner": {"name": "x", "description": "y"}}"#,
        r#"{"name": "a", "links": {"docs": [{"name": "x", "description": "y"}]}}"#,
        r#"{"name": "a", "links": {"docs": [{"url": "x"}]}}"#,
    ] {
        check("reg.json", text.as_bytes(), &["reg:1 name=a"], &["note[id-missing]"]);
    }
    check(
        "reg.json",
        br#"{"inventory": {"rows": [{"foo": 1}, {"foo": 2}]}}"#,
        &[],
        &["error[record-unreadable]: reg.json, `inventory/rows`: a list of 2 objects was not read"],
    );
    let yaml = "systems:\n  R1:\n    name: a\n  R2:\n    name: b\n  notes:\n    x: y\n";
    check(
        "reg.yaml",
        yaml.as_bytes(),
        &["R1 name=a", "R2 name=b"],
        &[
            "note[record-without-content]: reg.yaml:7, record 3: an object holds nothing that is read",
        ],
    );
    let lines = read_as("reg.yaml", yaml.as_bytes(), "").records.into_iter().map(|at| at.line);
    assert_eq!(lines.collect::<Vec<_>>(), [Some(3), Some(5)]);
}

/// An object in which nothing is known is no system.
#[test]
fn objects_of_something_else_are_passed_over() {
    let empty = "warning[file-empty]: reg.json: the file holds no record";
    let hollow = "note[record-without-content]: reg.json";
    for text in ["{}", r#"{"foo": 1}"#, r#"[{}]"#, r#"{"id": "", "name": null}"#] {
        check("reg.json", text.as_bytes(), &[], &[hollow, empty]);
    }
    let list = br#"[{"foo": 1}, {"id": "R1", "name": "a"}, {"id": null}, {}]"#;
    check(
        "reg.json",
        list,
        &["R1 name=a"],
        &[
            "note[record-without-content]: reg.json:1, record 1: 3 objects hold nothing that is read and were \
           passed over, the first of them here",
        ],
    );
    let lines = b"{}\n{\"id\":\"R1\",\"name\":\"a\"}\n{\"foo\":1,\"fact:nope\":true}\n";
    check(
        "reg.jsonl",
        lines,
        &["R1 name=a"],
        &[
            "warning[fact-not-in-vocabulary]: reg.jsonl, record 3, `nope`",
            "note[record-without-content]: reg.jsonl:1, record 1: 2 objects hold nothing",
        ],
    );
}

#[test]
fn bombs_do_not_go_off() {
    let deep = format!("{{\"id\":{}", "[".repeat(100_000));
    let says =
        "error[record-unreadable]: reg.jsonl:1, record 1: the line is no JSON: recursion limit";
    check("reg.jsonl", deep.as_bytes(), &[], &[says]);
    check(
        "reg.json",
        "[".repeat(100_000).as_bytes(),
        &[],
        &["error[record-unreadable]: reg.json:1, record 1: the file ends before the list does"],
    );
    check("reg.json", deep.as_bytes(), &[], &["error[file-not-a-register]: reg.json"]);
    let many = format!("{{\"records\":[{}1]}}", "1,".repeat(16_000_001));
    check(
        "reg.json",
        many.as_bytes(),
        &[],
        &["error[file-unreadable]: reg.json: an object of more than"],
    );
    let good = |id: &str| format!("{{\"id\":\"{id}\",\"name\":\"a\"}}");
    let long =
        format!("{}\n{{\"name\":\"{}\"}}\n{}\n", good("R1"), "x".repeat(17 << 20), good("R3"));
    let too_long = "a record is longer than 16 MiB";
    let says =
        format!("error[record-unreadable]: reg.jsonl:2, record 2: {too_long}; it was passed over");
    check("reg.jsonl", long.as_bytes(), &["R1 name=a", "R3 name=a"], &[&says]);
    let list = long.trim_end().replace('\n', ",\n");
    let says =
        format!("error[record-unreadable]: reg.json:2, record 2: {too_long}; it was passed over");
    check("reg.json", format!("[{list}]").as_bytes(), &["R1 name=a", "R3 name=a"], &[&says]);

    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let of = format!("*a{}", level - 1);
        bomb += &format!("a{level}: &a{level} [{}]\n", [of.as_str(); 10].join(", "));
    }
    let deep = format!("- {}", "[".repeat(5_000));
    let wide = format!("- &x {}\n- [{}]\n", "y".repeat(1 << 20), "*x, ".repeat(100_000));
    for text in [bomb, deep, wide] {
        check(
            "reg.yaml",
            text.as_bytes(),
            &[],
            &["error[file-not-a-register]: reg.yaml: the file is no YAML: line"],
        );
    }
}

#[test]
fn yaml_in_every_usual_shape() {
    for text in [
        "- id: R1\n  name: a\n- {id: R2, name: b}\n",
        "\u{feff}- id: R1\n  name: a\n- {id: R2, name: b}\n",
        "records:\n  - id: R1\n    name: a\n  - id: R2\n    name: b\n",
        "id: R1\nname: a\n---\nid: R2\nname: b\n",
        "---\nid: R1\nname: a\n...\n---\n---\nid: R2\nname: b\n---\n",
        "# x\r\nid: R1\r\nname: a\r\n---\r\n- id: R2\r\n  name: b\r\n",
    ] {
        for name in ["reg.yaml", "reg.YML"] {
            check(name, text.as_bytes(), &["R1 name=a", "R2 name=b"], &[]);
        }
    }
    check(
        "reg.yaml",
        b"- id: R1\n  facts: {minors: yes, compute: 1e25, start: 2026-07, sector: Null}\n  name: NULL\n\
          - id: 0012\n  name: 'null'\n  facts: {minors: 'no'}\n- just text\n- [R4]\n",
        &[
            "R1 facts=p:minors=true p:compute=\"1e25\" \
             p:start={\"from\":\"2026-07-01\",\"until\":\"2026-07-31\"}",
            "0012 name=null facts=p:minors=false",
        ],
        &[
            "error[record-unreadable]: reg.yaml:7, record 3: the record is no object",
            "error[record-unreadable]: reg.yaml:8, record 4: the record is no object",
        ],
    );
    // What a merge key would bring is not lost without a word.
    check(
        "reg.yaml",
        b"- &base {id: R1, name: a}\n- {<<: *base, id: R2, name: b}\n",
        &["R1 name=a", "R2 name=b"],
        &["warning[field-unreadable]: reg.yaml, record 2 (`R2`), `<<`: merge keys are not read"],
    );
    for (text, want) in [
        (
            b"- id: R1\n  id: R2\n".as_slice(),
            "the file is no YAML: line 2, column 3: `id` stands here twice",
        ),
        (b"a: [1", "the file is no YAML: "),
        (b"- id: *nobody\n", "the file is no YAML: "),
    ] {
        check("reg.yaml", text, &[], &[&format!("error[file-not-a-register]: reg.yaml: {want}")]);
    }
    check("reg.yaml", b"- name: Caf\xe9\n", &[], &["error[file-unreadable]: reg.yaml: "]);
    check("reg.yaml", b"# nothing\n---\n...\n", &[], &["warning[file-empty]: reg.yaml: "]);
}

#[test]
fn fields_of_a_wrong_shape_are_told() {
    check(
        "reg.json",
        br#"[{"id": "R1", "name": {"en": "a"}, "purpose": ["one", "two"], "built_on": ["m1", "m2"],
             "stage": ["in use"], "texts": {"note": "n", "empty": " ", "list": [1], "nothing": null},
             "facts": [1], "uses": {"id": "u"}, "actors": 5, "description": 12.50, "country": true}]"#,
        &["R1 country=true built_on=m1+m2 `purpose`=one\ntwo `note`=n `description`=12.50"],
        &[
            "warning[field-unreadable]: reg.json, record 1 (`R1`), `name`: the field must be text",
            "warning[field-unreadable]: reg.json, record 1 (`R1`), `stage`: the field must be text",
            "warning[field-unreadable]: reg.json, record 1 (`R1`), `list`: the field must be text",
            "warning[field-unreadable]: reg.json, record 1 (`R1`), `facts`: `facts` must be an object",
            "warning[field-unreadable]: reg.json, record 1 (`R1`), `uses`: `uses` must be a list",
            "warning[field-unreadable]: reg.json, record 1 (`R1`), `actors`: `actors` must be a list",
        ],
    );
    check(
        "reg.json",
        br#"[{"id":"R1","name":"a","built_on":[1],"facts":null,"uses":null,"actors":null,"texts":null}]"#,
        &["R1 name=a"],
        &["warning[field-unreadable]: reg.json, record 1 (`R1`), `built_on`: the field must be a list"],
    );
}

#[test]
fn objects_that_say_little_are_questioned() {
    check(
        "reg.jsonl",
        b"{\"id\":\"R1\",\"heading\":\"a\"}\n{\"id\":\"R2\",\"heading\":\"b\"}\n",
        &["R1", "R2"],
        &["warning[columns-not-recognised]: reg.jsonl, record 1: no field for a name or a purpose"],
    );
}

/// A list that is called so says what stands in it.
#[test]
fn a_list_of_models_holds_models() {
    let text = br#"{"models":[{"id":"a","name":"base"},{"id":"b","name":"App","kind":"system"},
        {"id":"c","name":"GPT","kind":"GPAI"}],"systems":[{"id":"d","name":"S"}]}"#;
    let records = ["a name=base kind=model", "b name=App", "c name=GPT kind=model", "d name=S"];
    check("reg.json", text, &records, &[]);
    let yaml = b"models:\n  a:\n    name: base\n    description: reads\n";
    let want = "a name=base kind=model `description`=reads";
    check("reg.yaml", yaml, &[want], &[]);
    check("reg.json", br#"{"items":[{"id":"a","name":"base"}]}"#, &["a name=base"], &[]);
}

#[test]
fn what_other_programs_keep_is_no_register() {
    for (name, text, says) in [
        (
            "package.json",
            r#"{"name":"x","version":"1.0.0","description":"Ranks job applicants","devDependencies":{"y":"^1"}}"#,
            "npm",
        ),
        (
            "package-lock.json",
            r#"{"name":"x","version":"1","lockfileVersion":3,"packages":{"":{"name":"x"}}}"#,
            "npm",
        ),
        (
            "deploy.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ranker\n---\napiVersion: v1\nkind: Service\nmetadata: {name: r}\n",
            "Kubernetes",
        ),
        (
            "api.yaml",
            "openapi: 3.0.1\ninfo: {title: x, description: y}\ntags:\n  - name: a\n    description: Ranks\n",
            "OpenAPI",
        ),
        (
            "schema.json",
            r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"x","description":"y"}"#,
            "JSON Schema",
        ),
        (
            "bom.json",
            r#"{"spdxVersion":"SPDX-2.3","name":"x","packages":[{"name":"y"}]}"#,
            "SPDX 2",
        ),
    ] {
        let read = read_as(name, text.as_bytes(), "");
        assert!(read.records.is_empty(), "{name}: {:?}", read.shown());
        check_findings(&read.findings, &[&format!("warning[file-not-a-register]: {name}: ")]);
        assert!(read.findings[0].contains(says), "{:?}", read.findings);
    }
    // Records have versions, too.
    let record = br#"{"id":"a","name":"x","version":"1","scripts":{"a":"b"}}"#;
    check("reg.json", record, &["a name=x"], &[]);
    check("reg.json", br#"{"name":"x","version":"1"}"#, &["reg:1 name=x"], &["note[id-missing]"]);
}

#[test]
fn prose_with_headings_is_no_table() {
    let text = b"# Source\n\nname, licence\n756 models without licence, none\n";
    let says = "error[file-not-a-register]: SOURCE.md: the file is prose (Markdown); save the table in it as CSV";
    check("SOURCE.md", text, &[], &[says]);
    check("reg.md", br#"[{"id":"a","name":"x"}]"#, &["a name=x"], &[]);
}
