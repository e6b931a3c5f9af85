import Basics
import PatternEngine
import RuleSet

/// A match and the bytes around it, as far as its rule may look.
struct Surroundings {
  /// How far back a word such as `sha256` explains a match away, in bytes.
  private static let explanationReach = 24
  /// How much base64 on one side makes a match a coincidence, in bytes.
  private static let base64Reach = 40

  private let window: [UInt8]
  private let match: Range<Int>

  /// Copies a match with its surroundings.
  ///
  /// - Parameters:
  ///   - found: The match.
  ///   - text: The buffer.
  ///   - before: Bytes to keep before the match.
  ///   - after: Bytes to keep after the match.
  init(of found: Range<Int>, in text: Span<UInt8>, before: Int, after: Int) {
    // One byte more on either side, since a word may go on there.
    let start = max(0, found.lowerBound - before - 1)
    let end = min(text.count, found.upperBound + after + 1)
    var window: [UInt8] = []
    window.reserveCapacity(end - start)
    window.append(start..<end, of: text)
    self.window = window
    match = found.lowerBound - start..<found.upperBound - start
  }

  private var before: ArraySlice<UInt8> { window[..<match.lowerBound] }
  private var after: ArraySlice<UInt8> { window[match.upperBound...] }

  // MARK: Words

  /// Whether one of some words stands near the match, whole.
  ///
  /// - Parameters:
  ///   - words: The words.
  ///   - beforeReach: How far to look before the match, in bytes.
  ///   - afterReach: How far to look after it, in bytes.
  ///   - onItsLine: Whether to look at the match's line alone.
  /// - Returns: Whether one is there.
  func holdsAny(
    of words: NearbyWords, before beforeReach: Int, after afterReach: Int, onItsLine: Bool = false
  ) -> Bool {
    var start = max(0, match.lowerBound - beforeReach)
    var end = min(window.count, match.upperBound + afterReach)
    if onItsLine {
      let newline = UInt8(ascii: "\n")
      start = window[start..<match.lowerBound].lastIndex(of: newline) ?? start
      end = window[match.upperBound..<end].firstIndex(of: newline) ?? end
    }
    return words.standAnywhere(
      in: [start..<match.lowerBound, match.upperBound..<end], of: window.span,
      around: match.lowerBound)
  }

  /// The one of some words that stands nearest to the match, whole.
  ///
  /// - Parameters:
  ///   - words: The words.
  ///   - beforeReach: How far to look before the match, in bytes.
  ///   - afterReach: How far to look after it, in bytes.
  /// - Returns: The word and how many bytes lie between; nil when none stands there.
  func nearestWord(
    of words: NearbyWords, before beforeReach: Int, after afterReach: Int
  ) -> (word: String, distance: Int)? {
    words.nearest(
      before: max(0, match.lowerBound - beforeReach)..<match.lowerBound,
      after: match.upperBound..<min(window.count, match.upperBound + afterReach), of: window.span)
  }

  /// Returns whether one of some texts stands in the match or near it, as a part of longer words,
  /// too.
  ///
  /// - Parameters:
  ///   - texts: In lower case; compared without regard to case.
  ///   - reach: How far to look on either side of the match, in bytes.
  /// - Returns: Whether one of them is there.
  func holdsAny(of texts: [String], within reach: Int) -> Bool {
    let near = window[
      max(0, match.lowerBound - reach)..<min(window.count, match.upperBound + reach)
    ].map(\.asciiLowercased)
    return texts.contains { near.holds(Array($0.utf8)) }
  }

  /// The lines on which the match stands, without their ends.
  ///
  /// - Parameter reach: How much of them counts on either side of the match, in bytes.
  /// - Returns: The bytes of the lines.
  func lines(within reach: Int) -> [UInt8] {
    let newline = UInt8(ascii: "\n")
    let start = before.suffix(reach).lastIndex(of: newline).map { $0 + 1 }
    let end = after.prefix(reach).firstIndex(of: newline)
    return Array(
      window[
        (start ?? max(0, match.lowerBound - reach))..<(end
          ?? min(window.count, match.upperBound + reach))
      ])
  }

  /// Returns whether one of some words stands right before the match, on its line.
  func follows(_ words: NearbyWords) -> Bool {
    let near = before.suffix(Self.explanationReach)
    let lineStart = near.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? near.startIndex
    return words.standAnywhere(
      in: [lineStart..<match.lowerBound], of: window.span, around: match.lowerBound)
  }

  /// The identifier that ends within the first bytes of the match, whole.
  ///
  /// - Parameter length: How many bytes of the match belong to the name and its separator.
  /// - Returns: The identifier, word by word.
  func name(before length: Int) -> AssignedName {
    let end = window[match.lowerBound..<match.lowerBound + length].prefix {
      Self.nameBytes.contains($0)
    }
    let start = LiteralEscape.start(ofName: match.lowerBound, in: window)
    return AssignedName(window[start..<end.endIndex])
  }

  /// The value of which the match is the name and at least the first bytes.
  ///
  /// - Parameters:
  ///   - offset: Where the value begins in the match.
  ///   - length: How many bytes it has at most.
  /// - Returns: Nil when it is none.
  func assignedValue(at offset: Int, _ length: Int) -> AssignedValue? {
    guard !AssignedValue.isOfChecksum(nameAt: match.lowerBound, in: window) else { return nil }
    let start = match.lowerBound + offset
    return AssignedValue(in: window, match: match, value: start..<start + length)
  }

  /// Whether the match is given to a name that is none of a secret, such as `external_id`, whatever
  /// stands before that, or follows the mark of a conflict.
  var namesSomethingElse: Bool {
    let separators = Array("\"'`=:>( \t".utf8)
    let near = before.suffix(Self.explanationReach * 2)
    let line = near.suffix(
      from: near.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? near.startIndex)
    if line.count >= 8,
      line.starts(with: "<<<<<<< ".utf8) || line.starts(with: ">>>>>>> ".utf8)
        || line.starts(with: "||||||| ".utf8)
    {
      return true
    }
    let rest = line.reversed().drop { separators.contains($0) }
    guard rest.count < line.count else { return false }
    let name = AssignedName(rest.prefix { Self.nameBytes.contains($0) }.reversed()[...])
    return !name.isEmpty && name.isOfSomethingElse
  }

  private static let nameBytes = ByteSet.word.union(
    ByteSet(UInt8(ascii: "-")...UInt8(ascii: "-"), UInt8(ascii: ".")...UInt8(ascii: ".")))

  /// The value of a JSON member near the match, such as the address after `"client_email":`.
  func value(of member: String) -> [UInt8]? {
    let name = Array(member.utf8)
    guard
      let start = window.indices.first(where: { window[$0...].starts(with: name) })
    else { return nil }
    let separators = Array("\"': \\\t".utf8)
    let rest = window[(start + name.count)...].drop { separators.contains($0) }
    let value = rest.prefix { ByteSet.word.contains($0) || "@.-".utf8.contains($0) }
    return value.isEmpty ? nil : Array(value)
  }

  // MARK: Neighbours

  /// Whether the match, which begins with the dash of an option and a blank behind its name, is in the
  /// middle of a word, as in `base-passwd Multi-Arch`.
  var isInsideWord: Bool {
    let dash = UInt8(ascii: "-")
    let name = window[match].drop { $0 == dash }.drop { ByteSet.letters.contains($0) }
    guard window[match.lowerBound] == dash, name.first == UInt8(ascii: " ") else { return false }
    let start = LiteralEscape.start(ofName: match.lowerBound, in: window)
    return start < match.lowerBound && window[start] != dash
  }

  /// Whether the text goes on with an ellipsis or asterisks, as where somebody shortened a key.
  var isTruncated: Bool {
    let next = after.prefix(3)
    return next.elementsEqual("...".utf8) || next.elementsEqual("…".utf8)
      || next.elementsEqual("***".utf8)
  }

  /// Whether the match lies in a long base64 text, where any prefix turns up by chance.
  var isInsideBase64: Bool {
    looksLikeBase64(before.reversed().prefix(Self.base64Reach))
      || looksLikeBase64(after.prefix(Self.base64Reach))
  }

  /// Returns whether a neighbour is base64: joined to the match by `+` or `/`, long, and well
  /// mixed.
  private func looksLikeBase64(_ neighbour: some Collection<UInt8>) -> Bool {
    guard let first = neighbour.first, neighbour.count == Self.base64Reach,
      first == UInt8(ascii: "+") || first == UInt8(ascii: "/"),
      neighbour.allSatisfy(Self.base64.contains)
    else { return false }
    return [ByteSet.digits, .uppercase, .lowercase].allSatisfy { kind in
      neighbour.contains(where: kind.contains)
    }
  }

  private static let base64 = ByteSet.alphanumerics.union(
    ByteSet(UInt8(ascii: "+")...UInt8(ascii: "+"), UInt8(ascii: "/")...UInt8(ascii: "/")))
}
