//! `git log|show|status` in the directory that the record changed into; everything else is refused or
//! not ours. What the words after the verb mean is for the reader of git to say.

use super::expand::Word;
use super::reason::{Why, not_ours, refused};
use super::vars::Vars;
use super::verbs::unanswered;
use super::{Class, GitQuery, Query, word_list};

/// Reads the words after `git`.
pub(super) fn read(words: &[Word], vars: &Vars) -> Result<Query, Class> {
    let mut inside = vars.clone();
    let mut at = 0;
    while let Some(word) = words.get(at).filter(|word| word.text.starts_with('-')) {
        match word.text.as_str() {
            "-C" => {
                let Some(directory) = words.get(at + 1) else {
                    return Err(not_ours(Why::MissingFlagValue, "-C"));
                };
                inside.change_directory(&directory.text);
                at += 2;
            }
            "--no-pager" | "-P" | "--no-optional-locks" | "--literal-pathspecs" => at += 1,
            other => return Err(refused(Why::ChoosesServer, &format!("git {other}"))),
        }
    }
    let Some(verb) = words.get(at) else {
        return Err(not_ours(Why::NoTarget, "git"));
    };
    let rest = &words[at + 1..];
    let shown = format!("git {}", verb.text);
    match verb.text.as_str() {
        "log" | "show" | "status" => {}
        "remote" | "config" | "tag" | "stash" | "worktree" | "submodule" | "notes"
            if reads(&verb.text, rest) =>
        {
            return Err(not_ours(Why::GitRead, &shown));
        }
        verb => return Err(unanswered("git", verb, &shown)),
    }
    for word in rest {
        let name = word.text.split('=').next().unwrap_or("");
        if word_list("git-refused").has(name) {
            return Err(refused(Why::WritesLocally, &format!("{shown} {name}")));
        }
    }
    Ok(Query::Git(GitQuery {
        directory: inside.directory,
        verb: verb.text.clone(),
        args: rest.iter().map(|word| word.text.clone()).collect(),
    }))
}

/// Whether a verb that can do both only lists.
fn reads(verb: &str, rest: &[Word]) -> bool {
    let listing = [
        "-v", "-l", "--list", "list", "show", "get-url", "--get", "status",
    ];
    match rest.first() {
        None => verb != "stash",
        Some(first) => {
            listing.contains(&first.text.as_str()) && !rest.iter().any(|word| word.text == "-d")
        }
    }
}
