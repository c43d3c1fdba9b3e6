//! The text of a PDF. Nothing in it is run, no font is drawn and nothing is fetched; sizes, depths and
//! what may be unpacked are bounded. A PDF of pictures has no text, and that is said.

mod file;
mod font;
mod object;
mod order;
mod page;

use std::collections::BTreeSet;

use actlas_facts::{Finding, Place};

use crate::codes::{NEWS_ARTICLE_CUT, NEWS_PDF_LETTERS, NEWS_PDF_PICTURES, NEWS_PDF_UNREADABLE};
use file::File;
use object::{Dict, Object};
use page::Drawn;

/// Most pages.
const MAX_PAGES: usize = 2_000;
/// Deepest nesting of pages in groups.
const MAX_GROUPS: usize = 40;

/// The text of a file; nothing and a finding if there is none.
pub(super) fn text_of(name: &str, bytes: &[u8], findings: &mut Vec<Finding>) -> Option<String> {
    let mut tell = |kind, fact: &str, hint: &str| {
        findings.push(Finding::new(kind, Place::file(name), fact.to_owned()).hint(hint));
    };
    let mut file = File::read(bytes);
    if file.encrypted {
        tell(NEWS_PDF_UNREADABLE, "the PDF is encrypted", "save it without a password");
        return None;
    }
    let pages = pages(&file);
    if file.is_empty() || pages.is_empty() {
        tell(NEWS_PDF_UNREADABLE, "no page was found in the PDF", "save it anew, or give its text");
        return None;
    }
    let mut drawn = Drawn::default();
    for (number, resources) in pages {
        let content = content(&mut file, number);
        drawn.page(&mut file, &content, &resources);
    }
    let hint = "split it, or give its text";
    if drawn.text.trim().is_empty() {
        if drawn.pictures > 0 {
            let hint = "its text must be recognised first";
            tell(NEWS_PDF_PICTURES, "the PDF holds pictures and no text", hint);
        } else if drawn.unknown > 0 {
            tell(
                NEWS_PDF_UNREADABLE,
                "no font of the PDF says which letters it draws",
                "give its text",
            );
        } else {
            tell(NEWS_PDF_UNREADABLE, "the pages of the PDF are empty", "save it anew");
        }
        return None;
    }
    if drawn.unknown > 0 {
        let fact =
            format!("{} letters of the PDF have no meaning and were left out", drawn.unknown);
        tell(NEWS_PDF_LETTERS, &fact, "give its text");
    }
    if file.cut {
        tell(NEWS_ARTICLE_CUT, "the PDF unpacks to more than is read", hint);
    }
    Some(order::spoken(drawn.text))
}

/// The pages in their order, with what they draw with.
fn pages(file: &File) -> Vec<(u32, Dict)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for catalog in file.of_type("Catalog") {
        if let Some(Object::Ref(root)) = file.dict_of(catalog).and_then(|at| at.get("Pages")) {
            walk(file, *root, (&Dict::new(), 0), &mut seen, &mut found);
        }
    }
    if found.is_empty() {
        let all = file.of_type("Page").into_iter().take(MAX_PAGES);
        found.extend(all.map(|number| (number, resources(file, number, &Dict::new()))));
    }
    found
}

fn walk(
    file: &File,
    number: u32,
    (inherited, depth): (&Dict, usize),
    seen: &mut BTreeSet<u32>,
    found: &mut Vec<(u32, Dict)>,
) {
    if depth > MAX_GROUPS || found.len() >= MAX_PAGES || !seen.insert(number) {
        return;
    }
    let Some(dict) = file.dict_of(number) else { return };
    let resources = resources(file, number, inherited);
    match dict.get("Kids").and_then(|at| file.array(at)) {
        None => found.push((number, resources)),
        Some(kids) => {
            for kid in kids {
                if let Object::Ref(kid) = kid {
                    walk(file, *kid, (&resources, depth + 1), seen, found);
                }
            }
        }
    }
}

fn resources(file: &File, number: u32, inherited: &Dict) -> Dict {
    let own = file.dict_of(number).and_then(|at| at.get("Resources"));
    own.and_then(|at| file.dict(at)).unwrap_or(inherited).clone()
}

/// What a page draws, all its streams together.
fn content(file: &mut File, number: u32) -> Vec<u8> {
    let of = file.dict_of(number).and_then(|at| at.get("Contents")).cloned();
    let streams: Vec<u32> = match &of {
        Some(Object::Ref(one)) => match file.get(&Object::Ref(*one)) {
            Object::Array(many) => many.iter().filter_map(refers).collect(),
            _ => vec![*one],
        },
        Some(Object::Array(many)) => many.iter().filter_map(refers).collect(),
        _ => Vec::new(),
    };
    let mut content = Vec::new();
    for stream in streams {
        content.extend(file.unpacked(stream).unwrap_or_default());
        content.push(b'\n');
    }
    content
}

fn refers(object: &Object) -> Option<u32> {
    if let Object::Ref(number) = object { Some(*number) } else { None }
}
