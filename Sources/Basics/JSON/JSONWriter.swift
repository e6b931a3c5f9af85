/// Writes JSON values as text (RFC 8259).
package struct JSONWriter {
  /// How values are laid out.
  package enum Layout {
    /// One member or element a line, indented by two spaces.
    case indented
    /// Everything on one line, without spaces.
    case oneLine
  }

  private let layout: Layout

  package init(layout: Layout) { self.layout = layout }

  /// Writes a value, without a line end after it.
  package func write(_ value: JSON, to output: inout some TextOutputStream) {
    write(value, depth: 0, to: &output)
  }

  private func write(_ value: JSON, depth: Int, to output: inout some TextOutputStream) {
    switch value {
    case .object(let members):
      output.write("{")
      for (index, member) in members.enumerated() {
        separate(isFirst: index == 0, depth: depth + 1, to: &output)
        Self.writeString(member.name, to: &output)
        output.write(layout == .indented ? ": " : ":")
        write(member.value, depth: depth + 1, to: &output)
      }
      close("}", isEmpty: members.isEmpty, depth: depth, to: &output)
    case .array(let elements):
      output.write("[")
      var isEmpty = true
      for element in elements {
        separate(isFirst: isEmpty, depth: depth + 1, to: &output)
        write(element, depth: depth + 1, to: &output)
        isEmpty = false
      }
      close("]", isEmpty: isEmpty, depth: depth, to: &output)
    case .string(let text): Self.writeString(text, to: &output)
    case .integer(let number): output.write(String(number))
    case .decimal(let number): output.write(number.description)
    case .boolean(let flag): output.write(flag ? "true" : "false")
    case .written(let node): output.write(String(decoding: node.bytes, as: UTF8.self))
    }
  }

  private func separate(isFirst: Bool, depth: Int, to output: inout some TextOutputStream) {
    if !isFirst {
      output.write(",")
    }
    breakLine(depth: depth, to: &output)
  }

  private func close(
    _ bracket: String, isEmpty: Bool, depth: Int, to output: inout some TextOutputStream
  ) {
    if !isEmpty {
      breakLine(depth: depth, to: &output)
    }
    output.write(bracket)
  }

  private func breakLine(depth: Int, to output: inout some TextOutputStream) {
    guard layout == .indented else { return }
    output.write("\n")
    output.write(String(repeating: "  ", count: depth))
  }

  /// Writes a string in quotes.
  ///
  /// Beside what RFC 8259 demands, DEL and the C1 controls are escaped, because a terminal that
  /// shows the report may obey them.
  private static func writeString(_ text: String, to output: inout some TextOutputStream) {
    // Most strings need no escapes; 0xC2 leads the C1 controls in UTF-8, among others.
    let isPlain = text.utf8.allSatisfy {
      $0 >= 0x20 && $0 != 0x22 && $0 != 0x5c && $0 != 0x7f && $0 != 0xc2
    }
    guard !isPlain else {
      output.write("\"")
      output.write(text)
      output.write("\"")
      return
    }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\u{0}"..<" ", "\u{7f}"..."\u{9f}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    quoted += "\""
    output.write(quoted)
  }
}
