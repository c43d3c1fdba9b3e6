//! Duties of whole registers.

use std::hint::black_box;
use std::num::NonZeroUsize;

use actlas_bench::Random;
use actlas_facts::{FactIx, Kind, Knowledge, OptionIx, Options, parse_date};
use actlas_law::{Choices, Lowered, Of, Pack, PackFiles, Roster, Subject, View};
use actlas_logic::census::{Census, Table};
use actlas_logic::{Lit, Truth};

use super::report::Report;
use super::shortest;

/// How many different systems the register is made of, in words of 64.
const DIFFERENT_WORDS: usize = 32;
/// How much is known of each.
const KNOWN: u64 = 40;
const DAY: &str = "2026-11-21";

pub fn measure(systems: usize, report: &mut Report) {
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let Some((on, _)) = parse_date(DAY) else { return };
    let Ok(view) = View::new(&pack, on, on) else { return };
    let lowered = Lowered::new(view, Choices::defaults(&pack));
    let roster = Roster::new(view, Choices::defaults(&pack));
    report.section(
        &format!("Duties: {systems} systems, {} duties in roles", roster.rows().len()),
        "The real pack on 21 November 2026, random systems of which 40 % of the facts are known, one \
         thread, Kleene's values, answers as bits. One pass answers for every duty in every role \
         whether it is brought on each route, listed only, or protected by Article 111; days follow \
         from the view. Classification is all points and classes.",
    );
    let mut random = Random::new(7);
    let known: Vec<Vec<Option<Knowledge>>> =
        (0..DIFFERENT_WORDS * 64).map(|_| knowledge(&pack, &mut random)).collect();
    let roles = pack.vocabulary.find("actor_role");
    let answers_of = |ask: &dyn Fn(&Subject) -> Vec<Truth>| -> Vec<Vec<Truth>> {
        let one = |known: &Vec<Option<Knowledge>>| {
            let said = |fact: FactIx| known.get(fact.at()).and_then(Option::as_ref);
            ask(&Subject { known: &said, roles, role: None })
        };
        known.iter().map(one).collect()
    };
    let points = lowered.main().points.iter().map(|(_, target)| target.lit);
    let lits: Vec<Lit> =
        points.chain(lowered.main().classes.iter().map(|(.., lit)| *lit)).collect();
    let classify = Census::new(lowered.program(), &lits);
    let facts = table(
        systems,
        &answers_of(&|subject| lowered.atoms().iter().map(|at| subject.answer(at)).collect()),
    );
    let class_time = time(&classify, &facts);
    drop(facts);
    let duties = Census::new(roster.program(), roster.conclusions());
    let facts = table(
        systems,
        // Nothing is assumed here, so all that is known is stated.
        &answers_of(&|subject| {
            let answer = |at: &actlas_law::RosterAsked| match at.of {
                Of::Known | Of::Stated => subject.answer(&at.atom),
            };
            roster.asked().iter().map(answer).collect()
        }),
    );
    let duty_time = time(&duties, &facts);
    report.says("day and commit of this section", report.run());
    report.says("classification, systems a second", figure(systems, class_time));
    report.says("duties in all roles, systems a second", figure(systems, duty_time));
    report.says("conclusions of classification", lits.len());
    report.says("conclusions for duties", roster.conclusions().len());
    report.at_most("duties, times classification", duty_time / class_time, 3.0, "×");
}

fn figure(systems: usize, seconds: f64) -> String {
    super::report::figure(systems as f64 / seconds, "")
}

fn time(census: &Census, facts: &Table) -> f64 {
    let mut found = census.answers_for(facts);
    shortest(7, || census.run_into(black_box(facts), NonZeroUsize::MIN, &mut found))
}

/// A register made of the same systems again and again.
fn table(systems: usize, different: &[Vec<Truth>]) -> Table {
    let rows = different.first().map_or(0, Vec::len);
    let mut table = Table::new(rows, systems);
    for row in 0..rows {
        let words: Vec<(u64, u64)> = different
            .chunks(64)
            .map(|chunk| {
                let bits = |wanted: Truth| {
                    let is = |(at, answers): (usize, &Vec<Truth>)| {
                        u64::from(answers.get(row) == Some(&wanted)) << at
                    };
                    chunk.iter().enumerate().map(is).sum()
                };
                (bits(Truth::True), bits(Truth::False))
            })
            .collect();
        for (word, (holds, fails)) in words.iter().cycle().take(systems / 64).enumerate() {
            table.set_word(row, word, *holds, *fails);
        }
    }
    table
}

/// What is known of a random system.
fn knowledge(pack: &Pack, random: &mut Random) -> Vec<Option<Knowledge>> {
    let of = |(_, fact): (FactIx, &actlas_facts::Fact)| {
        if random.below(100) >= KNOWN {
            return None;
        }
        let some = |random: &mut Random, len: usize| {
            Options::of([OptionIx(random.below(len.max(1) as u64) as u8)])
        };
        Some(match &fact.kind {
            Kind::YesNo => Knowledge::YesNo(Truth::from(random.below(3) == 0)),
            Kind::Choice(options) => Knowledge::Choice(some(random, options.len())),
            Kind::Set(members) => {
                let has = some(random, members.len());
                Knowledge::Set { has, hasnt: Options::first(members.len()).without(has) }
            }
            Kind::Number(_) | Kind::Date => return None,
        })
    };
    pack.vocabulary.facts().map(of).collect()
}
