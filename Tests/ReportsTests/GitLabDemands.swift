import Basics
import Foundation

/// What `secret-detection-report-format.json` of GitLab, 15.0.7 and 15.2.4, demands of a report.
///
/// GitLab refuses a report as a whole when one of these does not hold. Members that kunci does not
/// write are left out here.
enum GitLabDemands {
  /// A member, by the names that lead to it; `[]` stands for every entry of an array.
  private struct Member {
    var path: String
    var isRequired = false
    /// What its text must match.
    var pattern: String?
    /// Most characters, counted as Unicode scalars.
    var maxLength: Int?
    var isNumber = false
  }

  private static let text = ".+"
  private static let time = #"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"#
  private static let address = "^(https?|ftp)://.+"

  private static let members: [Member] =
    [
      Member(path: "version", isRequired: true, pattern: #"^[0-9]+\.[0-9]+\.[0-9]+$"#),
      Member(path: "scan.type", isRequired: true, pattern: "^secret_detection$"),
      Member(path: "scan.status", isRequired: true, pattern: "^(success|failure)$"),
      Member(path: "scan.start_time", isRequired: true, pattern: time),
      Member(path: "scan.end_time", isRequired: true, pattern: time),
      Member(path: "scan.messages.[].level", isRequired: true, pattern: "^(info|warn|fatal)$"),
      Member(path: "scan.messages.[].value", isRequired: true, pattern: text),
      Member(path: "vulnerabilities", isRequired: true),
      Member(path: "vulnerabilities.[].id", isRequired: true, pattern: text),
      Member(path: "vulnerabilities.[].name", maxLength: 255),
      Member(path: "vulnerabilities.[].description", maxLength: 1_048_576),
      Member(
        path: "vulnerabilities.[].severity", pattern: "^(Info|Unknown|Low|Medium|High|Critical)$"),
      Member(path: "vulnerabilities.[].solution", maxLength: 7_000),
      Member(path: "vulnerabilities.[].identifiers.[].type", isRequired: true, pattern: text),
      Member(path: "vulnerabilities.[].identifiers.[].name", isRequired: true, pattern: text),
      Member(path: "vulnerabilities.[].identifiers.[].value", isRequired: true, pattern: text),
      Member(path: "vulnerabilities.[].identifiers.[].url", pattern: address),
      Member(path: "vulnerabilities.[].links.[].url", isRequired: true, pattern: address),
      Member(path: "vulnerabilities.[].links.[].name", pattern: "^"),
      Member(path: "vulnerabilities.[].location.file", pattern: "^"),
      Member(path: "vulnerabilities.[].location.commit.sha", isRequired: true, pattern: text),
      Member(path: "vulnerabilities.[].location.commit.date", pattern: "^"),
      Member(path: "vulnerabilities.[].location.commit.message", pattern: "^"),
      Member(path: "vulnerabilities.[].location.start_line", isNumber: true),
      Member(path: "vulnerabilities.[].location.end_line", isNumber: true),
      Member(path: "vulnerabilities.[].raw_source_code_extract", pattern: "^"),
    ]
    + ["analyzer", "scanner"].flatMap { tool in
      ["id", "name", "version", "vendor.name"].map { name in
        Member(path: "scan.\(tool).\(name)", isRequired: true, pattern: text)
      }
    }

  /// Finds what GitLab would refuse.
  ///
  /// - Parameter report: The text of a report.
  /// - Returns: A line for each demand that does not hold; empty when GitLab takes the report.
  /// - Throws: An error when it is no JSON.
  static func broken(in report: String) throws -> [String] {
    let document = try JSONSerialization.jsonObject(with: Data(report.utf8))
    return members.flatMap { member in
      problems(member, member.path.split(separator: ".")[...], in: document)
    }
  }

  private static func problems(
    _ member: Member, _ path: ArraySlice<Substring>, in value: Any
  ) -> [String] {
    guard let name = path.first else {
      if let problem = problem(member, value) { return ["\(member.path) \(problem): \(value)"] }
      return []
    }
    if name == "[]" {
      guard let entries = value as? [Any] else { return ["\(member.path): not in an array"] }
      return entries.flatMap { problems(member, path.dropFirst(), in: $0) }
    }
    guard let object = value as? [String: Any] else { return ["\(member.path): not in an object"] }
    if let inner = object[String(name)] { return problems(member, path.dropFirst(), in: inner) }
    // What stands in optional objects is missing where these are.
    let isOptional = !member.isRequired || ["messages", "links"].contains(name)
    return isOptional ? [] : ["\(member.path) is missing"]
  }

  private static func problem(_ member: Member, _ value: Any) -> String? {
    if member.isNumber { return value is Int ? nil : "is no number" }
    guard member.pattern != nil || member.maxLength != nil else {
      return value is [Any] ? nil : "is no array"
    }
    guard let text = value as? String else { return "is no text" }
    if let most = member.maxLength, text.unicodeScalars.count > most { return "is too long" }
    if let pattern = member.pattern,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      return "does not match \(pattern)"
    }
    return nil
  }
}
