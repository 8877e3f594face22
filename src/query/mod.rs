//! A documented command becomes a [`Pipeline`], or a reason why not. Pure: words, flags and filters
//! are understood here and nothing is ever run.
//!
//! The types here are the contract with `collect` (which answers a [`Query`]) and `judge` (which
//! knows what was asked). Every command ends in exactly one [`Class`].

mod argocd;
mod asked;
mod command;
mod comments;
mod describe;
mod documented;
mod elsewhere;
mod expand;
pub mod filter;
mod flags;
mod flux;
mod git;
mod helm;
mod http;
pub mod inline;
mod kubectl;
mod logcli;
mod pipe;
mod pipeline;
mod place;
mod placeholder;
mod program;
mod prompt;
mod promtool;
mod question;
mod reason;
mod scope;
pub(crate) mod script;
mod selection;
mod shell;
mod state;
mod statement;
mod vars;
mod verbs;
mod wrapper;

pub(crate) use describe::describe;
pub(crate) use elsewhere::{
    ArgoAsk, ArgoQuery, ClusterAsk, ClusterQuestion, DeploymentQuery, GitQuery, HttpQuery, LokiAsk,
    LokiQuery, PrometheusQuery, ShownLabels, When,
};
pub use pipeline::Class;
pub(crate) use pipeline::{
    Filter, Grep, Jq, Pipeline, Sed, Sort, SortBy, SortKey, SortValue, Uniq,
};
pub(crate) use place::{Namespace, Output, Resource, Scope};
pub(crate) use prompt::is_bare;
pub(crate) use question::{
    Events, Get, Logs, Query, Rollout, RolloutAsk, Tail, Top, TopOf, Until, Wait,
};
pub(crate) use reason::reason;
pub(crate) use selection::Selection;
pub use vars::Vars;

use crate::facts::word_list::{WordList, WordLists};

/// A list of `words.tsv`.
fn word_list(name: &str) -> &'static WordList {
    static LISTS: WordLists = WordLists::of(include_str!("words.tsv"));
    LISTS.list(name)
}
