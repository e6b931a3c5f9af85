import BuiltInRules
@testable import Detection
import Findings
import Foundation
import KeyFormats
import RuleSet
import TestSupport
import Testing

/// What is known of a text by way of its base is what a look at all of it tells.
@Suite struct DerivedTextTests {
  /// Chains of texts, each made from pieces of the one before and of new bytes: keys are split,
  /// completed, moved and doubled.
  @Test func derivedTextsAreKnownAsWell() throws {
    let detector = try Detector(BuiltInRules.ruleSet)
    let worker = DetectionWorker(detector)
    var random = TestRandom(seed: 41)
    let pieces = try Pieces()
    var (compared, carried) = (0, 0)
    for _ in 0..<40 {
      var text = pieces.text(of: 8 + random.below(12), &random)
      var known = worker.knowledge(of: text.span)
      for _ in 0..<12 {
        let (derived, copies) = pieces.derive(from: text, &random)
        let base = known
        let last = worker.knowledge(
          of: derived.span, copies: copies, from: base, decodes: true, isBase: false)
        known = worker.knowledge(
          of: derived.span, copies: copies, from: base, decodes: true)
        #expect(last.secrets == known.secrets)
        #expect(last.signs == known.signs)
        text = derived
        let whole = worker.knowledge(of: text.span)
        #expect(known.anchors == whole.anchors)
        let expected = whole.matches.map(Summary.init)
        #expect(Set(known.matches.map(Summary.init)) == Set(expected))
        #expect(known.secrets == worker.secrets(in: text.span))
        compared += expected.count
        carried += base.matches.isEmpty ? 0 : 1
      }
    }
    #expect(compared > 600)
    #expect(carried > 250)
  }

  /// One small change after the other, at every place of a text with encoded keys in it: where the
  /// change is decides how much is looked at again.
  @Test func everySmallChangeIsSeen() throws {
    let worker = try RuleFixtures.worker()
    var random = TestRandom(seed: 83)
    let keys = try RuleFixtures.keys().filter { $0.key.count < 80 }
    var (compared, found) = (0, 0)
    for _ in 0..<60 {
      let key = random.pick(keys).key
      let wrapped = Pieces.encoded(Array("before ".utf8) + key + Array(" after".utf8), &random)
      var text = Array("int x = \"a\";\n  ".utf8) + wrapped + Array("\n  y(\"b\", 'c');\n".utf8)
      var known = worker.knowledge(of: text.span)
      for offset in text.indices {
        let place = offset % text.count
        let removed = random.below(3) == 0 ? 1 : 0
        let added =
          random.chance(30) ? [] : [random.pick(Array("aQ=\"+\\%\n \0/-_3\u{1}\u{1B}[m".utf8))]
        var derived = text
        derived.replaceSubrange(place..<place + removed, with: added)
        let copies = [
          CopiedRange(0..<place, from: 0),
          CopiedRange(place + added.count..<derived.count, from: place + removed),
        ]
        let changed = worker.knowledge(
          of: derived.span, copies: copies, from: known, decodes: true)
        let expected = worker.secrets(in: derived.span)
        #expect(changed.secrets == expected, "\(String(decoding: derived, as: UTF8.self))")
        (compared, found) = (compared + 1, found + expected.count)
        // Undone again, so that most changes are to a text with a key in it.
        let back = [
          CopiedRange(0..<place, from: 0),
          CopiedRange(place + removed..<text.count, from: place + added.count),
        ]
        known = worker.knowledge(of: text.span, copies: back, from: changed, decodes: true)
        guard offset % 8 == 0 else { continue }
        #expect(known.secrets == worker.secrets(in: text.span))
        if random.chance(20) { (text, known) = (derived, changed) }
      }
    }
    #expect(compared > 4_000 && found > 2_000, "\(compared), \(found)")
  }

  /// Only what is new is searched: a copy of a text as it is asks for nothing.
  @Test func unchangedTextHasNoNewRange() {
    let same = TextOrigin([CopiedRange(0..<500, from: 0)], length: 500, baseLength: 500)
    #expect(same.newRanges == [])
    let joined = TextOrigin(
      [CopiedRange(0..<20, from: 0), CopiedRange(20..<500, from: 20)], length: 500, baseLength: 500)
    #expect(joined.newRanges == [])
    let cut = TextOrigin([CopiedRange(0..<400, from: 0)], length: 400, baseLength: 500)
    #expect(cut.newRanges == [396..<400])
    let seam = TextOrigin(
      [CopiedRange(0..<200, from: 0), CopiedRange(200..<450, from: 250)], length: 450,
      baseLength: 500)
    #expect(seam.newRanges == [196..<204])
    let inserted = TextOrigin(
      [CopiedRange(0..<200, from: 0), CopiedRange(300..<600, from: 200)], length: 600,
      baseLength: 500)
    #expect(inserted.newRanges == [196..<304])
  }

  /// Between two changes, a copy is one from so many bytes on.
  @Test(arguments: [1, CopiedRange.shortest - 1, CopiedRange.shortest])
  func shortCopiesAreNew(length: Int) {
    let origin = TextOrigin(
      [
        CopiedRange(0..<200, from: 0), CopiedRange(210..<210 + length, from: 200),
        CopiedRange(220 + length..<600, from: 300),
      ], length: 600, baseLength: 680 - length)
    let isCopy = length == CopiedRange.shortest
    #expect(origin.copies.count == (isCopy ? 3 : 2))
    #expect(origin.isCopied(210..<210 + length) == isCopy)
    let end = 220 + length + 4
    #expect(origin.newRanges == (isCopy ? [196..<214, 206 + length..<end] : [196..<end]))
  }
}

/// What tells one match from another.
private struct Summary: Hashable {
  let start: Int
  let rule: Int
  let range: Range<Int>
  let secret: [UInt8]
  let confidence: Confidence
  let evidence: [String]

  init(_ match: PlainMatch) {
    start = match.start
    rule = match.rule
    range = match.secret.range
    secret = match.secret.secret
    confidence = match.secret.confidence
    evidence = match.secret.evidence
  }
}

extension TextOrigin {
  fileprivate var newRanges: [Range<Int>] {
    var ranges: [Range<Int>] = []
    forEachNewRange(margin: 4) { ranges.append($0) }
    return ranges
  }
}

/// Makes texts that hold keys, and texts that differ from them.
private struct Pieces {
  private let examples: [String]

  init() throws {
    examples = try RuleFixtures.rules().flatMap {
      $0.examples + $0.counterExamples
    }
  }

  func piece(_ random: inout TestRandom) -> [UInt8] {
    switch random.below(9) {
    case 0: return Pieces.encoded(text(of: 2, &random), &random)
    case 1: return Array(["\n", " ", "=", "é", "sk-", "x = 1;\n", "-"][random.below(7)].utf8)
    case 2: return Array(repeating: UInt8(ascii: " "), count: random.below(200))
    case 3 where random.chance(15):
      return Array(repeating: Array("plain text\n".utf8), count: 1_500).flatMap(\.self)
    default:
      let template = random.pick(examples)
      let text = Array(KeyTemplate.expand(template, seed: random.next()).utf8)
      return random.chance(20) ? Array(text.prefix(random.below(text.count + 1))) : text
    }
  }

  static func encoded(_ text: [UInt8], _ random: inout TestRandom) -> [UInt8] {
    switch random.below(5) {
    case 0, 1:
      let unit = random.pick(Encoding.wide).codeUnit
      let zeros = [UInt8](repeating: 0, count: unit.width - 1)
      return text.flatMap { unit.isBigEndian ? zeros + [$0] : [$0] + zeros }
    case 2: return Array(Data(text).base64EncodedString().utf8)
    case 3:
      return text.flatMap {
        Array("%\(String($0 >> 4, radix: 16))\(String($0 & 15, radix: 16))".utf8)
      }
    default:
      let cut = random.below(text.count + 1)
      return Array("\"".utf8) + text[..<cut] + Array("\" +\n  \"".utf8) + text[cut...] + [34]
    }
  }

  func text(of count: Int, _ random: inout TestRandom) -> [UInt8] {
    (0..<count).flatMap { _ in piece(&random) }
  }

  /// Most of the base in its order, with pieces left out, added, moved or doubled.
  func derive(from base: [UInt8], _ random: inout TestRandom) -> ([UInt8], [CopiedRange]) {
    var text: [UInt8] = []
    var copies: [CopiedRange] = []
    func copy(_ range: Range<Int>) {
      copies.append(CopiedRange(text.count..<text.count + range.count, from: range.lowerBound))
      text += base[range]
    }
    var position = 0
    for _ in 0..<random.below(4) {
      let cut = position + random.below(base.count - position + 1)
      copy(position..<cut)
      position = min(base.count, cut + (random.chance(50) ? random.below(30) : 0))
      switch random.below(6) {
      case 0 where !base.isEmpty:
        let start = random.below(base.count)
        copy(start..<start + random.below(base.count - start + 1))
      case 1, 2: text += piece(&random)
      case 3: text += base[position...].prefix(random.below(5)).reversed()
      case 4:
        // Small changes close together.
        for _ in 0..<random.below(12) {
          let end = position + random.below(min(100, base.count - position) + 1)
          copy(position..<end)
          text += base[end...].prefix(random.below(4)).reversed()
          position = min(base.count, end + random.below(4))
        }
      default: break
      }
    }
    if random.chance(90) { copy(position..<base.count) }
    // Neither may grow without end.
    guard text.count > 90_000 else { return (text, copies) }
    return (Array(base.prefix(40_000)), [CopiedRange(0..<min(40_000, base.count), from: 0)])
  }
}
