//! A driver on a stable compiler: mutates seeds, keeps what behaves in a new way, and stops at the first
//! panic or hang with the input that did it.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::Target;

/// Longest input that is made, unless a seed is longer.
const MAX_LENGTH: usize = 1 << 11;
/// Longest input that is made most of the time, unless it is made from a longer one: what breaks a reader
/// is mostly short, and short inputs are read much faster.
const USUAL_LENGTH: usize = 1 << 9;
/// One input in so many may have any length.
const LONG_ONES: usize = 16;
/// Most inputs that are kept because they behaved in a new way.
const MAX_POOL: usize = 4_096;
/// Most inputs that are taken from the corpus, the shortest.
const MAX_CORPUS: usize = 2_048;
/// Longer than this for one input is a hang.
const HANG: Duration = Duration::from_secs(10);

/// What to do.
pub struct Plan {
    pub target: Target,
    pub runs: u64,
    pub seed: u64,
    pub seeds: PathBuf,
    /// What the other driver found worth keeping, if it ran.
    pub corpus: PathBuf,
    pub found: PathBuf,
}

/// What was done.
pub struct Done {
    pub runs: u64,
    pub seconds: f64,
    pub pool: usize,
    pub slowest: Duration,
}

/// Random numbers from a seed: the same seed gives the same inputs.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

/// Runs a target. `Err` names the file with the input that brought it down.
pub fn run(plan: &Plan) -> Result<Done, String> {
    let mut pool = inputs(&plan.seeds)?;
    pool.push(Vec::new());
    if plan.corpus.is_dir() {
        let mut corpus = inputs(&plan.corpus)?;
        corpus.sort_by_key(Vec::len);
        corpus.truncate(MAX_CORPUS);
        pool.extend(corpus);
    }
    let mut known: Vec<u64> = Vec::new();
    let mut random = Random(plan.seed);
    let longest = pool.iter().map(Vec::len).max().unwrap_or_default();
    let longest = (longest + longest / 4).max(MAX_LENGTH);
    let current: Arc<Mutex<Vec<u8>>> = Arc::default();
    let started = Arc::new(AtomicU64::new(0));
    let begin = Instant::now();
    watch(plan, begin, Arc::clone(&current), Arc::clone(&started));
    let mut slowest = Duration::ZERO;
    let from_seeds = pool.clone().into_iter();
    let mut waiting: Vec<Vec<u8>> = from_seeds.collect();
    for at in 0..plan.runs {
        let input = match waiting.pop() {
            Some(seed) => seed,
            None => mutate(&pool, plan.target.words, longest, &mut random),
        };
        current.lock().unwrap_or_else(|broken| broken.into_inner()).clone_from(&input);
        let before = begin.elapsed();
        started.store(before.as_millis() as u64 + 1, Ordering::Relaxed);
        let outcome = catch_unwind(AssertUnwindSafe(|| (plan.target.run)(&input)));
        started.store(0, Ordering::Relaxed);
        slowest = slowest.max(begin.elapsed() - before);
        let Ok(number) = outcome else {
            let path = save(&plan.found, plan.target.name, "panic", &input)?;
            return Err(format!(
                "run {at} of `{}` panicked; the input is in {path}",
                plan.target.name
            ));
        };
        if let Err(place) = known.binary_search(&number)
            && pool.len() < MAX_POOL
        {
            known.insert(place, number);
            pool.push(input);
        }
    }
    let seconds = begin.elapsed().as_secs_f64();
    Ok(Done { runs: plan.runs, seconds, pool: pool.len(), slowest })
}

pub(crate) fn inputs(folder: &Path) -> Result<Vec<Vec<u8>>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let read =
        |path: &PathBuf| fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    paths.iter().map(read).collect()
}

/// Ends the process if one input takes too long.
fn watch(plan: &Plan, begin: Instant, current: Arc<Mutex<Vec<u8>>>, started: Arc<AtomicU64>) {
    let (found, name) = (plan.found.clone(), plan.target.name);
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(500));
            let since = started.load(Ordering::Relaxed);
            let now = begin.elapsed().as_millis() as u64 + 1;
            if since > 0 && now.saturating_sub(since) > HANG.as_millis() as u64 {
                let input = current.lock().unwrap_or_else(|broken| broken.into_inner()).clone();
                let path = save(&found, name, "hang", &input).unwrap_or_default();
                eprintln!("`{name}` hangs; the input is in {path}");
                std::process::exit(1);
            }
        }
    });
}

pub(crate) fn save(folder: &Path, name: &str, what: &str, input: &[u8]) -> Result<String, String> {
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let path = folder.join(format!("{name}-{what}-{}", input.len()));
    fs::write(&path, input).map_err(|error| error.to_string())?;
    Ok(path.display().to_string())
}

/// One that is known, or half of the time the shorter one of two.
fn parent<'p>(pool: &'p [Vec<u8>], random: &mut Random) -> &'p [u8] {
    let (one, other) = (random.below(pool.len()), random.below(pool.len()));
    let picked = &[one, other][random.below(2)..];
    let picked = picked.iter().filter_map(|at| pool.get(*at));
    picked.min_by_key(|input| input.len()).map_or(&[], Vec::as_slice)
}

/// An input made from those that are known.
fn mutate(pool: &[Vec<u8>], words: &[&str], longest: usize, random: &mut Random) -> Vec<u8> {
    let mut input = parent(pool, random).to_vec();
    let longest = match random.below(LONG_ONES) {
        0 => longest,
        _ => input.len().max(USUAL_LENGTH),
    };
    let times = 1 << random.below(5);
    for _ in 0..times {
        let length = input.len();
        let at = random.below(length + 1);
        let upto = (at + 1 + random.below(16)).min(length);
        match random.below(if words.is_empty() { 8 } else { 11 }) {
            0 if at < length => input[at] ^= 1 << random.below(8),
            1 if at < length => input[at] = random.next() as u8,
            2 => input.insert(at, random.next() as u8),
            3 if at < upto => drop(input.drain(at..upto)),
            4 if at < upto => {
                let part = input[at..upto].to_vec();
                let times = 1 << random.below(6);
                for _ in 0..times {
                    input.splice(at..at, part.iter().copied());
                }
            }
            5 => input.truncate(at),
            6 => {
                let other = &pool[random.below(pool.len())];
                let from = random.below(other.len() + 1);
                let to = (from + random.below(64)).min(other.len());
                let part = other[from..to].to_vec();
                input.splice(at..at, part);
            }
            7 if at < upto => {
                let part = input[at..upto].to_vec();
                let place = random.below(length + 1);
                input.splice(place..place, part);
            }
            8.. => {
                let word = words[random.below(words.len())];
                input.splice(at..at, word.bytes());
            }
            _ => {}
        }
        input.truncate(longest);
    }
    input
}
