//! Parse, edit, parse: whatever a document is, an update changes the bytes of its edits and no other,
//! or is refused; and a second one changes nothing.
#![no_main]

use deployment_report::testing::command::adopt;
use deployment_report::testing::verify::understand::Vocabulary;
use deployment_report::testing::facts::verdict::Verdict;
use deployment_report::testing::record::edit::{self, Edit};
use deployment_report::testing::record::marker::{self, Owner, Recheck, Words};
use deployment_report::testing::record::{Record, parse, region, tasks};
use deployment_report::testing::store::{self, StoreError};
use libfuzzer_sys::fuzz_target;
use std::path::Path;

fuzz_target!(|text: &str| {
    let (record, _) = parse(text);
    let edits = marks(text, &record);
    if let Some(new) = written(text, &edits) {
        let (again, _) = parse(&new);
        assert_eq!(marks(&new, &again), []);
        if again.items.len() == record.items.len() {
            for (before, after) in record.items.iter().zip(&again.items) {
                assert_eq!(before.text, after.text);
            }
        }
    }
    refresh_regions(text, &record);
    let proposal = adopt::propose(text, &Vocabulary::default());
    let adopted = written(text, &proposal.edits).expect("a proposal was tried before");
    assert_eq!(adopt::propose(&adopted, &Vocabulary::default()).edits, []);
    for task in tasks::tasks(text) {
        if let Some(Ok(ticking)) = task.number.map(|number| tasks::tick(text, &number)) {
            written(text, &ticking.edits);
        }
    }
});

/// A refreshed region holds what it was given, is nobody's edit, and needs no second refresh.
fn refresh_regions(text: &str, record: &Record) {
    let content = "\n| a | b |\n| --- | --- |\n| ⏳ | `<!-- report:end x -->` |\n\n```\n- [ ] c\n```\n\n";
    for old in &record.regions {
        let edits = region::refresh(text, old, content).unwrap_or_default();
        let Some(new) = written(text, &edits) else {
            continue;
        };
        let (regions, _) = region::regions(&new);
        let found = regions.iter().find(|region| region.name == old.name);
        let found = found.expect("the region is still there");
        assert_eq!(found.content.text(&new).replace("\r\n", "\n"), content);
        assert!(!region::is_edited(found, &new));
        assert_eq!(region::refresh(&new, found, content), None);
    }
}

/// The edits of a run in which every second item passes and the others fail.
fn marks(text: &str, record: &Record) -> Vec<Edit> {
    let items = record.items.iter();
    items
        .flat_map(|item| {
            let passes = item.text.len() % 2 == 0;
            let verdict = if passes {
                Verdict::Passed
            } else {
                Verdict::Failed
            };
            let new = marker::next_marker(item.marker, verdict, Owner::Unknown, Recheck::Own);
            new.map(|new| marker::mark(text, item, new, Words::Persons))
                .unwrap_or_default()
        })
        .collect()
}

/// The text with edits, or `None` where the structure would change.
fn written(text: &str, edits: &[Edit]) -> Option<String> {
    let new = match store::edited(Path::new("record.md"), text, edits) {
        Ok(new) => new,
        Err(StoreError::Structure { .. }) => return None,
        Err(error) => panic!("{error}"),
    };
    let (mut at_old, mut at_new) = (0, 0);
    for edit in edit::sort(text, edits).expect("sorted before") {
        let kept = edit.span.start - at_old;
        assert_eq!(text[at_old..edit.span.start], new[at_new..at_new + kept]);
        at_old = edit.span.end;
        at_new += kept + edit.replacement.len();
    }
    assert_eq!(text[at_old..], new[at_new..]);
    Some(new)
}
