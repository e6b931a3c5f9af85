import Agents
import Basics
import GitRepository
import Hooks
import RuleSet
import SystemIO

/// `kunci hook install|uninstall|status [NAME…] [REPOSITORY]`, the same for `AGENT…`, and
/// `kunci hook run NAME`.
struct HookCommand: ParsableCommand, Scans {
  /// What to do.
  enum Action: Equatable, Sendable {
    case manage(Management, [HookName], repository: String?)
    case run(HookRun)
    case guards(Management, agents: [String])
  }

  enum Management: String, CaseIterable, Sendable {
    case install
    case uninstall
    case status
  }

  var action: Action?
  /// The word that should say what to do, and does not.
  var word = ""
  var isGlobal = false
  var isForced = false
  /// Whether an agent goes on when the guard fails.
  var failsOpen = false
  /// Whether comments in what is pushed count on a server.
  var inlineIgnore = false
  /// How the hooks scan.
  var scan = HookRun.usualOptions
  /// The options that said so, each as one word.
  var scanWords: [String] = []

  static let summary = "Put kunci in front of commits, pushes and coding agents."
  static let details = """
    install writes hooks where git looks for them, also under core.hooksPath and in linked work
    trees; a hook that is there already is kept and called first. NAME is
      pre-commit    the default: stops a commit that would add a secret
      pre-push      stops a push that would publish one
      pre-receive   on a server: refuses a push that brings one
    Where husky, lefthook or pre-commit keeps the hooks, install prints what to add to its file.
    uninstall puts things back as they were; without NAME, all of kunci's hooks go, those of coding
    agents in this project, too. status lists what is there.

    On a server, pre-receive goes by .kunciignore, .kunci.toml and .kunci-baseline.json in the
    repository's own folder, where no push can write, and by no comment unless it was installed with
    --inline-ignore.

    The hook keeps the options of install that say what counts, such as --exclude. Files that they
    name are looked for from the top of the work tree, on a server from the repository's folder.

    With the name of a coding agent, such as claude-code, in the place of NAME, the hook is one of
    that agent: see kunci help guard, which lists them. It is put into the settings of the project,
    or with --global into your own; what else they say stays, and a copy is kept beside them.

    kunci hook run NAME is what the hooks call; kunci hook run pre-commit-framework [FILE…] is for
    the pre-commit framework. Both take these options as well.
    """

  static var operands: Operands<Self> {
    Operands(
      "install|uninstall|status [NAME…] [REPOSITORY]",
      words: {
        Management.allCases.map(\.rawValue) + ["run"] + HookName.allCases.map(\.rawValue)
          + Agent.names
      }
    ) { command, operands throws(UsageError) in
      command.action = try action(operands)
      if command.action == nil { command.word = operands.first ?? "" }
    }
  }

  static var options: [Option<Self>] {
    managing + ofScans.map { option in option.noting { $0.scanWords.append($1) } }
  }

  /// The options that say how a hook scans.
  private static var ofScans: [Option<Self>] { Option.choosing + [.baseline, .exclude, .failOn] }

  private static let managing: [Option<Self>] = [
    Option(
      "global",
      help: "Hooks for every repository that is made or cloned from now on (init.templateDir); of"
        + " an agent, hooks for all your projects."
    ) { $0.isGlobal = true },
    Option("force", help: "Install also where another program keeps the hooks.") {
      $0.isForced = true
    },
    inlineIgnoreOption,
    Option(
      "fail-open", help: "For an agent: let it go on when kunci cannot read what it is told."
    ) { $0.failsOpen = true },
  ]

  private static let inlineIgnoreOption = Option<Self>(
    "inline-ignore",
    help: "For pre-receive: let comments such as kunci:ignore in what is pushed silence a finding."
  ) { $0.inlineIgnore = true }

  /// Reads operands; nil when they say nothing that can be done.
  private static func action(_ operands: [String]) throws(UsageError) -> Action? {
    var rest = operands[...]
    let word = rest.popFirst() ?? ""
    guard word != "run" else {
      let name = rest.popFirst() ?? ""
      guard let caller = HookRun.Caller(name) else {
        let known = HookName.allCases.map(\.rawValue).joined(separator: ", ")
        let hint = Spelling.hint(forTyped: name, among: HookName.allCases.map(\.rawValue))
        throw UsageError("kunci has no hook `\(name)`; it has \(known)\(hint)")
      }
      return .run(HookRun(caller: caller, arguments: Array(rest)))
    }
    guard let management = Management(rawValue: word) else { return nil }
    if let first = rest.first, Agent.names.contains(first) {
      for name in rest { _ = try Agent.known(name) }
      return .guards(management, agents: Array(rest))
    }
    var names: [HookName] = []
    while let name = rest.first.flatMap(HookName.init) {
      if !names.contains(name) { names.append(name) }
      rest.removeFirst()
    }
    let path = rest.popFirst()
    if let extra = rest.first { throw UsageError("unexpected argument `\(extra)`") }
    return .manage(management, names, repository: path)
  }

  func run() throws(UsageError) -> ExitCode {
    switch action {
    case .run(let hook): return try hook.run(scan, inlineIgnore: inlineIgnore)
    case .guards(let management, let agents): return try manageGuards(management, agents)
    case .manage(let management, let names, let path):
      guard !inlineIgnore || management == .install && names.contains(.preReceive) else {
        throw UsageError(
          "--inline-ignore is for: install pre-receive; elsewhere comments count",
          command: .hook)
      }
      guard scanWords.isEmpty || management == .install else {
        throw UsageError("options of a scan are for: install, run", command: .hook)
      }
      guard !isGlobal || path == nil else {
        throw UsageError("--global is for all repositories: name none", command: .hook)
      }
      guard names.isEmpty, path == nil, management != .install else {
        return manage(management, names, path)
      }
      return try manageAll(management)
    case nil:
      let hint = Spelling.hint(forTyped: word, among: Management.allCases.map(\.rawValue))
      throw UsageError("say what to do: install, uninstall or status\(hint)", command: .hook)
    }
  }

  /// Shows or removes all of kunci's hooks, those of agents among them.
  private func manageAll(_ management: Management) throws(UsageError) -> ExitCode {
    let guards = installedGuards(of: management)
    let hooks = manage(management, [], nil, hasOthers: !guards.isEmpty)
    let agents = carryOut(management, guards, options: [])
    return hooks == .clean ? agents : hooks
  }

  private func manage(
    _ management: Management, _ names: [HookName], _ path: String?, hasOthers: Bool = false
  ) -> ExitCode {
    do {
      if isGlobal {
        try manageTemplate(management, names, hasOthers: hasOthers)
        return .clean
      }
      let repository = try Repository(at: path ?? ".", usesEnvironment: path == nil)
      guard management == .install, !isForced else {
        guard management != .status || !isManaged(names, of: repository) else { return .clean }
        try carryOut(management, names, hasOthers: hasOthers) { GitHook($0, of: repository) }
        return .clean
      }
      let wanted = names.isEmpty ? [.preCommit] : names
      let own = leaveToManager(wanted, of: repository)
      for name in own { try install(GitHook(name, of: repository)) }
      return own == wanted ? .clean : .incomplete
    } catch let error as GitError {
      let names = HookName.allCases.map(\.rawValue) + Agent.names
      let hint = path.map { Spelling.hint(forTyped: $0, among: names) } ?? ""
      Console.error("\(path ?? "."): \(error)\(hint)")
    } catch let error as HookError {
      Console.error(error.message)
    } catch {
      Console.error("\(error)")
    }
    return .incomplete
  }

  private func carryOut(
    _ management: Management, _ names: [HookName], hasOthers: Bool,
    _ hook: (HookName) -> GitHook
  ) throws(HookError) {
    switch management {
    case .install:
      for name in names.isEmpty ? [.preCommit] : names { try install(hook(name)) }
    case .uninstall:
      var named = names
      if names.isEmpty {
        for name in HookName.allCases {
          if case .installed = try hook(name).state() { named.append(name) }
        }
      }
      // Where there is none at all, the error for the most common one says so.
      for name in named.isEmpty && !hasOthers ? [.preCommit] : named { try uninstall(hook(name)) }
    case .status:
      for name in names.isEmpty ? HookName.allCases : names { try show(hook(name)) }
    }
  }

  private func install(_ hook: GitHook) throws(HookError) {
    guard let program = Process.executablePath else {
      throw HookError(message: "the system does not say where kunci is")
    }
    let words = inlineIgnore && hook.name == .preReceive ? Self.inlineIgnoreOption.spec.words : []
    try hook.install(program: program, options: words + scanWords.map(ShellWord.path))
    Console.print("Installed: \(hook.path)\n")
    if try hook.state() == .installed(callsPrevious: true) {
      Console.print("The hook that was there is kept, and called first.\n")
    }
  }

  private func uninstall(_ hook: GitHook) throws(HookError) {
    try hook.uninstall()
    Console.print(
      try hook.state() == .absent
        ? "Removed: \(hook.path)\n" : "Removed; the hook that was there before is back.\n")
  }

  private func show(_ hook: GitHook) throws(HookError) {
    let name = hook.name.rawValue
    switch try hook.state() {
    case .absent: Console.print("\(name): not installed: \(hook.path)\n")
    case .installed(let callsPrevious):
      let chain = callsPrevious ? ", after the hook that was there before" : ""
      Console.print("\(name): installed\(chain): \(hook.path)\n")
    case .foreign: Console.print("\(name): not installed; another hook is there: \(hook.path)\n")
    }
  }

  /// Tells what another program that keeps the hooks makes of them.
  ///
  /// - Returns: False where there is no such program.
  private func isManaged(_ names: [HookName], of repository: Repository) -> Bool {
    guard let (manager, file) = HookManager.found(in: repository) else { return false }
    for name in names.isEmpty ? HookName.allCases : names {
      let own = try? GitHook(name, of: repository).state()
      if name == .preReceive {
        if case .installed? = own { Console.print("\(name.rawValue): installed\n") }
        continue
      }
      if case .installed? = own {
        Console.print("\(name.rawValue): installed, beside \(manager.rawValue)\n")
        continue
      }
      let calls = manager.callsKunci(for: name, in: repository)
      let isActive = manager.isActive(for: name, in: repository)
      let text =
        switch (calls, isActive) {
        case (true, true): "run by \(manager.rawValue) (\(file))"
        case (true, false):
          "named in \(file), but not run: \(manager.rawValue) has not installed its hook; run:"
            + " \(manager.installing(name))"
        case (false, _):
          "not run: \(manager.rawValue) keeps the hooks (\(file)) and does not call kunci; run:"
            + " kunci hook install \(name.rawValue)"
        }
      Console.print("\(name.rawValue): \(text)\n")
    }
    return true
  }

  /// Hooks for repositories to come.
  private func manageTemplate(
    _ management: Management, _ names: [HookName], hasOthers: Bool
  ) throws(HookError) {
    let template = try HookTemplate()
    try carryOut(management, names, hasOthers: hasOthers, template.hook)
    switch management {
    case .install:
      try template.configure()
      Console.print(
        """
        Every repository that is made or cloned from now on gets the hook (init.templateDir).
        In one that is there already: kunci hook install, or git init, which adds what is missing.

        """)
    case .uninstall:
      try template.unconfigure()
      Console.print("Repositories that have the hook keep it: kunci hook uninstall in each.\n")
    case .status:
      if !template.isConfigured { Console.print("init.templateDir is not set.\n") }
    }
  }

  /// Prints what to do about hooks that another program keeps.
  ///
  /// - Returns: The hooks that are kunci's business all the same: it has them already, or they are
  ///   those of a server.
  private func leaveToManager(_ names: [HookName], of repository: Repository) -> [HookName] {
    guard let (manager, file) = HookManager.found(in: repository) else { return names }
    return names.filter { name in
      if name == .preReceive { return true }
      if case .installed = try? GitHook(name, of: repository).state() { return true }
      Console.error(
        "\(manager.rawValue) keeps the hooks of this repository (\(file)), so \(name.rawValue) is"
          + " not installed; --force installs it beside")
      Console.print(manager.advice(for: name, file: file))
      return false
    }
  }
}
