import Basics
import Findings
import Inflate

/// What is packed and then written in base64: gzip (RFC 1952), and zip files that are small.
enum PackedBase64 {
  /// `H4sI`: its two marks and the number of its one method.
  private static let gzip: [UInt8] = [7, 56, 44, 8]
  /// `UEsD`: the start of an entry's header; PKWARE's APPNOTE.TXT, 4.3.7.
  private static let zip: [UInt8] = [20, 4, 44, 3]
  private static let member: [UInt8] = [0x1F, 0x8B, 8]
  private static let entry: [UInt8] = [0x50, 0x4B, 3, 4]
  private static let headerSize = 30

  /// What a run begins with.
  static func form(of values: [UInt8]) -> Encoding? {
    switch values.first {
    case gzip[0]: values.starts(with: gzip) ? .gzip : nil
    case zip[0]: values.starts(with: zip) ? .zip : nil
    default: nil
    }
  }

  /// Whether a run that begins at an offset, where four characters are, may be one.
  @inline(__always)
  static func mayBegin(_ text: Span<UInt8>, at offset: Int) -> Bool {
    switch text[offset] {
    case UInt8(ascii: "H"): begins(text, at: offset, with: gzip)
    case UInt8(ascii: "U"): begins(text, at: offset, with: zip)
    default: false
    }
  }

  private static func begins(_ text: Span<UInt8>, at offset: Int, with mark: [UInt8]) -> Bool {
    mark.indices.allSatisfy { Base64.value(of: text[offset + $0]) == mark[$0] }
  }

  /// Unpacks, as far as that can be done: what is damaged or cut off may still hold a secret before.
  static func contents(
    _ bytes: [UInt8], _ form: Encoding, _ inflater: inout Inflater
  ) -> [UInt8] {
    var contents: [UInt8] = []
    var place = 0
    guard form == .zip else {
      // Members may follow each other (RFC 1952, 2.2).
      repeat {
        let taken = try? inflater.decode(
          bytes.span.extracting(place...), wrapping: .gzip,
          limit: DecodingLimits.unpacked - contents.count)
        inflater.withOutput { output in contents += output.indices.map { output[$0] } }
        guard let taken, taken > 0 else { break }
        place += taken
      } while bytes.span.starts(with: member, at: place) && contents.count < DecodingLimits.unpacked
      return contents
    }
    while bytes.span.starts(with: entry, at: place), place + headerSize <= bytes.count {
      let header = bytes.span
      let method = header.littleEndian16(at: place + 8)
      let size = Int(header.littleEndian32(at: place + 18))
      let start =
        place + headerSize + Int(header.littleEndian16(at: place + 26))
        + Int(header.littleEndian16(at: place + 28))
      guard start <= bytes.count, contents.count < DecodingLimits.unpacked else { break }
      let end = min(bytes.count, start + size)
      place = end
      if method == 8 {
        // The size may follow the data.
        let data = header.extracting(start..<(size == 0 ? bytes.count : end))
        let taken = try? inflater.decode(
          data, wrapping: .raw, limit: DecodingLimits.unpacked - contents.count)
        inflater.withOutput { output in contents += output.indices.map { output[$0] } }
        if size == 0, let taken { place = start + taken }
      } else if method == 0 {
        contents += bytes[start..<end]
      }
      contents.append(10)
      // Behind the data a descriptor may stand.
      let next = (place..<min(place + 25, bytes.count)).first { header.starts(with: entry, at: $0) }
      guard let next else { break }
      place = next
    }
    return contents
  }
}
