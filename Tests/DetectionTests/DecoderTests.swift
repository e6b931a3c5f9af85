@testable import Detection
import Findings
import KeyFormats
import RuleSet
import TestSupport
import Testing

/// Every kind of key is found in every encoding, at its place.
@Suite struct DecoderTests {
  /// An example of a rule, taken apart.
  private struct Example: Sendable {
    var rule: Rule
    var before: [UInt8]
    var secret: [UInt8]
    var after: [UInt8]
    var text: [UInt8] { before + secret + after }
  }

  private static let examples = Result {
    let worker = try RuleFixtures.worker()
    return try RuleFixtures.rules().compactMap { rule -> Example? in
      let text = Array(KeyTemplate.expand(rule.examples[0], seed: 6).utf8)
      guard
        let match = worker.secrets(in: text.span).first(where: {
          $0.rule.id == rule.id && $0.decodedFrom.isEmpty
        })
      else { return nil }
      return Example(
        rule: rule, before: Array(text[..<match.range.lowerBound]), secret: match.secret,
        after: Array(text[match.range.upperBound...]))
    }
  }

  /// The first piece of a split key has its shape already, yet fails its proof: the whole counts.
  @Test func aPieceThatFailsItsProofGivesWay() throws {
    let worker = try RuleFixtures.worker()
    let example = try #require(
      Self.examples.get().first { $0.rule.id == "pypi-api-token" })
    let key = String(decoding: example.secret, as: UTF8.self)
    let middle = key.index(key.startIndex, offsetBy: key.count / 2)
    let text = "token = '\(key[..<middle])' +\n  '\(key[middle...])'\n"
    let matches = worker.secrets(in: Array(text.utf8).span)
    #expect(matches.map(\.secret) == [example.secret])
    #expect(matches.map(\.confidence) == [.high])
  }

  /// Wherever a key is split, its first piece is not taken for all of it, though it has the shape of a
  /// shorter one.
  @Test(arguments: ["\" + \"", "\" +\n  \"", "\"\n  \"", "\".concat(\"", "\\\n"])
  func aSplitKeyIsWhole(joint: String) throws {
    let worker = try RuleFixtures.worker()
    var whole = 0
    for example in try Self.examples.get() where example.rule.valueKind == nil {
      guard example.secret.count <= 300, !example.secret.contains(where: { $0 <= 32 }) else {
        continue
      }
      for length in stride(from: 1, to: example.secret.count, by: 5) {
        let (first, second) = (example.secret[..<length], example.secret[length...])
        let text =
          example.before + Array("\"".utf8) + first + Array(joint.utf8) + second
          + Array("\"".utf8) + example.after
        let found = worker.secrets(in: text.span)
        if found.contains(where: { $0.secret == example.secret }) { whole += 1 }
        let piece = found.first {
          $0.rule.valueKind == nil && $0.secret.count < example.secret.count
            && first.starts(with: $0.secret)
        }
        #expect(piece == nil, "\(example.rule.id) after \(length)")
      }
    }
    #expect(whole > 5_000)
  }

  /// Only the secret is spelled otherwise.
  @Test(arguments: Encoder.ofParts)
  func spelledSecretIsFound(encoder: Encoder) throws {
    let worker = try RuleFixtures.worker()
    for around in [("", ""), ("x = 1;\nkey: \"", "\"\n"), ("<p>", "</p>")] {
      let examples = try Self.examples.get()
      let found = examples.count { expectPart($0, encoder, around, worker) }
      // A piece of a joined key can be one by itself; the longest keys exceed the limit, and the
      // shortest are not joined without a sign.
      #expect(found * 100 >= examples.count * 94, "\(found) of \(examples.count) in \(around)")
    }
  }

  private func expectPart(
    _ example: Example, _ encoder: Encoder, _ around: (String, String), _ worker: DetectionWorker
  ) -> Bool {
    let before = Array(around.0.utf8) + example.before
    let spelled = encoder.encode(example.secret)
    let text = before + spelled + example.after + Array(around.1.utf8)
    let matches = worker.secrets(in: text.span)
    guard
      let match = matches.first(where: {
        $0.rule.id == example.rule.id && $0.secret == example.secret
      })
    else { return false }
    #expect(match.range == before.count..<before.count + spelled.count, "\(example.rule.id)")
    // Short pieces that no sign joins may take a second layer.
    #expect(Set(match.decodedFrom) == Set(encoder.names), "\(example.rule.id)")
    #expect(matches.count { $0.range.overlaps(match.range) } == 1, "\(example.rule.id)")
    return true
  }

  /// A whole text is spelled otherwise, as in a Kubernetes secret or a data URL.
  @Test(arguments: Encoder.ofTexts)
  func spelledTextIsFound(encoder: Encoder) throws {
    let worker = try RuleFixtures.worker()
    let examples = try Self.examples.get()
    let arounds = [
      ("", ""), ("data: ", "\n"), ("{\"a\":\"", "\"}"), ("data:text/plain;base64,", ")"),
      ("    ", "\r\n"), ("Basic ", ","),
    ]
    for around in arounds {
      var found = 0
      for (number, example) in examples.enumerated() {
        // Every place of the secret within a group.
        let padding = "{\"n\": 1, \"text\": \"".utf8.prefix(number % 4 == 0 ? 0 : 10 + number % 7)
        if expectText(example, after: Array(padding), encoder, around, worker) { found += 1 }
      }
      #expect(found * 100 >= examples.count * 97, "\(found) of \(examples.count) in \(around)")
    }
  }

  /// Mail in quoted-printable: keys go on over the ends of lines, and every `=` is escaped.
  @Test(arguments: ["\n", "\r\n"])
  func quotedPrintableIsRead(lineEnd: String) throws {
    let worker = try RuleFixtures.worker()
    let examples = try Self.examples.get().filter { $0.secret.count < 300 }
    var found = 0
    for (number, example) in examples.enumerated() {
      var text = Array("Subject: key\n\nHello, this is what you asked for some time ago: ".utf8)
      text += String(repeating: "x", count: number % 9).utf8 + [0x20]
      var column = text.count - 14
      for byte in example.text {
        let spelled = byte == UInt8(ascii: "=") ? Array("=3D".utf8) : [byte]
        if column + spelled.count > 75 {
          text += Array("=\(lineEnd)".utf8)
          column = 0
        }
        text += spelled
        column = byte == 10 ? 0 : column + spelled.count
      }
      if worker.secrets(in: text.span).contains(where: { $0.secret == example.secret }) {
        found += 1
      }
    }
    // Of some, the piece on one line is a key by itself; of others it looks like padded base64.
    #expect(found * 100 >= examples.count * 70, "\(found) of \(examples.count)")
  }

  /// A key in a URL in a URL, plain but for what stands around it.
  @Test(arguments: ["%3D", "%253D", "%25253D", "%253A%252F%252Fx%253Ftoken%253D"])
  func aKeyStandsBesideTwiceEncodedText(before: String) throws {
    let worker = try RuleFixtures.worker()
    let key = KeyTemplate.expand("sk-or-v1-{hex:64}", seed: 2)
    let matches = worker.secrets(in: Array("?u=a\(before)\(key)%2526n%253D1".utf8).span)
    #expect(matches.map(\.secret) == [Array(key.utf8)])
  }

  private func expectText(
    _ example: Example, after padding: [UInt8], _ encoder: Encoder, _ around: (String, String),
    _ worker: DetectionWorker
  ) -> Bool {
    let inner = padding + example.text
    let before = Array(around.0.utf8)
    let spelled = encoder.encode(inner)
    let text = before + spelled + Array(around.1.utf8)
    let matches = worker.secrets(in: text.span)
    guard
      let match = matches.first(where: {
        $0.rule.id == example.rule.id && $0.secret == example.secret
      })
    else { return false }
    #expect(match.decodedFrom == encoder.names, "\(example.rule.id)")
    if encoder == .gzip || encoder == .zip {
      #expect(match.range == before.count..<before.count + spelled.count)
      return true
    }
    if encoder == .base64UTF16 || encoder == .hexDigits { return true }
    // The groups of four characters that hold it; with lines, without their ends.
    let start = padding.count + example.before.count
    let first = start / 3 * 4
    let last = min((start + example.secret.count + 2) / 3 * 4, encoder.encode(inner).count)
    let range = match.range.lowerBound - before.count..<match.range.upperBound - before.count
    let ends = spelled[..<range.lowerBound].count { $0 == 10 }
    let inside = spelled[range].count { $0 == 10 }
    #expect(range.lowerBound == first + ends, "\(example.rule.id)")
    #expect(range.upperBound == min(last + ends + inside, spelled.count), "\(example.rule.id)")
    return true
  }
}
