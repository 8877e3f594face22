//! `report judge` on the command line: its arguments; files, directories and stdin become texts.

use super::{Input, run};
use crate::both;
use crate::cli::{Detail, Format};
use crate::command::formats::Faces;
use crate::command::records::stdin;
use crate::console::Console;
use crate::error::Error;
use crate::settings::Settings;
use crate::store::{self, Reach};
use clap::Args;
use std::path::{Path, PathBuf};

/// `report judge`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  kubectl get deploy,ds -A -o yaml | report judge -\n  report judge must-gather/ --format json"
)]
pub(crate) struct JudgeArgs {
    /// YAML or JSON files as `kubectl get -o yaml|json` writes them, directories, or `-`
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// How much JSON tells: `brief` leaves out what is said of objects that passed [default: `brief` to a pipe]
    #[arg(long, value_enum)]
    pub detail: Option<Detail>,
}

/// `report judge`.
pub(crate) fn judge(
    args: &JudgeArgs,
    settings: &Settings,
    console: &Console,
    faces: &Faces,
) -> Result<u8, Error> {
    let mut inputs = Vec::new();
    for path in &args.files {
        if path == Path::new("-") {
            inputs.push(Input {
                name: "-".to_string(),
                text: Ok(stdin()?),
            });
            continue;
        }
        for file in expanded(path)? {
            let reach = if path.is_dir() {
                Reach::Within(path)
            } else {
                Reach::Anywhere
            };
            let text = store::read_large_text(&file, reach);
            // A file that was named must be there; one of a tree that can't be read is told as unknown.
            let text = if path.is_dir() {
                text.map_err(|error| error.words().of(settings.lang).to_string())
            } else {
                Ok(text?)
            };
            let name = file.display().to_string();
            inputs.push(Input { name, text });
        }
    }
    let judged = run(&inputs, settings.now, settings.lang);
    if judged.objects.is_empty() {
        for note in &judged.notes {
            console.message(note);
        }
        return Err(nothing());
    }
    let run = judged.to_run(settings.now, settings.lang);
    let own = |format, detail| match format {
        Format::Json => Some(match detail {
            Detail::Full => judged.to_json(),
            Detail::Brief => judged.brief().to_json(),
        }),
        Format::Text => Some(judged.to_text(settings.lang)),
        _ => None,
    };
    faces.show_own(&run, own, console)?;
    for note in &judged.notes {
        console.message(note);
    }
    Ok(judged.exit_status())
}

/// That there is nothing to judge.
pub(crate) fn nothing() -> Error {
    Error::user(both!(
        "입력에 Kubernetes 오브젝트가 없습니다",
        "there is no Kubernetes object in the input"
    ))
    .hinted(both!(
        "`kubectl get -o yaml`이나 `-o json`의 출력을 넣으세요",
        "pipe in what `kubectl get -o yaml` or `-o json` prints"
    ))
}

/// A file itself, or the YAML and JSON files below a directory, sorted.
fn expanded(path: &Path) -> Result<Vec<PathBuf>, Error> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    let mut waiting = vec![path.to_path_buf()];
    while let Some(dir) = waiting.pop() {
        for name in store::names(&dir, Reach::Within(path))? {
            let path = dir.join(name);
            if path.is_dir() && !path.is_symlink() {
                waiting.push(path);
            } else if path
                .extension()
                .is_some_and(|e| e == "yaml" || e == "yml" || e == "json")
            {
                files.push(path);
            }
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Error::user(both!(
            "{}: YAML이나 JSON 파일이 없습니다",
            "{} contains no YAML or JSON file",
            path.display()
        ))
        .hinted(both!(
            "`kubectl get -o yaml`이 출력하는 파일이나, 표준 입력이면 `-`를 지정하세요",
            "name files as `kubectl get -o yaml` writes them, or `-` for standard input"
        )));
    }
    Ok(files)
}
