import Findings
import Testing

@testable import Reports

/// Many errors of one kind take one line.
struct ErrorTextTests {
  private func lines(_ errors: [(String, String)]) -> ([String], Int) {
    let (shown, rest) = ErrorText.lines(
      of: errors.map { ScanReport.ScanError(path: $0.0, message: $0.1) })
    return (shown.map { $0.place + $0.message }, rest)
  }

  @Test func fewAreNamedOneByOne() {
    let (shown, rest) = lines([("a", "gone"), ("b", "gone"), ("", "late"), ("c\u{1B}", "gone")])
    #expect(shown == ["a: gone", "b: gone", "late", "c␛: gone"])
    #expect(rest == 0)
  }

  @Test func manyAlikeAreCounted() {
    let errors = (1...2_000).map { ("object/\($0)", "gone") }
    let (shown, rest) = lines([("first", "late")] + errors + [("last", "broken")])
    #expect(
      shown == [
        "first: late", "object/1, object/2, object/3 and 1,997 more: gone", "last: broken",
      ])
    #expect(rest == 0)
  }

  @Test func manyOfManyKindsEnd() {
    let (shown, rest) = lines((1...30).map { ("path \($0)", "reason \($0)") })
    #expect(shown.count == 20)
    #expect(rest == 10)
  }
}
