//! Registers as people have them, and what becomes of them.
#![expect(clippy::unwrap_used, reason = "a test may panic; that is how it fails")]

mod answers;
mod bills;
mod codes;
mod columns;
mod common;
mod folders;
mod objects;
mod parts;
mod random;
mod records;
mod references;
mod rejections;
mod stages;
mod tables;
mod workbooks;
mod zoo;
