/// A day of the Gregorian calendar, in UTC.
struct CalendarDate: CustomStringConvertible, Equatable {
  let year: Int
  let month: Int
  let day: Int

  /// The day of a moment, from Howard Hinnant's `civil_from_days`.
  ///
  /// - Parameter unixTime: Seconds since the first of January 1970; not negative.
  init(unixTime: Int) {
    let days = unixTime / 86_400 + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    // Months are counted from March, so that the leap day is the last.
    let shifted = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  var description: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))"
  }
}
