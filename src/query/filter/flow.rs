//! Lines on their way through a pipe, each knowing which printed line it stands for.

use crate::both;
use crate::facts::budget;
use crate::facts::lang::Bilingual;

/// What a line takes beside its text, in bytes.
const LINE: usize = 48;

/// Text in a pipe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flow {
    /// The lines, without line ends.
    pub lines: Vec<Line>,
    /// Whether the last line has a line end.
    pub ended: bool,
    /// Whether the last filter exited with 0.
    pub success: bool,
    /// The printed lines that what is left stands for: still known after counting them.
    pub kept: Option<Vec<usize>>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its text.
    pub text: String,
    /// The printed line that it is or was made of, counted from 0.
    pub origin: Option<usize>,
}

/// The lines of a printed text.
pub(super) fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    body.split('\n').filter(|_| !text.is_empty())
}

impl Flow {
    /// Splits printed text; there is nothing to split beyond the budget.
    pub(super) fn of(text: &str) -> Flow {
        let lines = text.bytes().filter(|byte| *byte == b'\n').count();
        let text = match budget::make(lines * LINE) {
            Ok(()) => text,
            Err(_) => "",
        };
        let ended = text.is_empty() || text.ends_with('\n');
        let lines = lines_of(text).enumerate().map(|(at, line)| Line {
            text: line.to_owned(),
            origin: Some(at),
        });
        Flow {
            lines: lines.collect(),
            ended,
            success: true,
            kept: None,
        }
    }

    /// Puts what went to stderr before what was printed. Its lines stand for no printed one.
    pub(super) fn precede(&mut self, stderr: &str) {
        let mut lines = Flow::of(stderr).lines;
        for line in &mut lines {
            line.origin = Some(usize::MAX);
        }
        lines.append(&mut self.lines);
        self.lines = lines;
    }

    /// The text as printed.
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.size());
        for (at, line) in self.lines.iter().enumerate() {
            text.push_str(&line.text);
            if at + 1 < self.lines.len() || self.ended {
                text.push('\n');
            }
        }
        text
    }

    /// Its size in bytes.
    pub(super) fn size(&self) -> usize {
        self.lines.iter().map(|line| line.text.len() + 1).sum()
    }

    /// What it takes of memory.
    pub(super) fn weight(&self) -> usize {
        self.size() + self.lines.len() * LINE
    }

    /// The printed lines that are left; `None` once that is not known.
    pub(super) fn origins(&self) -> Option<Vec<usize>> {
        match &self.kept {
            Some(kept) => Some(kept.clone()),
            None => self.lines.iter().map(|line| line.origin).collect(),
        }
    }

    /// Replaces everything by lines that stand for no single printed line; what they were made of is
    /// kept in mind.
    pub(super) fn replace(&mut self, lines: Vec<String>) {
        self.kept = self.origins();
        self.lines = lines
            .into_iter()
            .map(|text| Line { text, origin: None })
            .collect();
        self.ended = true;
    }

    /// `head -n N`; a negative number drops the last ones.
    pub(super) fn head(&mut self, lines: i64) {
        let all = self.lines.len();
        let count = usize::try_from(lines.unsigned_abs()).unwrap_or(usize::MAX);
        let end = if lines < 0 {
            all.saturating_sub(count)
        } else {
            count.min(all)
        };
        self.ended |= end < all;
        self.lines.truncate(end);
    }

    /// `tail -n N` or `tail -n +N`.
    pub(super) fn tail(&mut self, lines: u64, from_start: bool) {
        let count = usize::try_from(lines).unwrap_or(usize::MAX);
        let start = if from_start {
            count.saturating_sub(1).min(self.lines.len())
        } else {
            self.lines.len().saturating_sub(count)
        };
        self.lines.drain(..start);
    }

    /// `head -c N`, `tail -c N`. A line that is cut through stands for no printed one.
    ///
    /// # Errors
    /// A cut in the middle of a character, of which nobody could say what is printed.
    pub(super) fn bytes(&mut self, count: u64, last: bool) -> Result<(), Bilingual> {
        let text = self.text();
        let count = usize::try_from(count).unwrap_or(usize::MAX).min(text.len());
        let (start, end) = if last {
            (text.len() - count, text.len())
        } else {
            (0, count)
        };
        let Some(kept) = text.get(start..end) else {
            return Err(both!(
                "`-c`가 글자 하나를 둘로 자릅니다",
                "`-c` would cut a character in two"
            ));
        };
        let mut cut = Flow::of(kept);
        if count < text.len() {
            // Of the lines that are whole the printed ones are known.
            let skipped = self.lines.len() - cut.lines.len();
            let before = if last { skipped } else { 0 };
            for (at, line) in cut.lines.iter_mut().enumerate() {
                let own = &self.lines[before + at];
                line.origin = own.origin.filter(|_| own.text == line.text);
            }
        } else {
            cut.lines.clone_from(&self.lines);
            cut.kept.clone_from(&self.kept);
        }
        *self = cut;
        Ok(())
    }

    /// `wc -l`, `-w`, `-c`: line ends, words, bytes.
    pub(super) fn count(&mut self, what: char) {
        let open = usize::from(!self.ended && !self.lines.is_empty());
        let number = match what {
            'l' => self.lines.len() - open,
            'w' => self
                .lines
                .iter()
                .map(|line| line.text.split_whitespace().count())
                .sum(),
            _ => self.size() - open,
        };
        self.replace(vec![number.to_string()]);
    }
}
