import SystemIO

/// The ignore files in force in a folder, in the order of git's precedence.
///
/// The user's own file, then the repository's `info/exclude`, then each `.gitignore` from the root
/// of the work tree down. The last file that has an opinion decides.
struct IgnoreScope: Sendable {
  /// An ignore file and where its folder's paths start.
  private struct Placed: Sendable {
    let list: IgnoreListBox
    /// How many bytes of an entry's path lead to the file's folder, with the slash behind it.
    let base: Int
  }

  private var files: [Placed] = []

  var isEmpty: Bool { files.isEmpty }

  /// Adds an ignore file that goes before those already there.
  mutating func add(_ list: IgnoreList, base: Int) {
    if !list.isEmpty { files.append(Placed(list: IgnoreListBox(list), base: base)) }
  }

  /// Whether the patterns leave an entry out, by its path from where the bases count.
  func ignores(_ path: Span<UInt8>, nameStart: Int, isFolder: Bool) -> Bool {
    var index = files.count - 1
    while index >= 0 {
      let base = files[index].base
      let decision = files[index].list.list.decision(
        path: path.extracting(base...), nameStart: nameStart - base, isFolder: isFolder)
      if let decision { return decision == .ignored }
      index -= 1
    }
    return false
  }
}

/// Shares a list among the scopes of many folders.
private final class IgnoreListBox: Sendable {
  let list: IgnoreList

  init(_ list: IgnoreList) { self.list = list }
}
