extension TOMLParser {
  /// Refuses a document that is not UTF-8, at the first byte that is not.
  ///
  /// Accepts exactly the well-formed sequences of Unicode 15, table 3-7: nothing overlong, no
  /// surrogates, nothing beyond U+10FFFF.
  func checkUTF8() throws(TOMLError) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        index += 1
        continue
      }
      // The second byte decides whether a sequence is forbidden; the rest is 80...BF.
      let second: ClosedRange<UInt8>
      let length: Int
      switch byte {
      case 0xC2...0xDF: (second, length) = (0x80...0xBF, 2)
      case 0xE0: (second, length) = (0xA0...0xBF, 3)
      case 0xED: (second, length) = (0x80...0x9F, 3)
      case 0xE1...0xEF: (second, length) = (0x80...0xBF, 3)
      case 0xF0: (second, length) = (0x90...0xBF, 4)
      case 0xF1...0xF3: (second, length) = (0x80...0xBF, 4)
      case 0xF4: (second, length) = (0x80...0x8F, 4)
      default: throw invalidUTF8(at: index)
      }
      guard index + length <= bytes.count, second.contains(bytes[index + 1]) else {
        throw invalidUTF8(at: index)
      }
      for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 {
        throw invalidUTF8(at: index)
      }
      index += length
    }
  }

  private func invalidUTF8(at offset: Int) -> TOMLError {
    var line = 1
    var lineStart = 0
    for index in 0..<offset where bytes[index] == .lineFeed {
      line += 1
      lineStart = index + 1
    }
    return TOMLError(
      at: TOMLPosition(line: line, column: offset - lineStart + 1), "the text is not UTF-8")
  }
}
