import Findings

/// The foot of the page: for each kind of secret, how it is revoked and whether it still works.
struct HTMLRules {
  private let rules: [RuleDescription]

  init(_ rules: [RuleDescription]) { self.rules = rules }

  var text: String {
    guard !rules.isEmpty else { return "" }
    let items = rules.enumerated().map { index, rule in
      "<article id=\"rule-\(index)\" data-rule=\"\(HTMLText.escape(rule.id))\">\n<h3>\(HTMLText.escape(rule.title))"
        + " \(HTMLText.code(rule.id))</h3>\n" + revocation(rule) + check(rule) + "</article>\n"
    }
    return "<section class=\"rules\"><h2>How to revoke</h2>\n\(items.joined())</section>\n"
  }

  private func revocation(_ rule: RuleDescription) -> String {
    let page = rule.revocation.url.map { "<p>\(HTMLText.link($0))</p>\n" } ?? ""
    let steps = rule.revocation.steps.map { "<li>\(HTMLText.escape($0))</li>" }
    return page + (steps.isEmpty ? "" : "<ol>\(steps.joined())</ol>\n")
  }

  private func check(_ rule: RuleDescription) -> String {
    guard let check = rule.check else { return "" }
    let text = KeyCheckText(check)
    let answers = text.meanings.map {
      "<dt>\($0.word)</dt><dd>\(HTMLText.escape($0.meaning))</dd>"
    }
    return "<details class=\"check\"><summary>Does it still work?</summary>\n"
      + "<pre class=\"command\">\(HTMLText.escape(KeyCheckText.reading))</pre>"
      + "<pre class=\"command\">\(HTMLText.escape(text.command))</pre>\n<dl>\(answers.joined())"
      + "<dt>from</dt><dd>\(HTMLText.link(check.documentation))</dd></dl></details>\n"
  }
}
