extension HelpTopic {
  /// `kunci help config`.
  static let configText = #"""
    kunci reads configurations in the TOML schema of gitleaks and betterleaks: `[[rules]]` with
    `id`, `description`, `regex`, `secretGroup`, `entropy`, `keywords` and `path`;
    `[[rules.allowlists]]` and `[[allowlists]]` with `condition`, `paths`, `commits`, `regexes`,
    `regexTarget`, `stopwords` and `targetRules`; the older `[allowlist]`; `[extend]` with
    `useDefault`, `path` (from the file's own folder) and `disabledRules`. A table of `[[rules]]`
    with a key of kunci's that says what matches, such as `context`, is one of kunci's rules, and
    may have `path` and allowlists too.

      kunci scan --config team.toml .     # without it: .kunci.toml, else .gitleaks.toml at the root
      kunci scan --no-repo-config .       # in CI: a pull request can change the file, too
      kunci rules check .gitleaks.toml    # what is wrong, not honoured, there twice, or slow

    - The file adds to the built-in rules. One that is given by `--config` can replace them by id,
      and leaves them out with `useDefault = false`. The repository's own file can only disable
      rules that it names and allow what it names; every report says which file was used, what it
      disabled, and how much its allowlists kept back.
    - Where a built-in rule and one in gitleaks' schema find the same text, the built-in one names
      it.
    - A rule in gitleaks' schema means what it means there: the secret is the first group that holds
      something, its entropy must exceed the threshold, and no placeholder is left out. `severity`,
      `provider`, `references`, `revoke_url`, `revoke_steps`, `examples` and `counter_examples` may
      be added.
    - A keyword must be in the match or within 1,000 bytes of it (gitleaks: anywhere in the file). A
      match of a regex with `*`, `+` or `{n,}` takes at most 5,000 bytes. For `regexTarget =
      "line"`, 500 bytes on either side of a match belong to its line.
    - Not honoured, and named when they occur: `[[rules.required]]`, rules of a `path` alone, rules
      with neither a fixed text of three bytes nor such a keyword, unknown keys. `tags` are in no
      report.
    - Allowlists of paths leave out files in `scan`; in a history, findings there. A path is the one
      from the root of the repository, wherever the scan starts; outside of one, as it is reported.
    """#
}
