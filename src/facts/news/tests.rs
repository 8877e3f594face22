use super::super::lang::Lang;
use super::super::outcome::ItemOutcome;
use super::super::span::Position;
use super::*;
use chrono::DateTime;

fn run(records: Vec<RecordOutcome>) -> RunOutcome {
    RunOutcome {
        lang: Lang::En,
        now: DateTime::from_timestamp(0, 0).unwrap(),
        records,
        news: None,
    }
}

/// Any reason where none is said.
fn reason_of(word: &str) -> Reason {
    serde_json::from_value(word.into()).unwrap_or(Reason::AsExpected)
}

fn record(path: &str, items: &[(&str, Verdict, &str)]) -> RecordOutcome {
    let item = |(name, verdict, reason): &(&str, Verdict, &str)| ItemOutcome {
        name: (*name).into(),
        text: (*name).into(),
        at: Position { line: 1, column: 1 },
        marker: "⏳".into(),
        new_marker: "⏳".into(),
        steps: Vec::new(),
        judgement: Judgement::new(*verdict, reason_of(reason), ""),
        due: None,
    };
    RecordOutcome {
        items: items.iter().map(item).collect(),
        ..RecordOutcome::nothing(path, "기록", Lang::Ko)
    }
}

/// Hour by hour: what is seen of two items, and what is told as new, unseen, known, mended.
#[test]
fn each_thing_is_told_when_it_comes_and_when_it_goes() {
    use Verdict::{Failed, Manual, Passed, Pending, Unknown};
    let mut memory = Memory::default();
    for (hour, (a, b, told)) in [
        ((Pending, ""), (Passed, ""), "0 0 0 0"),
        ((Failed, ""), (Passed, ""), "1 0 0 0"),
        ((Failed, ""), (Passed, ""), "0 0 1 0"),
        // The dark is told once, and that the one had failed is not told again after it.
        ((Unknown, "Gateway"), (Unknown, "Gateway"), "0 2 0 0"),
        ((Unknown, "Timeout"), (Unknown, "Gateway"), "0 0 2 0"),
        ((Failed, ""), (Passed, ""), "0 0 1 1"),
        // While a new version rolls out it is neither mended nor new.
        ((Pending, ""), (Passed, ""), "0 0 1 0"),
        ((Failed, ""), (Failed, ""), "1 0 1 0"),
        ((Passed, ""), (Failed, ""), "0 0 1 1"),
        ((Passed, ""), (Unknown, "OtherJob"), "0 0 0 0"),
        ((Passed, ""), (Failed, ""), "0 0 1 0"),
        // What failed does so no more; what is left is a person's.
        ((Passed, ""), (Manual, ""), "0 0 0 1"),
        ((Unknown, "Superseded"), (Passed, ""), "0 0 0 0"),
        ((Failed, ""), (Passed, ""), "1 0 0 0"),
        // Nothing was mended: nobody can see it any more.
        ((Unknown, "Superseded"), (Passed, ""), "0 0 0 0"),
        ((Failed, ""), (Passed, ""), "1 0 0 0"),
    ]
    .into_iter()
    .enumerate()
    {
        let items = [("a", a.0, a.1), ("b", b.0, b.1)];
        let (news, after) = News::of(&run(vec![record("r.md", &items)]), &memory, true);
        let News {
            new,
            unseen,
            known,
            mended,
            ..
        } = &news;
        let counts = [new, unseen, known, mended].map(|list| list.len().to_string());
        assert_eq!(counts.join(" "), told, "hour {hour}: {news:#?}");
        memory = after;
    }
}

#[test]
fn an_outage_is_told_once_whatever_comes_into_its_dark() {
    let dark = ("a", Verdict::Unknown, "Unauthorized");
    let (news, memory) = News::of(
        &run(vec![record("r.md", &[dark])]),
        &Memory::default(),
        true,
    );
    assert_eq!(news.unseen.len(), 1);
    let more = vec![record("r.md", &[dark]), record("s.md", &[dark])];
    let (news, memory) = News::of(&run(more), &memory, true);
    assert_eq!((news.unseen.len(), news.known.len()), (0, 2));
    let other = ("b", Verdict::Unknown, "Tls");
    let (news, _) = News::of(&run(vec![record("s.md", &[other])]), &memory, true);
    assert_eq!(news.unseen.len(), 1, "another one is another");
}

#[test]
fn what_was_not_looked_at_is_remembered() {
    let failed = ("a", Verdict::Failed, "");
    let both = vec![record("r.md", &[failed]), record("s.md", &[failed])];
    let (_, memory) = News::of(&run(both), &Memory::default(), true);
    // One record that was named; one that can't be read; one that is gone, or closed.
    let one = || run(vec![record("r.md", &[failed])]);
    let (news, after) = News::of(&one(), &memory, false);
    assert_eq!((news.known.len(), after == memory), (1, true));
    assert_eq!(News::of(&one(), &memory, true).1.entries().count(), 1);
    let mut broken = record("r.md", &[]);
    broken.error = Some("UTF-8".into());
    let (news, memory) = News::of(&run(vec![broken.clone()]), &memory, false);
    assert_eq!((news.new.len(), news.new[0].what), (1, What::Error));
    let (news, memory) = News::of(&run(vec![broken]), &memory, false);
    assert_eq!((news.new.len(), news.known.len()), (0, 1));
    let (news, memory) = News::of(&one(), &memory, false);
    assert_eq!((news.mended.len(), news.known.len()), (1, 1));
    let mut closed = record("r.md", &[]);
    closed.closed = true;
    let (news, memory) = News::of(&run(vec![closed]), &memory, false);
    assert_eq!((news.mended.len(), memory.entries().count()), (1, 1));
}
