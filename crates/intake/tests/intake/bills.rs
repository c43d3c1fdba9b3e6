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
    check(
        "bom.xml",
        xml.as_bytes(),
        &[],
        &["warning[file-empty]: bom.xml: the document lists nothing"],
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
    assert!(read.records.len() == 60 || !read.findings.is_empty());
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

fn model(properties: &str) -> String {
    format!(
        r#"{{"bomFormat":"CycloneDX","components":[{{"type":"machine-learning-model","bom-ref":"m","name":"M",{properties}}}]}}"#
    )
}

/// Properties may have one name and several values; which of them is right nobody knows.
#[test]
fn a_fact_that_is_stated_twice_is_stated_twice() {
    let twice = model(
        r#""properties":[{"name":"fact:compute","value":"5e25"},{"name":"fact:minors","value":"yes"},
           {"name":"fact:minors","value":"no"},{"name":"fact:minors","value":"no"}],
           "modelCard":{"properties":[{"name":"fact:compute","value":"5e22"}]}"#,
    );
    let facts = r#"p:compute="5e25" p:minors=true p:minors=false p:compute="5e22""#;
    let want = format!("m name=M kind=model product=M facts={facts}");
    check("bom.json", twice.as_bytes(), &[&want], &[]);
}

#[test]
fn facts_are_read_whatever_type_their_values_have() {
    let bill = model(
        r#""properties":[{"name":"fact:minors","value":true},{"name":"fact:compute","value":5e25},
           {"name":"fact:sector","value":["police"]},{"name":"fact:start"}]"#,
    );
    let want = r#"m name=M kind=model product=M facts=p:minors=true p:compute="5e25""#;
    let told = "warning[fact-unreadable]: bom.json, record 1 (`m`), `sector`";
    check("bom.json", bill.as_bytes(), &[want], &[told]);
}

#[test]
fn properties_that_are_nearly_facts_are_told() {
    let bill = model(
        r#""properties":[{"name":" Fact: minors ","value":"yes"},{"name":"Actlas:fact:compute","value":"1"},
           {"name":"facts:start","value":"x"},{"name":"actlas:actor_role","value":"x"},{"name":"actor role","value":"x"},
           {"name":"minors","value":"x"},{"name":"vendor:fact:minors","value":"x"}]"#,
    );
    let want = r#"m name=M kind=model product=M facts=p:minors=true p:compute="1""#;
    let told = |name: &str, fact: &str| {
        format!(
            "warning[fact-not-read]: bom.json, record 1 (`m`), `{name}`: `{name}` states no fact and was not \
             read; is `fact:{fact}` meant?"
        )
    };
    let told = [
        told("facts:start", "start"),
        told("actlas:actor_role", "actor_role"),
        told("actor role", "actor_role"),
    ];
    check("bom.json", bill.as_bytes(), &[want], &told.each_ref().map(String::as_str));
}

/// Whoever names a fact means it, wherever it stands.
#[test]
fn what_states_a_fact_is_a_record() {
    let bill = r#"{"bomFormat":"CycloneDX","properties":[{"name":"fact:a","value":"yes"}],
        "metadata":{"component":{"bom-ref":"app","name":"Suite"},"properties":[{"name":"fact:minors","value":"yes"}]},
        "components":[
          {"type":"application","bom-ref":"sub","name":"Ranker","properties":[{"name":"fact:minors","value":"yes"}],
           "pedigree":{"ancestors":[{"name":"old","properties":[{"name":"fact:start","value":"2020"}]}]}},
          {"type":"data","bom-ref":"d","name":"Set","properties":[{"name":"fact:minors","value":"no"}]},
          {"type":"library","bom-ref":"l","name":"lib","properties":[{"name":"actor_role","value":"x"}]}],
        "services":[{"bom-ref":"s","name":"Eye","provider":{"name":"Watch"},"endpoints":["https://w.example"],
          "description":"Sees","properties":[{"name":"fact:minors","value":"yes"}]}]}"#;
    let records = &[
        "app name=Suite product=Suite",
        "sub name=Ranker kind=component product=Ranker built_on=old facts=p:minors=true",
        "d name=Set kind=other product=Set facts=p:minors=false",
        "s name=Eye kind=component vendor=Watch product=Eye source=https://w.example `description`=Sees facts=p:minors=true",
    ];
    let told = "warning[fact-not-read]: bom.json: facts seem to be stated of what becomes no record, and were not \
                read: `fact:start`, `actor_role`, `fact:a` and 1 more";
    check("bom.json", bill.as_bytes(), records, &[told]);
}

const SERVICES: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6",
    "metadata":{"component":{"type":"application","bom-ref":"app","name":"HR"}},
    "services":[{"bom-ref":"oai","provider":{"name":"OpenAI"},"group":"openai","name":"gpt-4o","description":"Answers",
      "services":[{"bom-ref":"in","name":"Within"}]},{"bom-ref":"pay","name":"Pay"}],
    "dependencies":[{"ref":"app","dependsOn":["oai","in"],"provides":["pay"]}]}"#;

/// A system on somebody else's model says so by a service, and by nothing else.
#[test]
fn services_are_what_something_is_built_on() {
    let app = "app name=HR product=HR built_on=openai/gpt-4o+Within `services`=openai/gpt-4o (OpenAI): Answers\nWithin";
    check("bom.json", SERVICES.as_bytes(), &[app], &[]);
    let read = read_as("bom.json", SERVICES.as_bytes(), "");
    let mapped = "bom.json: CycloneDX 1.6, 1 system, 2 services that they are built on, 1 other entry not read";
    assert_eq!(read.mapped, [mapped]);
    let xml = br#"<c:bom xmlns:c="http://cyclonedx.org/schema/bom/1.6"><c:metadata>
      <c:component type="application" bom-ref="app"><c:name>HR</c:name></c:component></c:metadata>
      <c:services><c:service bom-ref="oai"><c:provider><c:name>OpenAI</c:name></c:provider><c:group>openai</c:group>
        <c:name>gpt-4o</c:name><c:description>Answers</c:description>
        <c:services><c:service bom-ref="in"><c:name>Within</c:name></c:service></c:services></c:service>
        <c:service bom-ref="pay"><c:name>Pay</c:name></c:service></c:services>
      <c:dependencies><c:dependency ref="app"><c:dependency ref="oai"/><c:dependency ref="in"/><c:provides ref="pay"/>
      </c:dependency></c:dependencies></c:bom>"#;
    check("bom.xml", xml, &[app], &[]);
    let alone = br#"{"bomFormat":"CycloneDX","services":[{"name":"Pay"}]}"#;
    let says = "warning[file-empty]: bom.json: the document lists one entry, which is no model nor built on one";
    check("bom.json", alone, &[], &[says]);
}

/// A model in the bill is the ancestor of another whatever the ancestor is called there.
#[test]
fn ancestors_are_found_by_package_and_by_name_with_version() {
    let bill = r#"{"bomFormat":"CycloneDX","components":[
        {"type":"machine-learning-model","bom-ref":"a","name":"A","version":"1","purl":"pkg:huggingface/x/a@1"},
        {"type":"machine-learning-model","bom-ref":"b","group":"x","name":"B","version":"2",
         "pedigree":{"ancestors":[{"name":"other","purl":"pkg:huggingface/x/a@1"}]}},
        {"type":"machine-learning-model","bom-ref":"c","name":"C",
         "pedigree":{"ancestors":[{"group":"x","name":"B","version":"2"},{"name":"A"},{"name":"A","version":"2"}]}}]}"#;
    let records = &[
        "a name=A kind=model product=A",
        "b name=B kind=model product=x/B built_on=a",
        "c name=C kind=model product=C built_on=b+A",
    ];
    check("bom.json", bill.as_bytes(), records, &[]);
}

#[test]
fn spdx_keeps_what_a_document_is_about() {
    let bill = |more: &str| {
        format!(
            r#"{{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[
            {{"type":"Organization","spdxId":"o","name":"City"}},
            {{"type":"software_Sbom","spdxId":"b","rootElement":["p"]}},
            {{"type":"software_Package","spdxId":"p","name":"HR suite","suppliedBy":"o","description":"Ranks"}},
            {{"type":"ai_AIPackage","spdxId":"m","name":"Reader"}}{more}]}}"#
        )
    };
    let suite = "p name=HR suite organisation=City vendor=City";
    let reader = "m name=Reader kind=model";
    check("bom.json", bill("").as_bytes(), &[&format!("{suite} `description`=Ranks"), reader], &[]);
    let more = r#",{"type":"Relationship","spdxId":"r","from":"p","relationshipType":"contains","to":["m"]}"#;
    let want = [&format!("{suite} built_on=m `description`=Ranks"), reader];
    check("bom.json", bill(more).as_bytes(), &want, &[]);
    let more = r#",{"type":"software_Package","spdxId":"f","name":"Base","software_packageUrl":"pkg:x/base@1"},
        {"type":"software_Package","spdxId":"g","name":"Weights","software_primaryPurpose":"model"},
        {"type":"software_Package","spdxId":"h","name":"Old"},
        {"type":"Relationship","spdxId":"r","from":"m","relationshipType":"descendantOf","to":["f","g","h"]}"#;
    let want = [
        &format!("{suite} `description`=Ranks"),
        "m name=Reader kind=model built_on=pkg:x/base@1+g+Old",
        "g name=Weights kind=model",
    ];
    check("bom.json", bill(more).as_bytes(), &want, &[]);
}

#[test]
fn an_spdx_document_may_be_one_element() {
    let alone = br#"{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "type":"ai_AIPackage","spdxId":"m","name":"M","ai_informationAboutApplication":"Reads"}"#;
    let want = "m name=M kind=model `ai_informationAboutApplication`=Reads";
    check("bom.json", alone, &[want], &[]);
}
