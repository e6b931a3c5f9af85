import Basics

/// Writes zip files of stored entries, of which tests can make lies.
struct ZipWriter {
  /// What an entry says.
  struct Entry {
    var name: String
    var content: [UInt8]
    var flags = 0
    var method = 0
    /// What the local header says in place of the true size; nil for the truth.
    var statedSize: Int?
    /// What the local header says in place of the true checksum.
    var statedChecksum: UInt32?
    /// What the directory says in place of the method.
    var methodInDirectory: Int?
    /// Where the directory says that it is, in place of the true place.
    var statedOffset: Int?
    /// How often the directory names it.
    var timesNamed = 1
    /// Bytes behind its data that belong to nothing.
    var gap: [UInt8] = []
  }

  static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  /// Writes a file; without a directory if it is to be cut off there.
  static func file(_ entries: [Entry], hasDirectory: Bool = true) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    var count = 0
    for entry in entries {
      let crc = little(Int(entry.statedChecksum ?? CRC.crc32(of: entry.content)), 4)
      let size = little(entry.statedSize ?? entry.content.count, 4)
      let name = Array(entry.name.utf8)
      let lengths = little(name.count, 2) + [0, 0]
      let place = entry.statedOffset ?? file.count
      for _ in 0..<entry.timesNamed {
        directory += [0x50, 0x4B, 1, 2, 20, 3, 20, 0] + little(entry.flags, 2)
        directory += little(entry.methodInDirectory ?? entry.method, 2) + [0, 0, 0x21, 0]
        directory += crc + size + size + lengths + Array(repeating: 0, count: 10)
        directory += little(place, 4) + name
        count += 1
      }
      file += [0x50, 0x4B, 3, 4, 20, 0] + little(entry.flags, 2) + little(entry.method, 2)
      file += [0, 0, 0x21, 0] + crc + size + size + lengths + name + entry.content + entry.gap
    }
    guard hasDirectory else { return file }
    return file + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + little(count, 2) + little(count, 2)
      + little(directory.count, 4) + little(file.count, 4) + [0, 0]
  }
}
