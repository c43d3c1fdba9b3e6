//! A line that says how far it got, on a terminal, for work of more than a second.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

pub struct Progress {
    what: &'static str,
    since: Instant,
    last: Instant,
    shown: bool,
    on: bool,
}

impl Progress {
    pub fn new(what: &'static str) -> Progress {
        let now = Instant::now();
        Progress { what, since: now, last: now, shown: false, on: stderr().is_terminal() }
    }

    /// Says that so many are done, if it is time to.
    pub fn tell(&mut self, done: u64) {
        let due = self.on
            && self.since.elapsed() > Duration::from_secs(1)
            && self.last.elapsed() > Duration::from_millis(200);
        if due {
            self.last = Instant::now();
            self.shown = true;
            eprint!("\r{done} {} …", self.what);
            // A progress line that cannot be written is no reason to stop.
            let _ = stderr().flush();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            eprint!("\r{:60}\r", "");
        }
    }
}
