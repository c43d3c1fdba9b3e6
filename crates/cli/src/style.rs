//! Colour, where it helps and is wanted. Everything reads the same without it.

use std::env;
use std::fmt::Arguments;
use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};
use std::process;

pub use actlas_facts::plain;

use crate::output::CannotWrite;

fn wanted() -> bool {
    env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && env::var_os("TERM") != Some("dumb".into())
}

fn paint(text: &str, code: &str, terminal: bool) -> String {
    if terminal && wanted() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
}

/// A name or heading on standard output.
pub fn strong(text: &str) -> String {
    paint(text, "1", stdout().is_terminal())
}

/// Something of less weight on standard output.
pub fn soft(text: &str) -> String {
    paint(text, "2", stdout().is_terminal())
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
        eprintln!("{} {}", self::error("error:"), CannotWrite::stdout(error));
        process::exit(4);
    }
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
