import BuiltInRules
import Detection
import Engine
import Findings
import Foundation
import KeyFormats
import RuleSet
import ScanTestSupport
import SystemIO
import TestSupport
import Testing

@testable import Inputs

/// A text that several threads scan gives what it gives as a whole, and chunk by chunk.
@Suite struct RegionScanTests {
  private static let templates = [
    "OPENROUTER_API_KEY=sk-or-v1-{hex:64}", "deepseek_api_key = \"sk-{hex:32}\"",
    "x = 'sk-{hex:32}'", "AIzaSyA{alnum:31}A", "naïve 日本語 😀", "",
  ]

  private static func detector() throws -> Detector {
    try Detector(
      BuiltInRules.ruleSet.selecting(
        only: [
          "openrouter-api-key", "deepseek-api-key", "openai-compatible-key-hex", "google-api-key",
        ].filter { BuiltInRules.ruleSet[$0] != nil }, skipping: []))
  }

  private static func whole(_ text: [UInt8], _ detector: Detector) -> [Occurrence] {
    let scanner = TextScanner(detector)
    scanner.scan(text.span) { .file(path: "x") }
    return scanner.occurrences
  }

  private static func chunked(_ text: [UInt8], _ detector: Detector, size: Int) -> [Occurrence] {
    let scanner = TextScanner(detector)
    var buffer = ByteBuffer()
    var position = 0
    _ = TextStream(detector, chunkSize: size).scan(
      with: scanner, buffer: &buffer, from: .file(path: "x")
    ) { limit, buffer in
      let end = min(text.count, position + limit)
      buffer.append(text.span.extracting(position..<end))
      defer { position = end }
      return end - position
    }
    return scanner.occurrences
  }

  private static func parallel(
    _ text: [UInt8], _ detector: Detector, size: Int, threads: Int
  ) -> [Occurrence] {
    var plan = ScanPlan(ruleSet: detector.ruleSet)
    plan.threads = threads
    let run = ScanRun(plan, detector)
    let scanners = PerWorker(threads) { FileScanner(run, fromRoot: PathsFromRoot(of: [])) }
    let (occurrences, error) = RegionScan(detector, threads: threads, regionSize: size).scan(
      size: text.count, with: scanners, from: .file(path: "x")
    ) { offset, limit, buffer in
      buffer.append(text.span.extracting(offset..<min(text.count, offset + limit)))
    }
    #expect(error == nil)
    return occurrences
  }

  /// A part of the text in another form.
  private static func encoded(_ text: String, _ random: inout TestRandom) -> String {
    switch random.below(4) {
    case 0: Data(text.utf8).base64EncodedString()
    case 1: text.utf8.map { "%" + String($0, radix: 16) }.joined()
    default: text
    }
  }

  @Test(arguments: CodeUnit.all, [2, 4])
  func regionsGiveWhatTheWholeGives(unit: CodeUnit, threads: Int) throws {
    let detector = try Self.detector()
    var random = TestRandom(seed: UInt64(threads))
    var text = threads == 2 ? "\u{FEFF}" : "# notes\n"
    for line in 0..<600 {
      let key = KeyTemplate.expand(random.pick(Self.templates), seed: UInt64(line))
      text += unit == .byte ? Self.encoded(key, &random) : key
      text += random.pick(["\n", "\r\n", " ", "; ", "\n\n", " 😀"])
      if random.chance(20) { text += String(repeating: "é", count: random.below(200)) }
    }
    let bytes = unit.encode(text)
    let whole = Self.whole(bytes, detector)
    #expect(whole.count > 100, "\(whole.count)")
    for _ in 0..<3 {
      let size = 4_096 + 4 * random.below(3_000)
      let parts = Self.parallel(bytes, detector, size: size, threads: threads)
      #expect(parts.map(\.location) == whole.map(\.location), "regions of \(size)")
      #expect(parts.map(\.match.secret) == whole.map(\.match.secret))
      let chunks = Self.chunked(bytes, detector, size: size)
      #expect(chunks.map(\.location) == whole.map(\.location), "chunks of \(size)")
    }
  }

  /// One key, plain and encoded, is moved over a border of regions.
  @Test(arguments: [false, true])
  func keyIsFoundAtEveryPlace(isEncoded: Bool) throws {
    let detector = try Self.detector()
    let plain = LeakedKey.text(1)
    let key = Array((isEncoded ? Data("k=\(plain)".utf8).base64EncodedString() : plain).utf8)
    let border = 8_192
    let after = [UInt8](repeating: UInt8(ascii: "\n"), count: 3 * border)
    for shift in stride(from: border - key.count - 3, through: border + 3, by: 1) {
      let before = [UInt8](repeating: UInt8(ascii: "\n"), count: shift)
      let text = before + key + after
      let whole = Self.whole(text, detector)
      try #require(whole.count == 1)
      let parts = Self.parallel(text, detector, size: border, threads: 2)
      #expect(parts.map(\.location) == whole.map(\.location), "at \(shift)")
    }
  }

  /// Through the command's own way: a file that is left for all threads.
  @Test func bigFileIsScannedByAllThreads() throws {
    let folder = try TemporaryFolder()
    let line = Array((String(repeating: "é long line ", count: 80) + "\n").utf8)
    let half = [[UInt8]](repeating: line, count: 9_000).flatMap(\.self)
    let ends = [UInt64(1), 2].map { Array("  \(LeakedKey.text($0))".utf8) }
    try folder.write("big", half + ends[0] + half + ends[1])
    try #require(try folder.bytes("big").count >= BigFile.least)
    var plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    let detector = try Detector(plan.ruleSet)
    let one = Scan.run(FolderSource([folder.path]), plan, detector)
    plan.threads = 4
    let all = Scan.run(FolderSource([folder.path]), plan, detector)
    #expect(all.findings.flatMap(\.locations).map(\.region.line).sorted() == [9_001, 18_001])
    #expect(all.findings == one.findings)
    #expect(all.coverage.scanned == one.coverage.scanned)
    #expect(all.coverage.scanned.files == 1)
  }
}
