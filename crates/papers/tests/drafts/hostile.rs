use actlas_facts::{Layer, Quote, Record, Text};
use actlas_papers::{html, markdown};
use proptest::prelude::*;
use serde_json::json;

use super::{TODAY, pack, provider, said, write};

fn record(text: &str) -> Record {
    let pack = pack();
    let mut proposed = said(pack, "built_with_parts_of_others", &json!(true), Layer::Proposed);
    proposed.by = text.to_owned();
    proposed.source = text.to_owned();
    proposed.quote =
        Some(Quote { field: text.to_owned(), start: 0, end: text.len(), text: text.to_owned() });
    Record {
        id: text.to_owned(),
        name: text.to_owned(),
        product: text.to_owned(),
        texts: vec![Text { field: "purpose".to_owned(), text: text.to_owned() }],
        purposes: vec!["purpose".to_owned()],
        built_on: vec![text.to_owned()],
        statements: vec![proposed],
        actors: vec![provider(pack, text)],
        ..Record::default()
    }
}

/// The headings of a Markdown page, and its links and tags.
fn markup(page: &str) -> (usize, usize, usize) {
    let headings = page.lines().filter(|line| line.starts_with('#')).count();
    let links = page.match_indices("](").count() - page.match_indices("\\](").count();
    let tags = page.matches('<').count();
    (headings, links, tags)
}

const NASTY: &[&str] = &[
    "<script>alert(1)</script>",
    "[x](http://evil.example)",
    "a\n# heading\n- [ ] done",
    "|a|b|\n|-|-|",
    "</title><img src=x onerror=alert(1)>",
    "\u{202e}gnp.exe",
    "=HYPERLINK(\"x\")",
    "`code` **bold** ~~gone~~ ![i](j)",
];

#[test]
fn what_a_register_holds_is_no_markup() {
    let plain = write("annex-iv", &record("plain"), &TODAY);
    let (want, tags) = (markup(&markdown(&plain)), html(&plain).matches('<').count());
    for text in NASTY {
        let draft = write("annex-iv", &record(text), &TODAY);
        assert_eq!(markup(&markdown(&draft)), want, "{text}");
        let page = html(&draft);
        assert_eq!(page.matches('<').count(), tags, "{text}");
        assert!(!page.contains('\u{202e}') && !markdown(&draft).contains('\u{202e}'));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_stays_text(text in "\\PC{1,40}|[<>&\"'#\\[\\]()|*_`\\\\\n\t -]{1,30}") {
        prop_assume!(!text.trim().is_empty());
        let plain = write("annex-v", &record("plain"), &TODAY);
        let draft = write("annex-v", &record(&text), &TODAY);
        prop_assert_eq!(markup(&markdown(&draft)), markup(&markdown(&plain)));
        prop_assert_eq!(html(&draft).matches('<').count(), html(&plain).matches('<').count());
    }
}
