//! Words around a command that run it and change nothing about what it prints: `sudo`, `time`, `watch`,
//! `timeout`, variables for this one command, a distribution that brings `kubectl` along.

use super::expand::Word;
use super::flags;

/// Variables set for one command only: `LOKI_ADDR=… logcli …`.
pub(super) type Env = Vec<(String, Word)>;

/// A command with the words taken off that run another command and change nothing about what it prints.
pub(super) struct Asked {
    /// The command's own words.
    pub words: Vec<Word>,
    /// Variables set for it only.
    pub env: Env,
    by_watch: bool,
}

impl Asked {
    /// The one word of `watch 'a whole command'`.
    pub(super) fn watched(&self) -> Option<&Word> {
        match self.words.as_slice() {
            [word] if self.by_watch && word.text.contains(' ') => Some(word),
            _ => None,
        }
    }
}

/// Takes the wrappers off.
pub(super) fn unwrap(words: &[Word]) -> Asked {
    let mut env = Vec::new();
    let mut rest = words;
    let mut by_watch = false;
    while let Some(word) = rest.first() {
        if let Some((name, value)) = assignment(word) {
            env.push((name, value));
            rest = &rest[1..];
            continue;
        }
        let skip = match word.text.as_str() {
            "command" | "env" | "nohup" | "builtin" | "&" => 1,
            "time" => 1 + usize::from(rest.get(1).is_some_and(|w| w.text == "-p")),
            "sudo" => 1 + options(&rest[1..], &["-u", "-g", "--user", "--group"]),
            "timeout" | "gtimeout" => {
                2 + options(&rest[1..], &["-s", "-k", "--signal", "--kill-after"])
            }
            "watch" => 1 + options(&rest[1..], &["-n", "--interval"]),
            "nice" => 1 + options(&rest[1..], &["-n"]),
            "k3s" | "k0s" | "microk8s" | "minikube" if is_kubectl(rest.get(1)) => 1,
            _ => break,
        };
        by_watch |= word.text == "watch";
        rest = rest.get(skip..).unwrap_or(&[]);
    }
    let mut words = rest.to_vec();
    // `minikube kubectl -- get pods`.
    if is_kubectl(words.first()) && words.get(1).is_some_and(|word| word.text == "--") {
        words.remove(1);
    }
    Asked {
        words,
        env,
        by_watch,
    }
}

fn is_kubectl(word: Option<&Word>) -> bool {
    word.is_some_and(|word| word.text == "kubectl")
}

/// How many of the words are options, with the values of those that take one.
fn options(words: &[Word], with_value: &[&str]) -> usize {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let text = flags::plain_dashes(&word.text);
        if !text.starts_with('-') {
            break;
        }
        at += 1 + usize::from(with_value.contains(&text.as_str()));
    }
    at.min(words.len())
}

/// `NAME=value` before a command.
pub(super) fn assignment(word: &Word) -> Option<(String, Word)> {
    let (name, value) = word.text.split_once('=')?;
    let name = name.strip_suffix('+').unwrap_or(name);
    let ok = !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    ok.then(|| (name.to_owned(), word.with_text(value)))
}
