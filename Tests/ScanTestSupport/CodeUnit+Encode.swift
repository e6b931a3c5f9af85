package import Findings
import TestSupport

extension CodeUnit {
  /// The units in which a text can be written that scans must all read.
  package static let all =
    [CodeUnit.byte] + Encoding.allCases.map(\.codeUnit).filter { $0 != .byte }

  /// The bytes of a text.
  package func encode(_ text: String) -> [UInt8] {
    text.encoded(width: width, isBigEndian: isBigEndian)
  }
}
