import Basics
import GitFormat
import GitRepository
import SystemIO

/// The objects of an index and of the commits before it, of which a few are read.
///
/// Each is held against its id: git writes what is staged into the commit by its id, and what stands
/// under it here may be something else.
struct StagedObjects {
  private let repository: Repository
  private let secondOpinion: SecondOpinion
  /// Nil when git reads them.
  let store: NativeStore?

  /// Objects that are larger are lent in pieces, unless they are stored as deltas, in bytes.
  private let wholeLimit: Int
  /// Larger objects than this are reported and not held, in bytes.
  private static let largestObject = 1 << 30

  init(_ repository: Repository, throughGit: Bool, wholeLimit: Int) {
    self.wholeLimit = wholeLimit
    self.repository = repository
    secondOpinion = SecondOpinion(repository)
    store = throughGit ? nil : repository.fewObjects
  }

  /// Reads blobs, from the files where that goes, else through git.
  ///
  /// - Parameters:
  ///   - ids: Which.
  ///   - each: Sees a blob as a whole.
  ///   - huge: Reads a blob that is too large to be held whole; what that throws is dealt with here.
  ///   - unreadable: Sees what cannot be read.
  /// - Throws: ``GitError`` when git does not answer.
  func read(
    _ ids: [ObjectID], each: (ObjectID, Span<UInt8>) -> Void,
    huge: (ObjectID, inout ObjectPieces) throws(ObjectError) -> Void,
    unreadable: (ObjectID) -> Void
  ) throws(GitError) {
    guard let store else {
      var reader = try BatchReader(repository)
      try reader.read(ids[...]) { id, _, content in
        each(id, content)
      } unreadable: { id, _ in
        unreadable(id)
      }
      try reader.finish()
      return
    }
    var reader = ObjectReader(store, checksIDs: true)
    var buffer = ByteBuffer()
    for id in ids {
      do throws(ObjectError) {
        if var pieces = try reader.pieces(of: id, largerThan: wholeLimit) {
          try huge(id, &pieces)
          continue
        }
        _ = try reader.read(id, limit: Self.largestObject, into: &buffer)
        buffer.withBytes { each(id, $0) }
      } catch {
        if let (_, content) = secondOpinion.read(id, after: error.reason) {
          each(id, content.span)
        } else {
          unreadable(id)
        }
      }
    }
  }
}
