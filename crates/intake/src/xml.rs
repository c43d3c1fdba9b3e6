//! XML within bounds: no document types, no entities but the five everybody knows, no endless depth,
//! no endless piece.

use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use thiserror::Error;

use crate::guard::{Guard, Mark};

/// Deepest element that is read.
const MAX_DEPTH: usize = 64;

/// Why XML cannot be read on.
#[derive(Debug, Error)]
pub(crate) enum XmlError {
    /// The reader says so.
    #[error("{0}")]
    Broken(quick_xml::Error),
    /// It ends within an element.
    #[error("the XML ends within an element")]
    CutOff,
    /// It has a document type, in which entities could be defined.
    #[error("the XML has a document type, which is not read")]
    DocumentType,
    /// It uses an entity that it would have to define.
    #[error("the XML uses the entity `{0}`, which is not read")]
    Entity(String),
    /// Elements within elements, too many.
    #[error("elements lie deeper than {MAX_DEPTH}")]
    TooDeep,
}

/// A reader of XML events.
pub(crate) struct Xml<R: Read> {
    reader: Reader<BufReader<Guard<R>>>,
    buffer: Vec<u8>,
    mark: Mark,
    depth: usize,
}

impl<R: Read> Xml<R> {
    pub(crate) fn new(input: R) -> Xml<R> {
        let (guarded, mark) = Guard::new(input);
        let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, guarded));
        reader.config_mut().expand_empty_elements = true;
        Xml { reader, buffer: Vec::new(), mark, depth: 0 }
    }

    /// A row, a text or whatever the XML is a list of ends here.
    pub(crate) fn piece_ends(&self) {
        self.mark.record_ends();
    }

    /// The next event. Elements without content have an end too.
    pub(crate) fn next(&mut self) -> Result<Event<'_>, XmlError> {
        self.buffer.clear();
        let event = self.reader.read_event_into(&mut self.buffer).map_err(XmlError::Broken)?;
        match &event {
            Event::DocType(_) => return Err(XmlError::DocumentType),
            Event::Start(_) if self.depth >= MAX_DEPTH => return Err(XmlError::TooDeep),
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => return Err(XmlError::CutOff),
            _ => {}
        }
        Ok(event)
    }
}

/// Adds what an event holds as text.
pub(crate) fn add_text(text: &mut String, event: &Event) -> Result<(), XmlError> {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(entity) => add_entity(text, entity)?,
        _ => {}
    }
    Ok(())
}

fn add_entity(text: &mut String, entity: &BytesRef) -> Result<(), XmlError> {
    if let Some(c) = entity.resolve_char_ref().map_err(XmlError::Broken)? {
        text.push(c);
        return Ok(());
    }
    let name = entity.xml10_content();
    match resolve_predefined_entity(&name) {
        Some(known) => text.push_str(known),
        None => return Err(XmlError::Entity(name.chars().take(40).collect())),
    }
    Ok(())
}

/// The value of an attribute, whatever the prefix of its name.
pub(crate) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    // Looking for duplicates takes the square of their number.
    let found = attributes.with_checks(false).flatten().find(|at| {
        let local: &str = at.key.local_name().into_inner();
        local == name
    })?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

/// The name of an element without its prefix.
pub(crate) fn local(element: &BytesStart) -> String {
    element.local_name().into_inner().to_owned()
}
