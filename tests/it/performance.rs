//! `docs/performance.md` names every goal, what came of it, and a command that is really there. No
//! test measures a time.

use std::path::Path;

/// The goals, by the words that the page has for them.
const GOALS: [&str; 12] = [
    "verify the seed",
    "`kubectl get pods -A` with \"all Running\" on 10,000 pods",
    "100,000 pods",
    "parse and understand a record",
    "`report list`",
    "`regenerate --check --offline`",
    "`report site` of 1,000 records",
    "history of 10,000 commits",
    "`report new` from facts to file",
    "start-up",
    "release binary",
    "`cargo build --release`",
];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_page_has_a_row_for_every_goal() {
    let page = read("docs/performance.md");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with('|')).collect();
    for goal in GOALS {
        let row = rows.iter().find(|row| row.contains(goal));
        let row = row.unwrap_or_else(|| panic!("no row for {goal}"));
        let verdict = ["met", "missed", "not measured"];
        assert!(verdict.iter().any(|word| row.contains(word)), "{row}");
    }
}

#[test]
fn the_commands_of_the_page_are_there() {
    let page = read("docs/performance.md");
    let compare = read("benches/compare");
    let parts = read("benches/parts.rs");
    let after = |word: &str| -> Vec<String> {
        let found = page
            .match_indices(word)
            .map(|(at, _)| &page[at + word.len()..]);
        let named = found.filter_map(|rest| rest.strip_prefix(' ')?.split(['`', ' ', '\n']).next());
        named.map(str::to_string).collect()
    };
    let sections = after("benches/compare");
    assert!(!sections.is_empty());
    for section in sections {
        assert!(
            compare.contains(&format!("if wants {section};")),
            "{section}"
        );
    }
    let filters = after("cargo bench --bench parts --");
    assert!(!filters.is_empty());
    for filter in filters {
        let group = filter.split('/').next().unwrap();
        assert!(parts.contains(&format!("\"{group}")), "{filter}");
    }
}
