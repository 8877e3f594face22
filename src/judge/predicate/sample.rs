//! Pasted output, held against what is printed.

use super::outcome::Say;
use crate::facts::table::Table;
use crate::facts::verdict::Judgement;
use crate::judge::sample_table::{Difference, Sample, differences};
use crate::judge::scene::{Scene, View};
use crate::told;

/// The tables of a command with the rows that its filters leave.
fn printed_tables(view: &View) -> Vec<Table> {
    let kept = |table: Table| {
        let rows = table
            .rows
            .iter()
            .filter(|row| view.prints(row))
            .cloned()
            .collect();
        Table { rows, ..table }
    };
    view.tables()
        .into_iter()
        .map(|table| kept(table.into_owned()))
        .collect()
}

/// What is printed is as pasted.
pub(super) fn sample(sample: &Sample, scene: &Scene) -> Judgement {
    let tables: Vec<Table> = scene.views.iter().flat_map(printed_tables).collect();
    let tables: Vec<&Table> = tables.iter().collect();
    let text: Vec<&str> = scene
        .views
        .iter()
        .map(|view| view.filtered.text.as_str())
        .collect();
    let found = differences(sample, &tables, &text.join("\n"));
    let say = Say(scene.lang);
    let Some(first) = found.first() else {
        return say.passed(told!(AsInThePastedOutput));
    };
    if let Sample::Lines(lines) = sample
        && !tables.is_empty()
        && found.len() == lines.len()
        && lines
            .iter()
            .all(|line| !line.contains("  ") && !line.starts_with("No resources found"))
    {
        return say.manual(told!(SampleOfAnotherForm));
    }
    let told = match first {
        Difference::Column(name) => told!(NoColumn, name),
        Difference::Row(name) => told!(SampleRowMissing, name),
        Difference::Extra(name) => told!(RowNotInSample, name),
        Difference::Field(path) => told!(SampleValueDiffers, path),
        Difference::Line(line) => told!(SampleLineMissing, line),
    };
    say.failed(match found.len() - 1 {
        0 => told,
        more => told!(AndSoManyMore, told, more),
    })
}
