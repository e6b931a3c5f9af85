internal import CZlib

/// Decoding of a stream whose bytes come in pieces.
extension Inflater {
  /// Begins a stream that is decoded with `decodeSome`.
  package mutating func begin(_ wrapping: Wrapping) throws(InflateError) { try start(wrapping) }

  /// Decodes on as far as the input and the room reach.
  ///
  /// - Parameters:
  ///   - input: The stream's next bytes.
  ///   - output: Is appended to; needs room for `limit` bytes.
  ///   - limit: Most bytes to append.
  /// - Returns: Number of input bytes that were taken, and whether the stream has ended. With neither
  ///   bytes taken nor any written, more input is needed.
  /// - Throws: `InflateError`, with an offset in this piece.
  package mutating func decodeSome(
    _ input: Span<UInt8>, into output: inout OutputSpan<UInt8>, atMost limit: Int
  ) throws(InflateError) -> (taken: Int, isAtEnd: Bool) {
    // zlib counts in 32 bits.
    let offered = min(input.count, Int(Int32.max))
    let room = min(output.freeCapacity, limit, Int(Int32.max))
    let (status, taken) = unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { memory, count in
        // SAFETY: zlib reads at most `offered` bytes and writes at most `room` behind the `count`
        // bytes held; both pointers are used only within the call. zlib never writes through
        // `next_in`.
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        unsafe stream.pointee.avail_in = UInt32(offered)
        unsafe stream.pointee.next_out = memory.baseAddress.map { unsafe $0 + count }
        unsafe stream.pointee.avail_out = UInt32(room)
        let status = unsafe inflate(stream, Z_NO_FLUSH)
        unsafe count += room - Int(stream.pointee.avail_out)
        return unsafe (status, offered - Int(stream.pointee.avail_in))
      }
    }
    switch status {
    case Z_STREAM_END: return (taken, true)
    case Z_OK, Z_BUF_ERROR: return (taken, false)
    case Z_MEM_ERROR: throw InflateError(reason: .outOfMemory, offset: taken)
    default: throw InflateError(reason: .corrupt, offset: taken)
    }
  }
}

extension Inflater {
  /// Decodes bare deflate of known size in one go, twice as quick as zlib.
  ///
  /// - Parameters:
  ///   - input: Begins with the data; bytes after it are left alone.
  ///   - size: The size that the output must have, in bytes.
  ///   - output: Is appended to; needs room for that and `slack`.
  /// - Returns: Number of input bytes that the data took; nil, and nothing is appended, when it is not
  ///   in order: then zlib can say why.
  package mutating func decodeBare(
    _ input: Span<UInt8>, size: Int, into output: inout OutputSpan<UInt8>
  ) -> Int? {
    guard output.freeCapacity >= size + Self.slack else { return nil }
    return unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { memory, count in
        // SAFETY: `size + slack` bytes are free behind the `count` bytes held.
        guard let start = memory.baseAddress,
          let taken = unsafe quick.decodeBare(input, into: start + count, size: size)
        else { return nil }
        count += size
        return taken
      }
    }
  }
}
