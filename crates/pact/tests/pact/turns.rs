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
