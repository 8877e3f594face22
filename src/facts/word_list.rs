//! Lists of words are data, in one format for every room. A line has the list's name, what its forms mean (often nothing),
//! its English forms and its Korean ones, with tabs between; `#` opens a comment.

use super::tsv;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::OnceLock;

/// Korean says the English word.
pub(crate) const SAME: &str = "=";
/// A language has no form, or says it by its grammar.
pub(crate) const NONE: &str = "–";

/// A line of the data.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) list: &'static str,
    pub(crate) value: &'static str,
    pub(crate) english: &'static str,
    pub(crate) korean: &'static str,
}

impl Line {
    /// What is written of it in either language.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &'static str> + use<> {
        let all = [self.english, self.korean].into_iter();
        let forms = all.flat_map(|side| side.split(" | "));
        forms.filter(|form| ![SAME, NONE].contains(form))
    }
}

impl From<[&'static str; 4]> for Line {
    fn from([list, value, english, korean]: [&'static str; 4]) -> Line {
        Line {
            list,
            value,
            english,
            korean,
        }
    }
}

/// The lines of a file.
pub(crate) fn lines(data: &'static str) -> impl Iterator<Item = Line> {
    tsv::rows(data).map(Line::from)
}

/// A list of a file, read when it is first asked. It is the slice of its forms, English ones first.
pub(crate) struct WordList {
    data: &'static str,
    name: &'static str,
    read: OnceLock<Read>,
}

struct Read {
    forms: Vec<&'static str>,
    values: HashMap<&'static str, &'static str>,
}

impl WordList {
    /// The list of a name.
    pub(crate) const fn of(data: &'static str, name: &'static str) -> WordList {
        let read = OnceLock::new();
        WordList { data, name, read }
    }

    fn read(&self) -> &Read {
        self.read.get_or_init(|| {
            let own = tsv::rows_of(self.data, self.name).map(Line::from);
            let forms = |line: Line| line.forms().map(move |form| (form, line.value));
            let own: Vec<(&str, &str)> = own.flat_map(forms).collect();
            Read {
                forms: own.iter().map(|(form, _)| *form).collect(),
                values: own.into_iter().collect(),
            }
        })
    }

    /// What a form of the list means.
    pub(crate) fn value(&self, word: &str) -> Option<&'static str> {
        self.read().values.get(word).copied()
    }

    /// Whether a word is one of its forms.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.value(word).is_some()
    }

    /// Whether a text holds one of its forms, be it inside a word. The bytes that occur in a short text rule most forms
    /// out before they are looked for.
    pub(crate) fn is_within(&self, text: &str) -> bool {
        let mut seen = [0u64; 4];
        for byte in text.bytes() {
            seen[usize::from(byte >> 6)] |= 1 << (byte & 63);
        }
        let occurs = |byte: u8| seen[usize::from(byte >> 6)] & (1 << (byte & 63)) != 0;
        let mut forms = self.iter();
        forms.any(|form| form.bytes().all(occurs) && text.contains(form))
    }

    /// Whether one of a text's words, between blanks, is one of its forms.
    pub(crate) fn has_word_of(&self, text: &str) -> bool {
        text.split(' ').any(|word| self.has(word))
    }

    /// Whether an English word of a text, or any part of it in Korean, which writes words together, is one of its forms.
    pub(crate) fn is_said_in(&self, text: &str) -> bool {
        let korean = |form: &&str| !form.is_ascii() && text.contains(*form);
        self.has_word_of(text) || self.iter().any(korean)
    }

    /// Whether a text begins with one of its forms, be it in the middle of a word.
    pub(crate) fn begins(&self, text: &str) -> bool {
        self.iter().any(|form| text.starts_with(form))
    }

    /// Whether a text ends with one of its forms, be it in the middle of a word.
    pub(crate) fn ends(&self, text: &str) -> bool {
        self.iter().any(|form| text.ends_with(form))
    }

    /// Whether a text begins with one of its forms as whole words.
    pub(crate) fn begins_words(&self, text: &str) -> bool {
        let mut behind = self.iter().filter_map(|form| text.strip_prefix(form));
        behind.any(|rest| rest.is_empty() || rest.starts_with(' '))
    }

    /// Whether a text ends with one of its forms as whole words.
    pub(crate) fn ends_words(&self, text: &str) -> bool {
        let mut before = self.iter().filter_map(|form| text.strip_suffix(form));
        before.any(|before| before.is_empty() || before.ends_with(' '))
    }
}

/// The lists of a file, each by its name.
pub(crate) struct WordLists {
    data: &'static str,
    lists: OnceLock<HashMap<&'static str, WordList>>,
}

impl WordLists {
    /// Those of a file.
    pub(crate) const fn of(data: &'static str) -> WordLists {
        let lists = OnceLock::new();
        WordLists { data, lists }
    }

    /// The list of a name; one that the file does not have is empty.
    pub(crate) fn list(&'static self, name: &str) -> &'static WordList {
        static NOTHING: WordList = WordList::of("", "");
        let all = || lines(self.data).map(|line| (line.list, WordList::of(self.data, line.list)));
        let lists = self.lists.get_or_init(|| all().collect());
        lists.get(name).unwrap_or(&NOTHING)
    }
}

impl Deref for WordList {
    type Target = [&'static str];

    fn deref(&self) -> &[&'static str] {
        &self.read().forms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str =
        "# Words.\nroll\tback\troll back | revert\t롤백\nroll\tout\troll out\t=\nstop\t\t–\t중단\n";

    #[test]
    fn a_list_is_its_lines_of_the_data() {
        let roll = WordList::of(DATA, "roll");
        assert_eq!(*roll, ["roll back", "revert", "롤백", "roll out"]);
        assert_eq!(roll.value("롤백"), Some("back"));
        assert_eq!(roll.value("roll out"), Some("out"));
        assert!(roll.has("revert") && !roll.has("roll") && !roll.has("중단"));
        assert!(roll.is_within("자동롤백됨") && !roll.is_within("중단"));
        assert!(roll.is_said_in("자동롤백됨") && roll.is_said_in("to revert it"));
        assert!(!roll.is_said_in("reverted"));
        assert!(roll.begins("reverted") && !roll.begins_words("reverted"));
        assert!(roll.begins_words("roll back if") && roll.ends_words("to roll back"));
        assert!(!roll.ends_words("unroll back") && roll.has_word_of("then revert"));
        assert_eq!(*WordList::of(DATA, "stop"), ["중단"]);
        static LISTS: WordLists = WordLists::of(DATA);
        assert_eq!(**LISTS.list("stop"), ["중단"]);
        assert!(LISTS.list("no such list").is_empty());
    }
}
