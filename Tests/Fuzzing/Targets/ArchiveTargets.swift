import Archives
import SystemIO

/// A reader of archives: what it makes of bytes is the same however they come in, and it comes to an end.
///
/// Input: how large the pieces are, then the archive.
class ArchiveTarget {
  /// Bytes of contents that are compared.
  private static let limit = 1 << 20

  /// What came of a member.
  private struct Seen: Equatable {
    var name: [UInt8]
    var kind: Member.Kind
    var obstacle: ArchiveError?
    var content: [UInt8]
    var failure: ArchiveError?
  }

  /// Reads an archive both ways.
  func run(_ input: [UInt8], _ makeReader: (BufferedInput) -> any MemberReader) {
    var reader = InputReader(input)
    let size = 1 + reader.byte()
    let bytes = reader.takeRest()
    let whole = read(makeReader(BufferedInput(PieceStream(bytes, size: .max))))
    let pieces = read(makeReader(BufferedInput(PieceStream(bytes, size: size))))
    invariant(whole.members == pieces.members, "other members in pieces")
    invariant(whole.failure == pieces.failure, "another failure in pieces")
    for member in whole.members { _ = MemberName.text(member.name) }
    _ = PackedFormat(head: bytes.span)
  }

  private func read(_ reader: any MemberReader) -> (members: [Seen], failure: ArchiveError?) {
    var members: [Seen] = []
    var total = 0
    var buffer = ByteBuffer()
    do throws(ArchiveError) {
      while total < Self.limit, members.count < 10_000, let member = try reader.next() {
        var seen = Seen(
          name: member.name, kind: member.kind, obstacle: member.obstacle, content: [],
          failure: nil)
        buffer.removeAll()
        do throws(ArchiveError) {
          // One count for both ways.
          while total + buffer.count < Self.limit, try reader.read(atMost: 1, into: &buffer) > 0 {}
        } catch {
          seen.failure = error
        }
        seen.content = buffer.copied()
        total += buffer.count
        members.append(seen)
      }
      return (members, nil)
    } catch {
      return (members, error)
    }
  }
}

/// Bytes in pieces of a size.
private final class PieceStream: ByteStream {
  private let bytes: [UInt8]
  private let size: Int
  private var position = 0

  init(_ bytes: [UInt8], size: Int) {
    self.bytes = bytes
    self.size = size
  }

  func read(atMost limit: Int, into buffer: inout ByteBuffer) -> Int {
    let count = min(limit, size, bytes.count - position)
    let bytes = bytes
    buffer.append(bytes.span.extracting(position..<position + count))
    position += count
    return count
  }
}

/// Writes the archives that fuzzing begins with.
private enum SeedArchive {
  static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  /// A zip file of two members; stored, deflated or with a descriptor behind the data.
  static func zip(method: Int, flags: Int) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for name in ["a.txt", "b/c"] {
      let content = Array("content of \(name)\n".utf8)
      // A block of deflate that is stored.
      let data =
        method == 8
        ? [1] + little(content.count, 2) + little(~content.count, 2) + content : content
      var checksum = UInt32.max
      for byte in content {
        checksum ^= UInt32(byte)
        for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
      }
      let sizes = little(Int(~checksum), 4) + little(data.count, 4) + little(content.count, 4)
      let start = little(flags, 2) + little(method, 2) + [0, 0, 0x21, 0]
      let lengths = little(name.utf8.count, 2) + [0, 0]
      directory +=
        [0x50, 0x4B, 1, 2, 20, 3, 20, 0] + start + sizes + lengths
        + Array(repeating: 0, count: 10) + little(file.count, 4) + Array(name.utf8)
      let follows = flags & 8 != 0
      file += [0x50, 0x4B, 3, 4, 20, 0] + start
      file += (follows ? Array(repeating: 0, count: 12) : sizes) + lengths + Array(name.utf8) + data
      if follows { file += [0x50, 0x4B, 7, 8] + sizes }
    }
    return file + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 2, 0, 2, 0]
      + little(directory.count, 4) + little(file.count, 4) + [0, 0]
  }

  static func tar(type: Character, name: String, content: String) -> [UInt8] {
    var block = Array(name.utf8) + Array(repeating: 0, count: 100 - name.utf8.count)
    block += Array("0000644\0".utf8) + Array("0000000\00000000\0".utf8)
    let octal = String(content.utf8.count, radix: 8)
    block += Array((String(repeating: "0", count: 11 - octal.count) + octal).utf8) + [0]
    block += Array("00000000000\0".utf8) + Array(repeating: 0x20, count: 8)
    block += [type.asciiValue ?? 0] + Array(repeating: 0, count: 100) + Array("ustar\000".utf8)
    block += Array(repeating: 0, count: 512 - block.count)
    let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
    block.replaceSubrange(
      148..<156,
      with: Array((String(repeating: "0", count: 6 - sum.count) + sum).utf8) + [0, 0x20])
    let padding = (512 - content.utf8.count % 512) % 512
    return block + Array(content.utf8) + Array(repeating: 0, count: padding)
  }
}

/// See `ZipReader`.
final class ZipTarget: ArchiveTarget, FuzzTarget {
  static let name = "zip"

  static var seeds: [[UInt8]] {
    [(0, 0), (8, 0), (8, 8), (0, 8), (99, 1), (12, 0)].map {
      [7] + SeedArchive.zip(method: $0.0, flags: $0.1)
    }
  }

  override init() {}

  func run(_ input: [UInt8]) { run(input) { ZipReader($0, memoryLimit: 1 << 20) } }
}

/// See `TarReader`.
final class TarTarget: ArchiveTarget, FuzzTarget {
  static let name = "tar"

  static var seeds: [[UInt8]] {
    let end = Array(repeating: UInt8(0), count: 1_024)
    let pax = "19 path=long/name\n"
    return [
      SeedArchive.tar(type: "0", name: "a.txt", content: "text\n") + end,
      SeedArchive.tar(type: "x", name: "pax", content: pax)
        + SeedArchive.tar(type: "0", name: "short", content: "text\n"),
      SeedArchive.tar(type: "L", name: "././@LongLink", content: "very/long/name\0")
        + SeedArchive.tar(type: "S", name: "sparse", content: "text\n") + end,
      SeedArchive.tar(type: "5", name: "folder/", content: ""),
    ].map { [9] + $0 }
  }

  override init() {}

  func run(_ input: [UInt8]) { run(input) { TarReader($0) } }
}

/// See `CpioReader`.
final class CpioTarget: ArchiveTarget, FuzzTarget {
  static let name = "cpio"

  static var seeds: [[UInt8]] {
    func entry(_ name: String, _ content: String) -> [UInt8] {
      func field(_ value: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
      }
      var bytes = Array("070701".utf8)
      let fields = [
        1, 0o100644, 0, 0, 1, 0, content.utf8.count, 0, 0, 0, 0, name.utf8.count + 1, 0,
      ]
      bytes += Array(fields.map(field).joined().utf8) + Array(name.utf8) + [0]
      bytes += Array(repeating: 0, count: (4 - bytes.count % 4) % 4) + Array(content.utf8)
      return bytes + Array(repeating: 0, count: (4 - bytes.count % 4) % 4)
    }
    let odc =
      "070707" + "000000" + "000001" + "100644" + "000000" + "000000" + "000001" + "000000"
      + "00000000000" + "000002" + "00000000005" + "a\0text\n"
    return [
      [5] + entry("a.txt", "text\n") + entry("TRAILER!!!", ""), [5] + Array(odc.utf8),
    ]
  }

  override init() {}

  func run(_ input: [UInt8]) { run(input) { CpioReader($0) } }
}

/// See `ArReader`.
final class ArTarget: ArchiveTarget, FuzzTarget {
  static let name = "ar"

  static var seeds: [[UInt8]] {
    func entry(_ name: String, _ content: String) -> String {
      func field(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: width - text.count)
      }
      return field(name, 48) + field("\(content.utf8.count)", 10) + "`\n" + content
        + (content.utf8.count % 2 == 1 ? "\n" : "")
    }
    return [
      "!<arch>\n" + entry("a.txt/", "text\n") + entry("b", "text"),
      "!<arch>\n" + entry("//", "long-name-of-a-member/\n") + entry("/0", "text\n"),
      "!<arch>\n" + entry("#1/4", "nametext"),
    ].map { [3] + Array($0.utf8) }
  }

  override init() {}

  func run(_ input: [UInt8]) { run(input) { ArReader($0) } }
}
