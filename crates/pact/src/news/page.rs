//! The lines of a page: headings, items of lists and rows of tables as they are written in Markdown.

use super::html::{ends_paragraph, push};

/// Longest cell of a table; one with longer ones only lays out a page.
const MAX_CELL: usize = 200;
/// The marks of items. Two lists that follow each other have different ones.
const MARKS: [&str; 2] = ["- ", "• "];

/// The text of a page while it is read.
pub(super) struct Out {
    text: String,
    /// What is written before the next letters.
    pending: Option<&'static str>,
    /// The marks of the lists that are open.
    lists: Vec<usize>,
    /// The mark of the next list that stands in no other.
    next: usize,
    row: Option<Row>,
}

/// A row of a table: where it starts, and where each cell does.
struct Row {
    start: usize,
    cells: Vec<usize>,
}

impl Out {
    pub(super) fn new(capacity: usize) -> Out {
        let text = String::with_capacity(capacity);
        Out { text, pending: None, lists: Vec::new(), next: 0, row: None }
    }

    /// Text between tags.
    pub(super) fn push(&mut self, raw: &str) {
        if !raw.trim().is_empty()
            && let Some(mark) = self.pending.take()
        {
            self.text.push_str("\n\n");
            self.text.push_str(mark);
            push(&mut self.text, raw.trim_start());
            return;
        }
        push(&mut self.text, raw);
    }

    pub(super) fn tag(&mut self, name: &str, closes: bool) {
        match name {
            "tr" => {
                self.end_row();
                if !closes {
                    self.row = Some(Row { start: self.text.len(), cells: Vec::new() });
                }
                return;
            }
            "table" => {
                if closes {
                    self.end_row();
                }
                // What holds a table is no row of one.
                self.row = None;
                self.pending = None;
            }
            "td" | "th" => {
                if let (Some(row), false) = (&mut self.row, closes) {
                    row.cells.push(self.text.len());
                }
                return;
            }
            "ul" | "ol" => self.list(closes),
            "li" => {
                let mark = self.lists.last().copied().unwrap_or_default();
                self.block();
                self.pending = MARKS.get(mark).copied().filter(|_| !closes);
                return;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.block();
                self.pending = Some("# ").filter(|_| !closes && self.row.is_none());
                return;
            }
            _ => {}
        }
        if ends_paragraph(name) {
            self.block();
        }
    }

    /// Blocks end a paragraph, but not between the mark of an item and its letters.
    fn block(&mut self) {
        if self.pending.is_none() {
            self.text.push_str("\n\n");
        }
    }

    fn list(&mut self, closes: bool) {
        if closes {
            self.pending = None;
            if let (Some(mark), true) = (self.lists.pop(), self.lists.is_empty()) {
                self.next = 1 - mark;
            }
        } else {
            self.pending = None;
            let mark = self.lists.last().map_or(self.next, |outer| 1 - outer);
            self.lists.push(mark);
        }
    }

    fn end_row(&mut self) {
        self.pending = None;
        let Some(row) = self.row.take() else { return };
        let written = self.text.split_off(row.start.min(self.text.len()));
        let first = row.cells.first().map_or(written.len(), |at| at - row.start);
        let before = written.get(..first).unwrap_or_default();
        let ends = row.cells.iter().skip(1).copied().chain([row.start + written.len()]);
        let cells: Vec<&str> = row
            .cells
            .iter()
            .zip(ends)
            .map(|(start, end)| written.get(start - row.start..end - row.start).unwrap_or_default())
            .collect();
        let plain = cells.iter().all(|cell| cell.len() <= MAX_CELL && !cell.contains('|'));
        self.text.push_str(before);
        if cells.is_empty() || !plain {
            // Cells that are no row are paragraphs.
            for cell in cells {
                self.text.push_str("\n\n");
                self.text.push_str(cell);
            }
            self.text.push_str("\n\n");
            return;
        }
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        for cell in cells {
            let words: Vec<&str> = cell.split_whitespace().collect();
            self.text.push_str("| ");
            self.text.push_str(&words.join(" "));
            self.text.push(' ');
        }
        self.text.push_str("|\n");
    }

    pub(super) fn finish(mut self) -> String {
        self.end_row();
        self.text
    }
}
