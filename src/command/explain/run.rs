//! `report explain` on the command line: its arguments; records by name, all open ones, or standard input.

use crate::both;
use crate::cli::{Detail, Format};
use crate::command;
use crate::command::explain::fix::{self, Pick, Picks};
use crate::command::explain::{self, Explained, Findings, strict};
use crate::command::formats::{Face, Faces, json};
use crate::command::offer::Offer;
use crate::command::records::{named_record, records, stdin, told_if_none, vocabulary};
use crate::console::Console;
use crate::error::{Error, exit};
use crate::facts::lang::Lang;
use crate::facts::ledger::Totals;
use crate::output::{Style, github};
use crate::settings::Settings;
use crate::store::{self, Reach};
use clap::Args;
use std::path::{Path, PathBuf};

/// `report explain`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit status with --strict: 1 if a line that a machine could judge is left to a person.\n\nExamples:\n  report explain RECORD\n  report explain --strict                  all open records, each finding with its place\n  report explain --strict - < draft.md     a text that is not saved\n  report explain --strict --format sarif --output github=summary.md\n  report explain RECORD --format json | jq '.findings[]'\n  report explain RECORD --fix              show what would be written, then ask\n  report explain RECORD --fix=12,14:2 --yes\n\nWhich step stands for which item: docs/records.md; sentences: docs/expectations.md"
)]
pub struct ExplainArgs {
    /// The records; `-` is standard input; none: all open ones
    #[arg(value_name = "RECORD")]
    pub records: Vec<PathBuf>,
    /// Only what a machine could judge and is left to a person; exit 1 if there is any
    #[arg(long)]
    pub strict: bool,
    /// Write suggestions into the record, after showing them: those of these lines (`12`, `12:2` is its second), or each first one that carries every word
    #[arg(long, value_name = "LINE[:N]", num_args = 0..=1, require_equals = true, value_delimiter = ',', default_missing_value = "all", value_parser = pick)]
    pub fix: Option<Vec<Option<Pick>>>,
    /// Write without asking
    #[arg(long, requires = "fix")]
    pub yes: bool,
    /// How much JSON tells: `brief` leaves out the metadata and the lines that demand nothing [default: `brief` to a pipe]
    #[arg(long, value_enum)]
    pub detail: Option<Detail>,
}

/// `report explain`.
pub fn explain(
    args: &ExplainArgs,
    settings: &Settings,
    console: &Console,
    faces: &Faces,
) -> Result<u8, Error> {
    if let Some(asked) = &args.fix {
        faces.text_only("--fix")?;
        let these: Option<Vec<Pick>> = asked.iter().copied().collect();
        let picks = these.map_or(Picks::All, Picks::These);
        return fixed(args, &picks, settings, console);
    }
    let (all, unread) = explained(args, settings, console, faces)?;
    let face = |face, style| shown(&all, args.strict, face, style, faces);
    faces.tell(face, console)?;
    let found = all.iter().any(|one| !one.findings.is_empty());
    Ok(match (unread, args.strict && found) {
        (true, _) => exit::ERROR,
        (false, true) => exit::FAILED,
        (false, false) => exit::OK,
    })
}

/// One of what `--fix` asks for; none are all of them.
fn pick(text: &str) -> Result<Option<Pick>, Error> {
    let (line, which) = text.split_once(':').unwrap_or((text, "1"));
    match (text, line.parse(), which.parse()) {
        ("all", ..) => Ok(None),
        (_, Ok(line), Ok(which)) => Ok(Some(Pick { line, which })),
        _ => Err(Error::user(both!(
            "`{text}`: 줄 번호가 아닙니다",
            "`{text}` is not the number of a line"
        ))
        .hinted(both!(
            "`--fix=12`나 `--fix=12:2`처럼 쓰세요",
            "write it as `--fix=12` or `--fix=12:2`"
        ))),
    }
}

/// `--fix`: shows what is written, asks, and writes it if the record is still as it was.
fn fixed(
    args: &ExplainArgs,
    picks: &Picks,
    settings: &Settings,
    console: &Console,
) -> Result<u8, Error> {
    let [record] = &args.records[..] else {
        return Err(Error::user(both!(
            "--fix: 기록 하나를 지정해야 합니다",
            "--fix: one record has to be named"
        )));
    };
    let path = named_record(record, settings)?;
    let text = store::read_text(&path, Reach::Anywhere)?;
    let vocabulary = vocabulary(settings);
    let proposal = fix::propose(&text, &vocabulary, picks);
    if let Some(Pick { line, which }) = proposal.refused.first() {
        return Err(Error::user(both!(
            "{0}:{line}: 쓸 수 있는 {which}번째 제안이 없습니다",
            "{0}:{line}: there is no suggestion {which} that can be written",
            path.display()
        ))
        .hinted(both!(
            "`report explain --strict`가 줄마다의 제안을 보여 줍니다",
            "`report explain --strict` shows those of each line"
        )));
    }
    let nothing = both!("쓸 제안이 없습니다", "there is no suggestion to write");
    let offer = Offer {
        path: &path,
        text: &text,
        edits: &proposal.edits,
        nothing: &nothing,
    };
    offer.written(args.yes, settings, console)
}

/// The readings, and whether a record could not be read.
fn explained(
    args: &ExplainArgs,
    settings: &Settings,
    console: &Console,
    faces: &Faces,
) -> Result<(Vec<Explained>, bool), Error> {
    let findings = if args.strict || faces.formats().iter().any(|one| *one != Format::Text) {
        Findings::Wanted
    } else {
        Findings::NotWanted
    };
    let (vocabulary, asked) = (vocabulary(settings), settings.asked_lang);
    let (mut all, mut unread) = (Vec::new(), false);
    let (piped, named): (Vec<_>, Vec<_>) = args
        .records
        .iter()
        .cloned()
        .partition(|path| path == Path::new("-"));
    if !piped.is_empty() {
        all.push(explain::explain_with(
            "-",
            &stdin()?,
            &vocabulary,
            findings,
            asked,
        ));
    }
    if !named.is_empty() || args.records.is_empty() {
        let paths = records(&named, settings)?;
        told_if_none(&paths, settings, console);
        let none = paths.is_empty();
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
            let explained = if named.is_empty() {
                explain::explain_if_open(&shown, &text, &vocabulary, findings, asked)
            } else {
                let (text, vocabulary) = (&text, &vocabulary);
                let read = explain::explain_with(&shown, text, vocabulary, findings, asked);
                Some(read)
            };
            all.extend(explained);
        }
        if named.is_empty() && all.is_empty() && !unread && !none {
            console.message(settings.lang.pick(
                "열린 기록이 없습니다 (`report explain 기록`은 닫힌 기록도 읽습니다)",
                "no record is open (`report explain RECORD` reads a closed one)",
            ));
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
        Face::Json(detail) => {
            let all: Vec<Explained> = match detail {
                Detail::Full => all.to_vec(),
                Detail::Brief => all.iter().cloned().map(Explained::brief).collect(),
            };
            match &all[..] {
                [one] => json(one)?,
                several => json(&several)?,
            }
        }
        Face::Sarif => {
            let records = all.iter().map(|one| {
                (
                    faces.in_repository(&one.path),
                    one.told_in,
                    &one.findings[..],
                )
            });
            json(&strict::sarif(records))?
        }
        Face::Short => each(&|one| strict::short(&one.path, &one.findings, one.told_in)),
        Face::Annotations => github::errors(all.iter().flat_map(|one| {
            let path = faces.in_repository(&one.path);
            one.findings.iter().map(move |finding| {
                (
                    path.clone(),
                    finding.line,
                    finding.fault.word(),
                    finding.told(one.told_in),
                )
            })
        })),
        Face::Summary => each(&|one| strict::summary(&one.path, &one.findings, one.told_in)),
        Face::Text if is_strict => {
            let found = each(&|one| {
                let style = Style {
                    lang: one.told_in,
                    ..style
                };
                strict::text(&one.path, &one.findings, style)
            });
            format!("{found}{}", totals(all, style.lang))
        }
        Face::Text | Face::Csv | Face::Markdown => {
            let texts: Vec<String> = all
                .iter()
                .map(|one| explain::text(one, one.told_in, style.width))
                .collect();
            texts.join("\n")
        }
    })
}

/// The lines of all records, and how many are found fault with.
pub fn totals(all: &[Explained], lang: Lang) -> String {
    let totals: Totals = all.iter().map(|one| one.totals).sum();
    let found: usize = all.iter().map(|one| one.findings.len()).sum();
    let words = totals.words(lang);
    match (lang, all.len()) {
        (Lang::Ko, records) => format!("기록 {records}개, {words}; 고칠 곳 {found}개\n"),
        (Lang::En, 1) => format!("1 record, {words}; {found} to fix\n"),
        (Lang::En, records) => format!("{records} records, {words}; {found} to fix\n"),
    }
}
