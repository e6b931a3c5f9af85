import CZlib
import Inflate
import Testing

@Suite struct InflaterTests {
  /// Compresses with zlib itself.
  private func deflated(
    _ bytes: [UInt8], _ wrapping: Inflater.Wrapping, level: Int32 = 6
  ) throws -> [UInt8] {
    let windowBits: Int32 =
      switch wrapping {
      case .zlib: 15
      case .gzip: 31
      case .raw: -15
      }
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    try #require(
      deflateInit2_(
        &stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK)
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

  /// Bytes that repeat a little, the same in each run.
  private func sample(_ count: Int) -> [UInt8] {
    var state: UInt32 = 1
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(truncatingIfNeeded: state >> 24) & 0x1f
    }
  }

  private func decode(
    _ inflater: inout Inflater, _ input: [UInt8], _ wrapping: Inflater.Wrapping = .zlib,
    limit: Int = 1 << 24, expecting: Int = 0
  ) -> Result<(output: [UInt8], taken: Int), InflateError> {
    do throws(InflateError) {
      let taken = try inflater.decode(
        input.span, wrapping: wrapping, limit: limit, expecting: expecting)
      return .success((inflater.withOutput { Array(copying: $0) }, taken))
    } catch {
      return .failure(error)
    }
  }

  @Test(arguments: Inflater.Wrapping.allCases, [0, 1, 100, 16_384, 16_385, 300_000])
  func givesBackWhatZlibPacked(_ wrapping: Inflater.Wrapping, _ size: Int) throws {
    var inflater = Inflater()
    let bytes = sample(size)
    for level: Int32 in [0, 1, 9] {
      let packed = try deflated(bytes, wrapping, level: level)
      for expecting in [0, size, Int.max] {
        let result = try decode(
          &inflater, packed + [1, 2, 3], wrapping, limit: size, expecting: expecting
        ).get()
        #expect(result.output == bytes)
        #expect(result.taken == packed.count)
      }
    }
  }

  @Test func oneDecoderServesAllWrappingsAndSurvivesErrors() throws {
    var inflater = Inflater()
    for round in 0..<20 {
      let wrapping = Inflater.Wrapping.allCases[round % 3]
      let bytes = sample(round * 977)
      let packed = try deflated(bytes, wrapping)
      #expect(try decode(&inflater, packed, wrapping).get().output == bytes)
      #expect(throws: InflateError.self) {
        try decode(&inflater, Array(packed.dropLast()), wrapping).get()
      }
    }
  }

  @Test(arguments: Inflater.Wrapping.allCases)
  func everyPrefixIsTruncated(_ wrapping: Inflater.Wrapping) throws {
    var inflater = Inflater()
    let packed = try deflated(sample(500), wrapping)
    for length in 0..<packed.count {
      guard case .failure(let error) = decode(&inflater, Array(packed[..<length]), wrapping) else {
        Issue.record("a prefix of \(length) bytes was accepted")
        continue
      }
      #expect(error.reason == .truncated, "prefix of \(length) bytes")
      #expect(error.offset == length)
    }
  }

  /// A wrong byte is found, at the latest by the checksum, or it changes nothing that counts.
  @Test func everyFlippedByteIsFound() throws {
    var inflater = Inflater()
    let bytes = sample(500)
    let packed = try deflated(bytes, .zlib)
    for index in packed.indices {
      var broken = packed
      broken[index] ^= 0x55
      switch decode(&inflater, broken) {
      case .failure(let error): #expect(error.reason == .corrupt || error.reason == .truncated)
      case .success(let result): Issue.record("byte \(index) went unseen: \(result.taken)")
      }
    }
  }

  @Test func garbageIsCorrupt() {
    var inflater = Inflater()
    let table: [(name: String, input: [UInt8])] = [
      ("text", Array("hello, world".utf8)),
      ("gzip where zlib is wanted", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
      ("unknown method", [0x79, 0x9c, 0, 0]),
      ("preset dictionary", [0x78, 0xbb, 0, 0, 0, 1, 3, 0]),
      ("reserved block type", [0x78, 0x9c, 0x07, 0, 0]),
    ]
    for (name, input) in table {
      guard case .failure(let error) = decode(&inflater, input) else {
        Issue.record("\(name) was accepted")
        continue
      }
      #expect(error.reason == .corrupt, "\(name)")
    }
  }

  @Test func limitsTheOutput() throws {
    var inflater = Inflater()
    // A thousandfold: 50 MB of zeros in 50 kB.
    let bomb = try deflated([UInt8](repeating: 0, count: 50_000_000), .zlib, level: 9)
    for limit in [0, 1, 16_384, 1_000_000, 49_999_999] {
      guard case .failure(let error) = decode(&inflater, bomb, limit: limit) else {
        Issue.record("limit \(limit) was passed over")
        continue
      }
      #expect(error.reason == .tooLarge)
    }
    #expect(try decode(&inflater, bomb, limit: 50_000_000).get().output.count == 50_000_000)
  }
}

extension Array where Element == UInt8 {
  fileprivate init(copying span: Span<UInt8>) {
    self = span.withUnsafeBufferPointer { Array($0) }
  }
}
