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
}
