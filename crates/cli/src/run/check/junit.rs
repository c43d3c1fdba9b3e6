//! A check as JUnit XML: a suite for each rule, a case for each breach, one case where there is none.

use actlas_assess::check::{Breach, Level, Rule};
use actlas_facts::day_text;

use super::{Report, address, file_and_line, sentence};

pub fn junit(report: &Report) -> String {
    let (fails, _, accepted) = report.counts();
    let cases: usize = report.rules().map(|(rule, _)| of(report, rule).count().max(1)).sum();
    let name = if report.title.is_empty() { "actlas check" } else { &report.title };
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text += &format!(
        "<testsuites name=\"{}\" tests=\"{cases}\" failures=\"{fails}\" errors=\"0\" \
         skipped=\"{accepted}\">\n",
        xml(name)
    );
    for (rule, _) in report.rules() {
        suite(&mut text, report, rule);
    }
    text + "</testsuites>\n"
}

fn of(report: &Report, rule: Rule) -> impl Iterator<Item = &Breach> {
    report.breaches.iter().filter(move |breach| breach.rule == rule)
}

fn suite(text: &mut String, report: &Report, rule: Rule) {
    let tests = of(report, rule).count().max(1);
    let fails = of(report, rule).filter(|at| at.fails()).count();
    let skipped = of(report, rule).filter(|at| at.accepted.is_some()).count();
    *text += &format!(
        "  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{fails}\" errors=\"0\" \
         skipped=\"{skipped}\" timestamp=\"{}T00:00:00\">\n",
        xml(rule.key()),
        day_text(report.on)
    );
    let class = format!("actlas.{}", rule.key());
    if of(report, rule).next().is_none() {
        let asks = xml(rule.asks());
        *text += &format!("    <testcase classname=\"{}\" name=\"{asks}\"/>\n", xml(&class));
    }
    for breach in of(report, rule) {
        let (path, line) = file_and_line(breach, report);
        let name = breach.place.id.as_deref().unwrap_or(path);
        *text += &format!(
            "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{line}\">\n",
            xml(&class),
            xml(name),
            xml(&address(path))
        );
        let says = xml(&sentence(breach));
        *text += &match (&breach.accepted, breach.level) {
            (Some(_), _) => format!("      <skipped message=\"{says}\"/>\n"),
            (None, Level::Error) => {
                let place = xml(&format!("{}:{line}", address(path)));
                let fact = xml(&breach.fact);
                format!(
                    "      <failure type=\"{}\" message=\"{fact}\">{place}: {says}</failure>\n",
                    xml(rule.key())
                )
            }
            (None, _) => format!("      <system-out>{says}</system-out>\n"),
        };
        *text += "    </testcase>\n";
    }
    *text += "  </testsuite>\n";
}

/// Text that is neither markup nor a character that XML forbids.
fn xml(text: &str) -> String {
    let mut safe = String::new();
    for c in text.chars() {
        match c {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            '\n' | '\r' | '\t' => safe.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => safe.push(c),
        }
    }
    safe
}
