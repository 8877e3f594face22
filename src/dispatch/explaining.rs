//! `report explain`, wired: records by name, all open ones, or standard input.

use super::faces::{Face, Faces, json};
use super::records::{records, stdin, told_if_none, vocabulary};
use crate::cli::ExplainArgs;
use crate::command;
use crate::command::explain::{self, Explained, strict};
use crate::console::Console;
use crate::error::{Error, exit};
use crate::facts::lang::Lang;
use crate::facts::ledger::Totals;
use crate::output::{Style, github};
use crate::settings::Settings;
use crate::store::{self, Reach};
use std::path::Path;

/// `report explain`.
pub fn explain(
    args: &ExplainArgs,
    settings: &Settings,
    console: &Console,
    faces: &Faces,
) -> Result<u8, Error> {
    let (all, unread) = explained(args, settings, console)?;
    let face = |face, style| shown(&all, args.strict, face, style, faces);
    faces.tell(face, console)?;
    let found = all.iter().any(|one| !one.findings.is_empty());
    Ok(match (unread, args.strict && found) {
        (true, _) => exit::ERROR,
        (false, true) => exit::FAILED,
        (false, false) => exit::OK,
    })
}

/// The readings, and whether a record could not be read.
fn explained(
    args: &ExplainArgs,
    settings: &Settings,
    console: &Console,
) -> Result<(Vec<Explained>, bool), Error> {
    let vocabulary = vocabulary(settings);
    let (mut all, mut unread) = (Vec::new(), false);
    let (piped, named): (Vec<_>, Vec<_>) = args
        .records
        .iter()
        .cloned()
        .partition(|path| path == Path::new("-"));
    if !piped.is_empty() {
        all.push(explain::explain("-", &stdin()?, &vocabulary));
    }
    if !named.is_empty() || args.records.is_empty() {
        let paths = records(&named, settings)?;
        told_if_none(&paths, settings, console);
        for path in paths {
            let text = match store::read_text(&path, Reach::Anywhere) {
                Ok(text) => text,
                Err(error) if named.len() == 1 => return Err(error.into()),
                Err(error) => {
                    console.error(&error.into());
                    unread = true;
                    continue;
                }
            };
            let shown = command::verify::shown(&path, &settings.root);
            all.extend(match named.is_empty() {
                true => explain::explain_if_open(&shown, &text, &vocabulary),
                false => Some(explain::explain(&shown, &text, &vocabulary)),
            });
        }
    }
    Ok((all, unread))
}

fn shown(
    all: &[Explained],
    is_strict: bool,
    face: Face,
    style: Style,
    faces: &Faces,
) -> Result<String, Error> {
    let each = |tell: &dyn Fn(&Explained) -> String| -> String { all.iter().map(tell).collect() };
    Ok(match face {
        // One record is an object, as it always was.
        Face::Json => match all {
            [one] => json(one)?,
            several => json(&several)?,
        },
        Face::Sarif => {
            let records = all
                .iter()
                .map(|one| (faces.in_repository(&one.path), one.lang, &one.findings[..]));
            json(&strict::sarif(records))?
        }
        Face::Short => each(&|one| strict::short(&one.path, &one.findings, one.lang)),
        Face::Annotations => github::errors(all.iter().flat_map(|one| {
            let path = faces.in_repository(&one.path);
            one.findings.iter().map(move |finding| {
                (
                    path.clone(),
                    finding.line,
                    finding.fault.name(),
                    finding.told(one.lang),
                )
            })
        })),
        Face::Summary => each(&|one| strict::summary(&one.path, &one.findings, one.lang)),
        Face::Text if is_strict => {
            let found = each(&|one| strict::text(&one.path, &one.findings, style));
            format!("{found}{}", totals(all, style.lang))
        }
        Face::Text | Face::Csv | Face::Markdown => {
            let texts: Vec<String> = all
                .iter()
                .map(|one| explain::text(one, one.lang, style.width))
                .collect();
            texts.join("\n")
        }
    })
}

/// The lines of all records, and how many are found fault with.
fn totals(all: &[Explained], lang: Lang) -> String {
    let totals: Totals = all.iter().map(|one| one.totals).sum();
    let found: usize = all.iter().map(|one| one.findings.len()).sum();
    let words = totals.words(lang);
    match (lang, all.len()) {
        (Lang::Ko, records) => format!("기록 {records}개, {words}; 고칠 곳 {found}개\n"),
        (Lang::En, 1) => format!("1 record, {words}; {found} to mend\n"),
        (Lang::En, records) => format!("{records} records, {words}; {found} to mend\n"),
    }
}
