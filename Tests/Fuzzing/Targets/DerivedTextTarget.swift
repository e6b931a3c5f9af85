@testable import Detection

/// What is known of a text by way of its base against a look at all of it.
///
/// Input: the length of a program of ``TextMaker`` for the base, the program, and what the text has of
/// the base, with programs for what is new.
final class DerivedTextTarget: FuzzTarget {
  static let name = "derived-text"

  static var seeds: [[UInt8]] {
    TextMaker.seeds.flatMap { program -> [[UInt8]] in
      let start = [UInt8(program.count)] + program
      return [
        start + [0, 0, 255, 255], start + [0, 0, 20, 0, 0, 22, 0, 255, 255],
        start + [0, 0, 40, 0, 1, 0x94, 0x91, 0xF1, 0, 40, 0, 255, 255],
      ]
    }
  }

  private let worker = DetectionWorker(TextMaker.detector)

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    var program = InputReader(reader.take(reader.byte()))
    let base = TextMaker.text(&program, atMost: 1 << 12)
    var text: [UInt8] = []
    var copies: [CopiedRange] = []
    while !reader.rest.isEmpty, text.count < 1 << 13 {
      if reader.byte() & 1 == 1 {
        text += TextMaker.text(&reader, atMost: 1 << 11)
        continue
      }
      let start = min(base.count, reader.half())
      let count = min(base.count - start, reader.half())
      copies.append(CopiedRange(text.count..<text.count + count, from: start))
      text += base[start..<start + count]
    }
    let known = worker.knowledge(
      of: text.span, copies: copies, from: worker.knowledge(of: base.span), decodes: true)
    let whole = worker.knowledge(of: text.span)
    let secrets = worker.secrets(in: text.span)
    invariant(known.anchors == whole.anchors, "other literals")
    invariant(known.secrets == secrets, "other secrets by way of the base")
    invariant(whole.secrets == secrets, "other secrets by what is known of the whole")
    for secret in secrets {
      invariant(
        secret.range.lowerBound >= 0 && secret.range.upperBound <= text.count, "a secret outside")
    }
  }
}
