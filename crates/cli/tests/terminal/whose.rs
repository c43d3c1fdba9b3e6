//! Prose is read by whose it is: the built-in weights know the names of offices.

use super::{folder_with, run};

/// `decided` and `review` are steps to a benefit at an office that pays it, and nothing by themselves.
#[test]
fn the_same_words_are_read_by_whose_they_are() {
    let purpose = "Flags cases that will probably be decided favourably and refers them to adjudicators for an \
                   earlier review of the file.";
    let row = |id: &str, office: &str| format!("{id},Hearing triage,{office},{purpose}\n");
    let table = [
        "id,name,organisation,purpose\n".to_owned(),
        row("none", ""),
        row("pays", "Social Security Administration"),
        row("flies", "National Aeronautics and Space Administration"),
    ];
    let folder = folder_with("whose", &[("r.csv", &table.concat())]);
    let ran = run(&folder, &["screen", "r.csv", "-q"]);
    let of_benefits: Vec<&str> =
        ran.out.lines().filter(|line| line.contains("\"benefit_tasks\"")).collect();
    assert_eq!(of_benefits.len(), 1, "{}", ran.out);
    assert!(of_benefits[0].contains("\"id\":\"pays\""), "{}", ran.out);
    assert!(of_benefits[0].contains("weighed most, beside whose it is"), "{}", ran.out);
}
