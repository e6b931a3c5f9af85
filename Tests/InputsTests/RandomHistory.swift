import Foundation
import TestSupport

/// A history of random edits, written for `git fast-import`.
///
/// Files hold keys, halves of keys, plain lines, UTF-16 and random bytes. Commits insert, delete, move and
/// double lines, cut keys apart and complete them, rename files, branch off and merge.
struct RandomHistory {
  private(set) var stream: [UInt8] = []
  private var random: TestRandom
  private var marks: [(mark: Int, branch: String, files: [String: [[UInt8]]])] = []

  init(seed: UInt64, commits: Int) {
    random = TestRandom(seed: seed)
    for number in 1...commits { addCommit(number) }
  }

  private mutating func addCommit(_ number: Int) {
    let parent = marks.isEmpty ? nil : marks[max(0, marks.count - 1 - random.below(4))]
    let other = marks.isEmpty || !random.chance(15) ? nil : marks[random.below(marks.count)]
    var files = parent?.files ?? ["a.txt": [], "dir/b.txt": [], "dir/deep/c.bin": []]
    if let other, other.mark != parent?.mark {
      // A merge takes files from either side, and sometimes what neither has.
      for (path, lines) in other.files where random.chance(50) { files[path] = lines }
    }
    for _ in 0..<1 + random.below(3) { change(&files) }
    let branch = ["main", "side", "other"][random.below(3)]
    let date = 1_700_000_000 + number * random.below(1_000)
    let zone = ["+0100", "+0000", "-0730", "-0000"][number % 4]
    line("commit refs/heads/\(branch)")
    line("mark :\(number)")
    line("author Ada <ada@example.com> \(date) \(zone)")
    line("committer Ada <ada@example.com> \(date) \(zone)")
    data(Array("Commit \(number)".utf8))
    if let parent { line("from :\(parent.mark)") }
    if let other, other.mark != parent?.mark { line("merge :\(other.mark)") }
    line("deleteall")
    for (path, lines) in files.sorted(by: { $0.key < $1.key }) {
      line("M 100644 inline \(path)")
      data(Array(lines.joined(separator: [10])))
    }
    stream.append(10)
    marks.append((number, branch, files))
  }

  private mutating func change(_ files: inout [String: [[UInt8]]]) {
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
    switch random.below(16) {
    case 0: return Array("key = \"\(key)\"".utf8)
    case 1: return Array(key.utf8)
    case 2: return Array("x\(key)".utf8.prefix(random.below(80)))
    case 3: return "wide \(key) end".utf8.flatMap { [$0, 0] }
    case 4: return (0..<random.below(120)).map { _ in UInt8.random(in: 0...255, using: &random) }
    case 5: return Array("url = https://example.com/?k=\(key.replacing("-", with: "%2D"))".utf8)
    case 6: return Array(Data("{\"key\": \"\(key)\"}".utf8).base64EncodedString().utf8)
    default: return Array("let value\(random.below(400)) = \(random.below(9)) // plain".utf8)
    }
  }

  private mutating func line(_ text: String) { stream += Array(text.utf8) + [10] }

  private mutating func data(_ bytes: [UInt8]) {
    line("data \(bytes.count)")
    stream += bytes + [10]
  }
}
