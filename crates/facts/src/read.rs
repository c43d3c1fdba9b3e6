//! Reading the value of a fact from a cell or from JSON, and writing it back.

use std::fmt;

use actlas_logic::{Decimal, Truth};
use serde_json::{Map, Value, json};
use time::{Date, Month};

use crate::knowledge::{Bound, Interval, Knowledge, Options, day_text};
use crate::vocabulary::{Fact, Kind, OptionIx, Unit};

/// A value as a file gives it.
#[derive(Clone, Copy, Debug)]
pub enum Raw<'a> {
    /// A cell of a table or a line typed by a person.
    Text(&'a str),
    /// A JSON or YAML value.
    Json(&'a Value),
    /// A number of a JSON file, as it was written.
    Number(&'a str),
    /// A text of a JSON file.
    String(&'a str),
}

/// Why a value could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What was given, shortened.
    pub given: String,
    /// What would have been understood.
    pub wanted: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not {}", self.given, self.wanted)
    }
}

/// Words for yes and no in the languages registers are written in.
const YES: &[&str] = &[
    "true",
    "yes",
    "y",
    "1",
    "ja",
    "oui",
    "si",
    "sí",
    "sì",
    "sim",
    "tak",
    "ano",
    "áno",
    "da",
    "kyllä",
    "jah",
    "igen",
    "jā",
    "taip",
    "ναι",
    "да",
    "wahr",
    "vrai",
    "waar",
    "verdadero",
    "vero",
    "verdadeiro",
    "prawda",
    "pravda",
    "igaz",
    "adevărat",
    "sant",
    "sand",
    "tosi",
    "x",
];
const NO: &[&str] = &[
    "false", "no", "n", "0", "nee", "nein", "non", "não", "nie", "ne", "nej", "ei", "nem", "nē",
    "nu", "όχι", "οχι", "не", "falsch", "faux", "onwaar", "falso", "fałsz", "nepravda", "hamis",
    "fals", "falskt", "falsk", "epätosi",
];
/// Words that say that the answer is not known; they are read, and say nothing.
const UNKNOWN: &[&str] = &[
    "unknown",
    "not known",
    "?",
    "onbekend",
    "unbekannt",
    "inconnu",
    "desconocido",
    "sconosciuto",
];
const NONE: &[&str] =
    &["none", "none of these", "geen", "keine", "aucun", "aucune", "ninguno", "nessuno"];

/// Yes or no in any of the languages registers are written in; unknown for "not known".
pub fn truth_word(text: &str) -> Option<Truth> {
    let word = text.trim().to_lowercase();
    let is = |words: &[&str]| words.contains(&word.as_str());
    if is(YES) {
        Some(Truth::True)
    } else if is(NO) {
        Some(Truth::False)
    } else if word.is_empty() || is(UNKNOWN) {
        Some(Truth::Unknown)
    } else {
        None
    }
}

/// A day, a month or a year: `2026-07-27`, `2026-07`, `2026`; the first and the last day meant.
pub fn parse_date(text: &str) -> Option<(Date, Date)> {
    let text = text.trim();
    // Of a timestamp the day counts, and it is the day written, in no other zone. Anything else after
    // a blank is no time: `2026 or 2027` must not become 2026.
    let text = match text.split_once(['T', ' ']) {
        Some((day, time)) => Some(day).filter(|day| day.len() == 10 && is_time(time))?,
        None => text,
    };
    let mut parts = text.split('-');
    let mut digits = |len: usize| -> Option<Option<u16>> {
        match parts.next() {
            None => Some(None),
            Some(part) if part.len() == len && part.bytes().all(|at| at.is_ascii_digit()) => {
                part.parse().ok().map(Some)
            }
            Some(_) => None,
        }
    };
    let year = i32::from(digits(4)??);
    let (month, day) = (digits(2)?, digits(2)?);
    if parts.next().is_some() {
        return None;
    }
    let month = match month {
        Some(month) => Some(Month::try_from(u8::try_from(month).ok()?).ok()?),
        None => None,
    };
    let date = |month: Month, day: u8| Date::from_calendar_date(year, month, day).ok();
    match (month, day) {
        (Some(month), Some(day)) => date(month, u8::try_from(day).ok()?).map(|day| (day, day)),
        (Some(month), None) => Some((date(month, 1)?, date(month, month.length(year))?)),
        (None, _) => Some((date(Month::January, 1)?, date(Month::December, 31)?)),
    }
}

fn is_time(text: &str) -> bool {
    let may_follow = |at: char| at.is_ascii_digit() || ":.,+-Z".contains(at);
    text.contains(':')
        && text.starts_with(|at: char| at.is_ascii_digit())
        && text.chars().all(may_follow)
}

impl Fact {
    /// Reads a value. `Ok` with knowledge that says nothing is an empty cell or "not known".
    pub fn read(&self, raw: Raw) -> Result<Knowledge, Unreadable> {
        let read = match (&self.kind, raw) {
            (_, Raw::Json(Value::Null)) => Some(Knowledge::nothing(&self.kind)),
            (Kind::YesNo, Raw::Json(Value::Bool(value))) => {
                Some(Knowledge::YesNo(Truth::from(*value)))
            }
            (Kind::YesNo, raw) => scalar(raw).as_deref().and_then(truth_word).map(Knowledge::YesNo),
            (Kind::Choice(_), raw) => self.read_choice(raw),
            (Kind::Set(_), raw) => self.read_set(raw),
            (Kind::Number(unit), raw) => {
                read_interval(raw, &["above", "at_least", "below", "at_most"], &|text| {
                    let number = read_number(text, unit)?;
                    Some((number.clone(), number))
                })
                .map(Knowledge::Number)
            }
            (Kind::Date, raw) => {
                read_interval(raw, &["after", "from", "before", "until"], &parse_date)
                    .and_then(whole_days)
                    .map(Knowledge::Date)
            }
        };
        read.ok_or_else(|| self.unreadable(raw))
    }

    fn option(&self, word: &str) -> Option<OptionIx> {
        let word = word.trim();
        let is_named = |at: &crate::OptionDef| {
            let names = [&at.id, &at.label];
            names.iter().any(|name| !name.is_empty() && name.eq_ignore_ascii_case(word))
        };
        // Lists of options are shown as `id: label`, and copied so.
        let is_copied = |at: &crate::OptionDef| {
            word.split_once(':').is_some_and(|(id, label)| {
                at.id.eq_ignore_ascii_case(id.trim()) && at.label.eq_ignore_ascii_case(label.trim())
            })
        };
        let is = |at: &crate::OptionDef| is_named(at) || is_copied(at);
        self.kind.options().iter().position(is).map(|at| OptionIx(at as u8))
    }

    /// The parts of a list; a label may hold commas itself.
    fn listed<'t>(&self, words: &'t str) -> Vec<&'t str> {
        let part = |part: &'t str| {
            let word = part.trim();
            match self.option(word.strip_prefix("not ").unwrap_or(word)) {
                Some(_) => vec![part],
                None => part.split(',').collect(),
            }
        };
        words.split([';', '\n']).flat_map(part).filter(|word| !word.trim().is_empty()).collect()
    }

    fn options(&self, value: &Value) -> Option<Options> {
        let words = match value {
            Value::Array(words) => words.iter().map(|word| word.as_str()).collect::<Option<_>>()?,
            Value::String(word) => vec![word.as_str()],
            _ => return None,
        };
        words.into_iter().map(|word| self.option(word)).collect::<Option<Vec<_>>>().map(Options::of)
    }

    fn read_choice(&self, raw: Raw) -> Option<Knowledge> {
        let all = Options::first(self.kind.options().len());
        if let Raw::Json(Value::Object(object)) = raw {
            let not = only_key(object, "not")?;
            let left = all.without(self.options(not)?);
            return (!left.is_empty()).then_some(Knowledge::Choice(left));
        }
        let text = scalar(raw)?;
        if truth_word(&text) == Some(Truth::Unknown) {
            return Some(Knowledge::Choice(all));
        }
        if let Some(option) = self.option(&text) {
            return Some(Knowledge::Choice(Options::of([option])));
        }
        let not = text.trim().strip_prefix("not ")?;
        let ruled_out: Option<Vec<OptionIx>> =
            self.listed(not).into_iter().map(|word| self.option(word)).collect();
        let ruled_out = Options::of(ruled_out.filter(|options| !options.is_empty())?);
        let left = all.without(ruled_out);
        (!left.is_empty()).then_some(Knowledge::Choice(left))
    }

    fn read_set(&self, raw: Raw) -> Option<Knowledge> {
        let all = Options::first(self.kind.options().len());
        let is_none = |text: &str| NONE.contains(&text.trim().to_lowercase().as_str());
        match raw {
            Raw::Json(Value::Object(object)) => {
                let known = ["has", "not", "complete"];
                if object.keys().any(|key| !known.contains(&key.as_str())) {
                    return None;
                }
                let part = |key: &str| match object.get(key) {
                    None => Some(Options::default()),
                    Some(value) => self.options(value),
                };
                let (has, mut hasnt) = (part("has")?, part("not")?);
                match object.get("complete") {
                    None | Some(Value::Bool(false)) => {}
                    // Without `has`, the list that is said to be complete is missing, not empty.
                    Some(Value::Bool(true)) if object.contains_key("has") => {
                        hasnt = hasnt.or(all.without(has));
                    }
                    Some(_) => return None,
                }
                has.and(hasnt).is_empty().then_some(Knowledge::Set { has, hasnt })
            }
            Raw::Json(value @ Value::Array(_)) => {
                let has = self.options(value)?;
                Some(Knowledge::Set { has, hasnt: Options::default() })
            }
            raw => {
                let text = scalar(raw)?;
                // A 0 says "no", but more often that a program found nothing; it never empties a list.
                let is_no = text.trim() != "0" && truth_word(&text) == Some(Truth::False);
                if is_none(&text) || is_no {
                    return Some(Knowledge::Set { has: Options::default(), hasnt: all });
                }
                if truth_word(&text) == Some(Truth::Unknown) {
                    return Some(Knowledge::nothing(&self.kind));
                }
                let (words, complete) = match text.trim().strip_prefix("only ") {
                    Some(words) => (words, true),
                    None => (text.trim(), false),
                };
                let (mut has, mut hasnt) = (Options::default(), Options::default());
                for word in self.listed(words) {
                    match word.trim().strip_prefix("not ") {
                        Some(word) => hasnt = hasnt.or(Options::of([self.option(word)?])),
                        None => has = has.or(Options::of([self.option(word)?])),
                    }
                }
                // `only` and a list without a member that it has do not add up to "none".
                if has.is_empty() && (complete || hasnt.is_empty()) {
                    return None;
                }
                if complete {
                    hasnt = hasnt.or(all.without(has));
                }
                has.and(hasnt).is_empty().then_some(Knowledge::Set { has, hasnt })
            }
        }
    }

    fn unreadable(&self, raw: Raw) -> Unreadable {
        let given = match raw {
            Raw::Text(text) => text.to_owned(),
            Raw::Json(value) => value.to_string(),
            Raw::Number(number) => number.to_owned(),
            Raw::String(text) => Value::from(text).to_string(),
        };
        let ids = || {
            let ids: Vec<&str> = self.kind.options().iter().map(|at| at.id.as_str()).collect();
            ids.join(", ")
        };
        let wanted = match &self.kind {
            Kind::YesNo => "yes or no".to_owned(),
            Kind::Choice(_) => format!("one of {} (or `not` some of them)", ids()),
            Kind::Set(_) => format!("some of {} (or `none`)", ids()),
            Kind::Number(unit) => format!("a number in {}, not below 0", unit.symbol),
            Kind::Date => "a day such as 2026-07-27, a month or a year".to_owned(),
        };
        Unreadable { given: given.chars().take(60).collect(), wanted }
    }

    /// The value as it is written in files: what [`Fact::read`] reads back.
    pub fn write(&self, knowledge: &Knowledge) -> Value {
        let id = |option: OptionIx| {
            let option = self.kind.options().get(usize::from(option.0));
            Value::from(option.map_or("", |option| option.id.as_str()))
        };
        let ids = |options: Options| Value::Array(options.iter().map(id).collect());
        let all = Options::first(self.kind.options().len());
        match knowledge {
            Knowledge::YesNo(Truth::Unknown) => Value::Null,
            Knowledge::YesNo(truth) => Value::Bool(*truth == Truth::True),
            Knowledge::Choice(possible) if possible.len() == 1 => {
                possible.iter().next().map_or(Value::Null, id)
            }
            Knowledge::Choice(possible) if *possible == all => Value::Null,
            Knowledge::Choice(possible) => json!({ "not": ids(all.without(*possible)) }),
            Knowledge::Set { has, hasnt } if has.or(*hasnt) == all => {
                json!({ "has": ids(*has), "complete": true })
            }
            Knowledge::Set { has, hasnt } if hasnt.is_empty() => ids(*has),
            Knowledge::Set { has, hasnt } => json!({ "has": ids(*has), "not": ids(*hasnt) }),
            Knowledge::Number(interval) => {
                write_interval(interval, &["above", "at_least", "below", "at_most"], |number| {
                    number.to_string()
                })
            }
            Knowledge::Date(interval) => {
                write_interval(interval, &["after", "from", "before", "until"], |day| {
                    day_text(*day)
                })
            }
        }
    }

    /// The value in words, for people.
    pub fn words(&self, knowledge: &Knowledge) -> String {
        let label = |option: OptionIx| {
            let option = self.kind.options().get(usize::from(option.0));
            option.map_or("", |option| option.label.as_str())
        };
        let labels = |options: Options| options.iter().map(label).collect::<Vec<_>>().join(", ");
        let all = Options::first(self.kind.options().len());
        match knowledge {
            Knowledge::YesNo(Truth::True) => "yes".to_owned(),
            Knowledge::YesNo(Truth::False) => "no".to_owned(),
            Knowledge::YesNo(Truth::Unknown) => "not known".to_owned(),
            Knowledge::Choice(possible) if *possible == all => "not known".to_owned(),
            Knowledge::Choice(possible) => {
                possible.iter().map(label).collect::<Vec<_>>().join(" or ")
            }
            Knowledge::Set { has, hasnt } if *hasnt == all && has.is_empty() => {
                "none of these".to_owned()
            }
            Knowledge::Set { has, hasnt } => match (has.is_empty(), hasnt.is_empty()) {
                (true, true) => "not known".to_owned(),
                (false, true) => labels(*has),
                (true, false) => format!("not {}", labels(*hasnt)),
                (false, false) if has.or(*hasnt) == all => {
                    format!("{}; none of the others", labels(*has))
                }
                (false, false) => format!("{}; not {}", labels(*has), labels(*hasnt)),
            },
            Knowledge::Number(_) | Knowledge::Date(_) => {
                let unit = match &self.kind {
                    Kind::Number(unit) => format!(" {}", unit.symbol),
                    _ => String::new(),
                };
                match self.write(knowledge) {
                    Value::String(text) => text + &unit,
                    Value::Object(bounds) => {
                        let bound = |(key, value): (&String, &Value)| {
                            let value = value.as_str().unwrap_or_default();
                            format!("{} {value}{unit}", key.replace('_', " "))
                        };
                        bounds.iter().map(bound).collect::<Vec<_>>().join(", ")
                    }
                    _ => "not known".to_owned(),
                }
            }
        }
    }
}

fn only_key<'a>(object: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    if object.len() == 1 { object.get(key) } else { None }
}

fn scalar(raw: Raw) -> Option<String> {
    match raw {
        Raw::Text(text) | Raw::Number(text) | Raw::String(text) => Some(text.to_owned()),
        Raw::Json(Value::String(text)) => Some(text.clone()),
        Raw::Json(Value::Bool(value)) => Some(value.to_string()),
        // With `arbitrary_precision` this is the text of the file, digit by digit.
        Raw::Json(Value::Number(number)) => Some(number.to_string()),
        Raw::Json(_) => None,
    }
}

fn read_number(text: &str, unit: &Unit) -> Option<Decimal> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let written = unit.spellings.iter().find_map(|(spelling, power)| {
        let len = lower.strip_suffix(&spelling.to_lowercase())?.len();
        // Lower-casing can change the length of a text; then the cut would be elsewhere.
        let number = text.get(..len).filter(|_| lower.len() == text.len())?;
        number.trim().parse::<Decimal>().ok().map(|number| number.scaled(*power))
    });
    // What cannot be written and read again is no figure of anything: `10e100000` would come back as
    // `1e100001`, a power that is refused.
    let is_read_back = |number: &Decimal| number.to_string().parse().as_ref() == Ok(number);
    // Nothing that has a unit here can be less than nothing.
    let is_amount = |number: &Decimal| *number >= Decimal::default();
    written.or_else(|| text.parse().ok()).filter(is_read_back).filter(is_amount)
}

/// Reads an exact value, `>x`, `{"above": x}` and the like. `words` are the keys for more than, at
/// least, less than, at most. `parse` gives the first and the last value a text can mean.
fn read_interval<T: Ord + Clone>(
    raw: Raw,
    words: &[&str; 4],
    parse: &dyn Fn(&str) -> Option<(T, T)>,
) -> Option<Interval<T>> {
    let bounded = |at: usize, text: &str| -> Option<Interval<T>> {
        let (first, last) = parse(text)?;
        let mut interval = Interval::unbounded();
        match at {
            0 => interval.low = Some(Bound { value: last, included: false }),
            1 => interval.low = Some(Bound { value: first, included: true }),
            2 => interval.high = Some(Bound { value: first, included: false }),
            _ => interval.high = Some(Bound { value: last, included: true }),
        }
        Some(interval)
    };
    if let Raw::Json(Value::Object(object)) = raw {
        let mut interval = Interval::unbounded();
        for (key, value) in object {
            let at = words.iter().position(|word| word == key)?;
            interval = interval.meet(&bounded(at, &scalar(Raw::Json(value))?)?)?;
        }
        return Some(interval);
    }
    let text = scalar(raw)?;
    let text = text.trim();
    if truth_word(text) == Some(Truth::Unknown) {
        return Some(Interval::unbounded());
    }
    for (sign, at) in [(">=", 1), ("≥", 1), ("<=", 3), ("≤", 3), (">", 0), ("<", 2)] {
        if let Some(rest) = text.strip_prefix(sign) {
            return bounded(at, rest);
        }
    }
    let (first, last) = parse(text)?;
    Some(Interval::between(first, last))
}

/// The same days with both ends included, or `None` if no day is left: "after the 1st and before the
/// 3rd" is the 2nd.
fn whole_days(interval: Interval<Date>) -> Option<Interval<Date>> {
    let included = |bound: Option<Bound<Date>>, inward: fn(Date) -> Option<Date>| match bound {
        Some(Bound { value, included: false }) => {
            Some(Some(Bound { value: inward(value)?, included: true }))
        }
        bound => Some(bound),
    };
    let low = Interval { low: included(interval.low, Date::next_day)?, high: None };
    // A day before the year 0 could not be written back.
    let before = |day: Date| day.previous_day().filter(|day| day.year() >= 0);
    let high = Interval { low: None, high: included(interval.high, before)? };
    low.meet(&high)
}

fn write_interval<T: Ord + Clone>(
    interval: &Interval<T>,
    words: &[&str; 4],
    text: impl Fn(&T) -> String,
) -> Value {
    if let Some(value) = interval.exact() {
        return Value::String(text(value));
    }
    let mut object = Map::new();
    let mut put = |bound: &Option<Bound<T>>, open: &str, closed: &str| {
        if let Some(bound) = bound {
            let key = if bound.included { closed } else { open };
            object.insert(key.to_owned(), Value::String(text(&bound.value)));
        }
    };
    let [above, at_least, below, at_most] = words;
    put(&interval.low, above, at_least);
    put(&interval.high, below, at_most);
    if object.is_empty() { Value::Null } else { Value::Object(object) }
}
