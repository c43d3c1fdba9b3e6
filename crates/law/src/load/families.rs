//! Rules that are written once for several: `each` lists what differs, `$word` in `rule` stands for it.

use actlas_yaml::{Node, Position, Value};

use super::Loader;

/// Most bytes that the families of a file may take when they are written out: a short file may not fill the
/// memory.
const WRITTEN_OUT: usize = 16 << 20;
/// What a node takes besides its text, roughly.
const NODE: usize = 64;

impl Loader {
    /// A file of rules with every family written out.
    pub(super) fn written_out(&mut self, path: &str, mut tree: Node) -> Node {
        let Value::Map(entries) = &mut tree.value else { return tree };
        let mut left = WRITTEN_OUT;
        for (key, value) in entries {
            let Value::List(rules) = &mut value.value else { continue };
            if key.text() == Some("rules") {
                let written = rules.drain(..).flat_map(|rule| self.members(path, rule, &mut left));
                *rules = written.collect();
            }
        }
        tree
    }

    fn members(&mut self, path: &str, node: Node, left: &mut usize) -> Vec<Node> {
        let (Some(_), Some(rule)) = (node.get("each"), node.get("rule")) else { return vec![node] };
        self.only(path, &node, &["each", "rule"]);
        let (mut members, size) = (Vec::new(), Size::of(rule));
        for member in self.entries(path, Some(&node), "each") {
            let words = member.map().unwrap_or_default();
            let mut words: Vec<(String, &str)> = words
                .iter()
                .filter_map(|(word, text)| Some((format!("${}", word.text()?), text.text()?)))
                .collect();
            if words.iter().any(|(_, with)| with.contains('$')) {
                self.wrong(path, member.at, "a text that stands for a word holds a `$` itself");
                continue;
            }
            // A word may begin like another.
            words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
            let longest = words.iter().map(|(_, with)| with.len()).max().unwrap_or_default();
            let Some(less) = left.checked_sub(size.written(longest)) else {
                self.wrong(path, member.at, "the rules written out from here on are too large");
                break;
            };
            *left = less;
            let mut rule = rule.clone();
            if let Some(at) = fill(&mut rule, &words) {
                self.wrong(path, at, format!("line {} gives no such word", member.at.line));
            }
            members.push(rule);
        }
        members
    }
}

/// How large a rule is, and how many places for words it has at most.
#[derive(Clone, Copy, Default)]
struct Size {
    bytes: usize,
    words: usize,
}

impl Size {
    fn of(node: &Node) -> Size {
        let mut size = Size { bytes: NODE, words: 0 };
        let mut add = |node: &Node| {
            let Size { bytes, words } = Size::of(node);
            size = Size { bytes: size.bytes + bytes, words: size.words + words };
        };
        match &node.value {
            Value::Scalar(text, _) => {
                return Size { bytes: NODE + text.len(), words: text.matches('$').count() };
            }
            Value::List(nodes) => nodes.iter().for_each(add),
            Value::Map(entries) => entries.iter().for_each(|(key, node)| {
                add(key);
                add(node);
            }),
        }
        size
    }

    /// The most it takes with texts of so many bytes in the place of the words.
    fn written(self, longest: usize) -> usize {
        self.bytes.saturating_add(self.words.saturating_mul(longest))
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
    use super::super::wrong_after;
    use crate::model::Pack;
    use crate::source::PackFiles;

    const FILE: &str = "rules/annex-1.yaml";

    #[test]
    fn each_member_is_a_rule_of_its_own() {
        let (pack, _) = Pack::load(&PackFiles::embedded());
        for (id, title) in [("annex1.6", "Radio"), ("annex1.17", "Rail")] {
            let rule = pack.rule(pack.find(id).unwrap()).unwrap();
            assert!(rule.title.starts_with(title), "{id}: {}", rule.title);
        }
    }

    #[test]
    fn a_word_may_begin_like_another() {
        let mut files = PackFiles::embedded();
        let text = files.files.get_mut(FILE).unwrap();
        *text = text.replacen("{n: 17, ", "{t: x, n: 17, ", 1);
        let (pack, _) = Pack::load(&files);
        let rule = pack.rule(pack.find("annex1.17").unwrap()).unwrap();
        assert!(rule.title.starts_with("Rail"), "{}", rule.title);
    }

    #[test]
    fn a_word_that_a_member_does_not_give_is_wrong() {
        let found = wrong_after(FILE, "law: rail, ", "");
        assert!(found.contains("gives no such word"), "{found}");
    }

    #[test]
    fn a_short_file_does_not_fill_the_memory() {
        let long = format!("law: {}, ", "x".repeat(1 << 16));
        let marks = format!("title: {}", "$law".repeat(1 << 12));
        let mut files = PackFiles::embedded();
        let text = files.files.get_mut(FILE).unwrap();
        *text = text.replacen("law: rail, ", &long, 1).replacen("title: $title", &marks, 1);
        let found: Vec<String> = Pack::load(&files).1.iter().map(ToString::to_string).collect();
        let found = found.join("\n");
        assert!(found.contains("written out from here on are too large"), "{found}");
    }

    #[test]
    fn words_hold_no_words() {
        let found = wrong_after(FILE, "law: rail, ", "law: $n$n, ");
        assert!(found.contains("holds a `$` itself"), "{found}");
    }

    #[test]
    fn members_with_one_name_are_wrong() {
        let found = wrong_after(FILE, "{n: 17,", "{n: 16,");
        assert!(found.contains("stands here a second time"), "{found}");
    }
}
