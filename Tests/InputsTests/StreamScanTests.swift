import Detection
import Engine
import Findings
import Inputs
import ScanTestSupport
import SystemIO
import TestSupport
import Testing

/// Scans of standard input.
@Suite struct StreamScanTests {
  private func scan(
    _ pieces: [[UInt8]], failure: SystemError? = nil
  ) throws -> ScanResult {
    let plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    var rest = pieces[...]
    let source = StreamSource(named: "stdin") { _, buffer throws(SystemError) in
      guard let piece = rest.popFirst() else {
        if let failure { throw failure }
        return 0
      }
      buffer.append(piece.span)
      return piece.count
    }
    return Scan.run(source, plan, try Detector(plan.ruleSet))
  }

  @Test func nothingGivesNothing() throws {
    let outcome = try scan([])
    #expect(outcome.findings.isEmpty)
    #expect(outcome.isComplete)
    #expect(outcome.coverage.scanned.bytes == 0)
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
      #expect(location.provenance == .stream(name: "stdin"))
      #expect(location.path == "stdin")
      #expect(location.region.line == 2)
      #expect(location.region.column == 6)
      #expect(outcome.coverage.scanned.bytes == text.count)
      #expect(outcome.coverage.scanned.files == 1)
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
    #expect(outcome.coverage.errors.count == 1)
    #expect(outcome.coverage.scanned.files == 0)
  }
}
