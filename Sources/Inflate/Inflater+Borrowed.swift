internal import CZlib

/// Decoding straight into memory of the caller.
extension Inflater {
  /// Bytes of room beyond the size of a stream that let it be decoded the quick way.
  package static let slack = QuickDecoder.slack

  /// Decodes a whole stream of known size.
  ///
  /// Twice as quick as `decode`.
  ///
  /// - Parameters:
  ///   - input: Begins with the stream; bytes after it are left alone.
  ///   - size: The size that the output must have, in bytes.
  ///   - output: Is appended to; needs that much room, and is filled quicker with `slack` more.
  /// - Returns: Number of input bytes that the stream took.
  /// - Throws: `InflateError`; `tooLarge` or `tooSmall` for another size.
  package mutating func decode(
    _ input: Span<UInt8>, size: Int, into output: inout OutputSpan<UInt8>
  ) throws(InflateError) -> Int {
    precondition(size >= 0 && output.freeCapacity > size)
    if let taken = decodeQuickly(input, size: size, into: &output) { return taken }
    // Too little room, or something is wrong with the stream: zlib tells what.
    try start(.zlib)
    let first = output.count
    var offset = 0
    while true {
      let step = try advance(
        over: input, from: offset, into: &output, atMost: size + Self.slack, flush: Z_FINISH)
      offset = step.offset
      let written = output.count - first
      guard written <= size else { throw InflateError(reason: .tooLarge, offset: offset) }
      if step.isAtEnd {
        guard written == size else { throw InflateError(reason: .tooSmall, offset: offset) }
        return offset
      }
    }
  }

  private mutating func decodeQuickly(
    _ input: Span<UInt8>, size: Int, into output: inout OutputSpan<UInt8>
  ) -> Int? {
    guard output.freeCapacity >= size + Self.slack else { return nil }
    return unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { memory, count in
        // SAFETY: `size + slack` bytes are free behind the `count` bytes held.
        guard let start = memory.baseAddress,
          let taken = unsafe quick.decode(input, into: start + count, size: size)
        else { return nil }
        count += size
        return taken
      }
    }
  }

  /// Decodes the beginning of a stream, whatever follows it: damage behind it is not noticed, and
  /// the checksum is not asked.
  ///
  /// - Parameters:
  ///   - input: Begins with the stream.
  ///   - wanted: How many bytes are wanted.
  ///   - output: Is appended to; needs room for `wanted + slack` bytes.
  /// - Returns: Whether they were appended; false when the stream is shorter or not in order, or
  ///   cannot be decoded the quick way.
  package mutating func decodeFront(
    _ input: Span<UInt8>, count wanted: Int, into output: inout OutputSpan<UInt8>
  ) -> Bool {
    precondition(wanted >= 0 && output.freeCapacity >= wanted + Self.slack)
    return unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { memory, count in
        // SAFETY: `wanted + slack` bytes are free behind the `count` bytes held.
        guard let start = memory.baseAddress,
          unsafe quick.decodeFront(input, into: start + count, count: wanted)
        else { return false }
        count += wanted
        return true
      }
    }
  }

  /// Begins a stream that is decoded piece by piece with `decodeMore`.
  package mutating func begin() throws(InflateError) { try start(.zlib) }

  /// Decodes on in the stream that `begin` began, until there is enough or the stream ends.
  ///
  /// - Parameters:
  ///   - input: The stream's bytes.
  ///   - offset: The first byte of the input that has not been read; is moved on.
  ///   - output: Is appended to; needs room for `limit` bytes.
  ///   - limit: How many bytes are enough.
  /// - Returns: Whether the stream has ended.
  /// - Throws: `InflateError`; `truncated` when the input ends before both.
  package mutating func decodeMore(
    _ input: Span<UInt8>, from offset: inout Int, into output: inout OutputSpan<UInt8>,
    atMost limit: Int
  ) throws(InflateError) -> Bool {
    let enough = output.count + limit
    while output.count < enough {
      let step = try advance(
        over: input, from: offset, into: &output, atMost: enough - output.count,
        flush: Z_NO_FLUSH)
      offset = step.offset
      if step.isAtEnd { return true }
    }
    return false
  }

  /// Calls zlib once; an error unless it gets on.
  private mutating func advance(
    over input: Span<UInt8>, from offset: Int, into output: inout OutputSpan<UInt8>,
    atMost limit: Int, flush: Int32
  ) throws(InflateError) -> (offset: Int, isAtEnd: Bool) {
    // zlib counts in 32 bits; larger buffers are handed over in pieces.
    let offered = min(input.count - offset, Int(Int32.max))
    let room = min(output.freeCapacity, limit, Int(Int32.max))
    let mode = offered == input.count - offset ? flush : Z_NO_FLUSH
    let (status, taken, written) = unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { memory, count in
        // SAFETY: zlib reads at most `offered` bytes from the offset on and writes at most `room`
        // behind the `count` bytes held; both pointers are used only within the call. zlib never
        // writes through `next_in`.
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: input.baseAddress.map { unsafe $0 + offset })
        unsafe stream.pointee.avail_in = UInt32(offered)
        unsafe stream.pointee.next_out = memory.baseAddress.map { unsafe $0 + count }
        unsafe stream.pointee.avail_out = UInt32(room)
        let status = unsafe inflate(stream, mode)
        let written = unsafe room - Int(stream.pointee.avail_out)
        count += written
        return unsafe (status, offered - Int(stream.pointee.avail_in), written)
      }
    }
    let position = offset + taken
    switch status {
    case Z_STREAM_END:
      return (position, true)
    case Z_OK where taken > 0 || written > 0, Z_BUF_ERROR where taken > 0 || written > 0:
      return (position, false)
    case Z_OK, Z_BUF_ERROR:
      throw InflateError(reason: room == 0 ? .tooLarge : .truncated, offset: position)
    case Z_MEM_ERROR:
      throw InflateError(reason: .outOfMemory, offset: position)
    default:
      throw InflateError(reason: .corrupt, offset: position)
    }
  }
}
