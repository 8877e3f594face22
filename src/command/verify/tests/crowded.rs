//! One pod that is not well among many, in records of both languages: the list is never passed over it.

use crate::collect::observe::Outside;
use crate::collect::tests::fixture::access;
use crate::command::verify::ask;
use crate::facts::lang::Lang;
use crate::facts::verdict::Verdict;
use crate::verify::Answers;
use crate::verify::understand::{Vocabulary, understand};
use crate::verify::{Context, Wanted, judge, questions};
use crate::world::{Crowd, Odd, State, World};

const RECORDS: [&str; 2] = [
    "# 배포\n\n## 검증 계획\n\n### 1. Pod 상태 확인\n\n```bash\nkubectl get pods -A\n```\n\n- 모든 Pod Running\n",
    "# Rollout\n\n## Verification plan\n\n### 1. Check the pods\n\n```bash\nkubectl get pods -A\n```\n\n- all pods Running\n",
];

/// The verdicts on the step of each record in a world with so many pods, asked once for both.
fn verdicts(world: &World) -> [Verdict; 2] {
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(access(world, folder.path()));
    let (vocabulary, wanted) = (Vocabulary::default(), Wanted::default());
    let records = RECORDS.map(|text| understand(text, &vocabulary));
    let mut answers = Answers::default();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(ask(
        &mut answers,
        &outside,
        questions(records.iter()),
        world.now(),
    ));
    let context = Context {
        now: world.now(),
        zone: None,
        lang: Lang::En,
        vocabulary: &vocabulary,
        wanted: &wanted,
    };
    [0, 1].map(|at| {
        let judged = judge("record.md", RECORDS[at], &records[at], &answers, &context);
        judged.outcome.steps[0].judgement.verdict
    })
}

#[test]
fn one_odd_pod_among_many_keeps_the_list_from_passing() {
    let world = World::start(State::After).unwrap();
    // A short list, and one of which the pods that are fine are only counted, are judged alike.
    let crowds = |odd: &[Odd]| {
        [20, 510].map(|pods| {
            let odd = odd.iter().map(|odd| (pods / 2, *odd));
            world.crowd(Crowd {
                pods,
                odd: odd.collect(),
            });
            verdicts(&world)
        })
    };
    assert_eq!(crowds(&[]), [[Verdict::Passed; 2], [Verdict::Passed; 2]]);
    for odd in Odd::ALL {
        let expected = match odd {
            Odd::Ended => Verdict::Passed,
            Odd::CrashLoop | Odd::Failed => Verdict::Failed,
            // The pods are minutes old.
            Odd::Pending
            | Odd::Terminating
            | Odd::MeantToEnd
            | Odd::Lagging
            | Odd::NotReady
            | Odd::GateUnmet
            | Odd::NodeLost
            | Odd::Denied => Verdict::Pending,
        };
        assert_eq!(crowds(&[odd]), [[expected; 2], [expected; 2]], "{odd:?}");
    }
}
