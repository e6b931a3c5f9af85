import Basics
@testable import GitFormat
import SystemIO

/// A tree read along its delta against the same tree read as a whole.
///
/// Input: a program that puts a base together, then makes a tree of it. Whole entries come easily,
/// so that what is copied often begins and ends with one.
final class TreeDeltaTarget: FuzzTarget {
  static let name = "tree-delta"

  static var seeds: [[UInt8]] {
    [
      // A base of five entries; all of it again, without the second, with another, and cut amiss.
      [5, 1, 2, 3, 4, 5, 0, 0, 255, 255],
      [5, 1, 2, 3, 4, 5, 0, 0, 1, 0, 1, 2, 255, 255], [5, 1, 2, 3, 4, 5, 2, 7, 0, 0, 255, 255],
      [3, 1, 2, 3, 1, 3, 0, 9, 1, 12, 0, 80, 3, 4, 9, 9, 9, 9],
    ]
  }

  private var buffer = ByteBuffer()

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    var base: [UInt8] = []
    var starts: [Int] = []
    for _ in 0..<reader.byte() & 15 {
      starts.append(base.count)
      base += Self.entry(reader.byte())
    }
    starts.append(base.count)
    var delta: [DeltaSegment] = []
    var literals: [UInt8] = []
    func copy(_ range: Range<Int>) {
      guard !range.isEmpty else { return }
      delta.append(
        DeltaSegment(
          start: delta.last?.end ?? 0, count: range.count, copiedFrom: range.lowerBound))
    }
    func insert(_ bytes: [UInt8]) {
      guard !bytes.isEmpty else { return }
      delta.append(
        DeltaSegment(
          start: delta.last?.end ?? 0, count: bytes.count, insertedFrom: literals.count))
      literals += bytes
    }
    while !reader.rest.isEmpty, delta.count < 20 {
      switch reader.byte() & 3 {
      case 0:
        let (first, last) = (reader.byte() % starts.count, reader.byte() % starts.count)
        copy(starts[min(first, last)]..<starts[max(first, last)])
      case 1:
        let start = reader.byte() % (base.count + 1)
        copy(start..<min(base.count, start + reader.byte()))
      case 2: insert(Self.entry(reader.byte()))
      default: insert(reader.take(reader.byte() & 31))
      }
    }
    buffer.assemble(delta.span, from: base.span, inserting: literals.span)
    compare(base, buffer.copied(), delta)
  }

  private func compare(_ base: [UInt8], _ tree: [UInt8], _ delta: [DeltaSegment]) {
    guard let known = read(base, [], base: ([], [])) else { return }
    let whole = read(tree, [], base: ([], []))
    let derived = read(tree, delta, base: known)
    invariant(whole?.starts == derived?.starts, "entries begin elsewhere")
    invariant(whole?.entries == derived?.entries, "other entries")
  }

  private typealias Known = (starts: TreeReader.EntryStarts, entries: [[UInt8]])

  /// Where entries begin, and their modes, names and ids.
  private func read(_ tree: [UInt8], _ delta: [DeltaSegment], base: Known) -> Known? {
    var entries: [[UInt8]] = []
    let starts = try? TreeReader.read(
      tree.span, format: .sha1, delta: delta.span, base: base.starts,
      new: { entry, start in
        entries.append(Array(tree[start..<entry.name.upperBound]) + entry.id.hexDigits)
      }, copied: { entries += base.entries[$0] })
    return starts.map { ($0, entries) }
  }

  private static func entry(_ seed: Int) -> [UInt8] {
    let id = [UInt8](repeating: UInt8(seed), count: 20)
    return Array("\(seed & 1 == 0 ? "100644" : "40000") n\(seed / 2)\0".utf8) + id
  }
}
