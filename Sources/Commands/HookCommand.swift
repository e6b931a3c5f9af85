import Findings
import GitObjects
import Hooks
import Scanning
import SystemIO

/// `kunci hook install|uninstall|status [pre-commit] [REPOSITORY]` and `kunci hook run NAME`.
enum HookCommand {
  private static let hookName = "pre-commit"

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    var operands = arguments.operands[...]
    let action = operands.popFirst() ?? ""
    if action == "run" { return try runHook(operands.first ?? "") }
    guard ["install", "uninstall", "status"].contains(action) else {
      throw UsageError("say what to do: install, uninstall or status", command: "hook")
    }
    if operands.first == hookName { operands.removeFirst() }
    let named = operands.popFirst()
    let path = named ?? "."
    if let extra = operands.first {
      throw UsageError("unexpected argument `\(extra)`", command: "hook")
    }
    do {
      let repository = try Repository(at: path, usesEnvironment: named == nil)
      try carryOut(action, GitHook(hookName, of: repository))
      return .clean
    } catch let error as GitError {
      Console.error("\(path): \(error)")
    } catch let error as HookError {
      Console.error(error.message)
    } catch {
      Console.error("\(error)")
    }
    return .incomplete
  }

  private static func carryOut(_ action: String, _ hook: GitHook) throws {
    switch action {
    case "install":
      guard let program = Process.executablePath else {
        throw UsageError("the system does not tell where kunci is")
      }
      try hook.install(program: program)
      Console.print("Installed: \(hook.path)\n")
      if try hook.state() == .installed(callsPrevious: true) {
        Console.print("The hook that was there is kept, and called first.\n")
      }
    case "uninstall":
      try hook.uninstall()
      Console.print(
        try hook.state() == .absent
          ? "Removed: \(hook.path)\n" : "Removed; the hook that was there before is back.\n")
    default:
      switch try hook.state() {
      case .absent: Console.print("not installed: \(hook.path)\n")
      case .installed(let callsPrevious):
        let chain = callsPrevious ? ", after the hook that was there before" : ""
        Console.print("installed\(chain): \(hook.path)\n")
      case .foreign: Console.print("not installed; another hook is there: \(hook.path)\n")
      }
    }
  }

  /// What the hook itself does: silent unless something is wrong.
  private static func runHook(_ name: String) throws(UsageError) -> ExitCode {
    guard name == hookName else {
      throw UsageError("kunci has no hook `\(name)`; it has \(hookName)", command: "hook")
    }
    var request = try ScanRequest(ParsedArguments(["staged"]))
    request.isQuiet = true
    let outcome = StagedScan(request.settings).run(
      ".", usesEnvironment: true, try request.detector())
    let exit = ReportWriter(request: request).write(outcome, command: "staged", target: ".")
    switch exit {
    case .clean: break
    case .findings: Console.note(advice(outcome))
    case .incomplete:
      Console.note("kunci: the commit is stopped, because not everything could be checked.\n")
    }
    return exit
  }

  private static func advice(_ outcome: ScanOutcome) -> String {
    let count = outcome.findings.count
    let paths = Set(outcome.findings.flatMap(\.locations).map(\.path)).sorted()
    let named = paths.prefix(3).joined(separator: " ") + (paths.count > 3 ? " …" : "")
    return """
      kunci: the commit is stopped: \(count) \(count == 1 ? "secret is" : "secrets are") staged.
        1. Take \(count == 1 ? "it" : "them") out of the files, into environment variables or a \
      secret store.
        2. Stage the files again (git add), or leave them out: git restore --staged \(named)
        3. Commit again. If this is no secret: git commit --no-verify skips every hook, once.

      """
  }
}
