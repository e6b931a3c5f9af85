import Basics
import Foundation
import TestSupport

/// Damage to the bytes of a file, as disks, transfers and crashes do it.
struct Damage: CustomStringConvertible {
  /// The file, relative to the repository.
  let path: String
  private(set) var description = ""

  /// Damages a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - folder: The repository.
  ///   - random: What happens to it.
  /// - Throws: When it cannot be read or written.
  init(_ path: String, in folder: String, _ random: inout TestRandom) throws {
    self.path = path
    let url = URL(filePath: "\(folder)/\(path)")
    var bytes = Array(try Data(contentsOf: url))
    var done: [String] = []
    for _ in 0..<random.pick([1, 1, 1, 2, 4]) { done.append(Self.damage(&bytes, &random)) }
    // What ends with a checksum of itself is damaged by a program that writes nonsense, too.
    if bytes.count > 40, bytes.starts(with: Self.magic(path)), random.chance(50) {
      let body = Array(bytes.dropLast(20))
      bytes = body + SHA1.hash(body.span)
      done.append("sealed")
    }
    chmod(url.path(percentEncoded: false), 0o644)
    try Data(bytes).write(to: url)
    if random.chance(3) {
      // A hole: size without content.
      truncate(url.path(percentEncoded: false), 700 << 20)
      done.append("700 MiB long")
    }
    description = "\(path): " + done.joined(separator: ", ")
  }

  private static func magic(_ path: String) -> [UInt8] {
    let ending = path.split(separator: ".").last.map(String.init) ?? ""
    return switch ending {
    case "pack": Array("PACK".utf8)
    case "idx": [0xff, 0x74, 0x4f, 0x63]
    case "rev": Array("RIDX".utf8)
    case _ where path.hasSuffix("/index"): Array("DIRC".utf8)
    case _ where path.hasSuffix("multi-pack-index"): Array("MIDX".utf8)
    case _ where path.hasSuffix("commit-graph"): Array("CGPH".utf8)
    default: [0xff, 0]
    }
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout TestRandom) -> String {
    let count = bytes.count
    guard count > 0 else {
      bytes = (0..<(1 + random.below(40))).map { _ in UInt8(random.below(256)) }
      return "filled"
    }
    let place = random.below(count)
    let piece = place..<min(count, place + 1 + random.below(64))
    switch random.below(11) {
    case 0, 1:
      bytes[place] ^= 1 << UInt8(random.below(8))
      return "bit flipped at \(place)"
    case 2:
      bytes[place] = random.pick([0, 1, 0x7f, 0x80, 0xff])
      return "byte set at \(place)"
    case 3:
      bytes.removeSubrange(place...)
      return "cut at \(place)"
    case 4:
      bytes.removeSubrange(piece)
      return "\(piece) removed"
    case 5:
      bytes.insert(contentsOf: (0..<piece.count).map { _ in UInt8(random.below(256)) }, at: place)
      return "\(piece.count) inserted at \(place)"
    case 6:
      let start = random.below(count)
      for index in piece { bytes[index] = bytes[(start + index - place) % count] }
      return "\(piece) copied from \(start)"
    case 7:
      for index in place..<min(count, place + 4096) { bytes[index] = 0 }
      return "zeros from \(place)"
    case 8:
      let number: UInt64 = random.pick([0, 1, 0x7fff_ffff, 0x8000_0000, .max, random.next()])
      let width = random.pick([4, 8])
      for index in 0..<min(width, count - place) {
        bytes[place + index] = UInt8(truncatingIfNeeded: number >> UInt64(8 * (width - 1 - index)))
      }
      return "number \(number) at \(place)"
    case 9:
      bytes = [UInt8](repeating: 0, count: random.pick([0, count]))
      return "\(bytes.count) zeros"
    default:
      bytes += (0..<(1 + random.below(100))).map { _ in UInt8(random.below(256)) }
      return "extended"
    }
  }
}
