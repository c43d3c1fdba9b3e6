//! A small vocabulary, files for a moment, and records in one line each.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use actlas_facts::{
    Entity, Fact, Finding, Kind, OptionDef, Record, RecordKind, Stage, Statement, Unit, Vocabulary,
};
use actlas_intake::{Event, Ids, Input, Kept, Mapping, Options, read};

pub fn vocabulary() -> Vocabulary {
    let options = |words: &[&str]| -> Vec<OptionDef> {
        let option = |id: &&str| OptionDef { id: (*id).to_owned(), label: (*id).to_owned() };
        words.iter().map(option).collect()
    };
    let unit = Unit { symbol: "FLOP".to_owned(), spellings: vec![("FLOP".to_owned(), 0)] };
    let mut vocabulary = Vocabulary::default();
    for (id, of, kind, assessed) in [
        ("minors", Entity::Use, Kind::YesNo, false),
        ("sector", Entity::Use, Kind::Choice(options(&["schools", "police", "other"])), false),
        ("traits", Entity::System, Kind::Set(options(&["age", "sex", "health"])), false),
        ("compute", Entity::Model, Kind::Number(unit), false),
        ("start", Entity::System, Kind::Date, false),
        ("harm", Entity::Use, Kind::YesNo, true),
        ("actor_role", Entity::Actor, Kind::Set(options(&["provider", "deployer"])), false),
    ] {
        let fact = Fact {
            id: id.to_owned(),
            question: String::new(),
            help: String::new(),
            kind,
            of,
            known_by: Vec::new(),
            assessed,
            shared: ["minors", "harm"].contains(&id),
            context: false,
            of_other_uses: None,
        };
        vocabulary.add(fact).unwrap();
    }
    vocabulary
}

/// A folder that is gone when the test is over.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Folder {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// A text without the way to this folder.
    pub fn within(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.0.display()), "")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder left behind is no reason for a test to fail.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What became of an input.
#[derive(Default)]
pub struct Read {
    pub records: Vec<Record>,
    pub findings: Vec<String>,
    pub mapped: Vec<String>,
    pub kept: Kept,
}

impl Read {
    /// Reads one more input.
    pub fn input(&mut self, input: &Input, mapping: &str, ids: &mut Ids) {
        let vocabulary = vocabulary();
        let mapping = match mapping {
            "" => Mapping::default(),
            text => Mapping::read(text, &vocabulary).unwrap(),
        };
        let options = Options { vocabulary: &vocabulary, mapping, sheet: None };
        let mut found: Vec<Finding> = Vec::new();
        let kept = read(input, &options, &mut |event| match event {
            Event::Record(mut record) => {
                let renamed = ids.settle(&mut record);
                found.append(&mut record.findings);
                found.extend(renamed);
                self.records.push(*record);
            }
            Event::Finding(finding) => found.push(finding),
            Event::Package(_) => {}
            Event::Mapped(mapped) => self.mapped.push(mapped.to_string()),
        });
        self.kept.records += kept.records;
        self.kept.unreadable += kept.unreadable;
        self.findings.extend(found.iter().map(ToString::to_string));
    }

    pub fn shown(&self) -> Vec<String> {
        self.records.iter().map(show).collect()
    }
}

/// Reads a file of this name and content. Findings name it without its folder.
pub fn read_as(name: &str, bytes: &[u8], mapping: &str) -> Read {
    let folder = Folder::new();
    let path = folder.write(name, bytes);
    let (mut read, mut ids) = (Read::default(), Ids::default());
    read.input(&Input::File(path), mapping, &mut ids);
    read.findings.extend(ids.numbered().map(|finding| finding.to_string()));
    let within = |text: &String| folder.within(text);
    read.findings = read.findings.iter().map(within).collect();
    read.mapped = read.mapped.iter().map(within).collect();
    for record in &mut read.records {
        record.path = folder.within(&record.path);
    }
    assert_eq!(read.kept.records, read.records.len() as u64, "{name}: records are counted");
    read
}

fn statements(all: &[Statement]) -> Vec<String> {
    let vocabulary = vocabulary();
    let show = |said: &Statement| {
        let fact = vocabulary.get(said.fact).unwrap();
        let layer: String = said.layer.as_str().chars().take(1).collect();
        format!("{layer}:{}={}", fact.id, fact.write(&said.says))
    };
    all.iter().map(show).collect()
}

/// A record in one line: what is not empty.
pub fn show(record: &Record) -> String {
    let mut parts = vec![record.id.clone()];
    let mut put = |name: &str, text: &str| {
        if !text.is_empty() {
            parts.push(format!("{name}={text}"));
        }
    };
    put("name", &record.name);
    put("kind", if record.kind == RecordKind::System { "" } else { record.kind.as_str() });
    put("stage", if record.stage == Stage::Unknown { "" } else { record.stage.as_str() });
    put("organisation", &record.organisation);
    put("unit", &record.unit);
    put("country", &record.country);
    put("vendor", &record.vendor);
    put("product", &record.product);
    put("language", &record.language);
    put("source", &record.origin);
    put("built_on", &record.built_on.join("+"));
    put("instance_of", record.instance_of.as_deref().unwrap_or_default());
    for text in &record.texts {
        put(&format!("`{}`", text.field), &text.text);
    }
    put("facts", &statements(&record.statements).join(" "));
    for at in &record.uses {
        put("use", &format!("{} {}", at.id, statements(&at.statements).join(" ")));
    }
    for at in &record.actors {
        put("actor", &format!("{} {}", at.name, statements(&at.statements).join(" ")));
    }
    for at in &record.rejected {
        let said = statements(std::slice::from_ref(&at.said)).join("");
        let said = said.trim_start_matches("p:");
        put("rejected", &format!("{said} by {} in `{}{}`", at.said.by, at.of_use, at.actor));
    }
    parts.join(" ")
}

/// Reads a file: its records, each in one line, and its findings, each from its beginning.
pub fn check(name: &str, bytes: &[u8], records: &[&str], findings: &[&str]) {
    let read = read_as(name, bytes, "");
    assert_eq!(read.shown(), records, "records of {}", String::from_utf8_lossy(bytes));
    check_findings(&read.findings, findings);
}

pub fn check_findings(found: &[String], wanted: &[&str]) {
    let fits = found.len() == wanted.len()
        && found.iter().zip(wanted).all(|(found, wanted)| found.starts_with(wanted));
    assert!(fits, "findings are\n{}\nnot\n{}", found.join("\n"), wanted.join("\n"));
}
