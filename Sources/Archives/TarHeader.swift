/// A header of a tar file: POSIX.1-2017 `pax`, "ustar Interchange Format", and what GNU tar and older
/// ones write (the file `tar.h` of GNU tar).
struct TarHeader {
  /// Headers and data come in blocks of so many bytes.
  static let blockSize = 512

  var name: [UInt8]
  var size: Int
  /// What it is; 0 for what old programs call a file.
  var type: UInt8
  var linkTarget: [UInt8]
  /// Of an old sparse file: whether the list of its parts goes on in the next block.
  var listGoesOn: Bool

  /// Reads a header; nil when its checksum is wrong.
  ///
  /// - Throws: `ArchiveError` for a size that nothing can have.
  init?(_ block: Span<UInt8>) throws(ArchiveError) {
    guard Self.hasChecksum(block) else { return nil }
    name = Self.text(block, 0, 100)
    type = block[156]
    linkTarget = Self.text(block, 157, 100)
    listGoesOn = block[482] != 0
    guard let size = Self.number(block, 124, 12) else { throw .damaged("a size in a header") }
    self.size = size
    // GNU tar has other things where POSIX has a prefix: then a blank follows `ustar`.
    if block[257] == UInt8(ascii: "u"), block[262] == 0 {
      let prefix = Self.text(block, 345, 155)
      if !prefix.isEmpty { name = prefix + [UInt8(ascii: "/")] + name }
    }
  }

  /// Whether a block looks like a header: its checksum is the sum of its bytes, those of the
  /// checksum taken as blanks; old programs add signed bytes.
  static func hasChecksum(_ block: Span<UInt8>) -> Bool {
    guard block.count >= blockSize, let stated = number(block, 148, 8) else { return false }
    var (sum, signedSum) = (8 * 32, 8 * 32)
    for index in 0..<blockSize where !(148..<156).contains(index) {
      sum += Int(block[index])
      signedSum += Int(Int8(bitPattern: block[index]))
    }
    return stated == sum || stated == signedSum
  }

  /// What begins the magic of POSIX and of GNU.
  static let magic = Array("ustar".utf8)

  /// How many bytes of the magic are right.
  static func magicBytes(of block: Span<UInt8>) -> Int {
    var count = 0
    for index in magic.indices where block[257 + index] == magic[index] { count += 1 }
    return count
  }

  /// Whether a block whose checksum may be wrong can be nothing but a header of which a few bytes are
  /// damaged.
  ///
  /// The magic and the version are there and some fields have octal digits; or all of these have, and
  /// most of the magic is there, or zeros in its place.
  static func isDamaged(_ block: Span<UInt8>) -> Bool {
    let fields = [(100, 8), (108, 8), (116, 8), (124, 12), (136, 12), (148, 8)]
    let octal = fields.count { isOctal(block, $0.0, $0.1) }
    let right = magicBytes(of: block)
    // `00` of POSIX, two blanks and a zero of GNU.
    let hasVersion =
      block[262] == 0 && block[263] == UInt8(ascii: "0") && block[264] == UInt8(ascii: "0")
      || block[262] == UInt8(ascii: " ") && block[263] == UInt8(ascii: " ") && block[264] == 0
    if right == magic.count, hasVersion { return octal >= 2 }
    guard octal == fields.count, block[0] != 0, number(block, 148, 8) != 0 else { return false }
    return right >= 3 || (257..<blockSize).allSatisfy { block[$0] == 0 }
  }

  /// Whether a field holds octal digits and what ends them, and nothing else.
  private static func isOctal(_ block: Span<UInt8>, _ start: Int, _ length: Int) -> Bool {
    var place = start
    let end = start + length
    while place < end, block[place] == UInt8(ascii: " ") { place += 1 }
    let first = place
    while place < end, (0x30...0x37).contains(block[place]) { place += 1 }
    guard place > first, place < end else { return false }
    while place < end, block[place] == 0 || block[place] == UInt8(ascii: " ") { place += 1 }
    return place == end
  }

  /// What stands in a field, up to the first NUL.
  private static func text(_ block: Span<UInt8>, _ start: Int, _ length: Int) -> [UInt8] {
    let end = (start..<start + length).first { block[$0] == 0 } ?? start + length
    return (start..<end).map { block[$0] }
  }

  /// Reads octal digits, or the binary form of GNU tar; nil for anything else, also for negative
  /// numbers and those that no file can be long.
  static func number(_ block: Span<UInt8>, _ start: Int, _ length: Int) -> Int? {
    var value = 0
    if block[start] & 0x80 != 0 {
      guard block[start] == 0x80 else { return nil }
      for index in (start + 1)..<(start + length) {
        guard value < 1 << 53 else { return nil }
        value = value << 8 | Int(block[index])
      }
      return value
    }
    var hasDigit = false
    for index in start..<start + length {
      switch block[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "7"):
        guard value < 1 << 58 else { return nil }
        value = value << 3 | Int(block[index] - UInt8(ascii: "0"))
        hasDigit = true
      case UInt8(ascii: " ") where !hasDigit: break
      case 0, UInt8(ascii: " "): return value
      default: return nil
      }
    }
    return value
  }
}

/// The records of a pax header: `LENGTH KEYWORD=VALUE` and a line end, POSIX.1-2017 `pax`.
struct PaxRecords {
  var path: [UInt8]?
  var linkTarget: [UInt8]?
  var size: Int?
  /// The name that GNU tar gives a sparse file.
  var sparseName: [UInt8]?

  /// Reads them.
  ///
  /// - Throws: `ArchiveError` for what breaks the form.
  init(_ bytes: [UInt8]) throws(ArchiveError) {
    var start = 0
    while start < bytes.count, bytes[start] != 0 {
      var length = 0
      var place = start
      while place < bytes.count, (0x30...0x39).contains(bytes[place]), length < 1 << 32 {
        length = length * 10 + Int(bytes[place] - 0x30)
        place += 1
      }
      let end = start + length
      guard place < bytes.count, bytes[place] == UInt8(ascii: " "), end <= bytes.count, end > place,
        let equals = bytes[place..<end].firstIndex(of: UInt8(ascii: "="))
      else { throw .damaged("a pax header") }
      let value = Array(bytes[(equals + 1)..<max(equals + 1, end - 1)])
      switch String(decoding: bytes[(place + 1)..<equals], as: UTF8.self) {
      case "path": path = value
      case "linkpath": linkTarget = value
      case "GNU.sparse.name": sparseName = value
      case "size":
        guard let number = Int(String(decoding: value, as: UTF8.self)), number >= 0 else {
          throw .damaged("a size in a pax header")
        }
        size = number
      default: break
      }
      start = end
    }
  }
}
