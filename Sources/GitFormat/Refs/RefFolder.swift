internal import Basics
internal import SystemIO

/// Collects the loose and packed refs of a repository.
struct RefFolder {

  let format: ObjectFormat
  private var values: [[UInt8]: RefValue] = [:]
  /// What stands outside `refs` and is named by a symbolic ref there, such as `HEAD`.
  private var pseudo: [[UInt8]: RefValue] = [:]

  /// Symbolic refs are followed so far, as by git.
  private static let mostSteps = 5
  /// Each work tree has its own; see git-worktree(1).
  private static let ofEachWorkTree = ["refs/bisect", "refs/rewritten", "refs/worktree"]

  init(format: ObjectFormat) { self.format = format }

  /// Reads the files below `refs`, of all work trees and of this one's own folder.
  ///
  /// - Throws: When git has to be asked.
  mutating func readLoose(_ common: String, own: String) throws(NeedsGit) {
    try readLoose(common, "refs", except: own == common ? [] : Self.ofEachWorkTree)
    if own != common {
      for folder in Self.ofEachWorkTree { try readLoose(own, folder) }
    }
    for case .symbolic(let name) in values.values
    where RefName.isValid(name) && !name.starts(with: "refs/".utf8) {
      pseudo[name] = try read("\(own)/\(String(decoding: name, as: UTF8.self))")
    }
  }

  private mutating func readLoose(
    _ root: String, _ prefix: String, except: [String] = []
  ) throws(NeedsGit) {
    let entries = try Self.entries("\(root)/\(prefix)")
    for name in entries.folders where !name.hasPrefix(".") {
      let path = "\(prefix)/\(name)"
      if !except.contains(path) { try readLoose(root, path, except: except) }
    }
    for name in entries.files where !name.hasPrefix(".") && !name.hasSuffix(".lock") {
      let path = "\(prefix)/\(name)"
      // Git deletes and packs refs meanwhile: a file that is gone may be in `packed-refs`.
      if let value = try read("\(root)/\(path)") { values[Array(path.utf8)] = value }
    }
  }

  /// Reads `packed-refs`, which counts where there is no loose ref.
  ///
  /// To be called after `readLoose`, so that a ref that is being packed is seen once at least.
  mutating func readPacked(_ common: String) throws(NeedsGit) {
    let path = "\(common)/packed-refs"
    guard !FileSystem.isAbsent(path) else { return }
    guard let content = try? FileSystem.read(path),
      let packed = try? PackedRefs(content, format: format)
    else { throw NeedsGit() }
    for (name, target) in packed.refs where values[name] == nil {
      values[name] = target.isZero ? .broken : .object(target)
    }
  }

  /// The content of a ref's file; nil when there is none.
  func read(_ path: String) throws(NeedsGit) -> RefValue? {
    do throws(SystemError) {
      return RefValue(try FileSystem.read(path, limit: FileSystem.settingsLimit), format: format)
    } catch {
      guard error.isNotFound || FileSystem.isAbsent(path) else { throw NeedsGit() }
      return nil
    }
  }

  /// The object that a value comes to; nil when it leads nowhere.
  func target(of value: RefValue) -> ObjectID? {
    var value = value
    for _ in 0...Self.mostSteps {
      switch value {
      case .object(let id):
        return id
      case .broken:
        return nil
      case .symbolic(let name):
        guard RefName.isValid(name), let next = values[name] ?? pseudo[name] else { return nil }
        value = next
      }
    }
    return nil
  }

  /// All refs that name an object, sorted, and what git would warn of.
  func resolved() -> (refs: [Ref], warnings: [String]) {
    var refs: [Ref] = []
    var warnings: [String] = []
    for (name, value) in values.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let text = String(decoding: name, as: UTF8.self)
      if !RefName.isValid(name) {
        warnings.append("warning: ignoring ref with broken name \(text)")
      } else if value == .broken {
        warnings.append("warning: ignoring broken ref \(text)")
      } else if let target = target(of: value) {
        refs.append(Ref(name: name, target: target))
      }
    }
    return (refs, warnings)
  }

  /// `HEAD` and the refs that another work tree has of its own, under the name that git gives it.
  func refs(ofWorkTree folder: String, name: String) throws(NeedsGit) -> [Ref] {
    var own = RefFolder(format: format)
    for part in Self.ofEachWorkTree { try own.readLoose(folder, part) }
    var found = own.values
    found[Array("HEAD".utf8)] = try read("\(folder)/HEAD")
    let named = found.compactMap { ref, value in
      (target(of: value) ?? own.target(of: value)).map { id in
        Ref(name: Array("\(name)/".utf8) + ref, target: id)
      }
    }
    return named.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }

  /// The names in a folder; none when there is no folder.
  static func entries(_ folder: String) throws(NeedsGit) -> (folders: [String], files: [String]) {
    guard !FileSystem.isAbsent(folder) else { return ([], []) }
    var folders: [String] = []
    var files: [String] = []
    var isUnusual = false
    do throws(SystemError) {
      try DirectoryHandle(path: folder).forEachEntry { bytes, kind in
        let name = String(decoding: bytes)
        // A name that is not UTF-8 does not survive as text.
        if !name.utf8.elementsEqual(Array(copying: bytes)) { isUnusual = true }
        switch kind {
        case .folder: folders.append(name)
        case .file: files.append(name)
        case .symbolicLink, .special: isUnusual = true
        }
      }
    } catch {
      throw NeedsGit()
    }
    guard !isUnusual else { throw NeedsGit() }
    return (folders.sorted(), files.sorted())
  }
}
