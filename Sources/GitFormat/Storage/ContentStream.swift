internal import Inflate
internal import SystemIO

/// The compressed content of an object, read piece by piece.
///
/// The decoder and the compressed bytes belong to the caller, who hands over the same each time.
struct ContentStream {
  /// The first compressed byte that has not been read.
  private(set) var offset: Int
  /// Decompressed bytes that have not been handed out.
  private var pending: [UInt8] = []
  private var isAtEnd = false
  /// Size of the content in bytes.
  private(set) var size = 0
  private var rest = 0

  /// Begins at compressed content of a known size.
  init(at offset: Int, size: Int, with inflater: inout Inflater) throws(ObjectError.Reason) {
    self.offset = offset
    self.size = size
    rest = size
    try Self.begin(&inflater)
  }

  /// Begins at a loose object, whose content follows `<kind> <size>` and a NUL.
  init(
    loose input: Span<UInt8>, kind: inout ObjectKind?, with inflater: inout Inflater
  ) throws(ObjectError.Reason) {
    offset = 0
    try Self.begin(&inflater)
    var head = ByteBuffer(capacity: Self.longestHead)
    isAtEnd = try Self.decode(input, &offset, atMost: Self.longestHead, &inflater, &head)
    let bytes = head.copied()
    guard let end = bytes.firstIndex(of: 0), let space = bytes.firstIndex(of: UInt8(ascii: " ")),
      space < end,
      let found = ObjectKind(rawValue: String(decoding: bytes[..<space], as: UTF8.self)),
      let size = Self.number(bytes[(space + 1)..<end])
    else { throw .corrupt("no loose object") }
    kind = found
    pending = Array(bytes[(end + 1)...])
    guard pending.count <= size else { throw .corrupt("it has another size than announced") }
    self.size = size
    rest = size
  }

  /// A kind, a size of at most 18 digits, and something of the content.
  private static let longestHead = 64

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 18 else { return nil }
    var number = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return number
  }

  private static func begin(_ inflater: inout Inflater) throws(ObjectError.Reason) {
    do throws(InflateError) {
      try inflater.begin()
    } catch {
      throw ObjectError.Reason(error, announced: 0)
    }
  }

  /// Reads on.
  ///
  /// - Parameters:
  ///   - input: The compressed bytes.
  ///   - limit: The largest number of bytes that are wanted, at least 1.
  ///   - inflater: The decoder, used for nothing else meanwhile.
  ///   - buffer: Is appended to.
  /// - Returns: Number of bytes appended: fewer than the limit only at the end, then 0.
  /// - Throws: Why the content cannot be decompressed, or has another size than announced.
  mutating func read(
    _ input: Span<UInt8>, atMost limit: Int, with inflater: inout Inflater,
    into buffer: inout ByteBuffer
  ) throws(ObjectError.Reason) -> Int {
    let wanted = min(limit, rest)
    let before = buffer.count
    if !pending.isEmpty {
      let taken = min(wanted, pending.count)
      buffer.append(pending.span.extracting(..<taken))
      pending.removeFirst(taken)
    }
    var missing = wanted - (buffer.count - before)
    while missing > 0, !isAtEnd {
      isAtEnd = try Self.decode(input, &offset, atMost: missing, &inflater, &buffer)
      missing = wanted - (buffer.count - before)
    }
    rest -= wanted
    guard missing == 0 else { throw .corrupt("it has another size than announced") }
    if rest == 0, !isAtEnd {
      // The checksum stands behind the last byte.
      var more = ByteBuffer(capacity: 1)
      isAtEnd = try Self.decode(input, &offset, atMost: 1, &inflater, &more)
      guard isAtEnd, more.isEmpty else { throw .corrupt("it has another size than announced") }
    }
    return wanted
  }

  private static func decode(
    _ input: Span<UInt8>, _ offset: inout Int, atMost limit: Int, _ inflater: inout Inflater,
    _ buffer: inout ByteBuffer
  ) throws(ObjectError.Reason) -> Bool {
    do throws(InflateError) {
      return try buffer.extend(by: limit) { output throws(InflateError) in
        try inflater.decodeMore(input, from: &offset, into: &output, atMost: limit)
      }
    } catch {
      throw ObjectError.Reason(error, announced: limit)
    }
  }
}
