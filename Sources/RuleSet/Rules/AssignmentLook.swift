import Basics
import PatternEngine

/// Where the value of an assignment may begin, told without the expression of ``Assignment``: most
/// names in prose and code are given nothing, and that shows in the bytes right behind them.
///
/// It is a quick look, which lets more pass than the expression does, and nothing less.
package struct AssignmentLook: Sendable {
  /// What a look tells.
  package enum ValuePlace: Sendable, Equatable {
    /// There is no value.
    case nowhere
    /// If there is one, it begins at one of these offsets; only blanks and a sign come before the last.
    case within(Range<Int>)
    /// Whatever the expression says.
    case anywhere
  }

  /// Most bytes from the start of a name up to the sign behind it.
  private let longestName: Int

  /// Prepares looking behind names, which are as in ``Rule/assignedTo``; nil where one can hold bytes
  /// that end other names, or has no limit.
  package init?(names: String) {
    guard let pattern = try? Pattern(names), let longest = pattern.maxLength,
      pattern.syntax.bytes.subtracting(Self.nameBytes).isEmpty
    else { return nil }
    longestName = longest + Assignment.longestRest + "value".utf8.count
  }

  /// Tells where the value may begin that is given to the name at an offset.
  package func place(behindNameAt start: Int, in text: Span<UInt8>) -> ValuePlace {
    var end = start
    let limit = min(text.count, start + longestName + 1)
    while end < limit, Self.isName(text[end]) { end += 1 }
    guard end < limit else { return .nowhere }
    switch text[end] {
    case UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: ">"):
      return place(behindSignAt: end, in: text)
    case UInt8(ascii: ","):
      let next = Self.skipBlanks(from: end + 1, in: text)
      return next > end + 1 && place(behindBlanksAt: next, in: text) == .anywhere
        ? .anywhere : place(behindSignAt: end, in: text)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "]"),
      UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: "<"):
      return .anywhere
    case UInt8(ascii: "["), UInt8(ascii: "^"), UInt8(ascii: "#"):
      return Self.mayBeColour(at: end, in: text) ? .anywhere : .nowhere
    case UInt8(ascii: "%"):
      return text.starts(with: Self.encodedBlank, at: end) || Self.mayBeColour(at: end, in: text)
        ? .anywhere : .nowhere
    case let byte where Self.isBlank(byte):
      return place(behindBlanksAt: Self.skipBlanks(from: end, in: text), in: text)
    default: return .nowhere
    }
  }

  /// What begins behind a name and blanks: a sign, a string, or a word that says where the value is.
  private func place(behindBlanksAt start: Int, in text: Span<UInt8>) -> ValuePlace {
    guard start < text.count else { return .nowhere }
    switch text[start] {
    case UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: ">"),
      UInt8(ascii: ","):
      return place(behindSignAt: start, in: text)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "\\"),
      UInt8(ascii: "{"), UInt8(ascii: "V"), UInt8(ascii: "P"):
      return .anywhere
    case UInt8(ascii: "a")...UInt8(ascii: "z"):
      return Self.mayLead(wordAt: start, in: text) ? .anywhere : .nowhere
    default: return .nowhere
    }
  }

  /// Whether a word is `is`, `was` or `value`, or the name of a field.
  private static func mayLead(wordAt start: Int, in text: Span<UInt8>) -> Bool {
    var end = start
    let limit = min(text.count, start + 9)
    while end < limit, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[end]) { end += 1 }
    guard end < limit else { return false }
    switch text[end] {
    case UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "\\"):
      return true
    default:
      // Of all words that end so, these are among the few.
      let last = text[end - 1]
      return last == UInt8(ascii: "s") && end - start <= 3
        || last == UInt8(ascii: "e") && text[start] == UInt8(ascii: "v")
    }
  }

  private func place(behindSignAt sign: Int, in text: Span<UInt8>) -> ValuePlace {
    var first = sign + 1
    if first < text.count {
      switch text[first] {
      // `=>`, `:=`, `:-`; the value may also begin with the second sign.
      case UInt8(ascii: "="), UInt8(ascii: "-"): first += 1
      case UInt8(ascii: ">") where text[sign] == UInt8(ascii: "="): first += 1
      default: break
      }
    }
    let start = Self.skipBlanks(from: first, in: text)
    guard start < text.count else { return .nowhere }
    switch text[start] {
    // A string, a default value, or a block of lines.
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "\\"),
      UInt8(ascii: "$"), UInt8(ascii: "|"), UInt8(ascii: ">"):
      return .anywhere
    case UInt8(ascii: "b"), UInt8(ascii: "r"), UInt8(ascii: "f"):
      if start + 1 < text.count, Self.opensString(text[start + 1]) { return .anywhere }
    case UInt8(ascii: "+"):
      return .anywhere
    case UInt8(ascii: "%"):
      if text.starts(with: Self.encodedBlank, at: start) || Self.mayBeColour(at: start, in: text) {
        return .anywhere
      }
    case UInt8(ascii: "["), UInt8(ascii: "^"), UInt8(ascii: "#"), UInt8(ascii: "?"),
      UInt8(ascii: "<"), UInt8(ascii: "E"):
      if Self.mayBeColour(at: start, in: text) { return .anywhere }
    default: break
    }
    return text[sign] == UInt8(ascii: ":") && Self.mayBeType(behind: sign, in: text)
      ? .anywhere : .within(sign + 1..<start + 1)
  }

  /// Whether a colour whose escape byte is lost or shown may begin: a bracket with a digit behind it, or
  /// with the letter that ends it, before which something may stand, as in `^[[31m`.
  private static func mayBeColour(at start: Int, in text: Span<UInt8>) -> Bool {
    var place = start
    // At most nine bytes stand before the bracket.
    let limit = min(text.count - 1, start + 10)
    while place < limit {
      if text[place] == UInt8(ascii: "[") {
        switch text[place + 1] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ";"), UInt8(ascii: "m"),
          UInt8(ascii: "K"):
          return true
        default: break
        }
      }
      place += 1
    }
    return false
  }

  /// Whether what stands behind a colon may be the type of a variable that is given a value.
  private static func mayBeType(behind colon: Int, in text: Span<UInt8>) -> Bool {
    // At most 24 bytes of a type and a blank on either side; of blanks, a type itself has spaces only.
    for place in colon + 1..<min(text.count, colon + 28) {
      switch text[place] {
      case UInt8(ascii: "="): return true
      case UInt8(ascii: " "): continue
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "&"), UInt8(ascii: "?"), UInt8(ascii: "'"), UInt8(ascii: "<"),
        UInt8(ascii: ">"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "."):
        continue
      case let byte where isBlank(byte):
        guard place > colon + 1 else { continue }
        return place + 1 < text.count && text[place + 1] == UInt8(ascii: "=")
      default: return false
      }
    }
    return false
  }

  // MARK: Bytes

  private static let encodedBlank = Array("%20".utf8)

  private static let nameBytes = ByteSet.word.union(.joints).union(
    ByteSet(UInt8(ascii: ".")...UInt8(ascii: ".")))

  @inline(__always)
  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      return true
    default: return false
    }
  }

  @inline(__always)
  private static func isBlank(_ byte: UInt8) -> Bool {
    switch byte {
    case 9, 10, 12, 13, UInt8(ascii: " "): true
    default: false
    }
  }

  private static func skipBlanks(from start: Int, in text: Span<UInt8>) -> Int {
    var end = start
    while end < text.count, isBlank(text[end]) { end += 1 }
    return end
  }

  private static func opensString(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
      || byte == UInt8(ascii: "\\")
  }
}

extension Syntax {
  /// All bytes that a match can hold.
  fileprivate var bytes: ByteSet {
    switch self {
    case .empty, .assertion: ByteSet()
    case .set(let set): set
    case .group(let part, _), .repetition(let part, _, _, _): part.bytes
    case .sequence(let parts), .alternation(let parts):
      parts.reduce(ByteSet()) { $0.union($1.bytes) }
    }
  }
}
