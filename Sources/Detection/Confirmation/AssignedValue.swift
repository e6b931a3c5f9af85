import PatternEngine

/// A value as it is written behind a name: how far it goes, and what it is written in.
struct AssignedValue {
  /// What a value is written in, which says where it ends and what else it may be.
  enum Form {
    /// Between quotes of one kind: whatever is between them.
    case quoted
    /// Between tags.
    case markup
    /// `NAME=value` or `name: value`, all of a line.
    case settings
    /// Anything else, such as an expression in code or a parameter of an address.
    case bare
  }

  let form: Form
  /// How many bytes of what the rule matched belong to the value.
  let length: Int
  let name: AssignedName
  /// Whether a comma stands between name and value.
  let isListed: Bool
  /// Whether a comma or a parenthesis does: then it is an argument or a member of a list.
  let isArgument: Bool
  /// Whether it stands behind `PASS:`, as the name of a test does in the log of a test run.
  let isOfResult: Bool

  /// Looks at a match of a rule whose value is given to a name.
  ///
  /// - Parameters:
  ///   - window: The match with its surroundings.
  ///   - match: The match, from somewhere in the name on.
  ///   - value: The value, as far as it may go: no quote and no blank is in it.
  ///
  /// It is nil when a quote is opened and not closed, or nothing is left of the value.
  init?(in window: [UInt8], match: Range<Int>, value: Range<Int>) {
    let start = LiteralEscape.start(ofName: match.lowerBound, in: window)
    guard !Self.isResourceType(nameAt: start, in: window) else { return nil }
    let end =
      window[match.lowerBound..<value.lowerBound].firstIndex { !Self.nameBytes.contains($0) }
      ?? value.lowerBound
    let between = window[end..<value.lowerBound]
    let separator =
      between.contains(UInt8(ascii: "[")) ? Self.signs(in: between)[...] : between
    isListed = separator.contains(UInt8(ascii: ","))
    isArgument = isListed || separator.contains(UInt8(ascii: "("))
    let bytes = window[value]
    let opening = value.lowerBound > end ? window[value.lowerBound - 1] : 0
    let next = value.upperBound < window.count ? window[value.upperBound] : 0
    let escape = LiteralEscape.end(of: value, from: start, in: window)
    if Self.quotes.contains(opening) {
      guard next == opening else { return nil }
      // As many backslashes stand before a quote that closes as before the one that opens.
      let slashes = window[end..<value.lowerBound - 1].reversed().prefix { $0 == Self.backslash }
      length =
        bytes.count - bytes.reversed().prefix(slashes.count).prefix { $0 == Self.backslash }.count
      form = .quoted
    } else if opening == UInt8(ascii: ">"), let tag = bytes.firstIndex(of: UInt8(ascii: "<")) {
      length = tag - value.lowerBound
      form = .markup
    } else if between.contains(Self.newline),
      !Self.isBlock(separator), !Self.namesValue(separator)
    {
      // Nothing is given to the name, and the next line has a name of its own.
      return nil
    } else if escape == nil,
      Self.namesValue(separator)
        || Self.isSettings(separator) && Self.beginsLine(window[..<start]),
      Self.endsLine(window[value.upperBound...], isAdjacent: value.lowerBound == end + 1),
      let last = bytes.last,
      !Self.codeEnds.contains(last), !Self.isQuery(bytes)
    {
      length = bytes.count
      form = .settings
    } else {
      let plain = window[value.lowerBound..<(escape ?? value.upperBound)].prefix {
        Self.plainBytes.contains($0)
      }
      let padding = bytes[plain.endIndex...].prefix(2).prefix { $0 == UInt8(ascii: "=") }
      length = plain.count + padding.count
      form = .bare
      let rest = value.lowerBound + length
      guard rest == escape || Self.mayFollow(window[rest...]) else { return nil }
    }
    guard length > 0 else { return nil }
    name = AssignedName(window[start..<end])
    isOfResult =
      window[start..<end].elementsEqual("PASS".utf8)
      && Self.withoutBlanks(separator).elementsEqual(":".utf8)
  }

  /// What stands between a name and its value, without blanks and what tells a terminal its colours.
  private static func signs(in text: ArraySlice<UInt8>) -> [UInt8] {
    var signs: [UInt8] = []
    for byte in text where !ByteSet.whitespace.contains(byte) {
      signs.append(byte)
      guard byte == UInt8(ascii: "m") || byte == UInt8(ascii: "K"),
        let bracket = signs.lastIndex(of: UInt8(ascii: "[")),
        signs[(bracket + 1)...].dropLast().allSatisfy({ (0x30...0x3B).contains($0) })
      else { continue }
      signs.removeSubrange(bracket...)
      // Its escape, spelled or shown.
      while let last = signs.last, escapeBytes.contains(last) { signs.removeLast() }
    }
    return signs
  }

  /// Returns where the value is with which a match ends, if that may be a secret: a look that is
  /// quick and lets more pass.
  ///
  /// - Parameters:
  ///   - match: Name and value, from the word of the name on that stands for a secret.
  ///   - text: The text.
  /// - Returns: No use when a quote is opened and not closed, when the value is too short, and for
  ///   expressions without a digit.
  static func place(atEndOf match: Range<Int>, in text: Span<UInt8>) -> Matcher.KnownGroup {
    var start = match.upperBound
    var (hasDigit, isAdjacent) = (false, false)
    scan: while start > match.lowerBound {
      // Written out, since sets of this module and of others cost more than the tests.
      switch text[start - 1] {
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), 9, 10, 12, 13,
        UInt8(ascii: " "):
        break scan
      case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
      case UInt8(ascii: "="): isAdjacent = true
      default: break
      }
      start -= 1
    }
    let length = match.upperBound - start
    let mayBeChosen = mayBeChosen(nameAt: match.lowerBound, in: text)
    guard length >= shortest(mayBeChosen) else { return .useless }
    let next = match.upperBound < text.count ? text[match.upperBound] : newline
    let last = text[match.upperBound - 1]
    if start > match.lowerBound, quotes.contains(text[start - 1]) {
      guard next == text[start - 1] else { return .useless }
      guard text[start] != dollar else { return .unknown }
      let value = Matcher.KnownGroup.range(start..<match.upperBound)
      if hasDigit || length >= 16 { return value }
      var sign = start - 2
      while sign > match.lowerBound, text[sign] == UInt8(ascii: " ") { sign -= 1 }
      let isAssigned = sign >= match.lowerBound && assigningBytes.contains(text[sign])
      return mayBeChosen && isAssigned ? value : .useless
    }
    let isLine = next == newline || next == 13 || isAdjacent && ByteSet.whitespace.contains(next)
    guard
      hasDigit || last == UInt8(ascii: ">")
        || (mayBeChosen || length >= 16) && !codeEnds.contains(last) && isLine
    else { return .useless }
    guard let plain = plainStart(in: match, text), start...match.upperBound ~= plain,
      plain < match.upperBound
    else { return .unknown }
    return .range(plain..<match.upperBound)
  }

  /// Whether a value without quotes may be long enough for a secret: what is not, is of no use to
  /// ``place(atEndOf:in:)`` either.
  ///
  /// The value begins behind a sign or a blank; where no blank stands between, its name counts as well.
  static func isLongEnough(
    from value: Int, ofNameAt name: Int, in text: Span<UInt8>
  ) -> Bool {
    let start = ByteSet.whitespace.contains(text[value - 1]) ? value : name
    let end = start + shortest(mayBeChosen(nameAt: name, in: text))
    guard end <= text.count else { return false }
    var place = value
    while place < end {
      // Of a value, all bytes are visible and none is a quote.
      let byte = text[place]
      guard 0x21...0x7E ~= byte, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "'"),
        byte != UInt8(ascii: "`")
      else { return false }
      place += 1
    }
    return true
  }

  /// Whether a name is one of a password, which a person may have chosen: the match that begins at
  /// `pass` or `pwd`.
  private static func mayBeChosen(nameAt start: Int, in text: Span<UInt8>) -> Bool {
    text[start] | 0x20 == UInt8(ascii: "p")
  }

  /// Fewest bytes of a value.
  private static func shortest(_ mayBeChosen: Bool) -> Int { mayBeChosen ? 5 : 12 }

  /// Where a value without quotes begins, behind a name and a sign; nil where more stands between.
  private static func plainStart(in match: Range<Int>, _ text: Span<UInt8>) -> Int? {
    var place = match.lowerBound
    func skip(_ set: ByteSet, _ most: Int) {
      let end = min(match.upperBound, place + most)
      while place < end, set.contains(text[place]) { place += 1 }
    }
    skip(nameBytes, match.count)
    skip(closingBytes, 2)
    skip(ByteSet.whitespace, 3)
    guard place + 2 < match.upperBound else { return nil }
    switch (text[place], text[place + 1]) {
    case (UInt8(ascii: ":"), UInt8(ascii: "=")), (UInt8(ascii: "="), UInt8(ascii: ">")): place += 2
    // `${NAME:-value}`
    case (UInt8(ascii: ":"), UInt8(ascii: "-")): return nil
    case (UInt8(ascii: "="), _), (UInt8(ascii: ":"), _): place += 1
    default: return nil
    }
    skip(ByteSet.whitespace, 3)
    // A block of lines begins with a sign of its own.
    let isBlock =
      place < match.upperBound
      && (text[place] == UInt8(ascii: "|") || text[place] == UInt8(ascii: ">"))
    // `NAME=${OTHER:-value}`, `NAME=\tvalue`, and colours.
    let isMore = place < match.upperBound && beforeValues.contains(text[place])
    return isBlock || isMore || match.upperBound - place > longestValue ? nil : place
  }

  /// Whether the name stands in the path of an annotation that says that the value is a hash, such
  /// as `checksum/secret`.
  static func isOfChecksum(nameAt start: Int, in window: [UInt8]) -> Bool {
    let name = window[..<start].reversed().prefix { nameBytes.contains($0) }.count
    let path = window[..<(start - name)]
    guard path.last == UInt8(ascii: "/") else { return false }
    let parent = path.dropLast().reversed().prefix { nameBytes.contains($0) }
    return AssignedName(parent.reversed()[...]).isOfHash
  }

  /// Whether the name is the end of a type of CloudFormation's, such as `AWS::ApiGateway::ApiKey`.
  private static func isResourceType(nameAt start: Int, in window: [UInt8]) -> Bool {
    guard start >= 2, window[start - 1] == UInt8(ascii: ":"), window[start - 2] == window[start - 1]
    else { return false }
    let path = window[..<start].reversed().prefix {
      ByteSet.alphanumerics.contains($0) || $0 == UInt8(ascii: ":")
    }
    return path.reversed().starts(with: "AWS::".utf8)
  }

  // MARK: Lines

  /// `name: |`, `name: >-`: the value is in the lines that follow.
  private static func isBlock(_ separator: ArraySlice<UInt8>) -> Bool {
    separator.contains { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: ">") }
  }

  private static func isSettings(_ separator: ArraySlice<UInt8>) -> Bool {
    var sign: UInt8?
    for byte in separator where !quotes.contains(byte) && !ByteSet.whitespace.contains(byte) {
      guard sign == nil else { return false }
      sign = byte
    }
    return sign == UInt8(ascii: "=") || sign == UInt8(ascii: ":")
  }

  /// Whether the name stands in a field of its own and what follows in another, as in
  /// `- name: NAME` and `value: …` in the next line.
  private static func namesValue(_ separator: ArraySlice<UInt8>) -> Bool {
    // Nearly always it is a sign, perhaps with a quote.
    guard separator.count >= "value:".utf8.count else { return false }
    let text = withoutBlanks(separator).filter { !quotes.contains($0) }.map(\.asciiLowercased)
    return text.elementsEqual("value:".utf8) || text.elementsEqual("parametervalue:".utf8)
  }

  private static func withoutBlanks(_ separator: ArraySlice<UInt8>) -> [UInt8] {
    separator.filter { !ByteSet.whitespace.contains($0) }
  }

  /// What may stand before a name in a line of settings, signs aside.
  private static let commands: Set<[UInt8]> = Set(
    ["", "export", "set", "env", "arg", "e"].map { Array($0.utf8) })

  private static func beginsLine(_ before: ArraySlice<UInt8>) -> Bool {
    let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? before.startIndex
    let line = before[lineStart...]
    guard !line.isEmpty else { return true }
    guard line.count <= longestIndent else { return false }
    return commands.contains(line.filter(ByteSet.letters.contains).map(\.asciiLowercased))
      && line.allSatisfy { ByteSet.letters.contains($0) || lineSigns.contains($0) }
  }

  /// Whether a value ends with its line; where the sign touches name and value, as in
  /// `NAME=value ./run`, a blank ends it.
  private static func endsLine(_ after: ArraySlice<UInt8>, isAdjacent: Bool) -> Bool {
    let rest = after.prefix(longestIndent).drop { $0 == UInt8(ascii: " ") || $0 == 9 || $0 == 13 }
    guard let first = rest.first else { return true }
    if first == newline { return true }
    // Another word, a comment, or a line that goes on.
    return rest.startIndex > after.startIndex
      && (isAdjacent || first == UInt8(ascii: "#") || first == backslash)
  }

  /// What follows a value without quotes must not be a part of it, nor make it a call or a template.
  private static func mayFollow(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let next = rest.first else { return true }
    if next == UInt8(ascii: "%") {
      return rest.dropFirst().prefix(2).count == 2
        && rest.dropFirst().prefix(2).allSatisfy(ByteSet.hexDigits.contains)
    }
    return !callBytes.contains(next) && !plainBytes.contains(next)
  }

  /// `value&other=…`, as in the body of a form.
  private static func isQuery(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let sign = bytes.firstIndex(of: UInt8(ascii: "&")) else { return false }
    let name = bytes[(sign + 1)...].prefix { nameBytes.contains($0) }
    return !name.isEmpty && name.endIndex < bytes.endIndex
      && bytes[name.endIndex] == UInt8(ascii: "=")
  }

  private static let longestIndent = 40
  private static let longestValue = 160
  private static let beforeValues = set("$\\[^%+#?<E")
  private static let dollar = UInt8(ascii: "$")
  private static let newline = UInt8(ascii: "\n")
  private static let backslash = UInt8(ascii: "\\")
  private static let nameBytes = ByteSet.word.union(set("-."))
  private static let quotes = set("\"'`")
  private static let lineSigns = set(" \t\r#;+-*\"'/$:")
  /// What `\e`, `\033`, `\x1b`, `\u{1b}`, `^[`, `<ESC>` and signs for it consist of.
  private static let escapeBytes = set("\\eE0123xubB{}^[7<SC>#?")
  private static let closingBytes = set("\"'`]")
  private static let assigningBytes = set("=:(>\\\"'")
  private static let codeEnds = set(",;){")
  private static let plainBytes = ByteSet.alphanumerics.union(set("_+/.~!@#^*-"))
  private static let callBytes = set("([{$\\<|")

  private static func set(_ text: String) -> ByteSet {
    var set = ByteSet()
    for byte in text.utf8 { set.insert(byte) }
    return set
  }
}
