//! XML as a tree, within bounds.

use std::io::Read;

use quick_xml::events::Event;
use thiserror::Error;

use crate::xml::{Xml, XmlError, add_text, attribute};

/// Largest document, most elements, most text that is kept.
const MAX_BYTES: u64 = 256 << 20;
const MAX_ELEMENTS: usize = 2_000_000;

/// Why a document cannot be read.
#[derive(Debug, Error)]
pub(crate) enum TreeError {
    #[error("the XML cannot be read: {0}")]
    Xml(#[from] XmlError),
    #[error("the document has more than {MAX_ELEMENTS} elements")]
    Many,
    #[error("the document has no element")]
    Empty,
}

/// An element.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) namespace: String,
    /// `type`, `bom-ref`, `ref` and `name`; no other attribute says anything to us.
    attributes: Vec<(&'static str, String)>,
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
}

const ATTRIBUTES: [&str; 4] = ["type", "bom-ref", "ref", "name"];

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| value)
    }

    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Children of a child: the `component`s of `components`.
    pub(crate) fn list(&self, name: &str) -> &[Element] {
        self.child(name).map_or(&[], |child| &child.children)
    }
}

pub(crate) fn read(input: impl Read) -> Result<Element, TreeError> {
    let mut xml = Xml::new(input.take(MAX_BYTES));
    let mut open: Vec<Element> = Vec::new();
    let mut count = 0usize;
    loop {
        let event = xml.next()?;
        match &event {
            Event::Start(start) => {
                count += 1;
                if count > MAX_ELEMENTS {
                    return Err(TreeError::Many);
                }
                let mut attributes = Vec::new();
                for name in ATTRIBUTES {
                    attributes.extend(attribute(start, name).map(|value| (name, value)));
                }
                // `xmlns` or, of an element `c:bom`, `xmlns:c`.
                let prefix = start.name().prefix().map(|prefix| prefix.into_inner().to_owned());
                let namespace = attribute(start, prefix.as_deref().unwrap_or("xmlns"));
                open.push(Element {
                    name: start.local_name().into_inner().to_owned(),
                    namespace: namespace.unwrap_or_default(),
                    attributes,
                    ..Element::default()
                });
            }
            Event::End(_) => {
                xml.piece_ends();
                let Some(done) = open.pop() else { continue };
                match open.last_mut() {
                    Some(parent) => parent.children.push(done),
                    None => return Ok(done),
                }
            }
            Event::Eof => return Err(TreeError::Empty),
            event => {
                if let Some(element) = open.last_mut() {
                    add_text(&mut element.text, event)?;
                }
            }
        }
    }
}
