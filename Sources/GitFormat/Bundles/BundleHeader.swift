package import Basics

/// What stands in front of the pack of a bundle; see gitformat-bundle(5).
package struct BundleHeader: Sendable, Equatable {
  /// The hash of its objects.
  package private(set) var format = ObjectFormat.sha1
  /// How many commits whoever takes it must have: what it holds may be derived from their files.
  package private(set) var prerequisites = 0
  /// Where the pack begins.
  package private(set) var end = 0

  /// A header longer than this is none, in bytes.
  private static let most = 16 << 20

  /// Whether the first bytes are those of a bundle, and no text about bundles: what follows the first
  /// line are capabilities, ids and, behind an empty line, a pack.
  package static func matches(_ head: Span<UInt8>) -> Bool {
    guard
      head.starts(with: Array("# v2 git bundle\n".utf8))
        || head.starts(with: Array("# v3 git bundle\n".utf8))
    else { return false }
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

  /// Reads the lines up to the empty one.
  ///
  /// - Throws: Why this is no bundle that can be read.
  package init(_ bytes: Span<UInt8>) throws(ObjectError.Reason) {
    guard Self.matches(bytes) else { throw .corrupt("the header of a bundle") }
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
