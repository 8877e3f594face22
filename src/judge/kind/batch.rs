//! Job and CronJob.

use super::KindContext;
use super::generic::no_status;
use crate::facts::fields::{at, condition, count, flag, list, number, time};
use crate::facts::verdict::{Judgement, Reason};
use crate::told;
use serde_json::Value;

/// Sources: the Job API (`Complete`, `SuccessCriteriaMet`, `Failed`, `FailureTarget`, `Suspended`),
/// Argo CD `health_job.go`; kstatus calls a job current as soon as it started, and we do not.
pub(crate) fn job(object: &Value, ctx: &KindContext) -> Judgement {
    let failed = ["Failed", "FailureTarget"]
        .into_iter()
        .filter_map(|kind| condition(object, kind))
        .find(|c| c.is_true());
    if let Some(failed) = failed {
        return ctx.failed(Reason::JobFailed, told!(TheJobFailed, said = failed.said()));
    }
    let succeeded = count(object, "/status/succeeded");
    let parallelism = number(object, "/spec/parallelism").unwrap_or(1);
    let wanted = number(object, "/spec/completions").unwrap_or(parallelism);
    let seen = format!("{succeeded}/{wanted}");
    let active = count(object, "/status/active");
    let failures = count(object, "/status/failed");
    let running = || {
        ctx.pending(Reason::Running, told!(JobIsRunning, seen, active, failures))
            .with_seen(seen.clone())
    };
    if condition(object, "Complete").is_some_and(|c| c.is_true()) {
        if active > 0 || is_short(object, succeeded) {
            return running();
        }
        return ctx
            .passed(Reason::Completed, told!(Completed, seen))
            .with_seen(seen);
    }
    if flag(object, "/spec/suspend") {
        return suspended(ctx);
    }
    if at(object, "/status/startTime").is_none() {
        return no_status(ctx);
    }
    running()
}

/// Whether a complete job counts fewer completions than it asks for, without a success policy that
/// would allow it.
fn is_short(object: &Value, succeeded: i64) -> bool {
    let early = condition(object, "SuccessCriteriaMet")
        .is_some_and(|c| c.reason == "SuccessPolicy")
        || at(object, "/spec/successPolicy").is_some();
    let told = number(object, "/status/succeeded").is_some();
    let wanted = number(object, "/spec/completions").unwrap_or(0);
    !early && told && succeeded < wanted
}

/// Sources: Argo CD `batch/CronJob/health.lua` (a last execution without success is degraded) and the
/// CronJob API. Stricter: suspended is pending, and so is a CronJob that never succeeded.
pub(crate) fn cron_job(object: &Value, ctx: &KindContext) -> Judgement {
    if flag(object, "/spec/suspend") {
        return suspended(ctx);
    }
    if at(object, "/status").is_none() {
        return no_status(ctx);
    }
    let running = !list(object, "/status/active").is_empty();
    let scheduled = time(object, "/status/lastScheduleTime");
    let succeeded = time(object, "/status/lastSuccessfulTime");
    match (scheduled, succeeded) {
        (None, _) => ctx.passed(Reason::Exists, told!(HasNotBeenDueYet)),
        (Some(_), None) => ctx.pending(Reason::Running, told!(NotSucceededYet)),
        (Some(scheduled), Some(succeeded)) if succeeded < scheduled && !running => {
            ctx.failed(Reason::JobFailed, told!(LastExecutionFailed, scheduled))
        }
        (Some(_), Some(succeeded)) => ctx.passed(Reason::Ready, told!(LastSuccess, succeeded)),
    }
}

fn suspended(ctx: &KindContext) -> Judgement {
    ctx.pending(Reason::Suspended, told!(IsSuspended))
}
