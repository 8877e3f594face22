//! Places where a person has to fill something in: `<pod>`, `[name]`, `{name}`, `{{ns}}`, `YOUR_X`,
//! `...`, `xxx`. Unquoted ones would be shell syntax, so they are taken out before the shell's
//! grammar sees the text. Knows no tool.

use super::word_list;

/// Stands in the text for a hole; the holes of a statement are numbered from here on.
const FIRST_HOLE: u32 = 0x10_0000;
const HOLES: u32 = 4096;

/// The holes of one statement, each as it was written: `<pod-name>`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Holes(Vec<String>);

impl Holes {
    /// The character that stands for a new hole; `None` when there are too many.
    pub(super) fn add(&mut self, hole: String) -> Option<char> {
        let number = u32::try_from(self.0.len()).ok().filter(|n| *n < HOLES)?;
        self.0.push(hole);
        char::from_u32(FIRST_HOLE + number)
    }

    /// The hole that a character stands for.
    pub(super) fn at(&self, c: char) -> Option<&str> {
        let number = u32::from(c).checked_sub(FIRST_HOLE)?;
        self.0
            .get(usize::try_from(number).ok()?)
            .map(String::as_str)
    }

    /// A text as it was written.
    pub(super) fn restore(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match self.at(c) {
                Some(written) => out.push_str(written),
                None => out.push(c),
            }
        }
        out
    }
}

/// Whether a character could be mistaken for a hole.
pub(super) fn is_hole(c: char) -> bool {
    (FIRST_HOLE..FIRST_HOLE + HOLES).contains(&u32::from(c))
}

/// Takes unquoted `<…>` and `{{…}}` out of shell text.
pub(super) fn protect(text: &str, holes: &mut Holes) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quote: Option<char> = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match (quote, c) {
            (None, '\\') | (Some('"'), '\\') => {
                length += rest[length..].chars().next().map_or(0, char::len_utf8);
            }
            (Some(open), c) if open == c => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '<' | '{') => {
                let found = angle(rest).or_else(|| double_brace(rest));
                if let Some(written) = found
                    && let Some(hole) = holes.add(written.to_owned())
                {
                    out.push(hole);
                    rest = &rest[written.len()..];
                    continue;
                }
            }
            _ => {}
        }
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// `<pod name>` at the start of a text: begins with a letter, a digit or a dot, and is no redirection.
pub(super) fn angle(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('<')?;
    let end = inner.find('>')?;
    let name = &inner[..end];
    let ok = !name.is_empty()
        && name.chars().count() <= 80
        && name
            .chars()
            .next()
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '$' | '…'))
        && !name.ends_with(char::is_whitespace)
        && !name.contains(['<', '\n', ';', '&', '"', '\'', '`', '=', '(', ')'])
        && !name.starts_with("$(");
    ok.then(|| &text[..end + 2])
}

/// `{{ namespace }}` at the start of a text.
pub(super) fn double_brace(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("{{")?;
    let end = inner.find("}}")?;
    let name = inner[..end].trim();
    let ok = !name.is_empty() && name.chars().count() <= 80 && !name.contains(['{', '\n']);
    ok.then(|| &text[..end + 4])
}

/// Finds the places to fill in that survive in a word, as written; some only where any of it was quoted.
pub(super) fn in_word(text: &str, quoted: bool) -> Vec<String> {
    let mut found = Vec::new();
    if matches!(text, "..." | "…") {
        return vec![text.to_owned()];
    }
    if quoted {
        let mut rest = text;
        while let Some(start) = rest.find(['<', '{']) {
            let here = &rest[start..];
            let written = angle(here).or_else(|| double_brace(here));
            found.extend(written.map(str::to_owned));
            rest = &here[written.map_or(1, str::len)..];
        }
    }
    found.extend(bracketed(text).map(str::to_owned));
    found.extend(elided(text).map(str::to_owned));
    found.extend(stock_name(text).map(str::to_owned));
    found
}

/// `[name]`, `{name}` or `%name%` as a whole value or a whole part of it: `deployment/[name]`.
fn bracketed(text: &str) -> Option<&str> {
    if !text.bytes().any(|b| matches!(b, b']' | b'}' | b'%')) {
        return None;
    }
    text.split(['/', '=', ':', ','])
        .filter(|part| !part.is_empty())
        .find(|part| {
            let inner = part
                .strip_prefix('[')
                .and_then(|p| p.strip_suffix(']'))
                .or_else(|| part.strip_prefix('{').and_then(|p| p.strip_suffix('}')))
                .or_else(|| part.strip_prefix('%').and_then(|p| p.strip_suffix('%')));
            inner.is_some_and(|name| {
                name.chars().count() <= 60
                    && name.chars().next().is_some_and(char::is_alphabetic)
                    && name
                        .chars()
                        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
            })
        })
}

/// `web-xxxxx`, `10.0.xxx.xxx`, `pod-...`, `…`: a part of only three or more `x`, or an ellipsis.
fn elided(text: &str) -> Option<&str> {
    let is_x = |b: &u8| matches!(b, b'x' | b'X');
    let many = text
        .as_bytes()
        .windows(3)
        .any(|three| three.iter().all(is_x));
    let dots = (text.ends_with("...") || text.starts_with("...") || text.contains("/..."))
        && !text.contains("/...\"");
    let xs = many
        && text
            .split(|c: char| !c.is_alphanumeric())
            .any(|part| part.len() >= 3 && part.bytes().all(|b| b == b'x' || b == b'X'));
    (xs || dots || text.contains('…')).then_some(text)
}

/// `YOUR_NAMESPACE`, `your-pod`, `yourdomain.com`, `REPLACE_ME`, `CHANGEME`, `TODO`.
fn stock_name(text: &str) -> Option<&str> {
    // Most words hold none of the pairs of letters that all of these begin with.
    let begins = |pair: &[u8]| {
        matches!(pair, b"TO") || matches!(&[pair[0] | 32, pair[1] | 32], b"yo" | b"re" | b"ch")
    };
    if !text.as_bytes().windows(2).any(begins) {
        return None;
    }
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')))
        .find(|part| {
            let lower = part.to_lowercase();
            let your = lower.strip_prefix("your").is_some_and(|rest| {
                rest.is_empty()
                    || rest.starts_with(['-', '_'])
                    || word_list("your-word").begins(rest)
            });
            your || lower.starts_with("replace_")
                || lower.starts_with("replace-me")
                || lower == "changeme"
                || *part == "TODO"
        })
}

/// A Kubernetes name or namespace that cannot be one: all capitals (`POD_NAME`), a shell pattern, or the
/// name of what it should be (`pod-name`, `namespace`).
pub(super) fn in_name(text: &str) -> Option<String> {
    let pattern = text.contains(['*', '?']);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = letters >= 2
        && text
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.'));
    let itself = text
        .strip_suffix("-name")
        .is_some_and(|kind| word_list("kind-itself").has(kind))
        || matches!(text, "namespace" | "podname" | "pod-id");
    (pattern || capitals || itself).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unquoted_placeholders_leave_the_shell_text() {
        let check = |text: &str, expected: &[&str]| {
            let mut holes = Holes::default();
            let protected = protect(text, &mut holes);
            assert_eq!(holes.0, expected, "{text}");
            assert_eq!(holes.restore(&protected), text);
        };
        check("kubectl logs <pod-name> -n <ns>", &["<pod-name>", "<ns>"]);
        check("kubectl logs <파드 이름>", &["<파드 이름>"]);
        check("kubectl wait pod -n {{ namespace }}", &["{{ namespace }}"]);
        check("grep '<title>' <in.txt >out.txt", &[]);
        check("cat <<EOF > x", &[]);
        check("cmd < in > out", &[]);
        check("diff <(kubectl get a) <(kubectl get b)", &[]);
        check("x {{.Release.Name}}-web", &["{{.Release.Name}}"]);
    }

    #[test]
    fn placeholders_in_words() {
        let check = |text: &str, quoted, expected: &[&str]| {
            assert_eq!(in_word(text, quoted), expected, "{text}");
        };
        const BARE: bool = false;
        const QUOTED: bool = true;
        check("deployment/[name]", BARE, &["[name]"]);
        check("{namespace}", BARE, &["{namespace}"]);
        check("http://<host>:80", QUOTED, &["<host>"]);
        check("alloy-xxxxx", BARE, &["alloy-xxxxx"]);
        check("10.43.xxx.xxx", BARE, &["10.43.xxx.xxx"]);
        check("...", BARE, &["..."]);
        check("YOUR_NAMESPACE", BARE, &["YOUR_NAMESPACE"]);
        check("https://grafana.yourdomain.com", BARE, &["yourdomain"]);
        check("jsonpath={.items[*].metadata.name}", BARE, &[]);
        check("{range .items[*]}{.a}{end}", QUOTED, &[]);
        check("{app=\"x\"} |= \"error\"", QUOTED, &[]);
        check("app.kubernetes.io/name=alloy", BARE, &[]);
        check("max-xx", BARE, &[]);
        check("%{http_code}", QUOTED, &[]);
    }

    #[test]
    fn names_that_no_object_can_have() {
        for name in [
            "POD_NAME",
            "NAMESPACE",
            "backup-test-*",
            "pod-name",
            "namespace",
        ] {
            assert!(in_name(name).is_some(), "{name}");
        }
        for name in [
            "web-0",
            "A",
            "Web",
            "10-11-12",
            "*.x".trim_start_matches('*'),
        ] {
            assert_eq!(in_name(name), None, "{name}");
        }
    }
}
