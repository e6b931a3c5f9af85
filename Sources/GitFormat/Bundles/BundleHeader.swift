package import Basics

/// What stands in front of the pack of a bundle; see gitformat-bundle(5).
///
/// A pack without a bundle has nothing in front.
package struct BundleHeader: Sendable, Equatable {
  /// The hash of its objects.
  package private(set) var format = ObjectFormat.sha1
  /// How many commits whoever takes it must have: what it holds may be derived from their files.
  package private(set) var prerequisites = 0
  /// Whether it leaves out objects on purpose, as a partial clone does (`@filter=`).
  package private(set) var isFiltered = false
  /// Where the pack begins.
  package private(set) var end = 0

  /// A header longer than this is none, in bytes.
  private static let most = 16 << 20

  /// Whether the first bytes are those of a bundle, and no text about bundles.
  ///
  /// What follows the first line are capabilities, ids and, behind an empty line, a pack. Where that is
  /// not so, bytes that no text has make it a damaged one.
  package static func matches(_ head: Span<UInt8>) -> Bool {
    beginsLikeOne(head)
      && (isInOrder(head) || head.indices.contains { head[$0] < 0x09 || head[$0] == 0x7F })
  }

  private static func beginsLikeOne(_ head: Span<UInt8>) -> Bool {
    head.starts(with: Array("# v2 git bundle\n".utf8))
      || head.starts(with: Array("# v3 git bundle\n".utf8))
  }

  /// Whether what stands behind the first line is what belongs there, as far as it is known.
  private static func isInOrder(_ head: Span<UInt8>) -> Bool {
    var place = 16
    while place < head.count {
      if head[place] == 0x0A {
        let magic = Array("PACK".utf8).prefix(head.count - place - 1)
        return head.starts(with: Array(magic), at: place + 1)
      }
      if head[place] != UInt8(ascii: "@") {
        let start = head[place] == UInt8(ascii: "-") ? place + 1 : place
        let isHash = (start..<min(start + 40, head.count)).allSatisfy { index in
          (0x30...0x39).contains(head[index]) || (0x61...0x66).contains(head[index])
        }
        guard isHash else { return false }
      }
      guard let end = head.firstIndex(of: 0x0A, from: place) else { return true }
      place = end + 1
    }
    return true
  }

  /// Whether the first bytes are those of a pack alone; see gitformat-pack(5).
  package static func isPack(_ head: Span<UInt8>) -> Bool {
    head.count >= 8 && head.starts(with: Array("PACK".utf8)) && head[4] | head[5] | head[6] == 0
      && (head[7] == 2 || head[7] == 3)
  }

  /// The hash that a pack ends with the value of, over all before; of a damaged one, nobody knows.
  private static func format(ofPack bytes: Span<UInt8>) -> ObjectFormat {
    let count = ObjectFormat.sha256.byteCount
    guard bytes.count > count else { return .sha1 }
    let end = bytes.count - count
    let hash = SHA256.hash(bytes.extracting(..<end))
    return bytes.starts(with: hash, at: end) ? .sha256 : .sha1
  }

  /// Reads the lines up to the empty one; nothing of a pack alone.
  ///
  /// - Throws: Why this is no bundle that can be read.
  package init(_ bytes: Span<UInt8>) throws(ObjectError.Reason) {
    if Self.isPack(bytes) {
      format = Self.format(ofPack: bytes)
      return
    }
    guard Self.beginsLikeOne(bytes), Self.isInOrder(bytes) else {
      throw .corrupt("the header of a bundle")
    }
    var place = 16
    while let lineEnd = bytes.firstIndex(of: 0x0A, from: place), lineEnd < Self.most {
      defer { place = lineEnd + 1 }
      if lineEnd == place {
        end = lineEnd + 1
        return
      }
      switch bytes[place] {
      case UInt8(ascii: "-"): prerequisites += 1
      case UInt8(ascii: "@"):
        let line = bytes.extracting(place..<lineEnd)
        if line.starts(with: Array("@filter=".utf8)) { isFiltered = true }
        let word = Array("@object-format=".utf8)
        guard line.starts(with: word) else { continue }
        let name = line.extracting(word.count...)
        if name.count == 6, name.starts(with: Array("sha256".utf8)) {
          format = .sha256
        } else if name.count != 4 || !name.starts(with: Array("sha1".utf8)) {
          throw .unsupported("its hash")
        }
      default: break
      }
    }
    throw .truncated
  }
}
