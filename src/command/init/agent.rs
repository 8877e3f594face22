//! What AI assistants read of a workspace: how its records are written, and what checks them. One text, made
//! from the known sentences, in the file that each assistant looks for.

pub(crate) mod settings;

use super::{Found, InitFile};
use crate::command::explain::suggest::known;
use crate::facts::lang::Lang;

/// An assistant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Agent {
    /// Kiro: steering for the records, and a hook that runs when one is saved
    /// (<https://kiro.dev/docs/steering>, <https://kiro.dev/docs/hooks>).
    Kiro,
    /// Claude Code: a skill (<https://code.claude.com/docs/en/skills>).
    Claude,
    /// Cursor: a project rule (<https://cursor.com/docs/context/rules>).
    Cursor,
    /// GitHub Copilot: path-specific instructions
    /// (<https://docs.github.com/en/copilot/how-tos/configure-custom-instructions>).
    Copilot,
}

/// Where lines for every assistant stand (<https://agents.md>).
pub(crate) const AGENTS: &str = "AGENTS.md";
/// What begins our lines of it.
pub(crate) const BEGIN: &str = "<!-- deployment-records -->";

/// The files that an assistant reads.
pub(crate) fn files(agent: Agent, found: &Found, lang: Lang) -> Vec<InitFile> {
    let records = format!("{}.kiro/deployments/**/*.md", found.prefix);
    let text = |front: &str| format!("---\n{front}---\n\n{}", steering(lang));
    let described = format!("description: {}\n", description(lang));
    let of_repository = |path, front: &str| InitFile {
        path,
        of_repository: true,
        text: text(front),
    };
    match agent {
        Agent::Kiro => {
            let of_workspace = |path, text| InitFile {
                path,
                of_repository: false,
                text,
            };
            let front = "inclusion: fileMatch\nfileMatchPattern: \".kiro/deployments/**/*.md\"\n";
            vec![
                of_workspace(".kiro/steering/deployment-records.md", text(front)),
                of_workspace(".kiro/hooks/deployment-records.kiro.hook", hook(lang)),
            ]
        }
        Agent::Claude => vec![of_repository(
            ".claude/skills/deployment-records/SKILL.md",
            &format!("name: deployment-records\n{described}"),
        )],
        // Cursor's front matter is no YAML: a pattern stands without quotes.
        Agent::Cursor => vec![of_repository(
            ".cursor/rules/deployment-records.mdc",
            &format!("{described}globs: {records}\nalwaysApply: false\n"),
        )],
        Agent::Copilot => vec![of_repository(
            ".github/instructions/deployment-records.instructions.md",
            &format!("{described}applyTo: \"{records}\"\n"),
        )],
    }
}

fn description(lang: Lang) -> &'static str {
    lang.pick(
        ".kiro/deployments의 배포 기록을 쓰거나 고칠 때 사용합니다",
        "Use when a deployment record of .kiro/deployments is written or edited",
    )
}

/// The lines for every assistant.
pub(crate) fn lines(lang: Lang) -> String {
    let rules = rules(lang);
    let title = lang.pick("## 배포 기록", "## Deployment records");
    format!("{BEGIN}\n{title}\n\n{rules}")
}

/// How records are written, with every known sentence beside the command that shows it.
pub(crate) fn steering(lang: Lang) -> String {
    let title = lang.pick("# 배포 기록", "# Deployment records");
    let sentences = lang.pick(
        "## 이해되는 문장\n\n이름과 수는 바꿔 쓰고, 옆의 명령을 같은 단계의 코드 블록에 둡니다.",
        "## Sentences that are understood\n\nWith names and numbers of your own, beside the command in a fence of the same step.",
    );
    let mut text = format!("{title}\n\n{}\n{sentences}\n\n", rules(lang));
    let mut before = "";
    for [command, korean, english] in known() {
        let sentence = lang.pick(korean, english);
        if command == before {
            text.push_str(&format!(" · {sentence}"));
        } else {
            let line = if before.is_empty() { "" } else { "\n" };
            text.push_str(&format!("{line}- `{command}`: {sentence}"));
        }
        before = command;
    }
    text + "\n"
}

fn rules(lang: Lang) -> &'static str {
    lang.pick(
        include_str!("agent/rules.ko.md"),
        include_str!("agent/rules.en.md"),
    )
}

/// Kiro's hook: what could not be judged is told when a record is saved.
fn hook(lang: Lang) -> String {
    let hook = serde_json::json!({
        "enabled": true,
        "name": lang.pick("배포 기록 확인", "Check deployment records"),
        "description": lang.pick(
            "기록이 저장되면 판정할 수 없는 줄과 바꿔 쓸 문장을 알립니다",
            "Tells the lines of a saved record that cannot be judged, and what to write instead"
        ),
        "version": "1",
        "when": {"type": "fileEdited", "patterns": [".kiro/deployments/**/*.md"]},
        "then": {"type": "runCommand", "command": "report explain --strict --format short"},
    });
    format!("{hook:#}\n")
}

#[cfg(test)]
mod tests;
