use super::*;
use std::collections::BTreeMap;

/// A server with entries of these nanoseconds; equal ones come in a fixed order.
struct Server {
    entries: Vec<Entry>,
    /// What it never goes beyond.
    most: u64,
    /// Whether it says so (400) or lowers the limit without a word.
    silent: bool,
}

impl Server {
    fn of(times: &[i64]) -> Server {
        let entry = |(number, nanos): (usize, &i64)| Entry {
            nanos: *nanos,
            line: format!("line {number}"),
            labels: BTreeMap::from([("pod".into(), (number % 3).to_string())]),
            metadata: serde_json::Value::Null,
        };
        Server {
            entries: times.iter().enumerate().map(entry).collect(),
            most: 5000,
            silent: false,
        }
    }

    fn answer(&self, page: Page, forward: bool) -> Vec<Entry> {
        assert!(page.limit > 0);
        assert!(
            self.silent || page.limit <= self.most,
            "{page:?} is refused"
        );
        let inside = |e: &&Entry| e.nanos >= page.start && e.nanos < page.end;
        let mut found: Vec<Entry> = self.entries.iter().filter(inside).cloned().collect();
        found.sort_by_key(|entry| if forward { entry.nanos } else { -entry.nanos });
        found.truncate(page.limit.min(self.most) as usize);
        found
    }

    /// How many entries come, in how many requests.
    fn read(&self, limit: u64, batch: u64, forward: bool) -> Result<(Vec<Entry>, usize), Cause> {
        let mut paging = Paging::new((0, 1_000_000), limit, batch, forward);
        for requests in 1..10_000 {
            let page = self.answer(paging.page, forward);
            match paging.take(page).map_err(|trouble| trouble.cause)? {
                Next::Page => {}
                Next::Done => return Ok((paging.into_entries(), requests)),
            }
        }
        panic!("it never ends");
    }
}

/// Everything comes, once, in order; or it is said that it does not.
fn check(server: &Server, limit: u64, batch: u64, expected: Option<usize>) {
    for forward in [false, true] {
        let read = server.read(limit, batch, forward);
        let Some(expected) = expected else {
            assert_eq!(read.map(|(entries, _)| entries.len()), Err(Cause::CutOff));
            continue;
        };
        let (entries, _) = read.unwrap_or_else(|cause| panic!("{cause:?}: {limit}/{batch}"));
        assert_eq!(
            entries.len(),
            expected,
            "limit {limit}, batch {batch}, forward {forward}"
        );
        assert!(entries.is_sorted_by_key(|e| if forward { e.nanos } else { -e.nanos }));
        let mut lines: Vec<&str> = entries.iter().map(|e| e.line.as_str()).collect();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(
            lines.len(),
            expected,
            "doubles: limit {limit}, batch {batch}"
        );
    }
}

#[test]
fn every_entry_comes_once_whatever_the_pages_are() {
    let apart: Vec<i64> = (0..60).collect();
    let ties: Vec<i64> = (0..60).map(|n| n / 7).collect();
    let mut bulge: Vec<i64> = (0..20).collect();
    bulge.extend([10; 30]);
    for times in [apart, ties, bulge, vec![], vec![5], vec![9; 20]] {
        let server = Server::of(&times);
        for batch in [1, 2, 7, 29, 30, 31, 1000] {
            check(&server, 0, batch, Some(times.len()));
            for limit in [1, 7, 30, 59, 60, 61] {
                let expected = times.len().min(limit as usize);
                check(&server, limit, batch, Some(expected));
            }
        }
    }
}

#[test]
fn a_page_never_asks_for_more_than_the_server_gives() {
    // 5,000 a page, and an overlap on top of it, would be refused.
    let times: Vec<i64> = (0..10_500).map(|n| n / 2).collect();
    check(&Server::of(&times), 10_500, 5000, Some(10_500));
}

#[test]
fn more_entries_of_one_nanosecond_than_a_page_holds_are_not_passed_over() {
    let mut times = vec![7; 6000];
    times.extend(8..100);
    check(&Server::of(&times), 0, 1000, None);
    check(&Server::of(&vec![7; 601]), 0, 10, Some(601));
    // As many as were asked for are enough.
    check(&Server::of(&times), 100, 10, Some(100));
}

#[test]
fn a_limit_that_is_lowered_without_a_word_loses_nothing() {
    let times: Vec<i64> = (0..950).collect();
    let lowered = |times: &[i64], most| Server {
        most,
        silent: true,
        ..Server::of(times)
    };
    check(&lowered(&times, 100), 0, 1000, Some(950));
    check(&lowered(&times, 500), 900, 1000, Some(900));
    check(&lowered(&[7; 300], 100), 0, 1000, None);
}

#[test]
fn a_short_page_is_the_end_and_needs_no_second_request() {
    let server = Server::of(&[1, 2, 3]);
    assert_eq!(server.read(30, 1000, false).map(|(_, n)| n), Ok(1));
    assert_eq!(Server::of(&[]).read(0, 1000, true).map(|(_, n)| n), Ok(1));
}

#[test]
fn equal_lines_of_one_nanosecond_are_counted() {
    let one = Server::of(&[7]).entries.remove(0);
    let mut paging = Paging::new((0, 100), 0, 2, false);
    assert_eq!(paging.take(vec![one.clone(), one.clone()]), Ok(Next::Page));
    let three = vec![one.clone(), one.clone(), one.clone()];
    assert_eq!(paging.take(three), Ok(Next::Done));
    assert_eq!(paging.into_entries().len(), 3);
    let noted = Entry {
        metadata: serde_json::json!({"trace": "1"}),
        ..one.clone()
    };
    let mut paging = Paging::new((0, 100), 0, 2, false);
    assert_eq!(
        paging.take(vec![one.clone(), noted.clone()]),
        Ok(Next::Page)
    );
    assert_eq!(paging.take(vec![one, noted]), Ok(Next::Done));
    assert_eq!(paging.into_entries().len(), 2);
}
