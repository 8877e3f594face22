//! Which page of entries to ask for next, and whether everything has come. Pure.
//!
//! Loki cuts an answer at its limit wherever that falls, also between entries of one nanosecond, so
//! each page goes on *at* the last one's timestamp and what was there already is dropped, as logcli
//! does it. What cannot be fetched that way is never passed over in silence.

use super::entries::Entry;
use crate::collect::pages::Pages;
use crate::collect::seam::Trouble;
use crate::collect::seam::weight::LARGEST_BODY;
use crate::facts::observation::Cause;

/// Loki's default for `max_entries_limit_per_query`: a larger page is refused with 400.
const SERVERS_MOST: u64 = 5000;

/// One request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Page {
    /// First nanosecond, inclusive.
    pub start: i64,
    /// Last nanosecond, exclusive.
    pub end: i64,
    /// How many entries at most.
    pub limit: u64,
}

/// Whether there is more to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Another page.
    Page,
    /// Everything that was asked for is here.
    Done,
}

/// The entries so far and the page to ask for.
#[derive(Debug, Clone)]
pub(super) struct Paging {
    /// What to ask for.
    pub page: Page,
    /// `--limit`; 0 is all.
    limit: u64,
    batch: u64,
    forward: bool,
    entries: Vec<Entry>,
    bytes: usize,
    asked: Pages<Page>,
}

impl Paging {
    /// Of a window, with `--limit` and `--batch` as logcli has them.
    pub(super) fn new(window: (i64, i64), limit: u64, batch: u64, forward: bool) -> Paging {
        let batch = batch.max(1);
        let first = if limit == 0 { batch } else { limit.min(batch) };
        Paging {
            page: Page {
                start: window.0,
                end: window.1,
                limit: first,
            },
            limit,
            batch,
            forward,
            entries: Vec::new(),
            bytes: 0,
            asked: Pages::default(),
        }
    }

    /// Takes the answer to the page that was asked for.
    ///
    /// # Errors
    /// `CutOff` where more entries share one nanosecond than a page can hold, `TooLarge` where the
    /// lines are more than a body may be: a part of what was asked for proves nothing.
    pub(super) fn take(&mut self, page: Vec<Entry>) -> Result<Next, Trouble> {
        let came = page.len() as u64;
        let fresh = self.fresh(page);
        let nothing_new = fresh.is_empty();
        self.bytes += fresh.iter().map(Entry::weight).sum::<usize>();
        if self.bytes > LARGEST_BODY {
            let words = format!("more than {} MiB of log lines", LARGEST_BODY >> 20);
            return Err(Trouble::new(Cause::TooLarge, words));
        }
        self.entries.extend(fresh);
        if self.limit > 0 && self.entries.len() as u64 >= self.limit {
            self.entries
                .truncate(usize::try_from(self.limit).unwrap_or(usize::MAX));
            return Ok(Next::Done);
        }
        let full = came >= self.page.limit;
        // A gateway may lower the limit without a word, and such limits are round numbers.
        let round = came > 0 && came.is_multiple_of(100);
        match (full || round, nothing_new) {
            (false, _) => Ok(Next::Done),
            (true, false) => self.go_on(),
            (true, true) if full => self.go_on(),
            (true, true) => Err(hidden(came)),
        }
    }

    /// The entries of all pages, in the order of the direction.
    pub(super) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    /// What a page adds. Only entries of the last nanosecond can be there already; equal ones are
    /// counted, since two equal lines of one nanosecond are two lines.
    fn fresh(&self, page: Vec<Entry>) -> Vec<Entry> {
        let mut known: Vec<&Entry> = self.edge().collect();
        // They come again in the order in which they came, so the first is at the end.
        let is_fresh = |entry: &Entry| match known.iter().rposition(|one| *one == entry) {
            Some(at) => {
                known.remove(at);
                false
            }
            None => true,
        };
        page.into_iter().filter(is_fresh).collect()
    }

    /// The entries of the last nanosecond.
    fn edge(&self) -> impl Iterator<Item = &Entry> {
        let nanos = self.entries.last().map(|last| last.nanos);
        let back = self.entries.iter().rev();
        back.take_while(move |entry| Some(entry.nanos) == nanos)
    }

    fn go_on(&mut self) -> Result<Next, Trouble> {
        let Some(last) = self.entries.last() else {
            return Ok(Next::Done);
        };
        let edge = last.nanos;
        let overlap = self.edge().count() as u64;
        let left = match self.limit {
            0 => self.batch,
            limit => limit - self.entries.len() as u64,
        };
        let next = if self.forward {
            Page {
                start: edge,
                ..self.page
            }
        } else {
            Page {
                end: edge.saturating_add(1),
                ..self.page
            }
        };
        let same = (next.start, next.end) == (self.page.start, self.page.end);
        let mut wanted = (left + overlap).min(self.batch);
        if wanted <= overlap {
            wanted = overlap + left.min(self.batch);
        }
        if same {
            // The same window again must be asked for with more, or the same comes again.
            wanted = wanted.max(self.page.limit * 2);
        }
        let most = SERVERS_MOST.max(self.batch);
        let limit = wanted.min(most);
        if limit <= overlap || (same && limit <= self.page.limit) {
            return Err(hidden(overlap));
        }
        self.page = Page { limit, ..next };
        if self.asked.is_news([self.page])? {
            Ok(Next::Page)
        } else {
            Err(hidden(overlap))
        }
    }
}

fn hidden(came: u64) -> Trouble {
    Trouble::new(
        Cause::CutOff,
        format!("{came} entries share one nanosecond, and those behind them cannot be fetched"),
    )
}

#[cfg(test)]
mod tests;
