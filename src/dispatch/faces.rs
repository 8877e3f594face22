//! Where the result goes: its face on stdout, and files of other faces beside it.

use crate::cli::{Cli, Format};
use crate::console::Console;
use crate::error::Error;
use crate::facts::outcome::RunOutcome;
use crate::output::{self, Style};
use crate::store;
use std::path::PathBuf;

/// The faces of a run.
pub struct Faces {
    format: Format,
    files: Vec<(Format, PathBuf)>,
    style: Style,
}

impl Faces {
    /// From `--format` and `--output`.
    pub fn new(cli: &Cli, console: &Console) -> Result<Faces, Error> {
        let files: Result<Vec<(Format, PathBuf)>, Error> =
            cli.global.output.iter().map(|text| file(text)).collect();
        let style = Style {
            lang: console.lang,
            color: console.color,
            width: console.width,
            verbose: console.verbose > 0,
        };
        Ok(Faces {
            format: cli.global.format,
            files: files?,
            style,
        })
    }

    /// Shows the result on stdout and writes the files.
    pub fn show(&self, outcome: &RunOutcome, console: &Console) -> Result<(), Error> {
        console.result(&face(self.format, outcome, self.style));
        for (format, path) in &self.files {
            let plain = Style {
                color: false,
                ..self.style
            };
            let text = match format {
                Format::Github => output::github::summary(outcome),
                Format::Text | Format::Json | Format::Junit => face(*format, outcome, plain),
            };
            store::write_output(path, text.as_bytes())?;
        }
        Ok(())
    }
}

fn face(format: Format, outcome: &RunOutcome, style: Style) -> String {
    match format {
        Format::Text => output::text::render(outcome, style),
        Format::Json => output::json::render(outcome),
        Format::Junit => output::junit::render(outcome),
        Format::Github => output::github::annotations(outcome),
    }
}

fn file(text: &str) -> Result<(Format, PathBuf), Error> {
    let (format, path) = text.split_once('=').ok_or_else(|| {
        Error::user(format!("--output {text}: a format and a file are wanted"))
            .hinted("write it as `--output junit=report.xml`")
    })?;
    let format = match format {
        "text" => Format::Text,
        "json" => Format::Json,
        "junit" => Format::Junit,
        "github" => Format::Github,
        other => {
            return Err(
                Error::user(format!("--output {text}: unknown format `{other}`"))
                    .hinted("the formats are text, json, junit and github"),
            );
        }
    };
    Ok((format, PathBuf::from(path)))
}
