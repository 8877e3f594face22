//! What can be known, as plain owned types: places in a text, quantities, times, tables, log
//! lines, observations, deployments, commits, verdicts. The lowest floor: it imports nothing of
//! this crate, does no I/O, and knows neither clock nor environment.

pub(crate) mod asked;
pub(crate) mod brackets;
pub(crate) mod budget;
pub(crate) mod change;
pub(crate) mod commit;
pub(crate) mod deployment;
pub(crate) mod digest;
pub(crate) mod duration;
pub(crate) mod fields;
pub(crate) mod forge;
pub(crate) mod josa;
pub(crate) mod kinds;
pub(crate) mod kiro;
pub mod lang;
pub(crate) mod ledger;
pub(crate) mod literal;
pub(crate) mod message;
pub(crate) mod named;
pub(crate) mod news;
pub mod observation;
pub mod outcome;
pub(crate) mod page;
pub mod percent;
pub(crate) mod pod;
pub(crate) mod quantity;
pub(crate) mod secret;
pub(crate) mod selector;
pub(crate) mod shell;
pub mod span;
pub mod table;
pub(crate) mod texts;
mod told;
pub(crate) mod tsv;
pub mod verdict;
pub(crate) mod word_list;
pub(crate) mod workload;
