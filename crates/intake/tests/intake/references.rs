//! References where several files use the same ids.

use actlas_intake::{Ids, Input, Mapping, Options, References};

use crate::common::{Folder, Read, vocabulary};

/// Reads files as a command does: what references mean is known before the first record.
fn read_all(files: &[(&str, &str)]) -> Vec<String> {
    let folder = Folder::new();
    let write = |(name, text): &(&str, &str)| Input::File(folder.write(name, text.as_bytes()));
    let inputs: Vec<Input> = files.iter().map(write).collect();
    let vocabulary = vocabulary();
    let options = Options { vocabulary: &vocabulary, mapping: Mapping::default(), sheet: None };
    let references = References::of(&inputs.iter().collect::<Vec<_>>(), &options);
    let (mut read, mut ids) = (Read::default(), Ids::with(references));
    inputs.iter().for_each(|input| read.input(input, "", &mut ids));
    read.shown()
}

fn bill(app: &str, model: &str) -> String {
    format!(
        r#"{{"bomFormat":"CycloneDX","metadata":{{"component":{{"bom-ref":"{app}","name":"App"}}}},"components":[
        {{"type":"machine-learning-model","bom-ref":"model-1","name":"{model}"}}],
        "dependencies":[{{"ref":"{app}","dependsOn":["model-1"]}}]}}"#
    )
}

#[test]
fn a_bill_refers_to_its_own_records() {
    let (a, b) = (bill("a", "whisper"), bill("b", "face-id"));
    let records = [
        "a name=App product=App built_on=model-1",
        "model-1 name=whisper kind=model product=whisper",
        "b name=App product=App built_on=model-1~b:2",
        "model-1~b:2 name=face-id kind=model product=face-id",
    ];
    assert_eq!(read_all(&[("a.json", &a), ("b.json", &b)]), records);
    // Whoever has none of this id refers to the first.
    let other = "name,id,built on\nOther,o,model-1\n";
    let all = read_all(&[("a.json", &a), ("b.json", &b), ("o.csv", other)]);
    assert_eq!(all.last().unwrap(), "o name=Other built_on=model-1");
}

#[test]
fn so_does_every_other_register() {
    let first = "id,name,built on,instance of\nm,Sorter,,\ns,Base,,\n";
    let second =
        "id,name,built on,instance of\na,App,m,s\nm,Reader,,\ns,Shop,,\nm,Twice,,\nb,Later,m; x,\n";
    let all = read_all(&[("1.csv", first), ("2.csv", second)]);
    assert_eq!(all[2], "a name=App built_on=m~2:2 instance_of=s~2:3");
    assert_eq!(all[6], "b name=Later built_on=m~2:2+x");
    // In one file the first of an id is meant.
    assert_eq!(read_all(&[("2.csv", second)])[4], "b name=Later built_on=m+x");
}

fn of_package(reference: &str, name: &str, more: &str) -> String {
    format!(
        r#"{{"bomFormat":"CycloneDX","components":[{{"type":"machine-learning-model","bom-ref":"{reference}","name":"{name}"{more}}}]}}"#
    )
}

#[test]
fn a_package_is_the_same_in_every_file() {
    let base = of_package("base", "Base", r#","purl":"pkg:huggingface/acme/base@1""#);
    let copy = bill("app", "copy")
        .replace(r#""name":"copy""#, r#""name":"copy","purl":"pkg:huggingface/acme/base@1""#);
    let tuned = of_package(
        "tuned",
        "Tuned",
        r#","pedigree":{"ancestors":[{"name":"b","purl":"pkg:huggingface/acme/base@1"},
            {"name":"b","purl":"pkg:huggingface/acme/base@2"}]}"#,
    );
    let all = read_all(&[("base.json", &base), ("tuned.json", &tuned)]);
    let built_on = "built_on=base+pkg:huggingface/acme/base@2";
    assert_eq!(all[1], format!("tuned name=Tuned kind=model product=Tuned {built_on}"));
    let all = read_all(&[("base.json", &base), ("copy.json", &copy), ("tuned.json", &tuned)]);
    assert_eq!(all[1], "app name=App product=App built_on=model-1+base");
    let built_on = "built_on=base+model-1+pkg:huggingface/acme/base@2";
    assert_eq!(all[3], format!("tuned name=Tuned kind=model product=Tuned {built_on}"));
}

/// A bill may use package URLs as its references, and then both list one thing.
#[test]
fn a_package_that_is_an_id_is_no_other_record() {
    let of = |app: &str| bill(app, "M").replace("model-1", "pkg:huggingface/m@1");
    let all = read_all(&[("a.json", &of("a")), ("b.json", &of("b"))]);
    let built_on = "built_on=pkg:huggingface/m@1+pkg:huggingface/m@1~b:2";
    assert_eq!(all[0], format!("a name=App product=App {built_on}"));
    assert_eq!(all[2], format!("b name=App product=App {built_on}"));
}
