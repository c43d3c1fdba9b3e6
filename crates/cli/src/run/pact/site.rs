use std::path::PathBuf;

use actlas_atlas::{PactSite, pact_site, pact_story};
use anyhow::{Context, Result, bail};

use super::{files, review};
use crate::args::pact::Site;
use crate::findings::{Exit, Findings};
use crate::output::{self, Folder};

pub fn run(args: &Site) -> Result<Exit> {
    let pacts = files::load(&args.pacts)?;
    let on = files::on(args.on.as_ref())?;
    let engine = env!("CARGO_PKG_VERSION");
    let mut findings = Findings::default();
    let (mut beside, mut stories) = (Vec::new(), Vec::new());
    for path in &args.story {
        let (story, found) = files::story(path, &pacts)?;
        found.iter().for_each(|finding| findings.tell(finding));
        let story = story.with_context(|| format!("`{}` tells no story", path.display()))?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let plain =
            |at: char| if at.is_ascii_alphanumeric() { at.to_ascii_lowercase() } else { '-' };
        let name = format!("story-{}.html", stem.chars().map(plain).collect::<String>());
        if beside.iter().any(|(other, _): &(String, String)| *other == name) {
            bail!("two stories would be written to `{name}`; rename one");
        }
        stories.push((name.clone(), pact_story(&pacts, &story, engine)));
        beside.push((name, story.title));
    }
    findings.finish();
    let folder = &args.output;
    let proposals = review::proposals(&pacts, &args.news)?;
    let pages =
        pact_site(&PactSite { pacts: &pacts, on, engine, beside: &beside, proposals: &proposals });
    let written: Vec<PathBuf> =
        pages.iter().chain(&stories).map(|(name, _)| folder.join(name)).collect();
    let read = args.story.iter().chain(&args.news.claims).chain(&args.news.reviewed);
    output::spare(written.iter().map(PathBuf::as_path), read.map(PathBuf::as_path))?;
    let mut site = Folder::create(folder)?;
    for (name, text) in pages.iter().chain(&stories) {
        site.write(name, text)?;
    }
    site.keep()?;
    say!("{} files: {}", pages.len() + stories.len(), folder.join("index.html").display());
    Ok(findings.exit())
}
