//! Columns and wrapping by display width, so that Hangul and emoji line up.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Display width in terminal columns.
pub fn width(text: &str) -> usize {
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if plain {
        text.len()
    } else {
        UnicodeWidthStr::width(text)
    }
}

/// Pads on the right to a display width; longer text stays as it is.
pub fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// Cuts to a display width, with `…` where something was cut.
pub fn cut(text: &str, to: usize) -> String {
    if width(text) <= to {
        return text.to_string();
    }
    let mut used = 1;
    let kept = text.chars().take_while(|c| {
        used += UnicodeWidthChar::width(*c).unwrap_or(0);
        used <= to
    });
    format!("{}…", kept.collect::<String>())
}

/// Wraps at blanks to a display width; a word that is longer is broken where it must be.
pub fn wrap(text: &str, to: usize) -> Vec<String> {
    let to = to.max(8);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let (mut line, mut used) = (String::new(), 0);
        for word in paragraph.split_whitespace() {
            let wide = width(word);
            if !line.is_empty() && used + 1 + wide > to {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            if !line.is_empty() {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += wide;
            if used > to {
                let mut rest = line.as_str();
                while let Some(at) = split_point(rest, to) {
                    lines.push(rest[..at].to_owned());
                    rest = &rest[at..];
                }
                line = rest.to_owned();
                used = width(&line);
            }
        }
        lines.push(line);
    }
    lines
}

/// The lines of a text behind a lead, wrapped to a display width under its first word. What fits stays as it is.
pub fn hung(lead: &str, text: &str, to: usize) -> String {
    let hang = width(lead);
    if hang + width(text) <= to && !text.contains('\n') {
        return format!("{lead}{text}\n");
    }
    let lines = wrap(text, to.saturating_sub(hang));
    format!("{lead}{}\n", lines.join(&format!("\n{}", " ".repeat(hang))))
}

/// Where a text that is wider than that is broken.
fn split_point(text: &str, to: usize) -> Option<usize> {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += UnicodeWidthChar::width(c).unwrap_or(0);
        if used > to && at > 0 {
            return Some(at);
        }
    }
    None
}

/// Shows escaped what could move the cursor or hide text on a terminal: control characters other than
/// tab and newline, and what turns the direction of writing. Text from outside goes through this.
pub fn tame(text: &str) -> String {
    escaped(text, is_wild)
}

/// The same on one line: for names of files, environments and the like, which are no more than that.
pub fn one_line(text: &str) -> String {
    escaped(text, |c| is_wild(c) || matches!(c, '\n' | '\t'))
}

/// Whether a character does something else than stand there.
pub fn is_wild(c: char) -> bool {
    if matches!(c, ' '..='~') {
        return false;
    }
    let turns = matches!(
        c,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    );
    turns || (c.is_control() && !matches!(c, '\n' | '\t'))
}

fn escaped(text: &str, is_wild: impl Fn(char) -> bool) -> String {
    if !text.contains(&is_wild) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_wild(c) {
            out.extend(c.escape_default())
        } else {
            out.push(c)
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hangul_and_emoji_count_two_columns() {
        assert_eq!(width("상태 ✅"), 7);
        assert_eq!(pad("노드", 6), "노드  ");
        assert_eq!(cut("노드별 배포", 7), "노드별…");
        assert_eq!(wrap("모든 노드에 배포", 11), ["모든 노드에", "배포"]);
        assert_eq!(wrap("abcdefghijkl", 8), ["abcdefgh", "ijkl"]);
        assert_eq!(hung("✅ ", "a  b", 20), "✅ a  b\n");
        assert_eq!(
            hung("✅ ", "노드별 배포 확인", 14),
            "✅ 노드별 배포\n   확인\n"
        );
    }

    #[test]
    fn escapes_from_outside_are_tamed() {
        assert_eq!(tame("a\u{1b}[31mb\r\n"), "a\\u{1b}[31mb\\r\n");
        assert_eq!(one_line("배포\n\t\u{202e}x"), "배포\\n\\t\\u{202e}x");
    }
}
