//! Colour, where it helps and is wanted. Everything reads the same without it.

use std::env;
use std::fmt::Arguments;
use std::io::{self, ErrorKind, IsTerminal, Write, stderr, stdout};
use std::path::PathBuf;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

pub use actlas_facts::plain;
use anyhow::Result;

use crate::output::{CannotWrite, Output};

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
/// Whether anything was told on standard error.
static TOLD: AtomicBool = AtomicBool::new(false);

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

/// Whether anything was told, so that the reason of a failure is on the screen.
pub fn has_told() -> bool {
    TOLD.load(Ordering::Relaxed)
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

/// The file that is written instead of standard output, if one is.
static INSTEAD: Mutex<Option<Output>> = Mutex::new(None);

/// What a verb says with `say!` and `put!` on its way into a file; dropped, it leaves no file.
pub struct Said(());

/// What is said from now on goes into this file, or to standard output where none is named.
pub fn say_into(path: Option<&PathBuf>) -> Result<Said> {
    let out = path.map(|path| Output::to(Some(path))).transpose()?;
    *INSTEAD.lock().unwrap_or_else(PoisonError::into_inner) = out;
    Ok(Said(()))
}

/// What is said by `say` goes into this file, which takes its place when all is said.
pub fn saying<T>(path: Option<&PathBuf>, say: impl FnOnce() -> Result<T>) -> Result<T> {
    let said = say_into(path)?;
    let done = say()?;
    said.keep()?;
    Ok(done)
}

impl Said {
    /// Puts the file in place.
    pub fn keep(self) -> Result<()> {
        take_said().map_or(Ok(()), Output::keep)
    }

    /// The same, if anything was read for it.
    pub fn keep_of(self, read: u64) -> Result<()> {
        take_said().map_or(Ok(()), |out| out.keep_of(read))
    }
}

impl Drop for Said {
    fn drop(&mut self) {
        drop(take_said());
    }
}

fn take_said() -> Option<Output> {
    INSTEAD.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Writes to standard output, or to the file that stands for it. `println!` panics when the reader has
/// gone, as in `actlas law show … | head`.
pub fn write_out(text: Arguments<'_>) {
    let mut instead = INSTEAD.lock().unwrap_or_else(PoisonError::into_inner);
    let done = match instead.as_mut() {
        Some(file) => file.write_fmt(text),
        None => stdout().lock().write_fmt(text).map_err(|error| {
            // The kind is kept: whoever has seen enough closes it, and that is no error.
            io::Error::new(error.kind(), CannotWrite::stdout(error))
        }),
    };
    let Err(error) = done else { return };
    // Nothing is dropped by an exit, and what is half written must go.
    drop(instead.take());
    if error.kind() == ErrorKind::BrokenPipe {
        process::exit(0);
    }
    tell!("{} {error}", self::error("error:"));
    process::exit(4);
}

/// Writes to standard error. `eprintln!` panics when nobody reads it any more, as in `actlas … 2>&1 | head`,
/// and what cannot be told there can be told nowhere.
pub fn write_err(text: Arguments<'_>) {
    TOLD.store(true, Ordering::Relaxed);
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
