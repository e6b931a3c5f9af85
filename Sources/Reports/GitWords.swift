import Basics
package import Findings

/// Commands of git that advice is made of, each as it can be pasted.
package struct GitWords {
  /// What a command begins with.
  private let git: String
  /// What every command of git begins with.
  package var prefix: String { git }
  /// Whether there is no commit yet.
  private let isUnborn: Bool
  /// The commit that HEAD names, as far as that is known.
  let head: ObjectID?

  /// - Parameter facts: What is known of the repository; nil for one with commits, of which the
  ///   reader stands at the top.
  package init(_ facts: RepositoryFacts?) {
    git = "git" + ((facts?.folder).map { " -C \(ShellWord.path($0))" } ?? "")
    isUnborn = facts.map { $0.head == nil } ?? false
    head = facts?.head
  }

  /// Leaves files out of the next commit.
  ///
  /// Before the first commit there is nothing to restore the index from.
  package func unstage(_ paths: [String]) -> String {
    isUnborn ? untrack(paths) : "\(git) restore --staged -- \(Self.words(paths))"
  }

  /// Takes files out of the index.
  ///
  /// `-f` is for a file that has changed since it was staged; with `--cached`, no file on the disk is
  /// touched. `--ignore-unmatch` is for one that other advice has taken out already.
  package func untrack(_ paths: [String]) -> String {
    "\(git) rm --cached -f --ignore-unmatch -- \(Self.words(paths))"
  }

  /// Stages files.
  package func add(_ paths: [String]) -> String { "\(git) add -- \(Self.words(paths))" }

  /// Makes the last commit anew from what is staged.
  package var amend: String { "\(git) commit --amend --no-edit" }

  static func words(_ paths: [String]) -> String {
    paths.map(ShellWord.path).joined(separator: " ")
  }
}
