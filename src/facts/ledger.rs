//! The ledger of a record's lines: each demands, is not understood, or demands nothing, and then for a
//! reason of these.

use super::lang::Lang;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Silence a line demands nothing.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Silence {
    /// 결과, Output: it tells what came out.
    Reports,
    /// 변경 전, Baseline: it tells what was before the work.
    Before,
    /// 실패 시, If it fails: it says what to do then.
    Advises,
    /// `If …`, 만약: advice under a condition.
    Conditional,
    /// 예상 비용, Expected downtime: it forecasts.
    Forecasts,
    /// 참고, Note, a column of owners: a remark.
    Remark,
    /// Because …, 때문: it says why something is so.
    Explains,
    /// A heading or a label over other lines.
    Heading,
    /// It says what its commands show, and nothing of what must be seen.
    Announces,
    /// ❌ or a warning sign stands before it.
    MarkedWrong,
    /// 나쁜 예, `← wrong`: an example of what is wrong.
    CounterExample,
    /// Struck out.
    Struck,
    /// Text of a file, before any command.
    File,
    /// Nothing is written.
    Empty,
}

impl Silence {
    /// Whether this was told by the words of the sentence alone, so that its place may know better: among
    /// demands nothing is a remark.
    pub fn is_by_words(self) -> bool {
        match self {
            Silence::Reports | Silence::Explains | Silence::Forecasts | Silence::Remark => true,
            Silence::Announces
            | Silence::Before
            | Silence::Advises
            | Silence::Conditional
            | Silence::Heading => false,
            Silence::MarkedWrong
            | Silence::CounterExample
            | Silence::Struck
            | Silence::File
            | Silence::Empty => false,
        }
    }

    /// In plain words.
    pub fn words(self, lang: Lang) -> &'static str {
        let (ko, en) = match self {
            Silence::Reports => (
                "결과를 적은 문장이며 요구가 아닙니다",
                "it reports a result and demands nothing",
            ),
            Silence::Before => (
                "작업 전의 상태를 적은 것이며 요구가 아닙니다",
                "it tells what was before the work and demands nothing",
            ),
            Silence::Advises => (
                "문제가 생겼을 때의 안내입니다",
                "it is advice for when something fails",
            ),
            Silence::Conditional => ("조건이 붙은 안내입니다", "it is conditional advice"),
            Silence::Forecasts | Silence::Remark => (
                "설명이나 예측이며 요구가 아닙니다",
                "it is a remark or a forecast and demands nothing",
            ),
            Silence::Explains => ("이유를 적은 문장입니다", "it says why something is so"),
            Silence::Heading => (
                "아래 줄의 제목입니다",
                "it is a heading of the lines under it",
            ),
            Silence::Announces => (
                "명령이 무엇을 보여 주는지 적은 것입니다",
                "it says what the command shows",
            ),
            Silence::MarkedWrong => (
                "잘못된 예나 경고로 표시되어 있습니다",
                "it is marked as wrong or as a warning",
            ),
            Silence::CounterExample => (
                "반례로 표시되어 있습니다",
                "it is marked as a counter-example",
            ),
            Silence::Struck => ("취소선으로 지워져 있습니다", "it is struck out"),
            Silence::File => ("파일의 내용입니다", "it is a file's text"),
            Silence::Empty => ("비어 있습니다", "it is empty"),
        };
        lang.pick(ko, en)
    }
}

/// How many lines have which reading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// All that demand something: the next three together.
    pub lines: usize,
    /// Those that are judged.
    pub judged: usize,
    /// Those that only a person can judge.
    pub person: usize,
    /// Those that are not understood.
    pub not_understood: usize,
    /// Those that demand nothing.
    pub nothing: usize,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tally {
    /// It is judged.
    Judged,
    /// A person judges it.
    Person,
    /// It is not understood.
    NotUnderstood,
    /// It demands nothing.
    Nothing,
}

impl std::iter::Sum for Totals {
    fn sum<I: Iterator<Item = Totals>>(all: I) -> Totals {
        all.fold(Totals::default(), |sum, one| Totals {
            lines: sum.lines + one.lines,
            judged: sum.judged + one.judged,
            person: sum.person + one.person,
            not_understood: sum.not_understood + one.not_understood,
            nothing: sum.nothing + one.nothing,
        })
    }
}

impl FromIterator<Tally> for Totals {
    fn from_iter<I: IntoIterator<Item = Tally>>(tallies: I) -> Totals {
        let mut totals = Totals::default();
        for tally in tallies {
            match tally {
                Tally::Judged => totals.judged += 1,
                Tally::Person => totals.person += 1,
                Tally::NotUnderstood => totals.not_understood += 1,
                Tally::Nothing => totals.nothing += 1,
            }
        }
        totals.lines = totals.judged + totals.person + totals.not_understood;
        totals
    }
}

impl Totals {
    /// All of them, in plain words.
    pub fn words(&self, lang: Lang) -> String {
        let Totals {
            lines,
            judged,
            person,
            not_understood,
            nothing,
        } = self;
        match lang {
            Lang::Ko => format!(
                "요구하는 줄 {lines}개: 판정 {judged}, 사람이 확인 {person}, 이해하지 못함 {not_understood} (요구하지 않는 줄 {nothing}개)"
            ),
            Lang::En => {
                let s = if *lines == 1 { "line" } else { "lines" };
                format!(
                    "{lines} {s}: {judged} judged, {person} a person's, {not_understood} not understood ({nothing} demand nothing)"
                )
            }
        }
    }

    /// What is left to a person, in plain words; `None` if nothing is.
    pub fn left(&self, lang: Lang) -> Option<String> {
        let left = self.person + self.not_understood;
        let not = self.not_understood;
        (left > 0).then(|| match lang {
            Lang::Ko => format!("사람이 확인할 줄 {left}개 (이해하지 못한 줄 {not}개)"),
            Lang::En if left == 1 => format!("1 line is left to a person ({not} not understood)"),
            Lang::En => format!("{left} lines are left to a person ({not} not understood)"),
        })
    }
}
