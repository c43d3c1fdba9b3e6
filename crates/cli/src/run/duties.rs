use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use actlas_assess::duties::{
    Competent, Duties, DutyStatus, Fines, Held, OtherAnswer, OtherOwing, Owing, Shown,
};
use actlas_assess::{ASKED_WITH, Assessor, Receipts, long_date};
use actlas_atlas::{DUTIES_PAGE_RECORDS, DutiesMeta, PossibleRoles, duties_html};
use actlas_facts::day_text;
use actlas_law::compute::Size;
use actlas_law::{Class, Pack};
use actlas_logic::Decimal;
use anyhow::{Result, bail};

use super::duties_book::Book;
use super::{question, title};
use crate::args::duties::{Duties as Args, DutiesFormat, SizeArg};
use crate::args::format;
use crate::findings::{Exit, Findings};
use crate::output::Output;
use crate::pipeline::{Source, tell_mapping};
use crate::{pack, style};

const HEADER: &str = "id,name,actor,role,held,duty,title,status,layer,effective,formal,basis,until,\
                      cite,event,clock,due,retention,ceiling,ceiling_cite,decided_by,evidence,\
                      authority,authority_cite,authority_otherwise,\
                      evidence_state,evidence_named,ceiling_at_most,ceiling_otherwise_at_most,\
                      due_at_latest,due_decided_by,contested";

/// The names of the columns of tables of duties.
pub fn header() -> String {
    format!("{HEADER},{},facts", ASKED_WITH.join(","))
}

pub fn run(args: &Args) -> Result<Exit> {
    let format = format(args.format, args.output.as_deref())?;
    let (law, _) = pack::load(&args.judge.view.pack)?;
    let (lowered, mut settings) = pack::lower_for(&law, &args.judge, args.role.as_deref())?;
    let fines = fines(args)?;
    let lexicon = pack::lexicon(&args.input.screen, &law.vocabulary)?;
    settings.lexicon = lexicon.as_ref().map(|at| at.hash.clone());
    settings.all_missing = true;
    if format == DutiesFormat::Xlsx && args.output.is_none() {
        bail!("a workbook needs a file: -o duties.xlsx");
    }
    let mut assessor = Assessor::new(&lowered, settings);
    let mut receipts = assessor.receipts();
    let wanted = args.input.wanted(lexicon.as_ref());
    wanted.spare(args.output.as_deref())?;
    let source = Source::new(&law.vocabulary, &wanted)?;
    let mut out = Output::to(args.output.as_ref())?;
    if format == DutiesFormat::Csv {
        writeln!(out, "{}", header())?;
    }
    if format == DutiesFormat::Md {
        writeln!(out, "# Duties\n\n{}", law.notice)?;
    }
    let mut findings = Findings::default();
    let (mut book, mut page) = (Book::default(), Vec::new());
    let read = source.each(|record| {
        let assessed = assessor.assess(&record);
        let mut duties = assessor.duties(&record, &assessed);
        fines.work_out(&mut duties);
        findings.tell_assessed(&duties.findings);
        receipts.add(&duties.receipt);
        match format {
            DutiesFormat::Jsonl => {
                serde_json::to_writer(&mut out, &duties).map_err(io::Error::from)?;
                writeln!(out)?;
            }
            DutiesFormat::Csv => csv(&mut out, &duties, &receipts)?,
            DutiesFormat::Text => text(&mut out, &law, &duties, args, &fines)?,
            DutiesFormat::Md => markdown(&mut out, &duties, &fines)?,
            DutiesFormat::Xlsx => book.add(&duties, &receipts)?,
            DutiesFormat::Html if page.len() < DUTIES_PAGE_RECORDS => page.push(duties),
            DutiesFormat::Html => {}
        }
        Ok(())
    })?;
    findings.finish();
    let (on, known) = (day_text(lowered.view().on()), day_text(lowered.view().known()));
    let title = title(&read.names);
    match format {
        DutiesFormat::Text => {
            tell_mapping(&read);
            writeln!(out, "{}", style::soft(&receipts.words()))?;
            writeln!(out, "{}", style::soft(&law.notice))?;
        }
        DutiesFormat::Html => {
            let records = usize::try_from(read.records).unwrap_or(usize::MAX);
            let (on, known, notice) = (on.as_str(), known.as_str(), law.notice.as_str());
            let question = |id: &str| question(&law, id);
            let possible = match args.all || args.role.is_some() {
                true => PossibleRoles::Listed,
                false => PossibleRoles::Counted,
            };
            let question = &question;
            let asked_with = &receipts.words();
            let title = title.as_str();
            let meta =
                DutiesMeta { title, on, known, asked_with, notice, records, possible, question };
            write!(out, "{}", duties_html(&meta, &page, &fines))?;
        }
        DutiesFormat::Xlsx => {
            let day = format!("On {on}, by what was known on {known}");
            let title = format!("Duties: {title}");
            let about = [title, day, receipts.words(), law.notice.clone()];
            out.write_all(&book.bytes(&about)?)?;
        }
        DutiesFormat::Md => writeln!(out, "\n---\n\n{}", md(&receipts.words()))?,
        DutiesFormat::Jsonl | DutiesFormat::Csv => {}
    }
    out.keep_of(read.records)?;
    Ok(read.exit(args.input.strictness()))
}

/// The turnover and size that ceilings are computed with, if they were given.
fn fines(args: &Args) -> Result<Fines> {
    let turnover = match &args.turnover {
        None => None,
        Some(text) => match text.parse::<Decimal>() {
            Ok(turnover) if turnover >= Decimal::from(0) => Some(turnover),
            _ => bail!("`{text}` is no turnover; write euro as digits, such as 120000000"),
        },
    };
    let Some(turnover) = turnover else { return Ok(Fines::default()) };
    Ok(Fines::of(
        turnover,
        match args.size {
            SizeArg::Small => Size::Small,
            SizeArg::MidCap => Size::MidCap,
            SizeArg::Large => Size::Large,
        },
    ))
}

fn text(
    out: &mut impl Write,
    law: &Pack,
    duties: &Duties,
    args: &Args,
    fines: &Fines,
) -> io::Result<()> {
    let name = if duties.name == duties.id { "" } else { &duties.name };
    let retired = if duties.stage == "retired" { " (retired)" } else { "" };
    let id = style::strong(&style::plain(&duties.id));
    writeln!(out, "{id}  {}{retired}", style::plain(name))?;
    let class = Class::parse(&duties.class).unwrap_or(Class::Undetermined);
    writeln!(out, "  {}", class.words())?;
    for contested in duties.contested_words() {
        writeln!(out, "  contested: {contested}")?;
    }
    for (who, mine) in by_role(duties) {
        let is_counted = who.held == Held::MayHold && who.role != "anyone";
        let one_by_one = args.all || args.role.is_some() || !is_counted;
        let sum = DutyStatus::ALL.iter().filter_map(|status| {
            let count = mine.iter().filter(|at| at.status == *status).count();
            (count > 0).then(|| format!("{count} {}", status.words()))
        });
        writeln!(out, "  {}: {}", who.words(), sum.collect::<Vec<_>>().join(", "))?;
        for owing in mine.iter().filter(|_| one_by_one) {
            if owing.status == DutyStatus::Open && !args.all {
                continue;
            }
            one(out, owing, fines)?;
        }
        let deciding = deciding(law, &mine);
        if !deciding.is_empty() {
            writeln!(out, "    would decide: {}", deciding.join("; "))?;
        }
    }
    if duties.duties.is_empty() {
        writeln!(out, "  nothing that is known brings a duty")?;
    }
    let is_listed = |at: &&OtherOwing| args.all || args.role.is_some() || at.held == Held::Holds;
    for other in duties.by_other_readings.iter().filter(is_listed) {
        let who = style::plain(&other.who());
        writeln!(
            out,
            "  contested: {who}: {} {}",
            other.words(),
            style::soft(&format!("({})", other.cite))
        )?;
    }
    Ok(())
}

fn one(out: &mut impl Write, owing: &Owing, fines: &Fines) -> io::Result<()> {
    let status = owing.status.words();
    let head = format!("{} {}", owing.duty, owing.title);
    let (when, layer) = (owing.when(), &owing.layer);
    writeln!(out, "    {}: {status} {when}; {layer}", style::strong(&head))?;
    if !owing.contested.is_empty() {
        writeln!(out, "      contested: {}", style::warning(&owing.contested_words()))?;
    }
    let event = match owing.event.is_empty() {
        true => String::new(),
        false => format!("if {}: ", owing.event),
    };
    writeln!(out, "      {event}{} {}", owing.does, style::soft(&format!("({})", owing.cite)))?;
    writeln!(
        out,
        "      by when: {}; shown by: {}",
        owing.clock.trim_end_matches('.'),
        owing.evidence.join(", ")
    )?;
    for named in named(owing) {
        writeln!(out, "      evidence {}", style::plain(&named))?;
    }
    if matches!(owing.shown, Shown::Missing | Shown::Expired) {
        writeln!(out, "      {}", style::warning(owing.shown.words()))?;
    }
    if let Some(due) = &owing.due {
        writeln!(
            out,
            "      latest day: {} ({})",
            due.latest_words(&long_date, &str::to_owned),
            due.why()
        )?;
    }
    if !owing.retention.is_empty() {
        writeln!(out, "      kept: {}", owing.retention)?;
    }
    if !owing.relief.is_empty() {
        writeln!(out, "      relief: {}", owing.relief)?;
    }
    writeln!(out, "      authority: {}", style::soft(&owing.authority_words(&str::to_owned)))?;
    writeln!(out, "      fine: {}", style::soft(&fines.words(&owing.ceiling, &str::to_owned)))
}

fn kinds(of: &[Competent]) -> String {
    of.iter().map(|at| at.kind.as_str()).collect::<Vec<_>>().join("; ")
}

/// Each kind once: several cases may bring the same authority in.
fn kinds_once(of: &[Competent]) -> String {
    let mut seen = BTreeSet::new();
    let kinds = of.iter().map(|at| at.kind.as_str());
    kinds.filter(|kind| seen.insert(*kind)).collect::<Vec<_>>().join("; ")
}

fn cites(of: &[Competent]) -> String {
    of.iter().map(|at| at.cite.as_str()).collect::<Vec<_>>().join("; ")
}

/// The questions of the facts that decide open duties, the most frequent first.
fn deciding(law: &Pack, mine: &[&Owing]) -> Vec<String> {
    const MOST: usize = 3;
    let mut facts: BTreeMap<&str, usize> = BTreeMap::new();
    for fact in mine.iter().flat_map(|owing| &owing.decided_by) {
        *facts.entry(fact).or_default() += 1;
    }
    let mut facts: Vec<(&str, usize)> = facts.into_iter().collect();
    facts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let question = |id: &str| {
        let fact = law.vocabulary.find(id).and_then(|ix| law.vocabulary.get(ix));
        fact.map(|fact| format!("{} ({id})", fact.question))
    };
    facts.into_iter().take(MOST).filter_map(|(id, _)| question(id)).collect()
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Who<'a> {
    actor: &'a str,
    held: Held,
    role: &'a str,
}

impl Who<'_> {
    fn words(&self) -> String {
        let role = self.role.replace('_', " ");
        let as_role = match (self.role, self.held) {
            ("anyone", Held::Holds) => "whoever acts".to_owned(),
            ("anyone", Held::MayHold) => {
                "whoever acts, in a role that nothing rules out".to_owned()
            }
            (_, Held::Holds) => format!("as {role}"),
            (_, Held::MayHold) => format!("as {role}, if it is one"),
        };
        match self.actor.is_empty() {
            true => as_role,
            false => format!("{} {as_role}", style::plain(self.actor)),
        }
    }
}

/// Duties by actor and role, in the order they come.
fn by_role(duties: &Duties) -> Vec<(Who<'_>, Vec<&Owing>)> {
    let mut groups: Vec<(Who<'_>, Vec<&Owing>)> = Vec::new();
    for owing in &duties.duties {
        let who = Who { actor: &owing.actor, held: owing.held, role: &owing.role };
        match groups.iter_mut().find(|(other, _)| *other == who) {
            Some((_, mine)) => mine.push(owing),
            None => groups.push((who, vec![owing])),
        }
    }
    groups
}

fn csv(out: &mut impl Write, duties: &Duties, receipts: &Receipts) -> io::Result<()> {
    for owing in &duties.duties {
        write!(out, "{}", actlas_atlas::csv_row(cells(duties, owing, receipts)))?;
    }
    for other in &duties.by_other_readings {
        write!(out, "{}", actlas_atlas::csv_row(other_cells(duties, other, receipts)))?;
    }
    Ok(())
}

/// The cells of a duty, below [`header`].
pub fn cells(duties: &Duties, owing: &Owing, receipts: &Receipts) -> Vec<String> {
    let held = match owing.held {
        Held::Holds => "holds",
        Held::MayHold => "may_hold",
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut cells = vec![
        duties.id.clone(),
        duties.name.clone(),
        owing.actor.clone(),
        owing.role.clone(),
        held.to_owned(),
        owing.duty.clone(),
        owing.title.clone(),
        owing.status.as_str().to_owned(),
        owing.layer.clone(),
        text(&owing.effective),
        text(&owing.formal),
        owing.basis.clone(),
        text(&owing.until),
        owing.cite.clone(),
        owing.event.clone(),
        owing.clock.clone(),
        owing.due.as_ref().map(|due| due.latest.clone()).unwrap_or_default(),
        owing.retention.clone(),
        owing.ceiling.tier.clone(),
        owing.ceiling.cite.clone(),
        owing.decided_by.join(" "),
        owing.evidence.join("; "),
        kinds(&owing.authority),
        cites(&owing.authority),
        kinds_once(&owing.authority_otherwise),
        owing.shown.as_str().to_owned(),
        named(owing).join("; "),
        text(&owing.ceiling.at_most),
        owing.ceiling.otherwise.as_ref().map(|other| text(&other.at_most)).unwrap_or_default(),
        owing.due.as_ref().map(|due| text(&due.at_latest)).unwrap_or_default(),
        owing.due.as_ref().map(|due| due.decided_by.join(" ")).unwrap_or_default(),
        owing.contested.iter().map(OtherAnswer::cell).collect::<Vec<_>>().join("; "),
    ];
    cells.extend(receipts.cells());
    cells.push(duties.receipt.facts.clone());
    cells
}

/// The cells of a duty that another answer to a contested question alone brings, below [`header`].
pub fn other_cells(duties: &Duties, other: &OtherOwing, receipts: &Receipts) -> Vec<String> {
    let held = match other.held {
        Held::Holds => "holds",
        Held::MayHold => "may_hold",
    };
    let cell = |column: &str| match column {
        "id" => duties.id.clone(),
        "name" => duties.name.clone(),
        "actor" => other.actor.clone(),
        "role" => other.role.clone(),
        "held" => held.to_owned(),
        "duty" => other.duty.clone(),
        "title" => other.title.clone(),
        "status" => "by_other_reading".to_owned(),
        "cite" => other.cite.clone(),
        "contested" => other.answer.cell(),
        _ => String::new(),
    };
    let mut cells: Vec<String> = HEADER.split(',').map(cell).collect();
    cells.extend(receipts.cells());
    cells.push(duties.receipt.facts.clone());
    cells
}

fn markdown(out: &mut impl Write, duties: &Duties, fines: &Fines) -> io::Result<()> {
    let name = if duties.name.is_empty() { &duties.id } else { &duties.name };
    writeln!(out, "\n## {} ({})", md(name), md(&duties.id))?;
    for contested in duties.contested_words() {
        writeln!(out, "\nContested: {}", md(&contested))?;
    }
    for other in &duties.by_other_readings {
        writeln!(out, "\nContested: {}", md(&format!("{}: {}", other.who(), other.words())))?;
    }
    for (who, mine) in by_role(duties) {
        writeln!(out, "\n### {}\n", md(&who.words()))?;
        writeln!(
            out,
            "| duty | provision | status | what | by when | evidence | authority | fine |"
        )?;
        writeln!(out, "|---|---|---|---|---|---|---|---|")?;
        for owing in mine {
            let mut status = format!("{} {}; {}", owing.status.words(), owing.when(), owing.layer);
            if !owing.contested.is_empty() {
                status += &format!("; contested: {}", owing.contested_words());
            }
            let event = match owing.event.is_empty() {
                true => String::new(),
                false => format!("if {}: ", owing.event),
            };
            let cells = [
                format!("{} {}", owing.duty, owing.title),
                owing.cite.clone(),
                status,
                format!("{event}{}", owing.does),
                owing.clock.clone(),
                evidence(owing),
                owing.authority_words(&str::to_owned),
                fines.words(&owing.ceiling, &str::to_owned),
            ];
            writeln!(out, "| {} |", cells.map(|cell| md(&cell)).join(" | "))?;
        }
    }
    Ok(())
}

/// What would show it, where that stands, and what is named.
fn evidence(owing: &Owing) -> String {
    let mut words = owing.evidence.join(", ");
    if owing.shown != Shown::NotDue {
        words += &format!(" ({})", owing.shown.words());
    }
    for named in named(owing) {
        words += &format!("; {named}");
    }
    words
}

/// What is named as evidence, as the claim it is.
fn named(owing: &Owing) -> Vec<String> {
    owing.named.iter().map(|named| format!("{}: {}", named.words(), named.source)).collect()
}

/// Text of a register in a Markdown page: nothing in it is markup.
fn md(text: &str) -> String {
    let mut safe = String::new();
    for c in style::plain(text).chars() {
        match c {
            '|' | '*' | '_' | '`' | '[' | ']' | '#' | '\\' | '!' => {
                safe.push('\\');
                safe.push(c);
            }
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '&' => safe += "&amp;",
            c => safe.push(c),
        }
    }
    safe
}
