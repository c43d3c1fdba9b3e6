//! The language of a text by its small words: articles, pronouns, prepositions and conjunctions, of which
//! every third word of running text is one.
//!
//! Most texts are told this way, many times as fast as by their letters, which decide the others.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt as _};

use crate::Language;
use crate::fold::fold;
use crate::markup::seen;
use crate::words::each_word;

/// The most frequent small words of each language. A word may stand under several.
const SMALL: [(Language, &str); 24] = [
    (
        Language::Bulgarian,
        "на за се да от по при чрез със като или които която който което за е са и в с не си ще че \
         това тези този тази до към след между както също само въз основа дали",
    ),
    (
        Language::Czech,
        "a v na se je k do pro ze že které který která jejich podle nebo jako při po jsou aby zda bez \
         od ke pomocí kdo také než již byly jeho mezi ve lze být tak když mohou pokud",
    ),
    (
        Language::Danish,
        "og i at er en et til på af for med den det der som fra ikke kan skal bliver ved eller de om \
         hvor efter deres sig hvem når blandt mellem uden ud også samt har",
    ),
    (
        Language::German,
        "der die das und ist in zu den von mit für auf dem des ein eine einer einem eines nicht werden \
         wird aus oder bei nach sich wie durch ob zur zum wer sie als um ihre über anhand deren auch",
    ),
    (
        Language::Greek,
        "και το η ο του της των την τα τις τους με για από που σε στην στο στη στα στις στον να θα δεν \
         είναι ή ένα μια οι τον ως κατά αν ποιος πριν μετά ώστε όταν αυτό",
    ),
    (
        Language::English,
        "the of and to in is for that with by on from are or as it an be which this their who at whether \
         has into before not was its they where about can each will how these used using",
    ),
    (
        Language::Spanish,
        "el la los las de del y que en un una por para con se su sus al es como o si no más lo sobre \
         entre cuando quién según sin desde este esta cada son ha antes",
    ),
    (
        Language::Estonian,
        "ja on ei et kas kes mis või ning kui see selle oma ka nende mille välja kohta järgi alusel \
         põhjal enne pärast abil tema seda süsteem neid mida saab poolt ega ühe",
    ),
    (
        Language::Finnish,
        "ja on ei että joka jotka sekä tai kun se sen niiden ovat mukaan perusteella jonka joiden sitä \
         myös kuin ennen jälkeen avulla onko kuka mitä josta joita voi järjestelmä siitä niitä",
    ),
    (
        Language::French,
        "le la les des de du et en un une pour par dans que qui est sur au aux avec ou ce ces sont leur \
         leurs il elle se ne pas à son sa ses afin selon d l s dont",
    ),
    (
        Language::Irish,
        "an na agus ar le i go is a ag don den sa nó chun do atá leis faoi as ó bhfuil mar nach gach cé \
         sin seo tá ina ón ar maidir ionas bheith",
    ),
    (
        Language::Croatian,
        "i u na se je za da od koji koja koje s kako ili po iz te su ne o do prema prije nego tko njihove \
         njihov kojima bez tijekom što bi li nije tako putem radi među kada također",
    ),
    (
        Language::Hungarian,
        "a az és hogy egy nem is meg ki akik amely ami vagy alapján szerint ha mely után előtt arra azt \
         ezt majd számára között mint aki való amelyek illetve valamint azok ez kik be el",
    ),
    (
        Language::Italian,
        "il la lo i gli le di del della dei delle e che in un una per con si al alla da dal nel nella \
         sono o se è non su come chi cui prima ai alle sulla loro ha",
    ),
    (
        Language::Lithuanian,
        "ir į iš su kad ar yra kurie kuris kuri pagal už be per nuo prie arba jų jo tik taip kaip apie \
         prieš kas po ne bei kuriuos kurių dėl šis ši būti naudojant metu",
    ),
    (
        Language::Latvian,
        "un ir no uz ar par lai kas kuri vai pēc pie tiek kā to tā viņu šo bez kurš kura pirms līdz arī \
         savu nav tad tās starp vien katru kuru tiem ja dēļ jeb",
    ),
    (
        Language::Maltese,
        "li il ta tal u għal biex minn fuq jew ma huma huwa hija fil mill lill bil dwar lil meta kif \
         qabel min skont mal bejn kull għall tas fis hu mhux jekk l",
    ),
    (
        Language::Dutch,
        "de het een en van in op te dat die is voor met aan zijn er wordt worden niet of door naar uit \
         om bij als hun wie tot over welke ze dan na ook deze kan deze zodat",
    ),
    (
        Language::Polish,
        "i w na z do się że jest o dla od po oraz lub który która które czy ich przez jak nie kto przed \
         są za tych aby podstawie pod jego ze przy między także we już może",
    ),
    (
        Language::Portuguese,
        "o a os as de do da dos das e que em um uma por para com se no na nos nas ao à são ou quem como \
         não mais pelo pela seu sua entre é foi cada num numa segundo antes",
    ),
    (
        Language::Romanian,
        "și de la a în pe care cu din un o pentru sunt este nu sau să al ale ai lor prin după dacă cine \
         mai fi se ce cei cele unei unui dintre fără înainte către fost",
    ),
    (
        Language::Slovak,
        "a v na sa je s z do pre zo že ktoré ktorý ktorá ich podľa alebo ako pri po sú aby či bez od ku \
         pomocou kto tiež než už boli jeho medzi vo možno byť tak keď môžu ak",
    ),
    (
        Language::Slovenian,
        "in v na se je za da od ki s iz po pri z ali ter so kako kdo ne o do glede pred kot njihove \
         katerih jih brez ob med ga ni tudi bi lahko pa če ko kateri oziroma",
    ),
    (
        Language::Swedish,
        "och i att är en ett till på av för med den det som från inte kan ska blir vid eller de om där \
         efter deras sig vem när bland mellan utan ut också samt har hur",
    ),
];

/// The languages of each small word, as bits in the order of [`SMALL`].
static LANGUAGES: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut languages: HashMap<&str, u32> = HashMap::new();
    for (at, (_, words)) in SMALL.iter().enumerate() {
        for word in words.split_whitespace() {
            *languages.entry(word).or_default() |= 1 << at;
        }
    }
    languages
});

/// The languages of each small word as it is typed without its diacritics.
static UNTYPED: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let mut languages: HashMap<String, u32> = HashMap::new();
    for (at, (_, words)) in SMALL.iter().enumerate() {
        for word in words.split_whitespace() {
            *languages.entry(fold(word)).or_default() |= 1 << at;
        }
    }
    languages
});

/// Fewer small words tell nothing.
const MIN_SMALL: u32 = 4;

/// Fewer tell nothing where the diacritics were left out of some.
const MIN_UNTYPED: u32 = 3;

/// The languages that a word is a small one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Small {
    typed: u32,
    /// Those that it is a small word of only if its diacritics were left out, or [`MARKED`].
    untyped: u32,
}

/// A word that has other letters than the plain ones; no bit of a language.
const MARKED: u32 = 1 << 31;

impl Small {
    /// What a number is.
    const NO_WORD: Small = Small { typed: u32::MAX, untyped: 0 };

    /// Of a word as it is written.
    pub fn of(word: &str) -> Small {
        if !word.contains(char::is_alphabetic) {
            return Small::NO_WORD;
        }
        let lower: String = seen(word).chars().flat_map(char::to_lowercase).collect();
        let typed = LANGUAGES.get(lower.as_str()).copied().unwrap_or_default();
        let untyped = match lower.is_ascii() {
            true => UNTYPED.get(&lower).copied().unwrap_or_default() & !typed,
            false => MARKED,
        };
        Small { typed, untyped }
    }

    /// Whether it is one of a language.
    pub fn is_of(self, language: Language) -> bool {
        self != Small::NO_WORD && self.typed & 1 << language as u32 != 0
    }

    /// Whether it is one of some language.
    pub(crate) fn is_one(self) -> bool {
        self != Small::NO_WORD && self.typed != 0
    }
}

/// The small words of a text, counted by language.
#[derive(Clone, Copy, Debug, Default)]
pub struct SmallWords {
    counts: [u32; SMALL.len()],
    /// What the counts would be more if the text was typed without diacritics.
    untyped: [u32; SMALL.len()],
    marked: u32,
    words: u32,
}

impl SmallWords {
    /// Those of a whole text.
    pub fn of(text: &str) -> SmallWords {
        let mut counted = SmallWords::default();
        each_word(text, |word, _, _| counted.add(Small::of(word)));
        counted
    }

    /// Counts a word.
    pub fn add(&mut self, word: Small) {
        if word == Small::NO_WORD {
            return;
        }
        self.words += 1;
        count(&mut self.counts, word.typed);
        match word.untyped {
            MARKED => self.marked += 1,
            of => count(&mut self.untyped, of),
        }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.counts.iter().all(|count| *count == 0)
    }

    /// The language whose small words the text has, if it is far ahead of every other.
    pub fn language(&self) -> Option<Language> {
        self.ahead(&self.counts)
    }

    /// The same for a text that may have been typed without diacritics: one without any.
    pub(crate) fn language_of_untyped(&self) -> Option<Language> {
        let counts = self.as_untyped()?;
        let first = || {
            // Letters tell little here: those that were left out told neighbours apart.
            let most = counts.iter().copied().max().filter(|most| *most >= MIN_UNTYPED)?;
            let mut best = SMALL.iter().zip(counts).zip(self.untyped).filter(|at| at.0.1 == most);
            let ((language, _), untyped) = best.next()?;
            (best.next().is_none() && untyped > 1).then_some(language.0)
        };
        self.ahead(&counts).or_else(first)
    }

    /// The languages that such a text may be in, if its small words leave several.
    pub(crate) fn near_untyped(&self) -> Vec<Language> {
        let counts = self.as_untyped().unwrap_or_default();
        let most = counts.iter().copied().max().unwrap_or_default();
        let near = SMALL.iter().zip(counts).filter(|(_, count)| most > 1 && *count * 2 > most);
        near.map(|((language, _), _)| *language).collect()
    }

    fn as_untyped(&self) -> Option<[u32; SMALL.len()]> {
        let mut counts = self.counts;
        counts.iter_mut().zip(self.untyped).for_each(|(count, more)| *count += more);
        (self.marked == 0).then_some(counts)
    }

    /// How many words were counted.
    pub(crate) fn words(&self) -> u32 {
        self.words
    }

    /// The languages with their counts.
    pub(crate) fn counts(&self) -> impl Iterator<Item = (Language, u32)> {
        SMALL.iter().zip(self.counts).map(|((language, _), count)| (*language, count))
    }

    fn ahead(&self, counts: &[u32]) -> Option<Language> {
        let counts = counts.iter().copied().enumerate();
        let (best, most) = counts.clone().max_by_key(|(_, count)| *count)?;
        let next = counts.filter(|(at, _)| *at != best).map(|(_, count)| count).max()?;
        let ahead = most >= MIN_SMALL && most * 6 >= self.words && next * 3 <= most * 2;
        SMALL.get(best).filter(|_| ahead).map(|(language, _)| *language)
    }
}

fn count(counts: &mut [u32], mut of: u32) {
    while of != 0 {
        if let Some(count) = counts.get_mut(of.trailing_zeros() as usize) {
            *count += 1;
        }
        of &= of - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::SmallWords;
    use crate::Language;

    #[test]
    fn few_words_and_two_languages_tell_nothing() {
        let by = |text: &str| SmallWords::of(text).language();
        assert_eq!(by("The end of the day is near"), Some(Language::English));
        assert_eq!(by("AI for all"), None);
        let both =
            "Het systeem is voor de burgers van de stad. The system is for the people of the city.";
        assert_eq!(by(both), None);
        assert_eq!(by(""), None);
    }
}
