internal import Basics

/// The date from which on commits are meant.
///
/// Git takes any text for a date and guesses; here only what cannot be misread is accepted:
/// `2024-01-31` (its first moment in UTC), a time of RFC 3339 such as `2024-01-31T08:00:00+01:00`,
/// and `3.days`, `2.weeks`, `6.months` or `1.year`, with `.ago` or without.
package struct SinceDate: Sendable, Equatable {
  /// The date as git's option `--since` takes it.
  let argument: String

  /// The number of days in a month and a year at most, so that a sum of them is not too small.
  private static let daysOfUnits = ["day": 1, "week": 7, "month": 31, "year": 366]
  /// From here on git's calendar would begin before 1970, where it has no times: everything is meant.
  private static let mostDays = 18_000

  /// Reads a date; nil for anything else.
  package init?(_ text: String) {
    guard let argument = Self.relative(text) ?? Self.absolute(text) else { return nil }
    self.argument = argument
  }

  private static func relative(_ text: String) -> String? {
    var words = text.split(separator: ".", omittingEmptySubsequences: false)
    if words.last == "ago" { words.removeLast() }
    guard words.count == 2, let count = number(words[0]) else { return nil }
    let unit = words[1].hasSuffix("s") ? words[1].dropLast() : words[1]
    guard let days = daysOfUnits[String(unit)] else { return nil }
    guard count <= mostDays / days else { return "@0 +0000" }
    return "\(count).\(unit)s.ago"
  }

  private static func absolute(_ text: String) -> String? {
    let parts = text.uppercased().split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count <= 2, let day = CalendarDate.days(parts[0]) else { return nil }
    var seconds = day * 86_400
    if parts.count == 2 {
      guard let time = timeOfDay(parts[1]) else { return nil }
      seconds += time
    }
    return "@\(max(0, seconds)) +0000"
  }

  /// Seconds in UTC of a time such as `08:00:00.5+01:00`, from the date's first moment there.
  private static func timeOfDay(_ text: Substring) -> Int? {
    let zoneStart = text.firstIndex { $0 == "Z" || $0 == "+" || $0 == "-" }
    guard let zoneStart else { return nil }
    let zone = text[zoneStart...]
    let parts = text[..<zoneStart].split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.dropFirst().allSatisfy({ number($0) != nil }),
      let time = clock(parts[0], fields: 3)
    else { return nil }
    if zone == "Z" { return time }
    guard let offset = clock(zone.dropFirst(), fields: 2) else { return nil }
    return zone.hasPrefix("-") ? time + offset : time - offset
  }

  /// Seconds of `hh:mm:ss` or `hh:mm`.
  private static func clock(_ text: Substring, fields count: Int) -> Int? {
    let fields = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = fields.compactMap { $0.count == 2 ? number($0) : nil }
    // The last second of a minute may be a 61st.
    guard fields.count == count, numbers.count == count, numbers[0] < 24, numbers[1] < 60,
      numbers[count - 1] <= 60
    else { return nil }
    return numbers[0] * 3600 + numbers[1] * 60 + (count == 3 ? numbers[2] : 0)
  }

  /// Digits only, no sign.
  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
  }
}
