package import Basics
internal import SystemIO

/// What the headers of an annotated tag say; texts are ranges of its bytes.
package struct TagObject: Sendable, Equatable {
  /// The object that it names.
  package let target: ObjectID
  /// What that object is; nil when the tag does not say so.
  package let kind: ObjectKind?
  /// The tag's name.
  package let name: Range<Int>?
  /// The tagger's line: name, email, time; old tags have none.
  package let tagger: Range<Int>?
  /// Where the message begins; the tag's size when it has none.
  package let messageStart: Int

  /// Reads a tag, which is untrusted; see git's documentation of `git mktag`.
  ///
  /// - Throws: Why it is none: `object` must come first and be an id.
  package init(_ bytes: Span<UInt8>) throws(ObjectError.Reason) {
    var headers = ObjectHeaders()
    guard let first = headers.next(bytes), bytes.holds("object", at: first.key),
      let target = ObjectID(hex: bytes.extracting(first.value))
    else { throw .corrupt("a tag without an object") }
    var kind: ObjectKind?
    var name: Range<Int>?
    var tagger: Range<Int>?
    while let (key, value) = headers.next(bytes) {
      if bytes.holds("type", at: key) {
        kind = ObjectKind.allCases.first {
          String(decoding: bytes.extracting(value)) == $0.rawValue
        }
      } else if name == nil, bytes.holds("tag", at: key) {
        name = value
      } else if tagger == nil, bytes.holds("tagger", at: key) {
        tagger = value
      }
    }
    self.target = target
    self.kind = kind
    self.name = name
    self.tagger = tagger
    messageStart = headers.offset
  }
}
