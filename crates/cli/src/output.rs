//! What a command writes: never over what it reads, and whole or not at all.
//!
//! A file is written beside its target and takes its place when everything is in it, so that a run that
//! is broken off, fails or reads nothing leaves what was there. Standard output, pipes and devices are
//! written as they are.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use std::{env, process};

use anyhow::{Result, bail};

use crate::args::promised;

/// Links in a row that are followed to a target.
const MAX_LINKS: usize = 40;

/// An output cannot be written. Ends a run with exit code 4.
#[derive(Debug)]
pub struct CannotWrite {
    target: String,
    error: io::Error,
}

impl fmt::Display for CannotWrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write {}: {}", self.target, self.error)?;
        match self.error.kind() {
            ErrorKind::NotFound => f.write_str("; make the folder first"),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                f.write_str("; write to another place")
            }
            _ => Ok(()),
        }
    }
}

impl Error for CannotWrite {}

impl CannotWrite {
    /// The same for standard output.
    pub fn stdout(error: io::Error) -> CannotWrite {
        CannotWrite { target: STDOUT.to_owned(), error }
    }

    /// The same for a file.
    pub fn to(path: &Path, error: io::Error) -> CannotWrite {
        CannotWrite { target: format!("`{}`", path.display()), error }
    }

    /// Whether this is why a run failed.
    pub fn is_cause(error: &anyhow::Error) -> bool {
        error.chain().any(|cause| {
            let within = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
            cause.is::<CannotWrite>() || within.is_some_and(|error| error.is::<CannotWrite>())
        })
    }
}

const STDOUT: &str = "standard output";

/// Something on its way to a file or to standard output.
pub struct Output {
    out: BufWriter<Box<dyn Write + Send>>,
    /// The target, as errors name it.
    name: String,
    aside: Option<Aside>,
}

/// Where it is written until it is whole, and where it goes then.
struct Aside {
    path: PathBuf,
    target: PathBuf,
}

impl Output {
    pub fn stdout() -> Output {
        Output { out: BufWriter::new(Box::new(io::stdout())), name: STDOUT.to_owned(), aside: None }
    }

    /// The file that was asked for, or standard output.
    pub fn to(path: Option<&PathBuf>) -> Result<Output> {
        let Some(path) = path else { return Ok(Output::stdout()) };
        crate::style::into_a_file();
        Output::create(path)
    }

    /// A file, which is there once it is [kept](Output::keep).
    pub fn create(path: &Path) -> Result<Output> {
        let cannot = |error| CannotWrite::to(path, error);
        if path.is_dir() {
            bail!("`{}` is a folder, and a file is written; name one in it", path.display());
        }
        let (file, aside) = match target(path) {
            Some(target) => {
                let (file, path) = aside(&target).map_err(cannot)?;
                (file, Some(Aside { path, target }))
            }
            None => (File::create(path).map_err(cannot)?, None),
        };
        let name = format!("`{}`", path.display());
        Ok(Output { out: BufWriter::new(Box::new(file)), name, aside })
    }

    /// Puts it in place.
    pub fn keep(mut self) -> Result<()> {
        self.flush()?;
        if let Some(Aside { path, target }) = &self.aside {
            // A file that stands in a folder of another disk, or is one that nothing may be renamed to
            // (mounted by itself, say), is filled instead.
            if fs::rename(path, target).is_err() {
                fs::copy(path, target).map_err(|error| self.cannot(error))?;
                let _ = fs::remove_file(path);
            }
            self.aside = None;
        }
        Ok(())
    }

    /// Puts it in place if anything was read for it: an empty result must not replace a good one.
    pub fn keep_of(self, records: u64) -> Result<()> {
        if records == 0 && self.aside.is_some() {
            tell!("no record was read, so {} is not written", crate::style::plain(&self.name));
            return Ok(());
        }
        self.keep()
    }

    fn cannot(&self, error: io::Error) -> io::Error {
        // The kind is kept: whoever has seen enough of standard output closes it, and that is no error.
        io::Error::new(error.kind(), CannotWrite { target: self.name.clone(), error })
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes).map_err(|error| self.cannot(error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush().map_err(|error| self.cannot(error))
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Some(aside) = &self.aside {
            let _ = fs::remove_file(&aside.path);
        }
    }
}

/// Writes a whole file.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<()> {
    let mut out = Output::create(path)?;
    out.write_all(bytes.as_ref())?;
    out.keep()
}

/// Files of a folder that take their places together.
pub struct Folder {
    path: PathBuf,
    files: Vec<Output>,
    /// Whether the folder was made for them and goes if they are not kept.
    is_new: bool,
}

impl Folder {
    /// A folder to write into; it is made if it is not there.
    pub fn create(path: &Path) -> Result<Folder> {
        let is_new = !path.exists();
        wants_folder(path)?;
        fs::create_dir_all(path).map_err(|error| CannotWrite::to(path, error))?;
        Ok(Folder { path: path.to_owned(), files: Vec::new(), is_new })
    }

    /// A file on its way into the folder, to be handed back with [`Folder::add`].
    pub fn file(&self, name: &str) -> Result<Output> {
        Output::create(&self.path.join(name))
    }

    pub fn add(&mut self, file: Output) {
        self.files.push(file);
    }

    pub fn write(&mut self, name: &str, text: &str) -> Result<()> {
        let mut file = self.file(name)?;
        file.write_all(text.as_bytes())?;
        self.add(file);
        Ok(())
    }

    /// Puts every file in place.
    pub fn keep(mut self) -> Result<()> {
        for file in &mut self.files {
            file.flush()?;
        }
        self.is_new = false;
        std::mem::take(&mut self.files).into_iter().try_for_each(Output::keep)
    }

    /// The same, if anything was read for them.
    pub fn keep_of(self, records: u64) -> Result<()> {
        if records == 0 {
            let path = self.path.display().to_string();
            tell!(
                "no record was read, so nothing is written into `{}`",
                crate::style::plain(&path)
            );
            return Ok(());
        }
        self.keep()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.files.clear();
        if self.is_new {
            // Only an empty folder can be removed, so nothing of anybody else goes with it.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

/// Refuses a file where a folder is written, and a new folder that is named like a file.
pub fn wants_folder(path: &Path) -> Result<()> {
    let whole = path.display().to_string();
    let whole = crate::style::plain(&whole);
    if path.exists() && !path.is_dir() {
        bail!("`{whole}` is a file, and a folder is written; name a folder");
    }
    if promised(path).is_some() && !path.exists() {
        let bare = path.with_extension("").display().to_string();
        let bare = crate::style::plain(&bare);
        bail!("`{whole}` is named like a file, and several go into a folder: write `-o {bare}`");
    }
    Ok(())
}

/// What a path stands for, if a file can take its place; none for pipes, devices and whatever else is
/// written as it is.
fn target(path: &Path) -> Option<PathBuf> {
    let mut at = path.to_owned();
    for _ in 0..MAX_LINKS {
        // `/dev/stdout` is a link to what may be an ordinary file, which others are writing too.
        if at.starts_with("/proc") || at.starts_with("/dev/fd") {
            return None;
        }
        let Ok(next) = fs::read_link(&at) else { break };
        at = at.parent().unwrap_or(Path::new("")).join(next);
    }
    match fs::metadata(&at) {
        Ok(about) if !about.is_file() => None,
        _ => Some(at),
    }
}

/// A new file beside a target, or where such files are kept if nothing may be made there.
fn aside(target: &Path) -> io::Result<(File, PathBuf)> {
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let Ok(before) = fs::metadata(target) else { return part(folder) };
    // What may not be written is not replaced either.
    OpenOptions::new().write(true).open(target)?;
    let (file, path) = part(folder).or_else(|_| part(&env::temp_dir()))?;
    if let Err(error) = make_like(&file, &before) {
        let _ = fs::remove_file(&path);
        return Err(error);
    }
    Ok((file, path))
}

/// Longer than any run writes nothing.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// Takes away what runs that were killed have left in a folder.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let ours = name
            .to_str()
            .is_some_and(|name| name.starts_with(".actlas-") && name.ends_with(".part"));
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if ours && age().is_some_and(|age| age > ABANDONED) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn part(folder: &Path) -> io::Result<(File, PathBuf)> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        // Once is enough for a run, which may write hundreds of files.
        if number == 0 {
            sweep(folder);
        }
        // The dot keeps it out of every folder that is read.
        let path = folder.join(format!(".actlas-{}-{number}.part", process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((file, path)),
            // What a run with the same number left behind.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// Gives a file the owner and permissions of the one it will replace.
fn make_like(file: &File, before: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let now = file.metadata()?;
        if (now.uid(), now.gid()) != (before.uid(), before.gid()) {
            // Few may give files away; then it belongs to who writes it.
            let _ = fchown(file, Some(before.uid()), Some(before.gid()));
        }
    }
    file.set_permissions(before.permissions())
}

/// Refuses to write over what is read. Folders stand for the registers in them, `-` for what standard
/// input is.
pub fn spare<'p>(
    written: impl IntoIterator<Item = &'p Path>,
    read: impl IntoIterator<Item = &'p Path>,
) -> Result<()> {
    let written: Vec<(&Path, Identity)> =
        written.into_iter().filter_map(|path| Some((path, Identity::of(path)?))).collect();
    if written.is_empty() {
        return Ok(());
    }
    for path in read {
        let files = match path.is_dir() {
            // What cannot be listed is told of when it is read.
            true => actlas_intake::list(&[path.to_owned()]).unwrap_or_default().inputs,
            false => vec![actlas_intake::Input::File(path.to_owned())],
        };
        for file in files {
            let actlas_intake::Input::File(file) = file else { continue };
            let is = Identity::of(&file);
            let Some((over, _)) = written.iter().find(|(_, of)| Some(of) == is.as_ref()) else {
                continue;
            };
            let (over, file) = (over.display(), file.display());
            bail!("`{over}` would be written over `{file}`, which is read; write to another file");
        }
    }
    Ok(())
}

/// Refuses two outputs of which one would be lost, however their paths are spelled.
pub fn apart<'p>(written: impl IntoIterator<Item = &'p Path>) -> Result<()> {
    let mut seen = BTreeSet::new();
    for path in written {
        // Pipes and devices lose nothing.
        let Some(place) = target(path).map(|at| place(&at)) else { continue };
        if !seen.insert(place) {
            bail!("`{}` would be written twice; name two files", path.display());
        }
    }
    Ok(())
}

/// The one spelling of a path, whose file may not be there yet.
fn place(path: &Path) -> PathBuf {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// What makes two paths the same ordinary file.
#[derive(PartialEq, Eq)]
#[cfg(unix)]
struct Identity(u64, u64);
#[derive(PartialEq, Eq)]
#[cfg(not(unix))]
struct Identity(PathBuf);

impl Identity {
    /// None for what does not exist, and for terminals and other devices, which lose nothing.
    fn of(path: &Path) -> Option<Identity> {
        let path = if path == Path::new("-") { Path::new("/dev/stdin") } else { path };
        let about = fs::metadata(path).ok().filter(Metadata::is_file)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            Some(Identity(about.dev(), about.ino()))
        }
        #[cfg(not(unix))]
        {
            let _ = about;
            fs::canonicalize(path).ok().map(Identity)
        }
    }
}
