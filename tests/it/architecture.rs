//! The floors of `ARCHITECTURE.md`, held by reading the `use` lines, and the size of files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Which rooms a room may import. Its own room is always allowed.
fn allowed() -> BTreeMap<&'static str, Vec<&'static str>> {
    let floor_2 = ["facts", "query"];
    BTreeMap::from([
        ("facts", vec![]),
        ("record", vec!["facts"]),
        ("query", vec!["facts"]),
        ("wording", vec!["facts"]),
        ("judge", vec!["facts", "query", "wording"]),
        ("language", vec!["facts", "query", "judge"]),
        ("render", vec!["facts"]),
        ("change", vec!["facts", "judge"]),
        ("collect", vec!["facts", "query", "store"]),
        ("store", vec!["facts", "record"]),
        (
            "verify",
            vec!["facts", "record", "query", "judge", "language", "render"],
        ),
        ("output", floor_2.to_vec()),
        ("world", vec!["facts"]),
        (
            "command",
            vec![
                "facts", "record", "query", "judge", "language", "render", "change", "verify",
                "collect", "store", "output", "world", "error",
                // The resolved values, whose provenance `doctor` shows; never the environment.
                "settings",
                // What `meets_the_command_line` lets some of its files know.
                "cli", "console",
            ],
        ),
        ("cli", vec!["facts", "error", "settings"]),
        ("error", vec!["facts", "store"]),
    ])
}

#[test]
fn imports_go_down_only() {
    let allowed = allowed();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let room = room_of(&path);
        let Some(below) = allowed.get(room.as_str()) else {
            continue;
        };
        for (line, imported) in imports(&text) {
            if imported != room && !below.contains(&imported.as_str()) {
                wrong.push(format!(
                    "{}:{line}: `{room}` must not know `{imported}`",
                    path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a file of `command` is where a command meets the command line: its arguments, and what it asks and shows.
/// The other files are stories, which know none of that.
fn meets_the_command_line(path: &Path) -> bool {
    let inside = path.strip_prefix(root().join("src/command")).unwrap();
    let folder = inside.components().next().unwrap().as_os_str();
    inside.ends_with("run.rs")
        || ["mcp", "lsp"].iter().any(|server| folder == *server)
        || [
            "mod.rs",
            "completions.rs",
            "ending.rs",
            "faces.rs",
            "man.rs",
            "offer.rs",
            "records.rs",
            "trust.rs",
        ]
        .iter()
        .any(|file| inside.as_os_str() == *file)
}

#[test]
fn stories_know_no_command_line() {
    let mut stories = 0;
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if room_of(&path) != "command" || meets_the_command_line(&path) {
            continue;
        }
        stories += 1;
        for (number, line) in code(&text) {
            let knows = [
                "clap::",
                "crate::console",
                "crate::cli",
                "Environment::read",
            ];
            if knows.iter().any(|word| line.contains(word)) {
                wrong.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(stories > 40, "{stories}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every room is the crate's own, so that rustc finds what nobody reaches; the project's own tests have one
/// door, `testing`, which names what it shows.
#[test]
fn no_room_is_public() {
    let text = fs::read_to_string("src/lib.rs").unwrap();
    let shown: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod "))
        .collect();
    assert_eq!(shown, ["completing {", "testing {"]);
}

#[test]
fn each_library_has_one_user() {
    let owners: [(&str, &[&str]); 10] = [
        ("pulldown_cmark", &["record"]),
        ("tera", &["render"]),
        ("clap", &["cli", "command"]),
        ("kube", &["collect"]),
        ("lsp_server", &["command"]),
        ("rmcp", &["command"]),
        ("reqwest", &["collect"]),
        ("cel", &["judge"]),
        ("brush_parser", &["query"]),
        ("quick_junit", &["output"]),
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let room = room_of(&path);
        for (library, rooms) in owners {
            let used = code(&text).any(|(_, line)| line.contains(&format!("{library}::")));
            if used && !rooms.contains(&room.as_str()) {
                wrong.push(format!(
                    "{}: only {rooms:?} may use {library}",
                    path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a workspace brings is opened by one function, which keeps to the workspace.
#[test]
fn files_are_opened_by_the_store_only() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if room_of(&path) == "store" {
            continue;
        }
        for (number, line) in code(&text) {
            let opens = [
                "fs::read",
                "read_dir(",
                "File::open",
                "OpenOptions",
                "rustix::fs",
            ];
            if opens.iter().any(|word| line.contains(word)) {
                wrong.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "read it through `store`:\n{}",
        wrong.join("\n")
    );
}

/// What an error says is said in both languages, or is somebody else's words and says so.
#[test]
fn every_error_is_told_in_both_languages() {
    let mut seen = 0;
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let lines: Vec<(usize, &str)> = code(&text).collect();
        for (i, (number, line)) in lines.iter().enumerate() {
            for call in [
                "Error::user(",
                "Error::config(",
                "Error::record(",
                "Error::internal(",
                ".hinted(",
            ] {
                let Some((_, after)) = line.split_once(call) else {
                    continue;
                };
                let next = lines.get(i + 1).map_or("", |(_, next)| next.trim());
                let said = if after.is_empty() { next } else { after };
                seen += 1;
                if said.starts_with(['"', '&'])
                    || said.starts_with("format!")
                    || said.starts_with("Bilingual::from(\"")
                {
                    wrong.push(format!("{}:{number}: {}", path.display(), line.trim()));
                }
            }
        }
    }
    assert!(seen > 60, "{seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is read of a verdict is worded in one room: judging tells it by name, with its arguments. What judging
/// reads in others' log lines is no text of its own.
#[test]
fn no_prose_is_written_where_it_is_judged() {
    let hangul = |c: char| ('\u{AC00}'..='\u{D7A3}').contains(&c);
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if room_of(&path) != "judge" || path.ends_with("judge/log_line.rs") {
            continue;
        }
        for (number, line) in code(&text) {
            let pairs = line.contains("both!(") || line.contains(".pick(\"");
            if pairs || line.contains(hangul) {
                wrong.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "tell it with `told!`, and word it in src/wording:\n{}",
        wrong.join("\n")
    );
}

/// All `.rs` files under `src` with their text, tests files left out of none.
pub fn sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    files.sort();
    assert!(files.len() > 20, "found only {} files", files.len());
    files
        .into_iter()
        .filter(|path| !is_of_tests(path))
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect()
}

/// Files that only tests compile.
fn is_of_tests(path: &Path) -> bool {
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let inside = path.components().any(|part| part.as_os_str() == "tests");
    inside
        || [
            "tests",
            "fixture",
            "recordings",
            "documented",
            "random",
            "watched",
        ]
        .contains(&name.as_str())
}

/// Particles follow the sound of the word before them, by the one function: no text offers both, and a
/// pair in brackets stands in a text whose pairs are settled.
#[test]
fn particles_are_settled_by_sound() {
    let both = [
        "이(가)", "을(를)", "은(는)", "와(과)", "과(와)", "(으)로", "(이)라",
    ];
    let pairs = ["은/는", "이/가", "을/를", "과/와", "으로/로", "이라는/라는"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    walk(&root.join("src"), &mut files);
    let mut found = Vec::new();
    let mut settled = 0;
    // The table of verdicts is settled as a whole.
    let own = |path: &&PathBuf| {
        !path.ends_with("facts/josa.rs") && !path.ends_with("wording/verdicts.rs")
    };
    for path in files.iter().filter(own) {
        let text = fs::read_to_string(path).unwrap();
        for (number, line) in code(&text) {
            if both.iter().any(|form| line.contains(form)) {
                found.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
        for pair in pairs {
            for (at, _) in text.match_indices(&format!("[{pair}]")) {
                let macros = text[..at].rmatch_indices("!(").map(|(at, _)| at);
                let name = macros.map(|at| {
                    text[..at]
                        .rsplit(|c: char| !c.is_alphanumeric() && c != '_')
                        .next()
                        .unwrap_or_default()
                });
                match name.take(1).next() {
                    Some("both" | "josa") => settled += 1,
                    other => found.push(format!("{}: [{pair}] in {other:?}", path.display())),
                }
            }
        }
    }
    for lang in ["ko", "en"] {
        for entry in fs::read_dir(root.join("templates").join(lang)).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            assert!(!both.iter().any(|form| text.contains(form)), "{text}");
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    assert!(settled > 20, "{settled}");
}

/// What one system of deployments is called, and how it is asked, stands in a file of its own: elsewhere it is one
/// of several. Its name is left in the table of systems (4 lines in `facts`, 2 where they are asked, 2 for the
/// section of the settings) and in spellings that files of others have (JSON, HAR: 5; a filler word: 1). The world,
/// the demo that runs in it, and what `init` writes are about it.
#[test]
fn one_source_is_named_in_its_own_file() {
    const MOST: usize = 14;
    let own = ["world", "demo", "demo.rs", "gitploy.rs", "init"];
    let mut named = Vec::new();
    for (path, text) in sources() {
        if own.iter().any(|part| path.iter().any(|step| step == *part)) {
            continue;
        }
        let lines = code(&text).filter(|(_, line)| line.to_lowercase().contains("gitploy"));
        named.extend(lines.map(|(at, line)| format!("{}:{at}: {line}", path.display())));
    }
    assert!(named.len() <= MOST, "{}: {}", named.len(), named.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn walk(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, into);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            into.push(path);
        }
    }
}

fn room_of(path: &Path) -> String {
    let inside = path
        .strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
        .unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    first.trim_end_matches(".rs").to_string()
}

/// The lines of code: no blanks, no comments, nothing after the first `#[cfg(test)]` module. A
/// `tests.rs` or `tests/` file holds none.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines: Vec<&str> = text.lines().collect();
    let module = |i: usize| {
        lines
            .get(i + 1)
            .is_some_and(|next| !next.trim_end().ends_with(';'))
    };
    let end = (0..lines.len()).find(|i| lines[*i].starts_with("#[cfg(test)]") && module(*i));
    let kept = lines
        .into_iter()
        .enumerate()
        .take(end.unwrap_or(usize::MAX));
    kept.map(|(i, line)| (i + 1, line)).filter(|(_, line)| {
        let bare = line.trim_start();
        !bare.is_empty() && !bare.starts_with("//")
    })
}

/// Rooms named by `crate::ROOM` in code, with their lines.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in code(text) {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            let name = |text: &str| -> String {
                text.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect()
            };
            match rest.strip_prefix('{') {
                Some(list) => {
                    let inner = list.split('}').next().unwrap_or(list);
                    found.extend(inner.split(',').map(|part| (number, name(part.trim()))));
                }
                None => found.push((number, name(rest))),
            }
        }
    }
    // `both!` is the macro of `facts`, `told!` that of `wording`; an exported macro lives at the root.
    found.retain(|(_, name)| !["", "both", "josa", "told"].contains(&name.as_str()));
    found
}
