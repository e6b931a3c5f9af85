/// The names of files as diffs write them: with git's prefixes, and quoted like a string of C where they
/// hold more than plain ASCII; `quote_c_style` in git's quote.c, and `core.quotePath` in git-config(1).
package enum DiffNames {
  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")
  private static let space = UInt8(ascii: " ")

  /// Two names in a row, such as those behind `diff --git`, without quotes; anything else as it is.
  package static func unquotedPair(_ names: [UInt8]) -> [UInt8] {
    if names.first == quote {
      guard let end = end(ofQuoted: names[...]), end < names.count, names[end] == space else {
        return names
      }
      return unquoted(names[..<end]) + [space] + unquoted(names[(end + 1)...])
    }
    guard names.last == quote,
      let middle = names.indices.dropLast().first(where: {
        names[$0] == space && names[$0 + 1] == quote
      }), end(ofQuoted: names[(middle + 1)...]) == names.count
    else { return names }
    return names[...middle] + unquoted(names[(middle + 1)...])
  }

  /// A name as it is called: of one in quotes, what they say.
  package static func unquoted(_ name: ArraySlice<UInt8>) -> [UInt8] {
    guard name.first == quote, end(ofQuoted: name) == name.endIndex else { return Array(name) }
    var bytes: [UInt8] = []
    var rest = name.dropFirst().dropLast()
    while let byte = rest.popFirst() {
      guard byte == backslash, let escape = rest.first else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(3)
      if digits.count == 3, let value = octal(digits) {
        bytes.append(value)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(letters[escape] ?? escape)
        rest = rest.dropFirst()
      }
    }
    return bytes
  }

  private static let letters: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "a"): 7,
    UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "v"): 11,
  ]

  private static func octal(_ digits: ArraySlice<UInt8>) -> UInt8? {
    guard digits.allSatisfy({ (0x30...0x37).contains($0) }) else { return nil }
    return UInt8(exactly: digits.reduce(0) { $0 * 8 + Int($1 - 0x30) })
  }

  /// Where a name ends that begins with a quote, behind the one that closes it.
  private static func end(ofQuoted name: ArraySlice<UInt8>) -> Int? {
    guard name.first == quote else { return nil }
    var place = name.startIndex + 1
    while place < name.endIndex {
      switch name[place] {
      case quote: return place + 1
      case backslash: place += 2
      default: place += 1
      }
    }
    return nil
  }

  /// The path behind `+++`: without git's prefix, which may be another one, and without what diff
  /// puts behind a tab; nil for a file that is removed.
  package static func path(_ text: String) -> String? {
    let name = Array(text.utf8.prefix { $0 != 9 && $0 != 13 })
    if name.elementsEqual("/dev/null".utf8) { return nil }
    let path = String(decoding: unquoted(name[...]), as: UTF8.self)
    // Prefixes of diff.mnemonicPrefix: index, work tree, commit, object.
    for prefix in ["b/", "w/", "i/", "c/", "o/"] where path.hasPrefix(prefix) {
      return String(path.dropFirst(prefix.count))
    }
    return path
  }

  /// The file behind `diff --git a/x b/x`, or else all that stands behind `diff`.
  package static func common(_ words: String) -> String {
    let names = words.split(separator: " ", maxSplits: 1).last.map(String.init) ?? words
    if words.hasPrefix("--cc ") || words.hasPrefix("--combined ") {
      return String(decoding: unquoted(Array(names.utf8)[...]), as: UTF8.self)
    }
    let pair = unquotedPair(Array(names.utf8))
    let half = pair.count / 2
    guard pair.count % 2 == 1, pair[half] == space,
      let path = path(String(decoding: pair[(half + 1)...], as: UTF8.self)),
      pair[..<half].suffix(path.utf8.count).elementsEqual(path.utf8)
    else {
      let isQuoted = names.utf8.contains(quote)
      return isQuoted ? String(decoding: pair, as: UTF8.self) : words
    }
    return path
  }

  /// The file behind `Binary files a/x and b/x differ`, or else both of them.
  package static func second(of names: String) -> String {
    if names.hasPrefix(new), let path = path(String(names.dropFirst(new.count))) { return path }
    let half = (names.utf8.count - 5) / 2
    guard names.utf8.count > 5, names.utf8.dropFirst(half).starts(with: " and ".utf8),
      let path = path(String(names.utf8.dropFirst(half + 5)) ?? "")
    else { return names }
    return path
  }

  private static let new = "/dev/null and "
}
