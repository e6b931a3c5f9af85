import Basics
import Testing

struct CalendarDateTests {
  @Test(arguments: [
    (0, "1970-01-01"), (951_782_400, "2000-02-29"), (1_798_761_599, "2026-12-31"),
  ])
  func daysOfUnixTimes(_ time: Int, day: String) {
    #expect(CalendarDate(unixTime: time).description == day)
  }
}
