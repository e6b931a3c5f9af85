import Basics
import Engine
import Findings

/// The baseline of a scan, found and read.
struct UsedBaseline {
  let baseline: Baseline
  /// What a report says of a baseline that nobody named.
  let notices: [ScanReport.Notice]
  /// The file's bytes.
  let bytes: [UInt8]

  /// Finds and reads a baseline; nil when there is none.
  ///
  /// - Parameters:
  ///   - options: Where it comes from.
  ///   - place: A path in what is scanned; nil where none can be.
  /// - Throws: ``UsageError`` when a file is there but cannot be used.
  init?(_ options: ScanOptions, at place: String?) throws(UsageError) {
    switch options.baseline {
    case .file(let path):
      (baseline, bytes) = try Self.read(path, isNamed: true)
      notices = []
    case .repository:
      guard options.rules.trustsRepository, let place,
        let path = try RepositoryFile.find(
          [BaselineCommand.fileName], from: place, option: "--baseline")
      else { return nil }
      (baseline, bytes) = try Self.read(path, isNamed: false)
      let count = Quantity.of(baseline.count, "finding")
      notices = [
        ScanReport.Notice(
          path: path,
          message: "this baseline is used and knows \(count); --no-repo-config goes without it")
      ]
    case .none:
      return nil
    }
  }

  private static func read(_ path: String, isNamed: Bool) throws(UsageError) -> (Baseline, [UInt8])
  {
    let bytes = try UserFile.read(path, isNamed: isNamed)
    do throws(Baseline.Malformed) {
      return (try Baseline(bytes, named: path), bytes)
    } catch {
      throw UsageError("\(path):\(error.line): \(error.message)", command: .baseline)
    }
  }
}
