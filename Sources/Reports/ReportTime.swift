/// Points in time as GitLab wants them.
enum ReportTime {
  /// Returns `yyyy-mm-ddThh:mm:ss` in UTC, of seconds since the start of 1970; at least 0.
  static func text(_ seconds: Int) -> String {
    let (year, month, day) = date(day: seconds / 86_400)
    let time = [seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60]
    return [padded(year, 4), padded(month, 2), padded(day, 2)].joined(separator: "-") + "T"
      + time.map { padded($0, 2) }.joined(separator: ":")
  }

  /// The Gregorian date of a day, counted from the first of 1970.
  private static func date(day: Int) -> (year: Int, month: Int, day: Int) {
    var year = 1970
    var rest = day
    while rest >= (isLeap(year) ? 366 : 365) {
      rest -= isLeap(year) ? 366 : 365
      year += 1
    }
    var month = 1
    for length in [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
      if rest < length { break }
      rest -= length
      month += 1
    }
    return (year, month, rest + 1)
  }

  private static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
