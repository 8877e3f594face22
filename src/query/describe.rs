//! What a query asks, in plain words of the record's language: its own fields, in the texts of `describe.tsv`.

use super::{Filter, Pipeline, Query};
use crate::facts::lang::Lang;
use crate::facts::texts::{Fields, Texts};

static TEXTS: Texts = Texts::of(include_str!("describe.tsv"));

/// Says what is asked.
pub(crate) fn describe(query: &Query, lang: Lang) -> String {
    let mut fields = Fields::of(query, lang);
    if let Query::Deployment(asked) = query {
        fields.says("source", asked.source.name());
        fields.says("deployment", asked.number.as_str());
    }
    fields.told(&TEXTS, "asked", lang)
}

/// Says what is asked and what the pipe makes of it: `pods (namespace x) → grep Running → wc -l`.
pub(super) fn pipeline(pipeline: &Pipeline, lang: Lang) -> String {
    let mut text = describe(&pipeline.query, lang);
    for filter in &pipeline.filters {
        text.push_str(" → ");
        text.push_str(&step(filter));
    }
    text
}

/// A filter in the words of its tool.
fn step(filter: &Filter) -> String {
    match filter {
        Filter::Grep(grep) => {
            let flags: String = [
                (grep.count, 'c'),
                (grep.invert, 'v'),
                (grep.ignore_case, 'i'),
                (grep.only_matching, 'o'),
                (grep.quiet, 'q'),
            ]
            .iter()
            .filter(|(on, _)| *on)
            .map(|(_, letter)| *letter)
            .collect();
            let dash = if flags.is_empty() { "" } else { " -" };
            format!("grep{dash}{flags} {}", grep.patterns.join("|"))
        }
        Filter::Head(lines) => format!("head -n {lines}"),
        Filter::Tail { lines, from_start } => {
            format!("tail -n {}{lines}", if *from_start { "+" } else { "" })
        }
        Filter::Bytes { count, last } => {
            format!("{} -c {count}", if *last { "tail" } else { "head" })
        }
        Filter::Count(what) => format!("wc -{what}"),
        Filter::Awk { program, .. } => format!("awk {program}"),
        Filter::Jq(jq) => format!("jq {}", jq.program),
        Filter::Yq(program) => format!("yq {program}"),
        Filter::Sed(sed) => format!("sed {}", sed.script.replace('\n', "; ")),
        Filter::ToFile(name) => format!("({name})"),
        _ => super::filter::name(filter).to_owned(),
    }
}
