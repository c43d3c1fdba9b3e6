//! The generated workload is the one whose results are known.

use std::num::NonZeroUsize;

use actlas_bench::checksum::{checksum, expected};
use actlas_bench::records::System;
use actlas_bench::register::Columns;
use actlas_bench::{Workload, register, walk};
use actlas_logic::census::Census;

#[test]
fn the_tree_walk_finds_what_other_engines_found() {
    let workload = Workload::new();
    for systems in [1_000, 100_000] {
        let counts = (0..10)
            .map(|part| {
                let each = systems as u64 / 10;
                let systems: Vec<System> =
                    (part * each..(part + 1) * each).map(System::new).collect();
                walk::count(&workload, &systems)
            })
            .reduce(|mut all, part| {
                let pairs = all.iter_mut().flatten().zip(part.iter().flatten());
                pairs.for_each(|(all, part)| *all += part);
                all
            });
        let found = checksum(&counts.unwrap_or_default());
        assert_eq!(Some(found), expected(systems), "{systems} systems: {found:016x}");
    }
}

#[test]
fn the_workload_has_the_size_it_is_described_with() {
    let workload = Workload::new();
    assert_eq!(workload.rules.len(), 400);
    assert_eq!(workload.conclusions.len(), 150);
    assert_eq!(workload.atoms.len(), 32);
}

#[test]
fn the_census_finds_the_same() {
    let workload = Workload::new();
    let (program, conclusions) = register::program(&workload);
    let census = Census::new(&program, &conclusions);
    for systems in [1_000, 100_000] {
        let mut facts = register::facts(&workload, systems);
        register::compare(&workload, &Columns::new(systems), &mut facts);
        for threads in [1, 2, 3] {
            let threads = NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN);
            let found = checksum(&register::counts(&census.run(&facts, threads)));
            assert_eq!(Some(found), expected(systems), "{systems} systems: {found:016x}");
        }
    }
}
