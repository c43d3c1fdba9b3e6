use actlas_facts::{FactIx, OptionIx};
use actlas_yaml::Node;

use super::Loader;
use crate::calendar::Provision;
use crate::cite::Citation;
use crate::compute::Tier;
use crate::duty::{Counts, Duty, DutyVersion, Penalty, Raise, Route, Spare, Tells, Trigger, Whose};
use crate::model::{ActIx, Pack, PointKind, RuleIx};

const ROUTE_KEYS: &[&str] = &[
    "route",
    "rule",
    "with",
    "within",
    "listed",
    "exempted",
    "but",
    "starts",
    "provision",
    "cite",
];
const TRIGGER_KEYS: &[&str] =
    &["id", "title", "of", "scope", "of_any_actor", "only_with_condition", "placed", "routes"];
const DUTY_KEYS: &[&str] = &[
    "id",
    "title",
    "roles",
    "trigger",
    "provision",
    "cite",
    "when",
    "event",
    "does",
    "evidence",
    "clock",
    "counts",
    "only_rights",
    "retention",
    "fields",
    "legacy",
    "penalty",
    "relief",
    "versions",
];

impl Loader {
    pub(super) fn triggers(&mut self, tree: Option<&Node>, pack: &mut Pack) {
        let path = "duties/triggers.yaml";
        let Some(tree) = tree else { return };
        self.only(path, tree, &["title", "triggers", "raises", "spares"]);
        for node in self.entries(path, Some(tree), "triggers") {
            self.only(path, node, TRIGGER_KEYS);
            let of = match self.required(path, node, "of").as_str() {
                "model" => PointKind::Model,
                _ => PointKind::System,
            };
            let scope = match (node.get("scope"), of) {
                (Some(_), _) => self.rule_at(path, node, "scope"),
                (None, PointKind::Model) => self.rules.get("gpai.scope").copied(),
                (None, PointKind::System) => self.rules.get("scope").copied(),
            };
            let routes = self.entries(path, Some(node), "routes");
            let routes = routes.iter().filter_map(|route| self.route(path, route)).collect();
            pack.triggers.push(Trigger {
                id: self.required(path, node, "id"),
                title: self.required(path, node, "title"),
                of,
                scope,
                whose: match self.flag(path, node, "of_any_actor") {
                    true => Whose::Anyone,
                    false => Whose::Own,
                },
                tells: match self.flag(path, node, "only_with_condition") {
                    true => Tells::Nothing,
                    false => Tells::Something,
                },
                placed: node.get("placed").and_then(|at| self.placed(path, at)),
                routes,
            });
        }
        for node in self.entries(path, Some(tree), "raises") {
            pack.raises.extend(self.raise(path, node));
        }
        for node in self.entries(path, Some(tree), "spares") {
            pack.spares.extend(self.spare(path, node));
        }
    }

    pub(super) fn duty_file(&mut self, path: &str, tree: Option<&Node>, pack: &mut Pack) {
        let Some(tree) = tree else { return };
        self.only(path, tree, &["title", "reviewed", "duties"]);
        for node in self.entries(path, Some(tree), "duties") {
            if let Some(duty) = self.duty(path, node, &pack.triggers) {
                if pack.duty(&duty.id).is_some() {
                    let says = format!("duty `{}` stands here a second time", duty.id);
                    self.wrong(path, node.at, says);
                }
                pack.duties.push(duty);
            }
        }
    }

    fn named_rule(&mut self, path: &str, node: &Node, id: &str) -> Option<RuleIx> {
        let rule = self.rules.get(id).copied();
        if rule.is_none() {
            self.unknown(path, node.at, format!("no rule `{id}`"));
        }
        rule
    }

    pub(super) fn rule_at(&mut self, path: &str, node: &Node, key: &str) -> Option<RuleIx> {
        let id = self.text(path, node, key);
        if id.is_empty() { None } else { self.named_rule(path, node, &id) }
    }

    fn rules_at(&mut self, path: &str, node: &Node, key: &str) -> Vec<RuleIx> {
        let ids: Vec<String> = self.words(path, node, key);
        ids.iter().filter_map(|id| self.named_rule(path, node, id)).collect()
    }

    pub(super) fn words(&mut self, path: &str, node: &Node, key: &str) -> Vec<String> {
        let entries = self.entries(path, Some(node), key);
        entries.iter().filter_map(Node::text).map(str::to_owned).collect()
    }

    pub(super) fn provision_at(&mut self, path: &str, node: &Node, key: &str) -> Option<Provision> {
        node.get(key)?;
        self.provision(path, node, key)
    }

    fn route(&mut self, path: &str, node: &Node) -> Option<Route> {
        self.only(path, node, ROUTE_KEYS);
        let route = self.text(path, node, "route");
        let rule = self.required(path, node, "rule");
        Some(Route {
            route: (!route.is_empty()).then_some(route),
            rule: self.named_rule(path, node, &rule)?,
            with: self.rule_at(path, node, "with"),
            within: self.rule_at(path, node, "within"),
            listed: self.rule_at(path, node, "listed"),
            exempted: self.rule_at(path, node, "exempted"),
            but: self.rules_at(path, node, "but"),
            starts: self.provision_at(path, node, "starts"),
            provision: self.provision_at(path, node, "provision"),
            cite: self.cite(path, node)?,
        })
    }

    pub(super) fn roles_at(&mut self, path: &str, node: &Node, key: &str) -> Vec<OptionIx> {
        let words = self.words(path, node, key);
        let mut roles = Vec::new();
        for word in words {
            let fact = self.vocabulary.find("actor_role").and_then(|at| self.vocabulary.get(at));
            let options = fact.map(|fact| fact.kind.options()).unwrap_or_default();
            match options.iter().position(|option| option.id == word) {
                Some(at) => roles.push(OptionIx(at as u8)),
                None => {
                    let says = format!("no role `{word}` in the fact `actor_role`");
                    self.unknown(path, node.at, says);
                }
            }
        }
        roles
    }

    fn penalty(&mut self, path: &str, node: &Node) -> Option<Penalty> {
        let penalty = node.get("penalty")?;
        self.only(path, penalty, &["tier", "cite", "unsure"]);
        let tier = match self.required(path, penalty, "tier").as_str() {
            "national" => None,
            word => self.tier(path, penalty, word),
        };
        let unsure = self.text(path, penalty, "unsure");
        Some(Penalty { tier, cite: self.cite(path, penalty)?, unsure })
    }

    fn tier(&mut self, path: &str, node: &Node, word: &str) -> Option<Tier> {
        let found = Tier::parse(word);
        if found.is_none() {
            self.wrong(path, node.at, format!("no tier of fines `{word}`"));
        }
        found
    }

    fn spare(&mut self, path: &str, node: &Node) -> Option<Spare> {
        self.only(path, node, &["of", "penalty", "when", "likely"]);
        let words = self.words(path, node, "of");
        let of = words.iter().filter_map(|word| match word.as_str() {
            "national" => Some(None),
            word => self.tier(path, node, word).map(Some),
        });
        let of = of.collect();
        let when = node.get("when");
        if when.is_none() {
            self.wrong(path, node.at, "`when` is missing");
        }
        Some(Spare {
            of,
            penalty: self.penalty(path, node)?,
            when: self.condition(path, when?)?,
            likely: match node.get("likely") {
                Some(likely) => Some(self.condition(path, likely)?),
                None => None,
            },
        })
    }

    fn placed(&mut self, path: &str, node: &Node) -> Option<(FactIx, Citation)> {
        self.only(path, node, &["fact", "cite"]);
        let id = self.required(path, node, "fact");
        let fact = self.vocabulary.find(&id);
        if fact.is_none() {
            self.unknown(path, node.at, format!("no fact `{id}`"));
        }
        Some((fact?, self.cite(path, node)?))
    }

    fn raise(&mut self, path: &str, node: &Node) -> Option<Raise> {
        self.only(path, node, &["by", "roles", "also", "penalty", "starts", "when"]);
        let when = node.get("when");
        if when.is_none() {
            self.wrong(path, node.at, "`when` is missing");
        }
        Some(Raise {
            by: self.act(path, node, "by"),
            roles: self.roles_at(path, node, "roles"),
            also: self.roles_at(path, node, "also"),
            penalty: self.penalty(path, node)?,
            starts: self.provision(path, node, "starts")?,
            when: self.condition(path, when?)?,
        })
    }

    fn duty(&mut self, path: &str, node: &Node, triggers: &[Trigger]) -> Option<Duty> {
        self.only(path, node, DUTY_KEYS);
        let id = self.required(path, node, "trigger");
        let trigger = triggers.iter().position(|trigger| trigger.id == id);
        if trigger.is_none() {
            self.unknown(path, node.at, format!("no trigger `{id}` in duties/triggers.yaml"));
        }
        let counts = match self.text(path, node, "counts").as_str() {
            "" => None,
            "incident" => Some(Counts::Incident),
            other => {
                self.wrong(path, node.at, format!("no clock `{other}`"));
                None
            }
        };
        let fields = self.text(path, node, "fields");
        let fields = fields.split(", ").filter_map(Citation::parse).collect();
        let base = DutyVersion {
            by: ActIx(0),
            item: None,
            does: self.required(path, node, "does"),
            relief: self.text(path, node, "relief"),
            penalty: match self.penalty(path, node) {
                Some(penalty) => penalty,
                None => {
                    self.wrong(path, node.at, "`penalty` is missing");
                    return None;
                }
            },
        };
        let evidence = self.words(path, node, "evidence");
        if evidence.is_empty() {
            self.wrong(path, node.at, "`evidence` names nothing");
        }
        Some(Duty {
            id: self.required(path, node, "id"),
            title: self.required(path, node, "title"),
            roles: self.roles_at(path, node, "roles"),
            trigger: trigger?,
            provision: self.provision(path, node, "provision")?,
            cite: self.cite(path, node)?,
            when: match node.get("when") {
                Some(when) => Some(self.condition(path, when)?),
                None => None,
            },
            event: self.text(path, node, "event"),
            evidence,
            clock: self.required(path, node, "clock"),
            counts,
            only_rights: self.rule_at(path, node, "only_rights"),
            retention: self.text(path, node, "retention"),
            fields,
            legacy: self.rules_at(path, node, "legacy"),
            versions: self.duty_versions(path, node, &base),
            at: self.spot(path, node.at),
        })
    }

    /// What a version does not say anew stays as the duty says.
    fn duty_versions(&mut self, path: &str, node: &Node, base: &DutyVersion) -> Vec<DutyVersion> {
        let entries = self.entries(path, Some(node), "versions");
        if entries.is_empty() {
            return vec![base.clone()];
        }
        let mut versions = Vec::new();
        for entry in entries {
            self.only(path, entry, &["by", "item", "does", "relief", "penalty"]);
            let or = |own: String, base: &String| if own.is_empty() { base.clone() } else { own };
            versions.push(DutyVersion {
                by: self.act(path, entry, "by"),
                item: self.text(path, entry, "item").parse().ok(),
                does: or(self.text(path, entry, "does"), &base.does),
                relief: or(self.text(path, entry, "relief"), &base.relief),
                penalty: self.penalty(path, entry).unwrap_or_else(|| base.penalty.clone()),
            });
        }
        versions
    }
}
