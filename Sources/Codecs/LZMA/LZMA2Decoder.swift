import Basics

/// Decodes LZMA2: chunks of LZMA and of plain bytes, of at most 2 MiB each.
///
/// See the file format of xz (tukaani.org/xz/xz-file-format.txt), 5.3.1; the chunks are described only
/// by programs, such as xz-embedded's `xz_dec_lzma2.c`.
struct LZMA2Decoder: Sendable {
  /// What comes next.
  private enum Stage {
    case control
    case compressedHead
    case plainHead
    case compressed
    case plain
    case end
  }

  private var stage = Stage.control
  private var head = Intake()
  private var control: UInt8 = 0
  private var decoder: LZMADecoder?
  /// What is left of the chunk, on either side.
  private var compressedLeft = 0
  private var plainLeft = 0
  /// What the next chunk has to bring.
  private var needsDictionary = true
  private var needsProperties = true
  private var needsState = true

  /// Written chunks; handed on by the owner.
  var history: History

  /// How much is decoded before it is handed on.
  private static let portion = 64 << 10

  /// Begins a stream with a dictionary of so many bytes.
  init(dictionary: Int) { history = History(window: dictionary) }

  /// Decodes on, until the input is used up, a portion has been written, or the stream ends.
  ///
  /// - Parameters:
  ///   - input: The stream's bytes.
  ///   - position: The first byte that has not been taken; is moved on.
  /// - Returns: Whether the stream has ended.
  /// - Throws: `DecompressionError`.
  mutating func decode(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(DecompressionError) -> Bool {
    while true {
      switch stage {
      case .control:
        guard position < input.count else { return false }
        control = input[position]
        position += 1
        try begin()
      case .compressedHead:
        let count = control >= 0xC0 ? 10 : 9
        guard head.fill(to: count, from: input, at: &position) else { return false }
        try beginCompressed(head.bytes)
        head.clear()
        stage = .compressed
      case .plainHead:
        guard head.fill(to: 2, from: input, at: &position) else { return false }
        plainLeft = Int(head.bytes[0]) << 8 + Int(head.bytes[1]) + 1
        head.clear()
        stage = .plain
      case .compressed:
        guard try decodeChunk(input, at: &position) else { return false }
      case .plain:
        let part = min(plainLeft, input.count - position, Self.portion)
        history.makeRoom(part)
        history.write(position..<position + part, of: input)
        decoder?.pass(part)
        position += part
        plainLeft -= part
        if plainLeft == 0 { stage = .control }
        return false
      case .end:
        return true
      }
    }
  }

  private mutating func begin() throws(DecompressionError) {
    switch control {
    case 0:
      stage = .end
      return
    case 1, 0xE0...:
      history.reset(window: history.window)
      decoder?.resetPlace()
      (needsDictionary, needsProperties, needsState) = (false, true, true)
    case 2, 0x80..<0xE0: break
    default: throw .damaged("the head of an LZMA2 chunk")
    }
    guard !needsDictionary else { throw .damaged("the head of an LZMA2 chunk") }
    guard control >= 0x80 else {
      stage = .plainHead
      return
    }
    if control >= 0xC0 {
      (needsProperties, needsState) = (false, false)
    } else if control >= 0xA0 {
      needsState = false
    }
    guard !needsProperties, !needsState else { throw .damaged("the head of an LZMA2 chunk") }
    stage = .compressedHead
  }

  /// Takes the rest of the head of a chunk: sizes, properties, the start of the range coder.
  private mutating func beginCompressed(_ bytes: [UInt8]) throws(DecompressionError) {
    plainLeft = Int(control & 0x1F) << 16 + Int(bytes[0]) << 8 + Int(bytes[1]) + 1
    compressedLeft = Int(bytes[2]) << 8 + Int(bytes[3]) + 1 - 5
    guard compressedLeft >= 0 else { throw .damaged("the head of an LZMA2 chunk") }
    if control >= 0xC0 {
      guard let properties = LZMAProperties(bytes[4]),
        properties.literalContext + properties.literalPosition <= 4
      else { throw .damaged("the head of an LZMA2 chunk") }
      if decoder == nil { decoder = LZMADecoder(properties) } else { decoder?.reset(properties) }
    } else if control >= 0xA0 {
      decoder?.resetState()
    }
    guard decoder?.start(Array(bytes.suffix(5))) == true else {
      throw .damaged("the head of an LZMA2 chunk")
    }
  }

  /// Decodes on in a chunk; false when input or a pause is needed.
  private mutating func decodeChunk(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(DecompressionError) -> Bool {
    guard decoder != nil else { throw .damaged("the head of an LZMA2 chunk") }
    let wanted = min(plainLeft, Self.portion)
    let end = min(input.count, position + compressedLeft)
    if wanted > 0 {
      history.makeRoom(wanted + LZMADecoder.longestMatch)
      let (before, start) = (history.end, position)
      let pause = try decoder?.decode(
        input, at: &position, end: end, into: &history, wanted: wanted, limit: plainLeft)
      plainLeft -= history.end - before
      compressedLeft -= position - start
      switch pause {
      case .marker: throw .damaged("LZMA2 data")
      case .input where compressedLeft == 0: throw .damaged("the size of LZMA2 data")
      case .input: return false
      case .output, nil: if plainLeft > 0 { return false }
      }
    }
    let start = position
    let isSettled = decoder?.settle(input, at: &position, end: min(end, input.count)) == true
    compressedLeft -= position - start
    guard isSettled else {
      if compressedLeft == 0 { throw .damaged("the size of LZMA2 data") }
      return false
    }
    guard compressedLeft == 0, decoder?.isAtRest == true else {
      throw .damaged("the size of LZMA2 data")
    }
    stage = .control
    return true
  }
}
