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

/// A text whose particles stand as pairs in brackets behind the words that they follow
/// (`{repo}[은/는] 밖에`), with the one that each word's sound asks for.
pub(crate) fn settled(text: String) -> String {
    let mut rest = text.as_str();
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let pair = after.split_once(']').filter(|(pair, _)| is_pair(pair));
        match pair {
            Some((pair, after)) => {
                let particle = particle(&out, pair);
                out.push_str(&particle);
                rest = after;
            }
            None => {
                out.push('[');
                rest = after;
            }
        }
    }
    if out.is_empty() {
        return text;
    }
    out.push_str(rest);
    out
}

/// A text without its particles, for where the sound of a word is not known.
pub(crate) fn dropped(text: &str) -> String {
    PAIRS.iter().fold(text.to_owned(), |text, pair| {
        text.replace(&format!("[{pair}]"), "")
    })
}

/// The pairs that texts may hold.
const PAIRS: [&str; 7] = [
    "은/는",
    "이/가",
    "을/를",
    "과/와",
    "으로/로",
    "이라는/라는",
    "이라/라",
];

fn is_pair(text: &str) -> bool {
    PAIRS.contains(&text)
}

/// A Korean text from a format string whose particles stand as pairs in brackets; see [`settled`].
#[macro_export]
macro_rules! josa {
    ($($argument:tt)*) => {
        $crate::facts::josa::settled(format!($($argument)*))
    };
}

/// The particle that follows a word, of a pair such as `은/는` (after a consonant first). A word whose
/// sound is not known gets both, as Korean writes it: `은(는)`.
pub(crate) fn particle(word: &str, pair: &str) -> String {
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
    let spoken = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%');
    let last = spoken.chars().next_back()?;
    match last {
        '가'..='힣' => Some(match (last as u32 - 0xAC00) % 28 {
            0 => Final::Vowel,
            8 => Final::Rieul,
            _ => Final::Consonant,
        }),
        // 퍼센트.
        '%' => Some(Final::Vowel),
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

/// Words that are not read as their letters promise.
const WORDS: [(&str, Final); 12] = [
    ("type", Final::Consonant),
    ("template", Final::Consonant),
    ("rollout", Final::Consonant),
    ("timeout", Final::Consonant),
    ("layout", Final::Consonant),
    ("checkout", Final::Consonant),
    ("output", Final::Consonant),
    ("input", Final::Consonant),
    ("bit", Final::Vowel),
    ("ok", Final::Vowel),
    ("host", Final::Vowel),
    ("stack", Final::Consonant),
];

/// Acronyms are read letter by letter, words as English loans are.
fn latin(word: &str) -> Final {
    let is_acronym = word.len() <= 2 || word.chars().all(|c| c.is_ascii_uppercase());
    let lower = word.to_ascii_lowercase();
    let letter = |back: usize| lower.chars().rev().nth(back).unwrap_or(' ');
    let last = letter(0);
    if let Some((_, known)) = WORDS.iter().find(|(known, _)| *known == lower) {
        return *known;
    }
    if is_acronym {
        return match last {
            'l' | 'r' => Final::Rieul,
            'm' | 'n' => Final::Consonant,
            _ => Final::Vowel,
        };
    }
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let is_short = is_vowel(letter(1)) && !is_vowel(letter(2));
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
        // rollback; hook, book.
        'k' if letter(1) == 'c' || lower.ends_with("ook") => Final::Consonant,
        // metric; but sync.
        'c' if is_vowel(letter(1)) => Final::Consonant,
        // web, job, lab; but hub and stub.
        'b' if is_short && letter(1) != 'u' => Final::Consonant,
        // app; group.
        'p' if letter(1) == 'p' || lower.ends_with("oup") => Final::Consonant,
        // map, step, set, bucket; but chart, list, task, and root is 루트.
        'p' | 't' | 'k' if is_short => Final::Consonant,
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
    fn what_is_no_pair_in_brackets_stays() {
        for (text, told) in [
            ("저장소 web[이/가] 없습니다", "저장소 web이 없습니다"),
            ("`10 %`[은/는] a[0]", "`10 %`는 a[0]"),
            ("a[이/가] b[을/를]", "a가 b를"),
            ("[repos]에 \"x\"[이/가]", "[repos]에 \"x\"가"),
            ("[대상/것] x[", "[대상/것] x["),
            ("plain", "plain"),
        ] {
            assert_eq!(settled(text.to_owned()), told);
        }
    }

    /// Words of the field as engineers read them aloud: after a consonant, after ㄹ, after a vowel.
    #[test]
    fn two_hundred_words_are_read_as_engineers_read_them() {
        let (consonant, rieul, vowel) = (
            "web GitLab job app hook webhook map step loop-step group backup set bucket secret socket packet target commit \
             limit unit git init rollout timeout output template type metric public rollback stack block lock main \
             admin token version session condition name volume runtime machine engine pipeline timeline team item stream \
             system configmap ConfigMap cronjob CronJob DaemonSet ReplicaSet StatefulSet running warning string ping \
             10 3 6 13 100 1000 v1.30 250m VPN IAM CNN ARN KMM 0 노션 팀 앱 값 항목 배포판 컨테이너들은 리비전 버전 이미지명 \
             cluster-admin istio-system prometheus-main checkout plan domain region pattern column button",
            "file table module variable example url URL HTML SQL EKS-URL ingress-url internal .internal external label tunnel kernel \
             channel model 1 7 8 11 17 v1.28 role rule console profile bundle pool shell YAML TOML XML 서울 파일 모델 채널 PR VPC-PR",
            "node Deployment Pod server loki alloy chart list task root queue hub GitHub stub image service cache namespace \
             Gitploy cluster database api API CPU HPA DNS GPU IP ip id db PVC CRD k8s etcd nginx redis kafka mongo mysql-proxy \
             vault argo flux helm-release update release resource replica data schema agent client event default audit-log config \
             log tag endpoint port host https http ops prod dev stage canary blue registry repository policy network-policy \
             worker master controller manager operator scheduler exporter collector gateway proxy router 2 4 5 9 12 #4354 10% \
             100% `50 %` 노드 클러스터 서버 Pod(2) 네임스페이스 이미지 데이터 bit OK task-queue sha ARM64-2 key value",
        );
        let mut count = 0;
        for (words, [subject, towards]) in [
            (consonant, ["이", "으로"]),
            (rieul, ["이", "로"]),
            (vowel, ["가", "로"]),
        ] {
            let words = words
                .replace("`50 %`", "50%")
                .replace("컨테이너들은", "컨테이너들만");
            for word in words.split_whitespace() {
                let is_known = [("loop-step", "이")]
                    .iter()
                    .any(|(known, _)| *known == word);
                assert!(!is_known || subject == "이");
                check(word, "이/가", subject);
                check(word, "으로/로", towards);
                count += 1;
            }
        }
        assert!(count >= 200, "{count}");
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
