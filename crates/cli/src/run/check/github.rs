//! A check as annotations of GitHub Actions: one workflow command a line.

use actlas_assess::check::Level;
use actlas_facts::plain;

use super::{Report, address, file_and_line, sentence};

pub fn github(report: &Report) -> String {
    let mut text = String::new();
    for breach in &report.breaches {
        let (path, line) = file_and_line(breach, report);
        let command = match (breach.level, &breach.accepted) {
            (Level::Error, None) => "error",
            (Level::Warning, None) => "warning",
            _ => "notice",
        };
        text += &format!(
            "::{command} file={},line={line},title=actlas {}::{}\n",
            property(&address(path)),
            property(breach.rule.key()),
            message(&sentence(breach))
        );
    }
    let (fails, said, accepted) = report.counts();
    let systems = report.systems_words();
    text += &format!("{systems}: {fails} failing, {said} said, {accepted} accepted\n");
    text += &report.empty_words();
    text
}

/// A text that cannot end the command: its breaks and percent signs are escaped, and whatever else
/// steers a terminal is gone.
fn message(text: &str) -> String {
    let mut safe = String::new();
    for c in text.chars() {
        match c {
            '%' => safe += "%25",
            '\r' => safe += "%0D",
            '\n' => safe += "%0A",
            c if steers(c) => {}
            c => safe.push(c),
        }
    }
    safe
}

fn steers(c: char) -> bool {
    let mut bytes = [0; 4];
    let letter = c.encode_utf8(&mut bytes);
    plain(letter) != *letter
}

/// The same for a property, where `:` and `,` have a meaning.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
