import Detection
import Findings
import TestSupport
import Testing

/// Lines and columns against the standard library's Unicode views.
@Suite struct LineCounterTests {
  struct Form: Sendable {
    var encoding: Encoding?
    var mark = "\u{FEFF}"

    func encode(_ text: String) -> [UInt8] { encoding?.encode(text) ?? Array(text.utf8) }

    static let all =
      [Form(encoding: nil, mark: ""), Form(encoding: nil)]
      + Encoding.wide.map { Form(encoding: $0) }
  }

  /// Places are counted at random stops, those inside characters too, and from several buffers.
  @Test(arguments: Form.all)
  func placesAreThoseOfTheStandardLibrary(form: Form) {
    var random = TestRandom(seed: 61)
    var compared = 0
    for _ in 0..<200 {
      let pieces = (0..<random.below(60)).map { _ in
        random.pick(["a", "\n", "\r\n", "é", "語", "😀", "\t", "\u{2028}", "ab cd", "上", "Ċ"])
      }
      let bytes = form.encode(form.mark + pieces.joined())
      var counter = LineCounter(CodeUnit(atStartOf: form.encode(form.mark + "abcd").span))
      var text = ""
      var offset = form.encode(form.mark).count
      for piece in pieces {
        if random.chance(30) {
          counter.advance(to: min(bytes.count, offset + 1), in: bytes.span, base: 0)
        }
        text += piece
        offset += form.encode(piece).count
        guard random.chance(50) else { continue }
        let base = Detector.aligned(max(0, min(counter.offset, offset) - 4))
        counter.advance(to: offset, in: bytes[base..<offset].span, base: base)
        let lines = text.utf16.split(separator: 10, omittingEmptySubsequences: false)
        #expect(counter.line == lines.count)
        #expect(counter.column == (lines.last?.count ?? 0) + 1)
        let line =
          (lines.count == 1 ? form.mark : "")
          + String(decoding: lines.last.map(Array.init) ?? [], as: UTF16.self)
        #expect(counter.byteColumn == form.encode(line).count + 1)
        compared += 1
      }
    }
    #expect(compared > 2_000, "\(compared)")
  }
}
