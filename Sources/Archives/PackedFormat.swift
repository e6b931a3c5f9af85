import Codecs
package import Documents
import GitFormat

/// A form in which files are packed, told by their first bytes and never by a name.
package enum PackedFormat: Sendable, Equatable {
  case zip, tar, cpio, ar
  case compressed(Compression)
  /// A document whose text is cut into pieces or encoded.
  case document(DocumentFormat)
  /// A git bundle, or a pack of its objects alone: objects of a history.
  case bundle
  /// Something packed that begins at an offset, behind what may be a program that unpacks it.
  case behind(Int)
  /// A form that is known and not opened, by its name.
  case other(String)

  /// So many bytes tell.
  package static let headLength = 512

  /// Looks at the first bytes of a text, at least ``headLength`` or all of them; nil for what is not
  /// packed, which nearly always the first byte tells.
  package init?(head: Span<UInt8>) {
    guard head.count >= 8 else { return nil }
    if let format = Self.byMagic(head) {
      self = format
    } else if Self.isTar(head) {
      self = .tar
    } else if let format = DocumentFormat(recognizing: head) {
      self = .document(format)
    } else {
      return nil
    }
  }

  /// Whether it is a text that one can read as well, though parts of it may be encoded.
  package var isMail: Bool { self == .document(.mail) }

  /// What it is, in a phrase.
  package var phrase: String {
    switch self {
    case .zip: "a zip archive, or a document that is one"
    case .tar: "a tar archive"
    case .cpio: "a cpio archive"
    case .ar: "an ar archive"
    case .compressed: "a compressed file"
    case .document(let format): format.name
    case .bundle: "a git bundle or pack"
    case .behind: "an archive behind something else, such as a program that unpacks it"
    case .other(let name): "a file of \(name)"
    }
  }

  private static func byMagic(_ head: Span<UInt8>) -> PackedFormat? {
    func starts(_ bytes: [UInt8], at offset: Int = 0) -> Bool {
      head.count >= offset + bytes.count
        && bytes.indices.allSatisfy { head[offset + $0] == bytes[$0] }
    }
    func starts(_ text: String) -> Bool { starts(Array(text.utf8)) }
    switch head[0] {
    case UInt8(ascii: "P"):
      if starts([0x50, 0x4B, 3, 4]) || starts([0x50, 0x4B, 5, 6])
        || starts([0x50, 0x4B, 7, 8, 0x50, 0x4B]) || starts([0x50, 0x4B, 0x30, 0x30, 0x50, 0x4B])
      {
        return .zip
      }
      if starts([0x2A, 0x4D, 0x18], at: 1) { return .compressed(.codec(.zstd)) }
      if BundleHeader.isPack(head) { return .bundle }
    case 0x1F:
      if starts([0x1F, 0x8B, 8]), head[3] & 0xE0 == 0 || isGzip(head) { return .compressed(.gzip) }
      if let format = CompressedFormat(recognizing: head) { return .compressed(.codec(format)) }
      if isPack(head) { return .other("pack (.z)") }
    case 0x42, 0xFD, 0x28, 0x04, 0x5D:
      if let format = CompressedFormat(recognizing: head) { return .compressed(.codec(format)) }
      if isZlib(head) { return .compressed(.zlib) }
    // What zstd skips begins with one of sixteen bytes.
    case 0x51...0x5F where head[1] == 0x2A:
      return CompressedFormat(recognizing: head).map { .compressed(.codec($0)) }
    case 0x08, 0x18, 0x38, 0x48, 0x58, 0x78:
      if isZlib(head) { return .compressed(.zlib) }
      if starts([0x78, 0x61, 0x72, 0x21, 0]) { return .other("xar") }
    case UInt8(ascii: "#") where head[2] == UInt8(ascii: "v"):
      if BundleHeader.matches(head) { return .bundle }
    case UInt8(ascii: "!"): if ArReader.matches(head) { return .ar }
    case UInt8(ascii: "0"): if CpioReader.matches(head) { return .cpio }
    case UInt8(ascii: "7"):
      if starts([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) { return .other("7z") }
    case UInt8(ascii: "R"):
      if starts([0x52, 0x61, 0x72, 0x21, 0x1A, 7]) { return .other("RAR") }
    case UInt8(ascii: "M"):
      if starts([0x4D, 0x53, 0x43, 0x46, 0, 0, 0, 0]) { return .other("CAB") }
    case UInt8(ascii: "L"): if starts("LZIP"), head[4] <= 1 { return .other("lzip") }
    case UInt8(ascii: "h"):
      if starts("hsqs"), head[5] == 0 || head[6] == 0 { return .other("SquashFS") }
      if isZlib(head) { return .compressed(.zlib) }
    case UInt8(ascii: "C"): if starts("Cr24"), head[5] == 0 { return .other("CRX") }
    case 0x02: if starts([0x02, 0x21, 0x4C, 0x18]) { return .other("lz4") }
    case 0x89: if starts([0x89, 0x4C, 0x5A, 0x4F, 0, 0x0D, 0x0A]) { return .other("lzop") }
    case 0xED: if starts([0xED, 0xAB, 0xEE, 0xDB]) { return .other("RPM") }
    case 0xFF:
      if starts([0xFF, 6, 0, 0, 0x73, 0x4E, 0x61, 0x50]) { return .other("Snappy") }
    case 0xC7, 0x71: if CpioReader.matchesBinary(head) { return .other("binary cpio") }
    default: break
    }
    return nil
  }

  /// A header of zlib (RFC 1950, 2.2) with any window, and one of deflate's blocks that can begin.
  private static func isZlib(_ head: Span<UInt8>) -> Bool {
    guard head[0] & 15 == 8, head[0] >> 4 <= 7, (Int(head[0]) << 8 | Int(head[1])) % 31 == 0 else {
      return false
    }
    // No preset dictionary; the third kind of block is not used.
    return head[1] & 0x20 == 0 && head[2] & 6 != 6
  }

  /// Whether the rest of a header of gzip is in order that has flags which are not used (RFC 1952, 2.3):
  /// what is said of the compression, and the system.
  private static func isGzip(_ head: Span<UInt8>) -> Bool {
    head.count >= 18 && [0, 2, 4].contains(head[8]) && (head[9] <= 13 || head[9] == 0xFF)
  }

  /// A header of pack(1): two bytes, the size of what is packed, highest byte first and at most 2 GB,
  /// how long its codes are, and how many there are of each length, which a tree must have room for.
  private static func isPack(_ head: Span<UInt8>) -> Bool {
    guard head[1] == 0x1E, head[2] < 0x80, (1...24).contains(head[6]) else { return false }
    let longest = Int(head[6])
    guard head.count > 6 + longest else { return false }
    var room = 2
    var codes = 0
    for length in 1...longest {
      let count = Int(head[6 + length])
      guard count <= room else { return false }
      room = (room - count) * 2
      codes += count
    }
    return codes > 0
  }

  /// The magic of POSIX and of GNU, with a right checksum; or, for what is older, a checksum beside
  /// fields of octal digits; or what is left of these where a few bytes are damaged.
  private static func isTar(_ head: Span<UInt8>) -> Bool {
    guard head.count >= TarHeader.blockSize else { return false }
    let magicBytes = TarHeader.magicBytes(of: head)
    guard magicBytes >= 3 || mayBeOldTar(head) else { return false }
    let isUsual = magicBytes == TarHeader.magic.count || mayBeOldTar(head)
    return isUsual && TarHeader.hasChecksum(head) || TarHeader.isDamaged(head)
  }

  /// Whether mode, size and checksum of an old tar could be there; few bytes tell.
  private static func mayBeOldTar(_ head: Span<UInt8>) -> Bool {
    func isOctal(_ byte: UInt8) -> Bool { byte == 0x20 || (0x30...0x37).contains(byte) }
    return head[0] != 0 && head[107] == 0 && isOctal(head[106]) && isOctal(head[134])
      && (head[154] == 0 || head[155] == 0) && isOctal(head[153]) && head[257] == 0
  }
}
