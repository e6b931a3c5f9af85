import Basics

/// Decodes one stream of LZMA that stands alone: a file `.lzma`, or a member of a zip with method 14.
///
/// See "LZMA specification" of the LZMA SDK, and APPNOTE.TXT, 5.8, of PKWARE for zip.
package struct LZMADecompressor: Decompressor {
  /// What stands before the stream.
  package enum Container: Sendable, Equatable {
    /// 13 bytes: properties, the dictionary's size, and that of the data, or -1.
    case file
    /// A version and the properties. Without a size, the stream ends in a marker.
    case zip(size: Int?)
  }

  private enum Stage {
    case head, body, settling, afterSize, end
  }

  private let container: Container
  private let memoryLimit: Int
  private var stage = Stage.head
  private var head = Intake()
  private var decoder: LZMADecoder?
  private var history = History(window: 0)
  /// How much is to come; nil if only the marker tells.
  private var left: Int?

  private static let portion = 64 << 10

  /// Makes a decoder.
  ///
  /// - Parameters:
  ///   - container: What stands before the stream.
  ///   - memoryLimit: The largest dictionary that is allowed, in bytes.
  package init(_ container: Container, memoryLimit: Int = CompressedFormat.memoryLimit) {
    self.container = container
    self.memoryLimit = memoryLimit
  }

  package mutating func decode(
    _ input: Span<UInt8>, into output: inout [UInt8], room: Int
  ) throws(DecompressionError) -> DecompressionStep {
    precondition(room > 0)
    var position = 0
    var room = room
    while true {
      _ = history.emit(into: &output, room: &room)
      if room == 0 {
        return DecompressionStep(consumed: position, hasMore: true, isFinished: false)
      }
      let isOn: Bool
      switch stage {
      case .head: isOn = try readHead(input, at: &position)
      case .body: isOn = try decodeBody(input, at: &position)
      case .settling, .afterSize: isOn = try settle(input, at: &position)
      case .end: isOn = false
      }
      if !isOn && history.pending == 0 {
        return DecompressionStep(consumed: position, hasMore: false, isFinished: stage == .end)
      }
    }
  }

  /// Reads what stands before the stream, and the first five bytes of it.
  private mutating func readHead(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(DecompressionError) -> Bool {
    let size = container == .file ? 13 : 9
    guard head.fill(to: size + 5, from: input, at: &position) else { return false }
    let header = head.bytes
    let bytes = header.span
    var start = 0
    switch container {
    case .file:
      let announced = bytes.littleEndian64(at: 5)
      if announced != .max {
        guard announced < 1 << 62 else { throw .damaged("the header of LZMA data") }
        left = Int(announced)
      }
    case .zip(let size):
      guard bytes.littleEndian16(at: 2) == 5 else { throw .damaged("the header of LZMA data") }
      left = size
      start = 4
    }
    guard let properties = LZMAProperties(bytes[start]) else {
      throw .damaged("the header of LZMA data")
    }
    var window = max(4096, Int(bytes.littleEndian32(at: start + 1)))
    // No more is looked back than there is.
    if let left { window = max(4096, min(window, left)) }
    guard window <= memoryLimit else { throw .needsMemory(window) }
    history = History(window: window)
    decoder = LZMADecoder(properties)
    guard decoder?.start(Array(header.suffix(5))) == true else {
      throw .damaged("the header of LZMA data")
    }
    stage = left == 0 ? .settling : .body
    return true
  }

  private mutating func decodeBody(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(DecompressionError) -> Bool {
    let wanted = min(left ?? Self.portion, Self.portion)
    history.makeRoom(wanted + LZMADecoder.longestMatch)
    let before = history.end
    let pause = try decoder?.decode(
      input, at: &position, end: input.count, into: &history, wanted: wanted, limit: left ?? .max)
    let count = history.end - before
    if let size = left { left = size - count }
    switch pause {
    case .input, nil: return false
    case .marker:
      guard left ?? 0 == 0 else { throw .damaged("the size of LZMA data") }
      left = nil
      stage = .settling
    case .output: if left == 0 { stage = .settling }
    }
    return true
  }

  /// Looks at the end: the range coder is at rest, or a marker follows although the size is known.
  private mutating func settle(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(DecompressionError) -> Bool {
    if stage == .settling {
      guard decoder?.settle(input, at: &position, end: input.count) == true else { return false }
      if decoder?.isAtRest == true {
        stage = .end
        return true
      }
      guard left == 0 else { throw .damaged("the end of LZMA data") }
      stage = .afterSize
    }
    history.makeRoom(LZMADecoder.longestMatch + 1)
    let pause = try decoder?.decode(
      input, at: &position, end: input.count, into: &history, wanted: 1, limit: 0)
    switch pause {
    case .input, nil: return false
    case .output: throw .damaged("the end of LZMA data")
    case .marker:
      left = nil
      stage = .settling
      return true
    }
  }
}
