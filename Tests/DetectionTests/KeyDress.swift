import Basics
import Testing

/// What stands around the lines of a private key, where somebody quotes, prints or logs it.
struct KeyDress: Sendable, CustomTestStringConvertible {
  var name: String
  /// Puts it on the lines of a key, header and footer among them.
  var wear: @Sendable ([String], inout SeededGenerator) -> String

  var testDescription: String { name }

  init(_ name: String, _ wear: @escaping @Sendable ([String], inout SeededGenerator) -> String) {
    self.name = name
    self.wear = wear
  }

  private static func each(
    _ name: String, _ before: String, _ after: String = "", by joint: String = "\n"
  ) -> KeyDress {
    KeyDress(name) { lines, _ in
      lines.map { before + $0 + after }.joined(separator: joint) + "\n"
    }
  }

  private static func numbered(
    _ name: String, _ form: @escaping @Sendable (Int, String) -> String
  ) -> KeyDress {
    KeyDress(name) { lines, _ in
      lines.enumerated().map { form($0.offset + 1, $0.element) }.joined(separator: "\n") + "\n"
    }
  }

  private static func timed(
    _ name: String, _ form: @escaping @Sendable (_ stamp: String, String) -> String
  ) -> KeyDress {
    KeyDress(name) { lines, random in
      let hour = 10 + random.next(below: 14)
      return lines.enumerated().map { number, line in
        let nanoseconds = 100_000_000 + random.next(below: 900_000_000)
        return form("2024-05-17T\(hour):42:\(10 + number / 4).\(nanoseconds)Z", line)
      }.joined(separator: "\n") + "\n"
    }
  }

  private static func joined(_ name: String, _ joint: String) -> KeyDress {
    KeyDress(name) { lines, _ in "PRIVATE_KEY=\"" + lines.joined(separator: joint) + "\"\n" }
  }

  /// Those that the reader was made for.
  static let known = [
    each("plain", ""), each("carriage returns", "", "\r"), each("tabs", "\t\t"),
    each("added lines", "+"), each("removed lines", "-"), each("context lines", " "),
    KeyDress("hunk") { lines, random in
      lines.map { (random.next(below: 2) == 0 ? "+" : " ") + $0 + "\n" }.joined()
    },
    joined("blanks", " "), joined("nothing", ""), joined("escaped", "\\n"),
    joined("escaped twice", "\\\\n"), joined("escaped carriage returns", "\\r\\n"),
    joined("breaks of HTML", "<br>"), joined("bars", "|"), joined("entities", "&#10;"),
    joined("percent signs", "%0A"),
    numbered("line numbers") { "\($0)\t\($1)" },
    numbered("grep") { "deploy/production/certificates/servers/frontend/server.key:\($0):\($1)" },
    each("compose", "web_1  | "), timed("docker") { "\($0) \($1)" },
    timed("log") { "[\($0)] INFO config: \($1)" },
    each("JSON", "  \"", "\","), each("slashes", "// "), each("tight slashes", "//"),
    each("dashes", "-- "), each("REM", "REM "), each("asterisks", " * "),
    each("number signs", "# "),
    each("calls", "pem.append(\"", "\\n\");"), each("echo", "echo \"", "\" >> /etc/ssl/server.key"),
    each("plus signs", "\"", "\\n\" +"), each("dots", ". '", "' . \"\\n\""),
    each("ampersands", "\"", "\" & vbCrLf & _"), each("continued", "", "\\n\\"),
    KeyDress("URL") { lines, _ in
      let text = lines.joined(separator: "%0A").replacing("+", with: "%2B")
      return "key=" + text.replacing("/", with: "%2F").replacing(" ", with: "%20") + "&state=1\n"
    },
    KeyDress("spelled") { lines, _ in
      let text = lines.joined(separator: "\\u000a").replacing("+", with: "\\u002B")
      return "{\"key\": \"" + text.replacing("/", with: "\\/") + "\"}\n"
    },
  ]

  /// Those that were written first and put aside while the reader was made.
  static let unseen = [
    timed("json-file") { "{\"log\":\"\($1)\\n\",\"stream\":\"stdout\",\"time\":\"\($0)\"}" },
    timed("container runtime") { "\($0) stdout F \($1)" },
    numbered("syslog") { "Nov 29 11:06:\(10 + $0 % 50) web nginx[\(4_000 + $0)]: \($1)" },
    each("make", "\t@echo '", "' >> key.pem"),
    each("PowerShell", "Add-Content -Path C:\\keys\\server.key -Value \"", "\""),
    each("macro", "  \"", "\\r\\n\" \\"), each("mail", "> > "), each("XML", "<line>", "</line>"),
    each("SQL", "'", "' || chr(10) ||"), each("AppleScript", "\"", "\" & return & ¬"),
    numbered("CSV") { "\($0),\"\($1)\",2024" }, each("table", "| `", "` |"),
    each("colours", "\u{1B}[32m+\u{1B}[m\u{1B}[32m", "\u{1B}[m"),
    numbered("blame") { "4f2a91c\($0 % 10) (Jo Doe 2024-05-01 10:22:13 +0200 \($0)) \($1)" },
    numbered("setter") { "lines[\($0)] = \"\($1)\";" }, each("LaTeX", "\\texttt{", "}\\\\"),
  ]

  /// The text inside a document, as values of Helm and ConfigMaps have it.
  static func indent(_ text: String, by count: Int) -> String {
    let blanks = String(repeating: " ", count: count)
    return "data:\n  server.key: |\n"
      + text.split(separator: "\n").map { blanks + $0 + "\n" }.joined()
  }
}
