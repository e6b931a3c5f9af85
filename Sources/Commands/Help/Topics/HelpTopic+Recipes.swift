extension HelpTopic {
  /// `kunci help recipes`.
  static let recipesText = #"""
    Leave out a folder; the report says so:

      kunci scan --exclude vendor/ --exclude '*.min.js'

    Report only, such as at the start:

      kunci scan --fail-on never
      kunci history --output report.html --fail-on never     # a page for people

    Roll it out on an old repository: make a page of what is there, to go through at leisure, then
    accept it, and stop what is new. Commit the baseline; a key that was pushed is to be revoked all
    the same:

      kunci history --output report.html
      kunci baseline --history --output .kunci-baseline.json
      kunci hook install pre-commit pre-push

    Scan a home folder, also what git ignores there:

      kunci scan --no-ignore --max-file-size 10M ~

    Try it with keys that nobody ever issued:

      kunci rules examples openrouter | kunci stdin

    Look at a change before it is one:

      git diff | kunci stdin      # also git show, git log -p; --binary shows what is in binary files

    In an editor or with grep, a line for each place:

      kunci scan --format short
    """#
}
