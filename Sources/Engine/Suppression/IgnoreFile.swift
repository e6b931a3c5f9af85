import Basics
import Basics
import Findings

/// An ignore file of kunci, read: one entry a line.
///
/// An entry is a fingerprint or `rule:ID`, then `path:GLOB` and `until:YYYY-MM-DD` as needed, then a
/// reason behind `#`. A glob alone, in place of the fingerprint, accepts whatever is found there. A
/// backslash before a blank makes it a part of the glob.
struct IgnoreFile: Sendable, Equatable {
  /// Its name at the root of a repository.
  static let name = ".kunciignore"

  /// What is wrong with a line.
  struct Problem: Sendable, Equatable {
    /// From 1.
    var line: Int
    /// From 1, in UTF-16 code units.
    var column: Int
    var message: String
  }

  private(set) var entries: [IgnoreEntry] = []
  private(set) var problems: [Problem] = []

  /// Reads the content of a file: lines that are malformed are left out and noted.
  init(_ bytes: [UInt8]) {
    // A byte order mark is no part of the first line.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      do throws(Mistake) {
        if let entry = try Self.entry(Array(line), line: index + 1) { entries.append(entry) }
      } catch {
        problems.append(
          Problem(
            line: index + 1, column: String(decoding: error.before, as: UTF8.self).utf16.count + 1,
            message: error.message))
      }
    }
  }

  private struct Mistake: Error {
    /// The line up to what is wrong.
    var before: ArraySlice<UInt8>
    var message: String
  }

  private static func entry(_ line: [UInt8], line number: Int) throws(Mistake) -> IgnoreEntry? {
    let (words, reason) = words(of: line)
    guard let first = words.first else { return nil }
    var subject: IgnoreEntry.Subject
    var path: PathGlob?
    let word = String(decoding: line[first], as: UTF8.self)
    if let fingerprint = Fingerprint(word) {
      subject = .secret(fingerprint)
    } else if word.hasPrefix("rule:"), word.utf8.count > "rule:".utf8.count {
      subject = .rules(RuleScope(names: [String(word.dropFirst("rule:".count))]))
    } else if let glob = pathAlone(word) {
      subject = .everything
      path = glob
    } else {
      throw Mistake(
        before: line[..<first.lowerBound],
        message:
          "an entry begins with a fingerprint of 32 hexadecimal digits, with rule:ID, or with"
          + " a path such as docs/, /LICENSE or *.md")
    }
    var entry = IgnoreEntry(subject: subject, path: path, reason: reason, line: number)
    for word in words.dropFirst() {
      let text = String(decoding: line[word], as: UTF8.self)
      func mistake(_ message: String) -> Mistake {
        Mistake(before: line[..<word.lowerBound], message: message)
      }
      if text.hasPrefix("path:") {
        guard entry.path == nil else { throw mistake("there is a path already") }
        entry.path = PathGlob(String(text.dropFirst("path:".count)))
        guard entry.path != nil else { throw mistake("path: wants a pattern as in .gitignore") }
      } else if text.hasPrefix("until:") {
        guard entry.until == nil else { throw mistake("there is a date already") }
        let date = String(text.dropFirst("until:".count))
        guard let day = CalendarDate.days(date) else {
          throw mistake("until: wants a date such as 2030-01-31")
        }
        entry.until = (day, date)
      } else {
        throw mistake("here stands path:GLOB, until:YYYY-MM-DD or # and a reason")
      }
    }
    if case .rules = subject, entry.path == nil {
      throw Mistake(
        before: line[..<first.upperBound], message: "rule:ID wants a path:GLOB beside it")
    }
    return entry
  }

  /// A glob in place of a fingerprint; nil for a word that may be a mistyped one of another kind,
  /// and for what would match everything.
  private static func pathAlone(_ word: String) -> PathGlob? {
    guard word.contains(where: "/.*?[".contains), !word.allSatisfy("/.*?".contains),
      !["rule:", "path:", "until:"].contains(where: word.hasPrefix)
    else { return nil }
    return PathGlob(word)
  }

  /// Where the words of a line stand, and what follows a word that begins with `#`.
  private static func words(of line: [UInt8]) -> (words: [Range<Int>], reason: String?) {
    var words: [Range<Int>] = []
    var position = 0
    while position < line.count {
      if isBlank(line[position]) {
        position += 1
        continue
      }
      if line[position] == UInt8(ascii: "#") {
        let rest = line[(position + 1)...].drop(while: isBlank)
        let end = rest.lastIndex { !isBlank($0) }
        let reason = end.map { String(decoding: rest[...$0], as: UTF8.self) }
        return (words, reason)
      }
      let start = position
      while position < line.count, !isBlank(line[position]) {
        position += line[position] == UInt8(ascii: "\\") ? 2 : 1
      }
      position = min(position, line.count)
      words.append(start..<position)
    }
    return (words, nil)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}
