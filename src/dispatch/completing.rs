//! Completion in shells: the command line's grammar, with the names of the workspace's records where a command
//! takes some. The shell asks the program itself, so that what it offers is what there is.

use crate::cli::Cli;
use crate::settings::{Environment, Flags, resolve, spoken};
use crate::store::{self, Reach};
use clap_complete::engine::{
    ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};
use std::ffi::OsStr;

/// The variable by which a shell asks.
pub const VARIABLE: &str = "REPORT_COMPLETE";

/// The command line's grammar, as a shell asks for it.
pub fn grammar(environment: &Environment) -> clap::Command {
    let mut grammar = Cli::grammar(spoken(None, environment));
    grammar.build();
    grammar.mut_subcommands(|command| {
        let environment = environment.clone();
        command.mut_args(move |arg| match arg.get_id().as_str() {
            "records" | "record" => {
                let environment = environment.clone();
                let names = move |typed: &OsStr| records(typed, &environment);
                arg.add(ArgValueCompleter::new(names))
            }
            _ => arg,
        })
    })
}

/// The workspace's records whose names begin so, the newest first; of a path, files.
fn records(typed: &OsStr, environment: &Environment) -> Vec<CompletionCandidate> {
    let text = typed.to_string_lossy();
    let settings = resolve(&Flags::default(), environment).ok();
    let all = settings.and_then(|settings| {
        let reach = Reach::Within(&settings.root);
        store::list(&settings.deployments(), reach).ok()
    });
    let names = all.unwrap_or_default().into_iter().rev();
    let names = names.filter_map(|one| one.path.file_name().map(OsStr::to_owned));
    let own: Vec<CompletionCandidate> = names
        .filter(|name| name.to_string_lossy().starts_with(text.as_ref()))
        .map(CompletionCandidate::new)
        .collect();
    match own.is_empty() {
        true => PathCompleter::file().complete(typed),
        false => own,
    }
}
