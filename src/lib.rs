//! A deployment record that verifies itself.
//!
//! The program is a straight line and its modules are the stations, in reading order:
//!
//! ```text
//! record text ──parse──▶ Record ──understand──▶ Query… ──observe──▶ Observation… ──judge──▶ Verdict… ──edit──▶ Edit… ──store──▶ record text
//! flags, git, Gitploy, cluster ──collect──▶ Facts ──context──▶ RecordContext ──render──▶ text ──store──▶ new record
//! ```
//!
//! For a program of one's own there is a small library: a [`Record`] is read, tells what it [asks](Record::questions), and
//! is [verified](Record::verify) with the [`Answers`] that were given; [`apply`] writes the [edits](Verified::edits)
//! into its text. [`judge_objects`] judges Kubernetes objects by themselves. None of it has a screen, a disk, a network or
//! a clock.
//!
//! `ARCHITECTURE.md` has the floors (who may import whom) and the invariants.

#![cfg_attr(
    test,
    allow(clippy::too_many_lines, reason = "a table of a test is long")
)]

mod change;
mod collect;
mod facts;
mod judge;
mod language;
mod output;
mod query;
mod record;
mod render;
mod store;
mod wording;

mod command;
mod error;

mod cli;
mod console;
mod library;
mod settings;
mod verify;
mod world;

pub use facts::lang::Lang;
pub use facts::observation::Seen;
pub use facts::verdict::{Judgement, Reason, Verdict};
pub use library::{Answers, JudgedObject, Question, Record, Verified, judge_objects};
pub use record::edit::{Edit, apply};

/// The way in: the binary hands its arguments and the environment here.
pub use command::run;
pub use settings::Environment;

/// What the binary answers a shell with that asks what could be typed.
pub mod completing {
    pub use crate::command::completions::{VARIABLE, grammar};
}

/// What the project's own tests, benches, fuzz targets and examples reach. It is no part of the library
/// and changes with them: what nobody reaches from here or from the binary, rustc finds dead.
#[doc(hidden)]
#[allow(missing_docs, reason = "no part of the library")]
pub mod testing {
    pub mod cli {
        pub use crate::command::Cli;
    }
    pub mod collect {
        pub use crate::collect::git;
        pub mod access {
            pub use crate::collect::access::Access;
        }
        pub mod observe {
            pub use crate::collect::observe::Outside;
        }
        pub mod place {
            pub use crate::collect::place::{Place, Source};
        }
    }
    pub mod command {
        pub use crate::command::{adopt, explain, list, new, verify};
        pub mod demo {
            pub use crate::command::demo::workspace;
        }
    }
    pub mod facts {
        pub use crate::facts::{lang, observation, outcome, percent, span, table, verdict};
    }
    pub mod judge {
        pub use crate::judge::step;
        pub mod scene {
            pub use crate::judge::scene::World;
        }
    }
    pub mod language {
        pub use crate::language::{ExtraWords, Force, ReadContext, read, say};
    }
    pub mod output {
        pub use crate::output::*;
    }
    pub mod query {
        pub use crate::query::{Class, Vars, filter, inline};
        pub mod script {
            pub use crate::query::script::read;
        }
    }
    pub mod record {
        pub use crate::record::*;
    }
    pub mod render {
        pub use crate::render::Templates;
        pub mod context {
            pub use crate::render::context::RecordContext;
        }
    }
    pub mod settings {
        pub use crate::settings::{Environment, Flags, resolve};
    }
    pub mod store {
        pub use crate::store::*;
    }
    pub mod verify {
        pub use crate::verify::understand;
    }
    pub mod world {
        pub use crate::world::*;
    }
}

#[cfg(test)]
mod tests {
    //! What the tests of several rooms hold against.

    pub(crate) mod recordings;
    pub(crate) mod seed;
}
