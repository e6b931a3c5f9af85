import Basics

/// A command: its name, help and options.
struct CommandSpec: Sendable {
  var name: String
  /// The operands, as help shows them.
  var operands: String
  /// One line for the list of commands.
  var summary: String
  /// What a user should know, in paragraphs of lines.
  var details: String
  var options: [OptionSpec]
  /// Most operands that it takes; nil for any number.
  var maxOperands: Int?
}

extension CommandSpec {
  static let all: [CommandSpec] = [
    scan, history, staged, unpushed, stdin, baseline, hook, rules, explain, completions, version,
    help,
  ]

  static let scan = CommandSpec(
    name: "scan", operands: "[PATH…]", summary: "Scan files and folders.",
    details: """
      Scans files and folders, the current folder by default. Inside a git work tree, what git
      ignores is left out; files that git tracks never are. Symbolic links are not followed,
      submodules not entered, unless told to.

      A file of secrets that git tracks (.env, a private key, .npmrc with a token, …) is a finding
      in itself, tracked-secret-file; an .env that git does not ignore is a warning.
      """,
    options: [.noIgnore, .recurseSubmodules] + OptionSpec.scanning)

  static let history = CommandSpec(
    name: "history", operands: "[REPOSITORY]", summary: "Scan everything that a repository holds.",
    details: """
      Scans every object that can be reached from any branch, tag, other ref, reflog or stash:
      files as they ever were, commit and tag messages, authors, paths and names of refs. Each
      finding names the commit that introduced it, and whether a remote has it already.

      Ctrl-C ends the scan with a report of what was found so far; a second one ends it at once.
      """,
    options: [
      .range, .since, .unreachable, .recurseSubmodules, .allowIncomplete, .throughGit, .stream,
    ] + OptionSpec.scanning,
    maxOperands: 1)

  static let staged = CommandSpec(
    name: "staged", operands: "[REPOSITORY]", summary: "Scan what the next commit would add.",
    details: """
      Compares the index with HEAD, in the whole repository wherever you stand in it, and scans
      what is staged, not what is in the work tree. Secrets that HEAD already holds in the same
      file are not reported again. A file of secrets that the commit would add (.env, a private
      key, …) is a finding in itself, tracked-secret-file.
      """,
    options: OptionSpec.scanning, maxOperands: 1)

  static let unpushed = CommandSpec(
    name: "unpushed", operands: "[REPOSITORY]", summary: "Scan what the next push would publish.",
    details: """
      Scans what the commits bring in that no remote-tracking branch reaches yet.
      """,
    options: [.allowIncomplete, .stream] + OptionSpec.scanning, maxOperands: 1)

  static let stdin = CommandSpec(
    name: "stdin", operands: "", summary: "Scan standard input.",
    details: "Reads standard input to its end and scans it.",
    options: OptionSpec.scanning, maxOperands: 0)

  static let baseline = CommandSpec(
    name: "baseline", operands: "[PATH]",
    summary: "Accept what is there, and report only what is new.",
    details: """
      Scans the files in PATH, the current folder by default, or with --history the repository's
      history, and writes what it finds to a file for --baseline. The file holds fingerprints,
      rules and paths, but no secrets; it is made anew each time, so what is gone leaves it. What
      comments and ignore files suppress is not written.

      From then on: kunci scan --baseline .kunci-baseline.json. A known secret stays known when it
      moves to another line or file; another secret in its place is new.
      """,
    options: [
      OptionSpec(
        name: "output", short: "o", value: "FILE",
        help: "Write to FILE, not to .kunci-baseline.json in the current folder."),
      OptionSpec(name: "history", help: "Take what the repository's history holds."),
      .noIgnore, .allowIncomplete, .config, .noRepoConfig, .rules, .only, .skip, .minConfidence,
      .ignoreFile, .noInlineIgnore, .maxFileSize, .threads, .quiet, .progress, .color,
    ], maxOperands: 1)

  static let hook = CommandSpec(
    name: "hook", operands: "install|uninstall|status [NAME…] [REPOSITORY]",
    summary: "Put kunci in front of every commit or push.",
    details: """
      install writes hooks where git looks for them, also under core.hooksPath and in linked work
      trees; a hook that is there already is kept and called first. NAME is
        pre-commit    the default: stops a commit that would add a secret
        pre-push      stops a push that would publish one
        pre-receive   on a server: refuses a push that brings one
      Where husky, lefthook or pre-commit keeps the hooks, install tells what to add to its file.
      uninstall puts things back as they were; without NAME, all of kunci's hooks go. status tells
      what is there.

      On a server, pre-receive goes by .kunciignore and .kunci.toml in the repository's own folder,
      where no push can write, and by no comment unless it was installed with --inline-ignore.

      kunci hook run NAME is what the hooks call; kunci hook run pre-commit-framework [FILE…] is for
      the pre-commit framework.
      """,
    options: [.global, .force, .inlineIgnore])

  static let rules = CommandSpec(
    name: "rules", operands: "list | show ID | check PATH… | examples PATH… | keys",
    summary: "Show or check rules.",
    details: """
      list prints every rule, show all about one of them. check reads rule files and configurations,
      runs their examples, and warns of what is not honoured, stands there twice, or is slow.
      examples prints the examples of rule files as JSON Lines, each with a key drawn by lot that no
      provider ever issued, to try a gate or another scanner with.
      """,
    options: [.config, .noRepoConfig, .rules, .seed])

  static let explain = CommandSpec(
    name: "explain", operands: "FINGERPRINT|ID [PATH]", summary: "Tell why something is a finding.",
    details: """
      For a rule's ID: what it matches, what else must hold, what makes it more or less sure, how to
      revoke. For the FINGERPRINT of a finding: scans PATH (the current folder by default), or with
      --history the repository there, and tells about that finding, whatever its confidence, about
      its rule, and how to silence it.
      """,
    options: [
      .inHistory, .config, .noRepoConfig, .rules, .noIgnore, .showSecrets, .threads, .color,
    ], maxOperands: 2)

  static let completions = CommandSpec(
    name: "completions", operands: "bash|zsh|fish",
    summary: "Print a script that completes commands and options.",
    details: """
      Prints what a shell needs to complete the names of commands, options and values:
        bash   source <(kunci completions bash), in ~/.bashrc
        zsh    kunci completions zsh > ~/.zfunc/_kunci, in a folder of $fpath
        fish   kunci completions fish > ~/.config/fish/completions/kunci.fish
      """,
    options: [], maxOperands: 1)

  static let version = CommandSpec(
    name: "version", operands: "", summary: "Print the version.", details: "Prints the version.",
    options: [], maxOperands: 0)

  static let help = CommandSpec(
    name: "help", operands: "[COMMAND]", summary: "Explain a command.",
    details: "Explains a command, or all of them in a line each.", options: [], maxOperands: 1)
}
