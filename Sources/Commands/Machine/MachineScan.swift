import Basics
import Detection
import Engine
import Findings
import Reports
import SystemIO

/// `kunci scan --machine`: looks where keys pile up on a computer, and only reads.
struct MachineScan {
  /// A place that is there.
  private struct Found {
    var place: MachinePlace
    var paths: [String]

    /// Whether a path, as reports show it, is one of them or stands in one.
    func holds(_ path: String, _ redactor: Redactor) -> Bool {
      paths.lazy.map(redactor.redact).contains { path == $0 || path.hasPrefix($0 + "/") }
    }
  }

  private let home: String
  private var found: [Found] = []
  private var missing: [String] = []
  private var errors: [SystemError] = []

  /// Looks which places there are.
  ///
  /// - Throws: ``UsageError`` when nobody knows where the home folder is.
  init() throws(UsageError) {
    guard let home = Environment.value(of: "HOME"), home.hasPrefix("/") else {
      throw UsageError("HOME names no folder, so nobody knows where to look")
    }
    self.home = home == "/" ? "" : home
    var paths = MachinePaths(home: self.home)
    var seen: Set<String> = []
    for place in MachinePlaces.all {
      let there = place.paths.flatMap { paths.matches($0) }.filter { seen.insert($0).inserted }
      if there.isEmpty {
        missing.append(place.title)
      } else {
        found.append(Found(place: place, paths: there))
      }
    }
    errors = paths.errors
  }

  /// Scans the places, and writes the report with what to do at each.
  func run(_ options: ScanOptions) throws(UsageError) -> ExitCode {
    var options = options
    options.usesIgnoreFiles = false
    // What lies in a home folder by chance decides nothing.
    if options.rules.configuration == .repository { options.rules.configuration = .none }
    options.rules.trustsRepository = false
    let request = try ScanRequest(.files(found.flatMap(\.paths)), options)
    var result = found.isEmpty ? ScanResult() : request.run()
    let redactor = Redactor(request.detector)
    result.regard { finding in
      let kinds = finding.locations.map { place(of: $0, redactor)?.kind }
      for index in finding.locations.indices {
        finding.locations[index].record = TranscriptRecord.around(
          finding.locations[index], at: kinds[index], hiding: redactor)
      }
      // It is where the key is meant to be.
      if kinds.allSatisfy({ $0 == .store }) { finding.severity = .low }
    }
    result.warn(
      openStores.map {
        ScanReport.Warning(path: redactor.redact($0.path), message: redactor.redact($0.message))
      })
    for error in errors.map({ ScanReport.ScanError($0) }) {
      result.coverage.errors.append(
        ScanReport.ScanError(
          path: redactor.redact(error.path), message: redactor.redact(error.message)))
    }
    let notes = self.notes(on: result, redactor)
    if request.output.standardOutput != .text {
      result.coverage.notices += notes.map { ScanReport.Notice(path: $0.path, message: $0.text) }
    }
    let exit = ReportWriter(output: request.output, options: request.options).write(
      ScanReport(of: result, for: request))
    if request.output.standardOutput == .text, !options.isQuiet {
      Console.note(
        "Places:\n" + notes.map { "  \($0.path): \($0.text)\n" }.joined())
      if !missing.isEmpty { Console.note("  Not there: \(missing.joined(separator: ", "))\n") }
    }
    return exit
  }

  private func place(of location: Location, _ redactor: Redactor) -> MachinePlace? {
    found.first { $0.holds(location.path, redactor) }?.place
  }

  /// Each place that was looked at, and what to do where something was found.
  private func notes(
    on result: ScanResult, _ redactor: Redactor
  ) -> [(path: String, text: String)] {
    var secrets: [String: Int] = [:]
    for finding in result.findings {
      for path in Set(finding.locations.map(\.path)) { secrets[path, default: 0] += 1 }
    }
    return found.flatMap { found in
      found.paths.map(redactor.redact).flatMap { path in
        let inside = secrets.filter { $0.key == path || $0.key.hasPrefix(path + "/") }
          .sorted { $0.key < $1.key }
        guard !inside.isEmpty else { return [(shown(path), "\(found.place.title), nothing found")] }
        return inside.map { file, count in
          (
            shown(file),
            "\(found.place.title), \(Quantity.of(count, "secret")): "
              + found.place.kind.advice(ShellWord.path(file))
          )
        }
      }
    }
  }

  /// Stores of credentials that somebody else may read.
  private var openStores: [ScanReport.Warning] {
    found.filter { $0.place.kind == .store }.flatMap(\.paths).compactMap { path in
      guard let status = try? FileSystem.status(path), status.kind == .file,
        status.permissions & 0o077 != 0
      else { return nil }
      return ScanReport.Warning(
        path: path,
        message: "can be read by others (\(String(status.permissions, radix: 8))): chmod 600"
          + " \(ShellWord.path(path))")
    }
  }

  private func shown(_ path: String) -> String {
    !home.isEmpty && path.hasPrefix(home + "/") ? "~" + path.dropFirst(home.count) : path
  }
}
