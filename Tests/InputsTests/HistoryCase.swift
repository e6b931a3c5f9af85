import Findings
import Foundation
import ScanTestSupport
import TestSupport
import Testing

/// A small repository, and what a scan of its history must find.
struct HistoryCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// More for `git init`.
  var options: [String] = []
  /// Makes the repository and returns the folder to scan.
  let build: @Sendable (GitFixture) throws -> String
  let expected: [ExpectedFinding]

  var testDescription: String { name }

  init(
    _ name: String, options: [String] = [], finds expected: [ExpectedFinding],
    in build: @escaping @Sendable (GitFixture) throws -> Void
  ) {
    self.name = name
    self.options = options
    self.expected = expected
    self.build = { repository in
      try build(repository)
      return repository.path
    }
  }

  /// For a scan of another folder than the repository's; `build` returns it.
  static func elsewhere(
    _ name: String, finds expected: [ExpectedFinding],
    in build: @escaping @Sendable (GitFixture) throws -> String
  ) -> HistoryCase {
    HistoryCase(name: name, build: build, expected: expected)
  }

  private init(
    name: String, build: @escaping @Sendable (GitFixture) throws -> String,
    expected: [ExpectedFinding]
  ) {
    self.name = name
    self.build = build
    self.expected = expected
  }
}

/// A finding, as a test writes it down.
struct ExpectedFinding: Sendable, Equatable, CustomStringConvertible {
  /// Redacted secret.
  var key: String
  /// `path:line:column`, the subject unless it is content, encodings, and `< commit's summary`;
  /// object ids are written `*`.
  var places: [String]
  var atHead: Bool
  var pushedTo: [String]

  static func key(
    _ number: UInt64, _ places: String..., atHead: Bool = false, pushedTo: [String] = []
  ) -> ExpectedFinding {
    ExpectedFinding(
      key: LeakedKey.redacted(number), places: places.sorted(), atHead: atHead, pushedTo: pushedTo)
  }

  init(key: String, places: [String], atHead: Bool, pushedTo: [String]) {
    self.key = key
    self.places = places
    self.atHead = atHead
    self.pushedTo = pushedTo
  }

  init(_ finding: Finding) {
    key = finding.redacted
    places = finding.locations.map(Self.place).sorted()
    atHead = finding.status?.atHead ?? false
    pushedTo = finding.status?.publication.remotes ?? []
  }

  var description: String {
    "\(key) \(places)\(atHead ? " at HEAD" : "") pushed to \(pushedTo)"
  }

  static func place(_ location: Location) -> String {
    let kind = location.provenance.kind
    var text = "\(location.path):\(location.region.line):\(location.region.column)"
    if kind != .content { text += " \(kind.rawValue)" }
    for encoding in location.decodedFrom { text += " \(encoding.rawValue)" }
    if let commit = location.provenance.commit { text += " < \(commit.summary)" }
    // At least seven digits: the shortest that git abbreviates an id to.
    return text.replacing(/[0-9a-f]{7,64}/, with: "*")
  }
}
