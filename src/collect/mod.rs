//! The outside: one HTTP seam (live, recording, replaying, offline) and, above it, the cluster,
//! deployments, Loki, Prometheus, Argo CD and HTTP; besides, git and Kiro specs. Turns what comes back
//! into `facts`; nothing above knows a URL. Never judges.

pub mod access;
pub mod observe;

pub mod argo;
pub mod cluster;
pub mod deployments;
pub mod git;
pub mod git_query;
pub mod http;
pub mod kiro;
pub mod loki;
pub mod prometheus;

pub mod columns;
pub mod har;
pub mod jsonpath;
pub mod pages;
pub mod place;
pub mod reply;
pub mod seam;
pub mod url;

#[cfg(test)]
pub mod tests {
    //! What the tests of several rooms ask.

    pub mod fixture;
}
