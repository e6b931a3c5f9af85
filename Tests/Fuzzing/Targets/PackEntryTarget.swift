import Basics
@testable import GitFormat
import Inflate
import SystemIO

/// The header of a pack's entry and the stream behind it, read at once and piece by piece.
///
/// Input: what to do, the header's length, the header, and the rest: a stream, or what to make one of.
final class PackEntryTarget: FuzzTarget {
  static let name = "pack-entry"

  static var seeds: [[UInt8]] {
    let text = Array("tree 1234\n\nthe message of a commit\n".utf8)
    // A blob, a blob with a long size, a delta by offset, one by id.
    let headers: [[UInt8]] = [
      [0xB3, 0x02], [0xB3, 0x82, 0x80, 0x00], [0xE3, 0x02, 0x81, 0x04],
      [0xF3, 0x02] + [UInt8](repeating: 0x5A, count: 20), [0x00], [0x95, 0x80, 0x80, 0x01],
    ]
    return headers.flatMap { header in
      let start = [UInt8(header.count)] + header
      return [[1] + start + text, [0] + start + Deflated.compressed(text)]
    }
  }

  /// Larger objects are not read: what memory they may take is not looked at here.
  private static let limit = 1 << 16
  private var inflater = Inflater()
  private var buffer = ByteBuffer()

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    let flags = reader.byte()
    let header = reader.take(reader.byte() & 63)
    let rest = reader.takeRest()
    let format: ObjectFormat = flags & 2 == 0 ? .sha1 : .sha256
    let before = Array("PACK".utf8) + [UInt8](repeating: 0, count: flags >> 4 * 16 + 8)
    let entry = header + (flags & 1 == 0 ? rest : Deflated.stored(rest))
    let end = before.count + entry.count
    let pack = before + entry + [UInt8](repeating: 0, count: format.byteCount)
    guard
      let found = try? EntryHeader(pack.span, at: before.count, end: end, format: format)
    else { return }
    invariant(found.size >= 0, "a negative size")
    invariant(before.count < found.dataOffset && found.dataOffset <= end, "data outside")
    if case .delta(let base) = found.content {
      invariant(base >= Pack.headerSize && base < before.count, "a base outside")
    }
    guard found.size <= Self.limit else { return }
    let content = try? inflater.decode(
      pack.span.extracting(found.dataOffset...), size: found.size, replacing: &buffer)
    invariant(content == nil || buffer.count == found.size, "another size than announced")
    let whole = content.map { _ in buffer.copied() }
    invariant(whole == inPieces(pack, found, of: 1 + header.count * 7), "differs piece by piece")
  }

  private func inPieces(_ pack: [UInt8], _ header: EntryHeader, of size: Int) -> [UInt8]? {
    guard
      var stream = try? ContentStream(at: header.dataOffset, size: header.size, with: &inflater)
    else { return nil }
    buffer.removeAll()
    while true {
      guard let count = try? stream.read(pack.span, atMost: size, with: &inflater, into: &buffer)
      else { return nil }
      if count < size { return buffer.copied() }
    }
  }
}
