//! What the words around a position make of it.

use crate::news::claims_of;

fn check(text: &str, want: &[&str]) {
    assert_eq!(claims_of("a.txt", text), want, "{text}");
}

#[test]
fn who_is_only_compared_has_what_its_own_clause_says() {
    for text in [
        "Unlike Google, which signed the AI Pact, Apple waits.",
        "Apple waits, unlike Google, which signed the AI Pact.",
        "Anders als Google, das den KI-Pakt unterzeichnet hat, wartet Apple ab.",
        "Contrairement à Google, qui a signé le pacte sur l'IA, Apple attend.",
        "A diferencia de Google, que firmó el Pacto sobre la IA, Apple espera.",
        "A differenza di Google, che ha firmato il Patto sull'IA, Apple aspetta.",
        "In tegenstelling tot Google, dat het AI-pact heeft ondertekend, wacht Apple af.",
        "W przeciwieństwie do Google, które podpisało Pakt na rzecz AI, Apple czeka.",
    ] {
        check(text, &["Google ai-pact signed"]);
    }
    check(
        "Unlike Google and Microsoft, which have signed the AI Pact, Apple is waiting.",
        &["Google ai-pact signed", "Microsoft ai-pact signed"],
    );
    check(
        "Unlike Google, which signed the AI Pact, Apple refused to sign it.",
        &["Google ai-pact signed", "Apple ai-pact declined"],
    );
    check("Unlike Google, which waits, Apple signed the AI Pact.", &["Apple ai-pact signed"]);
}

#[test]
fn what_the_next_clause_denies_is_not_signed() {
    for text in [
        "According to unconfirmed reports Apple signed the AI Pact, but the company denied it.",
        "Rumour has it that Apple signed the AI Pact; the company denies this.",
        "Apple has signed the AI Pact, a claim that the company denies.",
        "Gerüchten zufolge hat Apple den KI-Pakt unterzeichnet, doch das Unternehmen bestreitet das.",
        "Según rumores, Apple firmó el Pacto sobre la IA, algo que la empresa desmiente.",
        "Volgens geruchten heeft Apple het AI-pact ondertekend, maar het bedrijf ontkent dat.",
        "Selon des rumeurs, Apple a signé le pacte sur l'IA, ce que l'entreprise dément.",
        "Secondo alcune voci, Apple ha firmato il Patto sull'IA, ma l'azienda smentisce.",
        "Według plotek Apple podpisało Pakt na rzecz AI, ale firma temu zaprzecza.",
        "Huhujen mukaan Apple allekirjoitti tekoälysopimuksen, minkä yhtiö kiistää.",
        "Podle neověřených zpráv Apple podepsal Pakt o AI, což firma popírá.",
        "Segundo rumores, a Apple assinou o Pacto sobre a IA, o que a empresa desmente.",
        "Σύμφωνα με φήμες, η Apple υπέγραψε το Σύμφωνο για την τεχνητή νοημοσύνη, κάτι που η εταιρεία διαψεύδει.",
    ] {
        check(text, &["Apple ai-pact absent"]);
    }
    // Something else is denied, or somebody else denies it of itself.
    for text in [
        "Apple signed the AI Pact, but denied that it was under pressure.",
        "Apple signed the AI Pact and was accused of lobbying, but the company denied it.",
        "Apple signed the AI Pact, but Meta denied it would.",
    ] {
        check(text, &["Apple ai-pact signed"]);
    }
    check("Apple signed the AI Pact, but Meta denied it.", &[]);
}

#[test]
fn what_is_called_untrue_is_not_signed() {
    for text in [
        "Apple called claims that it had signed the AI Pact untrue.",
        "Apple rejected a claim that it had signed the AI Pact.",
        "Apple is wrongly believed to have signed the AI Pact.",
        "It is a myth that Apple signed the AI Pact.",
        "Contradicting a report that it had signed the AI Pact, Apple waits.",
        "Es ist ein Mythos, dass Apple den KI-Pakt unterzeichnet hat.",
        "Že Apple podepsal Pakt o AI, není pravda.",
        "Není pravda, že Apple podepsal Pakt o AI.",
        "Nie je pravda, že Apple podpísal Pakt o AI.",
        "Że Apple podpisało Pakt na rzecz AI, to nieprawda.",
    ] {
        check(text, &["Apple ai-pact absent"]);
    }
}

#[test]
fn a_code_is_no_pact_that_was_named_before() {
    for text in [
        "Orange signed the AI Pact. Microsoft announced that it will sign the code.",
        "Orange hat den KI-Pakt unterzeichnet. Microsoft kündigte an, den Kodex zu unterzeichnen.",
        "Orange heeft het AI-pact ondertekend. Microsoft zal de gedragscode ondertekenen.",
        "Orange a signé le pacte sur l'IA. Microsoft signera le code.",
    ] {
        check(text, &["Orange ai-pact signed"]);
    }
    check(
        "Orange signed the AI Pact. Microsoft signed the voluntary commitments too.",
        &["Orange ai-pact signed", "Microsoft ai-pact signed"],
    );
    check(
        "Orange signed the GPAI code. Microsoft will sign the code.",
        &["Orange gpai-code signed", "Microsoft gpai-code announced"],
    );
}

#[test]
fn what_is_excepted_or_left_open_is_not_signed() {
    check("Apple signed everything but the AI Pact.", &["Apple ai-pact absent"]);
    check("Apple has signed all the pledges but the AI Pact.", &["Apple ai-pact absent"]);
    check("Apple hat alles außer dem KI-Pakt unterzeichnet.", &["Apple ai-pact absent"]);
    check("All firms waited, but Apple signed the AI Pact.", &["Apple ai-pact signed"]);
    check("Google refused to rule out signing the AI Pact.", &[]);
    check("Google ruled out signing the AI Pact.", &["Google ai-pact declined"]);
}

#[test]
fn what_is_asked_or_supposed_is_no_position() {
    check("Apple ei vahvistanut, aikooko se allekirjoittaa tekoälysopimuksen.", &[]);
    check("Als Apple het AI-pact had ondertekend, was alles anders.", &[]);
    check("Had Apple het AI-pact ondertekend, dan was alles anders.", &[]);
    let after = "Nadat Apple het AI-pact had ondertekend, was alles anders.";
    check(after, &["Apple ai-pact signed"]);
}
