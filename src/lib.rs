//! A deployment record that verifies itself.
//!
//! The program is a straight line and its modules are the stations, in reading order:
//!
//! ```text
//! record text ──parse──▶ Record ──understand──▶ Query… ──observe──▶ Observation… ──judge──▶ Verdict… ──edit──▶ Edit… ──store──▶ record text
//! flags, git, Gitploy, cluster ──collect──▶ Facts ──context──▶ RecordContext ──render──▶ text ──store──▶ new record
//! ```
//!
//! `ARCHITECTURE.md` has the floors (who may import whom) and the invariants.

pub mod change;
pub mod collect;
pub mod facts;
pub mod judge;
pub mod language;
pub mod output;
pub mod query;
pub mod record;
pub mod render;
pub mod store;

pub mod command;
pub mod error;

pub mod cli;
pub mod console;
pub mod dispatch;
pub mod settings;
pub mod world;
