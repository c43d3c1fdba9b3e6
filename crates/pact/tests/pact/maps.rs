//! The map of a pledge: whose records are, and who is known to have what.

use actlas_facts::Stage;
use actlas_pact::{
    Area, AreaState, Deployment, Kept, MappedSystem, PactMap, Part, Pledge, Whose, map, progress,
};

use crate::common::{codes, pledge, register, small, system, today};

const HEAD: &str = "format: 1\norganisation: Acme\ninstrument: test\npublished: 2025-01-31\n";
const CORE: &str = "commitments:\n  - {id: c-1, due: 2025-06-30}\n  - {id: c-2}\n";

fn acme(rest: &str) -> Pledge {
    let (pacts, _) = small("");
    pledge(&pacts, &format!("{HEAD}{rest}")).0
}

fn drawn(systems: Vec<MappedSystem>) -> PactMap {
    map(&register(systems), &acme(CORE), |name| name == "Acme")
}

/// Something built on these.
fn on(id: &str, organisation: &str, of: &[&str], areas: &[(Area, AreaState)]) -> MappedSystem {
    let mut system = system(id, organisation, Part::Provides, areas);
    system.built_on = of.iter().map(|of| (*of).to_owned()).collect();
    system
}

fn model(mut system: MappedSystem) -> MappedSystem {
    system.is_model = true;
    system
}

fn at(mut system: MappedSystem, stage: Stage) -> MappedSystem {
    system.stage = stage;
    system
}

fn base() -> MappedSystem {
    model(system("base", "Acme", Part::Provides, &[]))
}

fn words(deployments: &[Deployment]) -> Vec<String> {
    deployments.iter().map(Deployment::words).collect()
}

const HIRES: &[(Area, AreaState)] = &[(Area::Employment, AreaState::Indicated)];

#[test]
fn the_map_keeps_the_mapping_pledge_as_far_as_it_reaches() {
    let (pacts, _) = small("");
    let pledge = acme(&format!("{CORE}downstream:\n  - {{product: m, reason: open weights}}\n"));
    let all = |state: AreaState| Area::ALL.iter().map(|area| (*area, state)).collect::<Vec<_>>();
    let judged = |systems| map(&register(systems), &pledge, |name: &str| name == "Acme");
    let mut settled = system("m", "Acme", Part::Provides, &all(AreaState::Excluded));
    settled.areas[3].1 = AreaState::NotExcluded;
    let mut user = system("u", "City", Part::Deploys, HIRES);
    user.instance_of = Some("m".to_owned());
    let drawn = judged(vec![settled.clone(), user.clone(), on("b", "Shop", &["m"], &[])]);
    assert_eq!(drawn.rows.len(), 1, "records of others are no rows");
    let wanted = ["City: u [III.4 work]", "Shop: b [areas: nothing stated]"];
    assert_eq!(words(&drawn.rows[0].deployments), wanted);
    assert_eq!(drawn.rows[0].areas[3].there, 1);
    assert_eq!(drawn.rows[0].unknown_downstream, "open weights");
    let kept = |drawn| progress(&pacts, &pledge, Some(drawn), today()).lines[0].kept;
    assert_eq!(kept(drawn), Kept::ByMap);
    let open = system("o", "Acme", Part::Unknown, &[(Area::Justice, AreaState::Open)]);
    let untouched = system("n", "Acme", Part::Provides, &[]);
    let drawn = judged(vec![settled.clone(), open, untouched]);
    let coverage = drawn.coverage;
    assert_eq!((coverage.systems, coverage.settled, coverage.open), (3, 1, 1));
    assert_eq!((coverage.untouched, coverage.part_unknown), (1, 1));
    assert_eq!(kept(drawn), Kept::InPart { open: 1, untouched: 1, unstated: 0 });
    assert_eq!(kept(judged(Vec::new())), Kept::Overdue, "an empty register maps nothing");
    let anybodys = judged(vec![settled, system("x", "", Part::Unknown, &[])]);
    assert_eq!(kept(anybodys), Kept::InPart { open: 0, untouched: 0, unstated: 1 });
}

/// Deployments are those of others, however many records lie between; models have no areas of their own.
#[test]
fn a_map_follows_a_model_to_the_systems_of_others() {
    let pledge = acme(
        "commitments:\n  - {id: c-1, systems: [nosuch, base]}\ndownstream:\n  - {product: gone, reason: r}\n",
    );
    let tuned = model(on("tuned", "Tuner", &["base"], HIRES));
    let credit = on("credit", "Bank", &["tuned"], &[(Area::Services, AreaState::Indicated)]);
    let chat = on("chat", "Acme", &["base"], &[]);
    let mut city = system("city", "City", Part::Deploys, &[]);
    city.instance_of = Some("chat".to_owned());
    let input = register(vec![base(), tuned, credit, chat, city]);
    let drawn = map(&input, &pledge, |name| name == "Acme");
    let deployments = |at: usize| words(&drawn.rows[at].deployments);
    let city = "City: city [areas: nothing stated]";
    let tuned = "Tuner: tuned (a model built on it)";
    assert_eq!(deployments(0), [tuned, "Bank: credit [III.5 services]", city]);
    assert_eq!(deployments(1), [city], "what is one's own has a row of its own");
    assert_eq!((drawn.coverage.systems, drawn.coverage.models), (1, 1));
    assert_eq!(drawn.rows[0].areas[3].there, 0, "a model is used by nobody");
    let dangling = pledge.dangling(&input.ids);
    assert_eq!(codes(&dangling), ["pledge-record-unknown", "pledge-record-unknown"]);
    assert!(dangling[0].to_string().contains("`nosuch`"), "{}", dangling[0]);
    assert!(dangling[1].to_string().contains("`gone`"), "{}", dangling[1]);
}

/// A retired link leads on to what lives; a retired product is told with those who still have it.
#[test]
fn what_is_retired_hides_nothing_behind_it() {
    let tuned = || at(model(on("tuned", "Shop", &["base"], &[])), Stage::Retired);
    let ranker = || on("ranker", "Shop", &["tuned"], HIRES);
    let old = at(on("old", "City", &["base"], HIRES), Stage::Retired);
    let ranked = ["Shop: ranker [III.4 work]"];
    let living = drawn(vec![base(), tuned(), ranker(), old]);
    assert_eq!(words(&living.rows[0].deployments), ranked, "what is retired is no deployment");
    assert!(living.retired.is_empty(), "and that of others is not told");
    let gone = drawn(vec![at(base(), Stage::Retired), tuned(), ranker()]);
    assert!(gone.rows.is_empty());
    assert_eq!(gone.retired.len(), 1);
    assert_eq!((gone.retired[0].name.as_str(), gone.coverage.models), ("base", 0));
    assert_eq!(words(&gone.retired[0].deployments), ranked);
}

/// What is open is not read as none, what is planned not as in use.
#[test]
fn a_deployment_says_what_is_open_and_what_it_is() {
    let check = |of: MappedSystem, wanted: &str| {
        let drawn = drawn(vec![base(), of]);
        assert_eq!(words(&drawn.rows[0].deployments), [wanted]);
    };
    let police = (Area::LawEnforcement, AreaState::Open);
    let borders = (Area::Migration, AreaState::Open);
    let lies = "Police: lies [open: III.6 police, III.7 borders]";
    check(on("lies", "Police", &["base"], &[police, borders]), lies);
    let both = [HIRES[0], police];
    check(on("both", "City", &["base"], &both), "City: both [III.4 work; open: III.6 police]");
    let none: Vec<_> = Area::ALL.iter().map(|area| (*area, AreaState::Excluded)).collect();
    check(on("none", "City", &["base"], &none), "City: none [in no area]");
    check(on("some", "City", &["base"], &none[1..]), "City: some [in no area, as far as stated]");
    let planned = || at(on("soon", "City", &["base"], &both), Stage::Planned);
    check(planned(), "City: soon (planned) [III.4 work; open: III.6 police]");
    let row = &drawn(vec![base(), planned(), on("now", "City", &["base"], HIRES)]).rows[0];
    let work = &row.areas[3];
    assert_eq!((work.there, work.planned, row.areas[5].open), (1, 1, 1));
}

/// A missing organisation is neither a yes nor a no.
#[test]
fn whose_a_record_is_is_told_where_it_is_not_stated() {
    let whose = |systems: Vec<MappedSystem>| register(systems).whose(|name| name == "Acme");
    let nobody = |id: &str| system(id, "", Part::Unknown, &[]);
    assert_eq!(whose(vec![nobody("a"), nobody("b")]), [Whose::Own, Whose::Own]);
    let theirs = || system("t", "City", Part::Deploys, &[]);
    assert_eq!(whose(vec![nobody("a"), theirs()]), [Whose::Unstated, Whose::Theirs]);
    let made = |by: &str| {
        let maker = by.to_owned();
        model(MappedSystem { maker, ..nobody("m") })
    };
    let all = [Whose::Own, Whose::Theirs, Whose::Unstated, Whose::Theirs];
    assert_eq!(whose(vec![made("Acme"), made("Shop"), made(""), theirs()]), all);
    assert_eq!(whose(vec![made("Shop")]), [Whose::Own], "no record names an organisation");
    let built = on("ranker", "", &["base"], HIRES);
    let drawn = drawn(vec![base(), built, nobody("a"), theirs()]);
    let wanted = ["ranker (not stated whose) [III.4 work]"];
    assert_eq!(words(&drawn.rows[0].deployments), wanted);
    let rows: Vec<_> = drawn.rows.iter().map(|row| (row.id.as_str(), row.whose)).collect();
    assert_eq!(rows, [("base", Whose::Own), ("a", Whose::Unstated)]);
    assert_eq!((drawn.coverage.systems, drawn.coverage.unstated), (0, 2));
}

/// A model is meant by its id, or by the one record that goes by the word.
#[test]
fn what_something_is_built_on_is_found_by_name() {
    let llama = |id: &str| {
        let (name, product) = ("Llama 3".to_owned(), "meta-llama/Llama-3".to_owned());
        model(MappedSystem { name, product, ..system(id, "Acme", Part::Provides, &[]) })
    };
    let told = |systems: Vec<MappedSystem>| -> Vec<String> {
        register(systems).loose_ends().iter().map(ToString::to_string).collect()
    };
    let found = |word: &str| {
        let systems = vec![llama("L3"), on("u", "City", &[word], &[])];
        let found = drawn(systems.clone()).rows[0].deployments.len();
        assert_eq!(told(systems).len(), 1 - found, "{word}");
        found == 1
    };
    assert!(found("L3") && found("l3") && found("Llama 3") && found(" LLAMA  3 "));
    assert!(found("Meta-Llama/Llama-3") && !found("Llama") && !found("llama-3"));
    let two = vec![llama("L3"), llama("l-3"), on("u", "City", &["llama 3", "L3"], &[])];
    let rows = drawn(two.clone()).rows;
    assert_eq!((rows[0].deployments.len(), rows[1].deployments.len()), (1, 0), "an id is exact");
    assert_eq!(
        told(two),
        [
            "warning[built-on-ambiguous]: register.csv: `built_on`: `llama 3` fits `L3` and `l-3`, and is \
          taken for none of them; name the record by its id"
        ]
    );
    let many: Vec<_> = (0..9)
        .map(|at| on(&format!("u{at}"), "City", &["gpt", &format!("m{}", at / 2)], &[]))
        .collect();
    assert_eq!(
        told(many),
        [
            "note[built-on-missing]: register.csv: 9 records are built on what no record is: `gpt`, `m0`, \
          `m1` and 3 more; if a product of the pledge is meant, name it by its id or its name"
        ]
    );
    // A system that goes by the name of its model is not built on itself.
    assert_eq!(told(vec![llama("L3"), on("Llama 3", "City", &["llama 3"], &[])]).len(), 0);
    assert_eq!(told(vec![on("a", "City", &["A"], &[])]).len(), 1);
}
