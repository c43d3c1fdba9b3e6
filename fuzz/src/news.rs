//! The readers of news.

use std::sync::OnceLock;

use actlas_pact::{NewsReader, PactFiles, Pacts, Proposals};

use crate::Seen;

pub const PAGE_WORDS: &[&str] = &[
    "Google",
    "Meta",
    " has signed ",
    " will not sign ",
    "the AI Pact",
    ". ",
    "\n\n",
    "-----\n",
    "<p>",
    "</p>",
    "<script>",
    "<div>",
    "&amp;",
    "&#x41;",
    "2 August 2026",
    "微软已签署人工智能公约。",
    "Η Google υπέγραψε το Σύμφωνο για την τεχνητή νοημοσύνη.",
    "وقعت غوغل ميثاق الذكاء الاصطناعي.",
];
pub const PDF_WORDS: &[&str] = &[
    "%PDF-1.7\n",
    "1 0 obj ",
    "2 0 obj ",
    "3 0 obj ",
    " endobj\n",
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] >>",
    "<< /Type /Page /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>",
    "<< /Length 40 >> stream\n",
    "\nendstream",
    "BT /F 12 Tf (Google has signed the AI Pact.) Tj ET",
    "/X Do ",
    "[(a) -300 (b)] TJ ",
    "1 0 0 1 0 0 cm ",
    "/Filter /FlateDecode",
    "/Type /ObjStm /N 2 /First 8",
    "beginbfrange <0000> <ffff> <0041> endbfrange ",
    "/ToUnicode 7 0 R",
    "/W [0 [500] 1 9999999 500]",
];

fn pacts() -> &'static Pacts {
    static PACTS: OnceLock<Pacts> = OnceLock::new();
    PACTS.get_or_init(|| {
        let day = actlas_facts::parse_date("2026-11-21").expect("a day").0;
        Pacts::load(&PactFiles::embedded(), day).0
    })
}

fn reader() -> &'static NewsReader<'static> {
    static READER: OnceLock<NewsReader<'static>> = OnceLock::new();
    READER.get_or_init(|| NewsReader::new(pacts(), &PactFiles::embedded(), None).0)
}

/// Reads a file; whatever is quoted must stand in its text.
fn read(name: &str, bytes: &[u8]) -> u64 {
    let news = reader().read(name, bytes);
    let mut seen = Seen::new();
    for finding in &news.findings {
        seen.add(finding.code.0);
    }
    for article in &news.articles {
        seen.add(article.language.unwrap_or("none"));
        for claim in &article.claims {
            let parts = [Some(&claim.quote), claim.under.as_ref(), Some(&claim.paragraph)];
            for part in parts.into_iter().flatten() {
                assert!(news.text.get(part.clone()).is_some_and(|at| !at.is_empty()));
            }
            assert!(news.text.get(claim.paragraph.clone()).is_some());
            seen.add(claim.position.as_str());
        }
        for range in &article.summary {
            assert!(news.text.get(range.clone()).is_some_and(|at| !at.is_empty()));
        }
    }
    seen.number()
}

pub fn page(bytes: &[u8]) -> u64 {
    read("a.html", bytes)
}

pub fn pdf(bytes: &[u8]) -> u64 {
    read("a.pdf", bytes)
}

/// Claims and reviews in one file; lines of the other kind are findings.
pub fn claims(bytes: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(bytes);
    let mut proposals = Proposals::default();
    let mut seen = Seen::new();
    let found = proposals.read(pacts(), "c.jsonl", &text);
    for finding in found.iter().chain(&proposals.review("r.jsonl", &text)) {
        seen.add(finding.code.0);
    }
    for joined in proposals.joined(pacts()) {
        seen.add(if joined.attested().is_some() { "attested" } else { "proposed" });
    }
    seen.number()
}
