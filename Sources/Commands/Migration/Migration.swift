import Basics
import PatternEngine
import RuleSet

/// What files of other scanners become here, put together file by file.
struct Migration {
  /// What could not be carried over, and where it stands.
  struct Loss: Equatable {
    var file: String
    /// From 1; nil for the file as a whole.
    var line: Int?
    var message: String
  }

  /// Files that need no change, and why.
  private(set) var notes: [String] = []
  private(set) var losses: [Loss] = []
  /// A configuration in gitleaks' schema to start from.
  private(set) var base: String?
  /// Lines of `.kunciignore`: globs, each with its reason.
  private(set) var globs: [(glob: String, reason: String)] = []
  /// Secrets that are accepted.
  private(set) var accepted: [AcceptedSecret] = []
  /// Expressions for paths, secrets, and lines of secrets that are allowed.
  private(set) var allowed: [Allowance] = []

  /// An expression for what is allowed.
  struct Allowance: Equatable {
    enum Target: String { case path, secret, line }

    var target: Target
    var expression: String
    /// The file that it is from.
    var source: String
  }

  mutating func note(_ text: String) { notes.append(text) }

  /// Notes what could not be carried over; the line counts from 1.
  mutating func lose(_ file: String, _ line: Int?, _ message: String) {
    losses.append(Loss(file: file, line: line, message: message))
  }

  /// Notes what could not be carried over of a file as a whole.
  mutating func lose(_ file: String, _ message: String) { lose(file, nil, message) }

  mutating func accept(_ secret: AcceptedSecret) { accepted.append(secret) }

  mutating func extend(_ file: String) {
    let leadsOut = file.hasPrefix("/") || file.split(separator: "/").contains("..")
    guard base == nil, !leadsOut else {
      lose(
        file,
        leadsOut
          ? "outside of this folder; give it with --config" : "a second configuration of this kind")
      return
    }
    base = file
  }

  /// Takes a pattern in the way of `.gitignore`.
  mutating func accept(glob: String, from file: String, line: Int) {
    var glob = glob.replacing("\\ ", with: " ").replacing(" ", with: "\\ ")
    // A name alone would be taken for a mistyped fingerprint.
    if !glob.contains(where: "/.*?[".contains) { glob = "**/" + glob }
    guard !glob.hasPrefix("!"), !glob.hasPrefix("#") else {
      lose(file, line, "`\(glob)`: no pattern takes back what another one accepts")
      return
    }
    globs.append((glob, "from \(file):\(line)"))
  }

  /// Takes an expression, if it is one of RE2's.
  mutating func allow(
    _ expression: String, _ target: Allowance.Target, from file: String, line: Int?
  ) {
    let allowance = Allowance(target: target, expression: expression, source: file)
    do throws(RuleFileError) {
      _ = try Configuration(Array(Self.table(allowance).utf8), named: file)
      allowed.append(allowance)
    } catch {
      let reason = error.problems.first?.message ?? "it is not one of RE2's"
      lose(file, line, "the expression `\(expression)` cannot be used: \(reason)")
    }
  }

  /// The text of `.kunci.toml`; nil when it would say nothing.
  var configuration: String? {
    guard !allowed.isEmpty || needsBase else { return nil }
    let extend = base.map { "[extend]\npath = \(Self.quoted($0))\n\n" } ?? ""
    return extend + allowed.map(Self.table).joined(separator: "\n")
  }

  /// Whether the base is not read by itself.
  private var needsBase: Bool { base.map { $0 != ".gitleaks.toml" } ?? false }

  private static func table(_ allowance: Allowance) -> String {
    let expression = "[\(quoted(allowance.expression))]"
    let what =
      switch allowance.target {
      case .path: "paths = \(expression)"
      case .secret: "regexes = \(expression)"
      case .line: "regexTarget = \"line\"\nregexes = \(expression)"
      }
    return "[[allowlists]]\ndescription = \(quoted("from \(allowance.source)"))\n\(what)\n"
  }

  /// A basic string of TOML.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
