//! Rules that are written once for several: `each` lists what differs, `$word` in `rule` stands for it.

use actlas_yaml::{Node, Position, Value};

use super::Loader;

impl Loader {
    /// A file of rules with every family written out.
    pub(super) fn written_out(&mut self, path: &str, mut tree: Node) -> Node {
        let Value::Map(entries) = &mut tree.value else { return tree };
        for (key, value) in entries {
            let Value::List(rules) = &mut value.value else { continue };
            if key.text() == Some("rules") {
                *rules = rules.drain(..).flat_map(|rule| self.members(path, rule)).collect();
            }
        }
        tree
    }

    fn members(&mut self, path: &str, node: Node) -> Vec<Node> {
        let (Some(_), Some(rule)) = (node.get("each"), node.get("rule")) else { return vec![node] };
        self.only(path, &node, &["each", "rule"]);
        let mut members = Vec::new();
        for member in self.entries(path, Some(&node), "each") {
            let words = member.map().unwrap_or_default();
            let mut words: Vec<(String, &str)> = words
                .iter()
                .filter_map(|(word, text)| Some((format!("${}", word.text()?), text.text()?)))
                .collect();
            // A word may begin like another.
            words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
            let mut rule = rule.clone();
            if let Some(at) = fill(&mut rule, &words) {
                self.wrong(path, at, format!("line {} gives no such word", member.at.line));
            }
            members.push(rule);
        }
        members
    }
}

/// Puts texts in the place of words; where a word is left, the place of the last.
fn fill(node: &mut Node, words: &[(String, &str)]) -> Option<Position> {
    match &mut node.value {
        Value::Scalar(text, _) => {
            for (word, with) in words {
                if text.contains(word.as_str()) {
                    *text = text.replace(word.as_str(), with);
                }
            }
            text.contains('$').then_some(node.at)
        }
        Value::List(nodes) => nodes.iter_mut().filter_map(|node| fill(node, words)).last(),
        Value::Map(entries) => entries.iter_mut().filter_map(|(_, node)| fill(node, words)).last(),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Pack;
    use crate::source::PackFiles;

    const FILE: &str = "rules/annex-1.yaml";

    fn wrong_after(from: &str, to: &str) -> Vec<String> {
        let mut files = PackFiles::embedded();
        let text = files.files.get_mut(FILE).unwrap();
        assert!(text.contains(from), "{from}");
        *text = text.replacen(from, to, 1);
        Pack::load(&files).1.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_member_is_a_rule_of_its_own() {
        let (pack, _) = Pack::load(&PackFiles::embedded());
        for (id, title) in [("annex1.6", "Radio"), ("annex1.17", "Rail")] {
            let rule = pack.rule(pack.find(id).unwrap()).unwrap();
            assert!(rule.title.starts_with(title), "{id}: {}", rule.title);
        }
    }

    #[test]
    fn a_word_that_a_member_does_not_give_is_wrong() {
        let found = wrong_after("law: rail, ", "").join("\n");
        assert!(found.contains("gives no such word"), "{found}");
    }

    #[test]
    fn members_with_one_name_are_wrong() {
        let found = wrong_after("{n: 17,", "{n: 16,").join("\n");
        assert!(found.contains("stands here a second time"), "{found}");
    }
}
