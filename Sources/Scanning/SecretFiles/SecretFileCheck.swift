import Detection
import FileTree
import Findings
import GitObjects
import RuleSet
import SystemIO

/// Tells which suspects are findings in themselves, by what was found in them and by what git knows.
struct SecretFileCheck {
  /// A suspect with its paths, and why it is one of its kind.
  struct Case {
    let suspect: SecretFileSuspect
    /// The path to report.
    let path: String
    /// The path from the root.
    let pathFromRoot: String
    /// Findings with a place in it that counts.
    let findings: [Finding]

    /// Whether there is a secret in it.
    var holdsSecret: Bool { suspect.evidence != nil || !findings.isEmpty }
  }

  /// The suspects that are not made for tests or as examples.
  let cases: [Case]

  /// Gathers what is known.
  ///
  /// - Parameters:
  ///   - suspects: The suspects.
  ///   - outcome: With the findings of the rules: what is accepted in a file does not tell against
  ///     it.
  ///   - detector: Redacts paths.
  init(_ suspects: [SecretFileSuspect], _ outcome: ScanOutcome, _ detector: Detector) {
    guard !suspects.isEmpty else {
      cases = []
      return
    }
    let scanner = BufferScanner(detector)
    var places: [String: [(Finding, Location)]] = [:]
    for finding in outcome.findings {
      for location in finding.locations {
        places[location.path, default: []].append((finding, location))
      }
    }
    cases = suspects.compactMap { suspect in
      let path = scanner.redact(suspect.path)
      let pathFromRoot = outcome.pathFromRoot(path)
      guard !SecretFile.isSample(pathFromRoot) else { return nil }
      return Case(
        suspect: suspect, path: path, pathFromRoot: pathFromRoot,
        findings: (places[path] ?? []).filter {
          suspect.counts($0.0, of: detector.ruleSet[$0.0.rule.id], at: $0.1)
        }.map(\.0))
    }
  }

  /// The finding of a file that git has, or is about to have.
  ///
  /// - Parameters:
  ///   - found: The file, with a secret in it.
  ///   - state: What git does with it, in words.
  /// - Returns: A sighting at the begin of the file.
  static func sighting(of found: Case, _ state: String) -> Sighting {
    let titles = Set(found.findings.map(\.rule.title)).sorted()
    let rest = titles.count > 1 ? " and \(titles.count - 1) more" : ""
    let evidence = [state, found.suspect.evidence, titles.first.map { "it holds: \($0)\(rest)" }]
    let isSure = found.suspect.file == .privateKey && found.suspect.evidence != nil
    let match = SecretMatch(
      found.suspect.file, path: found.pathFromRoot,
      confidence: isSure ? .high : found.findings.map(\.confidence).max() ?? .medium,
      evidence: evidence.compactMap(\.self))
    let location = Location(
      subject: .content, path: found.path, line: 1, column: 1, endLine: 1, endColumn: 1,
      byteColumn: 1, endByteColumn: 1, byteOffset: 0, byteLength: 0,
      snippet: Snippet(text: "", highlight: 0..<0), blob: found.suspect.blob)
    return Sighting(match: match, location: location, comment: found.suspect.comment)
  }
}

// MARK: Files in work trees

extension SecretFileCheck {
  /// What git does with the files of a scan.
  ///
  /// - Parameter sources: Reads indexes.
  /// - Returns: The files that it tracks as findings, and a warning for each environment file that
  ///   it would add as soon as somebody says `git add .`.
  func inWorkTrees(
    _ sources: IgnoreSources
  ) -> (sightings: [Sighting], warnings: [ScanReport.Warning]) {
    var sightings: [Sighting] = []
    var loose: [String: [(name: String, path: String)]] = [:]
    for found in cases {
      guard let (tree, name) = Self.place(of: found.suspect.path) else { continue }
      let bytes = Array(name.utf8)
      if sources.trackedPaths(in: tree)?.isTracked(bytes.span) ?? false {
        if found.holdsSecret { sightings.append(Self.sighting(of: found, "git tracks the file")) }
      } else if found.suspect.file == .environment, found.suspect.comment == nil,
        found.holdsSecret || name.split(separator: "/").last == ".env"
      {
        loose[tree.root, default: []].append((name, found.path))
      }
    }
    let paths = loose.flatMap { root, files in
      let addable = Self.addable(files.map(\.name), in: root)
      return files.filter { addable.contains($0.name) }.map(\.path)
    }
    return (sightings, paths.sorted().map(ScanReport.Warning.init(notIgnored:)))
  }

  /// The work tree of a file, and the file's path in it.
  private static func place(of path: String) -> (WorkTree, String)? {
    guard let name = path.split(separator: "/").last, let parent = FileSystem.parent(of: path),
      let folder = try? FileSystem.realPath(parent), let tree = WorkTree.containing(folder)
    else { return nil }
    let below = folder.utf8.count > tree.root.utf8.count
    let way = below ? folder.dropFirst(tree.root == "/" ? 1 : tree.root.count + 1) + "/" : ""
    return (tree, way + name)
  }

  /// Those of some untracked files that git does not ignore; none when git cannot tell.
  private static func addable(_ names: [String], in root: String) -> Set<String> {
    guard let repository = try? Repository(at: root, usesEnvironment: false),
      let output = try? repository.program.output(
        ["ls-files", "--others", "--exclude-standard", "-z", "--"] + names, in: root)
    else { return [] }
    return Set(output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
  }
}

extension ScanReport.Warning {
  fileprivate init(notIgnored path: String) {
    self.init(
      path: path,
      message: "is not ignored by git: `git add .` would commit it; put it into .gitignore")
  }
}
