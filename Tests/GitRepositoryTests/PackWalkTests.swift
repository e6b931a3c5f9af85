import Basics
import Foundation
import GitObjects
import SystemIO
import TestSupport
import Testing

@Suite struct PackWalkTests {
  @Test(arguments: PackFixture.Storage.allCases)
  func showsWhatGitReads(_ storage: PackFixture.Storage) throws {
    let fixture = try PackFixture(storage)
    let repository = try fixture.open(storage)
    let store = ObjectStore(repository)
    #expect(store.problems.isEmpty)
    let expected = try Git.storedObjects(repository)
    #expect(expected.count > 150)

    let seen = CollectingVisitor.walk(store)
    #expect(seen.errors.isEmpty)
    #expect(seen.wrongPieces.isEmpty)
    #expect(seen.objects == expected)
    #expect(seen.firstCopies.count == expected.count)
    #expect((seen.derived > 50) == (storage != .whole && storage != .loose))
    #expect((seen.copies > 0) == (storage == .severalPacks))

    // The same through single reads, numbers and ids.
    var reader = ObjectReader(store)
    var buffer = ByteBuffer()
    for (id, object) in expected {
      let kind = try reader.read(id, limit: .max, into: &buffer)
      #expect(kind == object.kind && buffer.copied() == object.bytes)
      #expect(try reader.kind(of: id) == object.kind)
      let number = try #require(store.number(of: id))
      #expect(seen.numbers[id] == number && number < store.numberLimit)
      #expect(store.id(of: number) == id)
    }
    #expect(Set(seen.numbers.values).count == expected.count)
  }

  @Test func leavesOutOtherKinds() throws {
    try PackFixture.withStore(.sha256) { store in
      let all = CollectingVisitor.walk(store).objects
      for kind in ObjectKind.allCases {
        let some = CollectingVisitor.walk(store) { $1.wanted = [kind] }
        #expect(some.objects == all.filter { $0.value.kind == kind })
        #expect(!some.objects.isEmpty && some.errors.isEmpty)
      }
    }
  }

  @Test(arguments: [PackFixture.Storage.whole, .loose])
  func lendsHugeBlobsInPieces(_ storage: PackFixture.Storage) throws {
    try PackFixture.withStore(storage) { store in
      let all = CollectingVisitor.walk(store)
      let pieces = CollectingVisitor.walk(store) { walk, _ in walk.hugeSize = 10 }
      #expect(pieces.objects == all.objects)
      #expect(pieces.huge > 30 && pieces.errors.isEmpty)
    }
  }

  @Test(arguments: [PackFixture.Storage.deltas, .loose])
  func failsTooLargeObjects(_ storage: PackFixture.Storage) throws {
    try PackFixture.withStore(storage) { store in
      let all = CollectingVisitor.walk(store)
      let limited = CollectingVisitor.walk(store) { walk, _ in walk.largestObject = 1500 }
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
      let visitors = PerWorker(2) { CollectingVisitor() }
      PackWalk(store).run(visitors) { true }
      visitors.forEach { #expect($0.objects.isEmpty && $0.errors.isEmpty) }
    }
  }

  @Test func readsBasesOfOtherPlaces() throws {
    // A base whose id the index of the pack does not know, but which stands loose beside it.
    let fixture = try PackFixture(.deltasByID)
    let repository = try fixture.open(.deltasByID)
    let expected = try Git.storedObjects(repository)
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
    let store = ObjectStore(repository)
    let without = CollectingVisitor.walk(store)
    #expect(without.errors.contains { $0.reason == .baseUnreadable })
    try fixture.git.git(["hash-object", "-w", "--stdin"], input: content)

    let seen = CollectingVisitor.walk(ObjectStore(repository))
    #expect(seen.errors.isEmpty && seen.wrongPieces.isEmpty)
    #expect(seen.objects.filter { expected[$0.key] != nil } == expected)
  }

  @Test func namesWhatIsMissing() throws {
    let fixture = try PackFixture(.deltas)
    let repository = try fixture.open(.deltas)
    let stranger = try Git.requireID(String(repeating: "1", count: 40))
    var reader = ObjectReader(ObjectStore(repository))
    var buffer = ByteBuffer()
    #expect(throws: ObjectError(.missing, id: stranger)) {
      _ = try reader.read(stranger, limit: .max, into: &buffer)
    }
    let index = try #require(try fixture.packFiles(".idx").first)
    try FileManager.default.removeItem(atPath: index)
    let store = ObjectStore(repository)
    #expect(store.problems.map(\.reason) == [.corrupt("a pack without an index")])
    #expect(CollectingVisitor.walk(store).objects.isEmpty)
  }

  @Test func followsAlternatesInACircle() throws {
    let folder = try TemporaryFolder()
    for (name, other) in [("a", "\"\\142\"\n# none\n"), ("b", "../a")] {
      try folder.makeFolder("\(name)/pack")
      try folder.write("\(name)/info/alternates", name == "a" ? "../b\n\(other)" : other)
    }
    let store = ObjectStore(folders: [folder.path("a")], format: .sha1)
    // `"\142"` is b beside the file's folder, which does not exist.
    #expect(store.problems.map(\.file) == [folder.path("a/b")])
    #expect(store.numberLimit == 0)
  }
}
