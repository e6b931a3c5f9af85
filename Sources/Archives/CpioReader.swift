package import SystemIO

/// Reads a cpio archive with headers of text: the new form with or without checksums, and that of
/// POSIX ("odc"); see cpio(5).
package final class CpioReader: MemberReader {
  private let input: BufferedInput
  private var rest = 0
  private var padding = 0

  /// A name may be so long, in bytes.
  private static let longestName = 1 << 16

  package init(_ input: BufferedInput) { self.input = input }

  /// Whether a text begins with a header whose fields are in order, and with a name behind it: digits
  /// alone can be any number.
  static func matches(_ head: Span<UInt8>) -> Bool {
    guard let form = Form(head), head.count >= form.headerSize,
      let mode = form.number(head, form.mode), form.number(head, form.size) != nil,
      let nameSize = form.number(head, form.nameSize)
    else { return false }
    return isHeader(head, mode: mode, nameSize: nameSize, nameStart: form.headerSize)
  }

  /// Whether a text begins with a header of the oldest form: thirteen numbers of 16 bits, in either
  /// order of bytes.
  static func matchesBinary(_ head: Span<UInt8>) -> Bool {
    guard head.count >= 26 else { return false }
    let isLittleEndian = head[0] == 0xC7 && head[1] == 0x71
    guard isLittleEndian || head[0] == 0x71 && head[1] == 0xC7 else { return false }
    func number(at place: Int) -> Int {
      isLittleEndian
        ? Int(head[place]) | Int(head[place + 1]) << 8
        : Int(head[place]) << 8 | Int(head[place + 1])
    }
    return isHeader(head, mode: number(at: 6), nameSize: number(at: 20), nameStart: 26)
  }

  private static func isHeader(
    _ head: Span<UInt8>, mode: Int, nameSize: Int, nameStart: Int
  ) -> Bool {
    guard (2...4096).contains(nameSize) else { return false }
    let nameEnd = nameStart + nameSize - 1
    guard (nameStart..<min(nameEnd, head.count)).allSatisfy({ head[$0] != 0 }),
      nameEnd >= head.count || head[nameEnd] == 0
    else { return false }
    // Pipe, device, folder, block device, file, link, socket.
    if [1, 2, 4, 6, 8, 10, 12].contains(mode >> 12) { return true }
    // The trailer has no mode.
    return nameSize == 11 && head.count > nameStart && head[nameStart] == UInt8(ascii: "T")
  }

  package func next() throws(ArchiveError) -> Member? {
    try input.skip(rest)
    rest = 0
    if try input.fill(padding) { input.take(padding) } else { input.take(input.available) }
    padding = 0
    // What follows a trailer may be another archive, as in the images that Linux starts from.
    while let form = try form() {
      guard let member = try readHeader(form) else {
        guard try input.skipZeros() else { return nil }
        continue
      }
      return member
    }
    return nil
  }

  /// Reads a header and leaves the input at the content; nil for a trailer, which has none whatever
  /// size it says.
  private func readHeader(_ form: Form) throws(ArchiveError) -> Member? {
    guard try input.fill(form.headerSize) else { throw .cutOff }
    let fields = input.withAvailable { bytes in
      (
        form.number(bytes, form.mode), form.number(bytes, form.size),
        form.number(bytes, form.nameSize)
      )
    }
    guard let mode = fields.0, let size = fields.1, let nameSize = fields.2,
      nameSize <= Self.longestName
    else { throw .damaged("a header of cpio") }
    input.take(form.headerSize)
    var name = try input.bytes(nameSize)
    if name.last == 0 { name.removeLast() }
    try input.skip(form.padding(form.headerSize + nameSize))
    if name.elementsEqual("TRAILER!!!".utf8) { return nil }
    rest = size
    padding = form.padding(size)
    var member = Member(name: name, size: size)
    switch mode & 0o170000 {
    case 0o040000: member.kind = .folder
    case 0o100000: break
    case 0o120000:
      member.kind = .link(try input.bytes(min(size, Self.longestName)))
      rest -= min(size, Self.longestName)
    default: member.kind = size > 0 ? .file : .other
    }
    return member
  }

  package func read(atMost limit: Int, into buffer: inout ByteBuffer) throws(ArchiveError) -> Int {
    guard rest > 0 else { return 0 }
    let count = try input.read(atMost: min(limit, rest), into: &buffer)
    guard count > 0 else { throw .cutOff }
    rest -= count
    return count
  }

  /// The form of the header that the input stands at; nil for none.
  private func form() throws(ArchiveError) -> Form? {
    guard try input.fill(6) else {
      if input.available > 0 { throw .cutOff }
      return nil
    }
    return input.withAvailable { bytes in Form(bytes) }
  }

  /// Where the fields of a header stand.
  private struct Form {
    var headerSize: Int
    var isHexadecimal: Bool
    var mode: Range<Int>
    var size: Range<Int>
    var nameSize: Range<Int>

    init?(_ magic: Span<UInt8>) {
      guard let last = CpioReader.lastOfMagic(magic) else { return nil }
      isHexadecimal = last != UInt8(ascii: "7")
      headerSize = isHexadecimal ? 110 : 76
      mode = isHexadecimal ? 14..<22 : 18..<24
      size = isHexadecimal ? 54..<62 : 65..<76
      nameSize = isHexadecimal ? 94..<102 : 59..<65
    }

    func number(_ bytes: Span<UInt8>, _ field: Range<Int>) -> Int? {
      var value = 0
      for index in field {
        let digit = bytes[index]
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "7"),
          UInt8(ascii: "8")...UInt8(ascii: "9") where isHexadecimal:
          value = value << (isHexadecimal ? 4 : 3) | Int(digit - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f") where isHexadecimal:
          value = value << 4 | Int(digit - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F") where isHexadecimal:
          value = value << 4 | Int(digit - UInt8(ascii: "A") + 10)
        default: return nil
        }
      }
      return value
    }

    func padding(_ size: Int) -> Int { isHexadecimal ? (4 - size % 4) % 4 : 0 }
  }

  /// The sixth byte of what begins a header; nil for anything else.
  static func lastOfMagic(_ bytes: Span<UInt8>) -> UInt8? {
    let start = Array("07070".utf8)
    guard bytes.count >= 6, start.indices.allSatisfy({ bytes[$0] == start[$0] }),
      "127".utf8.contains(bytes[5])
    else { return nil }
    return bytes[5]
  }
}
