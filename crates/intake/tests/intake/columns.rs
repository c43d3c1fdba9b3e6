//! Which column is taken for what.

use actlas_intake::Mapping;

use crate::common::{check_findings, read_as, vocabulary};

/// Columns of a table, each with the field it is taken for; `-` for one that is not read.
fn check(columns: &[(&str, &str)]) {
    let header: Vec<String> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let row = vec!["x"; columns.len()];
    let text = format!("{}\n{}\n", header.join(","), row.join(","));
    let mapped = read_as("reg.csv", text.as_bytes(), "").mapped.join("");
    let shown = |name: &str| {
        let start: String = name.chars().take(38).collect();
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.chars().count() <= 40 { format!("`{name}`") } else { format!("`{start}…`") }
    };
    let plain = |name: &str| -> String {
        name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let (read, not): (Vec<_>, Vec<_>) = columns.iter().partition(|(_, field)| *field != "-");
    let read = read.iter().map(|(name, field)| match plain(name) == plain(field) {
        true => shown(name),
        false => format!("{} → {field}", shown(name)),
    });
    let mut want = format!(
        "reg.csv: CSV, delimiter comma, header in row 1; {}",
        read.collect::<Vec<_>>().join(", ")
    );
    if !not.is_empty() {
        let not: Vec<String> = not.iter().map(|(name, _)| shown(name)).collect();
        want += &format!("; not read: {}", not.join(", "));
    }
    assert_eq!(mapped, want);
}

#[test]
fn columns_in_four_languages() {
    check(&[
        ("ID", "id"),
        ("Name", "name"),
        ("Purpose", "purpose"),
        ("Description", "text"),
        ("Organisation", "organisation"),
        ("Department", "-"),
        ("Unit", "unit"),
        ("Country", "country"),
        ("Vendor", "vendor"),
        ("Product name", "product"),
        ("Language", "language"),
        ("Status", "stage"),
        ("Kind", "kind"),
        ("Type", "-"),
        ("URL", "source"),
        ("Base model", "built_on"),
        ("Instance of", "instance_of"),
        ("Remarks", "-"),
    ]);
    check(&[
        ("Kenmerk", "id"),
        ("Naam", "name"),
        ("Doel en impact", "purpose"),
        ("Omschrijving", "text"),
        ("Organisatie", "organisation"),
        ("Afdeling", "unit"),
        ("Land", "country"),
        ("Leverancier", "vendor"),
        ("Taal", "language"),
        ("Fase", "stage"),
        ("Bron", "source"),
        ("Opmerkingen", "-"),
    ]);
    check(&[
        ("Identifiant", "id"),
        ("Intitulé", "name"),
        ("Finalité", "purpose"),
        ("Objectifs", "purpose"),
        ("Résumé", "text"),
        ("Organisme", "organisation"),
        ("Direction", "unit"),
        ("Pays", "country"),
        ("Fournisseur", "vendor"),
        ("Produit", "product"),
        ("Langue", "language"),
        ("Statut", "stage"),
        ("Observations", "-"),
    ]);
    check(&[
        ("Kennung", "id"),
        ("Bezeichnung", "name"),
        ("Zweckbestimmung", "purpose"),
        ("Beschreibung", "text"),
        ("Behörde", "organisation"),
        ("Abteilung", "unit"),
        ("Land", "country"),
        ("Hersteller", "vendor"),
        ("Produkt", "product"),
        ("Sprache", "language"),
        ("Quelle", "source"),
        ("Bemerkungen", "-"),
    ]);
}

/// One accent as one character or two, none at all, capitals, blanks and underscores: the same name.
#[test]
fn columns_are_recognised_however_they_are_spelt() {
    check(&[("Finalite\u{301}", "purpose"), ("NAME", "name"), ("use_case_id", "id")]);
    check(&[("FINALITE", "purpose"), ("  Use-Case  Name ", "name"), ("I D", "id")]);
    check(&[("Behorde", "organisation"), ("Tool/Application Name", "name")]);
}

/// Headers of registers as they are published.
#[test]
fn columns_of_real_registers() {
    // Agencies of the United States, 2025.
    check(&[
        ("Use Case ID [Agency Abbrev.] – [#]", "id"),
        ("Use Case Name", "name"),
        ("Bureau/Component", "unit"),
        ("Email Address", "-"),
        ("Should this AI use case be withheld from public reporting?", "-"),
        ("Stage of Development", "stage"),
        ("Is the AI use case high-impact?", "-"),
        ("Justification", "text"),
        ("Use Case Topic Area", "-"),
        ("AI Classification", "-"),
        ("What problem is the AI intended to solve?", "purpose"),
        (
            "What are the expected benefits and positive outcomes from the AI for an agency’s mission?",
            "text",
        ),
        ("Describe the AI system’s outputs.", "text"),
        ("Vendor(s) Name", "vendor"),
        (
            "Describe any data used to train, fine-tune, and/or evaluate performance of the model.",
            "text",
        ),
        (
            "Which, if any, demographic variables does the AI use case explicitly use as model features?",
            "text",
        ),
        ("What are the potential impacts of using the AI for this particular use case?", "text"),
    ]);
    check(&[
        ("Use Case ID/Name", "id"),
        ("Mission Area", "-"),
        ("Agency", "organisation"),
        ("Bureau/Component/Office", "unit"),
        ("Topic Area", "-"),
        ("Intended purpose and expected benefits of use case", "purpose"),
        ("Description of AI system's outputs", "text"),
        ("Current stage of development", "stage"),
        ("Agency-owned Data Description", "text"),
        ("Demographic variables used in model features", "text"),
    ]);
    check(&[
        ("agency", "organisation"),
        ("agency_name", "-"),
        ("id", "id"),
        ("use_case_name", "name"),
        ("agency_bureau", "unit"),
        ("development_stage", "stage"),
        ("HI_justification", "text"),
        ("problem_solved", "purpose"),
        ("benefits", "text"),
        ("system_outputs", "text"),
        ("vendor_name", "vendor"),
        ("data_description", "text"),
        ("demographic_features", "text"),
        ("hi_potential_impacts", "text"),
    ]);
    // The Joint Research Centre's Public Sector Tech Watch.
    check(&[
        ("PSTW ID", "id"),
        ("Name", "name"),
        ("Website", "-"),
        ("Description", "text"),
        ("Geographical extent", "-"),
        ("Geographical coverage (country)", "country"),
        ("Responsible organisation", "organisation"),
        ("Responsible organisation category", "-"),
        ("Status", "stage"),
        ("Process type", "-"),
        ("Source", "source"),
    ]);
    // The Algorithm Register of the Netherlands and its interface.
    check(&[
        ("doel", "purpose"),
        ("geregistreerd", "-"),
        ("id", "id"),
        ("impactassessment", "-"),
        ("juridische_basis", "-"),
        ("organisatie", "organisation"),
        ("status", "stage"),
        ("title", "name"),
        ("url", "source"),
    ]);
    check(&[
        ("name", "name"),
        ("organization", "organisation"),
        ("description_short", "text"),
        ("type", "-"),
        ("goal", "purpose"),
        ("lang", "language"),
        ("uuid", "id"),
    ]);
    // Algorithmic Transparency Records of the United Kingdom.
    check(&[
        ("publishing_body", "organisation"),
        ("tool_name", "name"),
        ("title", "-"),
        ("url", "source"),
        ("published", "-"),
        ("description", "text"),
    ]);
}

/// Headers of inventories as companies keep them.
#[test]
fn columns_of_company_inventories() {
    check(&[
        ("System ID", "id"),
        ("AI System Name", "name"),
        ("Use Case", "purpose"),
        ("Business Unit", "unit"),
        ("Business Owner", "-"),
        ("Vendor", "vendor"),
        ("Status", "stage"),
        ("Go-live date", "-"),
        ("EU AI Act risk class", "-"),
    ]);
    check(&[
        ("No.", "id"),
        ("AI System", "name"),
        ("Intended use", "purpose"),
        ("Department", "organisation"),
        ("Supplier", "vendor"),
        ("Lifecycle stage", "stage"),
    ]);
    check(&[
        ("Lfd. Nr.", "id"),
        ("KI-System", "name"),
        ("Einsatzzweck", "purpose"),
        ("Geschäftsbereich", "unit"),
        ("Lieferant", "vendor"),
        ("Lebenszyklusphase", "stage"),
    ]);
    check(&[
        ("N°", "id"),
        ("Système d’IA", "name"),
        ("Cas d'usage", "purpose"),
        ("Entité", "organisation"),
        ("Département", "unit"),
        ("Cycle de vie", "stage"),
    ]);
    check(&[
        ("N.º", "id"),
        ("Sistema de IA", "name"),
        ("Uso previsto", "purpose"),
        ("Unidad de negocio", "unit"),
        ("Fase del ciclo de vida", "stage"),
    ]);
    check(&[
        ("Numero", "id"),
        ("Sistema di IA", "name"),
        ("Caso d'uso", "purpose"),
        ("Azienda", "organisation"),
    ]);
    check(&[
        ("Nr.", "id"),
        ("AI-systeem", "name"),
        ("Beoogd gebruik", "purpose"),
        ("Bedrijfsonderdeel", "unit"),
        ("Levenscyclus", "stage"),
    ]);
}

/// A number, or the word for a system, is a field only where nothing better is; a "no" is none.
#[test]
fn a_name_that_may_be_another_gives_way() {
    check(&[("Nr.", "-"), ("Kennung", "id"), ("System", "-"), ("Bezeichnung", "name")]);
    check(&[("#", "id"), ("System", "name"), ("No", "-"), ("Yes", "-")]);
    check(&[("Use case", "purpose"), ("Use case name", "name"), ("Use case ID", "id")]);
}

#[test]
fn a_name_in_two_languages_is_one_name() {
    check(&[
        ("Kennung / Identifiant", "id"),
        ("Bezeichnung/Nom", "name"),
        ("Zweck / Finalité", "purpose"),
        ("Beschreibung | Description | Descrizione", "text"),
        ("Amt / Organisation", "organisation"),
        ("Anbieter / Produkt", "-"),
        ("Bemerkung / Remarque", "-"),
    ]);
    check(&[("Name / Nom", "-"), ("Titel", "name"), ("and/or", "-")]);
}

#[test]
fn the_surest_name_has_the_field() {
    check(&[("Reference", "-"), ("id", "id"), ("Title", "-"), ("name", "name")]);
    check(&[("Title", "name"), ("Naam", "-"), ("Reference", "id")]);
    check(&[
        ("fact:minors", "fact:minors"),
        ("FACT: start", "fact:start"),
        ("name", "name"),
        ("fact:x", "-"),
    ]);
}

/// What the user says comes before every guess, and can be YAML or JSON.
#[test]
fn a_mapping_is_the_last_word() {
    let text = b"Nr,Name,Goal title,Zweck,Kinder?,Notes\n7,a,b,c,yes,n\n";
    for mapping in [
        "Nr: id\nGoal title: name\nZweck: ignore\nkinder: fact:minors\nNotes: text\nNot here: purpose\n",
        r#"{"nr": "id", "GOAL_TITLE": "name", "zweck": "ignore", "Kinder?": "fact:minors", "Notes": "text"}"#,
    ] {
        let read = read_as("reg.csv", text, mapping);
        assert_eq!(read.shown(), ["7 name=b `Notes`=n facts=p:minors=true"]);
        assert_eq!(
            read.mapped,
            [
                "reg.csv: CSV, delimiter comma, header in row 1; `Nr` → id, `Goal title` → name, `Kinder?` → \
              fact:minors, `Notes` → text; not read: `Name`, `Zweck`"
            ]
        );
        check_findings(&read.findings, &[]);
    }
    let read = read_as("reg.csv", b"x;y\nR1;a, b\n", "x: id\ny: built_on\n");
    assert_eq!(read.shown(), ["R1 built_on=a+b"]);
    let read = read_as(
        "reg.jsonl",
        br#"{"Nr":7,"name":"a","Ziel":["b","c"]}"#,
        "Nr: id\nZiel: purpose\nname: ignore\n",
    );
    assert_eq!(read.shown(), ["7 `Ziel`=b\nc"]);
}

#[test]
fn a_mapping_that_makes_no_sense_is_refused() {
    let fields = "id, name, purpose, text, organisation, unit, country, vendor, product, language, stage, \
                  kind, source, built_on, instance_of, `use:<n>`, `actor:<role>`";
    let no_field = |line: u64, word: &str| {
        format!("line {line}: `{word}` is no field; give one of {fields}, `fact:<id>` or `ignore`")
    };
    let not_a_map =
        "a mapping is a map of column names to fields, such as `Goal: purpose`".to_owned();
    for (text, want) in [
        ("", not_a_map.clone()),
        ("- Goal\n", not_a_map.clone()),
        ("Goal: [purpose]\n", not_a_map),
        ("A: id\nGoal: aim\n", no_field(2, "aim")),
        ("Goal: fact:nothing\n", no_field(1, "fact:nothing")),
        ("Goal: Purpose\n", no_field(1, "Purpose")),
        ("Goal: id\nGoal: name\n", "line 2, column 1: `Goal` stands here twice".to_owned()),
    ] {
        let found = Mapping::read(text, &vocabulary()).expect_err(text).to_string();
        assert_eq!(found, want, "{text}");
    }
}

/// What the keys of the first record were taken for is told also where the record is empty.
#[test]
fn keys_of_objects_are_told() {
    let read = read_as(
        "reg.jsonl",
        b"{\"id\":\"R1\",\"name\":\"\",\"doel\":null,\"facts\":{},\"uses\":[],\"sector\":\"x\"}\n{\"id\":\"R2\",\"name\":\"b\"}\n",
        "",
    );
    assert_eq!(
        read.mapped,
        [
            "reg.jsonl: JSON lines; `id`, `name`, `doel` → purpose, `facts`, `uses`; not read: `sector`"
        ]
    );
}

/// A slip of the pen in a mapping is told; a column that another file may have is not.
#[test]
fn columns_of_a_mapping_that_are_not_there() {
    let table = b"id,name,Zweck der Sache\nR1,a,sorts\n".as_slice();
    let says = |name: &str, hint: &str| {
        format!(
            "warning[mapping-column-missing]: reg.csv: the mapping names a column `{name}`, and there is \
             none; {hint}"
        )
    };
    for (mapping, wanted) in [
        ("{Zweck der Sache: purpose}", Vec::new()),
        ("{zweckdersache: purpose, Elsewhere: text}", Vec::new()),
        ("{Zweck der Sache: purpose, Zweck der Sachen: text}", Vec::new()),
        (
            "{Zweck der Sachen: purpose}",
            vec![says("Zweck der Sachen", "is `Zweck der Sache` meant?")],
        ),
        ("{Elsewhere: text}", vec![says("Elsewhere", "the line that starts with `read`")]),
    ] {
        let read = read_as("reg.csv", table, mapping);
        let found: Vec<String> =
            read.findings.into_iter().filter(|at| at.contains("mapping-column")).collect();
        check_findings(&found, &wanted.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let object = br#"[{"id":"R1","name":"a","Zweck der Sache":"sorts"}]"#;
    assert_eq!(read_as("reg.json", object, "{Elsewhere: text}").findings, [""; 0]);
    let read = read_as("reg.json", object, "{Zweck der Sachen: purpose}");
    assert!(read.findings[0].contains("is `Zweck der Sache` meant?"), "{:?}", read.findings);
}
