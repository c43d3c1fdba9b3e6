//! The pack, the view and the readings of a command.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use actlas_assess::{Assume, Settings};
use actlas_facts::{Date, OptionIx, Severity, Vocabulary, day_text, parse_date};
use actlas_law::{Choices, Lowered, Pack, PackFiles, ReadingIx, View};
use actlas_screen::{Lexicon, LexiconFiles, WEIGHTS_FILE};
use anyhow::{Context, Result, bail};
use time::OffsetDateTime;

use crate::args::{AssumeArg, JudgeArgs, PackArgs, ScreenArgs, ViewArgs};
use crate::findings::Findings;
use crate::run::counted;

/// Largest file of a pack.
const MAX_FILE_BYTES: u64 = 16 << 20;

/// The files of the pack a command names, or of the one built in.
pub fn files(args: &PackArgs) -> Result<PackFiles> {
    let Some(folder) = &args.law else { return Ok(PackFiles::embedded()) };
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files)
        .with_context(|| format!("cannot read the pack in `{}`", folder.display()))?;
    if !files.contains_key("pack.yaml") {
        bail!("`{}` holds no pack.yaml, so it is no pack", folder.display());
    }
    Ok(PackFiles { files })
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(root, &path, files)?;
        } else if kind.is_file() && path.extension().is_some_and(|end| end == "yaml" || end == "md")
        {
            if entry.metadata()?.len() > MAX_FILE_BYTES {
                bail!("`{}` is larger than {} MiB", path.display(), MAX_FILE_BYTES >> 20);
            }
            let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            let text =
                fs::read_to_string(&path).with_context(|| format!("`{}`", path.display()))?;
            files.insert(name, text);
        }
    }
    Ok(())
}

/// Reads the pack. A pack with errors is not used to judge anybody.
pub fn load(args: &PackArgs) -> Result<(Pack, PackFiles)> {
    let files = files(args)?;
    let (pack, found) = Pack::load(&files);
    let mut findings = Findings::default();
    found.iter().filter(|at| at.severity == Severity::Error).for_each(|at| findings.tell(at));
    findings.finish();
    if findings.errors() > 0 {
        bail!(
            "the pack has {} and is not used; `actlas law lint` lists them",
            counted(findings.errors(), "error")
        );
    }
    Ok((pack, files))
}

/// The lexicon a command reads prose with, if it does.
pub fn lexicon(args: &ScreenArgs, vocabulary: &Vocabulary) -> Result<Option<Lexicon>> {
    if args.no_screen {
        return Ok(None);
    }
    let Some(folder) = &args.lexicon else { return Ok(Some(Lexicon::embedded(vocabulary))) };
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files)
        .with_context(|| format!("cannot read the lexicon in `{}`", folder.display()))?;
    let path = folder.join(WEIGHTS_FILE);
    let weights = match fs::metadata(&path) {
        Ok(at) if at.len() <= MAX_FILE_BYTES => {
            fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?
        }
        Ok(_) => bail!("`{}` is larger than {} MiB", path.display(), MAX_FILE_BYTES >> 20),
        // A lexicon may do without.
        Err(_) => Vec::new(),
    };
    let (lexicon, found) = Lexicon::load(&LexiconFiles { files, weights }, vocabulary);
    let mut findings = Findings::default();
    found.iter().for_each(|finding| findings.tell(finding));
    findings.finish();
    if findings.errors() > 0 {
        bail!("the lexicon has {} and is not used", counted(findings.errors(), "error"));
    }
    if lexicon.phrases() == 0 {
        bail!("`{}` holds no lexicon: no folder of a language with phrases", folder.display());
    }
    Ok(Some(lexicon))
}

/// Today, in UTC.
pub fn today() -> Date {
    OffsetDateTime::now_utc().date()
}

/// A day as typed.
pub fn day(text: &str) -> Result<Date> {
    match parse_date(text) {
        Some((day, last)) if day == last => Ok(day),
        _ => bail!("`{text}` is no day; write it as year-month-day, such as 2027-12-02"),
    }
}

/// The days a command asks about.
pub fn days(args: &ViewArgs) -> Result<(Date, Date)> {
    let today = today();
    let on = args.on.as_deref().map(day).transpose()?.unwrap_or(today);
    let known = args.known.as_deref().map(day).transpose()?.unwrap_or(today);
    Ok((on, known))
}

/// The view a command asks for.
pub fn view<'p>(pack: &'p Pack, args: &ViewArgs) -> Result<View<'p>> {
    let (on, known) = days(args)?;
    let view = View::new(pack, on, known)?;
    let act = pack.acts.get(view.speaks().0).filter(|act| on < act.in_force);
    if let Some(act) = act {
        mention!(
            "no act was in force on {}; the wording is that of {}, in force from {}",
            day_text(on),
            act.number,
            day_text(act.in_force)
        );
    }
    Ok(view)
}

/// A contested question and the reading of it that somebody chooses, such as `U-32=text`.
pub fn chosen_reading(pack: &Pack, chosen: &str) -> Result<(ReadingIx, usize)> {
    let Some((question, answer)) = chosen.split_once('=') else {
        bail!("`{chosen}` is no reading; write it as QUESTION=READING, such as U-32=text");
    };
    let Some(ix) = pack.reading(question) else {
        let ids: Vec<&str> = pack.readings.iter().map(|at| at.id.as_str()).collect();
        bail!(
            "no contested question `{question}`; there are {}; `actlas law show {}` says what one asks",
            ids.join(", "),
            ids.first().unwrap_or(&"U-32")
        );
    };
    let alternatives =
        pack.readings.get(ix.0).map(|at| at.alternatives.as_slice()).unwrap_or_default();
    let Some(at) = alternatives.iter().position(|at| at.id == answer) else {
        let known: Vec<&str> = alternatives.iter().map(|at| at.id.as_str()).collect();
        bail!("no reading `{answer}` of `{question}`; there are {}", known.join(", "));
    };
    let is_default = pack.readings.get(ix.0).is_some_and(|reading| reading.default == at);
    if !is_default && !pack.uses_reading(ix) {
        bail!(
            "`{chosen}` cannot be applied: no rule of the pack turns on `{question}`, so that no answer to it changes \
             anything here; `actlas law show {question}` says what it asks"
        );
    }
    Ok((ix, at))
}

/// The view, readings and settings a command asks for.
pub fn lower<'p>(pack: &'p Pack, args: &JudgeArgs) -> Result<(Lowered<'p>, Settings)> {
    let view = view(pack, &args.view)?;
    let mut choices = Choices::defaults(pack);
    for chosen in &args.reading {
        let (ix, at) = chosen_reading(pack, chosen)?;
        choices = choices.with(ix, at);
    }
    let settings = Settings {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        assume: match args.assume {
            AssumeArg::InScope => Assume::InScope,
            AssumeArg::None => Assume::Nothing,
        },
        ..Settings::default()
    };
    Ok((Lowered::new(view, choices), settings))
}

/// The same for a command that lists duties: those of one role, if one is named.
pub fn lower_for<'p>(
    pack: &'p Pack,
    args: &JudgeArgs,
    role: Option<&str>,
) -> Result<(Lowered<'p>, Settings)> {
    let (lowered, settings) = lower(pack, args)?;
    let role = role.map(|role| self::role(pack, role)).transpose()?;
    Ok((lowered, Settings { role, ..settings }))
}

fn role(pack: &Pack, word: &str) -> Result<OptionIx> {
    let fact = pack.vocabulary.find("actor_role").and_then(|fact| pack.vocabulary.get(fact));
    let options = fact.map(|fact| fact.kind.options()).unwrap_or_default();
    match options.iter().position(|option| option.id == word) {
        Some(at) => Ok(OptionIx(at as u8)),
        None => {
            let known: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
            bail!("no role `{word}`; there are {}", known.join(", "))
        }
    }
}
