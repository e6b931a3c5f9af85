import FileTree
import Foundation
import Synchronization
import SystemIO

/// What a walk visited and met, in order of paths.
struct Walked {
  let files: [String]
  let outcome: WalkOutcome

  init(
    _ start: String, workers: Int = 2, options: TreeWalk.Options = TreeWalk.Options(),
    opening: Bool = false
  ) {
    let found = Found()
    outcome = TreeWalk(start: start, options: options).walk(workers: workers) { visit in
      found.add(visit.path)
      if opening { _ = try? visit.open() }
    }
    files = found.paths.sorted()
  }
}

/// Collects paths from several threads.
final class Found: Sendable {
  private let all = Mutex<[String]>([])

  var paths: [String] { all.withLock { $0 } }

  func add(_ path: String) { all.withLock { $0.append(path) } }
}

/// An index as a set of paths.
struct PathSet: TrackedPaths {
  let paths: Set<String>
  var submodules: Set<String> = []

  func isTracked(_ path: Span<UInt8>) -> Bool { paths.contains(String(decoding: path)) }

  func isSubmodule(_ folder: Span<UInt8>) -> Bool {
    submodules.contains(String(decoding: folder))
  }

  func holdsTracked(_ folder: Span<UInt8>) -> Bool {
    let name = String(decoding: folder)
    return paths.contains { $0 == name || $0.hasPrefix(name + "/") }
  }
}

/// Splits git's NUL-ended output.
func names(_ output: String) -> [String] {
  output.split(separator: "\0").map(String.init)
}
