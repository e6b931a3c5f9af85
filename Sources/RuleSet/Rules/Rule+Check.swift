package import Findings
import PatternEngine

extension KeyCheck.Method: RuleTableWord {}

extension KeyCheck: RuleTableValue {
  func write(to table: inout [UInt8]) {
    method.write(to: &table)
    url.write(to: &table)
    headers.write(to: &table)
    user.write(to: &table)
    body.write(to: &table)
    live.write(to: &table)
    revoked.write(to: &table)
    limited.write(to: &table)
    tells.write(to: &table)
    documentation.write(to: &table)
  }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    self.init(
      method: try Method(from: &reader), url: try String(from: &reader),
      headers: try [String](from: &reader), user: try String?(from: &reader),
      body: try String?(from: &reader), live: try [String](from: &reader),
      revoked: try [String](from: &reader), limited: try [String](from: &reader),
      tells: try String?(from: &reader), documentation: try String(from: &reader))
  }
}

extension RuleFileReader {
  private static let checkKeys = [
    "method", "url", "headers", "user", "body", "live", "revoked", "limited", "tells",
    "documentation",
  ]

  /// Reads the table `[rules.check]`.
  mutating func check(_ key: String, in table: TOMLTable) -> KeyCheck? {
    guard let value = table[key] else { return nil }
    guard case .table(let check) = value.content else {
      note(at: value, "`\(key)` must be a table: write [rules.\(key)]")
      return nil
    }
    checkKeys(of: check, among: Self.checkKeys)
    let position = value.position
    let url = required(text("url", in: check), "url", in: check, at: position) ?? ""
    let headers = texts("headers", in: check) ?? []
    let user = text("user", in: check)
    if !url.hasPrefix("https://") || url.utf8.contains(.space) {
      note(at: check["url"] ?? value, "`url` must be an https:// address")
    }
    for header in headers where !header.contains(": ") {
      note(at: check["headers"], "`\(header)` is no header: write \"Name: value\"")
    }
    if !([url, user ?? ""] + headers).contains(where: { $0.contains(KeyCheck.placeholder) }) {
      note(at: value, "\(KeyCheck.placeholder) stands nowhere in `url`, `headers` or `user`")
    }
    for text in [url, user ?? "", self.text("body", in: check) ?? ""] + headers {
      for character in text where "\"`\\$'".contains(character) {
        note(at: value, "`\(character)` would mean something to a shell")
      }
    }
    let documentation = required(
      text("documentation", in: check), "documentation", in: check, at: position)
    if documentation?.hasPrefix("https://") == false {
      note(at: check["documentation"], "`documentation` must be an https:// address")
    }
    return KeyCheck(
      method: word("method", in: check, of: KeyCheck.Method.self) ?? .get, url: url,
      headers: headers, user: user, body: text("body", in: check),
      live: required(answers("live", in: check), "live", in: check, at: position) ?? [],
      revoked: required(answers("revoked", in: check), "revoked", in: check, at: position) ?? [],
      limited: answers("limited", in: check) ?? [], tells: text("tells", in: check),
      documentation: documentation ?? "")
  }

  /// Answers, each of which begins with an HTTP status.
  private mutating func answers(_ key: String, in table: TOMLTable) -> [String]? {
    let answers = texts(key, in: table)
    for answer in answers ?? []
    where answer.utf8.prefix(3).count(where: { $0.isDigit }) != 3 {
      note(at: table[key], "`\(answer)` must begin with the number of an HTTP status, such as 200")
    }
    return answers
  }
}
