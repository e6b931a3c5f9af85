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
  package var isWeak: Bool { self == .zlib || self == .codec(.lzma) }

  /// Whether the start of a text that begins like this form is really of it: for forms that few bytes
  /// tell, whether it can be decompressed.
  package func isConfirmed(by input: BufferedInput) throws(ArchiveError) -> Bool {
    guard isWeak else { return true }
    let decoder = makeDecoder()
    _ = try input.fill(64 << 10)
    var output = ByteBuffer()
    var position = 0
    while true {
      let rest = input.available - position
      output.removeAll()
      let step = input.withAvailable { bytes in
        try? decoder.decode(
          bytes.extracting(position..<position + rest), into: &output, room: 64 << 10)
      }
      guard let step else { return false }
      position += step.taken
      if step.isAtEnd { return true }
      // At the end of a short text it would be cut off.
      guard step.taken > 0 || !output.isEmpty else { return try input.fill(64 << 10) }
    }
  }
}
