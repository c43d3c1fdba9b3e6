//! CycloneDX.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::tree::Element;
use super::{Bill, Draft};

/// Deepest component within components.
const MAX_NESTED: usize = 32;

/// A component with what is said of it, wherever it stands.
struct Component<'d> {
    id: String,
    value: &'d Map<String, Value>,
    whole: bool,
}

impl Component<'_> {
    fn is(&self, kind: &str) -> bool {
        self.value.get("type").and_then(Value::as_str) == Some(kind)
    }
}

/// The bill that a JSON document is.
pub(super) fn of(value: &Value) -> Option<Bill> {
    if text(value, "bomFormat") != "CycloneDX" {
        return None;
    }
    let mut found = Vec::new();
    if let Some(whole) = value.pointer("/metadata/component").and_then(Value::as_object) {
        found.push(Component { id: id(whole, 0), value: whole, whole: true });
        collect(whole.get("components"), 0, &mut found);
    }
    collect(value.get("components"), 0, &mut found);
    Some(bill(value, &found, &edges(value)))
}

fn collect<'d>(list: Option<&'d Value>, depth: usize, found: &mut Vec<Component<'d>>) {
    for value in list.and_then(Value::as_array).into_iter().flatten() {
        let Some(value) = value.as_object() else { continue };
        found.push(Component { id: id(value, found.len()), value, whole: false });
        if depth < MAX_NESTED {
            collect(value.get("components"), depth + 1, found);
        }
    }
}

/// What names a component: its reference in the document, its package URL, or its group, name and
/// version.
fn id(value: &Map<String, Value>, at: usize) -> String {
    let get = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    let given = [get("bom-ref"), get("purl")].into_iter().find(|id| !id.trim().is_empty());
    if let Some(given) = given {
        return given.to_owned();
    }
    match (name(value), get("version")) {
        (name, _) if name.is_empty() => format!("component-{}", at + 1),
        (name, "") => name,
        (name, version) => format!("{name}@{version}"),
    }
}

/// Group and name.
fn name(value: &Map<String, Value>) -> String {
    let get = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    match (get("group"), get("name")) {
        ("", name) => name.to_owned(),
        (group, name) => format!("{group}/{name}"),
    }
}

/// What depends on what, by reference.
fn edges(value: &Value) -> BTreeMap<&str, Vec<&str>> {
    let mut edges: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for entry in list(value, "dependencies") {
        let on = list(entry, "dependsOn").chain(list(entry, "provides")).filter_map(Value::as_str);
        edges.entry(text(entry, "ref")).or_default().extend(on);
    }
    edges
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn bill(value: &Value, found: &[Component], edges: &BTreeMap<&str, Vec<&str>>) -> Bill {
    let is_model =
        |of: &Component| of.is("machine-learning-model") || of.value.contains_key("modelCard");
    let models: BTreeSet<&str> =
        found.iter().filter(|of| is_model(of)).map(|of| of.id.as_str()).collect();
    let uses_model = |of: &Component| {
        edges.get(of.id.as_str()).is_some_and(|on| on.iter().any(|id| models.contains(id)))
    };
    let names: BTreeMap<&str, String> =
        found.iter().map(|of| (of.id.as_str(), name(of.value))).collect();
    let mut kept: BTreeSet<&str> = BTreeSet::new();
    for of in found.iter().filter(|of| !of.is("data")) {
        if is_model(of) || of.whole || uses_model(of) {
            kept.insert(&of.id);
        }
    }
    let mut records = Vec::new();
    for of in found.iter().filter(|of| kept.contains(of.id.as_str())) {
        let mut draft = Draft::default();
        draft.put("id", &of.id);
        let kind = match (is_model(of), of.whole) {
            (true, _) => "model",
            (false, true) => "system",
            (false, false) => "component",
        };
        draft.put("kind", kind);
        if kind == "system" {
            draft.put("organisation", &provider(of.value, value));
        }
        describe(&mut draft, of.value, &names);
        for ancestor in ancestors(of.value) {
            // Of one that is no record, a reference into the bill says nothing to anybody.
            let reference = id(ancestor, 0);
            draft.built_on(&match kept.contains(reference.as_str()) {
                true => reference,
                false => called(ancestor),
            });
        }
        for on in edges.get(of.id.as_str()).into_iter().flatten().filter(|on| kept.contains(*on)) {
            draft.built_on(on);
        }
        records.push(draft.finish());
    }
    let format = format!("CycloneDX {}", text(value, "specVersion"));
    Bill { format, left_out: found.len() - records.len(), records }
}

/// Who provides what a bill is about, as it or the bill says. Of its parts, whoever makes one need not provide it.
fn provider(of: &Map<String, Value>, bill: &Value) -> String {
    let stated = ["manufacturer", "publisher", "supplier"].map(|key| of.get(key));
    let stated = stated.into_iter().chain([bill.pointer("/metadata/supplier")]);
    stated.flatten().map(called_maker).find(|name| !name.is_empty()).unwrap_or_default()
}

/// The name of a maker: a text, or an object that has a name.
fn called_maker(maker: &Value) -> String {
    maker.as_str().unwrap_or_else(|| text(maker, "name")).to_owned()
}

/// Name, maker, texts, base models and facts of a component.
fn describe(draft: &mut Draft, of: &Map<String, Value>, names: &BTreeMap<&str, String>) {
    let value = &Value::Object(of.clone());
    match value.get("name") {
        // What is no text is kept as it is, so that whoever shapes the record tells of it.
        Some(name) if !name.is_string() => draft.put_as_is("name", name),
        _ => draft.put("name", text(value, "name")),
    }
    draft.put("product", &name(of));
    let named = |key: &str| value.get(key).map(called_maker).unwrap_or_default();
    let makers = ["manufacturer", "publisher", "supplier", "author"].map(named);
    draft.put("vendor", makers.iter().find(|name| !name.is_empty()).map_or("", |name| name));
    let address = list(value, "externalReferences").map(|at| text(at, "url"));
    draft.put("source", address.into_iter().find(|url| !url.is_empty()).unwrap_or_default());
    draft.text("description", text(value, "description"));
    draft.text("licence", &licences(value));
    for property in list(value, "properties") {
        draft.property(text(property, "name"), text(property, "value"));
    }
    let Some(card) = value.get("modelCard") else { return };
    for property in list(card, "properties") {
        draft.property(text(property, "name"), text(property, "value"));
    }
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

fn ancestors(of: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    let pedigree = of.get("pedigree").and_then(|at| at.get("ancestors"));
    pedigree.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// What a component is called outside its bill: its package URL, its group and name, or its reference.
fn called(value: &Map<String, Value>) -> String {
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

/// The bill that an XML document is: the same elements as in JSON, under the same names.
pub(super) fn of_xml(root: &Element) -> Option<Bill> {
    let version = root.namespace.rsplit('/').next().unwrap_or_default();
    if root.name != "bom" || !root.namespace.contains("cyclonedx.org/schema/bom") {
        return None;
    }
    let metadata = root.child("metadata");
    let whole = metadata.and_then(|at| at.child("component")).map(component);
    let supplier = metadata.and_then(|at| at.child("supplier")).and_then(|at| at.child("name"));
    let supplier = json!({"name": supplier.map(|name| &name.text)});
    let dependency = |at: &Element| {
        let on: Vec<&str> = at.children.iter().map(|on| on.attribute("ref")).collect();
        json!({"ref": at.attribute("ref"), "dependsOn": on})
    };
    let dependencies: Vec<Value> = root.list("dependencies").iter().map(dependency).collect();
    let components: Vec<Value> = root.list("components").iter().map(component).collect();
    of(&json!({
        "bomFormat": "CycloneDX", "specVersion": version, "components": components,
        "metadata": {"component": whole, "supplier": supplier}, "dependencies": dependencies,
    }))
}

fn component(element: &Element) -> Value {
    let mut value = Map::new();
    let mut put = |key: &str, of: Value| {
        value.insert(key.to_owned(), of);
    };
    put("type", json!(element.attribute("type")));
    put("bom-ref", json!(element.attribute("bom-ref")));
    for key in ["group", "name", "version", "purl", "publisher", "description", "author"] {
        if let Some(child) = element.child(key) {
            put(key, json!(child.text));
        }
    }
    for key in ["manufacturer", "supplier"] {
        if let Some(name) = element.child(key).and_then(|child| child.child("name")) {
            put(key, json!({"name": name.text}));
        }
    }
    let references = element.list("externalReferences").iter().filter_map(|at| at.child("url"));
    let references: Vec<Value> = references.map(|url| json!({"url": url.text})).collect();
    put("externalReferences", Value::Array(references));
    put("properties", properties(element));
    let licence = |at: &Element| match at.name.as_str() {
        "expression" => json!({"expression": at.text}),
        _ => json!({"license": flat(at)}),
    };
    put("licenses", Value::Array(element.list("licenses").iter().map(licence).collect()));
    let within = |list: &[Element]| Value::Array(list.iter().map(component).collect());
    put("components", within(element.list("components")));
    if let Some(pedigree) = element.child("pedigree") {
        put("pedigree", json!({"ancestors": within(pedigree.list("ancestors"))}));
    }
    if let Some(card) = element.child("modelCard") {
        put("modelCard", model_card(card));
    }
    Value::Object(value)
}

fn properties(element: &Element) -> Value {
    let property = |at: &Element| json!({"name": at.attribute("name"), "value": at.text});
    Value::Array(element.list("properties").iter().map(property).collect())
}

fn model_card(card: &Element) -> Value {
    let mut parameters = Map::new();
    if let Some(of) = card.child("modelParameters") {
        for key in ["task", "architectureFamily", "modelArchitecture"] {
            parameters.insert(key.to_owned(), json!(of.child(key).map(|child| &child.text)));
        }
        let approach = of.child("approach").and_then(|at| at.child("type"));
        parameters.insert("approach".to_owned(), json!({"type": approach.map(|at| &at.text)}));
        for key in ["inputs", "outputs", "datasets"] {
            let items: Vec<Value> = of.list(key).iter().map(flat).collect();
            parameters.insert(key.to_owned(), Value::Array(items));
        }
    }
    let mut considerations = Map::new();
    let all = card.child("considerations").map_or(&[][..], |at| &at.children);
    for list in all.iter().filter(|list| list.name == "environmentalConsiderations") {
        let spent = |at: &Element| {
            let cost = at.child("activityEnergyCost").map(flat);
            json!({"activity": at.child("activity").map(|at| &at.text), "activityEnergyCost": cost})
        };
        let spent: Vec<Value> = list.list("energyConsumptions").iter().map(spent).collect();
        considerations.insert(list.name.clone(), json!({"energyConsumptions": spent}));
    }
    for list in all.iter().filter(|list| list.name != "environmentalConsiderations") {
        let item = |at: &Element| match at.children.is_empty() {
            true => json!(at.text),
            false => flat(at),
        };
        let items = Value::Array(list.children.iter().map(item).collect());
        considerations.insert(list.name.clone(), items);
    }
    json!({
        "modelParameters": parameters, "considerations": considerations,
        "properties": properties(card),
    })
}

/// The children of an element that hold text, and what it refers to.
fn flat(element: &Element) -> Value {
    let mut value = Map::new();
    if !element.attribute("ref").is_empty() {
        value.insert("ref".to_owned(), json!(element.attribute("ref")));
    }
    if element.name == "ref" {
        value.insert("ref".to_owned(), json!(element.text));
    }
    for child in &element.children {
        value.insert(child.name.clone(), json!(child.text));
    }
    Value::Object(value)
}
