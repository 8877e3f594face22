//! A [`RecordContext`] becomes Markdown: Tera templates, their filters, and the escaping that keeps
//! text from outside from breaking the document. Pure: overriding templates come in as text. The
//! only user of tera.

pub(crate) mod chart;
pub(crate) mod context;
pub(crate) mod site;

mod environment;
mod filters;
mod meter;
mod phrases;

#[cfg(test)]
mod tests;

pub use environment::Templates;
pub(crate) use environment::{TemplateError, builtin};
pub(crate) use phrases::{cause_words, time_words};

/// The regions of a record, in the order of the template. Each has a template of its name.
pub(crate) const REGIONS: [&str; 7] = [
    "summary",
    "changes",
    "commits",
    "deployment",
    "timeline",
    "results",
    "related",
];
