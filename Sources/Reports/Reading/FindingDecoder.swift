import Basics
import Findings

/// Reads the findings of a report; the other direction of `JSON.finding`.
struct FindingDecoder {
  /// Describes a rule that is known here.
  let rule: (_ id: String) -> RuleDescription?

  /// Reads an array of findings, which begins in a line of its file.
  func findings(
    _ value: JSONTree.Node, line: Int
  ) throws(ReportFile.Malformed) -> [Finding] {
    var findings: [Finding] = []
    for item in value.elements {
      findings.append(try finding(item, line: item.members.first?.line ?? line))
    }
    return findings
  }

  /// Reads a finding.
  func finding(_ value: JSONTree.Node, line: Int) throws(ReportFile.Malformed) -> Finding {
    guard let severity = value["severity"]?.string.flatMap(Severity.init),
      let confidence = value["confidence"]?.string.flatMap(Confidence.init),
      let evidence = value["evidence"]?.strings, let redacted = value["redacted"]?.string,
      let fingerprint = value["fingerprint"]?.string.flatMap({ Fingerprint($0) }),
      let description = description(value, severity, confidence),
      let locations = value["locations"]?.each(location)
    else {
      throw ReportFile.Malformed(
        line: line, message: "a finding lacks something that every report of this version has")
    }
    return Finding(
      kind: Self.kind(description), rule: description, severity: severity,
      confidence: confidence, evidence: evidence, secret: Self.secret(value), redacted: redacted,
      fingerprint: fingerprint, locations: locations, status: value["status"].flatMap(Self.status),
      suppression: value["suppression"].flatMap(Self.suppression))
  }

  private func description(
    _ value: JSONTree.Node, _ severity: Severity, _ confidence: Confidence
  ) -> RuleDescription? {
    guard let id = value["ruleID"]?.string, let provider = value["provider"]?.string,
      let title = value["title"]?.string, let steps = value["revoke"]?["steps"]?.strings
    else { return nil }
    let known = rule(id)
    return RuleDescription(
      id: id, provider: provider, title: title, severity: known?.severity ?? severity,
      confidence: known?.confidence ?? confidence,
      revocation: Revocation(url: value["revoke"]?["url"]?.string, steps: steps),
      check: known?.check)
  }

  /// A file of secrets is told by the title, which no other kind has.
  private static func kind(_ rule: RuleDescription) -> Finding.Kind {
    guard rule.id == SecretFile.ruleID,
      let file = SecretFile.allCases.first(where: { $0.description.title == rule.title })
    else { return .secret }
    return .file(file)
  }

  private static func secret(_ value: JSONTree.Node) -> [UInt8] {
    if let text = value["secret"]?.string { return Array(text.utf8) }
    return value["secretBase64"]?.string.map { Base64.decodePrefix(Array($0.utf8)) } ?? []
  }

  private static func status(_ value: JSONTree.Node) -> Finding.Status? {
    guard let atHead = value["atHead"]?.boolean, let remotes = value["pushedTo"]?.strings else {
      return nil
    }
    let isUnknown = value["publication"]?.string == "unknown"
    return Finding.Status(
      atHead: atHead,
      publication: isUnknown ? .unknown : remotes.isEmpty ? .notPushed : .pushed(to: remotes))
  }

  private static func suppression(_ value: JSONTree.Node) -> Suppression? {
    guard let kind = value["kind"]?.string.flatMap(Suppression.Kind.init),
      let source = value["source"]?.string
    else { return nil }
    return Suppression(kind: kind, source: source, reason: value["reason"]?.string)
  }

  private func location(_ value: JSONTree.Node) -> Location? {
    guard let path = value["path"]?.string,
      let kind = value["in"]?.string.flatMap(Provenance.Kind.init),
      let provenance = Provenance(
        kind: kind, path: path, repository: value["repository"]?.string,
        members: value["members"]?.strings ?? [],
        object: value["blob"]?.string.flatMap { ObjectID(hex: $0) },
        commit: value["commit"].flatMap(Self.commit)),
      let line = value["line"]?.count, let column = value["column"]?.count,
      let endLine = value["endLine"]?.count, let endColumn = value["endColumn"]?.count,
      let offset = value["byteOffset"]?.count, let length = value["byteLength"]?.count,
      let snippet = value["snippet"]?.string, let start = value["highlight"]?["start"]?.count,
      let end = value["highlight"]?["end"]?.count, 0 <= start, start <= end,
      end <= snippet.utf16.count,
      let decodedFrom = value["decodedFrom"]?.each({ $0.string.flatMap(Encoding.init) })
    else { return nil }
    // A report does not tell columns in bytes.
    return Location(
      provenance,
      Region(
        Region.Position(line: line, column: column, byteColumn: column),
        Region.Position(line: endLine, column: endColumn, byteColumn: endColumn),
        byteOffset: offset, byteLength: length),
      Snippet(text: snippet, highlight: start..<end), decodedFrom: decodedFrom)
  }

  private static func commit(_ value: JSONTree.Node) -> CommitReference? {
    guard let id = value["id"]?.string.flatMap({ ObjectID(hex: $0) }),
      let author = value["author"]?.string, let email = value["email"]?.string,
      let date = value["date"]?.string, let summary = value["summary"]?.string
    else { return nil }
    return CommitReference(id: id, author: author, email: email, date: date, summary: summary)
  }
}
