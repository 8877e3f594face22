//! The alphabet of the grammar: what a word of either language can mean. The two lexicons turn words
//! into these, and one set of clause rules reads them.

use crate::judge::predicate::{Comparison, Metric, Name, Shape};
use chrono::TimeDelta;
use std::ops::Range;

/// A word of the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Term {
    /// Says that it is a demand, or binds words, and nothing else.
    Noise,
    Every,
    Some,
    No,
    Not,
    /// non-, before what it denies.
    Non,
    /// cluster-wide, 클러스터 전체.
    Cluster,
    Kind(&'static str),
    State(&'static str),
    Column(&'static str),
    Cpu,
    Memory,
    Restarts,
    Age,
    Usage,
    Compare(Comparison),
    /// 이내, within.
    Within,
    Numeral(u64),
    Counter,
    Lines,
    Seconds(i64),
    Exist,
    Gone,
    Show,
    Deployed,
    Have,
    Output,
    NoResources,
    /// empty: of what is printed.
    Empty,
    /// What `kubectl rollout status` ends with.
    RolledOut,
    Logs,
    Errors,
    CountWord,
    Same,
    Per,
    PerNode,
    NodeCount,
    Previously,
    ColumnWord,
    NameWord,
    Is(Shape),
    PortWord,
    In,
    On,
    At,
    Of,
    As,
    And,
    Or,
    Collected,
    Stable,
    /// both: two, or all of two that are named.
    Both,
    /// for, as in `for all pods`.
    For,
    /// 접속, reachable: a server answers.
    Answers,
    /// 가능: only behind what it makes possible.
    Possible,
    /// 연결: pods behind a service.
    Linked,
    /// 보다, with 크다 or 작다 behind it a comparison.
    Than,
    Greater,
    Smaller,
    /// 롤아웃.
    Rollout,
    Http,
    Reason(u16),
    VersionWord,
    Last,
    Only,
    Json,
    Remaining,
    /// 중: is at it. Only 실행 중 says that it runs; 생성 중 and 준비 중 say that it is not done.
    Ongoing,
    /// 유지: stays so.
    Kept,
    /// 서로 다른, different: each has its own.
    Different,
    /// the same, of a place.
    Alike,
    /// 분산, spread: over several places.
    Spread,
    /// 주소, address.
    Address,
    /// from, as in `from all pods`.
    From,
    /// 경고, warnings: of events.
    Warnings,
    /// 리소스, resources: whatever is printed.
    Things,
    /// 사이, between: two bounds, both included.
    Between,
    /// targets of Prometheus.
    Targets,
    /// 이미지, image: of a container.
    Image,
    /// 태그, tag.
    Tag,
    ImageTag,
    /// 제한, limit: of memory or CPU.
    Limit,
    /// 요청, request: likewise.
    Request,
    /// A field of an object.
    Field(&'static str),
    /// 레벨, level: of errors.
    Level,
    /// since the deployment.
    Since,
    /// 내, behind a time, a number of lines or a place.
    Inside,
    /// 간, behind a time: so long.
    Span,
    /// 여러, multiple: two or more.
    Several,
    /// 증가, increase: of restarts.
    Grows,
    /// 성공: only what a rollout says of itself.
    Success,
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
