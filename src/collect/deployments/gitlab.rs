//! GitLab's Deployments over REST. A deployment has one status and, once it is done, the time at which
//! that was; `updated_at` moves with whatever touches the row later and is no such time.

use super::{Dialect, PAGE, Teller, filled, lacks, list, made, required};
use crate::both;
use crate::collect::seam::Trouble;
use crate::facts::deployment::{Deployment, DeploymentId, Review, StatusEvent, System};
use crate::facts::fields::{flag, list as items, time};
use crate::facts::observation::Cause;
use crate::facts::percent;
use serde_json::Value;

/// The deployment of a number. Within a project its pages count from one, and people write that number; the API
/// knows deployments by another one, which is taken where no page can have it. One that is both is refused,
/// unless a link to its page says which it is.
/// How GitLab is asked.
pub(super) const DIALECT: Dialect = Dialect {
    api,
    path: |project| {
        let project = percent::encoded(of_link(project), "");
        format!("/projects/{project}/deployments")
    },
    environment: "environment",
    page: PAGE,
    newest_first: &[("order_by", "id"), ("sort", "desc")],
    knows_success: true,
    list,
    deployment,
    is_own: |_| true,
};

pub(super) async fn whole(
    gitlab: &Teller,
    project: &str,
    id: &DeploymentId,
) -> Result<Deployment, Trouble> {
    let Some(wanted) = id.number() else {
        return Err(gitlab.without(project, id).await);
    };
    let newest = match newest_first(gitlab, project, 1, 1).await {
        Err(trouble) if trouble.cause == Cause::NotFound => {
            return Err(gitlab.without_repository(of_link(project)));
        }
        newest => newest?,
    };
    // One that has no number says nothing of which there are.
    let numbered = |one: &Value| number(one).ok_or_else(|| lacks("deployment", "iid"));
    let newest = newest.first().map(numbered).transpose()?;
    let of_page = match newest.filter(|newest| *newest >= wanted) {
        Some(newest) => of_page(gitlab, project, wanted, newest).await?,
        None => None,
    };
    let by_id = |id: u64| async move {
        match gitlab
            .json(&format!("{}/{id}", gitlab.list_path(project)))
            .await
        {
            Err(trouble) if trouble.cause == Cause::NotFound => Ok(None),
            one => one.map(Some),
        }
    };
    let of_id = if of_link(project) == project {
        by_id(wanted).await?
    } else {
        None
    };
    let id_of = |one: &Value| one["id"].as_u64();
    let one = match (of_page, of_id) {
        (Some(page), Some(other)) if id_of(&page) != id_of(&other) => {
            return Err(is_two(project, wanted, [&page, &other]));
        }
        (_, Some(one)) => one,
        // A list has no approvals.
        (Some(page), None) => match id_of(&page) {
            Some(id) => by_id(id).await?.unwrap_or(page),
            None => page,
        },
        (None, None) => return Err(gitlab.without(project, id).await),
    };
    deployment(gitlab, project, &one)
}

/// A project without the rest of a link to one of its deployments' pages.
pub(super) fn of_link(project: &str) -> &str {
    project.split("/-/").next().unwrap_or(project)
}

fn number(one: &Value) -> Option<u64> {
    one["iid"].as_u64()
}

/// The deployment whose page has a number. The number of the newest tells how far down the list it is at most:
/// those that were deleted leave their numbers out.
async fn of_page(
    gitlab: &Teller,
    project: &str,
    wanted: u64,
    newest: u64,
) -> Result<Option<Value>, Trouble> {
    let deepest = usize::try_from(newest - wanted).map_or(usize::MAX, |above| above / PAGE + 1);
    for page in (1..=deepest).rev().take(super::PAGES) {
        let list = newest_first(gitlab, project, page, PAGE).await?;
        let reaches = list.first().and_then(number) >= Some(wanted);
        let found = list.into_iter().find(|one| number(one) == Some(wanted));
        if found.is_some() || reaches {
            return Ok(found);
        }
    }
    if deepest > super::PAGES {
        Err(super::too_many())
    } else {
        Ok(None)
    }
}

async fn newest_first(
    gitlab: &Teller,
    project: &str,
    page: usize,
    size: usize,
) -> Result<Vec<Value>, Trouble> {
    let pairs = vec![
        ("order_by", "id".to_string()),
        ("sort", "desc".to_string()),
        ("page", page.to_string()),
        ("per_page", size.to_string()),
    ];
    let path = format!("{}{}", gitlab.list_path(project), percent::query(pairs));
    list(gitlab.json(&path).await?)
}

/// That a number is that of a page, and in the API that of another deployment, with how to name each.
fn is_two(project: &str, wanted: u64, both: [&Value; 2]) -> Trouble {
    let [page, other] = both.map(|one| {
        let environment = one.pointer("/environment/id").and_then(Value::as_u64);
        let (environment, number) = (environment.unwrap_or(0), number(one).unwrap_or(0));
        format!("gitlab:{project}/-/environments/{environment}#{number}")
    });
    let words = both!(
        "#{wanted}인 GitLab 배포가 둘입니다: 페이지의 번호라면 {page}, API의 id라면 {other}[이라고/라고] 적거나 그 페이지를 링크하세요",
        "two GitLab deployments are #{wanted}: write {page} for the page's number, {other} for the API's id, or link to its page"
    );
    Trouble::told(Cause::BadRequest, &words)
}

/// Where the API of an address for people is.
fn api(host: &str) -> String {
    let host = host.trim_end_matches('/');
    if host.ends_with("/api/v4") {
        host.to_owned()
    } else {
        format!("{host}/api/v4")
    }
}

fn deployment(gitlab: &Teller, project: &str, one: &Value) -> Result<Deployment, Trouble> {
    let required = |key: &str| required("deployment", one, key);
    let project = of_link(project);
    let status = required("status")?;
    let finished = time(one, "/finished_at").or_else(|| time(one, "/deployable/finished_at"));
    let ended = finished.map(|at| StatusEvent {
        status: status.clone(),
        description: None,
        log_url: filled(one, "/deployable/web_url"),
        created_at: at,
    });
    let reviews = items(one, "/approvals").iter();
    let host = gitlab.access.host.trim_end_matches('/');
    let page = one.pointer("/environment/id").and_then(Value::as_u64);
    let created = made("deployment", one, "created_at")?;
    let number = number(one).ok_or_else(|| lacks("deployment", "iid"))?;
    Ok(Deployment {
        kind: if flag(one, "/deployable/tag") {
            "tag"
        } else {
            "branch"
        }
        .into(),
        env: required("environment.name")?,
        reference: required("ref")?,
        status,
        sha: filled(one, "/sha"),
        html_url: page
            .map(|id| format!("{host}/{project}/-/environments/{id}/deployments/{number}")),
        production_environment: filled(one, "/environment/tier").as_deref() == Some("production"),
        description: filled(one, "/deployable/name"),
        user: filled(one, "/user/username"),
        statuses: ended.into_iter().collect(),
        reviews: reviews.map(review).collect::<Result<_, _>>()?,
        ..Deployment::of(System::Gitlab, project, number, created)
    })
}

fn review(one: &Value) -> Result<Review, Trouble> {
    Ok(Review {
        status: filled(one, "/status").unwrap_or_default(),
        user: filled(one, "/user/username"),
        comment: filled(one, "/comment"),
        updated_at: made("approval", one, "created_at")?,
    })
}
