internal import Basics
internal import SystemIO

/// Who did something and when: `name <mail> seconds zone` in commits and tags.
struct Signature: Sendable, Equatable {
  var name: String
  var email: String
  /// In RFC 3339 with the zone of the signature; empty when it has no date.
  var date: String

  /// Reads the value of an `author` line, as `git log` does: what is missing is empty.
  init(_ line: Span<UInt8>, _ encoding: TextEncoding) {
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
    guard start > 0 else { return nil }
    let words = String(decoding: line.extracting(start...)).split(separator: " ")
    guard let first = words.first, let seconds = Int(first), seconds >= 0 else { return nil }
    guard words.count > 1, let zone = Int(words[1]) else { return (seconds, 0) }
    let minutes = zone.magnitude / 100 * 60 + zone.magnitude % 100
    return (seconds, (zone < 0 ? -1 : 1) * Int(minutes))
  }
}
