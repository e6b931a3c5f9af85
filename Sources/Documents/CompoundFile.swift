import Basics

/// Tells an office document that takes a password: a compound file in which the document is encrypted; MS-CFB
/// 2.6 and MS-OFFCRYPTO 1.3.3.
package enum CompoundFile {
  private static let magic: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
  private static let name: [UInt8] = "EncryptedPackage".utf8.flatMap { [$0, 0] as [UInt8] }
  /// An entry of the directory has so many bytes, and the name stands first.
  private static let entrySize = 128
  private static let nameSize = 64

  /// Whether the first bytes are those of a compound file.
  package static func matches(_ head: Span<UInt8>) -> Bool { head.starts(with: magic) }

  /// Whether the directory of a compound file, all of which is there, names an encrypted document.
  package static func isEncrypted(_ bytes: Span<UInt8>) -> Bool {
    for place in stride(from: 512, through: bytes.count - entrySize, by: entrySize)
    where bytes[place] == name[0] && bytes.starts(with: name, at: place) {
      // Its length, with the zero behind it.
      if Int(bytes.littleEndian16(at: place + nameSize)) == name.count + 2 { return true }
    }
    return false
  }
}
