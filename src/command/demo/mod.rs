//! `report demo`: the whole loop on an embedded cluster, Gitploy and Loki. Here is the story: a
//! workspace, a world, and the acts that are played; `run` plays them with the real commands.

pub(crate) mod history;
pub(crate) mod run;
pub mod workspace;

use crate::both;
use crate::error::Error;
use crate::facts::lang::Lang;
use crate::facts::tsv;
use crate::store;
use crate::world::{DEPLOYMENT, GITPLOY_TOKEN, State, World};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use workspace::Workspace;

/// A workspace and the world around it.
pub(crate) struct Demo {
    /// What was written.
    pub workspace: Workspace,
    world: World,
    kubeconfig: PathBuf,
}

/// One act: where the story has come to, and what is done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Act {
    /// The world's state.
    pub state: State,
    /// What is the case, one line.
    pub title: String,
    /// The time in the story, as a column's heading.
    pub when: String,
    /// A command line after `report`.
    pub args: Vec<String>,
}

impl Demo {
    /// Writes the workspace into an empty or new directory and starts the world.
    ///
    /// # Errors
    /// If the directory is in use or cannot be written, or no port of the loopback can be bound.
    pub(crate) fn start(root: &Path, lang: Lang) -> Result<Demo, Error> {
        Demo::around(workspace::write(root, lang)?)
    }

    /// The same, or a world for the workspace that an earlier demo wrote there.
    ///
    /// # Errors
    /// As [`Demo::start`].
    pub(crate) fn open(root: &Path, lang: Lang) -> Result<Demo, Error> {
        let known = workspace::read(root);
        Demo::around(known.map_or_else(|| workspace::write(root, lang), Ok)?)
    }

    fn around(workspace: Workspace) -> Result<Demo, Error> {
        let world = World::start(State::Before).map_err(|error| {
            Error::user(both!(
                "127.0.0.1에 내장 서버를 띄울 수 없습니다",
                "cannot start the embedded servers on 127.0.0.1"
            ))
            .because(&error)
        })?;
        world.set_revisions(&workspace.history.before, &workspace.history.after);
        world.set_changes(&workspace.history.changes);
        let kubeconfig = workspace.root.join(".kube").join("config");
        store::write_output(&kubeconfig, world.kubeconfig().as_bytes())?;
        Ok(Demo {
            workspace,
            world,
            kubeconfig,
        })
    }

    /// Lets the story go on to an act.
    pub(crate) fn go(&self, act: &Act) {
        self.show(act.state);
    }

    /// Lets the story go on to a state.
    pub(crate) fn show(&self, state: State) {
        self.world.set_state(state);
    }

    /// The variables that a command of an act is started with, instead of the user's own: nothing
    /// but the embedded servers is reached.
    pub(crate) fn vars(&self) -> BTreeMap<String, String> {
        let now = self.world.now().timestamp().to_string();
        let pairs = [
            ("HOME", self.workspace.root.display().to_string()),
            ("KUBECONFIG", self.kubeconfig.display().to_string()),
            ("GITPLOY_SERVER_HOST", self.world.gitploy_url()),
            ("GITPLOY_TOKEN", GITPLOY_TOKEN.to_string()),
            ("LOKI_ADDR", self.world.loki_url()),
            ("SOURCE_DATE_EPOCH", now),
        ];
        pairs.map(|(name, value)| (name.to_string(), value)).into()
    }

    /// The acts, in a language.
    pub(crate) fn acts(&self, lang: Lang) -> Vec<Act> {
        let record = lang.pick(&self.workspace.record_ko, &self.workspace.record_en);
        let record = record.strip_prefix(&self.workspace.root).unwrap_or(record);
        let record = record.display().to_string();
        let new = ["new", "--deployment", &DEPLOYMENT.to_string()].map(String::from);
        let verify = ["verify", &record, "--update"].map(String::from);
        let act = |[state, when_ko, when, title_ko, title]: [&str; 5]| {
            let (state, args) = match state {
                "new" => (State::Before, &new),
                "before" => (State::Before, &verify),
                "during" => (State::During(2), &verify),
                "after" => (State::After, &verify),
                _ => (State::Later, &verify),
            };
            Act {
                state,
                when: lang.pick(when_ko, when).to_owned(),
                title: lang.pick(title_ko, title).to_owned(),
                args: args.to_vec(),
            }
        };
        tsv::rows(include_str!("acts.tsv")).map(act).collect()
    }
}
