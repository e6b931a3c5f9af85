import Findings
import GitRepository
import Hooks
import Engine
import Inputs
import SystemIO

/// `kunci hook install|uninstall|status [NAME…] [REPOSITORY]` and `kunci hook run NAME`.
enum HookCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    var operands = arguments.operands[...]
    let action = operands.popFirst() ?? ""
    if action == "run" {
      return try HookRun.run(operands, inlineIgnore: arguments.has(.inlineIgnore))
    }
    guard ["install", "uninstall", "status"].contains(action) else {
      throw UsageError("say what to do: install, uninstall or status", command: "hook")
    }
    var names: [HookName] = []
    while let name = operands.first.flatMap(HookName.init) {
      if !names.contains(name) { names.append(name) }
      operands.removeFirst()
    }
    guard
      !arguments.has(.inlineIgnore) || action == "install" && names.contains(.preReceive)
    else {
      throw UsageError(
        "--inline-ignore is for: install pre-receive; elsewhere comments count", command: "hook")
    }
    let options = arguments.has(.inlineIgnore) ? ["--\(OptionSpec.inlineIgnore.name)"] : []
    let path = operands.popFirst()
    if let extra = operands.first {
      throw UsageError("unexpected argument `\(extra)`", command: "hook")
    }
    do {
      guard !arguments.has(.global) else {
        guard path == nil else {
          throw UsageError("--global is for all repositories: name none", command: "hook")
        }
        return try forAll(action, names, options)
      }
      let repository = try Repository(at: path ?? ".", usesEnvironment: path == nil)
      guard action == "install", !arguments.has(.force) else {
        try carryOut(action, names, options) { GitHook($0, of: repository) }
        return .clean
      }
      if names.isEmpty { names = [.preCommit] }
      let own = leaveToManager(names, of: repository)
      for name in own { try install(GitHook(name, of: repository), options) }
      return own == names ? .clean : .incomplete
    } catch let error as GitError {
      Console.error("\(path ?? "."): \(error)")
    } catch let error as HookError {
      Console.error(error.message)
    } catch let error as UsageError {
      throw error
    } catch {
      Console.error("\(error)")
    }
    return .incomplete
  }

  private static func carryOut(
    _ action: String, _ names: [HookName], _ options: [String], _ hook: (HookName) -> GitHook
  ) throws {
    switch action {
    case "install":
      for name in names.isEmpty ? [.preCommit] : names { try install(hook(name), options) }
    case "uninstall":
      var named = names
      if names.isEmpty {
        named = try HookName.allCases.filter { name in
          if case .installed = try hook(name).state() { return true }
          return false
        }
      }
      // Where there is none, the error for the most common one says so.
      for name in named.isEmpty ? [.preCommit] : named { try uninstall(hook(name)) }
    default:
      for name in names.isEmpty ? HookName.allCases : names { try tell(hook(name)) }
    }
  }

  /// Puts a hook there; the options are those of the one on a server.
  private static func install(_ hook: GitHook, _ options: [String]) throws {
    guard let program = Process.executablePath else {
      throw UsageError("the system does not tell where kunci is")
    }
    try hook.install(program: program, options: hook.name == .preReceive ? options : [])
    Console.print("Installed: \(hook.path)\n")
    if try hook.state() == .installed(callsPrevious: true) {
      Console.print("The hook that was there is kept, and called first.\n")
    }
  }

  private static func uninstall(_ hook: GitHook) throws {
    try hook.uninstall()
    Console.print(
      try hook.state() == .absent
        ? "Removed: \(hook.path)\n" : "Removed; the hook that was there before is back.\n")
  }

  private static func tell(_ hook: GitHook) throws {
    let name = hook.name.rawValue
    switch try hook.state() {
    case .absent: Console.print("\(name): not installed: \(hook.path)\n")
    case .installed(let callsPrevious):
      let chain = callsPrevious ? ", after the hook that was there before" : ""
      Console.print("\(name): installed\(chain): \(hook.path)\n")
    case .foreign: Console.print("\(name): not installed; another hook is there: \(hook.path)\n")
    }
  }

  /// Hooks for repositories to come.
  private static func forAll(
    _ action: String, _ names: [HookName], _ options: [String]
  ) throws -> ExitCode {
    let template = try HookTemplate()
    try carryOut(action, names, options, template.hook)
    switch action {
    case "install":
      try template.configure()
      Console.print(
        """
        Every repository that is made or cloned from now on gets the hook (init.templateDir).
        In one that is there already: kunci hook install, or git init, which adds what is missing.

        """)
    case "uninstall":
      try template.unconfigure()
      Console.print("Repositories that have the hook keep it: kunci hook uninstall in each.\n")
    default:
      if !template.isConfigured { Console.print("init.templateDir is not set.\n") }
    }
    return .clean
  }

  /// Tells what to do about hooks that another program keeps.
  ///
  /// - Returns: The hooks that are kunci's business all the same: it has them already, or they are
  ///   those of a server.
  private static func leaveToManager(
    _ names: [HookName], of repository: Repository
  ) -> [HookName] {
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
