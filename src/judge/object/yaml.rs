//! YAML documents as JSON values: serde-saphyr reads them within its budgets, leniently as kubectl's reader does.

use super::{Documents, Problem, Weight};
use serde_json::Value;
use serde_saphyr::options::NonFiniteFloatPolicy;
use serde_saphyr::{Options, Spanned, alias_limits, budget, options, read_with_options};

/// How much aliases may add to a text, in nodes.
const EXPANSION_LIMIT: usize = 1 << 17;
/// How deep documents may be nested: what is read is walked by recursion.
const DEPTH_LIMIT: usize = 64;

/// Reads every document up to the first error.
pub(super) fn documents(source: &str) -> Documents {
    let mut documents = Documents::default();
    let mut bytes = source.as_bytes();
    for read in read_with_options::<_, Spanned<Value>>(&mut bytes, options(source)) {
        match read {
            Ok(document) => {
                let line = number(document.referenced.line());
                documents.values.push((line, document.value));
            }
            Err(error) => {
                let place = error.location();
                documents.broken = Some(Problem {
                    line: place.map_or(1, |at| number(at.line())),
                    column: place.map_or(1, |at| number(at.column())),
                    weight: Weight::Broken,
                    message: format!("not valid YAML: {}", said(&error)),
                });
                break;
            }
        }
    }
    documents
}

fn number(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// What is wrong, without the place that is told beside it.
fn said(error: &serde_saphyr::Error) -> String {
    let said = error.to_string();
    let end = said.find(" at line ").unwrap_or(said.len());
    said[..end].to_owned()
}

/// A text may be as long as it is; only what its aliases make of it is bounded.
fn options(source: &str) -> Options {
    let all = source.len() + EXPANSION_LIMIT;
    options! {
        with_snippet: false,
        strict_booleans: true,
        null_as_string: true,
        legacy_octal_numbers: true,
        underscored_numbers_as_strings: true,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        alias_limits: alias_limits! { max_total_replayed_events: EXPANSION_LIMIT },
        budget: budget! {
            max_depth: DEPTH_LIMIT,
            max_documents: all,
            max_events: all,
            max_nodes: all,
            max_total_scalar_bytes: all,
            max_reader_input_bytes: None,
            max_total_comment_bytes: all,
            max_buffered_comment_events: all,
        },
    }
}
