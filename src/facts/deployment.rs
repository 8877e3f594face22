//! Gitploy deployments as Gitploy's API v1 has them, in its own words.

use super::observation::Blind;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A deployment with what belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deployment {
    /// The repository as `namespace/name`.
    pub repo: String,
    /// The number that people use: `#4354`.
    pub number: u64,
    /// `commit`, `branch` or `tag`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The environment.
    pub env: String,
    /// What was asked for: a sha, a branch or a tag.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Its status word, kept verbatim: other words than Gitploy's own occur.
    pub status: String,
    /// The full commit id; `None` until it was handed to GitHub (Gitploy sends `""`).
    pub sha: Option<String>,
    /// GitHub's page; `None` until then.
    pub html_url: Option<String>,
    /// Whether the environment is a production one.
    pub production_environment: bool,
    /// Whether it is a rollback.
    pub is_rollback: bool,
    /// The dynamic payload, `app` and `deployComment` among others.
    pub dynamic_payload: Option<serde_json::Value>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// Who created it (login).
    pub user: Option<String>,
    /// Its status events, oldest first. When it finished is the time of the last one, never
    /// `updated_at`, which later changes move.
    pub statuses: Vec<StatusEvent>,
    /// Reviews.
    pub reviews: Vec<Review>,
    /// Why the reviews could not be looked at; their list says nothing then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unseen_reviews: Option<Blind>,
    /// The newest successful deployment of the same application and environment after this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later: Option<Box<Deployment>>,
    /// Why it is not known whether there is a later one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unseen_later: Option<Blind>,
}

impl Deployment {
    /// A string of the dynamic payload (`app`, `deployComment`).
    pub fn payload(&self, key: &str) -> Option<&str> {
        self.dynamic_payload.as_ref()?.get(key)?.as_str()
    }

    /// When it finished: the time of its last status event. That GitHub calls it `inactive`, since a
    /// later one took its place, is none of its own.
    pub fn finished_at(&self) -> Option<DateTime<Utc>> {
        let ended = ["success", "failure", "canceled"].contains(&self.status.as_str());
        let mut own = self.statuses.iter().rev();
        let last = own
            .find(|event| event.status != "inactive")
            .filter(|_| ended);
        last.map(|event| event.created_at)
    }

    /// When it succeeded: the time of its last `success` event.
    pub fn succeeded_at(&self) -> Option<DateTime<Utc>> {
        self.statuses
            .iter()
            .rev()
            .find(|event| event.status == "success")
            .map(|e| e.created_at)
    }
}

/// One status event, as GitHub sent it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusEvent {
    /// Free text: `queued`, `in_progress`, `success`, `failure`, …
    pub status: String,
    /// What it said.
    pub description: Option<String>,
    /// Its log.
    pub log_url: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// One review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// `pending`, `rejected` or `approved`.
    pub status: String,
    /// Who (login).
    pub user: Option<String>,
    /// What they said.
    pub comment: Option<String>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}
