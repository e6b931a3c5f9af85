/// A day of the Gregorian calendar.
package struct CalendarDate: Sendable, Equatable, CustomStringConvertible {
  package let year: Int
  /// From 1.
  package let month: Int
  /// From 1.
  package let day: Int

  /// Takes a day of the calendar.
  package init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day that lies some days after the first of January 1970, or before it.
  ///
  /// After Howard Hinnant's `civil_from_days`.
  package init(days: Int) {
    // Counted from the first of March of the year 0, so that the leap day ends a year.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The day of a moment in UTC, in seconds since the start of 1970.
  package init(unixTime: Int) {
    self.init(days: unixTime >= 0 ? unixTime / 86_400 : (unixTime - 86_399) / 86_400)
  }

  /// Days from 1970 to a date such as `2024-01-31`; nil for what is no date.
  package static func days(_ text: some StringProtocol) -> Int? {
    let fields = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = fields.compactMap { field in
      field.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        ? Int(field) : nil
    }
    guard fields.map(\.count) == [4, 2, 2], numbers.count == 3 else { return nil }
    let (year, month, day) = (numbers[0], numbers[1], numbers[2])
    guard (1...12).contains(month) else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...lengths[month - 1]).contains(day) else { return nil }
    let before = max(0, year - 1)
    let leapDays = before / 4 - before / 100 + before / 400
    // 719,162 days lie before 1970 in a calendar that begins with the year 1.
    return before * 365 + leapDays + lengths[..<(month - 1)].reduce(0, +) + day - 1 - 719_162
  }

  /// The date as `2024-01-31`.
  package var description: String {
    "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
  }

  /// A moment, in seconds since 1970, as `2024-01-31T08:00:00` without a zone.
  package static func dateTime(_ seconds: Int) -> String {
    let date = CalendarDate(unixTime: seconds)
    let rest = seconds - (seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400) * 86_400
    let time = [rest / 3600, rest / 60 % 60, rest % 60].map { padded($0, 2) }
    return "\(date)T\(time.joined(separator: ":"))"
  }

  /// A moment, in seconds since 1970 in UTC, by RFC 3339 in a zone of so many minutes east of
  /// Greenwich, such as `2024-01-09T03:04:05+01:00`; nil beyond the year 9999, for which there is
  /// no such notation.
  package static func rfc3339(seconds: Int, zone: Int) -> String? {
    guard seconds < 253_402_300_800 - 86_400 else { return nil }
    let local = dateTime(seconds + 60 * zone)
    guard zone != 0 else { return local + "Z" }
    let east = abs(zone)
    return local + (zone < 0 ? "-" : "+") + padded(east / 60, 2) + ":" + padded(east % 60, 2)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The moment of a date such as `2024-01-31`, its first one in UTC, or of a time of RFC 3339 such as
  /// `2024-01-31T08:00:00+01:00`, in seconds since 1970; nil for another text.
  package static func seconds(_ text: String) -> Int? {
    let parts = text.uppercased().split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count <= 2, let day = days(parts[0]) else { return nil }
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
