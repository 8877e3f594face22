//! The floors of `ARCHITECTURE.md`, held by what the files use of each other, and rules that text can be asked for.

mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use uses::{Crate, circles};

/// A row of the table of floors in `ARCHITECTURE.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Room {
    floor: u8,
    knows: BTreeSet<String>,
}

/// The drawing: what stands in `ARCHITECTURE.md` under `Floors`, room by room.
fn drawing(text: &str) -> BTreeMap<String, Room> {
    let floors = text.split_once("## Floors").map_or("", |(_, below)| below);
    let floors = floors.split("\n## ").next().unwrap_or_default();
    let mut rooms = BTreeMap::new();
    for row in floors.lines() {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [floor, room, knows, ..] = cells[..] else {
            continue;
        };
        let named = |text: &str| -> BTreeSet<String> {
            text.split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect()
        };
        if let Ok(floor) = floor.parse() {
            for one in named(room) {
                let knows = named(knows);
                assert!(
                    rooms.insert(one, Room { floor, knows }).is_none(),
                    "twice: {row}"
                );
            }
        }
    }
    rooms
}

/// Where the drawing and the files disagree: a room that is not drawn, a use that climbs, stays on a floor or is not
/// drawn, and a drawn one that nobody makes.
fn against_the_drawing(rooms: &BTreeMap<String, Room>, files: &Crate) -> Vec<String> {
    let room = |path: &str| path.split(['/', '.']).next().unwrap_or_default().to_owned();
    let mut wrong = Vec::new();
    let mut made: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (who, name, whose) in files.uses() {
        let (above, named) = (room(who), name.steps[0].clone());
        if ["lib", "main"].contains(&above.as_str()) {
            continue;
        }
        // Both the room that is named and the one that a name there stands for.
        for below in [room(whose), named] {
            let drawn = rooms
                .get(&above)
                .is_some_and(|one| one.knows.contains(&below));
            if below != above && rooms.contains_key(&below) {
                made.entry(above.clone()).or_default().insert(below.clone());
                if !drawn {
                    let name = name.steps.join("::");
                    wrong.push(format!("{who}: `{above}` must not know `{name}`"));
                }
            }
        }
    }
    for path in files.paths() {
        let one = room(path);
        if !rooms.contains_key(&one) && !["lib", "main"].contains(&one.as_str()) {
            wrong.push(format!("{path}: `{one}` is not drawn"));
        }
    }
    for (above, Room { floor, knows }) in rooms {
        for below in knows {
            if rooms.get(below).is_none_or(|one| one.floor >= *floor) {
                wrong.push(format!("`{below}` is not below `{above}`"));
            }
            if made.get(above).is_none_or(|made| !made.contains(below)) {
                wrong.push(format!("`{above}` is drawn to know `{below}` and does not"));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    wrong
}

/// The circles of files. What a file and its own children use of each other is apart: together they are one thought.
fn circles_of_files(files: &Crate) -> Vec<String> {
    let uses = files.uses();
    let uses = uses
        .iter()
        .filter(|(who, _, whose)| !uses::is_above(who, whose));
    let found = circles(uses.map(|(who, _, whose)| (*who, *whose)));
    let told = |circle: BTreeSet<&str>| circle.into_iter().collect::<Vec<_>>().join(" ↔ ");
    found.into_iter().map(told).collect()
}

/// What a `lib.rs` shows: its public modules and names.
fn shown(lib: &str) -> Vec<&str> {
    let public = lib.lines().filter_map(|line| line.strip_prefix("pub "));
    public
        .map(|line| line.trim_end_matches([' ', '{', ';']))
        .collect()
}

/// All of the crate but what only tests compile, by the path below `src`.
fn files() -> Crate {
    let src = root().join("src");
    let all = sources();
    let named = all.iter().map(|(path, text)| {
        let path = path.strip_prefix(&src).unwrap();
        (path.to_str().unwrap(), text.as_str())
    });
    Crate::read(named)
}

#[test]
fn imports_go_down_only_as_they_are_drawn() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rooms = drawing(&text);
    assert!(rooms.len() > 12, "{rooms:?}");
    let wrong = against_the_drawing(&rooms, &files());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let files = files();
    assert!(files.uses().len() > 4000, "{}", files.uses().len());
    let found = circles_of_files(&files);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

const DRAWN: &str = "## Floors\n\n| floor | room | knows | must not know |\n| --- | --- | --- | --- |\n\
    | 0 | `facts` | – | all |\n| 1 | `record` | `facts` | – |\n| 2 | `store` | `facts`, `record` | – |\n\n## The seam\n";

/// A small crate that is as it is drawn: re-exports, `use` trees over lines, paths in code, texts and tests.
const SOUND: [(&str, &str); 6] = [
    (
        "facts/mod.rs",
        "pub mod span;\nmod lang;\npub use lang::Lang;\n",
    ),
    ("facts/lang.rs", "pub enum Lang { Ko, En }\n"),
    (
        "facts/span.rs",
        "pub struct Span;\n// crate::store::File\nconst WHY: &str = \"crate::store::File\";\n",
    ),
    (
        "record/mod.rs",
        "mod parse;\npub use parse::parse;\nuse crate::facts::Lang;\npub struct Record(Lang);\n",
    ),
    (
        "record/parse.rs",
        "use super::Record;\nuse crate::facts::{\n    Lang,\n    span::Span,\n};\npub fn parse() -> Record { todo!() }\n\
         #[cfg(test)]\nmod tests { use crate::store::File; }\n",
    ),
    (
        "store.rs",
        "use crate::{facts::Lang, record};\npub struct File;\nfn f(_: &Lang) { record::parse(); }\n",
    ),
];

fn with<'a>(path: &'a str, text: &'a str) -> Crate {
    let others = SOUND.iter().copied().filter(|(known, _)| *known != path);
    Crate::read(others.chain([(path, text)]))
}

#[test]
fn what_is_put_in_by_hand_is_found() {
    let rooms = drawing(DRAWN);
    assert_eq!(
        against_the_drawing(&rooms, &Crate::read(SOUND)),
        Vec::<String>::new()
    );
    assert_eq!(circles_of_files(&Crate::read(SOUND)), Vec::<String>::new());
    // A climb: by a `use` line, in a tree, by a path in code, under another name, or through a re-export.
    for climb in [
        "use crate::store::File;\npub struct Span;",
        "use crate::{\n    lang::Lang,\n    store::{self as files},\n};\nfn f(_: files::File) {}\npub struct Span;",
        "pub struct Span;\nfn f() { let c = '\"'; crate::store::File; }",
        "use super::super::store::File as F;\npub struct Span;",
        "use crate::record::Record;\npub struct Span;",
    ] {
        let wrong = against_the_drawing(&rooms, &with("facts/span.rs", climb));
        assert!(
            wrong
                .iter()
                .any(|one| one.contains("`facts` must not know")),
            "{climb}: {wrong:?}"
        );
    }
    // A room that is not drawn, and a drawing of what nobody uses.
    let wrong = against_the_drawing(&rooms, &with("judge.rs", "pub struct Judge;"));
    assert_eq!(wrong, ["judge.rs: `judge` is not drawn"]);
    let wrong = against_the_drawing(
        &rooms,
        &with("store.rs", "use crate::facts::Lang;\nfn f(_: Lang) {}"),
    );
    assert_eq!(wrong, ["`store` is drawn to know `record` and does not"]);
    // A drawing that goes round.
    let round = DRAWN.replace("| `facts` | – | all |", "| `facts` | `store` | all |");
    let wrong = against_the_drawing(&drawing(&round), &Crate::read(SOUND));
    assert!(
        wrong.contains(&"`store` is not below `facts`".to_owned()),
        "{wrong:?}"
    );
    // A circle of two files of a room, and one of three by a re-export.
    let two = with(
        "facts/lang.rs",
        "use super::span::Span;\npub enum Lang { Ko(Span) }",
    );
    assert_eq!(circles_of_files(&two), Vec::<String>::new());
    let mut files: Vec<(&str, &str)> = SOUND.to_vec();
    files[1].1 = "use super::span::Span;\npub enum Lang { Ko(Span) }";
    files[2].1 = "use crate::facts::Lang;\npub struct Span(Lang);";
    assert_eq!(
        circles_of_files(&Crate::read(files.clone())),
        ["facts/lang.rs ↔ facts/span.rs"]
    );
    files[2].1 = "pub struct Span(super::third::Third);";
    files.push((
        "facts/third.rs",
        "use crate::facts::Lang;\npub struct Third(Lang);",
    ));
    assert_eq!(
        circles_of_files(&Crate::read(files)),
        ["facts/lang.rs ↔ facts/span.rs ↔ facts/third.rs"]
    );
    // A name too many.
    assert_eq!(
        shown("mod facts;\npub mod store;\npub use record::Record;\n"),
        ["mod store", "use record::Record"]
    );
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
            "formats.rs",
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

/// A file's name says what it holds: these say nothing of it, or say it in words that are nobody's.
#[test]
fn files_are_named_for_what_they_hold() {
    let nameless = [
        "apart", "faces", "found", "group", "hidden", "idiom", "long", "met", "misc", "parts",
        "remark", "settled", "small", "special", "take", "thing", "util", "utils", "words",
    ];
    let (mut files, mut wrong) = (0, Vec::new());
    for folder in ["src", "tests"] {
        let mut paths = Vec::new();
        walk(&root().join(folder), &mut paths);
        files += paths.len();
        wrong.extend(paths.into_iter().filter(|path| {
            let inside = path.strip_prefix(root()).unwrap();
            let mut names = inside
                .iter()
                .map(|name| Path::new(name).file_stem().unwrap());
            names.any(|name| nameless.iter().any(|one| name == *one))
        }));
    }
    assert!(files > 600, "found only {files} files");
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// What the library shows is this, and every room is the crate's own, so that rustc finds what nobody reaches; the project's own tests have one
/// door, `testing`, which names what it shows.
#[test]
fn no_room_is_public() {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    assert_eq!(
        shown(&text),
        [
            "use facts::lang::Lang",
            "use facts::observation::Seen",
            "use facts::verdict::{Judgement, Reason, Verdict}",
            "use library::{Answers, JudgedObject, Question, Record, Verified, judge_objects}",
            "use record::edit::{Edit, apply}",
            "use command::run",
            "use settings::Environment",
            "mod completing",
            "mod testing"
        ]
    );
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
pub(crate) fn sources() -> Vec<(PathBuf, String)> {
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

/// Files that only tests compile: they stand in folders `tests`, or are `tests.rs`.
fn is_of_tests(path: &Path) -> bool {
    path.with_extension("").iter().any(|part| part == "tests")
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

/// Tests rest on what is in the repository: a folder beside it is looked for in two places, for the seed alone.
#[test]
fn nothing_is_looked_for_beside_the_repository_but_the_seed() {
    let beside = [concat!("/", "shared/"), concat!("/", "shared\"")];
    let seed = concat!("\"../", "shared/seed/");
    let mut files = Vec::new();
    walk(&root().join("src"), &mut files);
    walk(&root().join("tests"), &mut files);
    let mut found = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text
            .lines()
            .filter(|line| beside.iter().any(|one| line.contains(one)));
        found.extend(lines.map(|line| (path.display().to_string(), line.to_owned())));
    }
    assert!(
        found.len() == 2 && found.iter().all(|(_, line)| line.contains(seed)),
        "{found:#?}"
    );
}

/// Lints of `Cargo.toml` hold that a function that takes more than 80 lines says why, and that a flag is asked with
/// `if`. What is let through has a reason.
#[test]
fn what_a_lint_lets_through_has_a_reason() {
    let held = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    for lint in [
        "too_many_lines",
        "match_bool",
        "allow_attributes_without_reason",
    ] {
        assert!(held.contains(&format!("{lint} = \"deny\"")), "{lint}");
    }
    let limit = fs::read_to_string(root().join("clippy.toml")).unwrap();
    assert!(limit.contains("too-many-lines-threshold = 80\n"));
}

/// What names a kind stands in one table: no other file lists kinds. What is left has a reason.
#[test]
fn kinds_are_listed_in_one_table() {
    let left = [
        ("change/news/", "what a change of each means"),
        (
            "command/new/plan/change.rs",
            "which fields of each are looked at",
        ),
        ("judge/kind/mod.rs", "a rule each"),
        ("language/", "the words of a grammar"),
        ("world/", "the server's own catalogue"),
    ];
    let table = fs::read_to_string(root().join("src/facts/kinds.tsv")).unwrap();
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for row in table.lines().filter(|line| !line.starts_with('#')) {
        let texts: Vec<&str> = row.split('\t').collect();
        let [plural, short, kind, ..] = texts[..] else {
            panic!("{row}");
        };
        for name in short.split_whitespace().chain([plural, kind]) {
            names.insert(name.to_lowercase(), plural);
        }
        names.insert(kind.to_lowercase(), plural);
    }
    assert!(names.len() > 100, "{}", names.len());
    let lists = |text: &str| -> Option<usize> {
        let lines: Vec<(usize, &str)> = code(text).collect();
        let few = lines.windows(6).find(|lines| {
            let texts = lines
                .iter()
                .flat_map(|(_, line)| line.split('"').skip(1).step_by(2));
            let named: BTreeSet<&&str> = texts
                .filter_map(|one| names.get(&one.to_lowercase()))
                .collect();
            named.len() > 3
        });
        few.map(|lines| lines[0].0)
    };
    let mut spared = BTreeSet::new();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let inside = path
            .strip_prefix(root().join("src"))
            .unwrap()
            .to_str()
            .unwrap();
        let Some(line) = lists(&text) else {
            continue;
        };
        match left.iter().find(|(known, _)| inside.starts_with(known)) {
            Some((known, _)) => drop(spared.insert(*known)),
            None => wrong.push(format!("{inside}:{line}")),
        }
    }
    assert!(wrong.is_empty(), "ask `facts::kinds`: {wrong:?}");
    assert_eq!(spared.len(), left.len(), "{spared:?}");
    // A list by hand is found.
    assert!(
        lists("[\"ds\", \"Deployment\", \"svc\", \"jobs\"]\n\n\n\n\n\n1\n2\n3\n4\n5\n6\n")
            .is_some()
    );
}

/// The recipes of `CONTRIBUTING.md` name files that there are, and each at most three beside tests and documents.
#[test]
fn recipes_touch_few_files_and_name_them() {
    let text = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let recipes = text.split_once("## Recipes").unwrap().1;
    let recipes = recipes.split("\n## ").next().unwrap();
    let mut seen = 0;
    for recipe in recipes.split("\n### ").skip(1) {
        let title = recipe.lines().next().unwrap();
        let named: BTreeSet<&str> = recipe
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|one| {
                ["src/", "tests/", "templates/", "docs/"]
                    .iter()
                    .any(|room| one.starts_with(room))
            })
            .collect();
        for path in &named {
            for path in [path.replace("{ko,en}", "ko"), path.replace("{ko,en}", "en")] {
                assert!(root().join(&path).exists(), "{title}: there is no {path}");
            }
        }
        let own = named
            .iter()
            .filter(|one| !one.contains("tests/") && !one.starts_with("docs/"));
        assert!(
            own.clone().count() <= 3,
            "{title}: {:?}",
            own.collect::<Vec<_>>()
        );
        seen += named.len();
    }
    assert!(seen > 10, "{seen}");
}

/// The files of word lists by their folders, and what Rust below each asks them by.
const WORD_LISTS: [&str; 4] = ["record", "language", "query", "judge"];

/// What is wrong with the lists of a file: a line without its four columns, of no language or with a form in the wrong
/// column, a form that stands twice in a list, lists that are not sorted, and lists that nobody uses or that are not there.
fn wrong_lists(data: &str, used: &BTreeSet<String>) -> Vec<String> {
    let hangul = |c: char| ('\u{AC00}'..='\u{D7A3}').contains(&c);
    let mut wrong = Vec::new();
    let mut lists: Vec<&str> = Vec::new();
    let mut forms = BTreeSet::new();
    for line in data.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [list, _, english, korean] = columns[..] else {
            wrong.push(format!("a list, a meaning, English, Korean: {line}"));
            continue;
        };
        if english.is_empty() || korean.is_empty() || [english, korean] == ["–", "–"] {
            wrong.push(format!("a language is missing, and no `–` says so: {line}"));
        }
        for form in english.split(" | ").chain(korean.split(" | ")) {
            if form != "–" && !forms.insert((list, form)) {
                wrong.push(format!("{list}: `{form}` stands twice"));
            }
        }
        let foreign = korean.split(" | ").find(|form| !form.contains(hangul));
        if english.contains(hangul) || foreign.is_some_and(|form| form != "–") {
            wrong.push(format!("in the other language's column: {line}"));
        }
        if lists.last().is_some_and(|last| *last > list) {
            wrong.push(format!("not sorted: {list}"));
        }
        lists.push(list);
    }
    let lists: BTreeSet<String> = lists.into_iter().map(str::to_owned).collect();
    let unused = lists.difference(used);
    wrong.extend(unused.map(|list| format!("nobody uses `{list}`")));
    let missing = used.difference(&lists);
    wrong.extend(missing.map(|list| format!("there is no list `{list}`")));
    wrong
}

#[test]
fn word_lists_are_sorted_used_and_of_both_languages() {
    for room in WORD_LISTS {
        let folder = root().join("src").join(room);
        let data = fs::read_to_string(folder.join("words.tsv")).unwrap();
        let mut used = BTreeSet::new();
        for (_, text) in sources()
            .iter()
            .filter(|(path, _)| path.starts_with(&folder))
        {
            for call in ["words(\"", "list(\"", "word_list(\""] {
                let calls = text.match_indices(call).filter(|(at, _)| {
                    !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
                });
                let names = calls.filter_map(|(at, _)| text[at + call.len()..].split('"').next());
                used.extend(names.map(str::to_owned));
            }
        }
        let wrong = wrong_lists(&data, &used);
        assert!(wrong.is_empty(), "{room}: {}", wrong.join("\n"));
        assert!(used.len() > 8, "{room}: {}", used.len());
    }
    let used = BTreeSet::from(["b".to_owned(), "c".to_owned()]);
    for (data, fault) in [
        ("b\t\tone\t하나\nc\t\ttwo\t둘", ""),
        ("b\t\tone\t하나\nc\t\ttwo", "there is no list `c`"),
        ("b\t\tone\t하나\nc\t\ttwo\t", "a language is missing"),
        ("b\t\tone\t하나\nc\t\ttwo\ttwo", "in the other language's"),
        ("c\t\tone\t하나\nb\t\ttwo\t둘", "not sorted"),
        ("b\t\tone | one\t하나\nc\t\ttwo\t둘", "`one` stands twice"),
        (
            "a\t\tone\t하나\nb\t\tone\t–\nc\t\ttwo\t둘",
            "nobody uses `a`",
        ),
    ] {
        let wrong = wrong_lists(data, &used);
        let found = wrong.iter().any(|one| one.contains(fault));
        assert!(
            found || fault.is_empty() && wrong.is_empty(),
            "{data}: {wrong:?}"
        );
    }
}

/// The longest row of words of prose that stands in code as texts with nothing but `,` or `|` between, and its line.
fn longest_list(text: &str) -> (usize, usize) {
    let lines: Vec<(usize, &str)> = code(text).collect();
    let (mut longest, mut row) = ((0, 0), 0);
    for (number, line) in lines {
        let line = line.replace("'\"'", "''");
        for (at, piece) in line.split('"').enumerate() {
            let between = |c: char| c.is_whitespace() || ",|".contains(c);
            let prose = |c: char| {
                c.is_lowercase() || c.is_alphabetic() && !c.is_ascii() || " -'".contains(c)
            };
            if at % 2 == 1 {
                row += usize::from(!piece.is_empty() && piece.chars().all(prose));
                longest = longest.max((row, number));
            } else if !piece.chars().all(between) {
                row = 0;
            }
        }
    }
    longest
}

/// Word lists are data. A row of more than eight words in Rust has a reason.
#[test]
fn long_lists_of_words_are_data() {
    let left = [
        ("change/news/mod.rs", "fields of a manifest"),
        ("change/yaml.rs", "YAML's own words"),
        ("collect/cluster/serialize/yaml.rs", "YAML's own words"),
        ("command/new/build.rs", "types of conventional commits"),
        (
            "command/new/name.rs",
            "what a commit's summary says beside its meaning",
        ),
        ("command/new/plan/change.rs", "fields of a manifest"),
        ("language/numerals.rs", "digits, by their place"),
        ("language/terminal.rs", "categories of the grammar"),
        ("record/html.rs", "HTML's own tags"),
        (
            "record/mention/deployment.rs",
            "signs that join numbers, words among them",
        ),
        ("world/", "the server's own catalogue"),
    ];
    let mut spared = BTreeSet::new();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let inside = path.strip_prefix(root().join("src")).unwrap();
        let inside = inside.to_str().unwrap();
        let (words, line) = longest_list(&text);
        if words <= 8 {
            continue;
        }
        match left.iter().find(|(known, _)| inside.starts_with(known)) {
            Some((known, _)) => drop(spared.insert(*known)),
            None => wrong.push(format!("{inside}:{line}: {words} words")),
        }
    }
    assert!(
        wrong.is_empty(),
        "write them into a `words.tsv`: {wrong:#?}"
    );
    let unneeded: Vec<&str> = left
        .iter()
        .map(|(known, _)| *known)
        .filter(|known| !spared.contains(known))
        .collect();
    assert!(
        unneeded.is_empty(),
        "nothing is there any more: {unneeded:?}"
    );
    let list = "const A: &[&str] = &[\n\"a\",\n\"b c\", \"하나\",\n];\n";
    assert_eq!(longest_list(list), (3, 3));
    assert_eq!(longest_list("f(\"a\"); g(\"b\");\n"), (1, 1));
}
