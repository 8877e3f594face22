//! The mutation of the world: every documented sentence that passes beside a command that lists pods, in worlds
//! that differ by one fact which the command shows. What still passes then is a row of `survivors.txt`, with a
//! reason that somebody reviewed.

use super::scope::{FINE, Pod, answer, judged, pipeline};
use super::*;
use crate::judge::expectation::documented;
use std::collections::{BTreeMap, BTreeSet};

/// `# REASON`, then `SENTENCE $ COMMAND ⇒ CHANGE, CHANGE`.
const SURVIVORS: &str = include_str!("survivors.txt");

const COMMANDS: [&str; 2] = ["kubectl -n web get pods", "kubectl get pods -A"];

/// Every world that differs by one fact, and the fact.
fn worlds() -> Vec<(String, Vec<Pod>)> {
    let states = [
        ("crash", "0/1", "CrashLoopBackOff", "9 (2m ago)"),
        ("image", "0/1", "ImagePullBackOff", "0"),
        ("pending", "0/1", "Pending", "0"),
        ("error", "0/1", "Error", "0"),
        ("init-crash", "0/1", "Init:CrashLoopBackOff", "9 (2m ago)"),
        ("not-ready", "0/1", "Running", "0"),
        ("evicted", "0/1", "Evicted", "0"),
        ("completed", "0/1", "Completed", "0"),
        ("unknown", "0/1", "Unknown", "0"),
        ("restarted", "1/1", "Running", "5 (2m ago)"),
    ];
    let mut worlds = Vec::new();
    for (change, ready, status, restarts) in states {
        for at in 0..FINE.len() {
            let mut pods = FINE.to_vec();
            [pods[at][3], pods[at][4], pods[at][5]] = [ready, status, restarts];
            worlds.push((change.to_owned(), pods));
        }
        let [namespace, _, label, ..] = FINE[0];
        let mut pods = FINE.to_vec();
        let new = [
            namespace,
            "web-7d9c5b6f4-q8r8s",
            label,
            ready,
            status,
            restarts,
        ];
        pods.push(new);
        worlds.push((format!("more-{change}"), pods));
    }
    for at in 0..FINE.len() {
        let mut pods = FINE.to_vec();
        pods.remove(at);
        worlds.push(("gone".to_owned(), pods));
    }
    worlds
}

#[test]
fn what_still_passes_in_another_world_is_reviewed() {
    let mut survivors: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (worlds, mut passing, mut tried) = (worlds(), 0, 0);
    let sentences: BTreeSet<&str> = documented()
        .into_iter()
        .map(|(_, _, text, _)| text)
        .collect();
    for command in COMMANDS {
        let own = answer(&FINE, &pipeline(command));
        let seen: Vec<&(String, Vec<Pod>)> = worlds
            .iter()
            .filter(|(_, pods)| answer(pods, &pipeline(command)).text != own.text)
            .collect();
        for sentence in &sentences {
            if judged(&FINE, command, sentence).verdict != Verdict::Passed {
                continue;
            }
            passing += 1;
            for (change, pods) in &seen {
                tried += 1;
                if judged(pods, command, sentence).verdict == Verdict::Passed {
                    let row = survivors
                        .entry(format!("{sentence} $ {command}"))
                        .or_default();
                    row.insert(change.clone());
                }
            }
        }
    }
    let found: BTreeSet<String> = survivors
        .into_iter()
        .map(|(row, changes)| {
            let changes: Vec<String> = changes.into_iter().collect();
            format!("{row} ⇒ {}", changes.join(", "))
        })
        .collect();
    let rows = SURVIVORS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let known: BTreeSet<String> = rows.map(str::to_owned).collect();
    let new: Vec<&String> = found.difference(&known).collect();
    let old: Vec<&String> = known.difference(&found).collect();
    assert!(
        new.is_empty() && old.is_empty(),
        "new: {new:#?}\nno longer: {old:#?}"
    );
    assert!(
        passing > 60 && tried > 1_500,
        "{passing} passing, {tried} tried"
    );
}
