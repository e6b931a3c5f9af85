extension String {
  /// The text in UTF-8, UTF-16 or UTF-32.
  ///
  /// - Parameters:
  ///   - width: Bytes of a code unit.
  ///   - isBigEndian: Whether the highest byte of a unit comes first.
  /// - Returns: The bytes, with no byte order mark of their own.
  package func encoded(width: Int, isBigEndian: Bool) -> [UInt8] {
    guard width > 1 else { return Array(utf8) }
    let values = width == 2 ? utf16.map(UInt32.init) : unicodeScalars.map(\.value)
    return values.flatMap { value in
      let bytes = (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
      return isBigEndian ? bytes.reversed() : bytes
    }
  }
}
