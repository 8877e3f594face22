//! `report demo`: plays the acts with the real commands, in this process, and tells what each did; or
//! keeps the embedded servers up, so that a person can play.

use super::{Act, Demo};
use crate::both;
use crate::command::{Cli, Command, new, run, verify};
use crate::console::Console;
use crate::error::{Error, exit};
use crate::facts::outcome::RunOutcome;
use crate::facts::shell;
use crate::output::layout::hung;
use crate::output::{Style, story};
use crate::settings::{Environment, resolve};
use crate::store::{self, Reach};
use crate::world::State;
use clap::{Args, ValueEnum};
use similar::TextDiff;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// `report demo`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report demo\n  report demo ./demo --lang ko\n  report demo --full\n  report demo --serve ./demo --state before   keep the servers up, print what a shell needs"
)]
pub(crate) struct DemoArgs {
    /// Where to write the workspace [default: a new temporary directory]
    pub dir: Option<PathBuf>,
    /// Show all that the commands print
    #[arg(long)]
    pub full: bool,
    /// Keep the embedded cluster, deployment system and Loki up until ^C, and print the variables to reach them
    #[arg(long, conflicts_with = "full")]
    pub serve: bool,
    /// How far the story has gone, with --serve
    #[arg(
        long,
        value_enum,
        default_value_t,
        requires = "serve",
        hide_possible_values = true,
        value_name = "before|during|after|later"
    )]
    pub state: Scene,
}

/// `--state` of `report demo --serve`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scene {
    /// The deployment runs; three nodes have no Pod.
    Before,
    /// The rollout is on its way.
    During,
    /// The deployment has arrived.
    #[default]
    After,
    /// Two days later.
    Later,
}

/// `report demo`.
pub(crate) fn demo(
    args: &DemoArgs,
    environment: &Environment,
    console: &Console,
) -> Result<u8, Error> {
    let root = directory(args, environment);
    if args.serve {
        return serve(&root, args.state, console);
    }
    let demo = Demo::start(&root, console.lang)?;
    let root = &demo.workspace.root;
    console.result(console.lang.pick(
        "클러스터, Gitploy, Loki는 이 프로그램 안에서 실행됩니다.\n",
        "The cluster, Gitploy and Loki run inside this program.\n",
    ));
    let (mut seen, mut typed): (Vec<_>, &[String]) = (Vec::new(), &[]);
    let acts = demo.acts(console.lang);
    for (act, number) in acts.iter().zip(1..) {
        let title = hung(&format!("{number}. "), &act.title, console.width);
        console.result(&format!("\n{title}"));
        if args.full || typed != act.args {
            console.result(&format!("   $ report {}\n", act.args.join(" ")));
        }
        typed = &act.args;
        demo.go(act);
        let status = if args.full {
            console.result("\n");
            let before = record(root, act);
            let status = run(
                command_line(act, &demo, console),
                &within(&demo, environment),
            );
            console.result(&change(&before, &record(root, act)));
            status
        } else {
            let (status, outcome) = told(act, &demo, environment, console)?;
            seen.extend(outcome.map(|outcome| (act.when.clone(), outcome)));
            status
        };
        if status != exit::OK {
            return Err(Error::internal(both!(
                "데모의 {number}막이 0이 아니라 {status}[으로/로] 끝났습니다",
                "act {number} of the demo ended with status {status} instead of 0"
            )));
        }
    }
    console.result(&story::checklist(&seen, style(console)));
    let root = root.display();
    console.result(&console.lang.pick(
        format!(
            "\n기록은 {root}/.kiro/deployments 에 남아 있습니다\n  \
             직접 해 보기      report demo --serve {root}\n  \
             출력 전체         report demo --full\n  \
             자기 저장소에서   report init\n"
        ),
        format!(
            "\nThe records stay in {root}/.kiro/deployments\n  \
             play yourself            report demo --serve {root}\n  \
             all that is printed      report demo --full\n  \
             in your own repository   report init\n"
        ),
    ));
    Ok(exit::OK)
}

/// Keeps the embedded servers up until a signal, and prints what a shell needs to reach them.
fn serve(root: &Path, scene: Scene, console: &Console) -> Result<u8, Error> {
    let demo = Demo::open(root, console.lang)?;
    demo.show(match scene {
        Scene::Before => State::Before,
        Scene::During => State::During(2),
        Scene::After => State::After,
        Scene::Later => State::Later,
    });
    let root = demo.workspace.root.display();
    let mut lines = vec![format!("cd {}", shell::word(&root.to_string()))];
    let vars = demo.vars().into_iter();
    lines.extend(
        vars.filter(|(name, _)| name != "HOME")
            .map(|(name, value)| format!("export {name}={}", shell::word(&value))),
    );
    console.result(&format!("{}\n", lines.join("\n")));
    console.message(console.lang.pick(
        "위의 줄들을 다른 셸에 붙여 넣으세요. 끝내려면 ^C.",
        "Paste these lines into another shell. ^C ends it.",
    ));
    loop {
        // A signal ends the program (`ending`).
        std::thread::park();
    }
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

/// The demo's surroundings of a command, instead of the user's own.
fn within(demo: &Demo, environment: &Environment) -> Environment {
    let mut own = environment.clone();
    own.vars = demo.vars();
    own.directory = Some(demo.workspace.root.clone());
    own
}

/// The words of an act's command as they would be typed.
fn command_line(act: &Act, demo: &Demo, console: &Console) -> Vec<OsString> {
    let color = if console.color { "always" } else { "never" };
    let common = ["report", "--lang", console.lang.code(), "--color", color];
    let args = common.into_iter().map(OsString::from);
    // Paths that are named count from the process's own directory, which is not the demo's.
    let named = act.args.iter().map(|arg| {
        if arg.ends_with(".md") {
            demo.workspace.root.join(arg).into_os_string()
        } else {
            OsString::from(arg)
        }
    });
    args.chain(named).collect()
}

/// Runs an act's command and tells in a few lines what it did.
fn told(
    act: &Act,
    demo: &Demo,
    environment: &Environment,
    console: &Console,
) -> Result<(u8, Option<RunOutcome>), Error> {
    let own = within(demo, environment);
    let cli = Cli::read(&command_line(act, demo, console), console.lang)
        .map_err(|error| Error::internal(error.to_string()))?;
    let settings = resolve(&cli.flags(), &own)?;
    match &cli.command {
        Command::Verify(args) => {
            let verified =
                verify::run::verified(args, verify::run::named(&args.records), &settings, console)?;
            console.result(&story::act(&verified.outcome, style(console)));
            Ok((verified.status(), Some(verified.outcome)))
        }
        Command::New(args) => {
            for made in new::run::made(args, cli.global.lang.as_deref(), &settings, console)? {
                console.result(&story::made(&made.path, &made.text, style(console)));
            }
            Ok((exit::OK, None))
        }
        _ => Ok((run(command_line(act, demo, console), &own), None)),
    }
}

fn style(console: &Console) -> Style {
    Style {
        lang: console.lang,
        color: console.color,
        width: console.width,
        verbose: 0,
    }
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
