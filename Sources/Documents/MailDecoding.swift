import Basics

/// Undoes the encodings of a mail's parts; RFC 2045, 6.7 and 6.8.
enum MailDecoding {
  /// Decodes base64; what is no digit of it is passed over, and behind padding another text may follow.
  static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count / 4 * 3)
    for text in bytes.split(separator: UInt8(ascii: "=")) {
      output += Base64.bytes(of: text.lazy.compactMap(Base64.value))
    }
    return output
  }

  /// Decodes quoted-printable; an `=` that means nothing stays.
  static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var place = bytes.startIndex
    func digit(_ place: Int) -> UInt8? {
      guard place < bytes.endIndex else { return nil }
      return Character(Unicode.Scalar(bytes[place])).hexDigitValue.map { UInt8($0) }
    }
    while place < bytes.endIndex {
      let byte = bytes[place]
      place += 1
      guard byte == UInt8(ascii: "=") else {
        output.append(byte)
        continue
      }
      if let high = digit(place), let low = digit(place + 1) {
        output.append(high << 4 | low)
        place += 2
        continue
      }
      // A soft break of a line; blanks may have come behind it on the way.
      var end = place
      while end < bytes.endIndex, bytes[end] == 0x20 || bytes[end] == 0x09 || bytes[end] == 0x0D {
        end += 1
      }
      if end < bytes.endIndex, bytes[end] == 0x0A {
        place = end + 1
      } else {
        output.append(byte)
      }
    }
    return output
  }
}
