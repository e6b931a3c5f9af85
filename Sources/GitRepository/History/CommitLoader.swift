package import Basics
package import GitFormat
internal import SystemIO

/// Reads commits of a store, each once, as a walk through the history comes upon them.
package final class CommitLoader {
  /// A commit with what its store lacks of it.
  package struct Loaded {
    package var commit: CommitTable.Commit
    /// Its tree and parents, as far as the store does not have them.
    package var missing: [ObjectID] = []
    /// Whether a shallow clone has cut off its parents.
    package var isCut = false
  }

  private let store: any ObjectStore
  private let reader: any SingleObjectReader
  /// Reads what the reader cannot: another program may know another copy.
  private let fallback: ((ObjectID) -> (ObjectKind, [UInt8])?)?
  private let shallow: Set<ObjectID>
  private var buffer = ByteBuffer()
  private var known: [Int: Loaded] = [:]
  /// Commits that cannot be read, and why.
  package private(set) var failures: [Int: ObjectError] = [:]

  /// Larger commits than this are no ordinary ones, in bytes.
  private static let limit = 64 << 20

  /// Begins without any commit.
  ///
  /// - Parameters:
  ///   - store: The objects.
  ///   - shallow: Commits whose parents were cut off when the repository was cloned.
  ///   - fallback: Reads an object that the store has but cannot read.
  package init(
    _ store: any ObjectStore, shallow: Set<ObjectID> = [],
    fallback: ((ObjectID) -> (ObjectKind, [UInt8])?)? = nil
  ) {
    self.store = store
    self.shallow = shallow
    self.fallback = fallback
    reader = store.makeReader()
  }

  /// Returns the commit with a number; nil when it is none or cannot be read.
  package func commit(_ number: Int) -> Loaded? {
    if let loaded = known[number] { return loaded }
    let id = store.id(of: number)
    do throws(ObjectError) {
      guard try reader.read(id, limit: Self.limit, into: &buffer) == .commit else { return nil }
      let loaded = try buffer.withBytes { content throws(ObjectError) in
        try Self.parse(content, id, number, store, shallow)
      }
      known[number] = loaded
      return loaded
    } catch {
      guard let (kind, content) = fallback?(id), kind == .commit,
        let loaded = try? Self.parse(content.span, id, number, store, shallow)
      else {
        failures[number] = error
        return nil
      }
      known[number] = loaded
      return loaded
    }
  }

  private static func parse(
    _ content: Span<UInt8>, _ id: ObjectID, _ number: Int, _ store: any ObjectStore,
    _ shallow: Set<ObjectID>
  ) throws(ObjectError) -> Loaded {
    do throws(ObjectError.Reason) {
      let commit = try CommitObject(content)
      var loaded = Loaded(
        commit: CommitTable.Commit(
          number: number, tree: store.number(of: commit.tree), parents: [],
          date: commit.committed(in: content)))
      if loaded.commit.tree == nil { loaded.missing.append(commit.tree) }
      guard !shallow.contains(id) else {
        loaded.isCut = !commit.parents.isEmpty
        return loaded
      }
      for parent in commit.parents {
        if let number = store.number(of: parent) {
          loaded.commit.parents.append(number)
        } else {
          loaded.missing.append(parent)
        }
      }
      return loaded
    } catch {
      throw ObjectError(error, id: id)
    }
  }

  /// Reads an object of any kind that is named directly, such as a tag.
  ///
  /// - Returns: Its kind and content; nil when it cannot be read.
  package func object(_ id: ObjectID) -> (kind: ObjectKind, content: [UInt8])? {
    if let kind = try? reader.read(id, limit: Self.limit, into: &buffer) {
      return (kind, kind == .tag ? buffer.copied() : [])
    }
    return fallback?(id)
  }
}
