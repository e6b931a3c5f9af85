#!/usr/bin/env bash
# Scans what BASE..HEAD brings in, or the whole history where there is no BASE: a first push, a
# schedule. Writes SARIF for an upload and annotations to the log, and ends as kunci does.
set -euo pipefail

sarif=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/kunci.sarif
annotations=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/kunci-annotations.txt
options=()
if [[ ${BASE:-} == *[!0]* ]]; then
  if ! git cat-file -e "$BASE^{commit}" || ! git cat-file -e "$HEAD^{commit}"; then
    echo "::error title=kunci::$BASE or $HEAD is not here: check out with fetch-depth: 0"
    exit 2
  fi
  options=(--range "$BASE..$HEAD")
fi
status=0
"${KUNCI:-kunci}" history ${options[@]+"${options[@]}"} --format sarif --output "$sarif" \
  --format github --output "$annotations" || status=$?
[[ ! -e $annotations ]] || cat "$annotations"
[[ ! -e $sarif || -z ${GITHUB_OUTPUT:-} ]] || echo "sarif=$sarif" >>"$GITHUB_OUTPUT"
exit "$status"
