//! The command reader: any text in any fence is read without a panic, in bounded time; nothing that
//! begins with a changing verb is understood; a filter that was understood runs on any text.
#![no_main]

use deployment_report::testing::facts::observation::Seen;
use deployment_report::testing::query::script::read;
use deployment_report::testing::query::{Class, Vars, filter, inline};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (info, body) = text.split_once('\n').unwrap_or(("bash", text));
    let script = read(body, info);
    let lines = body.split('\n').count();
    for command in &script.commands {
        assert!(
            command.lines.start < command.lines.end && command.lines.end <= lines,
            "{command:?}"
        );
        if let Class::Understood(pipeline) = &command.class {
            let seen = Seen::printed(std::time::UNIX_EPOCH.into(), body);
            let _ = filter::apply(&pipeline.filters, &seen);
        }
    }
    let changing = read(
        &format!("kubectl delete pod x {}", body.replace('\n', " ")),
        "bash",
    );
    if let Some(first) = changing.commands.first() {
        assert!(!matches!(first.class, Class::Understood(_)), "{first:?}");
    }
    let _ = inline::read(body, &Vars::new());
});
