//! What a documented command turned out to be, and the filters of its pipe, as plain data.

use super::Query;
use serde::{Deserialize, Serialize};

/// What a documented command turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "class", content = "detail")]
pub enum Class {
    /// Read-only and understood completely.
    Understood(Box<Pipeline>),
    /// Read-only, but a person has to fill in a value first: the placeholder or variable names.
    NeedsValue(Vec<String>),
    /// Recognised, and never looked at: the rule that refuses it (`kubectl apply changes the cluster`).
    Refused(String),
    /// A tool, a filter or a shell construct that this program does not know: what it is.
    NotOurs(String),
}

/// A query and the filters that its output goes through.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pipeline {
    /// What is asked.
    pub query: Query,
    /// The harmless filters after it, in order.
    pub filters: Vec<Filter>,
}

/// A harmless filter of a pipe.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Filter {
    /// `grep`, `egrep`, `fgrep`.
    Grep(Grep),
    /// `head`: a negative number drops the last ones.
    Head(i64),
    /// `tail`; `from_start` is `tail -n +N`.
    Tail {
        /// How many lines.
        lines: u64,
        /// `+N`: from that line on.
        from_start: bool,
    },
    /// `head -c N`, `tail -c N`.
    Bytes {
        /// How many.
        count: u64,
        /// Whether the last ones.
        last: bool,
    },
    /// `wc -l` (or `-w`, `-c`).
    Count(char),
    /// `sort`.
    Sort(Sort),
    /// `uniq`.
    Uniq(Uniq),
    /// `cut -d X -f LIST` or `-c LIST`: delimiter (`None` for characters) and the list.
    Cut(Option<char>, String),
    /// `tr` with its sets; `-d` has no second one.
    Tr(String, Option<String>),
    /// `tr -s SET`: runs of one of the characters become one.
    Squeeze(String),
    /// `2>&1` before a pipe: what goes to stderr stands before what is printed.
    WithStderr,
    /// `> /dev/null` at the end: nothing is printed, and only the exit status is left.
    Discard,
    /// `awk`: the program, which must be of the known simple forms.
    Awk {
        /// `-F`.
        separator: Option<String>,
        /// The program text.
        program: String,
    },
    /// `jq`.
    Jq(Jq),
    /// `yq` reads: the expression.
    Yq(String),
    /// `sed` of the simple forms.
    Sed(Sed),
    /// `column -t`: the words of all lines in columns.
    Columns,
    /// `xargs` without a command: all words on one line.
    Words,
    /// `tee FILE` or `> FILE`: the text that would go to the file, which is not written.
    ToFile(String),
}

/// `uniq`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Uniq {
    /// `-c`.
    pub count: bool,
    /// `-d`.
    pub repeated: bool,
    /// `-u`.
    pub unique: bool,
    /// `-i`.
    pub ignore_case: bool,
}

/// `jq`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Jq {
    /// `-r`.
    pub raw: bool,
    /// `-c`.
    pub compact: bool,
    /// `-e`.
    pub exit_status: bool,
    /// `-S`.
    pub sorted: bool,
    /// `-j`: no line ends between results.
    pub joined: bool,
    /// `-s`: all inputs are one array.
    pub slurp: bool,
    /// The program.
    pub program: String,
}

/// `sed`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sed {
    /// The commands, one a line.
    pub script: String,
    /// `-n`: only what `p` says is printed.
    pub quiet: bool,
    /// `-E`: extended patterns.
    pub extended: bool,
}

/// `sort`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sort {
    /// `-r`.
    pub reverse: bool,
    /// `-u`.
    pub unique: bool,
    /// `-s`: lines with equal keys stay in their order.
    pub stable: bool,
    /// How lines, or keys without their own order, are compared.
    pub by: SortBy,
    /// `-k`.
    pub keys: Vec<SortKey>,
    /// `-t`.
    pub separator: Option<char>,
}

/// One `-k FROM[,TO]` of `sort`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SortKey {
    /// The first field, from 1.
    pub from: usize,
    /// The last field; `None` is the end of the line.
    pub to: Option<usize>,
    /// Its own order with its own `-r`; `None` is the command's.
    pub own: Option<(SortBy, bool)>,
}

/// How `sort` compares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SortBy {
    /// `-n`, `-h` or bytes.
    pub value: SortValue,
    /// `-f`.
    pub fold: bool,
    /// `-b`.
    pub blanks: bool,
}

/// What `sort` makes of a key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SortValue {
    /// Its bytes.
    #[default]
    Text,
    /// `-n`.
    Number,
    /// `-h`: `2K`, `1G`.
    Human,
}

/// `grep`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Grep {
    /// The patterns; a line matches if one does.
    pub patterns: Vec<String>,
    /// `-E`/`-P` (true) or basic syntax.
    pub extended: bool,
    /// `-F`.
    pub fixed: bool,
    /// `-i`.
    pub ignore_case: bool,
    /// `-v`.
    pub invert: bool,
    /// `-c`.
    pub count: bool,
    /// `-o`.
    pub only_matching: bool,
    /// `-w`.
    pub word: bool,
    /// `-x`.
    pub line: bool,
    /// `-m`.
    pub most: Option<u64>,
    /// `-q`.
    pub quiet: bool,
    /// `-n`.
    pub line_number: bool,
    /// `-B`.
    pub before: u64,
    /// `-A`.
    pub after: u64,
}
