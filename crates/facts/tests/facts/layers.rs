//! Whose word counts: attested, then proposed, then assumed.

use actlas_facts::{
    Actor, Assumption, Entity, Fact, FactIx, Kind, Knowledge, Layer, Raw, Record, Statement,
    Subject, Test, Truth, Use, Vocabulary, resolve,
};
use proptest::prelude::*;

use crate::common::{fact, json, vocabulary};

/// Layer, value as JSON, and who says it.
type Said<'a> = (Layer, &'a str, &'a str);

const SUBJECT: Subject = Subject { use_at: 0, actor_at: 0 };

fn statement(vocabulary: &Vocabulary, id: &str, (layer, value, by): Said) -> Statement {
    let ix = vocabulary.find(id).unwrap();
    let says = vocabulary.get(ix).unwrap().read(Raw::Json(&json(value))).unwrap();
    Statement::new(ix, says, layer, by)
}

fn record(statements: Vec<Statement>) -> Record {
    Record {
        id: "r-1".to_owned(),
        path: "reg.csv".to_owned(),
        number: 7,
        statements,
        ..Record::default()
    }
}

/// What is established, what is indicated, which layer says it, and the findings.
fn check(id: &str, said: &[Said], want: (&str, &str, Option<Layer>), findings: &[&str]) {
    let vocabulary = vocabulary();
    let (assumed, stated): (Vec<&Said>, Vec<&Said>) =
        said.iter().partition(|(layer, ..)| *layer == Layer::Assumed);
    let of = |said: &&Said| statement(&vocabulary, id, **said);
    let record = record(stated.iter().map(of).collect());
    let assumption = |said: &&Said| {
        let Statement { fact, says, .. } = of(said);
        Assumption { fact, says }
    };
    let assumptions: Vec<Assumption> = assumed.iter().map(assumption).collect();
    let (facts, found) = resolve(&vocabulary, &record, SUBJECT, &assumptions);
    let ix = vocabulary.find(id).unwrap();
    let resolved = facts.get(ix).unwrap();
    let write = |known: &Knowledge| vocabulary.get(ix).unwrap().write(known).to_string();
    let (established, indicated, layer) = want;
    assert_eq!(write(&resolved.established), established, "established by {said:?}");
    assert_eq!(write(&resolved.indicated), indicated, "indicated by {said:?}");
    assert_eq!(resolved.layer, layer, "{said:?}");
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found, findings, "{said:?}");
}

const ATTESTED: Layer = Layer::Attested;
const PROPOSED: Layer = Layer::Proposed;
const ASSUMED: Layer = Layer::Assumed;

#[test]
fn the_higher_layer_stands() {
    check("minors", &[], ("null", "null", None), &[]);
    check("minors", &[(ASSUMED, "true", "")], ("null", "true", Some(ASSUMED)), &[]);
    check(
        "minors",
        &[(ASSUMED, "true", ""), (PROPOSED, "false", "reg.csv")],
        ("null", "false", Some(PROPOSED)),
        &[],
    );
    check(
        "minors",
        &[(PROPOSED, "false", "reg.csv"), (ATTESTED, "true", "Anna"), (ASSUMED, "false", "")],
        ("true", "true", Some(ATTESTED)),
        &[],
    );
    // Saying "not known" is saying nothing, in whatever layer.
    check(
        "minors",
        &[(ATTESTED, "null", "Anna"), (PROPOSED, "false", "reg.csv")],
        ("null", "false", Some(PROPOSED)),
        &[],
    );
}

#[test]
fn a_lower_layer_fills_what_a_higher_leaves_open() {
    check(
        "traits",
        &[(ATTESTED, r#"["age"]"#, "Anna"), (PROPOSED, r#"{"has": ["sex"], "not": ["age"]}"#, "x")],
        (r#"["age"]"#, r#"["age","sex"]"#, Some(ATTESTED)),
        &[],
    );
    check(
        "sector",
        &[(ATTESTED, r#"{"not": ["police"]}"#, "Anna"), (PROPOSED, r#""other""#, "x")],
        (r#"{"not":["police"]}"#, r#""other""#, Some(ATTESTED)),
        &[],
    );
    check(
        "sector",
        &[(ATTESTED, r#"{"not": ["police"]}"#, "Anna"), (PROPOSED, r#""police""#, "x")],
        (r#"{"not":["police"]}"#, r#"{"not":["police"]}"#, Some(ATTESTED)),
        &[],
    );
    check(
        "start",
        &[(ATTESTED, r#""2026""#, "Anna"), (PROPOSED, r#"{"until": "2026-03-31"}"#, "x")],
        (
            r#"{"from":"2026-01-01","until":"2026-12-31"}"#,
            r#"{"from":"2026-01-01","until":"2026-03-31"}"#,
            Some(ATTESTED),
        ),
        &[],
    );
}

/// Unknown, with both sides named; and no lower layer decides what a higher one quarrels about.
#[test]
fn two_values_within_a_layer_are_no_value() {
    check(
        "minors",
        &[(ATTESTED, "true", "Anna"), (ATTESTED, "false", "Ben"), (PROPOSED, "true", "reg.csv")],
        ("null", "null", None),
        &[
            "warning[facts-conflict]: reg.csv, record 7 (`r-1`), `minors`: attested values of `minors` \
           contradict each other: yes (Anna), no (Ben); the fact stays unknown until one of the answers \
           is deleted",
        ],
    );
    check(
        "minors",
        &[
            (PROPOSED, "true", "a.csv"),
            (PROPOSED, "true", "b.csv"),
            (PROPOSED, "false", ""),
            (ASSUMED, "true", ""),
        ],
        ("null", "null", None),
        &[
            "warning[facts-conflict]: reg.csv, record 7 (`r-1`), `minors`: proposed values of `minors` \
           contradict each other: yes (a.csv and 1 more), no (unnamed); the fact stays unknown until \
           somebody attests a value or rejects a proposal",
        ],
    );
    // A quarrel below an attested fact changes nothing about it, and nobody has to do anything.
    check(
        "minors",
        &[(PROPOSED, "true", "a"), (ATTESTED, "false", "Anna"), (PROPOSED, "false", "b")],
        ("false", "false", Some(ATTESTED)),
        &[],
    );
    check(
        "compute",
        &[(ATTESTED, r#"{"above": 1e25}"#, "Anna"), (ATTESTED, "1e25", "Ben")],
        ("null", "null", None),
        &["warning[facts-conflict]: reg.csv, record 7 (`r-1`), `compute`: attested values of \
           `compute` contradict each other: above 1e25 FLOP (Anna), 1e25 FLOP (Ben); the fact stays \
           unknown until one of the answers is deleted"],
    );
    check(
        "start",
        &[(ATTESTED, "2026", "Anna"), (ATTESTED, r#""2026-07""#, "Ben")],
        (
            r#"{"from":"2026-07-01","until":"2026-07-31"}"#,
            r#"{"from":"2026-07-01","until":"2026-07-31"}"#,
            Some(ATTESTED),
        ),
        &[],
    );
}

/// Only the members they quarrel about become unknown.
#[test]
fn a_quarrel_about_a_set_is_about_its_members() {
    check(
        "traits",
        &[
            (ATTESTED, r#"["age", "sex"]"#, "Anna"),
            (ATTESTED, r#"{"has": ["sex"], "complete": true}"#, "Ben"),
            (PROPOSED, r#"["age"]"#, "reg.csv"),
        ],
        (
            r#"{"has":["sex"],"not":["health"]}"#,
            r#"{"has":["sex"],"not":["health"]}"#,
            Some(ATTESTED),
        ),
        &[
            "warning[facts-conflict]: reg.csv, record 7 (`r-1`), `traits`: attested values of `traits` \
           contradict each other: their age, their sex (Anna), their sex; none of the others (Ben); \
           the fact stays unknown until one of the answers is deleted",
        ],
    );
}

/// A quarrel is told as far as no higher layer settles it.
#[test]
fn what_a_higher_layer_settles_is_no_quarrel() {
    let quarrel = [(PROPOSED, r#"["age", "sex"]"#, "a"), (PROPOSED, r#"{"not": ["age"]}"#, "b")];
    let told = "warning[facts-conflict]: reg.csv, record 7 (`r-1`), `traits`: proposed values of `traits` \
                contradict each other: their age, their sex (a), not their age (b); the fact stays unknown \
                until somebody attests a value or rejects a proposal";
    let with = |attested: &'static str| [&[(ATTESTED, attested, "Anna")], &quarrel[..]].concat();
    check("traits", &with(r#"["age"]"#), (r#"["age"]"#, r#"["age","sex"]"#, Some(ATTESTED)), &[]);
    check("traits", &with(r#"["sex"]"#), (r#"["sex"]"#, r#"["sex"]"#, Some(ATTESTED)), &[told]);
    let years = [(PROPOSED, r#""2026""#, "a"), (PROPOSED, r#""2027""#, "b")];
    let with = |attested: &'static str| [&[(ATTESTED, attested, "Anna")], &years[..]].concat();
    let day = r#""2026-03-01""#;
    check("start", &with(day), (day, day, Some(ATTESTED)), &[]);
}

fn subject_of(vocabulary: &Vocabulary, record: &Record, at: Subject) -> (Vec<String>, Vec<String>) {
    let (facts, found) = resolve(vocabulary, record, at, &[]);
    let known = |(ix, fact): (FactIx, &Fact)| {
        let known = &facts.get(ix).unwrap().indicated;
        known.says_something(&fact.kind).then(|| format!("{} = {}", fact.id, fact.write(known)))
    };
    let known = vocabulary.facts().filter_map(known).collect();
    (known, found.iter().map(ToString::to_string).collect())
}

#[test]
fn facts_of_uses_and_actors_are_theirs() {
    let vocabulary = vocabulary();
    let said = |id, value| statement(&vocabulary, id, (PROPOSED, value, "reg.csv"));
    let one = |id: &str, statements| Use { id: id.to_owned(), statements, ..Use::default() };
    let actor = |name: &str, statements| Actor { name: name.to_owned(), statements };
    let mut record = record(vec![said("traits", r#"["age"]"#), said("minors", "true")]);
    record.uses = vec![
        one("a", vec![said("sector", r#""police""#)]),
        one("b", vec![said("sector", r#""schools""#), said("traits", r#"["sex"]"#)]),
    ];
    record.actors = vec![actor("Z", vec![said("in_union", "false"), said("sector", r#""other""#)])];
    let at = |use_at, actor_at| Subject { use_at, actor_at };
    let (known, found) = subject_of(&vocabulary, &record, at(0, 0));
    let both = ["minors = true", "traits = [\"age\"]", "in_union = false"];
    assert_eq!(known, [both[0], "sector = \"police\"", both[1], both[2]]);
    assert_eq!(
        found,
        [
            "warning[fact-misplaced]: reg.csv, record 7 (`r-1`), `actors`: `sector` is a fact of the use \
          and was not used here; give it in the record's `facts` or with its use"
        ]
    );
    let (known, found) = subject_of(&vocabulary, &record, at(1, 0));
    assert_eq!(known, [both[0], "sector = \"schools\"", both[1], both[2]]);
    assert_eq!(found.len(), 2, "the fact of the system in a use, too: {found:?}");
    // A record that names no actor has one of whom nothing is known.
    record.actors.clear();
    let (known, found) = subject_of(&vocabulary, &record, at(0, 0));
    assert_eq!((known.len(), found.len()), (3, 0), "{known:?} {found:?}");
}

/// What is known of `elsewhere`, by attested statements and by all, in the first of several uses.
#[test]
fn other_uses_tell_of_themselves() {
    let mut vocabulary = vocabulary();
    let of_other_uses = vocabulary.find("minors");
    vocabulary.add(Fact { of_other_uses, ..fact("elsewhere", Entity::Use, Kind::YesNo) }).unwrap();
    let elsewhere = vocabulary.find("elsewhere").unwrap();
    let said = |layer, id, value| statement(&vocabulary, id, (layer, value, "reg.csv"));
    let check = |of_record: Vec<Statement>, uses: &[Vec<Statement>], want: (Truth, Truth)| {
        let mut record = record(of_record);
        let one =
            |statements: &Vec<Statement>| Use { statements: statements.clone(), ..Use::default() };
        record.uses = uses.iter().map(one).collect();
        let (facts, found) = resolve(&vocabulary, &record, SUBJECT, &[]);
        let known = facts.get(elsewhere).unwrap();
        let found_out = (known.established.test(&Test::Yes), known.indicated.test(&Test::Yes));
        assert_eq!((found_out, found.len()), (want, 0), "{uses:?}");
    };
    let (yes, no, unknown) = (Truth::True, Truth::False, Truth::Unknown);
    let minors = |layer, value| vec![said(layer, "minors", value)];
    check(Vec::new(), &[], (no, no));
    check(Vec::new(), &[minors(Layer::Attested, "true")], (no, no));
    check(Vec::new(), &[Vec::new(), Vec::new()], (unknown, unknown));
    check(Vec::new(), &[Vec::new(), minors(PROPOSED, "true")], (unknown, yes));
    check(Vec::new(), &[Vec::new(), minors(PROPOSED, "false")], (unknown, no));
    check(Vec::new(), &[Vec::new(), minors(Layer::Attested, "false")], (no, no));
    let both = [minors(PROPOSED, "false"), Vec::new(), minors(Layer::Attested, "true")];
    check(Vec::new(), &both, (yes, yes));
    check(minors(PROPOSED, "true"), &[Vec::new(), Vec::new()], (unknown, yes));
    // What is stated counts.
    let stated = vec![said(PROPOSED, "elsewhere", "false")];
    check(stated, &[Vec::new(), minors(PROPOSED, "true")], (unknown, no));
}

#[test]
fn many_sides_are_not_all_named() {
    let mut vocabulary = Vocabulary::default();
    let unit = actlas_facts::Unit { symbol: "n".to_owned(), spellings: Vec::new() };
    vocabulary.add(fact("count", Entity::System, Kind::Number(unit))).unwrap();
    let of = |at: u32| statement(&vocabulary, "count", (PROPOSED, &at.to_string(), "somebody"));
    let record = record((0..50_000).map(of).collect());
    let (_, found) = resolve(&vocabulary, &record, SUBJECT, &[]);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].fact.ends_with("0 n (somebody), 1 n (somebody), 2 n (somebody), 3 n (somebody)")
    );
}

fn any_statement() -> impl Strategy<Value = (Layer, FactIx, Knowledge)> {
    let values = [
        ("minors", vec!["true", "false", "null"]),
        ("sector", vec![r#""police""#, r#"{"not": ["police"]}"#, r#"{"not": ["other"]}"#]),
        ("traits", vec![r#"["age"]"#, r#"{"not": ["age"]}"#, "false", r#"["sex"]"#]),
        ("compute", vec!["1", "2", r#"{"above": 1}"#, r#"{"at_most": 2}"#, r#"{"below": 2}"#]),
        ("start", vec!["2026", r#""2026-07""#, r#"{"from": "2026-08"}"#, r#""2025""#]),
    ];
    let pairs: Vec<(&str, &str)> = values
        .into_iter()
        .flat_map(|(id, values)| values.into_iter().map(move |at| (id, at)))
        .collect();
    let vocabulary = vocabulary();
    let layers = prop::sample::select(vec![PROPOSED, ATTESTED]);
    (prop::sample::select(pairs), layers).prop_map(move |((id, value), layer)| {
        let Statement { fact, says, .. } = statement(&vocabulary, id, (layer, value, ""));
        (layer, fact, says)
    })
}

proptest! {
    /// The order of statements decides nothing, and what is established stays true in what is indicated.
    #[test]
    fn statements_have_no_order(
        said in prop::collection::vec(any_statement(), 0..8).prop_shuffle(),
        turn in 0usize..8,
    ) {
        let vocabulary = vocabulary();
        let of = |(layer, fact, says): &(Layer, FactIx, Knowledge)| {
            Statement::new(*fact, says.clone(), *layer, "")
        };
        let first = record(said.iter().map(of).collect());
        let mut turned = said.clone();
        turned.reverse();
        turned.rotate_left(turn.min(said.len()));
        let other = record(turned.iter().map(of).collect());
        let (first, first_found) = resolve(&vocabulary, &first, SUBJECT, &[]);
        let (other, other_found) = resolve(&vocabulary, &other, SUBJECT, &[]);
        prop_assert_eq!(first_found.len(), other_found.len());
        for (ix, fact) in vocabulary.facts() {
            let (first, other) = (first.get(ix).unwrap(), other.get(ix).unwrap());
            prop_assert_eq!(first, other, "{}", fact.id);
            prop_assert_eq!(&first.established.completed_by(&first.indicated), &first.indicated);
            let attested = said.iter().any(|(layer, of, says)| {
                *layer == ATTESTED && *of == ix && says.says_something(&fact.kind)
            });
            prop_assert!(attested || !first.established.says_something(&fact.kind));
            let stated = said.iter().any(|(_, of, _)| *of == ix);
            prop_assert!(stated || !first.indicated.says_something(&fact.kind));
        }
    }
}
