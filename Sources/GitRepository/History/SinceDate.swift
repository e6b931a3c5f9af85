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
    guard let seconds = Self.relative(text, now) ?? CalendarDate.seconds(text) else { return nil }
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

  /// Digits only, no sign.
  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
  }
}
