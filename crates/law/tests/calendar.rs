//! Dates: the as-of matrix of the fact base, and what people say about the Act.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may panic; that is how it fails"
)]

use actlas_facts::{Date, day_before, day_text, parse_date};
use actlas_law::explain_dates::{self, Verdict};
use actlas_law::{LegacyScope, Pack, PackFiles, Provision, Until, View};

fn pack() -> Pack {
    Pack::load(&PackFiles::embedded()).0
}

fn day(text: &str) -> Date {
    parse_date(text).expect("a day").0
}

fn provision(text: &str) -> Provision {
    Provision::parse(text).expect("a provision")
}

/// The wording in force on a day, and the start that this wording states.
fn stated(pack: &Pack, on: &str, article: &str, route: &str) -> (String, String) {
    let view = View::new(pack, day(on), day(on)).expect("a view");
    let start = view.stated_start(&provision(article), Some(route)).expect("a start");
    (pack.acts[view.speaks().0].id.clone(), day_text(start.effective))
}

/// Fact base, 8.5.
#[test]
fn the_as_of_matrix() {
    let pack = pack();
    let rows = [
        ("2024-09-15", "ai-act", "2026-08-02", "2027-08-02"),
        ("2025-11-20", "ai-act", "2026-08-02", "2027-08-02"),
        ("2026-05-08", "ai-act", "2026-08-02", "2027-08-02"),
        ("2026-07-26", "ai-act", "2026-08-02", "2027-08-02"),
        ("2026-07-27", "omnibus", "2027-12-02", "2028-08-02"),
        ("2026-11-21", "omnibus", "2027-12-02", "2028-08-02"),
    ];
    for (on, act, annex3, annex1) in rows {
        assert_eq!(
            stated(&pack, on, "art.9", "annex3"),
            (act.to_owned(), annex3.to_owned()),
            "{on}"
        );
        assert_eq!(
            stated(&pack, on, "art.9", "annex1"),
            (act.to_owned(), annex1.to_owned()),
            "{on}"
        );
    }
}

/// `starts` walks forward over everything published: on 26 July 2026 the amending act is published,
/// not yet in force, and its dates are known.
#[test]
fn a_start_is_known_once_its_act_is_published() {
    let pack = pack();
    let start = |known: &str| {
        let view = View::new(&pack, day(known), day(known)).expect("a view");
        let start = view.start(&provision("art.6(2)"), Some("annex3")).expect("a start");
        (day_text(start.effective), pack.acts[start.by.0].in_force > view.on())
    };
    assert_eq!(start("2026-07-23"), ("2026-08-02".to_owned(), false));
    assert_eq!(start("2026-07-24"), ("2027-12-02".to_owned(), true));
    assert_eq!(start("2026-07-26"), ("2027-12-02".to_owned(), true));
    assert_eq!(start("2026-07-27"), ("2027-12-02".to_owned(), false));
    assert!(
        View::new(&pack, day("2024-08-01"), day("2024-07-11")).is_err(),
        "nothing was known yet"
    );
}

/// Fact base, 10.1 and vectors T69 and T70.
#[test]
fn wordings_and_starts_of_single_provisions() {
    let pack = pack();
    let says = |on: &str| {
        let view = View::new(&pack, day(on), day("2026-11-21")).expect("a view");
        view.wording(pack.find("art4").expect("a rule")).expect("a wording").says.clone()
    };
    assert!(says("2026-07-26").contains("does its best"));
    assert!(says("2026-07-27").contains("helps its own people"));

    let view = View::new(&pack, day("2026-11-21"), day("2026-11-21")).expect("a view");
    let check = |article: &str, route: Option<&str>, formal: &str, effective: &str| {
        let start = view.start(&provision(article), route).expect("a start");
        let got = (day_text(start.formal), day_text(start.effective));
        assert_eq!(got, (formal.to_owned(), effective.to_owned()), "{article}");
    };
    check("art.4a", None, "2026-07-27", "2026-07-27");
    check("art.5(1)(a)", None, "2025-02-02", "2025-02-02");
    check("art.5(1)(ba)", None, "2026-12-02", "2026-12-02");
    check("art.6(5)", None, "2026-08-02", "2026-08-02");
    check("art.49(2)", Some("annex3"), "2026-08-02", "2027-12-02");
    check("art.43", Some("annex1"), "2026-08-02", "2028-08-02");
    check("art.50(2)", None, "2026-08-02", "2026-08-02");
    check("art.53(1)(c)", None, "2025-08-02", "2025-08-02");
    check("art.101", None, "2026-08-02", "2026-08-02");
    check("art.105", None, "2026-07-27", "2026-07-27");
}

/// Every provision changes its start between the eve and the day of the act that moves it, and every
/// day of a start is inclusive.
#[test]
fn cut_points() {
    let pack = pack();
    for row in &pack.application {
        for dated in &row.dates {
            let act = &pack.acts[dated.by.0];
            let view = View::new(&pack, act.in_force, act.in_force).expect("a view");
            let start = view.stated_start(&row.provision, row.route.as_deref()).expect("a start");
            assert_eq!(start.effective, dated.effective, "{} under {}", row.provision, act.id);
            let eve = View::new(&pack, day_before(act.in_force), act.in_force).expect("a view");
            let before = eve.stated_start(&row.provision, row.route.as_deref());
            if dated.by.0 > 0 {
                assert_ne!(before.map(|start| start.by), Some(dated.by), "{}", row.provision);
            }
        }
    }
}

#[test]
fn milestones_agree_with_the_calendar() {
    let pack = pack();
    let latest = |act: usize| {
        let dates =
            pack.application.iter().filter_map(|row| row.dates.iter().rfind(|at| at.by.0 <= act));
        dates.map(|dated| dated.effective).max()
    };
    let days = |id: &str| {
        let milestone = pack.milestones.iter().find(|at| at.id == id).expect("a milestone");
        let days = explain_dates::days(&pack, milestone, Date::MAX);
        days.into_iter().map(|(_, day, _)| Some(day)).collect::<Vec<_>>()
    };
    assert_eq!(days("full"), [latest(0), latest(1)]);
    let last_legacy = pack.rules.iter().filter_map(|rule| match rule.legacy.as_ref()?.until {
        Until::Day(day) => Some(day),
        Until::SignificantChange => None,
    });
    assert_eq!(days("everybody")[1], last_legacy.max());
    // What begins on a day of its own, by route or part.
    let view = View::new(&pack, day("2026-11-21"), day("2026-11-21")).expect("a view");
    let starts = |article: &str, route: Option<&str>| {
        view.start(&provision(article), route).map(|start| start.effective)
    };
    let last = |id: &str| days(id).last().copied().flatten();
    assert_eq!(last("literacy"), starts("art.4", None));
    assert_eq!(days("new-prohibitions"), [starts("art.5(1)(ba)", None)]);
    assert_eq!(last("penalties"), starts("art.99", None));
    assert_eq!(last("model-fines"), starts("art.101", None));
    assert_eq!(last("transparency"), starts("art.50", None));
    assert_eq!(last("authorities"), starts("art.28", None));
    assert_eq!(last("listed-uses"), starts("art.6(2)", Some("annex3")));
    assert_eq!(last("products"), starts("art.6(1)", Some("annex1")));
    assert_eq!(days("amended"), [Some(pack.acts[1].in_force)]);
    assert_eq!(days("amended-adopted"), [Some(day("2026-07-08"))]);
    assert_eq!(days("amended-published"), [Some(day("2026-07-24"))]);
    // Days that bind authorities and the Commission.
    assert_eq!(days("rights-bodies"), [Some(day("2024-11-02")); 2]);
    assert_eq!(days("codes-of-practice"), [Some(day("2025-05-02")); 2]);
    assert_eq!(days("classification-guidelines"), [Some(day("2026-02-02")); 2]);
    assert_eq!(days("monitoring-plan"), [Some(day("2026-02-02")), Some(day("2027-09-02"))]);
    assert_eq!(days("sectoral-bodies"), [Some(day("2028-01-28"))]);
    let legacy = |id: &str| pack.rule(pack.find(id)?)?.legacy.as_ref()?.until.day();
    assert_eq!(last("existing-models"), legacy("art111.3"));
    assert_eq!(last("existing-generators"), legacy("art111.4"));
    assert_eq!(last("public-authorities"), legacy("art111.2.public"));
    assert_eq!(last("large-systems"), legacy("art111.1"));
    let routed = |rule: &actlas_law::Rule| {
        matches!(rule.legacy.as_ref().map(|legacy| &legacy.of), Some(LegacyScope::Routes(_)))
    };
    assert_eq!(pack.rules.iter().filter(|rule| routed(rule)).count(), 3);
}

fn verdicts(text: &str, milestone: &str) -> Vec<Verdict> {
    let pack = pack();
    let claims = explain_dates::explain(&pack, text);
    assert_eq!(claims.len(), 1, "{claims:?}");
    let at = pack.milestones.iter().position(|at| at.id == milestone).expect("a milestone");
    let sense = claims[0].senses.iter().find(|sense| sense.milestone == at).expect("a sense");
    sense.under.iter().map(|(_, _, verdict)| *verdict).collect()
}

/// Fact base, 8.3 and 8.4: the two statements of September 2024.
#[test]
fn both_statements_of_september_2024() {
    use Verdict::{Outdated, Right, Wrong};
    let august = "The law is expected to take effect in August 2026.";
    assert_eq!(verdicts(august, "general"), [Right, Right]);
    assert_eq!(verdicts(august, "full"), [Wrong, Wrong]);
    assert_eq!(verdicts(august, "in-force"), [Wrong, Wrong]);
    assert_eq!(verdicts(august, "listed-uses"), [Right, Outdated]);
    assert_eq!(verdicts(august, "everybody"), [Wrong, Wrong]);

    let year = "before the Act takes effect in 2027";
    assert_eq!(verdicts(year, "full"), [Right, Outdated]);
    assert_eq!(verdicts(year, "general"), [Wrong, Wrong]);
    assert_eq!(verdicts(year, "listed-uses"), [Wrong, Right], "right again for another reason");
    assert_eq!(verdicts(year, "prohibitions"), [Wrong, Wrong]);
    assert_eq!(verdicts(year, "everybody"), [Wrong, Wrong]);
}

/// "apply" stands in every such sentence: what else is named is meant.
#[test]
fn a_date_is_of_what_the_sentence_names() {
    let pack = pack();
    let check = |text: &str, want: &[&str]| {
        let claims = explain_dates::explain(&pack, text);
        let spoken = claims[0].senses.iter().filter(|sense| sense.spoken);
        let ids: Vec<&str> = spoken.map(|at| pack.milestones[at.milestone].id.as_str()).collect();
        assert_eq!(ids, want, "{text}");
    };
    check("The duties of general-purpose models apply from 2 August 2025.", &["models"]);
    check("High-risk duties apply from 2 December 2027.", &["listed-uses"]);
    check("Die Verbote der Verordnung gelten ab dem 2 August 2025.", &["prohibitions"]);
    check("The Act applies from 2 August 2026.", &["general"]);
    check("The omnibus was published on 24 July 2026.", &["amended-published"]);
    check("The amending act was signed on 8 July 2026.", &["amended-adopted"]);
    check("The omnibus entered into force on 27 July 2026.", &["amended"]);
    check("The omnibus moves the high-risk rules to 2 December 2027.", &["listed-uses"]);
    check("The Act was published on 12 July 2024.", &["published"]);
    check("Codes of practice had to be ready by 2 May 2025.", &["codes-of-practice"]);
    check("Codes of practice and rules for GPAI apply from 2 August 2025.", &["models"]);
    check("Sectoral notified bodies must apply by 28 January 2028.", &["sectoral-bodies"]);
    check("Rules on notified bodies apply from 2 August 2025.", &["authorities"]);
    check("The post-market plan's template is due on 2 September 2027.", &["monitoring-plan"]);
    check("Large-scale IT systems comply by 31 December 2030.", &["large-systems"]);
    check("Fundamental rights bodies: a list by 2 November 2024.", &["rights-bodies"]);
}

#[test]
fn dates_are_found_however_they_are_written() {
    let pack = pack();
    let check = |text: &str, quote: &str, from: &str, to: &str| {
        let claims = explain_dates::explain(&pack, text);
        assert_eq!(claims.len(), 1, "{text}");
        assert_eq!(claims[0].quote, quote);
        assert_eq!(claims[0].days, (day(from), parse_date(to).expect("a day").1));
        assert_eq!(text.get(claims[0].start..claims[0].end), Some(quote));
    };
    check("It applies from 2 August 2026.", "2 August 2026", "2026-08-02", "2026-08-02");
    check("It applies from August 2, 2026.", "August 2, 2026", "2026-08-02", "2026-08-02");
    check("Es gilt ab August 2026.", "August 2026", "2026-08-01", "2026-08");
    check("Il s'applique dès le 2 août 2026", "2 août 2026", "2026-08-02", "2026-08-02");
    check("in force since 2024-08-01", "2024-08-01", "2024-08-01", "2024-08-01");
    check("fully by 2027!", "2027", "2027-01-01", "2027");
    check("Verboten seit 2. August 2027.", "2. August 2027", "2027-08-02", "2027-08-02");
    check("Od 2. 8. 2026 plati", "2. 8. 2026", "2026-08-02", "2026-08-02");
    check("Seit 2.8.2026 gilt", "2.8.2026", "2026-08-02", "2026-08-02");
    check("desde el 2 de febrero de 2025", "2 de febrero de 2025", "2025-02-02", "2025-02-02");
    check("the 2nd of August, 2026", "2nd of August, 2026", "2026-08-02", "2026-08-02");
    check("on 02/02/2025 it began", "02/02/2025", "2025-02-02", "2025-02-02");
    check("on 08/31/2026", "08/31/2026", "2026-08-31", "2026-08-31");
    check("on 2026/08/02.", "2026/08/02", "2026-08-02", "2026-08-02");
    check("at 2026-08-02T10:00 sharp", "2026-08-02", "2026-08-02", "2026-08-02");
    check("by 08/2026", "08/2026", "2026-08-01", "2026-08");
    check("in mid-August 2026", "August 2026", "2026-08-01", "2026-08");
    check("2026 August 2 it was", "2026 August 2", "2026-08-02", "2026-08-02");
    check("as in 2025 may 2 of them be", "2025", "2025-01-01", "2025");
    for none in
        ["no date, 12345 and 1999", "Regulation (EU) 2024/1689", "31 February 2026", "32/13/2026"]
    {
        assert!(explain_dates::explain(&pack, none).is_empty(), "{none}");
    }
}

#[test]
fn parts_of_a_year_are_spans() {
    let pack = pack();
    let check = |text: &str, quote: &str, from: &str, to: &str| {
        let claims = explain_dates::explain(&pack, text);
        assert_eq!(claims.len(), 1, "{text}");
        assert_eq!((claims[0].quote.as_str(), claims[0].is_vague), (quote, false), "{text}");
        assert_eq!(claims[0].days, (day(from), parse_date(to).expect("a day").1), "{text}");
    };
    let second = ("2026-04-01", "2026-06");
    for (text, quote) in [
        ("in the second quarter of 2026.", "second quarter of 2026"),
        ("by Q2 2026", "Q2 2026"),
        ("by Q2/2026", "Q2/2026"),
        ("from 2026 Q2 on", "2026 Q2"),
        ("im 2. Quartal 2026 gilt es", "2. Quartal 2026"),
        ("im II. Quartal 2026 gilt es", "II. Quartal 2026"),
        ("im zweiten Quartal des Jahres 2026", "zweiten Quartal des Jahres 2026"),
        ("au deuxième trimestre 2026", "deuxième trimestre 2026"),
        ("en el segundo trimestre de 2026", "segundo trimestre de 2026"),
        ("nel secondo trimestre del 2026", "secondo trimestre del 2026"),
        ("in het tweede kwartaal van 2026", "tweede kwartaal van 2026"),
    ] {
        check(text, quote, second.0, second.1);
    }
    check("the fourth quarter of 2026", "fourth quarter of 2026", "2026-10-01", "2026-12");
    check("the first half of 2027", "first half of 2027", "2027-01-01", "2027-06");
    check("H2 2027", "H2 2027", "2027-07-01", "2027-12");
    check("im ersten Halbjahr 2027", "ersten Halbjahr 2027", "2027-01-01", "2027-06");
    check("au second semestre 2027", "second semestre 2027", "2027-07-01", "2027-12");
    check("in der zweiten Hälfte 2027", "zweiten Hälfte 2027", "2027-07-01", "2027-12");
    check("the first half of August 2026", "August 2026", "2026-08-01", "2026-08");
    // What counts none is none, and the year is read.
    check("half of 2027", "2027", "2027-01-01", "2027");
    check("the third half of 2027", "2027", "2027-01-01", "2027");
    check("sheet Q9 2026", "2026", "2026-01-01", "2026");
    let two = explain_dates::explain(&pack, "between Q1 2026 and the second half of 2027");
    let quotes: Vec<&str> = two.iter().map(|at| at.quote.as_str()).collect();
    assert_eq!(quotes, ["Q1 2026", "second half of 2027"]);
    let august = explain_dates::explain(&pack, "The Act applies in general in Q3 2026");
    let right = |at: &explain_dates::Sense| at.spoken && at.under[0].2 == Verdict::Right;
    assert!(august[0].senses.iter().any(right));
}

#[test]
fn what_names_no_days_of_its_own_is_told() {
    let pack = pack();
    for (text, quote) in [
        ("in the summer of 2026", "summer of 2026"),
        ("by the end of 2026", "end of 2026"),
        ("in mid-2026", "mid-2026"),
        ("im Herbst 2026", "Herbst 2026"),
        ("à l'été 2026", "été 2026"),
        ("a finales de 2026", "finales de 2026"),
    ] {
        let claims = explain_dates::explain(&pack, text);
        assert_eq!((claims.len(), claims[0].quote.as_str()), (1, quote), "{text}");
        assert!(claims[0].is_vague, "{text}");
        assert_eq!(claims[0].days, (day("2026-01-01"), day("2026-12-31")), "{text}");
    }
    assert!(!explain_dates::explain(&pack, "in summer, and in 2026")[0].is_vague);
}

#[test]
fn what_can_be_read_in_two_ways_is() {
    let pack = pack();
    let days = |text: &str| {
        let claims = explain_dates::explain(&pack, text);
        claims.iter().map(|claim| claim.days.0).collect::<Vec<_>>()
    };
    assert_eq!(days("since 02/08/2026"), [day("2026-08-02"), day("2026-02-08")]);
    assert_eq!(days("since 2.8.2026"), [day("2026-08-02")]);
    assert_eq!(days("2026-2027 and 2025–2026").len(), 4);
}

#[test]
fn a_day_that_no_calendar_has_is_told() {
    let told = |text: &str| {
        let found = explain_dates::impossible(text);
        found.into_iter().filter_map(|at| text.get(at).map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(told("It applies from 31 February 2026."), ["31 February 2026"]);
    assert_eq!(told("Not from 31/02/2026; from 32 August 2026"), ["31/02/2026", "32 August 2026"]);
    assert_eq!(told("From 2026-02-30"), ["2026-02-30"]);
    assert!(told("2 August 2026, Regulation (EU) 2024/1689, page 40, August 2026").is_empty());
}

/// Fact base 1.3, 1.4, 7.1 and 8.4: dates that are right in a sense of their own.
#[test]
fn a_right_date_is_right_in_its_sense() {
    let pack = pack();
    let check = |text: &str, milestone: &str| {
        let claims = explain_dates::explain(&pack, text);
        let right = |sense: &&explain_dates::Sense| {
            sense.spoken && sense.under.last().is_some_and(|at| at.2 == Verdict::Right)
        };
        let senses = claims.last().expect("a claim").senses.iter().filter(right);
        let ids: Vec<&str> = senses.map(|at| pack.milestones[at.milestone].id.as_str()).collect();
        assert!(ids.contains(&milestone), "{text}: {ids:?}");
    };
    check("From 2 December 2026 nudification apps are banned.", "new-prohibitions");
    check("Generative AI providers must watermark by 2 December 2026.", "existing-generators");
    check("Medical devices follow on 2 August 2028.", "products");
    check("Public authorities have until 2 August 2030.", "public-authorities");
    check(
        "GPAI models placed before 2 August 2025 must comply by 2 August 2027.",
        "existing-models",
    );
    check("Providers of GPAI models can be fined from 2 August 2026.", "model-fines");
    check("Penalties apply from 2 August 2025.", "penalties");
    check("Each country needs a sandbox by 2 August 2027.", "sandboxes");
}

/// What an act brought has no day before anybody could know it.
#[test]
fn dates_are_judged_by_the_acts_that_were_known() {
    let pack = pack();
    let senses = |known: &str, text: &str| {
        let claims = explain_dates::explain_as_known(&pack, text, day(known));
        claims[0].senses.clone()
    };
    let listed = pack.milestones.iter().position(|at| at.id == "listed-uses").expect("a sense");
    let new = pack.milestones.iter().position(|at| at.id == "new-prohibitions").expect("a sense");
    let of = |senses: &[explain_dates::Sense], at: usize| {
        let sense = senses.iter().find(|sense| sense.milestone == at);
        sense.map(|sense| sense.under.iter().map(|at| at.2).collect::<Vec<_>>())
    };
    let text = "High-risk duties apply from 2 August 2026.";
    let (before, after) = (senses("2026-07-01", text), senses("2026-11-21", text));
    assert_eq!(of(&before, listed), Some(vec![Verdict::Right]));
    assert_eq!(of(&after, listed), Some(vec![Verdict::Right, Verdict::Outdated]));
    assert_eq!(of(&before, new), None);
    assert_eq!(of(&after, new), Some(vec![Verdict::Wrong]));
}

/// What a date is said of, in all languages of the Union and some others.
#[test]
fn dates_are_read_in_many_languages() {
    let pack = pack();
    for (milestone, text) in csv_rows(include_str!("data/dates.csv")) {
        let claims = explain_dates::explain(&pack, &text);
        let ids: Vec<Vec<&str>> = claims.iter().map(|claim| spoken(&pack, claim)).collect();
        assert_eq!(ids, [[milestone.as_str()]], "{text}");
        assert_eq!(claims[0].days.0, claims[0].days.1, "{text}");
    }
}

/// Lines `milestone,sentence`; a sentence with a comma stands in quotes.
fn csv_rows(table: &str) -> impl Iterator<Item = (String, String)> + '_ {
    table.lines().skip(1).filter_map(|line| {
        let (milestone, text) = line.split_once(',')?;
        Some((milestone.to_owned(), text.trim_matches('"').to_owned()))
    })
}

fn spoken<'p>(pack: &'p Pack, claim: &explain_dates::DateClaim) -> Vec<&'p str> {
    let spoken = claim.senses.iter().filter(|sense| sense.spoken);
    spoken.map(|at| pack.milestones[at.milestone].id.as_str()).collect()
}

/// What stands beside a date speaks of it, and what stands beside another does not.
#[test]
fn each_date_is_of_its_own_words() {
    let pack = pack();
    let check = |text: &str, want: &[(&str, &[&str])]| {
        let claims = explain_dates::explain(&pack, text);
        let got: Vec<(&str, Vec<&str>)> =
            claims.iter().map(|at| (at.quote.as_str(), spoken(&pack, at))).collect();
        let want: Vec<(&str, Vec<&str>)> =
            want.iter().map(|(quote, ids)| (*quote, ids.to_vec())).collect();
        assert_eq!(got, want, "{text}");
    };
    check(
        "Brussels, 25 September 2024 – The AI Act will fully apply in 2027, the Commission said.",
        &[("25 September 2024", &[]), ("2027", &["full"])],
    );
    check(
        "The Digital Omnibus was adopted on 29 June 2026 and entered into force on 27 July 2026.",
        &[("29 June 2026", &[]), ("27 July 2026", &["amended"])],
    );
    check("The code of practice was published on 10 July 2025.", &[("10 July 2025", &[])]);
    check(
        "The AI Act takes effect 24 months after entry into force, in August 2026.",
        &[("August 2026", &["general"])],
    );
    check(
        "GPAI models placed before August 2025 must comply by 2 August 2027.",
        &[("August 2025", &[]), ("2 August 2027", &["existing-models"])],
    );
    check(
        "Nudification apps are banned from 2 December 2026.",
        &[("2 December 2026", &["new-prohibitions"])],
    );
    check(
        "Prohibitions apply from 2 February 2025 and GPAI rules from 2 August 2025.",
        &[("2 February 2025", &["prohibitions"]), ("2 August 2025", &["models"])],
    );
    check(
        "From 2 February 2025 prohibitions apply, and from 2 August 2025 the rules on GPAI.",
        &[("2 February 2025", &["prohibitions"]), ("2 August 2025", &["models"])],
    );
    check(
        "Das KI-Gesetz wurde am 12. Juli 2024 veröffentlicht und trat am 1. August 2024 in Kraft.",
        &[("12. Juli 2024", &["published"]), ("1. August 2024", &["in-force"])],
    );
    check(
        "The rules were carefully designed to apply from 2 August 2026.",
        &[("2 August 2026", &["general"])],
    );
}

#[test]
fn months_that_languages_share_are_read_in_each_way() {
    let pack = pack();
    let first = |text: &str| -> Vec<Date> {
        explain_dates::explain(&pack, text).iter().map(|claim| claim.days.0).collect()
    };
    assert_eq!(first("2. listopada 2026."), [day("2026-10-02"), day("2026-11-02")]);
    assert_eq!(first("Studenti 2026, Martin 2026 and market 2026"), [day("2026-01-01"); 3]);
    assert_eq!(first("2026年8月"), [day("2026-08-01")]);
    assert_eq!(first("2026년 8월 2일부터"), [day("2026-08-02")]);
    assert_eq!(first("tháng 8 năm 2026"), [day("2026-08-01")]);
}
