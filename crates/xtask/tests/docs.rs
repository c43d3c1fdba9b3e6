//! The documents say what the code says.
#![expect(clippy::panic, reason = "a test may panic; that is how it fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use actlas_facts::CodeInfo;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn codes() -> impl Iterator<Item = &'static CodeInfo> {
    let law = actlas_law::CODES.iter().chain(actlas_law::lint::CODES);
    actlas_facts::CODES
        .iter()
        .chain(actlas_intake::CODES)
        .chain(actlas_screen::CODES)
        .chain(actlas_assess::CODES)
        .chain(law)
}

/// Every code has its heading, with its severity and its title below; no heading stands for nothing.
#[test]
fn every_finding_is_explained() {
    let text = read("docs/findings.md");
    let mut sections: BTreeMap<&str, &str> = BTreeMap::new();
    for section in text.split("\n## ").skip(1) {
        let (heading, body) = section.split_once('\n').unwrap();
        let code = heading.trim().trim_matches('`');
        assert!(sections.insert(code, body).is_none(), "{code} stands twice");
    }
    for info in codes() {
        let code = info.code.0;
        let body = sections.remove(code).unwrap_or_else(|| panic!("{code} has no section"));
        let line = format!("*{}: {}.*", info.severity.as_str(), info.title);
        assert!(body.contains(&line), "below {code} should stand: {line}");
        assert!(body.len() > line.len() + 60, "{code} says no more than its title");
    }
    assert!(sections.is_empty(), "no such findings: {:?}", sections.keys());
}

#[test]
fn generated_documents_are_fresh() {
    let done =
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(["docs", "--check"]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// A fact that a document names can be asked for.
#[test]
fn facts_named_in_documents_exist() {
    let folder = root().join("law/eu-ai-act/facts");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let known: String = files.map(|path| fs::read_to_string(path).unwrap()).collect();
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    for document in ["docs/registers.md", "docs/findings.md", "README.md"] {
        for part in read(document).split("fact:").skip(1) {
            let id: &str = part.split(|c| !is_letter(c)).next().unwrap();
            let is_known = ["\n", ","].iter().any(|end| known.contains(&format!("id: {id}{end}")));
            assert!(id.is_empty() || is_known, "{document} names a fact `{id}`");
        }
    }
}

/// Links between documents lead somewhere.
#[test]
fn links_lead_somewhere() {
    let mut documents: Vec<PathBuf> =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "STYLE.md"]
            .iter()
            .map(|name| root().join(name))
            .collect();
    let more = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    documents.extend(more.filter(|path| path.extension().is_some_and(|end| end == "md")));
    let mut links = 0;
    for document in &documents {
        let text = fs::read_to_string(document).unwrap();
        for part in text.split("](").skip(1) {
            let target = part.split(')').next().unwrap().split('#').next().unwrap();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            links += 1;
            let path = document.parent().unwrap().join(target);
            assert!(path.exists(), "{} links to {target}", document.display());
        }
    }
    assert!(links > 10, "{links} links");
}
