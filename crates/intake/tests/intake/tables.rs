//! Tables as spreadsheets, scripts and people write them.

use crate::common::{check, check_findings, read_as};

const TWO: &[&str] =
    &["R1 name=Chatbot `purpose`=Answers questions", "R2 name=Sorter `purpose`=Sorts"];

#[test]
fn every_delimiter_line_end_and_mark() {
    for delimiter in [",", ";", "\t", "|"] {
        for end in ["\n", "\r\n", "\r"] {
            for mark in ["", "\u{feff}"] {
                for last in [end, ""] {
                    let row = |cells: [&str; 3]| cells.join(delimiter);
                    let rows = [
                        row(["id", "name", "purpose"]),
                        row(["R1", "Chatbot", "Answers questions"]),
                        row(["R2", "Sorter", "Sorts"]),
                    ];
                    let text = format!("{mark}{}{last}", rows.join(end));
                    for name in ["reg.csv", "reg.TSV", "reg.txt", "reg", "reg.dat"] {
                        check(name, text.as_bytes(), TWO, &[]);
                    }
                }
            }
        }
    }
}

#[test]
fn a_mark_before_a_quoted_header_hides_nothing() {
    let text = "\u{feff}\"id\",\"name\",\"the\nintended purpose\",\"intended\n  purpose\"\n\
                R1,Chatbot,no,\"Answers\nquestions\"\n";
    check(
        "reg.csv",
        text.as_bytes(),
        &["R1 name=Chatbot `intended purpose`=Answers\nquestions"],
        &[],
    );
}

#[test]
fn the_header_need_not_come_first() {
    let text = "Inventory of the ministry;;\n;;\nas of 1 May; see note;\n\n\
                Kennung;Bezeichnung;Zweck\nR1;Chatbot;Antwortet\n;;\n  ; ;\nR2;Sortierer;Sortiert\n";
    check(
        "reg.csv",
        text.as_bytes(),
        &["R1 name=Chatbot `Zweck`=Antwortet", "R2 name=Sortierer `Zweck`=Sortiert"],
        &[],
    );
    let read = read_as("reg.csv", text.as_bytes(), "");
    assert_eq!(
        read.mapped,
        [
            "reg.csv: CSV, delimiter semicolon, header in row 4; `Kennung` → id, `Bezeichnung` → name, \
          `Zweck` → purpose"
        ]
    );
}

#[test]
fn cells_stay_as_they_are() {
    check(
        "reg.csv",
        "id,name,purpose,description\n\
         =1+1,@SUM(A1),\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",-5\n\
         007,\" Two  words \",\" kept \",\"a \"\"quote\"\", a comma\nand a line\"\n\
         R3,5\" screen,it's,na\u{ef}ve\n"
            .as_bytes(),
        &[
            "=1+1 name=@SUM(A1) `purpose`==HYPERLINK(\"http://x\",\"y\") `description`=-5",
            "007 name=Two  words `purpose`= kept  `description`=a \"quote\", a comma\nand a line",
            "R3 name=5\" screen `purpose`=it's `description`=na\u{ef}ve",
        ],
        &[],
    );
}

#[test]
fn other_encodings_are_told() {
    // Each cell by itself: half of the file may be UTF-8.
    check(
        "reg.csv",
        b"id;name;purpose\nR1;Caf\xc3\xa9;pr\xc3\xaat\nR2;Caf\xe9;pr\xeat \x80 \x93x\x94\nR3;\xff;\xc3\xa9\n",
        &[
            "R1 name=Caf\u{e9} `purpose`=pr\u{ea}t",
            "R2 name=Caf\u{e9} `purpose`=pr\u{ea}t \u{20ac} \u{201c}x\u{201d}",
            "R3 name=\u{ff} `purpose`=\u{e9}",
        ],
        &["note[text-not-utf8]: reg.csv, record 2, `name`: from here on"],
    );
}

#[test]
fn utf16_is_read_in_every_format() {
    let told = |name: &str| {
        format!("note[text-not-utf8]: {name}: the file is UTF-16 and was read as such")
    };
    for (name, text) in [
        ("reg.csv", "id;name;purpose\r\nR1;Café;prêt 😀\r\n"),
        ("reg.tsv", "id\tname\tpurpose\nR1\tCafé\tprêt 😀\n"),
        ("reg.jsonl", r#"{"id":"R1","name":"Café","purpose":"prêt 😀"}"#),
        ("reg.json", r#"[{"id":"R1","name":"Café","purpose":"prêt 😀"}]"#),
        ("reg.yaml", "- {id: R1, name: Café, purpose: prêt 😀}\n"),
        ("reg", "id,name,purpose\nR1,Café,prêt 😀\n"),
    ] {
        for mark in ["\u{feff}", ""] {
            let text = format!("{mark}{text}");
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for bytes in [little, big] {
                check(name, &bytes, &["R1 name=Café `purpose`=prêt 😀"], &[&told(name)]);
            }
        }
    }
    // Half a character at the end, and one that is none.
    let mut bytes: Vec<u8> = "id,name\nR1,ab".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.extend_from_slice(b"\x00\xd8x\0\x41");
    check("reg.csv", &bytes, &["R1 name=ab\u{fffd}x\u{fffd}"], &[&told("reg.csv")]);
    let says = "error[file-not-a-register]: reg.csv: the file is UTF-32; save it as UTF-8";
    check("reg.csv", b"\xff\xfe\0\0i\0\0\0", &[], &[says]);
}

#[test]
fn a_delimiter_that_is_told_or_seldom() {
    for (text, named) in [
        ("sep=#\nid#name#purpose\nR1#Chatbot#Answers questions\nR2#Sorter#Sorts\n", "`#`"),
        (
            "\"sep=;\"\r\nid;name;purpose\r\nR1;Chatbot;Answers questions\r\nR2;Sorter;Sorts",
            "semicolon",
        ),
        ("id^name^purpose\nR1^Chatbot^Answers questions\nR2^Sorter^Sorts\n", "`^`"),
        (
            "id\x1fname\x1fpurpose\nR1\x1fChatbot\x1fAnswers questions\nR2\x1fSorter\x1fSorts\n",
            "0x1f",
        ),
    ] {
        check("reg.csv", text.as_bytes(), TWO, &[]);
        let read = read_as("reg.csv", text.as_bytes(), "");
        assert!(read.mapped[0].contains(&format!("delimiter {named},")), "{:?}", read.mapped);
    }
}

#[test]
fn what_is_no_table_says_what_it_is() {
    for (name, bytes, want) in [
        ("reg.csv", b"\xd0\xcf\x11\xe0\xa1\xb1".as_slice(), "the file is a workbook or a document"),
        ("reg.csv", b"\x1f\x8b\x08", "the file is compressed"),
        ("reg.csv", b" \n<!DOCTYPE html><html>", "the file is a web page or XML"),
        ("reg.csv", b"<!-- saved --><HTML>", "the file is a web page or XML"),
        ("reg.csv", b"<table><tr><td>id", "the file is a web page or XML"),
        ("reg", b"<?xml version='1.0'?>", "the file is a web page or XML"),
        (
            "notes.txt",
            b"# Example\n\nSome words, and more.\n\n## Description\n\nThis is, as said, prose.\n",
            "the lines share no delimiter, so the file is no table",
        ),
        (
            "bom.textproto",
            b"# a bill\nversion: 1\ncomponents {\n  supplier {\n    name: \"Hub\"\n  }\n}\n",
            "the lines share no delimiter, so the file is no table",
        ),
        (
            "notes.txt",
            b"Summary, in short\nWe met.\nWe spoke, we ate, we left.\nThe end.\n",
            "the lines share no delimiter, so the file is no table",
        ),
        ("reg.csv", b"%PDF-1.7\n\x01\0", "the file is a PDF"),
        (
            "notes.txt",
            b"Dear all,\nplease find attached\n",
            "no column of the table was recognised",
        ),
        ("reg.csv", b"a;b;c\n1;2;3\n", "no column of the table was recognised"),
        (
            "reg.csv",
            b"1,Chatbot,answers\n2,Sorter,sorts\n",
            "no column of the table was recognised",
        ),
    ] {
        check(name, bytes, &[], &[&format!("error[file-not-a-register]: {name}: {want}")]);
        assert_eq!(read_as(name, bytes, "").kept.unreadable, 1, "{name}");
    }
}

/// A character that slipped in costs nothing; a file full of them is no text.
#[test]
fn control_characters_within_a_table() {
    check("reg.csv", b"id,name,purpose\nR1,a,so\0rts\n", &["R1 name=a `purpose`=so\0rts"], &[]);
    let says = "error[file-not-a-register]: reg.csv:2: the file is full of control characters";
    for (nuls, wanted) in [(9, 1), (10, 1), (11, 0)] {
        let mut bytes = b"id,purpose\nR1,".to_vec();
        bytes.resize(14 + nuls, 0);
        bytes.resize(100, b'x');
        let read = read_as("reg.csv", &bytes, "");
        assert_eq!(read.records.len(), wanted, "{nuls}");
        let told = read.findings.iter().any(|at| at.starts_with(says));
        assert_eq!(told, wanted == 0, "{nuls}: {:?}", read.findings);
    }
}

/// One column under a known name is a table, and so is one that is known among others.
#[test]
fn tables_of_one_known_column() {
    check(
        "reg.csv",
        b"goal\nranks applicants, fast\n",
        &["reg:1 `goal`=ranks applicants"],
        &["warning[row-ragged]", "note[id-missing]"],
    );
    check("reg.csv", b"name\na\nb\n", &["reg:1 name=a", "reg:2 name=b"], &["note[id-missing]"]);
    let says = "warning[columns-not-recognised]: reg.csv: no column for a purpose or another text";
    check("reg.csv", b"id,name,foo\nR1,a,x\n", &["R1 name=a"], &[says]);
    // Prose has lines of any number of commas; half of them as many as the header makes a table, and so
    // does whoever names its columns.
    let half = b"goal,foo\nx,1\ny\n";
    check("reg.csv", half, &["reg:1 `goal`=x", "reg:2 `goal`=y"], &["note[id-missing]"]);
    let prose = "goal, or not\nWe met.\nWe ate.\nWe spoke, we ate, we left.\n";
    for (text, mapping, records) in [
        (prose.to_owned(), "", 0),
        (prose.to_owned(), "{goal: purpose}", 3),
        ("We met.\n".repeat(11) + prose, "", 0),
    ] {
        assert_eq!(read_as("reg.csv", text.as_bytes(), mapping).records.len(), records, "{text}");
    }
    // Facts may say what prose does not.
    let text = b"id,name,fact:minors,foo\nR1,a,no,x\n";
    check("reg.csv", text, &["R1 name=a facts=p:minors=false"], &[]);
    let text = "id,nombre,Finalidad del sistema\nR1,a,ordena\n";
    check("reg.csv", text.as_bytes(), &["R1 name=a `Finalidad del sistema`=ordena"], &[]);
}

/// Sums, remarks, empty forms and headers are no systems.
#[test]
fn rows_that_are_no_records() {
    let told = |line: u64, count: &str| {
        format!(
            "note[record-without-content]: reg.csv:{line}: {count} nothing that is read, a running number"
        )
    };
    for (text, records, line, count) in [
        ("id,name,purpose,cost\n1,A,p,5\n,,,11\n", &["1 name=A `purpose`=p"][..], 3, "a row holds"),
        (
            "id,name,purpose,cost\n1,A,p,5\nTotal,,,11\n",
            &["1 name=A `purpose`=p"],
            3,
            "a row holds",
        ),
        (
            "id,name,purpose\n1,A,p\nid,name,purpose\n2,B,q\n",
            &["1 name=A `purpose`=p", "2 name=B `purpose`=q"],
            3,
            "a row holds",
        ),
        (
            "Nr.,Bezeichnung,Zweck\n1,A,p\n2,,\n3,,\nSumme:,2,\nErstellt von: M.,,\n",
            &["1 name=A `Zweck`=p"],
            3,
            "4 rows hold",
        ),
        ("Anmerkung,Kennung,Name\nx,R1,a\nErstellt von: M.,,\n", &["R1 name=a"], 3, "a row holds"),
    ] {
        let read = read_as("reg.csv", text.as_bytes(), "");
        assert_eq!(read.shown(), records, "{text}");
        let note = read.findings.iter().filter(|at| at.starts_with(&told(line, count))).count();
        assert_eq!((note, read.kept.unreadable), (1, 0), "{:?}", read.findings);
    }
    // What says something is a record, and so is a number where nothing else is asked for.
    for (text, records) in [
        ("id,name,purpose\nTotal,,counts\n", &["Total `purpose`=counts"][..]),
        ("id,name\nR1,\n", &["R1"]),
        ("Nr.,foo\n1,x\n2,y\n", &["1", "2"]),
        ("Nr.,Kennung,Name\n1,R1,\n", &["R1"]),
        ("name\nName\n", &["reg:1 name=Name"]),
        ("id,name\nid,names\n", &["id name=names"]),
    ] {
        assert_eq!(read_as("reg.csv", text.as_bytes(), "").shown(), records, "{text}");
    }
    let sum = "name,purpose,users\nA,p,5\nTotal,,\"1 234,50\"\n";
    let read = read_as("reg.csv", sum.as_bytes(), r#"{"users": "text"}"#);
    assert_eq!(read.shown(), ["reg:1 name=A `purpose`=p `users`=5"]);
    let says = "warning[file-empty]: reg.csv: the table has no rows";
    let hollow = "note[record-without-content]: reg.csv:2: a row holds nothing";
    check("reg.csv", b"id,name\nid,name\n", &[], &[hollow, says]);
}

#[test]
fn nothing_in_it_is_told() {
    for name in ["reg.csv", "reg.json", "reg.jsonl", "reg.yaml", "reg"] {
        for bytes in [b"".as_slice(), b"\n\n", b" \t\r\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"] {
            let says = format!("warning[file-empty]: {name}: the file holds nothing");
            check(name, bytes, &[], &[&says]);
        }
    }
    let says = "warning[file-empty]: reg.csv: the table has no rows";
    check("reg.csv", b"id,name\n", &[], &[says]);
    check("reg.csv", b"id,name\n,\n\n , \n", &[], &[says]);
}

#[test]
fn ragged_rows_are_read_as_far_as_they_go() {
    check(
        "reg.csv",
        b"id,name,purpose\nR1\nR2,two,p,more,,\nR3,three,p,,\nR4,four,p,a,b\n",
        &["R1", "R2 name=two `purpose`=p", "R3 name=three `purpose`=p", "R4 name=four `purpose`=p"],
        &[
            "warning[row-ragged]: reg.csv, record 2: 1 more filled cells than columns; check the quotes",
            "warning[row-ragged]: reg.csv, record 4: 2 more filled cells than columns",
        ],
    );
}

#[test]
fn columns_of_one_name_are_told_apart() {
    check(
        "reg.csv",
        b"id,name,Name,purpose,purpose,purpose,fact:minors,fact:minors\nR1,a,b,x,y,x,yes,no\n",
        &[
            "R1 name=a `purpose`=x `purpose (2)`=y `purpose (3)`=x facts=p:minors=true p:minors=false",
        ],
        &[],
    );
    let read = read_as("reg.csv", b"id,name,Name\nR1,a,b\n", "");
    assert_eq!(
        read.mapped,
        ["reg.csv: CSV, delimiter comma, header in row 1; `id`, `name`; not read: `Name`"]
    );
}

/// A quote that is not closed swallows the rows after it. They come back, and the line is named.
#[test]
fn a_stray_quote_swallows_no_rows() {
    let never = "a quote opens a cell here and is never closed; check the rows from here on";
    let astray = "a quote opens a cell here, and the next one does not end it; check";
    let says = |line: u64, what: &str| format!("warning[quote-astray]: reg.csv:{line}: {what}");
    check(
        "reg.csv",
        b"id,name,purpose\nR1,a,one\nR2,\"b,two\nR3,c,three\nR4,d,four\n",
        &[
            "R1 name=a `purpose`=one",
            "R2 name=\"b `purpose`=two",
            "R3 name=c `purpose`=three",
            "R4 name=d `purpose`=four",
        ],
        &[&says(3, never)],
    );
    // The next quote belongs to another cell.
    check(
        "reg.csv",
        b"id,name,purpose\r\nR1,\"a,one\r\nR2,b,\"two\r\nlines\"\r\nR3,c,three",
        &[
            "R1 name=\"a `purpose`=one",
            "R2 name=b `purpose`=two\r\nlines",
            "R3 name=c `purpose`=three",
        ],
        &[&says(2, astray)],
    );
    check(
        "reg.csv",
        b"id,name,purpose\nR1,\"a,one\nR2,\"b,two\nR3,\"c,three\nR4,d,four\n",
        &[
            "R1 name=\"a `purpose`=one",
            "R2 name=\"b `purpose`=two",
            "R3 name=\"c `purpose`=three",
            "R4 name=d `purpose`=four",
        ],
        &[&says(2, astray), &says(3, astray), &says(4, never)],
    );
    // A text of several lines with quotes of its own is one cell, but nobody can be sure.
    check(
        "reg.csv",
        b"id,name,purpose\nR1,a,\"It says\n\"hello\", twice\nR2,b,two\n",
        &["R1 name=a `purpose`=It says\nhello\"", "R2 name=b `purpose`=two"],
        &[&says(2, astray), "warning[row-ragged]: reg.csv, record 1: 1 more filled cells"],
    );
    // A file that was cut off in a long cell.
    for text in ["first line\nsecond li", "first li"] {
        let file = format!("id,name,purpose\nR1,a,\"{text}");
        let record = format!("R1 name=a `purpose`={text}");
        check("reg.csv", file.as_bytes(), &[&record], &[&says(2, never)]);
    }
}

/// The more rows a stray quote swallows, the more come back; also where it swallows more than is read
/// at a time, and more than is kept of one row.
#[test]
fn a_stray_quote_far_from_the_end_swallows_no_rows() {
    for (count, width) in [(2_000, 10), (100, 1_000), (20_000, 1_000)] {
        let row = |at: usize| format!("R{at},n,{}\n", "x".repeat(width));
        let rows: String = (0..count).map(row).collect();
        let text = format!("id,name,purpose\nA,\"b,c\n{rows}B,\"b,c\nC,\"d\ne\",f\n");
        let read = read_as("reg.csv", text.as_bytes(), "");
        assert_eq!(read.records.len(), count + 3, "{count} rows of {width}");
        let lines =
            [2, count + 3].map(|line| format!("warning[quote-astray]: reg.csv:{line}: a quote"));
        check_findings(&read.findings, &[&lines[0], &lines[1]]);
    }
}

#[test]
fn quotes_that_are_right_are_not_told() {
    check(
        "reg.csv",
        b"id,name,purpose\nR1,\"a\n\nb\",\"say \"\"hi\"\"\nthere\"\nR2,5\" by 7\",\"x\" y\n",
        &["R1 name=a\n\nb `purpose`=say \"hi\"\nthere", "R2 name=5\" by 7\" `purpose`=x y"],
        &[],
    );
}

/// Of empty lines, of two characters that end one line, and of cells of several lines.
#[test]
fn rows_know_the_line_where_they_start() {
    for (text, wanted) in [
        ("id,name\nR1,a\n\nR2,b\n\n\nR3,c", &[2, 4, 7][..]),
        ("\n\nid,name\nR1,a\n", &[4]),
        ("id,name\r\nR1,a\r\n\r\nR2,b\r\n", &[2, 4]),
        ("id,name\nR1,\"a\n\na\"\nR2,b\n", &[2, 5]),
        ("id,name\nR1,\"a\r\na\"\r\nR2,b\r\n", &[2, 4]),
    ] {
        let lines: Vec<u64> = read_as("reg.csv", text.as_bytes(), "")
            .records
            .iter()
            .filter_map(|record| record.line)
            .collect();
        assert_eq!(lines, wanted, "{text:?}");
    }
}

/// One line of 17 MiB, one quoted cell of 17 MiB in lines of 1 KiB, and many short rows of as much.
#[test]
fn no_row_fills_the_memory() {
    let long = format!("id,name\nR1,a\nR2,{}\r\nR3,c\r\n", "x".repeat(17 << 20));
    let cell = format!(
        "id,name\nR1,a\nR2,\"{}\"\n\nR3,c\n",
        format!("{}\n", "x".repeat(1023)).repeat(17 << 10)
    );
    for (text, line) in [(&long, 4), (&cell, 5 + (17 << 10))] {
        let read = read_as("reg.csv", text.as_bytes(), "");
        assert_eq!(read.shown(), ["R1 name=a", "R3 name=c"]);
        assert_eq!((read.records[1].number, read.records[1].line), (3, Some(line)));
        let found: Vec<&String> =
            read.findings.iter().filter(|at| !at.contains("quote-astray")).collect();
        assert_eq!(
            found,
            [
                "error[record-unreadable]: reg.csv, record 2: a record is longer than 16 MiB; it was \
              passed over; those after it are read"
            ]
        );
        assert_eq!(read.kept.unreadable, 1);
    }
    // What was read with the last bytes of a row is not lost, and a header that is too long hides no row.
    let last = |text: String| read_as("reg.csv", text.as_bytes(), "").records.pop().map(|at| at.id);
    let over = "x".repeat((16 << 20) + (12 << 10));
    assert_eq!(last(format!("id,name\nR1,a\nR2,{over}\nR3,c\n")).as_deref(), Some("R3"));
    assert_eq!(last(format!("id,name,{over}{over}\nR1,a\n")).as_deref(), Some("R1"));
    let rows: String = (0..40_000).map(|at| format!("R{at},{}\r", "x".repeat(440))).collect();
    let read = read_as("reg.csv", format!("id,name\r{rows}").as_bytes(), "");
    assert_eq!((read.records.len(), read.findings.len()), (40_000, 0));
}

#[test]
fn a_table_that_says_little_is_questioned() {
    let read = read_as("reg.csv", b"id,agency\nR1,Tax\n", "");
    assert_eq!(read.shown(), ["R1 organisation=Tax"]);
    check_findings(
        &read.findings,
        &[
            "warning[columns-not-recognised]: reg.csv: no column for a name or a purpose was recognised; \
           say which column is what with `--mapping FILE`",
        ],
    );
}
