/// Why compressed bytes could not be decoded.
package struct InflateError: Error, Sendable, Equatable {
  /// What is wrong.
  package enum Reason: Sendable, Equatable {
    /// The input ends before the data does.
    case truncated
    /// The input is no such stream, or its checksum does not fit.
    case corrupt
    /// The data is longer than the caller accepts.
    case tooLarge
    /// The data is shorter than it should be.
    case tooSmall
    /// There was no memory for the decoder.
    case outOfMemory
  }

  /// What is wrong.
  package let reason: Reason
  /// Number of input bytes that had been read by then.
  package let offset: Int
}

extension InflateError: CustomStringConvertible {
  package var description: String {
    switch reason {
    case .truncated: "compressed data is cut off after \(offset) bytes"
    case .corrupt: "compressed data is corrupt near byte \(offset)"
    case .tooLarge: "decompressed data is larger than allowed"
    case .tooSmall: "decompressed data is shorter than announced"
    case .outOfMemory: "no memory to decompress"
    }
  }
}
