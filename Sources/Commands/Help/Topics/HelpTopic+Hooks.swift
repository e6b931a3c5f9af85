extension HelpTopic {
  /// `kunci help hooks`.
  static let hooksText = #"""
      kunci hook install                # before each commit; a hook that is there is called first
      kunci hook install pre-push       # stops a push that would publish a key
      kunci hook install pre-receive    # in a bare repository: refuses a push that brings a key
      kunci hook install --global       # for every repository that is made or cloned from now on
      kunci hook install --exclude vendor/ --fail-on high    # the hook keeps these options
      kunci hook status                 # also where husky, lefthook or pre-commit keeps the hooks
      kunci hook uninstall              # puts things back as they were

    What a push publishes is measured against what git says of the refs that are pushed and what is
    known of the receiver: what the last `git fetch` saw at this address, and in a clone from there
    the remote-tracking branches that git itself has written. Where nothing is known, as after `git
    remote set-url`, or for a new branch at a remote that was never fetched from, all of the history
    is looked at; `git fetch` makes it known. `kunci unpushed` says which remotes it went by, and
    leaves out one that is pushed to another address or was cloned from another and not fetched
    since.

    Have both hooks: git runs no `pre-commit` for `git rebase`, also with `--continue`, `git
    cherry-pick` and `git am`, but what they made is published through `pre-push`. A hook of kunci's
    that somebody has changed is neither replaced nor removed.

    On a server, those who push have no say: no comment or file in what is pushed silences a
    finding. What the administrator accepts stands in `.kunciignore`, `.kunci.toml` (or
    `.gitleaks.toml`) and `.kunci-baseline.json` in the repository's own folder, such as
    `project.git/.kunciignore`. `kunci hook install pre-receive --inline-ignore` lets comments count
    all the same.

    Where husky, lefthook or pre-commit keeps the hooks, `install` prints the lines to add to their
    file instead.

    With the pre-commit (https://pre-commit.com) framework, this goes into
    `.pre-commit-config.yaml`. `id: kunci` builds kunci with Swift once; `id: kunci-system` uses the
    one on your `PATH`.

      repos:
        - repo: https://github.com/OWNER/kunci   # where you have kunci from
          rev: COMMIT                            # the commit or tag that you trust
          hooks:
            - id: kunci

    Where there is no Swift, the framework can install a release's wheel by its address; one line
    for each kind of machine:

      repos:
        - repo: local
          hooks:
            - id: kunci
              name: kunci
              entry: kunci hook run pre-commit-framework --
              language: python
              additional_dependencies:
                - kunci-scanner @ https://github.com/OWNER/kunci/releases/download/TAG/WHEEL ;
                  platform_machine == "x86_64"
              always_run: true
              require_serial: true
              stages: [pre-commit, pre-merge-commit, pre-push, manual]

    Options such as `--exclude` stand in `entry`, not in `args`, before the `--` that files follow:
    `entry: kunci hook run pre-commit-framework --exclude vendor/ --`.

    That is for commits, and with `pre-commit install --hook-type pre-push` for pushes, of which the
    framework names only the first ref. `pre-commit run --all-files` scans the files as they are.
    """#
}
