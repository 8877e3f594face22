//! The outside: one HTTP seam (live, recording, replaying, offline) and, above it, the cluster,
//! Gitploy, Loki, Prometheus, Argo CD and HTTP; besides, git and Kiro specs. Turns what comes back
//! into `facts`; nothing above knows a URL. Never judges.

pub mod access;
pub mod columns;
pub mod git;
pub mod jsonpath;
