import Basics
import Inflate

/// Undoes the filters of a stream of a PDF; ISO 32000-1, 7.4.
enum PDFFilter {
  /// Filters of pictures, which hold no text.
  static let pictures: Set<String> = [
    "DCTDecode", "DCT", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode", "CCF",
  ]

  /// What came of a stream.
  struct Decoded {
    var content: [UInt8]
    /// Whether a filter is not known, or its data is not in order: the content ends there.
    var isDamaged = false
    /// Whether there is more than was wanted.
    var isCut = false
  }

  /// A stream has at most so many filters.
  private static let most = 8

  /// Undoes filters one after the other.
  ///
  /// - Parameters:
  ///   - bytes: The stream.
  ///   - filters: Their names, in the order in which they are undone.
  ///   - predictor: What the bytes were subtracted from before the last filter that compresses.
  ///   - limit: The largest content, in bytes; what is longer is cut.
  ///   - inflater: Decodes Flate.
  /// - Returns: The content, as far as it could be decoded.
  static func decode(
    _ bytes: [UInt8], _ filters: [String], _ predictor: PDFPredictor? = nil, limit: Int,
    _ inflater: inout Inflater
  ) -> Decoded {
    var decoded = Decoded(content: bytes)
    guard filters.count <= most else { return Decoded(content: [], isDamaged: true) }
    let compressing: Set<String> = ["FlateDecode", "Fl", "LZWDecode", "LZW"]
    let predicted = filters.lastIndex(where: compressing.contains)
    for (index, filter) in filters.enumerated() {
      defer {
        if let predictor, index == predicted { decoded.content = predictor.undo(decoded.content) }
      }
      switch filter {
      case "FlateDecode", "Fl": inflate(&decoded, limit: limit, &inflater)
      case "ASCIIHexDecode", "AHx": decoded.content = hexadecimal(decoded.content)
      case "ASCII85Decode", "A85": decoded.content = base85(decoded.content)
      case "LZWDecode", "LZW": lzw(&decoded, limit: limit)
      case "RunLengthDecode", "RL": runs(&decoded, limit: limit)
      default: return Decoded(content: [], isDamaged: true)
      }
    }
    return decoded
  }

  private static func inflate(_ stream: inout Decoded, limit: Int, _ inflater: inout Inflater) {
    do throws(InflateError) {
      try inflater.decode(stream.content.span, wrapping: .zlib, limit: limit)
    } catch {
      if error.reason == .tooLarge {
        stream.isCut = true
      } else if stream.content.contains(where: { $0 > 0x20 }) {
        // What could be decoded before the damage counts.
        stream.isDamaged = true
      }
    }
    stream.content.removeAll()
    inflater.withOutput { stream.content.append(0..<$0.count, of: $0) }
  }

  /// Whether bytes begin with a header of zlib (RFC 1950, 2.2).
  static func beginsLikeZlib(_ bytes: ArraySlice<UInt8>) -> Bool {
    let head = bytes.prefix(2).reduce(0) { $0 << 8 | Int($1) }
    return bytes.count > 2 && head >> 8 & 0x0F == 8 && head % 31 == 0
  }

  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    var first: UInt8?
    for byte in bytes {
      guard byte != UInt8(ascii: ">") else { break }
      guard let digit = byte.hexadecimalValue else { continue }
      if let high = first {
        output.append(high << 4 | digit)
        first = nil
      } else {
        first = digit
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

  private static func runs(_ stream: inout Decoded, limit: Int) {
    let bytes = stream.content
    var output: [UInt8] = []
    var place = 0
    while place < bytes.count {
      guard output.count < limit else {
        stream.isCut = true
        break
      }
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
    stream.content = output
  }

  /// LZW with codes of 9 to 12 bits, the highest bit first, which grow one code early.
  private static func lzw(_ stream: inout Decoded, limit: Int) {
    let bytes = stream.content
    var output: [UInt8] = []
    // Where in the output each code's bytes begin, and how many they are.
    var codes: [(start: Int, count: Int)] = []
    var last: (start: Int, count: Int)?
    var (bits, bitCount, width): (UInt32, Int, Int) = (0, 0, 9)
    var place = 0
    while true {
      while bitCount < width, place < bytes.count {
        bits = bits << 8 | UInt32(bytes[place])
        bitCount += 8
        place += 1
      }
      guard bitCount >= width else { break }
      guard output.count < limit else {
        stream.isCut = true
        break
      }
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
        stream.isDamaged = true
        break
      }
      // A new code is the last one with the first byte of this one behind it, as it stands here.
      if let last, codes.count < 4096 - 258 { codes.append((last.start, last.count + 1)) }
      last = (start, output.count - start)
      let next = codes.count + 258 + 1
      width = next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9
    }
    stream.content = output
  }
}
