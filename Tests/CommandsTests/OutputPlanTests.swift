import Reports
import Testing

@testable import Commands

/// Which report goes where.
struct OutputPlanTests {
  @Test(
    arguments: [
      ("", "text"),
      ("-f json", "json"),
      ("-f json -f sarif", "sarif"),
      ("-o a.json", "text, a.json: json"),
      ("-o a.sarif", "text, a.sarif: sarif"),
      ("-o a.sarif.json", "text, a.sarif.json: sarif"),
      ("-o A.JSONL", "text, A.JSONL: jsonl"),
      ("-o a.txt", "text, a.txt: text"),
      ("-o report", "text, report: text"),
      ("-f json -o report", "text, report: json"),
      ("-f json -o a.sarif", "text, a.sarif: json"),
      ("-o report -f json", "text, report: json"),
      ("-o a.sarif -f json", "text, a.sarif: sarif"),
      ("-f json -o a -f sarif -o b", "text, a: json, b: sarif"),
      ("-f json -o a -o b.sarif -o c", "text, a: json, b.sarif: sarif, c: text"),
    ])
  func plans(_ line: String, _ expected: String) throws {
    let options = line.split(separator: " ").map(String.init)
    let plan = try OutputPlan(ParsedArguments(["scan"] + options))
    let files = plan.files.map { ", \($0.path): \($0.format.rawValue)" }.joined()
    #expect(plan.standardOutput.rawValue + files == expected)
  }

  @Test(arguments: ["xml", "JSON", "", "json,sarif"])
  func anUnknownFormatIsAnError(_ format: String) throws {
    let arguments = try ParsedArguments(["scan", "--format", format])
    let error = #expect(throws: UsageError.self) { try OutputPlan(arguments) }
    #expect(error?.message.contains("unknown format `\(format)`") == true)
    for known in ReportFormat.allCases {
      #expect(error?.message.contains(known.rawValue) == true)
    }
  }
}
