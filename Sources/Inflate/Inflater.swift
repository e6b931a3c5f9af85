internal import CZlib

/// Decodes zlib (RFC 1950), gzip (RFC 1952) and raw deflate (RFC 1951) streams; reusable.
///
/// Input is untrusted: the output never grows beyond what the caller allows, whatever the stream
/// says of itself. zlib's state and the output memory are kept from one stream to the next.
@safe package struct Inflater: ~Copyable {
  /// What stands around the compressed bytes.
  package enum Wrapping: Sendable, CaseIterable {
    /// Two bytes of header, Adler-32 at the end; what git uses.
    case zlib
    /// A gzip file's header, CRC-32 and length at the end; only the first member is decoded.
    case gzip
    /// Nothing.
    case raw

    /// The `windowBits` of `inflateInit2` in zlib.h.
    fileprivate var windowBits: Int32 {
      switch self {
      case .zlib: 15
      case .gzip: 15 + 16
      case .raw: -15
      }
    }
  }

  // zlib's state points back at the stream, so the stream must not move.
  let stream: UnsafeMutablePointer<z_stream>
  private var isReady = false
  var quick = QuickDecoder()
  private var output: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var count = 0

  /// Makes a decoder; zlib's own memory is taken at the first stream.
  package init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    capacity = 16_384
    unsafe output = .allocate(capacity: capacity)
  }

  deinit {
    // SAFETY: all three were made by this value and are freed only here.
    if isReady { unsafe _ = inflateEnd(stream) }
    unsafe stream.deallocate()
    unsafe output.deallocate()
  }

  /// Decodes one stream; `withOutput` lends the result.
  ///
  /// - Parameters:
  ///   - input: Begins with the stream; bytes after it are left alone.
  ///   - wrapping: What stands around the compressed bytes.
  ///   - limit: The largest output that is accepted, in bytes.
  ///   - expected: The size that the output is said to have, to take memory once; not trusted.
  /// - Returns: Number of input bytes that the stream took.
  /// - Throws: `InflateError`; the output is then what was decoded so far.
  @discardableResult
  package mutating func decode(
    _ input: Span<UInt8>, wrapping: Wrapping = .zlib, limit: Int, expecting expected: Int = 0
  ) throws(InflateError) -> Int {
    count = 0
    try start(wrapping)
    // A header may claim any size: what it says buys at most a thousandfold of the input, which
    // is about what deflate can reach (zlib's technical details: 1032:1).
    let plausible = min(expected, limit, input.count.multipliedReportingOverflow(by: 1032).0)
    if plausible > capacity { grow(to: plausible) }
    return try unsafe input.withUnsafeBufferPointer { bytes throws(InflateError) in
      try unsafe run(over: bytes, limit: limit)
    }
  }

  /// Lends the bytes of the last decoded stream.
  package func withOutput<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: the first `count` bytes were written by zlib; `self` is borrowed for the call.
    let bytes = unsafe UnsafeBufferPointer(start: output, count: count)
    return try body(unsafe Span(_unsafeElements: bytes))
  }

  mutating func start(_ wrapping: Wrapping) throws(InflateError) {
    // SAFETY: the stream is initialised by `inflateInit2_` before any other call, and stays put.
    let status =
      if isReady {
        unsafe inflateReset2(stream, wrapping.windowBits)
      } else {
        unsafe inflateInit2_(
          stream, wrapping.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      }
    guard status == Z_OK else { throw InflateError(reason: .outOfMemory, offset: 0) }
    isReady = true
  }

  private mutating func run(
    over input: UnsafeBufferPointer<UInt8>, limit: Int
  ) throws(InflateError) -> Int {
    var offset = 0
    while true {
      // zlib counts in 32 bits; larger buffers are handed over in pieces.
      let offered = min(input.count - offset, Int(Int32.max))
      if count == capacity, capacity < limit { grow(to: min(capacity * 2, limit)) }
      // One byte beyond the limit tells a stream that ends there from one that goes on.
      let room = min(min(capacity, limit) - count, Int(Int32.max))
      var spare: UInt8 = 0
      // SAFETY: zlib reads at most `offered` bytes and writes at most `room` (or into `spare`,
      // for which one byte is offered); both pointers are set anew before each call and are used
      // only within it. zlib never writes through `next_in`.
      let status = unsafe withUnsafeMutablePointer(to: &spare) { spare in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: input.baseAddress.map { unsafe $0 + offset })
        unsafe stream.pointee.avail_in = UInt32(offered)
        unsafe stream.pointee.next_out = room > 0 ? output + count : spare
        unsafe stream.pointee.avail_out = room > 0 ? UInt32(room) : 1
        return unsafe inflate(stream, Z_NO_FLUSH)
      }
      let taken = unsafe offered - Int(stream.pointee.avail_in)
      let written = unsafe max(room, 1) - Int(stream.pointee.avail_out)
      offset += taken
      if room == 0, written > 0 { throw InflateError(reason: .tooLarge, offset: offset) }
      count += written
      switch status {
      case Z_STREAM_END:
        return offset
      case Z_OK where taken > 0 || written > 0:
        continue
      case Z_OK, Z_BUF_ERROR:
        // No progress: with room left for output, the input has run out.
        throw InflateError(reason: .truncated, offset: offset)
      case Z_MEM_ERROR:
        throw InflateError(reason: .outOfMemory, offset: offset)
      default:
        // Z_DATA_ERROR, or Z_NEED_DICT: no format that we read uses preset dictionaries.
        throw InflateError(reason: .corrupt, offset: offset)
      }
    }
  }

  private mutating func grow(to wanted: Int) {
    // SAFETY: the new memory is larger; only initialised bytes are moved over.
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
    unsafe larger.initialize(from: output, count: count)
    unsafe output.deallocate()
    unsafe output = larger
    capacity = wanted
  }
}
