//! Who says what news tell, and what the words of a claim are where two sentences give it.

use actlas_pact::{Basis, News, Position, Speaker};

use crate::news::shared;

fn read(text: &str) -> News {
    shared().read("a.txt", text.as_bytes())
}

/// The basis of the only claim of a text, and who says it.
fn said(text: &str) -> (Basis, Speaker) {
    let news = read(text);
    let claims: Vec<_> = news.articles.iter().flat_map(|at| &at.claims).collect();
    assert_eq!(claims.len(), 1, "{text}");
    claims.first().map(|claim| (claim.basis, claim.speaker)).unwrap()
}

#[test]
fn a_statement_is_ones_own_only_if_one_says_it() {
    let own = |text: &str| {
        assert_eq!(said(text), (Basis::OwnStatement, Speaker::Organisation), "{text}");
    };
    own("Nokia said that it will not sign the AI Pact.");
    own("Nokia will not sign the AI Pact, the company said on Monday.");
    own("Nokia will not sign the AI Pact, a spokeswoman said.");
    own("Nokia will not sign the AI Pact, said its chief executive.");
    own("“We will not sign the AI Pact,” said a spokesman of Nokia.");
    own(
        "Nokia wird den KI-Pakt der Europäischen Union nicht unterzeichnen, teilte der Konzern mit.",
    );
    own(
        "Nokia ne signera pas le pacte européen sur l'IA cette année, a annoncé le groupe finlandais.",
    );
    let others = |text: &str, who: Speaker| {
        assert_eq!(said(text), (Basis::PressReport, who), "{text}");
    };
    others("Nokia refused to sign the AI Pact, three lobbyists told the paper.", Speaker::Reporter);
    others("Nokia will not sign the AI Pact, a researcher at a bank said.", Speaker::Reporter);
    others("Nokia will not sign the AI Pact, the head of a lobby said.", Speaker::Reporter);
    others("Nokia will not sign the AI Pact, the Tagblatt reported.", Speaker::Reporter);
    others("Campaigners said Nokia refused to sign the AI Pact.", Speaker::Reporter);
    others("The Commission confirmed that Nokia refused to sign the AI Pact.", Speaker::Keeper);
    others("Microsoft said Nokia refused to sign the AI Pact.", Speaker::Reporter);
    others(
        "Nokia wird den KI-Pakt der Europäischen Union nicht unterzeichnen, sagte ein Analyst.",
        Speaker::Reporter,
    );
}

/// What a claim rests on, by the words around its verb.
#[test]
fn each_claim_rests_on_what_its_words_say() {
    let check = |want: Basis, texts: &[&str]| {
        texts.iter().for_each(|text| assert_eq!(said(text).0, want, "{text}"));
    };
    // `Listed`, `list` and `names` of something else are no list of the instrument.
    let press = [
        "Mistral, listed on Euronext, has signed the AI Pact.",
        "Google names a new head of policy and has signed the AI Pact.",
        "Apple, which is on the Forbes list, signed the AI Pact.",
        "Orange, which names AI as its priority, has signed the AI Pact.",
        "SAP führt die Liste der wertvollsten Firmen an und hat den KI-Pakt unterzeichnet.",
        "Orange, en tête de la liste des opérateurs, a signé le pacte européen sur l'IA cette année.",
        "Telefónica, que encabeza la lista de operadoras, ha firmado el pacto europeo sobre la IA.",
        // Who is named as the source says it, whoever is the subject.
        "Meta refused to sign the AI Pact according to Politico.",
        "Google has signed the AI Pact according to Reuters.",
        "Google has signed the AI Pact according to the Commission.",
        "Meta has refused to sign the AI Pact, it was reported on Monday.",
        "Meta, it is reported, refused to sign the AI Pact.",
        "Meta's refusal to sign the AI Pact was reported by Politico.",
        "Meta will laut Politico den KI-Pakt der Europäischen Union nicht unterzeichnen.",
        "Meta will Politico zufolge den KI-Pakt der Europäischen Union nicht unterzeichnen.",
        "Meta a refusé de signer le pacte européen sur l'IA selon Reuters.",
        "Meta se negó a firmar el pacto europeo sobre la IA según Reuters.",
        "Meta ha rifiutato di firmare il patto europeo sull'IA secondo Reuters.",
        "TikTok refused to say whether it would sign the AI Pact.",
        // Who has not signed need not be missing from a list.
        "Nokia denied on Monday that it had signed the AI Pact.",
        "Apple has not signed the AI Pact.",
    ];
    check(Basis::PressReport, &press);
    let own = [
        "According to Nokia, it will not sign the AI Pact.",
        "It was announced on Monday by Nokia that it has signed the AI Pact.",
        "Einem Sprecher von Meta zufolge will der Konzern den KI-Pakt nicht unterzeichnen.",
        "Nokia did not sign the AI Pact, the company said.",
        "“We have neither signed nor refused the AI Pact,” Meta said.",
    ];
    check(Basis::OwnStatement, &own);
    let listed =
        ["Google is on the list of signatories of the AI Pact.", "The AI Pact list names Google."];
    check(Basis::OfficialList, &listed);
    let missing = [
        "Nokia is missing from the list of the AI Pact.",
        "Apple is not on the list of the AI Pact.",
        "Nokia fehlt auf der Liste des KI-Pakts der Europäischen Union.",
    ];
    check(Basis::Absence, &missing);
}

#[test]
fn what_is_taken_back_is_quoted_with_what_takes_it_back() {
    let news = read("Our newsletter said that Cisco had signed the AI Pact. That is not true.");
    let claim = &news.articles[0].claims[0];
    assert_eq!((claim.position, claim.basis), (Position::Absent, Basis::PressReport));
    assert!(news.quote(&claim.quote).starts_with("Our newsletter"));
    assert!(news.quote(&claim.quote).ends_with("That is not true."));
    assert!(news.quote(&claim.cue).ends_with("is not true"));
    let refused = read("A blog said that Cisco had refused to sign the AI Pact. That is not true.");
    assert_eq!(refused.articles[0].claims, []);
    let apart = read("Cisco has signed the AI Pact.\n\nThat is wrong.");
    assert_eq!(apart.articles[0].claims[0].position, Position::Signed);
}

#[test]
fn names_and_marks_without_end_are_read_in_time() {
    let started = std::time::Instant::now();
    for piece in
        ["Google, a partner of Apple, ", "not Apple, ", "unlike Meta, ", "all the firms but "]
    {
        let text = format!("{}signed the AI Pact.", piece.repeat(6_000));
        assert!(!read(&text).articles.is_empty());
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn what_another_says_of_somebody_is_no_statement_of_theirs() {
    let news = read("\"Google signed the AI Pact,\" said Meta's spokesman, \"and we did not.\"");
    let bases: Vec<_> = news.articles[0].claims.iter().map(|at| (at.position, at.basis)).collect();
    assert_eq!(
        bases,
        [(Position::Signed, Basis::PressReport), (Position::Absent, Basis::OwnStatement)]
    );
}
