import Basics
import Inflate

/// Undoes the filters of a stream of a PDF; ISO 32000-1, 7.4.
enum PDFFilter {
  /// Filters of pictures, which hold no text.
  static let pictures: Set<String> = [
    "DCTDecode", "DCT", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode", "CCF",
  ]

  /// Undoes filters one after the other.
  ///
  /// Predictors are left as they are: they stand before images and tables of references, not text.
  ///
  /// - Parameters:
  ///   - bytes: The stream.
  ///   - filters: Their names, in the order in which they are undone.
  ///   - limit: The largest content, in bytes; what is longer is cut.
  ///   - inflater: Decodes Flate.
  /// - Returns: The content; nil if a filter is not known or nothing can be decoded.
  static func decode(
    _ bytes: [UInt8], _ filters: [String], limit: Int, _ inflater: inout Inflater
  ) -> [UInt8]? {
    var content = bytes
    for filter in filters {
      switch filter {
      case "FlateDecode", "Fl":
        // What could be decoded before the damage counts.
        _ = try? inflater.decode(content.span, wrapping: .zlib, limit: limit)
        var inflated: [UInt8] = []
        inflater.withOutput { inflated.append(0..<$0.count, of: $0) }
        guard !inflated.isEmpty || content.isEmpty else { return nil }
        content = inflated
      case "ASCIIHexDecode", "AHx": content = hexadecimal(content)
      case "ASCII85Decode", "A85": content = base85(content)
      case "LZWDecode", "LZW": content = lzw(content, limit: limit)
      case "RunLengthDecode", "RL": content = runs(content, limit: limit)
      default: return nil
      }
    }
    return content
  }

  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    var first: UInt8?
    for byte in bytes {
      guard byte != UInt8(ascii: ">") else { break }
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { continue }
      if let high = first {
        output.append(high << 4 | UInt8(digit))
        first = nil
      } else {
        first = UInt8(digit)
      }
    }
    if let first { output.append(first << 4) }
    return output
  }

  static func base85(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var digits: [UInt32] = []
    func flush(_ count: Int) {
      var padded = digits
      while padded.count < 5 { padded.append(84) }
      let number = padded.reduce(UInt32(0)) { $0 &* 85 &+ $1 }
      for index in 0..<count {
        output.append(UInt8(truncatingIfNeeded: number >> UInt32(24 - 8 * index)))
      }
      digits.removeAll()
    }
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "~"):
        if digits.count > 1 { flush(digits.count - 1) }
        return output
      case UInt8(ascii: "z") where digits.isEmpty: output += [0, 0, 0, 0]
      case 0x21...0x75:
        digits.append(UInt32(byte) - 0x21)
        if digits.count == 5 { flush(4) }
      default: break
      }
    }
    if digits.count > 1 { flush(digits.count - 1) }
    return output
  }

  static func runs(_ bytes: [UInt8], limit: Int) -> [UInt8] {
    var output: [UInt8] = []
    var place = 0
    while place < bytes.count, output.count < limit {
      let length = Int(bytes[place])
      place += 1
      if length == 128 { break }
      if length < 128 {
        let end = min(bytes.count, place + length + 1)
        output += bytes[place..<end]
        place = end
      } else if place < bytes.count {
        output.append(contentsOf: repeatElement(bytes[place], count: 257 - length))
        place += 1
      }
    }
    return output
  }

  /// LZW with codes of 9 to 12 bits, the highest bit first, which grow one code early.
  static func lzw(_ bytes: [UInt8], limit: Int) -> [UInt8] {
    var output: [UInt8] = []
    // Where in the output each code's bytes begin, and how many they are.
    var codes: [(start: Int, count: Int)] = []
    var last: (start: Int, count: Int)?
    var (bits, bitCount, width): (UInt32, Int, Int) = (0, 0, 9)
    var place = 0
    while output.count < limit {
      while bitCount < width, place < bytes.count {
        bits = bits << 8 | UInt32(bytes[place])
        bitCount += 8
        place += 1
      }
      guard bitCount >= width else { break }
      let code = Int(bits >> UInt32(bitCount - width) & (1 << UInt32(width) - 1))
      bitCount -= width
      if code == 257 { break }
      if code == 256 {
        codes.removeAll(keepingCapacity: true)
        (last, width) = (nil, 9)
        continue
      }
      let start = output.count
      if code < 256 {
        output.append(UInt8(code))
      } else if code - 258 < codes.count {
        let (from, count) = codes[code - 258]
        for index in 0..<count { output.append(output[from + index]) }
      } else if code - 258 == codes.count, let last {
        for index in 0..<last.count { output.append(output[last.start + index]) }
        output.append(output[last.start])
      } else {
        break
      }
      // A new code is the last one with the first byte of this one behind it, as it stands here.
      if let last, codes.count < 4096 - 258 { codes.append((last.start, last.count + 1)) }
      last = (start, output.count - start)
      let next = codes.count + 258 + 1
      width = next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9
    }
    return output
  }
}
