import Archives
import Findings
import SystemIO

/// The bytes of an archive that can be read only once: whoever opens it reads them here, and they are
/// scanned as they are on the way.
final class TeeStream: ByteStream {
  private let readMore: (_ limit: Int, _ buffer: inout ByteBuffer) -> Int
  /// The start of the text, which was read before.
  private var head: [UInt8]
  private let texts: TextStream
  private let scanner: TextScanner
  private let provenance: Provenance
  private var held = ByteBuffer()
  private var position = TextStream.Position()
  private var isAtEnd = false

  /// Begins with what was read before; `readMore` appends at most so many bytes, and returns 0 at the
  /// end.
  init(
    _ head: [UInt8], _ texts: TextStream, _ scanner: TextScanner, from provenance: Provenance,
    _ readMore: @escaping (_ limit: Int, _ buffer: inout ByteBuffer) -> Int
  ) {
    self.head = head
    self.texts = texts
    self.scanner = scanner
    self.provenance = provenance
    self.readMore = readMore
  }

  func read(atMost limit: Int, into buffer: inout ByteBuffer) -> Int {
    guard !isAtEnd else { return 0 }
    let before = buffer.count
    if head.isEmpty {
      isAtEnd = readMore(limit, &buffer) == 0
    } else {
      let part = min(limit, head.count)
      buffer.append(head.span.extracting(first: part))
      head.removeFirst(part)
    }
    buffer.withBytes { held.append($0.extracting(before...)) }
    if isAtEnd || held.count >= texts.chunkSize {
      texts.scanChunk(&held, isLast: isAtEnd, &position, with: scanner, from: provenance)
    }
    return buffer.count - before
  }

  /// Reads what nobody has asked for.
  ///
  /// - Returns: Length of the text in bytes.
  func finish() -> Int {
    var rest = ByteBuffer()
    while read(atMost: 1 << 20, into: &rest) > 0 { rest.removeAll() }
    return position.base + held.count
  }
}
