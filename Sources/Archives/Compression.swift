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

  /// Whether the first bytes are so few that another text may begin like it.
  private var isWeak: Bool { self == .zlib || self == .codec(.lzma) }

  /// Whether the start of a text that begins like this form is really of it: for forms that few bytes
  /// tell, whether it can be decompressed.
  ///
  /// Data that ends too early, or that takes more memory than there is, is of its form all the same.
  package func isConfirmed(by input: BufferedInput) throws(ArchiveError) -> Bool {
    guard isWeak else { return true }
    let decoder = makeDecoder()
    _ = try input.fill(Self.looksAt)
    var output = ByteBuffer()
    var position = 0
    while true {
      let rest = input.available - position
      output.removeAll()
      let step: (taken: Int, isAtEnd: Bool)
      do throws(ArchiveError) {
        step = try input.withAvailable { bytes throws(ArchiveError) in
          try decoder.decode(
            bytes.extracting(position..<position + rest), into: &output, room: Self.looksAt)
        }
      } catch {
        switch error {
        case .tooLarge, .unreadable: return true
        case .damaged, .encrypted, .unknownForm: return false
        }
      }
      position += step.taken
      if step.isAtEnd { return true }
      if step.taken > 0 || !output.isEmpty { continue }
      // All of a text that is cut off, or the start of a longer one, is in order. A line of plain
      // characters can begin as zlib does, and be too short to break its form.
      return try input.fill(Self.looksAt) || !input.withAvailable(Self.isPlain)
    }
  }

  /// So many bytes of a text are decompressed to see what it is.
  private static let looksAt = 64 << 10

  private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
    bytes.indices.allSatisfy { (0x20..<0x7F).contains(bytes[$0]) || (9...13).contains(bytes[$0]) }
  }
}
