//! `report completions`, and completion in shells: the command line's grammar, with the names of the workspace's records where a command
//! takes some. The shell asks the program itself, so that what it offers is what there is.

use super::Cli;
use crate::both;
use crate::console::{Console, Data};
use crate::error::{Error, exit};
use crate::settings::{Environment, Flags, resolve, spoken};
use crate::store::{self, Reach};
use clap::Args;
use clap_complete::engine::{
    ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};
use clap_complete::env::Shells;
use std::ffi::OsStr;

/// `report completions`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report completions bash > /etc/bash_completion.d/report\n  report completions zsh > ~/.zfunc/_report\n  report completions fish > ~/.config/fish/completions/report.fish"
)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// The variable by which a shell asks.
pub const VARIABLE: &str = "REPORT_COMPLETE";

/// `report completions`.
pub(crate) fn completions(console: &Console, args: &CompletionsArgs) -> Result<u8, Error> {
    let shells = Shells::builtins();
    let shell = shells.completer(&args.shell.to_string());
    let mut script = Vec::new();
    shell
        .map_or(Ok(()), |shell| {
            shell.write_registration(VARIABLE, "report", "report", "report", &mut script)
        })
        .map_err(|error| {
            Error::internal(both!(
                "완성 스크립트를 만들 수 없습니다",
                "cannot write the completion script"
            ))
            .because(&error)
        })?;
    console.data(Data::Verbatim, &String::from_utf8_lossy(&script));
    Ok(exit::OK)
}

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
    if own.is_empty() {
        PathCompleter::file().complete(typed)
    } else {
        own
    }
}
