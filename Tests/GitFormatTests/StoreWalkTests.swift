import Basics
import Foundation
import SystemIO
import TestSupport
import Testing

@testable import GitFormat

@Suite struct StoreWalkTests {
  @Test(arguments: PackFixture.Storage.allCases)
  func showsWhatGitReads(_ storage: PackFixture.Storage) throws {
    let fixture = try PackFixture(storage)
    let store = fixture.store
    #expect(store.problems.isEmpty)
    let expected = try fixture.objects()
    #expect(expected.count > 150)

    let seen = CollectingVisitor.walk(store)
    #expect(seen.errors.isEmpty)
    #expect(seen.wrongPieces.isEmpty)
    #expect(seen.learnt.isEmpty)
    #expect(seen.objects == expected)
    #expect(seen.firstCopies.count == expected.count)
    #expect((seen.derived > 50) == (storage != .whole && storage != .loose))
    #expect((seen.copies > 0) == (storage == .severalPacks || storage == .thin))

    // The same through single reads, numbers and ids.
    var reader = ObjectReader(store)
    var buffer = ByteBuffer()
    for (id, object) in expected {
      let kind = try reader.read(id, limit: .max, into: &buffer)
      #expect(kind == object.kind)
      #expect(buffer.copied() == object.bytes)
      let number = try #require(store.number(of: id))
      #expect(seen.numbers[id] == number)
      #expect(number < store.numberLimit)
      #expect(store.id(of: number) == id)
    }
    #expect(Set(seen.numbers.values).count == expected.count)
  }

  /// With finer tables of no pack, of the largest ones and of all, every id is found at its place.
  @Test(arguments: [PackFixture.Storage.severalPacks, .thin, .deltas, .loose])
  func findsIDsByFinerTables(_ storage: PackFixture.Storage) throws {
    let fixture = try PackFixture(storage, seed: 4)
    let store = fixture.store
    let sizes = store.packs.map { $0.index.count }
    #expect((sizes.count > 1) == (storage == .severalPacks || storage == .thin))
    let ids = try fixture.objects().keys
    for manyIDs in Set([0, .max] + sizes + sizes.map { $0 + 1 }) {
      let prepared = store.preparedForLookUps(from: manyIDs)
      for id in ids { #expect(prepared.number(of: id) == store.number(of: id)) }
      for number in 0..<1000 {
        let part = String(number << 20 | 0x1000_0000 | number, radix: 16)
        let other = try #require(ObjectID(hex: String(repeating: part, count: 5)))
        #expect(prepared.number(of: other) == nil)
      }
    }
  }

  // MARK: Some objects

  /// Of some objects, those are shown and no others, each once and whole, whatever they derive from.
  @Test(arguments: PackFixture.Storage.allCases)
  func showsWhatIsWanted(_ storage: PackFixture.Storage) throws {
    let fixture = try PackFixture(storage, seed: 3)
    let store = fixture.store
    let expected = try fixture.objects()
    let ids = expected.keys.sorted()
    var random = TestRandom(seed: 9)
    var wanted = [[], ids, [random.pick(ids)], ids.shuffled(using: &random).prefix(5).sorted()]
    wanted += ObjectKind.allCases.map { kind in ids.filter { expected[$0]?.kind == kind } }
    for percent in [2, 10, 50, 90] { wanted.append(ids.filter { _ in random.chance(percent) }) }
    var learnt = 0
    for (round, wanted) in wanted.enumerated() {
      let seen = CollectingVisitor.walk(store, over: wanted, threads: 1 + round % 3)
      #expect(seen.errors.isEmpty)
      #expect(seen.wrongPieces.isEmpty)
      #expect(seen.firstCopies.sorted() == wanted)
      #expect(seen.copies == 0)
      #expect(seen.objects == expected.filter { wanted.contains($0.key) })
      #expect(seen.numbers == seen.numbers.filter { store.number(of: $0.key) == $0.value })
      learnt += seen.learnt.count
    }
    #expect((learnt > 0) == (storage != .whole && storage != .loose))
  }

  /// Nothing is decompressed but what is wanted and what that derives from, and nothing twice.
  @Test(arguments: [PackFixture.Storage.deltas, .deltasByID, .sha256])
  func decompressesNothingElse(_ storage: PackFixture.Storage) throws {
    let fixture = try PackFixture(storage, seed: 5)
    let store = fixture.store
    let contents = try fixture.objects()
    let listed = try fixture.git.git(
      "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(deltabase)")
    var bases: [ObjectID: ObjectID] = [:]
    for line in listed.split(separator: "\n") {
      let ids = line.split(separator: " ").compactMap { ObjectID(hex: String($0)) }
      if !ids[1].isZero { bases[ids[0]] = ids[1] }
    }
    #expect(bases.count > 50)
    var random = TestRandom(seed: 2)
    for percent in [1, 5, 20, 60] {
      let wanted = contents.keys.sorted().filter { _ in random.chance(percent) }
      var needed: Set<ObjectID> = []
      for id in wanted {
        var next = bases[id]
        while let base = next, needed.insert(base).inserted { next = bases[base] }
      }
      let seen = CollectingVisitor.walk(store, over: wanted)
      func sorted(_ contents: [[UInt8]]) -> [[UInt8]] {
        contents.sorted { $0.lexicographicallyPrecedes($1) }
      }
      let expected = needed.subtracting(wanted).compactMap { contents[$0]?.bytes }
      #expect(sorted(seen.learnt) == sorted(expected))
    }
  }

  /// What is damaged costs what is wanted of it, and nothing else is spoken of.
  @Test func failsOnlyWhatIsWanted() throws {
    let fixture = try PackFixture(.deltas)
    let expected = try fixture.objects()
    let path = try #require(try fixture.packFiles(".pack").first)
    let lines = try fixture.git.git("verify-pack", "-v", path).split(separator: "\n")
    // `<id> <kind> <size> <size in pack> <offset> <depth> <base>` of a derived object.
    let derived = lines.map { $0.split(separator: " ") }.filter { $0.count == 7 }
    let base = try #require(derived.first.map { String($0[6]) })
    let entry = try #require(lines.first { $0.hasPrefix(base) }).split(separator: " ")
    let (size, offset) = (try #require(Int(entry[3])), try #require(Int(entry[4])))
    try Shell.run("chmod u+w \"$0\"", arguments: [path])
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[offset + size / 2] ^= 0xFF
    try bytes.write(to: URL(filePath: path))
    let store = fixture.store
    let whole = CollectingVisitor.walk(store)
    let failed = Set(whole.errors.compactMap(\.id))
    #expect(failed.count > 1)
    var random = TestRandom(seed: 4)
    for percent in [5, 30, 70] {
      let wanted = Set(expected.keys.sorted().filter { _ in random.chance(percent) })
      let seen = CollectingVisitor.walk(store, over: wanted)
      #expect(Set(seen.errors.map(\.id)) == failed.intersection(wanted))
      #expect(Set(seen.objects.keys) == wanted.subtracting(failed))
    }
  }

  // MARK: Limits

  @Test(arguments: [PackFixture.Storage.whole, .loose])
  func lendsHugeBlobsInPieces(_ storage: PackFixture.Storage) throws {
    try PackFixture.withStore(storage) { store in
      let all = CollectingVisitor.walk(store)
      let pieces = CollectingVisitor.walk(store) { $0.hugeSize = 10 }
      #expect(pieces.objects == all.objects)
      #expect(pieces.huge > 30)
      #expect(pieces.errors.isEmpty)
      let blobs = all.objects.filter { $0.value.kind == .blob }
      let some = CollectingVisitor.walk(store, over: blobs.keys) { $0.hugeSize = 10 }
      #expect(some.objects == blobs)
      #expect(some.huge == pieces.huge)
    }
  }

  @Test(arguments: [PackFixture.Storage.deltas, .loose])
  func failsTooLargeObjects(_ storage: PackFixture.Storage) throws {
    try PackFixture.withStore(storage) { store in
      let all = CollectingVisitor.walk(store)
      let limited = CollectingVisitor.walk(store) { $0.largestObject = 1500 }
      #expect(limited.objects.values.allSatisfy { $0.bytes.count <= 1500 })
      #expect(limited.objects.count + limited.errors.count == all.objects.count)
      #expect(!limited.errors.isEmpty)
      for error in limited.errors {
        switch error.reason {
        case .tooLarge(let bytes): #expect(bytes > 1500)
        default: #expect(error.reason == .baseUnreadable)
        }
      }
    }
  }

  @Test func stopsWhenCancelled() throws {
    try PackFixture.withStore(.deltas) { store in
      var all = NumberSet(below: store.numberLimit)
      for number in 0..<store.numberLimit { all.insert(number) }
      for wanted in [nil, all] {
        let visitors = PerWorker(2) { CollectingVisitor() }
        store.walk(wanted, visitors) { true }
        visitors.forEach {
          #expect($0.objects.isEmpty)
          #expect($0.errors.isEmpty)
        }
      }
    }
  }

  // MARK: Places

  @Test func readsBasesOfOtherPlaces() throws {
    // A base whose id the index of the pack does not know, but which stands loose beside it.
    let fixture = try PackFixture(.deltasByID)
    let expected = try fixture.objects()
    let names = try fixture.git.git(
      "cat-file", "--batch-all-objects", "--batch-check=%(deltabase) %(objecttype)")
    let bases = Set(
      names.split(separator: "\n").filter { $0.hasSuffix("blob") && !$0.hasPrefix("000") }
        .map { String($0.prefix(40)) })
    let base = try #require(bases.sorted().first)
    let content = try fixture.git.gitBytes(["cat-file", "blob", base])
    let path = try #require(try fixture.packFiles(".idx").first)
    try Shell.run("chmod u+w \"$0\"", arguments: [path])
    var index = try Data(contentsOf: URL(filePath: path))
    let id = try #require(
      stride(from: 0, to: 40, by: 2).reduce(into: Data?.some(Data())) {
        let start = base.index(base.startIndex, offsetBy: $1)
        $0?.append(UInt8(base[start...base.index(after: start)], radix: 16) ?? 0)
      })
    let place = try #require(index.range(of: id))
    index[place.upperBound - 1] ^= 1
    try index.write(to: URL(filePath: path))
    let without = CollectingVisitor.walk(fixture.store)
    #expect(without.errors.contains { $0.reason == .baseUnreadable })
    try fixture.git.git(["hash-object", "-w", "--stdin"], input: content)

    let store = fixture.store
    let seen = CollectingVisitor.walk(store)
    #expect(seen.errors.isEmpty)
    #expect(seen.wrongPieces.isEmpty)
    #expect(seen.objects.filter { expected[$0.key] != nil } == expected)
    let some = CollectingVisitor.walk(store, over: expected.keys)
    #expect(some.errors.isEmpty)
    #expect(some.objects == expected)
  }

  @Test func namesWhatIsMissing() throws {
    let fixture = try PackFixture(.deltas)
    let stranger = try #require(ObjectID(hex: String(repeating: "1", count: 40)))
    var reader = ObjectReader(fixture.store)
    var buffer = ByteBuffer()
    #expect(throws: ObjectError(.missing, id: stranger)) {
      _ = try reader.read(stranger, limit: .max, into: &buffer)
    }
    let index = try #require(try fixture.packFiles(".idx").first)
    try FileManager.default.removeItem(atPath: index)
    let store = fixture.store
    #expect(store.problems.map(\.reason) == [.corrupt("a pack without an index")])
    #expect(CollectingVisitor.walk(store).objects.isEmpty)
  }

  @Test func followsAlternatesInACircle() throws {
    let folder = try TemporaryFolder()
    for (name, other) in [("a", "\"\\142\"\n# none\n"), ("b", "../a")] {
      try folder.makeFolder("\(name)/pack")
      try folder.write("\(name)/info/alternates", name == "a" ? "../b\n\(other)" : other)
    }
    let store = NativeStore(folders: [folder.path("a")], format: .sha1)
    // `"\142"` is b beside the file's folder, which does not exist.
    #expect(store.problems.map(\.file) == [folder.path("a/b")])
    #expect(store.numberLimit == 0)
  }
}
