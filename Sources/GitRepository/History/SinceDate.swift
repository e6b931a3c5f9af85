internal import Basics

/// The date from which on commits are meant.
///
/// Git takes any text for a date and guesses; here only what cannot be misread is accepted:
/// `2024-01-31` (its first moment in UTC), a time of RFC 3339 such as `2024-01-31T08:00:00+01:00`,
/// and what git knows of `yesterday`, `2 weeks ago`, `6.months`, `last year` and the like, which
/// count from this moment (git's date.c, `approxidate_alpha`).
package struct SinceDate: Sendable, Equatable {
  /// The moment, in seconds since 1970; not before that.
  package let seconds: Int

  /// Reads a date; nil for anything else.
  ///
  /// - Parameters:
  ///   - text: The date.
  ///   - now: What relative dates count from, in seconds since 1970.
  package init?(_ text: String, now: Int) {
    guard let seconds = Self.relative(text, now) ?? Self.absolute(text) else { return nil }
    self.seconds = max(0, seconds)
  }

  /// Numbers that git knows as words, from one on.
  private static let numbers = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
  ]

  private static func relative(_ text: String, _ now: Int) -> Int? {
    if text.lowercased() == "yesterday" { return now - 86_400 }
    let separator: Character = text.contains(" ") ? " " : "."
    var words = text.lowercased().split(
      separator: separator, omittingEmptySubsequences: false)
    if words.last == "ago" { words.removeLast() }
    guard words.count == 2, let count = count(words[0]) else { return nil }
    // Further back than any repository.
    guard count <= 100_000 else { return 0 }
    switch words[1].hasSuffix("s") ? words[1].dropLast() : words[1] {
    case "second": return now - count
    case "minute": return now - 60 * count
    case "hour": return now - 3_600 * count
    case "day": return now - 86_400 * count
    case "week": return now - 7 * 86_400 * count
    case "month": return back(months: count, from: now)
    case "year": return back(months: 12 * count, from: now)
    default: return nil
    }
  }

  /// The number of a word such as `2`, `two` or `last`.
  private static func count(_ word: Substring) -> Int? {
    if word == "last" { return 1 }
    return numbers.firstIndex { $0 == word }.map { $0 + 1 } ?? number(word)
  }

  /// Goes back to the same day of another month, or to its last one; the time of day stays.
  private static func back(months: Int, from now: Int) -> Int {
    let today = CalendarDate(unixTime: now)
    let month = 12 * today.year + today.month - 1 - months
    guard month >= 12 * 1970 else { return 0 }
    func days(_ month: Int) -> Int? {
      CalendarDate.days(CalendarDate(year: month / 12, month: month % 12 + 1, day: 1).description)
    }
    guard let first = days(month), let next = days(month + 1) else { return 0 }
    return (min(first + today.day, next) - 1) * 86_400 + now % 86_400
  }

  private static func absolute(_ text: String) -> Int? {
    let parts = text.uppercased().split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count <= 2, let day = CalendarDate.days(parts[0]) else { return nil }
    guard parts.count == 2 else { return day * 86_400 }
    return timeOfDay(parts[1]).map { day * 86_400 + $0 }
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
