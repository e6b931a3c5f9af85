import Detection
import Findings
import KeyFormats
import RuleSet
import TestSupport
import Testing

/// A key in binary data is found at exactly its place, whatever its length is written as and
/// whatever follows.
@Suite struct StoredStringTests {
  /// Ways of writing a string.
  enum Format: String, CaseIterable {
    case shortPickle, longPickle, messagePack, marshal, protocolBuffer, classFile, propertyList
    case bson, record, index, avro, ruby
  }

  @Test(arguments: Format.allCases)
  func keyIsFound(format: Format) throws {
    let worker = try RuleFixtures.worker()
    var random = TestRandom(seed: 90)
    let keys = try BoundaryTests.markedKeys()
    var missed: [String] = []
    var inexact: [String] = []
    for (rule, key) in keys {
      let (before, after) = Self.surroundings(of: key, in: format, using: &random)
      let text = before + key + after
      let range = before.count..<before.count + key.count
      let found = worker.secrets(in: text.span)
      if !found.contains(where: { $0.range.overlaps(range) && $0.confidence >= .low }) {
        missed.append(rule.id)
      } else if !found.contains(where: { $0.range == range }) {
        inexact.append(rule.id)
      }
    }
    #expect(missed.count * 50 <= keys.count, "\(missed)")
    #expect(inexact.count * 50 <= keys.count, "\(inexact)")
  }

  /// Whatever a rule finds, and wherever it says that its key ends, the string's end does no harm.
  @Test(arguments: Format.allCases)
  func examplesOfAllRules(format: Format) throws {
    let worker = try RuleFixtures.worker()
    var random = TestRandom(seed: 91)
    var found = 0
    for rule in try RuleFixtures.rules() {
      for example in rule.examples {
        let text = Array(KeyTemplate.expand(example, seed: random.next()).utf8)
        guard text.count < 16_384 else { continue }
        let (before, after) = Self.surroundings(of: text, in: format, using: &random)
        let whole = before + text + after
        found += worker.secrets(in: whole.span).isEmpty ? 0 : 1
        // The string is cut off.
        let part = before + text.prefix(random.below(text.count))
        _ = worker.secrets(in: part.span)
      }
    }
    #expect(found > 1_000)
  }

  /// A byte before a key that could be a length does not cut off what has the structure of genuine keys.
  @Test(arguments: ["", "key", "key\u{0}", "키"])
  func aGuessedLengthCutsNoExactKey(before: String) throws {
    let worker = try RuleFixtures.worker()
    let templates = [
      "sk-proj-{base64url:74}T3BlbkFJ{base64url:72}AA",
      "sk-svcacct-{base64url:58}T3BlbkFJ{base64url:56}QA",
    ]
    for (seed, template) in templates.enumerated() {
      let key = Array(KeyTemplate.expand(template, seed: UInt64(seed) + 5).utf8)
      for after: [UInt8] in [[0], [1], [0x1C], [0, 10], [2, 3]] {
        var inexact: [UInt8] = []
        for byte in UInt8(100)...255 {
          let start = Array(before.utf8) + [byte]
          let found = worker.secrets(in: (start + key + after).span)
          let range = start.count..<start.count + key.count
          // A letter before it may be one of a longer word.
          let isCut = found.contains { $0.range.overlaps(range) && $0.range != range }
          if isCut { inexact.append(byte) }
        }
        #expect(inexact.isEmpty, "\(after)")
      }
    }
  }

  /// A column of bytes says how long it is, as one of text does.
  @Test func aKeyMayBeAColumnOfBytes() throws {
    let worker = try RuleFixtures.worker()
    let key = Array(KeyTemplate.expand("sk-or-v1-{hex:64}", seed: 4).utf8)
    for name in ["xx", "xI", "longer text here"] {
      let wide: [UInt8] = name.utf8.flatMap { [0, $0] as [UInt8] }
      let types =
        Self.bigEndianVarint(13 + 2 * wide.count) + Self.bigEndianVarint(12 + 2 * key.count)
      let size = 1 + types.count + wide.count + key.count
      let before = Self.bigEndianVarint(size) + [1, UInt8(1 + types.count)] + types + wide
      let text: [UInt8] = [0, 0, 0] + before + key + [0]
      let range = before.count + 3..<before.count + 3 + key.count
      let found = worker.secrets(in: text.span)
      #expect(found.map(\.range) == [range], "\(name)")
    }
  }

  /// What is stored before and after a key: other strings, with their lengths.
  private static func surroundings(
    of key: [UInt8], in format: Format, using random: inout TestRandom
  ) -> (before: [UInt8], after: [UInt8]) {
    let name = Array("provider".prefix(3 + random.below(5)).utf8)
    let next = Array("account\(random.below(99))".utf8)
    let tail: [UInt8] = [0, 0x12, 1]
    func both(_ prefix: ([UInt8]) -> [UInt8]) -> (before: [UInt8], after: [UInt8]) {
      (prefix(name) + name + prefix(key), prefix(next) + next + tail)
    }
    let long = [UInt8(key.count & 0xFF), UInt8(key.count >> 8)]
    switch format {
    case .shortPickle where key.count < 256:
      return both { [0x94, 0x8C, UInt8($0.count)] }
    case .shortPickle, .longPickle:
      return both { [0x94, UInt8(ascii: "X"), UInt8($0.count & 0xFF), UInt8($0.count >> 8), 0, 0] }
    case .messagePack:
      let head: [UInt8] = key.count < 256 ? [0xD9, long[0]] : [0xDA, long[1], long[0]]
      return (
        [0x82, 0xA0 | UInt8(name.count)] + name + head, [0xA0 | UInt8(next.count)] + next + tail
      )
    case .marshal where key.count < 256:
      return both { [0xDA, UInt8($0.count)] }
    case .marshal:
      return both { [0xE1, UInt8($0.count & 0xFF), UInt8($0.count >> 8), 0, 0] }
    case .protocolBuffer:
      return both { [0x1A] + varint($0.count) }
    case .classFile:
      return both { [1, UInt8($0.count >> 8), UInt8($0.count & 0xFF)] }
    case .propertyList:
      let head: [UInt8] = key.count < 256 ? [0x5F, 0x10, long[0]] : [0x5F, 0x11, long[1], long[0]]
      return ([0x5F, 0x10, 0x0E] + name + head, [0x50 | UInt8(next.count)] + next + tail)
    case .bson:
      return (
        [2] + name + [0] + [UInt8((key.count + 1) & 0xFF), UInt8((key.count + 1) >> 8), 0, 0],
        [0, 2] + next + tail
      )
    case .avro:
      return both { varint(2 * $0.count) }
    case .ruby:
      // An encoding follows each string.
      let end = [6, UInt8(ascii: ":"), 6] + Array("ET".utf8)
      func prefix(_ string: [UInt8]) -> [UInt8] {
        let (low, high) = (UInt8(string.count & 0xFF), UInt8(string.count >> 8))
        let length = string.count < 123 ? [low + 5] : high == 0 ? [1, low] : [2, low, high]
        return Array("I\"".utf8) + length
      }
      return (prefix(name) + name + end + prefix(key), end + prefix(next) + next + end + tail)
    case .record, .index:
      let types = [name, key, next].map { bigEndianVarint(13 + 2 * $0.count) }.joined()
      let size = 1 + types.count + name.count + key.count + next.count
      let number: [UInt8] = format == .record ? [UInt8(1 + random.below(90))] : []
      return (
        bigEndianVarint(size) + number + [UInt8(1 + types.count)] + types + name, next + tail
      )
    }
  }

  private static func varint(_ number: Int) -> [UInt8] {
    number < 0x80 ? [UInt8(number)] : [UInt8(number & 0x7F) | 0x80, UInt8(number >> 7)]
  }

  private static func bigEndianVarint(_ number: Int) -> [UInt8] {
    number < 0x80 ? [UInt8(number)] : [UInt8(number >> 7) | 0x80, UInt8(number & 0x7F)]
  }

  /// A letter of a mangled name is no length.
  @Test func mangledNamesAreNoKeys() throws {
    let worker = try RuleFixtures.worker()
    let name =
      "_ZN10accumulateIDTcl10accumulatecldtfp_5beginEcldtfp_3endEscNS0_10assignableIDTplfp0_"
      + "decldtfp_5beginEEE4typeEfp0_EE"
    let text = [0] + Array(name.utf8) + [0]
    #expect(worker.secrets(in: text.span).map(\.rule.id) == [])
  }

  /// Without control bytes near, a digit before a key is a digit.
  @Test func textIsNoBinary() throws {
    let worker = try RuleFixtures.worker()
    let key = Array(KeyTemplate.expand("sk-{alnum:48}", seed: 2).utf8)
    for between in [0, 40, 60, 63, 64, 65, 80] {
      let text =
        [0] + [UInt8](repeating: UInt8(ascii: " "), count: between) + Array("3".utf8) + key
        + [UInt8](repeating: UInt8(ascii: " "), count: 200)
      #expect(worker.secrets(in: text.span).isEmpty == (between >= 63), "\(between)")
    }
  }
}
