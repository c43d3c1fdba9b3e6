//! What the attributes of an element say of whether it belongs to the article.

/// Whether an element is text of the page that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Yes,
    /// It is not shown at all.
    Hidden,
    /// It stands beside the article: links to others, comments, a banner about cookies.
    Beside,
}

/// Roles of what stands beside an article.
const ROLES: &[&str] = &["navigation", "complementary", "contentinfo", "dialog", "alertdialog"];

/// Classes and ids of what stands beside an article. A layout says `has-sidebar`, so these are whole.
const BESIDE: &[&str] = &[
    "related",
    "comments",
    "comment-list",
    "commentlist",
    "cookie",
    "cookies",
    "sidebar",
    "most-read",
    "most-popular",
    "trending",
    "recommended",
    "recommendations",
    "read-more",
    "more-stories",
    "newsletter",
];

/// How such a class or id can begin.
const BEGINS: &[&str] = &["related-", "cookie-", "cookies-", "most-read-", "most-popular-"];

/// Elements that may be marked as beside an article. A paragraph or a link can bear the same classes, and one
/// that is never closed would take the rest of the page with it.
const BOXES: &[&str] = &["div", "section", "aside", "footer", "header", "ul", "ol", "table", "nav"];

/// Reads the attributes of an element: `hidden`, `aria-hidden="true"`, `style="display: none"`, a role, a class.
pub(super) fn shown(element: &str, attributes: &str) -> Shown {
    let mut shown = Shown::Yes;
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|at: char| at.is_whitespace() || matches!(at, '=' | '>' | '/'));
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            if name.eq_ignore_ascii_case("hidden") {
                return Shown::Hidden;
            }
            rest = after.trim_start_matches(['>', '/', '"', '\'']).trim_start();
            continue;
        };
        let quote = value.chars().next().filter(|at| matches!(at, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => {
                let value = value.get(1..).unwrap_or_default();
                value.split_once(quote).unwrap_or((value, ""))
            }
            None => {
                let end = value.find(|at: char| at.is_whitespace() || at == '>');
                value.split_at(end.unwrap_or(value.len()))
            }
        };
        let name = name.to_ascii_lowercase();
        if hides(&name, value) {
            return Shown::Hidden;
        }
        if BOXES.contains(&element) && is_beside(&name, value) {
            shown = Shown::Beside;
        }
        rest = after.trim_start_matches(['>', '/']).trim_start();
    }
    shown
}

fn hides(name: &str, value: &str) -> bool {
    let value: String = value.to_ascii_lowercase().split_whitespace().collect();
    match name {
        "hidden" => value != "false",
        "aria-hidden" => value == "true",
        "style" => value.contains("display:none") || value.contains("visibility:hidden"),
        _ => false,
    }
}

fn is_beside(name: &str, value: &str) -> bool {
    let mut words = value.split_whitespace().map(|word| word.to_ascii_lowercase());
    match name {
        "role" => words.any(|word| ROLES.contains(&word.as_str())),
        "class" | "id" => words.any(|word| {
            let word = word.replace('_', "-");
            BESIDE.contains(&word.as_str()) || BEGINS.iter().any(|begin| word.starts_with(begin))
        }),
        _ => false,
    }
}
