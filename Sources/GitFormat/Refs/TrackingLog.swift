package import Basics
internal import SystemIO

/// What git itself has written into remote-tracking branches, going by their reflogs.
///
/// Anybody can make such a ref, and `git update-ref` does: that is no proof of what a remote has.
package struct TrackingLog: Sendable {
  private let common: String
  private let format: ObjectFormat
  private let packed: [[UInt8]: ObjectID]

  /// How the reasons begin that a clone, fetch, pull and push give.
  private static let reasons = ["clone:", "fetch", "pull", "update by push"].map { Array($0.utf8) }

  /// Reads `packed-refs`, where a clone puts what it has fetched, without reflogs.
  ///
  /// - Parameters:
  ///   - common: The folder that all work trees share; refs in another format than `files` have
  ///     neither such a file nor reflogs, so that nothing counts as written.
  ///   - format: Of the ids.
  package init(common: String, format: ObjectFormat) {
    self.common = common
    self.format = format
    let refs = (try? PackedRefs(FileSystem.read("\(common)/packed-refs"), format: format))?.refs
    packed = Dictionary((refs ?? []).map { ($0.name, $0.target) }) { $1 }
  }

  /// Returns a remote-tracking branch as git wrote it last; nil when it never did.
  package func written(_ ref: Ref) -> Ref? {
    var target = packed[ref.name]
    let path = "\(common)/logs/\(String(decoding: ref.name, as: UTF8.self))"
    // <old> SP <new> SP <who> <when> TAB <why>
    for line in ((try? FileSystem.read(path)) ?? []).split(separator: UInt8(ascii: "\n")).reversed()
    {
      let digits = format.digitCount
      let why = line.firstIndex(of: UInt8(ascii: "\t")).map { line[($0 + 1)...] } ?? []
      if Self.reasons.contains(where: { why.starts(with: $0) }) {
        target = ObjectID(hex: Array(line.dropFirst(digits + 1).prefix(digits)).span)
        break
      }
      // What was there before somebody wrote into it.
      target = ObjectID(hex: Array(line.prefix(digits)).span)
    }
    guard let target, !target.isZero else { return nil }
    return Ref(name: ref.name, target: target)
  }
}
