//! `actlas.toml`: what is checked, and against which policy.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use actlas_assess::check::{
    Accept, CONFIG_KEY_UNKNOWN, CONFIG_UNREADABLE, CONFIG_VALUE, Level, Policy, Rule,
};
use actlas_facts::{Date, Finding, Place, nearest_word, parse_date};
use actlas_law::{Pack, Reading};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::pack;

/// Largest configuration that is read.
const MAX_BYTES: u64 = 4 << 20;

/// A configuration.
#[derive(Default)]
pub struct Config {
    pub title: String,
    pub inputs: Vec<PathBuf>,
    pub answers: Vec<PathBuf>,
    pub mapping: Option<PathBuf>,
    pub sheet: Option<String>,
    pub attest: Option<String>,
    pub reads_prose: ReadsProse,
    pub readings: Vec<String>,
    pub assumes: Assumes,
    pub policy: Policy,
    /// Who answers for which record, and where that is written.
    pub owners: BTreeMap<String, (String, Place)>,
}

/// Whether facts are proposed from prose.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum ReadsProse {
    #[default]
    Yes,
    No,
}

/// Whether systems are taken to be in scope.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Assumes {
    #[default]
    InScope,
    Nothing,
}

type Entry<'t, 'i> = (&'t str, &'t Spanned<DeValue<'i>>, usize);

struct Reader<'a> {
    path: String,
    folder: &'a Path,
    text: &'a str,
    law: &'a Pack,
    config: Config,
    findings: Vec<Finding>,
}

const TOP: &[&str] = &[
    "title", "inputs", "answers", "mapping", "sheet", "attest", "screen", "roles", "readings",
    "assume", "policy", "owners", "accept",
];

/// Reads a configuration. Whatever is wrong with it is a finding, and then it is not used.
pub fn read(path: &Path, law: &Pack) -> (Config, Vec<Finding>) {
    let name = path.display().to_string();
    let fails = |says: String, hint: &str| {
        let finding = Finding::new(CONFIG_UNREADABLE, Place::file(&name), says).hint(hint);
        (Config::default(), vec![finding])
    };
    let text = match fs::metadata(path) {
        Ok(about) if about.len() > MAX_BYTES => {
            return fails(format!("it is larger than {} MiB", MAX_BYTES >> 20), "");
        }
        Ok(_) => fs::read_to_string(path),
        Err(error) => Err(error),
    };
    match text {
        Ok(text) => parse(path, &text, law),
        Err(error) => fails(
            error.to_string(),
            "begin one with a line such as `inputs = [\"register.csv\"]`; docs/check.md shows the rest",
        ),
    }
}

/// The same, from its text.
fn parse(path: &Path, text: &str, law: &Pack) -> (Config, Vec<Finding>) {
    let folder = path.parent().unwrap_or(Path::new(""));
    let path = path.display().to_string();
    let (config, findings) = (Config::default(), Vec::new());
    let mut reader = Reader { path, folder, text, law, config, findings };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        let says = error.message().replace('\n', ", ");
        let finding = Finding::new(CONFIG_UNREADABLE, reader.place(at), says);
        reader.findings.push(finding);
    }
    if errors.is_empty() {
        reader.top(table.get_ref());
    }
    (reader.config, reader.findings)
}

impl Reader<'_> {
    fn place(&self, at: usize) -> Place {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count();
        Place::file(&self.path).line(line as u64 + 1)
    }

    fn wrong(&mut self, at: usize, says: impl Into<String>, hint: impl Into<String>) {
        let finding = Finding::new(CONFIG_VALUE, self.place(at), says).hint(hint);
        self.findings.push(finding);
    }

    /// The entries of a table, in the order of the file, without those whose key is unknown.
    fn entries<'t, 'i>(
        &mut self,
        table: &'t DeTable<'i>,
        known: &[&str],
        of: &str,
    ) -> Vec<Entry<'t, 'i>> {
        let mut entries = entries_of(table);
        entries.retain(|(key, _, at)| {
            let is_known = known.contains(key);
            if !is_known {
                let says = format!("no key `{}`{of}", shortened(key));
                let hint = match nearest_word(key, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("there are {}", known.join(", ")),
                };
                let finding = Finding::new(CONFIG_KEY_UNKNOWN, self.place(*at), says).hint(hint);
                self.findings.push(finding);
            }
            is_known
        });
        entries
    }

    fn top(&mut self, table: &DeTable) {
        let entries = self.entries(table, TOP, "");
        for (key, value, at) in entries {
            match key {
                "title" => self.config.title = self.text_of(value, key).unwrap_or_default(),
                "inputs" => self.config.inputs = self.paths(value, key),
                "answers" => self.config.answers = self.paths(value, key),
                "mapping" => self.config.mapping = self.path(value, key),
                "sheet" => self.config.sheet = self.text_of(value, key),
                "attest" => self.config.attest = self.text_of(value, key),
                "screen" => match value.get_ref() {
                    DeValue::Boolean(true) => self.config.reads_prose = ReadsProse::Yes,
                    DeValue::Boolean(false) => self.config.reads_prose = ReadsProse::No,
                    _ => self.wrong(at, "`screen` is true or false", ""),
                },
                "roles" => self.roles(value),
                "readings" => self.readings(value),
                "assume" => match self.text_of(value, key).as_deref() {
                    Some("in-scope") => self.config.assumes = Assumes::InScope,
                    Some("none") => self.config.assumes = Assumes::Nothing,
                    Some(_) => self.wrong(at, "`assume` is `in-scope` or `none`", ""),
                    None => {}
                },
                "policy" => self.policy(value),
                "owners" => self.owners(value),
                _ => self.accepts(value),
            }
        }
        if self.config.inputs.is_empty() && self.findings.is_empty() {
            self.wrong(0, "it names no `inputs`", "write inputs = [\"systems.csv\"]");
        }
    }

    fn text_of(&mut self, value: &Spanned<DeValue>, key: &str) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.clone().into_owned()),
            DeValue::String(_) => {
                self.wrong(value.span().start, format!("`{key}` is empty"), "write a text there");
                None
            }
            _ => {
                self.wrong(value.span().start, format!("`{key}` is a text"), "put it in quotes");
                None
            }
        }
    }

    fn texts(&mut self, value: &Spanned<DeValue>, key: &str) -> Vec<String> {
        match value.get_ref() {
            DeValue::Array(list) => {
                list.iter().filter_map(|value| self.text_of(value, key)).collect()
            }
            _ => self.text_of(value, key).into_iter().collect(),
        }
    }

    fn paths(&mut self, value: &Spanned<DeValue>, key: &str) -> Vec<PathBuf> {
        match value.get_ref() {
            DeValue::Array(list) => list.iter().filter_map(|value| self.path(value, key)).collect(),
            _ => self.path(value, key).into_iter().collect(),
        }
    }

    /// A file or folder, which must be there: whoever reads of it later does not know this line.
    fn path(&mut self, value: &Spanned<DeValue>, key: &str) -> Option<PathBuf> {
        let path = self.folder.join(self.text_of(value, key)?);
        if matches!(fs::metadata(&path), Err(error) if error.kind() == ErrorKind::NotFound) {
            let says = format!("`{key}` names `{}`, and there is no such file", path.display());
            let hint = "paths start at the folder of the configuration";
            self.wrong(value.span().start, says, hint);
        }
        Some(path)
    }

    fn readings(&mut self, value: &Spanned<DeValue>) {
        let readings = self.texts(value, "readings");
        for chosen in &readings {
            if let Err(error) = pack::chosen_reading(self.law, chosen) {
                let says = error.to_string();
                let (says, hint) = says.split_once("; ").unwrap_or((&says, ""));
                self.wrong(value.span().start, says, hint);
            }
        }
        self.config.readings = readings;
    }

    fn roles(&mut self, value: &Spanned<DeValue>) {
        let vocabulary = &self.law.vocabulary;
        let fact = vocabulary.find("actor_role").and_then(|fact| vocabulary.get(fact));
        let options = fact.map(|fact| fact.kind.options()).unwrap_or_default();
        let known: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
        let roles = self.texts(value, "roles");
        for role in roles {
            if known.contains(&role.as_str()) {
                self.config.policy.roles.push(role);
                continue;
            }
            let hint = match nearest_word(&role, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", known.join(", ")),
            };
            self.wrong(value.span().start, format!("no role `{}`", shortened(&role)), hint);
        }
    }

    fn table<'t, 'i>(
        &mut self,
        value: &'t Spanned<DeValue<'i>>,
        key: &str,
    ) -> Option<&'t DeTable<'i>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.wrong(value.span().start, format!("`{key}` is a table"), "");
                None
            }
        }
    }

    fn policy(&mut self, value: &Spanned<DeValue>) {
        let Some(table) = self.table(value, "policy") else { return };
        let known = Rule::ALL.map(Rule::key);
        for (key, value, _) in self.entries(table, &known, " in `policy`") {
            let Some(rule) = Rule::ALL.into_iter().find(|rule| rule.key() == key) else { continue };
            let DeValue::Table(table) = value.get_ref() else {
                self.level(rule, value);
                continue;
            };
            let more: &[&str] = match rule {
                Rule::Evidence => &["level", "within-days"],
                Rule::Assessment => &["level", "duty"],
                _ => &["level"],
            };
            for (key, value, at) in self.entries(table, more, &format!(" in `policy.{key}`")) {
                match key {
                    "level" => self.level(rule, value),
                    "within-days" => match whole(value.get_ref()) {
                        Some(days) => self.config.policy.within_days = days,
                        None => self.wrong(at, "`within-days` is a number from 0 to 65535", ""),
                    },
                    _ => self.duty(value),
                }
            }
        }
    }

    fn level(&mut self, rule: Rule, value: &Spanned<DeValue>) {
        let word = match value.get_ref() {
            DeValue::String(word) => word.as_ref(),
            _ => "",
        };
        match Level::ALL.into_iter().find(|level| level.as_str() == word) {
            Some(level) => self.config.policy.set(rule, level),
            None => {
                let says = format!("`{}` has no such level", rule.key());
                self.wrong(value.span().start, says, "levels are off, note, warning and error");
            }
        }
    }

    fn duty(&mut self, value: &Spanned<DeValue>) {
        let Some(id) = self.text_of(value, "duty") else { return };
        let ids = || self.law.duties.iter().map(|duty| duty.id.as_str());
        if ids().any(|known| known == id) {
            self.config.policy.assessment = id;
            return;
        }
        let hint = nearest_word(&id, ids()).map(|near| format!("did you mean `{near}`?"));
        let says = format!("no duty `{}`", shortened(&id));
        self.wrong(value.span().start, says, hint.unwrap_or_default());
    }

    fn owners(&mut self, value: &Spanned<DeValue>) {
        let Some(table) = self.table(value, "owners") else { return };
        for (id, value, at) in entries_of(table) {
            let place = self.place(at);
            if let Some(owner) = self.text_of(value, &format!("owners.{}", shortened(id))) {
                self.config.owners.insert(id.to_owned(), (owner, place));
            }
        }
    }

    fn accepts(&mut self, value: &Spanned<DeValue>) {
        let DeValue::Array(list) = value.get_ref() else {
            self.wrong(value.span().start, "`accept` is a list", "begin each with [[accept]]");
            return;
        };
        for value in list.iter() {
            let at = value.span().start;
            let Some(table) = self.table(value, "accept") else { continue };
            let needed = ["rule", "id", "by", "until", "why"];
            let known = [&needed[..], &["of"]].concat();
            let mut said: BTreeMap<&str, String> = BTreeMap::new();
            let mut until: Option<Date> = None;
            let mut of = None;
            for (key, value, at) in self.entries(table, &known, " in `accept`") {
                if key == "until" {
                    until = day(value.get_ref());
                    if until.is_none() {
                        self.wrong(at, "`until` is no day", "write it as 2027-06-30");
                    }
                } else if key == "of" {
                    of = Some(value);
                } else if let Some(text) = self.text_of(value, key) {
                    said.insert(key, text);
                }
            }
            let lacks: Vec<&str> = needed
                .into_iter()
                .filter(|key| match *key {
                    // Without a name and a reason it is nobody's.
                    "by" | "why" => said.get(key).is_none_or(|text| text.trim().is_empty()),
                    _ => !said.contains_key(key) && table_lacks(table, key),
                })
                .collect();
            if !lacks.is_empty() {
                let says = format!("an exception without `{}`", lacks.join("`, `"));
                self.wrong(at, says, "say what is accepted, by whom, why and until when");
                continue;
            }
            let word = said.remove("rule").unwrap_or_default();
            let rule = Rule::ALL.into_iter().find(|rule| rule.key() == word);
            let of =
                of.zip(rule).map(|(value, rule)| self.covered(value, rule)).unwrap_or_default();
            match (rule, until) {
                (Some(rule), Some(until)) => {
                    let mut text = |key: &str| said.remove(key).unwrap_or_default();
                    let (id, by, why) = (text("id"), text("by"), text("why"));
                    let accept = Accept { rule, id, of, by, until, why, place: self.place(at) };
                    self.config.policy.accepts.push(accept);
                }
                (None, _) if !word.is_empty() => {
                    let near = nearest_word(&word, Rule::ALL.iter().map(|rule| rule.key()));
                    let hint = near.map(|near| format!("did you mean `{near}`?"));
                    let says = format!("no rule `{}`", shortened(&word));
                    self.wrong(at, says, hint.unwrap_or_default());
                }
                _ => {}
            }
        }
    }
}

impl Reader<'_> {
    /// What an exception from a rule covers.
    fn covered(&mut self, value: &Spanned<DeValue>, rule: Rule) -> Vec<String> {
        let at = value.span().start;
        let Some(what) = rule.names() else {
            let says =
                format!("`{}` finds one thing of a record, so `of` names nothing", rule.key());
            self.wrong(at, says, "take it out");
            return Vec::new();
        };
        let named = self.texts(value, "of");
        if named.is_empty() {
            self.wrong(at, "`of` names nothing", format!("name the {what} that are accepted"));
        }
        let law = self.law;
        let answers = answers(law);
        let known: Vec<&str> = match what {
            "answers" => answers.iter().map(String::as_str).collect(),
            "points" => law
                .rules()
                .filter(|(_, rule)| rule.point.is_some())
                .map(|(_, rule)| rule.id.as_str())
                .collect(),
            "duties" => law.duties.iter().map(|duty| duty.id.as_str()).collect(),
            // Every room has codes of its own.
            _ => return named,
        };
        for id in &named {
            if !known.contains(&id.as_str()) {
                let near = nearest_word(id, known.iter().copied());
                let hint = near.map(|near| format!("did you mean `{near}`?")).unwrap_or_default();
                let says = format!("no such thing as `{}` among {what}", shortened(id));
                self.wrong(at, says, hint);
            }
        }
        named
    }
}

/// Every answer to a contested question, as `U-28=text`.
fn answers(law: &Pack) -> Vec<String> {
    let of = |reading: &Reading| {
        let answers = reading.alternatives.iter();
        answers.map(|at| format!("{}={}", reading.id, at.id)).collect::<Vec<_>>()
    };
    law.readings.iter().flat_map(of).collect()
}

fn table_lacks(table: &DeTable, key: &str) -> bool {
    !table.iter().any(|(name, _)| name.get_ref() == key)
}

/// The entries in the order of the file.
fn entries_of<'t, 'i>(table: &'t DeTable<'i>) -> Vec<Entry<'t, 'i>> {
    let entry = |(key, value): (&'t Spanned<_>, &'t Spanned<DeValue<'i>>)| {
        let name: &'t std::borrow::Cow<'i, str> = key.get_ref();
        (name.as_ref(), value, key.span().start)
    };
    let mut entries: Vec<Entry> = table.iter().map(entry).collect();
    entries.sort_by_key(|(_, _, at)| *at);
    entries
}

fn whole(value: &DeValue) -> Option<u16> {
    match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
        _ => None,
    }
}

/// A day, quoted or not.
fn day(value: &DeValue) -> Option<Date> {
    let text = match value {
        DeValue::String(text) => text.clone().into_owned(),
        DeValue::Datetime(day) => day.to_string(),
        _ => return None,
    };
    parse_date(&text).filter(|(first, last)| first == last).map(|(day, _)| day)
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}
