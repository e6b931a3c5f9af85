import Reports
import Testing

@testable import Commands

/// Which report goes where.
struct OutputPlanTests {
  private func plan(_ line: String) throws -> OutputPlan {
    let options = line.split(separator: " ").map(String.init)
    return try #require(try StdinCommand.parse(options[...])).scan.reports.plan()
  }

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
      ("-o a.b/report", "text, a.b/report: text"),
      ("-o .report", "text, .report: text"),
      ("-f json -o report", "text, report: json"),
      ("-f json -o a.sarif", "text, a.sarif: json"),
      ("-f json -o a.log", "text, a.log: json"),
      ("-o a.log -f json", "text, a.log: json"),
      ("-o report -f json", "text, report: json"),
      ("-o a.sarif -f json", "text, a.sarif: sarif"),
      ("-f json -o a -f sarif -o b", "text, a: json, b: sarif"),
      ("-f json -o a -o b.sarif -o c", "text, a: json, b.sarif: sarif, c: text"),
      ("-o -", "text"),
      ("-f json -o -", "json"),
      ("-o - -f json", "json"),
      ("-f json -o - -o a.sarif", "json, a.sarif: sarif"),
      ("-o a.sarif -f json -o -", "json, a.sarif: sarif"),
    ])
  func plans(_ line: String, _ expected: String) throws {
    let plan = try plan(line)
    let files = plan.files.map { ", \($0.path): \($0.format.rawValue)" }.joined()
    #expect(plan.standardOutput.rawValue + files == expected)
  }

  @Test(arguments: ["xml", "JSON", "", "json,sarif"])
  func anUnknownFormatIsAnError(_ format: String) throws {
    let error = try #require(throws: UsageError.self) {
      try StdinCommand.parse(["--format", format])
    }
    #expect(error.message.contains("unknown format `\(format)`"))
    for known in ReportFormat.allCases { #expect(error.message.contains(known.rawValue)) }
  }

  @Test(arguments: ["-o a.log", "-o a.json.gz", "-o b/a.", "-f json -o a -o a.docx"])
  func anUnknownEndingIsAnError(_ line: String) throws {
    let error = try #require(throws: UsageError.self) { try plan(line) }
    #expect(error.message.contains("the ending implies no format"))
    for ending in ReportFormat.fileEndings { #expect(error.message.contains(ending)) }
  }

  @Test func standardOutputTakesOneReport() {
    #expect(throws: UsageError.self) { try plan("-f json -o - -f sarif -o -") }
  }
}
