//! Commands that stand outside of code: nobody asks them, and who wrote them should hear it.

use super::{ClaimReading, ItemReading, Understood};
use crate::both;
use crate::facts::span::Span;
use crate::language::Reading;
use crate::query::{Class, Vars, inline};
use crate::record::{Problem, Record};

/// No line that somebody typed is longer, in bytes.
const LONGEST: usize = 2000;

/// The lines that look like commands and are none, as they stand in no fence and no back-quotes.
pub(super) fn commands(
    record: &Record,
    steps: &[Understood],
    items: &[ItemReading],
    loose: &[ClaimReading],
) -> Vec<Problem> {
    let claims = steps.iter().flat_map(|step| &step.claims);
    let under = items.iter().flat_map(|item| &item.under.claims);
    let claims = claims.chain(under).chain(loose);
    let lines = claims
        .filter(|claim| !matches!(claim.reading, Reading::Understood(_)))
        .map(|claim| (claim.text.as_str(), claim.span));
    let bare = record.items.iter().zip(items);
    let bare = bare.filter(|(_, reading)| reading.own.commands.is_empty());
    let bare = bare.map(|(item, _)| (item.text.as_str(), item.span));
    let mut found: Vec<Problem> = lines
        .chain(bare)
        .filter(|(text, _)| is_command(text))
        .map(|(_, span)| problem(span))
        .collect();
    found.sort_by_key(|problem| problem.span);
    found.dedup();
    found
}

/// Whether a line is a command as a whole. Of a sentence that only begins with one most words are no names.
fn is_command(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let flagged = words.iter().skip(1).any(|word| word.starts_with('-'));
    if !flagged && words.len() > 4 {
        return false;
    }
    let read = inline::read(text, &Vars::new());
    read.is_some_and(|one| match one.class {
        Class::Understood(_) | Class::NeedsValue(_) | Class::Refused(_) => true,
        Class::NotOurs(_) => false,
    })
}

fn problem(span: Span) -> Problem {
    Problem {
        kind: "CommandOutsideCode".to_owned(),
        span,
        message: both!(
            "명령처럼 보이지만 코드 밖에 있어 조회하지 않습니다: ```bash 블록이나 백틱 안에 쓰세요",
            "looks like a command, but it stands outside of code and so is not asked: put it into a ```bash fence or into backticks"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Vocabulary, understand};

    /// The lines of a record at which a stray command was seen.
    fn stray(text: &str) -> Vec<&str> {
        let understanding = understand(text, &Vocabulary::default());
        let found = understanding.problems.into_iter();
        let found = found.filter(|problem| problem.kind == "CommandOutsideCode");
        let found: Vec<_> = found.map(|problem| problem.span).collect();
        found
            .into_iter()
            .map(|span| text[span.start..].lines().next().unwrap_or_default())
            .collect()
    }

    #[test]
    fn a_command_outside_of_code_is_pointed_at_in_both_languages() {
        let english = "# R\n\n## Verification plan\n\n### 1. Pods\n\nkubectl get pods -n web\n\n- All pods Running\n- kubectl logs -n web deploy/web\n\n## Checklist\n\n- [ ] kubectl get nodes\n";
        let korean = "# R\n\n## 검증 계획\n\n### 1. Pod 확인\n\nkubectl get pods -n web\n\n- 모든 Pod Running\n- kubectl logs -n web deploy/web\n\n## 체크리스트\n\n- [ ] kubectl get nodes\n";
        for text in [english, korean] {
            let lines = stray(text);
            assert_eq!(lines.len(), 3, "{lines:?}");
            for (line, part) in lines.iter().zip(["get pods", "logs", "get nodes"]) {
                assert!(line.contains(part), "{lines:?}");
            }
        }
    }

    #[test]
    fn what_stands_in_code_or_only_speaks_of_a_command_is_not() {
        for line in [
            "```bash\nkubectl get pods -n web\n```",
            "- `kubectl get pods -n web`",
            "- All pods Running",
            "kubectl shows nothing unusual here",
            "kubectl get pods shows that all is well",
            "kubectl로 Pod 상태를 확인합니다",
            "git is the source of truth",
        ] {
            let text = format!("# R\n\n## Verification plan\n\n### 1. Pods\n\n{line}\n");
            assert_eq!(stray(&text), Vec::<&str>::new(), "{line}");
        }
    }
}
