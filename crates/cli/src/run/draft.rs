use std::io::Write as _;

use actlas_assess::Assessor;
use actlas_facts::Record;
use actlas_law::{Pack, Paper};
use actlas_papers::{Request, draft, html, markdown};
use anyhow::{Result, bail};

use crate::args::duties::{Draft, DraftFormat};
use crate::args::format;
use crate::findings::{Exit, Findings};
use crate::output::Output;
use crate::pack;
use crate::pipeline::{NothingRead, Source};

pub fn run(args: &Draft) -> Result<Exit> {
    let format = format(args.format, args.output.as_deref())?;
    let (law, _) = pack::load(&args.judge.view.pack)?;
    let paper = paper(&law, &args.paper)?;
    let (lowered, mut settings) = pack::lower_for(&law, &args.judge, args.role.as_deref())?;
    let lexicon = pack::lexicon(&args.input.screen, &law.vocabulary)?;
    settings.lexicon = lexicon.as_ref().map(|at| at.hash.clone());
    settings.all_missing = true;
    let wanted = args.input.wanted(lexicon.as_ref());
    wanted.spare(args.output.as_deref())?;
    let source = Source::new(&law.vocabulary, &wanted)?;
    let record = match &args.id {
        Some(id) => super::find(source, id)?,
        None => only(source)?,
    };
    let mut assessor = Assessor::new(&lowered, settings);
    let assessed = assessor.assess(&record);
    let duties = assessor.duties(&record, &assessed);
    Findings::default().tell_assessed(&duties.findings);
    let mut asked_with = assessor.receipts();
    asked_with.add(&assessed.outcome.receipt);
    let (lowered, asked_with) = (&lowered, &asked_with);
    let request = Request {
        paper,
        record: &record,
        assessed: &assessed,
        duties: &duties,
        lowered,
        asked_with,
    };
    if !request.fits() {
        let kind = record.kind.as_str();
        bail!("`{}` is not about records of the kind `{kind}`, which `{}` is", paper.id, record.id);
    }
    let draft = draft(&request);
    let text = match format {
        DraftFormat::Markdown => markdown(&draft),
        DraftFormat::Html => html(&draft),
    };
    let mut out = Output::to(args.output.as_ref())?;
    out.write_all(text.as_bytes())?;
    out.keep()?;
    Ok(Exit::Done)
}

fn paper<'p>(law: &'p Pack, id: &str) -> Result<&'p Paper> {
    match law.paper(id) {
        Some(paper) => Ok(paper),
        None => {
            let ids: Vec<&str> = law.papers.iter().map(|paper| paper.id.as_str()).collect();
            bail!("no paper `{id}`; there are {}", ids.join(", "))
        }
    }
}

/// The record of an input that holds just one.
fn only(source: Source) -> Result<Record> {
    const SHOWN: usize = 5;
    let (mut first, mut ids, mut count) = (None, Vec::new(), 0_usize);
    source.each(|record| {
        count += 1;
        if ids.len() < SHOWN {
            ids.push(record.id.clone());
        }
        first.get_or_insert(record);
        Ok(())
    })?;
    match (first, count) {
        (Some(record), 1) => Ok(record),
        (None, _) => Err(NothingRead.into()),
        (Some(_), count) => {
            let more = match count - ids.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            bail!("the input holds {count} records; choose one with --id: {}{more}", ids.join(", "))
        }
    }
}
