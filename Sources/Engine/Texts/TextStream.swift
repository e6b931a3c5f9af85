package import Detection
package import Findings
package import SystemIO

/// Scans a text of any length in bounded memory, chunk by chunk.
///
/// Chunks overlap by the detector's reach, so a match is seen with everything that decides about it;
/// each is reported for the one chunk whose core it begins in.
package struct TextStream {
  /// Texts up to this size are read as a whole, in bytes.
  package static let wholeLimit = 8 << 20
  private let reach: (before: Int, after: Int)
  /// How much is read before it is scanned, in bytes; a multiple of ``Detector/alignment``.
  let chunkSize: Int

  /// Prepares scanning with the rules of a detector.
  package init(_ detector: Detector, chunkSize: Int = 4 << 20) {
    reach = detector.reach
    self.chunkSize = chunkSize
  }

  /// How far a text has been scanned.
  struct Position {
    /// Offset in the text of the first byte that is held.
    fileprivate(set) var base = 0
    fileprivate var coreStart = 0
    fileprivate var counter: LineCounter?

    init() {}
  }

  /// Scans to the end of what `read` appends to the buffer, up to so many bytes at a time; it
  /// returns how many, and 0 at the end.
  ///
  /// - Returns: Length of the text in bytes.
  /// - Throws: What `read` throws; what was found before stays with the scanner.
  package func scan<Failure: Error>(
    with scanner: TextScanner, buffer: inout ByteBuffer,
    from source: Provenance,
    read: (_ limit: Int, _ buffer: inout ByteBuffer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    buffer.removeAll()
    return try scanOn(with: scanner, buffer: &buffer, from: source, read: read)
  }

  /// Scans a text of which the buffer holds the start.
  func scanOn<Failure: Error>(
    with scanner: TextScanner, buffer: inout ByteBuffer,
    from source: Provenance,
    read: (_ limit: Int, _ buffer: inout ByteBuffer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    var position = Position()
    var isAtEnd = false
    while !isAtEnd {
      let target = buffer.count + chunkSize
      while buffer.count < target, !isAtEnd {
        isAtEnd = try read(target - buffer.count, &buffer) == 0
      }
      scanChunk(&buffer, isLast: isAtEnd, &position, with: scanner, from: source)
    }
    return position.base + buffer.count
  }

  /// Scans what the buffer holds of a text, and keeps in it what the next chunk needs.
  func scanChunk(
    _ buffer: inout ByteBuffer, isLast: Bool, _ position: inout Position,
    with scanner: TextScanner, from source: Provenance
  ) {
    let base = position.base
    let end = base + buffer.count
    let coreEnd = isLast ? end : end - reach.after
    guard coreEnd > position.coreStart else { return }
    buffer.withBytes { part in
      if position.counter == nil { position.counter = LineCounter(CodeUnit(atStartOf: part)) }
      scanner.scan(
        part, base: base, core: position.coreStart..<coreEnd, counter: &position.counter
      ) { source }
      position.counter?.advance(to: coreEnd, in: part, base: base)
    }
    let kept = Detector.aligned(max(base, coreEnd - reach.before))
    buffer.removeFirst(kept - base)
    position.base = kept
    position.coreStart = coreEnd
  }
}
