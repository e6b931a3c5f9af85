import Basics
import Foundation
import SystemIO
import TestSupport
import Testing

@testable import GitFormat

@Suite struct DamagedPackTests {
  /// Whatever happens to the files, errors are told and no process ends.
  @Test(arguments: [PackFixture.Storage.deltas, .deltasByID, .loose])
  func survivesDamage(_ storage: PackFixture.Storage) throws {
    let fixture = try PackFixture(storage, commits: 12)
    let expected = try fixture.objects()
    let files =
      storage == .loose
      ? try looseFiles(fixture)
      : try fixture.packFiles("")
        .filter { $0.hasSuffix(".pack") || $0.hasSuffix(".idx") }
    try Shell.run("chmod -R u+w \"$0\"", arguments: [fixture.git.path])
    var random = TestRandom(seed: 7)
    var told = 0
    var readable = 0
    for _ in 0..<120 {
      let path = random.pick(files)
      let place = URL(filePath: path)
      let original = try Data(contentsOf: place)
      var damaged = original
      switch random.below(5) {
      case 0: damaged = damaged.prefix(random.below(damaged.count + 1))
      case 1: damaged.append(contentsOf: [1, 2, 3])
      case 2: for _ in 0..<8 { damaged[random.below(damaged.count)] = 0xFF }
      default: damaged[random.below(damaged.count)] ^= UInt8(1 << random.below(8))
      }
      try damaged.write(to: place)
      let store = fixture.store
      let seen = CollectingVisitor.walk(store, threads: 1)
      if !store.problems.isEmpty || !seen.errors.isEmpty { told += 1 }
      #expect(seen.wrongPieces.isEmpty)
      for (id, object) in seen.objects where expected[id] == object { readable += 1 }
      var reader = ObjectReader(store)
      var buffer = ByteBuffer()
      for id in expected.keys.sorted().prefix(20) {
        do throws(ObjectError) {
          _ = try reader.read(id, limit: 1 << 20, into: &buffer)
        } catch {
          #expect(error.id == id)
        }
      }
      try original.write(to: place)
    }
    #expect(told > 60)
    #expect(readable > 50 * expected.count)
  }

  /// A flipped bit in the compressed bytes of one object costs that object and its descendants.
  @Test func keepsWhatIsUntouched() throws {
    let fixture = try PackFixture(.deltas)
    let expected = try fixture.objects()
    let path = try #require(try fixture.packFiles(".pack").first)
    try Shell.run("chmod u+w \"$0\"", arguments: [path])
    let original = try Data(contentsOf: URL(filePath: path))
    var random = TestRandom(seed: 3)
    var told = 0
    for _ in 0..<40 {
      var damaged = original
      damaged[random.below(original.count - 40) + 12] ^= UInt8(1 << random.below(8))
      try damaged.write(to: URL(filePath: path))
      let seen = CollectingVisitor.walk(fixture.store)
      let failed = Set(seen.errors.compactMap(\.id))
      let wrong = seen.objects.filter { expected[$0.key] != $0.value }.keys
      // The base of a delta may be another one now: that is what no checksum of an entry covers.
      #expect(failed.union(wrong).count < expected.count / 2)
      #expect(failed.union(seen.objects.keys) == Set(expected.keys))
      if !seen.errors.isEmpty { told += 1 }
    }
    // A few bits mean nothing, such as those that fill up the last byte of a stream.
    #expect(told > 30)
  }

  /// Two objects, each derived from the other, and one that is derived from itself.
  @Test func whatIsDerivedFromItselfIsAnError() throws {
    let folder = try TemporaryFolder()
    let ids: [[UInt8]] = [0x11, 0x22, 0x33].map { [UInt8](repeating: $0, count: 20) }
    // Of a text of one byte, the delta makes another: size, size, and one byte inserted.
    let delta: [UInt8] = [1, 1, 1, 0x78]
    // One block that is stored (RFC 1951, 3.2.4) and its Adler-32 (RFC 1950).
    let adler = delta.reduce((UInt32(1), UInt32(0))) {
      ($0.0 + UInt32($1), $0.1 + $0.0 + UInt32($1))
    }
    let stream: [UInt8] =
      [0x78, 0x01, 0x01, 4, 0, 0xFB, 0xFF] + delta + word(adler.1 << 16 | adler.0)
    var pack = Array("PACK".utf8) + word(2) + word(3)
    var offsets: [UInt32] = []
    for base in [ids[1], ids[0], ids[2]] {
      offsets.append(UInt32(pack.count))
      // OBJ_REF_DELTA of four bytes.
      pack += [0x74] + base + stream
    }
    pack += SHA1.hash(pack.span)
    var index: [UInt8] = [0xFF, 0x74, 0x4F, 0x63] + word(2)
    for byte in UInt8(0)...255 { index += word(UInt32(ids.count { $0[0] <= byte })) }
    index += ids.joined() + [UInt8](repeating: 0, count: 12) + offsets.flatMap(word)
    index += pack.suffix(20)
    index += SHA1.hash(index.span)
    try folder.write("pack/pack-1.pack", pack)
    try folder.write("pack/pack-1.idx", index)
    let store = NativeStore(folders: [folder.path], format: .sha1)
    #expect(store.problems == [])
    let seen = CollectingVisitor.walk(store)
    #expect(seen.objects.isEmpty)
    #expect(Set(seen.errors.compactMap(\.id)).count == 3)
    var reader = ObjectReader(store)
    var buffer = ByteBuffer()
    for id in ids.compactMap({ ObjectID($0.span, format: .sha1) }) {
      let error = #expect(throws: ObjectError.self) {
        _ = try reader.read(id, limit: 100, into: &buffer)
      }
      #expect(error?.reason == .cycle)
    }
  }

  private func word(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private func looseFiles(_ fixture: PackFixture) throws -> [String] {
    let objects = fixture.git.path(".git/objects")
    return try FileManager.default.subpathsOfDirectory(atPath: objects)
      .filter { $0.count == 41 }.sorted().map { "\(objects)/\($0)" }
  }
}
