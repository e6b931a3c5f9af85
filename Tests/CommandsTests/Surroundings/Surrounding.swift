import Foundation
import TestSupport
import Testing

/// A row of `Fixtures/surroundings`: a repository in hostile surroundings, and what is expected.
struct Surrounding: Sendable, CustomTestStringConvertible {
  /// What a command must come to.
  struct Expectation: Sendable {
    enum Answer: Sendable, Equatable {
      /// So many keys.
      case found(Int)
      /// Nothing, and exit code 2.
      case incomplete
      /// Git runs what the repository names.
      case trap
    }

    let answer: Answer
    /// What it must say.
    let text: String
    /// For the shell.
    let command: String
  }

  let name: String
  private(set) var script = ""
  private(set) var expectations: [Expectation] = []

  var testDescription: String { name }

  /// A line that no row can have.
  struct BadLine: Error {
    let line: String
  }

  /// The commands of a row that says `usual`, and what they find.
  static let usual = [
    (2, "kunci scan"), (1, "kunci staged"), (1, "kunci history"), (1, "kunci unpushed"),
    (1, "kunci hook run pre-commit"),
  ]

  /// All rows of a file, in order.
  static func rows(of file: String) throws -> [Surrounding] {
    let text = String(decoding: try Fixture.bytes("surroundings/\(file).txt"), as: UTF8.self)
    var rows: [Surrounding] = []
    for line in text.split(separator: "\n") {
      if let name = line.wholeMatch(of: /\[([^\[\]]+)\]/)?.1 {
        rows.append(Surrounding(name: String(name)))
      } else if line.hasPrefix("=> "), !rows.isEmpty {
        try rows[rows.count - 1].expect(line.dropFirst(3))
      } else if !line.hasPrefix("#"), !rows.isEmpty {
        rows[rows.count - 1].script += line + "\n"
      }
    }
    return rows
  }

  private mutating func expect(_ line: Substring) throws {
    if let variables = line.wholeMatch(of: /usual(?:: (.+))?/)?.1 ?? (line == "usual" ? "" : nil) {
      expectations += Self.usual.map {
        Expectation(answer: .found($0), text: "", command: "\(variables) \($1)")
      }
      return
    }
    guard let parts = line.wholeMatch(of: /(\d+|incomplete|trap)(?: "([^"]+)")?: (.+)/) else {
      throw BadLine(line: String(line))
    }
    let answer: Expectation.Answer =
      switch parts.1 {
      case "incomplete": .incomplete
      case "trap": .trap
      default: .found(Int(parts.1) ?? 0)
      }
    expectations.append(
      Expectation(answer: answer, text: String(parts.2 ?? ""), command: String(parts.3)))
  }
}
