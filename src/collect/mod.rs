//! The outside: one HTTP seam (live, recording, replaying, offline) and, above it, the cluster,
//! deployments, Loki, Prometheus, Argo CD and HTTP; besides, git and Kiro specs. Turns what comes back
//! into `facts`; nothing above knows a URL. Never judges.

pub(crate) mod access;
pub(crate) mod observe;

pub(crate) mod argo;
pub(crate) mod cluster;
pub(crate) mod deployments;
pub mod git;
pub(crate) mod git_query;
pub(crate) mod http;
pub(crate) mod kiro;
pub(crate) mod loki;
pub(crate) mod prometheus;

pub(crate) mod columns;
pub(crate) mod har;
pub(crate) mod jsonpath;
pub(crate) mod pages;
pub(crate) mod place;
pub(crate) mod reply;
pub(crate) mod seam;

#[cfg(test)]
pub(crate) mod tests {
    //! What the tests of several rooms ask.

    pub(crate) mod fixture;
}
