import Basics
import GitFormat
import SystemIO
import TestSupport
import Testing

@testable import GitRepository

/// Both stores show the same objects, all of them or some.
@Suite struct ObjectStoreTests {
  /// Keeps what it sees.
  private struct Visitor: ObjectVisitor {
    struct Object: Equatable {
      var kind: ObjectKind
      var bytes: [UInt8]
    }

    var objects: [ObjectID: Object] = [:]
    var visits = 0
    var wrongNumbers: [ObjectID] = []
    var errors: [ObjectError] = []
    let store: any ObjectStore

    mutating func visit(_ object: StoredObject, _ content: Span<UInt8>) {
      objects[object.id] = Object(kind: object.kind, bytes: Array(copying: content))
      visits += object.isCopy ? 0 : 1
      if store.number(of: object.id) != object.number { wrongNumbers.append(object.id) }
    }

    mutating func visit(
      _ object: StoredObject, _ content: Span<UInt8>, delta: Span<DeltaSegment>, from base: Void
    ) { visit(object, content) }

    mutating func learn(
      _ kind: ObjectKind, _ content: Span<UInt8>, delta: Span<DeltaSegment>, from base: Void?
    ) {}

    mutating func visitHuge(
      _ object: StoredObject, read: (inout ByteBuffer, _ limit: Int) throws(ObjectError) -> Int
    ) {}

    mutating func fail(_ object: StoredObject?, _ error: ObjectError) { errors.append(error) }

    static func walk(_ store: any ObjectStore, _ wanted: Set<ObjectID>? = nil) -> Visitor {
      var numbers: NumberSet?
      if let wanted {
        var set = NumberSet(below: store.numberLimit)
        for id in wanted { set.insert(store.number(of: id) ?? -1) }
        numbers = set
      }
      let visitors = PerWorker(2) { Visitor(store: store) }
      store.walk(numbers, visitors) { false }
      var all = Visitor(store: store)
      visitors.forEach { each in
        all.objects.merge(each.objects) { $1 }
        all.visits += each.visits
        all.wrongNumbers += each.wrongNumbers
        all.errors += each.errors
      }
      return all
    }
  }

  @Test(arguments: PackFixture.Storage.allCases)
  func showTheSame(_ storage: PackFixture.Storage) throws {
    let fixture = try PackFixture(storage)
    let repository = try Git.open(fixture.readPath)
    let stores = try [false, true].map { try repository.objects(throughGit: $0).store }
    #expect(stores.map { $0 is GitProgramStore } == [false, true])
    let seen = stores.map { Visitor.walk($0) }
    #expect(seen[0].objects.count > 150)
    #expect(seen[0].objects == seen[1].objects)
    let ids = seen[0].objects.keys.sorted()
    var random = TestRandom(seed: 1)
    let some = Set(ids.filter { _ in random.chance(30) })
    for (store, all) in zip(stores, seen) {
      #expect(all.visits == ids.count)
      #expect(all.wrongNumbers.isEmpty)
      #expect(all.errors.isEmpty)
      let part = Visitor.walk(store, some)
      #expect(part.objects == all.objects.filter { some.contains($0.key) })
      #expect(part.visits == some.count)
      #expect(part.errors.isEmpty)
      #expect(Visitor.walk(store, []).objects.isEmpty)
      let reader = store.makeReader()
      var buffer = ByteBuffer()
      for id in some {
        #expect(try reader.read(id, limit: .max, into: &buffer) == all.objects[id]?.kind)
        #expect(buffer.copied() == all.objects[id]?.bytes)
        #expect(store.number(of: id).map(store.id) == id)
        #expect(store.number(of: id) ?? .max < store.numberLimit)
      }
      let stranger = try Git.requireID(String(repeating: "1", count: store.format.digitCount))
      #expect(!store.contains(stranger))
      #expect(throws: ObjectError.self) { try reader.read(stranger, limit: .max, into: &buffer) }
    }
  }

  /// Of what git cannot read, each object that was wanted is reported, and the rest is read.
  @Test(arguments: [false, true])
  func damageCostsOneObject(throughGit: Bool) throws {
    let fixture = try GitFixture()
    for name in ["a", "b", "c"] { try fixture.write(name, "content of \(name), long enough\n") }
    try fixture.commit()
    let ids = try ["HEAD:a", "HEAD:b", "HEAD:c"].map { try Git.id($0, in: fixture) }
    let path = ".git/objects/\(ids[1].hex.prefix(2))/\(ids[1].hex.dropFirst(2))"
    var bytes = try fixture.folder.bytes(path)
    for index in (bytes.count - 12)..<bytes.count { bytes[index] ^= 0x5a }
    try fixture.folder.remove(path)
    try fixture.folder.write(path, bytes)
    let store = try Git.open(fixture.path).objects(throughGit: throughGit).store
    let seen = Visitor.walk(store, Set(ids))
    #expect(Set(seen.objects.keys) == [ids[0], ids[2]])
    #expect(seen.errors.map(\.id) == [ids[1]])
    #expect(Visitor.walk(store, [ids[0]]).errors.isEmpty)
  }

  /// What only git understands is read by git.
  @Test func theUnusualIsLeftToGit() throws {
    let fixture = try PackFixture(.deltas)
    let path = try #require(try fixture.packFiles(".idx").first)
    let pack = String(path.dropLast(4)) + ".pack"
    try Shell.run("rm -f \"$0\" \"$1\"", arguments: [path, String(path.dropLast(4)) + ".rev"])
    try fixture.git.git("index-pack", "--index-version=1", pack)
    let repository = try Git.open(fixture.git.path)
    let (store, problems) = try repository.objects()
    #expect(store is GitProgramStore)
    #expect(problems.isEmpty)
    #expect(Visitor.walk(store).objects.count > 150)
  }
}
