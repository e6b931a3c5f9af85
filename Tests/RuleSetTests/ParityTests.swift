import BuiltInRules
import Findings
import RuleSet
import TestSupport
import Testing

/// `Fixtures/parity.tsv`: what the peers have rules for, and what of ours finds it or why none does.
struct ParityTests {
  /// A provider of the peers.
  private struct Row {
    var provider: String
    var peers: [String]
    var theirs: [String]
    var ours: [String]
    var reason: String
  }

  private static func rows() throws -> [Row] {
    let text = String(decoding: try Fixture.bytes("parity.tsv"), as: UTF8.self)
    return text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      func list(_ index: Int, _ separator: String) -> [String] {
        fields.count > index
          ? fields[index].split(separator: separator).map(String.init) : []
      }
      return Row(
        provider: fields[0], peers: list(1, " "), theirs: list(2, ", "), ours: list(3, ", "),
        reason: fields.count > 4 ? fields[4] : "")
    }
  }

  @Test func everyRuleThatIsNamedExists() throws {
    let known = Set(BuiltInRules.ruleSet.ids + [SecretFile.ruleID])
    for row in try Self.rows() {
      for id in row.ours { #expect(known.contains(id), "\(row.provider): \(id)") }
    }
  }

  @Test func everyProviderHasARuleOrAReason() throws {
    let rows = try Self.rows()
    #expect(rows.count > 250)
    for row in rows {
      #expect(row.ours.isEmpty != row.reason.isEmpty, "\(row.provider)")
      #expect(!row.peers.isEmpty && !row.theirs.isEmpty, "\(row.provider)")
      #expect(
        Set(row.peers).isSubset(of: ["gitleaks", "betterleaks", "kingfisher"]), "\(row.provider)")
    }
  }

  @Test func noRuleOfTheirsStandsThereTwice() throws {
    let theirs = try Self.rows().flatMap(\.theirs)
    #expect(theirs.count == Set(theirs).count)
  }
}
