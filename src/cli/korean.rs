//! The Korean help. `korean.toml` has it: commands, arguments, and the values of these. A test holds it complete.

use clap::builder::StyledStr;
use clap::{Arg, Command};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The data.
#[derive(Debug, Default, Deserialize)]
struct Help {
    commands: BTreeMap<String, CommandHelp>,
    arguments: BTreeMap<String, BTreeMap<String, String>>,
    values: BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>,
}

#[derive(Debug, Deserialize)]
struct CommandHelp {
    about: String,
    #[serde(default)]
    examples: String,
}

static HELP: LazyLock<Help> =
    LazyLock::new(|| toml::from_str(include_str!("korean.toml")).unwrap_or_default());

/// The commands below which an argument may stand: its own, then those of several.
fn own_then_any(command: &str) -> [&str; 2] {
    [command, "any"]
}

/// The grammar with everything that a person reads in Korean.
pub(crate) fn translated(mut command: Command) -> Command {
    command.build();
    translate(command)
}

fn translate(command: Command) -> Command {
    let name = command.get_name().to_string();
    let usage = usage(&command);
    let mut command = command
        .override_usage(usage)
        .help_template("{about-with-newline}\n사용법: {usage}\n\n{all-args}{after-help}")
        .subcommand_help_heading("명령")
        .mut_args(|arg| argument(&name, arg));
    if let Some((about, examples)) = of_command(&name) {
        let brief = about.split("\n\n").next().unwrap_or(about);
        command = command.about(brief).long_about(about).after_help(examples);
    }
    for sub in command.get_subcommands_mut() {
        let taken = std::mem::take(sub);
        *sub = translate(taken);
    }
    command
}

fn argument(command: &str, arg: Arg) -> Arg {
    let heading = match (arg.get_help_heading(), arg.is_positional()) {
        (Some("Common"), _) => "공통",
        (Some(_) | None, true) => "인수",
        (Some(_) | None, false) => "옵션",
    };
    let id = arg.get_id().as_str().to_owned();
    let arg = match of_argument(command, &id) {
        Some(help) => {
            let (short, long) = values(command, &id, &arg);
            arg.help(format!("{help}{short}"))
                .long_help(format!("{help}{long}"))
        }
        None => arg,
    };
    arg.help_heading(heading)
        .hide_possible_values(true)
        .hide_default_value(true)
}

/// The default and the values of an argument, in a line and at length: clap has no Korean words for them.
fn values(command: &str, id: &str, arg: &Arg) -> (String, String) {
    let takes = arg.get_action().takes_values();
    let of_it = arg.get_possible_values();
    let of_it = of_it.iter().filter(|value| takes && !value.is_hide_set());
    let names: Vec<&str> = of_it.map(|value| value.get_name()).collect();
    let defaults = arg.get_default_values().iter().filter(|_| takes);
    let default: String = defaults
        .map(|value| format!(" [기본값: {}]", value.to_string_lossy()))
        .collect();
    if names.is_empty() {
        return (default.clone(), default);
    }
    let told = |name: &&str| match of_value(command, id, name) {
        Some(meaning) => format!("\n- {name}: {meaning}"),
        None => format!("\n- {name}"),
    };
    let long: String = names.iter().map(told).collect();
    (
        format!("{default} [값: {}]", names.join(", ")),
        format!("{default}\n\n값:{long}"),
    )
}

/// The usage line, with clap's own words in Korean.
fn usage(command: &Command) -> StyledStr {
    let plain = command.clone().render_usage().to_string();
    let words = plain.trim_start_matches("Usage: ");
    words
        .replace("[OPTIONS]", "[옵션]")
        .replace("<COMMAND>", "<명령>")
        .replace("[COMMAND]", "[명령]")
        .into()
}

fn of_command(name: &str) -> Option<(&'static str, &'static str)> {
    let found = HELP.commands.get(name)?;
    Some((&found.about, &found.examples))
}

fn of_argument(command: &str, id: &str) -> Option<&'static str> {
    let mut all = own_then_any(command).into_iter();
    all.find_map(|one| Some(HELP.arguments.get(one)?.get(id)?.as_str()))
}

fn of_value(command: &str, id: &str, value: &str) -> Option<&'static str> {
    let mut all = own_then_any(command).into_iter();
    all.find_map(|one| Some(HELP.values.get(one)?.get(id)?.get(value)?.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Cli;
    use crate::facts::lang::is_hangul;
    use clap::CommandFactory;

    fn korean(text: &str) -> bool {
        text.chars().any(is_hangul)
    }

    #[test]
    fn every_command_and_argument_is_told_in_korean() {
        let mut command = Cli::command();
        command.build();
        let mut all = vec![&command];
        all.extend(command.get_subcommands());
        for one in all {
            let name = one.get_name();
            let (about, examples) = of_command(name).unwrap_or_else(|| panic!("`{name}`"));
            assert!(korean(about), "{name}");
            let english = one.get_after_help().map(ToString::to_string);
            let lines = |text: &str| text.lines().count();
            assert_eq!(
                english.map_or(0, |text| lines(&text)),
                lines(examples),
                "the examples of `{name}` in both languages"
            );
            for arg in one.get_arguments() {
                let id = arg.get_id().as_str();
                let help = of_argument(name, id).unwrap_or_else(|| panic!("`{name} {id}`"));
                assert!(korean(help), "{name} {id}");
                for value in arg.get_possible_values() {
                    let explained = of_value(name, id, value.get_name()).is_some();
                    let needs = value.get_help().is_some() && arg.get_action().takes_values();
                    assert_eq!(explained, needs, "{name} {id} {}", value.get_name());
                }
            }
        }
    }

    #[test]
    fn nothing_in_the_catalogue_is_left_over() {
        let mut command = Cli::command();
        command.build();
        let below = |name: &str, has: &dyn Fn(&Command) -> bool| match name {
            "any" => command.get_subcommands().any(has) || has(&command),
            name => command.find_subcommand(name).is_some_and(has),
        };
        for (name, arguments) in &HELP.arguments {
            for id in arguments.keys() {
                let has = |one: &Command| one.get_arguments().any(|arg| arg.get_id() == id);
                assert!(below(name, &has), "`{name} {id}` is no argument");
            }
        }
        for (name, arguments) in &HELP.values {
            for (id, value) in arguments
                .iter()
                .flat_map(|(id, values)| values.keys().map(move |value| (id, value)))
            {
                let has = |one: &Command| {
                    let mut args = one.get_arguments().filter(|arg| arg.get_id() == id);
                    args.any(|arg| {
                        let values = arg.get_possible_values();
                        values.iter().any(|one| one.get_name() == value)
                    })
                };
                assert!(below(name, &has), "`{name} {id} {value}` is no value");
            }
        }
        for name in HELP.commands.keys() {
            assert!(
                name == "report" || command.find_subcommand(name).is_some(),
                "{name}"
            );
        }
    }
}
