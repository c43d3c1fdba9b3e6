//! Uses and actors that stand in columns of their own, and columns in six languages.

use crate::common::{check, read_as};

fn shown(text: &str) -> Vec<String> {
    read_as("reg.csv", text.as_bytes(), "").shown()
}

#[test]
fn several_uses_in_columns() {
    check(
        "reg.csv",
        b"id,name,use 1,Use 2 purpose,use 2: fact:minors,use_3 fact:sector\n\
          R1,a,sorts letters,grades pupils,yes,schools\nR2,b,,grades pupils,,\nR3,c,,,,\n",
        &[
            "R1 name=a `uses/use-1/purpose`=sorts letters `uses/use-2/purpose`=grades pupils \
             use=use-1  use=use-2 p:minors=true use=use-3 p:sector=\"schools\"",
            "R2 name=b `uses/use-2/purpose`=grades pupils use=use-2 ",
            "R3 name=c",
        ],
        &[],
    );
    for header in
        ["Verwendung 1;Verwendung 2", "usage 1;Usage 2", "uso 1;uso 2", "gebruik 1;Toepassing 2"]
    {
        let text = format!("id;name;{header}\nR1;a;x;y\n");
        let want = "R1 name=a `uses/use-1/purpose`=x `uses/use-2/purpose`=y use=use-1  use=use-2 ";
        assert_eq!(shown(&text), [want], "{header}");
    }
    // A JSON record says the same with keys.
    check(
        "reg.json",
        br#"[{"id":"R1","name":"a","use 1":"x","use 2":"y","uses":[{"id":"use-1","purpose":"z"}]}]"#,
        &["R1 name=a `uses/use-1/purpose`=z `uses/use-1~/purpose`=x `uses/use-2/purpose`=y \
           use=use-1  use=use-1~  use=use-2 "],
        &[],
    );
}

/// One column is no sign of several uses.
#[test]
fn one_use_is_the_purpose() {
    assert_eq!(shown("id,name,use 1\nR1,a,x\n"), ["R1 name=a `use 1`=x"]);
    // Neither is a number that is none, nor a word behind it.
    let text = "id,name,use 0,use 100,use 2 status,useful 1\nR1,a,b,c,d,e\n";
    assert_eq!(shown(text), ["R1 name=a"]);
}

#[test]
fn actors_in_columns() {
    check(
        "reg.csv",
        "id,name,Provider,deployer\nR1,a,Acme; Bolt,City\nR2,b,City,CITY\nR3,c,,\nR4,d,\"Acme, Inc.\",\n".as_bytes(),
        &[
            "R1 name=a organisation=City vendor=Acme actor=Acme p:actor_role=[\"provider\"] \
             actor=Bolt p:actor_role=[\"provider\"] actor=City p:actor_role=[\"deployer\"]",
            "R2 name=b organisation=City vendor=City actor=City p:actor_role={\"has\":[\"provider\",\"deployer\"],\"complete\":true}",
            "R3 name=c",
            "R4 name=d vendor=Acme, Inc. actor=Acme, Inc. p:actor_role=[\"provider\"]",
        ],
        &[],
    );
    for header in [
        "Anbieter;Betreiber",
        "fournisseur;d\u{e9}ployeur",
        "fornitore;deployer",
        "aanbieder;gebruiksverantwoordelijke",
        "proveedor;responsable del despliegue",
    ] {
        let text = format!("id;name;{header}\nR1;a;Acme;City\n");
        let want = "R1 name=a organisation=City vendor=Acme actor=Acme p:actor_role=[\"provider\"] \
                    actor=City p:actor_role=[\"deployer\"]";
        assert_eq!(shown(&text), [want], "{header}");
    }
    // An organisation that is named as such stays it.
    let text = "id,name,agency,vendor,provider,deployer\nR1,a,Tax,Acme,Bolt,City\n";
    assert!(shown(text)[0].starts_with("R1 name=a organisation=Tax vendor=Acme actor=Bolt"));
}

/// Alone, such a word is what every register calls its vendor or its operator.
#[test]
fn one_role_is_no_actor() {
    for (header, want) in [
        ("deployer", "organisation=X"),
        ("Betreiber", "organisation=X"),
        ("Anbieter", "vendor=X"),
        ("fornitore", "vendor=X"),
        ("provider", ""),
    ] {
        let text = format!("id,name,{header}\nR1,a,X\n");
        assert_eq!(shown(&text), [format!("R1 name=a {want}").trim()], "{header}");
    }
}

#[test]
fn a_mapping_names_parts_too() {
    let mapping = "Anwendung: use:1\nZweitnutzung: use:2\nKinder: use:2:fact:minors\nMaker: actor:provider\nWho: actor:deployer";
    let read = read_as(
        "reg.csv",
        b"id,name,Anwendung,Zweitnutzung,Kinder,Maker,Who\nR1,a,x,y,ja,Acme,City\n",
        mapping,
    );
    assert_eq!(
        read.shown(),
        ["R1 name=a organisation=City vendor=Acme `uses/use-1/purpose`=x `uses/use-2/purpose`=y \
          use=use-1  use=use-2 p:minors=true actor=Acme p:actor_role=[\"provider\"] \
          actor=City p:actor_role=[\"deployer\"]"]
    );
    assert_eq!(read.findings, [""; 0]);
}

#[test]
fn spanish_and_italian_columns() {
    for text in [
        "Identificador;Nombre del sistema;Finalidad prevista;Descripci\u{f3}n;Organismo responsable;Unidad;Pa\u{ed}s;Fabricante;Producto;Idioma;Estado\n\
         R1;Clasificador;Ordena cartas;texto;Hacienda;Madrid;Espa\u{f1}a;Acme;Sorter;es;en uso\n",
        "IDENTIFICATIVO;Nome del sistema;FINALITA;Descrizione;Ente responsabile;Ufficio;Paese;Produttore;Prodotto;Lingua;Stato\n\
         R1;Clasificador;Ordena cartas;texto;Hacienda;Madrid;Espa\u{f1}a;Acme;Sorter;es;in uso\n",
    ] {
        let read = read_as("reg.csv", text.as_bytes(), "");
        assert_eq!(read.findings, [""; 0]);
        let shown = &read.shown()[0];
        let start = "R1 name=Clasificador stage=in_use organisation=Hacienda unit=Madrid \
                     country=Espa\u{f1}a vendor=Acme product=Sorter language=es `";
        assert!(shown.starts_with(start), "{shown}");
        assert!(shown.contains("`=Ordena cartas `") && shown.ends_with("`=texto"), "{shown}");
    }
    for (word, want) in [
        ("retirado", "retired"),
        ("fuera de servicio", "retired"),
        ("en desarrollo", "planned"),
        ("a\u{fa}n no operativo", "planned"),
        ("Operativo", "in_use"),
        ("dismesso", "retired"),
        ("non ancora attivo", "planned"),
        ("in esercizio", "in_use"),
        ("sperimentazione", "planned"),
    ] {
        let text = format!("id,nome,stato\nR1,a,{word}\n");
        assert_eq!(shown(&text), [format!("R1 name=a stage={want}")], "{word}");
    }
    for word in ["non attivo", "nunca en uso"] {
        let read = read_as("reg.csv", format!("id,nome,stato\nR1,a,{word}\n").as_bytes(), "");
        assert_eq!(read.shown(), ["R1 name=a"], "{word}");
        assert!(read.findings[0].contains("[word-not-recognised]"), "{:?}", read.findings);
    }
}
