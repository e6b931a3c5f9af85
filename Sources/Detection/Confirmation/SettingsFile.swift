import Basics
import PatternEngine
import RuleSet

/// A file of settings with a `NAME=value` in each line, such as `.env`.
package enum SettingsFile {
  /// Fewer bytes are no secret, whatever the name says.
  private static let shortest = 6
  /// A longer line is none of settings.
  private static let longestLine = 4_096

  /// Finds the first name that stands for a secret and has a value that looks like one.
  ///
  /// - Parameter text: The file's content.
  /// - Returns: The name; nil when every such value is empty, a placeholder or a reference.
  package static func nameOfSecret(in text: Span<UInt8>) -> String? {
    var line: [UInt8] = []
    for position in 0...text.count {
      if position < text.count, text[position] != UInt8(ascii: "\n") {
        if line.count <= longestLine { line.append(text[position]) }
        continue
      }
      if line.count <= longestLine, let name = nameOfSecret(inLine: line) { return name }
      line.removeAll(keepingCapacity: true)
    }
    return nil
  }

  private static func nameOfSecret(inLine line: [UInt8]) -> String? {
    guard let sign = line.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    var name = trimmed(line[..<sign])
    if name.starts(with: "export ".utf8) { name = trimmed(name.dropFirst("export ".utf8.count)) }
    guard let first = name.first, ByteSet.letters.contains(first) || first == UInt8(ascii: "_"),
      name.allSatisfy(isNameByte), namesSecret(name), isSecret(value(line[(sign + 1)...]))
    else { return nil }
    return String(decoding: name, as: UTF8.self)
  }

  // MARK: Names

  /// Endings of a word that stands for a secret.
  private static let secretWords = [
    "key", "token", "secret", "password", "passwd", "passphrase", "pass", "pwd", "credential",
    "credentials",
  ]

  /// Words that make something else of it: what is public, where it is, how it is used.
  private static let otherWords: Set<String> = [
    "public", "publishable", "pub", "anon", "site", "id", "name", "user", "path", "file", "dir",
    "url", "uri", "host", "port", "expiry", "expires", "expiration", "ttl", "timeout", "length",
    "size", "type", "alg", "algorithm", "version", "prefix", "header", "count", "limit", "max",
    "min", "enabled", "region", "issuer", "audience", "rotation", "rounds", "pattern",
  ]

  private static func namesSecret(_ name: ArraySlice<UInt8>) -> Bool {
    let words = name.split { !ByteSet.alphanumerics.contains($0) }
      .map { String(decoding: $0.map(\.asciiLowercased), as: UTF8.self) }
    return words.contains { word in secretWords.contains { word.hasSuffix($0) } }
      && !words.contains(where: otherWords.contains)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    ByteSet.alphanumerics.contains(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }

  // MARK: Values

  /// The value without quotes, or else without the comment behind it.
  private static func value(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let value = trimmed(text)
    guard let quote = value.first else { return value }
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      return value.dropFirst().prefix { $0 != quote }
    }
    let comment = zip(value.indices, value.indices.dropFirst()).first {
      isBlank(value[$0]) && value[$1] == UInt8(ascii: "#")
    }
    return quote == UInt8(ascii: "#") ? [] : trimmed(value[..<(comment?.0 ?? value.endIndex)])
  }

  private static func isSecret(_ value: ArraySlice<UInt8>) -> Bool {
    guard value.count >= shortest, let first = value.first, !value.contains(where: isBlank),
      !"$<{[/.~%*".utf8.contains(first),
      value.contains(where: { !ByteSet.digits.contains($0) && $0 != UInt8(ascii: ".") })
    else { return false }
    let text = String(decoding: value.map(\.asciiLowercased), as: UTF8.self)
    let isReference =
      ["://", "${", "{{", "$("].contains { value.holds(Array($0.utf8)) }
      || [".pem", ".key", ".json", ".crt", ".txt"].contains { text.hasSuffix($0) }
    return !isReference && !Placeholders.isPlaceholder(value)
      && !JudgedValue(Array(value)).isGuessable
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let start = text.drop(while: isBlank)
    return start[..<((start.lastIndex { !isBlank($0) } ?? start.startIndex - 1) + 1)]
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}
