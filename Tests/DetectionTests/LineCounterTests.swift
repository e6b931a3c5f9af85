import Detection
import Findings
import TestSupport
import Testing

/// Lines and columns against the standard library's Unicode views.
@Suite struct LineCounterTests {
  enum Form: Sendable, CaseIterable {
    case utf8
    case utf8WithMark
    case utf16LittleEndian
    case utf16BigEndian

    var mark: String { self == .utf8 ? "" : "\u{FEFF}" }

    func encode(_ text: String) -> [UInt8] {
      switch self {
      case .utf8, .utf8WithMark: Array(text.utf8)
      case .utf16LittleEndian: Encoding.utf16LittleEndian.encode(text)
      case .utf16BigEndian: Encoding.utf16BigEndian.encode(text)
      }
    }
  }

  /// Places are counted at random stops, those inside characters too, and from several buffers.
  @Test(arguments: Form.allCases)
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
        let base = min(counter.offset, offset) & ~1
        let part = Array(bytes[(base < 4 ? 0 : base - 2)..<offset])
        counter.advance(to: offset, in: part.span, base: base < 4 ? 0 : base - 2)
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
