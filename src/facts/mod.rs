//! What can be known, as plain owned types: places in a text, quantities, times, tables, log
//! lines, observations, deployments, commits, verdicts. The lowest floor: it imports nothing of
//! this crate, does no I/O, and knows neither clock nor environment.

pub mod asked;
pub mod budget;
pub mod change;
pub mod commit;
pub mod deployment;
pub mod duration;
pub mod fields;
pub mod forge;
pub mod josa;
pub mod kinds;
pub mod kiro;
pub mod lang;
pub mod ledger;
pub mod literal;
pub mod message;
pub mod named;
pub mod news;
pub mod observation;
pub mod outcome;
pub mod percent;
pub mod pod;
pub mod quantity;
pub mod secret;
pub mod shell;
pub mod span;
pub mod table;
mod told;
pub mod verdict;
pub mod workload;
