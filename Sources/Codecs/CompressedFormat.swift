import Basics

/// A format of compressed files that tells itself by its first bytes.
package enum CompressedFormat: String, Sendable, CaseIterable {
  case bzip2
  case xz
  case lzma
  case zstd
  case lz4
  /// The files `.Z` of compress(1).
  case compress

  /// The largest history that a decoder keeps if nothing else is asked for: what zstd's `--long` and
  /// the highest levels of all others need.
  package static let memoryLimit = 128 << 20
  /// How many first bytes `init(recognizing:)` looks at.
  package static let headSize = 18

  /// Recognizes a format; nil if it is none of these.
  ///
  /// - Parameter head: The first bytes of a text, `headSize` if there are so many.
  package init?(recognizing head: Span<UInt8>) {
    if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || Self.startsWithSkippableFrame(head) {
      self = .zstd
    } else if head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
      self = .xz
    } else if head.starts(with: [0x42, 0x5A, 0x68]), head.count >= 10,
      (0x31...0x39).contains(head[3]),
      head.starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], at: 4)
        || head.starts(with: [0x17, 0x72, 0x45, 0x38, 0x50, 0x90], at: 4)
    {
      self = .bzip2
    } else if Self.isLZ4(head) {
      self = .lz4
    } else if head.starts(with: [0x1F, 0x9D]), head.count >= 3, (9...16).contains(head[2] & 0x1F),
      head[2] & 0x60 == 0
    {
      self = .compress
    } else if Self.isLZMA(head) {
      self = .lzma
    } else {
      return nil
    }
  }

  /// A decoder for the format.
  ///
  /// - Parameter memoryLimit: The largest history that is allowed, in bytes.
  /// - Returns: The decoder; it wants the first bytes as well.
  package func makeDecompressor(
    memoryLimit: Int = CompressedFormat.memoryLimit
  ) -> any Decompressor {
    switch self {
    case .bzip2: Bzip2Decompressor()
    case .xz: XZDecompressor(memoryLimit: memoryLimit)
    case .lzma: LZMADecompressor(.file, memoryLimit: memoryLimit)
    case .zstd: ZstandardDecompressor(memoryLimit: memoryLimit)
    case .lz4: LZ4Decompressor()
    case .compress: LZWDecompressor()
    }
  }

  /// Frames that are to be skipped are zstd's and lz4's; the one in front is nearly always zstd's.
  private static func startsWithSkippableFrame(_ head: Span<UInt8>) -> Bool {
    head.count >= 8 && head[0] & 0xF0 == 0x50 && head.starts(with: [0x2A, 0x4D, 0x18], at: 1)
  }

  /// The magic of lz4, and a version and size of blocks that there are.
  private static func isLZ4(_ head: Span<UInt8>) -> Bool {
    head.count >= 7 && head.starts(with: [0x04, 0x22, 0x4D, 0x18]) && head[4] >> 6 == 1
      && head[4] & 0x02 == 0 && head[5] & 0x8F == 0 && head[5] >> 4 >= 4
  }

  /// Whether this looks like LZMA, which has no magic number.
  ///
  /// As in xz, the properties are the usual ones, the dictionary is 2^n or 2^n + 2^(n-1), and the size
  /// is unknown or below 256 GiB. The first byte of the stream is zero.
  private static func isLZMA(_ head: Span<UInt8>) -> Bool {
    guard head.count >= 18, head[0] == 0x5D, head[13] == 0 else { return false }
    let dictionary = head.littleEndian32(at: 1)
    let size = head.littleEndian64(at: 5)
    let bits = dictionary.nonzeroBitCount
    let isUsual =
      bits == 1
      || bits == 2 && dictionary.leadingZeroBitCount + dictionary.trailingZeroBitCount == 30
    return dictionary >= 4096 && (isUsual || dictionary == .max) && (size == .max || size < 1 << 38)
  }
}
