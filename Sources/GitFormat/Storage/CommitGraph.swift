package import Basics
internal import SystemIO

/// What git's commit-graph says of commits: parents, trees and dates, without reading a commit.
///
/// See gitformat-commit-graph(5). The files are only a shortcut: one that is damaged, or of a
/// repository with SHA-256, is not used at all, and whoever selects a commit by what they say of it
/// compares that with the commit itself. Who writes a false graph with a right checksum deceives git
/// as well. Positions run through all files of a chain, the oldest first.
package final class CommitGraph: Sendable {
  private let layers: [Layer]
  /// Number of commits; every position is below.
  package let count: Int

  /// What is known of a commit.
  package struct Links: Sendable {
    /// When it was committed, in seconds since 1970.
    package var date: Int
    /// Positions of its parents, in their order.
    package var parents: CommitParents

    package init(date: Int, parents: CommitParents) {
      self.date = date
      self.parents = parents
    }
  }

  /// Opens the commit-graph of the first of some object folders that has one; nil when there is
  /// none, or none that is sound.
  ///
  /// - Parameters:
  ///   - folders: Such as `.git/objects`.
  ///   - format: The hash that names the objects.
  package init?(folders: [String], format: ObjectFormat) {
    for folder in folders {
      guard let paths = Self.paths(in: folder) else { continue }
      var layers: [Layer] = []
      var count = 0
      for path in paths {
        guard let file = try? MappedFile(path: path),
          let layer = Layer(file, after: layers.count, start: count, format)
        else { return nil }
        count += layer.count
        layers.append(layer)
      }
      self.layers = layers
      self.count = count
      return
    }
    return nil
  }

  /// The files of a folder's commit-graph, the oldest first; nil when it has none.
  private static func paths(in folder: String) -> [String]? {
    let single = "\(folder)/info/commit-graph"
    if FileSystem.exists(single) { return [single] }
    let chain = "\(folder)/info/commit-graphs"
    guard let list = try? FileSystem.read("\(chain)/commit-graph-chain") else { return nil }
    return list.split(separator: UInt8(ascii: "\n")).map {
      "\(chain)/graph-\(String(decoding: $0, as: UTF8.self)).graph"
    }
  }

  /// Returns the position of a commit; nil when the graph does not have it.
  package func position(of id: ObjectID) -> Int? {
    for layer in layers {
      if let position = layer.position(of: id) { return layer.start + position }
    }
    return nil
  }

  /// Returns the id of the commit at a position.
  package func id(at position: Int) -> ObjectID {
    let layer = layer(of: position)
    return layer.id(at: position - layer.start)
  }

  /// Returns what the graph says of the commit at a position; nil when that cannot be.
  package func links(at position: Int) -> Links? {
    let layer = layer(of: position)
    return layer.links(at: position - layer.start)
  }

  private func layer(of position: Int) -> Layer {
    precondition(position >= 0 && position < count)
    return layers.last { $0.start <= position } ?? layers[0]
  }
}

/// The parents of a commit, as numbers of any kind; most commits have one or two.
package struct CommitParents: Sendable, Equatable {
  private var first = -1
  private var second = -1
  private var others: [Int] = []

  package init() {}

  /// Adds a parent behind the others.
  package mutating func append(_ parent: Int) {
    if first < 0 {
      first = parent
    } else if second < 0 {
      second = parent
    } else {
      others.append(parent)
    }
  }

  /// Lends each parent, in their order.
  package func forEach(_ body: (Int) -> Void) {
    if first >= 0 { body(first) }
    if second >= 0 { body(second) }
    others.forEach(body)
  }
}

/// One file of a commit-graph.
private final class Layer: Sendable {
  private let file: MappedFile
  private let format: ObjectFormat
  /// Number of commits.
  let count: Int
  /// Position of the first of them in the whole graph.
  let start: Int
  private let fanout: Int
  private let ids: Int
  private let data: Int
  /// Parents behind the second, from here to there; empty when no commit has so many.
  private let edges: Range<Int>

  private static let noParent: UInt32 = 0x7000_0000

  /// Finds the tables; nil when it is no sound file of version 1.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - below: Number of files that this one builds on.
  ///   - start: Number of commits in those.
  ///   - format: The hash that names the objects.
  init?(_ file: consuming MappedFile, after below: Int, start: Int, _ format: ObjectFormat) {
    guard let chunks = file.withBytes({ Self.chunks($0, after: below, format) }),
      let fanout = chunks["OIDF"], let ids = chunks["OIDL"], let data = chunks["CDAT"],
      fanout.count == 256 * 4
    else { return nil }
    let count = file.withBytes { bytes -> Int? in
      var last: UInt32 = 0
      for bucket in 0..<256 {
        let next = bytes.bigEndian32(at: fanout.lowerBound + 4 * bucket)
        guard next >= last else { return nil }
        last = next
      }
      return Int(last)
    }
    guard let count, ids.count == count * format.byteCount,
      data.count == count * (format.byteCount + 16), start + count < Int(Self.noParent)
    else { return nil }
    self.file = file
    self.format = format
    self.count = count
    self.start = start
    self.fanout = fanout.lowerBound
    self.ids = ids.lowerBound
    self.data = data.lowerBound
    edges = chunks["EDGE"] ?? 0..<0
  }

  private static func chunks(
    _ bytes: Span<UInt8>, after below: Int, _ format: ObjectFormat
  ) -> [String: Range<Int>]? {
    let end = bytes.count - format.byteCount
    guard format == .sha1, end >= 20, bytes.bigEndian32(at: 0) == 0x4347_5048,
      bytes[4] == 1, bytes[5] == 1, bytes[7] == below, 8 + 12 * (Int(bytes[6]) + 1) <= end,
      SHA1.hash(bytes.extracting(..<end)) == Array(copying: bytes.extracting(end...))
    else { return nil }
    var chunks: [String: Range<Int>] = [:]
    for chunk in 0..<Int(bytes[6]) {
      let entry = 8 + 12 * chunk
      guard let from = Int(exactly: bytes.bigEndian64(at: entry + 4)),
        let to = Int(exactly: bytes.bigEndian64(at: entry + 16)), from <= to, to <= end
      else { return nil }
      chunks[String(decoding: bytes.extracting(entry..<entry + 4))] = from..<to
    }
    return chunks
  }

  func id(at position: Int) -> ObjectID {
    file.withBytes { ObjectID($0, at: ids + position * format.byteCount, format: format) }
  }

  func position(of id: ObjectID) -> Int? {
    guard id.format == format else { return nil }
    let bucket = Int(id.first >> 56)
    return file.withBytes { bytes in
      let low = bucket == 0 ? 0 : Int(bytes.bigEndian32(at: fanout + 4 * (bucket - 1)))
      let high = Int(bytes.bigEndian32(at: fanout + 4 * bucket))
      let found = (low..<high).partitionPoint {
        ObjectID(bytes, at: ids + $0 * format.byteCount, format: format) < id
      }
      return found < high && self.id(at: found) == id ? found : nil
    }
  }

  func links(at position: Int) -> CommitGraph.Links? {
    file.withBytes { bytes in
      let entry = data + position * (format.byteCount + 16) + format.byteCount
      var parents = CommitParents()
      let first = bytes.bigEndian32(at: entry)
      let second = bytes.bigEndian32(at: entry + 4)
      if first != Self.noParent {
        guard first < start + count else { return nil }
        parents.append(Int(first))
      }
      if second & 0x8000_0000 != 0 {
        var edge = edges.lowerBound + 4 * Int(second & 0x7FFF_FFFF)
        var isLast = false
        while !isLast {
          guard edge + 4 <= edges.upperBound else { return nil }
          let parent = bytes.bigEndian32(at: edge)
          guard parent & 0x7FFF_FFFF < start + count else { return nil }
          parents.append(Int(parent & 0x7FFF_FFFF))
          isLast = parent & 0x8000_0000 != 0
          edge += 4
        }
      } else if second != Self.noParent {
        guard second < start + count else { return nil }
        parents.append(Int(second))
      }
      // Of eight bytes, the upper thirty bits are a level in the graph, the others the date.
      let date = bytes.bigEndian64(at: entry + 8) & 0x3_FFFF_FFFF
      return CommitGraph.Links(date: Int(date), parents: parents)
    }
  }
}
