use actlas_atlas::{PactReport, pact_report_html, pact_report_markdown};
use actlas_pact::{map, progress};
use anyhow::Result;

use super::{files, register};
use crate::args::pact::{Report, ReportFormat};
use crate::findings::Exit;
use crate::pack;

pub fn run(args: &Report) -> Result<Exit> {
    let pacts = files::load(&args.pacts)?;
    let view = &args.register.judge.view;
    let (on, _) = pack::days(view)?;
    let pledge = files::told_pledge(&args.pledge, &pacts, on)?;
    let (law, _) = pack::load(&view.pack)?;
    let (input, exit) = register::judge(&law, &args.register)?;
    let drawn = input.as_ref().map(|input| map(input, &pledge, register::is_own(&pacts, &pledge)));
    let progress = progress(&pacts, &pledge, drawn, on);
    let engine = env!("CARGO_PKG_VERSION");
    let report = PactReport { pacts: &pacts, pledge: &pledge, progress: &progress, engine };
    match (&args.output, args.format) {
        (Some(folder), _) => {
            files::make(folder)?;
            files::write(folder, "report.md", &pact_report_markdown(&report))?;
            files::write(folder, "report.html", &pact_report_html(&report))?;
            say!(
                "{} of {} commitments done: {}",
                progress.done(),
                progress.total(),
                folder.join("report.html").display()
            );
        }
        (None, ReportFormat::Markdown) => put!("{}", pact_report_markdown(&report)),
        (None, ReportFormat::Html) => put!("{}", pact_report_html(&report)),
    }
    Ok(exit)
}
