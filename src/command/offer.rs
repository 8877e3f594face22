//! Edits that a person sees before they are written: `adopt`, `explain --fix`.

use crate::both;
use crate::command;
use crate::console::Console;
use crate::error::{Error, exit};
use crate::facts::lang::{Bilingual, Lang};
use crate::record::edit::{self, Edit};
use crate::settings::Settings;
use crate::store::{self, Reach};
use std::path::Path;

/// What is proposed for a record.
pub(super) struct Offer<'a> {
    /// The record.
    pub path: &'a Path,
    /// Its text, as the edits expect it.
    pub text: &'a str,
    /// The edits.
    pub edits: &'a [Edit],
    /// What is said if there are none.
    pub nothing: &'a Bilingual,
}

impl Offer<'_> {
    /// Shows what is written, asks, and writes that and nothing else, if the record is still as it was.
    pub(super) fn written(
        self,
        yes: bool,
        settings: &Settings,
        console: &Console,
    ) -> Result<u8, Error> {
        let lang = Lang::of(self.text);
        if self.edits.is_empty() {
            console.message(self.nothing.of(lang));
            return Ok(exit::OK);
        }
        let new = edit::apply(self.text, self.edits).map_err(|error| {
            Error::internal(both!(
                "제안이 본문에 맞지 않습니다",
                "the proposal does not fit the text"
            ))
            .because(&error)
        })?;
        let shown = command::verify::shown(self.path, &settings.root);
        console.result(&edit::diff(self.text, &new, &shown));
        if !yes && !console.confirm(lang.pick("이대로 쓸까요?", "Write this?")) {
            console.message(lang.pick(
                "쓰지 않았습니다 (--yes로 기록)",
                "not written (--yes writes it)",
            ));
            return Ok(exit::OK);
        }
        store::update::<Error>(self.path, Reach::Anywhere, |_| Ok(self.edits.to_vec()))?;
        console.message(lang.pick("기록을 갱신했습니다", "record updated"));
        Ok(exit::OK)
    }
}
