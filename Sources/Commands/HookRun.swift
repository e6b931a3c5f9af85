import Findings
import GitRepository
import Hooks
import Engine
import Inputs
import SystemIO

/// What the hooks do: silent unless something is wrong.
struct HookRun {
  /// Names of what a hook can be asked to run: git's own, and the one of the framework.
  private static let frameworkName = "pre-commit-framework"

  let request: ScanRequest

  /// Runs a hook.
  ///
  /// - Parameters:
  ///   - operands: Its name, and what it was called with.
  ///   - inlineIgnore: Whether comments in what is pushed count on a server.
  /// - Returns: Whether git may go on.
  /// - Throws: ``UsageError``.
  static func run(
    _ operands: ArraySlice<String>, inlineIgnore: Bool
  ) throws(UsageError) -> ExitCode {
    var operands = operands
    let name = operands.popFirst() ?? ""
    guard name != HookName.preReceive.rawValue else {
      return try HookRun(request: ServerRequest.make(inlineIgnore: inlineIgnore)).beforeReceive()
    }
    var request = try ScanRequest(ParsedArguments(["staged"]))
    request.isQuiet = true
    let run = HookRun(request: request)
    if name == frameworkName { return try FrameworkRun(hook: run).run(Array(operands)) }
    switch HookName(rawValue: name) {
    case .preCommit: return try run.beforeCommit()
    case .prePush: return try run.beforePush(to: operands.first ?? "")
    case .preReceive, nil:
      let known = HookName.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("kunci has no hook `\(name)`; it has \(known)", command: "hook")
    }
  }

  // MARK: Hooks

  /// Looks at what is staged: at some files, or at all for nil.
  func beforeCommit(only paths: Set<String>? = nil) throws(UsageError) -> ExitCode {
    var source = StagedSource(".")
    source.usesEnvironment = true
    source.only = paths
    let outcome = Scan.run(source, request.settings, try request.detector())
    return finish(outcome, command: "staged", event: "commit", verb: "stopped") {
      HookAdvice.beforeCommit(outcome)
    }
  }

  private func beforePush(to remote: String) throws(UsageError) -> ExitCode {
    try scan(command: HookName.prePush.rawValue, verb: "stopped", HookAdvice.beforePush) {
      repository throws in
      try PushScope(pushing: RefUpdate.pushed(try Self.input()), to: remote, from: repository)
    }
  }

  private func beforeReceive() throws(UsageError) -> ExitCode {
    let commentsCount = request.settings.suppression.honoursComments
    return try scan(command: HookName.preReceive.rawValue, verb: "refused") {
      HookAdvice.beforeReceive($0, commentsCount: commentsCount)
    } _: { repository throws in
      try PushScope(receiving: RefUpdate.received(try Self.input()), in: repository)
    }
  }

  /// Looks at what a push brings.
  ///
  /// - Parameters:
  ///   - command: The name for the report.
  ///   - verb: What becomes of the push.
  ///   - advice: What to do about secrets.
  ///   - scope: What the push brings.
  /// - Returns: Whether git may go on.
  /// - Throws: ``UsageError``.
  func scan(
    command: String, verb: String, _ advice: (ScanResult) -> String,
    _ scope: (Repository) throws -> PushScope
  ) throws(UsageError) -> ExitCode {
    let detector = try request.detector()
    var outcome: ScanResult
    do {
      let push = try scope(try Repository(at: ".", usesEnvironment: true))
      guard let history = push.history else { return .clean }
      var source = HistorySource(".", history)
      source.usesEnvironment = true
      source.newNames = push.newNames
      outcome = Scan.run(source, request.settings, detector)
    } catch {
      outcome = ScanResult(failedAt: "", "\(error)")
    }
    // A server's HEAD and remotes are nothing to the one who pushes.
    if command == HookName.preReceive.rawValue { outcome = outcome.withoutStatus }
    return finish(outcome, command: command, event: "push", verb: verb) { advice(outcome) }
  }

  /// Writes what there is to say.
  func finish(
    _ outcome: ScanResult, command: String, event: String, verb: String, advice: () -> String
  ) -> ExitCode {
    let exit = ReportWriter(request: request).write(outcome, command: command, target: ".")
    switch exit {
    case .clean: break
    case .findings: Console.note(advice())
    case .incomplete:
      Console.note("kunci: the \(event) is \(verb), because not everything could be checked.\n")
    }
    return exit
  }

  private static func input() throws -> [UInt8] {
    var buffer = ByteBuffer()
    try StandardStreams.readInput(into: &buffer)
    return buffer.copied()
  }
}
