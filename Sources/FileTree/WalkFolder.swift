import Synchronization
import SystemIO

/// A folder that was entered, for as long as something in it waits to be visited.
final class WalkFolder: Sendable {
  /// Distinguishes folders, also from those that are gone.
  let serial: Int
  /// How many folders lie between this one and the start.
  let depth: Int
  /// Its name in the parent; for the start, the way from the work tree's root.
  let name: [UInt8]
  let scope: IgnoreScope
  /// The repository whose work tree the folder belongs to.
  let repository: WalkRepository?
  /// Whether the folder itself is ignored and was entered for its tracked files alone.
  let holdsTrackedOnly: Bool
  /// Its handle, unless too many folders are open: then children are reached from further up.
  let handle: FolderHandle?
  private let parentBox: Mutex<WalkFolder?>

  init(
    serial: Int, parent: WalkFolder?, name: [UInt8], scope: IgnoreScope,
    repository: WalkRepository?, holdsTrackedOnly: Bool, handle: FolderHandle?
  ) {
    self.serial = serial
    depth = parent.map { $0.depth + 1 } ?? 0
    self.name = name
    self.scope = scope
    self.repository = repository
    self.holdsTrackedOnly = holdsTrackedOnly
    self.handle = handle
    parentBox = Mutex(parent)
  }

  deinit {
    // Lets go of the folders above one by one: left to themselves they would do it by recursion,
    // and a tree of many thousand levels would use up the stack.
    var next = Self.takeParent(of: self)
    while isKnownUniquelyReferenced(&next), let folder = next {
      next = Self.takeParent(of: folder)
    }
  }

  /// The folder that this one was found in; nil for the start.
  var parent: WalkFolder? { parentBox.withLock { $0 } }

  private static func takeParent(of folder: WalkFolder) -> WalkFolder? {
    folder.parentBox.withLock { parent in
      defer { parent = nil }
      return parent
    }
  }

  /// The folder's handle, opened anew from further up when it was not kept.
  func openHandle(_ shared: WalkShared) throws(SystemError) -> FolderHandle {
    if let handle { return handle }
    var missing: [[UInt8]] = [name]
    var ancestor = parent
    while let folder = ancestor, folder.handle == nil {
      missing.append(folder.name)
      ancestor = folder.parent
    }
    // The start keeps its handle, so there is always one further up.
    guard var handle = ancestor?.handle else {
      throw SystemError.notOpen("")
    }
    for name in missing.reversed() {
      handle = FolderHandle(try handle.directory.openDirectory(named: name.span), shared)
    }
    return handle
  }
}

/// An open folder that several threads use; counts itself among the open ones.
final class FolderHandle: Sendable {
  let directory: DirectoryHandle
  private let shared: WalkShared

  init(_ directory: consuming DirectoryHandle, _ shared: WalkShared) {
    self.directory = directory
    self.shared = shared
    shared.openFolders.add(1, ordering: .relaxed)
  }

  deinit { shared.openFolders.subtract(1, ordering: .relaxed) }
}
