/// Reads the syntax of git's configuration files; see git-config(1), "Syntax".
struct ConfigParser {
  private let bytes: [UInt8]
  private var position = 0
  /// The section's name and a dot; nil before the first section.
  private var section: [UInt8]?

  private static let newline = UInt8(ascii: "\n")

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next variable; nil at the end.
  mutating func next() throws(NeedsGit) -> ConfigFile.Variable? {
    while position < bytes.count {
      let byte = take()
      switch byte {
      case _ where Self.isSpace(byte):
        continue
      case UInt8(ascii: "#"), UInt8(ascii: ";"):
        while take() != Self.newline {}
      case UInt8(ascii: "["):
        section = try sectionName()
      default:
        guard let section, Self.isLetter(byte) else { throw NeedsGit() }
        return try variable(section, firstOfKey: byte)
      }
    }
    return nil
  }

  /// The next byte; a line end at the end of the file, and for a return before one.
  private mutating func take() -> UInt8 {
    guard position < bytes.count else { return Self.newline }
    defer { position += 1 }
    let byte = bytes[position]
    if byte == UInt8(ascii: "\r"), position + 1 < bytes.count, bytes[position + 1] == Self.newline {
      position += 1
      return Self.newline
    }
    return byte
  }

  /// What stands in brackets: a name, and perhaps a subsection in quotes.
  private mutating func sectionName() throws(NeedsGit) -> [UInt8] {
    var name: [UInt8] = []
    while true {
      let byte = take()
      if byte == UInt8(ascii: "]") { break }
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
        name.append(UInt8(ascii: "."))
        try appendSubsection(to: &name)
        break
      }
      guard Self.isOfKey(byte) || byte == UInt8(ascii: ".") else { throw NeedsGit() }
      name.append(Self.lower(byte))
    }
    return name + [UInt8(ascii: ".")]
  }

  private mutating func appendSubsection(to name: inout [UInt8]) throws(NeedsGit) {
    var byte = take()
    while byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { byte = take() }
    guard byte == UInt8(ascii: "\"") else { throw NeedsGit() }
    while true {
      byte = take()
      if byte == UInt8(ascii: "\"") { break }
      if byte == UInt8(ascii: "\\") { byte = take() }
      guard byte != Self.newline, byte != 0 else { throw NeedsGit() }
      name.append(byte)
    }
    guard take() == UInt8(ascii: "]") else { throw NeedsGit() }
  }

  private mutating func variable(
    _ section: [UInt8], firstOfKey first: UInt8
  ) throws(NeedsGit) -> ConfigFile.Variable {
    var name = section + [Self.lower(first)]
    var byte = take()
    while Self.isOfKey(byte) {
      name.append(Self.lower(byte))
      byte = take()
    }
    while byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { byte = take() }
    var value: String?
    if byte != Self.newline {
      guard byte == UInt8(ascii: "=") else { throw NeedsGit() }
      value = try self.value()
    }
    return ConfigFile.Variable(name: String(decoding: name, as: UTF8.self), value: value)
  }

  private mutating func value() throws(NeedsGit) -> String {
    var value: [UInt8] = []
    var spaces = 0
    var isQuoted = false
    while true {
      var byte = take()
      if byte == Self.newline {
        guard !isQuoted else { throw NeedsGit() }
        break
      }
      if Self.isSpace(byte), !isQuoted {
        // Versions of git differ in what they make of a tab within a value.
        if byte != UInt8(ascii: " "), !value.isEmpty { try expectEndOfValue() }
        if !value.isEmpty { spaces += 1 }
        continue
      }
      if !isQuoted, byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";") {
        while take() != Self.newline {}
        break
      }
      value += repeatElement(UInt8(ascii: " "), count: spaces)
      spaces = 0
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
        continue
      }
      if byte == UInt8(ascii: "\\") {
        byte = take()
        // A line that goes on in the next.
        if byte == Self.newline { continue }
        byte = try Self.escaped(byte)
      }
      guard byte != 0 else { throw NeedsGit() }
      value.append(byte)
    }
    return String(decoding: value, as: UTF8.self)
  }

  /// Makes sure that only space or a comment follows in the line.
  private func expectEndOfValue() throws(NeedsGit) {
    let rest = bytes[position...].first { $0 == Self.newline || !Self.isSpace($0) }
    switch rest {
    case nil, Self.newline, UInt8(ascii: "#"), UInt8(ascii: ";"): return
    default: throw NeedsGit()
    }
  }

  private static func escaped(_ byte: UInt8) throws(NeedsGit) -> UInt8 {
    switch byte {
    case UInt8(ascii: "t"): return UInt8(ascii: "\t")
    case UInt8(ascii: "b"): return 8
    case UInt8(ascii: "n"): return newline
    case UInt8(ascii: "\\"), UInt8(ascii: "\""): return byte
    default: throw NeedsGit()
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == newline
      || byte == UInt8(ascii: "\r")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower(byte))
  }

  private static func isOfKey(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "-")
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
