internal import Basics

/// The lines in front of the message of a commit or tag: `<key> <value>` each.
///
/// Lines that begin with a space continue the one before, as those of a signature do; they are
/// passed over. The headers end at an empty line, or with the object.
struct ObjectHeaders {
  private(set) var offset = 0

  /// The next header; nil when the message comes, which then begins at `offset`.
  mutating func next(_ bytes: Span<UInt8>) -> (key: Range<Int>, value: Range<Int>)? {
    while offset < bytes.count {
      let start = offset
      let end = bytes.firstIndex(of: UInt8(ascii: "\n"), from: start) ?? bytes.count
      offset = min(end + 1, bytes.count)
      if end == start { return nil }
      if bytes[start] == UInt8(ascii: " ") { continue }
      var space = start
      while space < end, bytes[space] != UInt8(ascii: " ") { space += 1 }
      return (start..<space, min(space + 1, end)..<end)
    }
    return nil
  }
}

extension Span<UInt8> {
  /// Whether a part of the bytes is a text.
  func holds(_ text: String, at range: Range<Int>) -> Bool {
    guard range.count == text.utf8.count else { return false }
    var next = range.lowerBound
    for byte in text.utf8 {
      if self[next] != byte { return false }
      next += 1
    }
    return true
  }
}
