import CZlib
import Inflate
import TestSupport
import Testing

/// Streams decoded into the caller's memory: the quick way and zlib's.
@Suite struct KnownSizeTests {
  /// Compresses with zlib itself.
  private func deflated(_ bytes: [UInt8], level: Int32, strategy: Int32) throws -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    try #require(
      deflateInit2_(&stream, level, Z_DEFLATED, 15, 8, strategy, ZLIB_VERSION, size) == Z_OK)
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 100 + 200)
    let status = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        return deflate(&stream, Z_FINISH)
      }
    }
    try #require(status == Z_STREAM_END)
    output.removeLast(Int(stream.avail_out))
    return output
  }

  /// Bytes of one of several kinds: noise, text with repeats near and far, long runs.
  private func sample(_ count: Int, _ random: inout TestRandom) -> [UInt8] {
    let letters = 1 + random.below(255)
    var bytes: [UInt8] = []
    while bytes.count < count {
      if random.chance(60) || bytes.isEmpty {
        for _ in 0..<(1 + random.below(20)) { bytes.append(UInt8(random.below(letters))) }
      } else {
        let back = 1 + random.below(min(bytes.count, random.chance(50) ? 20 : 32_768))
        let from = bytes.count - back
        for index in 0..<(1 + random.below(400)) { bytes.append(bytes[from + index]) }
      }
    }
    return Array(bytes.prefix(count))
  }

  private func decode(
    _ inflater: inout Inflater, _ input: [UInt8], size: Int, room: Int
  ) -> Result<(output: [UInt8], taken: Int), InflateError> {
    var taken = 0
    do throws(InflateError) {
      let output = try [UInt8](capacity: room) { output throws(InflateError) in
        taken = try inflater.decode(input.span, size: size, into: &output)
      }
      return .success((output, taken))
    } catch {
      return .failure(error)
    }
  }

  @Test func decodesWhatZlibWrites() throws {
    var random = TestRandom(seed: 5)
    var inflater = Inflater()
    for round in 0..<300 {
      let bytes = sample(random.pick([0, 1, 3, 50, 700, 5000, 70_000]), &random)
      let level = Int32(random.below(10))
      let strategy = random.pick([Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED])
      let input = try deflated(bytes, level: level, strategy: strategy)
      // With bytes behind it and without; with slack for the quick way and without.
      for (tail, room) in [(0, Inflater.slack), (20, Inflater.slack), (20, 1)] {
        let padded = input + [UInt8](repeating: 0xAA, count: tail)
        let (output, taken) = try decode(
          &inflater, padded, size: bytes.count, room: bytes.count + room
        ).get()
        #expect(output == bytes && taken == input.count, "round \(round)")
      }
    }
  }

  /// What the quick way takes for good, zlib takes for good too, and with the same result.
  @Test func agreesWithZlibOnDamage() throws {
    var random = TestRandom(seed: 6)
    var inflater = Inflater()
    var refused = 0
    for _ in 0..<600 {
      let bytes = sample(random.pick([10, 300, 3000]), &random)
      var input = try deflated(bytes, level: 6, strategy: Z_DEFAULT_STRATEGY)
      var size = bytes.count
      switch random.below(4) {
      case 0: input.removeLast(1 + random.below(input.count))
      case 1: size += random.pick([-1, 1, 200])
      default: input[random.below(input.count)] ^= UInt8(1 << random.below(8))
      }
      guard size >= 0 else { continue }
      let quick = decode(&inflater, input, size: size, room: size + Inflater.slack)
      let slow = decode(&inflater, input, size: size, room: size + 1)
      switch (quick, slow) {
      case (.success(let quick), .success(let slow)): #expect(quick == slow)
      case (.failure(let quick), .failure(let slow)):
        #expect(quick.reason == slow.reason || quick.reason == .corrupt || slow.reason == .tooLarge)
        refused += 1
      default: Issue.record("one decodes what the other refuses")
      }
    }
    #expect(refused > 500)
  }
}
