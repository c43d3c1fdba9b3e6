//! PDFs: the text of good ones, and what bad ones may not do.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;

use crate::news::{quotes_stand, shared};

/// A file of objects, without a table of where they stand.
fn file(objects: &[&str]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    for (at, object) in objects.iter().enumerate() {
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
    }
    bytes
}

const CATALOG: &str = "<< /Type /Catalog /Pages 2 0 R >>";
const PAGES: &str = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
const PAGE: &str = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> \
                    /XObject << /X 6 0 R >> >> >>";
const FONT: &str = "<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding >>";

fn stream(dict: &str, body: &str) -> String {
    format!("<< {dict} /Length {} >>\nstream\n{body}\nendstream", body.len())
}

/// A file whose page draws this.
fn drawn(content: &str) -> Vec<u8> {
    let form = stream("/Type /XObject /Subtype /Form", "/X Do /X Do /X Do");
    file(&[CATALOG, PAGES, PAGE, &stream("", content), FONT, &form])
}

fn codes(bytes: &[u8]) -> Vec<&'static str> {
    shared().read("a.pdf", bytes).findings.iter().map(|at| at.code.0).collect()
}

#[test]
fn a_printed_page_is_read_with_its_quotes() {
    let bytes = include_bytes!("../data/printed.el.pdf");
    let news = shared().read("printed.el.pdf", bytes);
    assert_eq!(news.articles.len(), 1);
    assert_eq!(news.articles[0].language, Some("el"));
    assert_eq!(news.articles[0].claims.len(), 10, "{}", news.text);
    quotes_stand(&news).unwrap();
}

#[test]
fn words_lines_and_paragraphs_are_told_apart() {
    let check = |content: &str, want: &str| {
        assert_eq!(shared().read("a.pdf", &drawn(content)).text.trim(), want, "{content}");
    };
    check("BT /F 12 Tf (Google has signed) Tj ET", "Google has signed");
    check("BT /F 12 Tf [(Goo) 20 (gle) -300 (signed)] TJ ET", "Google signed");
    check("BT /F 12 Tf 14 TL (One) Tj T* (two) Tj ET", "One\ntwo");
    check("BT /F 12 Tf (One.) Tj 0 -40 Td (Two.) Tj ET", "One.\n\nTwo.");
    check("BT /F 12 Tf 14 TL (compa-) Tj T* (nies) Tj ET", "companies");
    check("BT /F 12 Tf (M\\366bel \\(alt\\)) Tj ET", "Möbel (alt)");
    check("BT /F 12 Tf <476f6f676c65> Tj ET", "Google");
}

#[test]
fn objects_within_packed_objects_are_found() {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    let inner = format!("{CATALOG} {PAGES} {FONT}");
    let places = format!("1 0 2 {} 5 {} ", CATALOG.len() + 1, CATALOG.len() + PAGES.len() + 2);
    packed.write_all(format!("{places}{inner}").as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let head = format!(
        "9 0 obj << /Type /ObjStm /N 3 /First {} /Filter /FlateDecode /Length {} >> stream\n",
        places.len(),
        packed.len()
    );
    bytes.extend(head.bytes());
    bytes.extend(packed);
    bytes.extend(b"\nendstream endobj\n3 0 obj ");
    bytes.extend(PAGE.bytes());
    let content = stream("", "BT /F 12 Tf (Google has signed the AI Pact.) Tj ET");
    bytes.extend(format!(" endobj 4 0 obj {content} endobj").bytes());
    let news = shared().read("a.pdf", &bytes);
    assert_eq!(news.articles[0].claims.len(), 1, "{news:?}");
}

#[test]
fn bad_files_are_findings() {
    let check = |bytes: &[u8], code: &str| {
        let found = codes(bytes);
        assert!(found.contains(&code), "{code}: {found:?}");
    };
    check(b"%PDF-1.7\nnothing", "news-pdf-unreadable");
    check(&drawn("q 100 0 0 100 0 0 cm BI /W 1 /H 1 ID \x01 EI Q"), "news-pdf-pictures");
    check(&drawn(""), "news-pdf-unreadable");
    let mut secret = drawn("BT /F 12 Tf (Google) Tj ET");
    secret.extend(b"trailer << /Encrypt 7 0 R /Root 1 0 R >>");
    check(&secret, "news-pdf-unreadable");
    let letters = FONT.replace("/Type1", "/Type0 /DescendantFonts [] ");
    let unknown = stream("", "BT /F 12 Tf <00010002> Tj ET");
    check(&file(&[CATALOG, PAGES, PAGE, &unknown, &letters, "null"]), "news-pdf-unreadable");
    // Parts that draw themselves, groups that hold themselves, a page of a hundred thousand pages.
    let around = drawn("/X Do BT /F 12 Tf (Google has signed the AI Pact.) Tj ET");
    check(&around, "news-article-cut");
    let ring = "<< /Type /Pages /Kids [2 0 R 2 0 R] >>";
    check(&file(&[CATALOG, ring]), "news-pdf-unreadable");
    check(&file(&["[".repeat(100_000).as_str()]), "news-pdf-unreadable");
    let endless = format!("%PDF-1.7\n{}", "1 0 obj (".repeat(200_000));
    check(endless.as_bytes(), "news-pdf-unreadable");
}

#[test]
fn what_unpacks_to_too_much_is_cut() {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(b"BT /F 12 Tf (Google has signed the AI Pact.) Tj ET ").unwrap();
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..40 {
        packed.write_all(&blanks).unwrap();
    }
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 100_000, "small on disk");
    let mut bytes = file(&[CATALOG, PAGES, PAGE]);
    let head = format!("4 0 obj << /Filter /FlateDecode /Length {} >> stream\n", packed.len());
    bytes.extend(head.bytes());
    bytes.extend(packed);
    bytes.extend(format!("\nendstream endobj 5 0 obj {FONT} endobj").bytes());
    let news = shared().read("a.pdf", &bytes);
    assert!(news.findings.iter().any(|at| at.code.0 == "news-article-cut"), "{:?}", news.findings);
    assert_eq!(news.articles[0].claims.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_broken_file_is_survived(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40), cut in any::<prop::sample::Index>()) {
        let mut bytes = include_bytes!("../data/printed.el.pdf").to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() * 2).min(bytes.len()));
        quotes_stand(&shared().read("a.pdf", &bytes))?;
    }

    #[test]
    fn any_content_of_a_page_is_survived(content in "[ ()<>\\[\\]/TjJDdmfBEQq0-9.'\"x-]{0,200}") {
        quotes_stand(&shared().read("a.pdf", &drawn(&content)))?;
    }
}
