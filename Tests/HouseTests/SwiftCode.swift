/// Swift source without its comments and without the text of its strings.
///
/// What stands in an interpolation is code and is kept. Lines stay lines.
struct SwiftCode {
  /// The code.
  private(set) var text = ""
  private var rest: Substring

  private static let threeQuotes = "\"\"\""

  /// Reads a file's text.
  init(_ source: String) {
    rest = source[...]
    copyCode(toParenthesis: false)
  }

  /// The modules that are imported.
  var imports: Set<String> {
    let pattern =
      /(?:^|;)\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|typealias|func|let|var)\s+)?(?<module>\w+)/
      .anchorsMatchLineEndings()
    return Set(text.matches(of: pattern).map { String($0.output.module) })
  }

  /// Whether a word occurs.
  func has(word: String) -> Bool {
    text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" })
      .contains { $0 == word }
  }

  /// Copies to the end, or over the `)` that closes an interpolation.
  private mutating func copyCode(toParenthesis: Bool) {
    var depth = 0
    while let character = rest.first {
      if rest.hasPrefix("//") {
        rest = rest.drop { !$0.isNewline }
      } else if rest.hasPrefix("/*") {
        skipComment()
      } else if let hashes = hashesOfString() {
        skipString(hashes: hashes)
      } else {
        if character == "(" { depth += 1 }
        if character == ")" {
          depth -= 1
          if toParenthesis, depth < 0 { return rest.removeFirst(1) }
        }
        text.append(character)
        rest.removeFirst()
      }
    }
  }

  /// Leaves out a comment with the comments in it.
  private mutating func skipComment() {
    var depth = 0
    repeat {
      if rest.hasPrefix("/*") {
        depth += 1
        rest.removeFirst(2)
      } else if rest.hasPrefix("*/") {
        depth -= 1
        rest.removeFirst(2)
      } else if let character = rest.popFirst(), character.isNewline {
        text.append("\n")
      }
    } while depth > 0 && !rest.isEmpty
  }

  /// How many `#` stand before the quote if a string starts here.
  private func hashesOfString() -> Int? {
    let hashes = rest.prefix { $0 == "#" }.count
    return rest.dropFirst(hashes).first == "\"" ? hashes : nil
  }

  /// Leaves out a string, but for the code in it.
  private mutating func skipString(hashes: Int) {
    rest.removeFirst(hashes)
    let isMultiline = rest.hasPrefix(Self.threeQuotes)
    let quotes = isMultiline ? Self.threeQuotes : "\""
    let marks = String(repeating: "#", count: hashes)
    rest.removeFirst(quotes.count)
    text.append("\"")
    while let character = rest.first {
      if rest.hasPrefix(quotes + marks) {
        rest.removeFirst(quotes.count + hashes)
        break
      }
      // A string of one line ends with it: whatever was misread, the next line is not.
      if character.isNewline, !isMultiline { break }
      if rest.hasPrefix("\\" + marks) {
        rest.removeFirst(1 + hashes)
        if rest.first == "(" {
          rest.removeFirst()
          text.append(" ")
          copyCode(toParenthesis: true)
          text.append(" ")
        } else if rest.first?.isNewline == false {
          rest.removeFirst()
        }
        continue
      }
      if character.isNewline { text.append("\n") }
      rest.removeFirst()
    }
    text.append("\"")
  }
}
