# What the three jobs have in common. Somebody may push meanwhile: then everything is made anew on what they
# pushed, the index as well. `proposal` names a branch for a pull request; empty pushes to $branch itself.
at() { git ls-remote origin "refs/heads/$1" | cut -f 1; }
# The open proposal goes on from what it holds. One that was merged is none.
take() {
  open= lease=
  if [ -z "$proposal" ] || ! git fetch --quiet origin "refs/heads/$proposal"; then return 0; fi
  lease=$(git rev-parse FETCH_HEAD)
  if [ -z "$(git cherry HEAD "$lease" | grep '^+' || true)" ]; then return 0; fi
  open=$lease
  if git cherry-pick --no-commit "$open"; then return 0; fi
  git reset --quiet --hard
  git checkout --quiet "$open" -- .kiro/report/told.jsonl || true
}
store() {
  if [ -z "$proposal" ]; then git push --quiet origin "HEAD:refs/heads/$branch"; return; fi
  git push --quiet --force-with-lease="refs/heads/$proposal:$lease" $options origin "HEAD:refs/heads/$proposal" &&
    propose
}
attempt=1
while :; do
  base=$(git rev-parse HEAD)
  take
  status=0
  look || status=$?
  git add -- .kiro
  if git diff --cached --quiet; then break; fi
  if [ -n "$open" ] && git diff --cached --quiet "$open" -- .kiro; then break; fi
  git commit --quiet -m "$message"
  if store; then break; fi
  if [ "$(at "$branch")" = "$base" ] && { [ -z "$proposal" ] || [ "$(at "$proposal")" = "$lease" ]; }; then
    en: echo "The push was refused, and nobody was faster. If $branch is protected, let this job push to it," >&2
    ko: echo "push가 거부되었고, 그사이 먼저 push한 사람도 없습니다. $branch 브랜치가 보호되어 있다면 이 작업의 push를 허용하거나," >&2
    en: echo "or set REPORT_PULL_REQUEST to the name of a branch: then it opens and updates a pull request." >&2
    ko: echo "REPORT_PULL_REQUEST에 브랜치 이름을 지정하세요. 그러면 풀 리퀘스트를 열고 갱신합니다." >&2
    exit 1
  fi
  if [ "$attempt" -ge 5 ]; then
    en: echo "Somebody else pushed $attempt times meanwhile; the next run begins where they ended." >&2
    ko: echo "그사이 다른 사람이 $attempt번 push했습니다. 다음 실행이 거기서 이어 갑니다." >&2
    exit 1
  fi
  sleep "$attempt"
  attempt=$((attempt + 1))
  git fetch --quiet origin "refs/heads/$branch"
  git reset --quiet --hard FETCH_HEAD
done
# Red: a failure, an error or a blind spot that was not told before.
red=$((status & 7))
