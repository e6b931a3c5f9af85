import Foundation
import Synchronization
import TestSupport
import Testing

/// Faults of disks, systems and other programs, done to the kunci that was built, at random.
///
/// However a run ends, it ends within 20 seconds (90 among all other tests), by itself, with no more
/// than 512 MiB, and with 0 only if the planted key was found by it or the fault took the key out of
/// what was asked for. What it writes is whole, or as it was.
///
/// `KUNCI_FAULTS=10000 swift test --filter FaultsTests` runs that many cases and prints how many of
/// each kind there were; `KUNCI_FAULTS_SEED=N` begins with case N, so that the number in a failure
/// repeats it, and `KUNCI_FAULTS_KIND=pack` runs only the cases of one kind.
@Suite struct FaultsTests {
  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  /// What became of the cases of a kind.
  private struct Tally: Sendable {
    var cases = 0
    var struck = 0
    var failures: [String] = []
  }

  @Test func kunciOwnsUpToFaults() throws {
    let layouts = try Layouts()
    let bench = FaultCase.Bench(
      layouts: layouts, interposer: try Interposer(in: layouts.folder),
      program: try KunciProgram.path)
    if bench.interposer == nil {
      print("No compiler for a library that fails system calls: these faults are left out.")
    }
    let only = ProcessInfo.processInfo.environment["KUNCI_FAULTS_KIND"]
    let kinds = FaultKind.allCases.filter {
      (only == nil || $0.rawValue == only) && (bench.interposer != nil || !$0.needsInterposer)
    }
    let asked = Self.number("KUNCI_FAULTS")
    let seed = Self.number("KUNCI_FAULTS_SEED") ?? 1
    let perKind = max(1, (asked ?? 70) / kinds.count)
    let tallies = Mutex<[FaultKind: Tally]>([:])
    DispatchQueue.concurrentPerform(iterations: perKind * kinds.count) { index in
      let kind = kinds[index % kinds.count]
      let number = seed + index / kinds.count
      var fault = FaultCase(kind, UInt64(number), bench)
      let outcome: FaultCase.Outcome
      do {
        outcome = try fault.run()
      } catch {
        outcome = .init(description: "\(error)", blame: "cannot be made", isStruck: false)
      }
      tallies.withLock { tallies in
        tallies[kind, default: Tally()].cases += 1
        if outcome.isStruck { tallies[kind, default: Tally()].struck += 1 }
        if let blame = outcome.blame {
          tallies[kind, default: Tally()].failures.append(
            "KUNCI_FAULTS_KIND=\(kind) KUNCI_FAULTS_SEED=\(number): \(blame): \(outcome.description)"
          )
        }
      }
    }
    for kind in kinds {
      let tally = tallies.withLock { $0[kind] } ?? Tally()
      if asked != nil {
        print(
          "\(kind): \(tally.cases) cases, \(tally.struck) struck, \(tally.failures.count) failed")
      }
      for failure in tally.failures { Issue.record("\(failure)") }
    }
  }

  /// Without a fault, every question has the answer that makes 0 wrong after one.
  @Test func withoutFaultsTheKeyIsFound() throws {
    let layouts = try Layouts()
    for layout in Layout.allCases {
      for question in Question.all(in: layout) {
        let copy = layouts.folder.path("\(layout)-\(question)")
        try layouts.copy(layout, to: copy)
        let run = try WatchedRun(
          .init(
            command: [try KunciProgram.path] + question.arguments(layouts, in: layout),
            folder: copy,
            environment: FaultCase.environment(home: layouts.folder.path)
              .merging(question.environment) { $1 },
            input: question.input(layouts)), scratch: layouts.folder.path)
        let text = String(decoding: run.output, as: UTF8.self)
        #expect(
          run.status == question.expectedStatus, "\(layout) \(question): \(text) \(run.errors)")
        #expect(
          run.status != 0 || question.allowsSuccess(run, in: copy, layouts), "\(layout) \(question)"
        )
        // A program that finds nothing is found out.
        let nothing = try WatchedRun(
          .init(command: ["/usr/bin/env", "true"], folder: copy, environment: [:]),
          scratch: layouts.folder.path)
        try? FileManager.default.removeItem(atPath: "\(copy)/\(Question.report)")
        #expect(!question.allowsSuccess(nothing, in: copy, layouts), "\(layout) \(question)")
      }
    }
  }
}
