package import Basics

/// Works out the name of an object from its content: the hash of `<kind> <size>`, a NUL and all of it
/// (gitformat-loose(5)).
package struct ObjectHasher: Sendable {
  private enum State: Sendable {
    case sha1(SHA1)
    case sha256(SHA256)
  }

  private var state: State

  /// Begins with an object of a kind and a size in bytes.
  package init(_ kind: ObjectKind, size: Int, format: ObjectFormat) {
    state = format == .sha1 ? .sha1(SHA1()) : .sha256(SHA256())
    // The enum itself would be looked into at run time to be written.
    let header = Array("\(kind.rawValue) \(size)\0".utf8)
    update(header.span)
  }

  /// Appends a part of the content.
  package mutating func update(_ bytes: Span<UInt8>) {
    switch state {
    case .sha1(var hasher):
      hasher.update(bytes)
      state = .sha1(hasher)
    case .sha256(var hasher):
      hasher.update(bytes)
      state = .sha256(hasher)
    }
  }

  /// Whether the content was that of an object.
  package func matches(_ id: ObjectID) -> Bool { self.id == id }

  /// The name of the object whose content it was.
  package var id: ObjectID {
    switch state {
    case .sha1(let hasher): ObjectID(hasher.finalize().span, at: 0, format: .sha1)
    case .sha256(let hasher): ObjectID(hasher.finalize().span, at: 0, format: .sha256)
    }
  }
}
