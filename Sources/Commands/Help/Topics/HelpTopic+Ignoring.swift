extension HelpTopic {
  /// `kunci help ignoring`.
  static let ignoringText = #"""
    For what is no secret, or is known. Each way names the secret itself or is right beside it, so
    that a new key in the same place is still reported. What is suppressed changes no exit code
    and is counted in every report; `--show-suppressed` lists it with the reason. The former ids of
    a rule, and fingerprints that were made with them, stay valid everywhere: in comments, ignore
    files, baselines, configurations and options.

    A COMMENT on the line of the secret, or alone on the line before:

      KEY = "sk-or-v1-…"  # kunci:ignore
      # kunci:ignore openrouter-api-key the sample of the documentation
      KEY = "sk-or-v1-…"

    The first word may be a rule's id or the provider that ids start with (`openrouter`; several
    with commas); then the comment is for these only. A word with a dash counts as an id, so that a
    mistyped one does not silence everything: write `kunci:ignore -- well-known` for a reason that
    starts with one. The comments of others count as well: `gitleaks:allow`, `betterleaks:allow`,
    `trufflehog:ignore`, `kingfisher:ignore`, `ggignore`, `pragma: allowlist secret`, `pragma:
    allowlist nextline secret`, `secretlint-disable-line`, `secretlint-disable-next-line`, and
    `secretlint-disable` up to `secretlint-enable`. A comment counts up to 7 kB before a secret and
    2 kB after it, so a block is no longer than that. In a history each version of a file is judged
    by its own comments: an older one without is still reported. `--no-inline-ignore` reports
    everything.

    `.kunciignore` at the root of the repository (outside of one: of the scanned folder), an entry a
    line. `kunci ignore` writes them:

      kunci ignore 9632aaf06275ebd85726a6c79a2ebcbc --reason 'revoked in May, see the wiki'
      kunci ignore --from-report report.json --reason 'samples' --path docs/ --until 2030-12-31

      # FINGERPRINT [path:GLOB] [until:YYYY-MM-DD] [# reason]
      9632aaf06275ebd85726a6c79a2ebcbc  # revoked in May, see the wiki
      5a105e8b9d40e1329780d62ea2265d8a path:docs/ until:2030-12-31  # until that day's end, UTC
      rule:google-api-key path:/app/google-services.json  # all that this rule finds there
      docs/samples/   # all that is found there, also new keys

    A path alone must hold one of `/.*?[`: write `/LICENSE` for a name at the root and `**/LICENSE`
    for it anywhere. Paths are those from the root, globs as in `.gitignore`; a backslash keeps a
    blank in one. Entries that have expired or that a whole scan (`scan` of the root, `history`
    without a range, all rules) does not need are named in the report. A malformed line, a file that
    cannot be read and a symbolic link are errors: exit code 2 if nothing is found. `staged`,
    `unpushed` and `history` read the file of the work tree. `--ignore-file FILE` takes FILE
    instead; a bare repository needs it, and so does a check of what somebody else wrote:
    `--no-inline-ignore --ignore-file /dev/null`.

    A `.gitleaksignore` at the root is read as well: `file:rule:line` and `commit:file:rule:line`.
    An id of gitleaks means the rules that find the same here; one that nobody knows, and
    `generic-api-key`, means any rule there.

    A BASELINE for a project that starts with many old findings:

      kunci baseline                    # writes .kunci-baseline.json; --history: of the history
      kunci scan                        # only what is new: the file at the root counts by itself
      kunci scan --baseline team.json   # another file; also for the other scans and the hooks

    A report says when a baseline at the root was used; `--no-repo-config` goes without it. It holds
    a line for each finding, sorted: fingerprint, rule, paths. A finding stays known when it moves
    to another line or file. Run `kunci baseline` again to drop what is gone. It is not written when
    something could not be read.

    The guard of coding agents goes by fingerprints alone: see `kunci help agents`.

    A fingerprint gives no random key away. A password that can be guessed can be confirmed by it,
    as by any hash: keep such fingerprints where the repository is.
    """#
}
