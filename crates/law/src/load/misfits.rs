use actlas_yaml::Node;

use super::Loader;
use crate::misfit::Misfit;

impl Loader {
    pub(super) fn misfits(&mut self, path: &str, tree: Option<&Node>) -> Vec<Misfit> {
        let Some(tree) = tree else { return Vec::new() };
        self.only(path, tree, &["misfits"]);
        let entries = self.entries(path, Some(tree), "misfits");
        entries.iter().filter_map(|node| self.misfit(path, node)).collect()
    }

    fn misfit(&mut self, path: &str, node: &Node) -> Option<Misfit> {
        self.only(path, node, &["when", "beside", "says", "hint"]);
        let Some(when) = node.get("when") else {
            self.wrong(path, node.at, "`when` is missing");
            return None;
        };
        let beside = match node.get("beside") {
            Some(beside) => Some(self.condition(path, beside)?),
            None => None,
        };
        Some(Misfit {
            when: self.condition(path, when)?,
            beside,
            says: self.required(path, node, "says"),
            hint: self.required(path, node, "hint"),
            at: self.spot(path, node.at),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::wrong_after;

    const FILE: &str = "misfits.yaml";

    #[test]
    fn a_misfit_says_what_holds_and_what_to_do() {
        let check = |old: &str, new: &str, want: &str| {
            let found = wrong_after(FILE, old, new);
            assert!(found.contains(want), "{found}");
        };
        check(
            "    hint: correct one of `actor_role` and `actor_in_union`\n",
            "",
            "`hint` is missing",
        );
        check(
            "{fact: not_yet_on_market,",
            "{fact: not_yet_on_marquee,",
            "no fact `not_yet_on_marquee`",
        );
        check("    beside: *provider_in_union", "    besides: *provider_in_union", "besides");
        check(
            "when: {fact: actor_role, has: importer",
            "then: {fact: actor_role, has: importer",
            "`when` is missing",
        );
    }
}
