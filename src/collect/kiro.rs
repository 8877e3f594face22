//! Reads a workspace's `.kiro` folder: tasks of specs, and which specs and earlier records speak of
//! an app. Files are read as text and matched by content; nothing is written.

use crate::facts::kiro::{EarlierRecord, Related, Spec};
use crate::store::{self, Reach};
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

mod specs;

pub(crate) use specs::{among, shown, tasks_file};

const MOST_SPECS: usize = 3;
const MOST_RECORDS: usize = 5;

/// What a record belongs to, for [`find`].
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Subject<'a> {
    /// The app: specs and records that name it as a word are related.
    pub app: Option<&'a str>,
    /// The spec of the record's task: it is related, and so are records that name it.
    pub spec: Option<&'a str>,
    /// Numbers of the deployments before, as people write them: `#4349`.
    pub deployments: &'a [String],
    /// The record's date, `2025-12-05`: records of later days are not earlier ones.
    pub date: Option<&'a str>,
    /// File names that are no earlier records: the record itself and its twin.
    pub exclude: &'a [String],
}

/// The specs and earlier records that belong to a subject. A workspace without `.kiro` has none.
pub(crate) fn find(root: &Path, subject: &Subject<'_>) -> Related {
    let specs = specs(root, subject);
    Related {
        records: records(root, subject, &specs),
        specs,
    }
}

fn specs(root: &Path, subject: &Subject<'_>) -> Vec<Spec> {
    let mut found: Vec<(usize, Spec)> = Vec::new();
    for (name, folder) in specs::all(root) {
        let read = |file: &str| text(root, &folder.join(file)).unwrap_or_default();
        let (requirements, design, tasks) =
            (read("requirements.md"), read("design.md"), read("tasks.md"));
        let own = subject.spec.is_some_and(|spec| nfc(spec) == nfc(&name));
        let said = subject.app.map_or(0, |app| {
            let all = [name.as_str(), &requirements, &design, &tasks];
            all.iter().map(|text| mentions(text, app)).sum()
        });
        let weight = if own { usize::MAX } else { said };
        if weight == 0 {
            continue;
        }
        let title = [&requirements, &design, &tasks]
            .into_iter()
            .find_map(|text| telling_title(text))
            .unwrap_or_else(|| name.clone());
        let link = if tasks.is_empty() {
            format!("../specs/{name}")
        } else {
            format!("../specs/{name}/tasks.md")
        };
        let requirements = requirement_titles(&requirements);
        found.push((
            weight,
            Spec {
                name,
                title,
                requirements,
                link,
            },
        ));
    }
    found.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.name.cmp(&y.name)));
    let specs = found.into_iter().map(|(_, spec)| spec);
    specs.take(MOST_SPECS).collect()
}

fn records(root: &Path, subject: &Subject<'_>, specs: &[Spec]) -> Vec<EarlierRecord> {
    let mut names: Vec<(String, PathBuf)> = entries(root, &root.join(".kiro/deployments"));
    names.retain(|(name, path)| path.is_file() && is_record(name));
    names.sort_by(|(a, _), (b, _)| b.cmp(a));
    let own = subject.app.iter().chain(&subject.spec).copied();
    let before = subject.deployments.iter().map(String::as_str);
    let of_specs = specs.iter().map(|spec| spec.name.as_str());
    let words: Vec<&str> = own.chain(before).chain(of_specs).collect();
    let earlier = names.into_iter().filter_map(|(name, path)| {
        let composed = nfc(&name);
        let is_own = subject.exclude.iter().any(|own| nfc(own) == composed);
        let day = composed.get(..10)?;
        let is_later = subject.date.is_some_and(|date| day > date);
        let text = (!is_own && !is_later).then(|| text(root, &path))??;
        let is_related = words.iter().any(|word| mentions(&text, word) > 0);
        is_related.then(|| EarlierRecord {
            title: heading(&text).unwrap_or_else(|| name.clone()),
            name,
        })
    });
    earlier.take(MOST_RECORDS).collect()
}

fn is_record(name: &str) -> bool {
    let day = name.get(..11).unwrap_or_default();
    let is_day = day.char_indices().all(|(at, c)| match at {
        4 | 7 | 10 => c == '-',
        _ => c.is_ascii_digit(),
    });
    day.len() == 11 && is_day && name.ends_with(".md")
}

fn entries(root: &Path, folder: &Path) -> Vec<(String, PathBuf)> {
    let names = store::names(folder, Reach::Within(root)).unwrap_or_default();
    names
        .into_iter()
        .filter_map(|name| Some((name.to_str()?.to_owned(), folder.join(&name))))
        .collect()
}

fn text(root: &Path, path: &Path) -> Option<String> {
    store::read_text(path, Reach::Within(root)).ok()
}

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// How often a text names a word as a whole: `alloy` does not stand in `alloy-ops`.
fn mentions(text: &str, word: &str) -> usize {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    // Korean particles follow a name without a blank.
    let latin_part = |c: char| part(c) && c.is_ascii();
    if word.is_empty() {
        return 0;
    }
    text.match_indices(word)
        .filter(|(at, _)| {
            let before = text[..*at].chars().next_back();
            let after = text[at + word.len()..].chars().next();
            !before.is_some_and(part) && !after.is_some_and(latin_part)
        })
        .count()
}

/// The first level-1 heading outside fences.
fn heading(text: &str) -> Option<String> {
    outside_fences(text)
        .find_map(|line| line.strip_prefix("# "))
        .map(|title| title.trim().trim_end_matches('#').trim().to_owned())
        .filter(|title| !title.is_empty())
}

/// A heading that says more than which document it is: Kiro writes `# Requirements Document`.
fn telling_title(text: &str) -> Option<String> {
    const PLAIN: [&str; 8] = [
        "requirements document",
        "requirements",
        "design document",
        "implementation plan",
        "tasks",
        "요구사항 문서",
        "설계 문서",
        "구현 계획",
    ];
    let title = heading(text)?;
    let title = match title.split_once(':') {
        Some((head, rest)) if PLAIN.contains(&head.trim().to_lowercase().as_str()) => rest.trim(),
        _ => title.as_str(),
    };
    let says_more = !title.is_empty() && !PLAIN.contains(&title.to_lowercase().as_str());
    says_more.then(|| title.to_owned())
}

/// Titles of `### Requirement 1: Title`, `## 요구사항 2. 제목`, `### Requirement 3 - Title`.
fn requirement_titles(text: &str) -> Vec<String> {
    outside_fences(text)
        .filter_map(|line| {
            let words = line.trim_start_matches('#');
            let level = line.len() - words.len();
            let words = words
                .strip_prefix(' ')
                .filter(|_| (2..=4).contains(&level))?;
            let rest = ["Requirement ", "요구사항 ", "요구 사항 "]
                .iter()
                .find_map(|word| words.trim_start().strip_prefix(word))?
                .trim_start();
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
            let after = rest[end..].trim_start();
            let separated =
                rest[..end].ends_with('.') || after.starts_with([':', '：', '-', '–', '—', ')']);
            let title = after
                .trim_start_matches([':', '：', '-', '–', '—', ')'])
                .trim();
            (end > 0 && separated && !title.is_empty()).then(|| title.to_owned())
        })
        .collect()
}

fn outside_fences(text: &str) -> impl Iterator<Item = &str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut open: Option<String> = None;
    text.lines().filter(move |line| {
        let bare = line.trim_start();
        let mark = bare.chars().next().filter(|c| matches!(c, '`' | '~'));
        let ticks: String = bare.chars().take_while(|c| Some(*c) == mark).collect();
        match &open {
            Some(fence) => {
                if ticks.starts_with(fence.as_str()) && bare.trim_end() == ticks {
                    open = None;
                }
                false
            }
            None if ticks.len() >= 3 => {
                open = Some(ticks);
                false
            }
            None => true,
        }
    })
}

#[cfg(test)]
mod tests;
