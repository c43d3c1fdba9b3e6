//! `actlas pact read`: news into claims.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::thread;

use actlas_atlas::formula_safe;
use actlas_facts::{Place, day_text};
use actlas_law::Pack;
use actlas_law::explain_dates::Sense;
use actlas_pact::{
    Joined, Later, MAX_NEWS_BYTES, NEWS_PROMPT, News, NewsArticle, NewsClaim, NewsReader,
    POSITION_COLUMNS, Pacts, event_words, join, news_sentence, proposal_id,
};
use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};

use super::files;
use crate::args::pact::{PactsArgs, Read};
use crate::args::{LINES, only};
use crate::findings::{Exit, Findings};
use crate::llm::Door;
use crate::output;
use crate::progress::Progress;
use crate::{pack, style};

/// Folders within folders that are read.
const MAX_DEPTH: usize = 16;

pub fn run(args: &Read) -> Result<Exit> {
    match args.brief {
        true => only(&["txt", "md"], "text", args.output.as_deref())?,
        false => only(LINES, "JSON lines", args.output.as_deref())?,
    }
    only(&["csv"], "CSV", args.to.as_deref())?;
    if args.output.is_some() && args.to.is_some() && !args.brief {
        bail!(
            "`--to` writes the claims as rows and nothing is printed; add `--brief`, or leave `-o` out"
        );
    }
    let files = inputs(&args.inputs)?;
    let written = args.to.iter().chain(&args.output).map(PathBuf::as_path);
    output::spare(written, files.iter().map(|(_, path)| path.as_path()))?;
    let (law, _) = pack::load(&args.pack)?;
    let pacts = files::load(&args.pacts)?;
    let reader = reader(&args.pacts, &pacts, &law)?;
    let mut findings = Findings::default();
    let mut read: Vec<(String, News)> = Vec::new();
    let mut door = args.llm.door()?;
    let said = style::say_into(args.output.as_ref())?;
    let mut progress = Progress::new("files");
    let (mut done, mut articles) = (0, 0_usize);
    let mut take = |name: String, mut news: News| -> Result<()> {
        if let Some(door) = &mut door {
            propose(door, &reader, &name, &mut news);
        }
        done += 1;
        progress.tell(done);
        articles += news.articles.len();
        news.findings.iter().for_each(|finding| findings.tell(finding));
        if !args.brief && args.to.is_none() {
            lines(args, &law, &pacts, &name, &news)?;
        } else if !news.articles.is_empty() {
            read.push((name, news));
        }
        Ok(())
    };
    for batch in files.chunks(BATCH) {
        for (name, news) in together(&reader, batch)? {
            take(name, news)?;
        }
    }
    drop(progress);
    findings.finish();
    if let Some(door) = &door {
        mention!("{}", door.summary());
    }
    if articles == 0 {
        tell!(
            "no article was read; `pact read` takes text, Markdown, HTML and PDF, in folders by the ends of \
             their names"
        );
    }
    let joined = join(&pacts, &read);
    if args.brief {
        brief(&pacts, &joined);
        happened(&pacts, &read);
        if args.summary {
            read.iter().for_each(|(name, news)| summaries(name, news));
        }
    }
    said.keep_of(articles as u64)?;
    if let Some(path) = &args.to {
        let text = proposals(&pacts, &joined)?;
        match read.is_empty() {
            true => {
                let path = path.display().to_string();
                mention!("no article was read, so `{}` is not written", style::plain(&path));
            }
            false => output::write(path, text)?,
        }
    }
    Ok(if findings.errors() > 0 || articles == 0 { Exit::NoRecord } else { Exit::Done })
}

/// Files that are read before what they say is printed.
const BATCH: usize = 256;

/// Reads some files on all processors, and gives them in the order in which they came.
fn together(reader: &NewsReader, files: &[(String, PathBuf)]) -> Result<Vec<(String, News)>> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let one = |(name, path): &(String, PathBuf)| -> Result<(String, News)> {
        Ok((name.clone(), reader.read(name, &bytes(path)?)))
    };
    let share = files.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = files
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(one).collect::<Result<Vec<_>>>()))
            .collect();
        let mut read = Vec::with_capacity(files.len());
        for part in parts {
            read.extend(part.join().map_err(|_| anyhow!("a file stopped its reader"))??);
        }
        Ok(read)
    })
}

/// A reader with the phrases of the pacts.
pub fn reader<'p>(args: &PactsArgs, pacts: &'p Pacts, law: &'p Pack) -> Result<NewsReader<'p>> {
    let (reader, found) = NewsReader::new(pacts, &files::sources(args)?, Some(law));
    files::tell_errors(&found);
    Ok(reader)
}

/// Adds what a model proposes about each article.
fn propose(door: &mut Door, reader: &NewsReader, name: &str, news: &mut News) {
    let model = door.name().to_owned();
    let mut told = Vec::new();
    for at in 0..news.articles.len() {
        let Some(article) = news.articles.get(at) else { continue };
        let Some(request) = reader.question(news, article) else { continue };
        let place = Place { record: Some(at as u64 + 1), ..Place::file(name) };
        let read = |answer: &str| reader.answered(news, article, &model, answer);
        let Some(answered) = door.ask(NEWS_PROMPT, &request, &place, &mut told, read) else {
            continue;
        };
        told.extend(answered.findings(&place));
        let dropped = answered.dropped.iter().map(|(why, count)| (why.words(), *count));
        door.count(answered.claims.len(), answered.known, dropped);
        if let Some(article) = news.articles.get_mut(at) {
            article.claims.extend(answered.claims);
        }
    }
    news.findings.extend(told);
}

/// The files behind what was typed, in the order of their names.
fn inputs(typed: &[PathBuf]) -> Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for path in typed {
        if path != Path::new("-") && path.is_dir() {
            collect(path, 0, &mut found)
                .with_context(|| format!("cannot read the folder `{}`", path.display()))?;
        } else {
            found.push((path.display().to_string(), path.clone()));
        }
    }
    Ok(found)
}

fn collect(folder: &Path, depth: usize, found: &mut Vec<(String, PathBuf)>) -> Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, kind) = (entry.path(), entry.file_type()?);
        let read = path.extension().is_some_and(|end| {
            ["txt", "md", "html", "htm", "xhtml", "pdf"]
                .iter()
                .any(|at| end.eq_ignore_ascii_case(at))
        });
        if kind.is_dir() && depth < MAX_DEPTH {
            collect(&path, depth + 1, found)?;
        } else if kind.is_file() && read && path.file_name().is_none_or(|name| name != "README.md")
        {
            found.push((path.display().to_string(), path));
        }
    }
    Ok(())
}

/// The bytes of a file, no more than one over what is read.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    let cannot = || format!("cannot read `{}`", path.display());
    let most = MAX_NEWS_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().take(most).read_to_end(&mut bytes).with_context(cannot)?;
    } else {
        let file = fs::File::open(path).with_context(cannot)?;
        file.take(most).read_to_end(&mut bytes).with_context(cannot)?;
    }
    Ok(bytes)
}

fn lines(args: &Read, law: &Pack, pacts: &Pacts, name: &str, news: &News) -> Result<()> {
    for (number, article) in news.articles.iter().enumerate() {
        let put = |kind: &str, mut value: Value| -> Result<()> {
            if let Some(map) = value.as_object_mut() {
                map.insert("kind".to_owned(), json!(kind));
                map.insert("file".to_owned(), json!(name));
                map.insert("article".to_owned(), json!(number + 1));
                map.insert("language".to_owned(), json!(article.language));
            }
            say!("{}", serde_json::to_string(&value)?);
            Ok(())
        };
        if args.summary {
            for range in &article.summary {
                let quote = news.quote(range);
                put("summary", json!({"quote": quote, "start": range.start, "end": range.end}))?;
            }
            continue;
        }
        for claim in &article.claims {
            put("claim", claim_json(pacts, news, claim))?;
        }
        for event in &article.events {
            let id = pacts.organisation(event.organisation).map(|at| at.id.as_str());
            let named = pacts.name(event.organisation);
            let quote = news.quote(&event.quote);
            put(
                "event",
                json!({
                    "id": proposal_id(named, "event", event.kind.as_str(), ("", quote)),
                    "organisation": id,
                    "event": event.kind.as_str(),
                    "reason": event.reason.as_ref().map(|reason| news.quote(reason)),
                    "date": event.when.map(|when| when.text()),
                    "quote": quote,
                    "start": event.quote.start,
                    "end": event.quote.end,
                    "paragraph": news.quote(&event.paragraph),
                    "status": "proposed",
                }),
            )?;
        }
        for date in dates_json(law, news, article) {
            put("date", date)?;
        }
    }
    Ok(())
}

fn claim_json(pacts: &Pacts, news: &News, claim: &NewsClaim) -> Value {
    let organisation = claim.organisation.and_then(|at| pacts.organisation(at));
    let instrument = pacts.instrument(claim.instrument).map_or("", |at| at.id.as_str());
    let named = claim.organisation.map_or(claim.named_as.as_str(), |at| pacts.name(at));
    let quote = news.quote(&claim.quote);
    let under = claim.under.as_ref().map_or("", |under| news.quote(under));
    let mut line = json!({
        "id": proposal_id(named, instrument, claim.position.as_str(), (under, quote)),
        "organisation": organisation.map(|at| at.id.as_str()),
        "named_as": claim.named_as,
        "instrument": instrument,
        "instrument_as": claim.instrument_as,
        "position": claim.position.as_str(),
        "basis": claim.basis.as_str(),
        "speaker": claim.speaker.as_str(),
        "later": claim.later.as_str(),
        "date": claim.when.map(|when| when.text()),
        "date_is": claim.date_is.map(|at| at.as_str()),
        "quote": quote,
        "start": claim.quote.start,
        "end": claim.quote.end,
        "by": match &claim.model {
            Some(model) => format!("llm:{model}"),
            None => news.quote(&claim.cue).to_owned(),
        },
        "paragraph": news.quote(&claim.paragraph),
        "status": "proposed",
    });
    if let (Some(line), false) = (line.as_object_mut(), under.is_empty()) {
        line.insert("under".to_owned(), json!(under));
    }
    line
}

fn dates_json(law: &Pack, news: &News, article: &NewsArticle) -> Vec<Value> {
    let sense = |sense: &Sense| {
        let milestone = law.milestones.get(sense.milestone);
        let under: Vec<Value> = sense
            .under
            .iter()
            .zip(&sense.acts)
            .map(|((day, _, how), act)| {
                let act = law.acts.get(act.0).map_or("", |act| act.id.as_str());
                json!({"act": act, "day": day_text(*day), "verdict": how.as_str()})
            })
            .collect();
        json!({
            "milestone": milestone.map(|at| at.id.as_str()),
            "spoken": sense.spoken,
            "under": under,
        })
    };
    let date = |date: &actlas_pact::NewsDate| {
        json!({
            "quote": news.quote(&date.quote),
            "start": date.quote.start,
            "end": date.quote.end,
            "date": date.when.text(),
            "senses": date.senses.iter().map(sense).collect::<Vec<_>>(),
        })
    };
    article.dates.iter().map(date).collect()
}

fn brief(pacts: &Pacts, joined: &[Joined]) {
    for claim in joined {
        let words = style::plain(&news_sentence(pacts, claim));
        let mut first = words.chars();
        let words: String =
            first.next().into_iter().flat_map(char::to_uppercase).chain(first).collect();
        say!("{}", style::strong(&format!("{words}.")));
        if claim.organisation.is_none() {
            say!("  the name `{}` is not listed and stays unresolved", style::plain(&claim.name));
        }
        for source in &claim.sources {
            let when = source.claim.when.map(|when| format!(", {}", when.words()));
            let place = format!(
                "{} {}–{}{}",
                source.file,
                source.claim.quote.start,
                source.claim.quote.end,
                when.unwrap_or_default()
            );
            let quote = source.news.quote(&source.claim.quote);
            say!("  “{}”", style::plain(quote));
            if let Some(under) = &source.claim.under {
                say!("  listed under “{}”", style::plain(source.news.quote(under)));
            }
            say!("  {}", style::soft(&style::plain(&place)));
            if let Some(model) = &source.claim.model {
                say!("  {}", style::soft(&style::plain(&format!("proposed by llm:{model}"))));
            }
        }
        if !claim.beside.is_empty() {
            let others: Vec<&str> = claim.beside.iter().map(|at| at.as_str()).collect();
            say!("  beside it another position stands: {}", others.join(", "));
        }
    }
}

/// What happened beside the positions, with the reason as the article states it.
fn happened(pacts: &Pacts, read: &[(String, News)]) {
    for (name, news) in read {
        for event in news.articles.iter().flat_map(|article| &article.events) {
            let words = event_words(pacts.name(event.organisation), event.kind);
            say!("{}", style::strong(&style::plain(&format!("Beside the positions: {words}."))));
            say!("  “{}”", style::plain(news.quote(&event.quote)));
            if let Some(reason) = &event.reason {
                say!("  reason as stated: “{}”", style::plain(news.quote(reason)));
            }
            let place = format!("{name} {}–{}", event.quote.start, event.quote.end);
            say!("  {}", style::soft(&style::plain(&place)));
        }
    }
}

fn summaries(name: &str, news: &News) {
    for article in &news.articles {
        say!("\n{}", style::strong(&style::plain(&format!("summary of {name}"))));
        for range in &article.summary {
            say!("  {}", style::plain(news.quote(range)));
            say!("  {}", style::soft(&format!("{}–{}", range.start, range.end)));
        }
    }
}

/// Rows as in `positions.csv` of an instrument, with the instrument before them. A person copies those
/// that hold into the pacts.
fn proposals(pacts: &Pacts, joined: &[Joined]) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let columns = std::iter::once("instrument").chain(POSITION_COLUMNS);
    writer.write_record(columns)?;
    for claim in joined {
        for source in &claim.sources {
            let unsure = match (claim.organisation, &source.claim.model) {
                (Some(_), None) => "proposed by reading news; not attested".to_owned(),
                (Some(_), Some(model)) => {
                    format!("proposed by the language model {model}; not attested")
                }
                (None, _) => "proposed by reading news; the name is not listed".to_owned(),
            };
            let article = source.news.articles.get(source.article);
            let later = if source.claim.later == Later::Open { "open" } else { "" };
            let quote = source.news.quote(&source.claim.quote);
            let quoted = match &source.claim.under {
                Some(under) => format!("{} {quote}", source.news.quote(under)),
                None => quote.to_owned(),
            };
            let cells = [
                pacts.instrument(claim.instrument).map_or("", |at| at.id.as_str()).to_owned(),
                claim.name.clone(),
                claim.position.as_str().to_owned(),
                source.claim.basis.as_str().to_owned(),
                source.claim.when.map(|when| when.text()).unwrap_or_default(),
                source.claim.date_is.map_or("", |at| at.as_str()).to_owned(),
                quoted,
                String::new(),
                later.to_owned(),
                String::new(),
                String::new(),
                unsure,
                String::new(),
                source.file.to_owned(),
                article.and_then(|at| at.language).unwrap_or_default().to_owned(),
            ];
            writer.write_record(cells.map(|cell| formula_safe(&cell)))?;
        }
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
