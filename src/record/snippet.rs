//! Pieces of code in which commands may stand: which blocks and which inline code count. It knows
//! the first words of commands and nothing of their flags: understanding is the query room's.

use super::tree::{Inline, Piece};
use super::{Snippet, vocabulary, words};
use crate::facts::span::Span;
use crate::facts::word_list::WordList;

static TOOL: WordList = words("tool");
static DATA: WordList = words("fence-data");
static SHELL: WordList = words("fence-shell");
static SETTING_THE_SCENE: WordList = words("setting-the-scene");

/// Whether a line of text begins as a command does, a prompt and assignments put aside.
pub(super) fn is_command(text: &str) -> bool {
    let text = vocabulary::nfc(text.trim_start());
    let text = without_prompt(&text);
    let mut parts = text
        .split_whitespace()
        .skip_while(|word| is_assignment(word) && !word.contains("=$("));
    let Some(first) = parts.next() else {
        return false;
    };
    let first = first.rsplit_once("=$(").map_or(first, |(_, call)| call);
    let named = first.strip_prefix("./").map_or_else(
        || TOOL.has(first) && parts.next().is_some_and(|next| !is_port(next)),
        |script| !script.is_empty(),
    );
    named || first.ends_with(".sh")
}

/// `8080/TCP` behind a name is that port's, whatever tool has the name.
fn is_port(word: &str) -> bool {
    let parts = word.split_once('/');
    parts.is_some_and(|(number, protocol)| {
        number.parse::<u16>().is_ok() && matches!(protocol, "TCP" | "UDP" | "SCTP")
    })
}

/// A line without the prompt of a shell: signs, `(⎈|cluster:namespace)`, `[root@host ~]#`, `user@host:~$`.
fn without_prompt(text: &str) -> &str {
    let signs = ['$', '#', '❯', '>', '%', '➜', 'λ', '»', '›', '▶', '~', '+'];
    let mut rest = text;
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some(inside) = rest.strip_prefix(open)
            && let Some(end) = inside.find(close).filter(|end| *end < 80)
            && !inside[end + 1..].is_empty()
        {
            rest = inside[end + close.len_utf8()..].trim_start();
        }
    }
    let first = rest.split(' ').next().unwrap_or_default();
    if first.contains('@') {
        // `me@host ~ $ `.
        let signed = rest.char_indices().take(80).find(|(at, c)| {
            matches!(c, '$' | '#' | '%' | '>' | '❯' | '➜')
                && rest[at + c.len_utf8()..].starts_with(' ')
        });
        rest = signed.map_or(rest, |(at, c)| rest[at + c.len_utf8()..].trim_start());
    }
    while let Some(after) = rest.strip_prefix(signs) {
        if !after.starts_with([' ', '$', '#', '❯', '>', '%']) {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty()
            && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

fn word_of(info: &str) -> String {
    let word = info.split([' ', ',', '{']).next();
    word.unwrap_or_default().to_ascii_lowercase()
}

/// Info words of blocks that hold data rather than commands.
pub(super) fn is_data(info: &str) -> bool {
    DATA.has(&word_of(info))
}

/// Whether a block's info word says that commands stand in it.
pub(super) fn is_shell(info: &str) -> bool {
    SHELL.has(&word_of(info))
}

/// Whether the first line of a block that is no comment, and does not only set the scene (`NS=d`,
/// `set -e`, `sleep 10`), begins as a command does.
pub(super) fn opens_with_command(text: &str) -> bool {
    let mut lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && (!line.starts_with('#') || is_command(line)));
    lines
        .find(|line| holds_call(line) || !sets_the_scene(line))
        .is_some_and(holds_call)
}

/// Whether a line begins as a command does, or holds one behind a condition.
fn holds_call(line: &str) -> bool {
    is_command(line)
        || ["&& ", "|| ", "; "]
            .iter()
            .any(|sign| line.split(sign).skip(1).any(is_command))
}

/// Whether a line of shell only prepares what follows.
fn sets_the_scene(line: &str) -> bool {
    let mut parts = without_prompt(line).split([' ', ';']);
    let first = parts.next().unwrap_or_default();
    is_assignment(first) || SETTING_THE_SCENE.has(first)
}

/// Whether a block's text holds a command: one of its lines begins as one does.
pub(super) fn holds_command(text: &str) -> bool {
    text.lines().any(is_command)
}

/// The inline code of a line that is a command.
pub(super) fn inline(piece: &Inline, source: &str) -> Option<Snippet> {
    let Piece::Code(code) = &piece.kind else {
        return None;
    };
    is_command(code).then(|| {
        let raw = piece.span.text(source);
        let ticks = raw.bytes().take_while(|byte| *byte == b'`').count();
        let blanks = raw[ticks..]
            .bytes()
            .take_while(|byte| *byte == b' ')
            .count();
        Snippet {
            text: code.trim().to_owned(),
            info: String::new(),
            span: Span::new(piece.span.start, piece.span.end),
            line_starts: vec![piece.span.start + ticks + blanks],
            inline: true,
        }
    })
}

/// All commands in inline code.
pub(super) fn inlines(pieces: &[Inline], source: &str) -> Vec<Snippet> {
    let commands = pieces.iter().filter_map(|piece| inline(piece, source));
    let mut commands: Vec<Snippet> = commands.collect();
    // There may be very many lines, of one command each.
    commands.shrink_to_fit();
    commands
}

#[cfg(test)]
mod tests;
