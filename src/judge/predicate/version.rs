//! Versions in what a step prints: in a table those of its columns of versions, else the words that have a
//! version's shape. An address has it, too, and is none.

use super::Comparison;
use super::describe::dotted;
use super::outcome::Say;
use crate::facts::verdict::Judgement;
use crate::judge::scene::{Printed, Scene};
use crate::told;
use std::net::Ipv4Addr;

/// Every version found, of a thing if one was said, against the one that is wanted.
pub(super) fn version(
    scene: &Scene,
    of: Option<&str>,
    comparison: Comparison,
    wanted: &[u64],
) -> Judgement {
    let say = Say(scene.lang);
    let found = found(scene, of);
    if found.is_empty() {
        return say.manual(told!(NoVersionFound));
    }
    let holds = found.iter().all(|own| compared(own, comparison, wanted));
    let seen: Vec<String> = found.iter().map(|own| own.words()).collect();
    let seen = seen.join(", ");
    let wanted = format!("{}{}", comparison.before(), dotted(wanted));
    say.whether(holds, told!(ExpectedGot, wanted, seen))
        .with_seen(seen)
}

/// A printed version against the one that is wanted. `None`: the text is no version.
pub(super) fn holds(text: &str, comparison: Comparison, wanted: &[u64]) -> Option<bool> {
    Some(compared(&parts(text)?, comparison, wanted))
}

/// `1.28` equals `1.28.3`; for an order the missing parts are zeros. What comes before a release is not it.
fn compared(own: &Version, comparison: Comparison, wanted: &[u64]) -> bool {
    let early = own.early;
    let own = match comparison {
        Comparison::Equal => &own.parts[..own.parts.len().min(wanted.len())],
        _ => own.parts.as_slice(),
    };
    let length = own.len().max(wanted.len());
    let padded = |parts: &[u64]| {
        let mut parts = parts.to_vec();
        parts.resize(length, 0);
        parts
    };
    let (own, wanted) = (padded(own), padded(wanted));
    if early && own == wanted {
        matches!(comparison, Comparison::Less | Comparison::AtMost)
    } else {
        comparison.holds(&own, &wanted)
    }
}

/// A version that is printed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Version {
    parts: Vec<u64>,
    /// Whether it comes before the release of these numbers: `1.2.3-rc.1`.
    early: bool,
}

/// The versions that are printed, each once, in order.
fn found(scene: &Scene, of: Option<&str>) -> Vec<Version> {
    let of = of.map(str::to_lowercase);
    let rows = scene.rows();
    let cells = rows.iter().flat_map(|row| cells(row, of.as_deref()));
    let plain = scene.views.iter().filter(|view| view.tables().is_empty());
    let lines = plain.flat_map(|view| view.filtered.text.lines());
    let lines = lines.filter(|line| {
        let is_named = |of: &String| line.to_lowercase().contains(of.as_str());
        of.as_ref().is_none_or(is_named)
    });
    let texts = cells.map(String::from).chain(lines.map(String::from));
    let mut found: Vec<Version> = texts.flat_map(|text| versions(&text)).collect();
    found.sort();
    found.dedup();
    found
}

/// The cells of a row that hold versions: of the column VERSION, or of the thing's own (KERNEL-VERSION).
fn cells<'a>(row: &'a Printed<'_>, of: Option<&str>) -> Vec<&'a str> {
    let names = row.table.columns.iter().map(|column| column.name.as_str());
    let cell = |name: &str| row.cell(name);
    let named = |part: &str| -> Vec<&'a str> {
        let names = names.clone().filter(|name| {
            let name = name.to_lowercase();
            name.contains("version") && name.contains(part)
        });
        names.filter_map(cell).collect()
    };
    match of {
        None => row
            .cell("VERSION")
            .map_or_else(|| named(""), |one| vec![one]),
        Some(of) => {
            let own = named(of);
            let speaks_of_it = || {
                let mut cells = row.row().cells.iter();
                cells.any(|cell| cell.to_lowercase().contains(of))
            };
            if own.is_empty() && speaks_of_it() {
                row.cell("VERSION").into_iter().collect()
            } else {
                own
            }
        }
    }
}

fn versions(text: &str) -> Vec<Version> {
    let words = text.split(|c: char| c.is_whitespace() || ",;()\"'=".contains(c));
    words.filter_map(parts).collect()
}

/// `v1.28.3-eks-1`, `20.10.7`: at least two numeric parts, and no address.
fn parts(word: &str) -> Option<Version> {
    let plain = word.trim_start_matches('v').trim_end_matches('.');
    let core = plain.split(['-', '+']).next()?;
    if core.parse::<Ipv4Addr>().is_ok() {
        return None;
    }
    let parts: Option<Vec<u64>> = core.split('.').map(|part| part.parse().ok()).collect();
    let parts = parts.filter(|parts| parts.len() > 1)?;
    let suffix = plain[core.len()..].to_lowercase();
    let early = [
        "rc", "alpha", "beta", "pre", "snapshot", "dev", "canary", "nightly",
    ];
    let early = suffix
        .split(|c: char| !c.is_ascii_alphabetic())
        .any(|word| early.contains(&word));
    Some(Version { parts, early })
}

impl Version {
    fn words(&self) -> String {
        let numbers = dotted(&self.parts);
        if self.early {
            format!("{numbers} (pre-release)")
        } else {
            numbers
        }
    }
}
