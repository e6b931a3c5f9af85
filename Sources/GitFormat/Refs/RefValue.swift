package import Basics

/// What the file of a ref says.
package enum RefValue: Equatable {
  /// The object that it names.
  case object(ObjectID)
  /// The ref that it stands for; not every name is valid.
  case symbolic([UInt8])
  /// Nothing that git understands.
  case broken

  /// Reads the content of a ref's file; see gitrepository-layout(5).
  package init(_ content: [UInt8], format: ObjectFormat) {
    if content.starts(with: "ref:".utf8) {
      var target = content.dropFirst(4).drop(while: Self.isSpace)
      while let last = target.last, Self.isSpace(last) { target.removeLast() }
      self = .symbolic(Array(target))
      return
    }
    let digits = Array(content.prefix(format.digitCount))
    let rest = content.dropFirst(format.digitCount)
    guard digits.count == format.digitCount, let id = ObjectID(hex: digits.span), !id.isZero,
      rest.first.map(Self.isSpace) ?? true
    else {
      self = .broken
      return
    }
    self = .object(id)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (9...13).contains(byte)
  }
}
