/// The kinds of faults.
enum FaultKind: String, CaseIterable, Sendable {
  /// Damaged bytes in files of these.
  case pack, packIndex, packHelpers, looseObject, index, refs, limits, settings
  /// Calls of the system that fail, are interrupted or do less.
  case systemCall
  /// Files that another program changes while they are read.
  case changingFile
  /// A git that dies, hangs, says nothing or talks nonsense.
  case git
  /// Too few descriptors, too little memory, full disks.
  case scarcity
  /// Reports, baselines and hooks that cannot be written, or not in full.
  case writing
  /// Signals that end kunci in the middle.
  case signal

  /// Whether faults of this kind need ``Interposer``.
  var needsInterposer: Bool { [.systemCall, .changingFile, .writing].contains(self) }

  /// The layouts that have what is damaged.
  var layouts: [Layout] {
    switch self {
    case .pack, .packIndex: [.packed, .packed, .shallow, .bare]
    case .packHelpers: [.packed]
    case .looseObject: [.loose]
    case .index: [.packed, .loose, .shallow]
    case .refs: [.packed, .loose, .shallow, .bare]
    case .limits: [.shallow, .alternates, .packed]
    case .settings: [.packed]
    case .writing: [.packed]
    case .systemCall, .changingFile, .git, .scarcity, .signal: Layout.allCases
    }
  }

  /// The questions that this kind may have to do with.
  var questions: [Question] {
    switch self {
    case .settings: [.scan, .scan, .scan, .baseline, .explain, .history, .staged]
    case .index: [.staged, .preCommit, .scan, .history, .explain]
    case .writing:
      [.scanReport, .baseline, .baselineOfHistory, .installHook, .replaceHook]
    case .git:
      [.throughGit, .range, .unpushed, .staged, .preCommit, .prePush, .preReceive, .history]
    default: Question.allCases
    }
  }

  /// Whether bytes of a file, named relative to the repository, are damaged.
  func damages(_ path: String) -> Bool {
    let git = path.hasPrefix(".git/") ? String(path.dropFirst(5)) : path
    let isInGit = git != path || !path.contains(".git")
    return switch self {
    case .pack: path.hasSuffix(".pack")
    case .packIndex: path.hasSuffix(".idx")
    case .packHelpers:
      [".rev", ".bitmap", "multi-pack-index", "commit-graph"].contains { path.hasSuffix($0) }
    case .looseObject: git.hasPrefix("objects/") && git.dropFirst(10).first == "/"
    case .index: path == ".git/index"
    case .refs:
      isInGit
        && (["HEAD", "packed-refs"].contains(git) || git.hasPrefix("refs/")
          || git.hasPrefix("logs/"))
    case .limits: ["config", "shallow", "objects/info/alternates"].contains(git)
    case .settings:
      [".gitignore", ".kunciignore", ".kunci.toml", "known.json", ".git/info/exclude"]
        .contains(path)
    default: false
    }
  }
}
