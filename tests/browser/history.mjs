// A workspace with the records of a made-up team, in both languages, and the git history in which they were
// written, verified and failed: `node tests/browser/history.mjs DIR [COUNT]`.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";

const apps = [["결제-api", "prod"], ["alloy-ops", "ops"], ["web-front", "prod"], ["loki-v3", "ops"], ["결제-api", "staging"], ["search", "prod"], ["web-front", "staging"]];
const people = ["김하늘", "Minseo Park", "kiro", "이도윤"];
const changes = [["톨러레이션을 controller 아래로 옮김", "Move tolerations under controller"], ["메모리 한도 올림", "Raise the memory limit"],
  ["이미지 1.14로 올림", "Move to image 1.14"], ["재시도 횟수 줄임", "Fewer retries"], ["인증서 갱신", "Renew the certificate"]];
const end = Date.UTC(2025, 11, 5, 9, 0, 0);
const day = 86400e3;

const kst = (at) => new Date(at + 9 * 3600e3).toISOString().slice(0, 19).replace("T", " ") + " KST";
const sha = (n) => (n * 2654435761 % 4294967296).toString(16).padStart(8, "0").repeat(5);

function story(i, count) {
  const arrived = end - Math.floor((count - 1 - i) * (count > 200 ? 0.9 : 1.9) * day) - (i % 5) * 3600e3;
  const fresh = count - i;
  let fate = "verified";
  if (i % 17 === 9) fate = "mended";
  if (i % 29 === 11) fate = "rolled-back";
  if (i % 31 === 20) fate = "superseded";
  if (fresh <= 4 || i % 37 === 30) fate = "open";
  if (fresh === 3 || fresh === 9) fate = "failing";
  return { i, arrived, fate, ko: i % 3 !== 1, app: apps[i % apps.length], who: people[i % people.length], what: changes[i % changes.length] };
}

function text(s, marks) {
  const t = (ko, en) => (s.ko ? ko : en);
  const [app, env] = s.app;
  const number = 4000 + s.i;
  const title = t(`${app} 배포: ${s.what[0]}`, `Deploy ${app}: ${s.what[1]}`);
  const note = s.fate === "superseded" ? ` <!-- report:superseded #${number + 7} -->` : "";
  const status = s.fate === "rolled-back" ? t("**상태**: 롤백됨  \n", "**Status**: Rolled back  \n") : "";
  const ticked = [marks[0] === "✅" && "sync", marks[1] === "✅" && "pods", marks[2] === "✅" && "logs"].filter(Boolean).join(",");
  const ready = marks[1] === "❌" ? "7" : "10";
  return `# ${title}${note}

**${t("날짜", "Date")}**: ${kst(s.arrived).slice(0, 10)} (Asia/Seoul)
**${t("작업자", "Author")}**: ${s.who}
**${t("환경", "Environment")}**: ${env}
${status}**${t("배포 번호", "Deployment")}**: #${number}

## ${t("문제 상황", "Problem")}

${t("노드 3대에 Pod가 없었습니다. 자세한 내용은", "Three nodes had no Pod. For details see")} https://grafana.example/d/${number}.

## ${t("해결 방법", "Solution")}

<!-- report:begin changes deployment=${number} -->

**${t("파일", "File")}**: \`apps/${app}.yaml\` — +2 −1

${t("이전:", "Before:")}

\`\`\`yaml
resources:
  limits:
    memory: 500Mi
\`\`\`

${t("이후:", "After:")}

\`\`\`yaml
resources:
  limits:
    memory: 700Mi
    cpu: 250m
\`\`\`

<!-- report:end changes -->

<!-- report:begin commits deployment=${number} -->

| ${t("커밋", "Commit")} | ${t("제목", "Subject")} | ${t("작성자", "Author")} | ${t("시각", "Time")} |
| --- | --- | --- | --- |
| \`${sha(number).slice(0, 7)}\` | ${s.what[1]} | ${s.who} | ${kst(s.arrived - (3 + (s.i % 9) * 4) * 3600e3)} |

<!-- report:end commits -->

<!-- report:begin deployment deployment=${number} -->

| ${t("항목", "Item")} | ${t("내용", "Value")} |
| --- | --- |
| ${t("배포 번호", "Deployment")} | [#${number}](https://gitploy.example/Org/repo/deployments/${number}) |
| ${t("상태", "Status")} | ${t("성공", "succeeded")} (\`success\`) |
| ${t("대상", "What")} | ${t("커밋", "commit")} \`${sha(number)}\` |
| ${t("종료", "Finished")} | ${kst(s.arrived)} |

\`\`\`json
{"env": "${env}", "dynamic_payload": {"app": "${app}"}}
\`\`\`

<!-- report:end deployment -->

\`\`\`mermaid
timeline
    title ${title.replaceAll(":", "")}
    ${kst(s.arrived - 180e3).slice(11, 19).replaceAll(":", ".")} : PR ${s.i} ${t("병합", "merged")}
    ${kst(s.arrived - 60e3).slice(11, 19).replaceAll(":", ".")} : Gitploy in_progress
    ${kst(s.arrived).slice(11, 19).replaceAll(":", ".")} : Gitploy success
\`\`\`

## ${t("검증 계획", "Verification plan")}

### 1. ${t("Pod 확인", "Check the pods")} <!-- check:pods -->

\`\`\`bash
kubectl --context ${env} -n ${app} get daemonset ${app}
\`\`\`

**${t("기대 결과", "Expected")}**:

- READY: 10

### 2. ${t("로그 확인", "Check the logs")} <!-- check:logs -->

\`\`\`bash
kubectl --context ${env} -n ${app} logs -l app=${app} --tail=50
\`\`\`

**${t("기대 결과", "Expected")}**:

- ${t("에러 로그 없음", "No error logs")}

<!-- report:begin results ticked=${ticked} -->

### ${t("검증 결과", "Verification results")}

<!-- report:step pods 0a1b2c3d-0123456789abcdef -->
**1. ${t("Pod 확인", "Check the pods")}**

\`\`\`console
$ kubectl --context ${env} -n ${app} get daemonset ${app}
NAME    DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR   AGE
alloy   10        10        ${ready}      10           ${ready}          <none>          40d
\`\`\`

${marks[1] === "❌" ? "❌ READY: 10 → 7" : "✅ READY 10/10"}

<!-- report:step logs 0a1b2c3d-0123456789abcdef -->
**2. ${t("로그 확인", "Check the logs")}**

✅ ${t("50줄에 에러 없음", "no error in 50 lines")}

<!-- report:end results -->

## ${t("체크리스트", "Checklist")}

1. ${marks[0]} ${t("ArgoCD 동기화", "Argo CD sync")} <!-- check:sync -->
2. ${marks[1]} ${t("Pod 상태", "Pod status")} <!-- check:pods -->
3. ${marks[2]} ${t("로그", "Logs")} <!-- check:logs -->
4. ${marks[3]} ${t("안정성 확인 (1-2일)", "Stability over 1-2 days")}
`;
}

function versions(s) {
  const begun = [s.arrived, text(s, ["✅", "⏳", "⏳", "⏳"])];
  const done = text(s, ["✅", "✅", "✅", "✅"]);
  const hours = (n) => s.arrived + n * 3600e3;
  switch (s.fate) {
    case "open": return [begun, [hours(1), text(s, ["✅", "✅", "⏳", "⏳"])]];
    case "failing": return [begun, [hours(1), text(s, ["✅", "❌", "✅", "⏳"])]];
    case "mended": return [begun, [hours(1), text(s, ["✅", "❌", "✅", "⏳"])], [hours(5), done]];
    case "superseded": return [begun];
    default: return [begun, [hours(30 + (s.i % 20)), done]];
  }
}

export function write(dir, count) {
  mkdirSync(dir, { recursive: true });
  const commits = [];
  for (let i = 0; i < count; i++) {
    const s = story(i, count);
    const name = `.kiro/deployments/${kst(s.arrived).slice(0, 10)}-${String(i).padStart(4, "0")}-${s.app[0]}.md`;
    for (const [at, body] of versions(s)) commits.push([at, name, body]);
  }
  commits.sort((a, b) => a[0] - b[0]);
  let stream = "";
  let mark = 0;
  for (const [at, name, body] of commits) {
    const bytes = Buffer.byteLength(body);
    stream += `commit refs/heads/main\nmark :${++mark}\ncommitter K <k@example.com> ${Math.floor(at / 1000)} +0900\ndata 1\nm\n`;
    if (mark > 1) stream += `from :${mark - 1}\n`;
    stream += `M 100644 inline ${JSON.stringify(name)}\ndata ${bytes}\n${body}\n`;
  }
  const git = (args, input) => {
    const run = spawnSync("git", ["-C", dir, ...args], { input, encoding: "utf8", maxBuffer: 1 << 28 });
    if (run.status !== 0) throw new Error(`git ${args.join(" ")}: ${run.stderr}`);
  };
  git(["init", "-q", "-b", "main"]);
  git(["fast-import", "--quiet"], stream);
  git(["checkout", "-q", "-f", "main"]);
}

if (process.argv[1]?.endsWith("history.mjs")) write(process.argv[2], Number(process.argv[3] ?? 60));
