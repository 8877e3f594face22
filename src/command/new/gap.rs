//! What a new record could not learn, and why: in both languages at once, as one run may write both.
//! A reason names no path of this machine and no moment of this run, so that the same gap reads the
//! same everywhere, and no Markdown; what else is known is told on the terminal only.

use crate::collect::git::GitError;
use crate::facts::deployment::System;
use crate::facts::lang::{Bilingual, Lang};
use crate::facts::observation::Blind;
use crate::render::cause_words;

/// The source that gaps of deployments have, whichever system they are of.
pub const DEPLOYMENTS: &str = "gitploy";

/// Something that could not be learned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// `gitploy`, `reviews` (of a Gitploy deployment), `git`, `cluster`, `application`, `workloads`, `nodes`, `revisions`, `kiro`.
    pub source: &'static str,
    why: Bilingual,
    /// What the source itself said, and what to do: for the terminal.
    detail: Option<Bilingual>,
}

impl Gap {
    /// A gap with its reason in both languages.
    pub fn new(source: &'static str, ko: impl Into<String>, en: impl Into<String>) -> Gap {
        Gap {
            source,
            why: Bilingual::new(ko, en),
            detail: None,
        }
    }

    /// Something that could not be seen, named in both languages.
    pub fn blind(source: &'static str, what: [&str; 2], blind: &Blind) -> Gap {
        let [ko, en] = what;
        let told = |lang: Lang| match lang.pick(ko, en) {
            // The words of a system begin with its name.
            what if System::ALL.iter().any(|one| one.name() == what) => blind.told(lang),
            what => format!("{what}: {}", blind.told(lang)),
        };
        let gap = Gap::new(
            source,
            format!("{ko}: {}", cause_words(blind.cause, Lang::Ko)),
            format!("{en}: {}", cause_words(blind.cause, Lang::En)),
        );
        Gap {
            detail: Some(Bilingual::each(told)),
            ..gap
        }
    }

    /// A repository that could not be read.
    pub fn git(error: &GitError) -> Gap {
        let gap = Gap::new("git", error.words(Lang::Ko), error.words(Lang::En));
        Gap {
            detail: Some(Bilingual::each(|lang| error.told(lang))),
            ..gap
        }
    }

    /// A spec or a task that is not there.
    pub fn kiro(words: Bilingual) -> Gap {
        Gap::new("kiro", words.ko, words.en)
    }

    /// Whether the source could not be looked at, rather than having nothing to say: what it said
    /// earlier is not refuted then.
    pub fn is_unseen(&self) -> bool {
        self.detail.is_some()
    }

    /// Why, as a record says it.
    pub fn words(&self, lang: Lang) -> &str {
        self.why.of(lang)
    }

    /// Why, as the terminal says it: with the source's own words.
    pub fn told(&self, lang: Lang) -> String {
        let source = match self.source {
            DEPLOYMENTS | "reviews" => System::default().name(),
            "git" => "git",
            "application" => "Argo CD",
            "cluster" | "revisions" => lang.pick("클러스터", "cluster"),
            "workloads" => lang.pick("워크로드", "workloads"),
            "nodes" => lang.pick("노드", "nodes"),
            other => other,
        };
        let detail = self.detail.as_ref().unwrap_or(&self.why).of(lang);
        // What is said of a deployment begins with whose it is.
        if System::ALL
            .iter()
            .any(|system| detail.starts_with(system.name()))
        {
            detail.to_owned()
        } else {
            format!("{source}: {detail}")
        }
    }
}

/// Adds a gap once.
pub(super) fn note(gaps: &mut Vec<Gap>, gap: Gap) {
    let same = |known: &Gap| known.source == gap.source && known.why == gap.why;
    if !gaps.iter().any(same) {
        gaps.push(gap);
    }
}
