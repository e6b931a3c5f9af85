import Findings

/// Paths that the user wants left out, by globs as in `.gitignore`.
package struct ExcludedPaths: Sendable, Equatable {
  /// A glob, as it was given.
  private struct Entry: Sendable, Equatable {
    var text: String
    var glob: PathGlob
  }

  /// Why a path is left out.
  package static let reason = "left out by --exclude"

  private var entries: [Entry] = []

  package init() {}

  package var isEmpty: Bool { entries.isEmpty }

  /// Adds a glob; returns false for one that is empty or negated.
  package mutating func add(_ text: String) -> Bool {
    guard let glob = PathGlob(text) else { return false }
    entries.append(Entry(text: text, glob: glob))
    return true
  }

  /// Returns the first glob that matches a path from the root, or a folder that it lies in.
  package func glob(of path: String, isFolder: Bool = false) -> String? {
    entries.first { $0.glob.matches(path, isFolder: isFolder) }?.text
  }

  /// Returns the first glob that matches a file whose path is known, a member of it, or an archive or
  /// a folder that it lies in; nil for other texts.
  func glob(of provenance: Provenance, pathOf: (String) -> String) -> String? {
    guard provenance.container.isFile else { return nil }
    let path = pathOf(provenance.container.path)
    return entries.first { $0.glob.matches(path, members: provenance.members) }?.text
  }

  /// Parts occurrences into those that count and, by glob, those that are left out: what stands in a
  /// file or in its name, and not in texts such as a commit message.
  func sort(
    _ occurrences: [Occurrence], pathOf: (String) -> String
  ) -> (kept: [Occurrence], excluded: [(glob: String, occurrences: [Occurrence])]) {
    guard !isEmpty else { return (occurrences, []) }
    var kept: [Occurrence] = []
    var excluded: [String: [Occurrence]] = [:]
    for occurrence in occurrences {
      if let glob = glob(of: occurrence.location.provenance, pathOf: pathOf) {
        excluded[glob, default: []].append(occurrence)
      } else {
        kept.append(occurrence)
      }
    }
    return (kept, excluded.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 })
  }
}

extension Provenance {
  /// Whether the text belongs to a file whose path is known.
  fileprivate var isFile: Bool {
    switch self {
    case .file, .fileName, .staged, .committed, .committedName: true
    case .stream, .blob, .tree, .commitText, .tagText, .ref, .member, .memberName, .submodule,
      .repository:
      false
    }
  }
}
