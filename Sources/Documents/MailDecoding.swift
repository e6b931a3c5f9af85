import Basics

/// Undoes the encodings of a mail's parts; RFC 2045, 6.7 and 6.8.
enum MailDecoding {
  /// Decodes base64; what is no digit of it is passed over.
  ///
  /// - Parameters:
  ///   - bytes: The encoded text.
  ///   - take: Is told the index of the first digit of each decoded byte, in order.
  /// - Returns: The decoded bytes.
  @inline(__always)
  static func base64(_ bytes: ArraySlice<UInt8>, at take: (Int) -> Void = { _ in }) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count / 4 * 3)
    var (bits, count): (UInt32, Int) = (0, 0)
    var last = bytes.startIndex
    for index in bytes.indices {
      let byte = bytes[index]
      guard let digit = Base64.value(of: byte) else {
        // Behind padding another text may follow.
        if byte == UInt8(ascii: "=") { (bits, count) = (0, 0) }
        continue
      }
      bits = bits << 6 | UInt32(digit)
      count += 6
      if count >= 8 {
        count -= 8
        take(last)
        output.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
      last = index
    }
    return output
  }

  /// The value of a hexadecimal digit at an offset; nil for anything else.
  static func hexDigit(_ bytes: [UInt8], _ place: Int) -> UInt8? {
    guard place < bytes.count else { return nil }
    return Character(Unicode.Scalar(bytes[place])).hexDigitValue.map { UInt8($0) }
  }

  /// Writes bytes in quoted-printable, without breaks of lines other than their own.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - isBehindSign: Whether an `=` stands before, which a digit would give a meaning.
  /// - Returns: The encoded text.
  static func quoted(_ bytes: [UInt8], isBehindSign: Bool) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return bytes.enumerated().flatMap { index, byte -> [UInt8] in
      switch byte {
      case 10, 13, 0x20...0x3C, 0x3E...0x7E:
        if index > 0 || !isBehindSign || byte <= 0x20 { return [byte] }
      default: break
      }
      return [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }

  /// Decodes quoted-printable; an `=` that means nothing stays.
  ///
  /// - Parameters:
  ///   - bytes: The encoded text.
  ///   - take: Is told the index of the first character of each decoded byte, in order.
  /// - Returns: The decoded bytes.
  @inline(__always)
  static func quotedPrintable(
    _ bytes: ArraySlice<UInt8>, at take: (Int) -> Void = { _ in }
  ) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var place = bytes.startIndex
    func digit(_ place: Int) -> UInt8? {
      guard place < bytes.endIndex else { return nil }
      return Character(Unicode.Scalar(bytes[place])).hexDigitValue.map { UInt8($0) }
    }
    while place < bytes.endIndex {
      let start = place
      let byte = bytes[place]
      place += 1
      guard byte == UInt8(ascii: "=") else {
        take(start)
        output.append(byte)
        continue
      }
      if let high = digit(place), let low = digit(place + 1) {
        take(start)
        output.append(high << 4 | low)
        place += 2
        continue
      }
      // A soft break of a line; blanks may have come behind it on the way.
      var end = place
      while end < bytes.endIndex, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
      // Lines of old end in CR alone.
      let isReturn = end < bytes.endIndex && bytes[end] == 0x0D
      if isReturn { end += 1 }
      if end < bytes.endIndex, bytes[end] == 0x0A {
        place = end + 1
      } else if isReturn {
        place = end
      } else {
        take(start)
        output.append(byte)
      }
    }
    return output
  }
}
