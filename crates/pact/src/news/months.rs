//! The names of months, by language.

use std::collections::HashMap;
use std::sync::LazyLock;

use actlas_text::fold;

/// The names and usual short forms, from January on, `,` between months and a blank between forms. A `*` stands
/// for the endings of a name.
const MONTHS: &[(&str, &str)] = &[
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
        "janvār* janv,februār* febr,mart*,aprīl* apr,maij*,jūnij* jūn,jūlij* jūl,august* aug,septembr* sept,oktobr* okt,novembr* nov,decembr* dec",
    ),
    (
        "lt",
        "sausi*,vasar*,kovo kovas kovą,baland*,geguž*,birželi*,liepos liepa liepą,rugpjū*,rugsėj*,spali*,lapkri*,gruodž* gruodi*",
    ),
    (
        "pl",
        "stycz*,lut*,marzec marca marcu,kwietni* kwiecień,maj maja maju,czerwiec czerwca czerwcu,lipiec lipca lipcu,sierpni* sierpień,wrześ* wrzes*,październik*,listopad*,grudz* grudni*",
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
        "siječ*,velja*,ožuj*,travanj travnja travnju,svibanj svibnja svibnju,lipanj lipnja lipnju,srpanj srpnja srpnju,kolovoz*,rujan rujna rujnu,listopad*,studen*,prosin*",
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

/// Languages with cases add endings to the name of a month.
const MAX_ENDING: usize = 7;

type Names = (HashMap<String, usize>, Vec<(String, usize)>);

/// The whole names of each language, and the beginnings of those with endings.
static NAMES: LazyLock<HashMap<&'static str, Names>> = LazyLock::new(|| {
    let names = |list: &str| {
        let mut names = Names::default();
        for (month, forms) in list.split(',').enumerate() {
            for form in forms.split_whitespace() {
                match form.strip_suffix('*') {
                    Some(stem) => names.1.push((fold(stem), month + 1)),
                    None => {
                        names.0.insert(fold(form), month + 1);
                    }
                }
            }
        }
        names
    };
    MONTHS.iter().map(|(language, list)| (*language, names(list))).collect()
});

/// The number of the month that a word names in a language; in one that is not known, in any, if they agree.
pub(super) fn month(word: &str, language: Option<&str>) -> Option<usize> {
    if let Some(names) = language.and_then(|language| NAMES.get(language)) {
        return named(word, names);
    }
    let mut all = NAMES.values().filter_map(|names| named(word, names));
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

fn named(word: &str, (whole, stems): &Names) -> Option<usize> {
    let ending = |stem: &String| {
        word.strip_prefix(stem.as_str()).is_some_and(|rest| {
            rest.chars().count() <= MAX_ENDING && rest.chars().all(char::is_alphabetic)
        })
    };
    let stem = || stems.iter().find(|(stem, _)| ending(stem)).map(|(_, month)| *month);
    whole.get(word).copied().or_else(stem)
}
