import SystemIO

/// One thread's share of a walk: takes folders off the stack, lists them, visits their files.
final class WalkWorker {
  /// An entry of the folder being listed: where its name stands in `names`, and its kind.
  private struct Entry {
    let name: Range<Int>
    let kind: FileKind
  }

  private let number: Int
  private let shared: WalkShared
  private let stack: WorkStack<WalkShared.Item>
  private(set) var outcome = WalkOutcome()

  /// The path from the work tree's root to the folder at hand, and behind it the entry at hand.
  private var path = ByteBuffer(capacity: 4096)
  /// The folders that `path` leads through: their serial numbers and where each one's part ends.
  private var way: [(serial: Int, end: Int)] = []
  /// How much of `path` leads to the start, and is not part of the paths in reports.
  private let startLength: Int
  private var nameStart = 0
  private var display = ByteBuffer()
  private var names = ByteBuffer()
  private var entries: [Entry] = []

  /// Files of one folder beyond this many are shared with other workers.
  private static let batch = 32

  init(
    number: Int, shared: WalkShared, stack: WorkStack<WalkShared.Item>, startLength: Int
  ) {
    self.number = number
    self.shared = shared
    self.stack = stack
    self.startLength = startLength
  }

  /// Works until the whole walk is done.
  func run(_ visit: (borrowing FileVisit) -> Void) {
    var finished = false
    while let item = stack.next(finished: finished) {
      finished = true
      switch item {
      case .start(let handle, let folder):
        enter(folder)
        read(handle, folder, visit)
      case .folder(let parent, let name, let holdsTrackedOnly):
        open(name, in: parent, holdsTrackedOnly: holdsTrackedOnly, visit)
      case .files(let folder, let names, let ends):
        visitBatch(of: folder, names: names, ends: ends, visit)
      }
    }
  }

  /// Visits a single file that the caller named.
  func visitNamed(_ file: String, _ visit: (borrowing FileVisit) -> Void) {
    let name = Array((file.split(separator: "/").last ?? "").utf8)
    path.append(name.span)
    outcome.files += 1
    visit(FileVisit(worker: number, state: self, way: .named(file)))
  }

  // MARK: Folders

  private func open(
    _ name: [UInt8], in parent: WalkFolder, holdsTrackedOnly: Bool,
    _ visit: (borrowing FileVisit) -> Void
  ) {
    enter(parent)
    setName(name.span)
    let handle: FolderHandle
    do throws(SystemError) {
      let directory = try parent.openHandle(shared).directory.openDirectory(named: name.span)
      handle = FolderHandle(directory, shared)
    } catch {
      return noteOpening(error.at(path: displayPath), isNamed: false)
    }
    let keeps = shared.keepsHandle(depth: parent.depth + 1)
    let folder = WalkFolder(
      serial: shared.nextSerial(), parent: parent, name: name, scope: parent.scope,
      repository: parent.repository, holdsTrackedOnly: holdsTrackedOnly,
      handle: keeps ? handle : nil)
    enter(folder)
    read(handle, folder, visit)
  }

  /// Lists a folder, pushes what others can do and visits the first of its files.
  private func read(
    _ handle: FolderHandle, _ listed: WalkFolder, _ visit: (borrowing FileVisit) -> Void
  ) {
    outcome.folders += 1
    entries.removeAll(keepingCapacity: true)
    names.removeAll()
    do throws(SystemError) {
      try handle.directory.forEachEntry { name, kind in
        let start = names.count
        names.append(name)
        entries.append(Entry(name: start..<names.count, kind: kind))
      }
    } catch {
      // What was listed before the failure is still visited.
      note(error.at(path: displayPath))
    }
    if let reason = reasonToPass(listed) { return skip(reason) }
    let folder = folderInForce(handle, listed)
    var folders: [WalkShared.Item] = []
    var files: [Range<Int>] = []
    for entry in entries {
      if isGitFolder(entry) { continue }
      setName(entry.name)
      var holdsTrackedOnly = false
      if isIgnored(entry, in: folder) {
        guard isTracked(entry, in: folder) else {
          outcome.ignored += 1
          continue
        }
        holdsTrackedOnly = true
      }
      if let leavesOut = shared.options.leavesOut, leavesOut(displayPath, entry.kind == .folder) {
        skip(.excluded)
        continue
      }
      switch entry.kind {
      case .folder:
        folders.append(
          .folder(
            parent: folder, name: copiedName(entry.name), holdsTrackedOnly: holdsTrackedOnly))
      case .file: files.append(entry.name)
      case .symbolicLink: skip(.symbolicLink)
      case .special: skip(.special)
      }
    }
    stack.push(folders)
    share(files.dropFirst(Self.batch), of: folder)
    visitFiles(files.prefix(Self.batch), of: folder, in: handle, visit)
  }

  /// Why the folder that was just listed is not entered, if it is a submodule's.
  ///
  /// A submodule that is checked out holds `.git`, any other is an empty folder.
  private func reasonToPass(_ folder: WalkFolder) -> WalkOutcome.SkipReason? {
    guard folder.depth > 0, let repository = folder.repository,
      entries.isEmpty || !shared.options.entersSubmodules && entries.contains(where: isGitFolder),
      path.withBytes({ repository.isSubmodule($0.extracting(..<($0.count - 1))) })
    else { return nil }
    return shared.options.entersSubmodules ? .absentSubmodule : .submodule
  }

  /// The folder with the ignore rules that start in it, if any do.
  private func folderInForce(_ handle: FolderHandle, _ folder: WalkFolder) -> WalkFolder {
    guard shared.options.usesIgnoreFiles else { return folder }
    var scope = folder.scope
    var repository = folder.repository
    var holdsTrackedOnly = folder.holdsTrackedOnly
    let base = path.count
    var hasGitFolder = false
    var hasIgnoreFile = false
    for entry in entries where entry.name.count == 4 || entry.name.count == 10 {
      if entryIs(entry, Self.gitName) { hasGitFolder = true }
      if entry.kind == .file, entryIs(entry, Self.ignoreName) { hasIgnoreFile = true }
    }
    if hasGitFolder, folder.depth > 0, let tree = shared.workTree(at: relativePath) {
      // A repository inside another one: git looks at it from its own root alone.
      scope = shared.scope(of: tree, base: base) { note($0) }
      repository = WalkRepository(tree, base: base, load: shared.options.trackedPaths)
      holdsTrackedOnly = false
    }
    if hasIgnoreFile, repository != nil {
      setName(Self.ignoreName.span)
      do throws(SystemError) {
        let text = try handle.directory.openFile(named: Self.ignoreName.span)
        try text.expectRegular(atMost: FileSystem.settingsLimit)
        var buffer = ByteBuffer()
        try text.readAll(into: &buffer)
        let list = IgnoreList(parsing: buffer.copied(), foldsCase: shared.options.foldsCase)
        scope.add(list, base: base)
      } catch {
        noteOpening(error.at(path: displayPath), isNamed: false)
      }
      path.truncate(to: base)
    }
    guard hasGitFolder || hasIgnoreFile else { return folder }
    return WalkFolder(
      serial: folder.serial, parent: folder.parent, name: folder.name, scope: scope,
      repository: repository, holdsTrackedOnly: holdsTrackedOnly, handle: folder.handle)
  }

  private func isIgnored(_ entry: Entry, in folder: WalkFolder) -> Bool {
    if folder.holdsTrackedOnly { return true }
    if folder.scope.isEmpty { return false }
    return path.withBytes { path in
      folder.scope.ignores(path, nameStart: nameStart, isFolder: entry.kind == .folder)
    }
  }

  private func isTracked(_ entry: Entry, in folder: WalkFolder) -> Bool {
    guard let repository = folder.repository else { return false }
    return path.withBytes { repository.tracks($0, isFolder: entry.kind == .folder) }
  }

  // MARK: Files

  /// Leaves files whose names stand in `names` to other workers.
  private func share(_ files: ArraySlice<Range<Int>>, of folder: WalkFolder) {
    var items: [WalkShared.Item] = []
    var rest = files
    while !rest.isEmpty {
      var packed: [UInt8] = []
      var ends: [Int] = []
      for range in rest.prefix(Self.batch) {
        packed += copiedName(range)
        ends.append(packed.count)
      }
      rest = rest.dropFirst(Self.batch)
      items.append(.files(folder, names: packed, ends: ends))
    }
    stack.push(items)
  }

  private func visitBatch(
    of folder: WalkFolder, names: [UInt8], ends: [Int], _ visit: (borrowing FileVisit) -> Void
  ) {
    enter(folder)
    let handle: FolderHandle
    do throws(SystemError) {
      handle = try folder.openHandle(shared)
    } catch {
      return noteOpening(error.at(path: displayPath), isNamed: false)
    }
    self.names.removeAll()
    self.names.append(names.span)
    let starts = [0] + ends.dropLast()
    visitFiles(zip(starts, ends).map { $0..<$1 }[...], of: folder, in: handle, visit)
  }

  /// Visits files whose names stand in `names`.
  ///
  /// A few large files can take longer than all the rest of the walk: as soon as a worker has nothing
  /// else to do, half of what is left is its.
  private func visitFiles(
    _ files: ArraySlice<Range<Int>>, of folder: WalkFolder, in handle: FolderHandle,
    _ visit: (borrowing FileVisit) -> Void
  ) {
    var rest = files
    while let name = rest.popFirst() {
      if stack.isAwaited, !rest.isEmpty {
        let kept = rest.prefix(rest.count / 2)
        share(rest.dropFirst(kept.count), of: folder)
        rest = kept
      }
      setName(name)
      visitCurrent(in: handle, visit)
    }
  }

  private func visitCurrent(in handle: FolderHandle, _ visit: (borrowing FileVisit) -> Void) {
    outcome.files += 1
    visit(FileVisit(worker: number, state: self, way: .inFolder(handle)))
  }

  /// Opens the file that `path` now leads to.
  func openCurrent(in handle: FolderHandle) throws(SystemError) -> OpenFile {
    try path.withBytes(in: nameStart..<path.count) { name throws(SystemError) in
      try handle.directory.openFile(named: name)
    }
  }

  // MARK: Paths

  /// Makes `path` lead to a folder, with a slash behind it unless it is the work tree's root.
  private func enter(_ folder: WalkFolder) {
    var missing: [WalkFolder] = []
    var next: WalkFolder? = folder
    while let folder = next {
      if folder.depth < way.count, way[folder.depth].serial == folder.serial { break }
      missing.append(folder)
      next = folder.parent
    }
    way.removeSubrange((next.map { $0.depth + 1 } ?? 0)...)
    path.truncate(to: way.last?.end ?? 0)
    for folder in missing.reversed() {
      let name = folder.name
      path.append(name.span)
      if !name.isEmpty { path.append(slash) }
      way.append((folder.serial, path.count))
    }
    nameStart = path.count
  }

  /// Puts an entry's name behind the folder's path, in place of the one before.
  private func setName(_ name: Span<UInt8>) {
    let end = way.last?.end ?? 0
    path.truncate(to: end)
    path.append(name)
    nameStart = end
  }

  private func setName(_ range: Range<Int>) {
    names.withBytes(in: range) { setName($0) }
  }

  private func copiedName(_ range: Range<Int>) -> [UInt8] {
    names.withBytes(in: range) { Array(copying: $0) }
  }

  /// The path from the start, without a slash at the end.
  private var relativePath: String {
    path.withBytes { String(decoding: $0.extracting(min(startLength, $0.count)...)) }
  }

  private var displayPath: String { withDisplayPath { String(decoding: $0) } }

  /// Lends the path as reports show it; a folder's without the slash at its end.
  func withDisplayPath<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    display.removeAll()
    let prefix = shared.displayPrefix
    display.append(prefix.span)
    path.withBytes { display.append($0.extracting(min(startLength, $0.count)...)) }
    let count = display.count
    let hasSlash = display.withBytes { count > 1 && $0[count - 1] == slash }
    if hasSlash { display.truncate(to: count - 1) }
    return display.withBytes(body)
  }

  private func isGitFolder(_ entry: Entry) -> Bool {
    entry.name.count == 4 && entryIs(entry, Self.gitName, foldsCase: shared.options.foldsCase)
  }

  private func entryIs(_ entry: Entry, _ name: [UInt8], foldsCase: Bool = false) -> Bool {
    guard entry.name.count == name.count else { return false }
    return names.withBytes(in: entry.name) { bytes in
      bytes.indices.allSatisfy { index in
        (foldsCase ? bytes[index].lowercased : bytes[index]) == name[index]
      }
    }
  }

  private static let gitName = Array(".git".utf8)
  private static let ignoreName = Array(".gitignore".utf8)

  // MARK: Notes

  func note(_ error: SystemError) { outcome.errors.append(error) }

  /// Notes a failure to open what was listed a moment ago.
  func noteOpening(_ error: SystemError, isNamed: Bool) {
    if isNamed { return note(error) }
    if error.isNotFound {
      outcome.skipped.append(.init(path: error.path, reason: .vanished))
    } else if error.isSymbolicLink {
      outcome.skipped.append(.init(path: error.path, reason: .symbolicLink))
    } else if error.isSpecialFile {
      outcome.skipped.append(.init(path: error.path, reason: .special))
    } else {
      note(error)
    }
  }

  private func skip(_ reason: WalkOutcome.SkipReason) {
    outcome.skipped.append(.init(path: displayPath, reason: reason))
  }
}
