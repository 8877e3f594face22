//! The deployments asked for, in their order, each with the one before it.

use crate::collect::gitploy::Gitploy;
use crate::command::new::facts::{Deployed, Facts};
use crate::command::new::gap::{Gap, note};
use crate::command::new::{NewOptions, Setting};
use crate::facts::deployment::Deployment;
use crate::facts::observation::Blind;
use crate::render::context::Previous;

/// How far back the previous deployment is looked for.
const LOOKED_BACK: usize = 300;

/// Asks Gitploy for the deployments of the options.
pub async fn ask(options: &NewOptions, setting: &Setting<'_>, facts: &mut Facts) {
    let mut numbers = options.deployments.clone();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() {
        return;
    }
    let gitploy = match setting.outside.gitploy() {
        Ok(gitploy) => gitploy,
        Err(blind) => {
            return note(
                &mut facts.gaps,
                Gap::blind("gitploy", ["Gitploy"; 2], &blind),
            );
        }
    };
    for number in numbers {
        match gitploy.deployment(number).await {
            Err(blind) => note(&mut facts.gaps, unseen(number, &blind)),
            Ok(deployment) => {
                let previous = previous(&gitploy, &deployment, facts).await;
                if let Some(blind) = &deployment.unseen_reviews {
                    note(&mut facts.gaps, unseen_reviews(number, blind));
                }
                facts.deployments.push(Deployed {
                    deployment,
                    previous,
                    counted: None,
                    share: None,
                });
            }
        }
    }
}

fn unseen(number: u64, blind: &Blind) -> Gap {
    let what = [
        format!("Gitploy 배포 #{number}"),
        format!("Gitploy deployment #{number}"),
    ];
    Gap::blind("gitploy", [&what[0], &what[1]], blind)
}

fn unseen_reviews(number: u64, blind: &Blind) -> Gap {
    let what = [
        format!("배포 #{number}의 승인 내역"),
        format!("the reviews of deployment #{number}"),
    ];
    Gap::blind("reviews", [&what[0], &what[1]], blind)
}

/// The previous successful deployment of the same environment and app.
async fn previous(gitploy: &Gitploy, one: &Deployment, facts: &mut Facts) -> Option<Previous> {
    let before = |other: &Deployment| {
        let alike = other.payload("app") == one.payload("app");
        alike && other.number < one.number && other.status == "success"
    };
    let enough = |all: &[Deployment]| all.len() >= LOOKED_BACK || all.iter().any(before);
    let list = gitploy.deployments(Some(&one.env), Some("success"), enough);
    match list.await {
        Ok(list) => list
            .into_iter()
            .filter(before)
            .max_by_key(|other| other.number)
            .and_then(|other| {
                Some(Previous {
                    number: other.number,
                    sha: other.sha?,
                })
            }),
        Err(blind) => {
            let what = ["Gitploy의 이전 배포", "the earlier deployments of Gitploy"];
            note(&mut facts.gaps, Gap::blind("gitploy", what, &blind));
            None
        }
    }
}
