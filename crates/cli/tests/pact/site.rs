use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::{example, folder, pact, root, shown};

/// The values of an attribute in a page.
fn values<'t>(text: &'t str, attribute: &str) -> Vec<&'t str> {
    let opening = format!(" {attribute}=\"");
    text.split(&opening).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn pages(folder: &Path) -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "html"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    pages.sort();
    pages
}

#[test]
fn links_lead_somewhere_and_nothing_is_fetched() {
    let folder = folder("site");
    let story = example("story.yaml");
    let ran = pact(&["site", "--story", &story, "--on", "2026-11-21", "-o", shown(&folder)]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for (name, text) in pages(&folder) {
        let ids: BTreeSet<&str> = values(&text, "id").into_iter().collect();
        for link in values(&text, "href") {
            if let Some(id) = link.strip_prefix('#') {
                assert!(ids.contains(id), "{name}: {link}");
            } else if !link.starts_with("http") {
                assert!(folder.join(link).is_file(), "{name}: {link}");
            }
        }
        assert!(!text.contains("<script"), "{name}");
        assert!(values(&text, "src").is_empty(), "{name}: a page fetches nothing");
        assert!(!text.contains("url("), "{name}");
    }
    let index = fs::read_to_string(folder.join("index.html")).unwrap();
    assert!(index.contains("story-story.html"));
}

#[test]
fn what_is_unsure_is_marked_wherever_it_is_shown() {
    let folder = folder("unsure");
    assert_eq!(pact(&["site", "--on", "2026-11-21", "-o", shown(&folder)]).code, 0);
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let instrument = read("instrument-ai-pact.html");
    for (id, marked) in [("core-1", false), ("dev-1", true), ("dev-7", false), ("dep-7", true)] {
        let row = instrument.split(&format!("<tr id=\"{id}\">")).nth(1).unwrap();
        let row = row.split("</tr>").next().unwrap();
        assert_eq!(row.contains("UNSURE"), marked, "{id}");
    }
    for page in
        ["organisation-mistral.html", "organisation-engineering.html", "organisation-magic.html"]
    {
        assert!(read(page).contains("UNSURE"), "{page}");
    }
    let unknown = read("unknown.html");
    assert!(unknown.contains("PwC") && unknown.contains("it has no source"));
    let pwc = read("organisation-pwc.html");
    assert!(pwc.contains("No position with a source"), "a row without a source is not drawn");
    let positions = read("positions.csv");
    assert!(!positions.contains("pwc"), "nor is it in the data");
}

/// Words from files are text, whatever they look like.
#[test]
fn markup_and_formulas_in_the_data_stay_text() {
    let folder = folder("markup");
    let data = folder.join("pacts");
    fs::create_dir_all(data.join("ai-pact")).unwrap();
    for name in ["ai-pact/instrument.yaml", "ai-pact/commitments.yaml"] {
        fs::copy(root().join("pacts").join(name), data.join(name)).unwrap();
    }
    let name = "<img src=x onerror=alert(1)>";
    fs::write(
        data.join("organisations.yaml"),
        format!("format: 1\norganisations:\n  - {{id: bad, name: '{name}'}}\n  - {{id: worse, name: '=HYPERLINK(1)'}}\n"),
    )
    .unwrap();
    fs::write(
        data.join("ai-pact/positions.csv"),
        "organisation,position,basis,date,source_url,source_title,scope,language\n\
         bad,declined,press-report,2024-09-25,https://a.example/?<b>,</style><script>,,en\n\
         bad,declined,press-report,2024-09-25,https://a.example/,</style><script>x</script>,<b>no</b>,en\n\
         worse,signed,press-report,2024-09-25,https://a.example/,=1+1,@x,en\n",
    )
    .unwrap();
    let out = folder.join("out");
    let ran = pact(&["site", "--pacts", shown(&data), "--on", "2024-10-01", "-o", shown(&out)]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("pacts-invalid"), "an address with markup is refused: {}", ran.err);
    for (page, text) in pages(&out) {
        assert!(
            !text.contains("<img") && !text.contains("<script") && !text.contains("<b>no"),
            "{page}"
        );
    }
    let svg = fs::read_to_string(out.join("matrix.svg")).unwrap();
    assert!(svg.contains("&lt;img") && !svg.contains("<img"));
    let csv = fs::read_to_string(out.join("positions.csv")).unwrap();
    for cell in csv.split([',', '\n']) {
        assert!(!cell.starts_with(['=', '@', '+']), "{cell}");
    }
}
