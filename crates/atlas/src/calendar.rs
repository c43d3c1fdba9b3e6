//! The calendar of a portfolio: as a file for ordinary calendars, a table, a picture.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use actlas_assess::calendar::{Entry, Happening};
use actlas_assess::long_date;
use actlas_facts::{Date, day_text, plain};

use crate::svg::{escape, lines, wrapped};
use crate::tables::csv_row;

/// What is the same for the entries of one event.
type Group<'e> = BTreeMap<(Date, Happening, &'e str), Vec<&'e Entry>>;

fn groups<'e>(entries: &'e [Entry]) -> Group<'e> {
    let mut groups: Group<'e> = BTreeMap::new();
    for entry in entries {
        groups.entry((entry.day, entry.happening, entry.role.as_str())).or_default().push(entry);
    }
    groups
}

/// A calendar file (RFC 5545): one all-day event for each day, kind and role. `title` names the
/// portfolio and is part of the ids, so that importing it again updates events; `stamp` is the day of
/// knowledge, never a clock.
pub fn calendar_ics(title: &str, stamp: Date, entries: &[Entry]) -> String {
    let mut ics = String::new();
    for line in
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Actlas//Duties//EN", "CALSCALE:GREGORIAN"]
    {
        fold(&mut ics, line);
    }
    fold(&mut ics, &format!("X-WR-CALNAME:{}", value(&plain(title))));
    for ((day, happening, role), entries) in groups(entries) {
        let role_words = role.replace('_', " ");
        let holds = entries.iter().map(|entry| entry.holds).max().unwrap_or(0);
        let may_hold = entries.iter().map(|entry| entry.may_hold).max().unwrap_or(0);
        let reserved = entries.iter().any(|entry| entry.unless_existing > 0);
        let systems = systems(holds, may_hold) + unless_existing(reserved);
        let duties = match entries.len() {
            1 => "1 duty".to_owned(),
            many => format!("{many} duties"),
        };
        let does = match (happening, entries.len()) {
            (Happening::Begins, 1) => "begins",
            (Happening::Begins, _) => "begin",
            (Happening::BeginsUnlessExempted, 1) => "begins unless exempt",
            (Happening::BeginsUnlessExempted, _) => "begin unless exempt",
            (Happening::ProtectionEnds, _) => "to be met, protection ends",
            (Happening::ProtectionMayEnd, _) => "to be met, protection may end",
            (Happening::FallsDue, _) => "due at the latest",
        };
        let summary = format!("AI Act: {duties} as {role_words} {does} ({systems})");
        let lines: Vec<String> = entries.iter().map(|entry| plain(&words(entry))).collect();
        fold(&mut ics, "BEGIN:VEVENT");
        let uid = format!("{}.{role}.{}.{}", happening.as_str(), day_text(day), slug(title));
        fold(&mut ics, &format!("UID:{uid}@actlas"));
        fold(&mut ics, &format!("DTSTAMP:{}T000000Z", compact(stamp)));
        fold(&mut ics, &format!("DTSTART;VALUE=DATE:{}", compact(day)));
        let after = day.next_day().unwrap_or(day);
        fold(&mut ics, &format!("DTEND;VALUE=DATE:{}", compact(after)));
        fold(&mut ics, &format!("SUMMARY:{}", value(&summary)));
        fold(&mut ics, &format!("DESCRIPTION:{}", value(&lines.join("\n"))));
        fold(&mut ics, "TRANSP:TRANSPARENT");
        fold(&mut ics, "END:VEVENT");
    }
    fold(&mut ics, "END:VCALENDAR");
    ics
}

/// An entry in one line.
fn words(entry: &Entry) -> String {
    let more = (entry.holds + entry.may_hold).saturating_sub(entry.systems.len());
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!(
        "{} {} ({}; by {}): {}{more}{}",
        entry.duty,
        entry.title,
        entry.cite,
        entry.basis,
        entry.systems.join(", "),
        entry.unless_existing_words()
    )
}

/// How many systems, and how many more if an actor has the role.
fn systems(holds: usize, may_hold: usize) -> String {
    let counted = |count| match count {
        1 => "1 system".to_owned(),
        many => format!("{many} systems"),
    };
    let if_held = match may_hold {
        1 => "if it has that role",
        _ => "if they have that role",
    };
    match (holds, may_hold) {
        (holds, 0) => counted(holds),
        (0, may) => format!("{} {if_held}", counted(may)),
        (holds, more) => format!("{}, {more} more {if_held}", counted(holds)),
    }
}

fn unless_existing(reserved: bool) -> &'static str {
    if reserved { ", unless existing" } else { "" }
}

fn compact(day: Date) -> String {
    day_text(day).replace('-', "")
}

/// Letters of a title that an id may have.
const SLUG: usize = 60;

/// A title as part of ids, which must stay what they are. Of a title that is cut, or that other letters than
/// those of ASCII tell from others, a hash follows.
fn slug(title: &str) -> String {
    let letters = title.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    let slug = letters.take(SLUG).collect::<String>().to_lowercase();
    match title.is_ascii() && title.len() <= SLUG {
        true => slug,
        false => format!("{slug}.{:016x}", hash(title)),
    }
}

/// FNV-1a.
fn hash(text: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, mix)
}

/// Text as a value: separators escaped, nothing that could end the line.
fn value(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' => escaped += "\\n",
            // No characters; some readers refuse a file with them.
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Writes a content line, folded at 75 octets, never within a character.
fn fold(ics: &mut String, line: &str) {
    const WIDTH: usize = 75;
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > WIDTH {
            *ics += "\r\n ";
            used = 1;
        }
        ics.push(c);
        used += c.len_utf8();
    }
    *ics += "\r\n";
}

/// One line for each entry.
pub fn calendar_csv(entries: &[Entry]) -> String {
    let head = [
        "day",
        "what",
        "role",
        "duty",
        "title",
        "cite",
        "basis",
        "holds",
        "may_hold",
        "systems",
        "unless_existing",
    ];
    let mut csv = csv_row(head.map(str::to_owned).to_vec());
    for entry in entries {
        csv += &csv_row(vec![
            day_text(entry.day),
            entry.happening.as_str().to_owned(),
            entry.role.clone(),
            entry.duty.clone(),
            entry.title.clone(),
            entry.cite.clone(),
            entry.basis.clone(),
            entry.holds.to_string(),
            entry.may_hold.to_string(),
            entry.systems.join("; "),
            entry.unless_existing.to_string(),
        ]);
    }
    csv
}

const WIDTH: usize = 760;
/// The most that a letter of 12 pixels takes in a sentence.
const LETTER: usize = 7;
const ROW: usize = 26;
const LEFT: usize = 330;

/// A picture: one bar for each day, kind and role, as long as it has duties.
pub fn calendar_svg(title: &str, entries: &[Entry]) -> String {
    let groups = groups(entries);
    let most = groups.values().map(Vec::len).max().unwrap_or(1).max(1);
    let bar = |entries: &[&Entry]| ((WIDTH - LEFT - 190) * entries.len() / most).max(3);
    let ends = groups.iter().map(|((_, happening, _), entries)| {
        LEFT + bar(entries) + 6 + tail(*happening, entries).chars().count() * LETTER + 12
    });
    let width = ends.max().unwrap_or(0).max(WIDTH);
    let titles = wrapped(title, width - 24, 17);
    // What does not fit into one line moves the picture down.
    let moved = (titles.len() - 1) * 22;
    let height = 70 + moved + ROW * groups.len().max(1);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\">\
         <title>{title}</title><rect width=\"100%\" height=\"100%\" fill=\"#fffdf8\"/>\
         <defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/>\
         <path d=\"M0 0v6\" stroke=\"#0b3d78\" stroke-width=\"4\"/></pattern>\
         <pattern id=\"dots\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"6\" height=\"6\" fill=\"#fff\"/>\
         <circle cx=\"3\" cy=\"3\" r=\"2\" fill=\"#8a3d00\"/></pattern></defs>",
        title = escape(title),
    );
    lines(&mut svg, &titles, (28, 22), "font-size=\"17\" fill=\"#1d1b18\"");
    svg.push('\n');
    if groups.is_empty() {
        // Writing to a string cannot fail.
        let _ = writeln!(svg, "<text x=\"12\" y=\"{}\">no day to come is known</text>", 62 + moved);
    }
    for (at, ((day, happening, role), entries)) in groups.iter().enumerate() {
        let y = 48 + moved + ROW * at;
        let length = bar(entries);
        // Kinds differ by pattern as well as by colour.
        let fill = match happening {
            Happening::Begins => "#0b3d78",
            Happening::BeginsUnlessExempted => "url(#hatch)",
            Happening::ProtectionEnds => "#8a3d00",
            Happening::ProtectionMayEnd => "url(#dots)",
            Happening::FallsDue => "#8a0050",
        };
        let label = format!("{}, {}", long_date(&day_text(*day)), role.replace('_', " "));
        let tail = tail(*happening, entries);
        let _ = writeln!(
            svg,
            "<text x=\"12\" y=\"{}\" fill=\"#1d1b18\">{}</text>\
             <rect x=\"{LEFT}\" y=\"{y}\" width=\"{}\" height=\"18\" fill=\"{fill}\" \
             stroke=\"#1d1b18\" stroke-width=\"0.5\"/>\
             <text x=\"{}\" y=\"{}\" fill=\"#1d1b18\" font-size=\"12\">{}</text>",
            y + 14,
            escape(&label),
            length,
            LEFT + length + 6,
            y + 14,
            escape(&tail),
        );
    }
    svg += "</svg>\n";
    svg
}

/// What stands behind a bar.
fn tail(happening: Happening, entries: &[&Entry]) -> String {
    let holds = entries.iter().map(|at| at.holds).max().unwrap_or(0);
    let may_hold = entries.iter().map(|at| at.may_hold).max().unwrap_or(0);
    let reserved = entries.iter().any(|at| at.unless_existing > 0);
    let all = systems(holds, may_hold) + unless_existing(reserved);
    format!("{} {}, {all}", entries.len(), short(happening))
}

fn short(happening: Happening) -> &'static str {
    match happening {
        Happening::Begins => "begin",
        Happening::BeginsUnlessExempted => "unless exempt",
        Happening::ProtectionEnds => "to be met",
        Happening::ProtectionMayEnd => "to be met, or later",
        Happening::FallsDue => "due",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actlas_facts::parse_date;

    fn entry(duty: &str, day: &str, systems: &[&str]) -> Entry {
        Entry {
            day: parse_date(day).unwrap().0,
            happening: Happening::Begins,
            role: "provider".to_owned(),
            duty: duty.to_owned(),
            title: "Risk; management, of größere Systeme \\ with a long name".to_owned(),
            cite: "Art. 9".to_owned(),
            basis: "Art. 113(c)(i)".to_owned(),
            holds: systems.len(),
            may_hold: 0,
            unless_existing: 0,
            systems: systems.iter().map(|id| (*id).to_owned()).collect(),
        }
    }

    /// A reader of its own: unfolds, checks nesting and line ends, and returns the events.
    fn read(ics: &str) -> Vec<BTreeMap<String, String>> {
        assert!(ics.ends_with("\r\n") && !ics.replace("\r\n", "").contains(['\r', '\n']));
        assert!(ics.split("\r\n").all(|line| line.len() <= 75), "no line above 75 octets");
        let unfolded = ics.replace("\r\n ", "");
        let mut lines = unfolded.split_terminator("\r\n");
        assert_eq!(lines.next(), Some("BEGIN:VCALENDAR"));
        let mut events = Vec::new();
        let mut open: Option<BTreeMap<String, String>> = None;
        let mut ended = false;
        for line in lines {
            assert!(!ended, "nothing follows the end");
            let (name, value) = line.split_once(':').expect("a name and a value");
            match (name, value) {
                ("BEGIN", "VEVENT") => {
                    assert!(open.replace(BTreeMap::new()).is_none());
                }
                ("END", "VEVENT") => events.push(open.take().expect("an open event")),
                ("END", "VCALENDAR") => ended = open.is_none(),
                (name, value) => {
                    if let Some(event) = &mut open {
                        assert!(event.insert(name.to_owned(), value.to_owned()).is_none());
                    }
                }
            }
        }
        assert!(ended);
        events
    }

    #[test]
    fn ordinary_calendars_can_read_it() {
        let stamp = parse_date("2026-11-21").unwrap().0;
        let entries = [
            entry("O-PRV-09", "2027-12-02", &["a\u{fffe}\u{ffff}", "=b\nDTSTART:1"]),
            entry("O-PRV-10", "2027-12-02", &["a"]),
            entry("O-50-2", "2027-12-31", &["c"]),
        ];
        let ics = calendar_ics("Our register, part 1", stamp, &entries);
        assert!(!ics.contains(['\u{fffe}', '\u{ffff}']));
        let events = read(&ics);
        assert_eq!(events.len(), 2, "one for each day, kind and role");
        let first = &events[0];
        assert_eq!(first["DTSTART;VALUE=DATE"], "20271202");
        assert_eq!(first["DTEND;VALUE=DATE"], "20271203");
        assert_eq!(first["UID"], "begins.provider.2027-12-02.our-register--part-1@actlas");
        assert_eq!(first["DTSTAMP"], "20261121T000000Z");
        assert!(first["SUMMARY"].contains("2 duties as provider begin (2 systems)"));
        assert!(
            first["DESCRIPTION"].contains("Risk\\; management\\, of größere Systeme \\\\ with")
        );
        assert!(first["DESCRIPTION"].contains("=b DTSTART:1"), "an id ends no line");
        assert_eq!(events[1]["DTEND;VALUE=DATE"], "20280101");
        let more = [entry("O-PRV-09", "2027-12-02", &["a", "z"])];
        let again = read(&calendar_ics("Our register, part 1", stamp, &more));
        assert_eq!(again[0]["UID"], first["UID"], "importing again updates");
    }

    /// Two portfolios have two sets of ids; those of a plain title are as they were.
    #[test]
    fn ids_tell_portfolios_apart() {
        let long = "a".repeat(60);
        let titles = ["София", "Варна", "Банка", &format!("{long}1"), &format!("{long}2"), &long];
        let slugs: std::collections::BTreeSet<String> = titles.iter().map(|at| slug(at)).collect();
        assert_eq!(slugs.len(), titles.len(), "{slugs:?}");
        assert_eq!((slug("Our register"), slug(&long)), ("our-register".to_owned(), long));
    }

    #[test]
    fn an_empty_calendar_is_one() {
        let stamp = parse_date("2026-11-21").unwrap().0;
        assert!(read(&calendar_ics("", stamp, &[])).is_empty());
        assert!(calendar_svg("<none>", &[]).contains("&lt;none&gt;"));
    }

    #[test]
    fn a_long_title_is_broken() {
        let title = "Alle Systeme der Beispielbank und ihrer Töchter ".repeat(4);
        let svg = calendar_svg(&title, &[]);
        let (_, drawn) = svg.split_once("</defs>").unwrap();
        assert!(drawn.matches("font-size=\"17\"").count() > 1, "{svg}");
        assert_eq!(drawn.matches("Systeme").count(), 4, "{svg}");
    }

    /// Who may hold a role is not said to hold it.
    #[test]
    fn a_bar_says_which_systems_only_may_have_the_role() {
        let of = |holds: usize, may_hold: usize| {
            let entry = Entry { holds, may_hold, ..entry("O-1", "2027-12-02", &["A-1"]) };
            calendar_svg("Days", &[entry])
        };
        assert!(of(0, 3).contains(">1 begin, 3 systems if they have that role<"));
        assert!(of(0, 1).contains(">1 begin, 1 system if it has that role<"));
        assert!(of(2, 1).contains(">1 begin, 2 systems, 1 more if it has that role<"));
        assert!(of(2, 0).contains(">1 begin, 2 systems<"));
    }

    /// The longest bar with the longest words behind it still ends inside the picture.
    #[test]
    fn no_word_of_the_picture_is_cut() {
        let reserved = Entry { unless_existing: 1, ..entry("O-1", "2027-12-02", &["A-1", "A-2"]) };
        let svg = calendar_svg("Days", &[reserved]);
        let (_, width) = svg.split_once(" width=\"").unwrap();
        let width: usize = width.split_once('"').unwrap().0.parse().unwrap();
        let (before, _) = svg.split_once("1 begin, 2 systems, unless existing</text>").unwrap();
        let (_, from) = before.rsplit_once("<text x=\"").unwrap();
        let from: usize = from.split_once('"').unwrap().0.parse().unwrap();
        assert!(from + "1 begin, 2 systems, unless existing".len() * 7 <= width, "{svg}");
    }
}
