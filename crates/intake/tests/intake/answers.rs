//! Answers, attestations, and whose name stands under them.

use actlas_facts::{Entry, Finding, Layer, Place, Record, parse_date};
use actlas_intake::{
    Answers, Attesting, attest, read_answer_lines, read_answer_sheet, read_answers,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use crate::common::{Folder, check_findings, read_as, show, vocabulary};
use crate::workbooks::{row, sheet, sheet_of_1904};

/// A register of one record, for answers.
fn record() -> Record {
    let text = br#"{"id":"R1","name":"a","facts":{"minors":true,"harm":false},
        "uses":[{"id":"u"},{"id":"v"}],"actors":[{"name":"Tax"}]}"#;
    read_as("reg.json", text, "").records.remove(0)
}

/// Applies lines to the record: what it is then, and the findings.
fn check(lines: &[&str], want: &str, findings: &[&str]) {
    let folder = Folder::new();
    let path = folder.write("x.facts.jsonl", lines.join("\n").as_bytes());
    let (lines, mut found) = read_answers(&path).unwrap();
    let mut answers = Answers::default();
    answers.add(lines);
    let mut record = record();
    found.extend(answers.apply(&mut record, &vocabulary()));
    found.extend(answers.unmatched());
    let found: Vec<String> =
        found.iter().map(|at: &Finding| folder.within(&at.to_string())).collect();
    assert_eq!(show(&record), format!("R1 name=a facts={want}"));
    check_findings(&found, findings);
}

/// A line about the record: act, fact, value, and what else.
fn line(act: &str, fact: &str, value: &str, rest: &str) -> String {
    format!(r#"{{"id":"R1","fact":"{fact}","value":{value},"act":"{act}"{rest}}}"#)
}

const SIGNED: &str = r#","by":"Anna","at":"2026-11-21""#;
const AS_READ: &str = "p:minors=true p:harm=false";
const OTHERS: &str = "use=u  use=v  actor=Tax ";

#[test]
fn answers_are_added_to_what_the_file_says() {
    let start = r#"p:start={"from":"2026-01-01","until":"2026-12-31"}"#;
    check(
        &[],
        &format!("{AS_READ} {OTHERS}"),
        &[
            "warning[answers-empty]: x.facts.jsonl: the file holds no answer; nothing was used of it",
        ],
    );
    check(
        &[
            &line("attest", "minors", "false", SIGNED),
            "",
            &line("propose", "start", "\"2026\"", ""),
        ],
        &format!("{AS_READ} a:minors=false {start} {OTHERS}"),
        &[],
    );
    // "Not known" is an answer that says nothing.
    check(&[&line("attest", "minors", "null", SIGNED)], &format!("{AS_READ} {OTHERS}"), &[]);
    check(
        &[
            &line("attest", "sector", "\"police\"", r#","use":"v","by":"A","at":"2026""#),
            &line("propose", "actor_role", "[\"provider\"]", r#","use":"u","actor":"Tax""#),
        ],
        &format!(r#"{AS_READ} use=u  use=v a:sector="police" actor=Tax p:actor_role=["provider"]"#),
        &[],
    );
}

#[test]
fn an_assessment_needs_a_reason_and_an_answer_a_name() {
    let proposed = |value: &str| format!("{AS_READ} p:harm={value} {OTHERS}");
    let needs = "warning[assessed-needs-reason]: x.facts.jsonl:1 (`R1`), `harm`: `harm` is a legal \
                 assessment and was attested without a name and a reason; it stays proposed";
    for rest in ["", SIGNED, r#","by":"Anna","at":"2026","why":" ""#, r#","at":"2026","why":"w""#] {
        check(&[&line("attest", "harm", "true", rest)], &proposed("true"), &[needs]);
    }
    check(
        &[&line("attest", "harm", "true", r#","by":"Anna","at":"2026","why":"w""#)],
        &format!("{AS_READ} a:harm=true {OTHERS}"),
        &[],
    );
    for (rest, lacks) in [
        ("", "neither a name nor a date"),
        (r#","by":"Anna""#, "no date"),
        (r#","at":"2026""#, "no name"),
        (r#","by":" ","at":"2026""#, "no name"),
    ] {
        let says = format!(
            "warning[attest-needs-name]: x.facts.jsonl:1 (`R1`), `minors`: the answer has {lacks}; it \
             stays proposed"
        );
        check(
            &[&line("attest", "minors", "false", rest)],
            &format!("{AS_READ} p:minors=false {OTHERS}"),
            &[&says],
        );
    }
}

/// Who stands for an answer says so on a day that there is, and not on one to come.
#[test]
fn an_answer_of_no_day_attests_nothing() {
    for at in ["yesterday", "2026-13-45", "2026-02-31", "26.11.2026", "46352", "2026-11-21x"] {
        let says = format!(
            "warning[attest-needs-name]: x.facts.jsonl:1 (`R1`), `minors`: `{at}` in `at` is no day; it \
             stays proposed; write the day as year-month-day"
        );
        check(
            &[&line("attest", "minors", "false", &format!(r#","by":"A","at":"{at}""#))],
            &format!("{AS_READ} p:minors=false {OTHERS}"),
            &[&says],
        );
    }
    let today = parse_date("2026-11-21").unwrap().0;
    for (at, layer) in [
        ("2026-11-21", Layer::Attested),
        ("2026-11-21T23:59:00Z", Layer::Attested),
        ("2026-11", Layer::Attested),
        ("2026-11-22", Layer::Proposed),
        ("2099-01-01", Layer::Proposed),
        ("2027", Layer::Proposed),
    ] {
        let text = line("attest", "minors", "false", &format!(r#","by":"A","at":"{at}""#));
        let mut answers = Answers::read_on(today);
        answers.add(read_answer_lines("x", text.as_bytes()).0);
        let mut record = record();
        let found = answers.apply(&mut record, &vocabulary());
        assert_eq!(record.statements.last().unwrap().layer, layer, "{at}");
        let told =
            found.iter().any(|at| at.to_string().contains("is still to come; it stays proposed"));
        assert_eq!(told, layer == Layer::Proposed, "{at}");
    }
}

/// An id that is the number of a row stands for another system once a row was inserted.
#[test]
fn an_answer_does_not_move_to_another_system() {
    let said = |id: &str, name: &str| {
        let name = if name.is_empty() { String::new() } else { format!(r#""name":"{name}","#) };
        format!(r#"{{"id":"{id}",{name}"fact":"minors","value":false,"act":"propose"}}"#)
    };
    let other = |id: &str, name: &str, is: &str| {
        format!(
            "warning[answer-of-another]: x:1 (`{id}`): the answer is about `{name}`, and the record of \
             this id {is}; the answer was not used; correct the id, or the name"
        )
    };
    let by_number =
        "warning[answer-by-number]: x:1 (`reg:2`): answers go to the number of a record";
    for (register, id, name, used, want) in [
        ("name\nCV\nEmo\n", "reg:2", "Emo", true, None),
        ("name\nNew\nCV\nEmo\n", "reg:2", "Emo", false, Some(other("reg:2", "Emo", "is `CV`"))),
        ("name\nCV\n \u{2007}eMo \n", "reg:2", "E mo", true, None),
        (
            "name,purpose\nCV,p\n,q\n",
            "reg:2",
            "Emo",
            false,
            Some(other("reg:2", "Emo", "has no name")),
        ),
        ("name\nCV\nEmo\n", "reg:2", "", true, Some(by_number.to_owned())),
        ("name,purpose\nCV,p\n,q\n", "reg:2", "reg:2", true, Some(by_number.to_owned())),
        (
            "id,name\nR1,CV\nR1,Emo\n",
            "R1~reg:2",
            "",
            true,
            Some(by_number.replace("reg:2", "R1~reg:2")),
        ),
        ("id,name\nR1,CV\nR2,Emo\n", "R2", "", true, None),
        ("id,name\nR1,CV\nR2,Emo\n", "R2", "R2", true, None),
        ("id,name\nR1,CV\nR2,Emo\n", "R2", "CV", false, Some(other("R2", "CV", "is `Emo`"))),
    ] {
        let mut answers = Answers::default();
        answers.add(read_answer_lines("x", said(id, name).as_bytes()).0);
        let mut found = Vec::new();
        let mut stated = 0;
        for record in &mut read_as("reg.csv", register.as_bytes(), "").records {
            found.extend(answers.apply(record, &vocabulary()).iter().map(ToString::to_string));
            stated += record.statements.len();
        }
        check_findings(&found, &want.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(stated, usize::from(used), "{id} {name} in {register}");
        assert!(answers.unmatched().is_empty());
    }
    // Evidence of a duty belongs to its system too.
    let line =
        r#"{"id":"R1","name":"b","duty":"D","act":"evidence","by":"A","at":"2026","source":"s"}"#;
    let mut answers = Answers::default();
    answers.add(read_answer_lines("x", line.as_bytes()).0);
    let mut record = record();
    let found: Vec<String> =
        answers.apply(&mut record, &vocabulary()).iter().map(ToString::to_string).collect();
    check_findings(&found, &[&other("R1", "b", "is `a`")]);
    assert!(record.named.is_empty());
}

/// A sheet says in a column of its own which system a question is about.
#[test]
fn a_sheet_names_its_systems() {
    let rows = [
        ["id", "system", "answer", "fact", "by", "date"],
        ["reg:1", "CV", "no", "minors", "A", "2026"],
        ["reg:2", "'=Emo", "no", "minors", "A", "2026"],
    ];
    let bytes = sheet(&rows.map(|cells| row(&cells)).concat(), "");
    let mut answers = Answers::default();
    answers.add(read_answer_sheet("q.xlsx", bytes).unwrap().0);
    let mut found = Vec::new();
    let mut read = read_as("reg.csv", b"name\nNew\n=Emo\n", "");
    for record in &mut read.records {
        found.extend(answers.apply(record, &vocabulary()).iter().map(ToString::to_string));
    }
    check_findings(
        &found,
        &[
            "warning[answer-of-another]: q.xlsx:2 (`reg:1`): the answer is about `CV`, and the record of",
        ],
    );
    assert_eq!(read.shown(), ["reg:1 name=New", "reg:2 name==Emo facts=a:minors=false"]);
}

/// Days of a sheet that nobody formatted as such, and answers that point to empty cells.
/// A sheet says which use or actor a question is about, in cells that are no formula either.
#[test]
fn a_sheet_names_uses_and_actors() {
    let rows = [
        ["id", "use", "actor", "answer", "fact", "by", "date"],
        ["R1", "v", "", "police", "sector", "A", "2026"],
        ["R1", "'=w", "", "schools", "sector", "A", "2026"],
        ["R1", "", "Tax", "provider", "actor_role", "A", "2026"],
        ["R1", "x", "", "police", "sector", "A", "2026"],
    ];
    let bytes = sheet(&rows.map(|cells| row(&cells)).concat(), "");
    let mut answers = Answers::default();
    answers.add(read_answer_sheet("q.xlsx", bytes).unwrap().0);
    let text = br#"{"id":"R1","uses":[{"id":"u"},{"id":"v"},{"id":"=w"}],
        "actors":[{"name":"Bank"},{"name":"Tax"}]}"#;
    let mut record = read_as("reg.json", text, "").records.remove(0);
    let found = answers.apply(&mut record, &vocabulary());
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    check_findings(
        &found,
        &["warning[answer-unmatched]: q.xlsx:5 (`R1`), `sector`: the record has no use `x`"],
    );
    assert_eq!(
        show(&record),
        "R1 use=u  use=v a:sector=\"police\" use==w a:sector=\"schools\" actor=Bank  actor=Tax \
         a:actor_role=[\"provider\"]"
    );
}

/// What is not said of one use counts for every use, and whoever answered for one is told.
#[test]
fn an_answer_for_every_use_is_told() {
    let said = r#"p:sector="police""#;
    let told = "warning[answer-for-every-use]: x.facts.jsonl:1 (`R1`): answers to `sector` do not say which of 2 \
                uses they are about; they were taken for every use; add a line or row for each, with `use`";
    let of_all = line("propose", "sector", "\"police\"", "");
    check(&[&of_all, &of_all], &format!("{AS_READ} {said} {said} {OTHERS}"), &[told]);
    // Not what is of the system, nor scope, nor what says nothing, nor what says of which use it is; and the
    // record has one actor.
    let role = r#"p:actor_role=["provider"]"#;
    check(
        &[
            &line("propose", "traits", "[\"age\"]", ""),
            &line("attest", "minors", "true", SIGNED),
            &line("propose", "sector", "null", ""),
            &line("propose", "sector", "\"police\"", r#","use":"v""#),
            &line("propose", "actor_role", "[\"provider\"]", ""),
        ],
        &format!(
            r#"{AS_READ} p:traits=["age"] a:minors=true {role} use=u  use=v {said} actor=Tax "#
        ),
        &[],
    );
}

#[test]
fn days_and_formulas_of_answer_sheets() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["id", "fact", "answer", "by", "date"].iter().enumerate() {
        sheet.write(0, column as u16, *name).unwrap();
    }
    for row in 1..4 {
        sheet.write(row, 0, "R1").unwrap();
        sheet.write(row, 1, "minors").unwrap();
        sheet.write(row, 2, "no").unwrap();
        sheet.write(row, 3, "Anna").unwrap();
    }
    sheet.write(1, 4, 46_352).unwrap();
    sheet.write(2, 4, "26.11.2026").unwrap();
    sheet.write(3, 4, "gestern").unwrap();
    sheet.write_formula(3, 2, Formula::new("=Other!A1").set_result("0")).unwrap();
    let (lines, found) = read_answer_sheet("q.xlsx", book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(days_of(&lines), ["2026-11-26", "2026-11-26"]);
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    check_findings(
        &found,
        &[
            "warning[cell-without-value]: q.xlsx:4, `answer`: the cell holds a formula that comes to 0",
        ],
    );
    let rows = [["id", "fact", "answer", "by", "date"], ["R1", "minors", "no", "Anna", "44890"]];
    let bytes = sheet_of_1904(&rows.map(|cells| row(&cells)).concat());
    assert_eq!(days_of(&read_answer_sheet("q.xlsx", bytes).unwrap().0), ["2026-11-26"]);
}

fn days_of(lines: &[(Place, Entry)]) -> Vec<&str> {
    let mut days = Vec::new();
    for (_, line) in lines {
        if let Entry::Said(line) = line {
            days.push(line.at.as_str());
        }
    }
    days
}

#[test]
fn answers_that_fit_nothing_are_told() {
    let same = format!("{AS_READ} {OTHERS}");
    let at = "x.facts.jsonl:1 (`R1`)";
    for (line, want) in [
        (line("attest", "minor", "true", SIGNED), format!("warning[fact-not-in-vocabulary]: {at}, `minor`: no fact")),
        (line("attest", "minors", "\"perhaps\"", SIGNED), format!("warning[fact-unreadable]: {at}, `minors`: `\"perhaps\"` is not yes or no; the fact stays unknown")),
        (line("attest", "minors", "true", r#","use":"w""#), format!("warning[answer-unmatched]: {at}, `minors`: the record has no use `w`; the answer was not used")),
        (line("attest", "minors", "true", r#","actor":"IT""#), format!("warning[answer-unmatched]: {at}, `minors`: the record has no actor `IT`")),
        (line("evidence", "minors", "false", r#","source":"s.pdf""#), format!("warning[answer-unmatched]: {at}, `minors`: nobody states the value")),
        (r#"{"id":"R9","fact":"minors","value":true,"act":"attest"}"#.to_owned(), "warning[answer-unmatched]: x.facts.jsonl:1: no record `R9` in the input; the answer was not used".to_owned()),
        (r#"{"id":"R1","fact":"minors"}"#.to_owned(), "error[facts-line-unreadable]: x.facts.jsonl:1: missing field `value` at line 1 column 27; the line was passed over".to_owned()),
        ("yes".to_owned(), "error[facts-line-unreadable]: x.facts.jsonl:1: expected value".to_owned()),
    ] {
        check(&[&line], &same, &[&want]);
    }
}

/// A document shows the value it is about, and no other.
#[test]
fn evidence_belongs_to_its_value() {
    let folder = Folder::new();
    let text = [
        line("propose", "minors", "false", ""),
        line("evidence", "minors", "true", r#","source":"shows-yes.pdf""#),
        line("evidence", "minors", "true", r#","source":"later.pdf""#),
    ];
    let path = folder.write("x.facts.jsonl", text.join("\n").as_bytes());
    let mut answers = Answers::default();
    answers.add(read_answers(&path).unwrap().0);
    let mut record = record();
    assert!(answers.apply(&mut record, &vocabulary()).is_empty());
    let sources: Vec<&str> = record.statements.iter().map(|said| said.source.as_str()).collect();
    assert_eq!(sources, ["shows-yes.pdf", "", ""]);
}

#[test]
fn broken_lines_leave_the_others() {
    let folder = Folder::new();
    let good = line("attest", "minors", "false", SIGNED);
    let mut bytes = format!("\u{feff}{good}\r\n\r\n{{\r\n").into_bytes();
    bytes.extend_from_slice(b"{\"id\":\"R\xff\"}\n");
    bytes.extend_from_slice(format!("{good}\n{}", &good.replace("}", "")).as_bytes());
    let path = folder.write("x.facts.jsonl", &bytes);
    let (lines, found) = read_answers(&path).unwrap();
    let places: Vec<String> =
        lines.iter().map(|(place, _)| folder.within(&place.to_string())).collect();
    assert_eq!(places, ["x.facts.jsonl:1", "x.facts.jsonl:5"]);
    let found: Vec<String> = found.iter().map(|at| folder.within(&at.to_string())).collect();
    check_findings(
        &found,
        &[
            "error[facts-line-unreadable]: x.facts.jsonl:3: EOF",
            "error[facts-line-unreadable]: x.facts.jsonl:4: the line is not UTF-8",
            "error[facts-line-unreadable]: x.facts.jsonl:6: EOF",
        ],
    );
    let long = format!("{good}\n{}\n{good}\n", "x".repeat(17 << 20));
    let (lines, found) = read_answers(&folder.write("y.facts.jsonl", long.as_bytes())).unwrap();
    assert_eq!((lines.len(), found.len()), (2, 1));
    assert!(
        found[0].to_string().ends_with("a record is longer than 16 MiB; the line was passed over")
    );
}

#[test]
fn a_name_attests_what_a_file_proposes() {
    let attesting = Attesting { name: "Anna".to_owned(), at: "2026-11-21".to_owned() };
    let text =
        br#"{"id":"R1","name":"a","facts":{"minors":true,"harm":{"value":true},"start":"2026"},
        "uses":[{"id":"u","facts":{"sector":"police","harm":{"value":false,"why":"w"}}}],
        "actors":[{"name":"Tax","roles":["deployer"]}]}"#;
    let mut record = read_as("reg.json", text, "").records.remove(0);
    let found = attest(&mut record, &attesting, &vocabulary());
    assert_eq!(
        show(&record),
        r#"R1 name=a facts=a:minors=true p:harm=true a:start={"from":"2026-01-01","until":"2026-12-31"} use=u a:sector="police" a:harm=false actor=Tax a:actor_role=["deployer"]"#
    );
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    check_findings(
        &found,
        &[
            "warning[assessed-needs-reason]: reg.json, record 1 (`R1`), `harm`: `harm` is a legal assessment",
        ],
    );
    assert!(record.statements[0].by == "Anna" && record.statements[0].at == "2026-11-21");
    assert!(record.statements[1].by != "Anna", "nobody stands for what stays proposed");
}

/// A sheet as `ask` makes it and people fill it in: days as days, numbers as numbers, rows moved.
#[test]
fn answer_sheets_are_read_back() {
    let folder = Folder::new();
    let path = folder.path().join("Questions.XLSX");
    let mut book = Workbook::new();
    let cover = book.add_worksheet();
    cover.write(0, 0, "Please fill in the other sheets").unwrap();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    sheet.write(1, 1, "Questions for the vendor").unwrap();
    let header = ["id", "system", "answer", "reason", "answered by", "date", "Fact"];
    for (column, name) in header.iter().enumerate() {
        sheet.write(3, column as u16 + 1, *name).unwrap();
    }
    let rows: [(&str, &str, &str); 6] = [
        ("R1", "minors", "nee"),
        ("'=R2", "sector", "not police"),
        ("", "minors", "yes"),
        ("R3", "", "yes"),
        ("R4", "minors", ""),
        ("R5", "start", "day"),
    ];
    for (at, (id, fact, answer)) in rows.iter().enumerate() {
        let row = at as u32 + 4;
        sheet.write(row, 1, *id).unwrap();
        match *answer {
            "day" => {
                let on = ExcelDateTime::from_ymd(2026, 7, 27).unwrap();
                sheet.write_with_format(row, 3, &on, &day).unwrap()
            }
            answer => sheet.write(row, 3, answer).unwrap(),
        };
        sheet.write(row, 5, " Anna ").unwrap();
        let on = ExcelDateTime::from_ymd(2026, 11, 21).unwrap();
        sheet.write_with_format(row, 6, &on, &day).unwrap();
        sheet.write(row, 7, *fact).unwrap();
    }
    let second = book.add_worksheet();
    for (column, name) in ["fact", "id", "answer"].iter().enumerate() {
        second.write(0, column as u16, *name).unwrap();
    }
    second.write(1, 0, "compute").unwrap();
    second.write(1, 1, 12).unwrap();
    second.write(1, 2, 1e25).unwrap();
    second.write(2, 0, "minors").unwrap();
    second.write(2, 1, "R6").unwrap();
    second.write(2, 2, true).unwrap();
    // The last cell there is: a grid of all cells before it would not fit into any memory.
    second.write(1_048_575, 16_383, "x").unwrap();
    book.save(&path).unwrap();

    let (lines, found) = read_answers(&path).unwrap();
    let name = path.display().to_string();
    let shown: Vec<String> = lines
        .iter()
        .map(|(place, line)| {
            let Entry::Said(line) = line else { panic!("a sheet asks for facts") };
            assert_eq!(line.source, name);
            let value = line.value.as_str().unwrap();
            let line_at = place.line.unwrap();
            format!("{line_at} {} {}={value} {} {}", line.id, line.fact, line.by, line.at)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "5 R1 minors=nee Anna 2026-11-21",
            "6 =R2 sector=not police Anna 2026-11-21",
            "10 R5 start=2026-07-27 Anna 2026-11-21",
            "2 12 compute=10000000000000000000000000  ",
            "3 R6 minors=true  ",
        ]
    );
    let found: Vec<String> = found.iter().map(|at| folder.within(&at.to_string())).collect();
    check_findings(
        &found,
        &[
            "error[facts-line-unreadable]: Questions.XLSX:7: an answer without the id of a record",
            "error[facts-line-unreadable]: Questions.XLSX:8: an answer without the id of a fact",
        ],
    );
    let mut answers = Answers::default();
    answers.add(lines);
    let mut record = record();
    assert!(answers.apply(&mut record, &vocabulary()).is_empty());
    assert_eq!(show(&record), format!("R1 name=a facts={AS_READ} a:minors=false {OTHERS}"));
    assert_eq!(answers.unmatched().len(), 4);
}

/// A sheet that came back as a table, as spreadsheets save it.
#[test]
fn an_answer_sheet_saved_as_csv_is_read() {
    let text = "Questions;;;;;;\r\nid;system;question;answer;answered by;date;fact\r\n\
                R1;a;\"one\r\ntwo\";nee;J\u{e9}r\u{f4}me;21.11.2026;minors\r\n;;;;;;\r\n;a;q;yes;A;2026;minors\r\n\
                R1;b;q;yes;A;2026;minors\r\n";
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let tabs = text.replace(';', "\t");
    let wide: Vec<u8> =
        format!("\u{feff}{tabs}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [
        ("q.csv", text.as_bytes().to_vec()),
        ("q.csv", format!("\u{feff}{}", text.replace(';', ",")).into_bytes()),
        ("q.CSV", latin),
        ("q.txt", wide),
        ("q.facts.jsonl", text.as_bytes().to_vec()),
    ] {
        let folder = Folder::new();
        let (lines, mut found) = read_answers(&folder.write(name, &bytes)).unwrap();
        let mut answers = Answers::default();
        answers.add(lines);
        let mut record = record();
        found.extend(answers.apply(&mut record, &vocabulary()));
        assert_eq!(show(&record), format!("R1 name=a facts={AS_READ} a:minors=false {OTHERS}"));
        let said = record.statements.last().unwrap();
        assert_eq!((said.by.as_str(), said.at.as_str()), ("J\u{e9}r\u{f4}me", "2026-11-21"));
        let found: Vec<String> = found.iter().map(|at| folder.within(&at.to_string())).collect();
        check_findings(
            &found,
            &[
                &format!(
                    "error[facts-line-unreadable]: {name}:6: an answer without the id of a record"
                ),
                &format!("warning[answer-of-another]: {name}:7 (`R1`): the answer is about `b`"),
            ],
        );
    }
    let folder = Folder::new();
    let error = read_answers(&folder.write("q.csv", b"id,name\nR1,a\n")).unwrap_err().to_string();
    assert!(
        folder.within(&error).starts_with("`q.csv` has no sheet with the columns `id`, `fact` and")
    );
}

#[test]
fn what_is_no_answer_sheet_is_refused() {
    let folder = Folder::new();
    let refuse = |name: &str| {
        folder.within(&read_answers(&folder.path().join(name)).unwrap_err().to_string())
    };
    assert!(refuse("gone.facts.jsonl").starts_with("cannot read `gone.facts.jsonl`: "));
    assert!(refuse("gone.xlsx").starts_with("cannot read `gone.xlsx`: "));
    for bytes in [b"".as_slice(), b"id,fact,answer\n", b"PK\x03\x04", b"PK\x05\x06\0\0\0\0"] {
        folder.write("broken.xlsx", bytes);
        assert!(refuse("broken.xlsx").starts_with("`broken.xlsx` is no workbook: "));
    }
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "id").unwrap();
    book.save(folder.path().join("other.xlsx")).unwrap();
    assert_eq!(
        refuse("other.xlsx"),
        "`other.xlsx` has no sheet with the columns `id`, `fact` and `answer`; make one with `actlas ask \
         --format xlsx`"
    );
}

/// Of an id that two teams gave, a line goes to the system it names, whichever file is read first, and to none without.
#[test]
fn an_answer_to_a_shared_id_goes_to_whom_it_names() {
    let said = |id: &str, name: &str| {
        format!(r#"{{"id":"{id}","name":"{name}","fact":"minors","value":false,"act":"propose"}}"#)
    };
    let shown = |register: &str, line: &str| {
        let mut answers = Answers::default();
        answers.add(read_answer_lines("x", line.as_bytes()).0);
        let mut records = read_as("reg.csv", register.as_bytes(), "").records;
        records.iter().for_each(|record| answers.meet(record));
        let mut stated = Vec::new();
        let mut found = Vec::new();
        for record in &mut records {
            found.extend(answers.apply(record, &vocabulary()).iter().map(ToString::to_string));
            if !record.statements.is_empty() {
                stated.push(record.name.clone());
            }
        }
        found.extend(answers.unmatched().iter().map(ToString::to_string));
        (stated.join(" "), found.join("\n"))
    };
    for register in ["id,name\nhr,CV\nhr,Chat\n", "id,name\nhr,Chat\nhr,CV\n"] {
        assert_eq!(shown(register, &said("hr", "CV")), ("CV".to_owned(), String::new()));
        assert_eq!(shown(register, &said("hr", "chat")), ("Chat".to_owned(), String::new()));
        for name in ["", "hr"] {
            let (stated, found) = shown(register, &said("hr", name));
            assert_eq!(stated, "", "{register}");
            assert!(found.starts_with("warning[answer-ambiguous]: x:1 (`hr`)"), "{found}");
        }
        let (stated, found) = shown(register, &said("hr", "Other"));
        assert!(stated.is_empty() && found.starts_with("warning[answer-of-another]"), "{found}");
    }
    let one = shown("id,name\nhr,CV\n", &said("hr", ""));
    assert_eq!(one, ("CV".to_owned(), String::new()));
}
