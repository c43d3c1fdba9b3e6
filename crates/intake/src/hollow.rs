//! What stands among records and is none: rows below a table, objects of something else.

use actlas_facts::{Finding, Place};

use crate::codes::RECORD_HOLLOW;

/// Counts them, and knows where the first stands.
#[derive(Debug, Default)]
pub(crate) struct Hollow {
    count: u64,
    first: Option<Place>,
}

impl Hollow {
    pub(crate) fn add(&mut self, place: impl FnOnce() -> Place) {
        self.count += 1;
        self.first.get_or_insert_with(place);
    }

    /// What there is to tell, in the words for one of them and for several.
    pub(crate) fn finding(self, (one, several): (&str, &str)) -> Option<Finding> {
        let says = match self.count {
            1 => format!("{one} and was passed over"),
            count => format!("{count} {several} and were passed over, the first of them here"),
        };
        let finding = |place| {
            Finding::new(RECORD_HOLLOW, place, says)
                .hint("say with `--mapping FILE` which column is what if records are among them")
        };
        self.first.map(finding)
    }
}
