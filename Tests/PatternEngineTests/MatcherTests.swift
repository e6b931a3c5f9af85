import Testing

@testable import PatternEngine

/// Cases as data: an expression, a text, and the preferred match at the first offset that has one.
@Suite struct MatcherTests {
  @Test(arguments: [
    ("abc", "xxabcx", "abc"), ("a|ab", "ab", "a"), ("ab|a", "ab", "ab"), ("a*", "aaa", "aaa"),
    ("a*?", "aaa", ""), ("a+?", "aaa", "a"), ("a{2,3}", "aaaa", "aaa"), ("a{2,3}?", "aaaa", "aa"),
    ("[a-c]+", "xxabcabd", "abcab"), ("[^a-c]+", "abxyzab", "xyz"),
    ("(?i)sk-[A-F]+", "SK-abC", "SK-abC"),
    ("a(?i)b", "AbaB", "aB"), ("(?i:a)b", "Ab AB", "Ab"), (#"\d{3}"#, "a12b345", "345"),
    (#"\bfoo\b"#, "xfoo foo_ foo!", "foo"), (#"\x41\x{42}"#, "xAB", "AB"),
    (#"[[:xdigit:]]+"#, "zz1fG", "1f"),
    (#"[\w.-]+"#, "  a.b-c_9 ", "a.b-c_9"), (#"\Qa.b\E+"#, "axb a.bb", "a.bb"),
    ("a.c", "a\nc abc", "abc"),
    ("(?s)a.c", "a\nc", "a\nc"), ("^b", "ab", nil), ("(?m)^b", "a\nb", "b"), ("a$", "a\nb", nil),
    ("(?m)a$", "a\nb", "a"), ("x{,3}", "x{,3}", "x{,3}"), ("é+", "éé", "éé"),
    ("[]a]+", "x]a", "]a"),
    ("[a-]+", "x-a", "-a"), ("(?:)", "abc", ""), ("a{0}b", "ab", "b"),
    (#"[\]\\]+"#, #"x\]"#, #"\]"#),
    ("(?P<name>a)b", "ab", "ab"), ("(?U)a+", "aa", "a"), ("", "x", ""),
  ])
  func match(regex: String, text: String, expected: String?) throws {
    #expect(try firstMatch(regex, text) == expected)
  }

  @Test(arguments: [
    ("a(?=b)", "look-around"), ("a(?!b)", "look-around"), ("(?<=a)b", "look-around"),
    (#"(a)\1"#, "back-reference"),
    ("a**", "repetition of a repetition"), ("*a", "nothing to repeat"), ("(a", "missing )"),
    ("a)", "unmatched )"),
    ("[a", "missing ]"), ("[b-a]", "ascend"), ("a{3,2}", "ends before"),
    ("a{9999}", "more than 5000"),
    (#"\q"#, "unknown escape"), (#"a\"#, "backslash at the end"), ("[é]", "outside ASCII"),
    ("(?z)a", "unknown group flag"),
    ("(a{1000}){1000}", "states"), ("[[:foo:]]", "unknown class"), (#"\x4"#, "two hexadecimal"),
  ])
  func refusal(regex: String, reason: String) {
    let error = #expect(throws: PatternError.self) { try Pattern(regex) }
    #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
  }

  @Test func boundariesAreTestedNotConsumed() throws {
    let alphabet = try ByteSet(classBody: "A-Za-z0-9_-")
    let pattern = try Pattern("k[0-9]{2,4}", notAfter: alphabet)
    let matcher = Matcher(pattern)
    for (text, length) in [
      ("k1234&", 5), ("k1234", 5), ("k12345", nil), ("k12-", nil), ("k12.", 3),
    ] {
      let bytes = Array(text.utf8)
      #expect(matcher.match(at: 0, in: bytes.span)?.range.count == length, "\(text)")
    }
  }

  @Test func groupIsReported() throws {
    let matcher = Matcher(try Pattern("key=([a-z]+)(;|$)"), group: 1)
    let bytes = Array("key=abc;".utf8)
    #expect(matcher.match(at: 0, in: bytes.span)?.group == 4..<7)
  }

  /// An expression that takes a backtracking matcher 2^40 steps.
  @Test func timeIsLinear() throws {
    let matcher = Matcher(try Pattern("(?:a?){400}a{400}"))
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 400)
    #expect(matcher.match(at: 0, in: bytes.span)?.range.count == 400)
  }

  @Test func agreesWithTheOracle() throws {
    var random = Random(seed: 0x6b75_6e63_69)
    var compared = 0
    var matched = 0
    var givenUp = 0
    for _ in 0..<4_000 {
      let regex = RandomRegex.make(&random, depth: 4)
      let notAfter = try ByteSet(classBody: random.below(3) == 0 ? "a" : "")
      let pattern = try Pattern(regex, notAfter: notAfter)
      let naive = NaiveMatcher(syntax: pattern.syntax, group: 1)
      let matcher = Matcher(pattern, group: 1)
      let program = Program(pattern.syntax)
      var machine = PikeMachine(program, group: 1)
      var automaton = LazyDFA(program)
      // So small that its states are forgotten now and then.
      var forgetful = LazyDFA(program, cellLimit: 24)
      // Nor does it give up, as any number of answers is enough.
      var patient = LazyDFA(program, cellLimit: 24, enoughAnswers: 0)
      for _ in 0..<5 {
        let text = (0..<random.below(9)).map { _ in Array("abAB-\n".utf8)[random.below(6)] }
        for start in 0...text.count {
          let expected = naive.match(at: start, in: text)
          let actual = matcher.match(at: start, in: text.span)
          let shown = "/\(regex)/ at \(start) in \(String(decoding: text, as: UTF8.self))"
          #expect(actual?.range == expected?.range, "\(shown)")
          let found = machine.match(at: start, until: text.count, in: text.span)
          #expect(found?.range == actual?.range, "\(shown)")
          #expect(found.map { $0.group ?? $0.range } == actual?.group, "\(shown)")
          let outcome = expected.map { LazyDFA.Outcome.end($0.range.upperBound) } ?? .nothing
          #expect(
            automaton.match(at: start, until: text.count, in: text.span) == outcome, "\(shown)")
          let forgotten = forgetful.match(at: start, until: text.count, in: text.span)
          #expect(forgotten == outcome || forgotten == .unknown, "\(shown)")
          if forgotten == .unknown { givenUp += 1 }
          let remade = patient.match(at: start, until: text.count, in: text.span)
          #expect(remade == outcome, "\(shown)")
          compared += 1
          matched += expected == nil ? 0 : 1
          if let expected {
            #expect(expected.range.isEmpty || pattern.firstBytes.contains(text[start]), "\(shown)")
            #expect(expected.range.count >= pattern.minLength, "\(shown)")
            #expect(expected.range.count <= pattern.maxLength ?? .max, "\(shown)")
          }
        }
      }
    }
    #expect(compared > 80_000 && matched > 20_000 && matched < compared)
    #expect(givenUp > 1_000 && givenUp < compared / 2)
  }

  /// What is known of groups counts whichever automaton finds the match.
  @Test func knownGroupsDoNotDependOnMemory() throws {
    var random = Random(seed: 11)
    var (matched, useless) = (0, 0)
    for _ in 0..<1_000 {
      let pattern = try Pattern("(\(RandomRegex.make(&random, depth: 4)))")
      let roomy = Matcher(pattern, groups: [1])
      let small = Matcher(pattern, groups: [1], cellLimit: 8)
      for _ in 0..<5 {
        let text = (0..<random.below(9)).map { _ in Array("abAB-\n".utf8)[random.below(6)] }
        for start in 0...text.count {
          func found(by matcher: Matcher) -> Matcher.Match? {
            matcher.match(at: start, in: text.span) { range in
              switch range.count % 3 {
              case 0: .useless
              case 1: .range(range.lowerBound..<range.lowerBound + 1)
              default: .unknown
              }
            }
          }
          let expected = found(by: roomy)
          #expect(found(by: small) == expected, "\(pattern.syntax)")
          matched += expected == nil ? 0 : 1
          useless += expected == nil && roomy.match(at: start, in: text.span) != nil ? 1 : 0
        }
      }
    }
    #expect(matched > 1_000 && useless > 1_000)
  }

  private func firstMatch(_ regex: String, _ text: String) throws -> String? {
    let matcher = Matcher(try Pattern(regex))
    let bytes = Array(text.utf8)
    for start in 0...bytes.count {
      if let match = matcher.match(at: start, in: bytes.span) {
        return String(decoding: bytes[match.range], as: UTF8.self)
      }
    }
    return nil
  }
}
