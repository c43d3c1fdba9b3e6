//! A line that says how far it got: on a terminal for work of more than a second, elsewhere now and then
//! for work that is so long that whoever waits would wonder.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

pub struct Progress {
    what: &'static str,
    since: Instant,
    last: Instant,
    shown: bool,
    on: On,
}

/// Where the line is seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    Terminal,
    Log,
}

/// How long a log waits for the next line.
const LOG: Duration = Duration::from_secs(10);

impl Progress {
    pub fn new(what: &'static str) -> Progress {
        let now = Instant::now();
        let on = if stderr().is_terminal() { On::Terminal } else { On::Log };
        Progress { what, since: now, last: now, shown: false, on }
    }

    /// Says that so many are done, if it is time to.
    pub fn tell(&mut self, done: u64) {
        let now = Instant::now();
        if !self.is_due(now) {
            return;
        }
        self.last = now;
        // A progress line that cannot be written is no reason to stop.
        let what = if done == 1 { self.what.trim_end_matches('s') } else { self.what };
        let mut told = stderr().lock();
        let _ = match self.on {
            On::Terminal => {
                self.shown = true;
                write!(told, "\r{done} {what} …")
            }
            On::Log => writeln!(told, "{done} {what} …"),
        };
        let _ = told.flush();
    }

    fn is_due(&self, now: Instant) -> bool {
        if crate::style::is_quiet() {
            return false;
        }
        let last = now.saturating_duration_since(self.last);
        match self.on {
            On::Terminal => {
                let since = now.saturating_duration_since(self.since);
                since > Duration::from_secs(1) && last > Duration::from_millis(200)
            }
            On::Log => last >= LOG,
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            crate::style::write_err(format_args!("\r{:60}\r", ""));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LOG, On, Progress};
    use std::time::{Duration, Instant};

    #[test]
    fn a_log_hears_every_ten_seconds() {
        let since = Instant::now();
        let mut progress =
            Progress { what: "records", since, last: since, shown: false, on: On::Log };
        assert!(!progress.is_due(since + LOG - Duration::from_millis(1)));
        assert!(progress.is_due(since + LOG));
        progress.last = since + LOG;
        assert!(!progress.is_due(since + LOG + Duration::from_secs(1)));
        progress.on = On::Terminal;
        assert!(progress.is_due(since + LOG + Duration::from_secs(1)));
    }
}
