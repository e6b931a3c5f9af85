import Basics
import BuiltInRules
import Detection
import KeyFormats
import Redaction
import RuleSet
import ScanTestSupport
import TestSupport
import Testing

/// Nothing is left of what stands near the windows that a text of any length is redacted in.
struct WindowRedactionTests {
  private static let detector = Result { try Detector(BuiltInRules.ruleSet) }

  private func redact(
    _ text: [UInt8], inPiecesUpTo ends: [Int], with detector: Detector,
    _ style: ReplacementText = .redacted
  ) throws -> (text: [UInt8], isSettled: Bool) {
    let redactor = TextRedactor(DetectionWorker(detector), style)
    var result: [UInt8] = []
    var start = 0
    for end in ends + [text.count] where end > start && end <= text.count {
      let piece = Array(text[start..<end])
      result += try redactor.redact(piece.span, isLast: false)
      start = end
    }
    let rest: [UInt8] = []
    result += try redactor.redact(rest.span, isLast: true)
    return (result, redactor.isSettled)
  }

  /// Two rules, of which one has precedence where both find something.
  private static let overlapping = """
    provider = "Test"
    [[rules]]
    id = "test-long"
    description = "Long"
    regex = 'longkey_[a-z0-9_]{24,64}'
    precedence = 900
    severity = "high"
    confidence = "high"
    examples = ["longkey_{lower:30}"]
    counter_examples = ["longkey_"]
    [[rules]]
    id = "test-short"
    description = "Short"
    regex = 'short_[0-9a-f]{32}'
    precedence = 10
    severity = "high"
    confidence = "high"
    examples = ["short_{hex:32}"]
    counter_examples = ["short_"]
    """

  /// What only shows when something behind it is taken out is taken out, too, wherever pieces end.
  @Test(arguments: UInt64(1)...8)
  func whatIsUncoveredIsTakenOut(_ seed: UInt64) throws {
    let rules = try RuleFile(Array(Self.overlapping.utf8), named: "x.toml")
    let detector = try Detector(RuleSet([rules]))
    let worker = DetectionWorker(detector)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<24 {
      let before = String(repeating: "some words\n", count: random.next(below: 40))
      let after = String(repeating: "more words\n", count: detector.reach.after / 4)
      let key = KeyTemplate.expand(
        "longkey_{alnum:26}_short_{hex:32}", seed: random.next()
      ).lowercased()
      let text = Array((before + "x = '" + key + "'\n" + after).utf8)
      let place = before.utf8.count + 5 + random.next(below: 80) - 8
      let windows = [detector.reach.after, 2 * detector.reach.after]
      let ends = windows.map { place + $0 }
      let (result, isSettled) = try redact(text, inPiecesUpTo: ends, with: detector, .mark)
      #expect(isSettled)
      #expect(worker.secrets(in: result.span).isEmpty)
      #expect(!String(decoding: result, as: UTF8.self).contains(key.prefix(24)))
    }
  }

  /// Keys of some kinds, one or two of each, at places that lie about a window's length from the
  /// ends of what is read at once.
  @Test(arguments: UInt64(1)...6)
  func keysNearWindowsAreTakenOut(_ seed: UInt64) throws {
    let detector = try Self.detector.get()
    let worker = DetectionWorker(detector)
    var random = SeededGenerator(seed: seed)
    let templates = [
      "SSH_KEY={openssh-key:12}", "rsa.privateKey =\n{rsa-key:2048}", "sk-or-v1-{hex:64}",
      "privateKey: >-\n{pkcs8-key:1024}", "aws_secret_access_key = {base64:40}",
    ]
    for template in templates {
      let isWrapped = random.next(below: 2) == 0
      let keys = (0..<2).map { _ in
        KeyTemplate.expand(template, seed: UInt64(random.next(below: 2)) + 7)
          .replacing("\n", with: isWrapped ? "\\n" : "\n")
      }
      func filler(_ most: Int) -> String {
        String(repeating: "{\"a\": \"some words stand here\"}\n", count: random.next(below: most))
      }
      let head =
        filler(3) + "{\"c\": \"\(keys[0])\"}\n" + filler(50) + "{\"c\": \"\(keys[1])\"}\n"
      let window = [detector.reach.after, 2 * detector.reach.after][random.next(below: 2)]
      let size = window + random.next(below: head.utf8.count + 200)
      let line = "{\"a\": \"some words stand here\"}\n"
      let count = max(0, size - head.utf8.count) / line.utf8.count
      let text = Array((head + String(repeating: line, count: count)).utf8)
      let ends = [[65_536, 131_072, 196_608], [window], []][random.next(below: 3)]
      let (result, isSettled) = try redact(text, inPiecesUpTo: ends, with: detector)
      #expect(isSettled)
      #expect(worker.secrets(in: result.span).isEmpty, "\(template)")
      for key in keys {
        let middle = String(key.dropFirst(key.count / 3).prefix(24))
        #expect(!String(decoding: result, as: UTF8.self).contains(middle), "\(template)")
      }
    }
  }
}
