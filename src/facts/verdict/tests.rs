use super::*;
use Verdict::*;

#[test]
fn only_passed_with_passed_passes() {
    let all = [Passed, Failed, Pending, Unknown, Manual];
    for a in all {
        for b in all {
            assert_eq!(
                a.and(b) == Passed,
                a == Passed && b == Passed,
                "{a:?} and {b:?}"
            );
            assert_eq!(a.and(b), b.and(a));
        }
    }
    assert_eq!(Verdict::all([]), Manual);
    assert_eq!(Verdict::all([Passed, Manual]), Manual);
    assert_eq!(Verdict::all([Manual, Unknown, Passed]), Unknown);
    assert_eq!(Verdict::all([Pending, Failed]), Failed);
}

#[test]
fn a_whole_tells_what_decides_it() {
    let reason = |name: &str| match name {
        "A" => Reason::Ready,
        "B" => Reason::NotReady,
        _ => Reason::NoCheck,
    };
    let part = |verdict: Verdict, name: &str| {
        Judgement::new(verdict, reason(name), format!("{name}!")).with_seen(name)
    };
    for (parts, first, each) in [
        (vec![(Passed, "A"), (Passed, "B")], "A!", "A!; B!"),
        (vec![(Passed, "A"), (Failed, "B")], "B!", "B!"),
        (
            vec![(Manual, "M"), (Pending, "A"), (Passed, "P"), (Pending, "B")],
            "A!",
            "A!; B!",
        ),
        (
            vec![(Manual, "A"), (Unknown, "B"), (Passed, "C")],
            "B!",
            "B!",
        ),
    ] {
        let verdict = Verdict::all(parts.iter().map(|(verdict, _)| *verdict));
        let parts: Vec<Judgement> = parts.into_iter().map(|(v, name)| part(v, name)).collect();
        for (told, message) in [(Told::First, first), (Told::Each, each)] {
            let whole = Judgement::roll_up(&parts, told).unwrap();
            assert_eq!((whole.verdict, whole.message.as_str()), (verdict, message));
            assert_eq!(format!("{}!", whole.seen), first);
            assert_eq!(whole.reason, reason(&whole.seen));
        }
    }
    assert_eq!(Judgement::roll_up(&[], Told::First), None);
}
