//! The Korean help, whole: a table of commands and one of arguments. A test holds it complete.

use clap::builder::StyledStr;
use clap::{Arg, Command};

/// Command, what it does, and its examples.
const COMMANDS: &[(&str, &str, &str)] = &[
    (
        "report",
        "스스로를 검증하는 배포 기록.\n\n\
         플랫폼 엔지니어는 배포마다 `.kiro/deployments/`에 날짜가 붙은 Markdown 기록을 하나씩 둡니다. `report`는\n\
         git, 배포 시스템, 클러스터에서 그 기록을 쓰고, 적힌 검증 계획을 클러스터에 직접 물어 확인하고(읽기만 하고\n\
         셸은 쓰지 않습니다), 체크리스트를 채웁니다.",
        "종료 코드: 0 실패 없음; 1 실패했거나 갱신할 기록이 있음; 2 사용법·설정·기록 오류; 3 실패는 없지만\n\
         확인하지 못한 것이 있음; 4 `--wait` 시간이 다 됨.\n\n\
         예:\n  \
         report demo                         내장 클러스터에서 전체 과정을 봅니다\n  \
         report verify .kiro/deployments/2025-12-05-alloy.md\n  \
         report verify --update --wait 10m 기록\n  \
         report new --deployment 4354        배포 번호 하나로 기록을 씁니다",
    ),
    (
        "new",
        "git, 배포 시스템, 클러스터를 모아 날짜가 붙은 새 기록을 씁니다. 덮어쓰지 않습니다",
        "예:\n  report new --deployment 4354\n  report new --deployment 4369..4374 --lang ko,en\n  \
         report new --app alloy-ops                  애플리케이션의 최신 배포\n  \
         report new \"Alloy tolerations\" --repo repos/k8s --range v1..v2 --workload ds/alloy -n loki-v3\n\n\
         기록에서 무엇을 읽고 무엇을 쓰는지: docs/records.md",
    ),
    (
        "verify",
        "기록의 검증 계획을 판정합니다. --update를 주면 판정을 기록에 씁니다",
        "예:\n  report verify                         열린 기록 전부\n  \
         report verify 기록                    판정하고 차이를 보여 줍니다. 쓰지 않습니다\n  \
         report verify 기록 --update           판정을 기록에 씁니다\n  \
         report verify 기록 --update --wait 10m",
    ),
    (
        "regenerate",
        "열린 기록 전부에서 도구가 맡은 부분을 새로 고칩니다",
        "예:\n  report regenerate             열린 기록을 모두 새로 고칩니다\n  \
         report regenerate --check     쓰지 않고, 갱신할 것이 있으면 1로 끝납니다\n  \
         report regenerate --index --exit news\n\n\
         --exit news의 종료 상태는 비트입니다: 전에 알리지 않은 실패 1, 오류 2, 확인 불가 4,\n전에 알렸고 그대로인 것 8, 해결된 것 16. docs/ci.md",
    ),
    (
        "explain",
        "명령, 기대 결과, 체크리스트 항목을 어떻게 이해했는지 보여 줍니다. 네트워크를 쓰지 않습니다",
        "--strict의 종료 상태: 기계가 판정할 수 있는데 사람에게 남은 줄이 있으면 1.\n\n예:\n  report explain 기록\n  \
         report explain --strict                  열린 기록 모두, 고칠 곳마다 위치와 함께\n  \
         report explain --strict - < draft.md     저장하지 않은 글\n  \
         report explain --strict --format sarif --output github=summary.md\n  \
         report explain 기록 --format json | jq '.findings[]'\n  \
         report explain 기록 --fix              무엇을 쓸지 보여 주고 묻습니다\n  \
         report explain 기록 --fix=12,14:2 --yes\n\n\
         어느 단계가 어느 항목을 맡는지: docs/records.md, 문장: docs/expectations.md",
    ),
    (
        "list",
        "기록과 진행 상황, 무엇이 언제부터 기다리는지 보여 줍니다",
        "예:\n  report list --open            기다리는 것을 오래된 순서로\n  \
         report list --app alloy-ops --state failing,rolled-back\n  \
         report list --format csv --since 2025-12-01 > records.csv\n  \
         report list --index           .kiro/deployments/README.md를 색인으로 유지합니다",
    ),
    (
        "stats",
        "팀이 얼마나 자주 배포하고, 변경이 얼마나 걸리고, 얼마나 자주 실패하는지 보여 줍니다",
        "예:\n  report stats --since 2025-10-01\n  report stats --app alloy-ops --format json\n\n\
         각 지표의 뜻: docs/site.md",
    ),
    (
        "site",
        "모든 기록을 볼 수 있는 페이지를 만듭니다: 무엇이 어디에 있고, 무엇이 열려 있고, 증거는 무엇인지. 서버가 필요 없습니다",
        "예:\n  report site && open site/index.html\n  report site public --evidence evidence --lang ko\n\n\
         무엇이 담기고 어떻게 공개하는지: docs/site.md",
    ),
    (
        "adopt",
        "손으로 쓴 기록의 계획을 체크리스트와 연결합니다",
        "예:\n  report adopt 기록             주석을 보여 주고 물어봅니다\n  \
         report adopt 기록 --yes       씁니다\n\n\
         어느 단계가 어느 항목을 대신하는지: docs/records.md",
    ),
    (
        "judge",
        "YAML·JSON 파일의 Kubernetes 오브젝트를 판정합니다. 네트워크를 쓰지 않습니다",
        "예:\n  kubectl get deploy,ds -A -o yaml | report judge -\n  report judge must-gather/ --format json",
    ),
    (
        "init",
        "설정, CI 워크플로, RBAC 매니페스트, 템플릿을 씁니다",
        "예:\n  report init                   아직 없는 것을 씁니다\n  \
         report init --print rbac | kubectl apply -f -\n  report init --agent kiro,claude    도우미가 기록에 대해 읽을 파일도",
    ),
    (
        "trust",
        "작업 공간의 report.toml이 자격 증명을 보낼 곳을 정하게 합니다. 파일이 바뀌면 다시 승인합니다",
        "예:\n  report trust                  이 작업 공간의 report.toml을 지금 내용 그대로 승인합니다\n  \
         report trust ../other --revoke",
    ),
    (
        "doctor",
        "각 소스에 닿는지, 누구로 닿는지, 기록에 필요한 것을 읽을 수 있는지 확인합니다",
        "예:\n  report doctor\n  report doctor --context prod --format json",
    ),
    (
        "demo",
        "내장된 클러스터, 배포 시스템, Loki에서 전체 과정을 보여 줍니다. 아무것도 필요 없습니다",
        "예:\n  report demo\n  report demo ./demo --lang ko\n  report demo --full\n  \
         report demo --serve ./demo --state before   서버를 띄워 두고 셸에 필요한 것을 출력합니다",
    ),
    (
        "mcp",
        "AI 도우미에게 표준 입출력의 MCP로 답합니다. --write가 없으면 읽기만 합니다",
        "예:\n  report mcp                    도우미가 읽고 판정할 수 있는 것\n  \
         report mcp --write            새 기록과 판정을 쓰는 것도\n  report mcp --root ~/work/platform\n\n\
         도우미의 설정: docs/assistants.md",
    ),
    (
        "lsp",
        "판정할 수 없는 줄과 바꿔 쓸 문장을 표준 입출력의 LSP로 편집기에 알립니다. 네트워크를 쓰지 않습니다",
        "예:\n  report lsp                    편집기가 시작합니다: docs/assistants.md",
    ),
    (
        "completions",
        "셸 자동 완성 스크립트를 출력합니다",
        "예:\n  report completions bash > /etc/bash_completion.d/report\n  \
         report completions zsh > ~/.zfunc/_report\n  \
         report completions fish > ~/.config/fish/completions/report.fish",
    ),
    (
        "man",
        "man 페이지를 출력하거나, 모든 명령의 것을 파일로 씁니다",
        "예:\n  report man > report.1\n  report man /usr/local/share/man/man1",
    ),
    ("help", "이 도움말이나 명령의 도움말을 보여 줍니다", ""),
];

/// Command (`*` for those that every command or several have), argument, and what it is.
const ARGS: &[(&str, &str, &str)] = &[
    (
        "*",
        "root",
        "`.kiro`가 들어 있는 디렉터리 [기본값: 위로 가장 가까운 곳]",
    ),
    (
        "*",
        "lang",
        "메시지와 새 기록의 언어: `ko`, `en`. `report new`에는 `ko,en`도",
    ),
    ("*", "color", "언제 색을 쓸지"),
    ("*", "format", "표준 출력에 쓸 형식"),
    (
        "*",
        "output",
        "결과를 파일에도 씁니다. 예: `--output junit=report.xml`. 여러 번 쓸 수 있습니다",
    ),
    (
        "*",
        "save_evidence",
        "HTTP로 주고받은 것을 자격 증명 없이 HAR 파일에 씁니다",
    ),
    ("*", "replay", "HAR 파일로 판정하고 소켓을 열지 않습니다"),
    ("*", "offline", "소켓을 열지 않습니다"),
    ("*", "timeout", "요청 하나를 이만큼의 초 뒤에 포기합니다"),
    (
        "*",
        "deadline",
        "이만큼의 초가 지나면 더 조회하지 않고, 그때까지 본 것으로 판정합니다",
    ),
    (
        "*",
        "verbose",
        "더 말합니다. -vv는 더 많이, -vvv는 요청마다 표준 오류에",
    ),
    ("*", "quiet", "결과만 출력합니다"),
    ("*", "context", "컨텍스트를 적지 않은 명령의 컨텍스트"),
    (
        "*",
        "namespace",
        "네임스페이스를 적지 않은 명령의 네임스페이스",
    ),
    ("*", "help", "도움말을 보여 줍니다"),
    ("*", "version", "버전을 보여 줍니다"),
    ("new", "title", "기록의 제목"),
    (
        "new",
        "deployment",
        "배포: 번호, github:N, gitlab:N, argocd:APP#N, 범위 A..B 또는 목록 A,B",
    ),
    ("new", "app", "이 애플리케이션의 최신 배포"),
    ("new", "env", "이 환경의 최신 배포"),
    ("new", "latest", "가장 최근 배포"),
    ("new", "repo", "저장소: [repos]의 이름이나 경로"),
    ("new", "range", "커밋 범위"),
    (
        "new",
        "path",
        "저장소에서 이 앱의 파일이나 폴더. 여러 번 쓸 수 있습니다",
    ),
    (
        "new",
        "workload",
        "워크로드. 예: ds/alloy. 여러 번 쓸 수 있습니다",
    ),
    ("new", "task", "기록이 속한 Kiro 작업"),
    ("new", "pr", "PR 번호나 주소"),
    ("new", "slug", "파일 이름의 슬러그"),
    ("new", "date", "기록의 날짜 [기본값: 팀 시간대로 배포한 날]"),
    (
        "new",
        "print_context",
        "템플릿 컨텍스트를 JSON으로 출력하고 쓰지 않습니다",
    ),
    (
        "new",
        "from_context",
        "--print-context가 쓴 컨텍스트로 만듭니다",
    ),
    (
        "verify",
        "records",
        "기록 [기본값: .kiro/deployments의 열린 기록 전부]",
    ),
    ("verify", "update", "판정을 기록에 씁니다"),
    (
        "verify",
        "wait",
        "진행 중인 것이 없거나 실패할 때까지, 길어도 이만큼(`10m`) 다시 봅니다",
    ),
    (
        "verify",
        "only",
        "이 이름의 단계나 항목만. 여러 번 쓸 수 있습니다",
    ),
    (
        "verify",
        "recheck",
        "체크된 항목도 판정하고, 실패하면 체크를 지웁니다",
    ),
    ("verify", "force", "사람이 고친 영역도 덮어씁니다"),
    ("verify", "task", "모두 통과하면 이 Kiro 작업도 체크합니다"),
    (
        "regenerate",
        "records",
        "기록 [기본값: .kiro/deployments의 열린 기록 전부]",
    ),
    (
        "regenerate",
        "check",
        "쓰지 않고, 갱신할 것이 있으면 1로 끝납니다",
    ),
    ("regenerate", "diff", "무엇이 바뀌는지 보여 줍니다"),
    ("regenerate", "force", "사람이 고친 영역도 덮어씁니다"),
    (
        "verify",
        "detail",
        "JSON의 자세함: 명령이 출력한 것과 요구하지 않는 줄을 뺀 brief, 전부인 full [기본값: 파이프에는 brief]",
    ),
    (
        "regenerate",
        "detail",
        "JSON의 자세함: 명령이 출력한 것과 요구하지 않는 줄을 뺀 brief, 전부인 full [기본값: 파이프에는 brief]",
    ),
    (
        "regenerate",
        "shard",
        "이름으로 나눈 N개 몫 가운데 I번째 기록만. 여러 러너가 나눠 실행할 때",
    ),
    (
        "regenerate",
        "index",
        ".kiro/deployments/README.md의 색인도 갱신합니다",
    ),
    (
        "regenerate",
        "exit",
        "종료 상태가 말하는 것: 기록의 상태(verdicts)나 지난 실행 뒤의 소식(news)",
    ),
    (
        "explain",
        "records",
        "기록들. `-`는 표준 입력, 없으면 열린 기록 모두",
    ),
    (
        "explain",
        "strict",
        "기계가 판정할 수 있는데 사람에게 남은 것만 보여 줍니다. 있으면 종료 상태 1",
    ),
    (
        "explain",
        "fix",
        "제안을 보여 준 뒤 기록에 씁니다: 이 줄들의 것(`12`, 두 번째는 `12:2`), 또는 모든 단어를 담은 첫 제안 전부",
    ),
    ("explain", "yes", "묻지 않고 씁니다"),
    (
        "explain",
        "detail",
        "JSON의 자세함: 메타데이터와 요구하지 않는 줄을 뺀 brief, 전부인 full [기본값: 파이프에는 brief]",
    ),
    (
        "judge",
        "detail",
        "JSON의 자세함: 통과한 오브젝트의 설명을 뺀 brief, 전부인 full [기본값: 파이프에는 brief]",
    ),
    ("list", "open", "열린 기록만"),
    ("list", "failing", "실패한 항목이 있는 기록만"),
    (
        "list",
        "records",
        "기록 [기본값: .kiro/deployments의 기록 전부]",
    ),
    (
        "list",
        "state",
        "이 상태의 기록만. 쉼표로 여럿을 지정할 수 있습니다",
    ),
    ("*", "app", "이 앱의 기록만. 여러 번 쓸 수 있습니다"),
    ("*", "env", "이 환경의 기록만. 여러 번 쓸 수 있습니다"),
    ("*", "author", "이 작업자의 기록만. 여러 번 쓸 수 있습니다"),
    ("*", "since", "이 날짜나 그 뒤의 기록만"),
    ("*", "until", "이 날짜나 그 전의 기록만"),
    ("list", "json", "JSON으로 출력합니다"),
    (
        "list",
        "index",
        ".kiro/deployments/README.md를 색인으로 유지합니다",
    ),
    ("site", "dir", "쓸 곳 [기본값: .kiro 옆의 site]"),
    ("site", "evidence", "이 디렉터리의 HAR 파일을 연결합니다"),
    ("adopt", "record", "기록"),
    ("adopt", "yes", "묻지 않고 씁니다"),
    (
        "judge",
        "files",
        "`kubectl get -o yaml|json`이 쓴 YAML·JSON 파일, 디렉터리 또는 `-`",
    ),
    ("init", "print", "쓰지 않고 파일 하나를 출력합니다"),
    ("init", "shards", "작업을 기록을 나눠 맡는 N개로 나눕니다"),
    (
        "init",
        "agent",
        "이 AI 도우미들이 기록에 대해 읽을 파일도 씁니다",
    ),
    ("init", "templates", "고칠 수 있게 기록 템플릿도 씁니다"),
    (
        "init",
        "yes",
        "묻지 않습니다. 기록에만 적힌 주소는 쓰지 않습니다",
    ),
    ("trust", "dir", "작업 공간 [기본값: 가장 가까운 위의 것]"),
    ("trust", "revoke", "승인을 취소합니다"),
    (
        "demo",
        "dir",
        "작업 공간을 쓸 곳 [기본값: 새 임시 디렉터리]",
    ),
    ("demo", "full", "명령이 출력하는 것을 모두 보여 줍니다"),
    (
        "demo",
        "serve",
        "내장 클러스터, 배포 시스템, Loki를 ^C까지 띄워 두고, 연결에 필요한 변수를 출력합니다",
    ),
    ("demo", "state", "--serve에서 이야기가 어디까지 왔는지"),
    (
        "mcp",
        "write",
        "도우미가 기록과 판정을 쓰는 것도 허용합니다",
    ),
    (
        "lsp",
        "stdio",
        "편집기가 붙이는 것으로, 다른 방법은 없습니다",
    ),
    ("man", "dir", "모든 명령의 페이지를 이 디렉터리에 씁니다"),
    ("completions", "shell", "셸"),
];

/// Command (`*` for all), argument, value, and what it means.
const VALUES: &[(&str, &str, &str, &str)] = &[
    (
        "*",
        "color",
        "auto",
        "터미널이면 씁니다. `NO_COLOR`가 있으면 쓰지 않고, `CLICOLOR_FORCE`가 있으면 언제나",
    ),
    ("*", "color", "always", "언제나"),
    ("*", "color", "never", "쓰지 않습니다"),
    ("*", "format", "text", "사람이 읽는 글"),
    ("*", "format", "json", "결과 모델. JSON Schema가 설명합니다"),
    (
        "*",
        "format",
        "junit",
        "JUnit XML: 기록마다 testsuite, 항목마다 testcase",
    ),
    ("*", "format", "github", "GitHub 주석과 단계 요약"),
    ("*", "format", "short", "고칠 곳마다 한 줄, 컴파일러처럼"),
    ("*", "format", "sarif", "SARIF 2.1.0, 코드 스캐닝에"),
    ("*", "format", "csv", "쉼표로 나눈 값, 스프레드시트에"),
    ("*", "format", "md", "Markdown 표"),
    (
        "*",
        "format",
        "outputs",
        "지난 실행 뒤의 소식을 `이름=수`로, 작업의 출력에",
    ),
    ("*", "detail", "brief", "무엇을 왜 그렇게 판정했는지"),
    ("*", "detail", "full", "명령이 출력한 것까지"),
    ("regenerate", "exit", "verdicts", "기록의 상태"),
    (
        "regenerate",
        "exit",
        "news",
        "지난 실행 뒤에 달라진 것, 하나에 비트 하나",
    ),
    ("list", "state", "failing", "실패한 항목이 있음"),
    ("list", "state", "open", "할 일이 남음"),
    ("list", "state", "verified", "체크리스트가 모두 끝남"),
    (
        "list",
        "state",
        "superseded",
        "나중 배포로 대체되어 볼 것이 없음",
    ),
    ("list", "state", "rolled-back", "되돌려짐"),
    ("list", "state", "no-checklist", "체크리스트가 없음"),
    ("init", "print", "config", "`.kiro/report.toml`"),
    ("init", "print", "github", "GitHub Actions 워크플로"),
    ("init", "print", "gitlab", "GitLab CI 작업"),
    ("init", "print", "cronjob", "Kubernetes CronJob"),
    (
        "init",
        "print",
        "rbac",
        "ServiceAccount와 읽기 전용 ClusterRole",
    ),
    ("init", "agent", "kiro", "Kiro: steering과 hook"),
    ("init", "agent", "claude", "Claude Code: skill"),
    ("init", "agent", "cursor", "Cursor: rule"),
    ("init", "agent", "copilot", "GitHub Copilot: 지침"),
    (
        "demo",
        "state",
        "before",
        "배포가 진행 중이고 노드 세 개에 Pod가 없음",
    ),
    ("demo", "state", "during", "롤아웃이 진행 중"),
    ("demo", "state", "after", "배포가 끝남"),
    ("demo", "state", "later", "이틀 뒤"),
];

/// The grammar with everything that a person reads in Korean.
pub(crate) fn translated(mut command: Command) -> Command {
    command.build();
    translate(command)
}

fn translate(command: Command) -> Command {
    let name = command.get_name().to_string();
    let usage = usage(&command);
    let mut command = command
        .override_usage(usage)
        .help_template("{about-with-newline}\n사용법: {usage}\n\n{all-args}{after-help}")
        .subcommand_help_heading("명령")
        .mut_args(|arg| argument(&name, arg));
    if let Some((about, examples)) = of_command(&name) {
        let brief = about.split("\n\n").next().unwrap_or(about);
        command = command.about(brief).long_about(about).after_help(examples);
    }
    for sub in command.get_subcommands_mut() {
        let taken = std::mem::take(sub);
        *sub = translate(taken);
    }
    command
}

fn argument(command: &str, arg: Arg) -> Arg {
    let heading = match (arg.get_help_heading(), arg.is_positional()) {
        (Some("Common"), _) => "공통",
        (Some(_) | None, true) => "인수",
        (Some(_) | None, false) => "옵션",
    };
    let id = arg.get_id().as_str().to_owned();
    let arg = match of_argument(command, &id) {
        Some(help) => {
            let (short, long) = values(command, &id, &arg);
            arg.help(format!("{help}{short}"))
                .long_help(format!("{help}{long}"))
        }
        None => arg,
    };
    arg.help_heading(heading)
        .hide_possible_values(true)
        .hide_default_value(true)
}

/// The default and the values of an argument, in a line and at length: clap has no Korean words for them.
fn values(command: &str, id: &str, arg: &Arg) -> (String, String) {
    let takes = arg.get_action().takes_values();
    let of_it = arg.get_possible_values();
    let of_it = of_it.iter().filter(|value| takes && !value.is_hide_set());
    let names: Vec<&str> = of_it.map(|value| value.get_name()).collect();
    let defaults = arg.get_default_values().iter().filter(|_| takes);
    let default: String = defaults
        .map(|value| format!(" [기본값: {}]", value.to_string_lossy()))
        .collect();
    if names.is_empty() {
        return (default.clone(), default);
    }
    let told = |name: &&str| match of_value(command, id, name) {
        Some(meaning) => format!("\n- {name}: {meaning}"),
        None => format!("\n- {name}"),
    };
    let long: String = names.iter().map(told).collect();
    (
        format!("{default} [값: {}]", names.join(", ")),
        format!("{default}\n\n값:{long}"),
    )
}

/// The usage line, with clap's own words in Korean.
fn usage(command: &Command) -> StyledStr {
    let plain = command.clone().render_usage().to_string();
    let words = plain.trim_start_matches("Usage: ");
    words
        .replace("[OPTIONS]", "[옵션]")
        .replace("<COMMAND>", "<명령>")
        .replace("[COMMAND]", "[명령]")
        .into()
}

fn of_command(name: &str) -> Option<(&'static str, &'static str)> {
    let found = COMMANDS.iter().find(|(known, ..)| *known == name);
    found.map(|(_, about, examples)| (*about, *examples))
}

fn of_argument(command: &str, id: &str) -> Option<&'static str> {
    let of = |command: &str| {
        let mut all = ARGS.iter();
        all.find(|(known, arg, _)| *known == command && *arg == id)
    };
    of(command).or_else(|| of("*")).map(|(.., help)| *help)
}

fn of_value(command: &str, id: &str, value: &str) -> Option<&'static str> {
    let mut all = VALUES.iter();
    let found = all.find(|(known, arg, name, _)| {
        (*known == command || *known == "*") && *arg == id && *name == value
    });
    found.map(|(.., meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Cli;
    use crate::facts::lang::is_hangul;
    use clap::CommandFactory;

    fn korean(text: &str) -> bool {
        text.chars().any(is_hangul)
    }

    #[test]
    fn every_command_and_argument_is_told_in_korean() {
        let mut command = Cli::command();
        command.build();
        let mut all = vec![&command];
        all.extend(command.get_subcommands());
        for one in all {
            let name = one.get_name();
            let (about, examples) = of_command(name).unwrap_or_else(|| panic!("`{name}`"));
            assert!(korean(about), "{name}");
            let english = one.get_after_help().map(ToString::to_string);
            let lines = |text: &str| text.lines().count();
            assert_eq!(
                english.map_or(0, |text| lines(&text)),
                lines(examples),
                "the examples of `{name}` in both languages"
            );
            for arg in one.get_arguments() {
                let id = arg.get_id().as_str();
                let help = of_argument(name, id).unwrap_or_else(|| panic!("`{name} {id}`"));
                assert!(korean(help), "{name} {id}");
                for value in arg.get_possible_values() {
                    let explained = of_value(name, id, value.get_name()).is_some();
                    let needs = value.get_help().is_some() && arg.get_action().takes_values();
                    assert_eq!(explained, needs, "{name} {id} {}", value.get_name());
                }
            }
        }
    }

    #[test]
    fn nothing_in_the_catalogue_is_left_over() {
        let mut command = Cli::command();
        command.build();
        for (name, id, _) in ARGS {
            let has = |one: &Command| one.get_arguments().any(|arg| arg.get_id() == *id);
            let found = match *name {
                "*" => command.get_subcommands().any(has) || has(&command),
                name => command.find_subcommand(name).is_some_and(has),
            };
            assert!(found, "`{name} {id}` is no argument");
        }
        for (name, id, value, _) in VALUES {
            let has = |one: &Command| {
                let mut args = one.get_arguments().filter(|arg| arg.get_id() == *id);
                args.any(|arg| {
                    let values = arg.get_possible_values();
                    values.iter().any(|one| one.get_name() == *value)
                })
            };
            let mut all = command.get_subcommands();
            let found = all.any(|one| (*name == "*" || one.get_name() == *name) && has(one));
            assert!(found, "`{name} {id} {value}` is no value");
        }
        for (name, ..) in COMMANDS {
            assert!(
                *name == "report" || command.find_subcommand(name).is_some(),
                "{name}"
            );
        }
    }
}
