//! Every reason with its two sentences.

use super::Why;

/// Each reason with its sentence in English and in Korean.
pub(super) const TABLE: &[(Why, &str, &str)] = &[
    (
        Why::ChangesCluster,
        "`{}` changes the cluster",
        "`{}`: 클러스터를 바꾸는 명령",
    ),
    (
        Why::RunsInContainer,
        "`{}` runs a program in the cluster",
        "`{}`: 클러스터 안에서 프로그램을 실행하는 명령",
    ),
    (
        Why::OpensTunnel,
        "`{}` opens a tunnel into the cluster",
        "`{}`: 클러스터로 통로를 여는 명령",
    ),
    (
        Why::CopiesFiles,
        "`{}` copies files from or into the cluster",
        "`{}`: 클러스터와 파일을 주고받는 명령",
    ),
    (
        Why::ChangesKubeconfig,
        "`{}` changes the kubeconfig or signs in",
        "`{}`: kubeconfig를 바꾸거나 로그인하는 명령",
    ),
    (
        Why::Credential,
        "`{}` gives credentials, which a record may not do",
        "`{}`: 기록에서 자격 증명을 지정할 수 없음",
    ),
    (
        Why::ChoosesServer,
        "`{}` chooses a server or configuration, which a record may not do",
        "`{}`: 기록에서 서버나 설정을 고를 수 없음",
    ),
    (
        Why::SkipsTls,
        "`{}` turns off the check of certificates",
        "`{}`: 인증서 검사를 끄는 옵션",
    ),
    (
        Why::RawPath,
        "`{}` asks for a raw path of the API server",
        "`{}`: API 서버의 임의 경로를 요청하는 옵션",
    ),
    (
        Why::Impersonates,
        "`{}` acts as someone else",
        "`{}`: 다른 사용자로 가장하는 옵션",
    ),
    (
        Why::WritesLocally,
        "`{}` writes files on this machine",
        "`{}`: 이 컴퓨터에 파일을 쓰는 옵션",
    ),
    (
        Why::SecretValues,
        "`{}` prints values of secrets",
        "`{}`: Secret의 값을 출력하는 명령",
    ),
    (
        Why::KubeconfigSet,
        "the record sets `{}`, so which cluster is meant is not known; name a `--context`",
        "기록이 `{}` 변수를 바꾸어 어느 클러스터인지 알 수 없음; `--context`를 적어 주세요",
    ),
    (
        Why::HttpMethod,
        "`{}` is not a GET or HEAD request",
        "`{}`: GET 또는 HEAD 요청이 아님",
    ),
    (
        Why::HttpBody,
        "`{}` sends data",
        "`{}`: 데이터를 보내는 옵션",
    ),
    (
        Why::HttpCredential,
        "`{}` sends credentials, which a record may not do",
        "`{}`: 기록에서 자격 증명을 보낼 수 없음",
    ),
    (
        Why::HttpDownload,
        "`{}` writes a file",
        "`{}`: 파일을 쓰는 요청",
    ),
    (
        Why::HttpRoute,
        "`{}` changes how or where the request is sent",
        "`{}`: 요청을 보내는 경로나 설정을 바꾸는 옵션",
    ),
    (
        Why::HttpScheme,
        "`{}` is not an http or https address",
        "`{}`: http, https 주소가 아님",
    ),
    (
        Why::HttpMetadata,
        "`{}` tells a machine its credentials",
        "`{}`: 서버의 자격 증명을 알려 주는 주소",
    ),
    (
        Why::HttpHeader,
        "`{}` is not among the headers that a documented request may have",
        "`{}`: 기록의 요청에 쓸 수 있는 헤더가 아님",
    ),
    (
        Why::ChangesRelease,
        "`{}` changes a release",
        "`{}`: 릴리스를 바꾸는 명령",
    ),
    (
        Why::ChangesRepositories,
        "`{}` changes Helm's files on this machine",
        "`{}`: 이 컴퓨터의 Helm 파일을 바꾸는 명령",
    ),
    (
        Why::ChangesArgo,
        "`{}` changes Argo CD",
        "`{}`: Argo CD를 바꾸는 명령",
    ),
    (
        Why::ChangesGit,
        "`{}` changes a repository",
        "`{}`: 저장소를 바꾸는 명령",
    ),
    (
        Why::RunsProgram,
        "`{}` runs what it is given",
        "`{}`: 받은 내용을 실행하는 명령",
    ),
    (
        Why::LokiDelete,
        "`{}` deletes logs",
        "`{}`: 로그를 지우는 명령",
    ),
    (
        Why::ArgoRefresh,
        "`{}` makes Argo CD compare again",
        "`{}`: Argo CD에 다시 비교하라고 시키는 옵션",
    ),
    (
        Why::UnknownTool,
        "`{}` is not a tool that report asks",
        "`{}`: report가 묻지 않는 도구",
    ),
    (
        Why::Redefined,
        "the record gives `{}` a meaning of its own",
        "`{}`: 기록이 따로 정의한 이름",
    ),
    (
        Why::UnknownVerb,
        "`{}` is not a command that report knows",
        "`{}`: 알 수 없는 명령",
    ),
    (
        Why::UnknownFlag,
        "the flag `{}` is not known",
        "`{}`: 알 수 없는 옵션",
    ),
    (
        Why::BadFlagValue,
        "the value of `{}` is not understood",
        "`{}`: 이해하지 못한 옵션 값",
    ),
    (
        Why::MissingFlagValue,
        "the flag `{}` has no value",
        "`{}`: 값이 없는 옵션",
    ),
    (
        Why::UnknownFilter,
        "`{}` is not a filter that report knows",
        "`{}`: 알 수 없는 필터",
    ),
    (
        Why::FilterForm,
        "this form of `{}` is not one that report knows",
        "`{}`: 알 수 없는 형태의 필터",
    ),
    (
        Why::LocalFile,
        "`{}` reads a file of this machine",
        "`{}`: 이 컴퓨터의 파일을 읽는 옵션",
    ),
    (
        Why::LocalKubeconfig,
        "`{}` reads the kubeconfig of this machine",
        "`{}`: 이 컴퓨터의 kubeconfig를 읽는 명령",
    ),
    (
        Why::LocalVersion,
        "`{}` asks about a program on this machine, which report does not run",
        "`{}`: 이 컴퓨터의 프로그램에 관한 명령이며 report는 프로그램을 실행하지 않음",
    ),
    (
        Why::GoTemplate,
        "`{}` needs Go's templates",
        "`{}`: Go 템플릿이 필요한 출력 형식",
    ),
    (
        Why::OutputForm,
        "the output form `{}` is not known",
        "`{}`: 알 수 없는 출력 형식",
    ),
    (
        Why::OtherOutput,
        "`{}` prints something that report does not show",
        "`{}`: report가 보여 주지 않는 것을 출력하는 옵션",
    ),
    (
        Why::NoTarget,
        "`{}` does not say what to look at",
        "`{}`: 무엇을 볼지 적혀 있지 않음",
    ),
    (
        Why::TooManyWords,
        "`{}` is a word too many",
        "`{}`: 남는 단어",
    ),
    (
        Why::NameAndSelector,
        "a name and a selector together are an error of kubectl: `{}`",
        "이름과 셀렉터를 함께 쓰면 kubectl 오류: `{}`",
    ),
    (
        Why::NameEverywhere,
        "a name in all namespaces is an error of kubectl: `{}`",
        "모든 네임스페이스에서 이름으로 찾으면 kubectl 오류: `{}`",
    ),
    (
        Why::MixedNames,
        "`{}` mixes `KIND/NAME` with other words",
        "`{}`: `KIND/NAME`과 다른 형태를 섞어 씀",
    ),
    (
        Why::KindAndName,
        "`{}` names a pod; write `KIND/NAME` for another kind",
        "`{}`: Pod 이름으로 읽힘; 다른 종류는 `KIND/NAME`으로 적어 주세요",
    ),
    (
        Why::HelmRelease,
        "`{}` reads release state, which Helm keeps in a Secret that report does not read",
        "`{}`: Helm은 릴리스 상태를 Secret에 두며 report는 그것을 읽지 않음",
    ),
    (
        Why::HelmLocal,
        "`{}` reads charts, which report does not do",
        "`{}`: 차트를 읽는 명령이며 report가 하지 않는 일",
    ),
    (
        Why::ArgoRead,
        "`{}` reads from Argo CD what its Application resource does not say",
        "`{}`: Application 리소스에 없는 것을 Argo CD에서 읽는 명령",
    ),
    (
        Why::GitRead,
        "`{}` reads what report does not look up in git",
        "`{}`: report가 git에서 찾지 않는 정보",
    ),
    (
        Why::PromtoolRead,
        "`{}` is no query that report asks",
        "`{}`: report가 묻지 않는 명령",
    ),
    (
        Why::LogcliRead,
        "`{}` is not one of Loki's queries that report asks",
        "`{}`: report가 묻지 않는 Loki 쿼리",
    ),
    (
        Why::ReadVerb,
        "`{}` only reads, and report does not answer it",
        "`{}`: 읽기만 하지만 report가 답하지 않는 명령",
    ),
    (
        Why::InConstruct,
        "it stands inside `{}`",
        "`{}` 안에 있는 명령",
    ),
    (
        Why::OnlyOnFailure,
        "it runs only if the command before it fails: `{}`",
        "앞의 명령이 실패할 때만 실행됨: `{}`",
    ),
    (
        Why::Background,
        "`{}` runs in the background",
        "`{}`: 백그라운드로 실행되는 명령",
    ),
    (
        Why::Redirect,
        "the redirection `{}` is not followed",
        "`{}`: 따르지 않는 리디렉션",
    ),
    (
        Why::HereDocument,
        "`{}` reads a here-document",
        "`{}`: here-document를 읽는 명령",
    ),
    (
        Why::Subshell,
        "`{}` groups commands",
        "`{}`: 명령을 묶는 구문",
    ),
    (
        Why::Braces,
        "`{}` stands for several words",
        "`{}`: 여러 단어로 펼쳐지는 표현",
    ),
    (
        Why::Unparsed,
        "this is not shell that can be read: {}",
        "읽을 수 없는 셸 구문: {}",
    ),
    (
        Why::TooLong,
        "it is longer than report reads: {}",
        "report가 읽는 길이를 넘음: {}",
    ),
    (
        Why::TooMuch,
        "to read `{}` takes more work than a record may ask for",
        "`{}`: 읽는 데 기록 하나에 허용된 것보다 많은 계산이 필요함",
    ),
    (
        Why::ManyUrls,
        "`{}` is a second address",
        "`{}`: 두 번째 주소",
    ),
    (
        Why::UrlPattern,
        "`{}` stands for several addresses",
        "`{}`: 여러 주소로 펼쳐지는 표현",
    ),
    (Why::NoUrl, "`{}` has no address", "`{}`: 주소가 없음"),
    (Why::NoQuery, "`{}` has no query", "`{}`: 쿼리가 없음"),
    (
        Why::InnerOther,
        "the command inside `{}` is not one that report asks",
        "`{}` 안의 명령은 report가 묻지 않음",
    ),
    (Why::NoCommand, "`{}` has no command", "`{}`: 명령이 없음"),
];
