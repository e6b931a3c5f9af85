package import Basics
package import GitFormat
internal import SystemIO

/// Where a whole history begins: what refs, `HEAD`s and reflogs name, tags followed to their ends.
package struct HistoryTips: Sendable {
  /// Commits, in the order of the refs.
  package private(set) var commits: [ObjectID] = []
  /// Annotated tags on the way.
  package private(set) var tags: Set<ObjectID> = []
  /// Trees that are named directly.
  package private(set) var trees: [ObjectID] = []
  /// Blobs that are named directly.
  package private(set) var blobs: Set<ObjectID> = []
  /// Why something that is named and stored cannot be read.
  package private(set) var failures: [ObjectError] = []

  /// Larger tags than this are taken for blobs, in bytes.
  private static let largestTag = 64 << 20

  /// Follows tips.
  ///
  /// - Parameters:
  ///   - tips: What is named; what the store does not have is left out.
  ///   - store: The objects.
  package init(_ tips: [ObjectID], in store: any ObjectStore) {
    let reader = store.makeReader()
    var buffer = ByteBuffer()
    var seen: Set<ObjectID> = []
    for tip in tips {
      var next: ObjectID? = tip
      while let id = next, seen.insert(id).inserted {
        next = nil
        do throws(ObjectError) {
          switch try reader.read(id, limit: Self.largestTag, into: &buffer) {
          case .commit: commits.append(id)
          case .tree: trees.append(id)
          case .blob: blobs.insert(id)
          case .tag:
            tags.insert(id)
            next = buffer.withBytes { try? TagObject($0) }?.target
          }
        } catch {
          if store.contains(id) { failures.append(error) }
        }
      }
    }
  }
}
