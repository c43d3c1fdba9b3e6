//! What changed over a portfolio, as a picture.

use std::fmt::Write as _;

use actlas_assess::drift::Sum;
use actlas_law::Class;

use crate::svg::{escape, lines, wrapped};

const WIDTH: usize = 900;
const ROW: usize = 42;
const HEADING: usize = 44;
const LINE: usize = 16;
const LONGEST: usize = 330;
/// How wide a letter may be, so that text stays in the picture.
const LETTER: usize = 7;
/// Rows of one part at most; the rest is counted.
const ROWS: usize = 24;

/// One bar of the picture.
struct Bar {
    label: String,
    count: usize,
    note: String,
    fill: &'static str,
}

impl Bar {
    /// The label, whole: two changes may differ in their last words.
    fn lines(&self) -> Vec<String> {
        wrapped(&self.label, WIDTH - 24, 13)
    }

    fn tall(&self) -> usize {
        ROW + (self.lines().len() - 1) * LINE
    }
}

/// A picture: records, classes, stages, points and duties that changed, a bar for each kind of change.
pub fn drift_svg(title: &str, sum: &Sum) -> String {
    let parts = [
        ("Records", records(sum)),
        ("Classes that changed", classes(sum)),
        ("Stages that changed", stages(sum)),
        ("Points that changed", points(sum)),
        ("Duties that changed", duties(sum)),
    ];
    let tall = |bars: &Vec<Bar>| HEADING + bars.iter().map(Bar::tall).sum::<usize>().max(ROW);
    let height = 56 + parts.iter().map(|(_, bars)| tall(bars)).sum::<usize>();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\">\
         <title>{title}</title><rect width=\"100%\" height=\"100%\" fill=\"#fffdf8\"/>\
         <defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/>\
         <path d=\"M0 0v6\" stroke=\"#0b3d78\" stroke-width=\"4\"/></pattern></defs>\
         <text x=\"12\" y=\"28\" font-size=\"17\" fill=\"#1d1b18\">{title}</text>\n",
        title = escape(&short(title, 96)),
    );
    let mut y = 44;
    for (heading, bars) in &parts {
        // Writing to a string cannot fail.
        let _ = writeln!(
            svg,
            "<text x=\"12\" y=\"{}\" font-weight=\"bold\" fill=\"#1d1b18\">{heading}</text>",
            y + 20
        );
        y += HEADING;
        if bars.is_empty() {
            let _ = writeln!(svg, "<text x=\"12\" y=\"{y}\" fill=\"#57514a\">none</text>");
            y += ROW;
        }
        let most = bars.iter().map(|bar| bar.count).max().unwrap_or(1).max(1);
        for bar in bars {
            draw(&mut svg, bar, most, y);
            y += bar.tall();
        }
    }
    svg += "</svg>\n";
    svg
}

fn draw(svg: &mut String, bar: &Bar, most: usize, y: usize) {
    let length = match bar.count {
        0 => 0,
        count => (LONGEST * count / most).max(3),
    };
    let tail = match bar.note.is_empty() {
        true => bar.count.to_string(),
        false => format!("{}, {}", bar.count, bar.note),
    };
    let room = (WIDTH - 24 - length) / LETTER;
    let label = bar.lines();
    let _ = write!(svg, "<g><title>{}: {}</title>", escape(&bar.label), escape(&tail));
    lines(svg, &label, (y, LINE), "fill=\"#1d1b18\"");
    let y = y + (label.len() - 1) * LINE;
    let _ = writeln!(
        svg,
        "<rect x=\"12\" y=\"{}\" width=\"{length}\" height=\"14\" fill=\"{}\" \
         stroke=\"#1d1b18\" stroke-width=\"0.5\"/>\
         <text x=\"{}\" y=\"{}\" font-size=\"12\" fill=\"#1d1b18\">{}</text></g>",
        y + 5,
        bar.fill,
        18 + length,
        y + 16,
        escape(&short(&tail, room)),
    );
}

fn records(sum: &Sum) -> Vec<Bar> {
    let same = sum.records.saturating_sub(sum.changed + sum.added);
    let bar = |label: &str, count: usize, fill: &'static str| Bar {
        label: label.to_owned(),
        count,
        note: String::new(),
        fill,
    };
    vec![
        bar("changed", sum.changed, "#0b3d78"),
        bar("added", sum.added, "url(#hatch)"),
        bar("gone", sum.gone, "#8a3d00"),
        bar("the same", same, "#fff"),
    ]
}

fn classes(sum: &Sum) -> Vec<Bar> {
    let words =
        |id: &str| Class::parse(id).map_or_else(|| id.to_owned(), |at| at.words().to_owned());
    let bars = sum.classes.iter().map(|((from, to), count)| Bar {
        label: format!("{} → {}", words(from), words(to)),
        count: *count,
        note: String::new(),
        fill: "#0b3d78",
    });
    most_first(bars.collect())
}

fn stages(sum: &Sum) -> Vec<Bar> {
    let bars = sum.stages.iter().map(|((from, to), count)| Bar {
        label: format!("{} → {}", from.replace('_', " "), to.replace('_', " ")),
        count: *count,
        note: String::new(),
        fill: "#0b3d78",
    });
    most_first(bars.collect())
}

fn points(sum: &Sum) -> Vec<Bar> {
    let bars = sum.points.iter().map(|((from, to), count)| Bar {
        label: format!("{} → {}", from.words(), to.words()),
        count: *count,
        note: String::new(),
        fill: "#0b3d78",
    });
    most_first(bars.collect())
}

fn duties(sum: &Sum) -> Vec<Bar> {
    let bars = sum.duties.iter().map(|(change, (count, because))| Bar {
        label: change.clone(),
        count: *count,
        note: because.iter().map(String::as_str).collect::<Vec<_>>().join("; "),
        // What only has new words is another kind of change than what is owed on another day.
        fill: if change.ends_with("in new words") { "url(#hatch)" } else { "#0b3d78" },
    });
    most_first(bars.collect())
}

fn most_first(mut bars: Vec<Bar>) -> Vec<Bar> {
    bars.sort_by(|a, b| b.count.cmp(&a.count).then(a.label.cmp(&b.label)));
    if bars.len() > ROWS {
        let rest = bars.split_off(ROWS - 1);
        bars.push(Bar {
            label: format!("{} other changes", rest.len()),
            count: rest.iter().map(|bar| bar.count).sum(),
            note: String::new(),
            fill: "#fff",
        });
    }
    bars
}

/// A text that fits; the whole stands in the title of its bar.
fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actlas_assess::drift::PointState;

    #[test]
    fn an_empty_drift_and_one_with_markup_are_pictures() {
        assert!(drift_svg("<none>", &Sum::default()).contains("&lt;none&gt;"));
        let mut sum = Sum { records: 3, changed: 2, ..Sum::default() };
        sum.duties.insert("owed → <b>".to_owned(), (40, Default::default()));
        for at in 0..40 {
            sum.duties.insert(format!("change {at}"), (1, Default::default()));
        }
        sum.points.insert((PointState::Open, PointState::Indicated), 7);
        let svg = drift_svg("x", &sum);
        assert!(svg.contains("<title>open → indicated: 7</title>"));
        assert!(svg.contains("owed → &lt;b&gt;") && svg.contains("18 other changes"));
        assert!(!svg.contains("<b>"));
    }

    #[test]
    fn changes_that_differ_in_their_last_words_are_told_apart() {
        let mut sum = Sum::default();
        let long = "owed → protected until its design changes, ".repeat(4);
        for end in ["by one act", "by another act"] {
            sum.duties.insert(format!("{long}{end}"), (1, Default::default()));
        }
        let svg = drift_svg("x", &sum);
        let shown = |words: &str| svg.matches(&format!("{words}</text>")).count();
        assert_eq!((shown("by one act"), shown("by another act")), (1, 1), "{svg}");
        // Nothing stands on what comes before it.
        let mut rows: Vec<usize> = svg
            .split("<text x=\"12\" y=\"")
            .skip(1)
            .map(|at| at.split('"').next().unwrap_or_default().parse().unwrap_or_default())
            .collect();
        rows.dedup();
        assert!(rows.is_sorted_by(|one, two| one + 12 <= *two), "{rows:?}");
    }
}
