//! What is wrong with a command line: clap's finding in our own words, in both languages, with the
//! word that was most likely meant.

use crate::both;
use crate::error::Error;
use crate::facts::lang::Bilingual;
use crate::settings::did_you_mean;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// The error of a command line that could not be read.
pub(crate) fn mistake(error: &clap::Error, args: &[OsString], grammar: &clap::Command) -> Error {
    let read = std::error::Error::source(error).and_then(|why| why.downcast_ref::<Error>());
    if let Some(why) = read {
        let (arg, Bilingual { ko, en }) = (argument(error), &why.message);
        let told = Error::user(both!("{arg}: {ko}", "{arg}: {en}"));
        return why.hints.iter().cloned().fold(told, Error::hinted);
    }
    let told = Error::user(words(error));
    let told = match synonym(error).or_else(|| suggestion(error)) {
        Some(word) => told.hinted(did_you_mean(&word)),
        None => match values(error, ContextKind::ValidValue) {
            values if values.is_empty() => told,
            values => {
                let values = values.join(", ");
                told.hinted(both!(
                    "쓸 수 있는 값: {values}",
                    "possible values: {values}"
                ))
            }
        },
    };
    let command = command(args, grammar);
    told.hinted(both!(
        "`{command} --help`가 예와 함께 설명합니다",
        "`{command} --help` explains it with examples"
    ))
}

fn words(error: &clap::Error) -> Bilingual {
    let one = |kind| values(error, kind).join(", ");
    let (arg, value) = (one(ContextKind::InvalidArg), one(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let name = one(ContextKind::InvalidSubcommand);
            both!("알 수 없는 명령 `{name}`", "unknown command `{name}`")
        }
        ErrorKind::UnknownArgument => {
            both!("알 수 없는 인수 `{arg}`", "unexpected argument `{arg}`")
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            both!("{arg}: 값이 필요합니다", "{arg} needs a value")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => both!(
            "{arg}: 쓸 수 없는 값 `{value}`",
            "{arg}: `{value}` is not a value for it"
        ),
        ErrorKind::ArgumentConflict => {
            let prior = one(ContextKind::PriorArg).replace("...", "");
            if prior.is_empty() || prior == arg {
                both!("{arg}: 한 번만 쓸 수 있습니다", "{arg} may be given once")
            } else {
                both!(
                    "{arg}, {prior}: 함께 쓸 수 없습니다",
                    "{arg} cannot be used with {prior}"
                )
            }
        }
        ErrorKind::MissingRequiredArgument => both!("{arg}: 필요합니다", "{arg} is missing"),
        ErrorKind::MissingSubcommand => both!("명령이 필요합니다", "a command is missing"),
        ErrorKind::InvalidUtf8 => both!("인수가 UTF-8이 아닙니다", "an argument is not UTF-8"),
        ErrorKind::TooManyValues => both!("{arg}: 값이 너무 많습니다", "{arg} has too many values"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            both!("{arg}: 값이 부족합니다", "{arg} needs a value")
        }
        _ => Bilingual::from(first_line(error)),
    }
}

/// What other tools call a command, and what it is called here.
const SYNONYMS: [(&str, &str); 14] = [
    ("add", "new"),
    ("check", "verify"),
    ("create", "new"),
    ("index", "list --index"),
    ("lint", "explain --strict"),
    ("ls", "list"),
    ("refresh", "regenerate"),
    ("run", "verify"),
    ("show", "explain"),
    ("status", "list"),
    ("sync", "regenerate"),
    ("test", "verify"),
    ("update", "verify --update"),
    ("validate", "explain --strict"),
];

/// The command that is meant by another tool's word for it.
fn synonym(error: &clap::Error) -> Option<String> {
    let named = values(error, ContextKind::InvalidSubcommand);
    let (_, own) = SYNONYMS.iter().find(|(word, _)| named == [*word])?;
    Some((*own).to_owned())
}

/// The word that clap thinks was meant.
fn suggestion(error: &clap::Error) -> Option<String> {
    let kinds = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    let mut found = kinds.into_iter().flat_map(|kind| values(error, kind));
    found.next()
}

fn values(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(all)) => all.clone(),
        Some(_) | None => Vec::new(),
    }
}

/// The command that the person meant to give: `report verify`.
fn command(args: &[OsString], grammar: &clap::Command) -> String {
    let mut words = args.iter().skip(1).filter_map(|arg| arg.to_str());
    match words.find_map(|word| grammar.find_subcommand(word)) {
        Some(command) => format!("report {}", command.get_name()),
        None => "report".into(),
    }
}

/// The argument that is meant, without the name of its value.
fn argument(error: &clap::Error) -> String {
    let arg = values(error, ContextKind::InvalidArg).join(", ");
    let end = arg.find([' ', '=', '[']).unwrap_or(arg.len());
    arg[..end].to_owned()
}

fn first_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.trim_start_matches("error: ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Cli;
    use crate::facts::lang::Lang;
    use clap::CommandFactory;

    /// What is said about a command line, message and hints, a line each.
    fn said(line: &str, lang: Lang) -> String {
        let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let told = mistake(&Cli::read(&args, lang).unwrap_err(), &args, &Cli::command());
        let hints = told.hints.iter().map(|hint| hint.of(lang));
        let lines: Vec<&str> = [told.message.of(lang)].into_iter().chain(hints).collect();
        lines.join("\n")
    }

    #[test]
    fn every_slip_is_named_with_what_was_meant() {
        let lines = [
            "report verfy",
            "report verify --updat",
            "report update a.md",
            "report status",
            "report list --format jsn",
            "report init --print rbca",
            "report adopt",
            "report list --since",
            "report list -q -v",
            "report verify --timeout soon",
            "report verify --wait soon",
            "report new --date 5.12.2025",
            "report new --deployment 7..3",
            "report list --until today",
            "report regenerate --shard 5/4",
            "report explain --fix=one a.md",
            "report stats extra",
            "report completions",
        ];
        let mut all = String::new();
        for line in lines {
            for lang in [Lang::En, Lang::Ko] {
                all.push_str(&format!("$ {line}\n{}\n\n", said(line, lang)));
            }
        }
        insta::assert_snapshot!(all);
    }
}
