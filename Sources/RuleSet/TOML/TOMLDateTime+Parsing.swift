extension TOMLDateTime {
  /// Determines which kind of date or time a text is, by RFC 3339 and the calendar.
  ///
  /// - Returns: The kind, or nil when the text is no valid date or time.
  static func kind(of text: ArraySlice<UInt8>) -> Kind? {
    var rest = text
    if text.count >= 3, text[text.startIndex + 2] == UInt8(ascii: ":") {
      return takeTime(&rest) && rest.isEmpty ? .localTime : nil
    }
    guard takeDate(&rest) else { return nil }
    guard let separator = rest.popFirst() else { return .localDate }
    guard separator == .space || separator | 0x20 == UInt8(ascii: "t"), takeTime(&rest) else {
      return nil
    }
    if rest.isEmpty { return .localDateTime }
    return takeOffset(&rest) && rest.isEmpty ? .offsetDateTime : nil
  }

  private static func takeDate(_ rest: inout ArraySlice<UInt8>) -> Bool {
    guard let year = takeNumber(4, &rest), take(UInt8(ascii: "-"), &rest),
      let month = takeNumber(2, &rest), take(UInt8(ascii: "-"), &rest),
      let day = takeNumber(2, &rest), (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...lengths[month - 1]).contains(day)
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
