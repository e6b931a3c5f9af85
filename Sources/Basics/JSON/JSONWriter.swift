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
    var quoted: [UInt8] = []
    quoted.reserveCapacity(text.utf8.count + text.utf8.count / 8)
    // A C1 control is what leads it in UTF-8, and one more byte of the same value.
    var isAfterLead = false
    for byte in text.utf8 {
      switch byte {
      case 0x80...0x9F where isAfterLead:
        quoted.removeLast()
        append(escaped: byte, to: &quoted)
      case 0x22, 0x5C: quoted += [0x5C, byte]
      case 0x0A: quoted += [0x5C, UInt8(ascii: "n")]
      case 0x0D: quoted += [0x5C, UInt8(ascii: "r")]
      case 0x09: quoted += [0x5C, UInt8(ascii: "t")]
      case 0..<0x20, 0x7F: append(escaped: byte, to: &quoted)
      default: quoted.append(byte)
      }
      isAfterLead = byte == 0xC2
    }
    output.write("\"")
    output.write(String(decoding: quoted, as: UTF8.self))
    output.write("\"")
  }

  /// Appends the escape of a control.
  private static func append(escaped value: UInt8, to quoted: inout [UInt8]) {
    let digits = String(value, radix: 16)
    quoted += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
  }
}
