use std::collections::BTreeSet;

use actlas_facts::Place;
use actlas_yaml::Node;

use super::Loader;
use super::yaml::Reader;
use crate::codes::{NAME_AMBIGUOUS, ORGANISATION_DUPLICATE};
use crate::model::{OrgIx, Organisation};

const PATH: &str = "organisations.yaml";

impl Loader {
    pub(super) fn organisations(&mut self, reader: &mut Reader, tree: Option<&Node>) {
        let Some(tree) = tree else {
            reader.wrong(PATH, actlas_yaml::Position::default(), "there is no organisations.yaml");
            return;
        };
        reader.only(PATH, tree, &["format", "organisations"]);
        reader.format(PATH, tree);
        let mut seen = BTreeSet::new();
        let mut organisations = Vec::new();
        for node in reader.entries(PATH, tree, "organisations") {
            reader.only(
                PATH,
                node,
                &["id", "name", "country", "names", "names_in", "exact", "common"],
            );
            let organisation = Organisation {
                id: reader.required(PATH, node, "id"),
                name: reader.required(PATH, node, "name"),
                country: reader.text(PATH, node, "country"),
                names: names(reader, node, "names"),
                names_in: names(reader, node, "names_in"),
                exact: flag(reader, node, "exact"),
                common: flag(reader, node, "common"),
            };
            if organisation.id.is_empty() || organisation.name.is_empty() {
                continue;
            }
            if !is_id(&organisation.id) {
                let says = format!("`{}` is no id: use a-z, 0-9 and -", organisation.id);
                reader.wrong(PATH, node.at, says);
                continue;
            }
            let place = Place::file(PATH).line(node.at.line);
            if !seen.insert(organisation.id.clone()) {
                let fact = format!("the organisation `{}` stands twice", organisation.id);
                self.tell(ORGANISATION_DUPLICATE, place.clone(), fact, "join the two entries");
                self.leave_out(place, &organisation.name, "another organisation has its id");
                continue;
            }
            organisations.push(organisation);
        }
        organisations.sort_by_key(|at| (at.name.to_lowercase(), at.id.clone()));
        self.pacts.organisations = organisations;
        self.name_everybody();
    }

    fn name_everybody(&mut self) {
        let names = &mut self.pacts.names;
        for (at, organisation) in self.pacts.organisations.iter().enumerate() {
            names.add(&organisation.id, OrgIx(at));
            names.add(&organisation.name, OrgIx(at));
            organisation.names.iter().for_each(|(_, name)| names.add(name, OrgIx(at)));
            for (instrument, name) in &organisation.names_in {
                names.add_within(instrument, name, OrgIx(at));
            }
        }
        let ambiguous: Vec<String> = names
            .ambiguous()
            .map(|(name, of)| {
                let of: Vec<&str> = of
                    .iter()
                    .filter_map(|at| self.pacts.organisations.get(at.0))
                    .map(|at| at.id.as_str())
                    .collect();
                format!("the name `{name}` belongs to {}", of.join(" and "))
            })
            .collect();
        for fact in ambiguous {
            self.tell(NAME_AMBIGUOUS, Place::file(PATH), fact, "give it to one of them");
        }
    }
}

/// Whether a word can stand in addresses and file names.
pub(super) fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.len() <= 60 && text.bytes().all(plain)
}

fn flag(reader: &mut Reader, node: &Node, key: &str) -> bool {
    let text = reader.text(PATH, node, key);
    if !matches!(text.as_str(), "" | "true" | "false") {
        reader.wrong(PATH, node.at, format!("`{key}` must be true or false"));
    }
    text == "true"
}

fn names(reader: &mut Reader, node: &Node, key: &str) -> Vec<(String, String)> {
    let Some(value) = node.get(key) else { return Vec::new() };
    let Some(entries) = value.map() else {
        reader.wrong(PATH, value.at, format!("`{key}` must be a map of lists"));
        return Vec::new();
    };
    let mut names = Vec::new();
    for (of, _) in entries {
        let of = of.text().unwrap_or_default();
        names.extend(reader.texts(PATH, value, of).into_iter().map(|name| (of.to_owned(), name)));
    }
    names
}
