//! Texts as registers hold them: some nine hundred characters of sentences about nothing in particular,
//! and in every fifth text one that a lexicon finds something in.

use actlas_facts::{Record, Text};
use actlas_screen::Lexicon;

use crate::workload::Random;

/// Sentences by language. `{}` stands for a name that no other text has.
const SENTENCES: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "{} keeps the index of maps and drawings in order and shows which sheet lies in which drawer.",
            "The pages are scanned at night, and in the morning the index is complete again.",
            "Version {} was installed in spring and runs on two servers in the cellar of the library.",
            "Old volumes are bound again in the workshop before they go back to their shelf.",
            "A monthly note lists the number of pages, the size of the files and the hours of the machine.",
            "The pumps of the fountains report water level and temperature every quarter of an hour.",
            "Paper, ink and toner are ordered as soon as the stock in room {} falls below ten boxes.",
            "The colours of the old posters are compared with those of the printed catalogue.",
        ],
    ),
    (
        "de",
        &[
            "{} hält das Verzeichnis der Karten und Pläne in Ordnung und zeigt, welches Blatt in welcher Schublade liegt.",
            "Die Seiten werden nachts eingescannt, am Morgen ist das Verzeichnis wieder vollständig.",
            "Die Fassung {} wurde im Frühjahr eingerichtet und läuft auf zwei Rechnern im Keller der Bibliothek.",
            "Alte Bände werden in der Werkstatt neu gebunden, bevor sie ins Regal zurückkehren.",
            "Eine monatliche Übersicht nennt die Zahl der Seiten, die Größe der Dateien und die Stunden der Anlage.",
            "Die Pumpen der Brunnen melden alle fünfzehn Minuten Wasserstand und Temperatur.",
            "Papier und Tinte werden bestellt, sobald im Raum {} weniger als zehn Schachteln liegen.",
            "Die Farben der alten Plakate werden mit denen des gedruckten Katalogs verglichen.",
        ],
    ),
    (
        "fr",
        &[
            "{} tient à jour l'index des cartes et des plans et montre dans quel tiroir se trouve chaque feuille.",
            "Les pages sont numérisées la nuit, et le matin l'index est de nouveau complet.",
            "La version {} a été installée au printemps et tourne sur deux serveurs dans la cave de la bibliothèque.",
            "Les vieux volumes sont reliés à l'atelier avant de retrouver leur étagère.",
            "Une note mensuelle donne le nombre de pages, la taille des fichiers et les heures de la machine.",
            "Les pompes des fontaines signalent tous les quarts d'heure le niveau et la température de l'eau.",
            "Le papier et l'encre sont commandés dès que la salle {} en contient moins de dix boîtes.",
            "Les couleurs des vieilles affiches sont rapprochées de celles du catalogue imprimé.",
        ],
    ),
    (
        "es",
        &[
            "{} mantiene en orden el índice de mapas y planos y muestra en qué cajón está cada hoja.",
            "Las páginas se digitalizan por la noche y por la mañana el índice vuelve a estar completo.",
            "La versión {} se instaló en primavera y funciona en dos servidores en el sótano de la biblioteca.",
            "Los tomos viejos se encuadernan en el taller antes de volver a su estante.",
            "Una nota mensual indica el número de páginas, el tamaño de los archivos y las horas de la máquina.",
            "Las bombas de las fuentes indican cada quince minutos el nivel y la temperatura del agua.",
            "El papel y la tinta se piden en cuanto en la sala {} quedan menos de diez cajas.",
            "Los colores de los carteles antiguos se comparan con los del catálogo impreso.",
        ],
    ),
    (
        "it",
        &[
            "{} tiene in ordine l'indice delle mappe e dei disegni e mostra in quale cassetto si trova ogni foglio.",
            "Le pagine vengono digitalizzate di notte e al mattino l'indice è di nuovo completo.",
            "La versione {} è stata installata in primavera e gira su due server nella cantina della biblioteca.",
            "I vecchi volumi vengono rilegati in laboratorio prima di tornare sullo scaffale.",
            "Una nota mensile riporta il numero di pagine, la dimensione dei file e le ore della macchina.",
            "Le pompe delle fontane indicano ogni quarto d'ora il livello e la temperatura dell'acqua.",
            "Carta e inchiostro vengono ordinati appena nella stanza {} restano meno di dieci scatole.",
            "I colori dei vecchi manifesti vengono confrontati con quelli del catalogo stampato.",
        ],
    ),
    (
        "nl",
        &[
            "{} houdt de index van kaarten en tekeningen op orde en toont in welke lade elk blad ligt.",
            "De bladzijden worden 's nachts gescand en 's ochtends is de index weer volledig.",
            "Versie {} werd in het voorjaar geplaatst en draait op twee servers in de kelder van de bibliotheek.",
            "Oude banden worden in de werkplaats opnieuw gebonden voordat ze naar de plank teruggaan.",
            "Een maandelijks bericht noemt het aantal bladzijden, de grootte van de bestanden en de uren van de machine.",
            "De pompen van de fonteinen melden elk kwartier de waterstand en de temperatuur.",
            "Papier en inkt worden besteld zodra er in kamer {} minder dan tien dozen liggen.",
            "De kleuren van de oude affiches worden vergeleken met die van de gedrukte catalogus.",
        ],
    ),
    (
        "pl",
        &[
            "{} porządkuje spis map i rysunków i pokazuje, w której szufladzie leży każdy arkusz.",
            "Strony są skanowane w nocy, a rano spis jest znowu pełny.",
            "Wersja {} została założona wiosną i działa na dwóch serwerach w piwnicy biblioteki.",
            "Stare tomy są na nowo oprawiane w warsztacie, zanim wrócą na półkę.",
            "Miesięczna notatka podaje liczbę stron, wielkość plików i godziny pracy maszyny.",
            "Pompy fontann co kwadrans podają poziom i temperaturę wody.",
            "Papier i tusz są zamawiane, gdy w pokoju {} zostaje mniej niż dziesięć pudełek.",
            "Barwy starych plakatów są zestawiane z barwami drukowanego katalogu.",
        ],
    ),
    (
        "sv",
        &[
            "{} håller registret över kartor och ritningar i ordning och visar i vilken låda varje blad ligger.",
            "Sidorna skannas på natten, och på morgonen är registret fullständigt igen.",
            "Version {} togs i bruk under våren och körs på två servrar i bibliotekets källare.",
            "Gamla band binds om i verkstaden innan de ställs tillbaka på hyllan.",
            "Ett månadsbrev anger antalet sidor, filernas storlek och maskinens timmar.",
            "Fontänernas pumpar meddelar varje kvart vattennivå och temperatur.",
            "Papper och bläck beställs så snart det ligger färre än tio lådor i rum {}.",
            "De gamla affischernas färger jämförs med den tryckta katalogens.",
        ],
    ),
];

const SYLLABLES: &[&str] =
    &["ka", "lo", "mi", "ren", "su", "ta", "vor", "ze", "bri", "dan", "fel", "gor", "nim", "pas"];

/// A text of a register.
#[derive(Clone, Debug)]
pub struct Prose {
    /// The two letters of its language.
    pub language: &'static str,
    /// Whether one of its sentences is an example of the lexicon.
    pub touches: bool,
    /// The text.
    pub text: String,
}

impl Prose {
    /// A record that holds it as its purpose.
    pub fn record(&self, language: &str) -> Record {
        let text = Text { field: "purpose".to_owned(), text: self.text.clone() };
        Record { language: language.to_owned(), texts: vec![text], ..Record::default() }
    }
}

/// So many texts, in turn in each language.
pub fn texts(lexicon: &Lexicon, count: usize) -> Vec<Prose> {
    let mut random = Random::new(13);
    let examples: Vec<Vec<&str>> = SENTENCES
        .iter()
        .map(|(code, _)| {
            let known = lexicon.languages().find(|(language, _)| language.code() == *code);
            let entries = known.map(|(language, _)| lexicon.entries(language)).unwrap_or_default();
            entries.iter().flat_map(|entry| entry.yes.iter().map(String::as_str)).collect()
        })
        .collect();
    let text = |at: usize| {
        let (language, sentences) = SENTENCES[at % SENTENCES.len()];
        let examples = &examples[at % SENTENCES.len()];
        let touches = at.is_multiple_of(5) && !examples.is_empty();
        let mut text = String::new();
        if touches {
            text += examples[random.below(examples.len() as u64) as usize];
        }
        // A text begins anywhere in the row of sentences and goes on from there.
        let first = random.below(sentences.len() as u64) as usize;
        for sentence in sentences.iter().cycle().skip(first) {
            if text.len() > 850 {
                break;
            }
            if !text.is_empty() {
                text.push(' ');
            }
            text += &sentence.replace("{}", &name(&mut random));
        }
        Prose { language, touches, text }
    };
    (0..count).map(text).collect()
}

fn name(random: &mut Random) -> String {
    let mut syllable = || SYLLABLES[random.below(SYLLABLES.len() as u64) as usize];
    let mut name: String = [syllable(), syllable(), syllable(), syllable()].concat();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}
