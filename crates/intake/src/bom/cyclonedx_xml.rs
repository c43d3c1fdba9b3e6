//! CycloneDX in XML: the same elements as in JSON, under the same names.

use serde_json::{Map, Value, json};

use super::tree::Element;

/// The JSON document that says what an XML document says, if that is a bill.
pub(super) fn json_of(root: &Element) -> Option<Value> {
    let version = root.namespace.rsplit('/').next().unwrap_or_default();
    if root.name != "bom" || !root.namespace.contains("cyclonedx.org/schema/bom") {
        return None;
    }
    let metadata = root.child("metadata");
    let whole = metadata.and_then(|at| at.child("component")).map(component);
    let supplier = metadata.and_then(|at| at.child("supplier")).and_then(|at| at.child("name"));
    let supplier = json!({"name": supplier.map(|name| &name.text)});
    let dependency = |at: &Element| {
        let on = at.children.iter().filter(|on| on.name == "dependency");
        let on: Vec<&str> = on.map(|on| on.attribute("ref")).collect();
        json!({"ref": at.attribute("ref"), "dependsOn": on})
    };
    let dependencies: Vec<Value> = root.list("dependencies").iter().map(dependency).collect();
    let components: Vec<Value> = root.list("components").iter().map(component).collect();
    let services: Vec<Value> = root.list("services").iter().map(service).collect();
    let of_metadata = metadata.map_or(json!([]), properties);
    Some(json!({
        "bomFormat": "CycloneDX", "specVersion": version, "components": components,
        "metadata": {"component": whole, "supplier": supplier, "properties": of_metadata},
        "dependencies": dependencies, "services": services, "properties": properties(root),
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
    let authors = element.list("authors").iter().filter_map(|at| at.child("name"));
    put("authors", authors.map(|name| json!({"name": name.text})).collect());
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

fn service(element: &Element) -> Value {
    let part = |key: &str| element.child(key).map(|child| &child.text);
    let provider = element.child("provider").and_then(|at| at.child("name")).map(|at| &at.text);
    let endpoints: Vec<&String> = element.list("endpoints").iter().map(|at| &at.text).collect();
    let within: Vec<Value> = element.list("services").iter().map(service).collect();
    json!({
        "bom-ref": element.attribute("bom-ref"), "provider": {"name": provider},
        "group": part("group"), "name": part("name"), "version": part("version"),
        "description": part("description"), "endpoints": endpoints, "services": within,
        "properties": properties(element),
    })
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
