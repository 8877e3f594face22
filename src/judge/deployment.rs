//! Deployments: success passes, failure and canceled fail, every other word is on its way. What a word
//! of a source means is [`System::progress`]'s to say; the word itself is shown.

use crate::facts::deployment::{Deployment, Progress};
use crate::facts::lang::Lang;
use crate::facts::verdict::{Judgement, Reason, Told, Verdict};
use crate::told;

/// Judges one deployment. One that is not in force any more has finished if it ever succeeded.
pub(crate) fn judge(deployment: &Deployment, lang: Lang) -> Judgement {
    let status = deployment.status.as_str();
    let (verdict, reason) = match deployment.progress() {
        Progress::Succeeded | Progress::Superseded => {
            (Verdict::Passed, Reason::DeploymentSucceeded)
        }
        Progress::Failed => (Verdict::Failed, Reason::DeploymentFailed),
        Progress::Canceled => (Verdict::Failed, Reason::DeploymentCanceled),
        Progress::Waiting => (Verdict::Pending, Reason::DeploymentWaiting),
        Progress::UnderWay => (Verdict::Pending, Reason::DeploymentInProgress),
    };
    let mut message = format!("{}: {status}", deployment.reference().said(lang));
    if deployment.is_rollback {
        message.push_str(&told!(RolledBack).words(lang));
    }
    let last = deployment
        .statuses
        .last()
        .and_then(|event| event.description.as_deref());
    if let (Verdict::Failed, Some(description)) = (verdict, last) {
        message.push_str(&format!(", {description}"));
    }
    reason.judged(verdict, message).with_seen(status)
}

/// Judges all deployments that a record names: it passes when every one passed.
pub(crate) fn judge_all(deployments: &[Deployment], lang: Lang) -> Judgement {
    let judged: Vec<Judgement> = deployments.iter().map(|one| judge(one, lang)).collect();
    Judgement::roll_up(&judged, Told::Each).unwrap_or_else(|| {
        Reason::NoDeployment.judged(
            Verdict::Manual,
            told!(TheRecordNamesNoDeployment).words(lang),
        )
    })
}

#[cfg(test)]
mod tests;
