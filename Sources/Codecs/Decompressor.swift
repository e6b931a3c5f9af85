/// Decodes a compressed stream that comes in pieces, with memory that is bounded.
///
/// Whatever the cuts between the pieces and whatever the rooms, the output and the error are the same.
/// Feed it like this:
///
/// ```swift
/// while true {
///   let step = try decoder.decode(rest, into: &output, room: room)
///   rest = rest.extracting(step.consumed...)
///   // Use the output, clear it.
///   if step.hasMore { continue }
///   if !rest.isEmpty { break }  // What follows is not of the stream: `isFinished` is true.
///   guard let next = nextPiece() else {
///     if !step.isFinished { throw DecompressionError.truncated }
///     break
///   }
///   rest = next
/// }
/// ```
package protocol Decompressor: Sendable {
  /// Decodes from the start of an input.
  ///
  /// - Parameters:
  ///   - input: The bytes that follow those consumed so far; may be empty.
  ///   - output: Is appended to.
  ///   - room: How many bytes may be appended at most; at least 1.
  /// - Returns: How far it came. Without an error everything is consumed unless `hasMore`, or something
  ///   that is not of the stream follows its end.
  /// - Throws: `DecompressionError`; what was decoded before the damage has been appended, now or in
  ///   the calls before. The decoder is of no use afterwards.
  mutating func decode(
    _ input: Span<UInt8>, into output: inout [UInt8], room: Int
  ) throws(DecompressionError) -> DecompressionStep
}

/// How far a call of a `Decompressor` came.
package struct DecompressionStep: Sendable, Equatable {
  /// Number of bytes at the start of the input that are done with.
  package let consumed: Int
  /// Whether the room was used up: there may be more output without more input.
  package let hasMore: Bool
  /// Whether the input may end here: all that was begun is complete, with its checksum.
  ///
  /// A further stream may follow, as programs accept it: feed on while there is input.
  package let isFinished: Bool
}

/// Why a compressed stream could not be decoded.
package enum DecompressionError: Error, Sendable, Equatable {
  /// The stream is not in order: what is wrong, as in "the checksum of a block".
  case damaged(String)
  /// The stream is in order as far as is known, and uses something that is not read here: what.
  case unsupported(String)
  /// The stream needs a history of so many bytes, more than is allowed.
  case needsMemory(Int)
  /// The input ends before the stream does.
  case truncated
}

extension DecompressionError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .damaged(let what): "\(what) is damaged"
    case .unsupported(let what): "\(what) is not supported"
    case .needsMemory(let count): "\(count) bytes of memory are needed to decompress"
    case .truncated: "the compressed data is cut off"
    }
  }
}
