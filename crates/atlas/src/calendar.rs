//! The calendar of a portfolio: as a file for ordinary calendars, a table, a picture.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use actlas_assess::calendar::{Entry, Happening};
use actlas_assess::{ASKED_WITH, Receipts, long_date};
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

/// What stands in a calendar as one: what it is called wherever it moves, its day, its kind, its role and its entries.
struct Event<'e> {
    uid: String,
    day: Date,
    happening: Happening,
    role: &'e str,
    entries: Vec<Entry>,
}

/// One event for each day, kind and role, and of a report one for each duty and system. What moves to another day is
/// the same event; where several have one name, the last does without the day and the others have it: days before it
/// pass and days behind it are new, and neither makes two of one.
fn events<'e>(title: &str, entries: &'e [Entry]) -> Vec<Event<'e>> {
    let title = slug(title);
    let mut events: Vec<Event> = Vec::new();
    for ((day, happening, role), mine) in groups(entries) {
        if !happening.is_report() {
            let uid = format!("{}.{role}", happening.as_str());
            let entries = mine.into_iter().cloned().collect();
            events.push(Event { uid, day, happening, role, entries });
            continue;
        }
        for entry in mine {
            for (id, entry) in entry.by_system() {
                // That facts are stated, or an exemption is, makes no other report of it.
                let report = Happening::FallsDue.as_str();
                let uid = format!("{report}.{role}.{}.{}", key(&entry.duty), key(&id));
                events.push(Event { uid, day, happening, role, entries: vec![entry] });
            }
        }
    }
    let mut named: BTreeSet<String> = BTreeSet::new();
    for event in events.iter_mut().rev() {
        let is_last = named.insert(event.uid.clone());
        let of_day = if is_last { String::new() } else { format!(".{}", day_text(event.day)) };
        event.uid += &format!("{of_day}.{title}");
    }
    events
}

/// A calendar file (RFC 5545): one all-day event for each day, kind and role, and for each report. `title` names the
/// portfolio and is part of the ids, so that importing it again updates events; `stamp` is the day of
/// knowledge, never a clock.
/// `asked_with` says days, readings and hashes in one sentence.
pub fn calendar_ics(title: &str, stamp: Date, entries: &[Entry], asked_with: &str) -> String {
    let mut ics = String::new();
    for line in
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Actlas//Duties//EN", "CALSCALE:GREGORIAN"]
    {
        fold(&mut ics, line);
    }
    fold(&mut ics, &format!("X-WR-CALNAME:{}", value(&plain(title))));
    fold(&mut ics, &format!("X-WR-CALDESC:{}", value(&plain(asked_with))));
    if entries.is_empty() {
        // A calendar has to have a component (RFC 5545, 3.6), and this one adds nothing to anybody's.
        for line in NO_EVENT {
            fold(&mut ics, line);
        }
    }
    for Event { uid, day, happening, role, entries } in events(title, entries) {
        let lines: Vec<String> = entries.iter().map(|entry| plain(&words(entry))).collect();
        fold(&mut ics, "BEGIN:VEVENT");
        fold(&mut ics, &format!("UID:{uid}@actlas"));
        fold(&mut ics, &format!("DTSTAMP:{}T000000Z", compact(stamp)));
        fold(&mut ics, &format!("DTSTART;VALUE=DATE:{}", compact(day)));
        let after = day.next_day().unwrap_or(day);
        fold(&mut ics, &format!("DTEND;VALUE=DATE:{}", compact(after)));
        fold(&mut ics, &format!("SUMMARY:{}", value(&plain(&summary(happening, role, &entries)))));
        fold(&mut ics, &format!("DESCRIPTION:{}", value(&lines.join("\n"))));
        fold(&mut ics, "TRANSP:TRANSPARENT");
        fold(&mut ics, "END:VEVENT");
    }
    fold(&mut ics, "END:VCALENDAR");
    ics
}

/// What stands in a calendar without events.
const NO_EVENT: [&str; 8] = [
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// What an event is called.
fn summary(happening: Happening, role: &str, entries: &[Entry]) -> String {
    let role = role.replace('_', " ");
    let does = match (happening, entries.len()) {
        (Happening::Begins, 1) => "begins",
        (Happening::Begins, _) => "begin",
        (Happening::BeginsUnlessExempted, 1) => "begins unless exempt",
        (Happening::BeginsUnlessExempted, _) => "begin unless exempt",
        (Happening::ProtectionEnds, _) => "to be met, protection ends",
        (Happening::ProtectionMayEnd, _) => "to be met, protection may end",
        (Happening::ProtectionEndsIfOwed, _) => "may have to be met, protection ends",
        (Happening::FallsDue, _) => "due at the latest",
        (Happening::FallsDueUnlessExempted, _) => "due at the latest, unless exempt",
        (Happening::ByOtherReading, 1) => "begins by another reading",
        (Happening::ByOtherReading, _) => "begin by another reading",
        (Happening::MayFallDue, _) => "may be due at the latest, facts not stated decide",
    };
    if let (true, [entry]) = (happening.is_report(), entries) {
        let system = entry.systems_words() + unless_existing(entry.unless_existing > 0);
        return format!("AI Act: {} {} as {role} {does} ({system})", entry.duty, entry.title);
    }
    let holds = entries.iter().map(|entry| entry.holds).max().unwrap_or(0);
    let may_hold = entries.iter().map(|entry| entry.may_hold).max().unwrap_or(0);
    let reserved = entries.iter().any(|entry| entry.unless_existing > 0);
    let systems = systems(holds, may_hold) + unless_existing(reserved);
    let duties = match entries.len() {
        1 => "1 duty".to_owned(),
        many => format!("{many} duties"),
    };
    format!("AI Act: {duties} as {role} {does} ({systems})")
}

/// An entry in one line.
fn words(entry: &Entry) -> String {
    format!(
        "{} {} ({}{}): {}{}{}{}",
        entry.duty,
        entry.title,
        entry.cite,
        if entry.basis.is_empty() { String::new() } else { format!("; by {}", entry.basis) },
        entry.systems_words(),
        entry.unless_existing_words(),
        entry.decided_by_words(),
        entry.contested_words()
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

/// A title as part of ids, which must stay what they are. Of a title that is cut, or that has more than letters, digits
/// and single blanks between them, a hash follows, which tells it from others that are cut to the same.
fn slug(title: &str) -> String {
    let letters = title.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    let slug = letters.take(SLUG).collect::<String>().to_lowercase();
    let is_plain =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match title.split(' ').all(is_plain) && title.len() <= SLUG {
        true => slug,
        false => format!("{slug}.{:016x}", hash(title)),
    }
}

/// An id of a record or a duty as part of ids: as it is, if it has plain letters alone, else with a hash.
fn key(id: &str) -> String {
    let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    match is_plain && id.len() <= SLUG {
        true => id.to_owned(),
        false => format!("{}.{:016x}", slug(id), hash(id)),
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

/// One line for each entry, of a calendar that names all systems, and with what it was asked.
pub fn calendar_csv(entries: &[Entry], receipts: &Receipts) -> String {
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
        "systems_may_hold",
        "decided_by",
        "contested",
        "contested_by",
        "names",
    ];
    let mut csv = csv_row(head.into_iter().chain(ASKED_WITH).map(str::to_owned).collect());
    for entry in entries {
        let may_hold = entry.systems_may_hold.join("; ");
        let all: Vec<_> =
            entry.systems_holding.iter().chain(&entry.systems_may_hold).cloned().collect();
        let decided_by: Vec<&str> = entry.decided_by.iter().map(String::as_str).collect();
        let contested_by: Vec<&str> = entry.contested_by.iter().map(String::as_str).collect();
        let name = |id| entry.names.get(id).unwrap_or(id).to_string();
        let names: Vec<String> = all.iter().map(name).collect();
        let cells = vec![
            day_text(entry.day),
            entry.happening.as_str().to_owned(),
            entry.role.clone(),
            entry.duty.clone(),
            entry.title.clone(),
            entry.cite.clone(),
            entry.basis.clone(),
            entry.holds.to_string(),
            entry.may_hold.to_string(),
            all.join("; "),
            entry.unless_existing.to_string(),
            may_hold,
            decided_by.join("; "),
            entry.contested.to_string(),
            contested_by.join("; "),
            names.join("; "),
        ];
        csv += &csv_row(cells.into_iter().chain(receipts.cells()).collect());
    }
    csv
}

const WIDTH: usize = 760;
/// The most that a letter of 12 pixels takes in a sentence.
const LETTER: usize = 7;
const ROW: usize = 26;
const LEFT: usize = 330;
/// How far the lines at the foot are from one another.
const FOOT: usize = 15;

/// A picture: one bar for each day, kind and role, as long as it has duties; with what it was asked stands below.
pub fn calendar_svg(title: &str, entries: &[Entry], asked_with: &str) -> String {
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
    let below = 70 + moved + ROW * groups.len().max(1);
    let foot = match asked_with {
        "" => Vec::new(),
        asked_with => wrapped(asked_with, width - 24, 11),
    };
    let height = below + FOOT * foot.len();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\">\
         <title>{title}</title><rect width=\"100%\" height=\"100%\" fill=\"#fffdf8\"/>\
         <defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/>\
         <path d=\"M0 0v6\" stroke=\"#0b3d78\" stroke-width=\"4\"/></pattern>\
         <pattern id=\"dots\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"6\" height=\"6\" fill=\"#fff\"/>\
         <circle cx=\"3\" cy=\"3\" r=\"2\" fill=\"#8a3d00\"/></pattern>\
         <pattern id=\"bars\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"6\" height=\"6\" fill=\"#fff\"/>\
         <path d=\"M2 0v6\" stroke=\"#8a0050\" stroke-width=\"3\"/></pattern>\
         <pattern id=\"grid\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"6\" height=\"6\" fill=\"#fff\"/>\
         <path d=\"M3 0v6M0 3h6\" stroke=\"#8a0050\" stroke-width=\"1.5\"/></pattern></defs>",
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
            Happening::ProtectionMayEnd | Happening::ProtectionEndsIfOwed => "url(#dots)",
            Happening::FallsDue => "#8a0050",
            Happening::FallsDueUnlessExempted => "url(#bars)",
            Happening::MayFallDue => "url(#grid)",
            Happening::ByOtherReading => "#fff",
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
    lines(&mut svg, &foot, (below, FOOT), "font-size=\"11\" fill=\"#57514a\"");
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
        Happening::ProtectionEndsIfOwed => "may have to be met",
        Happening::FallsDue => "due",
        Happening::FallsDueUnlessExempted => "due unless exempt",
        Happening::MayFallDue => "may be due",
        Happening::ByOtherReading => "by another reading",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actlas_assess::{Assessor, Settings};
    use actlas_facts::parse_date;
    use actlas_law::{Choices, Lowered, Pack, PackFiles, View};

    const ASKED: &str = "Asked on 21 November 2026; readings: the Commission's.";

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
            systems_holding: systems.iter().map(|id| (*id).into()).collect(),
            systems_may_hold: Vec::new(),
            systems_unless_existing: Vec::new(),
            decided_by: BTreeSet::new(),
            contested: 0,
            contested_by: BTreeSet::new(),
            names: BTreeMap::new(),
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
        let mut components = 0;
        for line in lines {
            assert!(!ended, "nothing follows the end");
            let (name, value) = line.split_once(':').expect("a name and a value");
            match (name, value) {
                ("BEGIN" | "END", "VTIMEZONE" | "STANDARD") => components += 1,
                ("BEGIN", "VEVENT") => {
                    components += 1;
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
        assert!(ended && components > 0, "a calendar has components");
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
        let ics = calendar_ics("Our register", stamp, &entries, ASKED);
        assert!(!ics.contains(['\u{fffe}', '\u{ffff}']));
        let events = read(&ics);
        assert_eq!(events.len(), 2, "one for each day, kind and role");
        let first = &events[0];
        assert_eq!(first["DTSTART;VALUE=DATE"], "20271202");
        assert_eq!(first["DTEND;VALUE=DATE"], "20271203");
        assert_eq!(first["UID"], "begins.provider.2027-12-02.our-register@actlas");
        assert_eq!(events[1]["UID"], "begins.provider.our-register@actlas", "of the last");
        assert_eq!(first["DTSTAMP"], "20261121T000000Z");
        assert!(first["SUMMARY"].contains("2 duties as provider begin (2 systems)"));
        assert!(
            first["DESCRIPTION"].contains("Risk\\; management\\, of größere Systeme \\\\ with")
        );
        assert!(first["DESCRIPTION"].contains("=b DTSTART:1"), "an id ends no line");
        assert_eq!(events[1]["DTEND;VALUE=DATE"], "20280101");
        let later = entry("O-50-2", "2027-12-31", &["c"]);
        let more = [entry("O-PRV-09", "2027-12-02", &["a", "z"]), later];
        let again = read(&calendar_ics("Our register", stamp, &more, ASKED));
        assert_eq!(again[0]["UID"], first["UID"], "importing again updates");
    }

    fn uids(entries: &[Entry]) -> Vec<(String, String)> {
        let stamp = parse_date("2026-11-21").unwrap().0;
        let events = read(&calendar_ics("R", stamp, entries, ASKED));
        let of = |event: &BTreeMap<String, String>| {
            (event["UID"].clone(), event["DTSTART;VALUE=DATE"].clone())
        };
        events.iter().map(of).collect()
    }

    /// What is imported again: events of ids that come again are replaced, the others stay.
    fn imported(before: &[Entry], after: &[Entry]) -> Vec<String> {
        let mut held: BTreeMap<String, String> = uids(before).into_iter().collect();
        held.extend(uids(after));
        let mut days: Vec<String> = held.into_values().collect();
        days.sort();
        days
    }

    #[test]
    fn a_date_that_moves_takes_its_event_along() {
        let of = |days: &[&str]| -> Vec<Entry> {
            days.iter().map(|day| entry("O-PRV-09", day, &["a"])).collect()
        };
        let moved = imported(&of(&["2026-08-02"]), &of(&["2027-12-02"]));
        assert_eq!(moved, ["20271202"]);
        // A day that passes, and one that comes behind, make no second event of one.
        let passed = imported(&of(&["2026-08-02", "2027-12-02"]), &of(&["2027-12-02"]));
        assert_eq!(passed, ["20260802", "20271202"]);
        let more = imported(&of(&["2027-12-02"]), &of(&["2027-12-02", "2028-08-02"]));
        assert_eq!(more, ["20271202", "20280802"]);
    }

    #[test]
    fn each_report_is_an_event_of_its_own() {
        let report = |happening, day: &str, systems: &[&str]| Entry {
            happening,
            basis: "Art. 73(2)".to_owned(),
            ..entry("O-PRV-73", day, systems)
        };
        let due = |day: &str| report(Happening::FallsDue, day, &["a", "A 1"]);
        let before = [due("2028-01-25"), report(Happening::FallsDue, "2028-02-25", &["b"])];
        assert_eq!(uids(&before).len(), 3);
        // The day of an incident was corrected, and what was open is decided.
        let after = [
            report(Happening::FallsDue, "2028-01-20", &["A 1"]),
            report(Happening::MayFallDue, "2028-01-25", &["a"]),
            report(Happening::FallsDue, "2028-02-25", &["b"]),
        ];
        assert_eq!(imported(&before, &after), ["20280120", "20280125", "20280225"]);
        let stamp = parse_date("2026-11-21").unwrap().0;
        let summaries: Vec<String> = read(&calendar_ics("R", stamp, &after, ASKED))
            .into_iter()
            .map(|event| event["SUMMARY"].clone())
            .collect();
        assert!(
            summaries[0].contains("O-PRV-73") && summaries[0].ends_with("(A 1)"),
            "{summaries:?}"
        );
    }

    /// A table names every system, and those of which an actor may only have the role apart.
    #[test]
    fn a_table_names_all_systems() {
        let ids: Vec<String> = (1..=30).map(|at| format!("s{at}")).collect();
        let all: Vec<&str> = ids.iter().map(String::as_str).collect();
        let may_hold = vec!["m".into()];
        let names = [("m".into(), "Mood".into())].into();
        let entry = Entry {
            may_hold: 1,
            systems_may_hold: may_hold,
            names,
            title: "T".to_owned(),
            ..entry("O-1", "2027-12-02", &all)
        };
        let pack = Pack::load(&PackFiles::embedded()).0;
        let day = parse_date("2026-11-21").unwrap().0;
        let view = View::new(&pack, day, day).unwrap();
        let lowered = Lowered::new(view, Choices::defaults(&pack));
        let receipts = Assessor::new(&lowered, Settings::default()).receipts();
        let csv = calendar_csv(&[entry], &receipts);
        assert!(csv.contains("s29; s30; m,0,m,"), "{csv}");
        assert!(csv.lines().all(|line| line.split(',').count() == 23), "{csv}");
        assert!(csv.contains("Mood,2026-11-21,2026-11-21,"), "{csv}");
    }

    /// Two portfolios have two sets of ids; those of a plain title are as they were.
    #[test]
    fn ids_tell_portfolios_apart() {
        let long = "a".repeat(60);
        let marks = ["A/B", "A-B", "A B", "A  B", "HR_2026", "HR-2026", "HR 2026"];
        let cut = [&format!("{long}1"), &format!("{long}2"), &long];
        let titles: Vec<&str> = ["София", "Варна", "Банка"]
            .into_iter()
            .chain(marks)
            .chain(cut.into_iter().map(String::as_str))
            .collect();
        let slugs: std::collections::BTreeSet<String> = titles.iter().map(|at| slug(at)).collect();
        assert_eq!(slugs.len(), titles.len(), "{slugs:?}");
        assert_eq!((slug("Our register"), slug(&long)), ("our-register".to_owned(), long));
    }

    #[test]
    fn an_empty_calendar_is_one() {
        let stamp = parse_date("2026-11-21").unwrap().0;
        assert!(read(&calendar_ics("", stamp, &[], ASKED)).is_empty());
        assert!(calendar_svg("<none>", &[], "").contains("&lt;none&gt;"));
    }

    #[test]
    fn a_long_title_is_broken() {
        let title = "Alle Systeme der Beispielbank und ihrer Töchter ".repeat(4);
        let svg = calendar_svg(&title, &[], "");
        let (_, drawn) = svg.split_once("</defs>").unwrap();
        assert!(drawn.matches("font-size=\"17\"").count() > 1, "{svg}");
        assert_eq!(drawn.matches("Systeme").count(), 4, "{svg}");
    }

    /// Who may hold a role is not said to hold it.
    #[test]
    fn a_bar_says_which_systems_only_may_have_the_role() {
        let of = |holds: usize, may_hold: usize| {
            let entry = Entry { holds, may_hold, ..entry("O-1", "2027-12-02", &["A-1"]) };
            calendar_svg("Days", &[entry], "")
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
        let svg = calendar_svg("Days", &[reserved], "");
        let (_, width) = svg.split_once(" width=\"").unwrap();
        let width: usize = width.split_once('"').unwrap().0.parse().unwrap();
        let (before, _) = svg.split_once("1 begin, 2 systems, unless existing</text>").unwrap();
        let (_, from) = before.rsplit_once("<text x=\"").unwrap();
        let from: usize = from.split_once('"').unwrap().0.parse().unwrap();
        assert!(from + "1 begin, 2 systems, unless existing".len() * 7 <= width, "{svg}");
    }
}
