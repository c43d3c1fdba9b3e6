use actlas_facts::Place;
use actlas_law::Citation;
use actlas_yaml::Node;

use super::Loader;
use super::organisations::is_id;
use super::yaml::Reader;
use crate::codes::{CLAIM_WITHOUT_SOURCE, COMMITMENT_DUPLICATE, INSTRUMENT_UNKNOWN};
use crate::map::Trigger;
use crate::model::{
    Bound, Commitment, Count, Dated, Duty, Effect, Event, EventKind, Fit, GroupDef, Instrument,
    KeptBy, Procedure, Role, Verb, Wording,
};

impl Loader {
    pub(super) fn instrument(
        &mut self,
        reader: &mut Reader,
        folder: &str,
        (path, tree): (&str, &Node),
        commitments: Option<(&str, &Node)>,
    ) {
        reader.only(
            path,
            tree,
            &[
                "format",
                "id",
                "name",
                "short",
                "issuer",
                "order",
                "act",
                "what",
                "joining",
                "staying_out",
                "join",
                "leave",
                "report",
                "pledges",
                "groups",
                "dates",
                "counts",
                "unknown",
            ],
        );
        reader.format(path, tree);
        let id = reader.required(path, tree, "id");
        if id != folder || !is_id(&id) {
            reader.wrong(path, tree.at, format!("`id` must be the folder's name, not `{id}`"));
            return;
        }
        let mut instrument = Instrument {
            short: reader.text(path, tree, "short"),
            name: reader.required(path, tree, "name"),
            issuer: reader.required(path, tree, "issuer"),
            order: reader.text(path, tree, "order").parse().unwrap_or(u32::MAX),
            verb: reader.word(path, tree, "act", Verb::parse).unwrap_or(Verb::Sign),
            what: reader.required(path, tree, "what"),
            joining: effect(reader, path, tree, "joining"),
            staying_out: effect(reader, path, tree, "staying_out"),
            join: procedure(reader, path, tree, "join"),
            leave: procedure(reader, path, tree, "leave"),
            report: procedure(reader, path, tree, "report"),
            groups: groups(reader, path, tree),
            dates: Vec::new(),
            begins: None,
            counts: Vec::new(),
            unknown: reader.texts(path, tree, "unknown"),
            commitments: Vec::new(),
            id,
        };
        for node in reader.entries(path, tree, "dates") {
            reader.only(
                path,
                node,
                &["on", "says", "begins", "source", "source_title", "language", "unsure"],
            );
            let Some(when) = reader.when(path, node, "on") else { continue };
            let dated = Dated {
                when,
                says: reader.required(path, node, "says"),
                source: reader.source(path, node),
                unsure: reader.text(path, node, "unsure"),
            };
            let place = Place::file(path).line(node.at.line);
            let begins = match reader.text(path, node, "begins").as_str() {
                "" => false,
                "yes" => true,
                _ => {
                    reader.wrong(path, node.at, "`begins` is `yes` or left out");
                    false
                }
            };
            if !self.sound(&place, &dated.says, Some(when), &dated.source) {
                continue;
            }
            if begins && instrument.begins.replace(dated.clone()).is_some() {
                reader.wrong(path, node.at, "an instrument begins once");
            }
            instrument.dates.push(dated);
        }
        self.counts(reader, (path, tree), &mut instrument);
        if let Some((path, tree)) = commitments {
            self.commitments(reader, (path, tree), &mut instrument);
        }
        instrument.dates.sort_by_key(|at| at.when);
        instrument.counts.sort_by_key(|at| at.when.last);
        self.pacts.instruments.push(instrument);
    }

    fn counts(&mut self, reader: &mut Reader, (path, tree): (&str, &Node), into: &mut Instrument) {
        for node in reader.entries(path, tree, "counts") {
            let keys = ["on", "of", "source", "source_title", "language", "unsure"];
            let bounds = Bound::ALL.iter().map(|bound| bound.as_str());
            reader.only(path, node, &bounds.chain(keys).collect::<Vec<_>>());
            let Some(when) = reader.when(path, node, "on") else { continue };
            let said = Bound::ALL.iter().find_map(|bound| {
                let text = reader.text(path, node, bound.as_str());
                (!text.is_empty()).then_some((*bound, text))
            });
            let said = said.and_then(|(bound, text)| Some((bound, text.parse().ok()?)));
            let Some((bound, number)) = said else {
                let says = "a count needs a whole number: `count`, `at_least` or `more_than`";
                reader.wrong(path, node.at, says);
                continue;
            };
            let count = Count {
                when,
                number,
                bound,
                of: reader.required(path, node, "of"),
                source: reader.source(path, node),
                unsure: reader.text(path, node, "unsure"),
            };
            let says = format!("{} {}", count.words(), count.of);
            let place = Place::file(path).line(node.at.line);
            if self.sound(&place, &says, Some(when), &count.source) {
                into.counts.push(count);
            }
        }
    }

    fn commitments(
        &mut self,
        reader: &mut Reader,
        (path, tree): (&str, &Node),
        into: &mut Instrument,
    ) {
        reader.only(path, tree, &["format", "commitments"]);
        reader.format(path, tree);
        for node in reader.entries(path, tree, "commitments") {
            reader.only(
                path,
                node,
                &[
                    "id",
                    "group",
                    "addressee",
                    "roles",
                    "says",
                    "anticipates",
                    "also",
                    "fit",
                    "shown_by",
                    "kept_by",
                    "source",
                    "source_title",
                    "language",
                    "unsure",
                ],
            );
            let place = Place::file(path).line(node.at.line);
            let commitment = Commitment {
                id: reader.required(path, node, "id"),
                group: reader.required(path, node, "group"),
                addressee: reader.required(path, node, "addressee"),
                roles: roles(reader, path, node, "roles"),
                says: reader.required(path, node, "says"),
                anticipates: provisions(reader, path, node, "anticipates"),
                also: reader.text(path, node, "also"),
                fit: match reader.text(path, node, "fit").as_str() {
                    "" => Fit::Close,
                    _ => reader.word(path, node, "fit", Fit::parse).unwrap_or(Fit::Loose),
                },
                shown_by: reader.required(path, node, "shown_by"),
                kept_by: match reader.text(path, node, "kept_by").as_str() {
                    "" => KeptBy::Evidence,
                    _ => reader
                        .word(path, node, "kept_by", KeptBy::parse)
                        .unwrap_or(KeptBy::Evidence),
                },
                source: reader.source(path, node),
                unsure: reader.text(path, node, "unsure"),
            };
            if into.commitment(&commitment.id).is_some() {
                let fact = format!("the commitment `{}` stands twice", commitment.id);
                self.tell(COMMITMENT_DUPLICATE, place.clone(), fact, "give one another id");
                self.leave_out(place, &commitment.says, "another commitment has its id");
                continue;
            }
            if commitment.source.is_empty() {
                let fact = format!("the commitment `{}` has no source", commitment.id);
                self.tell(CLAIM_WITHOUT_SOURCE, place, fact, "add `source`");
            }
            into.commitments.push(commitment);
        }
    }

    pub(super) fn events(&mut self, reader: &mut Reader, tree: Option<&Node>) {
        let path = "events.yaml";
        let Some(tree) = tree else { return };
        reader.only(path, tree, &["format", "events"]);
        reader.format(path, tree);
        for node in reader.entries(path, tree, "events") {
            reader.only(
                path,
                node,
                &[
                    "on",
                    "organisation",
                    "instrument",
                    "kind",
                    "says",
                    "reason",
                    "source",
                    "source_title",
                    "language",
                    "unsure",
                ],
            );
            let place = Place::file(path).line(node.at.line);
            let says = reader.required(path, node, "says");
            let instrument = reader.text(path, node, "instrument");
            let of = self.pacts.find_instrument(&instrument);
            if of.is_none() && !instrument.is_empty() {
                let fact = format!("there is no instrument `{instrument}`");
                self.tell(INSTRUMENT_UNKNOWN, place.clone(), fact, "");
            }
            let within = (!instrument.is_empty()).then_some(instrument.as_str());
            let name = reader.required(path, node, "organisation");
            let (Some(organisation), Some(when), Some(kind)) = (
                self.who(&place, &name, within),
                reader.when(path, node, "on"),
                reader.word(path, node, "kind", EventKind::parse),
            ) else {
                continue;
            };
            let event = Event {
                when,
                organisation,
                instrument: of,
                kind,
                says,
                reason: reader.text(path, node, "reason"),
                unsure: reader.text(path, node, "unsure"),
                source: reader.source(path, node),
            };
            if self.sound(&place, &event.says, Some(when), &event.source) {
                self.pacts.events.push(event);
            }
        }
    }

    pub(super) fn duties(&mut self, reader: &mut Reader, tree: Option<&Node>) {
        let path = "duties.yaml";
        let Some(tree) = tree else { return };
        reader.only(path, tree, &["format", "duties"]);
        reader.format(path, tree);
        for node in reader.entries(path, tree, "duties") {
            reader.only(path, node, &["provision", "of", "when", "says", "versions"]);
            let provision = reader.required(path, node, "provision");
            let cited = Citation::parse(&provision).is_some();
            if !cited {
                reader.wrong(path, node.at, format!("`{provision}` is not a citation"));
            }
            let Some(when) = reader.word(path, node, "when", Trigger::parse).filter(|_| cited)
            else {
                continue;
            };
            self.pacts.duties.push(Duty {
                provision,
                of: roles(reader, path, node, "of"),
                when,
                says: wordings(reader, path, node),
            });
        }
    }
}

/// What a duty says: in one wording, or in that of each act.
fn wordings(reader: &mut Reader, path: &str, node: &Node) -> Vec<Wording> {
    let versions = reader.entries(path, node, "versions");
    if versions.is_empty() {
        return vec![Wording { by: String::new(), says: reader.required(path, node, "says") }];
    }
    if node.get("says").is_some() {
        reader.wrong(path, node.at, "`says` and `versions` stand side by side; keep one");
    }
    let wording = |node| {
        reader.only(path, node, &["by", "says"]);
        let (by, says) = (reader.required(path, node, "by"), reader.required(path, node, "says"));
        Wording { by, says }
    };
    versions.iter().map(wording).collect()
}

/// A provision in words: of the Act where it is cited as in the law pack, else as written.
fn in_words(text: String) -> String {
    Citation::parse(&text).map_or(text, |cite| cite.words())
}

fn effect(reader: &mut Reader, path: &str, tree: &Node, key: &str) -> Effect {
    let Some(node) = tree.get(key) else {
        reader.wrong(path, tree.at, format!("`{key}` is missing"));
        return Effect::default();
    };
    let keys = ["says", "provision", "about", "source", "source_title", "language", "unsure"];
    reader.only(path, node, &keys);
    Effect {
        says: reader.required(path, node, "says"),
        provision: in_words(reader.required(path, node, "provision")),
        about: reader.text(path, node, "about"),
        source: reader.source(path, node),
        unsure: reader.text(path, node, "unsure"),
    }
}

fn procedure(reader: &mut Reader, path: &str, tree: &Node, key: &str) -> Procedure {
    let Some(node) = tree.get(key) else {
        reader.wrong(path, tree.at, format!("`{key}` is missing"));
        return Procedure::default();
    };
    let keys = ["says", "after_months", "source", "source_title", "language", "unsure"];
    reader.only(path, node, &keys);
    let months = reader.text(path, node, "after_months");
    let after_months = months.parse().ok();
    if after_months.is_none() && !months.is_empty() {
        reader.wrong(path, node.at, format!("`after_months` must be a number, not `{months}`"));
    }
    Procedure {
        says: reader.required(path, node, "says"),
        after_months,
        source: reader.source(path, node),
        unsure: reader.text(path, node, "unsure"),
    }
}

fn groups(reader: &mut Reader, path: &str, tree: &Node) -> Vec<GroupDef> {
    let mut groups = Vec::new();
    for node in reader.entries(path, tree, "groups") {
        reader.only(path, node, &["id", "name", "duty"]);
        let duty = reader.text(path, node, "duty");
        if !matches!(duty.as_str(), "" | "always" | "chosen") {
            reader.wrong(path, node.at, format!("`duty` is always or chosen, not `{duty}`"));
        }
        groups.push(GroupDef {
            id: reader.required(path, node, "id"),
            name: reader.required(path, node, "name"),
            always: duty == "always",
        });
    }
    groups
}

pub(crate) fn roles(reader: &mut Reader, path: &str, node: &Node, key: &str) -> Vec<Role> {
    let mut roles = Vec::new();
    for word in reader.texts(path, node, key) {
        match Role::parse(&word) {
            Some(role) => roles.push(role),
            None => reader.wrong(path, node.at, format!("`{word}` is no role")),
        }
    }
    roles
}

fn provisions(reader: &mut Reader, path: &str, node: &Node, key: &str) -> Vec<String> {
    let mut cited = Vec::new();
    for text in reader.texts(path, node, key) {
        if Citation::parse(&text).is_none() {
            reader.wrong(path, node.at, format!("`{text}` is not a citation"));
        } else {
            cited.push(text);
        }
    }
    cited
}
