//! A command in inline code of a list item or a table cell.

use super::reason::{Why, not_ours};
use super::script::{self, Documented};
use super::vars::Vars;
use crate::facts::budget;

/// Reads inline code, if its first word is a tool that is known and more follows.
pub fn read(code: &str, vars: &Vars) -> Option<Documented> {
    let code = code.trim();
    let text = code.strip_prefix("$ ").unwrap_or(code).trim();
    if !script::starts_with_tool(text) || !text.contains(char::is_whitespace) || text.contains('\n')
    {
        return None;
    }
    // The variables are copied, as what one piece sets is not for the next.
    if budget::spend(1 + vars.count() as u64).is_err() {
        let class = not_ours(Why::TooMuch, text);
        return Some(Documented::new(text.to_owned(), 0..1, class));
    }
    let script = script::read_with(text, "bash", &mut vars.clone());
    let mut commands = script.commands.into_iter();
    let first = commands.next()?;
    // Two commands in one code span: neither of them is the whole of it.
    match commands.next() {
        None => Some(first),
        Some(_) => Some(Documented {
            text: text.to_owned(),
            class: super::command::sequence(&first.class, commands.as_slice(), text),
            ..first
        }),
    }
}
