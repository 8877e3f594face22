//! The deployments asked for, oldest first, each with the one before it.

use crate::collect::deployments::Teller;
use crate::command::new::facts::Facts;
use crate::command::new::gap::{DEPLOYMENTS, Gap, note};
use crate::command::new::history::Deployed;
use crate::command::new::{NewOptions, Setting};
use crate::facts::deployment::{Deployment, DeploymentRef};
use crate::facts::lang::Lang;
use crate::facts::observation::Blind;
use crate::render::context::Previous;

/// Asks their sources for the deployments of the options.
pub(super) async fn ask(options: &NewOptions, setting: &Setting<'_>, facts: &mut Facts) {
    let mut asked = options.deployments.clone();
    asked.sort();
    asked.dedup();
    for which in asked {
        if which.source.is_in_a_cluster() {
            in_cluster(&which, options, setting, facts).await;
            continue;
        }
        let name = which.source.name();
        let teller = match setting.outside.teller(which.source) {
            Ok(teller) => teller,
            Err(blind) => {
                note(&mut facts.gaps, Gap::blind(DEPLOYMENTS, [name; 2], &blind));
                continue;
            }
        };
        match teller.deployment(&which).await {
            Err(blind) => note(&mut facts.gaps, unseen(&which, &blind)),
            Ok(deployment) => {
                let previous = previous(&teller, &deployment, facts).await;
                if let Some(blind) = &deployment.unseen_reviews {
                    note(&mut facts.gaps, unseen_reviews(&which, blind));
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
    // Numbers of several sources say nothing of when, and a digest never does.
    let age = |one: &Deployed, other: &Deployed| one.deployment.age().cmp(&other.deployment.age());
    facts.deployments.sort_by(age);
}

/// What a cluster tells of: a sync of an Argo CD Application, what Flux applied.
async fn in_cluster(
    which: &DeploymentRef,
    options: &NewOptions,
    setting: &Setting<'_>,
    facts: &mut Facts,
) {
    let project = which.project.as_deref().unwrap_or_default();
    let app = project.rsplit('/').next().unwrap_or(project);
    let env = environment(app, options, setting);
    let context = options.context.clone().or_else(|| {
        let known = setting.environments.get(env.as_deref()?)?;
        known.context.clone()
    });
    match setting.outside.applied_one(which, context).await {
        Err(blind) => note(&mut facts.gaps, unseen(which, &blind)),
        Ok(found) => facts.deployments.push(Deployed {
            deployment: Deployment {
                env: env.unwrap_or_default(),
                ..found.deployment
            },
            previous: found.previous.and_then(previous_of),
            counted: None,
            share: None,
        }),
    }
}

/// The one before, if its commit is known.
fn previous_of(one: Deployment) -> Option<Previous> {
    Some(Previous {
        number: one.number,
        sha: one.sha?,
    })
}

/// The environment of an Application: the one asked for, else the one that the settings have it in.
fn environment(app: &str, options: &NewOptions, setting: &Setting<'_>) -> Option<String> {
    let mut known = setting.environments.iter();
    let asked = options.env.clone();
    asked.or_else(|| {
        let (name, _) = known.find(|(_, one)| one.app.as_deref() == Some(app))?;
        Some(name.clone())
    })
}

fn unseen(which: &DeploymentRef, blind: &Blind) -> Gap {
    let what = [Lang::Ko, Lang::En].map(|lang| which.said(lang));
    Gap::blind(DEPLOYMENTS, [&what[0], &what[1]], blind)
}

fn unseen_reviews(which: &DeploymentRef, blind: &Blind) -> Gap {
    let number = &which.id;
    let what = [
        format!("배포 #{number}의 승인 내역"),
        format!("the reviews of deployment #{number}"),
    ];
    Gap::blind("reviews", [&what[0], &what[1]], blind)
}

/// The previous successful deployment of the same environment and app.
async fn previous(teller: &Teller, one: &Deployment, facts: &mut Facts) -> Option<Previous> {
    match teller.previous(one).await {
        Ok(previous) => previous.and_then(previous_of),
        Err(blind) => {
            let name = one.source.name();
            let (ko, en) = (
                format!("{name}의 이전 배포"),
                format!("the earlier deployments of {name}"),
            );
            note(&mut facts.gaps, Gap::blind(DEPLOYMENTS, [&ko, &en], &blind));
            None
        }
    }
}
