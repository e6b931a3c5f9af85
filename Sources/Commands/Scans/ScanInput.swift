import Findings
import GitRepository
import Hooks

/// What is to be scanned.
enum ScanInput: Sendable {
  /// Files and folders, as the user named them, or as git tracks them.
  case files([String], areTracked: Bool = false)
  /// What the next commit would add, or of that some files, by their paths from the top; nil for
  /// the repository that kunci runs in.
  case staged(repository: String?, only: Set<String>? = nil)
  /// A part of a history; nil for the repository that kunci runs in.
  case history(repository: String?, HistoryScope)
  /// What a push brings to the repository that the hook runs in, or from there to another.
  case push(Push)
  case standardInput

  /// A push that a hook is asked about.
  struct Push: Sendable {
    /// Whether it is this repository that receives.
    var isReceived: Bool
    /// Reads what the push brings.
    var scope: @Sendable (Repository) throws -> PushScope
  }

  /// The kind of scan, for reports.
  var kind: ScanReport.Kind {
    switch self {
    case .files: .scan
    case .staged: .staged
    case .history(_, .unpushed): .unpushed
    case .history: .history
    case .push(let push): push.isReceived ? .preReceive : .prePush
    case .standardInput: .stdin
    }
  }

  /// What is scanned, as the user named it, but for a password in an address.
  var target: String {
    switch self {
    case .files(let paths, _): paths.joined(separator: " ")
    case .staged(let repository, _), .history(let repository, _):
      repository.map { RemoteAddress($0)?.text ?? $0 } ?? "."
    case .push: "."
    case .standardInput: "stdin"
    }
  }

  /// A path in the repository or folder whose own configuration counts; nil when there is none.
  var place: String? {
    switch self {
    case .files(let paths, _): paths.first ?? "."
    case .staged(let repository, _), .history(let repository, _): repository ?? "."
    case .push: "."
    case .standardInput: nil
    }
  }

  /// Whether git says of each file whether it is tracked or about to be.
  var hasIndex: Bool {
    switch self {
    case .files, .staged: true
    case .history, .push, .standardInput: false
    }
  }
}
