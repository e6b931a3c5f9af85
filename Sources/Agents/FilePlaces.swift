import FileTree
import Synchronization
import SystemIO

/// Where the files may be that an agent names.
struct FilePlaces {
  /// The folders that it works in: of a workspace with several roots, each.
  let folders: [String]

  /// More files than that are not gone through to find one by its bare name.
  private static let mostVisited = 100_000

  /// The paths that a name may mean, each once.
  func places(of name: String) -> [String] {
    let urls = FileURL.paths(of: name)
    guard urls.isEmpty else { return urls.flatMap(places) }
    var places: [String] = []
    if name.hasPrefix("/") {
      // Some agents begin a path from the root of the project with a slash.
      places = [name] + folders.map { $0 + name }
    } else if name.hasPrefix("~/"), let home = Environment.value(of: "HOME") {
      places = [home + name.dropFirst()]
    } else {
      places = folders.map { FileSystem.join($0, name) }
    }
    places += inNamedRoot(name)
    // Agents bring a path into its normal form before they open it: what is too long for the system
    // as it stands may be short then, and what leads through a link may lead elsewhere.
    for place in places where Self.isRedundant(place) {
      let normal = Self.normalForm(of: place)
      if !places.contains(normal) { places.append(normal) }
    }
    return places
  }

  /// Where `root:path` or `@root:/path` stands, if one of several roots is called so.
  private func inNamedRoot(_ name: String) -> [String] {
    let bare = name.hasPrefix("@") ? name.dropFirst() : name[...]
    guard let colon = bare.firstIndex(of: ":"), colon > bare.startIndex else { return [] }
    let path = bare[bare.index(after: colon)...].drop { $0 == "/" }
    return folders.filter { folder in
      folder.split(separator: "/").last.map { $0 == bare[..<colon] } ?? false
    }.map { FileSystem.join($0, String(path)) }
  }

  /// Whether a path has parts that may say nothing.
  private static func isRedundant(_ path: String) -> Bool {
    let bytes = path.utf8
    return path.hasPrefix(".")
      || zip(bytes, bytes.dropFirst()).contains {
        $0 == UInt8(ascii: "/") && ($1 == UInt8(ascii: "/") || $1 == UInt8(ascii: "."))
      }
  }

  /// A path without `.`, `..` and slashes that say nothing.
  static func normalForm(of path: String) -> String {
    String(decoding: normalForm(of: Array(path.utf8)), as: UTF8.self)
  }

  /// A path without `.`, `..` and slashes that say nothing, whatever links there are.
  static func normalForm(of path: [UInt8]) -> [UInt8] {
    let (slash, up) = (UInt8(ascii: "/"), Array("..".utf8))
    var parts: [ArraySlice<UInt8>] = []
    let isAbsolute = path.first == slash
    for part in path.split(separator: slash) where part != up.prefix(1) {
      if part == up[...], let last = parts.last, last != up[...] {
        parts.removeLast()
      } else if part != up[...] || !isAbsolute {
        parts.append(part)
      }
    }
    let joined = Array(parts.joined(separator: [slash]))
    return isAbsolute ? [slash] + joined : joined.isEmpty ? Array(".".utf8) : joined
  }

  /// The files anywhere below the folders whose paths end with some names, and whether all were gone
  /// through.
  ///
  /// What git ignores counts, as `.env` mostly is; but not what packages are installed in.
  func files(endingWith names: Set<String>) -> (paths: [String], isComplete: Bool) {
    files { path, _ in names.contains { path.hasSuffix("/" + $0) } }
  }

  /// The files anywhere below the folders that globs stand for, and whether all were gone through; as
  /// above.
  func files(matching globs: FileGlobs) -> (paths: [String], isComplete: Bool) {
    files { path, folder in
      globs.match(path) || globs.match(String(path.dropFirst(folder.count).drop { $0 == "/" }))
    }
  }

  private func files(
    where isMeant: @Sendable @escaping (_ path: String, _ folder: String) -> Bool
  ) -> (paths: [String], isComplete: Bool) {
    let found = Mutex<[String]>([])
    let left = Mutex(Self.mostVisited)
    var options = TreeWalk.Options()
    options.usesIgnoreFiles = false
    options.pathStyle = .withStart
    options.leavesOut = { path, isFolder in
      if isFolder, path.hasSuffix("/node_modules") { return true }
      return left.withLock { left in
        left -= 1
        return left < 0
      }
    }
    for folder in folders {
      // A folder that is not there holds nothing.
      _ = TreeWalk(start: folder, options: options).walk(workers: 1) { visit in
        let path = visit.path
        if isMeant(path, folder) { found.withLock { $0.append(path) } }
      }
    }
    return (found.withLock { $0.sorted() }, left.withLock { $0 >= 0 })
  }
}
