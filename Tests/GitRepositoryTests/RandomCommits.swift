import Basics
import Foundation
import TestSupport
import Testing

/// A repository with commits of random parents and dates, and with random trees; the same for each
/// seed.
///
/// Merges have up to three parents, some commits none; of three seeds, one has clocks that are right,
/// one has random dates, and one clocks that are wrong now and then.
struct RandomCommits {
  let fixture: GitFixture
  /// In the order in which they were made.
  private(set) var ids: [ObjectID] = []
  /// Seconds since 1970.
  private(set) var dates: [Int] = []
  /// Places in `ids`.
  private(set) var parents: [[Int]] = []

  /// Names that sort differently as files and as folders among them.
  private static let paths = [
    "a", "a/b", "a.b", "a0", "b/c/d", "b/c", "b", "B", "é/x", "é", "c d", "dir/e", "dir/f",
    "dir.txt",
    "dir/deep/g", "dir/deep/h",
  ]

  init(seed: Int, commits count: Int = 60, options: [String] = []) throws {
    fixture = try GitFixture(options: options)
    var random = TestRandom(seed: UInt64(seed))
    var stream = ""
    var files: [[String: (mode: String, content: Int)]] = []
    for number in 0..<count {
      var own: [Int] = []
      if number > 0, !random.chance(5) {
        for _ in 0..<random.pick([1, 1, 1, 1, 2, 2, 3]) {
          let parent = max(0, number - 1 - random.below(8))
          if !own.contains(parent) { own.append(parent) }
        }
      }
      parents.append(own)
      let date =
        switch seed % 3 {
        case 0: number * 1_000
        case 1: random.below(100_000)
        default: number * 1_000 - (random.chance(20) ? random.below(50_000) : 0)
        }
      dates.append(1_700_000_000 + date)
      var tree = own.first.map { files[$0] } ?? [:]
      for parent in own.dropFirst() {
        for (path, file) in files[parent] where random.chance(50) { tree[path] = file }
      }
      for _ in 0..<random.below(4) {
        let path = random.pick(Self.paths)
        let mode = random.pick(["100644", "100644", "100644", "100755", "120000", "160000"])
        tree[path] = random.chance(20) ? nil : (mode, random.below(5))
      }
      // A file and a folder of one name cannot both be.
      for path in tree.keys where tree.keys.contains(where: { path.hasPrefix("\($0)/") }) {
        tree[path] = nil
      }
      files.append(tree)
      stream += "commit refs/heads/c\(number)\nmark :\(number + 1)\n"
      stream += "committer C <c@example.com> \(dates[number]) +0000\ndata 2\nc\n\n"
      for (place, parent) in own.enumerated() {
        stream += "\(place == 0 ? "from" : "merge") :\(parent + 1)\n"
      }
      stream += "deleteall\n"
      for (path, file) in tree.sorted(by: { $0.key < $1.key }) {
        if file.mode == "160000" {
          let digits = options.contains("--object-format=sha256") ? 64 : 40
          let id = String(repeating: "\(file.content + 1)", count: digits)
          stream += "M 160000 \(id) \"\(path)\"\n"
        } else {
          stream += "M \(file.mode) inline \"\(path)\"\ndata 2\n\(file.content)\n\n"
        }
      }
      stream += "\n"
    }
    let marks = fixture.path(".git/marks")
    try fixture.git(
      ["fast-import", "--quiet", "--export-marks=\(marks)"], input: Data(stream.utf8))
    var known: [Int: ObjectID] = [:]
    for line in String(try fixture.folder.bytes(".git/marks")).split(separator: "\n") {
      let words = line.dropFirst().split(separator: " ")
      known[Int(words[0]) ?? 0] = ObjectID(hex: String(words[1]))
    }
    ids = try (1...count).map { try #require(known[$0]) }
    // With it, clocks that are wrong do not matter to git either; kunci tells git not to use it.
    try fixture.git("commit-graph", "write", "--reachable")
  }

  /// The answer of `git rev-list`.
  func revList(_ arguments: [String]) throws -> [ObjectID] {
    let list = ["-c", "core.commitGraph=true", "rev-list", "--topo-order", "--reverse"]
    return try fixture.git(list + arguments).split(separator: "\n").map {
      try Git.requireID(String($0))
    }
  }
}
