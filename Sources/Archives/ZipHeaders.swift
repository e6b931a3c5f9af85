import Basics
import Codecs

extension Span<UInt8> {
  /// Eight bytes as a size or an offset; nil for what no file can be long.
  func zipLength(at offset: Int) -> Int? {
    let length = littleEndian64(at: offset)
    return length < 1 << 62 ? Int(length) : nil
  }
}

/// What starts the parts of a zip file, as numbers; see PKWARE's APPNOTE.TXT, 4.3.
enum ZipSignature {
  static let localHeader = 0x0403_4B50
  static let descriptor = 0x0807_4B50
  static let directory = 0x0201_4B50
  static let directoryEnd = 0x0605_4B50
  static let directoryEnd64 = 0x0606_4B50
  static let locator64 = 0x0706_4B50
  static let signature = 0x0505_4B50
  static let extraData = 0x0806_4B50
}

/// What a local header of a zip file says (APPNOTE.TXT, 4.3.7).
struct ZipEntry {
  /// Bytes before the name.
  static let fixedSize = 30

  var flags: Int
  var method: Int
  var crc: UInt32
  var compressedSize: Int
  var size: Int
  /// Whether sizes take eight bytes.
  var isZip64 = false
  var name: [UInt8] = []

  /// Reads the fixed part; names and sizes follow with ``take(extra:)``.
  init(_ header: Span<UInt8>) {
    flags = Int(header.littleEndian16(at: 6))
    method = Int(header.littleEndian16(at: 8))
    crc = header.littleEndian32(at: 14)
    compressedSize = Int(header.littleEndian32(at: 18))
    size = Int(header.littleEndian32(at: 22))
  }

  /// Whether it takes a password.
  var isEncrypted: Bool { flags & 0x2041 != 0 || method == 99 }
  /// Whether sizes and checksum follow the data.
  var hasDescriptor: Bool { flags & 8 != 0 }
  /// Whether the size of the compressed data is known before it is read.
  var isSizeKnown: Bool { !hasDescriptor || compressedSize > 0 }

  /// Takes the sizes of the extra field for zip64 (4.5.3); false for sizes that nothing can have.
  mutating func take(extra: Span<UInt8>) -> Bool {
    var offset = 0
    while offset + 4 <= extra.count {
      let length = Int(extra.littleEndian16(at: offset + 2))
      let isSizes = Int(extra.littleEndian16(at: offset)) == 1
      offset += 4
      guard offset + length <= extra.count else { break }
      if isSizes {
        isZip64 = true
        var place = offset
        for field in [\ZipEntry.size, \ZipEntry.compressedSize]
        where self[keyPath: field] == 0xFFFF_FFFF && place + 8 <= offset + length {
          guard let number = extra.zipLength(at: place) else { return false }
          self[keyPath: field] = number
          place += 8
        }
      }
      offset += length
    }
    return true
  }

  /// How the data is compressed; nil for data that is stored as it is.
  ///
  /// - Throws: `ArchiveError` for a method that is not read here.
  func compression() throws(ArchiveError) -> Compression? {
    switch method {
    case 0: return nil
    case 8: return .deflate
    case 12: return .codec(.bzip2)
    // Without a marker at the end, the size tells where it is.
    case 14: return .zipLZMA(size: flags & 2 != 0 || hasDescriptor ? nil : size)
    case 20, 93: return .codec(.zstd)
    case 95: return .codec(.xz)
    default:
      let names = [
        1: "shrink", 6: "implode", 9: "deflate64", 16: "CMPSC", 18: "TERSE", 19: "LZ77",
        94: "MP3", 96: "JPEG", 97: "WavPack", 98: "PPMd",
      ]
      throw .unknownForm("method \(names[method] ?? "\(method)") of zip")
    }
  }

  /// Where the descriptor behind data of so many bytes ends (4.3.9), with or without its signature,
  /// with sizes of four or eight bytes; nil when there is none that fits.
  static func descriptorEnd(
    _ bytes: Span<UInt8>, crc: UInt32, compressedSize: Int, size: Int
  ) -> Int? {
    for hasSignature in [true, false] {
      let start = hasSignature ? 4 : 0
      guard bytes.count >= start + 12,
        !hasSignature || Int(bytes.littleEndian32(at: 0)) == ZipSignature.descriptor,
        bytes.littleEndian32(at: start) == crc
      else { continue }
      if bytes.count >= start + 20, bytes.zipLength(at: start + 4) == compressedSize,
        bytes.zipLength(at: start + 12) == size
      {
        return start + 20
      }
      if Int(bytes.littleEndian32(at: start + 4)) == compressedSize & 0xFFFF_FFFF,
        Int(bytes.littleEndian32(at: start + 8)) == size & 0xFFFF_FFFF
      {
        return start + 12
      }
    }
    return nil
  }
}
