//! Which deployments a record is about. A number is a deployment's only beside a word that says so, and
//! Gitploy's only if no word says that it is another system's; a previous one, one of a history and one
//! that a checklist item or a heading names beside the record's own are not the record's.

use super::token::ends_word;
use crate::facts::deployment::{DeploymentRef, System};
use crate::record::vocabulary;
use std::collections::HashSet;

/// A deployment's number, as a line names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub number: u64,
    pub whose: Whose,
    /// The repository of a link to it.
    pub project: Option<String>,
    /// The line says of this one that it failed or was called off.
    pub failed: bool,
}

/// Whose a deployment is, by the words around its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The line names the system, or links to it.
    Of(System),
    /// The line says a deployment and not whose.
    Unsaid,
    /// The line names another system.
    Elsewhere,
    /// The line says that it is an earlier one.
    Earlier,
}

/// How directly a place names the deployment of its record. The first that names any is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Directness {
    /// Metadata, a labelled line, the section about the deployment.
    Told,
    /// Other prose, code.
    Mentioned,
    /// A heading, an item, the plan: they speak of one among the record's.
    Beside,
    /// It is said to have failed, where another one is named.
    Failed,
}

/// The numbers of a record as they are found.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    found: Vec<(Directness, Named)>,
}

impl Numbers {
    pub fn add(&mut self, place: Directness, named: Named) {
        let place = if named.failed {
            Directness::Failed
        } else {
            place
        };
        self.found.push((place, named));
    }

    /// The record's own, in order, each once. `text` tells whether it names another system only.
    pub fn own(&self, text: &str) -> Vec<DeploymentRef> {
        let any = |whose: Whose| self.found.iter().any(|(_, one)| one.whose == whose);
        // Beside a forge's deployment a number of nobody's may be that one, or a run's.
        let of_forge = any(Whose::Of(System::Github)) || any(Whose::Of(System::Gitlab));
        let elsewhere = any(Whose::Unsaid)
            && !any(Whose::Of(System::Gitploy))
            && (of_forge || is_deployed_elsewhere(text));
        let source = |one: &Named| match one.whose {
            Whose::Of(system) => Some(system),
            Whose::Unsaid => (!elsewhere).then_some(System::Gitploy),
            Whose::Elsewhere | Whose::Earlier => None,
        };
        let own = self
            .found
            .iter()
            .filter_map(|(place, one)| Some((*place, source(one)?, one)));
        let best = own.clone().map(|(place, _, _)| place).min();
        let linked = |source: System, number: u64| {
            let mut found = self.found.iter().map(|(_, one)| one);
            found.find_map(|one| {
                let is_it = one.whose == Whose::Of(source) && one.number == number;
                one.project.clone().filter(|_| is_it)
            })
        };
        let mut known = HashSet::new();
        let best = own.filter(|(place, _, _)| Some(*place) == best);
        best.map(|(_, source, one)| DeploymentRef {
            source,
            project: one.project.clone().or_else(|| linked(source, one.number)),
            id: one.number.into(),
        })
        .filter(|one| known.insert(one.clone()))
        .collect()
    }
}

/// Systems that number runs and deployments of their own.
const SYSTEMS: &[&str] = &[
    "jenkins",
    "젠킨스",
    "github",
    "깃허브",
    "gitlab",
    "깃랩",
    "circleci",
    "spinnaker",
    "스피나커",
    "harness",
    "tekton",
    "buildkite",
    "teamcity",
    "bitbucket",
    "codedeploy",
    "codepipeline",
    "octopus",
    "argo",
    "argocd",
    "drone",
    "travis",
    "helm",
    "terraform",
    "vercel",
];

/// What has a number and is no deployment.
const OTHERS: &[&str] = &[
    "pr",
    "pull",
    "issue",
    "이슈",
    "run",
    "actions",
    "workflow",
    "워크플로",
    "build",
    "빌드",
    "job",
    "ticket",
    "jira",
    "mr",
    "revision",
    "리비전",
];

const GITHUB: &[&str] = &["github", "깃허브"];
const GITLAB: &[&str] = &["gitlab", "깃랩"];

/// The forge of one of its names.
fn forge(name: &str) -> System {
    match GITLAB.contains(&name) {
        true => System::Gitlab,
        false => System::Github,
    }
}

/// `(GitHub)` behind a number; `(GitHub Actions)` is something else.
fn inside_forge(inside: &str) -> Option<System> {
    let inside = inside.split([')', '）']).next()?.trim();
    let is_name = GITHUB.contains(&inside) || GITLAB.contains(&inside);
    is_name.then(|| forge(inside))
}

const EARLIER: &[&str] = &[
    "previous",
    "previously",
    "prior",
    "earlier",
    "last",
    "former",
    "old",
    "이전",
    "이전의",
    "직전",
    "지난",
    "기존",
    "종전",
    "과거",
    "마지막",
    "target",
    "대상",
    "to",
    "back",
];

/// Whether a text names a system of deployments and Gitploy not at all.
fn is_deployed_elsewhere(text: &str) -> bool {
    let text = vocabulary::nfc(text).to_lowercase();
    !text.contains("gitploy")
        && [
            "jenkins",
            "젠킨스",
            "spinnaker",
            "스피나커",
            "circleci",
            "codedeploy",
            "codepipeline",
            "harness",
            "octopus",
            "github deployment",
            "github 배포",
            "github actions",
            "gitlab",
            "깃랩",
            "buildkite",
            "teamcity",
        ]
        .iter()
        .any(|name| text.contains(name))
}

/// The deployments that a line names. `whose` knows the addresses of deployments.
pub(super) fn named(line: &str, whose_is: impl Fn(&str) -> Option<System>) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    let mut open: Option<Open> = None;
    for (start, end) in integers(line) {
        let Ok(number) = line[start..end].parse::<u64>() else {
            continue;
        };
        let signed = line[..start].ends_with('#');
        let failed = is_said_to_have_failed(&line[end..]);
        if let Some(announced) = announced(&line[..start], &line[end..]) {
            let whose = match link_around(line, start, end) {
                Some(url) => whose_is(url).map_or(Whose::Elsewhere, Whose::Of),
                None => announced,
            };
            all.push(Named {
                number,
                whose,
                project: None,
                failed,
            });
            open = Some(Open {
                end,
                signed,
                whose,
                number,
            });
        } else if let Some(before) = open
            .filter(|open| open.signed == signed)
            .filter(|_| signed || ends_entry(&line[end..]))
            && let Some(joined) = joined(&line[before.end..start])
        {
            let whose = before.whose;
            if joined == Joined::Through && number.saturating_sub(before.number) <= WIDEST {
                let between = before.number + 1..number;
                all.extend(between.map(|number| Named {
                    number,
                    whose,
                    project: None,
                    failed: false,
                }));
            }
            all.push(Named {
                number,
                whose,
                project: None,
                failed,
            });
            open = Some(Open {
                end,
                number,
                ..before
            });
        }
    }
    all
}

/// A list of numbers that may go on.
#[derive(Clone, Copy)]
struct Open {
    end: usize,
    signed: bool,
    whose: Whose,
    number: u64,
}

/// Numbers that `#4369 ~ #4374` may leave out.
const WIDEST: u64 = 50;

/// Whole numbers that are words of their own.
fn integers(line: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let bytes = line.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + bytes[at..].iter().position(u8::is_ascii_digit)?;
            let digits = bytes[start..].iter().take_while(|b| b.is_ascii_digit());
            at = start + digits.count();
            let begins =
                start == 0 || !matches!(bytes[start - 1], b'a'..=b'z' | b'A'..=b'Z' | b'_');
            if begins && (ends_word(&bytes[at..]) || leads_to_another(&line[start..], at - start)) {
                return Some((start, at));
            }
        }
    })
}

/// `4354/4355` and `4354-4355`: two of at least three digits, which no date and no version is.
fn leads_to_another(text: &str, digits: usize) -> bool {
    let Some(rest) = text[digits..].strip_prefix(['-', '/']) else {
        return false;
    };
    let next = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (one, other) = (text[..digits].parse::<u64>(), rest[..next].parse::<u64>());
    digits >= 3
        && next >= 3
        && ends_word(&rest.as_bytes()[next..])
        && one.is_ok_and(|one| other.is_ok_and(|other| other > one))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Joined {
    And,
    Through,
}

/// How what stands between two numbers joins them; `None` if it does not.
fn joined(between: &str) -> Option<Joined> {
    let mut outside = String::new();
    let mut depth = 0usize;
    for c in between.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.checked_sub(1)?,
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    if depth != 0 {
        return None;
    }
    let outside = vocabulary::nfc(&outside).to_lowercase();
    let mut how = None;
    for word in
        outside.split(|c: char| c.is_whitespace() || matches!(c, '#' | '`' | '*' | ',' | '、'))
    {
        let joins = match word {
            "" => continue,
            "~" | "-" | "–" | "—" | "…" | "..." | ".." | "〜" | "through" | "부터" => {
                Joined::Through
            }
            "/" | "·" | ";" | "+" | "&" | "→" | "->" | "=>" | ">" | "와" | "과" | "및" | "and"
            | "후" | "then" | "다음" | "그리고" | "or" | "또는" | "|" | "to" => Joined::And,
            _ => return None,
        };
        how = Some(if how == Some(Joined::Through) {
            Joined::Through
        } else {
            joins
        });
    }
    let apart = between.contains([',', '、', '(', ' ']);
    how.or(apart.then_some(Joined::And))
}

/// Whether an unsigned number of a list ends its entry.
fn ends_entry(after: &str) -> bool {
    let after = after.trim_start_matches(['`', '*', ' ']);
    after.is_empty()
        || after.starts_with([
            ',', '/', '·', ';', '+', '&', '~', '-', '–', '→', '(', '（', '.', '…', '|', ')', '와',
            '과', '및', '후',
        ])
}

/// Whether the words before a number say that it is a deployment's, and whose.
fn announced(before: &str, after: &str) -> Option<Whose> {
    let (words, sign) = match before.strip_suffix('#') {
        Some(words) => (words, true),
        None => (before, false),
    };
    let words = words.trim_end_matches([' ', ':', '：', '*', '`', '(', '[', '\t', '=']);
    let far = words.char_indices().rev().nth(60).map_or(0, |(at, _)| at);
    let words = vocabulary::nfc(&words[far..]).to_lowercase();
    let says_number = [
        "배포 번호",
        "배포번호",
        "배포 id",
        "deployment number",
        "deployment numbers",
        "deployment no",
        "deployment no.",
        "deployment id",
        "deployment ids",
        "gitploy 번호",
    ];
    let names = [
        "배포",
        "deployment",
        "deployments",
        "gitploy",
        "gitploy deploy",
    ];
    let name = says_number
        .iter()
        .chain(names.iter().filter(|_| sign))
        .filter(|name| words.ends_with(**name))
        .max_by_key(|name| name.len())?;
    let clause = words[..words.len() - name.len()]
        .rsplit(['.', ',', ';', '|', '·', ')', ':', '：', '\n'])
        .next()
        .unwrap_or_default();
    let said: Vec<&str> = clause
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let inside = after.strip_prefix([' ', '`', '*']).unwrap_or(after);
    let inside = inside
        .strip_prefix(['(', '（'])
        .unwrap_or_default()
        .to_lowercase();
    let nearest = |list: &[&str]| said.iter().rposition(|word| list.contains(word));
    let gitploy = nearest(&["gitploy"]).or(name.contains("gitploy").then_some(said.len()));
    let forge = nearest(GITHUB)
        .max(nearest(GITLAB))
        .map(|at| (at, forge(said[at])));
    let system = nearest(SYSTEMS).max(nearest(OTHERS));
    let is_earlier = nearest(EARLIER).is_some();
    Some(if system.is_some() && system > gitploy {
        match forge {
            Some((at, forge)) if Some(at) == system && !is_earlier => Whose::Of(forge),
            Some(_) | None => Whose::Elsewhere,
        }
    } else if is_earlier {
        Whose::Earlier
    } else if let Some(forge) = inside_forge(&inside) {
        Whose::Of(forge)
    } else if SYSTEMS.iter().any(|system| inside.starts_with(system)) {
        Whose::Elsewhere
    } else if gitploy.is_some() || inside.starts_with("gitploy") {
        Whose::Of(System::Gitploy)
    } else {
        Whose::Unsaid
    })
}

/// `#10 (실패)`, `#10 - failed`.
fn is_said_to_have_failed(after: &str) -> bool {
    let after = after.trim_start_matches(['`', '*', ' ', '(', '（', ':', '-', '–', '—', '❌', '✗']);
    let after = vocabulary::nfc(after.get(..after.len().min(48)).unwrap_or(after)).to_lowercase();
    [
        "실패",
        "취소",
        "failed",
        "failure",
        "cancelled",
        "canceled",
        "aborted",
        "rolled back",
        "롤백됨",
    ]
    .iter()
    .any(|word| after.starts_with(word))
}

/// The address of the link in whose text a number stands.
fn link_around(line: &str, start: usize, end: usize) -> Option<&str> {
    let opened = line[..start].rfind('[')?;
    if line[opened..start].contains(']') {
        return None;
    }
    let (text, url) = line[end..].split_once("](")?;
    (!text.contains(['[', ']'])).then(|| url.split([')', ' ']).next().unwrap_or(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whose(url: &str) -> Option<System> {
        url.contains("deploy.acme.dev").then_some(System::Gitploy)
    }

    fn own(line: &str) -> Vec<DeploymentRef> {
        let mut numbers = Numbers::default();
        for one in named(line, whose) {
            numbers.add(Directness::Told, one);
        }
        numbers.own(line)
    }

    #[test]
    fn lists_are_read_whole_in_both_languages() {
        for line in [
            "배포 번호: #4354, #4355",
            "배포 번호: #4354/#4355",
            "배포 번호: #4354와 #4355",
            "배포 번호: #4354 및 #4355",
            "배포 번호: 4354 → 4355",
            "배포 번호: #4354-#4355",
            "배포 번호: #4354~#4355",
            "배포 번호: 4354, 4355",
            "배포 번호: 4354~4355",
            "배포 번호: 4354-4355",
            "배포 번호: 4354/4355",
            "배포 번호: #4354 (ops), #4355 (ops2)",
            "배포 번호: #4354 + #4355",
            "배포 번호: #4354; #4355",
            "배포 번호: 4354·4355",
            "배포 번호: #4354 후 #4355",
            "배포 번호: #4354 (재배포 #4355)",
            "배포 번호: `#4354`, `#4355`",
            "배포 번호: **#4354** · **#4355**",
            "**Gitploy 배포**: #4354, #4355",
            "- 재배포 #4354 그리고 #4355",
            "Deployment number: #4354, #4355",
            "Deployment numbers: #4354 and #4355",
            "Deployment number: #4354 / #4355",
            "Deployment number: #4354 then #4355",
            "**Gitploy Deployments**: #4354, #4355",
            "Gitploy deployments #4354 & #4355",
            "Deployment IDs: 4354, 4355",
            "Deployment number: #4354 (ops), #4355 (dev)",
            "Deployment number: #4354 -> #4355",
            "Gitploy deployment #4354 (canary) and #4355 (all)",
        ] {
            assert_eq!(own(line), [4354, 4355], "{line}");
        }
        for line in [
            "**Gitploy Deployments**: #4369, … #4372",
            "배포 번호: #4369 ~ #4372",
            "배포 번호: #4369-#4372",
        ] {
            assert_eq!(own(line), [4369, 4370, 4371, 4372], "{line}");
        }
        for line in [
            "배포 번호: #4354, 10개 노드",
            "배포 번호: 4354, 10 nodes",
            "배포 번호: #4354 (2025-12-05)",
            "배포 번호: #4354 - 2025-12-05",
            "배포 번호: #4354 (PR #1452)",
            "배포 번호: #4354, PR #1452",
            "배포 번호: #4354 (이전 배포 #4349)",
            "배포 #4354 (실패), 재배포 #4355"
                .split(", 재")
                .next()
                .unwrap(),
            "Deployment number: #4354 (previous deployment: #4349)",
            "Deployment number: #4354, 3 replicas",
            "Deployment number: 4354 on 10 nodes",
            "[배포 #4354](https://deploy.acme.dev/o/r/deployments/4354)",
            "배포 번호: #4354 (#4360 아님)".split(" (#").next().unwrap(),
        ] {
            assert_eq!(own(line), [4354], "{line}");
        }
    }

    #[test]
    fn another_systems_number_and_an_earlier_one_are_not_the_records() {
        for line in [
            "Jenkins deployment: #46",
            "Jenkins 배포 #46",
            "젠킨스 배포: #46",
            "Jenkins #46",
            "Deployment: PR #46",
            "배포: PR #46",
            "[GitHub Actions run #46](https://github.com/o/r/actions/runs/46)",
            "[배포 #46](https://github.com/o/r/deployments/46)",
            "[Deployment #46](https://ci.acme.dev/job/x/46)",
            "Actions run #46",
            "워크플로 실행 #46",
            "Deployment #46 (Jenkins)",
            "배포 번호: #46 (Jenkins)",
            "Spinnaker 배포 #46",
            "CircleCI deployment number: 46",
            "빌드 #46",
            "배포 빌드 #46",
            "Helm deployment #46",
            "Deployment run #46",
            "deployment issue #46",
            "Previous deployment: #46",
            "이전 배포: #46",
            "직전 배포 번호: #46",
            "지난 배포 #46",
            "기존 배포 #46",
            "last deployment #46",
            "Roll back to deployment #46",
            "롤백 대상 배포: #46",
            "Earlier deployment number: 46",
        ] {
            assert_eq!(own(line), [0; 0], "{line}");
        }
        for line in [
            "GitHub에서 머지한 뒤 Gitploy 배포 #46",
            "PR #12를 Gitploy 배포 #46으로",
            "Gitploy deployment #46",
            "After PR #12, Gitploy deployment #46",
            "배포 번호: #46 (Gitploy)",
            "Deployment #46 (Gitploy)",
        ] {
            assert_eq!(own(line), [46], "{line}");
        }
    }

    #[test]
    fn a_forges_number_is_its_own() {
        for (source, lines) in [
            (
                System::Github,
                &[
                    "GitHub Deployment: #46",
                    "**GitHub Deployment**: #46",
                    "GitHub deployment #46 success",
                    "GitHub 배포 #46",
                    "깃허브 배포: #46",
                    "GitHub 배포 번호: 46",
                    "GitHub deployment ID: 46",
                    "Deployment #46 (GitHub)",
                    "배포 번호: #46 (GitHub)",
                ][..],
            ),
            (
                System::Gitlab,
                &[
                    "GitLab deployment #46",
                    "GitLab 배포 #46",
                    "깃랩 배포 번호: #46",
                    "Deployment #46 (GitLab)",
                ],
            ),
        ] {
            for line in lines {
                let wanted = DeploymentRef {
                    source,
                    ..DeploymentRef::gitploy(46)
                };
                assert_eq!(own(line), [wanted], "{line}");
            }
        }
        for line in [
            "GitHub Actions deployment #46",
            "GitHub Actions 배포 #46",
            "GitHub workflow deployment #46",
            "GitHub run #46",
            "Deployment #46 (GitHub Actions)",
            "GitHub PR #46 배포",
            "GitLab pipeline #46",
            "GitLab job deployment #46",
            "Previous GitHub deployment #46",
            "이전 GitHub 배포 #46",
            "GitHub의 이전 배포 #46",
            "GitHub에서 Jenkins 배포 #46",
            "Roll back to GitHub deployment #46",
        ] {
            assert_eq!(own(line), [0; 0], "{line}");
        }
        assert_eq!(own("GitHub 배포 #46, Gitploy 배포 #12").len(), 2);
        assert_eq!(own("GitHub 배포 #46, 배포 #12").len(), 1);
    }

    #[test]
    fn one_that_is_said_to_have_failed_counts_only_alone() {
        for line in [
            "배포 #10 (실패), 배포 #12",
            "Deployment #10 (failed), deployment #12",
            "배포 #10: 취소, 재배포 #12",
            "Gitploy deployment #10 - canceled, Gitploy deployment #12",
        ] {
            assert_eq!(own(line), [12], "{line}");
        }
        assert_eq!(own("배포 #10 (실패)"), [10]);
    }
}
