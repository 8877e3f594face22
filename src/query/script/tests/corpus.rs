//! The yardstick of real commands, which is no part of the project: read where it is at hand.

use super::*;
use std::path::Path;

/// One row of `commands.tsv`.
struct Row {
    tool: String,
    form: String,
    read_only: bool,
    info: String,
    command: String,
}

fn rows() -> Option<Vec<Row>> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    let found = [beside, "/work/shared"]
        .iter()
        .map(|root| Path::new(root).join("corpus/commands.tsv"))
        .find(|path| path.exists())?;
    let text = std::fs::read_to_string(found).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        Row {
            tool: cells[2].to_owned(),
            form: cells[3].to_owned(),
            read_only: cells[4] == "yes",
            info: cells[6].trim_matches('-').to_owned(),
            command: unfolded(cells[7]),
        }
    });
    Some(rows.collect())
}

/// The table writes a line end as `\n`; inside a JSONPath literal it is the command's own.
fn unfolded(cell: &str) -> String {
    cell.replace("\\n\\\"", "\u{1}")
        .replace("\\n\"", "\u{2}")
        .replace("\\n'", "\u{3}")
        .replace("\\n", "\n")
        .replace('\u{1}', "\\n\\\"")
        .replace('\u{2}', "\\n\"")
        .replace('\u{3}', "\\n'")
}

#[test]
fn real_commands_are_found_and_classed() {
    let Some(rows) = rows() else { return };
    let (mut agree, mut refused, mut strict) = (0, 0, 0);
    let (mut found, mut asked, mut readers, mut right, mut others) = (0, 0, 0, 0, 0);
    let mut misses = Vec::new();
    for row in &rows {
        let script = read(&row.command, &row.info);
        let tool_named = |one: &&Documented| one.text.contains(row.tool.as_str());
        let Some(_) = script.commands.iter().find(tool_named) else {
            misses.push(format!("not found: [{}] {}", row.info, row.command));
            continue;
        };
        found += 1;
        let looks = |class: &Class| matches!(class, Class::Understood(_) | Class::NeedsValue(_));
        let any = script.commands.iter().any(|one| looks(&one.class));
        let no = script
            .commands
            .iter()
            .any(|one| matches!(one.class, Class::Refused(_)));
        agree += usize::from(row.read_only && !no || !row.read_only && !any);
        // The strictest reading: a row that only reads is asked or needs a value, whole.
        let all = script.commands.iter().all(|one| looks(&one.class));
        strict += usize::from(row.read_only && all || !row.read_only && !any);
        refused += usize::from(!row.read_only && no);
        if row.read_only {
            readers += 1;
            if any {
                asked += 1;
            } else {
                let why = script
                    .commands
                    .iter()
                    .map(|one| reason_of(&one.class))
                    .collect::<Vec<_>>();
                misses.push(format!(
                    "{} {} ← {}",
                    row.form,
                    why.join(" + "),
                    row.command
                ));
            }
        } else {
            others += 1;
            let understood = script
                .commands
                .iter()
                .any(|one| matches!(one.class, Class::Understood(_)));
            if understood {
                misses.push(format!("UNDERSTOOD: {}", row.command));
            } else {
                right += 1;
            }
        }
    }
    println!(
        "found {found}/{}; read-only asked {asked}/{readers}; others not asked {right}/{others}",
        rows.len()
    );
    println!("strictly {strict}/{}", rows.len());
    println!(
        "agree {agree}/{}; others refused {refused}/{others}",
        rows.len()
    );
    for miss in &misses {
        println!("{miss}");
    }
    assert_eq!(
        right, others,
        "no command that is not read-only is understood"
    );
    assert_eq!(found, rows.len(), "every row is found");
    assert!(agree * 100 >= rows.len() * 97, "{agree} of {}", rows.len());
    assert!(
        strict * 1000 >= rows.len() * 950,
        "{strict} of {}",
        rows.len()
    );
}

fn reason_of(class: &Class) -> String {
    crate::query::reason(class, crate::facts::lang::Lang::En)
}
