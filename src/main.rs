//! The binary: hands the arguments and the environment to the library and returns its exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    let environment = deployment_report::settings::Environment::read();
    ExitCode::from(deployment_report::dispatch::run(
        std::env::args_os(),
        &environment,
    ))
}
