import BuiltInRules
import Detection
import Findings
import KeyFormats
import RuleSet
import ScanTestSupport
import SystemIO
import TestSupport
import Testing

@testable import Engine

/// A text that is scanned chunk by chunk gives what it gives as a whole.
@Suite struct TextStreamTests {
  /// Rules of every kind: by prefix, by context word, long, and of low precedence.
  private static func detector() throws -> Detector {
    try Detector(
      BuiltInRules.ruleSet.selecting(
        only: [
          "openrouter-api-key", "openai-project-key", "mistral-api-key", "deepseek-api-key",
          "openai-compatible-key-hex", "google-api-key", "zhipu-api-key",
        ].filter { BuiltInRules.ruleSet[$0] != nil }, skipping: []))
  }

  private static let key = KeyTemplate.expand("sk-or-v1-{hex:64}", seed: 1)

  private static let templates = [
    "OPENROUTER_API_KEY=sk-or-v1-{hex:64}", "key: sk-proj-{alnum:74}T3BlbkFJ{alnum:74}",
    "deepseek_api_key = \"sk-{hex:32}\"", "x = 'sk-{hex:32}'", "AIzaSyA{alnum:31}A",
    "ZHIPUAI_API_KEY={hex:32}.{alnum:16}", "naïve 日本語 😀", "",
  ]

  private static func occurrences(
    of text: [UInt8], _ detector: Detector, chunkSize: Int?
  ) throws -> [Occurrence] {
    let scanner = TextScanner(detector)
    guard let chunkSize else {
      scanner.scan(text.span) { .file(path: "x") }
      return scanner.occurrences
    }
    var buffer = ByteBuffer()
    var position = 0
    let length = try TextStream(detector, chunkSize: chunkSize).scan(
      with: scanner, buffer: &buffer, from: .file(path: "x")
    ) { limit, buffer throws(SystemError) in
      let end = min(text.count, position + min(limit, 5_000))
      buffer.append(text[position..<end].span)
      defer { position = end }
      return end - position
    }
    #expect(length == text.count)
    return scanner.occurrences
  }

  @Test(arguments: CodeUnit.all)
  func chunksGiveWhatTheWholeGives(unit: CodeUnit) throws {
    let detector = try Self.detector()
    var random = TestRandom(seed: 41)
    var compared = 0
    for round in 0..<2 {
      var text = round % 2 == 0 ? "\u{FEFF}" : "# notes\n"
      for line in 0..<300 {
        let seed = UInt64(1_000 * round + line)
        text += KeyTemplate.expand(random.pick(Self.templates), seed: seed)
        text += random.pick(["\n", "\r\n", " ", "; ", "\n\n", " 😀"])
        if random.chance(20) { text += String(repeating: "é", count: random.below(200)) }
      }
      let bytes = unit.encode(text)
      let whole = try Self.occurrences(of: bytes, detector, chunkSize: nil)
      for chunkSize in [6_144, 8_192 + 4 * random.below(2_000)] {
        let parts = try Self.occurrences(of: bytes, detector, chunkSize: chunkSize)
        #expect(parts.map(\.location) == whole.map(\.location), "chunks of \(chunkSize)")
        #expect(parts.map(\.match.secret) == whole.map(\.match.secret))
        compared += whole.count
      }
    }
    #expect(compared > 500, "\(compared)")
  }

  /// One key is moved over a border of chunks byte by byte.
  @Test(arguments: CodeUnit.all)
  func keyIsFoundAtEveryPlace(unit: CodeUnit) throws {
    let detector = try Self.detector()
    let chunk = 4_096
    let after = unit.encode(
      "\n" + String(repeating: "b ", count: chunk + detector.reach.after))
    let key = unit.encode(Self.key)
    for shift in stride(from: chunk - 180, through: chunk + 20, by: 11) {
      for border in [0, detector.reach.after] {
        let filler = max(0, shift - border) / unit.width
        let before = unit.encode(
          "é\n" + String(repeating: "a", count: filler) + "\n k = ")
        let found = try Self.occurrences(of: before + key + after, detector, chunkSize: chunk)
        #expect(found.map(\.location.region.byteOffset) == [before.count])
        #expect(found.map(\.location.region.byteLength) == [key.count])
        if unit == .byte {
          #expect(found.map(\.location.region.line) == [3])
          #expect(found.map(\.location.region.column) == [6])
        }
      }
    }
  }

  /// So many secrets that time in the square of their number would be felt.
  @Test func manySecretsInOneLineAreNoBurden() throws {
    let detector = try Self.detector()
    let keys = (0..<2_000).map { KeyTemplate.expand("\"sk-or-v1-{hex:64}\"", seed: UInt64($0)) }
    let text = Array(keys.joined(separator: ",").utf8)
    let found = try Self.occurrences(of: text, detector, chunkSize: nil)
    // One key in some thousands looks made up.
    #expect((1_990...2_000).contains(found.count))
    for occurrence in found {
      #expect(occurrence.location.snippet.text.utf16.count < 500)
    }
  }
}
