#!/usr/bin/env bash
# Fetches the program of the release that this action is of: `program` of the step's output is where
# it is. Where there is none for this very tag or commit, `key` names what is to be built.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
version=$(sed -n 's/^ *package static let text = "\([^"]*\)"$/\1/p' "$root/Sources/Commands/Version.swift")
folder=$RUNNER_TEMP/kunci-release
rm -rf "$folder"
mkdir -p "$folder"

sums() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# fetched: whether the archive is there, is in the list of sums, and was made by the workflow of the
# repository from what the action was pinned to.
fetched() {
  local archive=kunci-$version-$platform.tar.gz origin
  case ${ACTION_REF:-} in
    "v$version") origin=(--source-ref "refs/tags/$ACTION_REF") ;;
    *[!0-9a-f]* | '') return 1 ;;
    *) origin=(--source-digest "$ACTION_REF") ;;
  esac
  command -v gh >/dev/null || return 1
  gh release download "v$version" --repo "$ACTION_REPOSITORY" --dir "$folder" \
    --pattern "$archive" --pattern SHA256SUMS || return 1
  (cd "$folder" && grep -F -- "  $archive" SHA256SUMS >sum && sums -c sum >/dev/null) || return 1
  gh attestation verify "$folder/$archive" --repo "$ACTION_REPOSITORY" \
    --signer-workflow "$ACTION_REPOSITORY/.github/workflows/release.yml" "${origin[@]}" >/dev/null ||
    return 1
  tar -xzf "$folder/$archive" -C "$folder" --strip-components=1
}

case ${RUNNER_OS:-}-${RUNNER_ARCH:-} in
  Linux-X64) platform=linux-x86_64 ;;
  Linux-ARM64) platform=linux-aarch64 ;;
  macOS-ARM64) platform=macos-arm64 ;;
  macOS-X64) platform=macos-x86_64 ;;
  *)
    echo "::error title=kunci::kunci does not run on ${RUNNER_OS:-this system} ${RUNNER_ARCH:-}"
    exit 2
    ;;
esac
if fetched; then
  echo "kunci $version of the release for $platform"
  echo "program=$folder/kunci" >>"$GITHUB_OUTPUT"
else
  echo "no release for $platform is of ${ACTION_REF:-this folder}, so kunci $version is built"
  digest=$(cd "$root" && find Package.swift Sources Rules -type f | LC_ALL=C sort |
    while IFS= read -r file; do sums "$file"; done | sums)
  echo "key=kunci-$platform-${ImageOS:-}-${digest%% *}" >>"$GITHUB_OUTPUT"
fi
