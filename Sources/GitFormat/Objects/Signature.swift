internal import Basics
internal import SystemIO

/// Who did something and when: `name <mail> seconds zone` in commits and tags.
package struct Signature: Sendable, Equatable {
  package var name: String
  package var email: String
  /// In RFC 3339 with the zone of the signature; empty when it has no date.
  package var date: String

  /// Reads the value of an `author` line, as `git log` does: what is missing is empty.
  package init(_ line: Span<UInt8>, _ encoding: TextEncoding) {
    let bytes = Array(copying: line)
    let open = bytes.firstIndex(of: UInt8(ascii: "<"))
    let close = bytes.lastIndex(of: UInt8(ascii: ">"))
    var name = bytes[..<(open ?? bytes.endIndex)]
    while name.last == UInt8(ascii: " ") { name.removeLast() }
    self.name = encoding.decode(name)
    email =
      if let open, let close, open < close {
        encoding.decode(bytes[(open + 1)..<close])
      } else { "" }
    date = Self.date(in: line) ?? ""
  }

  private static func date(in line: Span<UInt8>) -> String? {
    guard let (seconds, zone) = time(in: line) else { return nil }
    return CalendarDate.rfc3339(seconds: seconds, zone: zone)
  }

  /// Seconds since 1970, and the zone in minutes east of Greenwich.
  static func time(in line: Span<UInt8>) -> (seconds: Int, zone: Int)? {
    var start = line.count
    while start > 0, line[start - 1] != UInt8(ascii: ">") { start -= 1 }
    guard start > 0, let seconds = number(in: line, from: &start), seconds >= 0 else { return nil }
    // Anything may stand there; no zone is as far as a hundred hours away.
    guard let zone = number(in: line, from: &start), zone.magnitude < 10_000 else {
      return (seconds, 0)
    }
    let minutes = zone.magnitude / 100 * 60 + zone.magnitude % 100
    return (seconds, (zone < 0 ? -1 : 1) * Int(minutes))
  }

  /// Reads the next word as a number; nil when it is none, or when there is no word.
  private static func number(in line: Span<UInt8>, from offset: inout Int) -> Int? {
    let space = UInt8(ascii: " ")
    while offset < line.count, line[offset] == space { offset += 1 }
    guard offset < line.count else { return nil }
    let isNegative = line[offset] == UInt8(ascii: "-")
    if isNegative || line[offset] == UInt8(ascii: "+") { offset += 1 }
    let first = offset
    var number = 0
    while offset < line.count, line[offset] != space {
      let digit = line[offset] &- UInt8(ascii: "0")
      // Eighteen digits are more than any clock has, and fit.
      guard digit < 10, offset - first < 18 else { return nil }
      number = number * 10 + Int(digit)
      offset += 1
    }
    return offset > first ? isNegative ? -number : number : nil
  }
}
