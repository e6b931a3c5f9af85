import Findings
import GitRepository
import SystemIO

extension RepositoryFacts {
  /// Asks the repository that was scanned; nil where there is none, or where it does not answer.
  init?(of input: ScanInput) {
    let place: String?
    switch input {
    case .staged(let repository, _), .history(let repository, _): place = repository
    case .push: place = nil
    case .files, .standardInput: return nil
    }
    do {
      let repository = try Repository(at: place ?? ".", usesEnvironment: place == nil)
      self.init(
        folder: Self.folder(of: repository, named: place), head: try repository.resolve("HEAD"))
    } catch {
      return nil
    }
  }

  /// The folder to name by `git -C`, as a user would; nil for somebody who stands at the top.
  private static func folder(of repository: Repository, named place: String?) -> String? {
    guard let top = try? FileSystem.realPath(repository.topLevel ?? repository.gitDirectory),
      let current = try? FileSystem.realPath(".")
    else { return repository.topLevel }
    // git runs hooks at the top, and says by this where its user stands.
    let prefix = place == nil ? Environment.value(of: "GIT_PREFIX") ?? "" : ""
    if current == top {
      return prefix.isEmpty ? nil : up(prefix)
    }
    if current.hasPrefix("\(top)/"), repository.topLevel != nil {
      return up(String(current.dropFirst(top.count + 1)))
    }
    guard let place, (try? FileSystem.realPath(place)) == top else { return top }
    return place
  }

  /// The way up from a folder, such as `../..`.
  private static func up(_ folder: String) -> String {
    folder.split(separator: "/").map { _ in ".." }.joined(separator: "/")
  }
}
