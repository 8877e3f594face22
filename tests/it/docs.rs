//! Every command in the documentation is run, and every output in it is what comes out.
//!
//! A ```` ```console ```` fence holds `$ report …` lines with what they print (stdout, then stderr). A line
//! `…` stands for any lines, a `…` in a line for anything. Words after `console` choose the story's
//! state (`before`, `during`, `after`, `later`); `cat`, `cp`, `rm`, `echo` and `sed` on
//! files are done by the test. The fences of a
//! document are one session: a Korean document's in a Korean workspace, another's in an English one.
//! ```` ```sh ```` fences are not run; their `report` commands must be ones that exist.

use crate::support::Lab;
use deployment_report::testing::cli::Cli;
use deployment_report::testing::collect::place::{Place, Source};
use deployment_report::testing::facts::lang::Lang;
use deployment_report::testing::facts::observation::Cause;
use deployment_report::testing::world::State;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).unwrap();
    let mut all: Vec<PathBuf> = docs
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "md"))
        .collect();
    all.extend(["README.md", "README.ko.md"].map(|name| root.join(name)));
    all.sort();
    all
}

/// A fence: its info string, and the range of its lines.
fn fences(lines: &[&str]) -> Vec<(String, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let Some(info) = lines[at]
            .strip_prefix("```")
            .filter(|info| !info.starts_with('`'))
        else {
            at += 1;
            continue;
        };
        let end = (at + 1..lines.len())
            .find(|i| lines[*i] == "```")
            .expect("a fence ends");
        found.push((info.to_string(), at + 1..end));
        at = end + 1;
    }
    found
}

/// The words of a command line, with quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, ' ') => words.push(String::new()),
            (_, c) => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether the text is what was written, with `…` for anything.
fn fits(written: &[&str], text: &[&str]) -> bool {
    match written {
        [] => text.is_empty(),
        ["…", rest @ ..] => (0..=text.len()).any(|skip| fits(rest, &text[skip..])),
        [first, rest @ ..] => {
            text.first().is_some_and(|line| line_fits(first, line)) && fits(rest, &text[1..])
        }
    }
}

fn line_fits(written: &str, line: &str) -> bool {
    let mut parts = written.split('…');
    let Some(mut left) = line.strip_prefix(parts.next().unwrap()) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return left.is_empty();
    };
    for part in middle {
        match left.find(part) {
            Some(at) => left = &left[at + part.len()..],
            None => return false,
        }
    }
    left.ends_with(last)
}

/// The placeholders of what differs from run to run, as a reader would see it.
fn friendly(text: &str) -> String {
    text.replace("[TEMP]/work", "/home/you/team")
        .replace("[TEMP]/home", "/home/you")
        .replace("[GITPLOY]", "https://gitploy.internal.example")
        .replace("[LOKI]", "https://loki.internal.example")
}

fn state(info: &str) -> Option<State> {
    info.split_whitespace().skip(1).find_map(|word| match word {
        "before" | "arrived" => Some(State::Before),
        "during" => Some(State::During(2)),
        "after" => Some(State::After),
        "later" => Some(State::Later),
        _ => None,
    })
}

/// Runs one command of a document.
#[expect(
    clippy::disallowed_methods,
    reason = "a documented `rm` of a test's own file"
)]
fn run(lab: &Lab, command: &str) -> String {
    let words = words(command);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["report", args @ ..] => {
            let run = lab.run(args);
            let gap =
                if run.stdout.is_empty() || run.stderr.is_empty() || run.stdout.ends_with('\n') {
                    ""
                } else {
                    "\n"
                };
            friendly(&format!("{}{gap}{}", run.stdout, run.stderr))
        }
        ["cat", file] => friendly(&lab.stable(&lab.read(file))),
        ["cp", from, to] => {
            lab.file(to, lab.read(from));
            String::new()
        }
        ["echo", text, ">", file] => {
            lab.file(file, format!("{text}\n"));
            String::new()
        }
        ["sed", "-i", replace, file] => {
            let parts: Vec<&str> = replace.split('/').collect();
            lab.file(file, lab.read(file).replace(parts[1], parts[2]));
            String::new()
        }
        ["rm", file] => {
            std::fs::remove_file(lab.work().join(file)).unwrap();
            String::new()
        }
        _ => panic!("`{command}`: only `report`, `cat`, `cp`, `rm`, `echo` and `sed` are run"),
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "REPORT_BLESS rewrites the documents"
)]
fn every_output_in_the_documents_is_real() {
    let bless = std::env::var_os("REPORT_BLESS").is_some();
    let mut wrong = Vec::new();
    let mut ran = 0;
    for path in documents() {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let lines: Vec<&str> = text.split('\n').collect();
        let fences = fences(&lines);
        if !fences.iter().any(|(info, _)| info.starts_with("console")) {
            continue;
        }
        let korean = name.ends_with(".ko.md");
        let mut lab = Lab::demo(State::After).configured().env("COLUMNS", "100");
        let config = lab.read(".kiro/report.toml");
        if !korean {
            lab.file(
                ".kiro/report.toml",
                config.replace("lang = \"ko\"", "lang = \"en\""),
            );
        }
        let mut out: Vec<String> = Vec::new();
        let mut copied = 0;
        for (info, range) in fences {
            if !info.starts_with("console") {
                continue;
            }
            if let Some(state) = state(&info) {
                lab.state(state);
            }
            if info.contains("arrived") {
                lab.world().set_deployment_status("success");
            }
            out.extend(
                lines[copied..range.start]
                    .iter()
                    .map(|line| line.to_string()),
            );
            copied = range.end;
            let block = &lines[range.clone()];
            let starts: Vec<usize> = (0..block.len())
                .filter(|i| block[*i].starts_with("$ "))
                .collect();
            assert_eq!(
                starts.first(),
                Some(&0),
                "{name}:{}: a fence starts with `$ `",
                range.start
            );
            for (i, start) in starts.iter().enumerate() {
                let end = starts.get(i + 1).copied().unwrap_or(block.len());
                let command = &block[*start][2..];
                let mut written = &block[*start + 1..end];
                // A blank line before the next command is for the eye.
                while let [rest @ .., last] = written
                    && last.is_empty()
                {
                    written = rest;
                }
                let real = run(&lab, command);
                let real: Vec<&str> = real.trim_end_matches('\n').split('\n').collect();
                let real: &[&str] = if real == [""] { &[] } else { &real };
                ran += 1;
                out.push(block[*start].to_string());
                let good = fits(written, real);
                let kept = if good { written } else { real };
                out.extend(kept.iter().map(|line| line.to_string()));
                if i + 1 < starts.len() && !block[end - 1].starts_with("$ ") && !kept.is_empty() {
                    out.push(String::new());
                }
                if !good {
                    wrong.push(format!(
                        "{name}:{}: {command}\n{}\n",
                        range.start + start + 1,
                        real.join("\n")
                    ));
                }
            }
        }
        out.extend(lines[copied..].iter().map(|line| line.to_string()));
        if bless {
            std::fs::write(&path, out.join("\n")).unwrap();
        }
    }
    assert!(ran >= 20, "{ran} commands were run");
    assert!(wrong.is_empty() || bless, "{}", wrong.join("\n"));
}

#[test]
fn every_command_in_the_documents_exists() {
    let mut wrong = Vec::new();
    for path in documents() {
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.split('\n').collect();
        for (info, range) in fences(&lines) {
            if !["sh", "bash", "console"]
                .iter()
                .any(|name| info.starts_with(name))
            {
                continue;
            }
            for line in &lines[range] {
                let command = line.trim_start_matches("$ ").split(" #").next().unwrap();
                for part in command.split(['|', ';', '>']) {
                    let words = words(part.trim());
                    if words.first().is_none_or(|word| word != "report") || words.len() < 2 {
                        continue;
                    }
                    // A variable holds what belongs there.
                    let value = |word: &String| {
                        if word.starts_with('$') {
                            OsString::from("1")
                        } else {
                            OsString::from(word)
                        }
                    };
                    let args: Vec<OsString> = words.iter().map(value).collect();
                    let known = match Cli::read(&args, Lang::En) {
                        Ok(_) => true,
                        Err(error) => !error.use_stderr() || info.starts_with("console"),
                    };
                    if !known {
                        wrong.push(format!("{}: {line}", path.display()));
                    }
                }
            }
        }
        // Links to files of this project, and to headings in them, lead somewhere.
        let dir = path.parent().unwrap();
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            if link.contains("://") || link.contains(' ') {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => path.clone(),
                file => dir.join(file),
            };
            let found = match anchor {
                "" => target.exists(),
                anchor => std::fs::read_to_string(target).is_ok_and(|text| {
                    text.lines()
                        .any(|line| line.starts_with('#') && slug(line) == anchor)
                }),
            };
            if !found {
                wrong.push(format!("{}: dead link {link}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a forge makes of a heading for links to it.
fn slug(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// The pages that a Korean reader has in Korean, beside every other page that has a twin.
const IN_BOTH_LANGUAGES: [&str; 7] = [
    "README",
    "docs/adopting",
    "docs/ci",
    "docs/configuration",
    "docs/expectations",
    "docs/first-record",
    "docs/troubleshooting",
];

/// Pages of which the first is in both languages: their Korean twin ends before this heading, to which it leads.
const REFERENCE: [(&str, &str); 1] = [("docs/expectations", "\n## How each form is judged\n")];

/// What twins have in common, in the order of the page: headings by their depth, the lines of fences, and the
/// names in code spans of tables.
fn skeleton(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    let mut beyond = 0;
    let mut fences = fences(&lines).into_iter().peekable();
    for (at, line) in lines.iter().enumerate() {
        if let Some((info, range)) = fences.next_if(|(_, range)| range.start == at + 1) {
            beyond = range.end;
            let console = info.starts_with("console");
            found.push(format!("```{info}"));
            let code = lines[range]
                .iter()
                .filter(|line| !console || line.starts_with("$ "));
            found.extend(code.map(|line| command(line)));
        } else if at <= beyond && beyond > 0 {
            continue;
        } else if line.starts_with('#') {
            found.push(line.split(' ').next().unwrap().to_owned());
        } else if line.starts_with("| `` ") {
            // A sentence that is understood: to the letter.
            found.push((*line).to_owned());
        } else if line.starts_with('|') {
            let mut names: Vec<&str> = line
                .split('`')
                .skip(1)
                .step_by(2)
                .flat_map(str::split_whitespace)
                .collect();
            names.retain(|name| name.starts_with(|c: char| c.is_ascii_lowercase() || c == '-'));
            names.sort_unstable();
            names.dedup();
            found.push(format!("| {}", names.join(" ")));
        }
    }
    found
}

/// A line of code without what differs between the languages: comments, the record's name, the step's, `--lang`.
fn command(line: &str) -> String {
    let code = line
        .split(" # ")
        .next()
        .unwrap()
        .split("  #")
        .next()
        .unwrap()
        .trim_end();
    let code = code.replace(".en.md", ".md");
    let words: Vec<&str> = code.split(' ').collect();
    let of_language = |at: usize| ["--lang", "--only"].contains(&words[at]);
    let kept =
        (0..words.len()).filter(|at| !of_language(*at) && (*at == 0 || !of_language(*at - 1)));
    kept.map(|at| format!("{} ", words[at])).collect()
}

#[test]
fn a_page_and_its_twin_say_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages: Vec<String> = IN_BOTH_LANGUAGES.map(str::to_owned).into();
    for path in documents() {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap();
        pages.extend(name.strip_suffix(".ko.md").map(str::to_owned));
    }
    pages.sort();
    pages.dedup();
    for page in &pages {
        let read = |end: &str| {
            let path = format!("{page}{end}");
            std::fs::read_to_string(root.join(&path))
                .unwrap_or_else(|error| panic!("{path}: {error}"))
        };
        let (mut english, korean) = (read(".md"), read(".ko.md"));
        for (_, heading) in REFERENCE.iter().filter(|(name, _)| name == page) {
            english.truncate(english.find(heading).unwrap());
            let place = format!("({}.md#{})", &page["docs/".len()..], slug(heading.trim()));
            assert!(korean.contains(&place), "{page}: {place}");
        }
        let (ours, theirs) = (skeleton(&english), skeleton(&korean));
        for (at, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
            assert_eq!(ours, theirs, "{page}, part {at}");
        }
        assert_eq!(ours.len(), theirs.len(), "{page}");
        assert!(ours.len() > 5, "{page}");
        // Each leads to the other at its top, and a Korean page to Korean ones.
        let name = page.rsplit('/').next().unwrap();
        let top = |text: &str| text.lines().take(3).collect::<String>();
        assert!(
            top(&english).contains(&format!("[한국어]({name}.ko.md)")),
            "{page}"
        );
        assert!(
            top(&korean).contains(&format!("[English]({name}.md)")),
            "{page}"
        );
        let hangul = korean
            .chars()
            .filter(|c| deployment_report::testing::facts::lang::is_hangul(*c));
        assert!(hangul.count() > 500, "{page}");
        for other in &pages {
            let other = other.trim_start_matches("docs/");
            let links = korean.matches(&format!("/{other}.md")).count()
                + korean.matches(&format!("({other}.md")).count();
            let parts = REFERENCE.iter().filter(|(part, _)| part == page).count();
            let of_itself = if other == name { 1 + parts } else { 0 };
            assert_eq!(links, of_itself, "{page} leads to the English {other}");
        }
    }
}

/// A person who meets a message finds it as it was said, in the language in which it was said.
#[test]
fn why_nothing_was_seen_is_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = Place {
        source: Source::Http,
        name: String::new(),
    };
    for (page, lang) in [
        ("troubleshooting.md", Lang::En),
        ("troubleshooting.ko.md", Lang::Ko),
    ] {
        let text = std::fs::read_to_string(root.join("docs").join(page)).unwrap();
        for cause in Cause::ALL {
            let blind = place.blind_because(cause, &"".into());
            let said = blind.message.of(lang).strip_prefix("HTTP: ").unwrap();
            let row = format!("\n| {said} | `{}` | ", cause.word());
            assert!(text.contains(&row), "{page}: {row}");
        }
    }
}

#[test]
fn the_comparison_is_strict() {
    let page = "# A\n\n```console\n$ report list --lang en\nout\n```\n\n| `a` b |\n";
    let twin = "# 가\n\n```console\n$ report list --lang ko\n출력\n```\n\n| 나 `a` |\n";
    assert_eq!(skeleton(page), skeleton(twin));
    for (from, to) in [
        ("# 가", "## 가"),
        ("list", "stats"),
        ("--lang ko", "--open"),
        ("`a`", "`b`"),
        ("```console", "```sh"),
        ("\n| 나 `a` |", ""),
    ] {
        assert_ne!(skeleton(page), skeleton(&twin.replace(from, to)), "{from}");
    }
    assert!(fits(&["a", "…", "b"], &["a", "x", "y", "b"]));
    assert!(fits(&["a…c"], &["abc"]));
    assert!(!fits(&["a"], &["a", "b"]));
    assert!(!fits(&["a…c"], &["abd"]));
    assert!(!fits(&["a", "…", "b"], &["a", "x"]));
}
