import Basics
import Foundation
import SystemIO
import TestSupport
import Testing

@testable import GitFormat

extension PackFixture {
  /// The store of the repository as it is now.
  var store: NativeStore { NativeStore(folders: [objectFolder], format: git.format) }

  /// Lends the store of a new repository, which is there for as long.
  static func withStore(_ storage: Storage, _ body: (NativeStore) throws -> Void) throws {
    let fixture = try PackFixture(storage)
    try withExtendedLifetime(fixture) { try body(fixture.store) }
  }

  /// Every object that git itself finds in the repository, read by git.
  func objects() throws -> [ObjectID: CollectingVisitor.Object] {
    let output = Array(
      try git.gitBytes(["-C", readPath, "cat-file", "--batch", "--batch-all-objects"]))
    var objects: [ObjectID: CollectingVisitor.Object] = [:]
    var rest = output[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let words = String(rest[..<end]).split(separator: " ")
      let (id, kind) = (try #require(ObjectID(hex: String(words[0]))), String(words[1]))
      let size = try #require(Int(words[2]))
      let content = rest[(end + 1)..<(end + 1 + size)]
      objects[id] = CollectingVisitor.Object(
        kind: try #require(ObjectKind(rawValue: kind)), bytes: Array(content))
      rest = rest[(end + 1 + size + 1)...]
    }
    return objects
  }
}

extension GitFixture {
  /// The hash that names the repository's objects, as git says.
  var format: ObjectFormat {
    (try? git("rev-parse", "--show-object-format")) == "sha256\n" ? .sha256 : .sha1
  }

  /// The id of a revision, as git itself gives it.
  func id(_ revision: String) throws -> ObjectID {
    let digits = try git("rev-parse", "--verify", revision)
    return try #require(ObjectID(hex: digits.trimmingCharacters(in: .newlines)))
  }
}

extension String {
  /// The bytes as text, for paths and contents in expectations.
  init(_ bytes: some Sequence<UInt8>) { self.init(decoding: Array(bytes), as: UTF8.self) }
}
