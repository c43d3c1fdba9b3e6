//! The names of months, by language, and those that a text of unknown language can mean.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The names and usual short forms, from January on, `,` between months and a blank between forms. A `*` stands
/// for the endings of a name.
pub const MONTHS: &[(&str, &str)] = &[
    (
        "en",
        "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,september sept sep,october oct,november nov,december dec",
    ),
    (
        "de",
        "januar jan jänner,februar feb feber,märz mrz,april apr,mai,juni jun,juli jul,august aug,september sept sep,oktober okt,november nov,dezember dez",
    ),
    (
        "fr",
        "janvier janv,février févr fév,mars,avril avr,mai,juin,juillet juil,août,septembre sept,octobre oct,novembre nov,décembre déc",
    ),
    (
        "es",
        "enero ene,febrero feb,marzo mar,abril abr,mayo may,junio jun,julio jul,agosto ago,septiembre setiembre sept sep,octubre oct,noviembre nov,diciembre dic",
    ),
    (
        "it",
        "gennaio genn gen,febbraio febbr feb,marzo mar,aprile apr,maggio magg mag,giugno giu,luglio lug,agosto ago,settembre sett set,ottobre ott,novembre nov,dicembre dic",
    ),
    (
        "pt",
        "janeiro jan,fevereiro fev,março mar,abril abr,maio mai,junho jun,julho jul,agosto ago,setembro set,outubro out,novembro nov,dezembro dez",
    ),
    (
        "nl",
        "januari jan,februari feb,maart mrt,april apr,mei,juni jun,juli jul,augustus aug,september sept sep,oktober okt,november nov,december dec",
    ),
    (
        "sv",
        "januari jan,februari feb,mars,april apr,maj,juni jun,juli jul,augusti aug,september sept sep,oktober okt,november nov,december dec",
    ),
    (
        "da",
        "januar jan,februar feb,marts,april apr,maj,juni jun,juli jul,august aug,september sept sep,oktober okt,november nov,december dec",
    ),
    (
        "no",
        "januar jan,februar feb,mars,april apr,mai,juni jun,juli jul,august aug,september sept sep,oktober okt,november nov,desember des",
    ),
    (
        "fi",
        "tammiku*,helmiku*,maalisku*,huhtiku*,toukoku*,kesäku*,heinäku*,eloku*,syysku*,lokaku*,marrasku*,jouluku*",
    ),
    (
        "et",
        "jaanuar* jaan,veebruar* veebr,märts* mär,aprill* apr,mai mais,juuni juunis juunil,juuli juulis juulil,august* aug,septemb* sept,oktoob* okt,novemb* nov,detsemb* dets",
    ),
    (
        "lv",
        "janvār* janv,februār* febr,marts martā marta martam martu martus,aprīl* apr,maij*,jūnij* jūn,jūlij* jūl,august* aug,septembr* sept,oktobr* okt,novembr* nov,decembr* dec",
    ),
    (
        "lt",
        "sausi*,vasaris vasario vasarį vasariui vasariu,kovo kovas kovą,baland*,geguž*,birželi*,liepos liepa liepą,rugpjū*,rugsėj*,spali*,lapkri*,gruodž* gruodi*",
    ),
    (
        "pl",
        "stycz*,luty lutego lutym lutemu,marzec marca marcu,kwietni* kwiecień,maj maja maju,czerwiec czerwca czerwcu,lipiec lipca lipcu,sierpni* sierpień,wrześ* wrzes*,październik*,listopad*,grudz* grudni*",
    ),
    (
        "cs",
        "leden ledna lednu,únor*,březen března březnu,duben dubna dubnu,květen května květnu,červen června červnu,červenec července červenci,srpen srpna srpnu,září,říjen října říjnu,listopad*,prosin*",
    ),
    (
        "sk",
        "január*,február*,marec marca marci,apríl*,máj mája máji,jún júna júni,júl júla júli,august*,septemb*,októb*,novemb*,decemb*",
    ),
    (
        "sl",
        "januar*,februar*,marec marca marcu,april*,maj maja maju,junij*,julij*,avgust*,septemb*,oktob*,novemb*,decemb*",
    ),
    (
        "hr",
        "siječ*,veljača veljače veljači veljaču,ožuj*,travanj travnja travnju,svibanj svibnja svibnju,lipanj lipnja lipnju,srpanj srpnja srpnju,kolovoz*,rujan rujna rujnu,listopad*,studeni studenog studenoga studenom studenome studenomu,prosin*",
    ),
    (
        "hu",
        "január* jan,február* febr,március* márc,április* ápr,május* máj,június* jún,július* júl,augusztus* aug,szeptember* szept,október* okt,november* nov,december* dec",
    ),
    (
        "ro",
        "ianuarie ian,februarie feb,martie mart,aprilie apr,mai,iunie iun,iulie iul,august aug,septembrie sept,octombrie oct,noiembrie noi,decembrie dec",
    ),
    ("bg", "януари,февруари,март,април,май,юни,юли,август,септември,октомври,ноември,декември"),
    (
        "ru",
        "январ*,феврал*,март марта марте,апрел*,май мая мае,июнь июня июне,июль июля июле,август*,сентябр*,октябр*,ноябр*,декабр*",
    ),
    ("uk", "січ*,лют*,берез*,квіт*,трав*,черв*,лип*,серп*,верес*,жовт*,листопад*,груд*"),
    (
        "el",
        "ιανουάρι* ιανουαρί* ιαν,φεβρουάρι* φεβρουαρί* φεβ,μάρτι* μαρτί* μαρ,απρίλι* απριλί* απρ,μάιος μαΐου μάιο μαΐο,ιούνι* ιουνί* ιουν,ιούλι* ιουλί* ιουλ,αύγουστ* αυγούστ* αυγ,σεπτέμβρι* σεπτεμβρί* σεπ,οκτώβρι* οκτωβρί* οκτ,νοέμβρι* νοεμβρί* νοε,δεκέμβρι* δεκεμβρί* δεκ",
    ),
    ("mt", "jannar,frar,marzu,april,mejju,ġunju,lulju,awwissu,settembru,ottubru,novembru,diċembru"),
    (
        "ga",
        "eanáir,feabhra,márta,aibreán aibreáin,bealtaine,meitheamh meithimh,iúil,lúnasa,meán fómhair mheán,deireadh,samhain samhna,nollaig nollag",
    ),
    ("tr", "ocak,şubat,mart,nisan,mayıs,haziran,temmuz,ağustos,eylül,ekim,kasım,aralık"),
    (
        "ar",
        "يناير,فبراير,مارس,أبريل ابريل,مايو,يونيو,يوليو,أغسطس اغسطس,سبتمبر,أكتوبر اكتوبر,نوفمبر,ديسمبر",
    ),
    (
        "id",
        "januari jan,februari feb,maret mar,april apr,mei,juni jun,juli jul,agustus agu,september sep,oktober okt,november nov,desember des",
    ),
];

/// Letters that cases add to the name of a month.
const MAX_ENDING: usize = 5;

/// Short forms that are words of another language.
const WORDS: &[&str] = &["out", "mais", "ian", "set", "ago", "gen", "mag", "ene", "dets"];

/// The months that a word names in any language: one, or two where languages differ (`listopada`).
pub(crate) fn months(word: &str) -> Vec<u8> {
    static NAMES: LazyLock<Names> = LazyLock::new(Names::new);
    if word.chars().count() < 3 || !word.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    NAMES.of(&bare(word))
}

/// All names without diacritics, and the beginnings of those with endings by their first letters.
struct Names {
    whole: HashMap<String, Vec<u8>>,
    stems: HashMap<String, Vec<(String, u8)>>,
}

impl Names {
    fn new() -> Names {
        let mut names = Names { whole: HashMap::new(), stems: HashMap::new() };
        for (_, list) in MONTHS {
            for (month, forms) in (1..).zip(list.split(',')) {
                for form in forms.split_whitespace().filter(|form| !WORDS.contains(form)) {
                    match form.strip_suffix('*') {
                        Some(stem) => {
                            let stem = bare(stem);
                            names.stems.entry(first(&stem)).or_default().push((stem, month));
                        }
                        None => names.whole.entry(bare(form)).or_default().push(month),
                    }
                }
            }
        }
        names
    }

    fn of(&self, word: &str) -> Vec<u8> {
        let whole = self.whole.get(word).into_iter().flatten().copied();
        let ends = |stem: &str| {
            word.strip_prefix(stem).is_some_and(|rest| rest.chars().count() <= MAX_ENDING)
        };
        let stems = self.stems.get(&first(word)).into_iter().flatten();
        let stems = stems.filter(|(stem, _)| ends(stem)).map(|(_, month)| *month);
        let mut months: Vec<u8> = whole.chain(stems).collect();
        months.sort_unstable();
        months.dedup();
        months
    }
}

fn first(word: &str) -> String {
    word.chars().take(2).collect()
}

/// A word in lower case without the marks on its letters.
fn bare(word: &str) -> String {
    let plain = |letter: char| match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' | 'ċ' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' | 'ġ' | 'ģ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' | 'ľ' | 'ļ' => 'l',
        'ñ' | 'ń' | 'ň' | 'ņ' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => 'u',
        'ź' | 'ż' | 'ž' => 'z',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        other => other,
    };
    let is_mark = |letter: &char| ('\u{300}'..='\u{36f}').contains(letter);
    word.to_lowercase().chars().filter(|letter| !is_mark(letter)).map(plain).collect()
}
