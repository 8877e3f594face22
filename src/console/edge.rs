//! What leaves for stdout and stderr: nothing that a terminal or a CI runner would do something with,
//! whoever wrote it.

use crate::output::layout::is_wild;
use std::fmt::Write;

/// What is known of the other side.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Edge {
    /// Whether a CI runner reads the lines, which takes some for commands.
    pub runner: bool,
}

/// What kind of data a result is that another program reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Data {
    /// JSON: its strings have escapes for all.
    Json,
    /// XML, likewise.
    Xml,
    /// A script, a page, a file, annotations: it is as it must be.
    Verbatim,
}

/// The colours that we paint with, and those of the help. None that hides text is among them.
const PAINTED: [&str; 14] = [
    "0", "1", "2", "3", "4", "22", "24", "31", "32", "33", "34", "35", "36", "39",
];

impl Edge {
    /// Text for people: control characters escaped, colours kept where they are ours, no line a
    /// command to the runner.
    pub(super) fn people(self, text: &str, colored: bool) -> String {
        let mut out = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let line = self.unspoken(line, ": :", " [");
            let mut rest = line.as_str();
            while let Some(at) = rest.find(is_wild) {
                let (plain, wild) = rest.split_at(at);
                out.push_str(plain);
                let length = if colored { painted(wild) } else { None };
                let length = length.unwrap_or_else(|| {
                    let c = wild.chars().next().unwrap_or_default();
                    let _infallible = write!(out, "{}", c.escape_default());
                    c.len_utf8()
                });
                if wild.starts_with('\u{1b}') && length > 1 {
                    out.push_str(&wild[..length]);
                }
                rest = &wild[length..];
            }
            out.push_str(rest);
        }
        out
    }

    /// Data for a program, which reads the same as without a runner.
    pub(super) fn data(self, data: Data, text: &str) -> String {
        let lines = text.split_inclusive('\n');
        match data {
            Data::Json => {
                let spoken = lines.map(|line| self.unspoken(line, "::", "\\u005b"));
                in_strings(&spoken.collect::<String>())
            }
            Data::Xml => lines
                .map(|line| self.unspoken(line, "&#58;:", "&#91;"))
                .collect(),
            Data::Verbatim => text.to_owned(),
        }
    }

    /// A line that is no command to a runner: GitHub's `::error::` and `##[error]`, Azure's
    /// `##vso[…]`, which need not stand at the beginning.
    fn unspoken(self, line: &str, colons: &str, bracket: &str) -> String {
        if !self.runner {
            return line.to_owned();
        }
        let indent = line.len() - line.trim_start().len();
        let line = match line[indent..].strip_prefix("::") {
            Some(rest) => format!("{}{colons}{rest}", &line[..indent]),
            None => line.to_owned(),
        };
        let lower = line.to_ascii_lowercase();
        let marks = ["##[", "##vso["].into_iter().flat_map(|mark| {
            let found = lower.match_indices(mark);
            found.map(move |(at, _)| at + mark.len() - 1)
        });
        let mut brackets: Vec<usize> = marks.collect();
        brackets.sort_unstable();
        let (mut out, mut from) = (String::new(), 0);
        for at in brackets {
            out.push_str(&line[from..at]);
            out.push_str(bracket);
            from = at + 1;
        }
        out.push_str(&line[from..]);
        out
    }
}

/// JSON whose strings hold escapes for what JSON lets stand and a terminal does not.
fn in_strings(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_wild(c) {
            let _infallible = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c)
        }
    }
    out
}

/// The length of one of our colours at the beginning of a text.
fn painted(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("\u{1b}[")?;
    let end = inside.find('m')?;
    let ours = inside[..end].split(';').all(|code| PAINTED.contains(&code));
    ours.then_some(end + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_command_to_a_runner() {
        let edge = Edge { runner: true };
        for (text, wanted) in [
            ("::error::x\n", ": :error::x\n"),
            ("a\n  \t::add-mask::x", "a\n  \t: :add-mask::x"),
            ("\u{a0}::stop-commands::x", "\u{a0}: :stop-commands::x"),
            (
                "a ##[set-output name=x]y ##[error]z",
                "a ## [set-output name=x]y ## [error]z",
            ),
            ("##VSO[task.setvariable]x", "##VSO [task.setvariable]x"),
            ("배포 ###[group]", "배포 ### [group]"),
            ("\r::error::x", "\\r: :error::x"),
            ("a::b ## c [d]", "a::b ## c [d]"),
        ] {
            assert_eq!(edge.people(text, false), wanted);
        }
        let plain = Edge::default();
        assert_eq!(plain.people("::error::x ##[y]", false), "::error::x ##[y]");
    }

    #[test]
    fn control_characters_are_shown_and_our_colours_kept() {
        let edge = Edge::default();
        for (text, colored, wanted) in [
            (
                "\u{1b}[1;31m오류\u{1b}[0m",
                true,
                "\u{1b}[1;31m오류\u{1b}[0m",
            ),
            ("\u{1b}[31mx", false, "\\u{1b}[31mx"),
            ("\u{1b}[8mhidden", true, "\\u{1b}[8mhidden"),
            (
                "\u{1b}[2Jx\u{1b}]0;t\u{7}",
                true,
                "\\u{1b}[2Jx\\u{1b}]0;t\\u{7}",
            ),
            ("a\rb\u{9b}31m\u{202e}c", true, "a\\rb\\u{9b}31m\\u{202e}c"),
            ("\u{1b}", true, "\\u{1b}"),
            ("표\tx\n", true, "표\tx\n"),
        ] {
            assert_eq!(edge.people(text, colored), wanted, "{text:?}");
        }
    }

    #[test]
    fn data_reads_the_same_on_a_runner() {
        let edge = Edge { runner: true };
        let value = serde_json::json!({"a": "##[error]x ##vso[y]", "b": ["::c", "\u{202e}\u{1b}\u{7f}\u{9b}"]});
        let text = serde_json::to_string_pretty(&value).unwrap();
        let shown = edge.data(Data::Json, &text);
        assert!(!shown.contains(is_wild), "{shown}");
        assert!(
            !shown.contains("##[") && !shown.contains("##vso["),
            "{shown}"
        );
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&shown).unwrap(),
            value
        );
        assert_eq!(
            edge.data(Data::Xml, "<a>\n::b ##[c]</a>"),
            "<a>\n&#58;:b ##&#91;c]</a>"
        );
        assert_eq!(edge.data(Data::Verbatim, "::error::x"), "::error::x");
        let plain = "{\"a\": \"##[b]\"}";
        assert_eq!(Edge::default().data(Data::Json, plain), plain);
    }
}
