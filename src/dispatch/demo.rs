//! `report demo`: plays the acts with the real commands, in this process, and shows after each what
//! it changed in the record.

use super::run;
use crate::both;
use crate::cli::DemoArgs;
use crate::command::demo::{Act, Demo};
use crate::console::Console;
use crate::error::{Error, exit};
use crate::settings::Environment;
use crate::store::{self, Reach};
use similar::TextDiff;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// `report demo`.
pub fn demo(args: &DemoArgs, environment: &Environment, console: &Console) -> Result<u8, Error> {
    let root = directory(args, environment);
    let demo = Demo::start(&root)?;
    let root = &demo.workspace.root;
    console.result(&console.lang.pick(
        format!(
            "작업 공간  {}\n저장소     repos/buzz-k8s-resources, 커밋 {}\n\
             클러스터, Gitploy, Loki는 이 프로그램 안에서 실행됩니다.\n",
            root.display(),
            short(&demo),
        ),
        format!(
            "workspace   {}\nrepository  repos/buzz-k8s-resources, commit {}\n\
             The cluster, Gitploy and Loki run inside this program.\n",
            root.display(),
            short(&demo),
        ),
    ));
    for (act, number) in demo.acts(console.lang).iter().zip(1..) {
        console.result(&format!(
            "\n{number}. {}\n   $ report {}\n\n",
            act.title,
            act.args.join(" ")
        ));
        demo.go(act);
        let before = record(root, act);
        let status = play(act, &demo, environment, console);
        console.result(&change(&before, &record(root, act)));
        if status != act.status {
            return Err(Error::internal(both!(
                "데모의 {number}막이 {1}이 아니라 {0}으로 끝났습니다",
                "act {number} of the demo ended with status {0} instead of {1}",
                status,
                act.status
            )));
        }
    }
    console.result(&console.lang.pick(
        format!(
            "\n기록은 {}/.kiro/deployments 에 남아 있습니다. 다음: report init\n",
            root.display()
        ),
        format!(
            "\nThe records stay in {}/.kiro/deployments. Next: report init\n",
            root.display()
        ),
    ));
    Ok(exit::OK)
}

/// The directory that was named, else a new one among the temporary files.
fn directory(args: &DemoArgs, environment: &Environment) -> PathBuf {
    if let Some(dir) = &args.dir {
        let here = environment.directory.clone().unwrap_or_default();
        return here.join(dir);
    }
    let temporary = PathBuf::from(environment.var("TMPDIR").unwrap_or("/tmp"));
    let mut candidates = (1..).map(|number| match number {
        1 => temporary.join("report-demo"),
        _ => temporary.join(format!("report-demo-{number}")),
    });
    let free = candidates.find(|path| !path.exists());
    free.unwrap_or_else(|| temporary.join("report-demo"))
}

/// Runs an act's command as the binary would, with the demo's environment.
fn play(act: &Act, demo: &Demo, environment: &Environment, console: &Console) -> u8 {
    let mut own = environment.clone();
    own.vars = demo.vars();
    own.directory = Some(demo.workspace.root.clone());
    let color = if console.color { "always" } else { "never" };
    let common = ["report", "--lang", console.lang.code(), "--color", color];
    let args = common.into_iter().map(OsString::from);
    // Paths that are named count from the process's own directory, which is not the demo's.
    let named = act.args.iter().map(|arg| match arg.ends_with(".md") {
        true => demo.workspace.root.join(arg).into_os_string(),
        false => OsString::from(arg),
    });
    run(args.chain(named), &own)
}

/// The text of the record that an act names; empty if it names none.
fn record(root: &Path, act: &Act) -> String {
    let named = act.args.iter().find(|arg| arg.ends_with(".md"));
    let text = named.and_then(|name| store::read_text(&root.join(name), Reach::Within(root)).ok());
    text.unwrap_or_default()
}

/// The lines of the record that changed.
fn change(before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let diff = TextDiff::from_lines(before, after);
    let lines = diff.iter_all_changes().filter_map(|change| {
        let sign = match change.tag() {
            similar::ChangeTag::Delete => '-',
            similar::ChangeTag::Insert => '+',
            similar::ChangeTag::Equal => return None,
        };
        Some(format!("   {sign} {}\n", change.value().trim_end()))
    });
    format!("\n{}", lines.collect::<String>())
}

fn short(demo: &Demo) -> String {
    demo.workspace.history.after.chars().take(7).collect()
}
