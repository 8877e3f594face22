//! Korean particles (은/는, 이/가, 을/를, 과/와, 으로/로) by the final sound of the word before them:
//! Hangul composed or not, digits as they are read, Latin words and acronyms by their usual reading.

use unicode_normalization::UnicodeNormalization;

/// How a word ends for the ear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Final {
    Vowel,
    /// ㄹ, after which 으로 is 로.
    Rieul,
    Consonant,
}

/// The particle that follows a word, of a pair such as `은/는` (after a consonant first). A word whose
/// sound is not known gets both, as Korean writes it: `은(는)`.
pub fn particle(word: &str, pair: &str) -> String {
    let Some((after_consonant, after_vowel)) = pair.split_once('/') else {
        return pair.to_owned();
    };
    match ending(word) {
        Some(Final::Vowel) => after_vowel.to_owned(),
        Some(Final::Rieul) if after_consonant == "으로" => after_vowel.to_owned(),
        Some(Final::Rieul | Final::Consonant) => after_consonant.to_owned(),
        None => format!("{after_consonant}({after_vowel})"),
    }
}

fn ending(word: &str) -> Option<Final> {
    let word: String = word.nfc().collect();
    let spoken = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    let last = spoken.chars().next_back()?;
    match last {
        '가'..='힣' => Some(match (last as u32 - 0xAC00) % 28 {
            0 => Final::Vowel,
            8 => Final::Rieul,
            _ => Final::Consonant,
        }),
        '0' | '3' | '6' => Some(Final::Consonant),
        '1' | '7' | '8' => Some(Final::Rieul),
        '2' | '4' | '5' | '9' => Some(Final::Vowel),
        'A'..='Z' | 'a'..='z' => {
            let start = spoken
                .rfind(|c: char| !c.is_ascii_alphabetic())
                .map_or(0, |at| {
                    at + spoken[at..].chars().next().map_or(1, char::len_utf8)
                });
            Some(latin(&spoken[start..]))
        }
        _ => None,
    }
}

/// Acronyms are read letter by letter, words as English loans are.
fn latin(word: &str) -> Final {
    let is_acronym = word.len() == 1 || word.chars().all(|c| c.is_ascii_uppercase());
    let lower = word.to_ascii_lowercase();
    let letter = |back: usize| lower.chars().rev().nth(back).unwrap_or(' ');
    let last = letter(0);
    if is_acronym {
        return match last {
            'l' | 'r' => Final::Rieul,
            'm' | 'n' => Final::Consonant,
            _ => Final::Vowel,
        };
    }
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    match last {
        'l' => Final::Rieul,
        'm' | 'n' => Final::Consonant,
        // file, table, module; name, volume; machine.
        'e' => match letter(1) {
            'l' => Final::Rieul,
            'm' | 'n' => Final::Consonant,
            _ => Final::Vowel,
        },
        'g' if letter(1) == 'n' => Final::Consonant,
        // map, set, rollback, bucket, metric; but not chart, list, task, root is 루트.
        'k' if letter(1) == 'c' => Final::Consonant,
        'c' if is_vowel(letter(1)) => Final::Consonant,
        'p' | 't' | 'k' if is_vowel(letter(1)) && !is_vowel(letter(2)) => Final::Consonant,
        'p' if letter(1) == 'u' && letter(2) == 'o' => Final::Consonant,
        _ => Final::Vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, pair: &str, expected: &str) {
        assert_eq!(particle(word, pair), expected, "{word} {pair}");
    }

    #[test]
    fn hangul_decides_by_its_last_syllable() {
        check("노드", "은/는", "는");
        check("배포판", "은/는", "은");
        check("서울", "으로/로", "로");
        check("부산", "으로/로", "으로");
        check("\u{1100}\u{1161}\u{11ab}", "이/가", "이");
        check("`노드`", "을/를", "를");
        check("노드(3)", "이/가", "이");
    }

    #[test]
    fn digits_and_letters_decide_by_their_reading() {
        for (word, topic) in [
            ("#4354", "는"),
            ("10", "은"),
            ("v1.11.0", "은"),
            ("7", "은"),
            ("9", "는"),
            ("CPU", "는"),
            ("URL", "은"),
            ("PVM", "은"),
            ("DNS", "는"),
            ("HPA", "는"),
            ("DaemonSet", "은"),
            ("Deployment", "는"),
            ("Pod", "는"),
            ("alloy", "는"),
            ("server", "는"),
            ("loki", "는"),
            ("main", "은"),
            ("file", "은"),
            ("node", "는"),
            ("rollback", "은"),
            ("chart", "는"),
            ("Gitploy", "는"),
            ("alloy-ops", "는"),
            ("config-map", "은"),
            ("running", "은"),
        ] {
            check(word, "은/는", topic);
        }
        check("URL", "으로/로", "로");
        check("8", "으로/로", "로");
        check("3", "으로/로", "으로");
        check("", "은/는", "은(는)");
        check("日本", "은/는", "은(는)");
    }
}
