import Codecs
import TestSupport
import Testing

/// The decoders against what the real programs have compressed.
@Suite struct DecompressorTests {
  @Test func samplesAreOfEveryFormat() throws {
    let samples = try Sample.all.get()
    #expect(Set(samples.map(\.format)) == Set(CompressedFormat.allCases))
    #expect(samples.count == 43)
  }

  @Test func samplesAreDecoded() throws {
    for sample in try Sample.all.get() {
      let fed = Feeding(sample.format.makeDecompressor(), sample.bytes)
      #expect(fed.error == nil, "\(sample)")
      #expect(fed.output == sample.text, "\(sample)")
      #expect(fed.consumed == sample.bytes.count, "\(sample)")
      #expect(fed.isOrderly, "\(sample)")
    }
  }

  @Test func samplesAreRecognized() throws {
    for sample in try Sample.all.get() {
      let head = sample.bytes.prefix(CompressedFormat.headSize)
      #expect(CompressedFormat(recognizing: Array(head).span) == sample.format, "\(sample)")
    }
    for text in ["", "BZh9", "BZhello world and more", "]\0\0 and so on", "PK\u{3}\u{4}"] {
      #expect(CompressedFormat(recognizing: Array(text.utf8).span) == nil, "\(text)")
    }
  }

  @Test func everyCutGivesTheSame() throws {
    var random = TestRandom(seed: 18)
    for sample in try Sample.all.get() {
      for round in 0..<6 {
        let fed = Feeding(sample.format.makeDecompressor(), sample.bytes) {
          switch round {
          case 0: (1, 70_000)
          case 1: (1 + random.below(3), 1 + random.below(3) + random.below(2) * 999)
          case 2: (.max, 1 + random.below(700))
          default: (1 + random.below(round * 400), 1 + random.below(round * 400))
          }
        }
        #expect(fed.result == sample.text, "\(sample), round \(round)")
        #expect(fed.isOrderly, "\(sample), round \(round)")
      }
    }
  }

  @Test func cutOffIsNeverComplete() throws {
    for sample in try Sample.all.get() where sample.format != .compress {
      let step = max(1, sample.bytes.count / 40)
      for count in stride(from: 0, to: sample.bytes.count, by: step) {
        let fed = Feeding(sample.format.makeDecompressor(), Array(sample.bytes.prefix(count)))
        #expect(sample.text.starts(with: fed.output), "\(sample), \(count) bytes")
        // Whole streams may stand before the cut.
        let isComplete = sample.name.hasPrefix("many") && fed.error == nil
        #expect(fed.error == .truncated || isComplete, "\(sample), \(count) bytes")
      }
    }
  }

  @Test func whatFollowsIsLeftAlone() throws {
    let tail = Array("and more".utf8)
    for sample in try Sample.all.get() where sample.format != .compress {
      for pieces in [1, 1000, Int.max] {
        let decoder = sample.format.makeDecompressor()
        let fed = Feeding(decoder, sample.bytes + tail) { (pieces, 4096) }
        #expect(fed.result == sample.text, "\(sample)")
        #expect(fed.consumed == sample.bytes.count, "\(sample)")
      }
    }
  }

  @Test func damageIsAnError() throws {
    var random = TestRandom(seed: 19)
    let samples = try Sample.all.get().filter { $0.bytes.count < 30_000 }
    var errors = 0
    let count = 10_000
    for _ in 0..<count {
      let sample = random.pick(samples)
      var bytes = sample.bytes
      for _ in 0...random.below(3) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
      let cuts = random.below(3) == 0
      let fed = Feeding(sample.format.makeDecompressor(memoryLimit: 16 << 20), bytes) {
        cuts ? (1 + random.below(500), 1 + random.below(5000)) : (.max, 65_536)
      }
      #expect(fed.isOrderly, "\(sample)")
      if fed.error != nil { errors += 1 }
      guard sample.isChecked, let result = fed.result else { continue }
      // What a checksum guards is right, or missing as a whole stream of several.
      #expect(sample.text.starts(with: result), "\(sample): \(result.count) bytes")
    }
    #expect(errors > count / 2)
  }

  @Test func damageIsTheSameInEveryCut() throws {
    var random = TestRandom(seed: 20)
    for sample in try Sample.all.get() where sample.bytes.count < 30_000 {
      for _ in 0..<20 {
        var bytes = sample.bytes
        bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
        let whole = Feeding(sample.format.makeDecompressor(), bytes)
        let cut = Feeding(sample.format.makeDecompressor(), bytes) {
          (1 + random.below(300), 1 + random.below(3000))
        }
        #expect(whole.result == cut.result, "\(sample)")
      }
    }
  }
}
