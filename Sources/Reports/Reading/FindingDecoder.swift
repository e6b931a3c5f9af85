import Basics
import Findings

/// Reads the findings of a report; the other direction of `JSON.finding`.
struct FindingDecoder {
  /// Describes a rule that is known here.
  let rule: (_ id: String) -> RuleDescription?

  /// Reads an array of findings, which begins in a line of its file.
  func findings(
    _ value: JSONReader.Value, line: Int
  ) throws(ReportFile.Malformed) -> [Finding] {
    var findings: [Finding] = []
    for item in value.items {
      findings.append(try finding(item, line: item.members.first?.line ?? line))
    }
    return findings
  }

  /// Reads a finding.
  func finding(_ value: JSONReader.Value, line: Int) throws(ReportFile.Malformed) -> Finding {
    guard let severity = value["severity"]?.text.flatMap(Severity.init),
      let confidence = value["confidence"]?.text.flatMap(Confidence.init),
      let evidence = value["evidence"]?.strings, let redacted = value["redacted"]?.text,
      let fingerprint = value["fingerprint"]?.text.flatMap({ Fingerprint($0) }),
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
    _ value: JSONReader.Value, _ severity: Severity, _ confidence: Confidence
  ) -> RuleDescription? {
    guard let id = value["ruleID"]?.text, let provider = value["provider"]?.text,
      let title = value["title"]?.text, let steps = value["revoke"]?["steps"]?.strings
    else { return nil }
    let known = rule(id)
    return RuleDescription(
      id: id, provider: provider, title: title, severity: known?.severity ?? severity,
      confidence: known?.confidence ?? confidence,
      revocation: Revocation(url: value["revoke"]?["url"]?.text, steps: steps))
  }

  /// A file of secrets is told by the title, which no other kind has.
  private static func kind(_ rule: RuleDescription) -> Finding.Kind {
    guard rule.id == SecretFile.ruleID,
      let file = SecretFile.allCases.first(where: { $0.description.title == rule.title })
    else { return .secret }
    return .file(file)
  }

  private static func secret(_ value: JSONReader.Value) -> [UInt8] {
    if let text = value["secret"]?.text { return Array(text.utf8) }
    return value["secretBase64"]?.text.map { Base64.decodePrefix($0.utf8) } ?? []
  }

  private static func status(_ value: JSONReader.Value) -> Finding.Status? {
    guard let atHead = value["atHead"]?.flag, let remotes = value["pushedTo"]?.strings else {
      return nil
    }
    let isUnknown = value["publication"]?.text == "unknown"
    return Finding.Status(
      atHead: atHead,
      publication: isUnknown ? .unknown : remotes.isEmpty ? .notPushed : .pushed(to: remotes))
  }

  private static func suppression(_ value: JSONReader.Value) -> Suppression? {
    guard let kind = value["kind"]?.text.flatMap(Suppression.Kind.init),
      let source = value["source"]?.text
    else { return nil }
    return Suppression(kind: kind, source: source, reason: value["reason"]?.text)
  }

  private func location(_ value: JSONReader.Value) -> Location? {
    guard let path = value["path"]?.text,
      let kind = value["in"]?.text.flatMap(Provenance.Kind.init),
      let provenance = Provenance(
        kind: kind, path: path, repository: value["repository"]?.text,
        members: value["members"]?.strings ?? [],
        object: value["blob"]?.text.flatMap { ObjectID(hex: $0) },
        commit: value["commit"].flatMap(Self.commit)),
      let line = value["line"]?.count, let column = value["column"]?.count,
      let endLine = value["endLine"]?.count, let endColumn = value["endColumn"]?.count,
      let offset = value["byteOffset"]?.count, let length = value["byteLength"]?.count,
      let snippet = value["snippet"]?.text, let start = value["highlight"]?["start"]?.count,
      let end = value["highlight"]?["end"]?.count, 0 <= start, start <= end,
      end <= snippet.utf16.count,
      let decodedFrom = value["decodedFrom"]?.each({ $0.text.flatMap(Encoding.init) })
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

  private static func commit(_ value: JSONReader.Value) -> CommitReference? {
    guard let id = value["id"]?.text.flatMap({ ObjectID(hex: $0) }),
      let author = value["author"]?.text, let email = value["email"]?.text,
      let date = value["date"]?.text, let summary = value["summary"]?.text
    else { return nil }
    return CommitReference(id: id, author: author, email: email, date: date, summary: summary)
  }
}
