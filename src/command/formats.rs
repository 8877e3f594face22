//! Where the result goes: its face on stdout, and files of other faces beside it.

use crate::both;
use crate::cli::{Detail, Format};
use crate::collect::git::Git;
use crate::console::{Console, Data};
use crate::error::Error;
use crate::facts::lang::Bilingual;
use crate::facts::outcome::RunOutcome;
use crate::output::brief::Diffs;
use crate::output::{self, Style};
use crate::settings::{Environment, Settings, did_you_mean, nearest};
use crate::store;
use std::path::{Path, PathBuf};

/// How much a person is told.
#[derive(Debug, Clone, Copy)]
pub enum Told {
    /// Every step and item: `verify`.
    Everything,
    /// What changed, what is wrong, what a person must do: `regenerate`, unless `-v` asks for all.
    News(Diffs),
}

/// A face of what a command without an outcome has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// For people.
    Text,
    /// JSON, so detailed.
    Json(Detail),
    /// GitHub's annotations.
    Annotations,
    /// The Markdown of a step summary: what `--output github=FILE` writes.
    Summary,
    /// A line a finding.
    Short,
    /// SARIF.
    Sarif,
    /// Comma-separated values.
    Csv,
    /// A Markdown table.
    Markdown,
}

impl Face {
    fn of(format: Format, detail: Detail) -> Face {
        match format {
            Format::Text | Format::Junit | Format::Outputs => Face::Text,
            Format::Json => Face::Json(detail),
            Format::Github => Face::Annotations,
            Format::Short => Face::Short,
            Format::Sarif => Face::Sarif,
            Format::Csv => Face::Csv,
            Format::Md => Face::Markdown,
        }
    }
}

/// Pretty-printed JSON with a final newline.
pub(super) fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(value).map_err(|error| {
        Error::internal(both!("JSON을 쓸 수 없습니다", "cannot write JSON")).because(&error)
    })?;
    Ok(text + "\n")
}

/// What a command line asks for, and what its command has.
pub struct Asked<'a> {
    /// The command's name.
    pub command: &'static str,
    /// The formats that it has.
    pub formats: &'static [Format],
    /// The format of stdout.
    pub format: Format,
    /// `--output`.
    pub output: &'a [String],
    /// `--detail`.
    pub detail: Option<Detail>,
}

/// The faces of a run.
pub struct Faces {
    format: Format,
    files: Vec<(Format, PathBuf)>,
    style: Style,
    /// Of JSON on stdout.
    detail: Detail,
    root: PathBuf,
    repository: PathBuf,
}

impl Faces {
    /// From `--format` and `--output`.
    pub fn new(
        wanted: &Asked<'_>,
        settings: &Settings,
        environment: &Environment,
        console: &Console,
    ) -> Result<Faces, Error> {
        let (format, files) = asked(wanted)?;
        let style = Style {
            lang: console.lang,
            color: console.color,
            width: console.width,
            verbose: console.verbose,
        };
        Ok(Faces {
            format,
            files,
            style,
            detail: wanted.detail.unwrap_or(if environment.stdout_terminal {
                Detail::Full
            } else {
                Detail::Brief
            }),
            root: settings.root.clone(),
            repository: repository(settings, environment),
        })
    }

    /// The formats that were asked for, of stdout and of the files.
    pub fn formats(&self) -> Vec<Format> {
        let files = self.files.iter().map(|(format, _)| *format);
        [self.format].into_iter().chain(files).collect()
    }

    /// Refuses what a flag of the command would leave unwritten.
    pub fn text_only(&self, flag: &str) -> Result<(), Error> {
        match self.formats()[..] {
            [Format::Text] => Ok(()),
            _ => Err(Error::user(both!(
                "{flag}: --format, --output과 함께 쓸 수 없습니다",
                "{flag} cannot be used with --format or --output"
            ))
            .hinted(both!(
                "{flag} 없이 한 번 더 실행하세요",
                "run it once more without {flag}"
            ))),
        }
    }

    /// Shows the result on stdout and writes the files.
    pub fn show(&self, outcome: &RunOutcome, told: Told, console: &Console) -> Result<(), Error> {
        let style = Style {
            lang: outcome.lang,
            ..self.style
        };
        let text = match (self.format, self.detail) {
            (Format::Json, Detail::Brief) => output::json::render(&outcome.brief()),
            (format, _) => self.face(format, outcome, told, style),
        };
        self.print(&text, console);
        if let (Told::News(_), Format::Json | Format::Junit | Format::Github) = (told, self.format)
        {
            console.message(&output::brief::totals(outcome, style.lang));
        }
        for (format, path) in &self.files {
            let plain = Style {
                color: false,
                ..style
            };
            let face = |format| self.face(format, outcome, told, plain);
            write(*format, path, outcome, face, console)?;
        }
        Ok(())
    }

    fn print(&self, text: &str, console: &Console) {
        match data(self.format) {
            None => console.result(text),
            Some(data) => console.data(data, text),
        }
    }

    fn face(&self, format: Format, outcome: &RunOutcome, told: Told, style: Style) -> String {
        match format {
            // No command that has an outcome has the others.
            Format::Text | Format::Short | Format::Sarif | Format::Csv | Format::Md => match told {
                Told::News(diffs) if style.verbose == 0 => {
                    output::brief::render(outcome, style, diffs)
                }
                Told::Everything | Told::News(_) => output::text::render(outcome, style),
            },
            Format::Outputs => output::outputs::render(outcome),
            Format::Json => output::json::render(outcome),
            Format::Junit => output::junit::render(outcome),
            Format::Github => output::github::annotations(outcome, |path| {
                in_repository(path, &self.root, &self.repository)
            }),
        }
    }

    /// What a command without an outcome has to say, in each format that was asked for: on stdout, and in
    /// the files. The face on stdout is told so.
    pub fn tell(
        &self,
        face: impl Fn(Face, Style) -> Result<String, Error>,
        console: &Console,
    ) -> Result<(), Error> {
        let text = face(Face::of(self.format, self.detail), self.style)?;
        match self.format {
            Format::Text => console.pages(&text),
            _ => self.print(&text, console),
        }
        let plain = Style {
            color: false,
            ..self.style
        };
        for (format, path) in &self.files {
            let face = match format {
                Format::Github => face(Face::Summary, plain),
                format => face(Face::of(*format, Detail::Full), plain),
            };
            store::write_output(path, face?.as_bytes())?;
        }
        Ok(())
    }

    /// A record's path as annotations have it.
    pub fn in_repository(&self, shown: &str) -> String {
        in_repository(shown, &self.root, &self.repository)
    }

    /// The same for a command that has faces of its own; the others are made of the outcome.
    pub fn show_own(
        &self,
        outcome: &RunOutcome,
        own: impl Fn(Format, Detail) -> Option<String>,
        console: &Console,
    ) -> Result<(), Error> {
        let shown = |format, detail| {
            let made = || self.face(format, outcome, Told::Everything, self.style);
            own(format, detail).unwrap_or_else(made)
        };
        self.print(&shown(self.format, self.detail), console);
        for (format, path) in &self.files {
            let full = |format| shown(format, Detail::Full);
            write(*format, path, outcome, full, console)?;
        }
        Ok(())
    }
}

/// What a command line asks for: the format of stdout, and files with theirs. What the command does not have is
/// refused.
pub(super) fn asked(wanted: &Asked<'_>) -> Result<(Format, Vec<(Format, PathBuf)>), Error> {
    let Asked {
        command,
        formats,
        format,
        ..
    } = *wanted;
    if !formats.contains(&format) {
        return Err(Error::user(both!(
            "--format {0}: `report {command}`에는 없는 형식입니다",
            "--format {0}: `report {command}` has no such format",
            format.name()
        ))
        .hinted(offered(formats)));
    }
    let mut output = wanted.output.iter();
    if let ([Format::Text], Some(text)) = (formats, output.clone().next()) {
        return Err(Error::user(both!(
            "--output {text}: `report {command}`의 결과는 파일로 쓰지 않습니다",
            "--output {text}: `report {command}` has no result to write into a file"
        ))
        .hinted(offered(formats)));
    }
    let files = output.try_fold(Vec::new(), |mut files, text| {
        files.push(file(text, formats)?);
        Ok::<_, Error>(files)
    });
    Ok((format, files?))
}

/// What kind of data a face is; none for people.
fn data(format: Format) -> Option<Data> {
    match format {
        Format::Text | Format::Short | Format::Csv | Format::Md | Format::Outputs => None,
        Format::Json | Format::Sarif => Some(Data::Json),
        Format::Junit => Some(Data::Xml),
        Format::Github => Some(Data::Verbatim),
    }
}

/// Writes a face to a file. For GitHub that is the summary, a page for people.
fn write(
    format: Format,
    path: &Path,
    outcome: &RunOutcome,
    face: impl Fn(Format) -> String,
    console: &Console,
) -> Result<(), Error> {
    let text = match format {
        Format::Github => console.filed(None, &output::github::summary(outcome)),
        format => console.filed(data(format), &face(format)),
    };
    Ok(store::write_output(path, text.as_bytes())?)
}

/// The repository that annotations are about: the checkout of the workflow, else the one that holds
/// the workspace (the checkout may be one of several below `GITHUB_WORKSPACE`), else the workspace.
fn repository(settings: &Settings, environment: &Environment) -> PathBuf {
    let real = |path: &Path| path.canonicalize().ok();
    let root = real(&settings.root).unwrap_or_else(|| settings.root.clone());
    let checkout = environment.var("GITHUB_WORKSPACE").map(Path::new);
    let checkout = checkout.filter(|path| path.join(".git").exists());
    checkout
        .and_then(real)
        .filter(|path| root.starts_with(path))
        .or_else(|| real(Git::open(&root).ok()?.path()))
        .filter(|path| root.starts_with(path))
        .unwrap_or(root)
}

/// A record's path, which is relative to the workspace or as it was given, in the repository.
fn in_repository(shown: &str, root: &Path, repository: &Path) -> String {
    let found = [root.join(shown), PathBuf::from(shown)];
    let found = found.iter().find_map(|path| path.canonicalize().ok());
    let inside = found
        .as_deref()
        .and_then(|path| path.strip_prefix(repository).ok());
    match inside {
        Some(path) => path.display().to_string().replace('\\', "/"),
        None => shown.to_owned(),
    }
}

/// Which formats there are.
fn offered(formats: &[Format]) -> Bilingual {
    let names: Vec<&str> = formats.iter().map(|format| format.name()).collect();
    let names = names.join(", ");
    both!("형식: {names}", "the formats are {names}")
}

fn file(text: &str, formats: &[Format]) -> Result<(Format, PathBuf), Error> {
    let (format, path) = text.split_once('=').ok_or_else(|| {
        Error::user(both!(
            "--output {text}: 형식과 파일이 필요합니다",
            "--output {text} needs a format and a file"
        ))
        .hinted(both!(
            "`--output junit=report.xml`처럼 쓰세요",
            "write it as `--output junit=report.xml`"
        ))
    })?;
    let known = formats.iter().find(|known| known.name() == format);
    let Some(known) = known else {
        let names = formats.iter().map(|format| format.name());
        return Err(Error::user(both!(
            "--output {text}: 알 수 없는 형식 `{format}`",
            "--output {text}: unknown format `{format}`"
        ))
        .hinted(match nearest(format, names) {
            Some(format) => did_you_mean(format),
            None => offered(formats),
        }));
    };
    Ok((*known, PathBuf::from(path)))
}
