use std::path::PathBuf;

use actlas_atlas::{PactReport, pact_report_html, pact_report_markdown};
use actlas_pact::{map, progress};
use anyhow::Result;

use super::{files, register};
use crate::args::pact::{Report, ReportFormat};
use crate::findings::Exit;
use crate::output::{self, Folder};
use crate::pack;

pub fn run(args: &Report) -> Result<Exit> {
    if let Some(folder) = &args.output {
        // Said before the pledge and its register are read.
        output::wants_folder(folder)?;
        let written = ["report.md", "report.html"].map(|name| folder.join(name));
        let of = &args.register;
        let read = of.register.iter().chain(&of.mapping).chain(&of.answers).chain([&args.pledge]);
        output::spare(written.iter().map(PathBuf::as_path), read.map(PathBuf::as_path))?;
    }
    let pacts = files::load(&args.pacts)?;
    let view = &args.register.judge.view;
    let (on, _) = pack::days(view)?;
    let (pledge, told) = files::told_pledge(&args.pledge, &pacts, on)?;
    let (law, _) = pack::load(&view.pack)?;
    let (input, ended) = register::judge(&pacts, &law, &args.register, None)?;
    register::tell_dangling(&pledge, input.as_ref());
    register::tell_loose_ends(input.as_ref());
    let drawn = input.as_ref().map(|input| map(input, &pledge, register::is_own(&pacts, &pledge)));
    let progress = progress(&pacts, &pledge, drawn, on);
    let engine = env!("CARGO_PKG_VERSION");
    let report = PactReport { pacts: &pacts, pledge: &pledge, progress: &progress, engine };
    match (&args.output, args.format) {
        (Some(folder), _) => {
            let mut pages = Folder::create(folder)?;
            pages.write("report.md", &pact_report_markdown(&report))?;
            pages.write("report.html", &pact_report_html(&report))?;
            pages.keep_of(ended.records)?;
            if ended.records == 0 {
                return Ok(ended.exit.or(told));
            }
            say!("{}: {}", progress.words(), folder.join("report.html").display());
        }
        (None, ReportFormat::Markdown) => put!("{}", pact_report_markdown(&report)),
        (None, ReportFormat::Html) => put!("{}", pact_report_html(&report)),
    }
    Ok(ended.exit.or(told))
}
