import Detection
import Engine
import Findings
import SystemIO

/// A text that is scanned in parts against the whole.
///
/// Input: the size of the parts, and a program of ``TextMaker``.
final class TextStreamTarget: FuzzTarget {
  static let name = "text-stream"

  static var seeds: [[UInt8]] {
    let far: [UInt8] = [0xF2, 0x20, 255, 0xF2, 0x41, 200, 0xF2, 10, 100]
    return TextMaker.seeds.map { program in
      Array([[1], program, far, program, far, far, program].joined())
    }
  }

  private let detector = TextMaker.detector
  private let scanner = TextScanner(TextMaker.detector)
  private var buffer = ByteBuffer()

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    let chunkSize = Detector.aligned(8_192 + reader.byte() * 32)
    let text = TextMaker.text(&reader, atMost: 1 << 15)
    scanner.scan(text.span) { .file(path: "x") }
    let whole = scanner.takeOccurrences()
    var position = 0
    let length = TextStream(detector, chunkSize: chunkSize).scan(
      with: scanner, buffer: &buffer, from: .file(path: "x")
    ) { limit, buffer in
      let end = min(text.count, position + min(limit, 5_000))
      buffer.append(text.span.extracting(position..<end))
      defer { position = end }
      return end - position
    }
    let parts = scanner.takeOccurrences()
    invariant(length == text.count, "another length")
    for (part, whole) in zip(parts, whole) {
      invariant(part.location == whole.location, "another place: \(part) for \(whole)")
      invariant(part.match.secret == whole.match.secret, "another secret: \(part) for \(whole)")
    }
    invariant(parts.count == whole.count, "\(parts.count) secrets in place of \(whole.count)")
    for occurrence in whole {
      let end = occurrence.match.range.upperBound
      invariant(end <= text.count, "a secret outside")
    }
  }
}
