//! Comments and pasted output of a fence find the command that they belong to.

use super::documented::{Comment, Item, Loose, Place, Script};
use std::ops::Range;

/// Attaches them: a comment goes to the nearest command with no blank line between, upwards first;
/// otherwise to the preceding command of the fence, else to the following one. Output goes to the
/// command before it.
pub(super) fn attach(mut script: Script, items: &[Item]) -> Script {
    let owners = Owners::of(items);
    let mut at = 0;
    while at < items.len() {
        match &items[at] {
            Item::Line(output) if !output.comment => {
                match owners.before[at] {
                    Some(command) => {
                        let blanks = blanks_before(items, at);
                        append(&mut script, command, &output.text, blanks);
                    }
                    None => script.loose.push(output.clone()),
                }
                at += 1;
            }
            Item::Line(_) => {
                let is_comment = |item: &&Item| matches!(item, Item::Line(line) if line.comment);
                let end = at + items[at..].iter().take_while(is_comment).count();
                let owner = owners.of_comments(items, at..end);
                for item in &items[at..end] {
                    let Item::Line(comment) = item else {
                        continue;
                    };
                    let Loose { text, line, .. } = comment.clone();
                    match owner {
                        Some((command, place)) => {
                            let comments = &mut script.commands[command].comments;
                            comments.push(Comment { text, line, place });
                        }
                        None => script.loose.push(comment.clone()),
                    }
                }
                at = end;
            }
            Item::Blank | Item::Commands(_) => at += 1,
        }
    }
    for command in &mut script.commands {
        command.comments.sort_by_key(|comment| comment.line);
    }
    script
}

/// For each item the last command before it and the first one after it.
struct Owners {
    before: Vec<Option<usize>>,
    after: Vec<Option<usize>>,
}

impl Owners {
    fn of(items: &[Item]) -> Owners {
        let mut before = Vec::with_capacity(items.len());
        let mut last = None;
        for item in items {
            before.push(last);
            if let Item::Commands(range) = item {
                last = range.clone().last().or(last);
            }
        }
        let mut after = vec![None; items.len()];
        let mut next = None;
        for (at, item) in items.iter().enumerate().rev() {
            after[at] = next;
            if let Item::Commands(range) = item {
                next = range.clone().next().or(next);
            }
        }
        Owners { before, after }
    }

    fn of_comments(&self, items: &[Item], block: Range<usize>) -> Option<(usize, Place)> {
        let above = block.start.checked_sub(1).map(|at| &items[at]);
        let below = items.get(block.end);
        let touches = |item: Option<&Item>| match item {
            Some(Item::Commands(range)) => !range.is_empty(),
            Some(Item::Line(line)) => !line.comment,
            Some(Item::Blank) | None => false,
        };
        let before = self.before[block.start].map(|command| (command, Place::Below));
        let after = self.after[block.end - 1].map(|command| (command, Place::Above));
        if touches(above) && before.is_some() {
            before
        } else if matches!(below, Some(Item::Commands(range)) if !range.is_empty()) {
            after
        } else {
            before.or(after)
        }
    }
}

/// How many blank lines stand between an output line and the output before it.
fn blanks_before(items: &[Item], at: usize) -> usize {
    let blanks = items[..at]
        .iter()
        .rev()
        .take_while(|item| matches!(item, Item::Blank))
        .count();
    match items[..at - blanks].last() {
        Some(Item::Line(line)) if !line.comment => blanks,
        _ => 0,
    }
}

fn append(script: &mut Script, command: usize, text: &str, blanks: usize) {
    let output = script.commands[command].output.get_or_insert_default();
    if !output.is_empty() {
        output.push_str(&"\n".repeat(blanks + 1));
    }
    output.push_str(text);
}
