//! The two languages in which records are written and messages are printed.

use serde::{Deserialize, Serialize};

/// A record's or a message's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
