import Basics

/// Text that a terminal shows and does not obey, with the number of cells it takes.
package struct TerminalText {
  /// The text, with everything invisible made visible.
  package private(set) var text = ""
  /// Number of cells of a terminal that ``text`` takes.
  package private(set) var cells = 0

  /// Makes a text safe to print.
  ///
  /// Tabs become spaces. Control characters become their pictures (`␛` for ESC). Characters that
  /// change direction, join lines or hide, become their code in angle brackets (`<U+202E>`).
  package init(_ source: some StringProtocol) {
    // Most texts are visible as they are.
    let whole = String(source)
    if whole.isVisibleASCII {
      text = whole
      cells = whole.utf8.count
      return
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.utf8.count)
    for scalar in source.unicodeScalars {
      // What is left of secrets has an ellipsis in it.
      if Self.isVisibleASCII(scalar) || scalar == Self.ellipsis {
        cells += 1
        bytes.append(scalar)
      } else {
        append(scalar, to: &bytes)
      }
    }
    text = String(decoding: bytes, as: UTF8.self)
  }

  private static let ellipsis: Unicode.Scalar = "…"

  /// Returns a text that is safe to print.
  package static func visible(_ text: some StringProtocol) -> String {
    TerminalText(text).text
  }

  /// Width of a tab; stops would shift the line against its marks.
  private static let tab = "    "

  private static func isVisibleASCII(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value &- 0x20 < 0x5F
  }

  private mutating func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    switch scalar {
    case "\t":
      bytes += Self.tab.utf8
      cells += Self.tab.utf8.count
    case "\u{0}"..."\u{1f}", "\u{7f}":
      // Control pictures stand in the order of the controls; DEL follows them at 0x21.
      let offset = scalar == "\u{7f}" ? 0x21 : scalar.value
      bytes.append(Unicode.Scalar(0x2400 + offset) ?? "\u{fffd}")
      cells += 1
    default:
      appendBeyondASCII(scalar, to: &bytes)
    }
  }

  private mutating func appendBeyondASCII(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      let code = "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
      bytes += code.utf8
      cells += code.utf8.count
    case .nonspacingMark, .enclosingMark:
      bytes.append(scalar)
    default:
      bytes.append(scalar)
      cells += Self.isWide(scalar) ? 2 : 1
    }
  }

  /// Returns whether a character takes two cells: the large wide and full-width blocks of Unicode's
  /// EastAsianWidth.txt, and emoji.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3,
      0xf900...0xfaff, 0xfe30...0xfe6f, 0xff01...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f,
      0x1f680...0x1f6ff, 0x1f900...0x1f9ff, 0x20000...0x3fffd:
      true
    default:
      scalar.properties.isEmojiPresentation
    }
  }
}

extension [UInt8] {
  /// Adds a character in UTF-8.
  fileprivate mutating func append(_ scalar: Unicode.Scalar) {
    if scalar.isASCII {
      append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }
}
