package import SystemIO

/// Reads an `ar` archive, such as a Debian package or a static library: the common form, with the
/// long names of System V and of BSD; see ar(5).
package final class ArReader: MemberReader {
  private let input: BufferedInput
  private var rest = 0
  private var padding = 0
  private var hasBegun = false
  /// The long names of System V, in a member of their own.
  private var names: [UInt8] = []

  static let magic = Array("!<arch>\n".utf8)
  /// Names may take so much, in bytes.
  private static let mostNames = 16 << 20

  /// Whether a text begins as an archive does: a line, and the header of a member if there is more.
  static func matches(_ head: Span<UInt8>) -> Bool {
    guard head.count >= magic.count, magic.indices.allSatisfy({ head[$0] == magic[$0] }) else {
      return false
    }
    return head.count == magic.count || head.count >= 68 && head[66] == 0x60 && head[67] == 0x0A
  }

  package init(_ input: BufferedInput) { self.input = input }

  package func next() throws(ArchiveError) -> Member? {
    if !hasBegun { try input.skip(Self.magic.count) }
    hasBegun = true
    try input.skip(rest)
    rest = 0
    if padding > 0, try input.fill(1) { input.take(1) }
    while try input.fill(1) {
      let header = try input.bytes(60)
      guard header[58] == 0x60, header[59] == 0x0A, let size = Self.number(header[48..<58]) else {
        throw .damaged("a header of ar")
      }
      padding = size % 2
      var name = Array(header[..<16].reversed().drop { $0 == UInt8(ascii: " ") }.reversed())
      rest = size
      if name.elementsEqual("//".utf8) {
        guard size <= Self.mostNames else { throw .damaged("names of \(size) bytes") }
        names = try input.bytes(size)
        rest = 0
        if padding > 0, try input.fill(1) { input.take(1) }
        continue
      }
      if name.starts(with: Array("#1/".utf8)), let length = Self.number(name[3...]) {
        guard length <= size, length < 1 << 16 else { throw .damaged("a name in ar") }
        name = Array(try input.bytes(length).prefix { $0 != 0 })
        rest -= length
      } else if name.first == UInt8(ascii: "/"), name.count > 1, let start = Self.number(name[1...])
      {
        guard start < names.count else { throw .damaged("a name in ar") }
        name = Array(names[start...].prefix { $0 != 0x0A && $0 != 0 })
      }
      if name.count > 1, name.last == UInt8(ascii: "/") { name.removeLast() }
      return Member(name: name, size: rest)
    }
    return nil
  }

  package func read(atMost limit: Int, into buffer: inout ByteBuffer) throws(ArchiveError) -> Int {
    guard rest > 0 else { return 0 }
    let count = try input.read(atMost: min(limit, rest), into: &buffer)
    guard count > 0 else { throw .cutOff }
    rest -= count
    return count
  }

  /// Reads decimal digits with blanks behind them.
  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    var value = 0
    var hasDigit = false
    for byte in field {
      if byte == UInt8(ascii: " "), hasDigit { continue }
      guard (0x30...0x39).contains(byte), value < 1 << 50 else { return nil }
      value = value * 10 + Int(byte - 0x30)
      hasDigit = true
    }
    return hasDigit ? value : nil
  }
}
