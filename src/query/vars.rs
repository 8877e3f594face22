//! What the record has said so far: variables, the directory it changed into, the context and
//! namespace that it switched to. Filled fence by fence; starts with the configuration's values.

use std::collections::{BTreeMap, BTreeSet};

/// Values known at a place in the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vars {
    values: BTreeMap<String, Option<String>>,
    /// Where `cd` led, relative to the root; `None` is the root.
    pub directory: Option<String>,
    /// Whether an earlier fence changed into it, and this one not yet.
    inherited: bool,
    /// What `kubectl config use-context` switched to.
    pub(super) context: Option<Switched>,
    /// What `kubectl config set-context --current --namespace` switched to.
    pub(super) namespace: Option<Switched>,
    /// The variable or command that made the cluster unknown (`KUBECONFIG`).
    pub(super) cluster_unknown: Option<String>,
    /// Names that the record's own functions and aliases took.
    shadowed: BTreeSet<String>,
}

/// A value that a command of the record switched to, which may still have to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Switched {
    pub text: String,
    pub missing: Vec<String>,
}

impl Vars {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.values.len()
    }

    /// Nothing is known.
    pub fn new() -> Vars {
        Vars::default()
    }

    /// Sets a variable, as an assignment of the record or the configuration does.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.insert(name.to_owned(), Some(value.into()));
    }

    /// The record sets a variable to something that only running a command would tell.
    pub fn forget(&mut self, name: &str) {
        self.values.insert(name.to_owned(), None);
    }

    /// The value of a variable, if it is known.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.as_deref()
    }

    /// The record defines a function or an alias: what its name runs is not known from here on.
    pub(super) fn shadow(&mut self, name: &str) {
        self.shadowed.insert(name.to_owned());
    }

    /// Whether a name is one of the record's own functions or aliases.
    pub(super) fn is_shadowed(&self, name: &str) -> bool {
        self.shadowed.contains(name)
    }

    /// A new fence begins. Authors write each fence either from where the last one ended or from the
    /// root again; see [`Vars::change_directory`].
    pub(super) fn begin_fence(&mut self) {
        self.inherited = true;
    }

    /// Follows `cd DIRECTORY`. The first one of a fence that begins like the directory of an earlier
    /// fence starts at the root again: `cd repos/x` twice is not `repos/x/repos/x`. An absolute directory, `~` and what leaves the root are kept as
    /// written: nobody but the reader of git knows where the root is.
    pub fn change_directory(&mut self, to: &str) {
        let inherited = std::mem::take(&mut self.inherited);
        if let Some(earlier) = &self.directory
            && inherited
            && first_part(earlier) == first_part(to)
            && !to.starts_with("..")
        {
            self.directory = None;
        }
        let from = match (&self.directory, to) {
            (_, "" | "~" | "-") => {
                self.directory = (!to.is_empty()).then(|| to.to_owned());
                return;
            }
            (Some(from), to) if !to.starts_with(['/', '~']) => format!("{from}/{to}"),
            _ => to.to_owned(),
        };
        let mut parts: Vec<&str> = Vec::new();
        for part in from.split('/') {
            match (part, parts.last()) {
                ("." | "", Some(_)) | (".", None) => {}
                ("..", Some(last)) if *last != ".." && !last.is_empty() => {
                    parts.pop();
                }
                _ => parts.push(part),
            }
        }
        let path = parts.join("/");
        self.directory = (!path.is_empty()).then_some(path);
    }
}

fn first_part(path: &str) -> Option<&str> {
    path.split('/').find(|part| !matches!(*part, "" | "."))
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Vars {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Vars {
        let values = pairs
            .into_iter()
            .map(|(name, value)| (name.into(), Some(value.into())));
        Vars {
            values: values.collect(),
            ..Vars::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_are_followed() {
        for (steps, expected) in [
            (&["repos/x"] as &[&str], Some("repos/x")),
            (&["repos/x", "../y"], Some("repos/y")),
            (&["repos", ".."], None),
            (&["./repos/"], Some("repos")),
            (&["a", "/srv/b"], Some("/srv/b")),
            (&[".."], Some("..")),
            (&["a", "~"], Some("~")),
        ] {
            let mut vars = Vars::new();
            for step in steps {
                vars.change_directory(step);
            }
            assert_eq!(vars.directory.as_deref(), expected, "{steps:?}");
        }
    }

    #[test]
    fn a_new_fence_may_start_at_the_root_again() {
        for (to, expected) in [
            ("repos/x", "repos/x"),
            ("./repos/y", "repos/y"),
            ("sub", "repos/x/sub"),
        ] {
            let mut vars = Vars::new();
            vars.begin_fence();
            vars.change_directory("repos/x");
            vars.begin_fence();
            vars.change_directory(to);
            assert_eq!(vars.directory.as_deref(), Some(expected), "{to}");
        }
    }

    #[test]
    fn a_forgotten_variable_hides_the_configured_one() {
        let mut vars: Vars = [("NS", "loki")].into_iter().collect();
        assert_eq!(vars.get("NS"), Some("loki"));
        vars.forget("NS");
        assert_eq!(vars.get("NS"), None);
    }
}
