//! Inputs that grow: a part of one is repeated until it is long, and then four times as long. A reader that
//! takes much more than four times as long for it looks at what it has read again and again. Short inputs
//! never show that.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::Target;
use crate::drive::{Random, inputs, save};

const SHORT: usize = 64 << 10;
const LONG: usize = 4 * SHORT;
/// Inputs that are grown, if there is time for so many.
const TRIES: usize = 400;
const TIME: Duration = Duration::from_secs(60);
/// How many times longer the long input may take than the short one.
const MOST: f64 = 9.0;
/// Faster than this is not measured.
const LEAST: Duration = Duration::from_millis(40);

/// Grows inputs of some folders. `Err` names the file with one that took too long.
pub fn growth(
    target: Target,
    folders: &[PathBuf],
    seed: u64,
    found: &Path,
) -> Result<String, String> {
    let mut known = Vec::new();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        known.extend(inputs(folder)?.into_iter().filter(|input| !input.is_empty()));
    }
    let mut random = Random(seed);
    let (mut worst, mut slow) = (0.0_f64, Vec::new());
    let (mut tries, begin) = (0, Instant::now());
    while tries < TRIES && begin.elapsed() < TIME {
        tries += 1;
        let Some(input) = known.get(random.below(known.len())) else { break };
        let from = random.below(input.len());
        let to = (from + 1 + random.below(64)).min(input.len());
        let grown = |length: usize| {
            let part = input.get(from..to).unwrap_or_default();
            let times = length / part.len().max(1);
            let (before, after) = (input.get(..to), input.get(to..));
            let after = after.unwrap_or_default();
            [before.unwrap_or_default(), &part.repeat(times), after].concat()
        };
        let long = grown(LONG);
        let took = time(target, &long);
        if took < LEAST {
            continue;
        }
        // The shortest of several: others may use the machine.
        let shortest = |input: &[u8]| (0..3).map(|_| time(target, input)).min().unwrap_or_default();
        let ratio = shortest(&long).as_secs_f64() / shortest(&grown(SHORT)).as_secs_f64();
        worst = worst.max(ratio);
        if ratio > MOST {
            slow.push(save(found, target.name, "grows", &long)?);
        }
    }
    match slow.first() {
        None => Ok(format!(
            "{tries} inputs grown, four times as long takes at most {worst:.1} times as long"
        )),
        Some(path) => Err(format!(
            "`{}` takes up to {worst:.1} times as long for what is four times as long; an input is in {path}",
            target.name
        )),
    }
}

fn time(target: Target, input: &[u8]) -> Duration {
    let begin = Instant::now();
    (target.run)(input);
    begin.elapsed()
}
