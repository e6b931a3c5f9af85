package import GitRepository
import SystemIO

/// A hook of a repository: whether it is there, putting it there, taking it away.
package struct GitHook {
  /// What stands where git looks for the hook.
  package enum State: Sendable, Equatable {
    case absent
    /// Kunci's hook; whether it calls another one first.
    case installed(callsPrevious: Bool)
    /// Somebody else's hook.
    case foreign
  }

  /// Which one.
  package let name: HookName
  /// Where git looks for it.
  package let path: String
  /// Where an earlier hook is kept.
  private let previousName: String

  private var previousPath: String { path + ".before-kunci" }

  /// Names a hook of a repository.
  package init(_ name: HookName, of repository: Repository) {
    self.init(name, inFolder: repository.hooksFolder)
  }

  /// Names a hook in a folder of hooks.
  init(_ name: HookName, inFolder folder: String) {
    self.name = name
    path = "\(folder)/\(name.rawValue)"
    previousName = "\(name.rawValue).before-kunci"
  }

  /// Looks what is there now.
  ///
  /// - Throws: `HookError` when it cannot be read.
  package func state() throws(HookError) -> State {
    guard !FileSystem.isAbsent(path) else { return .absent }
    do throws(SystemError) {
      guard HookScript.isOurs(try FileSystem.read(path)) else { return .foreign }
      return .installed(callsPrevious: FileSystem.isExecutable(previousPath))
    } catch {
      throw HookError(error)
    }
  }

  /// Puts kunci's hook there; one that was there is kept and called first.
  ///
  /// - Parameters:
  ///   - program: Path of kunci.
  ///   - options: Options that kunci is called with whenever the hook runs, as words of the shell.
  /// - Throws: `HookError`, also when somebody has changed kunci's hook; what was there is then as
  ///   it was.
  package func install(program: String, options: [String] = []) throws(HookError) {
    let state = try state()
    if case .installed = state { try checkThatNothingWasAdded() }
    do throws(SystemError) {
      if state == .foreign {
        guard FileSystem.isAbsent(previousPath) else {
          throw SystemError.alreadyThere(previousPath)
        }
        // It stays in force until kunci's takes its place.
        try FileSystem.keep(path, as: previousPath)
      } else if state == .absent {
        try createFolder()
      }
      let script = HookScript.text(
        name: name, program: program, previous: previousName, options: options)
      do throws(SystemError) {
        try FileSystem.write(path, script, permissions: 0o755)
      } catch {
        // Where both name one file, this move does nothing.
        if state == .foreign, (try? FileSystem.move(previousPath, to: path)) != nil {
          try? FileSystem.remove(previousPath)
        }
        throw error
      }
    } catch {
      throw HookError(error)
    }
  }

  /// Takes kunci's hook away; the one that was there before returns.
  ///
  /// - Throws: `HookError`, also when the hook is not kunci's or somebody has changed it.
  package func uninstall() throws(HookError) {
    switch try state() {
    case .absent: throw HookError(message: "no \(name.rawValue) hook is installed at \(path)")
    case .foreign:
      throw HookError(message: "\(path) was not written by kunci, so it stays as it is")
    case .installed: try checkThatNothingWasAdded()
    }
    do throws(SystemError) {
      if !FileSystem.isAbsent(previousPath) {
        try FileSystem.move(previousPath, to: path)
      } else {
        try FileSystem.remove(path)
      }
    } catch {
      throw HookError(error)
    }
  }

  /// What somebody has written into kunci's hook would be lost with it.
  private func checkThatNothingWasAdded() throws(HookError) {
    do throws(SystemError) {
      let script = try FileSystem.read(path)
      guard !HookScript.isUnchanged(script, name: name, previous: previousName) else { return }
    } catch {
      throw HookError(error)
    }
    throw HookError(
      message: "\(path) is not as this kunci writes it, so it stays as it is; move what was added"
        + " to \(previousName) beside it, which runs first, and remove the file")
  }

  private func createFolder() throws(SystemError) {
    guard let folder = FileSystem.parent(of: path), !FileSystem.isFolder(folder) else { return }
    try FileSystem.createDirectory(folder)
  }
}

/// A hook that could not be looked at or changed.
package struct HookError: Error, Sendable, Equatable {
  /// What went wrong.
  package var message: String

  package init(message: String) { self.message = message }

  init(_ error: SystemError) {
    message =
      error.isAlreadyThere
      ? "\(error.path) is there already, so the hook beside it cannot be kept; move one of them away"
      : error.message
  }
}

extension SystemError {
  /// `EEXIST`, the same number on every system that kunci runs on.
  private static let existsCode: Int32 = 17

  fileprivate static func alreadyThere(_ path: String) -> SystemError {
    SystemError(code: existsCode, operation: "keep", path: path)
  }

  fileprivate var isAlreadyThere: Bool { code == Self.existsCode && operation == "keep" }
}
