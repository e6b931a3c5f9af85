import Findings
import Foundation
import TestSupport

/// Ways to spell a secret so that it cannot be seen plainly.
enum Encoder: String, CaseIterable, Sendable {
  case base64, base64Unpadded, base64URL, base64Lines, base64UTF16, hexDigits, gzip, zip
  case percent, percentSome, unicode, unicodeBraces, unicodeLong, hex, octal, decimalEntity,
    hexEntity
  case plus, dot, twoDots, ampersand, adjacent, overLines, continued, escapedQuotes, prefixed, tight
  case bars, angles, shift, call, appended, appendedStatement
  case coloured, colouredString, linked

  /// Those that spell a whole text, with what stands around the secret.
  static let ofTexts: [Encoder] = [
    .base64, .base64Unpadded, .base64URL, .base64Lines, .base64UTF16, .hexDigits, .gzip,
    .zip,
  ]
  /// Those that spell a part of a text.
  static let ofParts = allCases.filter { !ofTexts.contains($0) }

  /// What reports call it.
  var names: [Encoding] {
    switch self {
    case .base64, .base64Unpadded, .base64URL, .base64Lines, .base64UTF16: [.base64]
    case .hexDigits: [.hexDigits]
    case .gzip: [.base64, .gzip]
    case .zip: [.base64, .zip]
    case .percent, .percentSome: [.percentEncoding]
    case .unicode, .unicodeBraces, .unicodeLong: [.unicodeEscape]
    case .hex: [.hexEscape]
    case .octal: [.octalEscape]
    case .decimalEntity, .hexEntity: [.htmlEntities]
    case .plus, .dot, .twoDots, .ampersand, .adjacent, .overLines, .continued, .escapedQuotes,
      .prefixed, .tight, .bars, .angles, .shift, .call, .appended, .appendedStatement:
      [.joinedStrings]
    case .coloured, .colouredString, .linked: [.ansiEscape]
    }
  }

  func encode(_ text: [UInt8]) -> [UInt8] {
    switch self {
    case .base64: return Array(Data(text).base64EncodedString().utf8)
    case .base64Unpadded: return Self.base64.encode(text).filter { $0 != UInt8(ascii: "=") }
    case .base64URL:
      let padded = String(decoding: Self.base64Unpadded.encode(text), as: UTF8.self)
      return Array(padded.replacing("+", with: "-").replacing("/", with: "_").utf8)
    case .base64Lines:
      let options: Data.Base64EncodingOptions = [.lineLength76Characters, .endLineWithLineFeed]
      return Array(Data(text).base64EncodedString(options: options).utf8)
    case .base64UTF16: return Self.base64.encode(text.flatMap { [$0, 0] })
    case .hexDigits: return each(text) { padded($0, 16, 2) }
    case .gzip: return Self.base64.encode(Self.gzipped(text))
    case .zip: return Self.base64.encode(Self.zipped(text))
    case .percent: return each(text) { "%" + padded($0, 16, 2) }
    case .percentSome: return each(text) { $0 % 3 == 0 ? "%" + padded($0, 16, 2) : nil }
    case .unicode: return each(text) { #"\u"# + padded($0, 16, 4) }
    case .unicodeBraces: return each(text) { #"\u{"# + padded($0, 16, 2) + "}" }
    case .unicodeLong: return each(text) { #"\U"# + padded($0, 16, 8) }
    case .hex: return each(text) { #"\x"# + padded($0, 16, 2) }
    case .octal: return each(text) { #"\"# + padded($0, 8, 3) }
    case .decimalEntity: return each(text) { "&#\($0);" }
    case .hexEntity: return each(text) { "&#x" + padded($0, 16, 2) + ";" }
    case .plus: return split(text, by: #"" + ""#)
    case .dot: return split(text, by: "' . '")
    case .twoDots: return split(text, by: #"".."# + "\"")
    case .ampersand: return split(text, by: #"" & ""#)
    case .adjacent: return split(text, by: #"" ""#)
    case .overLines: return split(text, by: "\"\r\n    + \"")
    case .continued: return split(text, by: "\\\n")
    case .escapedQuotes: return split(text, by: #"\" + \""#)
    case .prefixed: return split(text, by: "\"\n    f\"")
    case .tight: return split(text, by: "'+'")
    case .bars: return split(text, by: "' || '")
    case .angles: return split(text, by: #"" <> ""#)
    case .shift: return split(text, by: "\"\n  << \"")
    case .call: return split(text, by: #"".concat(""#)
    case .appended: return split(text, by: "\"\nkey += \"")
    case .coloured: return split(text, by: "\u{1B}[m\u{1B}[1;31m")
    case .colouredString: return split(text, by: #"\u001b[0m"#)
    case .linked: return split(text, by: "\u{1B}]8;;https://a.example/\(text.count)\u{1B}\\")
    case .appendedStatement: return split(text, by: "';\n    $apiKey .= '")
    }
  }

  private func each(_ text: [UInt8], _ spell: (UInt8) -> String?) -> [UInt8] {
    text.flatMap { byte in spell(byte).map { Array($0.utf8) } ?? [byte] }
  }

  private func padded(_ byte: UInt8, _ radix: Int, _ width: Int) -> String {
    let digits = String(byte, radix: radix)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// Two joints, between letters or digits.
  private func split(_ text: [UInt8], by joint: String) -> [UInt8] {
    let places = text.indices.dropFirst().filter {
      isPiece(text[$0 - 1]) && isPiece(text[$0])
    }
    var result: [UInt8] = []
    for index in text.indices {
      if index == places[places.count / 3] || index == places[places.count * 2 / 3] {
        result += Array(joint.utf8)
      }
      result.append(text[index])
    }
    return result
  }

  private func isPiece(_ byte: UInt8) -> Bool {
    Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
  }

  private static func little(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }

  /// A zip file without its directory: two entries, the second one with the text.
  static func zipped(_ text: [UInt8]) -> [UInt8] {
    func entry(_ content: [UInt8], isDeflated: Bool) -> [UInt8] {
      let length = UInt32(content.count)
      let data = isDeflated ? [1] + little(length, 2) + little(~length, 2) + content : content
      return [0x50, 0x4B, 3, 4, 20, 0, 0, 0, isDeflated ? 8 : 0, 0, 0, 0, 0x21, 0, 0, 0, 0, 0]
        + little(UInt32(data.count), 4) + little(length, 4) + [1, 0, 0, 0, UInt8(ascii: "a")] + data
    }
    return entry(Array("first\n".utf8), isDeflated: false) + entry(text, isDeflated: true)
  }

  /// Gzip without compression: RFC 1952 around a stored block of RFC 1951.
  static func gzipped(_ text: [UInt8]) -> [UInt8] {
    var crc: UInt32 = .max
    for byte in text {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    let length = UInt32(text.count)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + little(length, 2) + little(~length, 2) + text
      + little(~crc, 4) + little(length, 4)
  }
}

extension Encoding {
  /// The encodings of whole texts in code units wider than a byte.
  static let wide = allCases.filter { $0.codeUnit.width > 1 }

  /// Writes a text in the encoding's code units.
  func encode(_ text: String) -> [UInt8] {
    text.encoded(width: codeUnit.width, isBigEndian: codeUnit.isBigEndian)
  }
}
