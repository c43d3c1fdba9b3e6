//! Lists and tables of who signed: what stands beside the names, and where they end.

use crate::news::{claims_of, shared};

fn check(text: &str, want: &[&str]) {
    assert_eq!(claims_of("a.md", text), want, "{text}");
}

fn check_page(page: &str, want: &[&str]) {
    assert_eq!(claims_of("a.html", page), want, "{page}");
}

#[test]
fn what_stands_beside_a_name_of_a_list_counts() {
    let above = "These companies have joined the AI Pact:\n\n- Cisco\n- Nokia";
    let both = ["Cisco ai-pact signed", "Nokia ai-pact signed"];
    let with = |line: &str, of: &[&str]| {
        let want: Vec<&str> = both.iter().chain(of).copied().collect();
        check(&format!("{above}\n- {line}\n"), &want);
    };
    with("Adobe (Ireland)", &["Adobe ai-pact signed"]);
    with("Adobe, maker of software", &["Adobe ai-pact signed"]);
    with("**Adobe**", &["Adobe ai-pact signed"]);
    with("Adobe (joined in May 2025)", &["Adobe ai-pact signed"]);
    with("✅ Adobe", &["Adobe ai-pact signed"]);
    with("[x] Adobe", &["Adobe ai-pact signed"]);
    with("Adobe: no", &["Adobe ai-pact absent"]);
    with("Adobe (not yet)", &["Adobe ai-pact absent"]);
    with("Adobe – refused to sign", &["Adobe ai-pact declined"]);
    with("Adobe (pulled out in March 2026)", &["Adobe ai-pact left"]);
    with("Adobe (still undecided)", &["Adobe ai-pact undecided"]);
    with("Adobe ❌", &["Adobe ai-pact absent"]);
    with("🚫 Adobe", &["Adobe ai-pact absent"]);
    // What is in doubt is no claim.
    with("~~Adobe~~", &[]);
    with("[ ] Adobe", &[]);
    with("Adobe*", &[]);
    with("Adobe (to be confirmed)", &[]);
    with("Adobe?", &[]);
    with("Adobe ✅ ❌", &[]);
    with("Adobe: see below", &[]);
    check(
        "Signatories of the code of practice for general-purpose AI:\n- Google\n- xAI (safety and \
         security chapter only)\n- Cohere",
        &["Google gpai-code signed", "xAI gpai-code partial", "Cohere gpai-code signed"],
    );
    check(
        "Not signed the AI Pact:\n- Meta ❌\n- Apple: no\n- Snap (signed in 2025)",
        &["Meta ai-pact absent", "Snap ai-pact signed"],
    );
}

#[test]
fn answers_beside_names_are_read_in_their_language() {
    let names = |[yes, no]: [&str; 2]| format!("\n\n- Google: {yes}\n- Meta: {no}\n");
    let both = ["Google ai-pact signed", "Meta ai-pact absent"];
    let says = |above: &str, answers: [&str; 2]| {
        check(&format!("{above}{}", names(answers)), &both);
    };
    says("Diese Firmen haben den KI-Pakt der Europäischen Union unterzeichnet:", ["ja", "nein"]);
    says("Ces entreprises ont signé le pacte européen sur l'IA :", ["oui", "pas encore"]);
    says("Estas empresas han firmado el Pacto sobre la IA de la Unión:", ["sí", "no"]);
    says(
        "Queste aziende hanno firmato il patto sull'intelligenza artificiale:",
        ["sì", "non ancora"],
    );
    says("Te firmy podpisały unijny pakt na rzecz sztucznej inteligencji:", ["tak", "nie"]);
    says(
        "De här företagen har skrivit under AI-pakten som kommissionen har tagit fram:",
        ["ja", "nej"],
    );
    says(
        "Tyto firmy podepsaly pakt o umělé inteligenci, který představila komise:",
        ["ano", "zatím ne"],
    );
    says("Αυτές οι εταιρείες υπέγραψαν το Σύμφωνο για την Τεχνητή Νοημοσύνη:", ["ναι", "όχι"]);
}

#[test]
fn a_list_ends_where_another_matter_begins() {
    let both = ["Google ai-pact signed", "Cisco ai-pact signed"];
    let list = "Signatories of the AI Pact:\n\n- Google\n- Cisco\n\n";
    check(&format!("{list}Read also\n\n- Apple\n- Meta"), &both);
    check(&format!("{list}**Our sponsors:**\n\n- Apple\n- Meta"), &both);
    check(&format!("{list}## Gossip\n- Apple\n- Meta"), &both);
    check(&format!("{list}* Apple\n* Meta"), &both);
    check("Signatories of the AI Pact\n\nGoogle\nCisco\n\nLaggards\n\nApple\nMeta\n", &both);
    check("Signatories of the AI Pact\n\nGoogle\n\nCisco\n\nLaggards\n\nApple\n\nMeta\n", &both);
    check(
        "Signatories of the EU AI Pact: Google, Cisco\nHoldouts: Apple, Meta",
        &[both[0], both[1], "Apple ai-pact absent", "Meta ai-pact absent"],
    );
    let page = |between: &str| {
        format!(
            "<h2>Signatories of the EU AI Pact</h2><ul><li>Google</li><li>Cisco</li></ul>{between}\
             <ul><li>Apple</li><li>Meta</li></ul>"
        )
    };
    for between in ["", "<h2>Elsewhere</h2>", "<p>Read also</p>", "<div></div>"] {
        check_page(&page(between), &both);
    }
    // A heading that says who stayed out heads a list of its own.
    let out = ["Apple ai-pact absent", "Meta ai-pact absent"];
    check_page(&page("<h2>Not signed</h2>"), &[both[0], both[1], out[0], out[1]]);
}

#[test]
fn questions_head_lists_that_answer_them() {
    let both = ["Google ai-pact signed", "Meta ai-pact absent"];
    check("Who has signed the AI Pact?\n\n- ✅ Google\n- ❌ Meta", &both);
    check("## The AI Pact\n\n- Google: yes\n- Meta: no", &both);
    check("Who has signed the AI Pact?\n\n- Google\n- Meta", &[]);
    check("## The AI Pact\n\n- Google\n- Meta", &[]);
}

#[test]
fn tables_are_read_row_by_row() {
    let both = ["Google ai-pact signed", "Meta ai-pact absent"];
    let table = |head: &str, yes: &str, no: &str| {
        format!(
            "{head}\n|---|:-:|\n| Google | {yes} |\n| Meta | {no} |\n| Cisco | ? |\n| Nokia | |\n"
        )
    };
    let of = "The list of the AI Pact is open to every company that wants to be on it.\n\n";
    let english = format!("{of}{}", table("| Company | Signed? |", "yes", "no"));
    check(&english, &both);
    check(&format!("{of}{}", table("| Company | Signatory |", "✔", "✘")), &both);
    check(&format!("{of}{}", table("| Who is it | AI Pact |", "Yes", "No")), &both);
    check(&format!("{of}{}", table("| Company | Status |", "joined", "not signed")), &both);
    check(&format!("{of}{}", table("| Company | Not signed |", "no", "yes")), &[]);
    let german =
        "Wer beim KI-Pakt der Kommission dabei ist und wer nicht, das zeigt die Übersicht.\n\n";
    check(&format!("{german}{}", table("| Unternehmen | Unterzeichnet |", "ja", "nein")), &both);
    let french = "Le pacte sur l'IA est ouvert à toutes les entreprises qui le veulent bien.\n\n";
    check(&format!("{french}{}", table("| Entreprise | Signataire |", "oui", "non")), &both);
    let news = shared().read("a.md", english.as_bytes());
    let claim = &news.articles[0].claims[1];
    assert_eq!(news.quote(&claim.quote), "Meta | no");
    assert_eq!(claim.under.as_ref().map(|at| news.quote(at)), Some("Company | Signed?"));
    assert_eq!(news.quote(&claim.cue), "no");
}

#[test]
fn tables_of_two_instruments_and_of_two_columns_of_names() {
    let two = "Where the big ones stand on the pact and on the code, as of this week:\n\n\
        | Company | AI Pact | Code of practice for general-purpose AI |\n|---|---|---|\n\
        | Google | ✓ | ✓ |\n| Meta | ✗ | refused to sign |\n| Mistral AI | – | safety chapter only |\n";
    check(
        two,
        &[
            "Google ai-pact signed",
            "Google gpai-code signed",
            "Meta ai-pact absent",
            "Meta gpai-code declined",
            "Mistral AI gpai-code partial",
        ],
    );
    check_page(
        "<p>Who has signed the EU AI Pact?</p><table><tr><td>Signed</td><td>Not signed</td></tr>\
         <tr><td>Google</td><td>Meta</td></tr></table>",
        &["Google ai-pact signed", "Meta ai-pact absent"],
    );
    check_page(
        "<table><caption>Signatories of the EU AI Pact</caption><tr><th>Company</th><th>Seat</th></tr>\
         <tr><td>Google</td><td>US</td></tr><tr><td>Nokia</td><td>Finland</td></tr></table>",
        &["Google ai-pact signed", "Nokia ai-pact signed"],
    );
}

#[test]
fn tables_about_other_matters_say_nothing() {
    let of = "Google told us about the AI Pact of the Commission and about its other plans.\n\n";
    let other = |head: &str| {
        check(
            &format!("{of}| Company | {head} |\n|---|---|\n| Google | yes |\n| Meta | no |\n"),
            &[],
        );
    };
    other("Profit in 2025");
    other("Signed the letter on copyright");
    other("Signed the Cloud Pact");
    other("Comment");
    check(&format!("{of}| Unterzeichnet | Firma |\n|---|---|\n| offen | offen |\n"), &[]);
    // A table that is no more than prose is read as prose.
    check(
        "| Where they stand |\n|---|\n| Meta has refused to sign the AI Pact. |\n",
        &["Meta ai-pact declined"],
    );
}

#[test]
fn tables_and_lists_without_end_are_read_in_time() {
    let rows = "| Google | yes |\n".repeat(9_000);
    let claims = claims_of("a.md", &format!("# Signatories of the AI Pact\n\n{rows}"));
    assert_eq!(claims, ["Google ai-pact signed"]);
    for line in ["- Harrowgate (signed)\n", "| a | b |\n\n", "~~", "<tr><td>", "<ul><li>"] {
        claims_of("a.html", &format!("<p>The AI Pact:</p>{}", line.repeat(12_000)));
        claims_of("a.md", &format!("The AI Pact:\n\n{}", line.repeat(12_000)));
    }
}
