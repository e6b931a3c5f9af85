import TestSupport

/// A command line that cannot be carried out in full.
struct BadInput: Sendable, CustomStringConvertible {
  var name: String
  /// What the arguments need to be there.
  var prepare: @Sendable (ScannedFolder) throws -> Void
  var arguments: [String]
  /// What standard error must say.
  var says: [String]
  var environment: [String: String?] = [:]
  /// Whether a key that can be scanned is found all the same, with `leaky` as one more argument.
  var isScannedOn = false

  var description: String { name }

  init(
    _ name: String, _ arguments: [String], says: [String], environment: [String: String?] = [:],
    scansOn isScannedOn: Bool = false,
    prepare: @escaping @Sendable (ScannedFolder) throws -> Void = { _ in }
  ) {
    self.name = name
    self.prepare = prepare
    self.arguments = arguments
    self.says = says
    self.environment = environment
    self.isScannedOn = isScannedOn
  }
}

extension BadInput {
  static let usage: [BadInput] = [
    BadInput("unknown command", ["sacn"], says: ["`sacn`", "`scan`"]),
    BadInput("a path as a command", ["clean"], says: ["to scan that path: kunci scan clean"]),
    BadInput("unknown option", ["scan", "--nonsense"], says: ["`--nonsense`", "kunci help scan"]),
    BadInput("unknown format", ["scan", "-f", "xml"], says: ["`xml`", "sarif"]),
    BadInput("unknown rule to use", ["scan", "--only", "no-rule"], says: ["no-rule"]),
    BadInput("unknown rule to leave out", ["scan", "--skip", "no-rule"], says: ["no-rule"]),
    BadInput("unknown rule to show", ["rules", "show", "no-rule"], says: ["no-rule"]),
    BadInput(
      "no rules left", ["scan", "--only", "openrouter-api-key", "--skip", "openrouter-api-key"],
      says: ["no rules are left"]),
    BadInput(
      "an unknown ending", ["scan", "-o", "r.log"], says: ["r.log", ".sarif", "--format"]),
    BadInput("two reports on standard output", ["scan", "-o", "-", "-o", "-"], says: ["--output"]),
    BadInput("no threads", ["scan", "--threads", "0"], says: ["--threads"]),
    BadInput("threads in letters", ["scan", "--threads", "two"], says: ["--threads"]),
    BadInput("no size", ["scan", "--max-file-size", "big"], says: ["--max-file-size"]),
    BadInput("a huge size", ["scan", "--max-file-size", "9999999999G"], says: ["--max-file-size"]),
    BadInput("no confidence", ["scan", "--min-confidence", "some"], says: ["`some`"]),
    BadInput("no such time", ["scan", "--color", "maybe"], says: ["--color", "`maybe`"]),
    BadInput("no such help", ["help", "sacn"], says: ["`sacn`"]),
    BadInput("a hook without an action", ["hook"], says: ["install"]),
    BadInput("a hook with another action", ["hook", "remove"], says: ["uninstall"]),
    BadInput("another hook", ["hook", "run", "post-commit"], says: ["`post-commit`"]),
    BadInput(
      "too much for a hook", ["hook", "status", "pre-commit", "clean", "more"], says: ["`more`"]),
    BadInput("rules without an action", ["rules"], says: ["list"]),
    BadInput(
      "examples of an unknown rule", ["rules", "examples", "openruter"],
      says: ["openruter", "kunci help rules"]),
    BadInput("rules to check, but none", ["rules", "check"], says: ["check PATH"]),
  ]

  static let files: [BadInput] = [
    BadInput("a missing path", ["scan", "missing"], says: ["missing"], scansOn: true),
    BadInput("an empty path", ["scan", ""], says: ["No such file"], scansOn: true),
    BadInput("a loop of links", ["scan", "loop"], says: ["loop"], scansOn: true) { scanned in
      try scanned.folder.link("loop", to: "loop")
    },
    BadInput(
      "a report in a missing folder", ["scan", "-o", "missing/r.json", "clean"],
      says: ["missing/r.json"], scansOn: true),
    BadInput(
      "a report over a folder", ["scan", "-o", "clean", "clean"], says: ["clean: cannot"],
      scansOn: true),
    BadInput(
      "a report without a name", ["scan", "-o", "", "clean"], says: ["cannot"], scansOn: true),
    BadInput(
      "missing rules", ["scan", "--rules", "missing.toml", "clean"], says: ["missing.toml"]),
    BadInput(
      "a folder without rules", ["scan", "--rules", "clean", "clean"], says: ["no .toml file"]),
    BadInput(
      "a missing ignore file", ["scan", "--ignore-file", "missing", "leaky"], says: ["missing"]),
    BadInput(
      "a missing baseline", ["scan", "--baseline", "missing", "leaky"], says: ["missing"]),
    BadInput(
      "a baseline that is none", ["scan", "--baseline", "bad.json", "leaky"],
      says: ["bad.json:2: ", "kunci help baseline"]
    ) { try $0.folder.write("bad.json", "{\n\"a\": 1}") },
    BadInput(
      "an ignore file with an error", ["scan", "--ignore-file", "bad", "clean"],
      says: ["bad:2:1: "], scansOn: true
    ) { try $0.folder.write("bad", "# first\nnonsense\n") },
    BadInput(
      "rules with errors", ["scan", "--rules", "bad.toml", "clean"],
      says: ["bad.toml:4:1: error:", "colour"]
    ) { scanned in
      try scanned.folder.write(
        "bad.toml", "provider = \"Example\"\n[[rules]]\nid = \"example\"\ncolour = \"blue\"\n")
    },
    BadInput(
      "a regex with an error", ["rules", "check", "bad.toml"], says: ["bad.toml:4:", "error:"]
    ) { scanned in
      try scanned.folder.write(
        "bad.toml", "provider = \"Example\"\n[[rules]]\nid = \"example\"\nregex = 'abc(def'\n")
    },
  ]

  static let repositories: [BadInput] =
    ["history", "staged", "unpushed"].flatMap { command in
      [
        BadInput(
          "\(command) of no repository", [command, "clean"],
          says: ["clean: this is no git repository; for its files: kunci scan clean"]),
        BadInput("\(command) of a missing folder", [command, "missing"], says: ["missing"]),
        BadInput("\(command) of a folder above", [command, "../missing"], says: ["No such file"]),
        BadInput(
          "\(command) of a file", [command, "clean/readme"],
          says: ["clean/readme", "kunci scan clean/readme"]),
        BadInput(
          "\(command) of a range", [command, "origin/main..HEAD"],
          says: ["for commits: kunci history --range origin/main..HEAD"]),
        BadInput(
          "\(command) of an address", [command, "https://example.com/a/b.git/"],
          says: ["git clone 'https://example.com/a/b.git/' && kunci history b"]),
        BadInput(
          "\(command) of an address of ssh", [command, "git@example.com:a/b"],
          says: ["git clone 'git@example.com:a/b' && kunci history b"]),
        BadInput(
          "\(command) without git", [command, "repository"], says: ["git is not installed"],
          environment: ["PATH": "/nowhere"]
        ) { try $0.repository() },
      ]
    } + [
      BadInput(
        "a range of an empty repository", ["history", "--range", "HEAD", "empty"], says: ["HEAD"]
      ) { try $0.repository("empty", options: ["--quiet"]) },
      BadInput(
        "an address with a password", ["history", "https://me:word@example.com/b"],
        says: [
          "in \"https://example.com/b\"", "  https://example.com/b: only",
          "git clone 'https://example.com/b' &&",
        ]),
      BadInput(
        "a baseline of the history of no repository", ["baseline", "--history", "clean"],
        says: ["kunci scan clean"]),
      BadInput(
        "a check in a history", ["baseline", "--history", "--only", "tracked-secret-file"],
        says: ["is a check of kunci scan and kunci staged"]),
      BadInput(
        "a bad range", ["history", "--range", "nowhere..HEAD", "repository"], says: ["nowhere"]
      ) { try $0.repository() },
      BadInput(
        "an option as a range", ["history", "--range=--all", "repository"], says: ["--all"]
      ) { try $0.repository() },
      BadInput("an empty range", ["history", "--range=", "repository"], says: ["range"]) {
        try $0.repository()
      },
      BadInput("staged in a bare repository", ["staged", "bare"], says: ["work tree"]) { scanned in
        try scanned.repository("bare", options: ["--bare"])
      },
      BadInput(
        "a hook in no repository", ["hook", "install", "clean"],
        says: ["clean: this is no git repository"]),
      BadInput(
        "a hook to remove that is not there", ["hook", "uninstall", "repository"],
        says: ["no pre-commit hook"]
      ) {
        try $0.repository()
      },
      BadInput(
        "another's hook to remove", ["hook", "uninstall", "repository"],
        says: ["not written by kunci"]
      ) {
        try $0.repository().write(".git/hooks/pre-commit", "#!/bin/sh\n")
      },
    ]
}
