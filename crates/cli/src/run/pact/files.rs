//! Reading what a `pact` command needs.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use actlas_facts::{Date, Finding, Severity};
use actlas_pact::{InstrumentIx, OrgIx, PactFiles, Pacts, Pledge, Story, Unresolved};
use anyhow::{Context, Result, bail};

use crate::args::pact::PactsArgs;
use crate::evidence;
use crate::findings::{Exit, Findings};
use crate::pack::{day, today};

/// Largest file of pacts, pledge or story.
const MAX_BYTES: u64 = 16 << 20;

/// The day a command asks about.
pub fn on(text: Option<&String>) -> Result<Date> {
    Ok(text.map(|text| day(text)).transpose()?.unwrap_or(today()))
}

/// The pacts as read on a day, with everything found in them.
pub fn read(args: &PactsArgs, on: Date) -> Result<(Pacts, Vec<Finding>)> {
    Ok(Pacts::load(&sources(args)?, on))
}

/// The files of the pacts.
pub fn sources(args: &PactsArgs) -> Result<PactFiles> {
    let files = match &args.pacts {
        None => PactFiles::embedded(),
        Some(folder) => {
            let mut files = BTreeMap::new();
            collect(folder, folder, 0, &mut files)
                .with_context(|| format!("cannot read the pacts in `{}`", folder.display()))?;
            if !files.contains_key("organisations.yaml") {
                bail!("`{}` holds no organisations.yaml, so it holds no pacts", folder.display());
            }
            PactFiles { files }
        }
    };
    Ok(files)
}

/// The pacts. Errors of a folder are told; warnings and notes are `pact lint`'s to tell.
pub fn load(args: &PactsArgs) -> Result<Pacts> {
    let (pacts, found) = read(args, today())?;
    tell_errors(&found);
    Ok(pacts)
}

/// Tells errors only.
pub fn tell_errors(found: &[Finding]) {
    let mut findings = Findings::default();
    found.iter().filter(|at| at.severity == Severity::Error).for_each(|at| findings.tell(at));
    findings.finish();
}

fn collect(
    root: &Path,
    folder: &Path,
    depth: usize,
    files: &mut BTreeMap<String, String>,
) -> Result<()> {
    if depth > 3 {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() {
            collect(root, &path, depth + 1, files)?;
        } else if kind.is_file()
            && path.extension().is_some_and(|end| end == "yaml" || end == "csv")
        {
            let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            files.insert(name, text(&path)?);
        }
    }
    Ok(())
}

/// The text of a file, or of standard input for `-`, that is not too large.
pub fn text(path: &Path) -> Result<String> {
    let cannot = || format!("cannot read `{}`", path.display());
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        let read = io::stdin().take(MAX_BYTES + 1).read_to_end(&mut bytes);
        if read.with_context(cannot)? as u64 > MAX_BYTES {
            bail!("standard input is larger than {} MiB", MAX_BYTES >> 20);
        }
        return utf8(bytes, "standard input");
    }
    if fs::metadata(path).with_context(cannot)?.len() > MAX_BYTES {
        bail!("`{}` is larger than {} MiB", path.display(), MAX_BYTES >> 20);
    }
    utf8(fs::read(path).with_context(cannot)?, &format!("`{}`", path.display()))
}

fn utf8(bytes: Vec<u8>, name: &str) -> Result<String> {
    String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8"))
}

/// Who is meant by a name that was typed.
pub fn organisation(pacts: &Pacts, name: &str, instrument: Option<&str>) -> Result<OrgIx> {
    match pacts.names.resolve(name, instrument) {
        Ok(at) => Ok(at),
        Err(Unresolved::Unknown) => bail!(
            "nobody goes by the name `{name}` [name-unresolved]; nothing near it is taken instead; \
             `actlas pact positions --format csv` has the names, and organisations.yaml of the pacts the \
             other ways to write them"
        ),
        Err(Unresolved::Ambiguous(of)) => {
            let of: Vec<&str> = of.iter().map(|at| pacts.name(*at)).collect();
            bail!("`{name}` can be {}", of.join(" or "))
        }
    }
}

/// The instrument of an id that was typed.
pub fn instrument(pacts: &Pacts, id: &str) -> Result<InstrumentIx> {
    let Some(at) = pacts.find_instrument(id) else {
        let known: Vec<&str> = pacts.instruments.iter().map(|at| at.id.as_str()).collect();
        bail!("no instrument `{id}`; there are {}", known.join(", "));
    };
    Ok(at)
}

/// A pledge with its evidence looked at, and what was found.
pub fn pledge(path: &Path, pacts: &Pacts, on: Date) -> Result<(Option<Pledge>, Vec<Finding>)> {
    let name = path.display().to_string();
    let (mut pledge, mut found) = Pledge::read(&text(path)?, &name, pacts, on);
    if let Some(pledge) = &mut pledge {
        let folder = path.parent().unwrap_or(Path::new(""));
        found.extend(pledge.look(|file| hash(folder, file)));
    }
    Ok((pledge, found))
}

/// A pledge that a command works with, and how the run ends because of it: its findings are told, and an
/// error does not go unnoticed because the rest of the file can be used.
pub fn told_pledge(path: &Path, pacts: &Pacts, on: Date) -> Result<(Pledge, Exit)> {
    let (pledge, found) = pledge(path, pacts, on)?;
    let mut findings = Findings::default();
    found.iter().for_each(|finding| findings.tell(finding));
    findings.finish();
    let pledge =
        pledge.with_context(|| format!("`{}` is no pledge that can be used", path.display()))?;
    Ok((pledge, findings.exit()))
}

/// A story; its findings are told.
pub fn story(path: &Path, pacts: &Pacts) -> Result<(Option<Story>, Vec<Finding>)> {
    Ok(Story::read(&text(path)?, &path.display().to_string(), pacts))
}

/// The hash of a file of evidence below a folder. A link that leads out of the folder is not followed.
fn hash(folder: &Path, file: &str) -> Option<String> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let path = here.join(file).canonicalize().ok()?;
    let inside = path.starts_with(here.canonicalize().ok()?);
    if inside { evidence::hash(&path) } else { None }
}
