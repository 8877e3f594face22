//! What a run tells that the runs before it did not: failures, blind spots and oddities are told when they
//! come and when they go, and counted while they stay.

use super::observation::Cause;
use super::outcome::{RecordOutcome, RunOutcome, StepOutcome};
pub(crate) use super::told::{News, Told, What};
use super::verdict::{Judgement, Reason, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// A thing in the memory: the record's path, its name there, and what it is.
pub(crate) type Key = (String, String, What);

/// What was told and is not mended, each with why it could not be looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    told: BTreeMap<Key, String>,
}

impl Memory {
    /// From its entries.
    pub fn of(told: impl IntoIterator<Item = (Key, String)>) -> Memory {
        Memory {
            told: told.into_iter().collect(),
        }
    }

    /// Its entries, in order.
    pub fn entries(&self) -> impl Iterator<Item = (&Key, &str)> {
        self.told.iter().map(|(key, why)| (key, why.as_str()))
    }

    /// The records that are not asked any more, each with the fingerprint of its text.
    pub fn resting(&self) -> BTreeMap<String, String> {
        let all = self.told.iter().filter(|(key, _)| key.2 == What::Resting);
        all.map(|(key, why)| (key.0.clone(), why.clone())).collect()
    }

    /// The tasks that were ticked.
    pub fn ticked(&self) -> BTreeSet<String> {
        let all = self.told.keys().filter(|key| key.2 == What::Ticked);
        all.map(|key| key.1.clone()).collect()
    }

    /// The tasks that are done with a record and could not be ticked yet: path and task.
    pub fn owed(&self) -> BTreeSet<(String, String)> {
        let all = self.told.keys().filter(|key| key.2 == What::Owed);
        all.map(|key| (key.0.clone(), key.1.clone())).collect()
    }

    fn has(&self, path: &str, name: &str, what: What) -> bool {
        self.told
            .contains_key(&(path.to_owned(), name.to_owned(), what))
    }
}

/// A thing of a record in this run.
struct Thing {
    name: String,
    title: String,
    line: Option<usize>,
    message: String,
    state: State,
}

#[derive(PartialEq, Eq)]
enum State {
    Failed,
    /// With the reason and who was asked.
    Unseen(String),
    OtherJob,
    Passed,
    Moving,
    /// Nothing failed, and a person has to look.
    Person,
    /// A later deployment took its place.
    Over,
    Noted,
}

impl News {
    /// A run against the memory, and the memory after it. Of records that were not looked at it keeps what
    /// it had, unless `all` of the workspace's were.
    pub fn of(run: &RunOutcome, before: &Memory, all: bool) -> (News, Memory) {
        let mut news = News::default();
        let mut after = Memory::default();
        let looked: BTreeSet<&str> = run.records.iter().map(|one| one.path.as_str()).collect();
        for (key, why) in &before.told {
            if !all && !looked.contains(key.0.as_str()) {
                after.told.insert(key.clone(), why.clone());
            }
        }
        // An outage is told once, however many things it hides and whenever they come.
        let dark: BTreeSet<&str> = before
            .told
            .iter()
            .filter(|(key, why)| key.2 == What::Unseen && !why.is_empty())
            .map(|(_, why)| why.as_str())
            .collect();
        for record in &run.records {
            let mut telling = Telling {
                path: &record.path,
                before,
                dark: &dark,
                news: &mut news,
                after: &mut after,
            };
            telling.record(record);
        }
        let elsewhere = run.records.iter().flat_map(elsewhere);
        let elsewhere: BTreeSet<String> = elsewhere.collect();
        news.elsewhere = elsewhere.into_iter().collect();
        (news, after)
    }

    /// What is told of a record now.
    pub fn of_record(&self, path: &str) -> impl Iterator<Item = &Told> {
        let all = [&self.new, &self.unseen, &self.mended, &self.noted];
        let all = all.into_iter().flatten();
        all.filter(move |told| told.path == path)
    }
}

/// What another job looks at, in its own words.
fn elsewhere(record: &RecordOutcome) -> impl Iterator<Item = String> {
    let steps = record.steps.iter().map(|step| &step.judgement);
    let all = steps.chain(record.items.iter().map(|item| &item.judgement));
    all.filter(|one| one.reason == Reason::Cause(Cause::OtherJob))
        .map(|one| one.message.clone())
}

struct Telling<'a> {
    path: &'a str,
    before: &'a Memory,
    dark: &'a BTreeSet<&'a str>,
    news: &'a mut News,
    after: &'a mut Memory,
}

impl Telling<'_> {
    fn record(&mut self, record: &RecordOutcome) {
        let itself = |message: String, state| Thing {
            name: String::new(),
            title: record.title.clone(),
            line: None,
            message,
            state,
        };
        let before = self.before.told.keys();
        let before = before.filter(|key| key.0 == self.path && key.2 == What::Ticked);
        let key = |what| move |task: &String| (record.path.clone(), task.clone(), what);
        let now = record.ticked.iter().map(key(What::Ticked));
        let owed = record.owed.iter().map(key(What::Owed));
        let ticked: Vec<Key> = before.cloned().chain(now).chain(owed).collect();
        let ticked = ticked.into_iter().map(|key| (key, String::new()));
        self.after.told.extend(ticked);
        if let Some(error) = &record.error {
            // Of its items nothing is known now.
            let told = self.before.told.iter();
            let own = told.filter(|(key, _)| key.0 == self.path && key.2 != What::Error);
            let own = own.map(|(key, why)| (key.clone(), why.clone()));
            self.after.told.extend(own);
            let thing = itself(error.clone(), State::Failed);
            let known = self.before.has(self.path, "", What::Error);
            self.tell_unless(known, &thing, What::Error, |news| &mut news.new);
            return self.keep(&thing, What::Error, "");
        }
        if self.before.has(self.path, "", What::Error) {
            let thing = itself(String::new(), State::Passed);
            self.tell(&thing, What::Error, |news| &mut news.mended);
        }
        if record.closed || record.resting.is_some() {
            self.all_mended(&itself);
        }
        if let Some(text) = &record.resting {
            let thing = itself(String::new(), State::Noted);
            if !self.before.has(self.path, "", What::Resting) {
                self.tell(&thing, What::Resting, |news| &mut news.noted);
            }
            return self.keep(&thing, What::Resting, text);
        }
        if record.closed {
            return;
        }
        let things = things(record);
        if things
            .iter()
            .any(|one| matches!(one.state, State::Unseen(_)))
        {
            // What cannot be looked at now may be what a note was about.
            let told = self.before.told.keys();
            let noted = told.filter(|key| key.0 == self.path && key.2 == What::Noted);
            let noted = noted.map(|key| (key.clone(), String::new()));
            self.after.told.extend(noted);
        }
        for thing in things {
            self.thing(&thing);
        }
    }

    /// Nothing of the record fails any more, or is still to be looked at.
    fn all_mended(&mut self, itself: &impl Fn(String, State) -> Thing) {
        let (before, path) = (self.before, self.path);
        let told = before.told.keys().filter(|key| key.0 == path);
        for (_, name, what) in told.filter(|key| matches!(key.2, What::Failed | What::Unseen)) {
            let mut thing = itself(String::new(), State::Passed);
            thing.name.clone_from(name);
            self.tell(&thing, *what, |news| &mut news.mended);
        }
    }

    fn thing(&mut self, thing: &Thing) {
        let had = |what| self.before.has(self.path, &thing.name, what);
        let (failed, unseen) = (had(What::Failed), had(What::Unseen));
        match &thing.state {
            State::Failed => {
                self.tell_unless(failed, thing, What::Failed, |news| &mut news.new);
                self.keep(thing, What::Failed, "");
            }
            State::Unseen(why) => {
                // That it failed is not forgotten in the dark.
                if failed {
                    self.keep(thing, What::Failed, "");
                }
                let known = unseen || self.dark.contains(why.as_str());
                self.tell_unless(known, thing, What::Unseen, |news| &mut news.unseen);
                self.keep(thing, What::Unseen, why);
            }
            State::OtherJob => {
                for what in [What::Failed, What::Unseen] {
                    if had(what) {
                        let key = (self.path.to_owned(), thing.name.clone(), what);
                        let why = self.before.told.get(&key).cloned().unwrap_or_default();
                        self.keep(thing, what, &why);
                    }
                }
            }
            State::Moving if failed => {
                self.tell(thing, What::Failed, |news| &mut news.known);
                self.keep(thing, What::Failed, "");
            }
            State::Passed | State::Person if failed => {
                self.tell(thing, What::Failed, |news| &mut news.mended);
            }
            State::Passed | State::Moving | State::Person if unseen => {
                self.tell(thing, What::Unseen, |news| &mut news.mended);
            }
            State::Passed | State::Moving | State::Person | State::Over => {}
            State::Noted => {
                if !had(What::Noted) {
                    self.tell(thing, What::Noted, |news| &mut news.noted);
                }
                self.keep(thing, What::Noted, "");
            }
        }
    }

    /// Tells what is new; what is known is counted.
    fn tell_unless(
        &mut self,
        known: bool,
        thing: &Thing,
        what: What,
        list: fn(&mut News) -> &mut Vec<Told>,
    ) {
        let counted: fn(&mut News) -> &mut Vec<Told> = |news| &mut news.known;
        self.tell(thing, what, if known { counted } else { list });
    }

    fn tell(&mut self, thing: &Thing, what: What, list: impl FnOnce(&mut News) -> &mut Vec<Told>) {
        list(self.news).push(Told {
            path: self.path.to_owned(),
            name: thing.name.clone(),
            what,
            line: thing.line,
            title: thing.title.clone(),
            message: thing.message.clone(),
        });
    }

    fn keep(&mut self, thing: &Thing, what: What, why: &str) {
        let key = (self.path.to_owned(), thing.name.clone(), what);
        self.after.told.insert(key, why.to_owned());
    }
}

/// The items, the steps that no item stands for, the regions that could not be refreshed, and the notes.
fn things(record: &RecordOutcome) -> Vec<Thing> {
    let named = |name: &String| record.items.iter().any(|item| item.steps.contains(name));
    let mut all: Vec<Thing> = Vec::new();
    for item in &record.items {
        let of_item = |step: &&StepOutcome| item.steps.contains(&step.name);
        let asked = record.steps.iter().filter(of_item);
        all.push(Thing {
            name: item.name.clone(),
            title: item.text.clone(),
            line: Some(item.at.line),
            message: item.judgement.message.clone(),
            state: state(&item.judgement, asked),
        });
    }
    for step in record.steps.iter().filter(|step| !named(&step.name)) {
        all.push(Thing {
            name: format!("step:{}", step.name),
            title: step.title.clone(),
            line: Some(step.at.line),
            message: step.judgement.message.clone(),
            state: state(&step.judgement, std::iter::once(step)),
        });
    }
    let mut unseen = record.notes.iter().filter(|note| note.is_unseen());
    let first = unseen.next();
    all.push(Thing {
        name: "regions".into(),
        title: String::new(),
        line: first.and_then(|note| Some(note.at?.line)),
        message: first.map_or_else(String::new, |note| note.message.clone()),
        state: match first {
            Some(note) => State::Unseen(note.kind.clone()),
            None => State::Passed,
        },
    });
    for note in record
        .notes
        .iter()
        .filter(|note| note.is_news() && !note.is_unseen())
    {
        if all.iter().any(|one| one.name == note.kind) {
            continue;
        }
        all.push(Thing {
            name: note.kind.clone(),
            title: note.kind.clone(),
            line: note.at.map(|at| at.line),
            // What would have been written is shown with the record.
            message: note
                .message
                .split("\n---")
                .next()
                .unwrap_or_default()
                .to_owned(),
            state: State::Noted,
        });
    }
    all
}

fn state<'a>(judgement: &Judgement, steps: impl Iterator<Item = &'a StepOutcome>) -> State {
    match judgement.verdict {
        Verdict::Failed => State::Failed,
        Verdict::Unknown if judgement.reason == Reason::Superseded => State::Over,
        Verdict::Unknown if judgement.reason == Reason::Cause(Cause::OtherJob) => State::OtherJob,
        Verdict::Unknown => {
            let mut commands = steps.flat_map(|step| &step.commands);
            let blind = commands.find(|one| !one.problem.is_empty() && !one.asked.is_empty());
            let asked = blind.map_or("", |one| one.asked.as_str());
            State::Unseen(
                format!("{} {asked}", judgement.reason)
                    .trim_end()
                    .to_owned(),
            )
        }
        Verdict::Passed => State::Passed,
        Verdict::Pending => State::Moving,
        Verdict::Manual => State::Person,
    }
}

#[cfg(test)]
mod tests;
