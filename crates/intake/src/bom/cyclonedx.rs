//! CycloneDX.

use std::collections::{BTreeMap, BTreeSet};

use actlas_facts::Vocabulary;
use serde_json::{Map, Value};

use super::{Bill, Draft, Says, says};

/// Deepest component within components. What is nested deeper is no JSON that is read.
const MAX_NESTED: usize = 64;
/// What a component was made of, by key; all are components.
const PEDIGREE: &[&str] = &["ancestors", "descendants", "variants"];

type Object = Map<String, Value>;

/// A component or a service, wherever it stands.
struct Component<'d> {
    id: String,
    value: &'d Object,
    role: Role,
}

#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// What the bill is about.
    Whole,
    Part,
    Service,
}

impl Component<'_> {
    fn is(&self, kind: &str) -> bool {
        self.role != Role::Service && text_of(self.value, "type") == kind
    }

    fn is_model(&self) -> bool {
        let has_card = self.role != Role::Service && self.value.contains_key("modelCard");
        has_card || self.is("machine-learning-model")
    }

    fn states_facts(&self, vocabulary: &Vocabulary) -> bool {
        let is_fact = |(name, _): (&str, &Value)| matches!(says(name, vocabulary), Says::Fact(_));
        properties_of(self.value).any(is_fact)
    }
}

/// Whether a JSON document is a bill.
pub(super) fn is_one(value: &Value) -> bool {
    text(value, "bomFormat") == "CycloneDX"
}

/// The bill that a JSON document is.
pub(super) fn of(value: &Value, vocabulary: &Vocabulary) -> Bill {
    let mut found = Vec::new();
    if let Some(whole) = value.pointer("/metadata/component").and_then(Value::as_object) {
        found.push(Component { id: id(whole, 0), value: whole, role: Role::Whole });
        collect(whole, ("components", Role::Part), 0, &mut found);
    }
    if let Some(all) = value.as_object() {
        collect(all, ("components", Role::Part), 0, &mut found);
        collect(all, ("services", Role::Service), 0, &mut found);
    }
    bill(value, &found, vocabulary)
}

fn collect<'d>(
    within: &'d Object,
    wanted: (&str, Role),
    depth: usize,
    found: &mut Vec<Component<'d>>,
) {
    let (key, role) = wanted;
    for value in within.get(key).and_then(Value::as_array).into_iter().flatten() {
        let Some(value) = value.as_object() else { continue };
        found.push(Component { id: id(value, found.len()), value, role });
        if depth < MAX_NESTED {
            collect(value, wanted, depth + 1, found);
        }
    }
}

/// What names a component: its reference in the document, its package URL, or its group, name and
/// version.
fn id(value: &Object, at: usize) -> String {
    let given = ["bom-ref", "purl"].map(|key| text_of(value, key));
    if let Some(given) = given.into_iter().find(|id| !id.trim().is_empty()) {
        return given.to_owned();
    }
    match versioned(value) {
        name if name.is_empty() => format!("component-{}", at + 1),
        name => name,
    }
}

/// Group and name.
fn name(value: &Object) -> String {
    match (text_of(value, "group"), text_of(value, "name")) {
        ("", name) => name.to_owned(),
        (group, name) => format!("{group}/{name}"),
    }
}

/// Group, name and version; empty without a name.
fn versioned(value: &Object) -> String {
    match (name(value), text_of(value, "version")) {
        (name, "") => name,
        (name, _) if name.is_empty() => name,
        (name, version) => format!("{name}@{version}"),
    }
}

/// What depends on what, by reference. Who provides a standard does not use whoever defines it.
fn edges(value: &Value) -> BTreeMap<&str, Vec<&str>> {
    let mut edges: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for entry in list(value, "dependencies") {
        let on = list(entry, "dependsOn").filter_map(Value::as_str);
        edges.entry(text(entry, "ref")).or_default().extend(on);
    }
    edges
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn text_of<'v>(value: &'v Object, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// Names and values of what has a list of them.
fn properties(of: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    let all = of.and_then(Value::as_array).into_iter().flatten();
    all.map(|at| (text(at, "name"), at.get("value").unwrap_or(&Value::Null)))
}

/// Those of a component and of its model card.
fn properties_of(of: &Object) -> impl Iterator<Item = (&str, &Value)> {
    let card = of.get("modelCard").and_then(|card| card.get("properties"));
    properties(of.get("properties")).chain(properties(card))
}

/// What is known of a bill as a whole.
struct Whole<'d> {
    vocabulary: &'d Vocabulary,
    bill: &'d Value,
    edges: BTreeMap<&'d str, Vec<&'d str>>,
    /// Data sets and all others by what they are called.
    names: BTreeMap<&'d str, String>,
    /// What becomes a record.
    kept: BTreeSet<&'d str>,
    /// Models by their package URL and by group, name and version, where only one is called so.
    known_as: BTreeMap<String, Option<&'d str>>,
    services: BTreeMap<&'d str, &'d Object>,
}

fn bill(value: &Value, found: &[Component], vocabulary: &Vocabulary) -> Bill {
    let edges = edges(value);
    let models: BTreeSet<&str> =
        found.iter().filter(|of| of.is_model()).map(|of| of.id.as_str()).collect();
    let uses_model = |of: &Component| {
        edges.get(of.id.as_str()).is_some_and(|on| on.iter().any(|id| models.contains(id)))
    };
    let is_kept = |of: &&Component| {
        let by_place = of.is_model() || of.role == Role::Whole || uses_model(of);
        (by_place && !of.is("data")) || of.states_facts(vocabulary)
    };
    let names = found.iter().map(|of| (of.id.as_str(), name(of.value))).collect();
    let kept: BTreeSet<&str> = found.iter().filter(is_kept).map(|of| of.id.as_str()).collect();
    let services = found.iter().filter(|of| of.role == Role::Service);
    let services = services.map(|of| (of.id.as_str(), of.value)).collect();
    let known_as = known_as(found);
    let whole = Whole { vocabulary, bill: value, edges, names, kept, known_as, services };
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let mut entries = Vec::new();
    let mut astray: Vec<&str> = Vec::new();
    for of in found {
        if whole.kept.contains(of.id.as_str()) {
            entries.push(whole.draft(of, &mut named).finish());
        } else {
            astray.extend(properties_of(of.value).map(|(name, _)| name));
        }
        astray.extend(pedigree(of.value, PEDIGREE).flat_map(properties_of).map(|(name, _)| name));
    }
    let of_document = [value.get("properties"), value.pointer("/metadata/properties")];
    astray.extend(of_document.into_iter().flat_map(properties).map(|(name, _)| name));
    astray.retain(|name| !matches!(says(name, vocabulary), Says::Nothing));
    Bill {
        format: format!("CycloneDX {}", text(value, "specVersion")),
        services: named.len(),
        left_out: found.len() - entries.len() - named.len(),
        astray: astray.into_iter().map(str::to_owned).collect(),
        entries,
    }
}

fn known_as<'d>(found: &'d [Component]) -> BTreeMap<String, Option<&'d str>> {
    let mut known: BTreeMap<String, Option<&str>> = BTreeMap::new();
    for of in found.iter().filter(|of| of.is_model()) {
        let names: BTreeSet<String> = identities(of.value).into_iter().collect();
        for name in names {
            let only = |known: &mut Option<&'d str>| *known = None;
            known.entry(name).and_modify(only).or_insert(Some(&of.id));
        }
    }
    known
}

/// What tells a component from all others: its package URL, or its name with a version.
fn identities(of: &Object) -> Vec<String> {
    let version = text_of(of, "version");
    let names = [text_of(of, "purl").to_owned(), versioned(of)];
    let [purl, named] = names;
    let named = Some(named).filter(|_| !version.is_empty());
    Some(purl).into_iter().chain(named).filter(|name| !name.trim().is_empty()).collect()
}

impl<'d> Whole<'d> {
    fn draft(&self, of: &Component<'d>, named: &mut BTreeSet<&'d str>) -> Draft<'d> {
        let mut draft = Draft::new(self.vocabulary);
        draft.put("id", &of.id);
        draft.package(&of.id, text_of(of.value, "purl"));
        let kind = match of.role {
            _ if of.is_model() => "model",
            Role::Whole => "system",
            Role::Part if of.is("data") => "other",
            Role::Part | Role::Service => "component",
        };
        draft.put("kind", kind);
        if kind == "system" {
            draft.put("organisation", &provider(of.value, self.bill));
        }
        match of.role {
            Role::Service => describe_service(&mut draft, of.value),
            Role::Whole | Role::Part => describe(&mut draft, of.value, &self.names),
        }
        for ancestor in pedigree(of.value, &["ancestors"]) {
            draft.built_on(&self.meant(ancestor));
        }
        for on in self.edges.get(of.id.as_str()).into_iter().flatten() {
            if self.kept.contains(on) {
                draft.built_on(on);
            } else if let Some((id, service)) = self.services.get_key_value(on) {
                // Most say nothing of AI, but what runs on somebody else's model says so in no other way.
                draft.built_on(&called(service));
                draft.text("services", &service_line(service));
                named.insert(id);
            }
        }
        draft
    }

    /// The record that an ancestor is or, of one that is no record, what it is called elsewhere: a reference
    /// into the bill says nothing to anybody.
    fn meant(&self, ancestor: &Object) -> String {
        let reference = id(ancestor, 0);
        if self.kept.contains(reference.as_str()) {
            return reference;
        }
        let known = identities(ancestor).into_iter().find_map(|name| *self.known_as.get(&name)?);
        known.map_or_else(|| called(ancestor), str::to_owned)
    }
}

/// A service in one line: `gpt-4o (OpenAI): answers questions`.
fn service_line(of: &Object) -> String {
    let provider = of.get("provider").map(called_maker).unwrap_or_default();
    let provider = if provider.is_empty() { provider } else { format!(" ({provider})") };
    match text_of(of, "description") {
        "" => format!("{}{provider}", called(of)),
        description => format!("{}{provider}: {description}", called(of)),
    }
}

fn describe_service(draft: &mut Draft, of: &Object) {
    draft.put("name", text_of(of, "name"));
    draft.put("product", &name(of));
    draft.put("vendor", &of.get("provider").map(called_maker).unwrap_or_default());
    let endpoints = of.get("endpoints").and_then(Value::as_array).into_iter().flatten();
    let address = endpoints.filter_map(Value::as_str).find(|at| !at.is_empty());
    draft.put("source", address.unwrap_or_default());
    draft.text("description", text_of(of, "description"));
    properties_of(of).for_each(|(name, value)| draft.property(name, value));
}

/// Who provides what a bill is about, as it or the bill says. Of its parts, whoever makes one need not provide it.
fn provider(of: &Object, bill: &Value) -> String {
    let stated = ["manufacturer", "publisher", "supplier"].map(|key| of.get(key));
    let stated = stated.into_iter().chain([bill.pointer("/metadata/supplier")]);
    stated.flatten().map(called_maker).find(|name| !name.is_empty()).unwrap_or_default()
}

/// The name of a maker: a text, or an object that has a name.
fn called_maker(maker: &Value) -> String {
    maker.as_str().unwrap_or_else(|| text(maker, "name")).to_owned()
}

/// Name, maker, texts, base models and facts of a component.
fn describe(draft: &mut Draft, of: &Object, names: &BTreeMap<&str, String>) {
    let value = &Value::Object(of.clone());
    match value.get("name") {
        // What is no text is kept as it is, so that whoever shapes the record tells of it.
        Some(name) if !name.is_string() => draft.put_as_is("name", name),
        _ => draft.put("name", text(value, "name")),
    }
    draft.put("product", &name(of));
    let named = |key: &str| value.get(key).map(called_maker).unwrap_or_default();
    let makers = ["manufacturer", "publisher", "supplier", "author"].map(named).into_iter();
    let mut makers = makers.chain(list(value, "authors").map(called_maker));
    draft.put("vendor", &makers.find(|name| !name.is_empty()).unwrap_or_default());
    let address = list(value, "externalReferences").map(|at| text(at, "url"));
    draft.put("source", address.into_iter().find(|url| !url.is_empty()).unwrap_or_default());
    draft.text("description", text(value, "description"));
    draft.text("licence", &licences(value));
    properties_of(of).for_each(|(name, value)| draft.property(name, value));
    let Some(card) = value.get("modelCard") else { return };
    if let Some(parameters) = card.get("modelParameters") {
        for key in ["task", "architectureFamily", "modelArchitecture"] {
            draft.text(key, text(parameters, key));
        }
        let approach = parameters.pointer("/approach/type").and_then(Value::as_str);
        draft.text("approach", approach.unwrap_or_default());
        for key in ["inputs", "outputs"] {
            list(parameters, key).for_each(|at| draft.text(key, text(at, "format")));
        }
        for data in list(parameters, "datasets") {
            draft.text("datasets", &data_set(data, names));
        }
    }
    let Some(considerations) = card.get("considerations") else { return };
    if let Some(environment) = considerations.get("environmentalConsiderations") {
        for spent in list(environment, "energyConsumptions") {
            draft.text("energy", &energy(spent));
        }
    }
    for key in ["useCases", "users", "technicalLimitations", "performanceTradeoffs"] {
        for item in list(considerations, key).filter_map(Value::as_str) {
            draft.text(key, item);
        }
    }
    for (key, parts) in [
        ("ethicalConsiderations", ["name", "mitigationStrategy"].as_slice()),
        ("fairnessAssessments", &["groupAtRisk", "benefits", "harms", "mitigationStrategy"]),
    ] {
        for item in list(considerations, key) {
            parts.iter().for_each(|part| draft.text(key, text(item, part)));
        }
    }
}

/// What an activity such as training took: `training: 12.5 kWh`.
fn energy(spent: &Value) -> String {
    let Some(cost) = spent.get("activityEnergyCost") else { return String::new() };
    let value = match cost.get("value") {
        Some(Value::Number(value)) => value.to_string(),
        Some(Value::String(value)) => value.clone(),
        _ => return String::new(),
    };
    let amount = format!("{value} {}", text(cost, "unit"));
    match text(spent, "activity") {
        "" => amount,
        activity => format!("{activity}: {amount}"),
    }
}

fn pedigree<'v>(of: &'v Object, keys: &'v [&str]) -> impl Iterator<Item = &'v Object> {
    let pedigree = of.get("pedigree");
    let lists = keys.iter().filter_map(move |key| pedigree?.get(key)?.as_array());
    lists.flatten().filter_map(Value::as_object)
}

/// What a component is called outside its bill: its package URL, its group and name, or its reference.
fn called(value: &Object) -> String {
    let get = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    let names = [get("purl").to_owned(), name(value), id(value, 0)];
    names.into_iter().find(|name| !name.trim().is_empty()).unwrap_or_default()
}

/// Licences by id or name, or as an expression, one a line.
fn licences(value: &Value) -> String {
    let one = |at: &Value| {
        let of = at.get("license").unwrap_or(at);
        let named = ["id", "name", "expression"].map(|key| text(of, key).trim().to_owned());
        named.into_iter().find(|name| !name.is_empty())
    };
    list(value, "licenses").filter_map(one).collect::<Vec<_>>().join("\n")
}

/// A data set in one line: its name, or that of the component it refers to, and what is said of it.
fn data_set(data: &Value, names: &BTreeMap<&str, String>) -> String {
    let referred = names.get(text(data, "ref")).map_or("", String::as_str);
    let parts =
        [referred, text(data, "name"), text(data, "description"), text(data, "classification")];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(": ")
}
