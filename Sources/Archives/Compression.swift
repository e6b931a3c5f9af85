import Basics
package import Codecs
import Inflate
import SystemIO

/// A way to compress one run of bytes.
package enum Compression: Sendable, Equatable {
  case deflate, zlib, gzip
  /// LZMA as zip files have it; the size of what comes out, if it is known.
  case zipLZMA(size: Int?)
  /// A form of a room of its own.
  case codec(CompressedFormat)

  /// Makes a decompressor that may hold a history of so many bytes.
  package func makeDecoder(memoryLimit: Int = CompressedFormat.memoryLimit) -> any StreamDecoder {
    switch self {
    case .deflate: DeflateDecoder(.raw)
    case .zlib: DeflateDecoder(.zlib)
    case .gzip: DeflateDecoder(.gzip)
    case .zipLZMA(let size):
      CodecDecoder { LZMADecompressor(.zip(size: size), memoryLimit: memoryLimit) }
    case .codec(let format):
      CodecDecoder { format.makeDecompressor(memoryLimit: memoryLimit) }
    }
  }

  /// Whether so few bytes tell the form that another text may well begin like it.
  package var isWeak: Bool {
    switch self {
    case .zlib, .codec(.lzma), .codec(.compress): true
    default: false
    }
  }

  /// The same for what begins so; what a frame of zstd tells that is to be skipped is passed over.
  private func isWeak(_ head: Span<UInt8>) -> Bool {
    isWeak || self == .codec(.zstd) && head.count > 0 && head[0] & 0xF0 == 0x50
  }

  /// Whether the start of a text that begins like this form is really of it: for forms that few bytes
  /// tell, whether it can be decompressed.
  ///
  /// Data that ends too early, or breaks its form later on, or takes more memory than there is, is of
  /// its form all the same; of any bytes, though, a few can be decompressed.
  package func isConfirmed(by input: BufferedInput) throws(ArchiveError) -> Bool {
    _ = try input.fill(1)
    guard input.withAvailable(isWeak) else { return true }
    _ = try input.fill(Self.looksAt)
    if self == .zlib {
      guard !input.withAvailable(atMost: PackedFormat.headLength, Self.isPlain) else {
        return false
      }
      if input.withAvailable(Self.beginsWithStoredBlock) { return true }
    }
    let decoder = makeDecoder()
    var output = ByteBuffer()
    var position = 0
    var count = 0
    var first: UInt8?
    var isOneByte = true
    // The decoder of LZMA makes zeros of zeros, as long as one likes.
    func isEnough(_ wanted: Int) -> Bool {
      count >= wanted && !(isOneByte && self == .codec(.lzma))
    }
    while true {
      // In pieces: a decoder may keep what stands in the same piece as damage.
      let least = self == .codec(.lzma) ? Self.fewestOfLZMA : Self.fewest
      let piece = min(max(least, position), input.available - position)
      output.removeAll()
      var step: (taken: Int, isAtEnd: Bool)?
      var failure: ArchiveError?
      do throws(ArchiveError) {
        step = try input.withAvailable { bytes throws(ArchiveError) in
          try decoder.decode(
            bytes.extracting(position..<position + piece), into: &output, room: Self.looksAt)
        }
      } catch {
        failure = error
      }
      count += output.count
      output.withBytes { bytes in
        for index in bytes.indices where isOneByte {
          isOneByte = bytes[index] == first ?? bytes[index]
          first = bytes[index]
        }
      }
      guard let step else {
        switch failure {
        case .damaged:
          return isEnough(failure == .cutOff ? Self.fewest : Self.fewestBeforeDamage)
            || isLZMA(input, count, isOneByte: isOneByte)
        case .encrypted, .unknownForm, nil: return false
        case .tooLarge, .unreadable: return true
        }
      }
      position += step.taken
      if step.isAtEnd { return count > 0 || self == .zlib }
      if step.taken > 0 || !output.isEmpty { continue }
      // The start of a longer text is in order, or all of one that is cut off.
      return try input.fill(Self.looksAt) || isEnough(Self.fewest)
        || isLZMA(input, count, isOneByte: isOneByte)
    }
  }

  /// Whether a header of LZMA, of which so many bytes could be decompressed before damage, says enough
  /// by itself: that the size is not known, which nothing else does in eight bytes, or one of which
  /// more than a half came out.
  private func isLZMA(_ input: BufferedInput, _ count: Int, isOneByte: Bool) -> Bool {
    guard self == .codec(.lzma), input.available >= 13 else { return false }
    let size = input.withAvailable { $0.littleEndian64(at: 5) }
    return size == .max || count >= 16 && !isOneByte && UInt64(count) * 2 >= size
  }

  /// So many bytes of a text are decompressed to see what it is.
  private static let looksAt = 64 << 10
  /// So many bytes come out of data that is cut off, and seldom of anything else: of random bytes
  /// behind a header of zlib, one time in two hundred if they are few, and never if they are not.
  private static let fewest = 64
  /// So many bytes are looked at first in what may be LZMA, whose files may be short.
  private static let fewestOfLZMA = 24
  /// So many bytes come out of data that is damaged further on, and of random bytes one time in five
  /// hundred.
  private static let fewestBeforeDamage = 256

  /// Whether this is text in UTF-8: bytes of no compressed data can be so for long.
  private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
    var continuing = 0
    for index in bytes.indices {
      switch bytes[index] {
      case 0x20..<0x7F, 9...13: guard continuing == 0 else { return false }
      case 0x80..<0xC0:
        guard continuing > 0 else { return false }
        continuing -= 1
      case 0xC2..<0xE0, 0xE0..<0xF0, 0xF0..<0xF5:
        guard continuing == 0 else { return false }
        continuing = bytes[index] < 0xE0 ? 1 : bytes[index] < 0xF0 ? 2 : 3
      default: return false
      }
    }
    return true
  }

  /// Whether zlib's header is followed by a block as it is, whose length is there twice (RFC 1951,
  /// 3.2.4).
  private static func beginsWithStoredBlock(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count >= 7, bytes[2] & 6 == 0 else { return false }
    return bytes[3] == ~bytes[5] && bytes[4] == ~bytes[6]
  }
}
