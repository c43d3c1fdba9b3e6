//! What others are known to have of a product.

use actlas_facts::Stage;

use crate::map::{Area, AreaState, MappedSystem, Whose};

/// A record of somebody else that is an instance of a product, or built on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployment {
    /// The organisation, where it is stated, and the name.
    pub name: String,
    /// Whether it is a model, and no use of anything.
    pub is_model: bool,
    /// Whether it is in the making.
    pub is_planned: bool,
    /// Whose it is; never the organisation's own.
    pub whose: Whose,
    /// The areas it is in: it can be in one that its provider excludes.
    pub within: Vec<Area>,
    /// The areas of which it is not known whether it is in them.
    pub open: Vec<Area>,
    /// Whether some area is excluded.
    pub excluded: bool,
    /// Whether nothing is stated of some area.
    pub unstated: bool,
}

impl Deployment {
    /// The deployment that a record is.
    pub(crate) fn of(system: &MappedSystem, whose: Whose) -> Deployment {
        let areas = |is: fn(AreaState) -> bool| -> Vec<Area> {
            // Areas are asked of what is built on a model, not of the model.
            let asked = system.areas.iter().filter(|_| !system.is_model);
            asked.filter(|(_, state)| is(*state)).map(|(area, _)| *area).collect()
        };
        let maker = if system.is_model { system.maker.as_str() } else { "" };
        let stated = [system.organisation.as_str(), maker];
        Deployment {
            name: match stated.iter().find(|name| !name.is_empty()) {
                Some(organisation) => format!("{organisation}: {}", system.name),
                None => system.name.clone(),
            },
            is_model: system.is_model,
            is_planned: system.stage == Stage::Planned,
            whose,
            within: areas(AreaState::is_within),
            open: areas(|state| state == AreaState::Open),
            excluded: !areas(|state| state == AreaState::Excluded).is_empty(),
            unstated: !areas(|state| state == AreaState::NothingStated).is_empty(),
        }
    }

    /// Whether nothing at all is known of its areas, though they are asked of it.
    pub fn is_untouched(&self) -> bool {
        let known = self.excluded || !self.within.is_empty() || !self.open.is_empty();
        !self.is_model && self.unstated && !known
    }

    /// In words: what it is if it is no system in use, and its areas in brackets.
    pub fn words(&self) -> String {
        let marks = [
            (self.is_model, "a model built on it"),
            (self.is_planned, "planned"),
            (self.whose == Whose::Unstated, "not stated whose"),
        ];
        let marks: Vec<&str> = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
        let marks =
            if marks.is_empty() { String::new() } else { format!(" ({})", marks.join("; ")) };
        let list = |areas: &[Area]| {
            let labels: Vec<&str> = areas.iter().map(|area| area.label()).collect();
            labels.join(", ")
        };
        let areas = match (self.within.is_empty(), self.open.is_empty()) {
            _ if self.is_model => String::new(),
            _ if self.is_untouched() => " [areas: nothing stated]".to_owned(),
            (true, true) if self.unstated => " [in no area, as far as stated]".to_owned(),
            (true, true) => " [in no area]".to_owned(),
            (true, false) => format!(" [open: {}]", list(&self.open)),
            (false, true) => format!(" [{}]", list(&self.within)),
            (false, false) => format!(" [{}; open: {}]", list(&self.within), list(&self.open)),
        };
        format!("{}{marks}{areas}", self.name)
    }
}
