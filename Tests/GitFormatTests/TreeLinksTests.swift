import Basics
import SystemIO
import TestSupport
import Testing

@testable import GitFormat

/// What is noted of trees along their deltas is what each of them says, be it well formed or not.
struct TreeLinksTests {
  /// An entry: one of few names, so that some trees have one twice, and one of few ids.
  private static func entry(_ random: inout TestRandom) -> [UInt8] {
    let mode = random.pick(["100644", "40000"])
    return Array("\(mode) n\(random.below(6))\0".utf8)
      + [UInt8](repeating: UInt8(random.below(4)), count: 20)
  }

  private typealias Known = (bytes: [UInt8], starts: [Int], state: TreeCheck.KnownTree)

  @Test(arguments: 0..<60)
  func differencesAreWhatTreesSay(_ seed: Int) throws {
    var random = TestRandom(seed: UInt64(seed))
    let store = NativeStore(folders: [], format: .sha1)
    let missing = MissingObjects(of: store)
    var check = TreeCheck(store, missing, keeping: .differences)
    var trees: [Known] = []
    var expected: [Int: [String]] = [:]
    for number in 100..<140 {
      let base: Known? = trees.isEmpty || random.chance(20) ? nil : random.pick(trees)
      let isBase = trees.isEmpty || random.chance(60)
      var (bytes, starts): ([UInt8], [Int]) = ([], [])
      var delta: [DeltaSegment] = []
      for _ in 0..<random.below(6) {
        guard let base, base.starts.count > 1, random.chance(70) else {
          let entry = Self.entry(&random)
          starts.append(bytes.count)
          delta.append(DeltaSegment(start: bytes.count, count: entry.count, insertedFrom: 0))
          bytes += entry
          continue
        }
        let first = random.below(base.starts.count - 1)
        let last = first + random.below(base.starts.count - first - 1)
        let copied = base.starts[first]..<base.starts[last + 1]
        starts += base.starts[first...last].map { $0 - copied.lowerBound + bytes.count }
        delta.append(
          DeltaSegment(start: bytes.count, count: copied.count, copiedFrom: copied.lowerBound))
        bytes += base.bytes[copied]
      }
      starts.append(bytes.count)
      if base == nil { delta = [] }
      let state = try check.check(
        bytes.span, number: number, delta: delta.span,
        base: base?.state ?? TreeCheck.KnownTree(), isBase: isBase)
      if isBase { trees.append((bytes, starts, state)) }
      expected[number] = zip(starts, starts.dropFirst())
        .map { String(decoding: bytes[$0..<$1 - 20], as: UTF8.self) + "\(bytes[$1 - 1])" }.sorted()
    }
    var all = NumberSet(below: 200)
    for number in 0..<200 { all.insert(number) }
    let marks = check.links.markTrees(naming: &all).marks
    var found = expected.mapValues { _ in [String]() }
    for (tree, links) in marks.trees {
      found[tree] = marks.links[links].map { link in
        let (mode, name) = check.links.label(link.label)
        let id = missing.id(of: Int(link.object)).map { $0.hexDigits.suffix(1) } ?? []
        let text = "\(String(mode.rawValue, radix: 8)) \(String(decoding: name, as: UTF8.self))\0"
        return text + String(decoding: id, as: UTF8.self)
      }.sorted()
    }
    #expect(found == expected)
  }
}
