//! The systems of the workload: every value is a function of the system's number and the column.

use crate::workload::{CHOICES, FACTS, NUMBERS};

const SEED: u64 = 0x5EED_2026;
/// Of 2^24: 15 % of the facts are true, the next 25 % false, the rest unknown.
const TRUE_BELOW: u64 = 2_516_582;
const KNOWN_BELOW: u64 = 6_710_886;

/// One step of splitmix64 away from a number.
pub(crate) fn mix(z: u64) -> u64 {
    let z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}

fn hash(system: u64, column: u64) -> u64 {
    mix(SEED.wrapping_add(
        (system.wrapping_mul(256).wrapping_add(column)).wrapping_mul(0x9E37_79B9_7F4A_7C15),
    ))
}

/// A fact of a system: yes, no or unknown.
pub fn fact(system: u64, fact: usize) -> Option<bool> {
    match hash(system, fact as u64) >> 40 {
        0..TRUE_BELOW => Some(true),
        TRUE_BELOW..KNOWN_BELOW => Some(false),
        _ => None,
    }
}

const SCALES: [[f64; 8]; 3] = [
    [1e18, 1e19, 1e20, 1e21, 1e22, 1e23, 1e24, 1e24],
    [1e6, 1e7, 1e8, 1e8, 1e9, 1e9, 1e10, 1e10],
    [1., 10., 100., 1e3, 1e4, 1e5, 1e5, 1e6],
];

/// A number of a system. Columns 2 and 3 are days since 1970.
pub fn number(system: u64, number: usize) -> Option<f64> {
    let hash = hash(system, 128 + number as u64);
    let scale = match number {
        0 => SCALES[0],
        1 => SCALES[1],
        4 => SCALES[2],
        _ => {
            let day = (19_000 + (hash >> 8) % 3_000) as f64;
            return (hash >> 63 == 0).then_some(day);
        }
    };
    let value = (1 + (hash >> 8 & 1_023)) as f64 * scale[(hash >> 20 & 7) as usize];
    (hash >> 63 == 0).then_some(value)
}

/// A choice of a system: the number of the option.
pub fn choice(system: u64, choice: usize) -> Option<u8> {
    let hash = hash(system, 140 + choice as u64);
    let options = CHOICES[choice] as u64;
    (hash >> 40 >= KNOWN_BELOW).then_some(((hash >> 8) % options) as u8)
}

/// A system as an ordinary programmer would hold it.
#[derive(Clone, Debug)]
pub struct System {
    /// Yes, no or unknown.
    pub facts: [Option<bool>; FACTS],
    /// Numbers and days.
    pub numbers: [Option<f64>; NUMBERS],
    /// Numbers of options.
    pub choices: [Option<u8>; CHOICES.len()],
}

impl System {
    /// The system with this number.
    pub fn new(system: u64) -> System {
        System {
            facts: std::array::from_fn(|at| fact(system, at)),
            numbers: std::array::from_fn(|at| number(system, at)),
            choices: std::array::from_fn(|at| choice(system, at)),
        }
    }
}
