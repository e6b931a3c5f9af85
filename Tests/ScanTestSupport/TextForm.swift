/// The ways in which a text can be written that scans must all read.
package enum TextForm: CaseIterable, Sendable {
  case utf8
  case utf16LittleEndian
  case utf16BigEndian

  /// The bytes of a text.
  package func encode(_ text: String) -> [UInt8] {
    switch self {
    case .utf8: Array(text.utf8)
    case .utf16LittleEndian:
      text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    case .utf16BigEndian:
      text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    }
  }
}
