//! The text of a page. Nothing is executed, fetched or followed.

use actlas_facts::{Finding, Place};
use actlas_text::{is_block, reference};

use super::attributes::{Shown, shown};
use super::nesting::Nesting;
use super::page::Out;
use crate::codes::{NEWS_NESTING, NEWS_SCRIPT_DROPPED};

/// Deepest nesting of elements. A page nested deeper is read up to there.
const MAX_DEPTH: usize = 400;

/// Elements whose content is no text of the article.
const DROPPED: &[&str] =
    &["script", "style", "noscript", "template", "svg", "iframe", "object", "head", "nav", "form"];
/// Elements that stand beside an article, or are shown only when asked for. They may hold others of their name.
const BESIDE: &[&str] = &["aside", "footer", "dialog"];
/// What an article is in: an element that holds one of these is no box beside it, whatever its class says.
const CORE: &[&str] = &["<main", "<h1"];
/// Most elements that look like a box beside an article and hold it. After so many, classes are not believed.
const MAX_MISLED: usize = 20;
/// Elements that strike their text through: it is no longer said.
const STRUCK: &[&str] = &["del", "s", "strike"];
/// Whether an element ends a paragraph.
pub(super) fn ends_paragraph(name: &str) -> bool {
    name == "br" || is_block(name)
}

/// Elements without content.
const VOID: &[&str] = &[
    "br", "hr", "img", "meta", "link", "input", "source", "wbr", "area", "base", "col", "embed",
    "track", "param",
];

pub(super) fn text_of(name: &str, page: &str, findings: &mut Vec<Finding>) -> String {
    let mut out = Out::new(page.len() / 2);
    let mut rest = page;
    let mut nesting = Nesting::default();
    let (mut deepest, mut scripts) = (0_usize, 0_usize);
    let mut misled = 0_usize;
    while let Some(open) = rest.find('<') {
        let (before, after) = rest.split_at(open);
        if nesting.depth() <= MAX_DEPTH {
            out.push(before);
        }
        let Some(tag) = Tag::read(after) else {
            out.push("<");
            rest = after.get(1..).unwrap_or_default();
            continue;
        };
        rest = after.get(tag.length..).unwrap_or_default();
        if !tag.closes {
            nesting.make_way(&tag.name);
        }
        if nesting.depth() <= MAX_DEPTH {
            out.tag(&tag.name, tag.closes);
        }
        if tag.closes {
            if !VOID.contains(&tag.name.as_str()) {
                nesting.end(&tag.name);
            }
        } else if DROPPED.contains(&tag.name.as_str()) && !tag.empty {
            scripts += usize::from(tag.name == "script");
            rest = after_end(rest, &tag.name);
        } else if tag.empty || VOID.contains(&tag.name.as_str()) {
            // It holds nothing.
        } else if tag.shown == Shown::Hidden || STRUCK.contains(&tag.name.as_str()) {
            rest = after_element(rest, &tag.name).unwrap_or_default();
        } else if let Some(after) = Some(&tag)
            .filter(|tag| tag.shown == Shown::Beside || BESIDE.contains(&tag.name.as_str()))
            .filter(|_| misled < MAX_MISLED)
            .and_then(|tag| {
                let after = after_beside(rest, &tag.name);
                misled += usize::from(after.is_none());
                after
            })
        {
            rest = after;
        } else {
            nesting.start(&tag.name);
            deepest = deepest.max(nesting.depth());
        }
    }
    if nesting.depth() <= MAX_DEPTH {
        out.push(rest);
    }
    if scripts > 0 {
        let fact = format!("{scripts} scripts were dropped, not run");
        findings.push(Finding::new(NEWS_SCRIPT_DROPPED, Place::file(name), fact));
    }
    if deepest > MAX_DEPTH {
        let fact =
            format!("elements nest {deepest} deep; what lies below {MAX_DEPTH} was not read");
        let hint = "give the text of the page";
        findings.push(Finding::new(NEWS_NESTING, Place::file(name), fact).hint(hint));
    }
    tidy(&out.finish())
}

/// Adds text of a page: entities decoded, blanks and line ends as one blank.
pub(super) fn push(text: &mut String, raw: &str) {
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        let (before, after) = rest.split_at(at);
        blanks(text, before);
        // Control characters have no business in an article.
        let decoded = reference(after).filter(|(character, _)| !character.is_control());
        let (character, used) = decoded.unwrap_or(('&', 1));
        text.push(character);
        rest = after.get(used..).unwrap_or_default();
    }
    blanks(text, rest);
}

fn blanks(text: &mut String, raw: &str) {
    for character in raw.chars() {
        if !character.is_whitespace() {
            text.push(character);
        } else if !text.ends_with(char::is_whitespace) {
            text.push(' ');
        }
    }
}

struct Tag {
    name: String,
    closes: bool,
    empty: bool,
    shown: Shown,
    length: usize,
}

impl Tag {
    /// The tag, comment or declaration at the start of a text.
    fn read(text: &str) -> Option<Tag> {
        if text.starts_with("<!--") {
            let length = text.find("-->").map_or(text.len(), |end| end + 3);
            return Some(Tag {
                name: String::new(),
                closes: false,
                empty: true,
                shown: Shown::Yes,
                length,
            });
        }
        let inner = text.get(1..)?;
        let closes = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let first = inner.chars().next()?;
        if !(first.is_ascii_alphabetic() || matches!(first, '!' | '?')) {
            return None;
        }
        let name: String = inner
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(20)
            .map(|at| at.to_ascii_lowercase())
            .collect();
        let length = end_of_tag(text);
        let empty = name.is_empty() || text.get(..length)?.ends_with("/>");
        let attributes = text.get(1 + name.len()..length).unwrap_or_default();
        let shown = if closes { Shown::Yes } else { shown(&name, attributes) };
        Some(Tag { name, closes, empty, shown, length })
    }
}

/// Where a tag ends; a `>` in an attribute's quotes does not end it.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// What follows the end of an element beside the article; nothing if it never ends, or holds the article.
fn after_beside<'t>(rest: &'t str, name: &str) -> Option<&'t str> {
    let after = after_element(rest, name)?;
    let held = rest.get(..rest.len() - after.len())?.to_ascii_lowercase();
    (!CORE.iter().any(|core| held.contains(core))).then_some(after)
}

/// What follows the end of an element that may hold others of its name. A paragraph also ends where a
/// block starts.
fn after_element<'t>(rest: &'t str, name: &str) -> Option<&'t str> {
    let mut at = rest;
    let mut open = 1_usize;
    while let Some(next) = at.find('<') {
        let here = at.get(next..).unwrap_or_default();
        let Some(tag) = Tag::read(here) else {
            at = here.get(1..).unwrap_or_default();
            continue;
        };
        let after = here.get(tag.length..).unwrap_or_default();
        let ends_paragraph = is_block(&tag.name) && !(tag.name == "p" && tag.closes);
        if name == "p" && ends_paragraph {
            return Some(here);
        }
        if matches!(tag.name.as_str(), "script" | "style") && !tag.closes && !tag.empty {
            at = after_end(after, &tag.name);
            continue;
        }
        if tag.name == name && !tag.empty {
            open = if tag.closes { open - 1 } else { open + 1 };
        }
        at = after;
        if open == 0 {
            return Some(at);
        }
    }
    None
}

/// What follows the end of an element whose content is dropped.
fn after_end<'t>(rest: &'t str, name: &str) -> &'t str {
    let mut at = rest;
    while let Some(open) = at.find("</") {
        let tail = at.get(open + 2..).unwrap_or_default();
        let is = tail.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        if is {
            let end = tail.find('>').map_or(tail.len(), |end| end + 1);
            return tail.get(end..).unwrap_or_default();
        }
        at = tail;
    }
    ""
}

/// Lines without blanks at their ends, at most one empty line between.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = 0_usize;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        tidy.push_str(line);
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::text_of;

    #[test]
    fn what_stands_beside_an_article_is_left_out() {
        let check = |beside: &str| {
            let page = format!("<article><p>yes</p></article>{beside}<p>more</p>");
            assert_eq!(text_of("a.html", &page, &mut Vec::new()), "yes\n\nmore", "{page}");
        };
        check("<aside><h2>Most read</h2><aside>a</aside><ul><li>b</ul></aside>");
        check("<footer>a</footer>");
        check("<dialog open><p>a</dialog>");
        check("<div role='navigation'>a</div><section role=complementary>b</section>");
        check("<div id='cookie-consent' role=\"dialog\"><div>a</div>b</div>");
        check("<div class='block related-articles'><h3>More</h3><div>a</div></div>");
        check("<section class=comments><p>a</p></section>");
        check("<div id=\"sidebar\"><script>x = '<div>'</script>a</div>");
        check("<div class='Most_Read'>a</div>");
        // What only says how a page is laid out, or holds the article, is no box beside it.
        let check = |page: &str| {
            let text = text_of("a.html", page, &mut Vec::new());
            assert!(text.contains("yes"), "{page}: {text}");
        };
        check("<body class='sidebar'><div class='has-sidebar'>yes</div>");
        check("<article class='comments-open'>yes</article>");
        check("<div class='related sidebar'><h1>yes</h1></div>");
        check("<div role=dialog><main>yes</main></div>");
        check("<p class=related>yes</p><div class=related>yes");
        let deep = "<div class=related>".repeat(300) + "<h1>yes" + &"</div>".repeat(300);
        check(&deep);
    }

    #[test]
    fn what_needs_no_end_tag_does_not_nest() {
        let check = |start: &str, piece: &str| {
            let mut findings = Vec::new();
            let page = format!("{start}{}<p>yes", piece.repeat(500));
            let text = text_of("a.html", &page, &mut findings);
            assert!(text.contains("yes"), "{piece}");
            assert_eq!(findings, [], "{piece}");
        };
        check("", "<p>Text.");
        check("", "<p>Text.<div>More.</div></p>");
        check("", "<p>Text <b>and.<p>More.</p>");
        check("<ul>", "<li>a");
        check("<ul>", "<li><p>a");
        check("<ul>", "<li>a<ul><li>b</ul>");
        check("<table>", "<tr><td>a<td><p>b");
        check("<table>", "<tbody><tr><th>a<td>b");
        check("<dl>", "<dt>a<dd>b");
        check("", "<select><option>a<option>b</select>");
        let mut findings = Vec::new();
        text_of("a.html", &"<div><p>".repeat(500), &mut findings);
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn pages_become_text() {
        let check = |page: &str, want: &str| {
            assert_eq!(text_of("a.html", page, &mut Vec::new()), want, "{page}");
        };
        check("<p>One &amp; two</p><p>Three&#8217;s</p>", "One & two\n\nThree’s");
        check("<script>alert('<p>no</p>')</script><p>yes", "yes");
        check("a <b title='x > y'>bold</b> word", "a bold word");
        check("<!-- <p>no</p> -->3 < 4 &bogus; &#0;", "3 < 4 &bogus; &#0;");
        check("<STYLE>p{}</STYLE ><p>x</p>", "x");
        check("<p hidden>no</p><p>yes</p>", "yes");
        check("<div style='color: red; Display : none'><div>no</div>no</div>yes", "yes");
        check("<span aria-hidden=true>no</span>a <del>b</del><s>c</s> d", "a d");
        check("<p hidden>no<div title=hidden>yes</div>", "yes");
        check("<img hidden>yes <a href='x' hidden>no", "yes");
        check("<h2>In <i>it</i></h2><p>x", "# In it\n\nx");
        check("<ul><li>a<li><p>b</p></ul><ul><li> <li>c</ul>", "- a\n\n- b\n\n• c");
        check("<ul><li>a<ul><li>b</ul><li>c</ul>d", "- a\n\n• b\n\n- c\n\nd");
        check(
            "<table><caption>T</caption><tr><th>a</th><th>b<br>c</th></tr><tr><td>1<td></table>x",
            "T\n\n| a | b c |\n| 1 |  |\n\nx",
        );
        // A table that only lays out a page is no table.
        let long = "word ".repeat(60);
        let want = format!("a\n\n{}", long.trim());
        check(&format!("<table><tr><td>a</td><td>{long}</td></tr></table>"), &want);
        let nested = "<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>";
        check(nested, "a\n\n| b |");
    }
}
