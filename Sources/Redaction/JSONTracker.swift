/// Follows a text byte by byte, and says where in a JSON text (RFC 8259) one stands.
///
/// A text need not be JSON: from the first byte on that JSON cannot have there, a line counts as plain
/// text, and each new line is tried anew. So JSON Lines is read like one long text, whatever stands
/// between its lines. Comments, and commas too many, are taken as they are in files of settings.
package struct JSONTracker: Sendable {
  /// What a byte is a part of.
  package enum Place: Sendable, Equatable {
    /// Text without structure.
    case plain
    /// Brackets, commas, colons, and blanks between them.
    case structure
    /// The inside of a string.
    case string
    /// The quote before a string, or the one behind it.
    case quote
    /// A number, or one of JSON's words.
    case scalar
    case comment
  }

  private enum State {
    case structure
    case string
    case escape
    case digits(left: Int)
    case scalar
    case slash
    case lineComment
    case blockComment
    case blockCommentStar
    case plain
  }

  private var state = State.structure
  /// Number of brackets that are open.
  private var depth = 0
  /// Whether a value has just ended, so that no other may begin.
  private var isAfterValue = false
  private var scalar: [UInt8] = []
  /// Number of bytes seen.
  package private(set) var offset: Int
  /// Where the escape or the scalar began that the next byte may go on with.
  package private(set) var start = 0

  /// Longer ones are no scalars that anybody writes.
  private static let longestScalar = 64

  /// Begins at an offset at which a line begins.
  package init(at offset: Int = 0) { self.offset = offset }

  /// Whether the next byte goes on with an escape of a string.
  package var isInEscape: Bool {
    switch state {
    case .escape, .digits: true
    default: false
    }
  }

  /// Whether the next byte may go on with a number or a word.
  package var isInScalar: Bool { if case .scalar = state { true } else { false } }

  /// Whether the next byte stands inside a string.
  package var isInString: Bool {
    switch state {
    case .string, .escape, .digits: true
    default: false
    }
  }

  /// Takes a byte, and says what it is a part of.
  @discardableResult
  package mutating func take(_ byte: UInt8) -> Place {
    defer { offset += 1 }
    switch state {
    case .plain:
      if byte == 10 { restart() }
      return .plain
    case .string: return inString(byte)
    case .escape:
      state = byte == UInt8(ascii: "u") ? .digits(left: 4) : .string
      return .string
    case .digits(let left):
      state = left > 1 ? .digits(left: left - 1) : .string
      return .string
    case .scalar: return inScalar(byte)
    case .slash:
      if byte == UInt8(ascii: "/") {
        state = .lineComment
      } else if byte == UInt8(ascii: "*") {
        state = .blockComment
      } else {
        return giveUp(byte)
      }
      return .comment
    case .lineComment:
      if byte == 10 { state = .structure }
      return .comment
    case .blockComment, .blockCommentStar:
      let hasStar = if case .blockCommentStar = state { true } else { false }
      state = byte == UInt8(ascii: "*") ? .blockCommentStar : .blockComment
      if hasStar, byte == UInt8(ascii: "/") { state = .structure }
      return .comment
    case .structure: return between(byte)
    }
  }

  private mutating func inString(_ byte: UInt8) -> Place {
    switch byte {
    case UInt8(ascii: "\""):
      state = .structure
      isAfterValue = true
      return .quote
    case UInt8(ascii: "\\"):
      state = .escape
      start = offset
    case 0..<0x20: return giveUp(byte)
    default: break
    }
    return .string
  }

  private mutating func inScalar(_ byte: UInt8) -> Place {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      scalar.append(byte)
      return scalar.count > Self.longestScalar ? giveUp(byte) : .scalar
    default:
      guard Self.isScalar(scalar) else { return giveUp(byte) }
      state = .structure
      isAfterValue = true
      return between(byte)
    }
  }

  private static func isScalar(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    switch text {
    case "true", "false", "null", "NaN", "Infinity", "-Infinity": return true
    default: return bytes.last.map { (0x30...0x39).contains($0) } == true && Double(text) != nil
    }
  }

  private mutating func between(_ byte: UInt8) -> Place {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D:
      if byte == 10, depth == 0 { restart() }
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard !isAfterValue else { return giveUp(byte) }
      depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      guard depth > 0 else { return giveUp(byte) }
      depth -= 1
      isAfterValue = true
    case UInt8(ascii: ","), UInt8(ascii: ":"):
      guard depth > 0 else { return giveUp(byte) }
      isAfterValue = false
    case UInt8(ascii: "/"): state = .slash
    case UInt8(ascii: "\""):
      guard depth > 0, !isAfterValue else { return giveUp(byte) }
      state = .string
      return .quote
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "t"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "I"):
      guard depth > 0, !isAfterValue else { return giveUp(byte) }
      state = .scalar
      scalar = [byte]
      start = offset
      return .scalar
    case 0xEF, 0xBB, 0xBF:
      guard depth == 0, offset < 3 else { return giveUp(byte) }
    default: return giveUp(byte)
    }
    return .structure
  }

  private mutating func giveUp(_ byte: UInt8) -> Place {
    state = .plain
    if byte == 10 { restart() }
    return .plain
  }

  private mutating func restart() {
    state = .structure
    depth = 0
    isAfterValue = false
  }
}
