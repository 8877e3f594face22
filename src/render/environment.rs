//! The templates of one language: those of the binary, with the user's own in front of them.

use super::context::RecordContext;
use super::{filters, meter};
use crate::facts::budget;
use crate::facts::lang::Lang;
use std::collections::BTreeMap;
use tera::{Context, ErrorKind, Tera};

/// A template that cannot be read or filled in, with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {message}", place(position))]
pub struct TemplateError {
    /// The template, as the user knows it: a path under `.kiro/report/templates/`, or `built-in …`.
    pub file: String,
    /// Line and column from 1, where tera knows them.
    pub position: Option<(usize, usize)>,
    /// What is wrong.
    pub message: String,
}

fn place(position: &Option<(usize, usize)>) -> String {
    match position {
        Some((line, column)) => format!(":{line}:{column}"),
        None => String::new(),
    }
}

/// Files of a folder of templates, by their names.
macro_rules! embedded {
    ($lang:literal: $($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../templates/", $lang, "/", $name)))),+]
    };
}

pub(super) use embedded;

/// The templates of the binary, by file name.
pub(crate) fn builtin(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::Ko => embedded!("ko":
            "record.md", "title.md", "metadata.md", "problem.md", "purpose.md", "nodes.md", "changes.md", "commits.md",
            "deployment.md", "timeline.md", "plan.md", "step.md", "expectation.md", "results.md", "rollback.md",
            "lessons.md", "related.md", "checklist.md", "gap.md", "news.md", "danger.md", "summary.md", "what.md", "told.md",
        ),
        Lang::En => embedded!("en":
            "record.md", "title.md", "metadata.md", "problem.md", "purpose.md", "nodes.md", "changes.md", "commits.md",
            "deployment.md", "timeline.md", "plan.md", "step.md", "expectation.md", "results.md", "rollback.md",
            "lessons.md", "related.md", "checklist.md", "gap.md", "news.md", "danger.md", "summary.md", "what.md", "told.md",
        ),
    }
}

/// The templates of one language, ready to be filled in.
pub struct Templates {
    /// By file name.
    texts: BTreeMap<String, String>,
    /// With meters.
    tera: Tera,
    own: Vec<String>,
    lang: Lang,
}

impl Templates {
    /// The built-in templates; `overrides` (file name → text, from `.kiro/report/templates/LANG/`)
    /// replace those of the same name and may add others. A replaced one can still be included as
    /// `builtin/NAME`.
    pub fn new(
        lang: Lang,
        overrides: &BTreeMap<String, String>,
    ) -> Result<Templates, TemplateError> {
        let mut texts = BTreeMap::new();
        for (name, text) in builtin(lang) {
            texts.insert((*name).to_owned(), (*text).to_owned());
            if overrides.contains_key(*name) {
                texts.insert(format!("builtin/{name}"), (*text).to_owned());
            }
        }
        texts.extend(overrides.clone());
        let templates = Templates {
            texts,
            tera: Tera::new(),
            own: overrides.keys().cloned().collect(),
            lang,
        };
        let mut metered = Vec::with_capacity(templates.texts.len());
        for (name, text) in &templates.texts {
            let Some(text) = meter::metered(text) else {
                return Err(templates.refused(name, "a loop inside an expression is not allowed"));
            };
            metered.push((name.as_str(), text));
        }
        match tera(metered) {
            Ok(tera) => Ok(Templates { tera, ..templates }),
            Err(error) => Err(templates.explain(templates.plain().err().unwrap_or(error))),
        }
    }

    /// Without meters: it knows the places of mistakes.
    fn plain(&self) -> Result<Tera, tera::Error> {
        tera(self.texts.iter())
    }

    /// The whole record. Its regions carry neither attributes nor checksums yet.
    pub fn record(&self, context: &RecordContext) -> Result<String, TemplateError> {
        self.fill("record.md", context)
    }

    /// The title alone, as text without Markdown.
    pub fn title(&self, context: &RecordContext) -> Result<String, TemplateError> {
        Ok(self.fill("title.md", context)?.trim().to_owned())
    }

    /// The content of one region ([`super::REGIONS`]).
    pub fn region(&self, name: &str, context: &RecordContext) -> Result<String, TemplateError> {
        self.fill(&format!("{name}.md"), context)
    }

    fn fill(&self, name: &str, context: &RecordContext) -> Result<String, TemplateError> {
        let context = Context::from_serialize(context).map_err(|e| self.explain(e))?;
        let filled = budget::within(|| {
            let mut text = meter::Bounded::default();
            let done = self.tera.render_to(name, &context, &mut text);
            done.map(|()| String::from_utf8_lossy(&text.0).into_owned())
        });
        match filled {
            Ok(Ok(text)) => Ok(tidy(&text)),
            // Another look without meters finds the same mistake at its own place.
            Ok(Err(error)) => {
                let again = self.plain().and_then(|tera| tera.render(name, &context));
                Err(self.explain(again.err().unwrap_or(error)))
            }
            Err(exceeded) => Err(self.refused(name, &exceeded.told().en)),
        }
    }

    fn refused(&self, name: &str, message: &str) -> TemplateError {
        TemplateError {
            file: self.file(name),
            position: None,
            message: message.to_owned(),
        }
    }

    fn explain(&self, error: tera::Error) -> TemplateError {
        let (name, position, message) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = report.span();
                let position = Some((span.start_line, span.start_col + 1));
                (
                    report.filename().to_owned(),
                    position,
                    report.message().to_owned(),
                )
            }
            ErrorKind::TemplateNotFound(name) => {
                (name.clone(), None, "there is no such template".to_owned())
            }
            _ => ("record.md".to_owned(), None, error.to_string()),
        };
        TemplateError {
            file: self.file(&name),
            position,
            message,
        }
    }

    /// A template as the user knows it.
    fn file(&self, name: &str) -> String {
        let lang = self.lang.code();
        if self.own.iter().any(|own| own == name) {
            format!(".kiro/report/templates/{lang}/{name}")
        } else {
            format!("built-in {lang}/{name}")
        }
    }
}

fn tera<N: AsRef<str>, T: AsRef<str>>(
    templates: impl IntoIterator<Item = (N, T)>,
) -> Result<Tera, tera::Error> {
    let mut tera = Tera::new();
    tera.autoescape_on(Vec::<&str>::new());
    filters::register(&mut tera);
    meter::register(&mut tera);
    tera.add_raw_templates(templates)?;
    Ok(tera)
}

/// One blank line where templates left several, none at the start, one line end at the end. Fenced
/// blocks stay as they are.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    let mut blank = true;
    for line in text.lines() {
        let bare = line.trim_start();
        let ticks = &bare[..bare.len() - bare.trim_start_matches('`').len()];
        match fence {
            Some(open) if ticks.len() >= open.len() && bare.trim_end() == ticks => fence = None,
            Some(_) => {}
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => {}
        }
        let is_blank = line.trim().is_empty() && fence.is_none();
        if !(is_blank && blank) {
            out.push_str(if is_blank { "" } else { line });
            out.push('\n');
        }
        blank = is_blank;
    }
    let end = out.trim_end().len();
    out.truncate(end);
    if !out.is_empty() {
        out.push('\n');
    }
    out
}
