@testable import GitFormat
import SystemIO

/// A delta against a plain reading of gitformat-pack(5).
///
/// Input: the size of the base, and the delta.
final class DeltaTarget: FuzzTarget {
  static let name = "delta"

  static var seeds: [[UInt8]] {
    [
      // Copies of all and of parts, an insertion, a copy of no size, which means 65,536 bytes.
      [100, 0, 100, 100, 0x90, 100],
      [100, 0, 100, 60, 0x91, 10, 20, 5, 1, 2, 3, 4, 5, 0x91, 30, 10, 0x91, 40, 25],
      [0, 255, 0x80, 0xFE, 0x03, 0x80, 0x80, 0x04, 0x80],
      [0, 0, 0, 3, 3, 7, 8, 9], [0, 0, 0, 0], [200, 10, 0xC8, 0x15, 4, 0xFF, 1, 2, 3, 4, 5, 6, 7],
    ]
  }

  private static let limit = 1 << 17
  private static let bytes = (0..<0x10000).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8) }
  private var segments: [DeltaSegment] = []
  private var buffer = ByteBuffer()

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    let base = Self.bytes[..<reader.half()]
    let delta = reader.takeRest()
    let size = try? Delta.parse(
      delta.span, baseSize: base.count, limit: Self.limit, into: &segments)
    let expected = Self.apply(delta, to: base)
    invariant((size == nil) == (expected == nil), "one reads what the other refuses")
    guard let size, let expected else { return }
    invariant(size == expected.count, "another size")
    var end = 0
    for segment in segments {
      invariant(segment.start == end && segment.count > 0, "pieces with a gap")
      end = segment.end
    }
    invariant(end == size, "pieces that end elsewhere")
    buffer.assemble(segments.span, from: base.span, inserting: delta.span)
    invariant(buffer.copied() == expected, "another content")
  }

  private static func apply(_ delta: [UInt8], to base: ArraySlice<UInt8>) -> [UInt8]? {
    var rest = delta[...]
    func size() -> Int? {
      var size = 0
      for shift in stride(from: 0, through: 49, by: 7) {
        guard let byte = rest.popFirst() else { return nil }
        size |= Int(byte & 0x7F) << shift
        if byte < 0x80 { return size }
      }
      return nil
    }
    guard size() == base.count, let wanted = size(), wanted <= limit else { return nil }
    var result: [UInt8] = []
    while let instruction = rest.popFirst() {
      if instruction < 0x80 {
        guard instruction > 0, rest.count >= instruction else { return nil }
        result += rest.prefix(Int(instruction))
        rest = rest.dropFirst(Int(instruction))
      } else {
        var fields = [0, 0]
        for bit in 0..<7 where instruction >> bit & 1 == 1 {
          guard let byte = rest.popFirst() else { return nil }
          fields[bit / 4] |= Int(byte) << (8 * (bit % 4))
        }
        let count = fields[1] == 0 ? 0x10000 : fields[1]
        guard fields[0] + count <= base.count else { return nil }
        result += base[fields[0]..<fields[0] + count]
      }
      guard result.count <= wanted else { return nil }
    }
    return result.count == wanted ? result : nil
  }
}
