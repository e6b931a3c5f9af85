internal import Basics
package import GitFormat
internal import SystemIO

extension Repository {
  /// The folders in which git looks for this repository's objects, before alternates.
  ///
  /// See git(1): `GIT_OBJECT_DIRECTORY` stands for the repository's own folder, as in a hook
  /// whose objects are not accepted yet; `GIT_ALTERNATE_OBJECT_DIRECTORIES` adds others.
  package var objectFolders: [String] {
    let own = program.environment["GIT_OBJECT_DIRECTORY"] ?? "\(commonDirectory)/objects"
    let more = program.environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] ?? ""
    return ([own] + more.split(separator: ":").map { String($0) }).map { path in
      path.hasPrefix("/") ? path : "\(folder)/\(path)"
    }
  }

  /// Opens the repository's objects for kunci's own reading, unless there are parts that only git
  /// can read or git is asked for, which is slow and serves comparison; and tells what of the files
  /// cannot be used, or not be trusted as a whole.
  package func objects(
    throughGit: Bool = false
  ) throws(GitError) -> (store: any ObjectStore, problems: [ObjectError]) {
    if !throughGit {
      let store = NativeStore(folders: objectFolders, format: objectFormat)
      let isKnown = store.problems.allSatisfy {
        if case .unsupported = $0.reason { false } else { true }
      }
      if isKnown { return (store, store.problems) }
    }
    let store = try GitProgramStore(self)
    return (store, store.problems)
  }

  /// The repository's objects for somebody who wants only a few of them; loose ones have no numbers.
  package var fewObjects: NativeStore {
    NativeStore(folders: objectFolders, format: objectFormat, listsLoose: false)
  }
}
