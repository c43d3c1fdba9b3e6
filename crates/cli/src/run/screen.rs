use std::io::{self, Write};

use actlas_screen::Screener;
use anyhow::{Result, bail};
use serde_json::json;

use super::counted;
use crate::args::{LINES, Screen, ScreenArgs, only};
use crate::findings::{Exit, Findings};
use crate::llm::ModelScreener;
use crate::output::Output;
use crate::pack;
use crate::pipeline::{Source, Strictness, Wanted};

pub fn run(args: &Screen) -> Result<Exit> {
    let (law, _) = pack::load(&args.pack)?;
    let screen = ScreenArgs { lexicon: args.lexicon.clone(), ..ScreenArgs::default() };
    let Some(lexicon) = pack::lexicon(&screen, &law.vocabulary)? else { bail!("no lexicon") };
    let mut screener = Screener::new(&lexicon);
    let mut model = ModelScreener::new(&args.llm, &law.vocabulary, &lexicon)?;
    let mut findings = Findings::default();
    let wanted = Wanted {
        paths: &args.inputs,
        mapping: args.mapping.as_ref(),
        sheet: args.sheet.as_ref(),
        answers: &[],
        attest: None,
        lexicon: None,
        llm: None,
    };
    only(LINES, "JSON lines", args.output.as_deref())?;
    wanted.spare(args.output.as_deref())?;
    let mut out = Output::to(args.output.as_ref())?;
    let (mut proposals, mut stated_already, mut passed_over, mut silent) = (0, 0, 0, 0_usize);
    let read = Source::new(&law.vocabulary, &wanted)?.each(|record| {
        let mut screened = screener.screen(&record);
        if let Some(model) = &mut model {
            let mut told = Vec::new();
            screened.proposals.extend(model.screen(&record, &mut told));
            told.iter().for_each(|finding| findings.tell(finding));
        }
        stated_already += screened.drop_stated(&record);
        proposals += screened.proposals.len();
        passed_over += screened.passed_over;
        if record.texts.is_empty() && record.uses.iter().all(|at| at.purpose.is_empty()) {
            silent += 1;
        }
        for at in screened.proposals {
            let Some(fact) = law.vocabulary.get(at.fact) else { continue };
            let mut line = json!({
                "id": record.id, "fact": fact.id, "value": fact.write(&at.says),
                "quote": at.quote.text, "field": at.quote.field, "start": at.quote.start,
                "end": at.quote.end, "by": at.by, "why": at.why,
            });
            if let (Some(of), Some(line)) =
                (at.of_use.and_then(|at| record.uses.get(at)), line.as_object_mut())
            {
                line.insert("use".to_owned(), of.id.clone().into());
            }
            serde_json::to_writer(&mut out, &line).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })?;
    out.keep_of(read.records)?;
    findings.finish();
    mention!(
        "{} from {}; {stated_already} more of facts that the records state; {} negated, excluded or \
         imagined; {silent} without prose beside their names",
        counted(proposals, "proposal"),
        counted(read.records, "record"),
        match passed_over {
            1 => "1 match".to_owned(),
            many => format!("{many} matches"),
        }
    );
    if let Some(model) = &model {
        model.finish();
    }
    Ok(read.exit(Strictness::Lenient))
}
