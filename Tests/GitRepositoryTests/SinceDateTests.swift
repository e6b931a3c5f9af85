import GitObjects
import Testing

@testable import GitObjects

/// Dates that git is given, and those that it is not.
@Suite struct SinceDateTests {
  @Test(
    arguments: [
      ("1970-01-01", "@0 +0000"), ("2024-02-29", "@1709164800 +0000"),
      ("2024-03-01", "@1709251200 +0000"), ("2000-12-31", "@978220800 +0000"),
      ("1969-12-31", "@0 +0000"), ("0000-01-01", "@0 +0000"),
      ("2024-01-09T03:04:05Z", "@1704769445 +0000"), ("2024-01-09t03:04:05z", "@1704769445 +0000"),
      ("2024-01-09T03:04:05.25+01:30", "@1704764045 +0000"),
      ("2024-01-09T03:04:05-08:00", "@1704798245 +0000"),
      ("1.day", "1.days.ago"), ("3.days.ago", "3.days.ago"), ("2.weeks", "2.weeks.ago"),
      ("6.months", "6.months.ago"), ("1.year.ago", "1.years.ago"), ("60.years", "@0 +0000"),
      ("999999999999.weeks", "@0 +0000"),
    ])
  func accepts(_ text: String, _ argument: String) {
    #expect(SinceDate(text)?.argument == argument)
  }

  @Test(
    arguments: [
      "", "yesterday", "now", "1", "1704769445", "@1704769445", "2024", "2024-01", "2024-1-9",
      "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-01", "2024-04-31", "2024-01-00",
      "01/09/2024", "2024-01-09 03:04:05", "2024-01-09T03:04:05", "2024-01-09T03:04Z",
      "2024-01-09T24:00:00Z", "2024-01-09T03:60:00Z", "2024-01-09T03:04:05+1", "2024-01-09T",
      "2024-01-09T03:04:05.Z.", "+024-01-09", "-1.days", "1.5.days", "days", ".days",
      "3.fortnights", "3 days", "3.days.before", "3.ago", "2024-01-09T03:04:05+01:00:00",
      "99999999999999999999.days",
    ])
  func refuses(_ text: String) { #expect(SinceDate(text) == nil) }
}
