/// Everything that one scan has to say; what a reporter writes.
package struct ScanReport: Sendable, Equatable {
  /// Version of kunci that made the report.
  package var version: String
  /// What kind of scan it was.
  package var kind: Kind
  /// What was asked for: the paths or the repository, as the user named them.
  package var target: String
  /// When the scan ran, in seconds since the start of 1970, in UTC; written only where a format
  /// demands it.
  package var period = 0...0
  /// Whether everything that was asked for has been looked at.
  package var isComplete: Bool
  /// How much was looked at.
  package var scanned: Tally
  /// What was left out on purpose, sorted by path.
  package var skipped: [Skipped] = []
  /// The part of that which was packed and could not be opened.
  package var unopened: [Skipped] = []
  /// What could not be looked at, sorted by path.
  package var errors: [ScanError] = []
  /// The findings, sorted.
  package var findings: [Finding] = []
  /// The configuration that was used, if there was one.
  package var configuration: UsedConfiguration?
  /// What allowlists kept from being found; nil without a configuration.
  package var allowlisted: Allowlisted?
  /// Number of findings left out because kunci was less sure than the reader wants.
  package var hiddenFindings = 0
  /// Number of findings left out because somebody accepted them.
  package var suppressed = Suppression.Tally()
  /// The findings behind those numbers, sorted; empty unless the reader asked for them.
  package var suppressedFindings: [Finding] = []
  /// What the reader should know of ignore files, in order of file and line.
  package var notices: [Notice] = []
  /// The remotes that what is not pushed was measured against, in the order of the configuration.
  package var remotes: [Remote] = []
  /// What could get into a repository by accident, sorted by path; changes no exit code.
  package var warnings: [Warning] = []
  /// The rules that were applied, sorted by id; empty when no report lists them.
  package var rules: [RuleDescription] = []
  /// Whether secrets are written in full.
  package var showsSecrets = false

  package init(
    version: String, kind: Kind, target: String, isComplete: Bool, scanned: Tally
  ) {
    self.version = version
    self.kind = kind
    self.target = target
    self.isComplete = isComplete
    self.scanned = scanned
  }

  /// Redacts what is said of paths and files, and the names that the user gave: the findings are
  /// redacted where they are made.
  package mutating func redactRemarks(_ redact: (String) -> String) {
    func redacted(_ remarks: [Remark]) -> [Remark] {
      remarks.map { Remark(path: redact($0.path), message: redact($0.message)) }
    }
    target = redact(target)
    skipped = redacted(skipped)
    unopened = redacted(unopened)
    errors = redacted(errors)
    warnings = redacted(warnings)
    for index in notices.indices {
      notices[index].path = redact(notices[index].path)
      notices[index].message = redact(notices[index].message)
    }
    guard let used = configuration else { return }
    configuration?.path = redact(used.path)
    configuration?.warnings = used.warnings.map(redact)
  }

  /// What was scanned; the raw value is the name in reports, which is that of the command or hook.
  package enum Kind: String, Sendable {
    /// Files and folders.
    case scan
    /// A history, or a range of it.
    case history
    /// What the next commit would add.
    case staged
    /// What no remote has yet.
    case unpushed
    /// Standard input.
    case stdin
    /// What a push would publish.
    case prePush = "pre-push"
    /// What a push brings to a server.
    case preReceive = "pre-receive"
  }

  /// What a configuration file changed.
  package struct UsedConfiguration: Sendable, Equatable {
    /// The file as it was found or named.
    package var path: String
    /// Whether it came with what was scanned; else the user named it.
    package var isFromRepository: Bool
    /// Number of rules that it added or replaced.
    package var addedRules: Int
    /// Ids of rules that it took away, sorted.
    package var disabledRules: [String]
    /// Whether it left out the built-in rules as a whole.
    package var dropsBuiltInRules: Bool
    /// What of it is not honoured, with its place, one line each.
    package var warnings: [String]

    package init(
      path: String, isFromRepository: Bool, addedRules: Int, disabledRules: [String],
      dropsBuiltInRules: Bool, warnings: [String]
    ) {
      self.path = path
      self.isFromRepository = isFromRepository
      self.addedRules = addedRules
      self.disabledRules = disabledRules
      self.dropsBuiltInRules = dropsBuiltInRules
      self.warnings = warnings
    }
  }

  /// What allowlists kept from being found.
  package struct Allowlisted: Sendable, Equatable {
    /// Secrets of which some place is left out.
    package var findings = 0
    /// Files that were not read because of their path.
    package var files = 0

    package init() {}
  }

  /// How much a scan looked at.
  package struct Tally: Sendable, Equatable {
    /// Files of a folder, or staged files.
    package var files = 0
    /// Unique blobs of a history.
    package var blobs = 0
    /// Members of archives, and what compressed files hold.
    package var members = 0
    /// Bytes of files, blobs and messages, and of members when they are unpacked.
    package var bytes = 0
    /// Commits whose message was read.
    package var commits = 0
    /// Files and folders left out because git ignores them; an ignored folder counts once.
    package var ignored = 0

    package init() {}

    /// Whether nothing was looked at.
    package var isEmpty: Bool { files == 0 && blobs == 0 && bytes == 0 && commits == 0 }

    /// Adds what another part of a scan looked at.
    package mutating func add(_ other: Tally) {
      files += other.files
      blobs += other.blobs
      members += other.members
      bytes += other.bytes
      commits += other.commits
      ignored += other.ignored
    }
  }

  /// A remote, and whether what is known of it counts.
  package struct Remote: Sendable, Equatable {
    package var name: String
    /// Where it is fetched from, without a user and password.
    package var address: String
    /// Why it was taken to have nothing; nil when it was not.
    package var doubt: String?

    package init(name: String, address: String, doubt: String? = nil) {
      self.name = name
      self.address = address
      self.doubt = doubt
    }
  }

  /// Something to say about a path that is no finding.
  package struct Remark: Sendable, Hashable {
    /// Path, as in ``Location/path``; empty when it concerns no single path.
    package var path: String
    package var message: String

    package init(path: String, message: String) {
      self.path = path
      self.message = message
    }
  }

  /// Something left out on purpose, and why, such as `symbolic link` or `submodule`.
  package typealias Skipped = Remark

  /// Something that could not be looked at: what went wrong, and what to do where that is known.
  package typealias ScanError = Remark

  /// A file to take care of before something happens, neither a finding nor an error: what is the
  /// matter with it, as the rest of a sentence that begins with the path.
  package typealias Warning = Remark

  /// Something to know that is no error: of a line of an ignore file, such as that it has expired, or
  /// of what was scanned as a whole.
  package struct Notice: Sendable, Equatable {
    /// The file, as the user knows it.
    package var path: String
    /// From 1; 0 where it is about no line.
    package var line: Int
    package var message: String

    package init(path: String, line: Int = 0, message: String) {
      self.path = path
      self.line = line
      self.message = message
    }
  }
}
