import Basics
import PatternEngine
import TestSupport
import Testing

@testable import RuleSet

/// The quick look for a value behind a name is held against the expression.
@Suite struct AssignmentLookTests {
  /// What stands between name and value, in each of the ways and in none.
  private static let ways = [
    "=", ":", ": ", " = ", " := ", " => ", ":-", "=${X:-", "=\"${X-", ": ${1:=", ": |\n  ",
    ":>-\n ",
    "(\"", "(", ", ", "\", \"", "\": \"", "' => '", ": String = \"", "?: &'a str =\n'",
    "!: T2 = \"",
    "</key><string>", "</name> <value>", ">", "\\\": \\\"", " is ", " was: `", "` is \"",
    "\" value=\"", "value = ", "value=", "='", "=`", "=b'", "= r\\\"", "=-", ": -", "=$", "=\n",
    "==",
    " {get; set; } = \"", "\" {\n  type = string\n  default = \"", "\n  value: ", ", Value = ",
    "\", type: \"secret\", \"value\": \"", "',\"value\":\"", "\n\"ParameterValue\": ", "  \"",
    " or ",
    "[31m=", "=[K", "[m[K: \"", "^[[K=", "=^[[m^[[01;31m", "<U+001B>[0m=", "=<U+001B>[31m'",
    "?[;m = ",
    "%1B[0m=", "=%1B[31m", "=#{esc}[1m", "=E[0m",
    " ", "/", ")", "é", ".", "-suffix: ", "] = ", "   =   ", "    =    ", "\t:\r\n",
  ]

  @Test func missesNothing() throws {
    var random = TestRandom(seed: 3011)
    for (names, value) in [
      ("pass|token|api[._-]?key", "[!#-&(-_a-~]{5,160}"), ("acme_?-?id", "[0-9a-f]{8}"),
      ("x\\b", "[a-z =:>-]{3,9}"),
    ] {
      let look = try #require(AssignmentLook(names: "(?i:\(names))"))
      let matcher = Matcher(
        try Pattern(Assignment.regex(names: names, value: value)), group: 1)
      var (matches, ruledOut) = (0, 0)
      for _ in 0..<12_000 {
        let text = Array(Self.text(&random).utf8)
        for start in text.indices {
          let place = look.place(behindNameAt: start, in: text.span)
          guard let match = matcher.match(at: start, in: text.span) else {
            ruledOut += place == .nowhere ? 1 : 0
            continue
          }
          matches += 1
          let isTold =
            switch place {
            case .anywhere: true
            case .within(let places): places.contains(match.group.lowerBound)
            case .nowhere: false
            }
          #expect(isTold, "\(place) at \(start) in \(String(decoding: text, as: UTF8.self))")
        }
      }
      #expect(matches > 500 && ruledOut > 10_000, "\(matches), \(ruledOut)")
    }
  }

  private static func text(_ random: inout TestRandom) -> String {
    var parts: [String] = []
    for _ in 0..<2 {
      parts.append(random.pick(["", "$", "\"", "${", "my_", "\n"]))
      parts.append(random.pick(["token", "PASS", "api.key", "apikey", "acme-id", "ACME_ID", "x"]))
      parts.append(random.pick(["", "", "2", "_of_all", "-.x9", "_that_is_far_too_long_for_it"]))
      parts.append(random.pick(ways))
      parts.append(
        random.pick([
          "deadbeef01", "hunter2!", "abcd", "foo-bar", "=>:x", "value", "12345678", "bcd",
        ]))
      parts.append(random.pick(["", "\n", "\"", "'", " x", ",", " = \"12345678\"", ":", " : "]))
    }
    // Now and then, something is left out.
    let text = parts.joined()
    guard random.chance(50) else { return text }
    let place = text.index(text.startIndex, offsetBy: random.below(text.count))
    return String(text[..<place] + text[place...].dropFirst())
  }

  @Test(arguments: ["client id", "a.b", "[a-z]+", "token\\s?"])
  func namesThatHoldOtherBytes(names: String) {
    #expect(AssignmentLook(names: names) == nil)
  }

  /// Of names in prose and code without a value, hardly any has its expression tried.
  @Test(arguments: [
    "the token of a session", "token_type: short", "if (pass) {", "passed to token.", "token\n\nx",
  ])
  func namesWithoutAValue(text: String) throws {
    let look = try #require(AssignmentLook(names: "pass|token"))
    let text = Array(text.utf8)
    for start in text.indices where ByteSet.letters.contains(text[start]) {
      let place = look.place(behindNameAt: start, in: text.span)
      #expect(place != .anywhere, "\(start)")
    }
  }
}
