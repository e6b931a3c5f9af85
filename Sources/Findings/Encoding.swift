/// A way of writing text that was undone to see a secret.
///
/// The raw values are the names in reports; where one layer has several, they are listed in the
/// order of the cases.
package enum Encoding: String, CaseIterable, Sendable {
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case utf32LittleEndian = "utf-32le"
  case utf32BigEndian = "utf-32be"
  case joinedStrings = "joined-strings"
  case htmlEntities = "html-entities"
  case percentEncoding = "percent-encoding"
  case quotedPrintable = "quoted-printable"
  case unicodeEscape = "unicode-escape"
  case hexEscape = "hex-escape"
  case octalEscape = "octal-escape"
  case backslashEscape = "backslash-escape"
  case ansiEscape = "ansi-escape"
  case hexDigits = "hex-digits"
  case base64
  case gzip
  case zip

  /// The code unit of the text; a byte for all encodings of ASCII text in ASCII text.
  package var codeUnit: CodeUnit {
    switch self {
    case .utf16LittleEndian: CodeUnit(width: 2, isBigEndian: false)
    case .utf16BigEndian: CodeUnit(width: 2, isBigEndian: true)
    case .utf32LittleEndian: CodeUnit(width: 4, isBigEndian: false)
    case .utf32BigEndian: CodeUnit(width: 4, isBigEndian: true)
    default: .byte
    }
  }
}
