//! `report man`: the pages of the manual, made from the command line's grammar.

use super::Cli;
use crate::both;
use crate::console::{Console, Data};
use crate::error::{Error, exit};
use crate::settings::Environment;
use crate::store;
use clap::Args;
use std::path::PathBuf;

/// `report man`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report man > report.1\n  report man /usr/local/share/man/man1"
)]
pub(crate) struct ManArgs {
    /// Write a page for every command into a directory
    pub dir: Option<PathBuf>,
}

/// `report man`.
pub(super) fn man(
    console: &Console,
    args: &ManArgs,
    environment: &Environment,
) -> Result<u8, Error> {
    let grammar = Cli::grammar(console.lang);
    let Some(dir) = &args.dir else {
        let page = page(grammar)?;
        console.data(Data::Verbatim, &String::from_utf8_lossy(&page));
        return Ok(exit::OK);
    };
    let dir = environment.directory.clone().unwrap_or_default().join(dir);
    let mut pages = vec![("report.1".to_owned(), page(grammar.clone())?)];
    for command in grammar.get_subcommands() {
        let name = format!("report-{}", command.get_name());
        let command = command.clone().name(name.clone());
        pages.push((format!("{name}.1"), page(command)?));
    }
    for (name, page) in pages {
        store::write_output(&dir.join(name), &page)?;
    }
    Ok(exit::OK)
}

fn page(command: clap::Command) -> Result<Vec<u8>, Error> {
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(command).render(&mut page);
    rendered.map_err(|error| {
        Error::internal(both!(
            "man 페이지를 만들 수 없습니다",
            "cannot render the man page"
        ))
        .because(&error)
    })?;
    Ok(page)
}
