//! The alphabet of the grammar: what a word of either language can mean. The two lexicons turn words
//! into these, and one set of clause rules reads them.

use super::frame::Frame;
use crate::judge::predicate::{Comparison, Metric, Name, Shape};
use chrono::TimeDelta;
use std::ops::Range;

/// Words that bind what is said and say nothing themselves, by how they bind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bind {
    /// the, a.
    Article,
    /// is, should be, will: what is said of something.
    Be,
    /// verify, 확인.
    Check,
    /// that, whether, 여부.
    That,
    /// there, before `are`.
    There,
    /// you, who sees it.
    Person,
    /// now, fully, 정상적으로: that it is so, again.
    Adverb,
    /// state, 상태: the noun of what it is.
    Noun,
    /// Korean particles and endings.
    Ending,
}

/// The terms of the vocabulary, each with the category of the lexicon that it is.
macro_rules! terms {
    ($($(#[$doc:meta])* $name:ident = $category:literal,)*) => {
        /// A word of the vocabulary.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Term {
            /// Binds words, and says nothing else.
            Bind(Bind),
            Kind(&'static str),
            State(&'static str),
            Column(&'static str),
            Compare(Comparison),
            Numeral(u64),
            /// A unit of time, in seconds.
            Seconds(i64),
            /// What a value looks like.
            Is(Shape),
            /// The words of an HTTP status.
            Reason(u16),
            /// A field of an object.
            Field(&'static str),
            $($(#[$doc])* $name,)*
        }

        /// The terms without a value, by their categories.
        const PLAIN: &[(&str, Term)] = &[$(($category, Term::$name),)*];
    };
}

terms! {
    Every = "every",
    Some = "some",
    No = "no",
    Not = "not",
    /// non-, before what it denies.
    Non = "non",
    /// cluster-wide, 클러스터 전체.
    Cluster = "cluster",
    Cpu = "cpu",
    Memory = "memory",
    Restarts = "restarts",
    Age = "age",
    Usage = "usage",
    /// 이내, within.
    Within = "within",
    Counter = "counter",
    /// 회, times: how often something happened, and no number of things.
    Times = "times",
    Lines = "lines",
    Exist = "exist",
    Gone = "gone",
    Show = "show",
    Deployed = "deployed",
    Have = "have",
    Output = "output",
    NoResources = "no-resources",
    /// empty: of what is printed.
    Empty = "empty",
    /// What `kubectl rollout status` ends with.
    RolledOut = "rolled-out",
    Logs = "logs",
    Errors = "errors",
    CountWord = "count-word",
    Same = "same",
    Per = "per",
    PerNode = "per-node",
    NodeCount = "node-count",
    Previously = "previously",
    ColumnWord = "column-word",
    NameWord = "name-word",
    PortWord = "port-word",
    In = "in",
    On = "on",
    At = "at",
    Of = "of",
    As = "as",
    And = "and",
    Or = "or",
    Collected = "collected",
    Stable = "stable",
    /// both: two, or all of two that are named.
    Both = "both",
    /// for, as in `for all pods`.
    For = "for",
    /// 접속, reachable: a server answers.
    Answers = "answers",
    /// 가능: only behind what it makes possible.
    Possible = "possible",
    /// 연결: pods behind a service.
    Linked = "linked",
    /// 보다, with 크다 or 작다 behind it a comparison.
    Than = "than",
    Greater = "greater",
    Smaller = "smaller",
    /// 롤아웃.
    Rollout = "rollout",
    Http = "http",
    VersionWord = "version-word",
    Last = "last",
    Only = "only",
    Json = "json",
    Remaining = "remaining",
    /// 중: is at it. Only 실행 중 says that it runs; 생성 중 and 준비 중 say that it is not done.
    Ongoing = "ongoing",
    /// 유지: stays so.
    Kept = "kept",
    /// 서로 다른, different: each has its own.
    Different = "different",
    /// the same, of a place.
    Alike = "alike",
    /// 분산, spread: over several places.
    Spread = "spread",
    /// 주소, address.
    Address = "address",
    /// from, as in `from all pods`.
    From = "from",
    /// 경고, warnings: of events.
    Warnings = "warnings",
    /// 리소스, resources: whatever is printed.
    Things = "things",
    /// 사이, between: two bounds, both included.
    Between = "between",
    /// targets of Prometheus.
    Targets = "targets",
    /// 이미지, image: of a container.
    Image = "image",
    /// 태그, tag.
    Tag = "tag",
    ImageTag = "image-tag",
    /// 제한, limit: of memory or CPU.
    Limit = "limit-word",
    /// 요청, request: likewise.
    Request = "request",
    /// 레벨, level: of errors.
    Level = "level",
    /// since the deployment.
    Since = "since",
    /// 내, behind a time, a number of lines or a place.
    Inside = "inside",
    /// 간, behind a time: so long.
    Span = "span",
    /// 여러, multiple: two or more.
    Several = "several",
    /// 증가, increase: of restarts.
    Grows = "grows",
    /// 성공: only what a rollout says of itself.
    Success = "success",
    /// 떠 있다: it runs.
    Up = "up",
}

impl Term {
    /// The category of a term without a value.
    pub(super) fn category(self) -> Option<&'static str> {
        let plain = PLAIN.iter().find(|(_, term)| *term == self);
        plain.map(|(name, _)| *name)
    }

    /// The term of a category and a value of the lexicon.
    pub(super) fn of(category: &str, value: &'static str) -> Option<Term> {
        let plain = PLAIN.iter().find(|(name, _)| *name == category);
        if let Some((_, term)) = plain {
            return value.is_empty().then_some(*term);
        }
        Some(match category {
            "bind" => Term::Bind(bind(value)?),
            "kind" => Term::Kind(value),
            "state" => Term::State(value),
            "column" | "header" => Term::Column(value),
            "numeral" => Term::Numeral(value.parse().ok()?),
            "seconds" => Term::Seconds(value.parse().ok()?),
            "reason" => Term::Reason(value.parse().ok()?),
            "compare" => Term::Compare(match value {
                "AtLeast" => Comparison::AtLeast,
                "AtMost" => Comparison::AtMost,
                "Less" => Comparison::Less,
                "More" => Comparison::More,
                _ => return None,
            }),
            "is" => Term::Is(match value {
                "Ip" => Shape::Ip,
                "HostName" => Shape::HostName,
                "ElbHostName" => Shape::ElbHostName,
                _ => return None,
            }),
            _ => return None,
        })
    }
}

/// A way of binding by its value in the lexicon.
fn bind(value: &str) -> Option<Bind> {
    Some(match value {
        "adverb" => Bind::Adverb,
        "article" => Bind::Article,
        "be" => Bind::Be,
        "check" => Bind::Check,
        "ending" => Bind::Ending,
        "noun" => Bind::Noun,
        "person" => Bind::Person,
        "that" => Bind::That,
        "there" => Bind::There,
        _ => return None,
    })
}

/// A word or sign with its meaning.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Concept {
    Term(Term),
    Number(u64),
    /// Two numbers with a dash: `5-10`.
    Range(u64, u64),
    Ratio(u64, u64),
    SameRatio,
    /// A quantity, decimal or duration whose unit decides: `250m`.
    Measure(String),
    /// Two of them, both included: `between 100m and 250m`.
    Measures(String, String),
    Percent(String),
    /// Numeric parts and the text.
    Version(Vec<u64>, String),
    Time(TimeDelta),
    TimeRange(TimeDelta, TimeDelta),
    /// An upper-case word that may be a column.
    UpperCase(String),
    Name(Name),
    /// `kind/name`.
    KindName(String, String),
    KeyValue(String, String),
    Literal(String),
    Json(serde_json::Value),
    Compare(Comparison),
    Comma,
    Colon,
    Slash,
    Plus,
    Dash,
    Equals,
    Arrow,
    Stop,
    /// What stood in parentheses, as all that it can be.
    Aside(Vec<Frame>),
    Unknown(String),
}

/// A concept and where its words stand in the cleaned text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) concept: Concept,
    pub(super) span: Range<usize>,
}

impl Token {
    pub(super) fn is(&self, term: Term) -> bool {
        self.concept == Concept::Term(term)
    }
}

/// The metric of a word, if it is one.
pub(super) fn metric(term: Term) -> Option<Metric> {
    match term {
        Term::Cpu => Some(Metric::Cpu),
        Term::Memory => Some(Metric::Memory),
        Term::Restarts => Some(Metric::Restarts),
        Term::Age => Some(Metric::Age),
        _ => None,
    }
}
