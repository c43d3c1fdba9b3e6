//! Objects: JSON, JSON lines, YAML.

use std::io::{BufReader, Read};

use actlas_facts::{Finding, Place, RecordKind, Severity};
use actlas_yaml::{Node, Plain};
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use crate::bom::{self, Bill};
use crate::codes::{
    FILE_EMPTY, FILE_NOT_A_REGISTER, FILE_UNREADABLE, KEY_DOUBLED, NAME_MISSING, RECORD_UNREADABLE,
};
use crate::columns::{Field, Mapped, Seen, assign};
use crate::elements::{Elements, Next};
use crate::flat::{self, Pairs, pairs};
use crate::foreign;
use crate::guard::{Line, next_line, too_long};
use crate::hollow::Hollow;
use crate::lists::{At, Lists, PARTS, needs_no_id, says_kind};
use crate::own;
use crate::shape::{Assigned, Shape};
use crate::tree::Tree;
use crate::walk::{Event, Kept, Options};

/// Largest file that is read as one piece. JSON lines and JSON lists are streamed and may be larger.
const MAX_WHOLE_BYTES: u64 = 256 << 20;
/// Most values of a file that is read as one piece. A value of one letter takes a hundred bytes.
const MAX_WHOLE_VALUES: usize = 16_000_000;
const MAX_YAML_BYTES: u64 = 64 << 20;
/// What [`Objects`] calls the format of one object a line.
pub(crate) const LINES: &str = "JSON lines";
const PASSED_OVER: &str = "it was passed over; those after it are read";

pub(crate) struct Objects<'o, 'e> {
    path: String,
    format: &'static str,
    options: &'o Options<'o>,
    on: &'e mut dyn FnMut(Event),
    kept: Kept,
    number: u64,
    /// The line on which the record starts that is read next, where it is known.
    line: Option<u64>,
    mapped: bool,
    /// The file is one of ours.
    own: bool,
    /// The file, or a document of it, is no register, and it was told.
    foreign: bool,
    /// What records are that do not say it themselves.
    kind: Option<RecordKind>,
    assigned: Assigned,
    hollow: Hollow,
    /// What was found of the record that comes next.
    of_next: Vec<Finding>,
}

impl<'o, 'e> Objects<'o, 'e> {
    pub(crate) fn new(
        path: &str,
        format: &'static str,
        options: &'o Options<'o>,
        on: &'e mut dyn FnMut(Event),
    ) -> Objects<'o, 'e> {
        let kept = Kept::default();
        Objects {
            path: path.to_owned(),
            format,
            options,
            on,
            kept,
            number: 0,
            line: None,
            mapped: false,
            own: false,
            foreign: false,
            kind: None,
            assigned: Assigned::default(),
            hollow: Hollow::default(),
            of_next: Vec::new(),
        }
    }

    fn unreadable(&mut self, says: String, hint: &str) {
        let place = Place { record: Some(self.number), line: self.line, ..Place::file(&self.path) };
        (self.on)(Event::Finding(Finding::new(RECORD_UNREADABLE, place, says).hint(hint)));
        self.kept.unreadable += 1;
    }

    fn doubled(&mut self, record: Option<u64>, keys: &[String]) {
        for key in keys {
            let place = Place { record, line: self.line, ..Place::file(&self.path) };
            let says = format!("`{key}` stands twice in one object, and only the last is read");
            let finding = Finding::new(KEY_DOUBLED, place.column(key), says);
            let finding = finding.hint("keep one of them");
            match record {
                Some(_) => self.of_next.push(finding),
                None => (self.on)(Event::Finding(finding)),
            }
        }
    }

    /// A record, a list of records, a bill of materials, or an object that holds lists.
    fn records(&mut self, value: &Value) {
        if self.is_own(value) || self.is_foreign(value) {
            return;
        }
        if let Some(bill) = bom::of(value, self.options.vocabulary) {
            self.of_bill(bill);
            return;
        }
        match (value.as_array(), self.keys(value)) {
            (Some(list), _) => list.iter().for_each(|value| self.record(value)),
            (None, Some(places)) => {
                let at = |keys: &[String]| {
                    keys.iter().try_fold(value, |value, key| value.get(key.as_str()))
                };
                for place in &places {
                    self.kind = place.kind();
                    match place {
                        At::List(keys) => {
                            let list = at(keys).and_then(Value::as_array);
                            list.into_iter().flatten().for_each(|value| self.record(value));
                        }
                        At::Key(keys) => {
                            let found = at(keys);
                            found.into_iter().for_each(|value| self.keyed(keys, value));
                        }
                    }
                }
                self.kind = None;
            }
            (None, None) => self.record(value),
        }
    }

    /// A record under its id.
    fn keyed(&mut self, keys: &[String], value: &Value) {
        match (value.as_object(), keys.last()) {
            (Some(object), Some(id)) if !needs_no_id(object, self.options) => {
                let mut object = object.clone();
                object.insert("id".to_owned(), Value::String(id.clone()));
                self.record(&Value::Object(object));
            }
            _ => self.record(value),
        }
    }

    /// Where an object holds its records, if it is no record itself. Says which lists are not read.
    fn keys(&mut self, value: &Value) -> Option<Vec<At>> {
        let lists = Lists::of(value.as_object()?, self.options);
        for (key, count) in lists.passed_over {
            let place = Place::file(&self.path).column(&key);
            let says = match count {
                1 => "a list of one object was not read".to_owned(),
                count => format!("a list of {count} objects was not read"),
            };
            let hint = "records stand in lists `records`, `systems` or `use_cases`";
            (self.on)(Event::Finding(Finding::new(RECORD_UNREADABLE, place, says).hint(hint)));
            self.kept.unreadable += count as u64;
        }
        lists.read
    }

    /// Whether the file is one of ours, which is told when it is found out.
    fn is_own(&mut self, value: &Value) -> bool {
        if !self.own && !self.mapped && value.as_object().is_some_and(own::is_line) {
            self.own = true;
            self.kept.unreadable += 1;
            let finding = Finding::new(FILE_NOT_A_REGISTER, Place::file(&self.path), own::SAYS);
            (self.on)(Event::Finding(finding.hint("give the register it was made of")));
        }
        self.own
    }

    /// Whether a document is another program's own, which is told once.
    fn is_foreign(&mut self, value: &Value) -> bool {
        let found = value.as_object().and_then(foreign::is).filter(|_| !self.mapped);
        if let Some(says) = found.filter(|_| !std::mem::replace(&mut self.foreign, true)) {
            let mut finding = Finding::new(FILE_NOT_A_REGISTER, Place::file(&self.path), says);
            // A folder holds such files beside its registers; nothing is wrong with that.
            finding.severity = Severity::Warning;
            (self.on)(Event::Finding(finding.hint("it was passed over")));
        }
        found.is_some()
    }

    fn record(&mut self, value: &Value) {
        if self.is_own(value) {
            return;
        }
        self.number += 1;
        let Some(object) = value.as_object() else {
            for finding in std::mem::take(&mut self.of_next) {
                (self.on)(Event::Finding(finding));
            }
            let hint = match value.is_array() {
                true => "a list of records is read from a file `….json`",
                false => "a record is an object of fields and values",
            };
            self.unreadable("the record is no object".to_owned(), hint);
            return;
        };
        let Some(shape) = self.shape(&pairs(object)) else { return };
        if !self.mapped {
            self.mapped = true;
            self.report(object);
        }
        self.hand_on(shape);
    }

    /// A record in the making, if an object holds anything that is read.
    fn shape(&mut self, object: &Pairs) -> Option<Shape<'o>> {
        let mut shape = Shape::new(self.options, &self.path, self.number);
        shape.record.findings = std::mem::take(&mut self.of_next);
        if shape.object(object, &mut self.assigned) {
            if let Some(kind) = self.kind.filter(|_| !says_kind(object, self.options)) {
                shape.record.kind = kind;
            }
            return Some(shape);
        }
        let (record, line) = (Some(self.number), self.line);
        self.hollow.add(|| Place { record, line, ..Place::file(&self.path) });
        for finding in shape.record.findings {
            (self.on)(Event::Finding(finding));
        }
        None
    }

    /// A document of a YAML file; the records of a list know their lines.
    fn document(&mut self, document: &Node) {
        let value = json(document);
        self.line = Some(document.at.line);
        if self.is_foreign(&value) {
            return;
        }
        // The records of a bill have no place of their own.
        if let Some(bill) = bom::of(&value, self.options.vocabulary) {
            self.of_bill(bill);
        } else if let Some(nodes) = document.list() {
            self.nodes(nodes);
        } else if let Some(keys) = self.keys(&value) {
            let at = |keys: &[String]| keys.iter().try_fold(document, |node, key| node.get(key));
            for place in &keys {
                self.kind = place.kind();
                match place {
                    At::List(keys) => {
                        let nodes = at(keys).and_then(Node::list);
                        self.nodes(nodes.unwrap_or_default());
                    }
                    At::Key(keys) => {
                        if let Some(node) = at(keys) {
                            self.line = Some(node.at.line);
                            self.keyed(keys, &json(node));
                        }
                    }
                }
            }
            self.kind = None;
        } else {
            self.record(&value);
        }
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.line = Some(node.at.line);
            self.record(&json(node));
        }
    }

    /// The records of a bill of materials and nothing else.
    pub(crate) fn bill(mut self, bill: Bill) -> Kept {
        self.of_bill(bill);
        std::mem::take(&mut self.kept)
    }

    fn of_bill(&mut self, bill: Bill) {
        bom::report(&self.path, &bill, self.on);
        self.mapped = true;
        for entry in bill.entries {
            self.number += 1;
            let place = Place { record: Some(self.number), ..Place::file(&self.path) };
            self.of_next.extend(entry.findings(&place));
            if let Some(shape) = self.shape(&entry.pairs()) {
                if let Some(url) = &entry.package {
                    (self.on)(Event::Package(url.clone()));
                }
                self.hand_on(shape);
            }
        }
    }

    fn hand_on(&mut self, shape: Shape) {
        let mut record = shape.finish();
        record.line = self.line;
        for found in record.findings.iter_mut().filter(|at| at.place.id.is_none()) {
            found.place.id = (!record.id.is_empty()).then(|| record.id.clone());
        }
        self.kept.records += 1;
        (self.on)(Event::Record(Box::new(record)));
    }

    /// Says what the keys of the first record were taken for.
    fn report(&mut self, object: &Map<String, Value>) {
        let mut mapped =
            Mapped { path: self.path.clone(), format: self.format.to_owned(), ..Mapped::default() };
        let mut says_what = false;
        // A key that is empty here may hold something in a later record.
        let keys: Vec<&str> = object.keys().map(String::as_str).collect();
        for finding in self.options.mapping.missing(&self.path, &keys, Seen::First) {
            (self.on)(Event::Finding(finding));
        }
        let fields = assign(keys.into_iter(), &self.options.mapping, self.options.vocabulary);
        for (key, field) in object.keys().zip(fields) {
            let own = PARTS.contains(&key.as_str());
            says_what |= ["uses", "texts"].contains(&key.as_str())
                || matches!(
                    field,
                    Some(Field::Name | Field::Purpose | Field::Text | Field::Use(_))
                );
            match field {
                _ if own => mapped.columns.push((key.clone(), key.clone())),
                Some(field) => {
                    mapped.columns.push((key.clone(), field.word(self.options.vocabulary)));
                }
                None => mapped.ignored.push(key.clone()),
            }
        }
        if !says_what {
            let place = Place { record: Some(self.number), ..Place::file(&self.path) };
            let says = "no field for a name or a purpose was recognised in the first record";
            (self.on)(Event::Finding(
                Finding::new(NAME_MISSING, place, says)
                    .hint("say which field is what with `--mapping FILE`"),
            ));
        }
        (self.on)(Event::Mapped(mapped));
    }

    fn finish(mut self) -> Kept {
        let words = ("an object holds nothing that is read", "objects hold nothing that is read");
        if let Some(finding) = std::mem::take(&mut self.hollow).finding(words) {
            (self.on)(Event::Finding(finding));
        }
        // Of a bill without models it was said.
        let told = self.mapped || self.foreign;
        if self.kept.records == 0 && self.kept.unreadable == 0 && !told {
            let place = Place::file(&self.path);
            (self.on)(Event::Finding(Finding::new(FILE_EMPTY, place, "the file holds no record")));
        }
        std::mem::take(&mut self.kept)
    }

    fn fails(mut self, kind: actlas_facts::CodeInfo, says: String) -> Kept {
        let place = Place::file(&self.path);
        (self.on)(Event::Finding(Finding::new(kind, place, says)));
        self.kept.unreadable += 1;
        std::mem::take(&mut self.kept)
    }

    /// One object a line.
    pub(crate) fn lines(mut self, input: impl Read) -> Kept {
        let mut reader = BufReader::new(input);
        let mut line = Vec::new();
        for at in 1.. {
            if self.own {
                break;
            }
            self.line = Some(at);
            match next_line(&mut reader, &mut line) {
                Ok(Line::End) => break,
                Ok(Line::Whole) => {}
                Ok(Line::Long) => {
                    self.number += 1;
                    self.unreadable(too_long(), PASSED_OVER);
                    continue;
                }
                Err(error) => {
                    self.number += 1;
                    self.unreadable(error.to_string(), "the file was read up to here");
                    break;
                }
            }
            let text = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
            if text.is_empty() {
                continue;
            }
            if let Err(error) = self.text(text) {
                self.number += 1;
                let says = fault(&error);
                let says = format!("the line is no JSON: {says} at column {}", error.column());
                self.unreadable(says, "one object a line is expected");
            }
        }
        self.finish()
    }

    /// A JSON list of objects, streamed.
    pub(crate) fn list(mut self, input: impl Read) -> Kept {
        let mut elements = Elements::new(BufReader::new(input));
        let mut text = Vec::new();
        while !self.own {
            let found = elements.next(&mut text);
            if let Ok((_, line)) = &found {
                self.line = Some(*line);
            }
            match found.map(|(next, _)| next) {
                Ok(Next::Element) => self.element(&text),
                Ok(Next::Long) => {
                    self.number += 1;
                    self.unreadable(too_long(), PASSED_OVER);
                }
                Ok(Next::Closed) => {
                    if !matches!(elements.is_followed(), Ok(false)) {
                        self.number += 1;
                        let says = "what follows the list was not read".to_owned();
                        self.unreadable(says, "a file holds one list, or one object a line");
                    }
                    break;
                }
                Ok(Next::Cut) => {
                    // The last record may be whole, and only the bracket be missing.
                    if serde_json::from_slice::<IgnoredAny>(&text).is_ok() {
                        self.element(&text);
                    }
                    self.number += 1;
                    let says = "the file ends before the list does".to_owned();
                    self.unreadable(says, "it may have been cut off; what stands before is read");
                    break;
                }
                Err(error) => {
                    self.number += 1;
                    self.unreadable(error.to_string(), "the file was read up to here");
                    break;
                }
            }
        }
        self.finish()
    }

    /// An element of a list, as it was cut out.
    fn element(&mut self, text: &[u8]) {
        if let Err(error) = self.text(text) {
            self.number += 1;
            let line = self.line.map(|line| line + (error.line() as u64).saturating_sub(1));
            self.line = line;
            let says = match text.trim_ascii().is_empty() {
                true => "no record stands between two commas or behind the last".to_owned(),
                false => format!("the record is no JSON: {}", fault(&error)),
            };
            self.unreadable(says, PASSED_OVER);
        }
    }

    /// A record as text.
    fn text(&mut self, text: &[u8]) -> Result<(), serde_json::Error> {
        // The first record says what the keys are taken for, and may be something else.
        if self.mapped
            && let Some(object) = flat::object(text.trim_ascii())
        {
            self.number += 1;
            if let Some(shape) = self.shape(&object) {
                self.hand_on(shape);
            }
            return Ok(());
        }
        let Tree { value, doubled } = Tree::read(text)?;
        self.doubled(Some(self.number + 1), &doubled);
        // Standard input has no name that tells lines from a whole file of one line.
        match self.format == LINES && self.number == 0 && self.path == "-" {
            true => self.records(&value),
            false => self.record(&value),
        }
        Ok(())
    }

    /// A JSON object: one record, or an object that holds the list of records.
    pub(crate) fn whole(mut self, input: impl Read) -> Kept {
        let mut text = Vec::new();
        match input.take(MAX_WHOLE_BYTES + 1).read_to_end(&mut text) {
            Err(error) => return self.fails(FILE_UNREADABLE, error.to_string()),
            Ok(_) if text.len() as u64 > MAX_WHOLE_BYTES => {
                let says = format!("an object of more than {} MiB", MAX_WHOLE_BYTES >> 20);
                return self.fails(FILE_UNREADABLE, says);
            }
            Ok(_) => {}
        }
        // Counted before anything is made of it; a separator within a text counts too, and does not
        // matter.
        let values = text.iter().filter(|byte| b",:[{".contains(byte)).count();
        if values > MAX_WHOLE_VALUES {
            let says = format!("an object of more than {MAX_WHOLE_VALUES} values");
            return self.fails(FILE_UNREADABLE, says);
        }
        match Tree::read(&text) {
            Ok(Tree { value, doubled }) => {
                // Of lists it is not known in which of their records a key stands twice.
                let is_record = value.as_object().is_some_and(|object| {
                    !bom::is_one(&value) && Lists::of(object, self.options).read.is_none()
                });
                self.doubled(is_record.then_some(1), &doubled);
                self.records(&value);
                self.finish()
            }
            // More than one object: they may stand one a line, whatever the file is called.
            Err(_) if is_whole_line(&text) => self.lines(text.as_slice()),
            Err(error) => self.fails(FILE_NOT_A_REGISTER, format!("the file is no JSON: {error}")),
        }
    }

    /// A YAML list of records, an object that holds one, or one record a document.
    pub(crate) fn yaml(mut self, input: impl Read) -> Kept {
        let mut text = String::new();
        match input.take(MAX_YAML_BYTES + 1).read_to_string(&mut text) {
            Err(error) => return self.fails(FILE_UNREADABLE, error.to_string()),
            Ok(_) if text.len() as u64 > MAX_YAML_BYTES => {
                let says = format!("a YAML file of more than {} MiB", MAX_YAML_BYTES >> 20);
                return self.fails(FILE_UNREADABLE, says);
            }
            Ok(_) => {}
        }
        let documents = match actlas_yaml::parse(&text) {
            Ok(documents) => documents,
            Err(error) => {
                return self.fails(FILE_NOT_A_REGISTER, format!("the file is no YAML: {error}"));
            }
        };
        for document in documents.iter().filter(|document| !document.is_null()) {
            self.document(document);
        }
        self.finish()
    }
}

/// Whether the first line that is not empty has the beginning and the end of an object.
pub(crate) fn is_whole_line(text: &[u8]) -> bool {
    let mut lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let first = lines.find(|line| !line.is_empty()).unwrap_or_default();
    first.starts_with(b"{") && first.ends_with(b"}")
}

/// The JSON value of a YAML node. Numbers stay text, digit by digit: only the field that holds one
/// knows what it is.
fn json(node: &Node) -> Value {
    match &node.value {
        actlas_yaml::Value::Scalar(text, plain) => match (plain, text.as_str()) {
            (Plain::Yes, _) if node.is_null() => Value::Null,
            (Plain::Yes, "true") => Value::Bool(true),
            (Plain::Yes, "false") => Value::Bool(false),
            _ => Value::String(text.clone()),
        },
        actlas_yaml::Value::List(nodes) => Value::Array(nodes.iter().map(json).collect()),
        actlas_yaml::Value::Map(entries) => {
            let entry = |(key, value): &(Node, Node)| {
                (key.text().unwrap_or_default().to_owned(), json(value))
            };
            Value::Object(entries.iter().map(entry).collect())
        }
    }
}

/// What an error of `serde_json` says, without where: it knows the place within the record only.
fn fault(error: &serde_json::Error) -> String {
    let says = error.to_string();
    says.split(" at line ").next().unwrap_or_default().to_owned()
}
