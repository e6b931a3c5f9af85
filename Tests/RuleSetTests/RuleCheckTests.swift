import Testing

@testable import RuleSet

/// `[rules.check]`.
struct RuleCheckTests {
  private func read(_ check: String) throws {
    _ = try RuleFile(
      Array("\(RuleFileTests.least)\n[rules.check]\n\(check)".utf8), named: "acme.toml")
  }

  private static let good = """
    url = "https://acme.example/me"
    headers = ["Authorization: Bearer {key}"]
    live = ["200"]
    revoked = ["401"]
    documentation = "https://acme.example/docs"
    """

  @Test func readsAGoodOne() throws { try read(Self.good) }

  @Test(arguments: [
    ("https://acme.example/me", "http://acme.example/me", "`url` must be an https:// address"),
    ("Bearer {key}", "Bearer x", "{key} stands nowhere"),
    ("Authorization: Bearer", "Bearer", "is no header"),
    ("Bearer {key}", "Bearer $(x){key}", "would mean something to a shell"),
    ("[\"200\"]", "[\"yes\"]", "must begin with the number of an HTTP status"),
    ("live = [\"200\"]", "", "`live` is missing"),
    ("documentation", "docs", "unknown key `docs`"),
    ("https://acme.example/docs", "none", "`documentation` must be an https:// address"),
  ])
  func tellsWhatIsWrong(old: String, new: String, message: String) {
    let error = #expect(throws: RuleFileError.self) {
      try read(Self.good.replacing(old, with: new))
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }
}
