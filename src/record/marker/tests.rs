use super::*;
use crate::record::edit::apply;

const MARKERS: [Marker; 6] = [
    Marker::Pending,
    Marker::Done,
    Marker::Failed,
    Marker::Open,
    Marker::Ticked,
    Marker::Partial,
];

#[test]
fn every_pair_of_marker_and_verdict() {
    use Marker::*;
    let changes = [
        (Pending, Verdict::Passed, Done),
        (Pending, Verdict::Failed, Failed),
        (Failed, Verdict::Passed, Done),
        (Open, Verdict::Passed, Ticked),
    ];
    let taken_back = [
        (Done, Verdict::Failed, Failed),
        (Ticked, Verdict::Failed, Open),
    ];
    let verdicts = [
        Verdict::Passed,
        Verdict::Failed,
        Verdict::Pending,
        Verdict::Unknown,
        Verdict::Manual,
    ];
    for marker in MARKERS {
        for verdict in verdicts {
            for owner in [Owner::Tool, Owner::Person, Owner::Unknown] {
                for recheck in [Recheck::Own, Recheck::All] {
                    let loose = owner == Owner::Tool
                        || (owner == Owner::Unknown && recheck == Recheck::All);
                    let expected = changes
                        .iter()
                        .chain(taken_back.iter().filter(|_| loose))
                        .find(|(from, on, _)| (*from, *on) == (marker, verdict))
                        .map(|(_, _, to)| *to);
                    assert_eq!(
                        next_marker(marker, verdict, owner, recheck),
                        expected,
                        "{marker:?} {verdict:?} {owner:?} {recheck:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_next_marker_stays_under_the_same_verdict() {
    for marker in MARKERS {
        for verdict in [Verdict::Passed, Verdict::Failed] {
            if let Some(next) = next_marker(marker, verdict, Owner::Tool, Recheck::All) {
                assert_eq!(next_marker(next, verdict, Owner::Tool, Recheck::All), None);
            }
        }
    }
}

/// The item of a text whose marker is `sign`.
fn item(text: &str, sign: &str, marker: Marker) -> Item {
    let at = text.find(sign).expect("the sign");
    Item {
        tie: None,
        task: None,
        failing: None,
        text: String::new(),
        marker,
        marker_span: Span::new(at, at + sign.len()),
        span: Span::new(0, text.len()),
        depth: 0,
        snippets: Vec::new(),
        section: String::new(),
        whole: Span::new(0, text.len()),
        under: crate::record::Under::default(),
        over: Vec::new(),
    }
}

#[test]
fn marking_changes_the_marker_and_the_tools_own_words() {
    let check = |text: &str, sign: &str, new: Marker, words: Words, expected: &str| {
        let item = item(text, sign, Marker::Pending);
        let marked = apply(text, &mark(text, &item, new, words));
        assert_eq!(marked.as_deref(), Ok(expected));
    };
    use Marker::*;
    use Words::*;
    check(
        "3. ⏳ 배포 대기\r\n",
        "⏳",
        Done,
        Tools,
        "3. ✅ 배포 대기\r\n",
    );
    check(
        "- **⏳\u{FE0F}** x",
        "⏳\u{FE0F}",
        Failed,
        Persons,
        "- **❌\u{FE0F}** x",
    );
    check(
        "- ⏳ x - PENDING\n",
        "⏳",
        Done,
        Persons,
        "- ✅ x - PENDING\n",
    );
    check(
        "- ⏳ x - PENDING\n",
        "⏳",
        Done,
        Tools,
        "- ✅ x - COMPLETED\n",
    );
    check(
        "- ⏳ x – Pending <!-- check:x -->\n",
        "⏳",
        Failed,
        Tools,
        "- ❌ x – Failed <!-- check:x -->\n",
    );
    check(
        "- ⏳ x - 대기 중  \n  more - 대기\n",
        "⏳",
        Done,
        Tools,
        "- ✅ x - 완료  \n  more - 대기\n",
    );
    check("- ⏳ PENDING\n", "⏳", Done, Tools, "- ✅ PENDING\n");
    check(
        "- ⏳ x - PENDING (manual)\n",
        "⏳",
        Done,
        Tools,
        "- ✅ x - PENDING (manual)\n",
    );
    check("- ⏳ x-PENDING\n", "⏳", Done, Tools, "- ✅ x-PENDING\n");
    check("- ✅ x - COMPLETED", "✅", Failed, Tools, "- ❌ x - FAILED");
    check("- Gateway 🔄", "🔄", Done, Tools, "- Gateway ✅");
}

#[test]
fn a_box_changes_one_byte() {
    let text = "1) [ ] `kubectl get pods`\n";
    let mut item = item(text, "[ ]", Marker::Open);
    item.marker_span = Span::new(4, 5);
    let marked = apply(text, &mark(text, &item, Marker::Ticked, Words::Persons)).unwrap();
    assert_eq!(marked, "1) [x] `kubectl get pods`\n");
    assert_eq!(mark(text, &item, Marker::Open, Words::Persons), []);
}

fn named(tie: Option<&str>, section: &str, text: &str) -> Item {
    let mut item = item("⏳", "⏳", Marker::Pending);
    item.tie = tie.map(Into::into);
    item.section = section.into();
    item.text = text.into();
    item
}

#[test]
fn items_are_remembered_by_tie_or_words() {
    let items = [
        named(Some("logs"), "다음 단계", "로그 수집 확인"),
        named(None, "다음 단계", "로그 수집 확인"),
        named(None, "체크리스트", "로그 수집 확인"),
        named(None, "체크리스트", "로그 수집 확인"),
        named(Some("logs"), "", ""),
        named(Some("a,b"), "", ""),
    ];
    let names = names(&items);
    assert_eq!(names[0], "logs");
    assert_eq!(names[4], "logs~2");
    assert_eq!(names[3], format!("{}~2", names[2]));
    let distinct: BTreeSet<&String> = names.iter().collect();
    assert_eq!(distinct.len(), names.len(), "{names:?}");
    assert!(names.iter().all(|name| !name.contains(',')), "{names:?}");
}

#[test]
fn the_memory_holds_what_the_tool_ticked() {
    let region = |attributes: &[(&str, &str)]| Region {
        name: RESULTS.into(),
        attributes: attributes
            .iter()
            .map(|(k, v)| (k.to_string(), v.to_string()))
            .collect(),
        span: Span::new(0, 0),
        content: Span::new(0, 0),
        checksum: None,
        end: Span::new(0, 0),
    };
    assert_eq!(Ticks::of(&[]).owner("a"), Owner::Unknown);
    assert_eq!(Ticks::of(&[region(&[])]).owner("a"), Owner::Person);
    let ticks = Ticks::of(&[region(&[("of", "x"), ("ticked", "a,z,b,c,d")])]);
    assert_eq!(ticks.owner("a"), Owner::Tool);
    assert_eq!(ticks.owner("e"), Owner::Person);
    let after = ticks.after([
        ("e", Marker::Pending, Some(Marker::Done)),
        ("a", Marker::Done, None),
        ("b", Marker::Done, Some(Marker::Failed)),
        ("c", Marker::Pending, None),
        ("f", Marker::Open, Some(Marker::Ticked)),
        ("g", Marker::Done, None),
    ]);
    assert_eq!(after, "e,a,f,d,z", "those whose items are not there stay");
}
