extension HelpTopic {
  /// `kunci help coming-from`.
  static let comingFromText = #"""
      kunci migrate --dry-run          # what .gitleaks.toml, .secrets.baseline … become here
      kunci migrate                    # writes it
      kunci migrate report.json        # FILEs, where they have other names

    - What you type: `kunci detect --source . --no-git -v --report-path x.json` and the like end
      with 2 and say what to type here.
    - Ids: where a rule is named in a configuration, in `.gitleaksignore`, or by `--only`, `--skip`
      and `explain`, an id of gitleaks, betterleaks or kingfisher or a plugin of detect-secrets
      stands for the rules here that find the same (`github-pat`, `generic-api-key`,
      `PrivateKeyDetector`). An id that both have, such as `heroku-api-key`, means theirs in files
      whose name has `gitleaks` or `betterleaks` in it, and ours elsewhere. What no rule here finds,
      such as client ids, is said so.
    - Files: `.gitleaks.toml` and `.gitleaksignore` are read as they are. `kunci migrate` carries
      over from

      gitleaks, betterleaks  TOML of other names, .betterleaksignore, JSON reports used as
                             baselines, also redacted; [extend], fingerprints
      detect-secrets         .secrets.baseline: secrets by their hash, exclude and the filters
                             should_exclude_…; a baseline, allowlists
      ggshield               .gitguardian.yaml: ignored_paths, ignored_matches that are the secret
                             itself; paths, a baseline
      kingfisher             baseline-file.yml: what is found at these lines; a baseline
      secretlint             .secretlintignore, allows in .secretlintrc.json; paths, allowlists
      trufflehog             lists for --exclude-paths, in files with trufflehog in their name;
                             allowlists

      It looks for each accepted secret in the files here, and in the history if its commit is
    named, and says with file and line what it could not carry over. Nothing that is there is
    replaced without `--force`.
    """#
}
