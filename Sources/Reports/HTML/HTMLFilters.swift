import Basics

/// The bar that the script makes work: search, filters, order.
struct HTMLFilters {
  private let findings: [HTMLFinding]

  init(_ findings: [HTMLFinding]) { self.findings = findings }

  var text: String {
    """
    <form id="filters" class="script" role="search">
    <input id="query" type="search" placeholder="Search in paths, rules, commits …" aria-label="Search">
    <output id="shown" aria-live="polite"></output>
    <button type="button" id="reset">Reset</button>
    <button type="button" id="open">Open all</button>
    <button type="button" id="close">Close all</button>
    <div class="choices">
    \(select("severity", "every severity", ["critical", "high", "medium", "low"].map { ($0, $0) }))
    \(select("status", "every status", HTMLStatus.allCases.map { ($0.rawValue, $0.title) }))
    \(select("provider", "every provider", names(\.provider).map { ($0, $0) }))
    \(select("rule", "every rule", names(\.ruleID).map { ($0, $0) }))\(ofMany)
    <select id="order" aria-label="Order"><option value="severity">most severe first</option>\
    <option value="place">by path</option><option value="newest">newest first</option>\
    <option value="oldest">oldest first</option></select>
    </div>
    </form>

    """
  }

  /// What there is to choose from where several repositories were asked for.
  private var ofMany: String {
    let repositories = Set(findings.flatMap(\.repositories)).sorted()
    guard !repositories.isEmpty else { return "" }
    let owners = Set(findings.flatMap(\.owners)).sorted()
    let years = Set(findings.map(\.year)).sorted(by: >)
    return "\n"
      + [
        select("repository", "every repository", repositories.map { ($0, $0) }),
        select("owner", "every owner", owners.map { ($0, $0) }),
        select("year", "every year", years.map { ($0, $0) }),
      ].joined(separator: "\n")
  }

  private func names(_ name: (HTMLFinding) -> String) -> [String] {
    Set(findings.map(name)).sorted()
  }

  private func select(_ name: String, _ all: String, _ choices: [(String, String)]) -> String {
    let options = choices.map {
      "<option value=\"\(HTMLText.escape($0.0))\">\(HTMLText.escape($0.1))</option>"
    }
    return
      "<select data-select=\"\(name)\" aria-label=\"\(name)\"><option value=\"\">\(all)</option>"
      + options.joined() + "</select>"
  }
}
