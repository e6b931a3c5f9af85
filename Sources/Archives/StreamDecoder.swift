package import Inflate
package import SystemIO

/// A decompressor that is fed pieces.
package protocol StreamDecoder: AnyObject {
  /// Begins another stream.
  func reset()

  /// Decodes from the start of the input.
  ///
  /// - Parameters:
  ///   - input: The next bytes; empty at their end.
  ///   - output: Is appended to.
  ///   - room: Most bytes to append, at least 1.
  /// - Returns: Number of bytes taken, and whether the data ends there. With neither bytes taken nor
  ///   any appended, more input is needed.
  /// - Throws: `ArchiveError`.
  func decode(
    _ input: Span<UInt8>, into output: inout ByteBuffer, room: Int
  ) throws(ArchiveError) -> (taken: Int, isAtEnd: Bool)
}

/// Decodes deflate, bare or as zlib or gzip wrap it, with the system's zlib.
package final class DeflateDecoder: StreamDecoder {
  private var inflater = Inflater()
  private let wrapping: Inflater.Wrapping
  private var hasBegun = false

  package init(_ wrapping: Inflater.Wrapping) { self.wrapping = wrapping }

  package func reset() { hasBegun = false }

  /// Decodes all of some bare data in one go; nil, with nothing appended, when it is not of that size
  /// or not in order.
  func decodeWhole(_ input: Span<UInt8>, size: Int, into output: inout ByteBuffer) -> Int? {
    output.extend(by: size + Inflater.slack) { free in
      inflater.decodeBare(input, size: size, into: &free)
    }
  }

  package func decode(
    _ input: Span<UInt8>, into output: inout ByteBuffer, room: Int
  ) throws(ArchiveError) -> (taken: Int, isAtEnd: Bool) {
    do throws(InflateError) {
      if !hasBegun { try inflater.begin(wrapping) }
      hasBegun = true
      return try output.extend(by: room) { free throws(InflateError) in
        try inflater.decodeSome(input, into: &free, atMost: room)
      }
    } catch {
      throw error.reason == .outOfMemory
        ? .unreadable("no memory to decompress") : .damaged("the compressed data is corrupt")
    }
  }
}

/// What a compressed stream holds.
package final class UnpackedStream: ByteStream {
  private let input: BufferedInput
  private let decoder: any StreamDecoder
  /// Compressed bytes that may still be taken.
  private var remaining: Int
  /// Compressed bytes that were taken.
  package private(set) var taken = 0
  /// Compressed data is decoded in parts of so many bytes.
  private static let part = 64 << 10
  /// Whether the data has ended.
  package private(set) var isAtEnd = false

  /// Reads compressed bytes from where the input stands, and no more than so many.
  package init(_ input: BufferedInput, _ decoder: any StreamDecoder, atMost limit: Int = .max) {
    self.input = input
    self.decoder = decoder
    remaining = limit
  }

  package func read(atMost limit: Int, into buffer: inout ByteBuffer) throws(ArchiveError) -> Int {
    let before = buffer.count
    while !isAtEnd {
      // The same parts however the bytes come: where damage is seen hangs on that.
      let part = min(remaining, Self.part - taken % Self.part)
      if input.available < part { _ = try? input.fill(part) }
      let hasInput = remaining > 0 ? try input.fill(1) : false
      let step = try input.withAvailable(atMost: part) { bytes throws(ArchiveError) in
        try decoder.decode(bytes, into: &buffer, room: limit)
      }
      input.take(step.taken)
      taken += step.taken
      remaining -= step.taken
      isAtEnd = step.isAtEnd
      if buffer.count > before { break }
      guard isAtEnd || step.taken > 0 else {
        throw hasInput ? .damaged("the compressed data is corrupt") : .cutOff
      }
    }
    return buffer.count - before
  }
}
