//! Bills of materials as records.

use crate::common::{check, check_findings, read_as};

const BILL: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6",
    "metadata":{"component":{"type":"application","bom-ref":"app","name":"Triage","publisher":"City"}},
    "components":[
      {"type":"machine-learning-model","bom-ref":"m1","group":"acme","name":"Sorter","version":"2","publisher":"Acme",
       "supplier":{"name":"Hub"},"description":"Sorts letters",
       "externalReferences":[{"type":"website","url":"https://example.org/m1"}],
       "pedigree":{"ancestors":[{"type":"machine-learning-model","bom-ref":"base","name":"Base"}]},
       "properties":[{"name":"actlas:fact:compute","value":"1e25"},{"name":"fact:blue","value":"1"},{"name":"x","value":"y"}],
       "modelCard":{"modelParameters":{"task":"classification","approach":{"type":"supervised"},
           "datasets":[{"ref":"d1"},{"type":"dataset","name":"Letters","classification":"public"}],
           "inputs":[{"format":"text"}]},
         "considerations":{"useCases":["Sorting post","Routing"],"technicalLimitations":["No handwriting"],
           "ethicalConsiderations":[{"name":"Bias","mitigationStrategy":"Audit"}]}}},
      {"type":"library","bom-ref":"l1","name":"runtime"},
      {"type":"library","bom-ref":"l2","name":"left-pad"},
      {"type":"data","bom-ref":"d1","name":"Post 2020"}],
    "dependencies":[{"ref":"app","dependsOn":["l1","l2"]},{"ref":"l1","dependsOn":["m1"]},{"ref":"m1","dependsOn":["d1"]}]}"#;

const RECORDS: &[&str] = &[
    "app name=Triage organisation=City vendor=City product=Triage built_on=l1",
    "m1 name=Sorter kind=model vendor=Acme product=acme/Sorter source=https://example.org/m1 built_on=Base \
     `description`=Sorts letters `task`=classification `approach`=supervised `inputs`=text \
     `datasets`=Post 2020\nLetters: public `useCases`=Sorting post\nRouting \
     `technicalLimitations`=No handwriting `ethicalConsiderations`=Bias\nAudit \
     facts=p:compute=\"1e25\"",
    "l1 name=runtime kind=component product=runtime built_on=m1",
];

#[test]
fn cyclonedx_in_json() {
    let unknown =
        "warning[fact-not-in-vocabulary]: bom.json, record 2 (`m1`), `blue`: no fact `blue`";
    check("bom.json", BILL.as_bytes(), RECORDS, &[unknown]);
    let read = read_as("bom.json", BILL.as_bytes(), "");
    assert_eq!(
        read.mapped,
        ["bom.json: CycloneDX 1.6, 1 model, 1 component, 1 system, 2 other entries not read"]
    );
    // On one line, and without a name, it is the same.
    let line = BILL.replace('\n', " ");
    check("bom", line.as_bytes(), RECORDS, &["warning[fact-not-in-vocabulary]: bom, record 2"]);
}

#[test]
fn cyclonedx_in_xml_says_the_same() {
    let xml = r#"<?xml version="1.0"?><!-- a bill -->
    <c:bom xmlns:c="http://cyclonedx.org/schema/bom/1.6" version="1"/>"#;
    let read = read_as("bom.xml", xml.as_bytes(), "");
    assert!(
        read.findings[0].contains("file-not-a-register") || read.findings[0].contains("file-empty")
    );
    let xml = r#"<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6">
    <metadata><component type="application" bom-ref="app"><publisher>City</publisher><name>Triage</name></component></metadata>
    <components>
      <component type="machine-learning-model" bom-ref="m1"><supplier><name>Hub</name></supplier>
        <publisher>Acme</publisher><group>acme</group><name>Sorter</name><version>2</version>
        <description>Sorts letters</description>
        <pedigree><ancestors><component type="machine-learning-model" bom-ref="base"><name>Base</name></component></ancestors></pedigree>
        <externalReferences><reference type="website"><url>https://example.org/m1</url></reference></externalReferences>
        <properties><property name="actlas:fact:compute">1e25</property><property name="fact:blue">1</property></properties>
        <modelCard><modelParameters><approach><type>supervised</type></approach><task>classification</task>
          <datasets><ref>d1</ref><dataset><name>Letters</name><classification>public</classification></dataset></datasets>
          <inputs><input><format>text</format></input></inputs></modelParameters>
          <considerations><useCases><useCase>Sorting post</useCase><useCase>Routing</useCase></useCases>
          <technicalLimitations><technicalLimitation>No handwriting</technicalLimitation></technicalLimitations>
          <ethicalConsiderations><ethicalConsideration><name>Bias</name><mitigationStrategy>Audit</mitigationStrategy></ethicalConsideration></ethicalConsiderations>
          </considerations></modelCard></component>
      <component type="library" bom-ref="l1"><name>runtime</name></component>
      <component type="library" bom-ref="l2"><name>left-pad</name></component>
      <component type="data" bom-ref="d1"><name>Post 2020</name></component></components>
    <dependencies><dependency ref="app"><dependency ref="l1"/><dependency ref="l2"/></dependency>
      <dependency ref="l1"><dependency ref="m1"/></dependency><dependency ref="m1"><dependency ref="d1"/></dependency></dependencies></bom>"#;
    for name in ["bom.xml", "bom.cdx", "bom"] {
        check(
            name,
            xml.as_bytes(),
            RECORDS,
            &[&format!("warning[fact-not-in-vocabulary]: {name}, record 2")],
        );
    }
}

/// What a bill is about is its maker's, or else its supplier's; parts name whoever made them.
#[test]
fn a_bill_says_whose_the_application_is() {
    let check_bill = |metadata: &str, organisation: &str| {
        let bill = format!(
            r#"{{"bomFormat":"CycloneDX","metadata":{{"component":{{"bom-ref":"app","name":"App"{metadata}}},"components":[]}}"#
        );
        let record = format!("app name=App{organisation} product=App");
        check("bom.json", bill.as_bytes(), &[&record], &[]);
    };
    check_bill("}", "");
    check_bill(r#"},"supplier":{"name":"Shop"}"#, " organisation=Shop");
    let named =
        r#","manufacturer":{"name":"City"},"publisher":"Press"},"supplier":{"name":"Shop"}"#;
    check_bill(named, " organisation=City vendor=City");
    check_bill(r#","author":"Ann"}"#, " vendor=Ann");
    let xml = br#"<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><metadata>
        <component type="application" bom-ref="app"><name>App</name></component>
        <supplier><name>Shop</name></supplier></metadata></bom>"#;
    check("bom.xml", xml, &["app name=App organisation=Shop product=App"], &[]);
}

#[test]
fn spdx_with_the_ai_profile() {
    let text = r#"{"@context":["https://spdx.org/rdf/3.0.1/spdx-context.jsonld"],"@graph":[
      {"type":"CreationInfo","@id":"_:c","specVersion":"3.0.1"},
      {"type":"Organization","spdxId":"o","name":"Acme"},
      {"type":"ai_AIPackage","spdxId":"m","name":"Reader","suppliedBy":"o","software_downloadLocation":"https://example.org",
       "ai_domain":["handwriting","images"],"ai_autonomyType":"no","ai_informationAboutTraining":"on forms","comment":"reads words"},
      {"type":"ai_AIPackage","spdxId":"b","name":"Base"},
      {"type":"dataset_DatasetPackage","spdxId":"d","name":"Forms","description":"scanned"},
      {"type":"software_Package","spdxId":"p","name":"Tool"},
      {"type":"software_Package","spdxId":"q","name":"Library"},
      {"type":"Relationship","spdxId":"r1","from":"p","relationshipType":"dependsOn","to":["m","q"]},
      {"type":"Relationship","spdxId":"r2","from":"m","relationshipType":"trainedOn","to":["d"]},
      {"type":"Relationship","spdxId":"r3","from":"b","relationshipType":"ancestorOf","to":["m"]},
      {"type":"Relationship","spdxId":"r4","from":"m","relationshipType":"testedOn","to":"gone"}]}"#;
    let records = &[
        "m name=Reader kind=model vendor=Acme source=https://example.org built_on=b `comment`=reads words \
         `ai_domain`=handwriting\nimages `ai_informationAboutTraining`=on forms `ai_autonomyType`=no \
         `trainedOn`=Forms: scanned `testedOn`=gone",
        "b name=Base kind=model",
        "p name=Tool kind=component built_on=m",
    ];
    check("bom.spdx3.json", text.as_bytes(), records, &[]);
    // A word of theirs is no fact of the Act.
    assert!(
        read_as("bom.json", text.as_bytes(), "").records.iter().all(|at| at.statements.is_empty())
    );
}

#[test]
fn a_bill_without_a_model_is_told() {
    let says = "warning[file-empty]: bom.json: the document lists one entry, which is no model nor built on one";
    check(
        "bom.json",
        br#"{"bomFormat":"CycloneDX","components":[{"type":"library","name":"x"}]}"#,
        &[],
        &[says],
    );
    check(
        "bom.json",
        br#"{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[
            {"type":"dataset_DatasetPackage","spdxId":"d","name":"Forms"}]}"#,
        &[],
        &[says],
    );
}

#[test]
fn broken_bills_are_told() {
    for (text, want) in [
        (
            "<bom xmlns='http://cyclonedx.org/schema/bom/1.6'><components>",
            "the XML ends within an element",
        ),
        (
            "<!DOCTYPE bom [<!ENTITY a 'b'>]><bom xmlns='http://cyclonedx.org/schema/bom/1.6'/>",
            "has a document type",
        ),
        ("<bom xmlns='http://cyclonedx.org/schema/bom/1.6'>&a;</bom>", "uses the entity `a`"),
        ("<x xmlns='http://cyclonedx.org/schema/bom/1.6'></x>", "the XML is no CycloneDX document"),
        ("<bom xmlns='http://cyclonedx.org/schema/bom/1.6'></a>", ""),
    ] {
        let read = read_as("bom.xml", text.as_bytes(), "");
        assert_eq!(read.kept.unreadable, 1);
        check_findings(&read.findings, &["error[file-not-a-register]: bom.xml: "]);
        assert!(read.findings[0].contains(want), "{:?}", read.findings);
    }
    let deep = format!(
        "{{\"bomFormat\":\"CycloneDX\",\"components\":{}{}}}",
        "[{\"type\":\"machine-learning-model\",\"components\":".repeat(60),
        "[]".to_owned() + &"}]".repeat(60)
    );
    let read = read_as("bom.json", deep.as_bytes(), "");
    assert!(read.records.len() == 33 || !read.findings.is_empty());
    // What has no shape that is known loses its part and nothing else.
    check(
        "bom.json",
        br#"{"bomFormat":"CycloneDX","components":[1,{"type":"machine-learning-model","name":["x"],"modelCard":7},
            {"type":"machine-learning-model","name":"b","modelCard":{"considerations":[],"modelParameters":{"datasets":{}}}}],
            "dependencies":[{"ref":1,"dependsOn":"x"}]}"#,
        &["component-1 kind=model", "b name=b kind=model product=b"],
        &["warning[field-unreadable]: bom.json, record 1 (`component-1`), `name`: the field must be text"],
    );
}

#[test]
fn licences_are_texts() {
    let bill = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[
        {"type":"machine-learning-model","bom-ref":"m1","name":"a","licenses":[
          {"license":{"id":"MIT"}},{"license":{"name":"Llama 2 Community"}},{"expression":"MIT OR X"}],
         "pedigree":{"ancestors":[{"bom-ref":"m2","name":"b"},{"bom-ref":"0-1","name":"c"},
           {"bom-ref":"0-2","name":"d","purl":"pkg:huggingface/d@1"},{"bom-ref":"0-3"},
           {"bom-ref":"l1","group":"org","name":"lib"}]}},
        {"type":"machine-learning-model","bom-ref":"m2","name":"b"},
        {"type":"library","bom-ref":"l1","group":"org","name":"lib"}]}"#;
    check(
        "bom.json",
        bill.as_bytes(),
        &[
            "m1 name=a kind=model product=a built_on=m2+c+pkg:huggingface/d@1+0-3+org/lib `licence`=MIT\n\
             Llama 2 Community\nMIT OR X",
            "m2 name=b kind=model product=b",
        ],
        &[],
    );
    let xml = r#"<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>
        <component type="machine-learning-model" bom-ref="m1"><name>a</name>
        <licenses><license><id>MIT</id></license><expression>MIT OR X</expression></licenses>
        </component></components></bom>"#;
    let want = "m1 name=a kind=model product=a `licence`=MIT\nMIT OR X";
    check("bom.xml", xml.as_bytes(), &[want], &[]);
    let spdx = r#"{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[
        {"type":"ai_AIPackage","spdxId":"m1","name":"a"},
        {"type":"simplelicensing_LicenseExpression","spdxId":"l1","simplelicensing_licenseExpression":"MIT"},
        {"type":"Relationship","spdxId":"r1","from":"m1","relationshipType":"hasDeclaredLicense","to":["l1","https://spdx.org/licenses/X"]}]}"#;
    let want = "m1 name=a kind=model `licence`=MIT\nhttps://spdx.org/licenses/X";
    check("bom.json", spdx.as_bytes(), &[want], &[]);
}

#[test]
fn the_energy_of_a_model_is_a_text_of_it() {
    let spent = r#"[{"activity":"training","activityEnergyCost":{"value":12.5,"unit":"kWh"}},{"activity":"other"}]"#;
    let text = format!(
        r#"{{"bomFormat":"CycloneDX","components":[{{"type":"machine-learning-model","bom-ref":"m","name":"M",
        "modelCard":{{"considerations":{{"environmentalConsiderations":{{"energyConsumptions":{spent}}}}}}}}}]}}"#
    );
    let want = &["m name=M kind=model product=M `energy`=training: 12.5 kWh"];
    check("bom.json", text.as_bytes(), want, &[]);
    let xml = br#"<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>
      <component type="machine-learning-model" bom-ref="m"><name>M</name><modelCard><considerations>
      <environmentalConsiderations><energyConsumptions><energyConsumption><activity>training</activity>
      <activityEnergyCost><value>12.5</value><unit>kWh</unit></activityEnergyCost></energyConsumption>
      </energyConsumptions></environmentalConsiderations></considerations></modelCard></component></components></bom>"#;
    check("bom.xml", xml, want, &[]);
    let spdx = br#"{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[
      {"type":"ai_AIPackage","spdxId":"m","name":"M","ai_energyConsumption":{"type":"ai_EnergyConsumption",
       "ai_trainingEnergyConsumption":[{"ai_energyQuantity":"12.5","ai_energyUnit":"kilowattHour"}]}}]}"#;
    let want = &["m name=M kind=model `energy`=training: 12.5 kilowattHour"];
    check("bom.json", spdx, want, &[]);
}

#[test]
fn a_name_that_is_no_text_is_read_or_told() {
    let bill = |name: &str| {
        format!(
            r#"{{"bomFormat":"CycloneDX","components":[{{"type":"machine-learning-model","bom-ref":"m","name":{name}}}]}}"#
        )
    };
    check("bom.json", bill("5").as_bytes(), &["m name=5 kind=model"], &[]);
    for name in ["[]", "{}"] {
        let says =
            "warning[field-unreadable]: bom.json, record 1 (`m`), `name`: the field must be text";
        check("bom.json", bill(name).as_bytes(), &["m kind=model"], &[says]);
    }
}
