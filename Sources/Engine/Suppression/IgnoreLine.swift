package import Findings

/// A line for an ignore file that accepts one secret.
package struct IgnoreLine: Sendable, Equatable {
  private let fingerprint: Fingerprint
  private let path: String?
  private let until: String?
  /// The line, without its end.
  package let text: String

  /// What is wrong with what somebody wants to write.
  package struct Malformed: Error, Equatable {
    package var message: String
  }

  /// Makes a line and reads it back.
  ///
  /// - Parameters:
  ///   - fingerprint: The secret.
  ///   - path: A glob for where it is accepted, as in `.gitignore`; nil for everywhere.
  ///   - until: The last day on which it is, such as `2030-01-31`; nil for always.
  ///   - reason: Why, in one line.
  /// - Throws: ``Malformed``.
  package init(
    _ fingerprint: Fingerprint, path: String?, until: String?, reason: String
  ) throws(Malformed) {
    guard reason.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), !reason.isEmpty else {
      throw Malformed(message: "a reason is one line of text")
    }
    var words = [fingerprint.description]
    if let path { words.append("path:" + Self.escaped(path)) }
    if let until { words.append("until:\(until)") }
    text = (words + ["# \(reason)"]).joined(separator: " ")
    (self.fingerprint, self.path, self.until) = (fingerprint, path, until)
    let file = IgnoreFile(Array(text.utf8))
    if let problem = file.problems.first { throw Malformed(message: problem.message) }
    guard let entry = file.entries.first, file.entries.count == 1,
      entry.subject == .secret(fingerprint), entry.reason == reason
    else { throw Malformed(message: "that is no line of an ignore file") }
  }

  /// Whether it accepts nothing any more, on a day in days since 1970.
  package func isExpired(on today: Int) -> Bool {
    IgnoreFile(Array(text.utf8)).entries.first?.isExpired(on: today) ?? false
  }

  /// Whether an ignore file says the same already.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - today: In days since 1970: what has expired says nothing.
  /// - Returns: Whether an entry accepts the secret at the same places, at least as long.
  package func isIn(_ bytes: [UInt8], on today: Int) -> Bool {
    let mine = IgnoreFile(Array(text.utf8)).entries.first
    return IgnoreFile(bytes).entries.contains { entry in
      guard entry.subject == .secret(fingerprint), entry.path == mine?.path,
        !entry.isExpired(on: today)
      else { return false }
      guard let end = entry.until?.day else { return true }
      return mine?.until.map { $0.day <= end } ?? false
    }
  }

  /// A glob in which blanks are a part of it.
  private static func escaped(_ glob: String) -> String {
    var result = ""
    var isEscaped = false
    for character in glob {
      if character == " " || character == "\t", !isEscaped { result.append("\\") }
      isEscaped = character == "\\" && !isEscaped
      result.append(character)
    }
    return result
  }
}
