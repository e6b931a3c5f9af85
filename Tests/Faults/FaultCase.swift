import Foundation
import ScanTestSupport
import TestSupport

/// One fault, one command, and what is to be blamed for.
struct FaultCase {
  /// What a case was done with.
  struct Bench: Sendable {
    let layouts: Layouts
    let interposer: Interposer?
    /// The program, which may be another one to test these tests.
    let program: String
  }

  /// How a case ended.
  struct Outcome: Sendable {
    /// What happened to whom.
    var description: String
    /// What is wrong; nil if nothing is.
    var blame: String?
    /// Whether the fault happened at all, as far as that can be told.
    var isStruck: Bool
  }

  let kind: FaultKind
  let layout: Layout
  let question: Question
  var random: TestRandom
  let bench: Bench

  /// Makes the case of a number.
  init(_ kind: FaultKind, _ number: UInt64, _ bench: Bench) {
    self.kind = kind
    self.bench = bench
    let ordinal = FaultKind.allCases.firstIndex(of: kind) ?? 0
    random = TestRandom(seed: number &* 1_000_003 &+ UInt64(ordinal))
    let layout = random.pick(kind.layouts)
    self.layout = layout
    let fitting = kind.questions.filter {
      kind == .writing || Question.all(in: layout).contains($0)
    }
    question = random.pick(fitting.isEmpty ? Question.all(in: layout) : fitting)
  }

  /// The variables of all programs: neither the machine's nor the user's settings have a say.
  static func environment(home: String) -> [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": home,
      "LC_ALL": "C", "TZ": "UTC", "GIT_OPTIONAL_LOCKS": "0",
      // Kunci crashes by itself, and at once.
      "SWIFT_BACKTRACE": "enable=no",
    ]
  }

  /// Does the fault, runs the command, and judges.
  ///
  /// - Throws: When the case could not be made.
  mutating func run() throws -> Outcome {
    let scratch = bench.layouts.folder.path("case-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      atPath: "\(scratch)/home", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let copy = "\(scratch)/copy"
    try bench.layouts.copy(layout, to: copy)

    var request = WatchedRun.Request(
      command: [bench.program] + question.arguments(bench.layouts, in: layout), folder: copy,
      environment: Self.environment(home: "\(scratch)/home").merging(question.environment) { $1 },
      input: question.input(bench.layouts))
    var terms = Terms()
    let mark = "\(scratch)/mark"
    let fault = try prepare(&request, &terms, scratch: scratch, mark: mark)
    let old = try WrittenFiles(question, in: copy, random.chance(50))
    let run = try WatchedRun(request, scratch: scratch)
    var blame = blame(run, terms, copy)
    if kind == .writing || kind == .signal {
      blame = blame ?? old.blame(after: run, in: copy)
    }
    let words = request.command.dropFirst().joined(separator: " ")
    let isStruck = !terms.leavesMark || FileManager.default.fileExists(atPath: mark)
    return Outcome(
      description: "\(layout): kunci \(words): \(fault): \(run.end)"
        + (blame == nil ? "" : "\n\(run.errors.suffix(600))"), blame: blame, isStruck: isStruck)
  }

  /// What a fault allows.
  struct Terms {
    /// The signals that may end kunci.
    var signals: Set<Int32> = []
    /// Whether kunci must do as if nothing had happened.
    var isHarmless = false
    /// Whether the memory may be so scarce that the program cannot even start or allocate.
    var isStarved = false
    /// Whether a mark says that the fault happened.
    var leavesMark = false
    /// What standard output goes to is full.
    var isOutputLost = false
  }

  private func blame(_ run: WatchedRun, _ terms: Terms, _ copy: String) -> String? {
    switch run.end {
    case .hung: return "still running after \(WatchedRun.longest) s"
    case .signalled(let signal):
      return terms.signals.contains(signal) || terms.isStarved ? nil : "ended by signal \(signal)"
    case .exited(let status):
      if run.memory > WatchedRun.mostMemory { return "\(run.memory >> 20) MiB of memory" }
      let keys = (1...5).map { LeakedKey.text($0) }
      let text = String(decoding: run.output, as: UTF8.self) + run.errors
      if keys.contains(where: { text.contains($0) }) { return "shows a key" }
      if status == 127, terms.isStarved { return nil }
      guard (0...2).contains(status) else { return "exit code \(status)" }
      if terms.isHarmless, status != question.expectedStatus {
        return "exit code \(status), not \(question.expectedStatus), after what is no failure"
      }
      guard status == 0 else { return nil }
      if terms.isOutputLost, question.writesToOutput { return "exit code 0, and nobody was told" }
      return question.allowsSuccess(run, in: copy, bench.layouts)
        ? nil : "exit code 0, and the key was not found"
    }
  }
}
