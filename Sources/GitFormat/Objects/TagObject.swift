package import Basics

/// What an annotated tag names.
package struct TagObject: Sendable, Equatable {
  /// The object that it names.
  package let target: ObjectID

  /// Reads a tag, which is untrusted; see git's documentation of `git mktag`.
  ///
  /// - Throws: Why it is none: `object` must come first and be an id.
  package init(_ bytes: Span<UInt8>) throws(ObjectError.Reason) {
    var headers = ObjectHeaders()
    guard let first = headers.next(bytes), bytes.holds("object", at: first.key),
      let target = ObjectID(hex: bytes.extracting(first.value))
    else { throw .corrupt("a tag without an object") }
    self.target = target
  }
}
