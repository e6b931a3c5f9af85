import Foundation
import ScanTestSupport
import TestSupport

/// A history of random edits, written for `git fast-import`.
///
/// Files hold keys, halves of keys, plain lines, UTF-16 and random bytes. Commits insert, delete, move and
/// double lines, cut keys apart and complete them, rename files, take out and put back, branch off and
/// merge: two branches or three, and crosswise.
struct RandomHistory {
  /// How far the dates of commits can be trusted.
  enum Clock: CaseIterable, Sendable {
    /// A commit is younger than its parents.
    case right
    /// Dates have nothing to do with the history.
    case random
    /// Now and then a commit is dated long before its parents.
    case skewed
  }

  private typealias Files = [String: [[UInt8]]]

  private(set) var stream: [UInt8] = []
  private let clock: Clock
  private var random: TestRandom
  private var marks: [(mark: Int, files: Files)] = []

  /// When the first commit is made, in seconds since 1970.
  static let start = 1_700_000_000
  /// Seconds from one commit to the next, where clocks are right.
  static let step = 1_000

  init(seed: UInt64, commits: Int, clock: Clock = .right) {
    random = TestRandom(seed: seed)
    self.clock = clock
    while marks.count < commits { addCommits() }
  }

  private mutating func addCommits() {
    guard let first = marks.last.map({ _ in marks[max(0, marks.count - 1 - random.below(4))] })
    else {
      return addCommit([])
    }
    let other = marks[random.below(marks.count)]
    switch random.below(100) {
    case ..<3 where marks.count > 5: addCommit([])
    case ..<8 where other.mark != first.mark:
      // Each side merges the other.
      addCommit([first, other])
      addCommit([other, first])
    case ..<13:
      let third = marks[random.below(marks.count)]
      addCommit([first, other, third])
    case ..<25: addCommit([first, other])
    default: addCommit([first])
    }
  }

  private mutating func addCommit(_ sides: [(mark: Int, files: Files)]) {
    var parents: [(mark: Int, files: Files)] = []
    for side in sides where !parents.contains(where: { $0.mark == side.mark }) {
      parents.append(side)
    }
    let number = marks.count + 1
    var files = parents.first?.files ?? ["a.txt": [], "dir/b.txt": [], "dir/deep/c.bin": []]
    for parent in parents.dropFirst() {
      // A merge takes files from each side, and sometimes what none has.
      for path in parent.files.keys.sorted() where random.chance(50) {
        files[path] = parent.files[path]
      }
    }
    for _ in 0..<1 + random.below(3) { change(&files) }
    let date = date(number)
    let zone = ["+0100", "+0000", "-0730", "-0000"][number % 4]
    line("commit refs/heads/\(["main", "side", "other"][random.below(3)])")
    line("mark :\(number)")
    line("author Ada \(number % 7) <ada@example.com> \(date) \(zone)")
    line("committer Ada <ada@example.com> \(date) \(zone)")
    let key = random.chance(4) ? "\n\nwith \(LeakedKey.text(UInt64(random.below(25))))" : ""
    data(Array("Commit \(number)\(key)".utf8))
    for (place, parent) in parents.enumerated() {
      line("\(place == 0 ? "from" : "merge") :\(parent.mark)")
    }
    line("deleteall")
    for (path, lines) in files.sorted(by: { $0.key < $1.key }) {
      line("M 100644 inline \(path)")
      data(Array(lines.joined(separator: [10])))
    }
    stream.append(10)
    marks.append((number, files))
  }

  private mutating func date(_ number: Int) -> Int {
    let right = Self.start + number * Self.step
    switch clock {
    case .right: return right
    case .random: return Self.start + random.below(100 * Self.step)
    case .skewed: return random.chance(20) ? right - random.below(50 * Self.step) : right
    }
  }

  private mutating func change(_ files: inout Files) {
    let paths = files.keys.sorted()
    let path = paths.isEmpty ? "new.txt" : random.pick(paths)
    var lines = files[path] ?? []
    switch random.below(12) {
    case 0:
      files["moved\(random.below(3))/\(random.below(4)).txt"] = files.removeValue(forKey: path)
      return
    case 1:
      files["copy\(random.below(5)).txt"] = lines
      return
    case 2 where files.count > 2:
      files[path] = nil
      return
    case 3 where lines.count > 3:
      lines.removeSubrange(0..<random.below(lines.count))
    case 4 where !lines.isEmpty:
      lines.insert(random.pick(lines), at: random.below(lines.count))
    case 5 where !lines.isEmpty:
      let from = random.below(lines.count)
      let line = lines.remove(at: from)
      lines.insert(line, at: random.below(lines.count + 1))
    case 6 where !lines.isEmpty:
      // Cuts a line, perhaps in the middle of a key, or heals such a cut.
      let index = random.below(lines.count)
      let line = lines[index]
      let cut = random.below(line.count + 1)
      if random.chance(50), index + 1 < lines.count {
        lines[index] += lines.remove(at: index + 1)
      } else {
        lines[index] = Array(line[..<cut])
        lines.insert(Array(line[cut...]), at: index + 1)
      }
    default:
      for _ in 0..<1 + random.below(20) {
        lines.insert(newLine(), at: random.below(lines.count + 1))
      }
    }
    files[path] = lines
  }

  private mutating func newLine() -> [UInt8] {
    let key = LeakedKey.text(UInt64(random.below(25)))
    switch random.below(17) {
    case 0: return Array("key = \"\(key)\"".utf8)
    case 1: return Array(key.utf8)
    case 2: return Array("x\(key)".utf8.prefix(random.below(80)))
    case 3: return "wide \(key) end".utf8.flatMap { [$0, 0] }
    case 4: return (0..<random.below(120)).map { _ in UInt8.random(in: 0...255, using: &random) }
    case 5: return Array("url = https://example.com/?k=\(key.replacing("-", with: "%2D"))".utf8)
    case 6: return Array(Data("{\"key\": \"\(key)\"}".utf8).base64EncodedString().utf8)
    case 7: return Array("key = \"\(key)\"  # gitleaks:allow".utf8)
    default: return Array("let value\(random.below(400)) = \(random.below(9)) // plain".utf8)
    }
  }

  private mutating func line(_ text: String) { stream += Array(text.utf8) + [10] }

  private mutating func data(_ bytes: [UInt8]) {
    line("data \(bytes.count)")
    stream += bytes + [10]
  }
}

extension RandomHistory {
  /// How git is told to store the objects.
  private static let storages: [[[String]]] = [
    [["repack", "-adfq", "--depth=250", "--window=250"]],
    [["repack", "-adfq", "--depth=0", "--window=0"]],
    [["-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq"]],
    [["repack", "-adfq"], ["pack-refs", "--all"]],
    [],
  ]

  /// Makes a repository `work` with a history of 50 commits; the same for each seed.
  static func repository(
    seed: Int, clock: Clock = .right, options: [String] = []
  ) throws -> GitFixture {
    let repository = try GitFixture("work", in: TemporaryFolder(), options: options)
    let history = RandomHistory(seed: UInt64(seed), commits: 50, clock: clock)
    let limit = storages[seed % storages.count].isEmpty ? "100000" : "1"
    try repository.git(
      ["-c", "fastimport.unpackLimit=\(limit)", "fast-import", "--quiet", "--force"],
      input: Data(history.stream))
    return repository
  }

  /// Stores the objects of a repository in one of the ways that git has.
  static func store(_ repository: GitFixture, _ seed: Int) throws {
    for command in storages[seed % storages.count] { try repository.git(command) }
  }
}
