//! Korean numbers in words: 열두, 스물셋, 십오, and what stands directly behind digits: 3천.

use super::korean::cut;

const TENS: [&str; 9] = [
    "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔",
];
/// The second form stands before what is counted.
const ONES: [[&str; 2]; 9] = [
    ["하나", "한"],
    ["둘", "두"],
    ["셋", "세"],
    ["넷", "네"],
    ["다섯", "다섯"],
    ["여섯", "여섯"],
    ["일곱", "일곱"],
    ["여덟", "여덟"],
    ["아홉", "아홉"],
];
const DIGITS: [&str; 9] = ["일", "이", "삼", "사", "오", "육", "칠", "팔", "구"];

/// A thousand or a hundred directly behind digits (`3천`), and the run behind it.
pub(super) fn unit(run: &str) -> Option<(u64, &str)> {
    let (unit, rest) = [("천", 1000), ("백", 100)]
        .iter()
        .find_map(|(word, unit)| Some((*unit, run.strip_prefix(word)?)))?;
    binds(rest).then_some((unit, rest))
}

/// A number of ten or more, and the run behind it. 열 alone is a column.
pub(super) fn numeral(run: &str) -> Option<(u64, &str)> {
    native(run).or_else(|| sino(run))
}

fn native(run: &str) -> Option<(u64, &str)> {
    if let Some(rest) = run.strip_prefix("스무") {
        return binds(rest).then_some((20, rest));
    }
    let (tens, rest) = (1..)
        .zip(TENS)
        .find_map(|(n, word)| Some((n * 10, run.strip_prefix(word)?)))?;
    let with_ones = (1..).zip(ONES).find_map(|(n, words)| {
        let behind = words.iter().find_map(|word| rest.strip_prefix(word))?;
        binds(behind).then_some((tens + n, behind))
    });
    let alone = binds(rest) && (tens > 10 || rest.starts_with('개'));
    with_ones.or_else(|| alone.then_some((tens, rest)))
}

fn sino(run: &str) -> Option<(u64, &str)> {
    let tens = digit(run).filter(|(n, _)| *n > 1);
    let (tens, rest) = tens.map_or((1, run), |(n, rest)| (n, rest));
    let rest = rest.strip_prefix('십')?;
    let with_ones = digit(rest)
        .map(|(n, behind)| (tens * 10 + n, behind))
        .filter(|(_, behind)| binds(behind));
    with_ones.or_else(|| binds(rest).then_some((tens * 10, rest)))
}

fn digit(run: &str) -> Option<(u64, &str)> {
    (1..)
        .zip(DIGITS)
        .find_map(|(n, word)| Some((n, run.strip_prefix(word)?)))
}

/// Whether nothing but endings and counters stands behind a number.
fn binds(rest: &str) -> bool {
    rest.is_empty() || cut(rest, true).is_some()
}

#[cfg(test)]
mod tests {
    use super::{numeral, unit};

    #[test]
    fn numbers_in_words() {
        let rows = [
            ("열두", Some((12, ""))),
            ("열두개", Some((12, "개"))),
            ("열개", Some((10, "개"))),
            ("열", None),
            ("열이", None),
            ("열에", None),
            ("열은", None),
            ("열하나", Some((11, ""))),
            ("스무개의", Some((20, "개의"))),
            ("스물셋", Some((23, ""))),
            ("서른", Some((30, ""))),
            ("십오", Some((15, ""))),
            ("십", Some((10, ""))),
            ("이십", Some((20, ""))),
            ("삼십이개", Some((32, "개"))),
            ("이상", None),
            ("사용량", None),
            ("일부", None),
            ("수십개", None),
            ("열려", None),
        ];
        for (run, number) in rows {
            assert_eq!(numeral(run), number, "{run}");
        }
        assert_eq!(unit("천개"), Some((1000, "개")));
        assert_eq!(unit("백"), Some((100, "")));
        assert_eq!(unit("백업"), None);
        assert_eq!(unit("개"), None);
    }
}
