//! Prompts, fence words, and lines that can only be output. Works on single lines.

use super::word_list;

/// What a fence's word says about its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Shell or PowerShell: every line may be a command.
    Shell,
    /// A session: commands and their output.
    Console,
    /// No word, `text`, or a word that is not known: only lines that begin with a known tool are
    /// commands.
    Plain,
    /// Another language: only lines with a prompt are commands.
    Other,
}

impl Kind {
    /// From a fence's info string.
    pub(super) fn of(info: &str) -> Kind {
        let word = info
            .trim_start_matches(['{', '.', ' '])
            .split([' ', '\t', ',', '{', '}', ':', ';'])
            .next()
            .unwrap_or("")
            .to_lowercase();
        let word = word.strip_prefix("language-").unwrap_or(&word);
        match word_list("fence").value(word) {
            Some("shell") => Kind::Shell,
            Some("console") => Kind::Console,
            Some(_) => Kind::Other,
            None => Kind::Plain,
        }
    }
}

/// A tool's name from a word: path and `.exe` taken off.
pub(super) fn tool(word: &str) -> Option<&'static str> {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
    let name = name.strip_suffix(".exe").unwrap_or(name);
    let mut tools = word_list("tool").iter();
    tools.find(|tool| **tool == name).copied()
}

/// Whether a program takes the words of `kubectl`: itself, OpenShift's, the usual alias, the one with colours.
pub(super) fn is_kubectl(program: &str) -> bool {
    matches!(program, "kubectl" | "oc" | "k" | "kubecolor")
}

/// The command after a prompt, if the line begins with one. `# ` is none: see [`root_prompt`].
pub(super) fn strip(line: &str) -> Option<&str> {
    let text = line.trim_start();
    for sign in [
        "$ ", "❯ ", "➜ ", "λ ", "» ", "› ", "▶ ", "% ", "~$ ", "~# ", "~ $ ", "~ ❯ ",
    ] {
        if let Some(rest) = text.strip_prefix(sign) {
            return command(after_directory(sign, rest));
        }
    }
    // Signs that begin quotes and paths, too.
    for sign in ["> ", "~ ", "+ ", "++ "] {
        if let Some(rest) = text.strip_prefix(sign)
            && tool_first(rest)
        {
            return command(rest);
        }
    }
    if text.starts_with("PS>") || text.starts_with("PS ") || drive(text) {
        let (before, rest) = text.split_once('>')?;
        return (before.len() < 120 && !rest.starts_with('>')).then(|| command(rest))?;
    }
    bracketed(text).or_else(|| host(text))
}

/// Whether a line is a prompt at which nothing was typed.
pub(crate) fn is_bare(line: &str) -> bool {
    let text = line.trim();
    let rest = match text
        .strip_prefix('(')
        .and_then(|inside| inside.split_once(')'))
    {
        Some((inside, rest)) if inside.contains('⎈') => rest,
        Some(_) | None => return matches!(text, "$" | "❯" | "➜" | "%"),
    };
    rest.split_whitespace().count() < 4
}

/// The command after a root prompt (`# kubectl …`), which only a session has: elsewhere it is a
/// comment that holds a command.
pub(super) fn root_prompt(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("# ")?.trim_start();
    tool(rest.split_whitespace().next()?).map(|_| rest)
}

/// oh-my-zsh shows the directory after its arrow: `➜  ~ kubectl …`.
fn after_directory<'a>(sign: &str, rest: &'a str) -> &'a str {
    let rest = rest.trim_start();
    if sign != "➜ " {
        return rest;
    }
    match rest.split_once(' ') {
        Some((first, after)) if tool(first).is_none() && tool_first(after) => after.trim_start(),
        _ => rest,
    }
}

fn tool_first(text: &str) -> bool {
    text.split_whitespace()
        .next()
        .is_some_and(|word| tool(word).is_some())
}

fn command(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    (!rest.is_empty()).then_some(rest)
}

fn drive(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' && bytes[2] == b'\\'
}

/// `[root@host dir]# `, `(ncn-m001#) `, `(venv) $ `, `(x)# `.
fn bracketed(text: &str) -> Option<&str> {
    let close = match text.chars().next()? {
        '[' => ']',
        '(' => ')',
        _ => return None,
    };
    let end = text.find(close)?;
    if end > 80 || text[..end].contains('\'') {
        return None;
    }
    let (inside, after) = (&text[1..end], &text[end + 1..]);
    for sign in ["# ", "$ ", "> ", "% ", " $ ", " # ", "#", "$"] {
        if let Some(rest) = after.strip_prefix(sign)
            && (sign.ends_with(' ') || tool_first(rest))
        {
            return command(rest);
        }
    }
    // kube-ps1 stands before the shell's own prompt: `(⎈|cluster:namespace) user@host ~ $ `.
    if inside.contains(['⎈', '|']) {
        let own = after.trim_start();
        return tool_first(own).then_some(own).or_else(|| strip(own));
    }
    let signed = inside.ends_with(['#', '$', '>']) && after.starts_with(' ');
    signed.then(|| command(after))?
}

/// `user@host:~$ `, `root@host:/# `, `bash-5.1# `, `ncn-m001# `, `controlplane $ `, `me@mac ~ % `.
fn host(text: &str) -> Option<&str> {
    let (end, sign) = text
        .char_indices()
        .find(|(_, c)| matches!(c, '$' | '#' | '%' | '>' | '❯'))?;
    let (before, rest) = (text[..end].trim_end(), &text[end + sign.len_utf8()..]);
    let rest = rest.strip_prefix(' ')?;
    let comment = matches!(sign, '#' | '>') && text[..end].ends_with(' ');
    if before.is_empty() || before.len() > 80 || comment || tool_first(before) {
        return None;
    }
    let named = before.chars().all(|c| {
        c.is_alphanumeric()
            || matches!(c, '@' | ':' | '~' | '/' | '.' | '-' | '_' | ' ' | '(' | ')')
    });
    let person = before.contains('@') && before.contains(':') && !before.contains(' ');
    let machine = !before.contains(' ') && before.contains(['-', '@', ':']);
    let short = before.split(' ').count() <= 3 && sign != '>' || !before.contains(' ');
    let begins = tool_first(rest) || machine && sets_the_scene(rest);
    (named && (person || short && begins)).then(|| command(rest))?
}

/// Shell that comes before a tool: a loop, a variable, a directory.
fn sets_the_scene(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    matches!(
        first,
        "for" | "while" | "until" | "export" | "cd" | "sudo" | "watch"
    ) || assigns(text)
}

/// Whether a line can only be output: a table's header, `Name: …`, JSON, a number, a rollout message.
pub(super) fn is_output(line: &str) -> bool {
    let text = line.trim();
    let mut words = text.split_whitespace();
    let Some(first) = words.next() else {
        return false;
    };
    let second = words.next().unwrap_or("");
    let start = first.chars().next().unwrap_or(' ');
    let cmdlet = first.split_once('-').is_some_and(|(verb, noun)| {
        verb.chars().all(char::is_alphabetic) && noun.starts_with(char::is_uppercase)
    });
    if assigns(text) {
        return false;
    }
    // `[INFO] …`, `[2025-12-05 …]`; a test has a blank behind its bracket.
    let level = text
        .strip_prefix('[')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    if level {
        return true;
    }
    let plain_start = start.is_ascii_lowercase()
        || matches!(
            start,
            '.' | '/' | '~' | '_' | '$' | '[' | '(' | '!' | '{' | '}'
        );
    if start.is_uppercase() && cmdlet && !first.ends_with(':') {
        return false;
    }
    let ended = word_list("changed");
    !plain_start
        || first.ends_with([':', ','])
        || matches!(text, "{" | "}" | "[" | "]" | "true" | "false")
        || second.starts_with('"')
            && words
                .next()
                .is_some_and(|w| ended.has(w) || w == "successfully")
        || (first.contains('/') && !first.starts_with(['.', '/', '~', '$']) && ended.has(second))
}

/// Whether a line stands in columns: two or more gaps of several blanks.
pub(super) fn in_columns(line: &str) -> bool {
    let code = line.split(" #").next().unwrap_or(line).trim();
    code.split("  ")
        .filter(|part| !part.trim().is_empty())
        .count()
        > 2
        && !code.contains(" -")
}

/// `NAME=value` or PowerShell's `$name = value` at the start.
pub(super) fn assigns(text: &str) -> bool {
    let name = text.strip_prefix('$').map(|t| t.trim_start_matches("env:"));
    if let Some(name) = name {
        let length = identifier(name);
        return length > 0 && name[length..].trim_start().starts_with('=');
    }
    let length = identifier(text);
    length > 0 && text[length..].starts_with('=')
}

fn identifier(text: &str) -> usize {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_taken_off() {
        for (line, expected) in [
            ("$ kubectl get pods", Some("kubectl get pods")),
            ("  $ kubectl get pods", Some("kubectl get pods")),
            ("❯ kubectl get pods", Some("kubectl get pods")),
            ("➜  ~ kubectl get pods", Some("kubectl get pods")),
            ("[root@host ~]# kubectl get pods", Some("kubectl get pods")),
            ("[root@host]# ls", Some("ls")),
            ("user@host:~$ kubectl get pods", Some("kubectl get pods")),
            ("root@node-1:/srv# ls -l", Some("ls -l")),
            ("(ncn-m001#) kubectl get pods", Some("kubectl get pods")),
            ("ncn-m001# kubectl get pods", Some("kubectl get pods")),
            ("(venv) $ kubectl get pods", Some("kubectl get pods")),
            ("PS C:\\> kubectl get pods", Some("kubectl get pods")),
            (
                "PS C:\\Users\\x> kubectl get pods",
                Some("kubectl get pods"),
            ),
            ("C:\\Users\\x>kubectl get pods", Some("kubectl get pods")),
            ("controlplane $ kubectl get pods", Some("kubectl get pods")),
            ("me@MacBook ~ % kubectl get pods", Some("kubectl get pods")),
            (
                "Admin:~/environment $ kubectl get pods",
                Some("kubectl get pods"),
            ),
            (
                "(base) me@host:~$ kubectl get pods",
                Some("kubectl get pods"),
            ),
            ("~/src ❯ kubectl get pods", Some("kubectl get pods")),
            ("echo x > kubectl", None),
            ("kubectl get pods # kubectl get svc", None),
            ("bash-5.1# kubectl get pods", Some("kubectl get pods")),
            ("kubectl get pods", None),
            ("# kubectl get pods", None),
            ("(⎈|prod:web) $ kubectl get pods", Some("kubectl get pods")),
            (
                "(⎈|prod:web)➜  ~ kubectl get pods",
                Some("kubectl get pods"),
            ),
            (
                "(⎈|prod:web) me@host ~ $ kubectl get pods",
                Some("kubectl get pods"),
            ),
            ("(⎈|prod:web) kubectl get pods", Some("kubectl get pods")),
            ("+ kubectl get pods", Some("kubectl get pods")),
            ("+ web is ready", None),
            ("$POD", None),
            ("$ ", None),
            ("kubectl get pods > out.txt", None),
            ("[ -n \"$ID\" ] && curl x", None),
            ("a # kubectl get", None),
            ("PS1=x", None),
            ("> kubectl get pods", Some("kubectl get pods")),
            ("> web is ready", None),
            ("~ kubectl get pods", Some("kubectl get pods")),
            ("ncn-m# for n in a b; do", Some("for n in a b; do")),
            ("C# for beginners", None),
        ] {
            assert_eq!(strip(line), expected, "{line}");
        }
    }

    #[test]
    fn output_is_told_from_commands() {
        for line in [
            "NAME    READY   STATUS",
            "Name:   web",
            "30",
            "{",
            "\"Synced\"",
            "deployment \"web\" successfully rolled out",
            "deployment.apps/web restarted",
            "pod/web-0 condition met",
            "No resources found",
            "Error from server (NotFound)",
            "✅ done",
            "error: timed out",
            "[INFO]  All pods are ready (3/3).",
            "[2025-12-05T01:02:03Z] done",
        ] {
            assert!(is_output(line), "{line}");
        }
        for line in [
            "kubectl get pods",
            "npm run build",
            "./deploy.sh x",
            "NS=loki",
            "$pod = kubectl get pods",
            "Get-Content x",
            "[ -n \"$ID\" ] && curl x",
            "$SHELL x",
        ] {
            assert!(!is_output(line), "{line}");
        }
    }

    #[test]
    fn fence_words() {
        for (info, kind) in [
            ("bash test=false", Kind::Shell),
            ("PowerShell", Kind::Shell),
            ("{.sh}", Kind::Shell),
            ("console", Kind::Console),
            ("", Kind::Plain),
            ("text", Kind::Plain),
            ("kubectl", Kind::Plain),
            ("yaml", Kind::Other),
        ] {
            assert_eq!(Kind::of(info), kind, "{info}");
        }
    }
}
