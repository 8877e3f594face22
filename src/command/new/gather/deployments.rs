//! The deployments asked for, in their order, each with the one before it.

use crate::collect::deployments::Teller;
use crate::command::new::facts::{Deployed, Facts};
use crate::command::new::gap::{Gap, note};
use crate::command::new::{NewOptions, Setting};
use crate::facts::deployment::{Deployment, DeploymentRef, System};
use crate::facts::lang::Lang;
use crate::facts::observation::Blind;
use crate::render::context::Previous;

/// Asks their sources for the deployments of the options.
pub async fn ask(options: &NewOptions, setting: &Setting<'_>, facts: &mut Facts) {
    let mut asked = options.deployments.clone();
    asked.sort();
    asked.dedup();
    for which in asked {
        if which.source == System::Argocd {
            of_application(&which, options, setting, facts).await;
            continue;
        }
        let name = which.source.name();
        let teller = match setting.outside.teller(which.source) {
            Ok(teller) => teller,
            Err(blind) => {
                note(&mut facts.gaps, Gap::blind("gitploy", [name; 2], &blind));
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
}

/// A sync of an Argo CD Application, with the one before it.
async fn of_application(
    which: &DeploymentRef,
    options: &NewOptions,
    setting: &Setting<'_>,
    facts: &mut Facts,
) {
    let app = which.project.clone().unwrap_or_default();
    let env = environment(&app, options, setting);
    let context = options.context.clone().or_else(|| {
        let known = setting.environments.get(env.as_deref()?)?;
        known.context.clone()
    });
    let all = match setting.outside.syncs(&app, context).await {
        Ok(all) => all,
        Err(blind) => return note(&mut facts.gaps, unseen(which, &blind)),
    };
    let at = all.iter().position(|one| one.number == which.id);
    let Some(mut deployment) = at.and_then(|at| all.get(at)).cloned() else {
        let gap = Gap::new(
            "gitploy",
            format!("{}: Application {app}의 이력에 없음", which.said(Lang::Ko)),
            format!(
                "{}: not in the history of Application {app}",
                which.said(Lang::En)
            ),
        );
        return note(&mut facts.gaps, gap);
    };
    deployment.env = env.unwrap_or_default();
    let before = at.and_then(|at| all.get(at + 1));
    facts.deployments.push(Deployed {
        deployment,
        previous: before.and_then(|one| {
            Some(Previous {
                number: one.number.clone(),
                sha: one.sha.clone()?,
            })
        }),
        counted: None,
        share: None,
    });
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
    Gap::blind("gitploy", [&what[0], &what[1]], blind)
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
        Ok(previous) => previous.and_then(|other| {
            Some(Previous {
                number: other.number,
                sha: other.sha?,
            })
        }),
        Err(blind) => {
            let name = one.source.name();
            let (ko, en) = (
                format!("{name}의 이전 배포"),
                format!("the earlier deployments of {name}"),
            );
            note(&mut facts.gaps, Gap::blind("gitploy", [&ko, &en], &blind));
            None
        }
    }
}
