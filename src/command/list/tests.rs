use super::*;

fn record(date: &str, done: usize, failed: usize, total: usize) -> Listed {
    let waits = total - done;
    let open = (0..waits)
        .map(|i| OpenItem {
            text: format!("로그 확인 {i}"),
            line: i + 9,
            failed: i < failed,
            due: (i == 1).then(|| "2025-12-07".parse().unwrap()),
        })
        .collect();
    Listed {
        path: format!(".kiro/deployments/{date}-a b.md"),
        date: date.parse().ok(),
        title: "배포 a|b".into(),
        app: Some("alloy-ops".into()),
        env: None,
        done,
        failed,
        total,
        open,
        gaps: 0,
        closed: waits == 0,
        superseded: None,
        age_days: Some(3),
        author: Some("kiro".into()),
        state: match (waits, failed) {
            (0, _) => Standing::Verified,
            (_, 0) => Standing::Open,
            _ => Standing::Failing,
        },
        deployments: vec![4354],
        commit: None,
        first_commit_at: None,
        arrived_at: None,
        failure: None,
        failed_at: None,
        restored_at: None,
        verified_at: (waits == 0).then(|| format!("{date}T09:00:00Z").parse().unwrap()),
        judged: None,
        is_rollback: false,
        was_rolled_back: false,
        cancelled: false,
    }
}

#[test]
fn the_oldest_comes_first_and_filters_keep_what_they_say() {
    let all = vec![record("2025-12-05", 1, 1, 3), record("2025-11-01", 2, 0, 2)];
    let dates = |filter: &Filter| -> Vec<String> {
        let kept = select(all.clone(), filter);
        kept.iter().map(|r| r.date.unwrap().to_string()).collect()
    };
    assert_eq!(dates(&Filter::default()), ["2025-11-01", "2025-12-05"]);
    let day = |text: &str| text.parse().ok();
    let words = |text: &str| vec![text.to_owned()];
    let (both, none) = (vec!["2025-11-01", "2025-12-05"], Vec::<&str>::new());
    type Set<'a> = &'a dyn Fn(&mut Filter);
    let cases: [(Set, Vec<&str>); 13] = [
        (&|f| f.open = true, vec!["2025-12-05"]),
        (&|f| f.failing = true, vec!["2025-12-05"]),
        (&|f| f.since = day("2025-12-01"), vec!["2025-12-05"]),
        (&|f| f.since = day("2025-12-05"), vec!["2025-12-05"]),
        (&|f| f.until = day("2025-12-04"), vec!["2025-11-01"]),
        (&|f| f.until = day("2025-12-05"), both.clone()),
        (&|f| f.apps = words("alloy-ops"), both.clone()),
        (&|f| f.apps = words("alloy"), none.clone()),
        (&|f| f.envs = words("prod"), none),
        (&|f| f.authors = words("kiro"), both.clone()),
        (&|f| f.states = vec![Standing::Verified], vec!["2025-11-01"]),
        (&|f| f.states = vec![Standing::Open], vec![]),
        (
            &|f| f.states = vec![Standing::Failing, Standing::Verified],
            both,
        ),
    ];
    for (number, (set, expected)) in cases.into_iter().enumerate() {
        let mut filter = Filter::default();
        set(&mut filter);
        assert_eq!(dates(&filter), expected, "{number}");
    }
}

#[test]
fn columns_line_up_with_hangul() {
    let text = text(&[record("2025-12-05", 1, 1, 3)], Lang::Ko, 80);
    insta::assert_snapshot!(text, @r"
        날짜        앱         환경  진행           제목
        2025-12-05  alloy-ops  –     1/3 ❌1 3일째  배포 a|b
          ❌ 로그 확인 0 (L9)
          ⏳ 로그 확인 1 (L10, 2025-12-07부터 확인)
        ");
}

#[test]
fn what_was_taken_back_is_told_so() {
    let mut taken = record("2025-12-05", 3, 0, 3);
    taken.state = Standing::RolledBack;
    for (lang, words) in [(Lang::Ko, "3/3 롤백됨"), (Lang::En, "3/3 rolled back")] {
        let records = [taken.clone()];
        assert!(text(&records, lang, 80).contains(words));
        let index = index(&records, chrono_tz::UTC, lang);
        assert!(index.contains(&format!("| {} 3/3 |", taken.state.words(lang))));
    }
}

#[test]
fn the_index_is_valid_markdown_and_counts_weeks() {
    let records = [record("2025-12-05", 1, 1, 3), record("2025-11-01", 2, 0, 2)];
    insta::assert_snapshot!(index(&records, chrono_tz::UTC, Lang::En), @r#"
        | Date | Record | App | Environment | Status |
        | --- | --- | --- | --- | --- |
        | 2025-12-05 | [배포 a\|b](2025-12-05-a%20b.md) | alloy-ops | – | ❌ 1/3 |
        | 2025-11-01 | [배포 a\|b](2025-11-01-a%20b.md) | alloy-ops | – | ✅ 2/2 |

        ```mermaid
        xychart-beta
            title "Deployments per week (2025-W44 – 2025-W49)"
            x-axis ["W44", "W45", "W46", "W47", "W48", "W49"]
            y-axis "Deployments" 0 --> 1
            bar [1, 0, 0, 0, 0, 1]
        ```
        "#);
}
