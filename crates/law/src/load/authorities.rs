use actlas_yaml::Node;

use super::Loader;
use crate::authority::{Authority, AuthorityKind, Beside, Told};
use crate::duty::DutyIx;
use crate::model::{ActIx, Pack, PointKind};

const PATH: &str = "authorities.yaml";
const KEYS: &[&str] = &[
    "id",
    "kind",
    "by",
    "item",
    "starts",
    "of",
    "roles",
    "also",
    "duties",
    "when",
    "exclusive",
    "doubt",
    "cite",
    "says",
    "unsure",
    "versions",
];

impl Loader {
    pub(super) fn authorities(&mut self, tree: Option<&Node>, pack: &mut Pack) {
        let Some(tree) = tree else { return };
        self.only(PATH, tree, &["title", "kinds", "authorities"]);
        for node in self.entries(PATH, Some(tree), "kinds") {
            self.only(PATH, node, &["id", "title"]);
            pack.authority_kinds.push(AuthorityKind {
                id: self.required(PATH, node, "id"),
                title: self.required(PATH, node, "title"),
            });
        }
        for node in self.entries(PATH, Some(tree), "authorities") {
            let Some(base) = self.authority(node, pack) else { continue };
            let versions = self.entries(PATH, Some(node), "versions");
            if versions.is_empty() {
                pack.authorities.push(base);
                continue;
            }
            for version in versions {
                self.only(PATH, version, &["by", "item", "says"]);
                let says = self.text(PATH, version, "says");
                pack.authorities.push(Authority {
                    by: self.act(PATH, version, "by"),
                    item: self.text(PATH, version, "item").parse().ok(),
                    says: if says.is_empty() { base.says.clone() } else { says },
                    ..base.clone()
                });
            }
        }
        let is_last_resort =
            |at: &Authority| at.when.is_none() && at.duties.is_empty() && at.of.is_none();
        if !pack.authorities.last().is_some_and(is_last_resort) {
            self.wrong(PATH, tree.at, "the last authority must be competent for all that is left");
        }
    }

    fn authority(&mut self, node: &Node, pack: &Pack) -> Option<Authority> {
        self.only(PATH, node, KEYS);
        let kind = self.required(PATH, node, "kind");
        let at = pack.authority_kinds.iter().position(|known| known.id == kind);
        if at.is_none() {
            self.unknown(PATH, node.at, format!("no kind of authority `{kind}`"));
        }
        let of = match self.text(PATH, node, "of").as_str() {
            "" => None,
            "model" => Some(PointKind::Model),
            _ => Some(PointKind::System),
        };
        let when = match node.get("when") {
            Some(when) => Some(self.condition(PATH, when)?),
            None => None,
        };
        Some(Authority {
            id: self.required(PATH, node, "id"),
            kind: at?,
            by: match node.get("by") {
                Some(_) => self.act(PATH, node, "by"),
                None => ActIx(0),
            },
            item: self.text(PATH, node, "item").parse().ok(),
            starts: self.provision_at(PATH, node, "starts"),
            of,
            roles: self.roles_at(PATH, node, "roles"),
            also: self.roles_at(PATH, node, "also"),
            duties: self.duties_named(node, pack),
            when,
            beside: match self.flag(PATH, node, "exclusive") {
                true => Beside::Nobody,
                false => Beside::Others,
            },
            told: match self.flag(PATH, node, "doubt") {
                true => Told::Possibly,
                false => Told::Exactly,
            },
            cite: self.cite(PATH, node)?,
            says: self.required(PATH, node, "says"),
            unsure: self.text(PATH, node, "unsure"),
            at: self.spot(PATH, node.at),
        })
    }

    fn duties_named(&mut self, node: &Node, pack: &Pack) -> Vec<DutyIx> {
        let mut duties = Vec::new();
        for id in self.words(PATH, node, "duties") {
            match pack.duty(&id) {
                Some(duty) => duties.push(duty),
                None => self.unknown(PATH, node.at, format!("no duty `{id}`")),
            }
        }
        duties
    }
}
