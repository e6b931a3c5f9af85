import Basics
import Foundation
import GitFormat
import GitRepository
import SystemIO
import TestSupport
import Testing

@Suite struct BatchReaderTests {
  @Test func readsEveryKindInTheOrderAsked() throws {
    let fixture = try GitFixture()
    try fixture.write("a", "content\nwith\nlines\n")
    try fixture.write("empty", "")
    try fixture.commit("message")
    try fixture.git("tag", "-a", "t", "-m", "tagged")
    let names = ["t", "HEAD", "HEAD^{tree}", "HEAD:a", "HEAD:empty", "HEAD:a"]
    let ids = try names.map { try Git.id($0, in: fixture) }
    var reader = try BatchReader(try Git.open(fixture.path))
    var seen: [(ObjectID, ObjectKind, [UInt8])] = []
    try reader.read(ids[...]) {
      seen.append(($0, $1, Array(copying: $2)))
    } unreadable: { id, _ in
      Issue.record("\(id)")
    }
    #expect(seen.map(\.0) == ids)
    #expect(seen.map(\.1) == [.tag, .commit, .tree, .blob, .blob, .blob])
    #expect(String(seen[3].2) == "content\nwith\nlines\n")
    #expect(seen[4].2.isEmpty)
    #expect(String(seen[1].2).hasSuffix("\n\nmessage\n"))
    // The same reader goes on.
    #expect(try reader.read(ids[3])?.1 == seen[3].2)
    #expect(try reader.read(ids[3]) != nil)
    try reader.finish()
  }

  /// More requests and more answers than pipes hold.
  @Test func manyAndLargeObjectsDoNotBlock() throws {
    let fixture = try GitFixture()
    try fixture.write("large", String(repeating: "0123456789", count: 400_000))
    for number in 0..<50 { try fixture.write("f\(number)", "file \(number)") }
    try fixture.commit()
    let repository = try Git.open(fixture.path)
    let blobs = try HistoryPart(repository).blobs
    #expect(blobs.count == 51)
    let many = (0..<6_000).map { blobs[$0 % 50] } + [try Git.id("HEAD:large", in: fixture)]
    var count = 0
    var bytes = 0
    var reader = try BatchReader(repository)
    try reader.read(many[...]) { _, _, content in
      count += 1
      bytes = max(bytes, content.count)
    } unreadable: { _, _ in
      Issue.record("unreadable")
    }
    try reader.finish()
    #expect(count == 6_001)
    #expect(bytes == 4_000_000)
  }

  @Test func missingAndLargeObjectsAreReported() throws {
    let fixture = try GitFixture()
    try fixture.write("large", String(repeating: "x", count: 3_000_000))
    try fixture.write("small", "small")
    try fixture.commit()
    let repository = try Git.open(fixture.path)
    let large = try Git.id("HEAD:large", in: fixture)
    let small = try Git.id("HEAD:small", in: fixture)
    let missing = try Git.requireID(String(repeating: "12", count: 20))
    let read = try Git.read(repository, [large, missing, small], largest: 1_000_000)
    #expect(read.objects.mapValues { String($0.bytes) } == [small: "small"])
    #expect(read.unreadable == [large: .tooLarge(bytes: 3_000_000), missing: .missing])
  }

  /// A damaged object costs that object; the rest is read.
  @Test func aCorruptObjectDoesNotStopTheOthers() throws {
    let fixture = try GitFixture()
    for name in ["a", "b", "c"] { try fixture.write(name, "content of \(name), long enough\n") }
    try fixture.commit()
    let ids = try ["HEAD:a", "HEAD:b", "HEAD:c"].map { try Git.id($0, in: fixture) }
    let hex = ids[1].hex
    let path = ".git/objects/\(hex.prefix(2))/\(hex.dropFirst(2))"
    var bytes = try fixture.folder.bytes(path)
    for index in (bytes.count - 12)..<bytes.count { bytes[index] ^= 0x5a }
    try Shell.run("chmod u+w \"$0\"", arguments: [fixture.path(path)])
    try fixture.folder.write(path, bytes)
    let repository = try Git.open(fixture.path)
    var good: [ObjectID] = []
    var bad: [ObjectID] = []
    var reader = try BatchReader(repository)
    try reader.read(ids[...]) { id, _, _ in
      good.append(id)
    } unreadable: { id, _ in
      bad.append(id)
    }
    #expect(good == [ids[0], ids[2]])
    #expect(bad == [ids[1]])
  }

  /// The objects of a partial clone that are not here are reported, and not fetched.
  @Test func aPartialCloneIsNotFetchedFrom() throws {
    let folder = try TemporaryFolder()
    let origin = try GitFixture("origin", in: folder)
    try origin.write("a", "content")
    try origin.commit()
    try origin.git("config", "uploadpack.allowFilter", "true")
    let blob = try Git.id("HEAD:a", in: origin)
    try origin.git(
      "clone", "-q", "--no-checkout", "--filter=blob:none", "file://\(origin.path)",
      folder.path("partial"))
    let repository = try Git.open(folder.path("partial"))
    for throughGit in [false, true] {
      let part = try HistoryPart(repository, throughGit: throughGit)
      #expect(part.missing == [blob])
      #expect(part.blobs.isEmpty)
    }
    var bad: [ObjectID] = []
    var reader = try BatchReader(repository)
    try reader.read([blob]) { _, _, _ in
      Issue.record("fetched")
    } unreadable: { id, _ in
      bad.append(id)
    }
    #expect(bad == [blob])
    let local = try origin.git(
      ["-C", folder.path("partial"), "rev-list", "--objects", "--all", "--missing=print"])
    #expect(local.contains("?\(blob.hex)"))
  }
}
