import Engine
import GitRepository

/// The files that git tracks, where none of them is looked at for what it is: an entry of an ignore
/// file may be for one.
struct TrackedFiles: SecretFileCollection {
  /// The root of the work tree; nil for none.
  let root: String?

  var suspects: [SecretFileSuspect] { [] }

  func state(of suspect: SecretFileSuspect) -> String? { nil }

  func addable(_ suspects: [SecretFileSuspect]) -> Set<Int> { [] }

  func tracks(where isOne: ([UInt8]) -> Bool) -> Bool {
    guard let root, let repository = try? Repository(at: root, usesEnvironment: false),
      let paths = try? TrackedPaths(in: repository)
    else { return false }
    return paths.contains(where: isOne)
  }
}
