//! SPDX 3 with the profiles AI and Dataset, as JSON-LD.

use std::collections::{BTreeMap, BTreeSet};
use std::slice;

use actlas_facts::Vocabulary;
use serde_json::Value;

use super::{Bill, Draft, Entry};

/// What is said of an AI package in prose.
const TEXTS: &[&str] = &[
    "summary",
    "description",
    "comment",
    "ai_domain",
    "ai_typeOfModel",
    "ai_informationAboutApplication",
    "ai_informationAboutTraining",
    "ai_limitation",
    "ai_modelDataPreprocessing",
    "ai_modelExplainability",
    "ai_standardCompliance",
];
/// What is said in one word. A word is no fact of the Act, but somebody should see it.
const WORDS: &[&str] =
    &["ai_autonomyType", "ai_safetyRiskAssessment", "ai_useSensitivePersonalInformation"];

/// What of a model took energy.
const ENERGY: &[(&str, &str)] = &[
    ("ai_trainingEnergyConsumption", "training"),
    ("ai_finetuningEnergyConsumption", "fine-tuning"),
    ("ai_inferenceEnergyConsumption", "inference"),
];

/// The elements of a JSON-LD document, if it is a bill: those of its graph, or the one that it is.
pub(super) fn elements(value: &Value) -> Option<&[Value]> {
    let context = value.get("@context")?;
    let is_spdx = |at: &Value| at.as_str().is_some_and(|at| at.contains("spdx.org/rdf/3"));
    if !is_spdx(context) && !context.as_array().is_some_and(|all| all.iter().any(is_spdx)) {
        return None;
    }
    match value.get("@graph") {
        Some(graph) => graph.as_array().map(Vec::as_slice),
        None => Some(slice::from_ref(value)),
    }
}

/// The bill that these elements are.
pub(super) fn of(elements: &[Value], vocabulary: &Vocabulary) -> Bill {
    let graph = Graph::of(elements);
    let version = graph.elements.values().find_map(|at| at.get("specVersion")?.as_str());
    let kept = graph.order.iter().filter(|id| graph.kept.contains(**id));
    let records: Vec<Entry> = kept.map(|id| graph.draft(id, vocabulary).finish()).collect();
    let entries = graph.order.iter().filter(|id| graph.is_entry(id)).count();
    Bill {
        format: format!("SPDX {}", version.unwrap_or("3")),
        services: 0,
        left_out: entries.saturating_sub(records.len()),
        astray: Vec::new(),
        entries: records,
    }
}

struct Graph<'d> {
    elements: BTreeMap<&'d str, &'d Value>,
    order: Vec<&'d str>,
    /// From, kind, to.
    edges: Vec<(&'d str, &'d str, &'d str)>,
    /// The places among the edges of those of an element.
    edges_of: BTreeMap<&'d str, Vec<usize>>,
    /// What the document is about.
    roots: BTreeSet<&'d str>,
    /// What becomes a record.
    kept: BTreeSet<&'d str>,
}

/// A property, under its own name or with the namespace written out.
fn get<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn id(value: &Value) -> &str {
    match get(value, "spdxId") {
        "" => get(value, "@id"),
        id => id,
    }
}

fn kind(value: &Value) -> &str {
    match get(value, "type") {
        "" => get(value, "@type"),
        kind => kind,
    }
}

/// A property that may be one text or a list of them.
fn words<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    match value.get(key) {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one],
        _ => Vec::new(),
    }
}

impl<'d> Graph<'d> {
    fn of(list: &'d [Value]) -> Graph<'d> {
        let mut graph = Graph {
            elements: BTreeMap::new(),
            order: Vec::new(),
            edges: Vec::new(),
            edges_of: BTreeMap::new(),
            roots: BTreeSet::new(),
            kept: BTreeSet::new(),
        };
        for element in list {
            if id(element).is_empty() {
                continue;
            }
            if graph.elements.insert(id(element), element).is_none() {
                graph.order.push(id(element));
            }
            graph.roots.extend(words(element, "rootElement"));
            if kind(element).ends_with("Relationship") {
                for to in words(element, "to") {
                    graph.edges.push((get(element, "from"), get(element, "relationshipType"), to));
                }
            }
        }
        for (at, (from, _, to)) in graph.edges.iter().enumerate() {
            for end in BTreeSet::from([*from, *to]) {
                graph.edges_of.entry(end).or_default().push(at);
            }
        }
        let models: BTreeSet<&str> =
            graph.order.iter().filter(|id| graph.is_model(id)).copied().collect();
        for (of, on) in graph.edges.iter().filter_map(built_on) {
            if models.contains(on) && graph.is_package(of) {
                graph.kept.insert(of);
            }
        }
        let roots: Vec<&str> =
            graph.roots.iter().filter(|id| graph.is_package(id)).copied().collect();
        graph.kept.extend(roots);
        graph.kept.extend(models);
        graph
    }

    /// An AI package, or a package whose purpose is to be a model.
    fn is_model(&self, id: &str) -> bool {
        self.elements.get(id).is_some_and(|at| {
            let purpose = get(at, "software_primaryPurpose");
            kind(at).ends_with("AIPackage")
                || (kind(at) == "software_Package" && purpose == "model")
        })
    }

    fn is_package(&self, id: &str) -> bool {
        self.elements.get(id).is_some_and(|at| kind(at) == "software_Package")
    }

    /// Packages and data sets; files, people and relations are none.
    fn is_entry(&self, id: &str) -> bool {
        self.elements.get(id).is_some_and(|at| kind(at).ends_with("Package"))
    }

    fn name(&self, id: &'d str) -> &'d str {
        match self.elements.get(id).map(|at| get(at, "name")).unwrap_or_default() {
            "" => id,
            name => name,
        }
    }

    fn edges(&self, of: &str) -> impl Iterator<Item = &(&'d str, &'d str, &'d str)> {
        let places = self.edges_of.get(of).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|at| self.edges.get(*at))
    }

    fn draft<'v>(&self, of: &'d str, vocabulary: &'v Vocabulary) -> Draft<'v> {
        let mut draft = Draft::new(vocabulary);
        let Some(element) = self.elements.get(of) else { return draft };
        let kind = match (self.is_model(of), self.roots.contains(of)) {
            (true, _) => "model",
            (false, true) => "system",
            (false, false) => "component",
        };
        draft.put("id", of);
        draft.package(of, get(element, "software_packageUrl"));
        draft.put("kind", kind);
        draft.put("name", self.name(of));
        let makers = ["suppliedBy", "originatedBy"].map(|key| words(element, key));
        let maker = makers.iter().flatten().next().map(|id| self.name(id)).unwrap_or_default();
        draft.put("vendor", maker);
        if kind == "system" {
            draft.put("organisation", maker);
        }
        draft.put("source", get(element, "software_downloadLocation"));
        for key in TEXTS {
            words(element, key).iter().for_each(|text| draft.text(key, text));
        }
        for key in WORDS {
            words(element, key).iter().for_each(|text| draft.text(key, text));
        }
        for (key, activity) in ENERGY {
            let spent = element.get("ai_energyConsumption").and_then(|at| at.get(*key));
            for spent in spent.and_then(Value::as_array).into_iter().flatten() {
                draft.text("energy", &energy(activity, spent));
            }
        }
        for (_, kind, to) in self.edges(of).filter(|(from, ..)| *from == of) {
            match *kind {
                "trainedOn" | "testedOn" => draft.text(kind, &self.data_set(to)),
                "hasDeclaredLicense" => draft.text("licence", self.licence(to)),
                _ => {}
            }
        }
        for edge in self.edges(of) {
            let Some((_, on)) = built_on(edge).filter(|(from, _)| *from == of) else { continue };
            if self.kept.contains(on) {
                draft.built_on(on);
            } else if ["descendantOf", "ancestorOf"].contains(&edge.1) {
                // Of one that is no record, a reference into the bill says nothing to anybody.
                let url = self.elements.get(on).map(|at| get(at, "software_packageUrl"));
                let url = url.filter(|url| !url.is_empty());
                draft.built_on(url.unwrap_or_else(|| self.name(on)));
            }
        }
        draft
    }

    /// A licence as an expression or by its name; one that stands outside the document by its address.
    fn licence(&self, id: &'d str) -> &'d str {
        let expression = |at: &&'d Value| get(at, "simplelicensing_licenseExpression");
        match self.elements.get(id).map(expression).unwrap_or_default() {
            "" => self.name(id),
            expression => expression,
        }
    }

    /// Name and description of a data set.
    fn data_set(&self, id: &'d str) -> String {
        let description =
            self.elements.get(id).map(|at| get(at, "description")).unwrap_or_default();
        match description {
            "" => self.name(id).to_owned(),
            description => format!("{}: {description}", self.name(id)),
        }
    }
}

/// What is built on what, whichever way round the relation says it.
fn built_on<'d>((from, kind, to): &(&'d str, &'d str, &'d str)) -> Option<(&'d str, &'d str)> {
    match *kind {
        "dependsOn"
        | "contains"
        | "descendantOf"
        | "hasStaticLink"
        | "hasDynamicLink"
        | "hasPrerequisite"
        | "hasProvidedDependency" => Some((from, to)),
        "ancestorOf" => Some((to, from)),
        _ => None,
    }
}

/// What an activity took: `training: 12.5 kilowattHour`.
fn energy(activity: &str, spent: &Value) -> String {
    let quantity = match spent.get("ai_energyQuantity") {
        Some(Value::Number(value)) => value.to_string(),
        Some(Value::String(value)) => value.clone(),
        _ => return String::new(),
    };
    format!("{activity}: {quantity} {}", get(spent, "ai_energyUnit"))
}
