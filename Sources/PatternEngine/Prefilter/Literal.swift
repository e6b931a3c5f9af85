/// A text to search for.
package struct Literal: Sendable, Hashable {
  /// The bytes; in lower case when `foldsCase`.
  package var bytes: [UInt8]
  /// Whether ASCII letters match in either case.
  package var foldsCase: Bool
  /// What must stand right after it, byte by byte; empty when that can be anything.
  package var followers: [ByteSet]
  /// The windows by which it is looked for, where they are known: it is the same literal by others.
  package var windows: LiteralWindows?

  package init(_ bytes: [UInt8], foldsCase: Bool = false, followers: [ByteSet] = []) {
    self.bytes = foldsCase ? bytes.map(\.asciiLowercased) : bytes
    self.foldsCase = foldsCase
    self.followers = followers
  }

  package static func == (left: Literal, right: Literal) -> Bool {
    left.bytes == right.bytes && left.foldsCase == right.foldsCase
      && left.followers == right.followers
  }

  /// Takes the bytes alone: hardly two literals differ in what follows them.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(bytes)
  }
}

extension UInt8 {
  /// The byte, in lower case when it is an ASCII letter.
  @inlinable public var asciiLowercased: UInt8 {
    self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self
  }
}
