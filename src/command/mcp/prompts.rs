//! What a person may have an assistant do: write a plan, fill the gaps that are left.

use super::Call;
use super::answer::marked;
use crate::both;
use crate::command::init::agent;
use crate::error::Error;
use crate::facts::lang::Lang;
use crate::facts::span::LineIndex;
use crate::record;
use rmcp::model::{GetPromptResult, JsonObject, Prompt, PromptArgument, PromptMessage, Role};

const WRITE: &str = "write_plan";
const FILL: &str = "fill_gaps";

/// Both.
pub(super) fn listed(lang: Lang) -> Vec<Prompt> {
    let argument = |name: &str, told: &str, required| {
        PromptArgument::new(name)
            .with_description(told)
            .with_required(required)
    };
    let about = lang.pick(
        "무엇을 배포했는지: 번호, 앱, 워크로드",
        "What was deployed: a number, an application, a workload",
    );
    let code = lang.pick("기록의 언어: ko, en", "Language of the record: ko, en");
    let path = lang.pick("기록의 경로나 이름", "Path or name of the record");
    let (write, fill) = lang.pick(
        (
            "도구가 판정할 수 있는 검증 계획을 씁니다",
            "기록에 남은 빈칸과 이해되지 않는 줄을 채웁니다",
        ),
        (
            "Write a verification plan that the tool can judge",
            "Fill a record's gaps and mend the lines that are not understood",
        ),
    );
    vec![
        Prompt::new(
            WRITE,
            Some(write),
            Some(vec![
                argument("about", about, true),
                argument("lang", code, false),
            ]),
        ),
        Prompt::new(FILL, Some(fill), Some(vec![argument("record", path, true)])),
    ]
}

/// One of them, with its arguments.
pub(super) fn made(
    name: &str,
    arguments: &JsonObject,
    call: &Call,
) -> Result<GetPromptResult, Error> {
    let given = |name: &str| arguments.get(name).and_then(|value| value.as_str());
    let wanted = |name: &str| {
        given(name).ok_or_else(|| {
            Error::user(both!(
                "{name}: 인자가 필요합니다",
                "{name}: the argument is needed"
            ))
        })
    };
    let text = match name {
        WRITE => write(wanted("about")?, given("lang"), call)?,
        FILL => fill(wanted("record")?, call)?,
        _ => {
            return Err(Error::user(both!(
                "{name}: 그런 프롬프트가 없습니다",
                "{name}: there is no such prompt"
            )));
        }
    };
    let message = PromptMessage::new_text(Role::User, text);
    Ok(GetPromptResult::new(vec![message]))
}

fn write(about: &str, lang: Option<&str>, call: &Call) -> Result<String, Error> {
    let settings = call.settings(lang)?;
    let lang = settings.record_lang.unwrap_or(settings.lang);
    let steps = lang.pick(
        "다음 배포의 검증 계획을 쓰세요.\n\n\
         1. `new_record`(preview: true)로 초안을 받습니다.\n\
         2. 확인할 것마다 단계 하나: 제목, kubectl 명령의 코드 블록, **기대 결과** 아래의 문장.\n\
         3. 문장은 쓰기 전에 `explain_sentence`로, 초안 전체는 `explain_record`의 text로 시험하고, findings가 없을 때까지 고칩니다.\n\
         4. 체크 항목은 ⏳나 `[ ]`로 둡니다. 판정은 `verify_record`가 합니다.",
        "Write the verification plan of the following deployment.\n\n\
         1. Get a draft from `new_record` (preview: true).\n\
         2. One step for each thing to check: a heading, a fence with kubectl commands, sentences under **Expected**.\n\
         3. Try each sentence with `explain_sentence` before you write it and the whole draft with the text of `explain_record`, and mend it until there are no findings.\n\
         4. Leave the checklist at ⏳ or `[ ]`. `verify_record` judges.",
    );
    let about = marked(about, lang);
    Ok(format!("{steps}\n\n{about}\n\n{}", agent::steering(lang)))
}

fn fill(path: &str, call: &Call) -> Result<String, Error> {
    let settings = call.settings(None)?;
    let (shown, text) = super::read(path, &settings)?;
    let (record, _) = record::parse(&text);
    let lang = record.lang;
    let lines = LineIndex::new(&text);
    let gaps = record.gaps.iter().map(|gap| {
        let line = lines.line(gap.span.start);
        match lang {
            Lang::Ko => format!("\n- {line}줄: `{}`", gap.name),
            Lang::En => format!("\n- line {line}: `{}`", gap.name),
        }
    });
    let gaps: String = gaps.collect();
    let steps = lang.pick(
        "아래 기록을 마저 쓰세요. 빈칸(`<!-- report:gap … -->`)은 아는 사실로만 채우고, 모르면 남겨 두고 사람에게 물으세요. 도구가 쓴 \
         영역(`report:begin`과 `report:end` 사이)과 체크 표시는 고치지 않습니다. `explain_record`의 findings는 그 제안으로 고칩니다.",
        "Finish the record below. Fill a gap (`<!-- report:gap … -->`) only with facts that you know; leave it and ask a person otherwise. \
         Do not touch what the tool wrote (between `report:begin` and `report:end`) or any tick. Mend the findings of `explain_record` with their suggestions.",
    );
    let record = marked(&format!("{shown}{gaps}\n\n{text}"), lang);
    Ok(format!("{steps}\n\n{record}"))
}
