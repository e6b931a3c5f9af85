package import Basics
internal import SystemIO

/// What a repository leaves out on purpose: older history, objects that a remote keeps.
package struct CloneLimits: Sendable {
  /// Commits whose parents were cut off; see gitformat-shallow, "shallow".
  package let shallowCommits: [ObjectID]
  private let repository: Repository

  /// Looks into a repository.
  package init(_ repository: Repository) {
    self.repository = repository
    let path =
      repository.program.environment["GIT_SHALLOW_FILE"] ?? "\(repository.commonDirectory)/shallow"
    let content = repository.isShallow ? (try? FileSystem.read(path)) ?? [] : []
    shallowCommits = content.split(separator: UInt8(ascii: "\n")).compactMap {
      ObjectID(hex: String(decoding: $0, as: UTF8.self))
    }
  }

  /// Asks for the remotes that have promised to hand out what is missing, sorted by name.
  ///
  /// A partial clone has one at least; see git's documentation "partial-clone".
  package var promisors: [String] {
    // Each entry is `remote.<name>.promisor` LF <value> NUL.
    let command = ["config", "-z", "--type=bool", "--get-regexp", "^remote\\..*\\.promisor$"]
    let answer = (try? repository.output(command)) ?? []
    var names: Set<String> = []
    for entry in answer.split(separator: 0) {
      let parts = String(decoding: entry, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      guard parts.last == "true" else { continue }
      names.insert(String(parts[0].dropFirst("remote.".count).dropLast(".promisor".count)))
    }
    return names.sorted()
  }
}
