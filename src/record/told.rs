//! What a record's own regions tell of how its deployment went: when its first commit was made, when it
//! arrived or failed, and which commit it brought. Only what `report` wrote is read, in both languages;
//! a region of a team's own template that reads otherwise tells nothing.

use super::{Field, Record, Region, region};
use crate::facts::deployment::{Progress, System};
use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

/// What became of the deployments of a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ended {
    /// The record does not tell, or they are on their way.
    #[default]
    Untold,
    /// All of them succeeded.
    Succeeded,
    /// One failed.
    Failed,
    /// One was cancelled, none failed.
    Cancelled,
}

/// What the regions of a record tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// When the oldest commit of the range was committed; none if older ones are left out of the record.
    pub first_commit: Option<DateTime<Utc>>,
    /// How the deployments ended.
    pub ended: Ended,
    /// When the last of them ended, or Argo CD applied it, whichever was later.
    pub ended_at: Option<DateTime<Utc>>,
    /// The full id of the commit that was deployed last.
    pub commit: Option<String>,
    /// Whether the last one is a roll-back.
    pub is_rollback: bool,
    /// The deployments' numbers.
    pub numbers: Vec<u64>,
}

/// Reads them. Times are read in the zone that the record names, else in `zone`, and only if their
/// abbreviation is that zone's.
pub fn told(text: &str, record: &Record, zone: Tz) -> Told {
    let content = |name: &str| {
        let region = region::named(&record.regions, name);
        region.map(|region| region.content.text(text))
    };
    let zones = zones(record, content("timeline"), zone);
    let mut out = Told {
        numbers: numbers(record),
        ..Told::default()
    };
    if let Some(commits) = content("commits") {
        out.first_commit = first_commit(commits, &zones);
    }
    if let Some(deployment) = content("deployment") {
        deployments(deployment, &zones, &mut out);
    }
    if let (Some(timeline), Ended::Succeeded) = (content("timeline"), out.ended) {
        let applied = rows(timeline)
            .filter(|cells| cells.get(1).is_some_and(|what| what.contains("Argo CD")))
            .filter_map(|cells| instant(cells.first()?, &zones));
        out.ended_at = out.ended_at.into_iter().chain(applied).max();
    }
    out
}

/// The deployment numbers of the metadata and of the begin lines.
fn numbers(record: &Record) -> Vec<u64> {
    let metadata = record.metadata.iter();
    let named = metadata
        .filter(|entry| entry.field == Field::Deployment)
        .flat_map(|entry| entry.value.split('#').skip(1));
    let digits = |text: &str| {
        let end = text.find(|c: char| !c.is_ascii_digit());
        text[..end.unwrap_or(text.len())].parse::<u64>().ok()
    };
    let begun = record.regions.iter().flat_map(|region: &Region| {
        let mut attributes = region.attributes.iter();
        let of = attributes.find(|(key, _)| key == "deployment");
        of.map_or("", |(_, value)| value).split(',')
    });
    let mut all: Vec<u64> = named.chain(begun).filter_map(digits).collect();
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|number| seen.insert(*number));
    all
}

/// The zones that times may be in: of the timeline's head, of the date, of the team.
fn zones(record: &Record, timeline: Option<&str>, zone: Tz) -> Vec<Tz> {
    let head = timeline.and_then(|text| text.lines().find(|line| line.starts_with('|')));
    let dates = record.metadata.iter();
    let dates = dates.filter(|entry| entry.field == Field::Date);
    let texts = head
        .into_iter()
        .chain(dates.map(|entry| entry.value.as_str()));
    let named = texts.filter_map(|text| {
        let (_, rest) = text.split_once('(')?;
        rest.split_once(')')?.0.parse::<Tz>().ok()
    });
    named.chain([zone]).collect()
}

/// The instant of `2025-12-05 19:03:24 KST` at the beginning of a text.
fn instant(text: &str, zones: &[Tz]) -> Option<DateTime<Utc>> {
    let local = NaiveDateTime::parse_from_str(text.get(..19)?, "%Y-%m-%d %H:%M:%S").ok()?;
    let name = text.get(19..)?.split_whitespace().next()?;
    let mut found = zones.iter().flat_map(|zone| {
        let here = zone.from_local_datetime(&local);
        [here.earliest(), here.latest()]
    });
    let at = found.find_map(|at| at.filter(|at| at.format("%Z").to_string() == name));
    at.map(|at| at.to_utc())
}

/// The cells of each row of a region's tables.
fn rows(content: &str) -> impl Iterator<Item = Vec<String>> {
    content
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(cells)
}

fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.trim().trim_matches('|').chars() {
        match c {
            '|' if !escaped => cells.push(String::new()),
            c => cells.last_mut().into_iter().for_each(|cell| cell.push(c)),
        }
        escaped = c == '\\' && !escaped;
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Lines of a table's end: what follows is another one.
const TAKEN_BACK: [&str; 2] = ["takes these commits back", "다음 커밋이 되돌려집니다"];
const OLDER: [&str; 2] = ["older commit", "이보다 오래된 커밋"];

fn first_commit(content: &str, zones: &[Tz]) -> Option<DateTime<Utc>> {
    let has = |words: [&str; 2]| {
        let mut lines = content.lines().filter(|line| !line.starts_with('|'));
        lines.any(|line| words.iter().any(|word| line.contains(word)))
    };
    // Of a deployment that goes back, and where the first one is not shown, none is known.
    if has(TAKEN_BACK) || has(OLDER) {
        return None;
    }
    let table = content.lines().skip_while(|line| !line.starts_with('|'));
    table
        .take_while(|line| line.starts_with('|'))
        .filter_map(|line| instant(cells(line).get(3)?, zones))
        .min()
}

/// The rows of one deployment's table after the other's.
fn deployments(content: &str, zones: &[Tz], out: &mut Told) {
    let (mut failed, mut cancelled, mut succeeded, mut other) = (0, 0, 0, 0);
    for line in content.lines() {
        if line.starts_with("> ↩️") {
            out.is_rollback = true;
        }
        if !line.starts_with('|') {
            continue;
        }
        let cells = cells(line);
        let [key, value] = cells.as_slice() else {
            continue;
        };
        match key.as_str() {
            "Deployment" | "배포 번호" => {
                // The roll-back sign stands before its own table.
                out.is_rollback &= succeeded + failed + cancelled + other == 0;
            }
            "Status" | "상태" => match code(value).map(progress) {
                Some(Progress::Succeeded) => succeeded += 1,
                Some(Progress::Failed) => failed += 1,
                Some(Progress::Canceled) => cancelled += 1,
                // What is not in force any more may never have been: the words before it say how it ended.
                Some(Progress::Superseded) if begins(value, &["succeeded", "성공"]) => {
                    succeeded += 1
                }
                Some(Progress::Superseded) if begins(value, &["failed", "실패"]) => failed += 1,
                Some(Progress::Superseded | Progress::Waiting | Progress::UnderWay) | None => {
                    other += 1;
                }
            },
            "What" | "대상" | "Commit" | "커밋" => {
                if let Some(sha) = code(value).filter(|text| is_sha(text)) {
                    out.commit = Some(sha.to_owned());
                }
            }
            "Finished" | "종료" => {
                out.ended_at = out.ended_at.into_iter().chain(instant(value, zones)).max();
            }
            _ => {}
        }
    }
    out.ended = match (failed, cancelled, succeeded, other) {
        (1.., ..) => Ended::Failed,
        (_, 1.., ..) => Ended::Cancelled,
        (_, _, 1.., 0) => Ended::Succeeded,
        _ => Ended::Untold,
    };
    if out.ended == Ended::Untold {
        out.ended_at = None;
    }
}

fn begins(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// What a status word means to the source that has it.
fn progress(word: &str) -> Progress {
    let all = System::ALL.into_iter().map(|source| source.progress(word));
    let mut known = all.filter(|progress| *progress != Progress::UnderWay);
    known.next().unwrap_or(Progress::UnderWay)
}

fn code(value: &str) -> Option<&str> {
    value.split('`').nth(1)
}

fn is_sha(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{parse, region};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn of(region_name: &str, content: &str) -> Told {
        let attributes = [("deployment".to_owned(), "7,8".to_owned())];
        let text = format!(
            "# T\n\n**Date**: 2025-12-05 (Asia/Seoul)\n\n{}",
            region::wrap(region_name, &attributes, content)
        );
        let (record, _) = parse(&text);
        told(&text, &record, chrono_tz::UTC)
    }

    #[test]
    fn commits_tell_the_first_one_or_nothing() {
        let table = "| Commit | Subject | Author | Time |\n| --- | --- | --- | --- |\n\
                     | `b` | x \\| y | K | 2025-12-05 19:00:12 KST |\n| `a` | z | K | 2025-12-04 09:30:00 KST |\n";
        let first = |content: &str| of("commits", content).first_commit;
        let expected = Some(at("2025-12-04T00:30:00Z"));
        for lead in [
            "Repository `r`, range `a..b`\n\n",
            "저장소 `r`, 범위 `a..b`\n\n",
        ] {
            assert_eq!(first(&format!("{lead}{table}")), expected);
        }
        for unknown in [
            "There are 3 older commits besides.\n",
            "There is 1 older commit besides.\n",
            "이보다 오래된 커밋이 3개 더 있습니다.\n",
            "This deployment is older than the one before it. It takes these commits back:\n",
            "이 배포는 이전보다 오래된 커밋입니다. 다음 커밋이 되돌려집니다:\n",
        ] {
            assert_eq!(first(&format!("{table}\n{unknown}")), None, "{unknown}");
        }
        // A subject cannot say so, nor can a time of a zone that nobody named be read.
        let subject = table.replace("x \\| y", "older commit");
        assert_eq!(first(&subject), expected);
        assert_eq!(first(&table.replace("KST", "PST")), None);
    }

    #[test]
    fn a_deployment_tells_its_end() {
        let sha = "ef7a6a2d910ce17c68b05855360e648fbe7992e5";
        let table = |status: &str, finished: &str| {
            // GitHub's word for what is not in force any more, with how it ended.
            let (word, korean, status) = match status.split_once(' ') {
                Some(("succeeded", rest)) => ("succeeded", "성공", rest),
                Some(("failed", rest)) => ("failed", "실패", rest),
                _ => ("word", "말", status),
            };
            [
                format!(
                    "| Item | Value |\n| --- | --- |\n| Deployment | [#7](u) |\n| Status | {word} (`{status}`) |\n| What | commit `{sha}` |\n{finished}"
                ),
                format!(
                    "| 항목 | 내용 |\n| --- | --- |\n| 배포 번호 | [#7](u) |\n| 상태 | {korean} (`{status}`) |\n| 대상 | 커밋 `{sha}` |\n{}",
                    finished.replace("Finished", "종료")
                ),
            ]
        };
        let finished = "| Finished | 2025-12-05 19:03:24 KST (1 minute) |\n";
        let time = Some(at("2025-12-05T10:03:24Z"));
        for (status, rows, ended, ended_at) in [
            ("success", finished, Ended::Succeeded, time),
            ("failure", finished, Ended::Failed, time),
            ("canceled", finished, Ended::Cancelled, time),
            ("failed", finished, Ended::Failed, time),
            ("Error", finished, Ended::Failed, time),
            ("skipped", finished, Ended::Cancelled, time),
            ("inactive", finished, Ended::Untold, None),
            ("succeeded inactive", finished, Ended::Succeeded, time),
            ("failed inactive", finished, Ended::Failed, time),
            ("running", finished, Ended::Untold, None),
            ("success", "", Ended::Succeeded, None),
        ] {
            for text in table(status, rows) {
                let told = of("deployment", &text);
                assert_eq!((told.ended, told.ended_at), (ended, ended_at), "{text}");
                assert_eq!(told.commit.as_deref(), Some(sha));
                assert_eq!(told.numbers, [7, 8]);
                assert!(!told.is_rollback);
                let back = format!("> ↩️ Deployment #7 is a rollback.\n\n{text}");
                assert!(of("deployment", &back).is_rollback);
                // Of two only the last one counts.
                let later = of("deployment", &format!("{back}\n{text}"));
                assert!(!later.is_rollback);
                // One that is on its way leaves the whole open.
                let both = format!("{text}\n{}", table("running", "")[0]);
                assert!(!matches!(of("deployment", &both).ended, Ended::Succeeded));
            }
        }
    }

    #[test]
    fn regions_that_were_rendered_tell_what_went_in() {
        for text in [
            include_str!("../../reports/2025-12-05-alloy-ops-tolerations.en.md"),
            include_str!("../../reports/2025-12-05-alloy-ops-tolerations.ko.md"),
        ] {
            let (record, _) = parse(text);
            // The zone that the record names is the one that counts.
            let told = told(text, &record, chrono_tz::America::New_York);
            assert_eq!(told.first_commit, Some(at("2025-12-05T10:00:12Z")));
            assert_eq!(told.ended, Ended::Succeeded);
            assert_eq!(told.ended_at, Some(at("2025-12-05T10:03:24Z")));
            assert_eq!(told.numbers, [4354]);
            assert!(told.commit.is_some_and(|sha| sha.starts_with("ef7a6a2")));
        }
    }
}
