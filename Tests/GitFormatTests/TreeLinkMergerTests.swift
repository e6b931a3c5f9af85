import Basics
import Testing

@testable import GitFormat

/// Trees that were noted as differences stay what they are under other numbers and in bytes.
struct TreeLinkMergerTests {
  /// Objects by mode and name.
  private typealias Entries = [String: UInt32]

  private static let objectCount = 60
  private static let labels =
    (0..<12).map { "100644 file\($0)" } + (0..<4).map { "40000 folder\($0)" }
    + ["160000 module", "100644 unfit", "160000 unfit"]

  private var random: SeededGenerator
  private var trees: [UInt32: Entries] = [:]

  init() { random = SeededGenerator(seed: 0) }

  /// Notes trees, about half of them derived from another one.
  private mutating func makeLinks(_ numbers: Range<UInt32>) -> TreeLinks {
    var links = TreeLinks()
    var noted: [(place: UInt32, entries: Entries)] = []
    for number in numbers {
      let base = Bool.random(using: &random) ? noted.randomElement(using: &random) : nil
      var entries = base?.entries ?? [:]
      for _ in 0..<Int.random(in: 0..<8, using: &random) {
        let label = Self.labels[
          Int.random(in: 0..<Self.labels.count - (number % 3 == 0 ? 0 : 2), using: &random)]
        entries[label] =
          Bool.random(using: &random)
          ? nil : UInt32.random(in: 0..<UInt32(Self.objectCount), using: &random)
      }
      let before = base?.entries ?? [:]
      let added = entries.filter { before[$0.key] != $0.value }
      let removed = before.filter { entries[$0.key] != $0.value }
      func label(_ text: String) -> UInt32 {
        let text = Array(text.utf8)
        return links.number(ofLabel: text.span)
      }
      var addedLinks: [TreeLinks.Link] = []
      for (text, object) in added {
        addedLinks.append(TreeLinks.Link(object: object, label: label(text)))
      }
      var removedLinks: [TreeLinks.Link] = []
      for (text, object) in removed {
        removedLinks.append(TreeLinks.Link(object: object, label: label(text)))
      }
      let place = links.add(
        Int(number), base: base?.place, added: addedLinks, removed: removedLinks)
      noted.append((place, entries))
      trees[number] = entries
    }
    return links
  }

  /// All entries of the trees that some links note.
  private static func entries(of links: TreeLinks, below limit: Int) -> [UInt32: Entries] {
    var all = NumberSet(below: limit)
    for number in 0..<limit { all.insert(number) }
    return entries(of: links, links.markTrees(naming: &all).marks)
  }

  private static func entries(of links: TreeLinks, _ marks: TreeLinks.Marks) -> [UInt32: Entries] {
    var entries: [UInt32: Entries] = [:]
    for (tree, range) in marks.trees {
      for link in marks.links[range] {
        let (mode, name) = links.label(link.label)
        let text = "\(String(mode.rawValue, radix: 8)) \(String(decoding: name, as: UTF8.self))"
        entries[UInt32(tree), default: [:]][text] = link.object
      }
    }
    return entries
  }

  /// Trees name each other in any order, in two parts; what leads somewhere is found as by going up from
  /// there, step by step.
  @Test(arguments: 0..<40)
  mutating func marksAreTheTreesThatLeadThere(_ seed: Int) {
    random = SeededGenerator(seed: UInt64(seed))
    let parts = [makeLinks(0..<15), makeLinks(15..<30)]
    let goals = [UInt32(40), UInt32.random(in: 30..<60, using: &random)]
    var wanted = NumberSet(below: 60)
    for goal in goals { wanted.insert(Int(goal)) }
    var leading = Set(goals)
    while true {
      let more = trees.filter { $0.value.values.contains(where: leading.contains) }
      if leading.isSuperset(of: more.keys) { break }
      leading.formUnion(more.keys)
    }
    var found: [UInt32: Entries] = [:]
    for (part, marks) in zip(parts, TreeLinks.marks(leadingTo: wanted, in: parts)) {
      found.merge(Self.entries(of: part, marks)) { first, _ in first }
    }
    let expected = trees.mapValues { $0.filter { leading.contains($0.value) } }
    #expect(found == expected.filter { !$0.value.isEmpty })
  }

  @Test(arguments: 0..<40)
  mutating func treesStayWhatTheyAre(_ seed: Int) {
    random = SeededGenerator(seed: UInt64(seed))
    let first = UInt32(Self.objectCount)
    let parts = [makeLinks(first..<first + 30), makeLinks(first + 30..<first + 50)]
    let limit = Int(first) + 50
    #expect(parts[0].labelCount > 0)
    var numbers = (0..<UInt32(limit)).shuffled(using: &random)
    // Some objects are not there, or all are, or those behind the last one.
    for _ in 0..<seed % 3 * 3 {
      numbers[Int.random(in: 0..<Self.objectCount, using: &random)] = TreeLinks.nothing
    }
    if seed % 5 == 0 { numbers.removeLast(10) }
    let leftOut = Set((0..<seed % 4 * 5).map { _ in Int.random(in: 0..<limit, using: &random) })

    var merger = TreeLinkMerger()
    for part in parts {
      merger.take(part, numbers: numbers) {
        !leftOut.contains($0)
      } canBeKept: {
        $0 != Array("unfit".utf8)
      }
    }

    var expected: [UInt32: Entries] = [:]
    for (tree, entries) in trees where tree < numbers.count {
      let number = numbers[Int(tree)]
      guard !leftOut.contains(Int(number)), !entries.keys.contains(where: { $0.hasSuffix("unfit") })
      else { continue }
      let kept = entries.filter { !$0.key.hasPrefix("160000") }.mapValues { numbers[Int($0)] }
      if kept.values.contains(TreeLinks.nothing) || kept.isEmpty { continue }
      expected[number] = kept
    }
    #expect(Self.entries(of: merger.links, below: limit) == expected)

    var bytes: [UInt8] = []
    merger.links.encode(into: &bytes)
    let read = TreeLinks(bytes.span, below: limit)
    #expect(read.map { Self.entries(of: $0, below: limit) } == expected)
    #expect(!String(decoding: bytes, as: UTF8.self).contains("unfit"))
  }

  /// No cut and no changed byte makes a reader trap.
  @Test mutating func damagedBytesAreRefusedOrRead() {
    random = SeededGenerator(seed: 7)
    var bytes: [UInt8] = []
    makeLinks(60..<90).encode(into: &bytes)
    for count in 0..<bytes.count {
      let links = TreeLinks(bytes.span.extracting(first: count), below: 90)
      #expect(links?.labelCount == nil)
    }
    for _ in 0..<2000 {
      var damaged = bytes
      let place = Int.random(in: 0..<bytes.count, using: &random)
      damaged[place] = UInt8.random(in: .min ... .max, using: &random)
      guard let links = TreeLinks(damaged.span, below: 90) else { continue }
      var wanted = NumberSet(below: 90)
      wanted.insert(3)
      _ = links.markTrees(naming: &wanted)
    }
  }

  /// What each day brings does not add up to folders that are kept whole.
  @Test func aLaterStateOfAFolderIsKeptAsADifference() {
    var merger = TreeLinkMerger()
    for day in 0..<UInt32(100) {
      var links = TreeLinks()
      var entries: [TreeLinks.Link] = []
      for file in 0..<UInt32(500) {
        let text = Array("100644 file\(file)".utf8)
        entries.append(
          TreeLinks.Link(
            object: file == 250 ? 500 + day : file, label: links.number(ofLabel: text.span)))
      }
      _ = links.add(700 + Int(day), base: nil, added: entries, removed: [])
      merger.take(links, numbers: Array(0..<1000)) { _ in
        true
      } canBeKept: { _ in
        true
      }
    }
    var bytes: [UInt8] = []
    merger.links.encode(into: &bytes)
    #expect(bytes.count < 12_000)
  }
}
