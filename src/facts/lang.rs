//! The two languages in which records are written and messages are printed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A record's or a message's language.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Korean.
    Ko,
    /// English.
    En,
}

impl Lang {
    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Ko => "ko",
            Lang::En => "en",
        }
    }

    /// Guesses a text's language: Korean as soon as it holds Hangul, composed or decomposed.
    pub fn of(text: &str) -> Lang {
        if text.chars().any(is_hangul) {
            Lang::Ko
        } else {
            Lang::En
        }
    }

    /// Picks the Korean or the English wording.
    pub fn pick<T>(self, ko: T, en: T) -> T {
        match self {
            Lang::Ko => ko,
            Lang::En => en,
        }
    }
}

/// The same words in both languages, for what is learned before it is known who reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bilingual {
    /// The Korean words.
    pub ko: String,
    /// The English words.
    pub en: String,
}

impl Bilingual {
    /// From both wordings.
    pub fn new(ko: impl Into<String>, en: impl Into<String>) -> Bilingual {
        Bilingual {
            ko: ko.into(),
            en: en.into(),
        }
    }

    /// From what a wording says in each language.
    pub fn each(say: impl Fn(Lang) -> String) -> Bilingual {
        Bilingual::new(say(Lang::Ko), say(Lang::En))
    }

    /// The words for a reader of a language.
    pub fn of(&self, lang: Lang) -> &str {
        lang.pick(&self.ko, &self.en)
    }
}

/// Somebody else's words (a server's, an error's) stay as they are in both languages.
impl<T: Into<String>> From<T> for Bilingual {
    fn from(words: T) -> Bilingual {
        let words = words.into();
        Bilingual::new(words.clone(), words)
    }
}

/// A [`Bilingual`] from two format strings, Korean first, that share their arguments. Particles of the
/// Korean stand as pairs in brackets behind their word (see [`josa`](super::josa)).
#[macro_export]
macro_rules! both {
    ($ko:literal, $en:literal $(, $argument:expr)* $(,)?) => {
        $crate::facts::lang::Bilingual::new(
            $crate::josa!($ko $(, $argument)*),
            format!($en $(, $argument)*),
        )
    };
}

/// Whether a character is Hangul: a syllable, or a jamo as NFD text has it.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hangul_in_either_form_makes_a_text_korean() {
        assert_eq!(Lang::of("Pod 상태"), Lang::Ko);
        assert_eq!(Lang::of("\u{1112}\u{1161}\u{11AB}"), Lang::Ko);
        assert_eq!(Lang::of("Pod status ⏳"), Lang::En);
    }
}
