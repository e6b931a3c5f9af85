import Agents
import Basics
import Findings

/// What is taken out of a payload: nothing is left, and JSON of the same structure comes out.
///
/// Input: a byte that says how, then JSON as it is, or a program of ``TextMaker`` whose text is put into
/// JSON, plainly or with many escapes.
final class PayloadTarget: FuzzTarget {
  static let name = "payload"

  static var seeds: [[UInt8]] {
    let texts = [
      "{\"tool_response\":{\"stdout\":\"a\\u0000b\\n\",\"n\":[1,\"\\u0001\"]}}",
      "[\"\\u0073k-or\",\"\"]", "\"\"",
    ]
    return texts.map { [0] + Array($0.utf8) }
      + TextMaker.seeds.flatMap { program in (1...3).map { [$0] + program } }
  }

  private let redactor = PayloadRedactor(TextMaker.detector, atLeast: .low)

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    guard let value = Self.value(&reader, Array(input.dropFirst())) else { return }
    do throws(PayloadRedactor.Failure) {
      guard let (redacted, secrets) = try redactor.redact(value) else { return }
      invariant(!secrets.isEmpty, "a change without a secret")
      invariant(redacted.width == value.width, "another structure")
      invariant(try redactor.redact(redacted) == nil, "a secret is left")
    } catch {
      // Where that cannot be done it is said.
    }
  }

  private static func value(_ reader: inout InputReader, _ rest: [UInt8]) -> JSONTree.Node? {
    let form = reader.byte() % 4
    guard form > 0 else { return try? JSONTree(rest).root }
    let text = String(decoding: TextMaker.text(&reader, atMost: 1 << 12), as: UTF8.self)
    let escaped = text.utf16.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
    let string = form == 2 ? "\"\(escaped)\"" : JSON.string(text).oneLine
    let json = form == 3 ? string : "{\"api_key\":\(string),\"n\":[1,{\"b\":\(string)}]}"
    return try? JSONTree(Array(json.utf8)).root
  }
}
