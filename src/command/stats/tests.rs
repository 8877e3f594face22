//! A made history of eight weeks with five deployments each, whose measures were computed by hand: the
//! comments say how.

use super::*;
use crate::command::list::{Listed, Past, Standing, listed, past, settle};
use crate::record;
use chrono::TimeDelta;
use std::fmt::Write;

/// What became of a deployment.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    /// All was verified so many minutes after it arrived.
    Verified(i64),
    /// A check failed after so many minutes and passed after so many, when all was verified.
    Mended(i64, i64),
    /// A check failed after so many minutes and still does.
    Failing(i64),
    /// The deployment failed.
    Failed,
    Cancelled,
    Superseded,
    /// One of two checks has passed.
    Open,
}

/// One deployment.
struct Made {
    name: char,
    week: i64,
    app: &'static str,
    env: &'static str,
    arrived: DateTime<Utc>,
    /// Hours from the first commit; none if the record does not tell.
    lead: Option<i64>,
    commit: String,
    rollback: bool,
    /// Whether the record has regions, of which times and ticks are read.
    regions: bool,
    fate: Fate,
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn commit(name: char, week: i64) -> String {
    format!(
        "{:040x}",
        u32::from(name) * 100 + u32::try_from(week).unwrap()
    )
}

/// The week's five: pay on Monday, Wednesday and late on Sunday, web on Tuesday, log on Thursday.
fn history() -> Vec<Made> {
    let mut all = Vec::new();
    for week in 1..=8 {
        let monday = at("2025-11-03T00:00:00Z") + TimeDelta::weeks(week - 1);
        for (name, app, env, hours, lead, fate) in [
            ('a', "pay", "prod", 2, Some(1), Fate::Verified(120)),
            ('b', "web", "prod", 26, Some(2), Fate::Verified(26 * 60)),
            ('c', "pay", "prod", 50, Some(3), Fate::Verified(240)),
            ('d', "log", "dev", 74, None, Fate::Verified(38 * 60)),
            (
                'e',
                "pay",
                "prod",
                6 * 24 + 20,
                Some(4),
                Fate::Verified(360),
            ),
        ] {
            let mut made = Made {
                name,
                week,
                app,
                env,
                arrived: monday + TimeDelta::hours(hours),
                lead,
                commit: commit(name, week),
                rollback: false,
                regions: name != 'd',
                fate,
            };
            match (week, name) {
                (2, 'c') => made.fate = Fate::Mended(60, 180),
                (3, 'b') => made.fate = Fate::Failed,
                (4, 'a') => made.fate = Fate::Failing(30),
                // Back to what ran before Monday.
                (4, 'c') => (made.commit, made.lead) = (commit('e', 3), None),
                (5, 'e') => made.fate = Fate::Verified(180),
                (6, 'a') => (made.rollback, made.lead) = (true, None),
                (6, 'b') => made.fate = Fate::Cancelled,
                (7, 'c') => made.fate = Fate::Superseded,
                (7 | 8, 'e') => made.fate = Fate::Open,
                (8, 'd') => made.fate = Fate::Failing(32 * 60),
                _ => {}
            }
            all.push(made);
        }
    }
    all
}

/// The record of a deployment with the marks of its two checks: of even weeks English, of odd ones Korean.
fn text(made: &Made, marks: [&str; 2]) -> String {
    let ko = made.week % 2 == 1;
    let of = |k: &'static str, e: &'static str| if ko { k } else { e };
    let time = |at: DateTime<Utc>| crate::render::time_words(at, chrono_tz::Asia::Seoul);
    let mut out = format!(
        "# {}{}\n\n**{}**: {} (Asia/Seoul)\n**{}**: kim\n\n```json\n{{\"env\": \"{}\", \"dynamic_payload\": {{\"app\": \"{}\"}}}}\n```\n\n",
        of("배포", "Deployment"),
        if made.fate == Fate::Superseded {
            " <!-- report:superseded #9 -->"
        } else {
            ""
        },
        of("날짜", "Date"),
        made.arrived.date_naive(),
        of("작업자", "Author"),
        made.env,
        made.app,
    );
    let mut region = |name: &str, attributes: &[(String, String)], content: &str| {
        out.push_str(&record::region::wrap(name, attributes, content));
        out.push('\n');
    };
    if made.regions {
        let from = [("deployment".to_owned(), "1".to_owned())];
        if let Some(hours) = made.lead {
            let first = time(made.arrived - TimeDelta::hours(hours));
            let table = format!(
                "| a | b | c | d |\n| --- | --- | --- | --- |\n| `x` | y | z | {first} |\n"
            );
            region("commits", &from, &table);
        } else {
            region(
                "commits",
                &from,
                of(
                    "새 커밋이 없습니다. 같은 커밋을 다시 배포했습니다.\n",
                    "There is no new commit: the same one was deployed again.\n",
                ),
            );
        }
        let (status, ended) = match made.fate {
            Fate::Failed => ("failure", true),
            Fate::Cancelled => ("canceled", true),
            _ => ("success", true),
        };
        let mut table = String::new();
        if made.rollback {
            table.push_str(of(
                "> ↩️ 배포 #1은 롤백입니다.\n\n",
                "> ↩️ Deployment #1 is a rollback.\n\n",
            ));
        }
        let _infallible = write!(
            table,
            "| k | v |\n| --- | --- |\n| {} | x (`{status}`) |\n| {} | {} `{}` |\n",
            of("상태", "Status"),
            of("대상", "What"),
            of("커밋", "commit"),
            made.commit,
        );
        if ended {
            let _infallible = writeln!(
                table,
                "| {} | {} |",
                of("종료", "Finished"),
                time(made.arrived)
            );
        }
        region("deployment", &from, &table);
        let ticked = if marks[0] == "✅" {
            vec![("ticked".to_owned(), "pods".to_owned())]
        } else {
            vec![]
        };
        region("results", &ticked, "");
    }
    let _infallible = write!(
        out,
        "## {}\n\n1. {} Pod <!-- check:pods -->\n2. {} Logs <!-- check:logs -->\n",
        of("체크리스트", "Checklist"),
        marks[0],
        marks[1],
    );
    out
}

/// The versions of its record, oldest first.
fn versions(made: &Made) -> Vec<(DateTime<Utc>, String)> {
    let later = |minutes: i64| made.arrived + TimeDelta::minutes(minutes);
    let begun = (made.arrived, text(made, ["⏳", "⏳"]));
    let (verified, failed) = (text(made, ["✅", "✅"]), text(made, ["❌", "✅"]));
    match made.fate {
        Fate::Verified(after) => vec![begun, (later(after), verified)],
        Fate::Mended(failing, after) => {
            vec![begun, (later(failing), failed), (later(after), verified)]
        }
        Fate::Failing(after) => vec![begun, (later(after), failed)],
        Fate::Failed => vec![begun, (later(5), text(made, ["❌", "⏳"]))],
        Fate::Cancelled | Fate::Superseded => vec![begun],
        Fate::Open => vec![begun, (later(30), text(made, ["✅", "⏳"]))],
    }
}

fn records(zone: Tz) -> Vec<Listed> {
    let options = record::Options::default();
    let today = "2025-12-31".parse().unwrap();
    let mut all = Vec::new();
    let mut pasts = Vec::new();
    let mut put = |path: String, versions: Vec<(DateTime<Utc>, String)>| {
        let newest = &versions.last().unwrap().1;
        let (record, _) = record::parse_with(newest, &options);
        all.push(listed(&path, newest, &record, today, zone));
        pasts.push(past(versions, &options));
    };
    for made in history() {
        let stem = format!("{}-{}{}", made.arrived.date_naive(), made.name, made.week);
        put(format!("{stem}.md"), versions(&made));
        if (made.week, made.name) == (1, 'a') {
            // The same in the other language is no other deployment.
            put(format!("{stem}.en.md"), versions(&made));
        }
    }
    settle(&mut all, &pasts);
    all
}

fn quarters(measure: &Measure) -> [f64; 5] {
    let spread = measure.spread.as_ref().unwrap();
    [
        spread.least,
        spread.quarter,
        spread.median,
        spread.three_quarters,
        spread.most,
    ]
}

fn parts(share: &Share) -> (usize, usize, usize) {
    (share.count, share.of, share.left_out)
}

const HOUR: f64 = 3_600.0;

#[test]
fn the_measures_of_forty_deployments_are_those_computed_by_hand() {
    for zone in [chrono_tz::UTC, chrono_tz::Asia::Seoul] {
        let seoul = zone == chrono_tz::Asia::Seoul;
        let stats = stats(&records(zone), None, None, zone, Lang::En);
        let all = &stats.all;
        assert_eq!(all.deployments, 40);

        // Five a week; in Seoul it is Monday already when the Sunday's arrives, so that the first week has
        // four and a ninth has one: 1 4 5 5 5 5 5 5 5.
        assert_eq!(stats.weeks.len(), if seoul { 9 } else { 8 });
        let counts: Vec<usize> = stats.weeks.iter().map(|week| week.deployments).collect();
        if seoul {
            assert_eq!(counts, [4, 5, 5, 5, 5, 5, 5, 5, 1])
        } else {
            assert_eq!(counts, [5; 8])
        }
        assert_eq!(stats.weeks[0].name, "2025-W45");
        let last = if seoul { "2026-W01" } else { "2025-W52" };
        assert_eq!(stats.weeks.last().unwrap().name, last);
        let least = if seoul { 1.0 } else { 5.0 };
        assert_eq!(quarters(&all.per_week), [least, 5.0, 5.0, 5.0, 5.0]);

        // 1 h of seven (not 6a, which goes back), 2 h of six (not 3b, not 6b), 3 h of seven (not 4c), 4 h of
        // eight: 28 values. Place 6.75 lies between 1 and 2, 13.5 in the threes, 20.25 in the fours.
        assert_eq!(
            quarters(&all.lead_time),
            [1.0, 1.75, 3.0, 4.0, 4.0].map(|h| h * HOUR)
        );
        assert_eq!((all.lead_time.left_out, all.lead_time.few), (12, false));

        // 2c, 3b, 4a, 5e, 8d, and 31 that went well; 6b was cancelled, 7c superseded, 7e and 8e are open.
        assert_eq!(parts(&all.change_failure), (5, 36, 4));

        // 2c 2 h by its own check, 4a 47.5 h until Wednesday, 3b a week until the next one. Nobody knows when
        // 5e began to fail, and 8d still does.
        let restore = [2.0, 24.75, 47.5, 107.75, 168.0].map(|hours| hours * HOUR);
        assert_eq!(quarters(&all.time_to_restore), restore);
        assert_eq!(
            (all.time_to_restore.left_out, all.time_to_restore.few),
            (2, true)
        );

        // 2 h ×7, 3 h ×2 (2c, 5e), 4 h ×6, 6 h ×5, 26 h ×6, and of the records without a time of arrival whole
        // days ×7: from Thursday to Friday in UTC, to Saturday in Seoul. 33 values: places 8, 16 and 24.
        let days = if seoul { 48.0 } else { 24.0 };
        let (third, most) = if seoul { (26.0, days) } else { (days, 26.0) };
        assert_eq!(
            quarters(&all.until_verified),
            [2.0, 3.0, 6.0, third, most].map(|h| h * HOUR)
        );
        assert_eq!(all.until_verified.left_out, 7);

        // 26 verified records with two settled checks of which a person ticked one, 4a with one of a person's,
        // two open ones with one of the machine's; seven times two and one of which nobody knows.
        assert_eq!(parts(&all.judged), (28, 55, 15));

        let app = |name: &str| stats.apps.iter().find(|one| one.name == name).unwrap();
        assert_eq!(
            (
                app("pay").deployments,
                app("web").deployments,
                app("log").deployments
            ),
            (24, 8, 8)
        );
        // Of pay 7c, 7e and 8e are left out, of web 6b.
        assert_eq!(parts(&app("pay").change_failure), (3, 21, 3));
        assert_eq!(parts(&app("web").change_failure), (1, 7, 1));
        assert_eq!(parts(&app("log").change_failure), (1, 8, 0));
        assert_eq!(app("log").lead_time.spread, None);
        assert_eq!(app("log").lead_time.left_out, 8);
        assert_eq!(quarters(&app("web").lead_time), [2.0 * HOUR; 5]);
        let env = |name: &str| {
            stats
                .environments
                .iter()
                .find(|one| one.name == name)
                .unwrap()
        };
        assert_eq!((env("prod").deployments, env("dev").deployments), (32, 8));
        assert_eq!(parts(&env("prod").change_failure), (4, 28, 4));
    }
}

#[test]
fn each_record_stands_as_its_story_says() {
    let all = records(chrono_tz::UTC);
    let of = |name: &str| {
        let found = all
            .iter()
            .find(|one| one.path.ends_with(&format!("-{name}.md")));
        let one = found.unwrap();
        (one.state, one.failure)
    };
    use Standing::{Failing, Open, RolledBack, Superseded, Verified};
    for (name, state, failure) in [
        ("a1", Verified, None),
        ("c2", Verified, Some(Failure::Check)),
        ("b3", Failing, Some(Failure::Deployment)),
        ("a4", RolledBack, Some(Failure::Check)),
        ("c4", Verified, None),
        ("e5", RolledBack, Some(Failure::RolledBack)),
        ("a6", Verified, None),
        ("b6", Open, None),
        ("c7", Superseded, None),
        ("e7", Open, None),
        ("d8", Failing, Some(Failure::Check)),
    ] {
        assert_eq!(of(name), (state, failure), "{name}");
    }
}

#[test]
fn what_is_not_known_is_left_out_and_nothing_else_counts() {
    let zone = chrono_tz::Asia::Seoul;
    let none = stats(&[], None, None, zone, Lang::Ko);
    assert_eq!((none.all.deployments, none.weeks.len()), (0, 0));
    assert_eq!(none.all.change_failure.percent(), None);
    // Without versions no time of a check is known, but that it fails is.
    let mut all = records(zone);
    let nothing = vec![Past::default(); all.len()];
    for one in &mut all {
        (one.verified_at, one.restored_at) = (None, None);
        if one.failure == Some(Failure::Check) {
            (one.failure, one.failed_at) = (None, None);
        }
    }
    settle(&mut all, &nothing);
    let stats = stats(&all, None, None, zone, Lang::Ko);
    assert_eq!(stats.all.until_verified.spread, None);
    // 3b, 4a, 5e and 8d; that 2c once failed only its versions tell.
    assert_eq!(parts(&stats.all.change_failure), (4, 36, 4));
    // A clock that went back is no negative time.
    all[0].first_commit_at = all[0].arrived_at.map(|at| at + TimeDelta::hours(1));
    let measures = measures("", &[&all[0]], None, zone);
    assert_eq!(
        (measures.lead_time.spread, measures.lead_time.left_out),
        (None, 1)
    );
}

#[test]
fn a_wrong_date_makes_no_history() {
    let zone = chrono_tz::UTC;
    let all = records(zone);
    let expected = stats(&all, None, None, zone, Lang::En);
    for (date, age) in [("0001-01-01", 739_250), ("9999-12-31", -2_912_443)] {
        let mut all = all.clone();
        let mut odd = all[4].clone();
        (odd.path, odd.date, odd.age_days) = ("odd.md".into(), date.parse().ok(), Some(age));
        odd.arrived_at = None;
        all.push(odd.clone());
        // Its date is right, and what its text says of its arrival is not.
        (odd.path, odd.date, odd.age_days) = ("odder.md".into(), all[4].date, all[4].age_days);
        odd.arrived_at = Some(format!("{date}T00:00:00Z").parse().unwrap());
        all.push(odd);
        let stats = stats(&all, None, None, zone, Lang::En);
        assert_eq!(stats.weeks.len(), expected.weeks.len(), "{date}");
        assert_eq!((stats.since, stats.until), (expected.since, expected.until));
        assert_eq!(stats.all.per_week.left_out, 1);
        assert_eq!(stats.all.deployments, 42);
    }
}

#[test]
fn every_measure_has_a_definition_in_both_languages() {
    let (ko, en) = (definitions(Lang::Ko), definitions(Lang::En));
    let value = serde_json::to_value(stats(&[], None, None, chrono_tz::UTC, Lang::En).all).unwrap();
    let fields: Vec<&String> = value.as_object().unwrap().keys().skip(2).collect();
    let measures: Vec<&str> = en.iter().map(|one| one.measure).collect();
    assert_eq!(fields, measures);
    for (ko, en) in ko.iter().zip(&en) {
        assert_eq!(ko.measure, en.measure);
        assert!(
            Lang::of(ko.means) == Lang::Ko && Lang::of(ko.name) == Lang::Ko,
            "{}",
            ko.measure
        );
        assert!(
            Lang::of(en.means) == Lang::En && Lang::of(en.name) == Lang::En,
            "{}",
            en.measure
        );
    }
}

#[test]
fn lengths_are_told_with_two_units() {
    for (seconds, ko, en) in [
        (0.0, "0초", "0 s"),
        (59.0, "59초", "59 s"),
        (90.0, "1분", "1 min"),
        (3_600.0, "1시간", "1 h"),
        (5_400.0, "1시간 30분", "1 h 30 min"),
        (93_600.0, "1일 2시간", "1 d 2 h"),
        (172_800.0, "2일", "2 d"),
    ] {
        assert_eq!(
            (
                lasting(seconds, Lang::Ko).as_str(),
                lasting(seconds, Lang::En).as_str()
            ),
            (ko, en)
        );
    }
}

#[test]
fn the_table_is_told_in_both_languages() {
    let zone = chrono_tz::Asia::Seoul;
    let of = |lang| text_of(&stats(&records(zone), None, None, zone, lang), lang);
    insta::assert_snapshot!("stats_ko", of(Lang::Ko));
    insta::assert_snapshot!("stats_en", of(Lang::En));
}

fn text_of(stats: &Stats, lang: Lang) -> String {
    super::text(stats, lang)
}
