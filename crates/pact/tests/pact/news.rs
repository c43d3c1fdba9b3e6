//! News read into claims: what must be found, and what must never happen.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use actlas_law::{Pack, PackFiles};
use actlas_pact::{
    EventKind, Later, News, NewsReader, PactFiles, Pacts, Position, Speaker, join, news_sentence,
};
use proptest::prelude::*;

use crate::common::pacts;

/// The reader of tests that read often.
pub fn shared() -> &'static NewsReader<'static> {
    static PACTS: LazyLock<Pacts> = LazyLock::new(pacts);
    static READER: LazyLock<NewsReader<'static>> = LazyLock::new(|| reader(&PACTS, None));
    &READER
}

fn reader<'p>(pacts: &'p Pacts, pack: Option<&'p Pack>) -> NewsReader<'p> {
    let (reader, findings) = NewsReader::new(pacts, &PactFiles::embedded(), pack);
    assert_eq!(findings, [], "the phrases are as their format says");
    reader
}

fn read(text: &str) -> News {
    shared().read("a.txt", text.as_bytes())
}

/// The claims of a text as `organisation instrument position later`.
fn claims(text: &str) -> Vec<String> {
    claims_of("a.txt", text)
}

/// The same of a file of that name.
pub fn claims_of(name: &str, text: &str) -> Vec<String> {
    let pacts = pacts();
    let news = shared().read(name, text.as_bytes());
    let claims = news.articles.iter().flat_map(|at| &at.claims);
    claims
        .map(|claim| {
            let name = match claim.organisation {
                Some(at) => pacts.name(at).to_owned(),
                None => format!("?{}", claim.named_as),
            };
            let id = &pacts.instrument(claim.instrument).unwrap().id;
            let later = if claim.later == Later::Open { " later" } else { "" };
            format!("{name} {id} {}{later}", claim.position.as_str())
        })
        .collect()
}

#[test]
fn positions_are_told_apart() {
    let check = |text: &str, want: &[&str]| assert_eq!(claims(text), want, "{text}");
    check("Google has signed the AI Pact.", &["Google ai-pact signed"]);
    check("Google will sign the AI Pact.", &["Google ai-pact announced"]);
    check("Google will not sign the AI Pact.", &["Google ai-pact declined"]);
    check("Google may sign the AI Pact.", &["Google ai-pact undecided"]);
    check("Google is considering whether to join the AI Pact.", &["Google ai-pact undecided"]);
    check("Google has left the AI Pact this week.", &["Google ai-pact left"]);
    check("Google is not on the list of the AI Pact.", &["Google ai-pact absent"]);
    check(
        "Google has signed the code of practice for general-purpose AI.",
        &["Google gpai-code signed"],
    );
    check(
        "For now Meta will not sign the AI Pact, but it may join later.",
        &["Meta ai-pact declined later"],
    );
    check("Will Google sign the AI Pact?", &[]);
    check("Signing the AI Pact is voluntary.", &[]);
    check("Google has signed a contract with a power plant.", &[]);
    check(
        "The insurer Harrowgate Mutual has signed the AI Pact.",
        &["?Harrowgate Mutual ai-pact signed"],
    );
    check(
        "Microsoft and Google have signed the AI Pact, while Meta refuses to sign it.",
        &["Microsoft ai-pact signed", "Google ai-pact signed", "Meta ai-pact declined"],
    );
    check("Apple pie and orange juice were served at the launch of the AI Pact.", &[]);
}

#[test]
fn every_language_has_its_phrases() {
    let check = |text: &str, want: &str| assert_eq!(claims(text), [want], "{text}");
    check(
        "Meta wird den KI-Pakt der Europäischen Union nicht unterzeichnen.",
        "Meta ai-pact declined",
    );
    check(
        "Meta ne signera pas le pacte européen sur l'IA cette année, dit le groupe américain.",
        "Meta ai-pact declined",
    );
    check("Meta no firmará el Pacto de la IA de la Unión Europea.", "Meta ai-pact declined");
    check(
        "Meta non firmerà il patto europeo sull'intelligenza artificiale.",
        "Meta ai-pact declined",
    );
    check(
        "Meta zal het AI-pact van de Europese Commissie niet ondertekenen.",
        "Meta ai-pact declined",
    );
    check(
        "Meta nie podpisze unijnego paktu na rzecz sztucznej inteligencji.",
        "Meta ai-pact declined",
    );
    check("A Meta não vai assinar o Pacto para a IA da União Europeia.", "Meta ai-pact declined");
    check(
        "Meta kommer inte att skriva under AI-pakten i år, säger bolaget.",
        "Meta ai-pact declined",
    );
    check("Google đã ký Hiệp ước AI của Liên minh châu Âu.", "Google ai-pact signed");
    check("谷歌已签署欧盟的人工智能公约。", "Google ai-pact signed");
    check("グーグルはEUのAI協定に署名した。", "Google ai-pact signed");
    check("구글은 유럽연합의 AI 협약에 서명했다.", "Google ai-pact signed");
}

#[test]
fn who_says_it_and_where_is_kept() {
    let text = "Meta said that it will not sign the AI Pact. It has delayed the launch of its newest \
                models in the European Union.";
    let news = read(text);
    let article = &news.articles[0];
    let claim = &article.claims[0];
    assert_eq!(claim.speaker, Speaker::Organisation);
    assert_eq!(claim.position, Position::Declined);
    assert_eq!(news.quote(&claim.cue), "will not sign");
    assert!(news.quote(&claim.quote).ends_with("the AI Pact."));
    assert_eq!(article.events[0].kind, EventKind::ReleaseDelayed);
}

#[test]
fn dates_of_the_act_are_judged() {
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let pacts = pacts();
    let text = "Google has signed the AI Pact. The AI Act applies to high-risk systems from 2 August 2026.";
    let news = reader(&pacts, Some(&pack)).read("a.txt", text.as_bytes());
    let date = &news.articles[0].dates[0];
    assert_eq!(news.quote(&date.quote), "2 August 2026");
    let outdated = |at: &actlas_law::explain_dates::Sense| {
        at.spoken && at.under.iter().any(|(.., how)| how.as_str() == "outdated")
    };
    assert!(date.senses.iter().any(outdated), "{:?}", date.senses);
}

/// As `law explain-dates` reads them: years by themselves, other languages than English, and no datelines.
#[test]
fn dates_of_the_act_are_those_that_the_law_reads() {
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let pacts = pacts();
    let reader = reader(&pacts, Some(&pack));
    let full = pack.milestones.iter().position(|at| at.id == "full");
    for (text, quote) in [
        ("The AI Act will fully apply in 2027.", "2027"),
        ("Brussels, 25 September 2024 – The AI Act will fully apply in 2027.", "2027"),
        (
            "Das KI-Gesetz gilt ab dem 2. August 2027 vollständig. Das teilte die Kommission mit.",
            "2. August 2027",
        ),
        ("La legge sull'IA si applica integralmente dal 2 agosto 2027.", "2 agosto 2027"),
    ] {
        let news = reader.read("a.txt", text.as_bytes());
        let [date] = news.articles[0].dates.as_slice() else {
            panic!("{text}: {:?}", news.articles[0].dates)
        };
        assert_eq!(news.quote(&date.quote), quote, "{text}");
        let mut spoken = date.senses.iter().filter(|at| at.spoken).map(|at| Some(at.milestone));
        assert!(spoken.by_ref().eq([full]), "{text}: {:?}", date.senses);
    }
}

#[test]
fn the_same_claim_is_one_and_others_stand_beside_it() {
    let pacts = pacts();
    let reader = reader(&pacts, None);
    let file = |name: &str, text: &str| (name.to_owned(), reader.read(name, text.as_bytes()));
    let files = [
        file("a.txt", "Meta will not sign the AI Pact."),
        file("b.txt", "Meta refused to sign the AI Pact."),
        file("c.txt", "Meta has signed the AI Pact."),
    ];
    let joined = join(&pacts, &files);
    let shape: Vec<_> =
        joined.iter().map(|at| (at.position, at.sources.len(), at.beside.len())).collect();
    assert_eq!(shape, [(Position::Signed, 1, 1), (Position::Declined, 2, 1)]);
    let said = news_sentence(&pacts, &joined[1]);
    assert_eq!(said, "the press reports that Meta will not sign the EU AI Pact");
}

#[test]
fn bad_files_are_findings_with_code_and_place() {
    let pacts = pacts();
    let reader = reader(&pacts, None);
    let check = |name: &str, bytes: &[u8], code: &str, articles: usize| {
        let news = reader.read(name, bytes);
        let codes: Vec<&str> = news.findings.iter().map(|at| at.code.0).collect();
        assert!(codes.contains(&code), "{name}: {codes:?}");
        assert!(news.findings.iter().all(|at| at.place.to_string().starts_with(name)));
        assert_eq!(news.articles.len(), articles, "{name}");
    };
    check("empty.txt", b"", "news-empty", 0);
    check("blank.html", b"<html><body><img src=x></body></html>", "news-empty", 0);
    check("scan.pdf", b"%PDF-1.7 ...", "news-pdf-unreadable", 0);
    check("packed.zip", b"PK\x03\x04...", "news-binary", 0);
    check("zero.txt", b"Google\0has signed", "news-binary", 0);
    check("huge.txt", &vec![b'a'; (16 << 20) + 1], "news-too-large", 0);
    check(
        "mixed.txt",
        b"Telef\xf3nica has signed the AI Pact.\nTelef\xc3\xb3nica",
        "news-encoding",
        1,
    );
    let script = "<p>Google has signed the AI Pact.</p><script>document.write('Meta has signed the \
                  AI Pact.')</script>";
    check("page.html", script.as_bytes(), "news-script-dropped", 1);
    let news = reader.read("page.html", script.as_bytes());
    assert!(!news.text.contains("Meta"), "{}", news.text);
    assert_eq!(news.articles[0].claims.len(), 1);
    let long = "Google signed the AI Pact and ".repeat(20_000);
    check("long.txt", long.as_bytes(), "news-article-cut", 1);
    let deep = format!(
        "{}Google has signed the AI Pact.{}",
        "<div>".repeat(5_000),
        "</div>".repeat(5_000)
    );
    check("deep.html", deep.as_bytes(), "news-nesting", 0);
    let utf16: Vec<u8> = std::iter::once(0xfeff_u16)
        .chain("Google has signed the AI Pact.".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(reader.read("wide.txt", &utf16).articles[0].claims.len(), 1);
}

#[test]
fn a_list_says_what_stands_above_it() {
    let text = "# The AI Pact\n\n**Signatories of the AI Pact:**\n\n- Google\n- Harrowgate Mutual (UK)\n\
                - Cisco\n\nNot signed:\n1. Meta\n2. Meta Platforms says nothing\n";
    let news = read(text);
    let claims: Vec<_> = news.articles[0]
        .claims
        .iter()
        .map(|at| {
            let under = at.under.as_ref().map(|under| news.quote(under)).unwrap_or_default();
            (news.quote(&at.quote), at.position, under, news.quote(&at.cue))
        })
        .collect();
    let signed = |name| (name, Position::Signed, "Signatories of the AI Pact:", "Signatories");
    let want = [
        signed("Google"),
        signed("Harrowgate Mutual (UK)"),
        signed("Cisco"),
        ("1. Meta", Position::Absent, "Not signed:", "signed"),
    ];
    assert_eq!(claims, want);
    assert_eq!(news.articles[0].claims[1].named_as, "Harrowgate Mutual");
    let dated = read(
        "# News of 3 October 2024\n\nSigned the AI Pact by 25 September 2024:\n- Google\n- Cisco",
    );
    let claim = &dated.articles[0].claims[0];
    assert_eq!(claim.when.map(|when| when.text()).as_deref(), Some("2024-09-25"));
    let says = read("The agency says that these have signed the AI Pact:\n- Google\n- Cisco");
    assert_eq!(says.articles[0].claims[0].speaker, Speaker::Reporter);
    let around = &news.articles[0].claims[2].paragraph;
    assert!(news.quote(around).starts_with("**Signatories"), "{}", news.quote(around));
    // Of a long list only the line is given around it.
    let long = format!("Signatories of the AI Pact:\n{}- Google\n", "- Cisco\n".repeat(500));
    let news = read(&long);
    let claim = news.articles[0].claims.last().unwrap();
    assert_eq!((news.quote(&claim.quote), news.quote(&claim.paragraph)), ("Google", "- Google"));
}

#[test]
fn names_of_a_list_that_nobody_listed_need_others_beside_them() {
    let check = |text: &str, want: &[&str]| assert_eq!(claims(text), want, "{text}");
    let above = "Companies that have signed the AI Pact:\n";
    check(&format!("{above}- Google\n- Harrowgate Mutual"), &["Google ai-pact signed"]);
    check(
        &format!("{above}- Google\n- Bank of Harrowgate\n- Cisco"),
        &["Google ai-pact signed", "?Bank of Harrowgate ai-pact signed", "Cisco ai-pact signed"],
    );
    check(&format!("{above}- Harrowgate Mutual\n- Bank of Harrowgate"), &[]);
    check(
        &format!("{above}1. Google\n2. Harrowgate Mutual\n3. Cisco"),
        &["Google ai-pact signed", "?Harrowgate Mutual ai-pact signed", "Cisco ai-pact signed"],
    );
    // What goes on is a sentence and no line of a list.
    check(&format!("{above}- Google is the first of them\n- Cisco"), &[]);
}

#[test]
fn what_a_list_is_of_is_the_pact_that_was_spoken_of() {
    let check = |text: &str, want: &[&str]| assert_eq!(claims(text), want, "{text}");
    let list = "Not signed:\n- Meta\n- Apple";
    check(
        &format!("Brussels opened the AI Pact.\n\n{list}"),
        &["Meta ai-pact absent", "Apple ai-pact absent"],
    );
    // What stands above a list is short.
    let long = "of which we have told so much already ".repeat(6);
    check(&format!("The firms {long} that signed the AI Pact:\n- Google\n- Cisco"), &[]);
    // Of two, nobody knows which.
    let two = "Brussels opened the AI Pact. It wrote the code of practice for general-purpose AI.";
    check(&format!("{two}\n\n{list}"), &[]);
    // A line of a list is no heading that the text below makes needless.
    let page =
        "Signatories of the AI Pact\n\nGoogle\n\nCisco\n\nGoogle has left the AI Pact this week.";
    check(page, &["Google ai-pact signed", "Cisco ai-pact signed", "Google ai-pact left"]);
    // However long the list is, what it is of stays spoken of.
    let long = "- Cisco\n".repeat(10);
    check(
        &format!("Signatories of the AI Pact:\n{long}\nMeta refused to join."),
        &["Cisco ai-pact signed", "Meta ai-pact declined"],
    );
}

#[test]
fn a_date_at_the_start_of_a_line_is_no_line_of_a_list() {
    for day in [1, 2] {
        let text = format!(
            "Am Montag wurde der KI-Pakt der Europäischen Union vorgestellt, und am\n{day}. August hat \
             Google den KI-Pakt unterzeichnet."
        );
        let news = read(&text);
        let claim = &news.articles[0].claims[0];
        assert!(news.quote(&claim.quote).starts_with("Am Montag"), "{}", news.quote(&claim.quote));
    }
}

#[test]
fn a_list_without_end_is_read_in_time() {
    let lines = "Signatories:\n\n".repeat(12_000);
    assert!(claims(&format!("The AI Pact was opened.\n\n{lines}")).is_empty());
}

#[test]
fn what_is_only_heard_is_called_a_rumour() {
    let pacts = pacts();
    let check = |texts: &[&str], want: &str| {
        let read = |text: &&str| ("a.txt".to_owned(), shared().read("a.txt", text.as_bytes()));
        let files: Vec<_> = texts.iter().map(read).collect();
        assert_eq!(news_sentence(&pacts, &join(&pacts, &files)[0]), want);
    };
    let rumour = "According to rumours, Apple will sign the AI Pact next month.";
    check(&[rumour], "rumour has it that Apple will sign the EU AI Pact");
    check(
        &["Nvidia is said to have signed the AI Pact."],
        "rumour has it that NVIDIA has signed the EU AI Pact",
    );
    // One source that knows is enough.
    check(
        &[rumour, "Apple will sign the AI Pact."],
        "the press reports that Apple will sign the EU AI Pact",
    );
}

#[test]
fn entities_are_letters() {
    let news =
        read("<html><p>Telef&oacute;nica has signed the AI&nbsp;Pact &amp; more.</p></html>");
    assert_eq!(news.articles[0].claims[0].named_as, "Telefónica");
}

/// Whatever is quoted stands in the text, and no sentence of a summary is ours.
pub fn quotes_stand(news: &News) -> Result<(), TestCaseError> {
    let mut sentences = 0;
    for article in &news.articles {
        let of_claims = article.claims.iter().flat_map(|at| [&at.quote, &at.cue]);
        let others = article.summary.iter().chain(article.dates.iter().map(|at| &at.quote));
        for range in of_claims.chain(others).chain(article.events.iter().map(|at| &at.quote)) {
            prop_assert!(range.start < range.end && range.end <= news.text.len());
            prop_assert!(news.text.get(range.clone()).is_some(), "{range:?} cuts a letter");
            prop_assert!(article.range.start <= range.start && range.end <= article.range.end);
        }
        for claim in &article.claims {
            // What is said of the lines of a list stands above it, or beside the name.
            let holds = |said: &std::ops::Range<usize>| {
                said.start <= claim.cue.start && claim.cue.end <= said.end
            };
            prop_assert!(claim.under.as_ref().is_some_and(holds) || holds(&claim.quote));
            prop_assert!(claim.under.as_ref().is_none_or(|under| under.end <= claim.quote.start));
            let around = &claim.paragraph;
            prop_assert!(around.start <= claim.quote.start && claim.quote.end <= around.end);
            prop_assert!(news.text.get(around.clone()).is_some());
            prop_assert!(news.text.contains(&claim.named_as));
        }
        prop_assert!(article.summary.len() <= 5);
        sentences += article.summary.len();
    }
    prop_assert!(sentences <= 5 * news.articles.len());
    Ok(())
}

const PIECES: &[&str] = &[
    "Google",
    "Meta",
    "Telefónica",
    "has signed",
    "will not sign",
    "the AI Pact",
    "the code",
    ". ",
    "\n\n",
    ", ",
    "it",
    "and",
    "“",
    "”",
    "2 August 2026",
    "签署",
    "公约",
    "谷歌",
    "は",
    "đã ký",
    "hiệp ước",
    "KI-Pakt",
    "nicht",
    "<p>",
    "</div>",
    "&amp;",
    "&#x110000;",
    "<script>",
    "-----",
    "\u{301}",
    "İ",
    "AI Act",
    "list",
    "?",
    "\u{feff}",
    "# ",
    "\n- ",
    "\n1. ",
    ":",
    "**",
    "Signatories",
    "whether",
    "\n| ",
    " | ",
    "✗",
    "~~",
    "<tr><td>",
    "</td><td>",
    "<li>",
    "Signed?",
    "25.9.2024",
    " no",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn quotes_stand_in_texts_made_of_pieces(
        picks in prop::collection::vec(0..PIECES.len(), 0..60),
        blanks in prop::collection::vec(any::<bool>(), 60),
        html in any::<bool>(),
    ) {
        let mut text = String::new();
        for (pick, blank) in picks.iter().zip(&blanks) {
            text.push_str(PIECES[*pick]);
            if *blank {
                text.push(' ');
            }
        }
        let name = if html { "a.html" } else { "a.txt" };
        quotes_stand(&shared().read(name, text.as_bytes()))?;
    }

    #[test]
    fn bytes_of_any_kind_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        quotes_stand(&shared().read("a.html", &bytes))?;
    }
}

#[test]
fn quotes_stand_in_every_article_of_the_set() {
    let (pack, _) = Pack::load(&PackFiles::embedded());
    let pacts = pacts();
    let reader = reader(&pacts, Some(&pack));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../eval/news");
    let (mut files, mut claims) = (0, 0);
    for half in ["made", "held", "made-short", "held-short"] {
        for entry in fs::read_dir(root.join(half)).unwrap() {
            let path = entry.unwrap().path();
            let news = reader.read(&path.display().to_string(), &fs::read(&path).unwrap());
            assert_eq!(news.articles.len(), 1, "{}", path.display());
            assert!((3..=5).contains(&news.articles[0].summary.len()), "{}", path.display());
            quotes_stand(&news).unwrap();
            files += 1;
            claims += news.articles[0].claims.len();
        }
    }
    assert_eq!(files, 88);
    assert!(claims > 400, "{claims}");
}

#[test]
fn a_summary_says_who_what_why_and_when() {
    let text = "# A pledge and its absentees\n\n\
        The weather over the square was fine. Flags were out. Coffee was served to everybody who came. \
        Google has signed the AI Pact. The room was full, and many stood. Meta will not sign the pact, \
        because the law comes first. Some left early. The list was opened on 25 September 2024. Music \
        was played until late. Nobody danced. The caterer came from Ghent.\n";
    let news = read(text);
    let summary: Vec<&str> =
        news.articles[0].summary.iter().map(|range| news.quote(range)).collect();
    assert!((3..=5).contains(&summary.len()), "{summary:?}");
    for part in ["Google has signed", "Meta will not sign", "because the law", "25 September 2024"]
    {
        assert!(summary.iter().any(|at| at.contains(part)), "{part}: {summary:?}");
    }
}

#[test]
fn an_event_keeps_its_reason_as_stated() {
    let news = read(
        "Meta has withheld its new model from release in the EU, citing unclear rules. \
                     Apple delayed the launch of its features in Europe. The reason is the law, it said.",
    );
    let events = &news.articles[0].events;
    let told: Vec<_> = events
        .iter()
        .map(|at| (at.kind, at.reason.as_ref().map(|reason| news.quote(reason))))
        .collect();
    assert_eq!(
        told,
        [
            (EventKind::ReleaseWithheld, Some("citing unclear rules")),
            (EventKind::ReleaseDelayed, Some("The reason is the law, it said.")),
        ]
    );
}

/// What lies ahead of an article was not reported then.
#[test]
fn a_day_that_lies_ahead_is_not_when_it_was_said() {
    let check = |text: &str, want: Option<&str>| {
        let news = read(text);
        let when = news.articles[0].claims[0].when.map(|when| when.text());
        assert_eq!(when.as_deref(), want, "{text}");
    };
    let dated = "Brussels, 2 June 2025\n\nThe pact is voluntary. ";
    let early =
        "The pact is voluntary, and companies may join it when they like to do so. ".repeat(12);
    check(&format!("{dated}Cisco will sign the AI Pact on 1 December 2025."), Some("2025-06-02"));
    check(&format!("{dated}Cisco refused to sign the AI Pact on 1 May 2025."), Some("2025-05-01"));
    check(
        &format!("{dated}Cisco refuses to sign the AI Pact until 1 May 2027."),
        Some("2025-06-02"),
    );
    check(&format!("{early}Cisco will sign the AI Pact on 1 December 2025."), None);
}

/// One name in each of thousands of sentences: it is looked for once, not once in each.
#[test]
fn a_name_that_repeats_is_read_in_good_time() {
    let first = "The insurer Corvane Re of Aarhus has signed the AI Pact.";
    let more = "Corvane signed the AI Pact, and Dorvane Corvane too. ".repeat(3_000);
    let begin = std::time::Instant::now();
    let news = read(&format!("{first}\n\n{more}"));
    assert!(!news.articles[0].claims.is_empty());
    // It takes half a second without optimisation, and took a hundred times as long.
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

/// A wrong `signed` is the worst that can be said of anybody. The sentences are those of `actlas eval news`.
#[test]
fn small_words_turn_what_a_sentence_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../eval/news/polar/sentences.csv");
    let all = shared().polar(&fs::read_to_string(path).unwrap()).unwrap();
    let languages: BTreeSet<&str> = all.iter().map(|at| at.of.language.as_str()).collect();
    assert_eq!(languages, shared().languages().into_iter().collect());
    let wrong = all.iter().filter(|at| match at.of.part.as_str() {
        "made" => !at.is_right(),
        _ => at.is_wrongly_signed(),
    });
    let told = wrong.map(|at| format!("{:?}: {}", at.got, at.of.sentence)).collect::<Vec<_>>();
    assert_eq!(told, Vec::<String>::new());
}

#[test]
fn who_says_it_is_not_who_does_it() {
    let check = |text: &str, want: &[&str]| assert_eq!(claims(text), want, "{text}");
    check("Microsoft said Meta had refused to sign the AI Pact.", &["Meta ai-pact declined"]);
    check("Campaigners call on Nvidia to sign the AI Pact.", &[]);
    check("Amazon has signed the European Cloud Pact.", &[]);
    check("Orange County has signed the AI Pact.", &[]);
    let news = read("According to Bloomberg, Nvidia will not sign the AI Pact.");
    assert_eq!(news.articles[0].claims[0].speaker, Speaker::Reporter);
}

#[test]
fn names_that_are_words_need_to_be_names() {
    let check = |text: &str, want: &[&str]| assert_eq!(claims(text), want, "{text}");
    check("Orange growers have not signed the AI Pact.", &[]);
    check("Snap elections kept ministers from signing the AI Pact.", &[]);
    check("Engineering companies have signed the AI Pact in droves.", &[]);
    check("Apple's Tim Cook has declined to sign the AI Pact.", &["Apple ai-pact declined"]);
    check("Orange has signed the AI Pact.", &["Orange ai-pact signed"]);
    check("Oracle refuses to sign the AI Pact.", &["Oracle ai-pact declined"]);
    check(
        "TIM and Orange have signed the AI Pact.",
        &["TIM ai-pact signed", "Orange ai-pact signed"],
    );
    check("Snap is on the list of the AI Pact.", &["Snap ai-pact signed"]);
}
