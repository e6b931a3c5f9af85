#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A growable run of bytes that is filled again and again without new memory.
///
/// The capacity grows in whole pages of 4,096 bytes and by at least half, and never shrinks.
/// One buffer belongs to one owner at a time; pass it `inout`.
@safe public struct ByteBuffer: ~Copyable, @unchecked Sendable {
  // SAFETY (of `@unchecked Sendable`): the memory has exactly one owner, the type is not copyable.

  /// The number of bytes held.
  public private(set) var count = 0
  /// The number of bytes that fit before memory must grow.
  public private(set) var capacity = 0
  private var base: UnsafeMutablePointer<UInt8>?

  /// Makes an empty buffer, in which so many bytes fit at once.
  public init(capacity: Int = 0) {
    unsafe base = nil
    if capacity > 0 { reserve(capacity) }
  }

  deinit {
    // SAFETY: the memory came from `realloc` and nobody else holds it.
    unsafe free(base)
  }

  /// Whether no byte is held.
  public var isEmpty: Bool { count == 0 }

  /// Makes room for so many bytes in all.
  ///
  /// Running out of memory ends the program, as it does for Swift's own collections.
  public mutating func reserve(_ total: Int) {
    guard total > capacity else { return }
    let wanted = max(total, capacity + capacity / 2)
    let rounded = (wanted + 4095) & ~4095
    // SAFETY: `base` is nil or came from `realloc`; on success the old memory is given up.
    guard let grown = unsafe realloc(base, rounded) else {
      fatalError("out of memory for a buffer of \(rounded) bytes")
    }
    unsafe base = grown.assumingMemoryBound(to: UInt8.self)
    capacity = rounded
  }

  /// Lends the bytes.
  public func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: `count` bytes at `base` are initialised, and `self` is borrowed, hence alive and
    // unchanged, for the whole call.
    let bytes = unsafe UnsafeBufferPointer(start: base, count: count)
    return try body(unsafe Span(_unsafeElements: bytes))
  }

  /// Lends a part of the bytes; the range must lie within `0..<count`.
  public func withBytes<Result: ~Copyable, Failure: Error>(
    in range: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withBytes { bytes throws(Failure) in try body(bytes.extracting(range)) }
  }

  /// The free memory behind the bytes held, at least so much; nothing else may be done with the
  /// buffer before `noteWritten`.
  @unsafe @usableFromInline
  mutating func freeMemory(room: Int) -> UnsafeMutableBufferPointer<UInt8> {
    reserve(count + room)
    // SAFETY: `count..<capacity` lies within the allocation.
    return unsafe UnsafeMutableBufferPointer(
      start: base.map { unsafe $0 + count }, count: capacity - count)
  }

  /// Takes over so many bytes that were written into the free memory.
  @usableFromInline
  mutating func noteWritten(_ written: Int) {
    precondition(written >= 0 && written <= capacity - count)
    count += written
  }

  /// Lets a function write into the free memory behind the bytes held, of `room` bytes at least; it
  /// returns how many it wrote.
  ///
  /// When it throws, the buffer holds what it held.
  @discardableResult
  mutating func appendInPlace<Failure: Error>(
    room: Int, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    reserve(count + room)
    // SAFETY: `count..<capacity` lies within the allocation; writers hold it only for the call.
    let free = unsafe UnsafeMutableRawBufferPointer(
      start: base.map { unsafe $0 + count }, count: capacity - count)
    let written = try unsafe body(free)
    precondition(written >= 0 && written <= capacity - count)
    count += written
    return written
  }

  /// Adds bytes at the end.
  public mutating func append(_ bytes: Span<UInt8>) {
    guard !bytes.isEmpty else { return }
    unsafe appendInPlace(room: bytes.count) { free in
      // SAFETY: at least `bytes.count` bytes are free, and the regions cannot overlap: the span
      // is of memory that somebody else owns, since this buffer is held exclusively.
      unsafe bytes.withUnsafeBufferPointer { source in
        if let start = source.baseAddress, let target = free.baseAddress {
          unsafe memcpy(target, start, source.count)
        }
      }
      return bytes.count
    }
  }

  /// Adds one byte at the end.
  public mutating func append(_ byte: UInt8) {
    reserve(count + 1)
    // SAFETY: one byte at least is free behind `count`.
    unsafe base?[count] = byte
    count += 1
  }

  /// Forgets all bytes; the memory is kept.
  public mutating func removeAll() { count = 0 }

  /// The first place of a byte within a range, which must lie within `0..<count`.
  func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    withBytes(in: range) { bytes in
      unsafe bytes.withUnsafeBufferPointer { bytes -> Int? in
        // SAFETY: the count is passed on, and what is found lies within the bytes.
        guard let base = bytes.baseAddress,
          let found = unsafe memchr(base, Int32(byte), bytes.count)
        else { return nil }
        return unsafe range.lowerBound + (UnsafeRawPointer(found) - UnsafeRawPointer(base))
      }
    }
  }

  /// Keeps the first bytes only: so many, or all that there are.
  public mutating func truncate(to length: Int) { count = max(0, min(count, length)) }

  /// Drops so many bytes at the front, or all that there are, and moves the rest there.
  public mutating func removeFirst(_ length: Int) {
    let dropped = max(0, min(count, length))
    if let base = unsafe base, dropped > 0 {
      // SAFETY: both regions lie within the first `count` bytes; `memmove` allows overlap.
      unsafe memmove(base, base + dropped, count - dropped)
    }
    count -= dropped
  }

  /// A copy of the bytes as an array.
  public func copied() -> [UInt8] {
    withBytes { bytes in Array(copying: bytes) }
  }
}

extension Array where Element == UInt8 {
  /// Copies lent bytes into an array.
  public init(copying bytes: Span<UInt8>) {
    // SAFETY: the pointer is used within the call only.
    self = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
  }

  /// Appends a copy of lent bytes.
  public mutating func append(copying bytes: Span<UInt8>) {
    // SAFETY: the pointer is used within the call only.
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}

extension String {
  /// Decodes lent bytes as UTF-8; what is not UTF-8 becomes U+FFFD.
  public init(decoding bytes: Span<UInt8>) {
    // SAFETY: the pointer is used within the call only.
    self = unsafe bytes.withUnsafeBufferPointer {
      unsafe String(decoding: $0, as: UTF8.self)
    }
  }
}
