import Inflate
import SystemIO

/// The decoder for streams of known size against zlib.
///
/// Input: what to do, a size, and a stream; or deflated data that is made a stream, with its checksum.
final class InflateTarget: FuzzTarget {
  static let name = "inflate"

  static var seeds: [[UInt8]] {
    let text = Array("abcabcabcabc the quick brown fox, abcabc, the quick brown fox\n".utf8)
    let long = (0..<400).flatMap { _ in text[..<12] }
    var seeds: [[UInt8]] = []
    for bytes in [[], text, long] {
      let size = [UInt8(bytes.count & 0xFF), UInt8(bytes.count >> 8)]
      for stream in [Deflated.stored(bytes), Deflated.compressed(bytes)] {
        seeds.append([0] + size + stream)
        seeds.append([1] + size + stream.dropFirst(2).dropLast(4))
      }
    }
    return seeds
  }

  private static let limit = 16_384
  private var inflater = Inflater()
  private var buffer = ByteBuffer()

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    let flags = reader.byte()
    let claimed = reader.half() & 0x3FFF
    var stream = reader.takeRest()
    if flags & 1 != 0 {
      guard let taken = try? inflater.decode(stream.span, wrapping: .raw, limit: Self.limit) else {
        return
      }
      let content = inflater.withOutput { Array(copying: $0) }
      stream = [0x78, 0x9C] + stream[..<taken] + Deflated.checksum(of: content)
    }
    var expected: (content: [UInt8], taken: Int)?
    if let taken = try? inflater.decode(stream.span, wrapping: .zlib, limit: Self.limit) {
      expected = (inflater.withOutput { Array(copying: $0) }, taken)
    }
    invariant(flags & 1 == 0 || expected != nil, "zlib refuses a stream with its checksum")
    for size in Set([claimed, expected?.content.count ?? claimed]) {
      for room in [size + 1, size + Inflater.slack] {
        let found = decode(stream, size: size, room: room)
        if let expected, expected.content.count == size {
          invariant(found?.content == expected.content, "another content than zlib's")
          invariant(found?.taken == expected.taken, "another end than zlib's")
        } else {
          invariant(found == nil, "a stream or size that zlib refuses")
        }
      }
    }
    compareInPieces(stream, of: 61 + 7 * flags, with: expected?.content)
    if flags & 2 != 0 { _ = try? inflater.decode(stream.span, wrapping: .gzip, limit: Self.limit) }
  }

  private func decode(
    _ stream: [UInt8], size: Int, room: Int
  ) -> (content: [UInt8], taken: Int)? {
    buffer.removeAll()
    let taken = try? buffer.extend(by: room) { output throws(InflateError) in
      try inflater.decode(stream.span, size: size, into: &output)
    }
    return taken.map { (buffer.copied(), $0) }
  }

  private func compareInPieces(_ stream: [UInt8], of size: Int, with expected: [UInt8]?) {
    guard (try? inflater.begin()) != nil else { return }
    buffer.removeAll()
    var offset = 0
    var isAtEnd: Bool? = false
    while isAtEnd == false, buffer.count <= Self.limit {
      isAtEnd = try? buffer.extend(by: size) { output throws(InflateError) in
        try inflater.decodeMore(stream.span, from: &offset, into: &output, atMost: size)
      }
      invariant(offset <= stream.count, "reads behind the end")
    }
    let content = isAtEnd == true && buffer.count <= Self.limit ? buffer.copied() : nil
    invariant(content == expected, "another content piece by piece")
  }
}
