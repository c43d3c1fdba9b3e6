use actlas_facts::{Assumption, Date, Vocabulary};
use actlas_yaml::Node;

use super::Loader;
use crate::cite::Citation;
use crate::model::{
    Act, ActDay, ActIx, Alternative, Amendment, AnnexRow, ApplicationRow, Assumptions, DatedBy,
    Milestone, MilestoneDay, Pack, Reading,
};

impl Loader {
    pub(super) fn head(&mut self, tree: Option<&Node>) -> Pack {
        let path = "pack.yaml";
        let mut pack = Pack {
            name: String::new(),
            title: String::new(),
            state: Date::MIN,
            notice: String::new(),
            paths: Vec::new(),
            acts: Vec::new(),
            amendments: Vec::new(),
            follows: Vec::new(),
            misfits: Vec::new(),
            vocabulary: Vocabulary::default(),
            rules: Vec::new(),
            files: Vec::new(),
            readings: Vec::new(),
            application: Vec::new(),
            annexes: Vec::new(),
            assumptions: Vec::new(),
            milestones: Vec::new(),
            triggers: Vec::new(),
            duties: Vec::new(),
            raises: Vec::new(),
            spares: Vec::new(),
            authority_kinds: Vec::new(),
            authorities: Vec::new(),
            papers: Vec::new(),
            hash: String::new(),
        };
        let Some(tree) = tree else {
            self.wrong(path, actlas_yaml::Position::default(), "the pack has no pack.yaml");
            return pack;
        };
        self.only(path, tree, &["name", "title", "format", "maintainers", "state", "notice"]);
        let format = self.required(path, tree, "format");
        if format != "1" {
            self.wrong(
                path,
                tree.at,
                format!("format `{format}` is not known; this version reads 1"),
            );
        }
        pack.name = self.required(path, tree, "name");
        pack.title = self.required(path, tree, "title");
        pack.notice = self.text(path, tree, "notice");
        pack.state = self.day(path, tree, "state").unwrap_or(Date::MIN);
        pack
    }

    pub(super) fn acts(&mut self, tree: Option<&Node>) -> Vec<Act> {
        let path = "acts.yaml";
        let mut acts = Vec::new();
        for node in self.entries(path, tree, "acts") {
            let keys = [
                "id",
                "number",
                "title",
                "adopted",
                "published",
                "in_force",
                "status",
                "oj",
                "celex",
                "eli",
            ];
            self.only(path, node, &keys);
            let id = self.required(path, node, "id");
            let dates = (
                self.day(path, node, "adopted"),
                self.day(path, node, "published"),
                self.day(path, node, "in_force"),
            );
            let (Some(adopted), Some(published), Some(in_force)) = dates else { continue };
            self.acts.insert(id.clone(), ActIx(acts.len()));
            acts.push(Act {
                id,
                number: self.required(path, node, "number"),
                title: self.required(path, node, "title"),
                adopted,
                published,
                in_force,
                eli: self.required(path, node, "eli"),
            });
        }
        if acts.is_empty() {
            self.wrong(path, actlas_yaml::Position::default(), "the pack names no act");
        }
        if !acts.is_sorted_by_key(|act| act.in_force) {
            self.wrong(
                path,
                actlas_yaml::Position::default(),
                "acts must stand in the order of their entry into force",
            );
        }
        acts
    }

    pub(super) fn amendments(&mut self, tree: Option<&Node>) -> Vec<Amendment> {
        let path = "amendments.yaml";
        let mut amendments = Vec::new();
        for node in self.entries(path, tree, "amendments") {
            self.only(path, node, &["act", "item", "provisions", "operation", "effect"]);
            let item = self.required(path, node, "item");
            amendments.push(Amendment {
                act: self.act(path, node, "act"),
                item: item.parse().unwrap_or_default(),
                provisions: self.required(path, node, "provisions"),
                operation: self.required(path, node, "operation"),
                effect: self.required(path, node, "effect"),
            });
        }
        amendments
    }

    pub(super) fn readings(&mut self, tree: Option<&Node>) -> Vec<Reading> {
        let path = "readings.yaml";
        let mut readings = Vec::new();
        for node in self.entries(path, tree, "readings") {
            self.only(path, node, &["id", "question", "default", "alternatives"]);
            let id = self.required(path, node, "id");
            let mut alternatives = Vec::new();
            for alternative in self.entries(path, Some(node), "alternatives") {
                self.only(path, alternative, &["id", "says", "holder", "status"]);
                alternatives.push(Alternative {
                    id: self.required(path, alternative, "id"),
                    says: self.required(path, alternative, "says"),
                    holder: self.required(path, alternative, "holder"),
                    status: self.required(path, alternative, "status"),
                });
            }
            let default = self.required(path, node, "default");
            let at = alternatives.iter().position(|alternative| alternative.id == default);
            if at.is_none() {
                self.wrong(path, node.at, format!("no alternative `{default}`"));
            }
            let ids = alternatives.iter().map(|alternative| alternative.id.clone()).collect();
            self.readings.insert(id.clone(), (readings.len(), ids));
            readings.push(Reading {
                id,
                question: self.required(path, node, "question"),
                alternatives,
                default: at.unwrap_or_default(),
            });
        }
        readings
    }

    pub(super) fn application(&mut self, tree: Option<&Node>) -> Vec<ApplicationRow> {
        let path = "application.yaml";
        let mut rows = Vec::new();
        for node in self.entries(path, tree, "provisions") {
            self.only(path, node, &["provision", "subject", "route", "dates"]);
            let Some(provision) = self.provision(path, node, "provision") else { continue };
            let mut dates = Vec::new();
            for entry in self.entries(path, Some(node), "dates") {
                dates.extend(self.dated(path, entry));
            }
            let route = self.text(path, node, "route");
            rows.push(ApplicationRow {
                provision,
                subject: self.required(path, node, "subject"),
                route: (!route.is_empty()).then_some(route),
                dates,
            });
        }
        rows
    }

    pub(super) fn annexes(&mut self, tree: Option<&Node>) -> Vec<AnnexRow> {
        let path = "application.yaml";
        let mut rows = Vec::new();
        for node in self.entries(path, tree, "annexes") {
            self.only(path, node, &["annex", "subject", "follows", "by"]);
            let name = self.required(path, node, "annex");
            let Some(annex) = Citation::parse(&name).filter(|_| name.starts_with("anx.")) else {
                self.wrong(path, node.at, format!("`{name}` is not an annex"));
                continue;
            };
            let Some(follows) = self.provision(path, node, "follows") else { continue };
            let subject = self.required(path, node, "subject");
            rows.push(AnnexRow { annex, subject, follows, by: self.act(path, node, "by") });
        }
        rows
    }

    fn dated(&mut self, path: &str, node: &Node) -> Option<DatedBy> {
        self.only(path, node, &["by", "formal", "effective", "basis", "item"]);
        let formal = self.day(path, node, "formal")?;
        let effective = match node.get("effective") {
            Some(_) => self.day(path, node, "effective")?,
            None => formal,
        };
        let basis = self.required(path, node, "basis");
        let cited = Citation::parse(&basis);
        if cited.is_none() {
            self.wrong(path, node.at, format!("`{basis}` is not a citation"));
        }
        Some(DatedBy {
            by: self.act(path, node, "by"),
            formal,
            effective,
            basis: cited?,
            item: self.text(path, node, "item").parse().ok(),
        })
    }

    pub(super) fn milestones(&mut self, tree: Option<&Node>) -> Vec<Milestone> {
        let path = "milestones.yaml";
        let mut milestones = Vec::new();
        for node in self.entries(path, tree, "milestones") {
            let keys = ["id", "title", "words", "also", "unless", "alone", "act", "by", "days"];
            self.only(path, node, &keys);
            let of_act = match self.text(path, node, "act").as_str() {
                "adopted" => Some(ActDay::Adopted),
                "published" => Some(ActDay::Published),
                "in_force" => Some(ActDay::InForce),
                _ => None,
            };
            let mut days = Vec::new();
            for entry in self.entries(path, Some(node), "days") {
                self.only(path, entry, &["by", "day", "cite"]);
                let by = self.act(path, entry, "by");
                if let (Some(day), Some(cite)) =
                    (self.day(path, entry, "day"), self.cite(path, entry))
                {
                    days.push(MilestoneDay { by, day, cite });
                }
            }
            let mut lower = |key: &str| {
                let words = self.entries(path, Some(node), key);
                words.iter().filter_map(Node::text).map(str::to_lowercase).collect()
            };
            let (words, also, unless) = (lower("words"), lower("also"), lower("unless"));
            milestones.push(Milestone {
                id: self.required(path, node, "id"),
                title: self.required(path, node, "title"),
                words,
                also,
                unless,
                alone: self.text(path, node, "alone") == "yes",
                of_act,
                act: node.get("by").map_or(ActIx(0), |_| self.act(path, node, "by")),
                days,
            });
        }
        milestones
    }

    pub(super) fn assumptions(&mut self, path: &str, tree: Option<&Node>) -> Option<Assumptions> {
        let tree = tree?;
        self.only(path, tree, &["id", "title", "says"]);
        let mut says = Vec::new();
        for (id, value) in tree.get("says").and_then(Node::map).unwrap_or_default() {
            let said = self.said(path, id, value);
            says.extend(said.map(|(fact, says)| Assumption { fact, says }));
        }
        Some(Assumptions {
            id: self.required(path, tree, "id"),
            title: self.required(path, tree, "title"),
            says,
        })
    }
}
