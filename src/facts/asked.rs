//! What a documented command asks, in the names of the trade: of which kind of thing, which of them,
//! and where. What stands elsewhere in a command (a host, a flag's value, a label that a selector
//! excludes) is no name of what it asks.

/// What one command asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Of which kinds of things, as written: `ds`, `pods`, `logs`, `usage`.
    pub kinds: Vec<String>,
    /// Names that pick them: an object's, a selector's values, a container's, in lower case.
    pub names: Vec<String>,
    /// The namespace, if one is named.
    pub namespace: Option<String>,
    /// The cluster's context, if one is named.
    pub context: Option<String>,
}
