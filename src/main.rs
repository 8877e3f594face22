//! The binary: hands the arguments and the environment to the library and returns its exit status.

use deployment_report::completing;
use std::process::ExitCode;

/// musl's own allocator takes a lock and a system call for what threads allocate side by side: `report list`
/// of 10,000 records waited three times as long.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let environment = deployment_report::Environment::read();
    // A shell asks what could be typed here: that is answered and nothing else done.
    clap_complete::CompleteEnv::with_factory(|| completing::grammar(&environment))
        .var(completing::VARIABLE)
        .complete();
    ExitCode::from(deployment_report::run(std::env::args_os(), &environment))
}
