//! Files that are byte by byte the same.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use actlas_facts::{Finding, Place};

use crate::codes::FILE_SAME;
use crate::walk::Input;

/// Says which files are the same as one before them. Only files of one length are looked into; one that
/// cannot be read is the same as none.
pub fn same_files(inputs: &[Input]) -> Vec<Finding> {
    let mut by_length: BTreeMap<u64, Vec<&Path>> = BTreeMap::new();
    let mut findings = Vec::new();
    for input in inputs {
        let Input::File(path) = input else { continue };
        let length = fs::metadata(path).ok().filter(fs::Metadata::is_file).map_or(0, |at| at.len());
        if length == 0 {
            continue;
        }
        let before = by_length.entry(length).or_default();
        match before.iter().find(|other| *other == path || same(other, path)) {
            Some(other) => {
                let says = format!("the file is byte by byte the same as `{}`", other.display());
                let place = Place::file(path.display().to_string());
                findings.push(
                    Finding::new(FILE_SAME, place, says)
                        .hint("its records count twice; leave one of the two out"),
                );
            }
            None => before.push(path),
        }
    }
    findings
}

fn same(one: &Path, two: &Path) -> bool {
    let (Ok(one), Ok(two)) = (File::open(one), File::open(two)) else { return false };
    let (mut one, mut two) = (BufReader::new(one), BufReader::new(two));
    loop {
        let (Ok(left), Ok(right)) = (one.fill_buf(), two.fill_buf()) else { return false };
        let count = left.len().min(right.len());
        if count == 0 {
            return left.len() == right.len();
        }
        if left.get(..count) != right.get(..count) {
            return false;
        }
        one.consume(count);
        two.consume(count);
    }
}
