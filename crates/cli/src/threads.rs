//! Records judged on several threads, in the order of the input.
//!
//! One thread reads, some judge, one writes. Records travel in batches; batch `i` is judged by thread
//! `i` modulo their number, and the writer takes one from each in turn, so that the order is that of the
//! input whoever was quicker. Every queue is short: a reader that is ahead waits.

use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use actlas_facts::{Finding, Record};
use anyhow::{Context as _, Result, bail};

use crate::findings::Findings;
use crate::pipeline::{Came, Completing, Read, Reader, Source};
use crate::progress::Progress;

/// Records in a batch: enough to make handing it over cheap, few enough to wait for.
const BATCH: usize = 256;
/// Batches that wait for a thread.
const WAITING: usize = 2;

/// The most threads that can be asked for; each keeps a judge and two batches.
pub const MAX_THREADS: usize = 256;

/// Makes of a record what is written of it.
pub type Judge<'j, T> = Box<dyn FnMut(Record) -> T + 'j>;

/// What became of what came.
enum Went<T> {
    Judged(T),
    Finding(Finding),
}

/// How many threads judge: as many as are asked for, or as the machine has.
pub fn threads(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    asked.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}

/// A number of threads, as typed.
pub fn parse_threads(text: &str) -> Result<NonZeroUsize, String> {
    match text.parse::<NonZeroUsize>() {
        Ok(number) if number.get() <= MAX_THREADS => Ok(number),
        _ => Err(format!("it is a number from 1 to {MAX_THREADS}")),
    }
}

impl Source<'_> {
    /// Judges every record and hands what became of it to `write`, in the order of the input, whatever
    /// the number of threads. `judge` makes the judge of one thread. An error of `write` ends the run.
    pub fn judged<'j, T: Send>(
        mut self,
        threads: NonZeroUsize,
        judge: &(dyn Fn() -> Judge<'j, T> + Sync),
        write: impl FnMut(T) -> Result<()> + Send,
    ) -> Result<Read> {
        let findings = self.take_findings();
        let (reader, completing) = (&mut self.reader, &self.completing);
        let (mut read, findings) = thread::scope(|scope| {
            let mut to: Vec<SyncSender<Vec<Came>>> = Vec::new();
            let mut from: Vec<Receiver<Vec<Went<T>>>> = Vec::new();
            for _ in 0..threads.get().min(MAX_THREADS) {
                let (sender, batches) = sync_channel(WAITING);
                let (done, receiver) = sync_channel(WAITING);
                let work = move || work(completing, judge(), &batches, &done);
                // A machine that gives no more threads has those that run do the rest.
                if thread::Builder::new().spawn_scoped(scope, work).is_err() {
                    break;
                }
                to.push(sender);
                from.push(receiver);
            }
            if to.is_empty() {
                bail!("no thread could be started");
            }
            let writer = move || put(&from, findings, write);
            let writer = thread::Builder::new()
                .spawn_scoped(scope, writer)
                .context("no thread could be started")?;
            let read = send(reader, to);
            let written = match writer.join() {
                Ok(written) => written,
                Err(panic) => std::panic::resume_unwind(panic),
            };
            written.map(|findings| (read, findings))
        })?;
        read.findings = self.finish(findings);
        Ok(read)
    }
}

/// Reads to the end and hands on batches. If nobody takes them any more, an error has ended the run.
fn send(reader: &mut Reader, to: Vec<SyncSender<Vec<Came>>>) -> Read {
    let mut batch: Vec<Came> = Vec::with_capacity(BATCH);
    let mut turn = to.iter().cycle();
    let mut hand_on = |batch: Vec<Came>| turn.next().is_some_and(|to| to.send(batch).is_ok());
    let read = reader.read(&mut |came| {
        batch.push(came);
        batch.len() < BATCH || hand_on(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)))
    });
    hand_on(batch);
    read
}

fn work<T>(
    completing: &Completing,
    mut judge: Judge<T>,
    batches: &Receiver<Vec<Came>>,
    done: &SyncSender<Vec<Went<T>>>,
) {
    let mut screener = completing.screener();
    for batch in batches {
        let mut judged = Vec::with_capacity(batch.len());
        for came in batch {
            match came {
                Came::Record(record, proposed) => {
                    let record = completing.complete(*record, proposed, screener.as_mut());
                    judged.extend(record.findings.iter().cloned().map(Went::Finding));
                    judged.push(Went::Judged(judge(record)));
                }
                Came::Finding(finding) => judged.push(Went::Finding(finding)),
            }
        }
        if done.send(judged).is_err() {
            return;
        }
    }
}

fn put<T>(
    from: &[Receiver<Vec<Went<T>>>],
    mut findings: Findings,
    mut write: impl FnMut(T) -> Result<()>,
) -> Result<Findings> {
    let mut progress = Progress::new("records");
    let mut done = 0;
    for from in from.iter().cycle() {
        // A thread whose turn it is and who has no more was the last: nobody else has a later batch.
        let Ok(batch) = from.recv() else { return Ok(findings) };
        for went in batch {
            match went {
                Went::Finding(finding) => findings.tell(&finding),
                Went::Judged(judged) => {
                    write(judged)?;
                    done += 1;
                    progress.tell(done);
                }
            }
        }
    }
    Ok(findings)
}
