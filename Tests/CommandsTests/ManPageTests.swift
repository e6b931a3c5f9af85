import TestSupport
import Testing

@testable import Commands

/// The man page holds all commands and options, in a language that man understands.
struct ManPageTests {
  private static let lines = ManPage.text.split(separator: "\n").map(String.init)

  /// The lines below the heading that starts with a text, up to the next one of its kind.
  private static func section(_ heading: String) -> [String] {
    let request = heading.prefix(3)
    return lines.drop { !$0.hasPrefix(heading) }.dropFirst()
      .prefix { !$0.hasPrefix(".SH") && !$0.hasPrefix(request) }
  }

  /// What a reader sees of lines.
  private static func plain(_ lines: some Sequence<String>) -> String {
    let signs = [
      #"\&"#: "", #"\-"#: "-", #"\(dq"#: "\"", #"\(aq"#: "'", #"\(ga"#: "`",
      #"\(ha"#: "^", #"\(ti"#: "~", #"\fB"#: "", #"\fI"#: "", #"\fR"#: "",
    ]
    return signs.reduce(lines.joined(separator: " ")) { $0.replacing($1.key, with: $1.value) }
  }

  @Test(arguments: Command.allCases)
  func aCommandIsExplained(_ command: Command) {
    let heading = #".SS "kunci \#(command.rawValue)"#
    #expect(Self.lines.count { $0.hasPrefix(heading + " ") || $0 == heading + "\"" } == 1)
    let text = Self.plain(Self.section(heading))
    let firstWords = command.type.details.split(separator: "\n")[0]
    #expect(text.hasPrefix(firstWords.split(separator: ".")[0]))
  }

  @Test(arguments: Command.allCases)
  func everyOptionIsExplainedOnce(_ command: Command) {
    let own = Self.plain(Self.section(#".SS "kunci \#(command.rawValue)"#))
    let shared = Self.plain(Self.section(".SH OPTIONS")).split(separator: ".TP ")
    for option in command.type.optionSpecs {
      let value = option.value.map { " \($0.placeholder)" } ?? ""
      let entry = (option.words.joined(separator: ", ") + value + " " + option.help)
        .replacing("…", with: "...")
      let entries = shared.filter { text in
        guard text.hasPrefix(entry), let names = text.split(separator: "(").last else {
          return false
        }
        return names.split(whereSeparator: { ", )".contains($0) }).contains {
          $0 == command.rawValue
        }
      }
      #expect(own.contains(".TP " + entry) != (entries.count == 1), "\(entry)")
    }
  }

  @Test func everyLineIsWellFormed() throws {
    let requests: Set = [
      ".TH", ".SH", ".SS", ".TP", ".PP", ".RS", ".RE", ".nf", ".fi", ".nh", ".BR",
    ]
    let escape = /\\(?:e|-|&|\((?:dq|aq|ga|ha|ti)|\[u[0-9A-F]{4,5}\]|f[BIR])/
    for line in Self.lines {
      let isASCII = line.utf8.allSatisfy { (0x20...0x7E).contains($0) }
      #expect(isASCII && !line.hasSuffix(" "), "\(line)")
      if line.hasPrefix(".") {
        #expect(requests.contains(String(line.prefix { $0 != " " })), "\(line)")
      }
      #expect(!line.hasPrefix("'"), "\(line)")
      #expect(!line.replacing(escape, with: "").contains("\\"), "\(line)")
      // What is made bold or slanted is made plain again.
      let fonts = line.matches(of: /\\f(?<font>[BIR])/).map(\.output.font)
      #expect(fonts.count.isMultiple(of: 2), "\(line)")
      for (index, font) in fonts.enumerated() {
        #expect((font == "R") == !index.isMultiple(of: 2), "\(line)")
      }
    }
    for (start, end) in [(".nf", ".fi"), (".RS", ".RE")] {
      let marks = Self.lines.filter { $0 == start || $0 == end }
      #expect(marks.count.isMultiple(of: 2))
      for (index, mark) in marks.enumerated() {
        #expect(mark == (index.isMultiple(of: 2) ? start : end))
      }
    }
  }

  /// Programs that are not installed cannot be asked.
  ///
  /// That the page has no date is meant.
  @Test(arguments: [
    "groff -man -ww -Tascii -z script", "mandoc -T lint -W warning script | grep -v 'missing date'",
  ])
  func thePageIsUnderstood(command: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("script", ManPage.text)
    let program = command.prefix { $0 != " " }
    let run = try ProgramRun(
      "/bin/sh", ["-c", "command -v \(program) >/dev/null || exit 77; \(command)"], in: folder.path)
    #expect(run.output == "" && run.errors == "", "\(run.output)\(run.errors)")
  }

  @Test(arguments: [
    ("plain words", "plain words"), (".env", #"\&.env"#), ("a.b", "a.b"), ("--all", #"\-\-all"#),
    (#"\d"#, #"\ed"#), ("\"a\" 'b' `c`", #"\(dqa\(dq \(aqb\(aq \(gac\(ga"#),
    ("~/x^2", #"\(ti/x\(ha2"#), ("[PATH…]", "[PATH...]"), ("'a", #"\(aqa"#),
    ("é", #"\[u00E9]"#), ("😀", #"\[u1F600]"#),
  ])
  func textIsEscaped(text: String, expected: String) {
    #expect(RoffText.escaped(text) == expected)
  }

  @Test func aSentenceStartsALine() {
    #expect(RoffText.filled("One is.\n Two? .three") == ["One is.", "Two?", #"\&.three"#])
    let long = Array(repeating: "word", count: 40).joined(separator: " ")
    let lines = RoffText.filled(long)
    #expect(lines.joined(separator: " ") == long)
    #expect(lines.count == 3 && lines.allSatisfy { $0.count <= 80 })
    #expect(RoffText.filled("") == [])
  }

  @Test func theCommandWritesIt() throws {
    let folder = try TemporaryFolder()
    let run = try KunciProgram.run(["help", "--man"], in: folder.path)
    #expect(run.status == 0 && run.output == ManPage.text)
    let wrong = try KunciProgram.run(["help", "scan", "--man"], in: folder.path)
    #expect(wrong.status == 2 && wrong.output == "" && wrong.errors.contains("kunci help --man"))
  }
}
