import Engine
import Findings
import Hooks
import SystemIO

/// `kunci hook run NAME`: what the hooks do, silent unless something is wrong.
struct HookRun: Equatable, Sendable {
  /// What calls kunci: git, or the pre-commit framework.
  enum Caller: Equatable, Sendable {
    case git(HookName)
    case framework

    init?(_ name: String) {
      switch HookName(rawValue: name) {
      case let hook?: self = .git(hook)
      case nil where name == "pre-commit-framework": self = .framework
      case nil: return nil
      }
    }
  }

  let caller: Caller
  /// What it hands over: for `pre-push` the remote's name and address, from the framework files.
  let arguments: [String]

  /// The options of a hook that was given none: findings and errors only.
  static var usualOptions: ScanOptions {
    var options = ScanOptions()
    options.isQuiet = true
    return options
  }

  /// - Parameters:
  ///   - options: How to scan.
  ///   - inlineIgnore: Whether comments in what is pushed count on a server.
  /// - Returns: Whether git may go on.
  /// - Throws: ``UsageError``.
  func run(_ options: ScanOptions, inlineIgnore: Bool) throws(UsageError) -> ExitCode {
    switch caller {
    case .git(.preCommit): try Self.beforeCommit(options)
    case .git(.prePush): try Self.beforePush(to: arguments, options)
    case .git(.preReceive): try Self.beforeReceive(options, inlineIgnore: inlineIgnore)
    case .framework: try FrameworkRun(files: arguments, options: options).run()
    }
  }

  /// Scans what is staged: some files, or all for nil.
  static func beforeCommit(
    only paths: Set<String>? = nil, _ options: ScanOptions
  ) throws(UsageError) -> ExitCode {
    try scan(
      .staged(repository: nil, only: paths), options, stops: .commit, HookAdvice.beforeCommit)
  }

  private static func beforePush(
    to remote: [String], _ options: ScanOptions
  ) throws(UsageError) -> ExitCode {
    let push = ScanInput.Push(isReceived: false) { repository in
      try PushScope(
        pushing: RefUpdate.pushed(try input()), to: remote.first ?? "",
        at: remote.dropFirst().first ?? "", from: repository)
    }
    return try scan(.push(push), options, stops: .push, HookAdvice.beforePush)
  }

  private static func beforeReceive(
    _ options: ScanOptions, inlineIgnore: Bool
  ) throws(UsageError) -> ExitCode {
    let push = ScanInput.Push(isReceived: true) { repository in
      try PushScope(receiving: RefUpdate.received(try input()), in: repository)
    }
    return try scan(
      .push(push), options.ofServer(inlineIgnore: inlineIgnore), stops: .receivedPush
    ) { HookAdvice.beforeReceive($0, commentsCount: inlineIgnore) }
  }

  /// What a hook stops by its exit code.
  enum Event: String {
    case commit = "commit is stopped"
    case push = "push is stopped"
    case receivedPush = "push is refused"
  }

  /// Scans, and says why git must not go on.
  ///
  /// - Parameters:
  ///   - input: What to scan.
  ///   - options: How.
  ///   - event: What is stopped by findings, or when not everything could be read.
  ///   - advice: What to do about findings.
  /// - Returns: Whether git may go on.
  /// - Throws: ``UsageError``.
  static func scan(
    _ input: ScanInput, _ options: ScanOptions, stops event: Event,
    _ advice: (ScanResult) -> String
  ) throws(UsageError) -> ExitCode {
    let request = try ScanRequest(input, options, configurationAt: ".")
    let result = request.run()
    let exit = ReportWriter(output: request.output, options: request.options).write(
      ScanReport(of: result, for: request))
    switch exit {
    case .clean: break
    case .findings: Console.note(advice(result))
    case .incomplete:
      Console.note("kunci: the \(event.rawValue), because not everything could be checked.\n")
    }
    return exit
  }

  private static func input() throws -> [UInt8] {
    var buffer = ByteBuffer()
    try StandardStreams.readInput(into: &buffer)
    return buffer.copied()
  }
}
