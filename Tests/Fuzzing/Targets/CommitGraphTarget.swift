import Basics
@testable import GitFormat

/// A commit-graph, whose checksum is put right.
///
/// Input: the file without its checksum.
final class CommitGraphTarget: FuzzTarget {
  static let name = "commit-graph"

  static var seeds: [[UInt8]] { [0, 1, 6].map { file($0) } }

  private let file = ScratchFile("info/commit-graph")

  func run(_ input: [UInt8]) {
    file.write(input + SHA1.hash(input.span))
    guard let graph = CommitGraph(folders: [file.folder], format: .sha1) else { return }
    let ids = (0..<graph.count).map { graph.id(at: $0) }
    let isSorted = zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }
    for position in 0..<min(graph.count, 64) {
      graph.links(at: position)?.parents.forEach {
        invariant($0 >= 0 && $0 < graph.count, "a parent outside")
      }
      let found = graph.position(of: ids[position])
      invariant(found.map { ids[$0] == ids[position] } ?? true, "an id found where it is not")
      if isSorted, let found { invariant(found == position, "an id found elsewhere") }
    }
  }

  /// A graph as git writes it, in which the last commit has three parents.
  private static func file(_ count: Int) -> [UInt8] {
    let sizes = [("OIDF", 1024), ("OIDL", 20 * count), ("CDAT", 36 * count), ("EDGE", 8)]
    var file = Array("CGPH".utf8) + [1, 1, UInt8(sizes.count), 0]
    var offset = 8 + 12 * (sizes.count + 1)
    for (name, size) in sizes {
      file += name.utf8
      file.append(big32: 0)
      file.append(big32: offset)
      offset += size
    }
    file += [0, 0, 0, 0, 0, 0, 0, 0]
    file.append(big32: offset)
    let firsts = (0..<count).map { $0 * 40 }
    for bucket in 0..<256 { file.append(big32: firsts.count { $0 <= bucket }) }
    for first in firsts { file += [UInt8(first)] + [UInt8](repeating: 0x33, count: 19) }
    for commit in 0..<count {
      file += [UInt8](repeating: UInt8(commit), count: 20)
      let isMerge = commit == 5
      file.append(big32: commit == 0 ? 0x7000_0000 : commit - 1)
      file.append(big32: isMerge ? 0x8000_0000 : 0x7000_0000)
      file.append(big32: (commit + 1) << 2)
      file.append(big32: 1_700_000_000 + commit)
    }
    file.append(big32: 2)
    file.append(big32: 0x8000_0001)
    return file
  }
}
