use std::fmt;

use whatlang::{Detector, Lang};

use crate::markup::seen;
use crate::small_words::SmallWords;

/// The official languages of the Union, by their two letters.
macro_rules! languages {
    ($(($name:ident, $code:literal, $words:literal)),* $(,)?) => {
        /// An official language of the Union.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the names say it")]
        pub enum Language { $($name),* }

        impl Language {
            /// All of them.
            pub const ALL: &[Language] = &[$(Language::$name),*];

            /// Its two letters.
            pub fn code(self) -> &'static str {
                match self { $(Language::$name => $code),* }
            }

            /// Its English name.
            pub fn words(self) -> &'static str {
                match self { $(Language::$name => $words),* }
            }
        }
    };
}

languages![
    (Bulgarian, "bg", "Bulgarian"),
    (Czech, "cs", "Czech"),
    (Danish, "da", "Danish"),
    (German, "de", "German"),
    (Greek, "el", "Greek"),
    (English, "en", "English"),
    (Spanish, "es", "Spanish"),
    (Estonian, "et", "Estonian"),
    (Finnish, "fi", "Finnish"),
    (French, "fr", "French"),
    (Irish, "ga", "Irish"),
    (Croatian, "hr", "Croatian"),
    (Hungarian, "hu", "Hungarian"),
    (Italian, "it", "Italian"),
    (Lithuanian, "lt", "Lithuanian"),
    (Latvian, "lv", "Latvian"),
    (Maltese, "mt", "Maltese"),
    (Dutch, "nl", "Dutch"),
    (Polish, "pl", "Polish"),
    (Portuguese, "pt", "Portuguese"),
    (Romanian, "ro", "Romanian"),
    (Slovak, "sk", "Slovak"),
    (Slovenian, "sl", "Slovenian"),
    (Swedish, "sv", "Swedish"),
];

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Language {
    /// The language named by a register: `nl`, `NL-be`, `Dutch`, `nederlands` is not tried.
    pub fn named(name: &str) -> Option<Language> {
        let name = name.trim();
        let code = name.split(['-', '_']).next().unwrap_or_default();
        let is = |at: &&Language| {
            at.code().eq_ignore_ascii_case(code) || at.words().eq_ignore_ascii_case(name)
        };
        Language::ALL.iter().find(is).copied()
    }
}

/// Shorter texts say too little about their language.
const MIN_CHARACTERS: usize = 24;

/// The language of a text, if one is clear. Irish and Maltese are told by their own small words, which
/// the detector does not know.
pub fn language_of(text: &str) -> Option<Language> {
    language_by(text, &SmallWords::of(text))
}

/// The same where the small words of the text are counted already.
pub fn language_by(text: &str, small_words: &SmallWords) -> Option<Language> {
    if text.chars().take(MIN_CHARACTERS).count() < MIN_CHARACTERS {
        return None;
    }
    if let Some(language) = small_words.language() {
        return Some(language);
    }
    let text = &*seen(text);
    if let Some(language) = irish_or_maltese(text).or_else(|| small_words.language_of_untyped()) {
        return Some(language);
    }
    let near = small_words.near_untyped();
    let asked = |(_, language): &&(Lang, Language)| near.len() < 2 || near.contains(language);
    let known = DETECTED.iter().filter(asked).map(|(lang, _)| *lang).collect();
    let found = Detector::with_allowlist(known).detect(text)?;
    detected(found.lang())
}

fn detected(found: Lang) -> Option<Language> {
    DETECTED.iter().find(|(lang, _)| *lang == found).map(|(_, language)| *language)
}

/// The language of a part of a text, beside that of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfPart {
    /// That of the whole.
    Same,
    /// Clearly another.
    Other(Language),
    /// It says too little.
    Unclear,
}

/// Fewer small words of another language tell nothing of a part.
const MIN_OTHER: u32 = 2;
/// So many words without a small one of the whole text's language are hardly of it.
const MANY: u32 = 6;

/// The language of a part of a text whose small words are counted. Its letters are asked only where it has
/// more small words of another language than of the whole, since they cost far more.
pub fn language_of_part(part: &str, small_words: &SmallWords, whole: Option<Language>) -> OfPart {
    let of = |language: Language| match whole == Some(language) {
        true => OfPart::Same,
        false => OfPart::Other(language),
    };
    let count = |language: Language| small_words.counts().find(|(of, _)| *of == language);
    let own = whole.and_then(count).map_or(0, |(_, count)| count);
    let most = small_words.counts().map(|(_, count)| count).max().unwrap_or_default();
    if most == own && own > 0 {
        return OfPart::Same;
    }
    let is_short = || part.chars().take(MIN_CHARACTERS).count() < MIN_CHARACTERS;
    // Finnish needs few small words.
    let many = whole.is_some() && own == 0 && small_words.words() >= MANY;
    let foreign = many && (most > 0 || !part.is_ascii());
    if most < MIN_OTHER && !foreign || is_short() {
        return OfPart::Unclear;
    }
    if let Some(language) = small_words.language() {
        return of(language);
    }
    let near: Vec<Language> = small_words
        .counts()
        .filter(|(language, count)| whole == Some(*language) || foreign || *count * 2 > most)
        .map(|(language, _)| language)
        .collect();
    // One that is asked for alone is found in any text.
    let asked = |(_, language): &&(Lang, Language)| near.len() < 2 || near.contains(language);
    let known = DETECTED.iter().filter(asked).map(|(lang, _)| *lang).collect();
    let found = Detector::with_allowlist(known).detect(&seen(part));
    // Letters and small words that say the same are believed though neither is sure.
    let sure = found.filter(|found| found.is_reliable() || most >= own + MIN_OTHER);
    let sure = sure.and_then(|found| detected(found.lang()));
    sure.filter(|language| near.contains(language)).map_or(OfPart::Unclear, of)
}

/// The two letters of a text's language, of the Union or of others that news is written in, if one is
/// clear.
pub fn tongue_of(text: &str) -> Option<&'static str> {
    tongue(text).map(|(code, _)| code)
}

/// The same where there is hardly a doubt, so that texts may be parted by it.
pub fn sure_tongue_of(text: &str) -> Option<&'static str> {
    tongue(text).filter(|(_, sure)| *sure == Sure::Yes).map(|(code, _)| code)
}

/// Whether a language is hardly in doubt.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sure {
    Yes,
    No,
}

fn tongue(text: &str) -> Option<(&'static str, Sure)> {
    if let Some(language) = by_script(text) {
        return Some((language, Sure::Yes));
    }
    if text.chars().take(MIN_CHARACTERS).count() < MIN_CHARACTERS {
        return None;
    }
    if let Some(language) = irish_or_maltese(text) {
        return Some((language.code(), Sure::Yes));
    }
    // Names have letters of many languages.
    let plain = without_names(text);
    let small = SmallWords::of(&plain);
    let by_small = small.language();
    let told = by_letters(&plain).filter(|told| by_small.is_none_or(|by| by == told.language));
    if let Some(Letters { language, words, share: Share::Many }) = told {
        return Some((language.code(), if words > 1 { Sure::Yes } else { Sure::No }));
    }
    let known: Vec<Lang> =
        DETECTED.iter().map(|(lang, _)| *lang).chain(OTHERS.iter().map(|(at, _)| *at)).collect();
    let detector = Detector::with_allowlist(known);
    let without = detector.detect(&plain).filter(|_| plain.len() >= MIN_CHARACTERS);
    // A single letter is believed if the words around it sound like its language.
    let lang = without.as_ref().map(whatlang::Info::lang);
    let sounds =
        |language: Language| DETECTED.iter().any(|(at, of)| Some(*at) == lang && *of == language);
    if let Some(Letters { language, .. }) = told.filter(|told| sounds(told.language)) {
        return Some((language.code(), Sure::No));
    }
    let whole = detector.detect(text)?;
    let reliable = whole.is_reliable();
    let unsure = by_small.is_none() && !reliable;
    let found = without.filter(|_| unsure).unwrap_or(whole);
    let other = OTHERS.iter().find(|(lang, _)| *lang == found.lang()).map(|(_, code)| *code);
    // Neighbours that the small words do not know share them: Norwegian, Russian.
    let shared = [Language::Danish, Language::Bulgarian];
    let by_words = by_small.filter(|at| !shared.contains(at));
    // The detector knows neither of these two and would be sure of a neighbour.
    let unknown_to_it = text.contains(['ħ', 'ġ']) || different(&small_words(text), ONLY_IRISH) > 1;
    if let Some(language) = by_words.filter(|_| other.is_none() || !reliable) {
        return Some((language.code(), if unknown_to_it { Sure::No } else { Sure::Yes }));
    }
    // Names alone tell nothing.
    if !reliable && plain.is_ascii() && small.is_empty() {
        return None;
    }
    let code = other.or_else(|| {
        let own = DETECTED.iter().find(|(lang, _)| *lang == found.lang());
        own.map(|(_, language)| language.code())
    })?;
    let sure = reliable && !unknown_to_it;
    Some((code, if sure { Sure::Yes } else { Sure::No }))
}

/// The words of a text that do not begin with a capital.
fn without_names(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| {
        let first = word.chars().find(|at| at.is_alphabetic());
        first.is_some_and(|at| !at.is_uppercase())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Letters that one language of the Union alone has.
const LETTERS: &[(Language, &[char])] = &[
    (Language::Czech, &['ě', 'ů', 'ř']),
    (Language::Slovak, &['ľ', 'ĺ', 'ŕ']),
    (Language::Hungarian, &['ő', 'ű']),
    (Language::Romanian, &['ș', 'ț', 'ţ']),
    (Language::Polish, &['ł', 'ś', 'ź', 'ń']),
    (Language::Lithuanian, &['ė', 'į', 'ų']),
    (Language::Latvian, &['ā', 'ē', 'ī', 'ļ', 'ķ', 'ņ', 'ģ']),
];

/// What letters tell.
#[derive(Clone, Copy)]
struct Letters {
    language: Language,
    /// How many words have them.
    words: usize,
    share: Share,
}

/// Whether as many words have such letters as running text of the language has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Share {
    Many,
    Few,
}

/// The language that letters tell, if they tell one.
fn by_letters(text: &str) -> Option<Letters> {
    if text.is_ascii() {
        return None;
    }
    let text = text.to_lowercase();
    let with =
        |letters: &[char]| text.split_whitespace().filter(|word| word.contains(letters)).count();
    let mut found = LETTERS.iter().map(|(language, letters)| (*language, with(letters)));
    let told = found.find(|(_, words)| *words > 0);
    let alone = found.all(|(_, words)| words == 0);
    // A word or two may be taken from elsewhere: other letters must not be the rule.
    let count = text.split_whitespace().count();
    if let Some((language, words)) = told {
        let share = if words * 12 >= count { Share::Many } else { Share::Few };
        return Some(Letters { language, words, share }).filter(|_| alone);
    }
    let swedish = with(&['å']).min(with(&['ä', 'ö']));
    let other = text.contains(['æ', 'ø', 'õ', 'ü', 'ß']);
    (swedish > 0 && swedish * 20 >= count && !other).then_some(Letters {
        language: Language::Swedish,
        words: swedish,
        share: Share::Many,
    })
}

/// Letters that tell a script apart even where names are written in Latin letters.
const TELLING: usize = 6;

/// Languages that a script tells by itself.
fn by_script(text: &str) -> Option<&'static str> {
    let (mut kana, mut han, mut hangul, mut arabic) = (0, 0, 0, 0);
    for character in text.chars() {
        match character {
            '\u{3041}'..='\u{30fa}' => kana += 1,
            '\u{4e00}'..='\u{9fff}' => han += 1,
            '\u{ac00}'..='\u{d7a3}' => hangul += 1,
            '\u{600}'..='\u{6ff}' => arabic += 1,
            _ => {}
        }
    }
    let most = kana.max(han).max(hangul).max(arabic);
    match most {
        most if most < TELLING => None,
        // Japanese mixes both; Chinese has no kana.
        most if most == kana || (most == han && kana >= TELLING) => Some("ja"),
        most if most == han => Some("zh"),
        most if most == hangul => Some("ko"),
        // Persian and Urdu share the script; the detector does not tell them from Arabic well.
        _ => Some("ar"),
    }
}

/// Languages that are not of the Union.
const OTHERS: &[(Lang, &str)] = &[
    (Lang::Ara, "ar"),
    (Lang::Cmn, "zh"),
    (Lang::Ind, "id"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Nob, "no"),
    (Lang::Rus, "ru"),
    (Lang::Tur, "tr"),
    (Lang::Ukr, "uk"),
    (Lang::Vie, "vi"),
];

const DETECTED: &[(Lang, Language)] = &[
    (Lang::Bul, Language::Bulgarian),
    (Lang::Ces, Language::Czech),
    (Lang::Dan, Language::Danish),
    (Lang::Deu, Language::German),
    (Lang::Ell, Language::Greek),
    (Lang::Eng, Language::English),
    (Lang::Spa, Language::Spanish),
    (Lang::Est, Language::Estonian),
    (Lang::Fin, Language::Finnish),
    (Lang::Fra, Language::French),
    (Lang::Hrv, Language::Croatian),
    (Lang::Hun, Language::Hungarian),
    (Lang::Ita, Language::Italian),
    (Lang::Lit, Language::Lithuanian),
    (Lang::Lav, Language::Latvian),
    (Lang::Nld, Language::Dutch),
    (Lang::Pol, Language::Polish),
    (Lang::Por, Language::Portuguese),
    (Lang::Ron, Language::Romanian),
    (Lang::Slk, Language::Slovak),
    (Lang::Slv, Language::Slovenian),
    (Lang::Swe, Language::Swedish),
];

const IRISH: &[&str] = &["agus", "an", "na", "ar", "le", "chun", "go", "atá", "leis", "córas"];
const MALTESE: &[&str] =
    &["li", "ta", "tal", "għal", "il", "jew", "biex", "minn", "huwa", "sistema"];
/// Words that hardly any other language has: three different ones tell a longer text.
const ONLY_IRISH: &[&str] = &[
    "agus",
    "faoi",
    "níl",
    "níor",
    "tá",
    "atá",
    "bhfuil",
    "chun",
    "leis",
    "maidir",
    "dhéanamh",
    "seo",
    "deir",
    "dúirt",
    "go",
    "ag",
    "ní",
    "cé",
    "féin",
    "roimh",
    "bhí",
    "gcód",
    "gcomhaontú",
];
const ONLY_MALTESE: &[&str] = &[
    "għal", "għall", "biex", "huwa", "hija", "dwar", "fuq", "mill", "jew", "mhux", "tal", "għadha",
    "qal", "iżda", "jekk", "aktar", "liġi", "fil", "mal", "bejn", "wkoll",
];

fn small_words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower
        .split(|at: char| !at.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// How many different words of a list there are.
fn different(words: &[String], of: &[&str]) -> usize {
    of.iter().filter(|only| words.iter().any(|word| word == *only)).count()
}

fn irish_or_maltese(text: &str) -> Option<Language> {
    // Both languages are told by letters with marks, which most texts do not have.
    if text.is_ascii() {
        return None;
    }
    let lower = text.to_lowercase();
    if !lower.contains(['ħ', 'ġ', 'ż', 'ċ', 'á', 'é', 'í', 'ó', 'ú']) {
        return None;
    }
    let words = small_words(text);
    let among = |of: &[&str]| words.iter().filter(|word| of.contains(&word.as_str())).count();
    let (count, irish, maltese) = (words.len(), among(IRISH), among(MALTESE));
    let marked = |letters: &[char]| lower.contains(letters);
    let often = |of: &[&str]| among(of) * 12 > count;
    // No other language of the Union has these two letters.
    let own = if marked(&['ħ', 'ġ']) { 2 } else { 3 };
    if different(&words, ONLY_MALTESE) >= own && often(ONLY_MALTESE) && marked(&['ħ', 'ġ', 'ċ'])
    {
        return Some(Language::Maltese);
    }
    let vowels = marked(&['á', 'é', 'í', 'ó', 'ú']);
    if different(&words, ONLY_IRISH) >= 3 && often(ONLY_IRISH) && vowels {
        return Some(Language::Irish);
    }
    if maltese * 5 > count && marked(&['ħ', 'ġ', 'ż', 'ċ']) {
        return Some(Language::Maltese);
    }
    let sure = lower.contains("agus") && marked(&['á', 'é', 'í', 'ó', 'ú']);
    (irish * 5 > count && sure).then_some(Language::Irish)
}

#[cfg(test)]
mod tests {
    use super::{Language, OfPart, language_of, language_of_part, sure_tongue_of, tongue_of};
    use crate::SmallWords;

    #[test]
    fn languages_of_purposes() {
        let check =
            |text: &str, want: Language| assert_eq!(language_of(text), Some(want), "{text}");
        check("The system ranks applications for jobs in the city hall.", Language::English);
        check("Het systeem rangschikt sollicitaties voor banen bij de gemeente.", Language::Dutch);
        check("Das System ordnet Bewerbungen für Stellen bei der Stadt.", Language::German);
        check("Le système classe les candidatures aux emplois de la ville.", Language::French);
        check("Järjestelmä pisteyttää kaupungin työpaikkahakemukset.", Language::Finnish);
        check("Az önkormányzati állásokra jelentkezők rangsorolása a cél.", Language::Hungarian);
        check(
            "Is-sistema tikklassifika l-applikazzjonijiet għal impjieg mal-kunsill.",
            Language::Maltese,
        );
        check(
            "Déanann an córas na hiarratais ar phoist leis an gcomhairle a rangú agus a mheas.",
            Language::Irish,
        );
    }

    #[test]
    fn a_text_without_diacritics_or_with_loose_ones_is_told_too() {
        let check =
            |text: &str, want: Language| assert_eq!(language_of(text), Some(want), "{text}");
        check(
            "System trida zadosti, ktere prichazeji na urad, a pri rozhodovani je predava uredniku, ktery je \
             vyrizuje podle data prijeti, aby se zkratily lhuty.",
            Language::Czech,
        );
        check(
            "Syste\u{301}m tr\u{30c}i\u{301}di\u{301} z\u{30c}a\u{301}dosti, ktere\u{301} pr\u{30c}icha\u{301}zeji\u{301}.",
            Language::Czech,
        );
        check(
            "<p><span>Das&nbsp;Werkzeug</span> z&auml;hlt</p><p>Busse und Z&uuml;ge.</p>",
            Language::German,
        );
    }

    #[test]
    fn a_part_in_another_language_is_told() {
        let check = |part: &str, whole: Option<Language>, want: OfPart| {
            assert_eq!(language_of_part(part, &SmallWords::of(part), whole), want, "{part}");
        };
        let german = Some(Language::German);
        check(
            "Le système classe les candidats à l'emploi selon leur CV",
            german,
            OfPart::Other(Language::French),
        );
        check(
            "Het systeem rangschikt de sollicitanten op hun cv",
            german,
            OfPart::Other(Language::Dutch),
        );
        check("Das System ordnet die Bewerber nach ihren Noten", german, OfPart::Same);
        check(
            "Das System ordnet die Bewerber nach ihren Noten",
            None,
            OfPart::Other(Language::German),
        );
        check("Stand 2026", german, OfPart::Unclear);
        check("Bewertungsverfahren Personalauswahl Kommunalverwaltung", german, OfPart::Unclear);
    }

    #[test]
    fn no_sure_guess_where_the_detector_knows_no_language() {
        let check =
            |text: &str, want: Option<&str>| assert_eq!(sure_tongue_of(text), want, "{text}");
        check(
            "Google u Mistral AI ffirmaw il-Kodiċi ta' Prattika għall-intelliġenza artifiċjali bi skop.",
            None,
        );
        check(
            "Il-kumpanija qalet li l-kodiċi huwa volontarju u li mhux se tiffirma qabel ma taqra l-liġi \
             sew, iżda ma eskludiet xejn dwar is-sena d-dieħla.",
            Some("mt"),
        );
        check(
            "Dhiúltaigh an chuideachta an cód a shíniú faoi láthair agus dúirt sí nach bhfuil cinneadh \
             déanta fós, cé go bhfuil an téacs léite aici.",
            Some("ga"),
        );
        check("회사는 협약에 서명하지 않겠다고 밝혔다고 합니다.", Some("ko"));
    }

    #[test]
    fn letters_and_small_words_tell_neighbours_apart() {
        let check = |text: &str, want: Option<&str>| assert_eq!(tongue_of(text), want, "{text}");
        check("Vodafone podepsal dohodu o umělé inteligenci.", Some("cs"));
        check("Över hundra företag, bland dem Google och Scania, har skrivit på.", Some("sv"));
        check("Säkerhetsbolaget Securitas var först på listan, uppger myndigheten.", Some("sv"));
        check("Societatea a semnat și ea acordul, potrivit unui comunicat.", Some("ro"));
        check("A cég aláírta a szöveget, közölte a szóvivője péntek délelőtt.", Some("hu"));
        check(
            "Selskapet har skrevet under avtalen, og det gjorde også Telenor etter jul.",
            Some("no"),
        );
        check(
            "Virksomheden har skrevet under på aftalen, og det gjorde Maersk også efter jul.",
            Some("da"),
        );
        check(
            "Brusel 1. srpna 2025 / Kodak odmítla podepsat kodex správné praxe pro obecnou umělou \
             inteligenci. Kodex podepsaly Fuji a Agfa. Kodak pakt o AI nepodepsal.",
            Some("cs"),
        );
        check(
            "Paris, 5 August 2025 – Mistral signed the GPAI code two weeks ago. Yesterday the \
             Commission published the names.",
            Some("en"),
        );
        // Names of other languages change nothing.
        check("The offices of Česká spořitelna and Dvořák were closed by the city.", Some("en"));
        check("Google, Meta, Apple, Cisco, Nokia, Samsung", None);
    }

    #[test]
    fn names_of_languages() {
        assert_eq!(Language::named("NL"), Some(Language::Dutch));
        assert_eq!(Language::named("de-AT"), Some(Language::German));
        assert_eq!(Language::named("Spanish"), Some(Language::Spanish));
        assert_eq!(Language::named("Klingon"), None);
        assert_eq!(language_of("AI"), None);
    }
}
