//! The feed: what was verified and what failed, newest first, as Atom (RFC 4287).

use super::{Site, xml};
use crate::command::list::{Failure, without_twins};
use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};

/// Entries of the feed.
const ENTRIES: usize = 50;

/// The feed. Its links are relative to it, its ids are made of a record's path and what happened.
pub(crate) fn feed(site: &Site) -> String {
    let mut events: Vec<(DateTime<Utc>, &str, usize)> = Vec::new();
    for at in without_twins(&site.all) {
        let one = &site.all[at];
        events.extend(one.verified_at.map(|when| (when, "verified", at)));
        if one
            .failure
            .is_some_and(|failure| failure != Failure::RolledBack)
        {
            events.extend(one.failed_at.map(|when| (when, "failed", at)));
        }
    }
    events.sort_by(|a, b| b.cmp(a));
    events.truncate(ENTRIES);
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let updated = events
        .first()
        .map_or(DateTime::UNIX_EPOCH, |(when, ..)| *when);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<link rel=\"alternate\" href=\"index.html\"/>\n",
        site.lang.code(),
        id("feed"),
        xml(site.pages.word("feed_title")),
        time(updated),
    );
    for (when, what, at) in events {
        let one = &site.all[at];
        let (sign, words) = match what {
            "failed" => ("❌", site.lang.pick("실패", "failed")),
            _ => ("✅", site.lang.pick("검증됨", "verified")),
        };
        let place: Vec<&str> = [&one.app, &one.env]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        out.push_str(&format!(
            "<entry>\n<id>{}</id>\n<title>{sign} {}</title>\n<updated>{}</updated>\n<author><name>{}</name></author>\n<link rel=\"alternate\" href=\"{}\"/>\n<summary>{words} · {} · {}/{}</summary>\n</entry>\n",
            id(&format!("{}\n{what}\n{when}", one.path)),
            xml(&site.title(at)),
            time(when),
            xml(one.author.as_deref().unwrap_or("report")),
            site.href(at),
            xml(&place.join(" · ")),
            one.done,
            one.total,
        ));
    }
    out + "</feed>\n"
}

/// A name that stays: a UUID of what it is for (RFC 9562, version 8).
fn id(of: &str) -> String {
    let digest = Sha256::digest(of.as_bytes());
    let mut bytes: Vec<u8> = digest.iter().take(16).copied().collect();
    bytes[6] = (bytes[6] & 0x0F) | 0x80;
    bytes[8] = (bytes[8] & 0x3F) | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}
