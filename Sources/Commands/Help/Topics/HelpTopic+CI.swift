extension HelpTopic {
  /// `kunci help ci`.
  static let ciText = #"""
    EXIT CODES
      0  nothing was found, and everything that was asked for has been read
      1  something was found; another number with --exit-code N; with --fail-on LEVEL, only if it is
         at least low, medium, high or critical in severity, with never not at all
      2  nothing was found, but that means little: a file could not be read, the clone is shallow,
         an option is wrong

    Reports for programs: `--format json`, `jsonl`, `sarif`, `github` (annotations), `gitlab`
    (secret detection), `junit`, `csv` or `gitleaks` (the fields of its JSON); for people `text`,
    `short` (a line for each place) and `html` (a page in one file). `--output FILE`
    writes one to a file, in the format of the `--format` before it or else of the file's ending; it
    may be given several times, and `-` is standard output.

    A GitHub workflow that scans what a pull request, merge queue or push brings in, on a schedule
    everything, and shows it under Security → Code scanning:

      on: [push, pull_request, merge_group]
      jobs:
        kunci:
          runs-on: ubuntu-latest
          permissions: { contents: read, security-events: write }
          steps:
            - uses: actions/checkout@v6
              with: { fetch-depth: 0 }                 # the whole history
            # where you have kunci from, and what you trust
            - uses: OWNER/kunci/.github/actions/scan@COMMIT

    Its inputs (`with:`) are `args` (further options), `baseline`, `config`, `fail-on`, `range`,
    `no-repo-config` (`true` by default for pull requests from forks), `kunci` (a program of your
    own) and `upload`. The program is that of the release of this tag or commit, if its provenance
    says so, else it is built once and cached.

    In GitLab, a template (.gitlab/kunci.yml) does the same for merge requests, branches and
    schedules, with `KUNCI_ARGS` for further options; for Jenkins there is a pipeline
    (.jenkins/Jenkinsfile).

      include:   # where you have kunci from
        - remote: https://example.com/OWNER/kunci/-/raw/COMMIT/.gitlab/kunci.yml
      kunci:
        image: IMAGE   # with git and kunci

    With nothing but a shell:

      git fetch -q origin main
      kunci history --range origin/main..HEAD  # what main lacks; every night: without --range

    A first push, and a force-push after which the old commit is gone, are measured against the
    default branch, so that old leaks there fail nobody else; where it is the default branch that is
    pushed, all of its history is scanned. `kunci baseline --history` makes a file of what is known.

    `history` needs all of it: a shallow clone, a partial clone or a lost object is named in every
    report, with the command that fetches what is missing, and makes 2 of 0. So does a part of the
    history (`--range`, `--since`, `unpushed`, the hooks, the action) that holds a commit without
    its parents; a cut that it excludes does not matter. With `--allow-incomplete`, what is missing
    is listed as skipped. An empty repository is no error: 0, and a notice from `history` and
    `unpushed`.

    Ctrl-C (or `SIGTERM`) ends a scan of the history with a report of what was found so far, marked
    incomplete and without the commits; a second one ends it at once.
    """#
}
