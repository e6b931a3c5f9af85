internal import Basics

/// Dates and times, by RFC 3339 and the calendar.
enum TOMLDateTime {
  /// Whether a text is a date, a time, or both.
  static func isValid(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    if text.count >= 3, text[text.startIndex + 2] == UInt8(ascii: ":") {
      return takeTime(&rest) && rest.isEmpty
    }
    guard CalendarDate.days(String(decoding: rest.prefix(10), as: UTF8.self)) != nil else {
      return false
    }
    rest = rest.dropFirst(10)
    guard let separator = rest.popFirst() else { return true }
    guard separator == .space || separator | 0x20 == UInt8(ascii: "t"), takeTime(&rest) else {
      return false
    }
    return rest.isEmpty || takeOffset(&rest) && rest.isEmpty
  }

  private static func takeTime(_ rest: inout ArraySlice<UInt8>) -> Bool {
    // RFC 3339 knows leap seconds, hence 60.
    guard let hour = takeNumber(2, &rest), hour < 24, take(UInt8(ascii: ":"), &rest),
      let minute = takeNumber(2, &rest), minute < 60, take(UInt8(ascii: ":"), &rest),
      let second = takeNumber(2, &rest), second <= 60
    else { return false }
    guard take(.dot, &rest) else { return true }
    let fraction = rest.prefix { $0.isDigit }
    rest = rest[fraction.endIndex...]
    return !fraction.isEmpty
  }

  private static func takeOffset(_ rest: inout ArraySlice<UInt8>) -> Bool {
    guard let sign = rest.popFirst() else { return false }
    if sign | 0x20 == UInt8(ascii: "z") { return true }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let hour = takeNumber(2, &rest), hour < 24, take(UInt8(ascii: ":"), &rest),
      let minute = takeNumber(2, &rest), minute < 60
    else { return false }
    return true
  }

  private static func take(_ byte: UInt8, _ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == byte else { return false }
    rest.removeFirst()
    return true
  }

  private static func takeNumber(_ digits: Int, _ rest: inout ArraySlice<UInt8>) -> Int? {
    guard rest.count >= digits, rest.prefix(digits).allSatisfy(\.isDigit) else { return nil }
    let value = rest.prefix(digits).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    rest = rest.dropFirst(digits)
    return value
  }
}
