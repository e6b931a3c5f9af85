import Basics
@testable import GitFormat

/// The index of a pack.
///
/// Input: which hash names objects, and the file.
final class PackIndexTarget: FuzzTarget {
  static let name = "pack-index"

  static var seeds: [[UInt8]] {
    ObjectFormat.allCases.flatMap { format in
      [0, 1, 9].map { count in [format == .sha1 ? 0 : 1] + file(count, format) }
    }
  }

  private let file = ScratchFile("pack.idx")

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    let format: ObjectFormat = reader.byte() & 1 == 0 ? .sha1 : .sha256
    file.write(reader.takeRest())
    guard let index = try? PackIndex(path: file.path, format: format) else { return }
    let positions = 0..<min(index.count, 64)
    let ids = (0..<index.count).map { index.id(at: $0) }
    let isSorted = zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }
    let fanOut = index.fineFanOut()
    var offsets: [Int?] = []
    index.forEachOffset { offsets.append($1) }
    invariant(offsets.count == index.count, "another number of offsets")
    for position in positions {
      let found = index.position(of: ids[position])
      invariant(found.map { ids[$0] == ids[position] } ?? true, "an id found where it is not")
      invariant(index.offset(at: position) == offsets[position], "two offsets")
      // Whether ids stand in the buckets of their first bytes is not looked at here.
      if isSorted, let found { invariant(found == position, "an id found elsewhere") }
      let foundFinely = index.position(of: ids[position], by: fanOut)
      invariant(!isSorted || foundFinely == position, "an id not found by the finer fan-out")
    }
    var last = [UInt8](repeating: 0xFF, count: format.byteCount)
    last[0] = input.last ?? 0
    _ = index.position(of: ObjectID(last.span, at: 0, format: format))
    _ = index.position(of: ObjectID(last.span, at: 0, format: format), by: fanOut)
    _ = index.isMade(forPackEndingWith: last.span)
  }

  /// An index as git writes it; two of the offsets are beyond 2 GB.
  private static func file(_ count: Int, _ format: ObjectFormat) -> [UInt8] {
    var file: [UInt8] = [0xFF, 0x74, 0x4F, 0x63, 0, 0, 0, 2]
    let firsts = (0..<count).map { $0 * 25 }
    for bucket in 0..<256 { file.append(big32: firsts.count { $0 <= bucket }) }
    for first in firsts {
      file += [UInt8(first)] + [UInt8](repeating: 0x33, count: format.byteCount - 1)
    }
    for position in 0..<count { file.append(big32: position) }
    for position in 0..<count {
      file.append(big32: position > 6 ? 0x8000_0000 | position - 7 : 12 + position * 40)
    }
    for position in 7..<max(7, count) {
      file.append(big32: 1)
      file.append(big32: position)
    }
    return file + [UInt8](repeating: 7, count: 2 * format.byteCount)
  }
}
