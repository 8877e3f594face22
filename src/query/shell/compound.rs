//! The compound commands that are open while shell text is read: loops, conditions, functions, groups.

/// A compound command that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::query) struct Open {
    /// Its first word; `( )` and `{ }` for groups.
    pub kind: &'static str,
    /// Whether this is its condition or list, before `do` or `then`.
    pub head: bool,
    /// Tells it from the others of its fence.
    pub number: usize,
}

/// Compound commands that are open, across the statements of a fence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::query) struct Nest {
    pub(super) open: Vec<Open>,
    opened: usize,
    /// The functions that were defined.
    pub functions: Vec<String>,
}

impl Nest {
    /// Whether a compound command is not closed yet.
    pub(crate) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    pub(super) fn push(&mut self, kind: &'static str) {
        self.opened += 1;
        self.open.push(Open {
            kind,
            head: !matches!(kind, "{ }" | "( )" | "function"),
            number: self.opened,
        });
    }

    pub(super) fn pop(&mut self) {
        self.open.pop();
    }

    pub(super) fn head(&mut self, head: bool) {
        if let Some(last) = self.open.last_mut() {
            last.head = head;
        }
    }

    pub(super) fn last(&self) -> Option<&'static str> {
        self.open.last().map(|open| open.kind)
    }
}
