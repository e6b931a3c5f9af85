import Inflate
import SystemIO

/// A way to compress one run of bytes.
package enum Compression: Sendable, Equatable {
  case deflate, zlib, gzip, bzip2, xz, lzma, zstd

  /// Makes a decompressor; nil where there is none.
  package func makeDecoder() -> (any StreamDecoder)? {
    switch self {
    case .deflate: DeflateDecoder(.raw)
    case .zlib: DeflateDecoder(.zlib)
    case .gzip: DeflateDecoder(.gzip)
    case .bzip2, .xz, .lzma, .zstd: nil
    }
  }

  /// Whether the first bytes are so few that another text may begin like it.
  private var isWeak: Bool { self == .zlib || self == .lzma }

  /// Whether the start of a text that begins like this form is really of it: for forms that few bytes
  /// tell, whether it can be decompressed.
  package func isConfirmed(by input: BufferedInput) throws(ArchiveError) -> Bool {
    guard isWeak else { return true }
    // What cannot be decompressed here is said where it would be used.
    guard let decoder = makeDecoder() else { return true }
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

  /// What it is called.
  package var name: String {
    switch self {
    case .deflate: "deflate"
    case .zlib: "zlib"
    case .gzip: "gzip"
    case .bzip2: "bzip2"
    case .xz: "xz"
    case .lzma: "LZMA"
    case .zstd: "Zstandard"
    }
  }
}
