import GitFormat

/// A file of git's configuration, against itself written anew.
///
/// Input: the file.
final class GitConfigTarget: FuzzTarget {
  static let name = "git-config"

  static var seeds: [[UInt8]] {
    let text = """
      \u{FEFF}# a comment
      [core]
      \trepositoryformatversion = 0
      \tignorecase
      \tbare = false ; another
      [remote "origin \\"x\\""]
      \turl = "https://example.com/a b.git" # more
      \tfetch = +refs/heads/*:refs/remotes/origin/*\\
      \tand\\n\\t"quoted  " so
      [Branch.Main] merge=x
      [include] path = ~/other
      """
    return [text, text.replacing("\n", with: "\r\n"), "[a]b=c\td\n", "[a]\nb=\"", "[", "[a \"b"]
      .map { Array($0.utf8) }
  }

  func run(_ input: [UInt8]) {
    guard let file = try? ConfigFile(input) else { return }
    _ = file.includesOthers
    var text = ""
    for variable in file.variables {
      _ = try? ConfigFile.flag(variable)
      let parts = variable.name.split(separator: ".", omittingEmptySubsequences: false)
      invariant(parts.count >= 2, "a name without a section")
      guard let written = Self.written(variable) else { return }
      text += written
    }
    let again = try? ConfigFile(Array(text.utf8))
    invariant(again?.variables == file.variables, "another file when it is written anew")
  }

  /// A section of its own for a variable; nil for one that cannot be told from its name.
  private static func written(_ variable: ConfigFile.Variable) -> String? {
    guard let first = variable.name.firstIndex(of: "."),
      let last = variable.name.lastIndex(of: "."),
      variable.name.unicodeScalars.allSatisfy({ $0 != "\u{FFFD}" && $0.isASCII }),
      first < last || !variable.name.hasPrefix(".")
    else { return nil }
    let section = variable.name[..<first]
    let key = variable.name[variable.name.index(after: last)...]
    guard !section.isEmpty else { return nil }
    var text = "[\(section)"
    if first < last {
      text += " \""
      for character in variable.name[variable.name.index(after: first)..<last].unicodeScalars {
        if character == "\"" || character == "\\" { text += "\\" }
        text.unicodeScalars.append(character)
      }
      text += "\""
    }
    text += "]\n\(key)"
    guard let value = variable.value else { return text + "\n" }
    text += " = \""
    for character in value.unicodeScalars {
      switch character {
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\"", "\\":
        text += "\\"
        text.unicodeScalars.append(character)
      default: text.unicodeScalars.append(character)
      }
    }
    return text + "\"\n"
  }
}
