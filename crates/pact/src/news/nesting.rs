//! How deep elements of a page nest. Many have no end tag: a browser closes them where the next one starts.

use actlas_text::is_block;

/// Open elements that are looked through for the one that an end tag closes.
const NEAR: usize = 8;

/// Elements of text.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "label", "mark", "q", "small",
    "span", "strong", "sub", "sup", "tt", "u",
];

/// What closes an element that has no end tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Paragraph,
    Item,
    Cell,
    Row,
    Rows,
    Term,
    Choice,
    /// The element around it, if that closes without an end tag: `<p><b>One.<p>Two.`
    Inline,
    /// Only its end tag.
    Other,
}

impl Open {
    fn of(name: &str) -> Open {
        match name {
            "p" => Open::Paragraph,
            "li" => Open::Item,
            "td" | "th" => Open::Cell,
            "tr" => Open::Row,
            "thead" | "tbody" | "tfoot" | "caption" | "colgroup" => Open::Rows,
            "dt" | "dd" => Open::Term,
            "option" | "optgroup" => Open::Choice,
            _ if INLINE.contains(&name) => Open::Inline,
            _ => Open::Other,
        }
    }

    /// Whether it ends where an element of that name starts inside it.
    fn ends_before(self, name: &str) -> bool {
        match (self, Open::of(name)) {
            (Open::Paragraph, next) => {
                !matches!(next, Open::Other | Open::Inline) || is_block(name)
            }
            (Open::Cell, next) => matches!(next, Open::Cell | Open::Row | Open::Rows),
            (Open::Row, next) => matches!(next, Open::Row | Open::Rows),
            (Open::Other | Open::Inline, _) => false,
            (this, next) => this == next,
        }
    }
}

/// The elements that are open.
#[derive(Default)]
pub(super) struct Nesting {
    open: Vec<Open>,
}

impl Nesting {
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// An element starts that holds something.
    pub(super) fn start(&mut self, name: &str) {
        self.make_way(name);
        self.open.push(Open::of(name));
    }

    /// What ends where an element of that name starts.
    pub(super) fn make_way(&mut self, name: &str) {
        loop {
            let mut around = self.open.iter().rev().take(NEAR);
            let Some(by) = around.position(|open| *open != Open::Inline) else { return };
            let at = self.open.len().saturating_sub(by + 1);
            if !self.open.get(at).is_some_and(|open| open.ends_before(name)) {
                return;
            }
            self.open.truncate(at);
        }
    }

    /// An end tag.
    pub(super) fn end(&mut self, name: &str) {
        let this = Open::of(name);
        if this == Open::Other {
            while self.open.last().is_some_and(|last| *last != Open::Other) {
                self.open.pop();
            }
            self.open.pop();
            return;
        }
        let near = self.open.iter().rev().take(NEAR).position(|open| *open == this);
        if let Some(by) = near {
            self.open.truncate(self.open.len().saturating_sub(by + 1));
        }
    }
}
