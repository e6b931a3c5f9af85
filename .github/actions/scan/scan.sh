#!/usr/bin/env bash
# Scans what an event brings in, or the whole history where it brings in nothing in particular: a
# schedule, a run by hand. Writes annotations to the log and SARIF for an upload, and ends as kunci
# does. action.yml says what the variables are.
set -euo pipefail

notice() { echo "::notice title=kunci::$1"; }
fail() {
  echo "::error title=kunci::$1"
  exit 2
}
exists() { git cat-file -e "$1^{commit}" 2>/dev/null; }

# Finds the range of the event; empty for the whole history.
range=
find_range() {
  local target=${TARGET:-}
  target=${target#refs/heads/}
  exists "$HEAD" || fail "$HEAD is not here: check out with fetch-depth: 0"
  if [[ $BASE == *[!0]* ]]; then
    if exists "$BASE"; then
      range=$BASE..$HEAD
      return
    fi
    [[ $(git rev-parse --is-shallow-repository) == false ]] ||
      fail "$BASE is not here: check out with fetch-depth: 0"
    notice "$BASE is gone, as after a force-push"
  fi
  # What the branch itself holds says nothing of what the event brought in.
  if [[ ${REF:-} != "refs/heads/$target" ]] && exists "refs/remotes/origin/$target"; then
    range=refs/remotes/origin/$target..$HEAD
    notice "what $target does not have is scanned"
  else
    range=$HEAD
    notice "all that $HEAD leads to is scanned"
  fi
}

options=()
# Words as a shell reads them, but nothing is run or expanded.
if [[ ${ARGS:-} == *[![:space:]]* ]]; then
  words=$(xargs printf '%s\n' <<<"$ARGS") || fail "the quotes of \`args\` do not match"
  while IFS= read -r word; do options+=("$word"); done <<<"$words"
fi
[[ -z ${BASELINE:-} ]] || options+=(--baseline "$BASELINE")
[[ -z ${CONFIG:-} ]] || options+=(--config "$CONFIG")
[[ -z ${FAIL_ON:-} ]] || options+=(--fail-on "$FAIL_ON")
[[ ${NO_REPO_CONFIG:-${FORK:-false}} != true ]] || options+=(--no-repo-config)
if [[ -n ${RANGE:-} ]]; then
  range=$RANGE
elif [[ -n ${BASE:-} ]]; then
  find_range
fi
[[ -z $range ]] || options+=(--range "$range")

sarif=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/kunci.sarif
rm -f "$sarif"
status=0
"${KUNCI:-kunci}" history ${options[@]+"${options[@]}"} \
  --format github --output - --format sarif --output "$sarif" || status=$?
if [[ -e $sarif && ${UPLOAD:-true} == true && -n ${GITHUB_OUTPUT:-} ]]; then
  if [[ ${EVENT:-} == pull_request && ${FORK:-} == true ]]; then
    notice "a pull request from a fork may not write to code scanning, so nothing is uploaded"
  else
    echo "sarif=$sarif" >>"$GITHUB_OUTPUT"
  fi
fi
exit "$status"
