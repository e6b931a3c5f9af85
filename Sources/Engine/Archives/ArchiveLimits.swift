/// How far what is packed is opened, so that no file can make a scan take all time or memory.
package struct ArchiveLimits: Sendable, Equatable {
  /// So many archives inside one another are opened; 0 for none.
  package var depth = 8
  /// So many members of an archive and of all that is in it.
  package var members = 500_000
  /// Most bytes that one member may expand to.
  package var memberSize = 4 << 30
  /// Most bytes that an archive, and all that is in it, may expand to.
  package var totalSize = 32 << 30
  /// Data may expand to so many times its size, once it has more bytes than the floor.
  package var ratio = 200
  /// Data of so many bytes may come from any size.
  package var ratioFloor = 64 << 20

  package init() {}
}

/// Counts what one archive, and all that is in it, expands to.
final class ArchiveMeter {
  let limits: ArchiveLimits
  /// Bytes that came out of decompression.
  private var total = 0
  private var members = 0
  /// Why nothing more is read; nil while there is room.
  private(set) var stop: String?

  init(_ limits: ArchiveLimits) { self.limits = limits }

  /// Counts a member; false when it is one too many.
  func countMember() -> Bool {
    members += 1
    if members > limits.members { stop = stop ?? "more than \(limits.members) members" }
    return stop == nil
  }

  /// Counts bytes that came out of an archive of which so many bytes were read.
  func count(_ bytes: Int, ofWhole taken: Int) {
    total += bytes
    if total > limits.totalSize {
      stop = stop ?? "expands to more than \(limits.totalSize) bytes"
    } else if total > limits.ratioFloor, total / limits.ratio > taken {
      stop = stop ?? "expands to more than \(limits.ratio) times its size"
    }
  }
}
