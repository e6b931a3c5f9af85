import Foundation
import ScanTestSupport

/// A command of kunci, asked about a repository with planted keys.
enum Question: String, CaseIterable, Sendable {
  case scan, stdin, staged, unpushed, baseline, explain
  case history, unreachable, throughGit, range, since, baselineOfHistory, explainFromHistory
  case preCommit, prePush, preReceive
  case scanReport, installHook, replaceHook

  /// The questions that a layout can answer.
  static func all(in layout: Layout) -> [Question] {
    let writing: [Question] = [.scanReport, .installHook, .replaceHook]
    guard layout != .bare else { return [.preReceive, .unreachable] }
    // The origin of that clone has all of its commits.
    let pushing: [Question] = layout == .alternates ? [.unpushed, .prePush] : []
    return allCases.filter { $0 != .preReceive && !(writing + pushing).contains($0) }
  }

  /// The arguments of kunci.
  func arguments(_ layouts: Layouts, in layout: Layout) -> [String] {
    let gaps = layout == .shallow ? ["--allow-incomplete"] : []
    let known = ["--baseline", "known.json"]
    let old = layouts.commits[Layouts.pushed]
    return switch self {
    case .scan: ["scan", "--format", "json"] + known
    case .stdin: ["stdin", "--format", "json"]
    case .staged: ["staged", "--format", "json"]
    case .unpushed: ["unpushed", "--format", "json"] + gaps
    case .baseline: ["baseline", "-o", Self.report]
    case .explain: ["explain", "\(LeakedKey.fingerprint(PlantedKey.file))"]
    case .history: ["history", "--format", "json"] + gaps
    case .unreachable: ["history", "--unreachable", "--format", "json"] + gaps
    case .throughGit: ["history", "--through-git", "--format", "json"] + gaps
    case .range: ["history", "--range", "\(old)..HEAD", "--format", "json"] + gaps
    case .since: ["history", "--since", Self.firstDay, "--format", "json"] + gaps
    case .baselineOfHistory: ["baseline", "--history", "-o", Self.report] + gaps
    case .explainFromHistory:
      ["explain", "--history", "\(LeakedKey.fingerprint(PlantedKey.history))"]
    case .preCommit: ["hook", "run", "pre-commit"]
    case .prePush: ["hook", "run", "pre-push", "--", "origin", "https://example.com/a.git"]
    case .preReceive: ["hook", "run", "pre-receive"]
    case .scanReport: ["scan", "--quiet", "-o", Self.report, "--format", "json"]
    case .installHook, .replaceHook: ["hook", "install", "pre-push"]
    }
  }

  /// Where reports and baselines go.
  static let report = "report.json"
  /// Before the key of the history came.
  static let firstDay = "2024-01-04T00:00:00Z"

  /// What kunci reads from standard input.
  func input(_ layouts: Layouts) -> [UInt8] {
    let (old, new) = (layouts.commits[Layouts.pushed], layouts.commits[9])
    let text =
      switch self {
      case .stdin:
        String(repeating: "a line\n", count: 30_000) + "KEY=\(LeakedKey.text(PlantedKey.stream))\n"
      case .prePush: "refs/heads/main \(new) refs/heads/main \(old)\n"
      case .preReceive: "\(old) \(new) refs/heads/main\n"
      default: ""
      }
    return Array(text.utf8)
  }

  /// Variables that git sets for its hooks.
  var environment: [String: String] {
    switch self {
    case .preReceive: ["GIT_DIR": "."]
    case .preCommit: ["GIT_INDEX_FILE": ".git/index"]
    default: [:]
    }
  }

  /// The exit code without a fault.
  var expectedStatus: Int32 {
    switch self {
    case .baseline, .baselineOfHistory, .explain, .explainFromHistory, .installHook, .replaceHook: 0
    default: 1
    }
  }

  /// Whether an exit code of 0 is right, given what kunci wrote.
  ///
  /// - Parameters:
  ///   - run: What it wrote.
  ///   - copy: The repository after it.
  ///   - layouts: What was planted.
  /// - Returns: Whether it answered in full, or the fault took the key out of what was asked for.
  func allowsSuccess(_ run: WatchedRun, in copy: String, _ layouts: Layouts) -> Bool {
    func written(_ number: UInt64) -> Bool {
      let text = (try? String(contentsOfFile: "\(copy)/\(Self.report)", encoding: .utf8)) ?? ""
      return text.contains("\(LeakedKey.fingerprint(number))")
    }
    let git = AskedGit(folder: copy)
    let output = String(decoding: run.output, as: UTF8.self)
    switch self {
    case .stdin: return false
    case .scan, .scanReport: return git.leavesOut(Layouts.file)
    case .baseline: return written(PlantedKey.file) || git.leavesOut(Layouts.file)
    case .explain: return output.contains("\(LeakedKey.fingerprint(PlantedKey.file))")
    case .explainFromHistory: return output.contains("\(LeakedKey.fingerprint(PlantedKey.history))")
    case .staged, .preCommit: return git.stages(nothingOf: layouts.staged)
    case .baselineOfHistory where written(PlantedKey.history): return true
    case .history, .baselineOfHistory, .throughGit:
      return git.reaches(["--all", "--reflog", "--indexed-objects"], noneOf: layouts.leaks)
    case .unreachable: return git.holds(noneOf: layouts.leaks)
    case .range:
      return git.reaches(["\(layouts.commits[Layouts.pushed])..HEAD"], noneOf: layouts.leaks)
    case .since:
      return git.reaches(["--since=\(Self.firstDay)", "--all", "--reflog"], noneOf: layouts.leaks)
    case .unpushed:
      return git.reaches(
        ["HEAD", "--branches", "--tags", "--not", "--remotes"], noneOf: layouts.leaks)
    case .prePush:
      return git.reaches(
        [layouts.commits[9], "--not", layouts.commits[Layouts.pushed], "--remotes"],
        noneOf: layouts.leaks)
    case .preReceive:
      return git.reaches([layouts.commits[9], "--not", "--all"], noneOf: layouts.leaks)
    case .installHook, .replaceHook: return true
    }
  }
}

/// What git says of a repository after a fault; when it fails or warns, it has said nothing.
private struct AskedGit {
  let folder: String

  private func lines(_ arguments: [String]) -> [Substring]? {
    let settings = ["--no-replace-objects", "-c", "core.commitGraph=false"]
    let scratch = URL(filePath: folder).deletingLastPathComponent().path(percentEncoded: false)
    let run = try? WatchedRun(
      .init(
        command: ["/usr/bin/env", "git"] + settings + arguments, folder: folder,
        environment: FaultCase.environment(home: folder)), scratch: scratch)
    guard let run, run.status == 0, run.errors.isEmpty else { return nil }
    return String(decoding: run.output, as: UTF8.self).split { $0 == "\n" || $0 == "\0" }
  }

  /// Whether a file counts as ignored or is gone.
  func leavesOut(_ path: String) -> Bool {
    guard FileManager.default.fileExists(atPath: "\(folder)/\(path)") else { return true }
    return lines(["ls-files", "-z", "-co", "--exclude-standard", "--", path])?.isEmpty == true
  }

  /// Whether no blob of these belongs to a part of the history.
  func reaches(_ revisions: [String], noneOf blobs: Set<String>) -> Bool {
    guard let listed = lines(["rev-list", "--objects"] + revisions) else { return false }
    return blobs.isDisjoint(with: listed.map { String($0.prefix { $0 != " " }) })
  }

  /// Whether no blob of these is stored, and all that is can be read.
  func holds(noneOf blobs: Set<String>) -> Bool {
    let command = ["cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)"]
    guard let listed = lines(command), lines(["fsck", "--full", "--no-dangling"]) != nil else {
      return false
    }
    return blobs.isDisjoint(with: listed.map { String($0.prefix { $0 != " " }) })
  }

  /// Whether everything that the next commit adds can be read, and a blob is not among it.
  func stages(nothingOf blob: String) -> Bool {
    let command = ["diff-index", "--cached", "--raw", "--no-abbrev", "--no-renames", "HEAD"]
    guard let changes = lines(command) else { return false }
    return changes.allSatisfy { line in
      let words = line.split(separator: " ")
      guard words.count > 4 else { return false }
      let id = String(words[3])
      return id != blob
        && (id.allSatisfy { $0 == "0" } || words[1] == "160000"
          || lines(["cat-file", "blob", id]) != nil)
    }
  }
}
