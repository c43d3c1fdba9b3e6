//! Colour, where it helps and is wanted. Everything reads the same without it.

use std::env;
use std::fmt::Arguments;
use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

pub use actlas_facts::plain;

use crate::output::CannotWrite;

/// One line on standard error.
macro_rules! tell {
    ($($args:tt)*) => { $crate::style::write_err(format_args!("{}\n", format_args!($($args)*))) };
}

/// One line on standard error, unless only errors are wanted.
macro_rules! mention {
    ($($args:tt)*) => { if !$crate::style::is_quiet() { tell!($($args)*) } };
}

/// Whether what is printed goes into a file, whatever standard output is.
static INTO_A_FILE: AtomicBool = AtomicBool::new(false);
/// Whether only errors are told.
static QUIET: AtomicBool = AtomicBool::new(false);

/// What is printed from now on goes into a file, where colour would be noise.
pub fn into_a_file() {
    INTO_A_FILE.store(true, Ordering::Relaxed);
}

/// Tells only errors from now on.
pub fn be_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

pub fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

fn is_terminal_out() -> bool {
    stdout().is_terminal() && !INTO_A_FILE.load(Ordering::Relaxed)
}

fn wanted() -> bool {
    env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && env::var_os("TERM") != Some("dumb".into())
}

fn paint(text: &str, code: &str, terminal: bool) -> String {
    if terminal && wanted() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
}

/// A name or heading on standard output.
pub fn strong(text: &str) -> String {
    paint(text, "1", is_terminal_out())
}

/// Something of less weight on standard output.
pub fn soft(text: &str) -> String {
    paint(text, "2", is_terminal_out())
}

/// An error on standard error.
pub fn error(text: &str) -> String {
    paint(text, "1;31", stderr().is_terminal())
}

/// A warning on standard error.
pub fn warning(text: &str) -> String {
    paint(text, "1;33", stderr().is_terminal())
}

/// Writes to standard output. `println!` panics when the reader has gone, as in `actlas law show … | head`.
pub fn write_out(text: Arguments<'_>) {
    if let Err(error) = stdout().lock().write_fmt(text) {
        if error.kind() == ErrorKind::BrokenPipe {
            process::exit(0);
        }
        tell!("{} {}", self::error("error:"), CannotWrite::stdout(error));
        process::exit(4);
    }
}

/// Writes to standard error. `eprintln!` panics when nobody reads it any more, as in `actlas … 2>&1 | head`,
/// and what cannot be told there can be told nowhere.
pub fn write_err(text: Arguments<'_>) {
    let _ = stderr().lock().write_fmt(text);
}

/// One line on standard output.
macro_rules! say {
    () => { $crate::style::write_out(format_args!("\n")) };
    ($($args:tt)*) => { $crate::style::write_out(format_args!("{}\n", format_args!($($args)*))) };
}

/// Text on standard output without an end of line.
macro_rules! put {
    ($($args:tt)*) => { $crate::style::write_out(format_args!($($args)*)) };
}
