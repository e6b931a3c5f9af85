/// The man page kunci(1), in the macros of man(7).
///
/// It follows from the tables that parse the command line, as help does. An option that means the
/// same to several commands is explained once, with their names.
enum ManPage {
  /// The page, without a date: what it says is of a version, which stands in its footer.
  static var text: String {
    let options = Command.allCases.flatMap { command in
      command.type.optionSpecs.map { (entry: entry($0), command: command) }
    }
    let takers = Dictionary(grouping: options, by: \.entry).mapValues { $0.map(\.command) }
    let lines =
      opening
      + Command.allCases.flatMap { command in
        section(of: command) { (takers[$0]?.count ?? 0) == 1 }
      } + sharedOptions(options.map(\.entry), takers) + closing
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Sections

  private static var opening: [String] {
    let source = RoffText.escaped("kunci \(Version.text)")
    return [
      #".TH KUNCI 1 "" "\#(source)" "User Commands""#,
      // No hyphens but those that are meant: options are copied from here.
      ".nh",
      ".SH NAME", #"kunci \- find leaked keys in files and in git history"#,
      ".SH SYNOPSIS",
      "\(RoffText.bold("kunci")) \(RoffText.italic("COMMAND")) [\(RoffText.italic("OPTIONS"))]",
      ".SH DESCRIPTION",
    ] + RoffText.filled(description) + [".SH COMMANDS"]
  }

  private static let description = """
    kunci finds leaked keys in files and in git history, before somebody else does. Without a
    command, it scans the current folder, as kunci scan does. Findings go to standard output, all
    else to standard error. Keys are redacted wherever they are shown. kunci opens no network
    connection.
    """

  private static func section(
    of command: Command, isItsOwn: (_ entry: [String]) -> Bool
  ) -> [String] {
    let type = command.type
    var title = "kunci \(command.rawValue)"
    if !type.placeholder.isEmpty { title += " \(type.placeholder)" }
    if !type.optionSpecs.isEmpty { title += " [OPTIONS]" }
    return [#".SS "\#(RoffText.escaped(title))""#] + paragraphs(type.details)
      + type.optionSpecs.map(entry).filter(isItsOwn).flatMap(\.self)
  }

  private static func sharedOptions(
    _ entries: [[String]], _ takers: [[String]: [Command]]
  ) -> [String] {
    var seen: Set<[String]> = []
    return [".SH OPTIONS"]
      + RoffText.filled("These mean the same to all the commands that are named with them.")
      + entries.filter { seen.insert($0).inserted }.flatMap { entry -> [String] in
        guard let commands = takers[entry], commands.count > 1 else { return [] }
        return entry
          + RoffText.filled("(\(commands.map(\.rawValue).joined(separator: ", ")))")
      }
  }

  private static var closing: [String] {
    let statuses = [
      ("0", "Nothing was found, and everything that was asked for has been read."),
      ("1", "Something was found."),
      ("2", "Not everything could be done or read, and nothing was found."),
    ]
    let files = [
      (".kunciignore", "What is accepted at the root of what is scanned, such as fingerprints."),
      (".kunci.toml", "The configuration there; without it, .gitleaks.toml is read."),
    ]
    return [".SH EXIT STATUS"] + statuses.flatMap { tagged(RoffText.bold($0), $1) } + [".SH FILES"]
      + files.flatMap { tagged(RoffText.italic($0), $1) }
      + [".SH SEE ALSO", ".BR git (1),", ".BR githooks (5),", ".BR gitignore (5)"]
  }

  // MARK: Parts

  /// An option with what it does.
  private static func entry(_ option: OptionSpec) -> [String] {
    let names = option.words.map(RoffText.bold).joined(separator: ", ")
    let value = option.value.map { " \(RoffText.italic($0.placeholder))" } ?? ""
    return tagged(names + value, option.help)
  }

  private static func tagged(_ tag: String, _ text: String) -> [String] {
    [".TP", tag] + RoffText.filled(text)
  }

  /// Paragraphs as help shows them: a blank line parts them, indented lines are kept as they are.
  private static func paragraphs(_ text: String) -> [String] {
    var result: [String] = []
    var rest = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let first = rest.first {
      if first.isEmpty {
        rest.removeFirst()
        result.append(".PP")
        continue
      }
      let isKept = first.hasPrefix(" ")
      let run = rest.prefix { !$0.isEmpty && $0.hasPrefix(" ") == isKept }
      rest = rest.dropFirst(run.count)
      result +=
        isKept
        ? [".RS", ".nf"] + run.map { RoffText.escaped(String($0.drop { $0 == " " })) }
          + [".fi", ".RE"]
        : RoffText.filled(run.joined(separator: " "))
    }
    return result
  }
}
