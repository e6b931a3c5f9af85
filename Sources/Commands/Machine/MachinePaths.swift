import FileTree
import SystemIO

/// Finds what stands at a place.
struct MachinePaths {
  /// Folders that a search does not enter: they are large, and what is in them is somebody else's.
  private static let large: Set<String> = [
    "node_modules", "Library", "vendor", "venv", "site-packages", "snap", "go", "Trash",
  ]
  /// How many folders deep `**` looks.
  private static let depth = 5

  let home: String
  /// Folders that could not be listed.
  private(set) var errors: [SystemError] = []

  init(home: String) { self.home = home }

  /// The files and folders that a pattern means, sorted.
  mutating func matches(_ pattern: String) -> [String] {
    let parts = pattern.split(separator: "/").map(String.init)
    let start = pattern.hasPrefix("/") ? "" : home
    return find(parts[...], in: start).sorted()
  }

  private mutating func find(_ parts: ArraySlice<String>, in folder: String) -> [String] {
    guard let part = parts.first else { return [folder] }
    let rest = parts.dropFirst()
    if part == "**" { return search(rest, in: folder, depth: Self.depth) }
    guard part.contains("*") else {
      let path = "\(folder)/\(part)"
      return FileSystem.exists(path) ? find(rest, in: path) : []
    }
    var found: [String] = []
    let pattern = Wildmatch(part.utf8)
    for (name, _) in entries(of: folder) where pattern.matches(Array(name.utf8).span) {
      found += find(rest, in: "\(folder)/\(name)")
    }
    return found
  }

  /// Looks for the rest of a pattern in a folder and those below it.
  private mutating func search(
    _ parts: ArraySlice<String>, in folder: String, depth: Int
  ) -> [String] {
    var found = find(parts, in: folder)
    guard depth > 0 else { return found }
    for (name, kind) in entries(of: folder)
    where kind == .folder && !name.hasPrefix(".") && !Self.large.contains(name) {
      found += search(parts, in: "\(folder)/\(name)", depth: depth - 1)
    }
    return found
  }

  private mutating func entries(of folder: String) -> [(name: String, kind: FileKind)] {
    var entries: [(name: String, kind: FileKind)] = []
    do throws(SystemError) {
      try DirectoryHandle(path: folder).forEachEntry { name, kind in
        entries.append((name: String(decoding: name), kind: kind))
      }
    } catch {
      if !error.isNotFound { errors.append(error.at(path: folder)) }
    }
    return entries
  }
}
