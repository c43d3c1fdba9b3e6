//! What a check reads, as it is typed after other commands.

use std::path::Path;

use actlas_assess::check::word;

use super::config::{Assumes, Config, ReadsProse};
use crate::args::ViewArgs;

/// The inputs with the options under which other commands say of them what the check says.
pub fn typed(config: &Config, view: &ViewArgs) -> String {
    let path = |path: &Path| word(&path.display().to_string());
    let mut words: Vec<String> = config.inputs.iter().map(|at| path(at)).collect();
    let mut option = |name: &str, value: String| words.push(format!("--{name} {value}"));
    if let Some(mapping) = &config.mapping {
        option("mapping", path(mapping));
    }
    if let Some(sheet) = &config.sheet {
        option("sheet", word(sheet));
    }
    config.answers.iter().for_each(|at| option("answers", path(at)));
    if let Some(name) = &config.attest {
        option("attest", word(name));
    }
    config.readings.iter().for_each(|at| option("reading", word(at)));
    if config.assumes == Assumes::Nothing {
        option("assume", "none".to_owned());
    }
    if let Some(law) = &view.pack.law {
        option("law", path(law));
    }
    for (name, day) in [("on", &view.on), ("known", &view.known)] {
        if let Some(day) = day {
            option(name, word(day));
        }
    }
    if config.reads_prose == ReadsProse::No {
        words.push("--no-screen".to_owned());
    }
    words.join(" ")
}
