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
  private let chunkSize: Int

  /// Prepares scanning with the rules of a detector.
  package init(_ detector: Detector, chunkSize: Int = 4 << 20) {
    reach = detector.reach
    self.chunkSize = chunkSize
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
    var base = 0
    var coreStart = 0
    var counter: LineCounter?
    var isAtEnd = false
    while !isAtEnd {
      let target = buffer.count + chunkSize
      while buffer.count < target, !isAtEnd {
        isAtEnd = try read(target - buffer.count, &buffer) == 0
      }
      let end = base + buffer.count
      let coreEnd = isAtEnd ? end : end - reach.after
      guard coreEnd > coreStart else { continue }
      buffer.withBytes { part in
        if counter == nil { counter = LineCounter(CodeUnit(atStartOf: part)) }
        scanner.scan(
          part, base: base, core: coreStart..<coreEnd, counter: &counter
        ) { source }
        counter?.advance(to: coreEnd, in: part, base: base)
      }
      let kept = Detector.aligned(max(base, coreEnd - reach.before))
      buffer.removeFirst(kept - base)
      base = kept
      coreStart = coreEnd
    }
    return base + buffer.count
  }
}
