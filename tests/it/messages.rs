//! What is said, in both languages side by side: a table made from the sources, which a person read.

use crate::architecture::sources;
use std::path::Path;

/// A word of one language that is not said, and the one that is.
const GLOSSARY: [(&str, &str); 22] = [
    ("객체", "오브젝트"),
    ("출처", "소스"),
    ("모르는", "알 수 없는"),
    ("시간표", "타임라인"),
    ("풀 리퀘스트", "PR"),
    ("Pull Request", "PR"),
    ("수동", "사람이 확인"),
    ("도움말:", "힌트:"),
    ("워크스페이스", "작업 공간"),
    ("콘텍스트", "컨텍스트"),
    ("레포지토리", "저장소"),
    ("리포지토리", "저장소"),
    ("기록 {wanted}, 실제", "기대 …, 실제"),
    ("written {", "expected"),
    ("seen {seen}", "got"),
    (" stale", "out of date"),
    (" not hold ", "not contain"),
    ("holds more", "is larger"),
    ("could not be handled", "not handled"),
    ("a fault of report", "a bug in report"),
    ("back-quotes", "backticks"),
    (" is wanted", "is needed"),
];

/// A message of a source: the file, the line, and the words of both languages.
struct Said {
    place: String,
    ko: String,
    en: String,
}

fn is_korean(text: &str) -> bool {
    text.chars().any(|c| ('가'..='힣').contains(&c))
}

/// The string literals of a call's arguments, up to the parenthesis that closes it.
fn literals(call: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut depth, mut chars) = (1, call.chars());
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                let mut text = String::new();
                while let Some(c) = chars.next().filter(|c| *c != '"') {
                    match c {
                        '\\' => match chars.next() {
                            Some('\n') => {
                                let rest = chars.as_str().trim_start();
                                chars = rest.chars();
                            }
                            Some('n') => text.push(' '),
                            Some(escaped) => text.push(escaped),
                            None => {}
                        },
                        c => text.push(c),
                    }
                }
                found.push(text);
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}

/// The tables of texts that are described with.
const TABLES: [&str; 3] = [
    "src/command/explain/ties.tsv",
    "src/judge/predicate/describe.tsv",
    "src/query/describe.tsv",
];

/// Every pair of a Korean and an English text: the arguments of `both!` and of `Lang::pick`, the arms of a match on
/// a language, and the rows of the tables.
fn all() -> Vec<Said> {
    let mut said = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, text) in sources() {
        let place = path.strip_prefix(root).unwrap().to_string_lossy();
        let place = place.replace('\\', "/");
        let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
        let mut add = |at: usize, ko: &str, en: &str| {
            if is_korean(ko) && !is_korean(en) {
                let line = text[..at].lines().count();
                said.push((place.clone(), line, ko.to_owned(), en.to_owned()));
            }
        };
        for call in ["both!(", ".pick("] {
            for (at, _) in text.match_indices(call) {
                if let [ko, en, ..] = &literals(&text[at + call.len()..])[..] {
                    add(at, ko, en);
                }
            }
        }
        for (at, arm) in text.match_indices("Lang::Ko => ") {
            let own = &text[at + arm.len()..];
            let Some(other) = own.find("Lang::En => ") else {
                continue;
            };
            let first = |arm: &str| literals(arm).into_iter().next();
            if let (Some(ko), Some(en)) = (first(&own[..other]), first(&own[other + 12..])) {
                add(at, &ko, &en);
            }
        }
    }
    for place in TABLES {
        let table = std::fs::read_to_string(root.join(place)).unwrap();
        for (line, row) in table.lines().enumerate() {
            let cells: Vec<&str> = row.split('\t').collect();
            if let [_, en, ko] = cells[..]
                && is_korean(ko)
            {
                said.push((place.to_owned(), line, ko.to_owned(), en.to_owned()));
            }
        }
    }
    said.sort();
    let said = said.into_iter();
    said.map(|(place, _, ko, en)| Said { place, ko, en })
        .collect()
}

#[test]
fn one_word_is_said_for_one_thing() {
    let all = all();
    assert!(all.len() > 450, "{} messages", all.len());
    let mut wrong = Vec::new();
    for Said { place, ko, en } in &all {
        let said = [ko, en];
        let found = GLOSSARY
            .iter()
            .filter(|(not, _)| said.iter().any(|text| text.contains(not)));
        wrong.extend(found.map(|(not, but)| format!("{place}: `{not}`: say {but}: {ko} | {en}")));
        if en.ends_with('.') != ko.ends_with('.') {
            wrong.push(format!(
                "{place}: only one ends with a full stop: {ko} | {en}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The table that was read by ear, side by side. What of it changes is read again, and written there.
#[test]
fn the_messages_are_reviewed_side_by_side() {
    let mut lines = include_str!("messages.txt").lines();
    let all = all();
    let (mut rows, mut gone) = (0, Vec::new());
    while let (Some(ko), Some(en)) = (lines.next(), lines.next()) {
        rows += 1;
        let en = en.trim_start();
        if !all
            .iter()
            .any(|said| said.ko.trim() == ko.trim() && said.en.trim() == en.trim())
        {
            gone.push(format!("{ko}\n  {en}"));
        }
    }
    assert!(rows >= 120, "{rows}");
    assert!(
        gone.is_empty(),
        "said no more; read what is said now, and write it to tests/it/messages.txt:\n{}",
        gone.join("\n")
    );
}
