import SystemIO
import TestSupport
import Testing

@Suite struct ByteBufferTests {
  /// Random edits give what the same edits of an array give.
  @Test func editsLikeAnArray() {
    var random = TestRandom(seed: 11)
    var buffer = ByteBuffer()
    var model: [UInt8] = []
    for _ in 0..<3000 {
      switch random.below(6) {
      case 0:
        let byte = UInt8(random.below(256))
        buffer.append(byte)
        model.append(byte)
      case 1, 2:
        let bytes = (0..<random.below(3000)).map { _ in UInt8(random.below(256)) }
        buffer.append(bytes.span)
        model += bytes
      case 3:
        let length = random.below(4000)
        buffer.removeFirst(length)
        model.removeFirst(min(length, model.count))
      case 4:
        let length = random.below(20_000)
        buffer.truncate(to: length)
        model = Array(model.prefix(length))
      default:
        if random.chance(10) {
          buffer.removeAll()
          model.removeAll()
        }
      }
      let copy = buffer.copied()
      if copy != model { Issue.record("differs at \(model.count) bytes") }
      let capacity = buffer.capacity
      #expect(capacity >= model.count && capacity % 4096 == 0)
    }
  }

  @Test func lendsAPart() {
    var buffer = ByteBuffer(capacity: 1)
    buffer.append(Array("abcdef".utf8).span)
    let part = buffer.withBytes(in: 2..<4) { String(decoding: $0) }
    #expect(part == "cd")
    let invalid: [UInt8] = [0x61, 0xFF]
    #expect(String(decoding: invalid.span) == "a\u{FFFD}")
  }
}
