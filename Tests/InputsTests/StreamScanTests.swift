import Detection
import Findings
@testable import Scanning
import SystemIO
import TestSupport
import Testing

/// Scans of standard input.
@Suite struct StreamScanTests {
  private func scan(
    _ pieces: [[UInt8]], failure: SystemError? = nil
  ) throws -> ScanOutcome {
    let settings = ScanSettings(ruleSet: try LeakedKey.ruleSet)
    var rest = pieces[...]
    return StreamScan(settings).run(try Detector(settings.ruleSet), name: "stdin") {
      _, buffer throws(SystemError) in
      guard let piece = rest.popFirst() else {
        if let failure { throw failure }
        return 0
      }
      buffer.append(piece.span)
      return piece.count
    }
  }

  @Test func nothingGivesNothing() throws {
    let outcome = try scan([])
    #expect(outcome.findings.isEmpty && outcome.isComplete && outcome.scanned.bytes == 0)
  }

  /// A pipe gives as many bytes as it likes.
  @Test func piecesAreJoined() throws {
    let text = Array("a\nkey: \(LeakedKey.text(1))\n".utf8)
    for size in [1, 2, 7, 4_096] {
      let pieces = stride(from: 0, to: text.count, by: size).map {
        Array(text[$0..<min(text.count, $0 + size)])
      }
      let outcome = try scan(pieces)
      let location = try #require(outcome.findings.first?.locations.first)
      #expect(location.path == "stdin" && location.line == 2 && location.column == 6)
      #expect(outcome.scanned.bytes == text.count && outcome.scanned.files == 1)
    }
  }

  @Test func failedReadIsAnError() throws {
    let failure: SystemError
    do {
      _ = try OpenFile(path: "/nonexistent/kunci")
      Issue.record("there is such a file")
      return
    } catch {
      failure = error
    }
    let outcome = try scan([Array("key: \(LeakedKey.text(1))\n".utf8)], failure: failure)
    #expect(!outcome.isComplete && outcome.errors.count == 1)
    #expect(outcome.scanned.files == 0)
  }
}
