//! A story told from recorded claims: prose with its sources, and whose claims stand beside it.

use actlas_facts::{Date, Finding, Place};

use crate::codes::{CLAIM_WITHOUT_SOURCE, INSTRUMENT_UNKNOWN, NAME_UNRESOLVED};
use crate::date::When;
use crate::load::yaml::{Reader, is_address};
use crate::model::{InstrumentIx, OrgIx, Pacts, SourceRef};

/// One part of a story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StorySection {
    /// Its heading.
    pub title: String,
    /// What is told, in paragraphs.
    pub says: Vec<String>,
    /// Where that was read.
    pub sources: Vec<SourceRef>,
    /// Whose claims are shown; none stands for no claims.
    pub organisations: Vec<OrgIx>,
    /// Towards which instruments; none stands for all.
    pub instruments: Vec<InstrumentIx>,
    /// Within which span.
    pub span: Option<When>,
}

/// A story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Its title.
    pub title: String,
    /// What it is about.
    pub lead: String,
    /// The day from which it looks.
    pub on: Date,
    /// The span of the picture.
    pub span: When,
    /// Its parts.
    pub sections: Vec<StorySection>,
}

impl Story {
    /// Reads a story file. Prose without a source, and names that nobody goes by, are findings.
    pub fn read(text: &str, path: &str, pacts: &Pacts) -> (Option<Story>, Vec<Finding>) {
        let mut reader = Reader::story();
        let Some(tree) = reader.tree(path, text) else { return (None, reader.findings) };
        reader.only(path, &tree, &["format", "title", "lead", "on", "span", "sections"]);
        reader.format(path, &tree);
        let title = reader.required(path, &tree, "title");
        let lead = reader.required(path, &tree, "lead");
        let (on, span) = (reader.when(path, &tree, "on"), reader.when(path, &tree, "span"));
        let (Some(on), Some(span)) = (on, span) else {
            reader.wrong(path, tree.at, "a story needs `on`, a day, and `span`, such as 2024-09");
            return (None, reader.findings);
        };
        let mut sections = Vec::new();
        for node in reader.entries(path, &tree, "sections") {
            reader.only(
                path,
                node,
                &["title", "says", "sources", "organisations", "instruments", "span"],
            );
            let place = Place::file(path).line(node.at.line);
            let mut section = StorySection {
                title: reader.required(path, node, "title"),
                says: reader.texts(path, node, "says"),
                span: reader.when(path, node, "span"),
                ..StorySection::default()
            };
            for source in reader.texts(path, node, "sources") {
                if is_address(&source) {
                    section.sources.push(known_source(pacts, source));
                } else {
                    section.sources.push(SourceRef { title: source, ..SourceRef::default() });
                }
            }
            if section.sources.is_empty() && !section.says.is_empty() {
                let fact = format!("the part `{}` names no source", section.title);
                let finding = Finding::new(CLAIM_WITHOUT_SOURCE, place.clone(), fact);
                reader.findings.push(finding.hint("add `sources`"));
            }
            for id in reader.texts(path, node, "instruments") {
                match pacts.find_instrument(&id) {
                    Some(at) => section.instruments.push(at),
                    None => {
                        let fact = format!("there is no instrument `{id}`");
                        reader.findings.push(Finding::new(INSTRUMENT_UNKNOWN, place.clone(), fact));
                    }
                }
            }
            for name in reader.texts(path, node, "organisations") {
                match pacts.names.resolve(&name, None) {
                    Ok(at) => section.organisations.push(at),
                    Err(_) => {
                        let fact = format!("nobody goes by the name `{name}`");
                        reader.findings.push(Finding::new(NAME_UNRESOLVED, place.clone(), fact));
                    }
                }
            }
            sections.push(section);
        }
        (Some(Story { title, lead, on: on.last, span, sections }), reader.findings)
    }
}

/// A source by its address; its title and language are those of the claims that were read in it.
fn known_source(pacts: &Pacts, url: String) -> SourceRef {
    let known = pacts.claims.iter().find(|claim| claim.source.url == url);
    known.map_or(SourceRef { url, ..SourceRef::default() }, |claim| claim.source.clone())
}
