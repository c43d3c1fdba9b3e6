//! Workbooks as programs write them, and as nobody should.

use std::io::{Cursor, Write};

use actlas_intake::{Event, Ids, Input, Mapping, Options, read, same_files};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::common::{Folder, Read, check, check_findings, read_as, show, vocabulary};

const MAIN: &str = r#"<workbook xmlns:r="r"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/s1.xml"/></Relationships>"#;

/// An archive of these entries.
pub fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in entries {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of one sheet with these rows, and whatever else stands in the sheet.
pub fn sheet(rows: &str, rest: &str) -> Vec<u8> {
    sheet_in(MAIN, rows, rest)
}

/// The same in a workbook that counts its days from 1904.
pub fn sheet_of_1904(rows: &str) -> Vec<u8> {
    sheet_in(&MAIN.replace("<sheets>", r#"<workbookPr date1904="1"/><sheets>"#), rows, "")
}

fn sheet_in(main: &str, rows: &str, rest: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData>{rest}</worksheet>");
    archive(&[
        ("xl/workbook.xml", main.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/s1.xml", sheet.as_bytes()),
    ])
}

/// A row of texts.
pub fn row(cells: &[&str]) -> String {
    let cell = |text: &&str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    format!("<row>{}</row>", cells.iter().map(cell).collect::<String>())
}

fn header() -> String {
    row(&["id", "name", "purpose", "fact:compute"])
}

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_as_programs_write_it() {
    let bytes = book(|book| {
        let day = Format::new().set_num_format("dd/mm/yyyy");
        let sheet = book.add_worksheet().set_name("Inventory").unwrap();
        sheet.write(1, 1, "Systems of the ministry").unwrap();
        for (column, name) in
            ["id", "Nombre", "Finalidad", "fact:start", "fact:compute", "fact:minors"]
                .iter()
                .enumerate()
        {
            sheet.write(4, column as u16 + 1, *name).unwrap();
        }
        sheet.write(6, 1, 7).unwrap();
        sheet.write(6, 2, "Chatbot").unwrap();
        sheet.write(6, 3, " Antwortet \u{2013} & mehr <b>\n").unwrap();
        let on = ExcelDateTime::from_ymd(2026, 7, 27).unwrap();
        sheet.write_with_format(6, 4, &on, &day).unwrap();
        sheet.write(6, 5, 1e25).unwrap();
        sheet.write(6, 6, true).unwrap();
        sheet.write(9, 1, "R2").unwrap();
        sheet.write(9, 2, 1.1).unwrap();
        let notes = book.add_worksheet().set_name("Notes").unwrap();
        notes.write(0, 0, "name").unwrap();
        book.add_worksheet().set_name("Lists").unwrap().set_hidden(true);
    });
    for name in ["reg.xlsx", "reg.csv", "reg"] {
        check(
            name,
            &bytes,
            &[
                "7 name=Chatbot `Finalidad`= Antwortet \u{2013} & mehr <b>\n \
                 facts=p:start=\"2026-07-27\" p:compute=\"1e25\" p:minors=true",
                "R2 name=1.1",
            ],
            &[],
        );
    }
    let read = read_as("reg.xlsx", &bytes, "");
    let start = "reg.xlsx: XLSX, sheet `Inventory`, header in row 5, other sheets `Notes` and `Lists` (hidden)";
    assert!(read.mapped[0].starts_with(start), "{:?}", read.mapped);
}

/// What stands in merged cells is said of every row they span; a banner over columns names none.
#[test]
fn merged_cells() {
    let bytes = book(|book| {
        let plain = Format::new();
        let sheet = book.add_worksheet();
        sheet.merge_range(0, 0, 0, 2, "Section 1: name and purpose", &plain).unwrap();
        sheet.merge_range(1, 0, 2, 0, "Organisation", &plain).unwrap();
        sheet.merge_range(1, 1, 1, 3, "About the system", &plain).unwrap();
        for (column, name) in ["id", "name", "purpose"].iter().enumerate() {
            sheet.write(2, column as u16 + 1, *name).unwrap();
        }
        sheet.merge_range(3, 0, 5, 0, "Tax", &plain).unwrap();
        sheet.merge_range(4, 3, 5, 3, "sorts", &plain).unwrap();
        for (line, id) in ["R1", "R2", "R3", "R4"].iter().enumerate() {
            sheet.write(line as u32 + 3, 1, *id).unwrap();
        }
    });
    check(
        "reg.xlsx",
        &bytes,
        &[
            "R1 organisation=Tax",
            "R2 organisation=Tax `purpose`=sorts",
            "R3 organisation=Tax `purpose`=sorts",
            "R4",
        ],
        &[],
    );
}

#[test]
fn numbers_stay_as_they_were_written() {
    for (written, want) in [
        ("1E+25", "1E+25"),
        ("9999999999999999999999999", "9999999999999999999999999"),
        ("10000000000000000000000000.5", "10000000000000000000000000.5"),
        ("0.1000000000000000000001", "0.1000000000000000000001"),
        ("007", "007"),
        // Seventeen digits of a binary number: what the program showed was 1.1.
        ("1.1000000000000001", "1.1"),
        ("9.9899999999999996E+24", "9.99E24"),
    ] {
        let cells = format!(r#"<row><c t="str"><v>R1</v></c><c r="B2"><v>{written}</v></c></row>"#);
        let read = read_as("reg.xlsx", &sheet(&(header() + &cells), ""), "");
        assert_eq!(read.shown(), [format!("R1 name={want}")], "{written}");
    }
}

#[test]
fn formulas_never_enter() {
    let rows = header()
        + r#"<row r="2"><c t="str"><f>"R"&amp;1</f><v>R1</v></c><c t="str"><f>HYPERLINK("http://x")</f><v>Chatbot</v></c><c><f>1/0</f></c></row>
           <row r="3"><c t="inlineStr"><is><t>R2</t></is></c><c t="e"><v>#REF!</v></c><c t="str"><f>""</f><v></v></c></row>"#;
    check(
        "reg.xlsx",
        &sheet(&rows, ""),
        &["R1 name=Chatbot", "R2"],
        &[
            "warning[cell-without-value]: reg.xlsx:2, record 1 (`R1`), `purpose`: the cell holds an error, or a formula that",
            "warning[cell-without-value]: reg.xlsx:3, record 2 (`R2`), `name`: the cell holds an error",
        ],
    );
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        for (column, name) in ["id", "name"].iter().enumerate() {
            sheet.write(0, column as u16, *name).unwrap();
        }
        sheet.write(1, 0, "R1").unwrap();
        sheet.write_formula(1, 1, Formula::new("=1+1").set_result("two")).unwrap();
    });
    check("reg.xlsx", &bytes, &["R1 name=two"], &[]);
}

/// A reference to an empty cell comes to 0, which is no answer.
#[test]
fn a_formula_that_comes_to_nothing_says_nothing() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        for (column, name) in
            ["id", "name", "fact:minors", "fact:traits", "fact:compute"].iter().enumerate()
        {
            sheet.write(0, column as u16, *name).unwrap();
        }
        for (row, id) in [(1, "R1"), (2, "R2")] {
            sheet.write(row, 0, id).unwrap();
            sheet.write(row, 1, "a").unwrap();
        }
        for column in 2..4 {
            let formula = Formula::new("=Other!A1").set_result("0");
            sheet.write_formula(1, column, formula).unwrap();
        }
        sheet.write_formula(1, 4, Formula::new("=2*5").set_result("10")).unwrap();
        sheet.write(2, 2, 0).unwrap();
        sheet.write(2, 3, 0).unwrap();
    });
    let zero = "the cell holds a formula that comes to 0, as one does that points to an empty cell; it \
                was read as empty";
    check(
        "reg.xlsx",
        &bytes,
        &["R1 name=a facts=p:compute=\"10\"", "R2 name=a facts=p:minors=false"],
        &[
            &format!(
                "warning[cell-without-value]: reg.xlsx:2, record 1 (`R1`), `fact:minors`: {zero}"
            ),
            &format!(
                "warning[cell-without-value]: reg.xlsx:2, record 1 (`R1`), `fact:traits`: {zero}"
            ),
            "warning[fact-unreadable]: reg.xlsx, record 2 (`R2`), `fact:traits`: `0` is not some of",
        ],
    );
}

/// A comparison that comes to "no" says so; only a number may be an empty cell.
#[test]
fn a_formula_that_comes_to_no_is_an_answer() {
    let formula = r#"<c t="b"><f>A1=B1</f><v>0</v></c>"#;
    let answer = row(&["R1", "a"]).replace("</row>", &format!("{formula}</row>"));
    let bytes = sheet(&(row(&["id", "name", "fact:minors"]) + &answer), "");
    check("reg.xlsx", &bytes, &["R1 name=a facts=p:minors=false"], &[]);
}

#[test]
fn texts_with_runs_escapes_and_phonetics() {
    let rows = header()
        + r#"<row><c t="inlineStr"><is><r><t>R</t></r><r><t xml:space="preserve"> 1</t></r><rPh><t>x</t></rPh></is></c>
             <c t="inlineStr"><is><t>a_x000D_b_x00e9_c_xZZZZ_&#233;&lt;<![CDATA[<d>]]></t></is></c></row>"#;
    let read = read_as("reg.xlsx", &sheet(&rows, ""), "");
    assert_eq!(read.shown(), ["R 1 name=a\rb\u{e9}c_xZZZZ_\u{e9}<<d>"]);
}

/// The sheet asked for, by any case; else the first that is a table, with those of its columns.
#[test]
fn which_sheet_is_read() {
    let bytes = book(|book| {
        let cover = book.add_worksheet().set_name("Cover").unwrap();
        cover.write(0, 0, "Name").unwrap();
        cover.write(1, 0, "Inventory 2026").unwrap();
        for (title, id) in [("Systems", "R1"), ("Old ones", "R2")] {
            let sheet = book.add_worksheet().set_name(title).unwrap();
            for (column, name) in ["id", "name", "purpose"].iter().enumerate() {
                sheet.write(0, column as u16, *name).unwrap();
                sheet.write(1, column as u16, id).unwrap();
            }
        }
    });
    let folder = Folder::new();
    let path = folder.write("reg.xlsx", &bytes);
    let read_sheet = |sheet: Option<&str>| {
        let vocabulary = vocabulary();
        let sheet = sheet.map(str::to_owned);
        let options = Options { vocabulary: &vocabulary, mapping: Mapping::default(), sheet };
        let mut told = Vec::new();
        read(&Input::File(path.clone()), &options, &mut |event| match event {
            Event::Record(record) => {
                told.extend(record.findings.iter().map(|at| folder.within(&at.to_string())));
                told.push(show(&record));
            }
            Event::Finding(finding) => told.push(folder.within(&finding.to_string())),
            Event::Mapped(_) | Event::Package(_) => {}
        });
        told
    };
    assert_eq!(read_sheet(None), ["R1 name=R1 `purpose`=R1", "R2 name=R2 `purpose`=R2"]);
    assert_eq!(read_sheet(Some("old ones ")), ["R2 name=R2 `purpose`=R2"]);
    assert_eq!(
        read_sheet(Some("New")),
        [
            "error[sheet-not-found]: reg.xlsx: the workbook has no sheet `New`; it has `Cover`, `Systems`, \
          `Old ones`"
        ]
    );
}

/// A sheet for each department is one register, and another table is told.
#[test]
fn sheets_of_one_register() {
    let fill = |book: &mut Workbook, title: &str, rows: &[&[&str]]| {
        let sheet = book.add_worksheet().set_name(title).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate() {
                sheet.write(row as u32, column as u16, *text).unwrap();
            }
        }
    };
    let bytes = book(|book| {
        fill(book, "Cover", &[&["AI inventory 2026"]]);
        fill(book, "HR", &[&["Name", "Purpose", "Remarks"], &["CV", "ranks", "x"]]);
        fill(book, "Vendors", &[&["Vendor", "Country", "Website"], &["V", "NL", "x"]]);
        fill(
            book,
            "Risk",
            &[&["For 2026"], &["Zweck", "Name"], &["scores", "Credit"], &["finds", "Fraud"]],
        );
        fill(book, "Legal", &[&["Name", "Purpose"]]);
        fill(book, "Old", &[&["Name", "Purpose"], &["Gone", "x"]]);
        book.worksheets_mut().last_mut().unwrap().set_hidden(true);
    });
    check(
        "reg.xlsx",
        &bytes,
        &[
            "reg:1 name=CV `Purpose`=ranks",
            "reg:2 name=Credit `Zweck`=scores",
            "reg:3 name=Fraud `Zweck`=finds",
        ],
        &[
            "warning[sheet-not-read]: reg.xlsx: the sheet `Vendors` is a table with other columns and was not \
             read; read it by its name, with `--sheet NAME`",
            "note[id-missing]: reg.xlsx: 3 records have no id",
        ],
    );
    let read = read_as("reg.xlsx", &bytes, "");
    let starts = [
        "reg.xlsx: XLSX, sheet `HR`, header in row 1, other sheets `Cover` and `Vendors` and `Old` (hidden);",
        "reg.xlsx: XLSX, sheet `Risk`, header in row 2, records from 2 on;",
        "reg.xlsx: XLSX, sheet `Legal`, header in row 1, records from 4 on;",
    ];
    assert_eq!(read.mapped.len(), starts.len());
    for (mapped, start) in read.mapped.iter().zip(starts) {
        assert!(mapped.starts_with(start), "{mapped}");
    }
    assert_eq!(
        read.records.iter().map(|at| at.line).collect::<Vec<_>>(),
        [Some(2), Some(3), Some(4)]
    );
    // All of them without rows.
    let bytes = book(|book| {
        fill(book, "HR", &[&["Name", "Purpose"]]);
        fill(book, "Risk", &[&["Name", "Purpose"]]);
    });
    check("reg.xlsx", &bytes, &[], &["warning[file-empty]: reg.xlsx: the table has no rows"]);
    let bytes = book(|book| {
        for at in 0..52 {
            fill(book, &at.to_string(), &[&["id", "name"], &[&format!("R{at}"), "a"]]);
        }
    });
    let read = read_as("reg.xlsx", &bytes, "");
    assert_eq!(read.records.len(), 50);
    check_findings(
        &read.findings,
        &[
            "warning[sheet-not-read]: reg.xlsx: of 52 sheets the first 50 were looked at; read others",
        ],
    );
}

/// A sheet that is broken is told, whatever stands before it.
#[test]
fn a_broken_sheet_behind_others() {
    let main = MAIN.replace("</sheets>", r#"<sheet name="Two" sheetId="2" r:id="r2"/></sheets>"#);
    let relations = RELATIONS.replace(
        "</Relationships>",
        r#"<Relationship Id="r2" Type="x/worksheet" Target="worksheets/s2.xml"/></Relationships>"#,
    );
    let one =
        format!("<worksheet><sheetData>{}{}</sheetData></worksheet>", header(), row(&["R1", "a"]));
    let two = "<worksheet><sheetData><row><c";
    let bytes = archive(&[
        ("xl/workbook.xml", main.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/s1.xml", one.as_bytes()),
        ("xl/worksheets/s2.xml", two.as_bytes()),
    ]);
    check(
        "reg.xlsx",
        &bytes,
        &["R1 name=a"],
        &[
            "warning[sheet-not-read]: reg.xlsx: the sheet `Two` cannot be read: `xl/worksheets/s2.xml` is broken",
        ],
    );
}

#[test]
fn an_empty_workbook_is_told() {
    let none = archive(&[("xl/workbook.xml", b"<workbook/>")]);
    check(
        "reg.xlsx",
        &none,
        &[],
        &["warning[file-empty]: reg.xlsx: the workbook has no sheet of cells"],
    );
    check(
        "reg.xlsx",
        &sheet("", ""),
        &[],
        &["warning[file-empty]: reg.xlsx: the sheet `One` is empty"],
    );
    let says = "warning[file-empty]: reg.xlsx: the table has no rows";
    check("reg.xlsx", &sheet(&header(), ""), &[], &[says]);
}

/// Cut off anywhere, a workbook is told as broken; what is still whole of a sheet is read.
#[test]
fn truncated_workbooks() {
    let bytes = sheet(&(header() + &row(&["R1", "Chatbot"])), "");
    for length in 4..bytes.len() {
        let read = read_as("reg.xlsx", &bytes[..length], "");
        assert!(read.records.is_empty() && read.kept.unreadable == 1, "{length} bytes");
        let start = "error[file-unreadable]: reg.xlsx: the archive is broken or was cut off";
        assert!(read.findings[0].starts_with(start), "{:?}", read.findings);
    }
    let cut = format!("<worksheet><sheetData>{}{}<row><c", header(), row(&["R1", "Chatbot"]));
    let bytes = archive(&[
        ("xl/workbook.xml", MAIN.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/s1.xml", cut.as_bytes()),
    ]);
    check(
        "reg.xlsx",
        &bytes,
        &["R1 name=Chatbot"],
        &[
            "error[record-unreadable]: reg.xlsx, record 2: `xl/worksheets/s1.xml` is broken or was cut off",
        ],
    );
}

#[test]
fn bombs_and_paths_that_climb() {
    let refused = |bytes: &[u8], want: &str| {
        let read = read_as("reg.xlsx", bytes, "");
        assert_eq!(read.shown(), [""; 0]);
        check_findings(&read.findings, &[&format!("error[archive-unsafe]: reg.xlsx: {want}")]);
    };
    // A thousand times smaller than what it unpacks to.
    let large = vec![b' '; 64 << 20];
    let bomb = archive(&[("xl/workbook.xml", MAIN.as_bytes()), ("xl/worksheets/s1.xml", &large)]);
    assert!(bomb.len() < 100_000);
    refused(&bomb, "`xl/worksheets/s1.xml` would unpack to 67108864 bytes from ");
    // The same, with a directory and a header that say that it is small.
    let mut lying = bomb;
    let size = (large.len() as u32).to_le_bytes();
    let at: Vec<usize> = (0..lying.len() - 4).filter(|at| lying[*at..*at + 4] == size).collect();
    assert!(!at.is_empty());
    for at in at {
        lying[at..at + 4].copy_from_slice(&1000u32.to_le_bytes());
    }
    let read = read_as("reg.xlsx", &lying, "");
    assert_eq!(read.kept.unreadable, 1, "{:?}", read.findings);
    for name in ["../../etc/passwd", "/etc/passwd", "xl/../../x", "c:/x", "..\\x"] {
        let bytes = archive(&[("xl/workbook.xml", MAIN.as_bytes()), (name, b"x")]);
        let shown = name.replace('\\', "/");
        refused(&bytes, &format!("the archive names `{shown}`, a path that climbs out of it"));
    }
    let out = RELATIONS.replace("worksheets/s1.xml", "../../../etc/passwd");
    let bytes = archive(&[
        ("xl/workbook.xml", MAIN.as_bytes()),
        ("xl/_rels/workbook.xml.rels", out.as_bytes()),
    ]);
    refused(&bytes, "the workbook names `../../../etc/passwd`, a path that climbs out of it");
    let many: Vec<String> = (0..20_001).map(|at| format!("x{at}")).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    refused(&archive(&many), "the archive has more than 20000 entries");
}

/// Many cells that share one long text.
#[test]
fn shared_texts_do_not_multiply() {
    let long = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1 << 20));
    let cells = r#"<c t="s"><v>0</v></c>"#.repeat(10_000);
    let rows =
        format!("<worksheet><sheetData>{}<row>{cells}</row></sheetData></worksheet>", header());
    let bytes = archive(&[
        ("xl/workbook.xml", MAIN.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/s1.xml", rows.as_bytes()),
        ("xl/sharedStrings.xml", long.as_bytes()),
    ]);
    let says =
        "error[record-unreadable]: reg.xlsx, record 1: the texts of row 2 take more than 16 MiB";
    check("reg.xlsx", &bytes, &[], &[says]);
}

#[test]
fn no_document_type_and_no_entity() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>";
    for (sheet_xml, want) in [
        (format!("{bomb}<worksheet><sheetData>&b;</sheetData></worksheet>"), "has a document type"),
        (
            "<worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>"
                .to_owned(),
            "uses the entity `b`",
        ),
        (format!("<worksheet>{}", "<a>".repeat(70)), "elements lie deeper than 64"),
    ] {
        let bytes = archive(&[
            ("xl/workbook.xml", MAIN.as_bytes()),
            ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
            ("xl/worksheets/s1.xml", sheet_xml.as_bytes()),
        ]);
        let read = read_as("reg.xlsx", &bytes, "");
        assert!(read.findings[0].contains(want), "{want}: {:?}", read.findings);
        assert_eq!(read.kept.unreadable, 1);
    }
}

#[test]
fn protected_binary_and_other_archives() {
    let word: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let locked = [b"\xd0\xcf\x11\xe0".as_slice(), &[0; 2_000], &word].concat();
    let says =
        "error[file-protected]: reg.xlsx: the workbook is protected by a password; save it without";
    check("reg.xlsx", &locked, &[], &[says]);
    let says =
        "error[file-not-a-register]: reg.xlsx: the archive is no workbook in the format XLSX";
    check("reg.xlsx", &archive(&[("word/document.xml", b"<x/>")]), &[], &[says]);
    let rels = br#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>"#;
    let says = "error[file-not-a-register]: reg.xlsx: the workbook is of the binary kind (XLSB)";
    check("reg.xlsx", &archive(&[("_rels/.rels", rels)]), &[], &[says]);
}

#[test]
fn a_cell_far_away_costs_nothing() {
    let rows = header()
        + r#"<row r="1048576"><c r="A1048576" t="str"><v>R1</v></c><c r="XFD1048576"><v>1</v></c></row>"#;
    let says = "warning[row-ragged]: reg.xlsx, record 1: 1 more filled cells than columns";
    check("reg.xlsx", &sheet(&rows, ""), &["R1"], &[says]);
}

/// The independent reader sees the same texts in a workbook as this one.
#[test]
fn another_reader_agrees() {
    use calamine::Reader;

    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        for line in 0..50u32 {
            let column = |at: u16| {
                format!("{} of {line}, \u{e9}\t{at}", if at == 0 { "id" } else { "text" })
            };
            for at in 0..4u16 {
                match line {
                    0 => sheet.write(0, at, ["id", "name", "purpose", "description"][at as usize]),
                    _ => sheet.write(line, at, column(at)),
                }
                .unwrap();
            }
        }
    });
    let read = read_as("reg.xlsx", &bytes, "");
    let mut other: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = other.worksheet_range("Sheet1").unwrap();
    let theirs: Vec<String> = range
        .rows()
        .skip(1)
        .map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"))
        .collect();
    let mine = read.records.iter().map(|record| {
        let texts = record.texts.iter().map(|at| at.text.clone());
        [record.id.clone(), record.name.clone()]
            .into_iter()
            .chain(texts)
            .collect::<Vec<_>>()
            .join("|")
    });
    assert_eq!(mine.collect::<Vec<_>>(), theirs);
}

#[test]
fn the_same_file_twice_is_told() {
    let folder = Folder::new();
    let bytes = sheet(&(header() + &row(&["R1", "a"])), "");
    let mut other = bytes.clone();
    *other.last_mut().unwrap() = 1;
    let paths = [
        folder.write("a/one.xlsx", &bytes),
        folder.write("b/two.xlsx", &bytes),
        folder.write("c/three.xlsx", &other),
        folder.write("empty.csv", b""),
        folder.write("void.csv", b""),
    ];
    let inputs: Vec<Input> = paths.iter().cloned().map(Input::File).collect();
    let found: Vec<String> =
        same_files(&inputs).iter().map(|at| folder.within(&at.to_string())).collect();
    check_findings(
        &found,
        &[
            "warning[file-same-as-another]: b/two.xlsx: the file is byte by byte the same as `a/one.xlsx`; its",
        ],
    );
    // Both are read: which of the two is right, nobody knows but who put them there.
    let (mut read, mut ids) = (Read::default(), Ids::default());
    inputs.iter().take(2).for_each(|input| read.input(input, "", &mut ids));
    assert_eq!(read.records.len(), 2);
}
