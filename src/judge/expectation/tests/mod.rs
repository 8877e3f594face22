//! The grammar, sentence by sentence.

mod corpus;

use super::*;

/// Reads one sentence without queries.
fn reading(text: &str, force: Force) -> Reading {
    let extra = ExtraWords::default();
    let ctx = ReadContext {
        queries: &[],
        force,
        lang: Lang::of(text),
        extra: &extra,
    };
    read(text, &ctx)
}
