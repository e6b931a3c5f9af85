package import Basics
package import GitFormat
internal import SystemIO

/// Reads the headers of commits, each once, as a walk through the history comes upon them: from git's
/// commit-graph where there is one, else from the commits themselves.
///
/// Commits have handles here: positions in the commit-graph, and behind them numbers of the store.
package final class CommitLoader {
  /// What a commit itself says.
  package struct Header {
    package var tree: ObjectID
    /// Its parents, unless a shallow clone has cut them off.
    package var parents: [ObjectID] = []
    /// Whether a shallow clone has cut off its parents.
    package var isCut = false
    var links: CommitGraph.Links
  }

  /// The objects.
  let store: any ObjectStore
  private let reader: any SingleObjectReader
  /// Reads what the reader cannot: another program may know another copy.
  private let fallback: ((ObjectID, ObjectError) -> (ObjectKind, [UInt8])?)?
  private let shallow: Set<ObjectID>
  private var graph: CommitGraph?
  private var fronts: CommitFronts?
  private var buffer = ByteBuffer()
  private var known: [Int: Header] = [:]
  /// Commits that cannot be read, and why; by handle.
  private(set) var failures: [Int: ObjectError] = [:]

  /// Larger commits than this are no ordinary ones, in bytes.
  private static let limit = 64 << 20

  /// Begins without any commit.
  ///
  /// - Parameters:
  ///   - store: The objects.
  ///   - shallow: Commits whose parents were cut off when the repository was cloned.
  ///   - threads: How many threads may read commits.
  ///   - few: When so many were asked for, each about twice, others are read ahead.
  ///   - fallback: Reads an object that the store has but cannot read.
  package init(
    _ store: any ObjectStore, shallow: Set<ObjectID> = [], threads: Int = 1,
    few: Int = 20_000,
    fallback: ((ObjectID, ObjectError) -> (ObjectKind, [UInt8])?)? = nil
  ) {
    self.store = store
    self.shallow = shallow
    self.fallback = fallback
    reader = store.makeReader()
    // The graph knows nothing of commits that are cut off: git does not use it either then.
    graph = shallow.isEmpty ? store.openCommitGraph() : nil
    fronts = CommitFronts(
      of: CommitFronts.Commits(store: store, shallow: shallow, graph: graph), threads: threads,
      few: few)
  }

  // MARK: Handles

  /// Every handle is below this.
  var handleLimit: Int { graphCount + store.numberLimit }

  private var graphCount: Int { graph?.count ?? 0 }

  /// Returns the handle of an object; nil when neither the store nor the commit-graph has it.
  func handle(of id: ObjectID) -> Int? {
    graph?.position(of: id) ?? store.number(of: id).map { graphCount + $0 }
  }

  /// Returns the id of the object with a handle.
  func id(of handle: Int) -> ObjectID {
    if let graph, handle < graph.count { return graph.id(at: handle) }
    return store.id(of: handle - graphCount)
  }

  /// Forgets the commit-graph and what the first bytes of commits say, which is not true; all handles
  /// are void.
  func dropShortcuts() {
    graph = nil
    fronts = nil
    known = [:]
    failures = [:]
  }

  // MARK: Commits

  /// Returns the date and the parents of a commit, by handles; nil when it is none or cannot be
  /// read.
  func links(_ handle: Int) -> CommitGraph.Links? {
    quickLinks(handle) ?? header(handle)?.links
  }

  /// What is known of a commit without reading all of it.
  private func quickLinks(_ handle: Int) -> CommitGraph.Links? {
    if let graph, handle < graph.count { return graph.links(at: handle) }
    return fronts?.links(handle - graphCount)
  }

  /// Whether a commit, read as a whole, has the parents that the commit-graph says, or its first
  /// bytes, whose checksum was not asked.
  func isTrue(_ handle: Int) -> Bool {
    guard let links = quickLinks(handle), let header = header(handle) else { return true }
    return links.parents == header.links.parents
  }

  /// Returns what a commit itself says; nil when it is none or cannot be read.
  func header(_ handle: Int) -> Header? {
    if let header = known[handle] { return header }
    let id = id(of: handle)
    do throws(ObjectError) {
      let kind = try reader.read(id, limit: Self.limit, into: &buffer)
      guard kind == .commit else {
        failures[handle] = ObjectError(.corrupt("a \(kind) instead of a commit"), id: id)
        return nil
      }
      let header = try buffer.withBytes { content throws(ObjectError) in try parse(content, id) }
      known[handle] = header
      return header
    } catch {
      guard let (kind, content) = fallback?(id, error), kind == .commit,
        let header = try? parse(content.span, id)
      else {
        failures[handle] = error
        return nil
      }
      known[handle] = header
      return header
    }
  }

  /// Whether a shallow clone has cut off a commit's parents; true for one that cannot be read.
  package func isCut(_ commit: ObjectID) -> Bool {
    guard let header = handle(of: commit).flatMap({ self.header($0) }) else { return true }
    return header.isCut
  }

  /// Returns what a commit names, but the store does not have: its tree or parents.
  package func missing(from commit: ObjectID) -> [ObjectID] {
    guard let header = handle(of: commit).flatMap({ self.header($0) }) else { return [] }
    return ([header.tree] + header.parents).filter { !store.contains($0) }
  }

  private func parse(_ content: Span<UInt8>, _ id: ObjectID) throws(ObjectError) -> Header {
    do throws(ObjectError.Reason) {
      let commit = try CommitObject(content)
      let links = CommitGraph.Links(date: commit.committed(in: content), parents: CommitParents())
      var header = Header(tree: commit.tree, links: links)
      guard !shallow.contains(id) else {
        header.isCut = !commit.parents.isEmpty
        return header
      }
      header.parents = commit.parents
      for parent in commit.parents {
        if let handle = handle(of: parent) { header.links.parents.append(handle) }
      }
      return header
    } catch {
      throw ObjectError(error, id: id)
    }
  }

  /// Reads an object of any kind that is named directly, such as a tag.
  ///
  /// - Returns: Its kind and content; nil when it cannot be read.
  package func object(_ id: ObjectID) -> (kind: ObjectKind, content: [UInt8])? {
    do throws(ObjectError) {
      let kind = try reader.read(id, limit: Self.limit, into: &buffer)
      return (kind, kind == .tag ? buffer.copied() : [])
    } catch {
      return fallback?(id, error)
    }
  }
}
