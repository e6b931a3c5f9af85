import CZlib
import TestSupport
import Testing

@testable import Inflate

@Suite struct QuickDecoderTests {
  private func deflated(_ bytes: [UInt8], level: Int32) -> [UInt8] {
    var size = compressBound(uLong(bytes.count))
    var stream = [UInt8](repeating: 0, count: Int(size))
    guard compress2(&stream, &size, bytes, uLong(bytes.count), level) == Z_OK else { return [] }
    return Array(stream.prefix(Int(size)))
  }

  /// Bytes with matches at all distances, so that every way of copying is used.
  private func sample(_ count: Int, _ random: inout TestRandom) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let back = min(bytes.count, random.pick([1, 2, 3, 7, 8, 9, 15, 16, 17, 300]))
      if back > 0, random.chance(60) {
        for _ in 0..<random.pick([3, 15, 16, 17, 32, 33, 258, 300]) {
          bytes.append(bytes[bytes.count - back])
        }
      } else {
        for _ in 0..<random.below(12) { bytes.append(UInt8(random.below(40))) }
      }
    }
    return Array(bytes.prefix(count))
  }

  /// The decoder needs no help from zlib for what zlib writes, wherever the input ends.
  @Test func decodesAlone() throws {
    var random = TestRandom(seed: 21)
    var decoder = QuickDecoder()
    for round in 0..<600 {
      let bytes = sample(random.pick([0, 1, 5, 20, 40, 90, 300, 3000, 70_000]), &random)
      let stream = deflated(bytes, level: Int32(random.below(10)))
      let input = stream + [UInt8](repeating: 0xAA, count: random.pick([0, 0, 1, 7, 31, 60]))
      var output = [UInt8](repeating: 0, count: bytes.count + QuickDecoder.slack)
      let taken = input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
          output.baseAddress.flatMap { decoder.decode(input, into: $0, size: bytes.count) }
        }
      }
      #expect(taken == stream.count, "round \(round)")
      #expect(Array(output.prefix(bytes.count)) == bytes, "round \(round)")
    }
  }

  /// The front of a stream is what the whole of it begins with, and no more than there is; of a
  /// stream that is cut off or damaged, anything but a wrong length comes out.
  @Test func decodesFronts() throws {
    var random = TestRandom(seed: 23)
    var decoder = QuickDecoder()
    var complete = 0
    for round in 0..<800 {
      let bytes = sample(random.pick([0, 1, 20, 90, 300, 700, 3000, 40_000]), &random)
      var input = deflated(bytes, level: Int32(1 + random.below(9)))
      let count = random.pick([0, 1, 19, 64, 300, 448, bytes.count, bytes.count + 1])
      let isWhole = random.chance(70)
      if !isWhole {
        if random.chance(50) {
          input.removeLast(random.below(input.count))
        } else {
          input[random.below(input.count)] ^= 1 << UInt8(random.below(8))
        }
      }
      var output = [UInt8](repeating: 0, count: count + QuickDecoder.slack)
      let isThere = input.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
          output.baseAddress.map { decoder.decodeFront(input, into: $0, count: count) } ?? false
        }
      }
      guard isWhole else { continue }
      // Level 0 is not used: a stored block is read as a whole or not at all.
      if isThere {
        complete += 1
        #expect(count <= bytes.count, "round \(round)")
        #expect(output.prefix(count).elementsEqual(bytes.prefix(count)), "round \(round)")
      }
    }
    #expect(complete > 300)
  }

  @Test func checksumIsThatOfZlib() {
    var random = TestRandom(seed: 22)
    let sizes = Array(0..<400) + [5551, 5552, 5553, 70_000]
    for size in sizes {
      for bytes in [
        [UInt8](repeating: 0xFF, count: size), (0..<size).map { _ in UInt8(random.below(256)) },
      ] {
        let expected = UInt32(adler32(1, bytes, uInt(size)))
        #expect(
          bytes.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { Adler32.sum($0, size) } ?? 1
          } == expected, "\(size) bytes")
      }
    }
  }
}
