//! What somebody does who is not listed is not what those do to whom it belongs.

use crate::news::shared;

/// Who has which position, strangers by their names.
fn check(text: &str, want: &[&str]) {
    let news = shared().read("a.txt", text.as_bytes());
    let pacts = crate::common::pacts();
    let claims = news.articles.iter().flat_map(|at| &at.claims);
    let mut got: Vec<String> = claims
        .filter_map(|at| Some(format!("{} {}", pacts.name(at.organisation?), at.position.as_str())))
        .collect();
    got.sort();
    assert_eq!(got, want, "{text}");
}

#[test]
fn who_is_named_to_say_to_whom_a_stranger_belongs_did_nothing() {
    for text in [
        "GitHub, which belongs to Microsoft, refused to sign the AI Pact.",
        "GitHub, owned by Microsoft, has signed the AI Pact.",
        "GitHub, which belongs to Microsoft, said it will not sign the AI Pact.",
        "GitHub, a Microsoft subsidiary, refused to sign the AI Pact.",
        "GitHub (a unit of Microsoft) refused to sign the AI Pact.",
        "Microsoft's GitHub refused to sign the AI Pact.",
        "Microsoft's Activision has refused to sign the AI Pact.",
        "Microsoft subsidiary GitHub has left the AI Pact.",
        "The Microsoft unit GitHub has signed the AI Pact.",
        "Instagram, which is owned by Meta, has signed the AI Pact.",
        "Hugging Face, which hosts models of Meta and Mistral, signed the GPAI code.",
        "GitHub, das zu Microsoft gehört, hat den KI-Pakt unterzeichnet.",
        "Die Microsoft-Tochter GitHub hat den KI-Pakt der EU unterzeichnet.",
        "GitHub, qui appartient à Microsoft, a signé le pacte européen sur l'IA.",
        "La filiale de Microsoft, GitHub, a signé le pacte européen sur l'IA.",
        "GitHub, que pertenece a Microsoft, ha firmado el Pacto sobre la IA de la Unión.",
        "GitHub, che appartiene a Microsoft, ha firmato il patto sull'intelligenza artificiale.",
        "GitHub, dat eigendom is van Microsoft, heeft het AI-pact van de EU ondertekend.",
        "Microsoft-dochter GitHub heeft het AI-pact van de EU ondertekend.",
    ] {
        check(text, &[]);
    }
}

#[test]
fn who_acts_or_speaks_is_not_set_aside() {
    let one = |name: &str, position: &str| format!("{name} {position}");
    check(
        "Google's subsidiary in Dublin is large. Google signed the AI Pact.",
        &[&one("Google", "signed")],
    );
    check("Google's European arm refused to sign the AI Pact.", &[&one("Google", "declined")]);
    check(
        "Google's Kent Walker said the company will sign the AI Pact.",
        &[&one("Google", "announced")],
    );
    check("Microsoft, which owns GitHub, signed the AI Pact.", &[&one("Microsoft", "signed")]);
    check(
        "In Brussels, which is the seat of the Commission, Google and Nokia signed the AI Pact.",
        &[&one("Google", "signed"), &one("Nokia", "signed")],
    );
    check(
        "Drei Konzerne, die US-Firmen Google und Microsoft sowie SAP, haben den KI-Pakt der EU unterzeichnet.",
        &[&one("Google", "signed"), &one("Microsoft", "signed"), &one("SAP", "signed")],
    );
    check(
        "Yesterday, the firms Google and Nokia, among others, signed the AI Pact.",
        &[&one("Google", "signed"), &one("Nokia", "signed")],
    );
}

#[test]
fn who_is_named_to_say_whose_partner_acts_did_nothing() {
    for text in [
        "Apple's partner Google signed the AI Pact.",
        "Apple's investor Google signed the AI Pact.",
        "Apple's longtime chip supplier Google signed the AI Pact.",
        "Apple's former unit Google signed the AI Pact.",
        "The partner of Apple, Google, signed the AI Pact.",
        "Google, Apple's partner, signed the AI Pact.",
        "Le partenaire d'Apple, Google, a signé le pacte européen sur l'IA.",
        "L'ancienne filiale d'Apple, Google, a signé le pacte européen sur l'IA.",
        "El socio de Apple, Google, firmó el Pacto sobre la IA.",
        "Il partner di Apple, Google, ha firmato il Patto sull'IA.",
        "De partner van Apple, Google, heeft het AI-pact ondertekend.",
        "Apples Partner Google hat den KI-Pakt unterzeichnet.",
        "Apples Partnerfirma Google hat den KI-Pakt der EU unterzeichnet.",
        "Der Apple-Partner Google hat den KI-Pakt unterzeichnet.",
    ] {
        check(text, &["Google signed"]);
    }
    check("Apple's partner signed the AI Pact.", &[]);
    check("Apple and its partner Google signed the AI Pact.", &["Apple signed", "Google signed"]);
    check("Aby zdobyć zaufanie klientów, Google podpisało Pakt na rzecz AI.", &["Google signed"]);
}
