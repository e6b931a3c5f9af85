import Basics
import GitFormat

/// The git index, with its cache of trees.
///
/// Input: which hash names objects and what it is, and the file or the extension `TREE` alone.
final class GitIndexTarget: FuzzTarget {
  static let name = "git-index"

  static var seeds: [[UInt8]] {
    let id = [UInt8](repeating: 0x44, count: 20)
    let trees = Array("\0-1 2\nfolder\01 0\n".utf8) + id + Array("other\0-1 0\n".utf8)
    var seeds = [[2] + trees, [2] + Array("\0-1 0\n".utf8)]
    for version in [2, 3, 4] {
      seeds.append([0] + file(version: version, .sha1, trees: trees))
      seeds.append([1] + file(version: version, .sha256, trees: trees))
    }
    return seeds
  }

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    let flags = reader.byte()
    let format: ObjectFormat = flags & 1 == 0 ? .sha1 : .sha256
    let bytes = reader.takeRest()
    if flags & 2 != 0 { return checkTrees(bytes, format) }
    guard let index = try? IndexFile(bytes.span, format: format) else { return }
    var end = 0
    for entry in index.entries {
      invariant(entry.name.lowerBound == end && !entry.name.isEmpty, "names with a gap")
      end = entry.name.upperBound
      invariant((0...3).contains(entry.stage) && entry.id.format == format, "an odd entry")
    }
    invariant(end == index.names.count, "names that end elsewhere")
    if let trees = index.cacheTree { checkTrees(trees, format) }
  }

  private func checkTrees(_ bytes: [UInt8], _ format: ObjectFormat) {
    guard let trees = CacheTree(bytes, format: format) else { return }
    for (number, node) in trees.nodes.enumerated() {
      invariant(number < node.end && node.end <= trees.nodes.count, "a folder without an end")
      guard number < 64, number > 0 else { continue }
      let found = trees.child(bytes[node.name], of: 0)
      invariant(found.map { bytes[trees.nodes[$0].name] == bytes[node.name] } ?? true, "another")
    }
    invariant(trees.nodes.first?.end == trees.nodes.count, "folders outside the top")
  }

  /// An index as git writes it.
  private static func file(version: Int, _ format: ObjectFormat, trees: [UInt8]) -> [UInt8] {
    var file = Array("DIRC".utf8)
    file.append(big32: version)
    file.append(big32: 3)
    for (number, name) in ["folder/a", "folder/b", "link"].enumerated() {
      let start = file.count
      file += [UInt8](repeating: 1, count: 24)
      file.append(big32: number == 2 ? 0o120000 : 0o100644)
      file += [UInt8](repeating: 2, count: 12 + format.byteCount)
      let isExtended = version > 2 && number == 1
      file += [(isExtended ? 0x40 : 0) | UInt8(number) << 4, UInt8(name.utf8.count)]
      if isExtended { file += [0x20, 0] }
      // Of the name before, version 4 says how much is dropped.
      let kept = version == 4 && number == 1 ? 7 : 0
      if version == 4 { file.append([0, 1, 8][number]) }
      file += name.utf8.dropFirst(kept)
      let padding = version == 4 ? 1 : 8 - (file.count - start) % 8
      file += [UInt8](repeating: 0, count: padding)
    }
    file += "TREE".utf8
    file.append(big32: trees.count)
    return file + trees + [UInt8](repeating: 9, count: format.byteCount)
  }
}
