@testable import RuleSet

/// TOML, against itself written anew.
///
/// Input: the document.
final class TOMLTarget: FuzzTarget {
  static let name = "toml"

  static var seeds: [[UInt8]] {
    let text = #"""
      # comment
      title = "a\tb\u00e9\U0001F600" # other
      'lit eral'.b."c d" = 'x\y'
      ints = [1, -2, 0xfF, 0o17, 0b1_0, +3,]
      floats = [1.5, -2e10, inf, nan, 6.02_3E-2]
      dates = [1979-05-27T07:32:00Z, 1979-05-27 07:32:00.5-07:00, 1979-05-27, 07:32:00]
      inline = { a = 1, b.c = true, d = [{}, {x = []}] }
      long = """
      one \
         two "" \"""
      """
      raw = '''
      a ' '' b'''
      [a.b]
      [[rules]]
      id = "x"
      [[rules.adjust]]
      [[rules]]

      """#
    return ["", "a = 1\r\n\r\n[b]\r\n", "\u{FEFF}a=1", "a=[[[[[[1]]]]]]", "[[a]]\n[a.b]\n[[a]]"]
      .map { Array($0.utf8) } + [Array(text.utf8)]
      + text.split(separator: "\n").map { Array($0.utf8) }
  }

  func run(_ input: [UInt8]) {
    do throws(TOMLError) {
      let table = try TOMLParser.parse(input)
      Self.checkPositions(of: table, in: input)
      var text = ""
      for entry in table.entries {
        text += "\(Self.quoted(entry.key)) = \(Self.written(entry.value))\n"
      }
      let again = try? TOMLParser.parse(Array(text.utf8))
      let isSame = again.map { Self.equal(.table(table), .table($0)) }
      invariant(isSame ?? (text.utf8.count > 100_000), "another document when it is written anew")
    } catch {
      invariant(Self.lies(error.position, in: input), "a place outside")
      invariant(!error.message.isEmpty, "an error without words")
    }
  }

  private static func lies(_ position: TOMLPosition, in text: [UInt8]) -> Bool {
    var (line, start) = (1, 0)
    while line < position.line {
      guard let end = text[start...].firstIndex(of: 10) else { return false }
      (line, start) = (line + 1, end + 1)
    }
    return position.line >= 1 && position.column >= 1
      && start + position.column - 1 <= text[start...].firstIndex(of: 10) ?? text.count
  }

  private static func checkPositions(of table: TOMLTable, in text: [UInt8]) {
    for entry in table.entries {
      invariant(lies(entry.position, in: text), "a key outside")
      checkPositions(of: entry.value, in: text)
    }
  }

  private static func checkPositions(of value: TOMLValue, in text: [UInt8]) {
    invariant(lies(value.position, in: text), "a value outside")
    invariant(value.textPosition.map { lies($0, in: text) } ?? true, "a text outside")
    switch value.content {
    case .table(let table): checkPositions(of: table, in: text)
    case .array(let items): for item in items { checkPositions(of: item, in: text) }
    default: break
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar.value < 0x20 || scalar.value == 0x7F || scalar == "\"" || scalar == "\\" {
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  private static func written(_ value: TOMLValue) -> String {
    switch value.content {
    case .string(let text): quoted(text)
    case .integer(let number): "\(number)"
    case .float(let number): "\(number)"
    case .boolean(let flag): "\(flag)"
    case .dateTime(let text): text
    case .array(let items): "[" + items.map(written).joined(separator: ",") + "]"
    case .table(let table):
      "{"
        + table.entries.map { "\(quoted($0.key))=\(written($0.value))" }.joined(separator: ",")
        + "}"
    }
  }

  private static func equal(_ left: TOMLValue.Content, _ right: TOMLValue.Content) -> Bool {
    switch (left, right) {
    case (.table(let left), .table(let right)):
      left.entries.count == right.entries.count
        && zip(left.entries, right.entries).allSatisfy {
          $0.key.utf8.elementsEqual($1.key.utf8) && equal($0.value.content, $1.value.content)
        }
    case (.array(let left), .array(let right)):
      left.count == right.count
        && zip(left, right).allSatisfy { equal($0.content, $1.content) }
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
    case (.float(let left), .float(let right)): left == right || left.isNaN && right.isNaN
    default: left == right
    }
  }
}
