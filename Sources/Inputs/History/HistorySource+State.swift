import Basics
import GitFormat
import GitRepository

extension HistorySource {
  /// A digest of all that refs, `HEAD`s and reflogs name, and of where the history is cut off: while
  /// it is the same, so is what the repository holds.
  ///
  /// - Returns: A SHA-256 in hexadecimal digits; nil where the refs cannot be read.
  package func state() -> String? {
    guard let repository = try? Repository(at: path, usesEnvironment: usesEnvironment),
      let refs = try? Refs(of: repository)
    else { return nil }
    let named = refs.all.flatMap { [$0.name.hexadecimal, $0.target.hex] }
    return HistoryCache.digest(
      of: ["\(repository.objectFormat)", "refs"] + named + ["HEAD"] + refs.tips.map(\.hex)
        + ["shallow"] + CloneLimits(repository).shallowCommits.map(\.hex).sorted())
  }
}
