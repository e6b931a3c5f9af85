package import Basics

/// Which part of a repository's history is meant.
package enum HistoryScope: Sendable, Equatable {
  /// Every ref, `HEAD` of every work tree, every reflog (the stash's among them).
  case everything
  /// What revisions such as `A..B`, `^A` or `main` name, of several ranges what any of them does; with
  /// a date, what was committed since, and then no range stands for everything. Annotated tags count
  /// whatever their date.
  case ranges([[String]], since: SinceDate? = nil)
  /// What no remote-tracking branch reaches that can be trusted, see ``Remotes``; the stash is never pushed and is left out.
  case unpushed
  /// What some objects reach and others do not: what whoever has the others gains with the first.
  case gained([ObjectID], over: [ObjectID])

  /// What the revisions of one range name; see ``ranges(_:since:)``.
  package static func range(_ revisions: [String], since: SinceDate? = nil) -> HistoryScope {
    .ranges(revisions.isEmpty ? [] : [revisions], since: since)
  }

  /// What several ranges name together.
  ///
  /// One that only excludes, such as `^A`, says nothing by itself: it is a part of each other one.
  ///
  /// - Parameters:
  ///   - ranges: Each with revisions, and `--not` between them.
  ///   - since: What was committed before that is left out.
  /// - Returns: The scope.
  package static func ranges(named ranges: [[String]], since: SinceDate? = nil) -> HistoryScope {
    let ranges = ranges.map(withoutNot)
    let excluding = ranges.filter { !$0.isEmpty && $0.allSatisfy { $0.hasPrefix("^") } }
    let including = ranges.filter { !excluding.contains($0) }
    guard !including.isEmpty else { return .ranges([Array(excluding.joined())], since: since) }
    return .ranges(including.map { $0 + excluding.joined() }, since: since)
  }

  /// Returns revisions without `--not`, which in git turns the meaning of all that follows it.
  ///
  /// - Parameter words: Revisions, and `--not` between them.
  /// - Returns: The same with `^`; a word that cannot be turned stays behind a `-`, which no
  ///   revision begins with.
  package static func withoutNot(_ words: [String]) -> [String] {
    var isTurned = false
    var revisions: [String] = []
    for word in words {
      if word == "--not" {
        isTurned.toggle()
      } else if !isTurned {
        revisions.append(word)
      } else if word.hasPrefix("^") {
        revisions.append(String(word.dropFirst()))
      } else {
        revisions.append((word.contains("..") ? "-" : "^") + word)
      }
    }
    return revisions
  }
}

/// Where a part of a history begins and ends, in objects.
package struct HistoryBounds: Sendable, Equatable {
  /// What is reached from these counts: commits, annotated tags, trees or blobs.
  package var included: [ObjectID]
  /// What is reached from these does not.
  package var excluded: [ObjectID] = []
  /// Commits before this moment, and what they reach, do not count; in seconds since 1970.
  package var since: Int?
  /// The remotes of which what they have does not count.
  package private(set) var remotes: [Remote] = []
  /// Why git could not name the remotes, so that none is taken to have anything.
  package private(set) var failure: GitError?

  /// Takes objects.
  package init(included: [ObjectID], excluded: [ObjectID] = []) {
    self.included = included
    self.excluded = excluded
  }

  /// Works out the bounds of a scope; git is asked what revisions mean.
  ///
  /// - Parameters:
  ///   - scope: The scope.
  ///   - repository: The repository.
  ///   - refs: Its refs.
  /// - Returns: Those of each of its ranges, one at least; what any of them has belongs to the scope.
  /// - Throws: ``GitError`` with `badRevision` for what git does not understand or could take for
  ///   an option.
  package static func all(
    of scope: HistoryScope, in repository: Repository, _ refs: Refs
  ) throws(GitError) -> [HistoryBounds] {
    switch scope {
    case .everything: return [HistoryBounds(included: refs.tips)]
    case .unpushed:
      var bounds = HistoryBounds(included: refs.publishableTips)
      do throws(GitError) {
        (bounds.excluded, bounds.remotes) = try Remotes(of: repository).measure(refs)
      } catch {
        bounds.failure = error
      }
      return [bounds]
    case .gained(let new, let old): return [HistoryBounds(included: new, excluded: old)]
    case .ranges([], let since?):
      var bounds = HistoryBounds(included: refs.tips)
      bounds.since = since.seconds
      return [bounds]
    case .ranges(let ranges, let since):
      return try (ranges.isEmpty ? [[]] : ranges).map { revisions throws(GitError) in
        let (included, excluded) = try ids(of: revisions, in: repository)
        var bounds = HistoryBounds(included: included, excluded: excluded)
        bounds.since = since?.seconds
        return bounds
      }
    }
  }

  private static func ids(
    of revisions: [String], in repository: Repository
  ) throws(GitError) -> (included: [ObjectID], excluded: [ObjectID]) {
    let command = "git rev-parse"
    guard !revisions.isEmpty else { throw GitError(.badRevision(""), command: command) }
    for revision in revisions
    where revision.isEmpty || revision.hasPrefix("-") || revision.utf8.contains(0) {
      throw GitError(.badRevision(revision), command: command)
    }
    let answer = try repository.output(["rev-parse"] + revisions + ["--"])
    var (included, excluded): ([ObjectID], [ObjectID]) = ([], [])
    let lines = answer.split(separator: UInt8(ascii: "\n"))
    for line in lines where !line.elementsEqual("--".utf8) {
      let isExcluded = line.first == UInt8(ascii: "^")
      guard let id = ObjectID(hex: Array(isExcluded ? line.dropFirst() : line).span) else {
        throw GitError(.unexpectedOutput, command: command)
      }
      if isExcluded { excluded.append(id) } else { included.append(id) }
    }
    // A program that only seems to be git would make nothing at all an all-clear.
    guard !lines.isEmpty else {
      throw GitError(.unexpectedOutput, command: command, message: "nothing at all")
    }
    // Such as `^main $HEAD` where the variable is not set.
    guard !included.isEmpty || excluded.isEmpty else {
      throw GitError(.nothingIncluded(revisions.joined(separator: " ")), command: command)
    }
    return (included, excluded)
  }
}
