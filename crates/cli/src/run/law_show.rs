use actlas_atlas::book as law_book;
use actlas_facts::{Date, day_text};
use actlas_law::coverage::cites;
use actlas_law::scenario::{self, commission};
use actlas_law::{
    ActIx, Condition, ConditionNode, Cut, Duty, FactTest, Pack, Provision, RuleIx, Start, View,
};
use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::law_lookup;
use crate::args::{Book, Diff, Facts, Show, TextOrJson, format, only};
use crate::findings::Exit;
use crate::output::Folder;
use crate::{pack, style};

pub fn show(args: &Show) -> Result<Exit> {
    let format = format(args.format, args.output.as_deref())?;
    style::saying(args.output.as_ref(), || show_as(args, format))
}

fn show_as(args: &Show, format: TextOrJson) -> Result<Exit> {
    let (law, _) = pack::load(&args.view.pack)?;
    let view = pack::view(&law, &args.view)?;
    let what = args.what.trim();
    if let Some(rule) = law.find(what) {
        let rules = vec![rule];
        return print(format, &law, &view, what, &rules, None);
    }
    if let Some(done) = law_lookup::print(&law, &view, what, format) {
        return done.map(|()| Exit::Done);
    }
    let asked = asked(what);
    let rules: Vec<RuleIx> =
        law.rules().filter(|(_, rule)| cites(&rule.cite, &asked)).map(|(ix, _)| ix).collect();
    let provision = Provision::parse(&asked);
    let dated = provision
        .as_ref()
        .is_some_and(|at| law.application.iter().any(|row| row.provision.touches(at)));
    if rules.is_empty() && !dated {
        let rules = law_lookup::cited(&law, what);
        if !rules.is_empty() {
            return print(format, &law, &view, what, &rules, None);
        }
        if let Some(follows) = annex(&law, &view, &asked) {
            return print(format, &law, &view, &asked, &[], Some(follows));
        }
        bail!(
            "no provision, rule, duty or question `{what}`; try art.6, art.50(2), annex3, annex3.4a, \
             O-LIT-1 or U-32"
        );
    }
    print(format, &law, &view, &asked, &rules, provision.as_ref())
}

/// `article 6(1)`, `Art. 6(1)`, `6(1)` and `art6` as `art.6(1)`; `Annex III` as `anx.III`.
fn asked(what: &str) -> String {
    let word = what.to_lowercase().replace(' ', "");
    for start in ["article", "art.", "art"] {
        if let Some(rest) = word.strip_prefix(start) {
            return format!("art.{rest}");
        }
    }
    if let Some(rest) = word.strip_prefix("annex").or_else(|| word.strip_prefix("anx.")) {
        let number = match rest {
            "1" => "I".to_owned(),
            "3" => "III".to_owned(),
            other => other.to_uppercase(),
        };
        return format!("anx.{number}");
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        format!("art.{word}")
    } else {
        what.to_owned()
    }
}

/// The provision that an annex, or a part of one, applies with.
fn annex<'l>(law: &'l Pack, view: &View, asked: &str) -> Option<&'l Provision> {
    let of = |annex: &str| {
        let rest = asked.strip_prefix(annex);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '(']))
    };
    let row = law.annexes.iter().find(|row| of(row.annex.as_str()) && row.by <= view.speaks())?;
    Some(&row.follows)
}

fn print(
    format: TextOrJson,
    law: &Pack,
    view: &View,
    what: &str,
    rules: &[RuleIx],
    provision: Option<&Provision>,
) -> Result<Exit> {
    let act = law.acts.get(view.speaks().0).map_or("", |act| act.number.as_str());
    let starts = starts(law, view, rules, provision);
    let duties = law.duties.iter().filter(|duty| provision.is_some() && cites(&duty.cite, what));
    let duties: Vec<(&Duty, Option<&str>)> =
        duties.map(|duty| (duty, duty.version(view).map(|at| at.does.as_str()))).collect();
    if format == TextOrJson::Json {
        let rules: Vec<Value> = rules
            .iter()
            .filter_map(|ix| Some((*ix, law.rule(*ix)?)))
            .map(|(ix, rule)| {
                let wording = view.wording(ix);
                json!({
                    "id": rule.id, "title": rule.title, "cite": rule.cite.words(),
                    "says": wording.map(|at| at.says.clone()),
                    "item": wording.and_then(|at| at.item),
                    "by": wording.and_then(|at| law.acts.get(at.by.0)).map(|act| act.number.as_str()),
                    "link": rule.cite.link(),
                })
            })
            .collect();
        let starts: Vec<Value> = starts
            .iter()
            .map(|at| {
                let start = |start: &Option<Start>| {
                    start.as_ref().map(|start| {
                        json!({
                            "formal": day_text(start.formal), "effective": day_text(start.effective),
                            "basis": start.basis.short(),
                        })
                    })
                };
                json!({
                    "provision": at.name, "route": at.route, "subject": at.subject,
                    "stated": start(&at.stated), "known": start(&at.known),
                })
            })
            .collect();
        let duties: Vec<Value> = duties
            .iter()
            .map(|(duty, does)| {
                json!({"id": duty.id, "title": duty.title, "cite": duty.cite.words(), "does": does})
            })
            .collect();
        let whole = json!({
            "asked": what, "on": day_text(view.on()), "known": day_text(view.known()), "wording": act,
            "rules": rules, "duties": duties, "starts": starts,
        });
        say!("{}", serde_json::to_string_pretty(&whole)?);
        return Ok(Exit::Done);
    }
    say!(
        "{}",
        style::soft(&format!(
            "wording in force on {}: {act}; known on {}",
            day_text(view.on()),
            day_text(view.known())
        ))
    );
    for at in &starts {
        say!("{}", start_line(law, view, at));
    }
    for (ix, rule) in rules.iter().filter_map(|ix| Some((*ix, law.rule(*ix)?))) {
        say!();
        say!("{}  {}", style::strong(&format!("{} {}", rule.id, rule.title)), rule.cite.words());
        match view.wording(ix) {
            None => say!("  does not exist on that day"),
            Some(wording) => {
                say!("  {}", wording.says);
                if let Some(item) = wording.item {
                    let act = law.acts.get(wording.by.0).filter(|act| view.on() < act.in_force);
                    // What protects goes with the start that a published act has moved.
                    let ahead = act.map_or(String::new(), |act| {
                        format!(" of {}, in force from {}", act.number, day_text(act.in_force))
                    });
                    say!("  {}", style::soft(&format!("as amended by point {item}{ahead}")));
                }
                if let (Some(when), [_]) = (&wording.when, rules) {
                    lines(law, when, 1);
                }
            }
        }
    }
    if !duties.is_empty() {
        say!("\nduties");
    }
    for (duty, does) in duties {
        let absent = if does.is_none() { style::soft("  not on that day") } else { String::new() };
        say!("  {} {}, {}{absent}", duty.id, duty.title, duty.cite.words());
    }
    if let Some(provision) = provision {
        told(law, view, provision, what);
    }
    Ok(Exit::Done)
}

/// What else the pack knows of an article: amendments, and of what there is no rule.
fn told(law: &Pack, view: &View, provision: &Provision, what: &str) {
    let number = what.trim_start_matches("art.").split('(').next().unwrap_or_default().to_owned();
    let touches = |provisions: &str| {
        provisions.split(", ").any(|at| at.split('(').next() == Some(number.as_str()))
    };
    let published =
        |act: ActIx| law.acts.get(act.0).is_some_and(|act| act.published <= view.known());
    let amended = law.amendments.iter().filter(|at| touches(&at.provisions) && published(at.act));
    let amended: Vec<_> = amended.collect();
    if !amended.is_empty() {
        say!("\namended");
        for at in amended {
            let act = law.acts.get(at.act.0).map_or("", |act| act.number.as_str());
            say!("  {} ({}), {act}, point {}: {}", at.provisions, at.operation, at.item, at.effect);
        }
    }
    let left: Vec<_> = law
        .files
        .iter()
        .flat_map(|file| &file.untranslated)
        .filter(|at| {
            Provision::parse(at.provision.as_str()).is_some_and(|at| at.touches(provision))
        })
        .collect();
    if !left.is_empty() {
        say!("\nwithout a rule");
        left.iter().for_each(|at| say!("  {}: {}", at.provision.words(), at.why));
    }
}

/// When a provision starts, as stated by the wording in force and as known.
struct Starts {
    name: String,
    route: Option<String>,
    subject: String,
    stated: Option<Start>,
    known: Option<Start>,
}

fn starts(law: &Pack, view: &View, rules: &[RuleIx], provision: Option<&Provision>) -> Vec<Starts> {
    let mut asked: Vec<(Provision, Option<String>, String)> = Vec::new();
    match provision {
        Some(provision) => {
            let rows = law.application.iter().filter(|row| row.provision.touches(provision));
            asked.extend(
                rows.map(|row| (row.provision.clone(), row.route.clone(), row.subject.clone())),
            );
        }
        None => {
            let of_rules = rules.iter().filter_map(|ix| law.rule(*ix)?.starts.clone());
            for at in of_rules.map(|at| (at.provision, at.route, String::new())) {
                // The points of an annex start by one row.
                if !asked.contains(&at) {
                    asked.push(at);
                }
            }
        }
    }
    asked
        .into_iter()
        .map(|(provision, route, subject)| Starts {
            name: provision.to_string(),
            stated: view.stated_start(&provision, route.as_deref()),
            known: view.start(&provision, route.as_deref()),
            route,
            subject,
        })
        .collect()
}

fn start_line(law: &Pack, view: &View, at: &Starts) -> String {
    let route = match at.route.as_deref() {
        Some("annex3") => " (listed uses, Annex III)",
        Some("annex1") => " (products, Annex I)",
        _ => "",
    };
    let words = |start: &Start| {
        let formal = match start.formal == start.effective {
            true => String::new(),
            false => format!(", formally from {}", day_text(start.formal)),
        };
        format!("from {}{formal} ({})", day_text(start.effective), start.basis.short())
    };
    let subject = if at.subject.is_empty() { String::new() } else { format!(", {}", at.subject) };
    let name = format!("{}{route}{subject}", at.name);
    match (&at.stated, &at.known) {
        (None, None) => format!("{name}: does not exist on that day"),
        (None, Some(known)) => {
            format!("{name}: not yet part of the wording; will apply {}", words(known))
        }
        (Some(stated), Some(known)) if stated != known => {
            let act = law.acts.get(known.by.0);
            let from = act.filter(|act| act.in_force > view.on()).map(|act| day_text(act.in_force));
            let by =
                from.map(|from| format!(", by an act in force from {from}")).unwrap_or_default();
            format!(
                "{name}: the wording says {}; what is published says {}{by}",
                words(stated),
                words(known)
            )
        }
        (Some(stated), _) => format!("{name}: applies {}", words(stated)),
    }
}

fn lines(law: &Pack, condition: &Condition, depth: usize) {
    let cite = condition.cite().map(|cite| format!("  ({})", cite.words())).unwrap_or_default();
    let pad = "  ".repeat(depth + 1);
    let list = |head: &str, parts: &[Condition]| {
        say!("{pad}{head}");
        parts.iter().for_each(|part| lines(law, part, depth + 1));
    };
    match &condition.node {
        ConditionNode::All(parts) => list("all of", parts),
        ConditionNode::Any(parts) => list("one of", parts),
        ConditionNode::None(parts) => list("none of", parts),
        ConditionNode::AtLeast(n, parts) => list(&format!("at least {n} of"), parts),
        ConditionNode::Not(part) => {
            say!("{pad}not");
            lines(law, part, depth + 1);
        }
        ConditionNode::Unless(base, exceptions) => {
            lines(law, base, depth);
            list("unless", exceptions);
        }
        ConditionNode::Fact(fact, test, _) => {
            let question = law.vocabulary.get(*fact).map_or("", |fact| fact.question.as_str());
            say!("{pad}{question} {}{}", test_words(law, *fact, test), style::soft(&cite));
        }
        ConditionNode::Rule(rule, _) => {
            let rule = law.rule(*rule);
            let words =
                rule.map(|rule| format!("{} [{}]", rule.title, rule.id)).unwrap_or_default();
            say!("{pad}{words}{}", style::soft(&cite));
        }
        ConditionNode::MayBe(may, _) => {
            let roles = law.vocabulary.find("actor_role").and_then(|at| law.vocabulary.get(at));
            let role = roles.and_then(|fact| fact.kind.options().get(usize::from(may.role.0)));
            let bar = may.unless_stated.map(|fact| law.vocabulary.id(fact));
            let bar = bar.map(|fact| format!(", not where `{fact}` is stated")).unwrap_or_default();
            say!(
                "{pad}addressed to the {}{bar}{}",
                role.map_or("", |role| &role.id),
                style::soft(&cite)
            );
        }
        ConditionNode::SaidToBe(role, _) => {
            let roles = law.vocabulary.find("actor_role").and_then(|at| law.vocabulary.get(at));
            let role = roles.and_then(|fact| fact.kind.options().get(usize::from(role.0)));
            let role = role.map_or("", |role| &role.id);
            say!("{pad}stated to be the {role}{}", style::soft(&cite));
        }
        ConditionNode::Unstated(fact, _) => {
            say!("{pad}`{}` is not stated{}", law.vocabulary.id(*fact), style::soft(&cite));
        }
        ConditionNode::Compute(compute, _) => {
            say!("{pad}{}{}", compute.words(), style::soft(&cite))
        }
        ConditionNode::Begun(provision, _) => {
            say!("{pad}{provision} applies{}", style::soft(&cite))
        }
        ConditionNode::Constant(value, _) => {
            say!("{pad}{}{}", if *value { "always" } else { "never" }, style::soft(&cite));
        }
        ConditionNode::Reading(reading, alternatives) => {
            let Some(reading) = law.readings.get(reading.0) else { return };
            say!("{pad}{}: {}", reading.id, reading.question);
            for (number, part) in alternatives {
                let Some(held) = reading.alternatives.get(*number) else { continue };
                let taken = if *number == reading.default { " (taken)" } else { "" };
                say!("{pad}  {}{taken}, {} ({})", held.id, held.holder, held.status);
                lines(law, part, depth + 2);
            }
        }
    }
}

fn test_words(law: &Pack, fact: actlas_facts::FactIx, test: &FactTest) -> String {
    let Some(definition) = law.vocabulary.get(fact) else { return String::new() };
    let option = |at: &actlas_facts::OptionIx| {
        definition.kind.options().get(usize::from(at.0)).map_or("", |option| option.id.as_str())
    };
    let cut = |cut: &Cut| match cut {
        Cut::Day(day) => day_text(*day),
        Cut::Start => "the start of the provision".to_owned(),
    };
    match test {
        FactTest::Yes => "yes".to_owned(),
        FactTest::Is(at) => option(at).to_owned(),
        FactTest::HasAny(members) => members.iter().map(option).collect::<Vec<_>>().join(" or "),
        FactTest::Above(number) => format!("more than {number}"),
        FactTest::AtLeast(number) => format!("at least {number}"),
        FactTest::Before(day) => format!("before {}", cut(day)),
        FactTest::FromUntilAsked(day) => format!("from {} until the day asked about", cut(day)),
    }
}

pub fn diff(args: &Diff) -> Result<Exit> {
    let format = format(args.format, args.output.as_deref())?;
    style::saying(args.output.as_ref(), || diff_as(args, format))
}

fn diff_as(args: &Diff, format: TextOrJson) -> Result<Exit> {
    let (law, _) = pack::load(&args.pack)?;
    let [from, to] = args.known.as_slice() else {
        bail!("give two states of knowledge: --known 2026-06-01 --known 2026-11-21");
    };
    let (from, to) = (pack::day(from)?, pack::day(to)?);
    if from > to {
        bail!("{} is later than {}; give the earlier day first", day_text(from), day_text(to));
    }
    let (before, after) = (View::new(&law, from, from)?, View::new(&law, to, to)?);
    let published: Vec<_> =
        law.acts.iter().filter(|act| act.published > from && act.published <= to).collect();
    let dates = changed_dates(&law, &before, &after);
    let rules = changed_rules(&law, from, to);
    if format == TextOrJson::Json {
        let whole = json!({
            "from": day_text(from), "to": day_text(to),
            "acts": published.iter().map(|act| act.number.clone()).collect::<Vec<_>>(),
            "dates": dates.iter().map(|(name, was, is)| json!({"provision": name, "was": was, "is": is}))
                .collect::<Vec<_>>(),
            "rules": rules.iter().map(|(id, what, was, is)| {
                json!({"rule": id, "change": what, "was": was, "is": is})
            }).collect::<Vec<_>>(),
        });
        say!("{}", serde_json::to_string_pretty(&whole)?);
        return Ok(Exit::Done);
    }
    if from == to {
        say!("both days are {}, so there is nothing in between", day_text(from));
    } else if published.is_empty() {
        say!("nothing was published between {} and {}", day_text(from), day_text(to));
    }
    for act in &published {
        say!(
            "{}",
            style::strong(&format!(
                "{} ({}), published {}, in force from {}",
                act.number,
                act.title,
                day_text(act.published),
                day_text(act.in_force)
            ))
        );
        let ix = law.acts.iter().position(|other| other.id == act.id);
        for at in law.amendments.iter().filter(|at| Some(at.act.0) == ix) {
            say!("  point {:>2}  {} ({}): {}", at.item, at.provisions, at.operation, at.effect);
        }
    }
    if dates.is_empty() && rules.is_empty() {
        say!("no date and no rule of this pack differs between them");
        return Ok(Exit::Done);
    }
    say!("\n{}", style::strong("dates"));
    if dates.is_empty() {
        say!("  none differs");
    }
    dates.iter().for_each(|(name, was, is)| say!("  {name}: {was} → {is}"));
    say!("\n{}", style::strong("rules of this pack"));
    if rules.is_empty() {
        say!("  none differs");
    }
    for (id, what, was, is) in &rules {
        say!("  {id} {what}");
        if !was.is_empty() && !is.is_empty() && was != is {
            say!("    was: {was}\n    is:  {is}");
        }
    }
    Ok(Exit::Done)
}

fn changed_dates(law: &Pack, before: &View, after: &View) -> Vec<(String, String, String)> {
    let words = |start: Option<Start>| match start {
        None => "–".to_owned(),
        Some(start) if start.formal == start.effective => day_text(start.effective),
        Some(start) => {
            format!("{} (formally {})", day_text(start.effective), day_text(start.formal))
        }
    };
    law.application
        .iter()
        .filter_map(|row| {
            let route = row.route.as_deref();
            let was = words(before.start(&row.provision, route));
            let is = words(after.start(&row.provision, route));
            let name = match route {
                Some(route) => format!("{} [{route}]", row.provision),
                None => row.provision.to_string(),
            };
            (was != is).then_some((name, was, is))
        })
        .collect()
}

/// Rules whose wording changes by what was published in between, whenever it enters into force.
fn changed_rules(law: &Pack, from: Date, to: Date) -> Vec<(String, String, String, String)> {
    let last = law.acts.iter().map(|act| act.in_force).max().unwrap_or(to);
    let view = |known: Date| View::new(law, last.max(to), known).ok();
    let (Some(before), Some(after)) = (view(from), view(to)) else { return Vec::new() };
    law.rules()
        .filter_map(|(ix, rule)| {
            let (was, is) = (before.wording(ix), after.wording(ix));
            let what = match (was, is) {
                (None, Some(_)) => "inserted",
                (Some(_), None) => "deleted",
                (Some(was), Some(is)) if was.by != is.by => "replaced",
                _ => return None,
            };
            let says = |at: Option<&actlas_law::RuleVersion>| {
                at.map_or(String::new(), |at| at.says.clone())
            };
            Some((rule.id.clone(), what.to_owned(), says(was), says(is)))
        })
        .collect()
}

pub fn facts(args: &Facts) -> Result<Exit> {
    only(&["txt"], "text", args.output.as_deref())?;
    let (law, _) = pack::load(&args.pack)?;
    let wanted = args.containing.as_deref().unwrap_or_default().to_lowercase();
    let said = style::say_into(args.output.as_ref())?;
    let mut shown = 0;
    for (_, fact) in law.vocabulary.facts() {
        let text = format!("{} {}", fact.id, fact.question).to_lowercase();
        if !text.contains(&wanted) {
            continue;
        }
        shown += 1;
        let assessed =
            if fact.assessed { ", a legal assessment: attesting it needs a reason" } else { "" };
        say!(
            "{}  {} of the {}{assessed}",
            style::strong(&fact.id),
            fact.kind.as_str(),
            fact.of.as_str()
        );
        say!("  {}", fact.question);
        if !fact.help.is_empty() {
            say!("  {}", style::soft(&fact.help));
        }
        for option in fact.kind.options() {
            say!("    {}: {}", option.id, option.label);
        }
    }
    if shown == 0 {
        bail!("no fact has `{wanted}` in its id or question; `actlas law facts` lists them all");
    }
    said.keep()?;
    Ok(Exit::Done)
}

pub fn book(args: &Book) -> Result<Exit> {
    let (law, files) = pack::load(&args.pack)?;
    let (mut scenarios, _) = scenario::load(&law, &files);
    for example in commission::load(&law, &files).list {
        let mut scenario = example.scenario;
        scenario.title = example.text;
        let expected = |rules: &[RuleIx], truth: actlas_facts::Truth| {
            let make = |rule: &RuleIx| scenario::Expectation::Rule(*rule, truth);
            rules.iter().map(make).collect::<Vec<_>>()
        };
        scenario.expect = expected(&example.points, actlas_facts::Truth::True);
        scenario.expect.extend(expected(&example.excluded, actlas_facts::Truth::False));
        scenarios.push(scenario);
    }
    let folder = &args.output;
    let pages = law_book(&law, &scenarios);
    let mut written = Folder::create(folder)?;
    for (name, page) in &pages {
        written.write(name, page)?;
    }
    written.keep()?;
    say!("{} pages: {}", pages.len(), folder.join("index.html").display());
    Ok(Exit::Done)
}
