use actlas_facts::{Date, Finding, Stage, parse_date};
use actlas_pact::{
    Area, AreaState, Filter, MapInput, MappedSystem, PactFiles, Pacts, Part, Pledge, Standing,
};

pub fn day(text: &str) -> Date {
    parse_date(text).unwrap().0
}

pub fn today() -> Date {
    day("2026-11-21")
}

/// The pacts that are built in.
pub fn pacts() -> Pacts {
    static PACTS: std::sync::LazyLock<Pacts> =
        std::sync::LazyLock::new(|| Pacts::load(&PactFiles::embedded(), today()).0);
    PACTS.clone()
}

const INSTRUMENT: &str = "
format: 1
id: test
name: Test Pledge
issuer: nobody
act: sign
what: A pledge for tests.
joining: {says: nothing, provision: art.95, source: 'https://example.org/'}
staying_out: {says: nothing, provision: art.95, source: 'https://example.org/'}
join: {says: somehow, source: 'https://example.org/'}
leave: {says: somehow, source: 'https://example.org/'}
report: {says: yearly, after_months: 12, source: 'https://example.org/'}
groups:
  - {id: core, name: Core, duty: always}
  - {id: extra, name: Extra}
";

const COMMITMENTS: &str = "
format: 1
commitments:
  - {id: c-1, group: core, addressee: all, roles: [all], says: map, anticipates: [art.6], shown_by: a map, kept_by: map, source: 'https://example.org/'}
  - {id: c-2, group: core, addressee: all, roles: [all], says: literacy, anticipates: [art.4], shown_by: courses, source: 'https://example.org/'}
  - {id: x-1, group: extra, addressee: provider, roles: [provider], says: risks, anticipates: [art.9], shown_by: a file, source: 'https://example.org/'}
  - {id: x-2, group: extra, addressee: deployer, roles: [deployer], says: notice, anticipates: [art.50(1)], shown_by: a notice, source: 'https://example.org/', unsure: made up}
";

const ORGANISATIONS: &str = "
format: 1
organisations:
  - {id: acme, name: Acme, names: {any: [Acme Ltd], zh: [顶点]}}
  - {id: acme-labs, name: Acme Labs}
  - {id: bird, name: Bird, names_in: {test: [Old Bird]}}
";

pub const HEADER: &str =
    "organisation,position,basis,date,date_is,source_url,scope,service,unsure\n";

/// The built-in duties with one instrument, three organisations and these rows.
pub fn small(rows: &str) -> (Pacts, Vec<Finding>) {
    let mut files = PactFiles::default();
    let mut put = |name: &str, text: &str| files.files.insert(name.to_owned(), text.to_owned());
    put("organisations.yaml", ORGANISATIONS);
    put("test/instrument.yaml", INSTRUMENT);
    put("test/commitments.yaml", COMMITMENTS);
    put("test/positions.csv", &format!("{HEADER}{rows}"));
    put("duties.yaml", PactFiles::embedded().files.get("duties.yaml").unwrap());
    Pacts::load(&files, today())
}

pub fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code.0).collect()
}

pub fn standing<'p>(
    pacts: &'p Pacts,
    organisation: &str,
    instrument: &str,
    on: &str,
) -> Standing<'p> {
    let filter = Filter {
        organisation: Some(pacts.names.resolve(organisation, Some(instrument)).unwrap()),
        instrument: Some(pacts.find_instrument(instrument).unwrap()),
        on: Some(day(on)),
    };
    let mut found = pacts.standings(filter);
    found.retain(|standing| standing.service.is_empty());
    assert_eq!(found.len(), 1, "{organisation} and {instrument} on {on}");
    found.pop().unwrap()
}

pub fn pledge(pacts: &Pacts, text: &str) -> (Pledge, Vec<Finding>) {
    let (pledge, findings) = Pledge::read(text, "pledge.yaml", pacts, today());
    (pledge.unwrap(), findings)
}

pub fn system(
    id: &str,
    organisation: &str,
    part: Part,
    states: &[(Area, AreaState)],
) -> MappedSystem {
    let state = |area: &Area| {
        let found = states.iter().find(|(at, _)| at == area);
        (*area, found.map_or(AreaState::NothingStated, |(_, state)| *state))
    };
    MappedSystem {
        id: id.to_owned(),
        name: id.to_owned(),
        product: String::new(),
        organisation: organisation.to_owned(),
        maker: String::new(),
        is_model: false,
        stage: Stage::InUse,
        part,
        headline: String::new(),
        areas: Area::ALL.iter().map(state).collect(),
        duties: std::collections::BTreeMap::new(),
        instance_of: None,
        built_on: Vec::new(),
        path: "register.csv".to_owned(),
    }
}

pub fn register(systems: Vec<MappedSystem>) -> MapInput {
    let ids = systems.iter().map(|at| at.id.clone()).collect();
    let inputs = vec!["register.csv".to_owned()];
    MapInput { systems, ids, inputs, method: String::new() }
}
