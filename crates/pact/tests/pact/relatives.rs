//! Clauses about a name: what they tell is of that name, and nothing else in the sentence is.

use crate::news::claims_of;

#[test]
fn a_clause_about_a_name_keeps_its_verb_and_its_instrument() {
    let cases: &[(&str, &[&str])] = &[
        (
            "Mistral, whose investor Microsoft signed the AI Pact, will not sign it.",
            &["Microsoft ai-pact signed", "Mistral AI ai-pact declined"],
        ),
        (
            "Mistral, backed by Microsoft, which signed the AI Pact, stays out.",
            &["Microsoft ai-pact signed", "Mistral AI ai-pact declined"],
        ),
        (
            "Meta, which signed the White House commitments, will not sign the AI Pact.",
            &["Meta white-house signed", "Meta ai-pact declined"],
        ),
        (
            "Microsoft, which signed the AI Pact, will not sign the GPAI Code of Practice.",
            &["Microsoft ai-pact signed", "Microsoft gpai-code declined"],
        ),
        (
            "Microsoft, qui a signé le Pacte sur l'IA, ne signera pas le code de bonnes pratiques GPAI.",
            &["Microsoft ai-pact signed", "Microsoft gpai-code declined"],
        ),
        (
            "Amazon, which has refused to sign the GPAI Code of Practice, signed the AI Pact.",
            &["Amazon gpai-code declined", "Amazon ai-pact signed"],
        ),
        (
            "OpenAI, which left the AI Pact, has signed the GPAI Code of Practice.",
            &["OpenAI ai-pact left", "OpenAI gpai-code signed"],
        ),
        (
            "Anthropic, in which Amazon has invested and which signed the code of practice, has not signed the AI Pact.",
            &["Anthropic ai-pact absent"],
        ),
        // The instrument of the clause stands nearer to the verb behind it than the verb's own.
        (
            "The AI Pact Microsoft, which signed the GPAI Code of Practice, will not sign.",
            &["Microsoft gpai-code signed", "Microsoft ai-pact declined"],
        ),
        (
            "OpenAI hat den KI-Pakt, anders als Microsoft, das den GPAI-Verhaltenskodex ablehnt, unterzeichnet.",
            &["OpenAI ai-pact signed"],
        ),
        (
            "Den KI-Pakt hat Microsoft, das den GPAI-Verhaltenskodex unterzeichnet hat, abgelehnt.",
            &["Microsoft gpai-code signed", "Microsoft ai-pact declined"],
        ),
        (
            "Microsoft, das den KI-Pakt unterzeichnet hat, wird den GPAI-Verhaltenskodex nicht unterzeichnen.",
            &["Microsoft ai-pact signed", "Microsoft gpai-code declined"],
        ),
        (
            "Microsoft, que firmó el Pacto sobre la IA, no firmará el código de buenas prácticas GPAI.",
            &["Microsoft ai-pact signed", "Microsoft gpai-code declined"],
        ),
        (
            "Microsoft, dat het AI-pact heeft ondertekend, zal de GPAI-praktijkcode niet ondertekenen.",
            &["Microsoft ai-pact signed", "Microsoft gpai-code declined"],
        ),
        (
            "Microsoft, które podpisało Pakt na rzecz AI, nie podpisze kodeksu postępowania GPAI.",
            &["Microsoft ai-pact signed", "Microsoft gpai-code declined"],
        ),
        (
            "Microsoft, který podepsal Pakt o AI, nepodepíše kodex GPAI.",
            &["Microsoft ai-pact signed", "Microsoft gpai-code declined"],
        ),
        (
            "Meta, die die Zusagen des Weißen Hauses unterzeichnet hat, wird den KI-Pakt nicht unterzeichnen.",
            &["Meta white-house signed", "Meta ai-pact declined"],
        ),
        (
            "Meta, qui a signé les engagements de la Maison-Blanche, ne signera pas le Pacte sur l'IA.",
            &["Meta white-house signed", "Meta ai-pact declined"],
        ),
        (
            "Amazon, das sich weigert, den GPAI-Verhaltenskodex zu unterzeichnen, hat den KI-Pakt unterzeichnet.",
            &["Amazon gpai-code declined", "Amazon ai-pact signed"],
        ),
        (
            "Amazon, qui a refusé de signer le code de bonnes pratiques GPAI, a signé le Pacte sur l'IA.",
            &["Amazon gpai-code declined", "Amazon ai-pact signed"],
        ),
        (
            "Mistral, dessen Investor Microsoft den KI-Pakt unterzeichnet hat, wird ihn nicht unterzeichnen.",
            &["Microsoft ai-pact signed", "Mistral AI ai-pact declined"],
        ),
        (
            "Mistral, dont l'investisseur Microsoft a signé le Pacte sur l'IA, ne le signera pas.",
            &["Microsoft ai-pact signed", "Mistral AI ai-pact declined"],
        ),
        (
            "Mistral, cuyo inversor Microsoft firmó el Pacto sobre la IA, no lo firmará.",
            &["Microsoft ai-pact signed", "Mistral AI ai-pact declined"],
        ),
        (
            "Mistral, soutenue par Microsoft, qui a signé le Pacte sur l'IA, ne signera pas.",
            &["Microsoft ai-pact signed", "Mistral AI ai-pact declined"],
        ),
        (
            "Mistral, backed by Microsoft, which signed the AI Pact, has not signed it.",
            &["Microsoft ai-pact signed", "Mistral AI ai-pact absent"],
        ),
        (
            "Google, which signed the AI Pact, has not signed the Seoul commitments.",
            &["Google ai-pact signed", "Google seoul absent"],
        ),
        (
            "Google, which signed the AI Pact, has also signed the GPAI Code of Practice.",
            &["Google ai-pact signed", "Google gpai-code signed"],
        ),
        (
            "Google, which rivals Apple, signed the AI Pact; Apple refused to sign it.",
            &["Google ai-pact signed", "Apple ai-pact declined"],
        ),
        ("Apple, which Google sued, signed the AI Pact.", &["Apple ai-pact signed"]),
        (
            "Google signed the AI Pact and Microsoft signed the GPAI Code of Practice.",
            &["Google ai-pact signed", "Microsoft gpai-code signed"],
        ),
        (
            "Google signed the AI Pact but will not sign the GPAI Code of Practice.",
            &["Google ai-pact signed", "Google gpai-code declined"],
        ),
        (
            "Google, which declined to sign the AI Pact, has signed the GPAI Code of Practice.",
            &["Google ai-pact declined", "Google gpai-code signed"],
        ),
        (
            "Google, who had signed the AI Pact in 2024, signed the GPAI Code of Practice in July.",
            &["Google ai-pact signed", "Google gpai-code signed"],
        ),
        ("Google, which is owned by Alphabet, signed the AI Pact.", &["Google ai-pact signed"]),
        (
            "Google and Microsoft, which have signed the AI Pact, are based in the United States.",
            &["Google ai-pact signed", "Microsoft ai-pact signed"],
        ),
        (
            "Google, whose lawyers signed the AI Pact talks memo, has not signed the AI Pact.",
            &["Google ai-pact absent"],
        ),
        (
            "Meta will not sign the AI Pact, which Google has signed.",
            &["Meta ai-pact declined", "Google ai-pact signed"],
        ),
        (
            "Meta, som äger Instagram, skriver inte under AI-pakten, medan Google har skrivit under.",
            &["Meta ai-pact declined", "Google ai-pact signed"],
        ),
        (
            "Apple, which had first refused to sign the AI Pact, has now signed it.",
            &["Apple ai-pact signed"],
        ),
    ];
    for (text, want) in cases {
        assert_eq!(claims_of("a.txt", text), *want, "{text}");
    }
}
