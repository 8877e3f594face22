//! Gitploy's HTTP API v1, as its server (1.1) behaves: deployments with their status events and reviews.
//! Its `/changes` is not asked: whatever the page, it gives the same list, cut at 250, and each asking
//! costs the deployer's quota at GitHub.

use super::{Dialect, Teller, filled, lacks, list, made, owner_and_name, required, status_event};
use crate::collect::seam::Trouble;
use crate::facts::deployment::{Deployment, DeploymentId, Review, System};
use crate::facts::fields::{flag, text};
use crate::facts::observation::Cause;
use crate::facts::percent;
use serde_json::Value;

/// How Gitploy is asked. What it does not find has a code of its own.
pub(super) const DIALECT: Dialect = Dialect {
    api: str::to_owned,
    path: |repo| format!("/api/v1/repos/{}/deployments", owner_and_name(repo)),
    environment: "env",
    page: 30,
    newest_first: &[],
    knows_success: true,
    list: listed,
    deployment: |_, repo, one| deployment(repo, one),
    is_own: |words| words.contains("entity_not_found"),
};

pub(super) async fn whole(
    gitploy: &Teller,
    repo: &str,
    number: &DeploymentId,
) -> Result<Deployment, Trouble> {
    let number_of_path = percent::encoded(number.as_str(), "");
    let path = format!("{}/{number_of_path}", gitploy.list_path(repo));
    let one = match gitploy.json(&path).await {
        Err(trouble) if trouble.cause == Cause::NotFound => {
            let is_there = trouble.detail.contains("The deployment is not found");
            return Err(if is_there {
                gitploy.without(repo, number).await
            } else {
                gitploy.without_repository(repo)
            });
        }
        one => one?,
    };
    let mut whole = deployment(repo, &one)?;
    let statuses = listed(gitploy.json(&format!("{path}/statuses")).await?)?;
    whole.statuses = statuses
        .iter()
        .map(|event| status_event(event, "status"))
        .collect::<Result<_, _>>()?;
    whole.statuses.sort_by_key(|event| event.created_at);
    // Reviews are an extra: nothing is judged by them, so they stop nothing.
    let reviews = async { listed(gitploy.json(&format!("{path}/reviews")).await?) };
    let reviews = reviews.await;
    match reviews.and_then(|all| all.iter().map(review).collect()) {
        Ok(reviews) => whole.reviews = reviews,
        Err(trouble) => whole.unseen_reviews = Some(gitploy.place().blind(trouble)),
    }
    Ok(whole)
}

/// A list, of which Go writes an empty one as `null`.
fn listed(value: Value) -> Result<Vec<Value>, Trouble> {
    match value {
        Value::Null => Ok(Vec::new()),
        value => list(value),
    }
}

fn deployment(repo: &str, one: &Value) -> Result<Deployment, Trouble> {
    // What Gitploy has filled in later is empty before.
    let present = |key: &str| match one[key].as_str() {
        Some(text) => Ok(text.to_owned()),
        None => required("deployment", one, key),
    };
    let number = one["number"].as_u64();
    let number = number.ok_or_else(|| lacks("deployment", "number"))?;
    let created = made("deployment", one, "created_at")?;
    let payload = one.get("dynamic_payload").filter(|p| p.is_object());
    Ok(Deployment {
        kind: text(one, "/type").to_owned(),
        env: present("env")?,
        reference: present("ref")?,
        status: present("status")?,
        sha: filled(one, "/sha"),
        html_url: filled(one, "/html_url"),
        production_environment: flag(one, "/production_environment"),
        is_rollback: flag(one, "/is_rollback"),
        dynamic_payload: payload.cloned(),
        user: filled(one, "/edges/user/login"),
        ..Deployment::of(System::Gitploy, repo, number, created)
    })
}

fn review(one: &Value) -> Result<Review, Trouble> {
    Ok(Review {
        status: text(one, "/status").to_owned(),
        user: filled(one, "/edges/user/login"),
        comment: filled(one, "/comment"),
        updated_at: made("review", one, "updated_at")?,
    })
}
