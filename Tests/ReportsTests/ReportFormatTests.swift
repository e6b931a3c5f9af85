import Basics
import Foundation
import Testing

@testable import Reports

@Suite struct ReportFormatTests {
  @Test(arguments: [
    ("report.txt", ReportFormat.text), ("a.json", .json), ("A.JSON", .json), ("a.jsonl", .jsonl),
    ("a.ndjson", .jsonl), ("out/kunci.sarif", .sarif), ("kunci.sarif.json", .sarif),
    ("junit.xml", .junit), ("A.CSV", .csv), ("out/gl-secret-detection-report.json", .gitlab),
    ("a.html", .html), ("json", nil), ("a.yml", nil), ("", nil),
  ])
  func followsTheFileName(name: String, expected: ReportFormat?) {
    #expect(ReportFormat(fileName: name) == expected)
  }

  @Test func encodesBase64AsFoundationDoes() {
    for length in 0...64 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 67 + length) }
      #expect(Base64.text(bytes) == Data(bytes).base64EncodedString())
    }
  }
}
