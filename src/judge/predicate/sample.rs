//! Pasted output, held against what is printed.

use super::outcome::Say;
use crate::facts::table::Table;
use crate::facts::verdict::Judgement;
use crate::josa;
use crate::judge::sample_table::{Difference, Sample, differences};
use crate::judge::scene::{Scene, View};

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
        return say.passed(
            "기록된 출력과 같습니다".into(),
            "as in the pasted output".into(),
        );
    };
    if let Sample::Lines(lines) = sample
        && !tables.is_empty()
        && found.len() == lines.len()
        && lines
            .iter()
            .all(|line| !line.contains("  ") && !line.starts_with("No resources found"))
    {
        return say.manual(
            "기록된 줄이 이 명령의 출력 형식이 아니어서 비교할 수 없습니다".into(),
            "no line of the sample can be what this command prints".into(),
        );
    }
    let (ko, en) = match first {
        Difference::Column(name) => (
            josa!("열 `{name}`[이/가] 없습니다"),
            format!("no column `{name}`"),
        ),
        Difference::Row(name) => (
            josa!("기록된 행 `{name}`[이/가] 없습니다"),
            format!("the row `{name}` of the sample is not printed"),
        ),
        Difference::Extra(name) => (
            format!("기록에 없는 행 `{name}`"),
            format!("a row that the sample does not have: `{name}`"),
        ),
        Difference::Field(path) => (
            format!("기록된 값과 다릅니다: `{path}`"),
            format!("a value of the sample is not so: `{path}`"),
        ),
        Difference::Line(line) => (
            format!("기록된 줄이 없습니다: {line}"),
            format!("a line of the sample is not printed: {line}"),
        ),
    };
    let more = found.len() - 1;
    let rest = if more > 0 {
        scene
            .lang
            .pick(format!(" 외 {more}건"), format!(" and {more} more"))
    } else {
        String::new()
    };
    say.failed(format!("{ko}{rest}"), format!("{en}{rest}"))
}
