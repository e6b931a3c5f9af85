import GitRepository
import Testing

/// Dates from which on commits count, and what is none.
@Suite struct SinceDateTests {
  /// 2024-01-31T12:00:00Z.
  private static let now = 1_706_702_400

  @Test(
    arguments: [
      ("1970-01-01", 0), ("2024-02-29", 1_709_164_800), ("2024-03-01", 1_709_251_200),
      ("2000-12-31", 978_220_800), ("1969-12-31", 0), ("0000-01-01", 0),
      ("2024-01-09T03:04:05Z", 1_704_769_445), ("2024-01-09t03:04:05z", 1_704_769_445),
      ("2024-01-09T03:04:05.25+01:30", 1_704_764_045),
      ("2024-01-09T03:04:05-08:00", 1_704_798_245),
      ("1.day", now - 86_400), ("3.days.ago", now - 3 * 86_400), ("2.weeks", now - 14 * 86_400),
      ("0.days", now), ("6.months", 1_690_804_800), ("1.year.ago", 1_675_166_400),
      // The month has no such day: its last one counts.
      ("11.months", 1_677_585_600),
      ("53.years", 34_171_200), ("55.years", 0), ("60.years", 0), ("999999999999.weeks", 0),
    ])
  func accepts(_ text: String, _ seconds: Int) {
    #expect(SinceDate(text, now: Self.now)?.seconds == seconds)
  }

  private static let phrases: [String: Int] = [
    "yesterday": 1_706_616_000, "2 weeks ago": 1_705_492_800, "3 days": 1_706_443_200,
    "1 month ago": 1_704_024_000, "last week": 1_706_097_600, "Last Year": 1_675_166_400,
    "two.weeks.ago": 1_705_492_800, "12 hours ago": 1_706_659_200, "30.minutes": 1_706_700_600,
    "90 seconds ago": 1_706_702_310,
  ]

  @Test(arguments: phrases.keys.sorted())
  func acceptsWhatGitKnows(_ text: String) {
    #expect(SinceDate(text, now: Self.now)?.seconds == Self.phrases[text])
  }

  @Test(
    arguments: [
      "", "now", "today", "last", "ago", "2  weeks", "2 weeks before", "a week ago", "1",
      "1704769445", "@1704769445", "2024", "2024-01", "2024-1-9",
      "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-01", "2024-04-31", "2024-01-00",
      "01/09/2024", "2024-01-09 03:04:05", "2024-01-09T03:04:05", "2024-01-09T03:04Z",
      "2024-01-09T24:00:00Z", "2024-01-09T03:60:00Z", "2024-01-09T03:04:05+1", "2024-01-09T",
      "2024-01-09T03:04:05.Z.", "+024-01-09", "-1.days", "1.5.days", "days", ".days",
      "3.fortnights", "3.days.before", "3.ago", "2024-01-09T03:04:05+01:00:00",
      "99999999999999999999.days",
    ])
  func refuses(_ text: String) { #expect(SinceDate(text, now: Self.now) == nil) }
}
