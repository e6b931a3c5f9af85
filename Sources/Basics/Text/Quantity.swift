/// Numbers as people read them.
package enum Quantity {
  /// Returns a count with its noun, such as `1 file` or `12,345 files`.
  package static func of(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// Returns a number with a comma between groups of three digits.
  package static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) {
        text += ","
      }
      text.append(digit)
    }
    return text
  }

  /// Returns an amount of bytes in decimal units, cut (not rounded) to one digit: `12.3 MB`.
  package static func bytes(_ count: Int) -> String {
    var unit = 1_000
    for name in ["kB", "MB", "GB"] {
      if count < unit { break }
      if count < unit * 1_000 || name == "GB" {
        return "\(grouped(count / unit)).\(count / (unit / 10) % 10) \(name)"
      }
      unit *= 1_000
    }
    return of(count, "byte")
  }

  /// Joins words to a list, such as `a, b and c`, with a word of its own before the last one.
  package static func list(_ words: [String], before conjunction: String = "and") -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }
}
