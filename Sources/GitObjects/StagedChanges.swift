import SystemIO

/// What the next commit would change, from the index.
package struct StagedChanges: Sendable {
  /// Files that the commit would add or change.
  package var files: [File] = []
  /// Paths of submodules that it would add or move.
  package var submodules: [String] = []
  /// Paths with an unresolved merge.
  package var unmerged: [String] = []

  /// A file that the commit would add or change.
  package struct File: Sendable {
    package var path: String
    /// What is staged.
    package var blob: ObjectID
    /// What the commit's parents have there; not those that have nothing there.
    package var oldBlobs: [ObjectID]
  }

  /// Compares the index with HEAD, and while merging with the other parents too.
  ///
  /// - Throws: ``GitError``.
  package init(in repository: GitRepository) throws(GitError) {
    var parents = repository.head().map { [$0.description] } ?? []
    if parents.isEmpty {
      parents = try [String(decoding: repository.run("hash-object", ["-t", "tree", "--stdin"]), as: UTF8.self)
        .split(separator: "\n").joined()]
    } else {
      parents += repository.mergedCommits()
    }
    var byPath: [[UInt8]: File] = [:]
    for (number, parent) in parents.enumerated() {
      let entries = try Self.entries(against: parent, in: repository)
      if number > 0 {
        // What equals this parent is not new.
        let changed = Set(entries.map(\.path))
        byPath = byPath.filter { changed.contains($0.key) }
      }
      for entry in entries {
        let path = String(decoding: entry.path, as: UTF8.self)
        if entry.isUnmerged {
          if number == 0 { unmerged.append(path) }
        } else if entry.mode == "160000" {
          if number == 0 { submodules.append(path) }
        } else if number == 0 {
          byPath[entry.path] = File(path: path, blob: entry.blob, oldBlobs: [])
        }
        if !entry.oldBlob.isZero, entry.oldMode != "160000" {
          byPath[entry.path]?.oldBlobs.append(entry.oldBlob)
        }
      }
    }
    files = byPath.values.sorted { $0.path < $1.path }
  }

  private struct Entry {
    var path: [UInt8]
    var oldMode: String
    var mode: String
    var oldBlob: ObjectID
    var blob: ObjectID
    var isUnmerged: Bool
  }

  private static func entries(
    against parent: String, in repository: GitRepository
  ) throws(GitError) -> [Entry] {
    let output = try repository.run(
      "diff-index",
      [
        "--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-relative", "--no-ext-diff",
        "--no-textconv", "--ignore-submodules=none", "--diff-filter=d", parent, "--",
      ])
    let records = output.split(separator: 0, omittingEmptySubsequences: false)
    var entries: [Entry] = []
    for index in stride(from: 0, to: records.count - 1, by: 2) {
      let fields = records[index].dropFirst().split(separator: UInt8(ascii: " "))
      guard records[index].first == UInt8(ascii: ":"), fields.count == 5,
        let oldBlob = ObjectID(hex: fields[2]), let blob = ObjectID(hex: fields[3])
      else { throw GitError(.failed, "git diff-index answers in an unknown way") }
      entries.append(
        Entry(
          path: Array(records[index + 1]), oldMode: String(decoding: fields[0], as: UTF8.self),
          mode: String(decoding: fields[1], as: UTF8.self), oldBlob: oldBlob, blob: blob,
          isUnmerged: fields[4].first == UInt8(ascii: "U")))
    }
    return entries
  }
}

extension GitRepository {
  /// The commits that are being merged into HEAD; none when no merge is under way.
  fileprivate func mergedCommits() -> [String] {
    guard let bytes = try? FileSystem.read("\(gitFolder)/MERGE_HEAD") else { return [] }
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap {
      ObjectID(hex: $0)?.description
    }
  }
}
