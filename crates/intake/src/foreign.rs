//! What other programs write for themselves. Its names and descriptions would pass for those of systems.

use serde_json::{Map, Value};

/// Parts of a manifest of npm beside name and version.
const OF_PACKAGES: &[&str] = &[
    "main",
    "module",
    "exports",
    "bin",
    "types",
    "scripts",
    "engines",
    "dependencies",
    "devDependencies",
    "peerDependencies",
    "lockfileVersion",
];

/// What an object is, if it is no register.
pub(crate) fn is(object: &Map<String, Value>) -> Option<&'static str> {
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    let is_object = |key: &str| object.get(key).is_some_and(Value::is_object);
    let says = |key: &str, start: &str| text(key).is_some_and(|text| text.starts_with(start));
    let is_manifest = || {
        let whole = text("name").is_some() && text("version").is_some();
        // Records have versions, and may say what they depend on.
        let parts = OF_PACKAGES.iter().filter(|key| match object.get(**key) {
            Some(Value::Object(all)) => all.values().all(|at| at.is_string() || at.is_object()),
            Some(Value::String(_)) => ["main", "module", "bin", "types"].contains(key),
            Some(Value::Number(_)) => **key == "lockfileVersion",
            _ => false,
        });
        whole && !object.contains_key("id") && parts.count() > 0
    };
    if says("spdxVersion", "SPDX-2") {
        Some("the file is SPDX 2, which has no models; SPDX 3 is read")
    } else if text("$schema").is_some_and(|of| of.contains("json-schema.org")) {
        Some("the file is a JSON Schema and no register")
    } else if text("apiVersion").is_some() && text("kind").is_some() && is_object("metadata") {
        Some("the file is a manifest of Kubernetes and no register")
    } else if (says("openapi", "3.") || says("swagger", "2.")) && is_object("info") {
        Some("the file describes an interface (OpenAPI) and is no register")
    } else if is_manifest() {
        Some("the file is a manifest of a package (npm) and no register")
    } else {
        None
    }
}
