import Basics
import Engine

/// JSON, and a baseline in it.
///
/// Input: the file.
final class BaselineTarget: FuzzTarget {
  static let name = "baseline"

  static var seeds: [[UInt8]] {
    let digits = String(repeating: "5a", count: 16)
    let entry = "\"\(Baseline.prefix)\(digits)\": {\"rule\":\"openai-key\",\"paths\":[\"a/b\"]}"
    return [
      "{\n  \(entry),\n  \"\(Baseline.mark.name)\": \(Baseline.mark.version)\n}\n", "{}", "[]",
      #"{"a":[1,-2,3.5e9,true,null,"\u00e9\ud83d\ude00\n\"\\\/\b"],"b":{"c":[]}}"#, "\"\\ud800\"",
      String(repeating: "[", count: 70),
    ].map { Array($0.utf8) }
  }

  func run(_ input: [UInt8]) {
    let lines = input.count { $0 == UInt8(ascii: "\n") } + 1
    do throws(Baseline.Malformed) {
      _ = try Baseline(input, named: "x")
    } catch {
      invariant((1...lines).contains(error.line) && !error.message.isEmpty, "a line outside")
    }
    do throws(JSONReader.Failure) {
      let value = try JSONReader.read(input)
      var text = ""
      JSONWriter(layout: .indented).write(Self.written(value), to: &text)
      let again = try JSONReader.read(Array(text.utf8))
      invariant(Self.equal(value, again), "another value when it is written anew")
    } catch {
      invariant((1...lines).contains(error.line), "a line outside")
    }
  }

  private static func written(_ value: JSONReader.Value) -> JSON {
    switch value {
    case .object(let members): .object(members.map { ($0.name, written($0.value)) })
    case .array(let elements): .array(elements, written)
    case .string(let text): .string(text)
    case .integer(let number): .integer(number)
    case .boolean(let flag): .boolean(flag)
    case .other: .decimal(0.5)
    }
  }

  private static func equal(_ left: JSONReader.Value, _ right: JSONReader.Value) -> Bool {
    switch (left, right) {
    case (.object(let left), .object(let right)):
      left.count == right.count
        && zip(left, right).allSatisfy {
          $0.name.utf8.elementsEqual($1.name.utf8) && equal($0.value, $1.value)
        }
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy(equal)
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
    case (.integer(let left), .integer(let right)): left == right
    case (.boolean(let left), .boolean(let right)): left == right
    case (.other, .other): true
    default: false
    }
  }
}
