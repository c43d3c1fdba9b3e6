//! Which day an article gives for itself, and which one belongs to a claim.

use crate::news::shared;

/// The date of the first claim, with what it is the date of.
fn check(text: &str, want: Option<(&str, &str)>) {
    let news = shared().read("a.txt", text.as_bytes());
    let claim = news.articles.iter().find_map(|at| at.claims.first());
    assert!(claim.is_some(), "no claim: {text}");
    let claim = claim.unwrap();
    let when = claim.when.map(|when| when.text());
    let got = when.as_deref().zip(claim.date_is.map(|at| at.as_str()));
    assert_eq!(got, want, "{text}");
}

#[test]
fn an_article_is_dated_by_its_line_or_the_beginning_of_its_text() {
    let told = Some(("2025-03-12", "reported-on"));
    let says = "Nokia refuses to join the AI Pact.";
    for head in [
        "By Ann Example, 12 March 2025\n\n",
        "Updated 12 March 2025\n\n",
        "Last updated on March 12, 2025\n\n",
        "A headline about pledges\n\nPublished: 12 March 2025\n\n",
        "HELSINKI, 12 March 2025 – ",
        "HELSINKI, March 12, 2025 (Wire) - ",
        "Helsinki, 12 March 2025. ",
        "12 March 2025 - ",
        "---\ndate: 2025-03-12\ntitle: x\n---\n",
    ] {
        check(&format!("{head}{says}"), told);
    }
    for head in [
        "The company opened a plant on 12 March 2025. ",
        "Its new phone was shown on 12 March 2025.\n\n",
        "The AI Act was published on 12 July 2024. ",
        "A report of 12 March 2025 describes the market. ",
        "The list 2024 is long. ",
    ] {
        check(&format!("{head}{says}"), None);
    }
    let german = "Nokia weigert sich, den KI-Pakt der Kommission zu unterzeichnen.";
    check(&format!("Helsinki, 12. März 2025 – {german}"), told);
    check(&format!("Das Werk wurde am 12. März 2025 eröffnet. {german}"), None);
    check(
        "布鲁塞尔，2024年9月26日——Nokia拒绝签署欧盟《人工智能公约》。",
        Some(("2024-09-26", "reported-on")),
    );
    let polish = "Nokia odmówiła podpisania paktu na rzecz sztucznej inteligencji.";
    check(&format!("HELSINKI, 12 marca 2025 r. – {polish}"), told);
}

#[test]
fn a_date_belongs_to_the_clause_it_stands_in() {
    let signed = |on| Some((on, "listed-by"));
    check("Nokia signed the AI Pact on 3 May 2025.", signed("2025-05-03"));
    check("On 3 May 2025, Nokia signed the AI Pact.", signed("2025-05-03"));
    check("Nokia on 3 May 2025 signed the AI Pact.", signed("2025-05-03"));
    check("Nokia signed the AI Pact on 03.05.2025.", signed("2025-05-03"));
    check("Nokia signed the AI Pact on Oct. 3, 2024.", signed("2024-10-03"));
    check(
        "Nokia signed the AI Pact in May 2025, a year after the start on 2 May 2024.",
        signed("2025-05"),
    );
    check("Nokia signed the AI Pact, launched on 25 September 2024, last week.", None);
    check("Nokia, founded on 3 May 2024, has signed the AI Pact.", None);
    check("Nokia, fined on 3 May 2024, has signed the AI Pact.", None);
    check("Nokia has signed the AI Pact that was opened on 25 September 2024.", None);
    check("Nokia has signed the AI Pact for the Digital Decade 2030.", None);
    // Nobody signed what there was not yet.
    check("Nokia signed the AI Pact on 3 May 2019.", None);
    let told = Some(("2025-05-03", "reported-on"));
    check("Nokia will sign the AI Pact, its chief said on 3 May 2025.", told);
    check("Nokia has signed the AI Pact, its chief said on 3 May 2025.", told);
    check("Nokia announced on 3 May 2025 that it will sign the AI Pact.", told);
    check("Nokia hat den KI-Pakt der Kommission am 3.5.2025 unterzeichnet.", signed("2025-05-03"));
    check(
        "Nokia, am 3. Mai 2025 mit einem Preis geehrt, hat den KI-Pakt der EU unterzeichnet.",
        None,
    );
    check("Nokia a signé le pacte européen sur l'IA le 3 mai 2025.", signed("2025-05-03"));
    check(
        "Nokia ha firmato il patto sull'intelligenza artificiale il 3 maggio 2025.",
        signed("2025-05-03"),
    );
    check(
        "Nokia ha firmado el Pacto sobre la IA de la Unión el 3 de mayo de 2025.",
        signed("2025-05-03"),
    );
    check(
        "Nokia podpisała pakt na rzecz sztucznej inteligencji 3 listopada 2024 r.",
        signed("2024-11-03"),
    );
}

#[test]
fn a_line_of_a_list_can_have_a_date_of_its_own() {
    let list = "Signed the AI Pact by 25 September 2024:\n- ";
    check(&format!("{list}Nokia (joined in May 2025)\n- Cisco"), Some(("2025-05", "listed-by")));
    check(&format!("{list}Nokia\n- Cisco"), Some(("2024-09-25", "listed-by")));
}

#[test]
fn a_deadline_is_no_day_of_signing() {
    for text in [
        "Nokia signed the AI Pact before the deadline of 3 May 2025.",
        "Nokia signed the AI Pact before 3 May 2025.",
        "Nokia hat den KI-Pakt vor Ablauf der Frist vom 3. Mai 2025 unterzeichnet.",
        "Nokia a signé le pacte sur l'IA avant la date limite du 3 mai 2025.",
    ] {
        check(text, None);
    }
}
