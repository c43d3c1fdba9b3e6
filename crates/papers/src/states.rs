//! The Member States of the Union, as registers name countries.

/// Codes and names, in English and in a language of the country.
const STATES: &[&[&str]] = &[
    &["at", "austria", "österreich"],
    &["be", "belgium", "belgië", "belgique", "belgien"],
    &["bg", "bulgaria", "българия"],
    &["hr", "croatia", "hrvatska"],
    &["cy", "cyprus", "κύπρος"],
    &["cz", "czechia", "czech republic", "česko", "česká republika"],
    &["dk", "denmark", "danmark"],
    &["ee", "estonia", "eesti"],
    &["fi", "finland", "suomi"],
    &["fr", "france"],
    &["de", "germany", "deutschland"],
    &["gr", "el", "greece", "ελλάδα"],
    &["hu", "hungary", "magyarország"],
    &["ie", "ireland", "éire"],
    &["it", "italy", "italia"],
    &["lv", "latvia", "latvija"],
    &["lt", "lithuania", "lietuva"],
    &["lu", "luxembourg", "luxemburg", "lëtzebuerg"],
    &["mt", "malta"],
    &["nl", "netherlands", "the netherlands", "nederland"],
    &["pl", "poland", "polska"],
    &["pt", "portugal"],
    &["ro", "romania", "românia"],
    &["sk", "slovakia", "slovensko"],
    &["si", "slovenia", "slovenija"],
    &["es", "spain", "españa"],
    &["se", "sweden", "sverige"],
];

/// The Member States among the countries that a field names, as it names them.
pub(crate) fn among(countries: &str) -> Vec<&str> {
    let parts = countries.split([',', ';', '/', '|']).map(str::trim);
    parts.filter(|part| is_member(part)).collect()
}

fn is_member(name: &str) -> bool {
    let name = name.to_lowercase();
    STATES.iter().any(|names| names.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_member_states_are_told() {
        assert_eq!(STATES.len(), 27);
        assert_eq!(among("DE"), ["DE"]);
        assert_eq!(among("Nederland; US, Éire"), ["Nederland", "Éire"]);
        for other in ["US", "United Kingdom", "Norway", "CH", "", "EU", "Georgia"] {
            assert!(among(other).is_empty(), "{other}");
        }
    }
}
